//! A host that is not this crate's: raw tables of any size, older or newer than today's, around one fixed document.

use std::alloc::Layout;
use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr::{NonNull, null, null_mut};

use extractor_api::abi::{self, Str};

/// What stands behind the fields that today's contract has.
const POISON: u8 = 0xa5;

/// The text of the document: 26 bytes, 25 code points.
pub(crate) const TEXT: &str = "Årvik: the tide, no tide.";

/// How many bytes of each table, and from entry to entry of each array, the plugin is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) host: usize,
    pub(crate) document: usize,
    pub(crate) sink: usize,
    pub(crate) layer: usize,
    pub(crate) event: usize,
    /// A record of `languages/1`.
    pub(crate) language: usize,
}

/// What this crate's host shows.
pub(crate) const TODAY: Sizes = Sizes {
    host: size_of::<abi::Host>(),
    document: size_of::<abi::Document>(),
    sink: size_of::<abi::Sink>(),
    layer: size_of::<abi::Layer>(),
    event: size_of::<abi::Event>(),
    language: 32,
};

/// What a host of version 1.0 shows. Written out, so that plugins go on being tested under it when tables grow.
pub(crate) const V1_0: Sizes = Sizes { host: 72, document: 176, sink: 40, layer: 64, event: 64, language: 32 };

/// What a host of a later minor version may show.
pub(crate) const FUTURE: Sizes = Sizes {
    host: TODAY.host + 56,
    document: TODAY.document + 80,
    sink: TODAY.sink + 24,
    layer: TODAY.layer + 24,
    event: TODAY.event + 40,
    language: TODAY.language + 16,
};

/// A document's name and the sizes of everything: one whole life of an extractor.
pub(crate) struct Life<'a> {
    /// A table of version 1.0 or later.
    pub(crate) plugin: *const abi::Plugin,
    pub(crate) config: &'a str,
    pub(crate) name: &'static str,
    pub(crate) sizes: Sizes,
}

/// What the plugin told its host.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) logs: Vec<(u32, String)>,
    pub(crate) errors: Vec<(i32, String)>,
    /// Type, key and data.
    pub(crate) events: Vec<[String; 3]>,
    pub(crate) layers: Vec<ToldLayer>,
}

/// A layer as it was published.
#[derive(Debug, PartialEq)]
pub(crate) struct ToldLayer {
    pub(crate) name: String,
    pub(crate) stride: u32,
    pub(crate) records: Vec<u8>,
    pub(crate) pool: String,
}

thread_local! {
    static TOLD: RefCell<Told> = RefCell::default();
}

/// Takes what plugins on this thread have told.
pub(crate) fn take_told() -> Told {
    TOLD.take()
}

impl Life<'_> {
    /// Creates an instance, runs it over the document, ends it; returns the status of `extract` and what was told.
    pub(crate) fn live(&self) -> (i32, Told) {
        self.live_with(&[])
    }

    /// The same over a document that has these layers behind its two.
    pub(crate) fn live_with(&self, layers: &[abi::Layer]) -> (i32, Told) {
        take_told();
        let host = Shown::new(&host(), self.sizes.host);
        let sink = Shown::new(&sink(), self.sizes.sink);
        let mut instance = null_mut();
        let config = Str::new(self.config.as_bytes());
        // SAFETY: a table has all of version 1.0.
        let create = unsafe { (*self.plugin).create }.unwrap();
        // SAFETY: config and place outlive the call, the host's table the instance.
        let created = unsafe { create(host.as_ptr(), config, &raw mut instance) };
        assert_eq!(created, abi::OK, "{:?}", take_told());
        // SAFETY: a table has all of version 1.0.
        let extract = unsafe { (*self.plugin).extract }.unwrap();
        let status = with_document(self.name, self.sizes, layers, |document| {
            // SAFETY: the instance came from this plugin's `create`, and the tables outlive the call.
            unsafe { extract(instance, document, sink.as_ptr()) }
        });
        drop(sink);
        // SAFETY: a table has all of version 1.0.
        let destroy = unsafe { (*self.plugin).destroy }.unwrap();
        // SAFETY: the instance came from this plugin's `create` and is not used again.
        unsafe { destroy(instance) };
        (status, take_told())
    }
}

