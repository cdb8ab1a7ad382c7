//! What a start finds in journal and log, and makes good: what was committed and not yet published, files that were
//! never finished. What is published already is never changed.

use std::io;
use std::thread;

use jiff::Timestamp;

use crate::failpoint::failpoint;
use crate::ledger::filling::Filling;
use crate::ledger::store::Store;
use crate::log::error::ReadError;
use crate::log::journal::Journal;
use crate::log::journal::frame::{Draft, Position};
use crate::log::journal::replay::Replay;
use crate::log::line::Source;
use crate::log::scan::{Scan, scan};
use crate::log::seal::{Sealed, manifest, read_sidecar};
use crate::log::segment::{CURRENT, Segment, SegmentId, UNFINISHED, header_line, point_current_at};
use crate::log::storage::{Storage, StoredFile};
use crate::log::writer::is_full_disk;

/// A log that can be gone on with, and what stands in it.
pub struct Found {
    /// The newest segment.
    pub newest: Segment,
    /// The journal, at the beginning of a lap.
    pub journal: Journal,
    /// Lines of events and documents in all segments.
    pub lines: u64,
    /// How many segments there are.
    pub segments: usize,
    /// Bytes that were committed, and missing in the log.
    pub published: u64,
    /// Finished segments that are not sealed yet.
    pub unsealed: Vec<SegmentId>,
}

/// Makes log, journal and ledger ready; `state` holds the journal, whose files get `journal_bytes` each. All that is found
/// is durable on return.
///
/// # Errors
/// When a call fails; when a segment is not what was written there, or ends elsewhere than the journal says; when the
/// newest segment has another `source`. Of the segments, at most what the journal has was completed then.
pub fn recover(
    log: &dyn Storage,
    state: Box<dyn Storage>,
    source: &Source,
    journal_bytes: u64,
    ledger: &mut Store,
) -> Result<Found, ReadError> {
    let names = log.names()?;
    for name in names.iter().filter(|name| is_unfinished(name)) {
        log.remove(name)?;
    }
    failpoint!("unfinished files removed")?;
    let mut ids = segments(&names);
    let replay = Replay::read(&*state)?;
    failpoint!("journal read")?;
    let manifest = manifest(log)?;
    let is_sealed = |segment| manifest.iter().any(|line| line.segment == segment);
    let published = match &replay {
        Some(replay) if is_to_publish(replay, ids.is_empty())? => {
            let published = replay.publish(log, is_sealed)?;
            // One of them may have been made just now.
            ids = segments(&log.names()?);
            published
        }
        _ => 0,
    };
    let read = match Read::all(log, &ids, &manifest, ledger)? {
        Some(read) => Some(read),
        // It was that of another log, and is empty now.
        None => Read::all(log, &ids, &manifest, ledger)?,
    };
    failpoint!("segments read")?;
    let Read { newest, lines, unsealed } = read.unwrap_or_default();
    let newest = match newest {
        Some((id, file, scan)) => Some(go_on(log, source, id, file, scan, replay.as_ref())?),
        None => None,
    };
    log.sync()?;
    failpoint!("log folder synced")?;
    let checkpoint = newest.as_ref().map_or(NO_LOG, |newest| Position {
        segment: newest.id.0,
        offset: newest.size,
        next_sequence: newest.next_sequence,
    });
    let mut journal = Journal::begin(state, replay.as_ref(), journal_bytes, checkpoint)
        .map_err(|error| if is_full_disk(&error) { ReadError::NoJournal(error) } else { error.into() })?;
    let newest = match newest {
        Some(newest) => newest,
        None => begin(log, source, &mut journal)?,
    };
    Ok(Found { newest, journal, lines, segments: ids.len().max(1), published, unsealed })
}

/// Whether what the journal has is to go to the log.
///
/// # Errors
/// When there is no log, and there was one.
fn is_to_publish(replay: &Replay, is_empty: bool) -> Result<bool, ReadError> {
    match is_empty {
        // All of it was in the log when the daemon ended; whoever took that away wants a new one.
        true if replay.is_empty() || replay.stopped_well => Ok(false),
        true if replay.checkpoint != NO_LOG => {
            let why = "the journal has documents for it, and the log folder has no segment".to_owned();
            Err(ReadError::OtherLog { why })
        }
        _ => Ok(true),
    }
}

/// The end of a log that has not begun.
const NO_LOG: Position = Position { segment: 0, offset: 0, next_sequence: 1 };

/// Begins a log: as every segment, the first is committed before it is visible.
fn begin(log: &dyn Storage, source: &Source, journal: &mut Journal) -> io::Result<Segment> {
    let (id, first_sequence, born) = (SegmentId(1), NO_LOG.next_sequence, Timestamp::now());
    let header = header_line(source, id, first_sequence, born)?;
    let mut beginning = Draft::default();
    beginning.append(&header);
    journal.roll(Position { segment: id.0, ..NO_LOG }, &mut beginning)?;
    Segment::create(log, id, &header, first_sequence, born)
}

