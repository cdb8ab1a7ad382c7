//! The messages between daemon and worker.
//!
//! A frame is a little-endian u32 length (of all that follows it), a type byte, and a body. Strings and byte runs are
//! a u32 length and the bytes; integers are little-endian. Either side treats a malformed frame as the end of the
//! other.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::worker::sandbox::{Confinement, Policy};

/// Both sides speak exactly this version; they are the same executable.
pub const PROTOCOL: u32 = 1;
/// The longest frame, its length field not counted: a file of 1 MiB with its header, or an answer of 4 MiB of events
/// with their types and keys.
pub const FRAME_BYTES_MAX: usize = 32 << 20;
/// Contents up to this size travel in the frame, larger ones as a descriptor.
pub const INLINE_BYTES_MAX: usize = 1 << 20;

/// Lines of diagnostics that the extractors may write for one document, or in one call between documents.
pub const LOG_LINES_MAX: u32 = 100;
/// The longest such line; the rest of it is dropped.
pub const LOG_TEXT_BYTES_MAX: usize = 8 * 1024;

/// Daemon to worker: who you are, what you run. Carries the breadcrumb's descriptor, then one a plugin.
pub const HELLO: u8 = 1;
/// Worker to daemon: loaded and created.
pub const READY: u8 = 2;
/// Worker to daemon: cannot start; it exits after this.
pub const FATAL: u8 = 3;
/// Daemon to worker: read this. Carries a descriptor when the content is not inline.
pub const FILE: u8 = 16;
/// Worker to daemon: what became of one document.
pub const RESULT: u8 = 17;
/// Worker to daemon: a line of diagnostics.
pub const LOG: u8 = 19;
/// Daemon to worker: answer what is in hand, then exit.
pub const DRAIN: u8 = 32;

/// A frame that is not what its type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed frame: {}", self.0)
    }
}

impl std::error::Error for Malformed {}

/// The body of [`HELLO`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`]
    pub protocol: u32,
    /// [`BUILD`]
    pub build: String,
    /// The daemon's process id; the worker exits when its parent is another.
    pub parent: u32,
    /// What a document may cost.
    pub limits: Limits,
    /// How the worker is to be confined.
    pub policy: Policy,
    /// The extractors, in chain order; their descriptors follow the breadcrumb's.
    pub plugins: Vec<Link>,
}

/// What a document may cost in the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Longest line of the log, in bytes.
    pub line_bytes: usize,
    /// Longest text, in bytes.
    pub text_bytes: u64,
    /// Address space of the worker, in bytes.
    pub memory_bytes: u64,
    /// Per extractor: when it is asked to stop, in milliseconds.
    pub soft_budget_ms: u64,
}

/// One extractor of the chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    /// Its name in the chain.
    pub name: String,
    /// Its plugin's manifest, as the library has it.
    pub manifest: String,
    /// Its config, a JSON object.
    pub config: serde_json::Value,
    /// Whether the rest of the chain runs when it fails.
    pub skip_on_error: bool,
}

/// The body of [`READY`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ready {
    /// [`PROTOCOL`]
    pub protocol: u32,
    /// [`BUILD`]
    pub build: String,
    /// What the worker cannot do any more.
    pub confinement: Confinement,
    /// How long loading and creating took.
    pub load_us: u64,
}

/// The body of [`FATAL`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fatal {
    /// A code of [`crate::plugin::error`].
    pub code: String,
    /// The extractor's name in the chain, when it is one's fault.
    pub extractor: Option<String>,
    /// What happened.
    pub text: String,
}

/// The executable's own version; both sides must be the same build.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

/// The body of [`FILE`].
#[derive(Debug, PartialEq, Eq)]
pub struct File<'a> {
    /// The daemon's name for it, given back in the answer.
    pub sequence: u64,
    /// 0 the first time, 1 and up when tried again.
    pub attempt: u32,
    /// The places of extractors that do not run.
    pub without: Places,
    /// BLAKE3 of the file.
    pub hash: [u8; 32],
    /// Its name, shown as UTF-8.
    pub name: &'a str,
    /// The content, or `None` when it comes as a descriptor.
    pub content: Option<&'a [u8]>,
}

/// A set of places in the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places(u128);

/// As many places as a chain may have: each takes a descriptor of the greeting, beside the breadcrumb's.
pub const PLACES_MAX: usize = 127;

impl Places {
    /// Adds a place below [`PLACES_MAX`].
    pub fn insert(&mut self, place: usize) {
        self.0 |= 1 << place.min(PLACES_MAX);
    }

    /// Whether a place is in it.
    pub fn contains(self, place: usize) -> bool {
        place < PLACES_MAX && self.0 >> place & 1 == 1
    }
}

