//! The host's side: runs an extractor behind its table. Shared by the daemon's worker and the test harness.
//!
//! A [`Session`] holds one document and what the chain made of it so far; an [`Instance`] is one created extractor.
//! What an extractor emits counts only when its call ends well, so a failure leaves the session as it was.

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::c_void;
use std::fmt;
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crate::abi::{self, Str};
use crate::json;
use crate::manifest::Manifest;
use crate::{Level, layer};

/// What one document may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Events of all extractors together.
    pub events: usize,
    /// Bytes of all `data` together; and, apart from it, of all layers together.
    pub output_bytes: usize,
    /// Bytes of one event's `data`, key and type together.
    pub event_bytes: usize,
}

impl Default for Limits {
    /// 10,000 events, 4 MiB, 28 KiB an event: a line of 30 KiB less its envelope.
    fn default() -> Limits {
        Limits { events: 10_000, output_bytes: 4 << 20, event_bytes: 28 << 10 }
    }
}

/// One document as the reader hands it to the chain.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Content hash in hex.
    pub id: &'a str,
    /// File name, escaped to UTF-8.
    pub name: &'a str,
    /// As found.
    pub media_type: &'a str,
    /// Decoded main text, or `None`.
    pub text: Option<&'a str>,
    /// Original bytes.
    pub raw: &'a [u8],
    /// A JSON object.
    pub meta_json: &'a str,
    /// 0 the first time.
    pub attempt: u32,
    /// Per extractor: the time after which `should_stop` says 1.
    pub soft_budget: Option<Duration>,
}

/// An event that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The extractor's place in the chain, as given to [`Instance::extract`].
    pub producer: usize,
    /// As emitted.
    pub kind: String,
    /// As emitted; may be empty.
    pub key: String,
    /// One JSON object on one line.
    pub data: String,
}

/// A layer that counts.
struct Published {
    name: String,
    producer: String,
    /// `count * stride` bytes, in words so that they are aligned.
    words: Vec<u64>,
    count: u32,
    stride: u32,
    pool: Vec<u8>,
}

/// One document on its way through the chain.
pub struct Session<'a> {
    input: Input<'a>,
    limits: Limits,
    events: Vec<Event>,
    producers: Vec<String>,
    layers: Vec<Published>,
    output_bytes: usize,
    layer_bytes: usize,
    code_points: OnceCell<CodePoints>,
}

impl<'a> Session<'a> {
    /// Begins a document.
    pub fn new(input: Input<'a>, limits: Limits) -> Session<'a> {
        Session {
            input,
            limits,
            events: Vec::new(),
            producers: Vec::new(),
            layers: Vec::new(),
            output_bytes: 0,
            layer_bytes: 0,
            code_points: OnceCell::new(),
        }
    }

    /// The events so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Ends the document.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// A published layer in its typed view.
    pub fn layer<R: layer::Record>(&self) -> Option<layer::Layer<'_, R>> {
        let published = self.layers.iter().find(|layer| layer.name == R::LAYER)?;
        let length = published.count as usize * published.stride as usize;
        // SAFETY: the words hold at least `length` bytes, and any byte is a `u8`.
        let records = unsafe { std::slice::from_raw_parts(published.words.as_ptr().cast::<u8>(), length) };
        layer::Layer::new(records, published.stride as usize, &published.pool)
    }

    fn code_points_before(&self, offset: u64) -> u64 {
        let text = self.input.text.unwrap_or_default();
        self.code_points.get_or_init(|| CodePoints::new(text)).before(text, offset)
    }
}

/// Counts code points before a byte offset, by a mark every [`CodePoints::STEP`] bytes.
struct CodePoints {
    /// Code points that begin before byte `n * STEP`; empty when the text is ASCII.
    marks: Vec<u64>,
}

impl CodePoints {
    const STEP: usize = 256;

    fn new(text: &str) -> CodePoints {
        if text.is_ascii() {
            return CodePoints { marks: Vec::new() };
        }
        let mut count = 0;
        let mut marks = vec![0];
        for chunk in text.as_bytes().chunks(Self::STEP) {
            count += chunk.iter().filter(|&&byte| begins(byte)).count() as u64;
            marks.push(count);
        }
        CodePoints { marks }
    }

