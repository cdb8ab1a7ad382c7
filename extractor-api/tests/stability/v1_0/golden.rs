//! The extractor of `golden.c` in Rust, without any crate: version 1.0 of the contract as it stands here. It is kept as
//! it is: every later host must run it with the outcome that it has today.

use std::ffi::c_void;
use std::ptr::null;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str {
    ptr: *const u8,
    len: usize,
}

#[repr(C)]
pub struct Layer {
    name: Str,
    records: *const c_void,
    count: u32,
    stride: u32,
    producer: Str,
    pool: Str,
}

#[repr(C)]
pub struct Event {
    kind: Str,
    key: Str,
    data_json: Str,
    producer: Str,
}

#[repr(C)]
pub struct Language {
    start: u64,
    end: u64,
    code: [u8; 8],
    confidence: u32,
    scope: u32,
}

#[repr(C)]
pub struct Host {
    struct_size: u32,
    abi_major: u16,
    abi_minor: u16,
    ctx: *mut c_void,
    name: Str,
    version: Str,
    get_extension: unsafe extern "C" fn(*mut c_void, Str) -> *const c_void,
    log: unsafe extern "C" fn(*mut c_void, u32, Str),
    report_error: unsafe extern "C" fn(*mut c_void, i32, Str),
}

#[repr(C)]
pub struct Document {
    struct_size: u32,
    flags: u32,
    doc_id: Str,
    name: Str,
    media_type: Str,
    text: Str,
    raw: Str,
    meta_json: Str,
    layers: *const Layer,
    layer_count: u32,
    layer_stride: u32,
    events: *const Event,
    event_count: u32,
    event_stride: u32,
    find_layer: unsafe extern "C" fn(*mut c_void, Str) -> *const Layer,
    ctx: *mut c_void,
    code_points: unsafe extern "C" fn(*mut c_void, u64) -> u64,
    soft_budget_ns: u64,
    attempt: u32,
    reserved0: u32,
}

#[repr(C)]
pub struct Sink {
    struct_size: u32,
    reserved0: u32,
    ctx: *mut c_void,
    emit: unsafe extern "C" fn(*mut c_void, Str, Str, Str) -> i32,
    should_stop: unsafe extern "C" fn(*mut c_void) -> i32,
    publish_layer: unsafe extern "C" fn(*mut c_void, *const Layer) -> i32,
}

#[repr(C)]
pub struct Plugin {
    magic: [u8; 8],
    struct_size: u32,
    abi_major: u16,
    abi_minor: u16,
    flags: u64,
    id: Str,
    version: Str,
    create: unsafe extern "C" fn(*const Host, Str, *mut *mut c_void) -> i32,
    extract: unsafe extern "C" fn(*mut c_void, *const Document, *const Sink) -> i32,
    destroy: unsafe extern "C" fn(*mut c_void),
    get_extension: unsafe extern "C" fn(Str) -> *const c_void,
}

#[repr(C)]
pub struct Tick {
    struct_size: u32,
    reserved0: u32,
    tick: unsafe extern "C" fn(*mut c_void) -> i32,
}

unsafe impl Sync for Plugin {}

const OK: i32 = 0;
const SKIPPED: i32 = 1;
const DOCUMENT: i32 = -1;
const TRANSIENT: i32 = -2;
const CONFIG: i32 = -3;
const INTERNAL: i32 = -4;
const STOPPED: i32 = -6;
const HAS_TEXT: u32 = 1;

/// A record of the layer `com.example.golden/1`: where the word stands.
#[repr(C)]
struct Place {
    start: u64,
    end: u64,
    word_offset: u32,
    word_length: u32,
}

struct Golden {
    host: *const Host,
    word: String,
    documents: u64,
}

const MANIFEST_TEXT: &str = concat!(
    r#"{"manifest":1,"id":"golden","version":"1.0.0","abi":[1,0],"description":"Touches everything","#,
    r#""license":"MIT","media_types":["text/*"],"event_types":["com.example.golden.v1"],"#,
    r#""reads":["languages/1"],"publishes":["com.example.golden/1"],"requires":[],"#,
    r#""optional":["xtr.tick/1"],"capabilities":[],"#,
    r#""config_schema":{"type":"object","required":["word"]},"sdk":"none"}"#
);

const fn manifest<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    let mut at = 0;
    while at < N {
        bytes[at] = text.as_bytes()[at];
        at += 1;
    }
    bytes
}

