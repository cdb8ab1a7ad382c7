//! The extractor of `golden.c` in Rust, without any crate: the layers of version 1.1 of the contract as they stand here. It
//! is kept as it is: every later host must run it with the outcome that it has today.

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
#[derive(Clone, Copy)]
pub struct PoolStr {
    offset: u32,
    length: u32,
}

#[repr(C)]
pub struct Sentence {
    start: u64,
    end: u64,
    first_token: u32,
    tokens: u32,
    zone: u32,
    flags: u32,
}

#[repr(C)]
pub struct Token {
    start: u64,
    end: u64,
    head: u32,
    tag: u8,
    relation: u8,
    form: u8,
    flags: u8,
}

#[repr(C)]
pub struct Date {
    start: u64,
    end: u64,
    value: PoolStr,
    until: PoolStr,
    first_day: i32,
    last_day: i32,
    granularity: u8,
    basis: u8,
    flags: u16,
    confidence: u32,
}

#[repr(C)]
pub struct Mention {
    start: u64,
    end: u64,
    entity: u32,
    head: u32,
    kind: u8,
    how: u8,
    flags: u16,
    confidence: u32,
    country: [u8; 4],
    sector: [u8; 4],
    name: PoolStr,
    role: PoolStr,
    latitude: i32,
    longitude: i32,
    geonames: u32,
    lead: u32,
}

#[repr(C)]
pub struct Quote {
    start: u64,
    end: u64,
    speaker_start: u64,
    speaker_end: u64,
    cue_start: u64,
    cue_end: u64,
    speaker: u32,
    addressee: u32,
    kind: u8,
    flags: u8,
    reserved: u16,
    confidence: u32,
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
    events: *const c_void,
    event_count: u32,
    event_stride: u32,
    find_layer: unsafe extern "C" fn(*mut c_void, Str) -> *const Layer,
    ctx: *mut c_void,
}

#[repr(C)]
pub struct Sink {
    struct_size: u32,
    reserved0: u32,
    ctx: *mut c_void,
    emit: unsafe extern "C" fn(*mut c_void, Str, Str, Str) -> i32,
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
    create: unsafe extern "C" fn(*const c_void, Str, *mut *mut c_void) -> i32,
    extract: unsafe extern "C" fn(*mut c_void, *const Document, *const Sink) -> i32,
    destroy: unsafe extern "C" fn(*mut c_void),
    get_extension: *const c_void,
}

unsafe impl Sync for Plugin {}

const OK: i32 = 0;
const SKIPPED: i32 = 1;
const DOCUMENT: i32 = -1;
const DATE_UNKNOWN: i32 = i32::MIN;
const QUOTE_NOBODY: u32 = u32::MAX;

const MANIFEST_TEXT: &str = concat!(
    r#"{"manifest":1,"id":"golden-layers","version":"1.1.0","abi":[1,0],"#,
    r#""description":"Tells every field of the layers","license":"MIT","media_types":["text/*"],"#,
    r#""event_types":["com.example.layers.v1"],"#,
    r#""reads":["sentences/1","tokens/1","dates/1","mentions/1","quotes/1"]}"#
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

/// A layer that may not be there, and what its records are.
struct Records<'a, R> {
    layer: Option<&'a Layer>,
    record: std::marker::PhantomData<&'a R>,
}

impl<'a, R> Records<'a, R> {
    fn find(document: &'a Document, name: &str) -> Records<'a, R> {
        // SAFETY: the document's own function and context.
        let layer = unsafe { (document.find_layer)(document.ctx, str_of(name)) };
        // SAFETY: null, or a layer that lives as long as the document.
        let layer = unsafe { layer.as_ref() }.filter(|layer| layer.stride as usize >= size_of::<R>());
        Records { layer, record: std::marker::PhantomData }
    }

    fn get(&self, index: u32) -> Option<&'a R> {
        let layer = self.layer.filter(|layer| index < layer.count)?;
        // SAFETY: the host says that so many records stand so many bytes apart.
        Some(unsafe { &*layer.records.cast::<u8>().add(layer.stride as usize * index as usize).cast() })
    }

    /// A member of the JSON object: an array of what `told` makes of each record.
    fn tell(&self, name: &str, told: impl Fn(&R) -> String) -> String {
        let records: Vec<String> =
            (0..).map_while(|index| self.get(index)).map(|record| format!("[{}]", told(record))).collect();
        format!(r#""{name}":[{}]"#, records.join(","))
    }

    fn str(&self, at: PoolStr) -> &'a str {
        let pool = self.layer.map_or("", |layer| text(layer.pool));
        &pool[at.offset as usize..][..at.length as usize]
    }
}

