//! The `document` records of a log, the newest first: each says how many bytes of lines stand before it, so none of those
//! is read. Whoever wants the last few thousand documents of large articles reads a hundredth of the log.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use crate::log::error::ReadError;
use crate::log::line::DOCUMENT_TYPE;
use crate::log::lines::LINE_BYTES_MAX;
use crate::log::read::{Entered, Envelope, LogFolder, damaged};

/// How much is read at once: a record and what surrounds it, or several small documents.
const WINDOW_BYTES: u64 = 4 << 10;
/// The key of a record under which its lines' bytes stand, behind whatever else has been said.
const BYTES: &[u8] = br#","bytes":"#;

/// Tells of all records down to a line, and of none before it.
///
/// # Errors
/// When the log cannot be read, or a record does not say where the one before it ends.
pub(crate) fn each(log: &LogFolder, from: u64, mut note: impl FnMut(&Envelope<'_>)) -> Result<(), ReadError> {
    for id in log.segments()?.into_iter().rev() {
        let segment = log.enter(id)?;
        let mut window = Window::new(&segment.file);
        let mut end = last_end(&segment, &mut window)?;
        while end > segment.lines_start {
            let wrong = |why: &str| damaged(id, end, why);
            let (start, line) = window.line_before(end)?.ok_or_else(|| wrong("no line ends here"))?;
            let record = Envelope::parse(line).ok().filter(|line| line.kind == DOCUMENT_TYPE);
            let record = record.ok_or_else(|| wrong("no document ends here"))?;
            if record.sequence < from {
                return Ok(());
            }
            note(&record);
            let before = bytes_before(record.data).and_then(|bytes| start.checked_sub(bytes));
            end = before
                .filter(|&end| end >= segment.lines_start)
                .ok_or_else(|| wrong("this document does not say where it begins"))?;
        }
        if segment.first_sequence <= from {
            return Ok(());
        }
    }
    Ok(())
}

/// Where the last document of a segment ends: one that is being written may follow.
fn last_end(segment: &Entered, window: &mut Window<'_>) -> Result<u64, ReadError> {
    let mut end = window.last_line_end(segment.file.metadata()?.len())?;
    while end > segment.lines_start {
        let Some((start, line)) = window.line_before(end)? else { break };
        if Envelope::parse(line).is_ok_and(|line| line.kind == DOCUMENT_TYPE) {
            break;
        }
        end = start;
    }
    Ok(end)
}

/// How many bytes of lines a record says that its document has before it.
fn bytes_before(data: &str) -> Option<u64> {
    let found = memchr::memmem::rfind(data.as_bytes(), BYTES)?;
    let digits = &data[found + BYTES.len()..];
    digits[..digits.find(',')?].parse().ok()
}

/// A part of a file.
struct Window<'f> {
    file: &'f File,
    start: u64,
    bytes: Vec<u8>,
}

