//! Reads one segment: whether it is what was written there, and which documents it holds.

use std::borrow::Cow;
use std::io;

use data_encoding::BASE64;
use jiff::Timestamp;
use serde::Deserialize;

use crate::id::DocumentId;
use crate::ledger::Entry as Committed;
use crate::log::error::ReadError;
use crate::log::line::DOCUMENT_TYPE;
use crate::log::lines::{Lines, RawLine};
use crate::log::record::member_name;
use crate::log::segment::{Header, SegmentId};
use crate::log::storage::StoredFile;

/// What a segment holds, up to the end of its last whole document.
pub(super) struct Scan {
    pub(super) header: Header,
    /// Lines of events and documents.
    pub(super) lines: u64,
    /// The sequence number that the next line gets.
    pub(super) next_sequence: u64,
    /// Bytes up to the end of the last whole document, or of the header.
    pub(super) whole: u64,
}

/// Reads a segment, line by line; `committed` is told of every whole document. `first_sequence` is the one it must begin with, or `None` when it is the oldest and
/// may begin anywhere.
///
/// What a write that was interrupted leaves has no whole document behind it. Damage has, and those documents were
/// acknowledged: it is an error, wherever it is.
pub(super) fn scan(
    file: &dyn StoredFile,
    id: SegmentId,
    first_sequence: Option<u64>,
    mut committed: impl FnMut(Committed),
) -> Result<Scan, ReadError> {
    let unreadable = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", id.file_name()));
    let mut lines = Lines::new(file);
    let first = lines.next().map_err(unreadable)?;
    let mut scan = begin(first, id, first_sequence).map_err(|why| ReadError::Damaged { segment: id, at: 0, why })?;
    let mut sequence = scan.next_sequence;
    let mut damage = None;
    while let Some(line) = lines.next().map_err(unreadable)? {
        let entry = line.bytes.and_then(Entry::parse);
        if damage.is_none() && entry.as_ref().is_none_or(|entry| entry.sequence != sequence) {
            damage = Some(line.start);
        }
        match (entry, damage) {
            (Some(Entry { document: Some(_), .. }), Some(at)) => {
                let why = format!("there is damage, and a whole document up to byte {}", line.end);
                return Err(ReadError::Damaged { segment: id, at, why });
            }
            (Some(Entry { document: Some(document), .. }), None) => {
                let Document { id, name, claimed, incomplete } = &document;
                committed(Committed::new(*id, name, *claimed, sequence, *incomplete));
                sequence += 1;
                scan.lines += sequence - scan.next_sequence;
                scan.next_sequence = sequence;
                scan.whole = line.end;
            }
            (Some(_), None) => sequence += 1,
            (_, _) => {}
        }
    }
    Ok(scan)
}

/// Checks the header, or says what is wrong with it.
fn begin(first: Option<RawLine<'_>>, id: SegmentId, first_sequence: Option<u64>) -> Result<Scan, String> {
    let header = first.and_then(|line| Some((line.end, Header::parse(line.bytes?)?)));
    let Some((whole, header)) = header else { return Err("its first line is not the header of a segment".to_owned()) };
    if header.segment != id {
        return Err(format!("its header is the one of {}", header.segment.file_name()));
    }
    if let Some(wanted) = first_sequence.filter(|&wanted| wanted != header.first_sequence) {
        let found = header.first_sequence;
        return Err(format!("it begins with sequence {found}, and the segments before it end before {wanted}"));
    }
    Ok(Scan { lines: 0, next_sequence: header.first_sequence, whole, header })
}

/// A line of an event or, with `document`, of a document.
struct Entry {
    sequence: u64,
    document: Option<Document>,
}

struct Document {
    id: DocumentId,
    name: Vec<u8>,
    claimed: Timestamp,
    incomplete: bool,
}

