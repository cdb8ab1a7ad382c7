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
        Ok(Entered { id, file, first_sequence: header.first_sequence, lines_start: end })
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
