//! What a start finds in the log folder, and makes good: files that were never finished, a document that was not
//! written to its end.

use std::io;

use crate::ledger::Ledger;
use crate::log::error::ReadError;
use crate::log::line::Source;
use crate::log::lines::READ_BYTES;
use crate::log::scan::{Scan, scan};
use crate::log::segment::{CURRENT, Segment, SegmentId, UNFINISHED, append_all, point_current_at, unfinished};
use crate::log::storage::{Storage, StoredFile};

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
    /// What was cut off the newest segment.
    pub cut: Option<Cut>,
}

/// What stood behind the last whole document of the newest segment: a write that was interrupted before it was
/// acknowledged.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    /// How many bytes.
    pub bytes: u64,
    /// The file in the log folder that has them now.
    pub file: String,
}

/// Reads a log folder: which documents are committed, where to go on. All that it found is durable on return.
///
/// # Errors
/// When a call fails; when a segment is not what was written there, or a document is unfinished elsewhere than at the
/// end; when the newest segment has another `source`. The segments are unchanged then.
pub fn read(storage: &dyn Storage, source: &Source) -> Result<Found, ReadError> {
    let names = storage.names()?;
    for name in names.iter().filter(|name| is_unfinished(name)) {
        storage.remove(name)?;
    }
    let mut ids: Vec<SegmentId> = names.iter().filter_map(|name| SegmentId::parse(name)).collect();
    ids.sort_unstable();
    let mut found = Found { newest: None, ledger: Ledger::default(), lines: 0, segments: ids.len(), cut: None };
    let mut next_sequence = None;
    for id in &ids {
        let file = storage.open(&id.file_name())?;
        let scan = scan(&*file, *id, next_sequence, &mut found.ledger)?;
        found.lines += scan.lines;
        next_sequence = Some(scan.next_sequence);
        if Some(id) == ids.last() {
            let (newest, cut) = go_on(storage, source, *id, file, &scan)?;
            (found.newest, found.cut) = (Some(newest), cut);
        } else if scan.whole < file.size()? {
            let why = "it does not end in a whole document, and there are newer segments".to_owned();
            return Err(ReadError::Damaged { segment: *id, at: scan.whole, why });
        }
    }
    storage.sync()?;
    Ok(found)
}

/// Whether a file is one of ours that was never finished. Whatever else lies in the folder is somebody's.
fn is_unfinished(name: &str) -> bool {
    let ours = |name: &str| name == CURRENT || SegmentId::parse(name).is_some() || is_cut_name(name);
    name.strip_suffix(UNFINISHED).is_some_and(ours)
}

/// Makes the newest segment ready to be appended to.
fn go_on(
    storage: &dyn Storage,
    source: &Source,
    id: SegmentId,
    file: Box<dyn StoredFile>,
    scan: &Scan,
) -> Result<(Segment, Option<Cut>), ReadError> {
    if scan.header.source != source.urn() {
        let (found, wanted) = (scan.header.source.clone(), source.urn().to_owned());
        return Err(ReadError::OtherName { segment: id, found, wanted });
    }
    let size = file.size()?;
    let mut cut = None;
    if scan.whole < size {
        cut = Some(keep_end(storage, id, &*file, scan.whole).map_err(|error| {
            let text = format!("cannot keep what stands behind byte {} of {}: {error}", scan.whole, id.file_name());
            io::Error::new(error.kind(), text)
        })?);
        file.cut(scan.whole)?;
    }
    // What was read may stand in memory only, and files are archived on the strength of it.
    file.sync()?;
    point_current_at(storage, &id.file_name())?;
    let Scan { whole, next_sequence, ref header, .. } = *scan;
    Ok((Segment { id, file, size: whole, next_sequence, born: header.born }, cut))
}

