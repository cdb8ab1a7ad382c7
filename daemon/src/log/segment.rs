//! Segments: their names and their header lines.
//!
//! `events-000000000001.jsonl`, numbered from birth; `current.jsonl` is a hard link to the newest, swapped by rename
//! (a symbolic link loses lines for `tail -F`). The first line of a segment is its header, unlike any other file's
//! first 1,024 bytes, because some tailers tell files apart by them.

use std::io;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::failpoint::failpoint;
use crate::log::line::{Source, schema_of};
use crate::log::storage::{Storage, StoredFile};
use crate::log::writer::time_text;

/// The second name of the newest segment.
pub const CURRENT: &str = "current.jsonl";
const HEADER_TYPE: &str = "dragoman.segment.v1";
/// Ends the name of a file that is not whole yet.
pub(super) const UNFINISHED: &str = ".tmp";
/// Filebeat tells files apart by their first 1,024 bytes.
const HEADER_BYTES_MIN: usize = 1024;

/// The number of a segment, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SegmentId(pub u64);

impl SegmentId {
    /// The segment's name in the log folder.
    pub fn file_name(self) -> String {
        format!("events-{:012}.jsonl", self.0)
    }

    pub(super) fn parse(name: &str) -> Option<SegmentId> {
        let digits = name.strip_prefix("events-")?.strip_suffix(".jsonl")?;
        (digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok().map(SegmentId))?
    }
}

/// The newest segment, open for appending.
pub struct Segment {
    /// Its number.
    pub id: SegmentId,
    /// The open file.
    pub file: Box<dyn StoredFile>,
    /// Its size in bytes.
    pub size: u64,
    /// The sequence number that the next line gets.
    pub next_sequence: u64,
    /// When it was made, as its header says.
    pub born: Timestamp,
}

impl Segment {
    /// Makes a segment that begins with this header line, durable under its final name, and points `current.jsonl` at it.
    ///
    /// # Errors
    /// When the folder refuses; a segment without its final name is removed at the next start.
    pub(super) fn create(
        storage: &dyn Storage,
        id: SegmentId,
        header: &[u8],
        first_sequence: u64,
        born: Timestamp,
    ) -> io::Result<Segment> {
        let name = id.file_name();
        let unfinished = unfinished(&name);
        storage.remove(&unfinished)?;
        let mut file = storage.create(&unfinished)?;
        failpoint!("segment file made")?;
        append_all(&mut *file, header)?;
        failpoint!("segment header written")?;
        file.sync()?;
        failpoint!("segment header synced")?;
        storage.rename(&unfinished, &name)?;
        failpoint!("segment named")?;
        storage.sync()?;
        failpoint!("segment folder synced")?;
        point_current_at(storage, &name)?;
        Ok(Segment { id, file, size: header.len() as u64, next_sequence: first_sequence, born })
    }
}

/// Appends all of the bytes, however many calls it takes.
///
/// # Errors
/// The first failed call; some of the bytes may have been written.
pub fn append_all(file: &mut dyn StoredFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.append(bytes)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => bytes = &bytes[written..],
        }
    }
    Ok(())
}

/// The name that a file has until it is whole; what still has it at a start is removed.
pub(super) fn unfinished(name: &str) -> String {
    format!("{name}{UNFINISHED}")
}

/// Points `current.jsonl` at a segment.
pub(super) fn point_current_at(storage: &dyn Storage, name: &str) -> io::Result<()> {
    let fresh = unfinished(CURRENT);
    storage.remove(&fresh)?;
    storage.link(name, &fresh)?;
    failpoint!("current linked")?;
    storage.replace(&fresh, CURRENT)?;
    failpoint!("current replaced")?;
    // Renaming one hard link of a file over another does nothing, and leaves the first.
    storage.remove(&fresh)
}

