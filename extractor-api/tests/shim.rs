//! An extractor's table under a host that is not this crate's: older, with fewer fields, or careless.
#![allow(unsafe_code)] // Plays the host with raw tables, which the safe API cannot express.

use std::alloc::Layout;
use std::cell::RefCell;
use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::{NonNull, null, null_mut};

use extractor_api::abi::{self, Str};
use extractor_api::layer::{Language, Record};
use extractor_api::{Document, Error, Exported, Extractor, Host, Level, Outcome, Sink, export_extractor};
use serde_json::{Value, json};

const SEEN: &str = "com.example.seen.v1";

/// Touches every field of every table and tells what it found.
struct Toucher {
    panic_on_drop: bool,
}

#[derive(serde::Deserialize)]
struct Config {
    panic_on_drop: bool,
}

impl Extractor for Toucher {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[SEEN];
    const PUBLISHES: &'static [&'static str] = &[Language::LAYER];

    fn create(config: Config, host: &Host<'_>) -> Result<Self, Error> {
        host.log(Level::Info, &host.name());
        Ok(Toucher { panic_on_drop: config.panic_on_drop })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        out.log(Level::Info, "extract");
        let text = document.text().unwrap_or_default();
        let seen = json!({
            "text": document.text(),
            "end": document.span(0..text.len()).end,
            "id": document.id(),
            "name": document.name(),
            "media_type": document.media_type(),
            "meta": document.meta_json(),
            "raw": document.raw().len(),
            "attempt": document.attempt(),
            "budget_ns": document.soft_budget().map(|budget| budget.as_nanos() as u64),
            "events": document.events().count(),
            "languages": document.layer::<Language>().map(|layer| layer.len()),
            "stop": out.should_stop(),
        });
        out.emit(SEEN, &seen)?;
        out.publish::<Language>(&[])?;
        if document.name() == "bad" { Err(Error::document("a bad document")) } else { Ok(Outcome::Done) }
    }
}
export_extractor!(Toucher);

impl Drop for Toucher {
    fn drop(&mut self) {
        assert!(!self.panic_on_drop, "the drop fell");
    }
}

/// What the plugin told its host.
#[derive(Default)]
struct Told {
    logs: Vec<String>,
    errors: Vec<String>,
    events: Vec<Value>,
    layers: Vec<String>,
}

thread_local! {
    static TOLD: RefCell<Told> = RefCell::default();
}

fn text(field: Str) -> String {
    // SAFETY: the plugin lends its strings for the call.
    String::from_utf8(unsafe { field.bytes() }.to_vec()).unwrap()
}

unsafe extern "C" fn log(_: *mut c_void, _: u32, line: Str) {
    TOLD.with_borrow_mut(|told| told.logs.push(text(line)));
}

unsafe extern "C" fn report_error(_: *mut c_void, _: i32, line: Str) {
    TOLD.with_borrow_mut(|told| told.errors.push(text(line)));
}

unsafe extern "C" fn emit(_: *mut c_void, _: Str, _: Str, data: Str) -> i32 {
    TOLD.with_borrow_mut(|told| told.events.push(serde_json::from_str(&text(data)).unwrap()));
    abi::ACCEPTED
}

unsafe extern "C" fn should_stop(_: *mut c_void) -> i32 {
    1
}

unsafe extern "C" fn publish_layer(_: *mut c_void, layer: *const abi::Layer) -> i32 {
    // SAFETY: the plugin lends the layer for the call.
    TOLD.with_borrow_mut(|told| told.layers.push(text(unsafe { (*layer).name })));
    abi::ACCEPTED
}

unsafe extern "C" fn find_layer(layers: *mut c_void, _: Str) -> *const abi::Layer {
    layers.cast()
}

unsafe extern "C" fn code_points(_: *mut c_void, byte_offset: u64) -> u64 {
    byte_offset.min(4)
}

fn host() -> abi::Host {
    abi::Host {
        struct_size: 0,
        abi_major: abi::MAJOR,
        abi_minor: 9,
        ctx: null_mut(),
        name: Str::new(b"a host"),
        version: Str::EMPTY,
        get_extension: None,
        log: Some(log),
        report_error: Some(report_error),
    }
}

