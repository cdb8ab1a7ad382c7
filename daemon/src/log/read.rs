//! A log folder for those who only read it: beside a running daemon, or a copy that somebody carried off.
//!
//! Nothing is locked, made or changed, and no config is needed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

pub(crate) use crate::log::envelope::Envelope;
use crate::log::error::ReadError;
pub(super) use crate::log::lines::{Lines, RawLine};
use crate::log::segment::{Header, SegmentId};

/// Within so many bytes a line is found by reading on instead of halving further.
const NEAR_BYTES: u64 = 64 << 10;

/// The folder of a log.
#[derive(Clone, Debug)]
pub(crate) struct LogFolder {
    path: PathBuf,
}

impl LogFolder {
    pub(crate) fn new(path: &Path) -> LogFolder {
        LogFolder { path: path.to_owned() }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The segments, oldest first.
    ///
    /// # Errors
    /// When there is no folder, or none of its files is a segment.
    pub(crate) fn segments(&self) -> io::Result<Vec<SegmentId>> {
        let mut segments = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            segments.extend(entry?.file_name().to_str().and_then(SegmentId::parse));
        }
        segments.sort_unstable();
        if segments.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no segment is in it"));
        }
        Ok(segments)
    }

    pub(super) fn open(&self, id: SegmentId) -> io::Result<File> {
        let name = id.file_name();
        File::open(self.path.join(&name)).map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
    }

    /// Opens a segment that must begin with its header.
    pub(super) fn enter(&self, id: SegmentId) -> Result<Entered, ReadError> {
        let file = self.open(id)?;
        let (header, end) = {
            let mut lines = Lines::new(&file);
            let first = lines.next()?.and_then(|line| Some((Header::parse(line.bytes?)?, line.end)));
            let no_header = || damaged(id, 0, "its first line is not the header of a segment");
            first.filter(|(header, _)| header.segment == id).ok_or_else(no_header)?
        };
        Ok(Entered { id, file, source: header.source, first_sequence: header.first_sequence, lines_start: end })
    }

    /// The CloudEvents `source` of the log, as its oldest segment says.
    ///
    /// # Errors
    /// As [`LogFolder::first_sequence`].
    pub(crate) fn source(&self) -> Result<String, ReadError> {
        match self.segments()?.first() {
            Some(&oldest) => Ok(self.enter(oldest)?.source),
            None => Err(io::Error::from(io::ErrorKind::NotFound).into()),
        }
    }

    /// The sequence number of the oldest line.
    ///
    /// # Errors
    /// When there is no segment, or the oldest has no header.
    pub(crate) fn first_sequence(&self) -> Result<u64, ReadError> {
        match self.segments()?.first() {
            Some(&oldest) => Ok(self.enter(oldest)?.first_sequence),
            None => Err(io::Error::from(io::ErrorKind::NotFound).into()),
        }
    }

    /// The sequence number after that of the newest whole line.
    ///
    /// # Errors
    /// As [`LogFolder::first_sequence`], of the newest segment.
    pub(crate) fn next_sequence(&self) -> Result<u64, ReadError> {
        let newest = self.find(u64::MAX)?;
        let mut lines = Lines::starting_at(&newest.file, newest.position_of(u64::MAX)?);
        let mut next = newest.first_sequence;
        while let Some(line) = lines.next()? {
            next = sequence_of(&line).map_or(next, |sequence| sequence + 1);
        }
        Ok(next)
    }

    /// The line with this number, without its line feed; `None` when it is not there any more, or not yet.
    pub(crate) fn line(&self, sequence: u64) -> Result<Option<Vec<u8>>, ReadError> {
        let found = self.find(sequence)?;
        let mut lines = Lines::starting_at(&found.file, found.position_of(sequence)?);
        while let Some(line) = lines.next()? {
            match sequence_of(&line) {
                Some(number) if number == sequence => return Ok(line.bytes.map(<[u8]>::to_vec)),
                Some(number) if number > sequence => break,
                _ => {}
            }
        }
        Ok(None)
    }

    /// The segment that has this line or will have it; the oldest, when the line is older.
    pub(super) fn find(&self, sequence: u64) -> Result<Entered, ReadError> {
        let mut segments = self.segments()?;
        // Most readers begin near the end.
        while let Some(id) = segments.pop() {
            let entered = self.enter(id)?;
            if entered.first_sequence <= sequence || segments.is_empty() {
                return Ok(entered);
            }
        }
        Err(io::Error::from(io::ErrorKind::NotFound).into())
    }
}