fn segments(names: &[String]) -> Vec<SegmentId> {
    let mut ids: Vec<SegmentId> = names.iter().filter_map(|name| SegmentId::parse(name)).collect();
    ids.sort_unstable();
    ids
}

type Newest = (SegmentId, Box<dyn StoredFile>, Scan);

/// What was read of the segments.
#[derive(Default)]
struct Read {
    newest: Option<Newest>,
    lines: u64,
    unsealed: Vec<SegmentId>,
}

impl Read {
    /// Reads the segments, oldest first, and has the ledger know what it lacks. Of those that are sealed it reads what was
    /// noted of them, and not even that when the ledger has it. `None` when the ledger was that of another log.
    fn all(
        log: &dyn Storage,
        ids: &[SegmentId],
        manifest: &[Sealed],
        ledger: &mut Store,
    ) -> Result<Option<Read>, ReadError> {
        let read = thread::scope(|scope| Read::filling(log, ids, manifest, Filling::new(scope, ledger)?))?;
        if read.is_none() {
            ledger.clear().map_err(io::Error::from)?;
        }
        Ok(read)
    }

    fn filling(
        log: &dyn Storage,
        ids: &[SegmentId],
        manifest: &[Sealed],
        mut ledger: Filling<'_>,
    ) -> Result<Option<Read>, ReadError> {
        let mut read = Read::default();
        // Documents of segments that are no longer kept are known still.
        for line in manifest.iter().filter(|line| !ids.contains(&SegmentId(line.segment))) {
            if !ledger.has_all_before(line.next_sequence) {
                read_sidecar(log, SegmentId(line.segment), |entry| ledger.note(entry))?;
            }
        }
        let mut next_sequence = None;
        for id in ids {
            let file = log.open(&id.file_name())?;
            let is_newest = Some(id) == ids.last();
            let sealed = manifest.iter().find(|line| line.segment == id.0 && !is_newest);
            if let Some(line) = sealed.filter(|line| next_sequence.is_none_or(|next| next == line.first_sequence))
                && file.size()? == line.size
                && (ledger.has_all_before(line.next_sequence) || read_sidecar(log, *id, |entry| ledger.note(entry))?)
            {
                read.lines += line.next_sequence - line.first_sequence;
                next_sequence = Some(line.next_sequence);
                continue;
            }
            let scan = scan(&*file, *id, next_sequence, |entry| ledger.note(entry))?;
            read.lines += scan.lines;
            next_sequence = Some(scan.next_sequence);
            if scan.whole < file.size()? {
                return Err(ReadError::Surplus { segment: *id, at: scan.whole });
            }
            if is_newest {
                read.newest = Some((*id, file, scan));
            } else {
                read.unsealed.push(*id);
            }
        }
        Ok(ledger.finish()?.then_some(read))
    }
}

/// Whether a file is one of ours that was never finished. Whatever else lies in the folder is somebody's.
fn is_unfinished(name: &str) -> bool {
    let ours = |name: &str| name == CURRENT || SegmentId::parse(name).is_some();
    name.strip_suffix(UNFINISHED).is_some_and(ours)
}