/// A document of five bytes and four code points, with one layer of one record and one event.
fn document(name: &'static str) -> abi::Document {
    static RECORD: [u64; 4] = [0; 4];
    let layer = Box::leak(Box::new(abi::Layer {
        name: Str::new(Language::LAYER.as_bytes()),
        records: RECORD.as_ptr().cast(),
        count: 1,
        stride: 32,
        producer: Str::EMPTY,
        pool: Str::EMPTY,
    }));
    let event = Box::leak(Box::new(abi::Event {
        kind: Str::EMPTY,
        key: Str::EMPTY,
        data_json: Str::EMPTY,
        producer: Str::EMPTY,
    }));
    abi::Document {
        struct_size: 0,
        flags: abi::DOCUMENT_HAS_TEXT,
        doc_id: Str::new(b"c0ffee"),
        name: Str::new(name.as_bytes()),
        media_type: Str::new(b"text/plain"),
        text: Str::new("naïf".as_bytes()),
        raw: Str::new(b"raw"),
        meta_json: Str::new(b"{\"a\":1}"),
        layers: layer,
        layer_count: 1,
        layer_stride: 64,
        events: event,
        event_count: 1,
        event_stride: 64,
        find_layer: Some(find_layer),
        ctx: (&raw mut *layer).cast(),
        code_points: Some(code_points),
        soft_budget_ns: 5,
        attempt: 3,
        reserved0: 0,
    }
}

fn sink() -> abi::Sink {
    abi::Sink {
        struct_size: 0,
        reserved0: 0,
        ctx: null_mut(),
        emit: Some(emit),
        should_stop: Some(should_stop),
        publish_layer: Some(publish_layer),
    }
}

/// The first bytes of a table in memory of just that length, so that a memory checker sees a read past them; the
/// table's `struct_size`, which comes first, says so too.
struct Cut<T> {
    table: NonNull<T>,
    layout: Layout,
}

impl<T> Cut<T> {
    fn new(table: &T, size: usize) -> Cut<T> {
        let layout = Layout::from_size_align(size.max(4), align_of::<T>()).unwrap();
        // SAFETY: the layout has at least four bytes.
        let place = NonNull::new(unsafe { std::alloc::alloc(layout) }).unwrap();
        // SAFETY: at most the table's own size is copied, into as many bytes.
        unsafe { place.copy_from_nonoverlapping(NonNull::from(table).cast(), size) };
        // SAFETY: four bytes are there, aligned for any table.
        unsafe { place.cast::<u32>().write(size as u32) };
        Cut { table: place.cast(), layout }
    }

    fn as_ptr(&self) -> *const T {
        self.table.as_ptr()
    }
}

impl<T> Drop for Cut<T> {
    fn drop(&mut self) {
        // SAFETY: allocated by `new` with this layout.
        unsafe { std::alloc::dealloc(self.table.as_ptr().cast(), self.layout) };
    }
}

/// How many bytes of each table the plugin is shown.
#[derive(Clone, Copy)]
struct Sizes {
    host: usize,
    document: usize,
    sink: usize,
}

const WHOLE: Sizes =
    Sizes { host: size_of::<abi::Host>(), document: size_of::<abi::Document>(), sink: size_of::<abi::Sink>() };

fn create(host: *const abi::Host, config: &str, out: *mut *mut c_void) -> i32 {
    // SAFETY: the caller passes null or a table, and null or a place.
    unsafe { Toucher::table().create.unwrap()(host, Str::new(config.as_bytes()), out) }
}

fn extract(instance: *mut c_void, document: *const abi::Document, sink: *const abi::Sink) -> i32 {
    // SAFETY: the caller passes null or what `create` gave, and null or tables.
    unsafe { Toucher::table().extract.unwrap()(instance, document, sink) }
}

fn destroy(instance: *mut c_void) {
    // SAFETY: null, or what `create` gave, for the last time.
    unsafe { Toucher::table().destroy.unwrap()(instance) }
}

/// One whole life over one document; returns the status of `extract` and what the host was told.
fn live(sizes: Sizes, name: &'static str, panic_on_drop: bool) -> (i32, Told) {
    TOLD.take();
    let host = Cut::new(&host(), sizes.host);
    let mut instance = null_mut();
    let config = json!({ "panic_on_drop": panic_on_drop }).to_string();
    assert_eq!(create(host.as_ptr(), &config, &mut instance), abi::OK);
    let document = Cut::new(&document(name), sizes.document);
    let sink = Cut::new(&sink(), sizes.sink);
    let status = extract(instance, document.as_ptr(), sink.as_ptr());
    drop((document, sink));
    destroy(instance);
    (status, TOLD.take())
}

#[test]
fn under_a_whole_host_everything_is_there() {
    let (status, told) = live(WHOLE, "tide", false);
    assert_eq!(status, abi::OK);
    assert_eq!((told.logs, told.errors), (vec!["a host".to_owned(), "extract".to_owned()], vec![]));
    let expected = json!({
        "text": "naïf", "end": 4, "id": "c0ffee", "name": "tide", "media_type": "text/plain", "meta": "{\"a\":1}",
        "raw": 3, "attempt": 3, "budget_ns": 5, "events": 1, "languages": 1, "stop": true,
    });
    assert_eq!(told.events, [expected]);
    assert_eq!(told.layers, [Language::LAYER]);
}