/// A table in memory of another length, so that a memory checker sees a read past it: cut off, or with poison behind
/// what it has today.
pub(crate) struct Shown<T> {
    table: NonNull<T>,
    layout: Layout,
}

impl<T> Shown<T> {
    /// `struct_size`, which every table begins with, becomes `size`.
    pub(crate) fn new(table: &T, size: usize) -> Shown<T> {
        let shown = Shown::of(std::slice::from_ref(table), size.max(4));
        // SAFETY: four bytes are there, aligned for any table.
        unsafe { shown.table.cast::<u32>().write(size as u32) };
        shown
    }

    /// Lays out entries so many bytes apart.
    pub(crate) fn array(entries: &[T], stride: usize) -> Shown<T> {
        Shown::of(entries, stride)
    }

    fn of(entries: &[T], stride: usize) -> Shown<T> {
        let layout = Layout::from_size_align(stride * entries.len(), align_of::<T>().max(8)).unwrap();
        // SAFETY: the layout is not empty: every caller has an entry of at least four bytes.
        let place = NonNull::new(unsafe { std::alloc::alloc(layout) }).unwrap();
        // SAFETY: as long as the layout.
        unsafe { place.write_bytes(POISON, layout.size()) };
        for (index, entry) in entries.iter().enumerate() {
            // SAFETY: `index` strides lie within the layout.
            let to = unsafe { place.add(index * stride) };
            // SAFETY: at most the entry's own size is copied, within one stride.
            unsafe { to.copy_from_nonoverlapping(NonNull::from(entry).cast(), stride.min(size_of::<T>())) };
        }
        Shown { table: place.cast(), layout }
    }

    pub(crate) fn as_ptr(&self) -> *const T {
        self.table.as_ptr()
    }
}

impl<T> Drop for Shown<T> {
    fn drop(&mut self) {
        // What the plugin kept of it, it must not find again.
        // SAFETY: allocated by `of` with this length.
        unsafe { self.table.cast::<u8>().write_bytes(POISON, self.layout.size()) };
        // SAFETY: allocated by `of` with this layout.
        unsafe { std::alloc::dealloc(self.table.as_ptr().cast(), self.layout) };
    }
}

/// The fixed document, with two layers or more and two events before it.
struct Paper {
    name: &'static str,
    sizes: Sizes,
    layers: Shown<abi::Layer>,
    layer_count: u32,
    events: Shown<abi::Event>,
    _languages: Shown<[u64; 4]>,
}

const EVENTS: u32 = 2;

impl Paper {
    fn new(name: &'static str, sizes: Sizes, more: &[abi::Layer]) -> Paper {
        let code = u64::from_ne_bytes(*b"tok\0\0\0\0\0");
        // Start, end, code, then confidence 900 and scope: the whole text, and its line.
        let whole = [0, 26, code, 900];
        let languages = Shown::array(&[whole, [0, 26, code, 900 | 1 << 32]], sizes.language);
        let layer = |name: &'static [u8], records, count| abi::Layer {
            name: Str::new(name),
            records,
            count,
            stride: sizes.language as u32,
            producer: Str::new(b"before"),
            pool: Str::new(b"pool"),
        };
        let own = [layer(b"com.example.empty/1", null(), 0), layer(b"languages/1", languages.as_ptr().cast(), 2)];
        let layers = [&own, more].concat();
        let event = |key: &'static [u8], data_json: &'static [u8]| abi::Event {
            kind: Str::new(b"com.example.before.v1"),
            key: Str::new(key),
            data_json: Str::new(data_json),
            producer: Str::new(b"before"),
        };
        let events = [event(b"", b"{\"n\":1}"), event(b"second", b"{\"n\":2}")];
        let events = Shown::array(&events, sizes.event);
        let layer_count = layers.len() as u32;
        let layers = Shown::array(&layers, sizes.layer);
        Paper { name, sizes, layers, layer_count, events, _languages: languages }
    }

    fn document(&self) -> abi::Document {
        abi::Document {
            struct_size: 0,
            flags: abi::DOCUMENT_HAS_TEXT,
            doc_id: Str::new(b"c0ffee"),
            name: Str::new(self.name.as_bytes()),
            media_type: Str::new(b"text/plain"),
            text: Str::new(TEXT.as_bytes()),
            raw: Str::new(b"raw"),
            meta_json: Str::new(b"{\"a\":1}"),
            layers: self.layers.as_ptr(),
            layer_count: self.layer_count,
            layer_stride: self.sizes.layer as u32,
            events: self.events.as_ptr(),
            event_count: EVENTS,
            event_stride: self.sizes.event as u32,
            find_layer: Some(find_layer),
            ctx: std::ptr::from_ref(self).cast_mut().cast(),
            code_points: Some(code_points),
            soft_budget_ns: 5,
            attempt: 3,
            reserved0: 0,
        }
    }
}

