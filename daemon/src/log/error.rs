//! Why a log cannot be gone on with.

use std::fmt;
use std::io;

use crate::log::segment::SegmentId;
use crate::log::writer::is_full_disk;

/// Why a start refuses the log that it found. Nothing was changed.
#[derive(Debug)]
pub enum ReadError {
    /// A call failed.
    Io(io::Error),
    /// A segment holds what was not written there, or lacks what was.
    Damaged {
        /// The segment.
        segment: SegmentId,
        /// Where in its file.
        at: u64,
        /// What is wrong there.
        why: String,
    },
    /// A segment goes on behind the end that journal or lines give it.
    Surplus {
        /// The segment.
        segment: SegmentId,
        /// Where it should end.
        at: u64,
    },
    /// There is no room for a file of the journal.
    NoJournal(io::Error),
    /// The files of the journal are there, and none holds a whole lap.
    Journal,
    /// The journal says that the log ends elsewhere.
    OtherLog {
        /// What the journal says, and what the log.
        why: String,
    },
    /// The newest segment was written under another `name`.
    OtherName {
        /// The segment.
        segment: SegmentId,
        /// The CloudEvents `source` that it has.
        found: String,
        /// The one that the config asks for.
        wanted: String,
    },
}

impl ReadError {
    /// What to do about it.
    pub fn fix(&self) -> String {
        let fix = match self {
            ReadError::Surplus { segment, at } => {
                return format!("keep a copy of it, then `truncate -s {at} {}` in the log folder", segment.file_name());
            }
            ReadError::Io(error) if is_full_disk(error) => "make room on the disk, and start again",
            ReadError::NoJournal(_) => "make room there for both, or set output.journal smaller; then start again",
            ReadError::Io(_) => "see that the disk is well and nobody else writes to the folder",
            ReadError::Damaged { .. } => {
                "put back a copy of the file; or move all segments out of the folder, to begin a new log, and keep them"
            }
            ReadError::Journal => {
                "put back journal.0 and journal.1 in the state folder; or, when the log is whole, move them away"
            }
            ReadError::OtherLog { .. } => {
                "put back the log folder, or the state folder, that belongs to the other; or move journal.0 and journal.1 \
                 in the state folder away, when what they hold may be lost"
            }
            ReadError::OtherName { .. } => {
                "give `name` in dragoman.toml its old value, or name another folder under `log`, to begin a new log"
            }
        };
        fix.to_owned()
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io(error) | ReadError::NoJournal(error) => error.fmt(f),
            ReadError::Damaged { segment, at, why } => {
                write!(f, "{} goes wrong at byte {at}: {why}", segment.file_name())
            }
            ReadError::Surplus { segment, at } => {
                write!(f, "{} goes on behind byte {at}, where its last whole document ends", segment.file_name())
            }
            ReadError::Journal => f.write_str("the journal is damaged: neither of its files begins with a whole frame"),
            ReadError::OtherLog { why } => write!(f, "log and journal do not belong together: {why}"),
            ReadError::OtherName { segment, found, wanted } => {
                let name = segment.file_name();
                write!(f, "{name} is a segment of {found}, not of {wanted}: `name` in dragoman.toml was changed")
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError::Io(error)
    }
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> io::Error {
        match error {
            ReadError::Io(error) | ReadError::NoJournal(error) => error,
            refusal => io::Error::new(io::ErrorKind::InvalidData, refusal),
        }
    }
}