/// A segment, its header read.
pub(super) struct Entered {
    pub(super) id: SegmentId,
    pub(super) file: File,
    pub(super) source: String,
    pub(super) first_sequence: u64,
    /// Where its first line after the header begins.
    pub(super) lines_start: u64,
}

impl Entered {
    /// The beginning of a line that is not far before the one with this number, or is the first.
    pub(super) fn position_of(&self, sequence: u64) -> io::Result<u64> {
        let (mut low, mut high) = (self.lines_start, self.file.metadata()?.len());
        while high.saturating_sub(low) > NEAR_BYTES {
            let middle = low + (high - low) / 2;
            match first_line_after(&self.file, middle)? {
                Some((start, found)) if start < high && found <= sequence => low = start,
                _ => high = middle,
            }
        }
        Ok(low)
    }
}

/// Where the first line begins behind an offset, and its number; `None` when there is no such line.
fn first_line_after(file: &File, offset: u64) -> io::Result<Option<(u64, u64)>> {
    let mut lines = Lines::starting_at(file, offset);
    if lines.next()?.is_none() {
        return Ok(None);
    }
    Ok(lines.next()?.and_then(|line| Some((line.start, sequence_of(&line)?))))
}

fn sequence_of(line: &RawLine<'_>) -> Option<u64> {
    Envelope::parse(line.bytes?).ok().map(|envelope| envelope.sequence)
}

/// A segment holds what was not written there.
pub(super) fn damaged(segment: SegmentId, at: u64, why: impl Into<String>) -> ReadError {
    ReadError::Damaged { segment, at, why: why.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocumentId;
    use crate::log::line::{BlockWriter, Source};

    /// Lines from this number on, some of them longer than what is near.
    fn lines(first: u64, count: u64) -> Vec<u8> {
        let source = Source::new("desk");
        let mut bytes = Vec::new();
        for sequence in (first..first + count).step_by(2) {
            let mut writer = BlockWriter::new(&source, DocumentId::of(&sequence.to_le_bytes()), &[0; 32]);
            let filling = if sequence % 50 == 1 { 3 * NEAR_BYTES } else { sequence * 37 % 4096 };
            writer.event("a@1", "article", "", &format!(r#"{{"text":"{}"}}"#, "x".repeat(filling as usize)));
            let mut block = writer.finish(&serde_json::json!({}), 1).unwrap();
            block.stamp(b"2026-11-21T12:00:00.123456Z", sequence);
            bytes.extend_from_slice(block.as_bytes());
        }
        bytes
    }

    #[test]
    fn a_line_is_found_from_the_beginning_of_one_that_is_near() {
        let root = tempfile::tempdir().unwrap();
        let bytes = lines(7, 400);
        fs::write(root.path().join("a"), &bytes).unwrap();
        let file = File::open(root.path().join("a")).unwrap();
        let segment = Entered { id: SegmentId(1), file, source: String::new(), first_sequence: 7, lines_start: 0 };
        let mut starts = vec![0];
        starts.extend((0..bytes.len()).filter(|&at| bytes[at] == b'\n').map(|at| at + 1));
        for (sequence, &start) in (7..407).zip(&starts) {
            let found = segment.position_of(sequence).unwrap() as usize;
            let passed = &starts[starts.binary_search(&found).unwrap()..starts.binary_search(&start).unwrap()];
            let longest = passed.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default();
            assert!(start - found <= NEAR_BYTES as usize + longest, "{sequence}: {found} for {start}");
        }
        let end = segment.position_of(u64::MAX).unwrap() as usize;
        assert!(starts.contains(&end) && bytes.len() - end <= NEAR_BYTES as usize, "{end} of {}", bytes.len());
    }
}