impl std::ops::BitOr for Places {
    type Output = Places;

    fn bitor(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }
}

/// What became of one document: the body of [`RESULT`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// As in [`File`].
    pub sequence: u64,
    /// The document's place in its file, from 0.
    pub number: u32,
    /// Whether it is the last of its file.
    pub last: bool,
    /// The document's content hash.
    pub document: [u8; 32],
    /// What the reader says.
    pub reader: ReaderVerdict,
    /// What each extractor that ran says, in chain order; those after a failure did not run.
    pub extractors: Vec<ExtractorVerdict>,
    /// Events that count, in chain order.
    pub events: Vec<Event>,
}

/// How the reader ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReaderVerdict {
    /// The code of its failure; empty when it read the document.
    pub code: String,
    /// Why it failed.
    pub text: String,
    /// What it found, a JSON object: media type, charset and so on.
    pub facts: String,
}

/// How one extractor ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractorVerdict {
    /// A status of the plugin contract.
    pub status: i32,
    /// Events of it that count.
    pub events: u32,
    /// Wall time.
    pub wall_ns: u64,
    /// Why it failed.
    pub text: String,
}

/// One event of an [`Answer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The extractor's place in the chain.
    pub extractor: u16,
    /// As emitted.
    pub kind: String,
    /// As emitted; may be empty.
    pub key: String,
    /// One JSON object on one line.
    pub data: String,
}

/// Writes one frame.
pub struct Encoder {
    bytes: Vec<u8>,
}

impl Encoder {
    /// Begins a frame.
    pub fn new(kind: u8) -> Encoder {
        Encoder { bytes: vec![0, 0, 0, 0, kind] }
    }

    /// A frame whose body is JSON.
    pub fn json(kind: u8, body: &impl Serialize) -> Vec<u8> {
        let mut frame = Encoder::new(kind);
        // The bodies are plain structs of this module, whose keys are strings.
        let _ = serde_json::to_writer(&mut frame.bytes, body);
        frame.finish()
    }

    fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes.push(value);
        self
    }

    fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    fn str(&mut self, text: &str) -> &mut Self {
        self.u32(text.len() as u32).raw(text.as_bytes())
    }

    /// Ends the frame.
    fn finish(mut self) -> Vec<u8> {
        let length = (self.bytes.len() - 4) as u32;
        self.bytes[..4].copy_from_slice(&length.to_le_bytes());
        self.bytes
    }
}

/// Reads the body of one frame.
struct Decoder<'a>(&'a [u8]);

impl<'a> Decoder<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (head, tail) = self.0.split_at_checked(length).ok_or(Malformed("it ends early"))?;
        self.0 = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.take(N)?.try_into().map_err(|_| Malformed("it ends early"))
    }

    fn u8(&mut self) -> Result<u8, Malformed> {
        Ok(self.array::<1>()?[0])
    }

    fn u16(&mut self) -> Result<u16, Malformed> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, Malformed> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<u64, Malformed> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.u32()? as usize;
        self.take(length)
    }

    fn str(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Malformed("a string is not UTF-8"))
    }

    /// How many items follow; each takes at least `item_bytes`, so that a lie cannot make us reserve memory.
    fn count(&mut self, item_bytes: usize) -> Result<usize, Malformed> {
        let count = self.u32()? as usize;
        if count.saturating_mul(item_bytes) > self.0.len() {
            return Err(Malformed("it counts more items than it holds"));
        }
        Ok(count)
    }

    fn end(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed("bytes after its end")) }
    }
}

/// Reads a JSON body.
///
/// # Errors
/// When it does not fit the type.
pub fn decode_json<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Malformed> {
    serde_json::from_slice(body).map_err(|_| Malformed("its JSON does not fit its type"))
}