/// Copies the end of a segment to a file of its own, durable on return.
fn keep_end(storage: &dyn Storage, id: SegmentId, segment: &dyn StoredFile, from: u64) -> io::Result<Cut> {
    let unfinished = unfinished(&cut_name(id, from, 1));
    let mut copy = storage.create(&unfinished)?;
    let mut buffer = vec![0; READ_BYTES];
    let mut at = from;
    loop {
        let read = segment.read_at(&mut buffer, at)?;
        if read == 0 {
            break;
        }
        append_all(&mut *copy, &buffer[..read])?;
        at += read as u64;
    }
    copy.sync()?;
    // The same place may have been cut before.
    let mut nth = 1;
    while let Err(error) = storage.rename(&unfinished, &cut_name(id, from, nth)) {
        if error.kind() != io::ErrorKind::AlreadyExists {
            return Err(error);
        }
        nth += 1;
    }
    storage.sync()?;
    Ok(Cut { bytes: at - from, file: cut_name(id, from, nth) })
}

const CUT_PREFIX: &str = "cut-";
const CUT_SUFFIX: &str = ".bytes";

/// `cut-000000000001-5120.bytes`, and `cut-000000000001-5120-2.bytes` when there is one already.
fn cut_name(id: SegmentId, from: u64, nth: u32) -> String {
    let again = if nth > 1 { format!("-{nth}") } else { String::new() };
    format!("{CUT_PREFIX}{:012}-{from}{again}{CUT_SUFFIX}", id.0)
}

