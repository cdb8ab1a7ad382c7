//! A place in the log that goes on as the log grows: across segments and restarts of the daemon.
//!
//! Lines are counted by their sequence numbers, and offsets are only where to look for them. So no line comes twice
//! and none is left out, also when the end of a segment is written anew between two reads.

use std::fs::File;
use std::io::{self, Write};

use crate::log::error::ReadError;
use crate::log::line::DOCUMENT_TYPE;
use crate::log::read::{Entered, Envelope, Lines, LogFolder, RawLine, damaged};
use crate::log::segment::SegmentId;

/// What is given out only as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Line,
    Document,
}

/// Where a reader of the log is.
pub(crate) struct Cursor {
    folder: LogFolder,
    unit: Unit,
    segment: SegmentId,
    file: File,
    /// Up to where the file was read: the end of a unit.
    position: u64,
    /// The number of the next line that is given out.
    next: u64,
    /// Whether the lines that are passed over end inside a document.
    inside: bool,
}

impl Cursor {
    /// Stands before the line with this number, which need not be there yet. With [`Unit::Document`], the first
    /// document is the one that begins there or next.
    ///
    /// # Errors
    /// When there is no log, or a segment has no header.
    pub(crate) fn new(folder: LogFolder, from: u64, unit: Unit) -> Result<Cursor, ReadError> {
        let (found, position) = locate(&folder, from)?;
        let Entered { id: segment, file, .. } = found;
        Ok(Cursor { folder, unit, segment, file, position, next: from, inside: false })
    }

    /// Writes all whole units that are there now; of their lines, those that are `wanted`.
    ///
    /// # Errors
    /// When the log cannot be read, goes wrong, or `out` refuses. What was written stays written; the cursor stands
    /// behind it.
    pub(crate) fn read(
        &mut self,
        wanted: &mut impl FnMut(&Envelope<'_>) -> bool,
        out: &mut impl Write,
    ) -> Result<(), CursorError> {
        loop {
            // Asked before reading: a segment grows no more once there is another.
            let next = self.folder.segments()?.into_iter().find(|id| *id > self.segment);
            match self.read_segment(wanted, out) {
                // A start of the daemon may have written the end of the segment anew.
                Err(CursorError::Log(ReadError::Damaged { .. })) => {
                    self.seek()?;
                    self.read_segment(wanted, out)?;
                }
                read => read?,
            }
            match next {
                Some(next) if next > self.segment => self.enter(next)?,
                Some(_) => {}
                None => return Ok(()),
            }
        }
    }

    /// Goes where the next line must be.
    fn seek(&mut self) -> Result<(), ReadError> {
        let (found, position) = locate(&self.folder, self.next)?;
        (self.segment, self.file, self.position, self.inside) = (found.id, found.file, position, false);
        Ok(())
    }

    /// Goes on to the segment after one that was read to its end.
    fn enter(&mut self, id: SegmentId) -> Result<(), ReadError> {
        let size = self.file.metadata()?.len();
        if self.position < size {
            return Err(damaged(self.segment, self.position, "it ends in an unfinished document"));
        }
        let Entered { id: segment, file, first_sequence, lines_start, .. } = self.folder.enter(id)?;
        if first_sequence > self.next {
            let why = format!("it begins with sequence {first_sequence}, and {} comes next", self.next);
            return Err(damaged(id, 0, why));
        }
        (self.segment, self.file, self.position, self.inside) = (segment, file, lines_start, false);
        Ok(())
    }

    /// Gives out what the segment has behind the position, up to the end of the last whole unit.
    fn read_segment(
        &mut self,
        wanted: &mut impl FnMut(&Envelope<'_>) -> bool,
        out: &mut impl Write,
    ) -> Result<(), CursorError> {
        if self.file.metadata()?.len() < self.position {
            return Err(damaged(self.segment, self.position, "it was cut off").into());
        }
        let mut lines = Lines::starting_at(&self.file, self.position);
        let mut unit = Vec::new();
        let mut next = self.next;
        while let Some(line) = lines.next()? {
            let envelope = parse(&line).map_err(|why| damaged(self.segment, line.start, why))?;
            let is_record = envelope.kind == DOCUMENT_TYPE;
            let is_passed = self.passes(&envelope, next);
            if is_passed {
                self.inside = !is_record;
                next = next.max(envelope.sequence + 1);
            } else if envelope.sequence != next {
                let why = format!("its sequence is {}, and {next} comes next", envelope.sequence);
                return Err(damaged(self.segment, line.start, why).into());
            } else {
                next += 1;
                if wanted(&envelope) {
                    unit.extend_from_slice(line.bytes.unwrap_or_default());
                    unit.push(b'\n');
                }
            }
            if is_passed || is_record || self.unit == Unit::Line {
                out.write_all(&unit).map_err(CursorError::Output)?;
                unit.clear();
                (self.position, self.next) = (line.end, next);
            }
        }
        Ok(())
    }

    /// Whether a line stands before the first one that is asked for. Within a unit no number may come again.
    fn passes(&self, line: &Envelope<'_>, next: u64) -> bool {
        next == self.next && (line.sequence < next || self.inside && self.unit == Unit::Document)
    }
}

/// Finds the segment of a line, and a place in it that is not behind the line before it, which tells whether the line
/// begins a document.
fn locate(folder: &LogFolder, sequence: u64) -> Result<(Entered, u64), ReadError> {
    let found = folder.find(sequence)?;
    let position = found.position_of(sequence.saturating_sub(1))?;
    Ok((found, position))
}

fn parse<'a>(line: &RawLine<'a>) -> Result<Envelope<'a>, String> {
    Envelope::parse(line.bytes.ok_or("it is longer than any line that is written here")?)
}

/// Why a cursor stops.
#[derive(Debug)]
pub(crate) enum CursorError {
    /// The log cannot be read, or is not what was written.
    Log(ReadError),
    /// What was read cannot be written.
    Output(io::Error),
}

impl From<ReadError> for CursorError {
    fn from(error: ReadError) -> CursorError {
        CursorError::Log(error)
    }
}

impl From<io::Error> for CursorError {
    fn from(error: io::Error) -> CursorError {
        CursorError::Log(error.into())
    }
}
