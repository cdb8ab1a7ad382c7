//! The messages between daemon and worker.
//!
//! A frame is a little-endian u32 length (of all that follows it), a type byte, and a body. Strings and byte runs are
//! a u32 length and the bytes; integers are little-endian. Either side treats a malformed frame as the end of the
//! other.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::reader::json::Mapping;
use crate::worker::codec::{Decoder, Encoder};
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
    /// Where the parts of a document stand in JSON, as the config says it.
    pub json: Mapping,
}

/// What a document may cost in the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Longest line of the log, in bytes.
    pub line_bytes: usize,
    /// Largest document, in bytes; a larger file may hold many.
    pub document_bytes: u64,
    /// Longest text, in bytes.
    pub text_bytes: u64,
    /// Address space of the worker, in bytes.
    pub memory_bytes: u64,
    /// Whether answers carry text and metadata, for people to see.
    pub show: bool,
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
    /// Of a file that holds many documents: the number of the first that is wanted, from 0.
    pub from: u32,
    /// And how many of them at most.
    pub most: u32,
    /// Whether no document of it is to be on its way together with another.
    pub apart: bool,
    /// Where the content is.
    pub content: Sent<'a>,
}

/// How the content of a file comes to the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent<'a> {
    /// In the frame.
    Inline(&'a [u8]),
    /// As a descriptor beside it.
    Attached,
    /// Not again: the worker has the file open since it answered with the document before.
    Open,
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
    /// Which part of the file it is about.
    pub part: Part,
    /// The content hash of the document; of the file, when the part is its end.
    pub document: [u8; 32],
    /// What the reader says.
    pub reader: ReaderVerdict,
    /// What each extractor that ran says, in chain order; those after a failure did not run.
    pub extractors: Vec<ExtractorVerdict>,
    /// Events that count, in chain order.
    pub events: Vec<Event>,
    /// What the extractors saw, if it was asked for.
    pub shown: Option<Shown>,
}

/// A document as the extractors see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// What container and format say, a JSON object.
    pub meta: String,
}

/// What part of a file an answer is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of it: it is one document.
    #[default]
    Whole,
    /// One of its documents; more may follow.
    Entry {
        /// Its place in the file, from 0.
        number: u32,
        /// What the file calls it; may be empty.
        name: String,
        /// In bytes.
        size: u64,
    },
    /// Nothing: there are no more documents in it.
    End {
        /// How many there were.
        count: u32,
    },
    /// Nothing: the worker does not have the file open any more.
    Closed,
    /// Nothing yet: the worker goes past documents that were read before, and has passed so many.
    Passed {
        /// How many.
        count: u32,
    },
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

impl<'a> File<'a> {
    /// Writes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut frame = Encoder::new(FILE);
        frame.u64(self.sequence).u32(self.attempt).raw(&self.without.0.to_le_bytes()).raw(&self.hash).str(self.name);
        frame.u32(self.from).u32(self.most).u8(self.apart.into());
        match self.content {
            Sent::Attached => frame.u8(0),
            Sent::Inline(content) => frame.u8(1).u32(content.len() as u32).raw(content),
            Sent::Open => frame.u8(2),
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
            from: from.u32()?,
            most: from.u32()?,
            apart: from.u8()? != 0,
            content: match from.u8()? {
                0 => Sent::Attached,
                1 => Sent::Inline(from.bytes()?),
                2 => Sent::Open,
                _ => return Err(Malformed("a content that comes in no known way")),
            },
        };
        from.end()?;
        Ok(file)
    }
}

impl Answer {
    /// Writes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut frame = Encoder::new(RESULT);
        frame.u64(self.sequence);
        match &self.part {
            Part::Whole => frame.u8(0),
            Part::Entry { number, name, size } => frame.u8(1).u32(*number).str(name).u64(*size),
            Part::End { count } => frame.u8(2).u32(*count),
            Part::Closed => frame.u8(3),
            Part::Passed { count } => frame.u8(4).u32(*count),
        };
        frame.raw(&self.document);
        frame.str(&self.reader.code).str(&self.reader.text).str(&self.reader.facts);
        frame.u32(self.extractors.len() as u32);
        for verdict in &self.extractors {
            frame.u32(verdict.status.cast_unsigned()).u32(verdict.events).u64(verdict.wall_ns).str(&verdict.text);
        }
        frame.u32(self.events.len() as u32);
        for event in &self.events {
            frame.u16(event.extractor).str(&event.kind).str(&event.key).str(&event.data);
        }
        match &self.shown {
            Some(Shown { text, meta }) => frame.u8(1).str(text).str(meta),
            None => frame.u8(0),
        };
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
            part: match from.u8()? {
                0 => Part::Whole,
                1 => Part::Entry { number: from.u32()?, name: from.str()?.to_owned(), size: from.u64()? },
                2 => Part::End { count: from.u32()? },
                3 => Part::Closed,
                4 => Part::Passed { count: from.u32()? },
                _ => return Err(Malformed("a part of a file that there is not")),
            },
            document: from.array()?,
            reader: ReaderVerdict {
                code: from.str()?.to_owned(),
                text: from.str()?.to_owned(),
                facts: from.str()?.to_owned(),
            },
            extractors: Vec::new(),
            events: Vec::new(),
            shown: None,
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
        if from.u8()? == 1 {
            answer.shown = Some(Shown { text: from.str()?.to_owned(), meta: from.str()?.to_owned() });
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
            part: Part::Entry { number: 1, name: "a.txt".to_owned(), size: 5 },
            document: [9; 32],
            reader: ReaderVerdict { facts: r#"{"mediaType":"text/plain"}"#.to_owned(), ..ReaderVerdict::default() },
            extractors: vec![ExtractorVerdict { status: -5, events: 0, wall_ns: 12, text: "panicked".to_owned() }],
            events: vec![Event { extractor: 0, kind: "article".into(), key: String::new(), data: "{}".into() }],
            shown: Some(Shown { text: "words".to_owned(), meta: "{}".to_owned() }),
        }
    }

    #[test]
    fn messages_come_back_as_sent() {
        let frame = answer().encode();
        assert_eq!((u32::from_le_bytes(frame[..4].try_into().unwrap()) as usize, frame[4]), (frame.len() - 4, RESULT));
        assert_eq!(Answer::decode(&frame[5..]), Ok(answer()));
        for part in [Part::Whole, Part::End { count: 9 }, Part::Closed, Part::Passed { count: 9 }] {
            let answer = Answer { part, ..answer() };
            assert_eq!(Answer::decode(&answer.encode()[5..]), Ok(answer));
        }
        for content in [Sent::Attached, Sent::Inline(b"words"), Sent::Open] {
            let file = File {
                sequence: 1,
                attempt: 2,
                without: Places(1 << 100 | 8),
                hash: [4; 32],
                name: "a\u{fffd}",
                from: 3,
                most: 16,
                apart: true,
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
