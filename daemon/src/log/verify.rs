//! Holds a whole log against all of its rules.
//!
//! Segments are numbered without a gap and begin with their headers; so are lines, across segments. Every line is JSON
//! with the keys of an event in their order. A finished segment is what the manifest says. A document's lines stand together and end in its record, which agrees
//! with them. No id stands twice, unless a document that ended incomplete was read again.
//!
//! Memory: a line costs the 16 bytes of its id that tell it from all others, in a hash set that is at most half empty;
//! a million lines cost about 40 MB. The data of lines is never kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::log::compress::hash_of;
use crate::log::envelope::{BEGINNING, written};
use crate::log::line::DOCUMENT_TYPE;
use crate::log::read::{Envelope, Lines, LogFolder, RawLine};
use crate::log::seal::manifest_of;
use crate::log::segment::{Header, SegmentId};

/// How many faults are named; the others are counted.
const FAULTS_MAX: usize = 20;

/// What was found.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) segments: u64,
    pub(crate) bytes: u64,
    pub(crate) documents: u64,
    /// Lines of events and documents.
    pub(crate) lines: u64,
    /// Of these, the ones that are right in themselves.
    pub(crate) valid: u64,
    pub(crate) duplicate_ids: u64,
    /// Bytes behind the last whole document of the newest segment. The beginning of a document is no fault: a running
    /// daemon finishes it, and so does the next start of one that was killed.
    pub(crate) tail_bytes: u64,
    /// The first of them.
    pub(crate) faults: Vec<Fault>,
    /// All of them.
    pub(crate) fault_count: u64,
}

/// One broken rule.
#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    pub(crate) segment: String,
    pub(crate) byte: u64,
    pub(crate) what: String,
}

/// Reads the whole log.
///
/// # Errors
/// When the folder or a segment cannot be read, or there is no segment.
pub(crate) fn verify(folder: &LogFolder) -> io::Result<Report> {
    let (sealed, segments) = (manifest_of(folder.path())?, folder.segments()?);
    let mut verifier = Verifier::default();
    for (place, &id) in segments.iter().enumerate() {
        if let Some(before) = place.checked_sub(1).map(|before| segments[before])
            && before.0 + 1 != id.0
        {
            verifier.fault(id, 0, format!("{} is missing", SegmentId(before.0 + 1).file_name()));
            verifier.next_sequence = None;
        }
        let file = folder.open(id)?;
        let unreadable = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", id.file_name()));
        if let Some(line) = sealed.iter().find(|line| line.segment == id.0)
            && File::open(folder.path().join(id.file_name())).and_then(hash_of).map_err(unreadable)? != line.hash
        {
            verifier.fault(id, 0, "it is not what it was when it was finished: manifest.jsonl has another hash");
        }
        verifier.segment(id, Lines::new(&file), place + 1 == segments.len()).map_err(unreadable)?;
    }
    Ok(verifier.report)
}

/// What is known of the log up to some line.
#[derive(Default)]
struct Verifier {
    report: Report,
    /// `None` when the next line may have any.
    next_sequence: Option<u64>,
    /// As it stands in the lines.
    source: Option<String>,
    ids: HashSet<u128>,
    /// Documents that may be read again, which gives events with the same ids.
    incomplete: HashSet<u128>,
    block: Block,
}

/// The lines of a document so far.
#[derive(Default)]
struct Block {
    subject: String,
    lines: u64,
    bytes: u64,
    counts: BTreeMap<String, u64>,
    data: blake3::Hasher,
    /// Whether a line could not be read, so that the record cannot agree.
    broken: bool,
}

impl Verifier {
    fn fault(&mut self, segment: SegmentId, byte: u64, what: impl Into<String>) {
        self.report.fault_count += 1;
        if self.report.faults.len() < FAULTS_MAX {
            self.report.faults.push(Fault { segment: segment.file_name(), byte, what: what.into() });
        }
    }

    fn segment(&mut self, id: SegmentId, mut lines: Lines<'_, std::fs::File>, newest: bool) -> io::Result<()> {
        self.report.segments += 1;
        let first = lines.next()?;
        let mut end = first.as_ref().map_or(0, |line| line.end);
        let mut whole = end;
        self.header(id, first);
        while let Some(line) = lines.next()? {
            if self.block.lines == 0 {
                whole = line.start;
            }
            end = line.end;
            self.line(id, &line);
        }
        let rest = lines.rest();
        self.report.bytes += end + rest.len() as u64;
        let block = std::mem::take(&mut self.block);
        // When a line could not be read, it may have been the record.
        if block.lines == 0 || block.broken {
            whole = end;
        }
        self.end(id, newest, whole..end, rest);
        Ok(())
    }

    /// What stands behind the last document: whole lines, at these bytes, and a line without an end.
    fn end(&mut self, id: SegmentId, newest: bool, lines: Range<u64>, rest: &[u8]) {
        let bytes = lines.end - lines.start + rest.len() as u64;
        if newest {
            self.report.tail_bytes = bytes;
            if !is_beginning(rest) {
                self.fault(id, lines.end, "what stands behind the last line is no beginning of one");
            }
        } else if bytes > 0 {
            self.fault(id, lines.start, "it ends in an unfinished document");
        }
    }

    fn header(&mut self, id: SegmentId, first: Option<RawLine<'_>>) {
        let Some(header) = first.and_then(|line| Header::parse(line.bytes?)) else {
            self.next_sequence = None;
            return self.fault(id, 0, "its first line is not the header of a segment");
        };
        if header.segment != id {
            self.fault(id, 0, format!("its header is the one of {}", header.segment.file_name()));
        }
        self.expect_sequence(id, 0, "it begins with", header.first_sequence);
        let source = written(&header.source);
        if self.source.as_ref().is_some_and(|known| *known != source) {
            self.fault(id, 0, format!("its source is {source}, the segments before it have another"));
        }
        self.source = Some(source);
    }