impl Window<'_> {
    fn new(file: &File) -> Window<'_> {
        Window { file, start: 0, bytes: Vec::new() }
    }

    /// The line whose line feed is the byte before an offset, and where it begins; `None` when that byte is none, or the
    /// line is longer than any.
    fn line_before(&mut self, end: u64) -> io::Result<Option<(u64, &[u8])>> {
        let mut wanted = WINDOW_BYTES;
        let begin = loop {
            match self.begin_of_line(end) {
                Some(begin) => break begin,
                None if wanted > 2 * LINE_BYTES_MAX as u64 => return Ok(None),
                None => self.read(end, wanted)?,
            }
            wanted *= 2;
        };
        let line = &self.bytes[begin..(end - self.start) as usize];
        Ok(line.strip_suffix(b"\n").map(|line| (self.start + begin as u64, line)))
    }

    /// Where in the window the line begins that ends at an offset, if it is there.
    fn begin_of_line(&self, end: u64) -> Option<usize> {
        let known = self.bytes.get(..usize::try_from(end.checked_sub(self.start)?).ok()?)?;
        memchr::memrchr(b'\n', known.split_last()?.1).map(|feed| feed + 1)
    }

    /// The offset behind the last line feed before an offset.
    fn last_line_end(&mut self, mut end: u64) -> io::Result<u64> {
        while end > 0 {
            self.read(end, WINDOW_BYTES)?;
            if let Some(last) = memchr::memrchr(b'\n', &self.bytes) {
                return Ok(self.start + last as u64 + 1);
            }
            end = self.start;
        }
        Ok(0)
    }

    /// Has the bytes before an offset, so many of them or all that there are.
    fn read(&mut self, end: u64, wanted: u64) -> io::Result<()> {
        self.start = end.saturating_sub(wanted);
        self.bytes.resize((end - self.start) as usize, 0);
        self.file.read_exact_at(&mut self.bytes, self.start)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::id::DocumentId;
    use crate::log::line::{BlockWriter, Source};
    use crate::log::segment::{SegmentId, header_line};

    /// A document of so many events of so many bytes.
    fn document(sequence: u64, events: u64, event_bytes: usize) -> Vec<u8> {
        let source = Source::new("desk");
        let mut writer = BlockWriter::new(&source, DocumentId::of(&sequence.to_le_bytes()), &[0; 32]);
        let text = r#",\"bytes\":7,"#.repeat(event_bytes.div_ceil(14));
        (0..events).for_each(|_| writer.event("a@1", "article", "", &format!(r#"{{"text":"{text}"}}"#)));
        let record = serde_json::json!({ "a": text, "bytes": writer.size(), "hash": writer.hash() });
        let mut block = writer.finish(&record, 1).unwrap();
        block.stamp(b"2026-11-21T12:00:00.123456Z", sequence);
        block.as_bytes().to_vec()
    }

    /// A log of three segments; returns the numbers of its records.
    fn write(root: &std::path::Path) -> Vec<u64> {
        let (mut sequence, mut records) = (5, Vec::new());
        for segment in 1..=3 {
            let born = jiff::Timestamp::UNIX_EPOCH;
            let mut bytes = header_line(&Source::new("desk"), SegmentId(segment), sequence, born).unwrap();
            for place in 0..40 * (segment % 3) {
                // Some of one line, some longer than what is read at once, in their events or in their record.
                let (events, event_bytes) =
                    ((place + 2) % 4, [10, 900, 3 * WINDOW_BYTES as usize][(place % 3) as usize]);
                bytes.extend(document(sequence, events, event_bytes));
                sequence += events + 1;
                records.push(sequence - 1);
            }
            fs::write(root.join(SegmentId(segment).file_name()), bytes).unwrap();
        }
        records
    }

    fn found(root: &std::path::Path, from: u64) -> Result<Vec<u64>, ReadError> {
        let mut found = Vec::new();
        each(&LogFolder::new(root), from, |record| found.push(record.sequence))?;
        found.reverse();
        Ok(found)
    }

    #[test]
    fn all_records_down_to_a_line_are_found_and_none_before_it() {
        let root = tempfile::tempdir().unwrap();
        let records = write(root.path());
        assert_eq!(records.len(), 120);
        for from in [0, 5, 6, 7, 40, 100, records[60], records[60] + 1, records[119], records[119] + 1] {
            let wanted: Vec<u64> = records.iter().copied().filter(|&record| record >= from).collect();
            assert_eq!(found(root.path(), from).unwrap(), wanted, "{from}");
        }
    }

    #[test]
    fn a_document_that_is_not_whole_yet_is_none() {
        let root = tempfile::tempdir().unwrap();
        write(root.path());
        let newest = root.path().join(SegmentId(3).file_name());
        let header = fs::read(&newest).unwrap();
        let (first, second) = (document(900, 1, 20_000), document(902, 3, 20_000));
        for cut in (0..second.len()).step_by(777).chain([second.len() - 1]) {
            fs::write(&newest, [&header[..], &first, &second[..cut]].concat()).unwrap();
            assert_eq!(found(root.path(), 900).unwrap(), [901], "{cut}");
        }
    }

    #[test]
    fn a_log_whose_records_do_not_lead_to_each_other_is_not_guessed_at() {
        let root = tempfile::tempdir().unwrap();
        write(root.path());
        let segment = root.path().join(SegmentId(2).file_name());
        let whole = fs::read(&segment).unwrap();
        let first_line = memchr::memchr(b'\n', &whole).unwrap() + 1;
        // A byte more or less within an event that is not read: one of the first document, one of the last.
        for place in [first_line + 90, whole.len() - document(1, 1, 900).len() + 90] {
            for changed in
                [[&whole[..place], b"x", &whole[place..]].concat(), [&whole[..place], &whole[place + 1..]].concat()]
            {
                fs::write(&segment, changed).unwrap();
                assert!(matches!(found(root.path(), 0), Err(ReadError::Damaged { .. })), "{place}");
            }
        }
    }
}