    fn before(&self, text: &str, offset: u64) -> u64 {
        let mut offset = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        if self.marks.is_empty() {
            return offset as u64;
        }
        let mark = offset / Self::STEP;
        let rest = &text.as_bytes()[mark * Self::STEP..offset];
        self.marks[mark] + rest.iter().filter(|&&byte| begins(byte)).count() as u64
    }
}

/// Whether a byte of UTF-8 begins a code point.
fn begins(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Why a table is not one that this host can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// The first eight bytes are not [`abi::MAGIC`].
    Magic,
    /// Another major version of the contract.
    Major {
        /// What the table says.
        found: u16,
    },
    /// The plugin needs a newer minor version than this host's.
    Minor {
        /// What the table says.
        found: u16,
    },
    /// `struct_size` ends before the fields of version 1.0.
    Short {
        /// What the table says.
        found: u32,
    },
    /// A required function is null.
    Missing(&'static str),
    /// A flag that this host does not know and must not ignore.
    Flags(u64),
    /// Id or version differ from the manifest.
    Differs {
        /// `id` or `version`.
        field: &'static str,
        /// What the table says.
        table: String,
        /// What the manifest says.
        manifest: String,
    },
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableFault::Magic => write!(f, "the symbol {} does not begin with XTRPLUG 0x01", abi::SYMBOL),
            TableFault::Major { found } => {
                write!(f, "it is built for major version {found} of the contract, this host runs {}", abi::MAJOR)
            }
            TableFault::Minor { found } => write!(
                f,
                "it needs version {}.{found} of the contract, this host runs {}.{}",
                abi::MAJOR,
                abi::MAJOR,
                abi::MINOR
            ),
            TableFault::Short { found } => {
                write!(f, "its table has {found} bytes, version 1.0 has {}", size_of::<abi::Plugin>())
            }
            TableFault::Missing(function) => write!(f, "its table has no {function} function"),
            TableFault::Flags(flags) => write!(f, "its table sets flags that this host does not know: {flags:#x}"),
            TableFault::Differs { field, table, manifest } => {
                write!(f, "the {field} is {table:?} in its table and {manifest:?} in its manifest")
            }
        }
    }
}

impl std::error::Error for TableFault {}

/// A plugin whose table was checked against its manifest.
#[derive(Clone)]
pub struct Plugin {
    create: abi::CreateFn,
    extract: abi::ExtractFn,
    destroy: abi::DestroyFn,
    manifest: Manifest,
}

impl Plugin {
    /// Checks a table against the contract and the plugin's manifest; fails closed.
    ///
    /// # Errors
    /// The first [`TableFault`].
    ///
    /// # Safety
    /// `table` is the address of the symbol [`abi::SYMBOL`] of a library that is never unloaded.
    pub unsafe fn check(table: *const abi::Plugin, manifest: Manifest) -> Result<Plugin, TableFault> {
        // SAFETY: every version of the symbol begins with magic, size and major version; the rest is not read yet.
        let (magic, size, major) = unsafe { ((*table).magic, (*table).struct_size, (*table).abi_major) };
        if magic != abi::MAGIC {
            return Err(TableFault::Magic);
        }
        if major != abi::MAJOR {
            return Err(TableFault::Major { found: major });
        }
        if (size as usize) < size_of::<abi::Plugin>() {
            return Err(TableFault::Short { found: size });
        }
        // SAFETY: the table says that it is whole, and it is read-only for the life of the process.
        let table: &'static abi::Plugin = unsafe { &*table };
        if table.abi_minor > abi::MINOR {
            return Err(TableFault::Minor { found: table.abi_minor });
        }
        if table.flags >> 32 != 0 {
            return Err(TableFault::Flags(table.flags));
        }
        for (field, value, wanted) in [("id", table.id, &manifest.id), ("version", table.version, &manifest.version)] {
            // SAFETY: the table's strings live as long as the library.
            let found = String::from_utf8_lossy(unsafe { value.bytes() });
            if found != wanted.as_str() {
                return Err(TableFault::Differs { field, table: found.into_owned(), manifest: wanted.clone() });
            }
        }
        Ok(Plugin {
            create: table.create.ok_or(TableFault::Missing("create"))?,
            extract: table.extract.ok_or(TableFault::Missing("extract"))?,
            destroy: table.destroy.ok_or(TableFault::Missing("destroy"))?,
            manifest,
        })
    }

