//! A log that was read, and the rules that every log keeps, checked in this one place.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::support::schema;
use crate::support::site::Site;

const LINE_BYTES_MAX: usize = 30 * 1024;
const HEADER_BYTES_MIN: usize = 1024;
const DOCUMENT: &str = "dragoman.document.v1";
const SEGMENT: &str = "dragoman.segment.v1";
/// The keys of a line, in their order, and whether every event has them.
const ENVELOPE: &[(&str, bool)] = &[
    ("specversion", true),
    ("id", true),
    ("source", true),
    ("type", true),
    ("subject", true),
    ("time", true),
    ("dataschema", false),
    ("sequence", true),
    ("extractor", true),
    ("data", true),
];

static ID: LazyLock<Regex> = LazyLock::new(|| Regex::new("^e[a-z2-7]{32}$").unwrap());
static TIME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$").unwrap());
static EXTRACTOR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[a-z0-9][a-z0-9._-]*@\d+\.\d+\.\d+").unwrap());

/// A log, or the part of one that ends in a whole document.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) segments: Vec<PathBuf>,
    pub(crate) documents: Vec<Document>,
    ids: HashSet<String>,
    /// Documents that may be read again, which gives events with the same ids.
    incomplete: HashSet<String>,
    next_sequence: u64,
}

/// One document: its events, then its record.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) outcome: String,
    /// The record's own fields.
    pub(crate) record: Value,
    pub(crate) events: Vec<Event>,
    /// The number of its segment, from 1.
    pub(crate) segment: usize,
}

/// One event of an extractor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    pub(crate) kind: String,
    pub(crate) id: String,
    /// As written.
    pub(crate) data: String,
}

/// Whether the last document may be unfinished.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A daemon is writing: a reader may see the beginning of a document.
    Growing,
    /// Nobody is writing.
    Whole,
}

impl Log {
    /// Reads and checks the log in a folder; an absent one is empty.
    #[track_caller]
    pub(super) fn read(folder: &Path, end: End) -> Log {
        let mut log = Log { segments: segments(folder), next_sequence: 1, ..Log::default() };
        for (place, path) in log.segments.clone().iter().enumerate() {
            let last = place + 1 == log.segments.len();
            let bytes = fs::read(path).unwrap();
            let taken = log.take_segment(&bytes, place + 1, if last { end } else { End::Whole });
            taken.unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        }
        log
    }

    /// Reads the log of a daemon that runs or was killed: its end may be torn.
    #[track_caller]
    pub(crate) fn unfinished(site: &Site) -> Log {
        Log::read(&site.log_folder(), End::Growing)
    }

    /// Insists on [`Log::parse`].
    #[track_caller]
    pub(crate) fn of_lines(lines: &str) -> Log {
        Log::parse(lines).unwrap_or_else(|fault| panic!("{fault}\n{lines}"))
    }

    /// Checks lines that stand in no segment.
    pub(super) fn parse(lines: &str) -> Result<Log, String> {
        let mut log = Log { next_sequence: 1, ..Log::default() };
        log.take(lines, 0).map(|()| log)
    }

    /// How many document records stand in a log that is being written.
    pub(super) fn count(folder: &Path) -> usize {
        let pattern = format!(r#""type":"{DOCUMENT}""#);
        let texts = segments(folder).into_iter().filter_map(|path| fs::read(path).ok());
        texts.map(|bytes| String::from_utf8_lossy(&bytes).matches(&pattern).count()).sum()
    }

    /// The one document whose file had this name; `name#3` is the fourth of a file that holds many.
    #[track_caller]
    pub(crate) fn document(&self, name: &str) -> &Document {
        let found: Vec<&Document> = self.documents.iter().filter(|document| document.name == name).collect();
        assert_eq!(found.len(), 1, "documents named {name:?} among {:#?}", self.outcomes());
        found[0]
    }

    /// Name and outcome of all documents, sorted.
    pub(crate) fn outcomes(&self) -> Vec<(&str, &str)> {
        let pairs = self.documents.iter().map(|document| (document.name.as_str(), document.outcome.as_str()));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_unstable();
        pairs
    }

    /// All events of extractors, sorted.
    pub(crate) fn events(&self) -> Vec<Event> {
        let mut events: Vec<Event> = self.documents.iter().flat_map(|document| document.events.clone()).collect();
        events.sort();
        events
    }

    /// Insists that exactly these files were read, each once, and nothing was found to be a duplicate.
    #[track_caller]
    pub(crate) fn expect_each_once<'a>(&self, names: impl IntoIterator<Item = &'a str>) {
        let mut wanted: Vec<_> = names.into_iter().map(|name| (name, "complete")).collect();
        wanted.sort_unstable();
        assert_eq!(self.outcomes(), wanted);
    }

