//! Segments: their names, their header lines, and what a start finds in the folder.
//!
//! `events-000000000001.jsonl`, numbered from birth; `current.jsonl` is a hard link to the newest, swapped by rename
//! (a symbolic link loses lines for `tail -F`). The first line of a segment is its header, unlike any other file's
//! first 1,024 bytes, because some tailers tell files apart by them.

use std::borrow::Cow;
use std::io;

use data_encoding::BASE64;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::DocumentId;
use crate::ledger::Ledger;
use crate::log::line::{DOCUMENT_TYPE, Source, schema_of};
use crate::log::storage::{Storage, StoredFile};

/// The second name of the newest segment.
pub const CURRENT: &str = "current.jsonl";
const HEADER_TYPE: &str = "dragoman.segment.v1";
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

    fn parse(name: &str) -> Option<SegmentId> {
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
}

impl Segment {
    /// Makes a segment that begins with a header line, durable under its final name, and points `current.jsonl` at it.
    ///
    /// # Errors
    /// When the folder refuses; a segment without its final name is removed at the next start.
    pub fn create(
        storage: &dyn Storage,
        source: &Source,
        id: SegmentId,
        first_sequence: u64,
        time: &str,
    ) -> io::Result<Segment> {
        let name = id.file_name();
        let unfinished = format!("{name}.tmp");
        storage.remove(&unfinished)?;
        let mut file = storage.create(&unfinished)?;
        let header = header_line(source, id, first_sequence, time)?;
        append_all(&mut *file, &header)?;
        file.sync()?;
        storage.rename(&unfinished, &name)?;
        storage.sync()?;
        point_current_at(storage, &name)?;
        Ok(Segment { id, file, size: header.len() as u64, next_sequence: first_sequence })
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

fn point_current_at(storage: &dyn Storage, name: &str) -> io::Result<()> {
    let fresh = format!("{CURRENT}.tmp");
    storage.remove(&fresh)?;
    storage.link(name, &fresh)?;
    storage.replace(&fresh, CURRENT)?;
    // Renaming one hard link of a file over another does nothing, and leaves the first.
    storage.remove(&fresh)
}

fn header_line(source: &Source, id: SegmentId, first_sequence: u64, time: &str) -> io::Result<Vec<u8>> {
    let random = random_hex()?;
    let schema = |record: &str| schema_of(&format!("dragoman.{record}.v1")).unwrap_or_default();
    let mut line = serde_json::to_vec(&Header {
        specversion: "1.0",
        id: &format!("s{random}"),
        source: source.urn(),
        kind: HEADER_TYPE,
        time,
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
struct Header<'a> {
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

fn random_hex() -> io::Result<String> {
    let mut bytes = [0; 16];
    io::Read::read_exact(&mut std::fs::File::open("/dev/urandom")?, &mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What stands in a log folder.
pub struct Found {
    /// The newest segment, or `None` in an empty folder.
    pub newest: Option<Segment>,
    /// The committed documents.
    pub ledger: Ledger,
    /// Lines of events and documents in all segments.
    pub lines: u64,
    /// How many segments there are.
    pub segments: usize,
    /// Bytes after the last whole document of the newest segment, which were cut off: a write that was interrupted
    /// before it was acknowledged.
    pub cut: u64,
}

/// Reads a log folder: which documents are committed, where to go on.
///
/// # Errors
/// When a file cannot be read, or a segment other than the newest does not end in a whole document.
pub fn read(storage: &dyn Storage) -> io::Result<Found> {
    let names = storage.names()?;
    for name in names.iter().filter(|name| name.ends_with(".tmp")) {
        storage.remove(name)?;
    }
    let mut ids: Vec<SegmentId> = names.iter().filter_map(|name| SegmentId::parse(name)).collect();
    ids.sort_unstable();
    let mut found = Found { newest: None, ledger: Ledger::default(), lines: 0, segments: ids.len(), cut: 0 };
    let mut next_sequence = 1;
    for id in &ids {
        let file = storage.open(&id.file_name())?;
        let scan = scan_segment(&*file, &mut found.ledger, next_sequence)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", id.file_name())))?;
        let size = file.size()?;
        found.lines += scan.lines;
        next_sequence = scan.next_sequence;
        if scan.whole < size || scan.whole == 0 {
            if Some(id) != ids.last() || scan.whole == 0 {
                let text = format!("{} is not a whole segment: it goes wrong at byte {}", id.file_name(), scan.whole);
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            file.cut(scan.whole)?;
            file.sync()?;
            found.cut = size - scan.whole;
        }
        found.newest = Some(Segment { id: *id, file, size: scan.whole, next_sequence });
    }
    if let Some(newest) = &found.newest {
        point_current_at(storage, &newest.id.file_name())?;
        storage.sync()?;
    }
    Ok(found)
}

struct Scan {
    lines: u64,
    next_sequence: u64,
    /// Bytes up to the end of the last whole document, or of the header.
    whole: u64,
}

/// Reads one segment line by line; memory is bounded by one line and one read.
fn scan_segment(file: &dyn StoredFile, ledger: &mut Ledger, mut next_sequence: u64) -> io::Result<Scan> {
    let mut scan = Scan { lines: 0, next_sequence, whole: 0 };
    let mut buffer = Vec::new();
    let (mut offset, mut line_start, mut open_lines) = (0u64, 0u64, 0u64);
    let mut damage = None;
    loop {
        let used = buffer.len();
        buffer.resize(used + READ_BYTES, 0);
        let read = file.read_at(&mut buffer[used..], offset)?;
        buffer.truncate(used + read);
        if read == 0 {
            return Ok(scan);
        }
        offset += read as u64;
        let mut taken = 0;
        while let Some(length) = buffer[taken..].iter().position(|&byte| byte == b'\n') {
            let line = &buffer[taken..taken + length];
            taken += length + 1;
            let end = line_start + length as u64 + 1;
            let line = read_line(line);
            // What a write that was interrupted leaves has no whole document behind it; damage has, and those documents
            // were acknowledged.
            if let (Some(at), Some(Line::Document { .. })) = (damage, &line) {
                let text = format!("a whole document stands behind damage at byte {at}");
                return Err(io::Error::new(io::ErrorKind::InvalidData, text));
            }
            match line {
                _ if damage.is_some() => {}
                Some(Line::Header { first_sequence }) if line_start == 0 => {
                    next_sequence = first_sequence;
                    scan.next_sequence = next_sequence;
                    scan.whole = end;
                }
                Some(Line::Event) => {
                    open_lines += 1;
                    next_sequence += 1;
                }
                Some(Line::Document { id, name, claimed, incomplete }) => {
                    ledger.add(id, &name, claimed, incomplete);
                    scan.lines += open_lines + 1;
                    open_lines = 0;
                    next_sequence += 1;
                    scan.next_sequence = next_sequence;
                    scan.whole = end;
                }
                _ => damage = Some(line_start),
            }
            line_start = end;
        }
        buffer.drain(..taken);
    }
}

const READ_BYTES: usize = 256 * 1024;

enum Line {
    Header { first_sequence: u64 },
    Event,
    Document { id: DocumentId, name: Vec<u8>, claimed: Timestamp, incomplete: bool },
}

/// Tells what a line is; `None` for one that this program did not write.
fn read_line(line: &[u8]) -> Option<Line> {
    #[derive(Deserialize)]
    struct Header {
        data: HeaderData,
    }
    #[derive(Deserialize)]
    struct Document<'a> {
        subject: &'a str,
        data: DocumentData<'a>,
    }
    #[derive(Deserialize)]
    struct DocumentData<'a> {
        outcome: &'a str,
        #[serde(borrow)]
        file: DocumentFile<'a>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct DocumentFile<'a> {
        name: Cow<'a, str>,
        name_b64: Option<&'a str>,
        claimed: Timestamp,
    }
    // The type stands at a fixed place among keys of known order, so most lines need no parsing.
    match type_of(line)? {
        HEADER_TYPE => {
            let header: Header = serde_json::from_slice(line).ok()?;
            Some(Line::Header { first_sequence: header.data.first_sequence.parse().ok()? })
        }
        DOCUMENT_TYPE => {
            let document: Document<'_> = serde_json::from_slice(line).ok()?;
            let id = DocumentId::parse(document.subject.strip_prefix("b3:")?)?;
            let file = document.data.file;
            let name = match file.name_b64 {
                Some(encoded) => BASE64.decode(encoded.as_bytes()).ok()?,
                None => file.name.into_owned().into_bytes(),
            };
            Some(Line::Document { id, name, claimed: file.claimed, incomplete: document.data.outcome == "incomplete" })
        }
        _ => (line.last() == Some(&b'}')).then_some(Line::Event),
    }
}

/// The `type` of a line, which stands before `data` in every line.
fn type_of(line: &[u8]) -> Option<&str> {
    const KEY: &[u8] = br#","type":""#;
    let at = line.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
    let length = line[at..].iter().position(|&byte| byte == b'"')?;
    std::str::from_utf8(&line[at..at + length]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::line::BlockWriter;
    use crate::log::storage::Folder;

    const TIME: &str = "2026-11-21T12:00:00.000000Z";

    fn block(content: &[u8], sequence: u64, outcome: &str) -> Vec<u8> {
        let source = Source::new("desk");
        let mut writer = BlockWriter::new(&source, DocumentId::of(content), &[0; 32]);
        writer.event("a@1", "article", "", "{}");
        let mut block = writer
            .finish(&serde_json::json!({ "outcome": outcome, "file": { "name": "a", "claimed": TIME } }), 1)
            .unwrap();
        block.stamp(TIME.as_bytes().try_into().unwrap(), sequence);
        block.as_bytes().to_vec()
    }

    fn log_of(parts: &[&[u8]]) -> (tempfile::TempDir, Folder) {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        let mut segment = Segment::create(&folder, &Source::new("desk"), SegmentId(1), 1, TIME).unwrap();
        for part in parts {
            append_all(&mut *segment.file, part).unwrap();
        }
        (root, folder)
    }

    #[test]
    fn a_header_is_padded_valid_json_and_unique() {
        let header = || header_line(&Source::new("desk"), SegmentId(3), 9, TIME).unwrap();
        let (first, second) = (header(), header());
        assert!(first.len() >= HEADER_BYTES_MIN && first.ends_with(b"}\n") && first != second);
        let value: serde_json::Value = serde_json::from_slice(&first).unwrap();
        assert_eq!((&value["data"]["segment"], &value["type"]), (&3.into(), &HEADER_TYPE.into()));
        assert!(matches!(read_line(&first[..first.len() - 1]), Some(Line::Header { first_sequence: 9 })));
    }

    #[test]
    fn a_start_finds_what_was_committed_and_where_to_go_on() {
        let (root, folder) = log_of(&[&block(b"x", 1, "complete"), &block(b"y", 3, "incomplete")]);
        let found = read(&folder).unwrap();
        assert_eq!((found.lines, found.cut, found.segments), (4, 0, 1));
        assert_eq!(found.newest.unwrap().next_sequence, 5);
        assert!(found.ledger.is_duplicate(DocumentId::of(b"x")) && !found.ledger.is_duplicate(DocumentId::of(b"y")));
        let [current, first] = [CURRENT, "events-000000000001.jsonl"].map(|name| std::fs::read(root.path().join(name)));
        assert_eq!(current.unwrap(), first.unwrap());
    }

    #[test]
    fn an_unfinished_document_at_the_end_is_cut_wherever_it_stops() {
        let (whole, torn) = (block(b"x", 1, "complete"), block(b"y", 3, "complete"));
        for end in 1..torn.len() {
            let (_root, folder) = log_of(&[&whole, &torn[..end]]);
            let found = read(&folder).unwrap();
            assert_eq!((found.lines, found.cut), (2, end as u64));
            let newest = found.newest.unwrap();
            assert_eq!((newest.next_sequence, newest.size), (3, newest.file.size().unwrap()));
        }
    }

    #[test]
    fn damage_before_a_whole_document_refuses_the_start_and_cuts_nothing() {
        let (root, folder) = log_of(&[&block(b"x", 1, "complete"), b"{\"torn\n", &block(b"y", 3, "complete")]);
        let path = root.path().join(SegmentId(1).file_name());
        let before = std::fs::read(&path).unwrap();
        let error = read(&folder).err().unwrap().to_string();
        assert!(error.contains("events-000000000001.jsonl") && error.contains("damage at byte"), "{error}");
        assert!(std::fs::read(&path).unwrap() == before);
    }

    #[test]
    fn damage_in_an_older_segment_refuses_the_start() {
        let (_root, folder) = log_of(&[b"{\"half"]);
        Segment::create(&folder, &Source::new("desk"), SegmentId(2), 1, TIME).unwrap();
        let error = read(&folder).err().unwrap();
        assert!(error.to_string().contains("events-000000000001.jsonl"), "{error}");
    }

    #[test]
    fn segment_names_sort_as_their_numbers_and_other_names_are_ignored() {
        assert_eq!(SegmentId::parse(&SegmentId(42).file_name()), Some(SegmentId(42)));
        for name in ["current.jsonl", "events-1.jsonl", "events-00000000000x.jsonl", "events-000000000001.jsonl.tmp"] {
            assert_eq!(SegmentId::parse(name), None, "{name}");
        }
    }
}