    /// What the plugin says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// What an extractor answered, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// One of the status codes of [`abi`]; a sticky refusal of the host wins over what the extractor returned.
    pub status: i32,
    /// The extractor's words, or the host's; empty when all is well.
    pub text: String,
}

impl Verdict {
    /// Whether what the extractor emitted counts.
    pub fn is_ok(&self) -> bool {
        matches!(self.status, abi::OK | abi::SKIPPED)
    }
}

/// Takes the diagnostics of an extractor.
pub type Log = Box<dyn FnMut(Level, &str)>;

/// One created extractor. Lives on the thread that created it.
pub struct Instance {
    plugin: Plugin,
    instance: *mut c_void,
    /// The tables that the plugin holds pointers to, and what stands behind their contexts.
    host: Box<HostSide>,
}

/// What the contexts of host and sink point at: one place, alive as long as the instance, so that a sink used after
/// its `extract` finds out that it is stale.
struct HostSide {
    table: abi::Host,
    sink: abi::Sink,
    thread: ThreadId,
    log: RefCell<Log>,
    reported: RefCell<String>,
    /// Null outside `extract`.
    session: Cell<*const Session<'static>>,
    call: RefCell<Call>,
    deadline: Cell<Option<Instant>>,
}

/// What one `extract` has emitted so far.
#[derive(Default)]
struct Call {
    producer: usize,
    manifest: Option<&'static Manifest>,
    events: Vec<Event>,
    layers: Vec<Published>,
    output_bytes: usize,
    layer_bytes: usize,
    /// The first refusal.
    refusal: Option<(i32, String)>,
}

impl Instance {
    /// Creates an extractor from its config, a JSON object.
    ///
    /// # Errors
    /// The status that `create` returned, with its text.
    pub fn create(plugin: &Plugin, config_json: &str, log: Log) -> Result<Instance, Verdict> {
        let mut host = Box::new(HostSide {
            table: abi::Host {
                struct_size: size_of::<abi::Host>() as u32,
                abi_major: abi::MAJOR,
                abi_minor: abi::MINOR,
                ctx: std::ptr::null_mut(),
                name: Str::new(b"dragoman"),
                version: Str::new(env!("CARGO_PKG_VERSION").as_bytes()),
                get_extension: Some(get_extension),
                log: Some(log_line),
                report_error: Some(report_error),
            },
            sink: abi::Sink {
                struct_size: size_of::<abi::Sink>() as u32,
                reserved0: 0,
                ctx: std::ptr::null_mut(),
                emit: Some(emit),
                should_stop: Some(should_stop),
                publish_layer: Some(publish_layer),
            },
            thread: thread::current().id(),
            log: RefCell::new(log),
            reported: RefCell::default(),
            session: Cell::new(std::ptr::null()),
            call: RefCell::default(),
            deadline: Cell::new(None),
        });
        let ctx = (&raw mut *host).cast::<c_void>();
        host.table.ctx = ctx;
        host.sink.ctx = ctx;

        let mut instance = std::ptr::null_mut();
        // SAFETY: the host's table lives in a box that outlives the instance; the config is lent for the call.
        let status =
            unsafe { (plugin.create)(&raw const host.table, Str::new(config_json.as_bytes()), &raw mut instance) };
        if status != abi::OK {
            let status = if (abi::PANIC..0).contains(&status) { status } else { abi::INTERNAL };
            return Err(Verdict { status, text: host.reported.take() });
        }
        Ok(Instance { plugin: plugin.clone(), instance, host })
    }