#[used]
#[link_section = ".extractor.manifest"]
static MANIFEST: [u8; MANIFEST_TEXT.len()] = manifest(MANIFEST_TEXT);

const fn str_of(text: &str) -> Str {
    Str { ptr: text.as_ptr(), len: text.len() }
}

fn text<'a>(field: Str) -> &'a str {
    if field.len == 0 {
        return "";
    }
    // SAFETY: the host lends the bytes for the call.
    std::str::from_utf8(unsafe { std::slice::from_raw_parts(field.ptr, field.len) }).unwrap()
}

fn say(host: &Host, level: u32, line: &str) {
    // SAFETY: the host's own function and context.
    unsafe { (host.log)(host.ctx, level, str_of(line)) }
}

fn fail(host: &Host, status: i32, words: &str) -> i32 {
    // SAFETY: the host's own function and context.
    unsafe { (host.report_error)(host.ctx, 7, str_of(words)) };
    status
}

fn is_whole(host: &Host) -> bool {
    // SAFETY: the host's own function and context.
    let none = unsafe { (host.get_extension)(host.ctx, str_of("com.example.none/1")) };
    host.struct_size >= 72 && host.abi_major == 1 && host.version.len > 0 && none.is_null()
}

unsafe extern "C" fn create(host: *const Host, config_json: Str, out: *mut *mut c_void) -> i32 {
    // SAFETY: the host's table outlives the instance.
    let table = unsafe { &*host };
    if !is_whole(table) {
        return INTERNAL;
    }
    let Some(word) = text(config_json).strip_prefix(r#"{"word":""#).and_then(|rest| rest.split('"').next()) else {
        return fail(table, CONFIG, "word: a string is wanted");
    };
    say(table, 3, &format!("created by {}", text(table.name)));
    let golden = Box::new(Golden { host, word: word.to_owned(), documents: 0 });
    // SAFETY: the host lends the place.
    unsafe { out.write(Box::into_raw(golden).cast()) };
    OK
}

/// Reads an entry of an array by its stride.
fn entry<'a, T>(first: *const T, stride: u32, index: u32) -> &'a T {
    // SAFETY: the host says that so many entries stand so many bytes apart.
    unsafe { &*first.cast::<u8>().add(stride as usize * index as usize).cast::<T>() }
}