impl<'a> File<'a> {
    /// Writes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut frame = Encoder::new(FILE);
        frame.u64(self.sequence).u32(self.attempt).raw(&self.without.0.to_le_bytes()).raw(&self.hash).str(self.name);
        match self.content {
            Some(content) => frame.u8(1).u32(content.len() as u32).raw(content),
            None => frame.u8(0),
        };
        frame.finish()
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn decode(body: &'a [u8]) -> Result<File<'a>, Malformed> {
        let mut from = Decoder(body);
        let file = File {
            sequence: from.u64()?,
            attempt: from.u32()?,
            without: Places(u128::from_le_bytes(from.array()?)),
            hash: from.array()?,
            name: from.str()?,
            content: if from.u8()? == 1 { Some(from.bytes()?) } else { None },
        };
        from.end()?;
        Ok(file)
    }
}

impl Answer {
    /// Writes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut frame = Encoder::new(RESULT);
        frame.u64(self.sequence).u32(self.number).u8(u8::from(self.last)).raw(&self.document);
        frame.str(&self.reader.code).str(&self.reader.text).str(&self.reader.facts);
        frame.u32(self.extractors.len() as u32);
        for verdict in &self.extractors {
            frame.u32(verdict.status.cast_unsigned()).u32(verdict.events).u64(verdict.wall_ns).str(&verdict.text);
        }
        frame.u32(self.events.len() as u32);
        for event in &self.events {
            frame.u16(event.extractor).str(&event.kind).str(&event.key).str(&event.data);
        }
        frame.finish()
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn decode(body: &[u8]) -> Result<Answer, Malformed> {
        let mut from = Decoder(body);
        let mut answer = Answer {
            sequence: from.u64()?,
            number: from.u32()?,
            last: from.u8()? == 1,
            document: from.array()?,
            reader: ReaderVerdict {
                code: from.str()?.to_owned(),
                text: from.str()?.to_owned(),
                facts: from.str()?.to_owned(),
            },
            extractors: Vec::new(),
            events: Vec::new(),
        };
        for _ in 0..from.count(20)? {
            answer.extractors.push(ExtractorVerdict {
                status: from.u32()?.cast_signed(),
                events: from.u32()?,
                wall_ns: from.u64()?,
                text: from.str()?.to_owned(),
            });
        }
        for _ in 0..from.count(14)? {
            answer.events.push(Event {
                extractor: from.u16()?,
                kind: from.str()?.to_owned(),
                key: from.str()?.to_owned(),
                data: from.str()?.to_owned(),
            });
        }
        from.end()?;
        Ok(answer)
    }
}

/// A line of diagnostics: the body of [`LOG`].
#[derive(Debug, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// A level of the plugin contract.
    pub level: u32,
    /// The extractor's place in the chain.
    pub extractor: u16,
    /// The line.
    pub text: &'a str,
}

impl<'a> LogLine<'a> {
    /// Writes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut frame = Encoder::new(LOG);
        frame.u32(self.level).u16(self.extractor).str(beginning(self.text));
        frame.finish()
    }

    /// Reads the body.
    ///
    /// # Errors
    /// When it is malformed.
    pub fn decode(body: &'a [u8]) -> Result<LogLine<'a>, Malformed> {
        let mut from = Decoder(body);
        let line = LogLine { level: from.u32()?, extractor: from.u16()?, text: beginning(from.str()?) };
        from.end()?;
        Ok(line)
    }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LOG_TEXT_BYTES_MAX)]
}

/// The frame of [`DRAIN`].
pub fn drain() -> Vec<u8> {
    Encoder::new(DRAIN).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        Answer {
            sequence: 7,
            number: 1,
            last: true,
            document: [9; 32],
            reader: ReaderVerdict { facts: r#"{"mediaType":"text/plain"}"#.to_owned(), ..ReaderVerdict::default() },
            extractors: vec![ExtractorVerdict { status: -5, events: 0, wall_ns: 12, text: "panicked".to_owned() }],
            events: vec![Event { extractor: 0, kind: "article".into(), key: String::new(), data: "{}".into() }],
        }
    }

    #[test]
    fn messages_come_back_as_sent() {
        let frame = answer().encode();
        assert_eq!((u32::from_le_bytes(frame[..4].try_into().unwrap()) as usize, frame[4]), (frame.len() - 4, RESULT));
        assert_eq!(Answer::decode(&frame[5..]), Ok(answer()));
        for content in [None, Some(&b"words"[..])] {
            let file = File {
                sequence: 1,
                attempt: 2,
                without: Places(1 << 100 | 8),
                hash: [4; 32],
                name: "a\u{fffd}",
                content,
            };
            assert_eq!(File::decode(&file.encode()[5..]), Ok(file));
        }
        let line = LogLine { level: 2, extractor: 1, text: "words" };
        assert_eq!(LogLine::decode(&line.encode()[5..]), Ok(line));
        let (long, cut) = ("x".repeat(LOG_TEXT_BYTES_MAX + 1), "x".repeat(LOG_TEXT_BYTES_MAX));
        let line = LogLine { level: 2, extractor: 1, text: &long };
        assert_eq!(LogLine::decode(&line.encode()[5..]), Ok(LogLine { text: &cut, ..line }));
    }

    #[test]
    fn a_cut_or_changed_frame_is_malformed_or_different_but_never_a_crash() {
        let frame = answer().encode();
        for end in 5..frame.len() {
            assert!(Answer::decode(&frame[5..end]).is_err(), "cut at {end}");
        }
        for at in 5..frame.len() {
            let mut changed = frame.clone();
            changed[at] ^= 0xff;
            assert_ne!(Answer::decode(&changed[5..]), Ok(answer()), "byte {at}");
        }
    }
}