    /// What the plugin says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.plugin.manifest
    }

    /// Runs the extractor over the session's document. `producer` is its place in the chain.
    ///
    /// When the verdict is not ok, the session is as it was before.
    pub fn extract(&mut self, session: &mut Session<'_>, producer: usize) -> Verdict {
        let layers: Vec<abi::Layer> = session.layers.iter().map(Published::as_abi).collect();
        let events: Vec<abi::Event> = session
            .events
            .iter()
            .map(|event| abi::Event {
                kind: Str::new(event.kind.as_bytes()),
                key: Str::new(event.key.as_bytes()),
                data_json: Str::new(event.data.as_bytes()),
                producer: Str::new(session.producers.get(event.producer).map_or("", String::as_str).as_bytes()),
            })
            .collect();
        let lent = Lent { session, layers: &layers };
        let input = &session.input;
        let document = abi::Document {
            struct_size: size_of::<abi::Document>() as u32,
            flags: if input.text.is_some() { abi::DOCUMENT_HAS_TEXT } else { 0 },
            doc_id: Str::new(input.id.as_bytes()),
            name: Str::new(input.name.as_bytes()),
            media_type: Str::new(input.media_type.as_bytes()),
            text: Str::new(input.text.unwrap_or_default().as_bytes()),
            raw: Str::new(input.raw),
            meta_json: Str::new(input.meta_json.as_bytes()),
            layers: layers.as_ptr(),
            layer_count: layers.len() as u32,
            layer_stride: size_of::<abi::Layer>() as u32,
            events: events.as_ptr(),
            event_count: events.len() as u32,
            event_stride: size_of::<abi::Event>() as u32,
            find_layer: Some(find_layer),
            ctx: (&raw const lent).cast_mut().cast(),
            code_points: Some(code_points),
            soft_budget_ns: input.soft_budget.map_or(0, |budget| budget.as_nanos().min(u64::MAX.into()) as u64),
            attempt: input.attempt,
            reserved0: 0,
        };

        self.host.reported.take();
        self.host.deadline.set(input.soft_budget.map(|budget| Instant::now() + budget));
        // The manifest is lent to the callbacks for the length of this call only; `call` is cleared below.
        let manifest: *const Manifest = &raw const self.plugin.manifest;
        // SAFETY: `self.plugin` is neither moved nor changed during this function.
        let manifest: &'static Manifest = unsafe { &*manifest };
        *self.host.call.borrow_mut() = Call { producer, manifest: Some(manifest), ..Call::default() };
        self.host.session.set(std::ptr::from_ref(session).cast());
        // SAFETY: the instance came from this plugin's `create` and runs on its thread; all pointers outlive the call.
        let status = unsafe { (self.plugin.extract)(self.instance, &raw const document, &raw const self.host.sink) };
        self.host.session.set(std::ptr::null());

        let call = self.host.call.take();
        let verdict = verdict(status, call.refusal, self.host.reported.take());
        if verdict.is_ok() {
            session.output_bytes += call.output_bytes;
            session.layer_bytes += call.layer_bytes;
            session.events.extend(call.events);
            session.layers.extend(call.layers);
            session.producers.resize(session.producers.len().max(producer + 1), String::new());
            session.producers[producer].clone_from(&self.plugin.manifest.id);
        }
        verdict
    }
}

/// Joins what the extractor returned with what the host refused meanwhile.
fn verdict(status: i32, refusal: Option<(i32, String)>, reported: String) -> Verdict {
    match (status, refusal) {
        // A failure of its own kind says more than a refusal that came before it, unless it merely passed that on.
        (abi::PANIC | abi::TRANSIENT | abi::INTERNAL | abi::STOPPED, _) => Verdict { status, text: reported },
        (_, Some((status, text))) => Verdict { status, text },
        (abi::OK | abi::SKIPPED, None) => Verdict { status, text: String::new() },
        (abi::DOCUMENT, None) => Verdict { status, text: reported },
        (unknown, None) => Verdict { status: abi::INTERNAL, text: format!("unknown status {unknown}: {reported}") },
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the instance came from this plugin's `create` and is not used again.
        unsafe { (self.plugin.destroy)(self.instance) };
    }
}

impl Published {
    fn as_abi(&self) -> abi::Layer {
        abi::Layer {
            name: Str::new(self.name.as_bytes()),
            records: self.words.as_ptr().cast(),
            count: self.count,
            stride: self.stride,
            producer: Str::new(self.producer.as_bytes()),
            pool: Str::new(&self.pool),
        }
    }
}

/// What the context of a document points at.
struct Lent<'a> {
    session: *const Session<'a>,
    layers: &'a [abi::Layer],
}