    fn take_segment(&mut self, bytes: &[u8], number: usize, end: End) -> Result<(), String> {
        let text = match end {
            End::Whole => std::str::from_utf8(bytes).map_err(|error| error.to_string())?,
            End::Growing => whole_documents(bytes)?,
        };
        let (header, lines) = text.split_once('\n').ok_or("no header line")?;
        check_header(header, number, self.next_sequence)?;
        self.take(lines, number)
    }

    fn take(&mut self, lines: &str, segment: usize) -> Result<(), String> {
        if !lines.is_empty() && !lines.ends_with('\n') {
            return Err("the last line has no end".to_owned());
        }
        let mut block: Vec<Line<'_>> = Vec::new();
        for text in lines.lines() {
            let line = Line::check(text, self.next_sequence)?;
            self.next_sequence += 1;
            if block.first().is_some_and(|first| first.subject != line.subject) {
                return Err(format!("a line of another document stands among those of {}: {text}", line.subject));
            }
            let is_record = line.kind == DOCUMENT;
            block.push(line);
            if is_record {
                self.close(std::mem::take(&mut block), segment)?;
            }
        }
        match block.first() {
            Some(line) => Err(format!("no document record ends the lines of {}", line.subject)),
            None => Ok(()),
        }
    }

    /// Takes the lines of one document, the record last.
    fn close(&mut self, mut block: Vec<Line<'_>>, segment: usize) -> Result<(), String> {
        let Some(last) = block.pop() else { return Ok(()) };
        let record: Value = serde_json::from_str(last.data.get()).map_err(|error| error.to_string())?;
        check_record(&record, &block)?;
        for line in block.iter().chain([&last]) {
            let fresh = self.ids.insert(line.id.clone());
            if !fresh && (line.kind == DOCUMENT || !self.incomplete.contains(&line.subject)) {
                return Err(format!("the id {} stands twice in the log", line.id));
            }
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (mut name, outcome) = (text(&record["file"]["name"]), text(&record["outcome"]));
        if let Some(number) = record["file"]["entry"]["number"].as_u64() {
            name = format!("{name}#{number}");
        }
        if outcome == "incomplete" {
            self.incomplete.insert(last.subject);
        }
        let events =
            block.into_iter().map(|line| Event { kind: line.kind, id: line.id, data: line.data.get().to_owned() });
        let events = events.collect();
        self.documents.push(Document { name, outcome, record, events, segment });
        Ok(())
    }
}

impl Document {
    /// What this extractor is said to have done.
    #[track_caller]
    pub(crate) fn extractor(&self, name: &str) -> &Value {
        let extractors = self.record["extractors"].as_array().unwrap();
        extractors.iter().find(|extractor| extractor["name"] == name).unwrap()
    }

    /// The types of its events, in order.
    pub(crate) fn kinds(&self) -> Vec<&str> {
        self.events.iter().map(|event| event.kind.as_str()).collect()
    }
}

/// One line that was checked by itself.
struct Line<'a> {
    kind: String,
    id: String,
    subject: String,
    data: &'a RawValue,
    /// Its line feed included.
    bytes: usize,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    specversion: String,
    id: String,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    subject: Option<String>,
    time: String,
    dataschema: Option<String>,
    sequence: Option<String>,
    extractor: String,
    #[serde(borrow)]
    data: &'a RawValue,
}