    /// Compares a number with the one that must come next; from here on, it counts.
    fn expect_sequence(&mut self, id: SegmentId, at: u64, label: &str, found: u64) {
        if let Some(wanted) = self.next_sequence.filter(|&wanted| wanted != found) {
            self.fault(id, at, format!("{label} sequence {found}, and {wanted} comes next"));
        }
        self.next_sequence = Some(found);
    }

    fn line(&mut self, id: SegmentId, line: &RawLine<'_>) {
        self.report.lines += 1;
        self.block.lines += 1;
        let bytes = line.bytes.ok_or_else(|| "it is longer than any line that is written here".to_owned());
        match bytes.and_then(Envelope::parse).and_then(|envelope| self.check(&envelope).map(|()| envelope)) {
            Ok(envelope) => {
                self.report.valid += 1;
                self.take(id, line, &envelope);
            }
            Err(what) => {
                self.block.broken = true;
                self.next_sequence = self.next_sequence.map(|next| next + 1);
                self.fault(id, line.start, what);
            }
        }
    }

    /// What a line must be in itself.
    fn check(&self, envelope: &Envelope<'_>) -> Result<(), String> {
        if self.source.as_deref().is_some_and(|source| source != envelope.source) {
            return Err("its `source` is not the one of the segment's header".to_owned());
        }
        envelope.check()
    }

    /// What a line must be among the others.
    fn take(&mut self, id: SegmentId, line: &RawLine<'_>, envelope: &Envelope<'_>) {
        self.expect_sequence(id, line.start, "it has", envelope.sequence);
        self.next_sequence = Some(envelope.sequence + 1);
        let is_record = envelope.kind == DOCUMENT_TYPE;
        let subject = number_of_hex(envelope.subject);
        if !self.ids.insert(number_of_id(envelope.id)) && (is_record || !self.incomplete.contains(&subject)) {
            self.report.duplicate_ids += 1;
            self.fault(id, line.start, format!("its id {} stands in the log before", envelope.id));
        }
        // After a line that could not be read, any document may have begun.
        let is_foreign = self.block.subject != envelope.subject && !self.block.subject.is_empty();
        if is_foreign && !self.block.broken {
            let what = format!("it stands among the lines of another document, {}", self.block.subject);
            self.fault(id, line.start, what);
            self.block.broken = true;
        }
        if is_foreign || self.block.subject.is_empty() {
            envelope.subject.clone_into(&mut self.block.subject);
        }
        if is_record {
            self.report.documents += 1;
            let block = std::mem::take(&mut self.block);
            match block.agrees(envelope.data) {
                Ok(Outcome::Incomplete) => drop(self.incomplete.insert(subject)),
                Ok(Outcome::Other) => {}
                Err(what) => self.fault(id, line.start, what),
            }
        } else {
            self.block.add(envelope, line.end - line.start);
        }
    }
}

/// What matters here of how a document ended.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Incomplete,
    #[serde(other)]
    Other,
}

/// What a document record says about the lines before it.
#[derive(Deserialize)]
struct Claims<'a> {
    outcome: Outcome,
    #[serde(borrow)]
    events: BTreeMap<Cow<'a, str>, u64>,
    bytes: u64,
    hash: &'a str,
}

impl Block {
    fn add(&mut self, envelope: &Envelope<'_>, bytes: u64) {
        self.bytes += bytes;
        self.data.update(envelope.data.as_bytes()).update(b"\n");
        match self.counts.get_mut(envelope.kind) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(envelope.kind.to_owned(), 1)),
        }
    }

    /// Compares the lines with the data of their record; what is wrong with it, or how the document ended.
    fn agrees(&self, record: &str) -> Result<Outcome, String> {
        let claims: Claims<'_> =
            serde_json::from_str(record).map_err(|error| format!("it is no document record: {error}"))?;
        if self.broken {
            return Ok(claims.outcome);
        }
        let counts = self.counts.iter().map(|(kind, count)| (kind.as_str(), count));
        if !counts.eq(claims.events.iter().map(|(kind, count)| (kind.as_ref(), count))) {
            return Err("its `events` are not the ones before it".to_owned());
        }
        if claims.bytes != self.bytes {
            return Err(format!("its `bytes` are {}, and {} stand before it", claims.bytes, self.bytes));
        }
        if claims.hash.strip_prefix("b3:") != Some(self.data.finalize().to_hex().as_str()) {
            return Err("its `hash` is not the one of the lines before it".to_owned());
        }
        Ok(claims.outcome)
    }
}

/// Whether bytes may be the first of a line.
fn is_beginning(bytes: &[u8]) -> bool {
    let compared = bytes.len().min(BEGINNING.len());
    bytes[..compared] == BEGINNING.as_bytes()[..compared]
}

/// The first 125 bits of an id, which is a hash.
fn number_of_id(id: &str) -> u128 {
    let value = |byte: u8| u128::from(if byte.is_ascii_digit() { byte - b'2' + 26 } else { byte - b'a' });
    id.bytes().skip(1).take(25).fold(0, |number, byte| number << 5 | value(byte))
}

/// The first 128 bits of a subject, which is a hash.
fn number_of_hex(subject: &str) -> u128 {
    u128::from_str_radix(&subject[3..35], 16).unwrap_or_default()
}
