//! The plugin's side: safe views of the tables that the host hands over.
//!
//! Every field is read only after the struct's own size says that it is there, so that a plugin built against this
//! crate runs under older and newer hosts of the same major version.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;
use std::time::Duration;

use serde::Serialize;
use serde::de::Deserialize;

use crate::abi::field::field;
use crate::abi::{self, Str};
use crate::layer::{Layer, Pool, Record, words_of};
use crate::{EmitError, Level, Position, Span};

/// The host, during `create`.
///
/// ```
/// use extractor_api::{Error, Host, Level};
///
/// fn create(path: Option<&str>, host: &Host<'_>) -> Result<String, Error> {
///     let Some(path) = path else { return Err(Error::config("dictionary: a path is wanted")) };
///     host.log(Level::Debug, &format!("reads {path} for {}", host.name()));
///     Ok(path.to_owned())
/// }
/// ```
pub struct Host<'a> {
    pub(super) table: *const abi::Host,
    lent: PhantomData<&'a abi::Host>,
}

impl<'a> Host<'a> {
    /// # Safety
    /// `table` is a host's table, valid during `'a`.
    pub(crate) unsafe fn new(table: *const abi::Host) -> Host<'a> {
        Host { table, lent: PhantomData }
    }

    /// The host's name; information only.
    pub fn name(&self) -> Cow<'a, str> {
        let name = field!(self.table, abi::Host, name, Str::EMPTY);
        // SAFETY: the strings of the host's table live as long as it does.
        String::from_utf8_lossy(unsafe { name.bytes() })
    }

    /// Writes one line to the host's diagnostics.
    pub fn log(&self, level: Level, text: &str) {
        log(self.table, level, text);
    }

    pub(crate) fn report_error(&self, text: &str) {
        if let Some(report) = field!(self.table, abi::Host, report_error, None) {
            let ctx = field!(self.table, abi::Host, ctx, std::ptr::null_mut());
            // SAFETY: the table's own function with its own context, on the thread that the host called on.
            unsafe { report(ctx, 0, Str::new(text.as_bytes())) };
        }
    }
}

/// `table` is that of a host that is waiting for a call to return.
pub(super) fn log(table: *const abi::Host, level: Level, text: &str) {
    if let Some(log) = field!(table, abi::Host, log, None) {
        let ctx = field!(table, abi::Host, ctx, std::ptr::null_mut());
        // SAFETY: the table's own function with its own context, on the thread that the host called on.
        unsafe { log(ctx, level as u32, Str::new(text.as_bytes())) };
    }
}

/// One document, during `extract`.
///
/// ```standalone_crate
/// # use extractor_api::testing::Harness;
/// # use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
/// # struct Example;
/// # impl Extractor for Example {
/// #     type Config = serde_json::Value;
/// #     const EVENT_TYPES: &'static [&'static str] = &["com.example.name.v1"];
/// #     fn create(_config: serde_json::Value, _host: &Host<'_>) -> Result<Self, Error> { Ok(Example) }
/// fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
///     #[derive(serde::Deserialize)]
///     struct Meta {
///         title: Option<String>,
///     }
///     // A document without text, a scan say, is not for this extractor.
///     let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
///     let title = document.meta::<Meta>()?.title.unwrap_or_else(|| document.name().to_owned());
///     let Some(at) = text.find("Åsa") else { return Err(Error::document("nobody is named")) };
///     let data = serde_json::json!({ "title": title, "name": document.span(at..at + "Åsa".len()) });
///     out.emit("com.example.name.v1", &data)?;
///     Ok(Outcome::Done)
/// }
/// # }
/// # export_extractor!(Example);
/// # let mut harness = Harness::<Example>::new(serde_json::json!({})).unwrap();
/// # let data = &harness.run_text("Zoë and Åsa").events[0].data;
/// # assert_eq!(*data, serde_json::json!({
/// #     "title": "sample.txt", "name": { "start": 8, "end": 11, "exact": "Åsa" }
/// # }));
/// ```
///
/// Nothing of it can be kept without a copy:
///
/// ```compile_fail
/// fn keep(texts: &mut Vec<&'static str>, document: &extractor_api::Document<'_>) {
///     texts.extend(document.text()); // borrowed data escapes outside of function
/// }
/// ```
pub struct Document<'a> {
    table: *const abi::Document,
    text: Option<&'a str>,
}