impl<'a> Line<'a> {
    fn check(text: &'a str, sequence: u64) -> Result<Line<'a>, String> {
        let envelope = Envelope::check(text, |_| true)?;
        let subject = envelope.subject.clone().unwrap_or_default();
        let faults = [
            (text.len() >= LINE_BYTES_MAX, "longer than 30 KiB"),
            (text.contains(is_break), "a character that ends a line for some readers"),
            (!ID.is_match(&envelope.id), "not an id"),
            (!subject.starts_with("b3:") || subject.len() != 67, "not a subject"),
            (envelope.sequence != Some(format!("{sequence:020}")), "not the next sequence"),
        ];
        if let Some((_, fault)) = faults.iter().find(|(wrong, _)| *wrong) {
            return Err(format!("{fault}: {text}"));
        }
        Ok(Line { kind: envelope.kind, id: envelope.id, subject, data: envelope.data, bytes: text.len() + 1 })
    }
}

impl<'a> Envelope<'a> {
    /// Parses a line and checks what every line has; `has` tells which of the usual keys this kind of line has.
    fn check(text: &'a str, has: impl Fn(&str) -> bool) -> Result<Envelope<'a>, String> {
        let wrong = |fault: &str| format!("{fault}: {text}");
        let Keys(keys) = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
        let envelope: Envelope<'a> = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
        let wanted = ENVELOPE.iter().filter(|(key, always)| has(key) && (*always || keys.iter().any(|k| k == key)));
        if !keys.iter().eq(wanted.map(|(key, _)| key)) {
            return Err(wrong(&format!("not the keys of a line in their order: {keys:?}")));
        }
        let own = envelope.kind.strip_prefix("dragoman.").and_then(|rest| rest.strip_suffix(".v1"));
        let faults = [
            (envelope.specversion != "1.0", "not CloudEvents 1.0"),
            (!envelope.source.starts_with("urn:dragoman:"), "not a source"),
            (!TIME.is_match(&envelope.time), "not a time"),
            (!EXTRACTOR.is_match(&envelope.extractor), "not an extractor"),
            (envelope.dataschema != own.map(|own| format!("urn:dragoman:schema:{own}:1.0")), "not its schema"),
        ];
        if let Some((_, fault)) = faults.iter().find(|(found, _)| *found) {
            return Err(wrong(fault));
        }
        let data: Value = serde_json::from_str(envelope.data.get()).map_err(|error| wrong(&error.to_string()))?;
        schema::check(&envelope.kind, &data)?;
        Ok(envelope)
    }
}

/// The keys of a JSON object in the order in which they stand.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Keys, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Keys;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Whether a character is a line end for some readers of lines, or an order for some terminals.
fn is_break(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

fn check_header(header: &str, number: usize, first_sequence: u64) -> Result<(), String> {
    let envelope = Envelope::check(header, |key| !matches!(key, "subject" | "sequence"))?;
    let data: Value = serde_json::from_str(envelope.data.get()).map_err(|error| error.to_string())?;
    let right = envelope.kind == SEGMENT
        && header.len() + 1 >= HEADER_BYTES_MIN
        && data["segment"] == number
        && data["firstSequence"] == format!("{first_sequence:020}");
    if right { Ok(()) } else { Err(format!("not the header of segment {number} from {first_sequence}: {header}")) }
}

/// Compares what a record says about the lines before it with the lines.
fn check_record(record: &Value, lines: &[Line<'_>]) -> Result<(), String> {
    let (mut counts, mut hasher, mut bytes) = (BTreeMap::<&str, u64>::new(), blake3::Hasher::new(), 0);
    for line in lines {
        *counts.entry(&line.kind).or_default() += 1;
        hasher.update(line.data.get().as_bytes()).update(b"\n");
        bytes += line.bytes;
    }
    let right = record["events"] == serde_json::json!(counts)
        && record["bytes"] == bytes
        && record["hash"] == format!("b3:{}", hasher.finalize().to_hex());
    if right { Ok(()) } else { Err(format!("{bytes} bytes of {counts:?} stand before this record: {record}")) }
}

fn segments(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("events-") && name.ends_with(".jsonl")).collect();
    names.sort_unstable();
    for (place, name) in names.iter().enumerate() {
        assert_eq!(*name, format!("events-{:012}.jsonl", place + 1), "segments are numbered without a gap");
    }
    names.iter().map(|name| folder.join(name)).collect()
}

/// The text up to the end of the last document record, or of the header. What comes after may end in half a character.
fn whole_documents(bytes: &[u8]) -> Result<&str, String> {
    let pattern = format!(r#""type":"{DOCUMENT}""#);
    let (mut end, mut at) = (0, 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        at += line.len();
        if line.ends_with(b"\n") && (end == 0 || String::from_utf8_lossy(line).contains(&pattern)) {
            end = at;
        }
    }
    std::str::from_utf8(&bytes[..end]).map_err(|error| error.to_string())
}