/// Makes the newest segment ready to be appended to.
fn go_on(
    log: &dyn Storage,
    source: &Source,
    id: SegmentId,
    file: Box<dyn StoredFile>,
    scan: Scan,
    replay: Option<&Replay>,
) -> Result<Segment, ReadError> {
    if scan.header.source != source.urn() {
        let (found, wanted) = (scan.header.source.clone(), source.urn().to_owned());
        return Err(ReadError::OtherName { segment: id, found, wanted });
    }
    if let Some(end) = replay.map(|replay| replay.end) {
        let here = (end.segment, end.offset, end.next_sequence) == (id.0, scan.whole, scan.next_sequence);
        if !here {
            let (name, whole, next) = (id.file_name(), scan.whole, scan.next_sequence);
            let Position { segment, offset, next_sequence } = end;
            let why = format!(
                "the log ends at byte {whole} of {name} before sequence {next}, the journal at byte {offset} of segment \
                 {segment} before sequence {next_sequence}"
            );
            return Err(ReadError::OtherLog { why });
        }
    }
    // What was read may stand in memory only, and files are archived on the strength of it.
    file.sync()?;
    failpoint!("newest segment synced")?;
    point_current_at(log, &id.file_name())?;
    Ok(Segment { id, file, size: scan.whole, next_sequence: scan.next_sequence, born: scan.header.born })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    use crate::id::DocumentId;
    use crate::log::line::BlockWriter;
    use crate::log::segment::{append_all, create_for_test};
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
        let mut segment = create_for_test(folder, &desk(), id, first_sequence, born);
        append_all(&mut *segment.file, &parts.concat()).unwrap();
    }

    fn log_of(parts: &[&[u8]]) -> (tempfile::TempDir, Folder) {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        append_segment(&folder, 1, 1, parts);
        (root, folder)
    }

    /// Makes a log ready that has no journal and no ledger.
    fn read(folder: &Folder, source: &Source) -> Result<Found, ReadError> {
        read_into(&mut Store::in_memory().unwrap(), folder, source)
    }

    fn read_into(ledger: &mut Store, folder: &Folder, source: &Source) -> Result<Found, ReadError> {
        let state = tempfile::tempdir().unwrap();
        recover(folder, Box::new(Folder::create(state.path()).unwrap()), source, 4096, ledger)
    }

    /// How often a ledger has some contents.
    fn arrivals(ledger: &Store, contents: &[&[u8]]) -> Vec<u64> {
        let view = ledger.view().unwrap();
        contents.iter().map(|content| view.arrivals(DocumentId::of(content)).unwrap().committed).collect()
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
        let mut ledger = Store::in_memory().unwrap();
        let found = read_into(&mut ledger, &folder, &desk()).unwrap();
        assert_eq!((found.lines, found.published, found.segments), (4, 0, 1));
        let newest = found.newest;
        assert_eq!((newest.next_sequence, newest.born), (5, TIME.parse::<Timestamp>().unwrap()));
        let is_complete = |content| ledger.view().unwrap().arrivals(DocumentId::of(content)).unwrap().complete;
        assert!(is_complete(b"x") && !is_complete(b"y"));
        let [current, first] = [CURRENT, "events-000000000001.jsonl"].map(|name| fs::read(root.path().join(name)));
        assert_eq!(current.unwrap(), first.unwrap());
    }

    #[test]
    fn a_log_that_is_not_whole_is_refused_and_left_as_it_is() {
        let document = |sequence| block(b"x", sequence, "complete");
        type Segments<'a> = &'a [(u64, u64, Vec<u8>)];
        let cases: &[(Segments<'_>, &str)] = &[
            (&[(1, 1, [document(1), b"{\"torn\n".to_vec(), document(3)].concat())], "000001.jsonl goes wrong at byte"),
            (&[(1, 1, b"{\"half".to_vec()), (2, 1, vec![])], "000001.jsonl goes on behind byte 1024"),
            (&[(1, 1, b"{\"half".to_vec())], "000001.jsonl goes on behind byte 1024"),
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
            assert!(
                ["move all segments out of the folder", "truncate -s 1024"].iter().any(|fix| error.fix().contains(fix))
            );
            assert!(content_of(root.path()) == before, "{words}");
        }
    }

    #[test]
    fn the_oldest_segment_may_begin_anywhere_and_numbers_may_be_missing() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::create(root.path()).unwrap();
        append_segment(&folder, 7, 41, &[&block(b"x", 41, "complete")]);
        append_segment(&folder, 9, 43, &[&block(b"y", 43, "complete")]);
        let mut ledger = Store::in_memory().unwrap();
        let found = read_into(&mut ledger, &folder, &desk()).unwrap();
        assert_eq!((found.lines, ledger.view().unwrap().documents().unwrap(), found.newest.next_sequence), (4, 2, 45));
    }

    #[test]
    fn a_ledger_that_lags_gets_what_it_lacks_once_and_that_of_another_log_is_made_anew() {
        let contents: [&[u8]; 4] = [b"x", b"y", b"z", b"other"];
        let (x, y, z) = (block(b"x", 1, "complete"), block(b"y", 3, "complete"), block(b"z", 5, "complete"));
        let mut ledger = Store::in_memory().unwrap();
        for (parts, known) in [
            (vec![&*x], [1, 0, 0, 0]),
            (vec![&x, &y, &z], [1, 1, 1, 0]),
            // One more start of the same.
            (vec![&x, &y, &z], [1, 1, 1, 0]),
            // A log that ends before the ledger does, as a copy that was put back.
            (vec![&x, &y], [1, 1, 0, 0]),
            (vec![&block(b"other", 1, "complete"), &block(b"z", 3, "complete")], [0, 0, 1, 1]),
            (vec![], [0, 0, 0, 0]),
        ] {
            let (_root, folder) = log_of(&parts);
            read_into(&mut ledger, &folder, &desk()).unwrap();
            assert_eq!(arrivals(&ledger, &contents), known);
        }
    }

    #[test]
    fn a_log_of_another_name_is_refused() {
        let (root, folder) = log_of(&[&block(b"x", 1, "complete")]);
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
        create_for_test(&folder, &Source::new("news"), 2, 3, Timestamp::UNIX_EPOCH);
        assert_eq!(read(&folder, &Source::new("news")).unwrap().segments, 2);
    }

    #[test]
    fn only_our_own_unfinished_files_are_removed() {
        let (root, folder) = log_of(&[]);
        let ours = ["current.jsonl.tmp", "events-000000000002.jsonl.tmp"];
        let foreign = [".tmp", "events-2.jsonl.tmp", "notes.tmp", "notes.txt"];
        ours.iter().chain(&foreign).for_each(|name| fs::write(root.path().join(name), "x").unwrap());
        fs::create_dir(root.path().join("folder.tmp")).unwrap();
        read(&folder, &desk()).unwrap();
        let left: Vec<String> = content_of(root.path()).into_iter().map(|(name, _)| name).collect();
        let mut expected = ["current.jsonl", "events-000000000001.jsonl", "folder.tmp"].to_vec();
        expected.extend(foreign);
        expected.sort_unstable();
        assert_eq!(left, expected);
    }
}