#[test]
fn a_host_cut_at_any_byte_is_used_as_far_as_it_goes() {
    for size in 0..=WHOLE.host {
        let (status, told) = live(Sizes { host: size, ..WHOLE }, "bad", false);
        assert_eq!(status, abi::DOCUMENT, "{size}");
        let logs = if size >= offset_of!(abi::Host, report_error) { 2 } else { 0 };
        assert_eq!((told.logs.len(), told.errors.len(), told.events.len()), (logs, size / WHOLE.host, 1), "{size}");
    }
}

#[test]
fn a_document_cut_at_any_byte_has_the_documented_defaults() {
    let (_, whole) = live(WHOLE, "tide", false);
    for size in 0..=WHOLE.document {
        let (status, told) = live(Sizes { document: size, ..WHOLE }, "tide", false);
        assert_eq!((status, told.events.len()), (abi::OK, 1), "{size}");
        for (key, from, default) in [
            ("text", offset_of!(abi::Document, raw), json!(null)),
            // Without the host's function the code points are counted here.
            ("end", offset_of!(abi::Document, raw), json!(0)),
            ("id", offset_of!(abi::Document, name), json!("")),
            ("name", offset_of!(abi::Document, media_type), json!("")),
            ("media_type", offset_of!(abi::Document, text), json!("")),
            ("meta", offset_of!(abi::Document, layers), json!("{}")),
            ("raw", offset_of!(abi::Document, meta_json), json!(0)),
            ("attempt", offset_of!(abi::Document, reserved0), json!(0)),
            ("budget_ns", offset_of!(abi::Document, attempt), json!(null)),
            ("events", offset_of!(abi::Document, find_layer), json!(0)),
        ] {
            let expected = if size >= from { &whole.events[0][key] } else { &default };
            assert_eq!(&told.events[0][key], expected, "{key} of {size} bytes");
        }
    }
}

#[test]
fn a_sink_cut_at_any_byte_takes_what_it_can() {
    for size in 0..=WHOLE.sink {
        let (status, told) = live(Sizes { sink: size, ..WHOLE }, "tide", false);
        let emits = size >= offset_of!(abi::Sink, should_stop);
        let publishes = size >= WHOLE.sink;
        assert_eq!((told.events.len(), told.layers.len()), (emits.into(), publishes.into()), "{size}");
        assert_eq!(status, if publishes { abi::OK } else { abi::DOCUMENT }, "{size}");
        let asked = size >= offset_of!(abi::Sink, publish_layer);
        assert!(told.events.iter().all(|event| event["stop"] == asked), "{size}");
    }
}

#[test]
fn null_pointers_are_answered_and_not_followed() {
    let host = Cut::new(&host(), WHOLE.host);
    let (document, sink) = (Cut::new(&document("tide"), WHOLE.document), Cut::new(&sink(), WHOLE.sink));
    let mut instance = null_mut();
    let config = r#"{"panic_on_drop":false}"#;
    assert_eq!(create(null(), config, &mut instance), abi::INTERNAL);
    assert_eq!(create(host.as_ptr(), config, null_mut()), abi::INTERNAL);
    assert!(instance.is_null());
    assert_eq!(create(host.as_ptr(), config, &mut instance), abi::OK);
    assert_eq!(extract(null_mut(), document.as_ptr(), sink.as_ptr()), abi::INTERNAL);
    assert_eq!(extract(instance, null(), sink.as_ptr()), abi::INTERNAL);
    assert_eq!(extract(instance, document.as_ptr(), null()), abi::INTERNAL);
    assert_eq!(extract(instance, document.as_ptr(), sink.as_ptr()), abi::OK);
    destroy(instance);
    destroy(null_mut());
}

#[test]
fn a_failed_create_leaves_the_place_alone() {
    let host = Cut::new(&host(), WHOLE.host);
    let untouched = NonNull::<c_void>::dangling().as_ptr();
    let mut instance = untouched;
    for config in ["", "{}", "[", "{\"panic_on_drop\":7}", "\u{0}"] {
        TOLD.take();
        assert_eq!(create(host.as_ptr(), config, &mut instance), abi::CONFIG, "{config:?}");
        assert_eq!((instance, TOLD.take().errors.len()), (untouched, 1), "{config:?}");
    }
}

#[test]
fn a_panic_in_drop_is_told_to_the_diagnostics() {
    let (status, told) = live(WHOLE, "tide", true);
    assert_eq!(status, abi::OK);
    let last = told.logs.last().unwrap();
    assert!(last.contains("the drop fell") && last.contains("shim.rs:"), "{last}");
}