impl<'a> Document<'a> {
    /// # Safety
    /// `table` is a host's document, valid during `'a`.
    pub(crate) unsafe fn new(table: *const abi::Document) -> Document<'a> {
        let flags = field!(table, abi::Document, flags, 0);
        let bytes = field!(table, abi::Document, text).filter(|_| flags & abi::DOCUMENT_HAS_TEXT != 0);
        let text = bytes.map(|bytes| {
            // SAFETY: the strings of a document live as long as it does.
            let bytes = unsafe { bytes.bytes() };
            debug_assert!(std::str::from_utf8(bytes).is_ok(), "the host's text is UTF-8");
            // SAFETY: the contract has the host see to it that a text is UTF-8. Every extractor of the chain would look at
            // all of it anew.
            unsafe { std::str::from_utf8_unchecked(bytes) }
        });
        Document { table, text }
    }

    fn str(&self, field: Str) -> &'a str {
        // SAFETY: the strings of a document live as long as it does.
        std::str::from_utf8(unsafe { field.bytes() }).unwrap_or_default()
    }

    /// The decoded main text: lines end in LF, the same for the whole chain. `None` when the document has none.
    pub fn text(&self) -> Option<&'a str> {
        self.text
    }

    /// The content's hash in hex, the same at every attempt.
    pub fn id(&self) -> &'a str {
        self.str(field!(self.table, abi::Document, doc_id, Str::EMPTY))
    }

    /// The file's name; bytes that are not UTF-8 are escaped.
    pub fn name(&self) -> &'a str {
        self.str(field!(self.table, abi::Document, name, Str::EMPTY))
    }

    /// What the document was found to be: `text/plain`, `text/html`.
    pub fn media_type(&self) -> &'a str {
        self.str(field!(self.table, abi::Document, media_type, Str::EMPTY))
    }

    /// The document's original bytes.
    pub fn raw(&self) -> &'a [u8] {
        let raw = field!(self.table, abi::Document, raw, Str::EMPTY);
        // SAFETY: the strings of a document live as long as it does.
        unsafe { raw.bytes() }
    }

    /// What container and format say (title, published, url): a JSON object, as text.
    pub fn meta_json(&self) -> &'a str {
        match self.str(field!(self.table, abi::Document, meta_json, Str::EMPTY)) {
            "" => "{}",
            json => json,
        }
    }

    /// What container and format say, read into a type of yours.
    ///
    /// # Errors
    /// When the object does not fit the type.
    pub fn meta<T: Deserialize<'a>>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.meta_json())
    }

    /// 0 the first time; 1 and up when the document is tried again, alone, in a fresh process.
    pub fn attempt(&self) -> u32 {
        field!(self.table, abi::Document, attempt, 0)
    }

    /// The time after which [`Sink::should_stop`] says yes.
    pub fn soft_budget(&self) -> Option<Duration> {
        match field!(self.table, abi::Document, soft_budget_ns, 0) {
            0 => None,
            nanoseconds => Some(Duration::from_nanos(nanoseconds)),
        }
    }

    /// The layer of this record type, or `None` when no extractor before this one published it.
    pub fn layer<R: Record>(&self) -> Option<Layer<'a, R>> {
        let find = field!(self.table, abi::Document, find_layer, None)?;
        let ctx = field!(self.table, abi::Document, ctx)?;
        // SAFETY: the document's own function with its own context, on the thread that the host called on.
        let found = unsafe { find(ctx, Str::new(R::LAYER.as_bytes())) };
        // SAFETY: null or a layer that lives as long as the document.
        let layer = unsafe { found.as_ref::<'a>() }?;
        let length = (layer.count as usize).checked_mul(layer.stride as usize)?;
        // SAFETY: `count` records of `stride` bytes stand at `records`.
        let records = unsafe { Str { ptr: layer.records.cast(), len: length }.bytes() };
        // SAFETY: the pool lives as long as its layer.
        let pool = unsafe { layer.pool.bytes() };
        Layer::new(records, layer.stride as usize, pool)
    }

    /// The events that extractors before this one emitted.
    pub fn events(&self) -> Events<'a> {
        Events {
            next: field!(self.table, abi::Document, events, std::ptr::null()).cast(),
            left: field!(self.table, abi::Document, event_count, 0),
            stride: field!(self.table, abi::Document, event_stride, 0) as usize,
            lent: PhantomData,
        }
    }

    /// How many Unicode code points of the text lie before a byte offset.
    pub fn code_points(&self, byte_offset: usize) -> u64 {
        match field!(self.table, abi::Document, code_points, None) {
            Some(count) => {
                let ctx = field!(self.table, abi::Document, ctx, std::ptr::null_mut());
                // SAFETY: the document's own function with its own context, on the thread that the host called on.
                unsafe { count(ctx, byte_offset as u64) }
            }
            None => {
                let text = self.text.unwrap_or_default();
                let end = floor_char_boundary(text, byte_offset);
                text[..end].chars().count() as u64
            }
        }
    }

    /// A stretch of the text as records write it: code points, and the words.
    ///
    /// # Panics
    /// When `range` is not a range of the text on character boundaries.
    pub fn span(&self, range: Range<usize>) -> Span {
        let exact = self.text.unwrap_or_default()[range.clone()].to_owned();
        let Position { start, end } = self.position(range);
        Span { start, end, exact }
    }

    /// A stretch of the text in code points, without the words: for long ones.
    pub fn position(&self, range: Range<usize>) -> Position {
        Position { start: self.code_points(range.start), end: self.code_points(range.end) }
    }
}