/// This host's table, of a later minor version.
pub(crate) fn host() -> abi::Host {
    abi::Host {
        struct_size: 0,
        abi_major: abi::MAJOR,
        abi_minor: 9,
        ctx: null_mut(),
        name: Str::new(b"a host"),
        version: Str::new(b"9.0.0"),
        get_extension: Some(get_extension),
        log: Some(log),
        report_error: Some(report_error),
    }
}

/// This host's sink, which wants the plugin to stop.
pub(crate) fn sink() -> abi::Sink {
    abi::Sink {
        struct_size: 0,
        reserved0: 0,
        ctx: null_mut(),
        emit: Some(emit),
        should_stop: Some(should_stop),
        publish_layer: Some(publish_layer),
    }
}

/// Runs `call` with the document as the plugin is shown it, with these layers behind its own two.
pub(crate) fn with_document<T>(
    name: &'static str,
    sizes: Sizes,
    layers: &[abi::Layer],
    call: impl FnOnce(*const abi::Document) -> T,
) -> T {
    let paper = Paper::new(name, sizes, layers);
    let document = Shown::new(&paper.document(), sizes.document);
    call(document.as_ptr())
}

fn text(field: Str) -> String {
    // SAFETY: the plugin lends its strings for the call.
    String::from_utf8(unsafe { field.bytes() }.to_vec()).unwrap()
}

unsafe extern "C" fn get_extension(_: *mut c_void, _: Str) -> *const c_void {
    null()
}

unsafe extern "C" fn log(_: *mut c_void, level: u32, line: Str) {
    TOLD.with_borrow_mut(|told| told.logs.push((level, text(line))));
}

unsafe extern "C" fn report_error(_: *mut c_void, code: i32, line: Str) {
    TOLD.with_borrow_mut(|told| told.errors.push((code, text(line))));
}

unsafe extern "C" fn emit(_: *mut c_void, kind: Str, key: Str, data: Str) -> i32 {
    TOLD.with_borrow_mut(|told| told.events.push([kind, key, data].map(text)));
    abi::ACCEPTED
}

unsafe extern "C" fn should_stop(_: *mut c_void) -> i32 {
    1
}

unsafe extern "C" fn publish_layer(_: *mut c_void, layer: *const abi::Layer) -> i32 {
    // SAFETY: the plugin lends the layer for the call.
    let layer = unsafe { *layer };
    let length = layer.count as usize * layer.stride as usize;
    // SAFETY: the plugin lends the records for the call.
    let records = unsafe { Str { ptr: layer.records.cast(), len: length }.bytes() }.to_vec();
    let (name, stride, pool) = (text(layer.name), layer.stride, text(layer.pool));
    TOLD.with_borrow_mut(|told| told.layers.push(ToldLayer { name, stride, records, pool }));
    abi::ACCEPTED
}

unsafe extern "C" fn find_layer(paper: *mut c_void, name: Str) -> *const abi::Layer {
    // SAFETY: the context is the paper of the running call.
    let paper = unsafe { &*paper.cast::<Paper>() };
    let entries =
        (0..paper.layer_count as usize).map(|at| paper.layers.as_ptr().wrapping_byte_add(at * paper.sizes.layer));
    let mut found = entries.filter(|&layer| {
        // SAFETY: an entry of the array, at least as long as its name.
        let known = unsafe { (*layer).name };
        text(known) == text(name)
    });
    found.next().unwrap_or(null())
}

unsafe extern "C" fn code_points(_: *mut c_void, byte_offset: u64) -> u64 {
    let starts = TEXT.char_indices().map(|(at, _)| at as u64);
    starts.take_while(|&at| at < byte_offset).count() as u64
}