fn is_cut_name(name: &str) -> bool {
    let place = name.strip_prefix(CUT_PREFIX).and_then(|name| name.strip_suffix(CUT_SUFFIX));
    place.is_some_and(|place| place.split('-').all(|number| number.parse::<u64>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;
    use std::sync::{Arc, Mutex};

    use jiff::Timestamp;

    use crate::id::DocumentId;
    use crate::log::line::BlockWriter;
    use crate::log::storage::Folder;

    const TIME: &str = "2026-11-21T12:00:00.000000Z";

    fn desk() -> Source {
        Source::new("desk")
    }

    fn block(content: &[u8], sequence: u64, outcome: &str) -> Vec<u8> {
        let source = desk();
        let mut writer = BlockWriter::new(&source, DocumentId::of(content), &[0; 32]);
        writer.event("a@1", "article", "", "{}");
        let mut block = writer
            .finish(&serde_json::json!({ "outcome": outcome, "file": { "name": "a", "claimed": TIME } }), 1)
            .unwrap();
        block.stamp(TIME.as_bytes().try_into().unwrap(), sequence);
        block.as_bytes().to_vec()
    }

    fn append_segment(folder: &Folder, id: u64, first_sequence: u64, parts: &[&[u8]]) {
        let born = TIME.parse().unwrap();
        let mut segment = Segment::create(folder, &desk(), SegmentId(id), first_sequence, born).unwrap();
        append_all(&mut *segment.file, &parts.concat()).unwrap();
    }

    fn log_of(parts: &[&[u8]]) -> (tempfile::TempDir, Folder) {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        append_segment(&folder, 1, 1, parts);
        (root, folder)
    }

    /// Names and contents of a folder, in order.
    fn content_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let mut content: Vec<_> = entries
            .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap_or_default()))
            .collect();
        content.sort();
        content
    }

    #[test]
    fn a_start_finds_what_was_committed_and_where_to_go_on() {
        let (root, folder) = log_of(&[&block(b"x", 1, "complete"), &block(b"y", 3, "incomplete")]);
        let found = read(&folder, &desk()).unwrap();
        assert_eq!((found.lines, found.cut, found.segments), (4, None, 1));
        let newest = found.newest.unwrap();
        assert_eq!((newest.next_sequence, newest.born), (5, TIME.parse::<Timestamp>().unwrap()));
        assert!(found.ledger.is_duplicate(DocumentId::of(b"x")) && !found.ledger.is_duplicate(DocumentId::of(b"y")));
        let [current, first] = [CURRENT, "events-000000000001.jsonl"].map(|name| fs::read(root.path().join(name)));
        assert_eq!(current.unwrap(), first.unwrap());
    }

    #[test]
    fn an_unfinished_document_at_the_end_is_cut_wherever_it_stops_and_kept() {
        let (whole, torn) = (block(b"x", 1, "complete"), block(b"y", 3, "complete"));
        let event = torn.iter().position(|&byte| byte == b'\n').unwrap();
        for end in (1..event).step_by(31).chain(event - 1..event + 3).chain((event + 3..torn.len()).step_by(31)) {
            let (root, folder) = log_of(&[&whole, &torn[..end]]);
            let found = read(&folder, &desk()).unwrap();
            let file = format!("cut-000000000001-{}.bytes", 1024 + whole.len());
            assert_eq!(fs::read(root.path().join(&file)).unwrap(), &torn[..end]);
            assert_eq!((found.lines, found.cut), (2, Some(Cut { bytes: end as u64, file })));
            let newest = found.newest.unwrap();
            assert_eq!((newest.next_sequence, newest.size), (3, newest.file.size().unwrap()));
        }
    }

    #[test]
    fn what_is_cut_at_the_same_place_again_has_a_file_of_its_own() {
        let (root, folder) = log_of(&[]);
        let long = vec![0; READ_BYTES + 9];
        for (bytes, name) in [
            (&b"{\"one"[..], "cut-000000000001-1024.bytes"),
            (b"{\"two", "cut-000000000001-1024-2.bytes"),
            (&long, "cut-000000000001-1024-3.bytes"),
        ] {
            append_all(&mut *folder.open(&SegmentId(1).file_name()).unwrap(), bytes).unwrap();
            assert_eq!(read(&folder, &desk()).unwrap().cut.unwrap().file, name);
            assert!(fs::read(root.path().join(name)).unwrap() == bytes, "{name}");
        }
        assert_eq!(content_of(root.path()).len(), 5);
    }

    #[test]
    fn a_log_that_is_not_whole_is_refused_and_left_as_it_is() {
        let document = |sequence| block(b"x", sequence, "complete");
        type Segments<'a> = &'a [(u64, u64, Vec<u8>)];
        let cases: &[(Segments<'_>, &str)] = &[
            (&[(1, 1, [document(1), b"{\"torn\n".to_vec(), document(3)].concat())], "000001.jsonl goes wrong at byte"),
            (&[(1, 1, b"{\"half".to_vec()), (2, 1, vec![])], "000001.jsonl goes wrong at byte 1024: it does not end"),
            (&[(1, 1, document(1)), (3, 7, vec![])], "000003.jsonl goes wrong at byte 0: it begins with sequence 7"),
            (&[(1, 1, document(1)), (2, 2, b"{\"half".to_vec())], "000002.jsonl goes wrong at byte 0"),
        ];
        for (segments, words) in cases {
            let root = tempfile::tempdir().unwrap();
            let folder = Folder::create(root.path()).unwrap();
            segments.iter().for_each(|(id, first, bytes)| append_segment(&folder, *id, *first, &[bytes]));
            let before = content_of(root.path());
            let error = read(&folder, &desk()).err().unwrap();
            assert!(error.to_string().contains(words), "{error}");
            assert!(error.fix().contains("move all segments out of the folder") && error.fix().contains("keep them"));
            assert!(content_of(root.path()) == before, "{words}");
        }
    }

    #[test]
    fn the_oldest_segment_may_begin_anywhere_and_numbers_may_be_missing() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        append_segment(&folder, 7, 41, &[&block(b"x", 41, "complete")]);
        append_segment(&folder, 9, 43, &[&block(b"y", 43, "complete")]);
        let found = read(&folder, &desk()).unwrap();
        assert_eq!((found.lines, found.ledger.len(), found.newest.unwrap().next_sequence), (4, 2, 45));
    }

    #[test]
    fn a_log_of_another_name_is_refused_before_anything_is_cut() {
        let (root, folder) = log_of(&[b"{\"half"]);
        let before = content_of(root.path());
        let error = read(&folder, &Source::new("news")).err().unwrap();
        let text = "events-000000000001.jsonl is a segment of urn:dragoman:desk, not of urn:dragoman:news: ";
        assert!(
            error.to_string().starts_with(text) && error.to_string().contains("`name` in dragoman.toml"),
            "{error}"
        );
        assert!(error.fix().contains("old value") && error.fix().contains("another folder"), "{}", error.fix());
        assert!(content_of(root.path()) == before);
        // Older segments may have any: the name was changed while they were the log's past.
        read(&folder, &desk()).unwrap();
        Segment::create(&folder, &Source::new("news"), SegmentId(2), 1, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(read(&folder, &Source::new("news")).unwrap().segments, 2);
    }

    #[test]
    fn only_our_own_unfinished_files_are_removed() {
        let (root, folder) = log_of(&[]);
        let ours = ["current.jsonl.tmp", "events-000000000002.jsonl.tmp", "cut-000000000001-1024.bytes.tmp"];
        let foreign = [".tmp", "cut-.bytes.tmp", "events-2.jsonl.tmp", "notes.tmp", "notes.txt"];
        ours.iter().chain(&foreign).for_each(|name| fs::write(root.path().join(name), "x").unwrap());
        fs::create_dir(root.path().join("folder.tmp")).unwrap();
        read(&folder, &desk()).unwrap();
        let left: Vec<String> = content_of(root.path()).into_iter().map(|(name, _)| name).collect();
        let mut expected = ["current.jsonl", "events-000000000001.jsonl", "folder.tmp"].to_vec();
        expected.extend(foreign);
        expected.sort_unstable();
        assert_eq!(left, expected);
    }

    /// A disk that tells what was asked of it.
    struct Told {
        folder: Folder,
        calls: Arc<Mutex<Vec<String>>>,
    }

    struct ToldFile {
        name: String,
        file: Box<dyn StoredFile>,
        calls: Arc<Mutex<Vec<String>>>,
    }

    impl Told {
        fn note(&self, call: String) {
            self.calls.lock().unwrap().push(call);
        }

        fn file(&self, name: &str, file: io::Result<Box<dyn StoredFile>>) -> io::Result<Box<dyn StoredFile>> {
            Ok(Box::new(ToldFile { name: name.to_owned(), file: file?, calls: Arc::clone(&self.calls) }))
        }
    }

    impl Storage for Told {
        fn names(&self) -> io::Result<Vec<String>> {
            self.folder.names()
        }
        fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
            self.file(name, self.folder.create(name))
        }
        fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
            self.file(name, self.folder.open(name))
        }
        fn link(&self, from: &str, to: &str) -> io::Result<()> {
            self.folder.link(from, to)
        }
        fn replace(&self, from: &str, to: &str) -> io::Result<()> {
            self.folder.replace(from, to)
        }
        fn rename(&self, from: &str, to: &str) -> io::Result<()> {
            self.note(format!("rename to {to}"));
            self.folder.rename(from, to)
        }
        fn remove(&self, name: &str) -> io::Result<()> {
            self.folder.remove(name)
        }
        fn sync(&self) -> io::Result<()> {
            self.note("sync folder".to_owned());
            self.folder.sync()
        }
    }

    impl StoredFile for ToldFile {
        fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.file.append(bytes)
        }
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
            self.file.read_at(buffer, offset)
        }
        fn sync(&self) -> io::Result<()> {
            self.calls.lock().unwrap().push(format!("sync {}", self.name));
            self.file.sync()
        }
        fn size(&self) -> io::Result<u64> {
            self.file.size()
        }
        fn cut(&self, size: u64) -> io::Result<()> {
            self.calls.lock().unwrap().push(format!("cut {} at {size}", self.name));
            self.file.cut(size)
        }
    }

    /// Guards against archiving files on the strength of lines that were in the page cache only, and against cutting
    /// off what is not durable elsewhere.
    #[test]
    fn what_a_start_relies_on_is_synced_and_what_it_cuts_is_durable_first() {
        let calls_of = |parts: &[&[u8]]| {
            let (_root, folder) = log_of(parts);
            let told = Told { folder, calls: Arc::default() };
            read(&told, &desk()).unwrap();
            told.calls.lock().unwrap().clone()
        };
        let whole = block(b"x", 1, "complete");
        assert_eq!(calls_of(&[&whole]), ["sync events-000000000001.jsonl", "sync folder"]);
        assert_eq!(
            calls_of(&[b"{\"half"]),
            [
                "sync cut-000000000001-1024.bytes.tmp",
                "rename to cut-000000000001-1024.bytes",
                "sync folder",
                "cut events-000000000001.jsonl at 1024",
                "sync events-000000000001.jsonl",
                "sync folder",
            ]
        );
    }
}