impl Entry {
    /// Tells what a line is; `None` for one that was not written here.
    fn parse(line: &[u8]) -> Option<Entry> {
        // These keys stand before `data`, in this order, so most lines need no parsing.
        let (kind, rest) = value_of(line, br#","type":""#)?;
        let (sequence, _) = value_of(rest, br#","sequence":""#)?;
        let sequence = sequence.parse().ok()?;
        let document = match kind {
            DOCUMENT_TYPE => Some(Document::parse(line)?),
            _ if line.last() == Some(&b'}') => None,
            _ => return None,
        };
        Some(Entry { sequence, document })
    }
}

/// The string after the first `key` of a line, and what follows it.
fn value_of<'a>(line: &'a [u8], key: &[u8]) -> Option<(&'a str, &'a [u8])> {
    let at = memchr::memmem::find(line, key)? + key.len();
    let length = memchr::memchr(b'"', &line[at..])?;
    let (value, rest) = line[at..].split_at(length);
    Some((std::str::from_utf8(value).ok()?, rest))
}

impl Document {
    fn parse(line: &[u8]) -> Option<Document> {
        #[derive(Deserialize)]
        struct Line<'a> {
            subject: &'a str,
            #[serde(borrow)]
            data: Data<'a>,
        }
        #[derive(Deserialize)]
        struct Data<'a> {
            outcome: &'a str,
            #[serde(borrow)]
            file: File<'a>,
            supersedes: Option<&'a str>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct File<'a> {
            name: Cow<'a, str>,
            name_b64: Option<&'a str>,
            entry: Option<Entry>,
            claimed: Timestamp,
        }
        #[derive(Deserialize)]
        struct Entry {
            number: u32,
        }
        let Line { subject, data } = serde_json::from_slice(line).ok()?;
        let name = match data.file.name_b64 {
            Some(encoded) => BASE64.decode(encoded.as_bytes()).ok()?,
            None => data.file.name.into_owned().into_bytes(),
        };
        let name = match data.file.entry {
            Some(entry) => member_name(&name, entry.number, data.supersedes),
            None => name,
        };
        Some(Document {
            id: DocumentId::parse(subject.strip_prefix("b3:")?)?,
            name,
            claimed: data.file.claimed,
            incomplete: data.outcome == "incomplete",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::line::{BlockWriter, Source};
    use crate::log::segment::{append_all, create_for_test};
    use crate::log::storage::Folder;

    /// A document of one event, whose first line has this sequence number.
    fn block(sequence: u64) -> Vec<u8> {
        let source = Source::new("desk");
        let mut writer = BlockWriter::new(&source, DocumentId::of(&sequence.to_le_bytes()), &[0; 32]);
        writer.event("a@1", "article", "", "{}");
        let time = "2026-11-21T12:00:00.000000Z";
        let record = serde_json::json!({ "outcome": "complete", "file": { "name": "a", "claimed": time } });
        let mut block = writer.finish(&record, 1).unwrap();
        block.stamp(time.as_bytes().try_into().unwrap(), sequence);
        block.as_bytes().to_vec()
    }

    /// Scans segment 2, which begins with sequence 7 and holds these parts, as if it were number `id` and had to begin
    /// with `first`.
    fn scan_of(parts: &[&[u8]], id: u64, first: Option<u64>) -> (Result<Scan, ReadError>, usize) {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        let mut segment = create_for_test(&folder, &Source::new("desk"), 2, 7, Timestamp::UNIX_EPOCH);
        append_all(&mut *segment.file, &parts.concat()).unwrap();
        let mut documents = 0;
        (scan(&*segment.file, SegmentId(id), first, |_| documents += 1), documents)
    }

    #[test]
    fn a_segment_begins_with_its_own_header_at_the_right_sequence() {
        for first in [Some(7), None] {
            let scan = scan_of(&[&block(7)], 2, first).0.unwrap();
            assert_eq!((scan.lines, scan.next_sequence, scan.header.first_sequence), (2, 9, 7));
        }
        for (id, first, words) in [(3, Some(7), "events-000000000002.jsonl"), (2, Some(6), "begins with sequence 7")] {
            let error = scan_of(&[&block(7)], id, first).0.err().unwrap().to_string();
            assert!(error.contains("at byte 0: ") && error.contains(words), "{error}");
        }
    }

    #[test]
    fn a_file_without_a_header_is_no_segment() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        for (name, content) in [("empty", vec![]), ("zeros", vec![0; 4096]), ("no header", block(1))] {
            std::fs::write(root.path().join(name), content).unwrap();
            let file = crate::log::storage::Storage::open(&folder, name).unwrap();
            let error = scan(&*file, SegmentId(1), None, |_| ()).err().unwrap().to_string();
            assert!(error.contains("events-000000000001.jsonl goes wrong at byte 0"), "{name}: {error}");
        }
    }

    #[test]
    fn lines_out_of_sequence_are_damage() {
        let (whole, event_alone) =
            (block(7), |sequence: u64| block(sequence).split(|&b| b == b'\n').next().unwrap().to_vec());
        // An event that repeats or skips a number, with nothing acknowledged behind it.
        for sequence in [7, 8, 10] {
            let (scan, documents) = scan_of(&[&whole, &event_alone(sequence), b"\n"], 2, Some(7));
            assert_eq!((scan.unwrap().whole, documents), (1024 + whole.len() as u64, 1), "{sequence}");
        }
        for sequence in [7, 8, 10] {
            let error = scan_of(&[&whole, &block(sequence)], 2, Some(7)).0.err().unwrap().to_string();
            assert!(error.contains(&format!("at byte {}: ", 1024 + whole.len())), "{error}");
        }
    }

    #[test]
    fn damage_before_a_whole_document_is_an_error_that_says_where() {
        for damage in [&b"{\"torn\n"[..], b"\0\0\0\n", b"\n", b"{}\n"] {
            let (first, last) = (block(7), block(9));
            let error = scan_of(&[&first, damage, &last], 2, Some(7)).0.err().unwrap().to_string();
            let [at, end] = [first.len(), first.len() + damage.len() + last.len()].map(|bytes| bytes + 1024);
            let text = format!("goes wrong at byte {at}: there is damage, and a whole document up to byte {end}");
            assert!(error.ends_with(&text), "{error}");
        }
    }
}