/// `str::floor_char_boundary`, which this crate's lowest toolchain does not have.
fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The events of earlier extractors, in chain order.
pub struct Events<'a> {
    next: *const u8,
    left: u32,
    stride: usize,
    lent: PhantomData<&'a abi::Event>,
}

/// One event of an earlier extractor.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// `article`, `com.example.wordcount.v1`
    pub kind: &'a str,
    /// Tells events of one type apart; may be empty.
    pub key: &'a str,
    /// One JSON object.
    pub data_json: &'a str,
    /// The id of the extractor that emitted it.
    pub producer: &'a str,
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if self.left == 0 || self.next.is_null() || self.stride < size_of::<abi::Event>() {
            return None;
        }
        // SAFETY: `left` events of `stride` bytes each stand at `next` for the life of the document.
        let event = unsafe { self.next.cast::<abi::Event>().read() };
        // Wrapping, because behind the last entry a newer host's stride may end past the array.
        self.next = self.next.wrapping_add(self.stride);
        self.left -= 1;
        let text = |field: Str| {
            // SAFETY: the strings of an event live as long as the document.
            std::str::from_utf8(unsafe { field.bytes() }).unwrap_or_default()
        };
        Some(Event {
            kind: text(event.kind),
            key: text(event.key),
            data_json: text(event.data_json),
            producer: text(event.producer),
        })
    }
}

/// Where events and layers go, during `extract`.
///
/// ```standalone_crate
/// # use extractor_api::testing::Harness;
/// # use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
/// # struct Example;
/// # impl Extractor for Example {
/// #     type Config = serde_json::Value;
/// #     const EVENT_TYPES: &'static [&'static str] = &["com.example.name.v1"];
/// #     fn create(_config: serde_json::Value, _host: &Host<'_>) -> Result<Self, Error> { Ok(Example) }
/// fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
///     for (at, name) in document.text().unwrap_or_default().match_indices("Zoë") {
///         if out.should_stop() {
///             return Err(Error::stopped());
///         }
///         // The key keeps the event's id when something else in its data changes.
///         let key = format!("{name} {at}");
///         out.emit_keyed("com.example.name.v1", &key, &document.span(at..at + name.len()))?;
///     }
///     Ok(Outcome::Done)
/// }
/// # }
/// # export_extractor!(Example);
/// # let mut harness = Harness::<Example>::new(serde_json::json!({})).unwrap();
/// # let events = harness.run_text("Zoë, Zoë").events;
/// # assert_eq!(events.iter().map(|event| event.key.as_str()).collect::<Vec<_>>(), ["Zoë 0", "Zoë 6"]);
/// ```
///
/// It cannot be kept:
///
/// ```compile_fail
/// struct Hoarder {
///     sink: Option<&'static mut extractor_api::Sink<'static>>,
/// }
///
/// fn keep(hoarder: &mut Hoarder, out: &mut extractor_api::Sink<'_>) {
///     hoarder.sink = Some(out); // lifetime may not live long enough
/// }
/// ```
///
/// Nor can it be used on another thread:
///
/// ```compile_fail
/// fn share(out: &mut extractor_api::Sink<'_>) {
///     std::thread::scope(|scope| {
///         scope.spawn(|| out.should_stop()); // cannot be sent between threads safely
///     });
/// }
/// ```
pub struct Sink<'a> {
    table: *const abi::Sink,
    host: *const abi::Host,
    lent: PhantomData<&'a mut abi::Sink>,
}