fn layers(document: &Document) -> String {
    let layers = (0..document.layer_count).map(|index| {
        let layer = entry(document.layers, document.layer_stride, index);
        let (name, producer) = (text(layer.name), text(layer.producer));
        format!(r#"{{"name":"{name}","producer":"{producer}","count":{},"pool":{}}}"#, layer.count, layer.pool.len)
    });
    layers.collect::<Vec<_>>().join(",")
}

fn events(document: &Document) -> String {
    let events = (0..document.event_count).map(|index| {
        let event = entry(document.events, document.event_stride, index);
        let [kind, key, producer, data] = [event.kind, event.key, event.producer, event.data_json].map(text);
        format!(r#"{{"type":"{kind}","key":"{key}","producer":"{producer}","data":{data}}}"#)
    });
    events.collect::<Vec<_>>().join(",")
}

fn find(document: &Document, name: &str) -> *const Layer {
    // SAFETY: the document's own function and context.
    unsafe { (document.find_layer)(document.ctx, str_of(name)) }
}

/// The codes of all records of `languages/1`.
fn languages(document: &Document) -> String {
    // SAFETY: null, or a layer that lives as long as the document.
    let Some(layer) = (unsafe { find(document, "languages/1").as_ref() }) else { return String::new() };
    let records = (0..layer.count).map(|index| {
        let record = entry(layer.records.cast::<Language>(), layer.stride, index);
        let code = String::from_utf8_lossy(&record.code);
        let (code, Language { end, confidence, scope, .. }) = (code.trim_end_matches('\0'), record);
        format!(r#"{{"code":"{code}","end":{end},"confidence":{confidence},"scope":{scope}}}"#)
    });
    records.collect::<Vec<_>>().join(",")
}

fn report(golden: &Golden, document: &Document, sink: &Sink) -> i32 {
    let [id, name, media_type, meta] =
        [document.doc_id, document.name, document.media_type, document.meta_json].map(text);
    let whole = text(document.text);
    let found: Vec<Place> = whole
        .match_indices(&golden.word)
        .map(|(at, word)| Place {
            start: at as u64,
            end: (at + word.len()) as u64,
            word_offset: 0,
            word_length: word.len() as u32,
        })
        .collect();
    let first = found.first().map_or(whole.len() as u64, |place| place.start);
    // SAFETY: the document's own function and context.
    let first = unsafe { (document.code_points)(document.ctx, first) };
    // SAFETY: the sink's own function and context.
    let stop = unsafe { (sink.should_stop)(sink.ctx) };
    let none = if find(document, "com.example.none/1").is_null() { "null" } else { "1" };
    let fields = format!(
        r#""id":"{id}","name":"{name}","media_type":"{media_type}","text":"{whole}","raw":{},"meta":{meta}"#,
        document.raw.len,
    );
    let data = format!(
        r#"{{{fields},"budget_ns":{},"attempt":{},"layers":[{}],"events":[{}],"languages":[{}],"none":{none}"#,
        document.soft_budget_ns,
        document.attempt,
        layers(document),
        events(document),
        languages(document),
    );
    let data = format!(r#"{data},"first":{first},"stop":{stop},"documents":{}}}"#, golden.documents);
    // SAFETY: the sink's own function and context.
    let emitted = unsafe { (sink.emit)(sink.ctx, str_of("com.example.golden.v1"), str_of("a key"), str_of(&data)) };
    let layer = Layer {
        name: str_of("com.example.golden/1"),
        records: found.as_ptr().cast(),
        count: found.len() as u32,
        stride: 24,
        producer: Str { ptr: null(), len: 0 },
        pool: str_of(&golden.word),
    };
    // SAFETY: the sink's own function and context; the layer lives for the call.
    if emitted != 0 || unsafe { (sink.publish_layer)(sink.ctx, &layer) } != 0 {
        // SAFETY: the host's table outlives the instance.
        return fail(unsafe { &*golden.host }, DOCUMENT, "refused");
    }
    OK
}

unsafe extern "C" fn extract(instance: *mut c_void, document: *const Document, sink: *const Sink) -> i32 {
    // SAFETY: from `create`; one call at a time.
    let golden = unsafe { &mut *instance.cast::<Golden>() };
    // SAFETY: the host's table outlives the instance.
    let host = unsafe { &*golden.host };
    // SAFETY: lent for the call.
    let (document, sink) = unsafe { (&*document, &*sink) };
    if document.struct_size < 172 || sink.struct_size < 40 {
        return fail(host, INTERNAL, "a table is too short");
    }
    if document.flags & HAS_TEXT == 0 {
        return SKIPPED;
    }
    golden.documents += 1;
    say(host, 2, &format!("extracts {}", text(document.name)));
    match text(document.name) {
        "bad" => fail(host, DOCUMENT, "a bad document"),
        // SAFETY: the sink's own function and context.
        "late" if unsafe { (sink.should_stop)(sink.ctx) } == 1 => fail(host, STOPPED, "too late"),
        _ => report(golden, document, sink),
    }
}

unsafe extern "C" fn destroy(instance: *mut c_void) {
    // SAFETY: from `create`, for the last time.
    let golden = unsafe { Box::from_raw(instance.cast::<Golden>()) };
    // SAFETY: the host's table outlives the instance.
    say(unsafe { &*golden.host }, 5, "destroyed");
}

unsafe extern "C" fn tick(instance: *mut c_void) -> i32 {
    // SAFETY: from `create`; one call at a time.
    let golden = unsafe { &*instance.cast::<Golden>() };
    // SAFETY: the host's table outlives the instance.
    let host = unsafe { &*golden.host };
    say(host, 4, "ticked");
    if golden.documents > 0 {
        OK
    } else {
        fail(host, TRANSIENT, "nothing to tend")
    }
}

unsafe extern "C" fn get_extension(id: Str) -> *const c_void {
    static TABLE: Tick = Tick { struct_size: 16, reserved0: 0, tick };
    if text(id) == "xtr.tick/1" {
        (&raw const TABLE).cast()
    } else {
        null()
    }
}

#[no_mangle]
#[allow(non_upper_case_globals)]
pub static extractor_plugin_v1: Plugin = Plugin {
    magic: *b"XTRPLUG\x01",
    struct_size: 88,
    abi_major: 1,
    abi_minor: 0,
    flags: 0,
    id: str_of("golden"),
    version: str_of("1.0.0"),
    create,
    extract,
    destroy,
    get_extension,
};