/// A segment for a test, with a header of its own.
#[cfg(test)]
pub(super) fn create_for_test(
    storage: &dyn Storage,
    source: &Source,
    id: u64,
    first_sequence: u64,
    born: Timestamp,
) -> Segment {
    let id = SegmentId(id);
    let header = header_line(source, id, first_sequence, born).unwrap();
    Segment::create(storage, id, &header, first_sequence, born).unwrap()
}

/// The first line of a segment.
pub(super) fn header_line(source: &Source, id: SegmentId, first_sequence: u64, born: Timestamp) -> io::Result<Vec<u8>> {
    let random = random_hex()?;
    let schema = |record: &str| schema_of(&format!("dragoman.{record}.v1")).unwrap_or_default();
    let mut line = serde_json::to_vec(&HeaderLine {
        specversion: "1.0",
        id: &format!("s{random}"),
        source: source.urn(),
        kind: HEADER_TYPE,
        time: &time_text(born),
        dataschema: &schema("segment"),
        extractor: concat!("dragoman@", env!("CARGO_PKG_VERSION")),
        data: HeaderData {
            segment: id.0,
            first_sequence: format!("{first_sequence:020}"),
            schemas: SCHEMAS.iter().map(|record| schema(record)).collect(),
        },
    })?;
    // White space before the closing brace is part of no value.
    let blanks = HEADER_BYTES_MIN.saturating_sub(line.len() + 1);
    line.pop();
    line.extend(std::iter::repeat_n(b' ', blanks));
    line.extend_from_slice(b"}\n");
    Ok(line)
}

/// The records that a log of this version may hold, beside those of third parties.
const SCHEMAS: &[&str] = &["article", "document", "segment"];

/// The first line of a segment. It has no subject and no sequence: it is about no document.
#[derive(Serialize)]
struct HeaderLine<'a> {
    specversion: &'a str,
    id: &'a str,
    source: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    time: &'a str,
    dataschema: &'a str,
    extractor: &'a str,
    data: HeaderData,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeaderData {
    segment: u64,
    first_sequence: String,
    schemas: Vec<String>,
}

/// What a header line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) segment: SegmentId,
    pub(super) first_sequence: u64,
    /// The CloudEvents `source` of its lines.
    pub(super) source: String,
    pub(super) born: Timestamp,
}

impl Header {
    /// Reads a line without its line feed; `None` for one that is no header.
    pub(super) fn parse(line: &[u8]) -> Option<Header> {
        #[derive(Deserialize)]
        struct Line {
            #[serde(rename = "type")]
            kind: String,
            source: String,
            time: Timestamp,
            data: HeaderData,
        }
        let line: Line = serde_json::from_slice(line).ok().filter(|line: &Line| line.kind == HEADER_TYPE)?;
        Some(Header {
            segment: SegmentId(line.data.segment),
            first_sequence: line.data.first_sequence.parse().ok()?,
            source: line.source,
            born: line.time,
        })
    }
}

fn random_hex() -> io::Result<String> {
    let mut bytes = [0; 16];
    io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_padded_valid_json_unique_and_read_again() {
        let source = Source::new("desk \"south\"");
        let born: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let header = || header_line(&source, SegmentId(3), 9, born).unwrap();
        let (first, second) = (header(), header());
        assert!(first.len() >= HEADER_BYTES_MIN && first.ends_with(b"}\n") && first != second);
        let value: serde_json::Value = serde_json::from_slice(&first).unwrap();
        assert_eq!((&value["data"]["segment"], &value["type"]), (&3.into(), &HEADER_TYPE.into()));
        let read = Header::parse(&first).unwrap();
        let source = source.urn().to_owned();
        assert_eq!(read, Header { segment: SegmentId(3), first_sequence: 9, source, born });
    }

    #[test]
    fn segment_names_sort_as_their_numbers_and_other_names_are_ignored() {
        assert_eq!(SegmentId::parse(&SegmentId(42).file_name()), Some(SegmentId(42)));
        for name in ["current.jsonl", "events-1.jsonl", "events-00000000000x.jsonl", "events-000000000001.jsonl.tmp"] {
            assert_eq!(SegmentId::parse(name), None, "{name}");
        }
    }
}