impl<'a> Sink<'a> {
    /// # Safety
    /// `table` is a host's sink and `host` its table, both valid during `'a`.
    pub(crate) unsafe fn new(table: *const abi::Sink, host: *const abi::Host) -> Sink<'a> {
        Sink { table, host, lent: PhantomData }
    }

    /// Emits an event that is told apart by its own content.
    ///
    /// `kind` is one of [`Extractor::EVENT_TYPES`](crate::Extractor::EVENT_TYPES); `data` must be written as a JSON
    /// object.
    ///
    /// # Errors
    /// When the host refuses it; the document then counts as failed, whatever the extractor returns.
    pub fn emit(&mut self, kind: &str, data: &impl Serialize) -> Result<(), EmitError> {
        self.emit_keyed(kind, "", data)
    }

    /// Emits an event with a key that keeps its id stable when details of `data` change: kind and span, say.
    ///
    /// # Errors
    /// As [`Sink::emit`].
    pub fn emit_keyed(&mut self, kind: &str, key: &str, data: &impl Serialize) -> Result<(), EmitError> {
        match serde_json::to_string(data) {
            Ok(json) => self.emit_raw(kind, key, &json),
            // An empty text is refused by the host, so that the failure sticks as any other.
            Err(_) => self.emit_raw(kind, key, ""),
        }
    }

    /// Emits an event whose `data` is JSON text already.
    ///
    /// # Errors
    /// As [`Sink::emit`].
    pub fn emit_raw(&mut self, kind: &str, key: &str, data_json: &str) -> Result<(), EmitError> {
        let Some(emit) = field!(self.table, abi::Sink, emit, None) else { return Err(EmitError(abi::STALE)) };
        let (kind, key, data) = (Str::new(kind.as_bytes()), Str::new(key.as_bytes()), Str::new(data_json.as_bytes()));
        // SAFETY: the sink's own function with its own context, on the thread that the host called on.
        accepted(unsafe { emit(self.ctx(), kind, key, data) })
    }

    /// Publishes a layer for the extractors after this one.
    ///
    /// # Errors
    /// As [`Sink::emit`]; also when the layer is not in [`Extractor::PUBLISHES`](crate::Extractor::PUBLISHES) or was
    /// published before.
    pub fn publish<R: Record>(&mut self, records: &[R]) -> Result<(), EmitError> {
        self.publish_with_pool(records, &Pool::new())
    }

    /// Publishes a layer whose records refer to strings.
    ///
    /// # Errors
    /// As [`Sink::publish`].
    ///
    /// # Panics
    /// When a hand-written [`Record`] does not write [`Record::BYTES`] bytes.
    pub fn publish_with_pool<R: Record>(&mut self, records: &[R], pool: &Pool) -> Result<(), EmitError> {
        let Some(publish) = field!(self.table, abi::Sink, publish_layer, None) else {
            return Err(EmitError(abi::STALE));
        };
        let (Ok(count), Ok(stride)) = (u32::try_from(records.len()), u32::try_from(R::BYTES)) else {
            return Err(EmitError(abi::LIMIT));
        };
        let words = words_of(records);
        let layer = abi::Layer {
            name: Str::new(R::LAYER.as_bytes()),
            records: words.as_ptr().cast(),
            count,
            stride,
            producer: Str::EMPTY,
            pool: Str::new(pool.as_bytes()),
        };
        // SAFETY: the sink's own function with its own context; it copies the layer before it returns.
        accepted(unsafe { publish(self.ctx(), &raw const layer) })
    }

    /// Whether to give up now: the soft budget is used up or the host is stopping. Cheap; ask it in long loops and
    /// return [`Error::stopped`](crate::Error::stopped).
    pub fn should_stop(&self) -> bool {
        let Some(should_stop) = field!(self.table, abi::Sink, should_stop, None) else { return false };
        // SAFETY: the sink's own function with its own context, on the thread that the host called on.
        unsafe { should_stop(self.ctx()) != 0 }
    }

    /// Writes one line to the host's diagnostics.
    pub fn log(&mut self, level: Level, text: &str) {
        log(self.host, level, text);
    }

    fn ctx(&self) -> *mut std::ffi::c_void {
        field!(self.table, abi::Sink, ctx, std::ptr::null_mut())
    }
}

fn accepted(code: i32) -> Result<(), EmitError> {
    if code == abi::ACCEPTED { Ok(()) } else { Err(EmitError(code)) }
}