unsafe extern "C" fn find_layer(ctx: *mut c_void, name: Str) -> *const abi::Layer {
    // SAFETY: the context is the `Lent` of the running `extract`.
    let lent = unsafe { &*ctx.cast::<Lent<'_>>() };
    // SAFETY: the plugin lends the name for the call.
    let name = unsafe { name.bytes() };
    // SAFETY: layer names point into the session, which outlives the call.
    let found = lent.layers.iter().find(|layer| unsafe { layer.name.bytes() } == name);
    found.map_or(std::ptr::null(), std::ptr::from_ref)
}

unsafe extern "C" fn code_points(ctx: *mut c_void, byte_offset: u64) -> u64 {
    // SAFETY: the context is the `Lent` of the running `extract`.
    let lent = unsafe { &*ctx.cast::<Lent<'_>>() };
    // SAFETY: the session is only read while `extract` runs.
    let session = unsafe { &*lent.session };
    session.code_points_before(byte_offset)
}

/// Finds the host's side behind a context.
///
/// # Safety
/// `ctx` is the context of an instance that has not been destroyed.
unsafe fn host_side<'a>(ctx: *mut c_void) -> &'a HostSide {
    // SAFETY: as the caller says.
    let host = unsafe { &*ctx.cast::<HostSide>() };
    if thread::current().id() != host.thread {
        // Another thread inside these cells is a data race; going on could corrupt other documents.
        eprintln!("extractor called its host from a thread that is not its own");
        std::process::abort();
    }
    host
}

unsafe extern "C" fn get_extension(_ctx: *mut c_void, _id: Str) -> *const c_void {
    std::ptr::null()
}

unsafe extern "C" fn log_line(ctx: *mut c_void, level: u32, text: Str) {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    // SAFETY: the plugin lends the text for the call.
    let text = String::from_utf8_lossy(unsafe { text.bytes() });
    if let Ok(mut log) = host.log.try_borrow_mut() {
        log(Level::from_number(level), &text);
    }
}

unsafe extern "C" fn report_error(ctx: *mut c_void, _code: i32, text: Str) {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    // SAFETY: the plugin lends the text for the call.
    let text = String::from_utf8_lossy(unsafe { text.bytes() });
    *host.reported.borrow_mut() = text.chars().take(REPORT_CHARS_MAX).collect();
}

/// The longest explanation of a failure that is kept.
const REPORT_CHARS_MAX: usize = 4096;

unsafe extern "C" fn should_stop(ctx: *mut c_void) -> i32 {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    i32::from(host.deadline.get().is_some_and(|deadline| Instant::now() >= deadline))
}

unsafe extern "C" fn emit(ctx: *mut c_void, kind: Str, key: Str, data_json: Str) -> i32 {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    // SAFETY: the plugin lends the three strings for the call.
    let [kind, key, data] = [kind, key, data_json].map(|field| unsafe { field.bytes() });
    host.during_call(|session, call| call.emit(session, kind, key, data))
}

unsafe extern "C" fn publish_layer(ctx: *mut c_void, layer: *const abi::Layer) -> i32 {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    // SAFETY: the plugin lends the layer for the call.
    let Some(layer) = (unsafe { layer.as_ref() }) else { return abi::INVALID_EVENT };
    host.during_call(|session, call| {
        // SAFETY: the plugin lends name, records and pool for the call.
        let [name, pool] = [layer.name, layer.pool].map(|field| unsafe { field.bytes() });
        call.publish(session, name, layer, pool)
    })
}

impl HostSide {
    /// Runs one call of the sink; the first refusal sticks.
    fn during_call(&self, run: impl FnOnce(&Session<'_>, &mut Call) -> Result<(), (i32, String)>) -> i32 {
        // SAFETY: not null only while `extract` runs, and the session is only read meanwhile.
        let Some(session) = (unsafe { self.session.get().as_ref() }) else { return abi::STALE };
        let mut call = self.call.borrow_mut();
        match run(session, &mut call) {
            Ok(()) => abi::ACCEPTED,
            Err((code, text)) => {
                call.refusal.get_or_insert((code, text));
                code
            }
        }
    }
}

impl Call {
    fn emit(&mut self, session: &Session<'_>, kind: &[u8], key: &[u8], data: &[u8]) -> Result<(), (i32, String)> {
        let number = session.events.len() + self.events.len() + 1;
        let invalid = |what: String| (abi::INVALID_EVENT, format!("event {number}: {what}"));
        let bytes = kind.len() + key.len() + data.len();
        if bytes > session.limits.event_bytes {
            let text = format!("event {number}: {bytes} bytes, at most {} fit a line", session.limits.event_bytes);
            return Err((abi::TOO_LARGE, text));
        }
        if number > session.limits.events
            || session.output_bytes + self.output_bytes + bytes > session.limits.output_bytes
        {
            let text = format!(
                "event {number}: a document may have {} events and {} bytes of output",
                session.limits.events, session.limits.output_bytes
            );
            return Err((abi::LIMIT, text));
        }
        let kind = std::str::from_utf8(kind).map_err(|_| invalid("its type is not UTF-8".to_owned()))?;
        let key = std::str::from_utf8(key).map_err(|_| invalid("its key is not UTF-8".to_owned()))?;
        let declared = self.manifest.is_some_and(|manifest| manifest.event_types.iter().any(|known| known == kind));
        if !declared {
            return Err(invalid(format!("its type {kind:?} is not among the event types of the manifest")));
        }
        json::check(data).map_err(|fault| invalid(format!("its data: {fault}")))?;
        let data = std::str::from_utf8(data).map_err(|_| invalid("its data is not UTF-8".to_owned()))?;
        self.output_bytes += bytes;
        self.events.push(Event {
            producer: self.producer,
            kind: kind.to_owned(),
            key: key.to_owned(),
            data: one_line(data),
        });
        Ok(())
    }

    fn publish(
        &mut self,
        session: &Session<'_>,
        name: &[u8],
        layer: &abi::Layer,
        pool: &[u8],
    ) -> Result<(), (i32, String)> {
        let shown = String::from_utf8_lossy(name).into_owned();
        let invalid = |what: &str| (abi::INVALID_EVENT, format!("layer {shown:?}: {what}"));
        let Some(manifest) = self.manifest else { return Err(invalid("no call is running")) };
        if !manifest.publishes.contains(&shown) {
            return Err(invalid("it is not among the published layers of the manifest"));
        }
        if session.layers.iter().chain(&self.layers).any(|known| known.name == shown) {
            return Err(invalid("it was published before"));
        }
        if layer.stride == 0 || layer.stride % 8 != 0 {
            return Err(invalid("its stride is not a multiple of 8"));
        }
        if layer.count > 0 && (layer.records.is_null() || !layer.records.cast::<u64>().is_aligned()) {
            return Err(invalid("its records are null or not 8-byte aligned"));
        }
        if std::str::from_utf8(pool).is_err() {
            return Err(invalid("its pool is not UTF-8"));
        }
        let words = layer.count as usize * layer.stride as usize / 8;
        let bytes = words * 8 + pool.len();
        if session.layer_bytes + self.layer_bytes + bytes > LAYER_BYTES_MAX {
            return Err((
                abi::LIMIT,
                format!("layer {shown:?}: the layers of a document may have {LAYER_BYTES_MAX} bytes"),
            ));
        }
        let records = if layer.count == 0 {
            Vec::new()
        } else {
            // SAFETY: `count` records of `stride` bytes stand at `records`, aligned, lent for the call.
            unsafe { std::slice::from_raw_parts(layer.records.cast::<u64>(), words) }.to_vec()
        };
        self.layer_bytes += bytes;
        self.layers.push(Published {
            name: shown,
            producer: manifest.id.clone(),
            words: records,
            count: layer.count,
            stride: layer.stride,
            pool: pool.to_vec(),
        });
        Ok(())
    }
}

/// All layers of a document together: a token record for every two bytes of an 8 MiB text.
const LAYER_BYTES_MAX: usize = 256 << 20;

/// Escapes what is legal in JSON but ends a line for some readers of JSON Lines: U+2028, U+2029, U+0085 and the
/// other C1 controls, which terminals obey.
fn one_line(data: &str) -> String {
    let breaks = |c: char| matches!(c, '\u{2028}' | '\u{2029}' | '\u{7f}'..='\u{9f}');
    if !data.contains(breaks) {
        return data.to_owned();
    }
    let mut out = String::with_capacity(data.len() + 16);
    for c in data.chars() {
        if breaks(c) { out.push_str(&format!("\\u{:04x}", c as u32)) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_at_every_byte() {
        let text = "na\u{308}ıve 😀 ".repeat(100);
        let index = CodePoints::new(&text);
        for offset in 0..=text.len() + 2 {
            let mut end = offset.min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            assert_eq!(index.before(&text, offset as u64), text[..end].chars().count() as u64, "at {offset}");
        }
        assert_eq!(CodePoints::new("plain").before("plain", 3), 3);
    }

    #[test]
    fn line_separators_are_escaped_and_the_rest_is_left_alone() {
        assert_eq!(one_line("{\"a\":\"x\u{2028}y\u{85}\"}"), "{\"a\":\"x\\u2028y\\u0085\"}");
        assert_eq!(one_line("{\"ä\":1}"), "{\"ä\":1}");
    }
}