/// A number, or null where there is none.
fn known(number: i64, known: bool) -> String {
    if known {
        number.to_string()
    } else {
        "null".to_owned()
    }
}

fn code(bytes: &[u8; 4]) -> &str {
    std::str::from_utf8(bytes).unwrap().trim_end_matches('\0')
}

fn tell(document: &Document) -> Option<String> {
    let whole = text(document.text);
    let range = |start: u64, end: u64| &whole[start as usize..end as usize];
    let sentences: Records<Sentence> = Records::find(document, "sentences/1");
    let tokens: Records<Token> = Records::find(document, "tokens/1");
    let dates: Records<Date> = Records::find(document, "dates/1");
    let mentions: Records<Mention> = Records::find(document, "mentions/1");
    let quotes: Records<Quote> = Records::find(document, "quotes/1");
    tokens.layer?;
    let word = |index: u32| tokens.get(index).map_or("", |token| range(token.start, token.end));
    let members = [
        sentences.tell("sentences", |sentence| {
            let Sentence { start, end, first_token, tokens, zone, flags } = sentence;
            format!("{start},{end},{first_token},{tokens},{zone},{flags}")
        }),
        tokens.tell("tokens", |token| {
            let Token { start, end, head, tag, relation, form, flags } = token;
            let (own, head) = (range(*start, *end), word(*head));
            format!(r#""{own}","{head}",{tag},{relation},{form},{flags}"#)
        }),
        dates.tell("dates", |date| {
            let Date { first_day, granularity, basis, flags, confidence, .. } = date;
            let (own, value, until) = (range(date.start, date.end), dates.str(date.value), dates.str(date.until));
            let last_day = known(date.last_day.into(), date.last_day != DATE_UNKNOWN);
            format!(
                r#""{own}","{value}","{until}",{first_day},{last_day},{granularity},{basis},{flags},{confidence}"#
            )
        }),
        mentions.tell("mentions", |mention| {
            let Mention { start, end, entity, kind, how, flags, confidence, .. } = mention;
            let Mention { latitude, longitude, geonames, lead, .. } = mention;
            let (own, phrase, head) = (range(*start, *end), range(start - u64::from(*lead), *end), word(mention.head));
            let (country, sector) = (code(&mention.country), code(&mention.sector));
            let (name, role) = (mentions.str(mention.name), mentions.str(mention.role));
            let what = format!(r#""{own}","{phrase}",{entity},"{head}",{kind},{how},{flags},{confidence}"#);
            format!(r#"{what},"{country}","{sector}","{name}","{role}",{latitude},{longitude},{geonames}"#)
        }),
        quotes.tell("quotes", |quote| {
            let Quote { speaker, kind, flags, reserved, confidence, .. } = quote;
            let (own, speaking) = (range(quote.start, quote.end), range(quote.speaker_start, quote.speaker_end));
            let cue = range(quote.cue_start, quote.cue_end);
            let addressee = known(quote.addressee.into(), quote.addressee != QUOTE_NOBODY);
            let who = format!(r#""{own}","{speaking}","{cue}",{speaker},{addressee}"#);
            format!("{who},{kind},{flags},{reserved},{confidence}")
        }),
    ];
    Some(format!("{{{}}}", members.join(",")))
}

unsafe extern "C" fn create(_host: *const c_void, _config_json: Str, out: *mut *mut c_void) -> i32 {
    static NOTHING_TO_KEEP: u8 = 0;
    // SAFETY: the host lends the place.
    unsafe { out.write((&raw const NOTHING_TO_KEEP).cast_mut().cast()) };
    OK
}

unsafe extern "C" fn extract(_instance: *mut c_void, document: *const Document, sink: *const Sink) -> i32 {
    // SAFETY: lent for the call.
    let (document, sink) = unsafe { (&*document, &*sink) };
    let Some(data) = tell(document) else { return SKIPPED };
    // SAFETY: the sink's own function and context.
    let emitted = unsafe { (sink.emit)(sink.ctx, str_of("com.example.layers.v1"), str_of(""), str_of(&data)) };
    if emitted == 0 {
        OK
    } else {
        DOCUMENT
    }
}

unsafe extern "C" fn destroy(_instance: *mut c_void) {}

#[no_mangle]
#[allow(non_upper_case_globals)]
pub static extractor_plugin_v1: Plugin = Plugin {
    magic: *b"XTRPLUG\x01",
    struct_size: 88,
    abi_major: 1,
    abi_minor: 0,
    flags: 0,
    id: str_of("golden-layers"),
    version: str_of("1.1.0"),
    create,
    extract,
    destroy,
    get_extension: null(),
};
