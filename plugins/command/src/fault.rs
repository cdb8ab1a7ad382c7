//! What ends a conversation with a program, so that the program is of no more use.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::lines::{ALLOWANCE_BYTES, ALLOWANCE_LINES, LINE_BYTES_MAX};

/// What a program did. Displayed, it continues a sentence that begins with the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Its standard output has ended.
    Closed,
    /// It took longer than this, which this key of the config says.
    Late(Duration, &'static str),
    /// The host wants the document back.
    Stopped,
    /// A line of more than [`LINE_BYTES_MAX`].
    LongLine,
    /// More than its allowance for one request.
    Flood,
    /// It answered before the whole request had been taken from its standard input.
    Hasty,
    /// It wrote this when it had nothing to say.
    Unasked(String),
    /// It wrote this, which means nothing here, for this reason.
    Meaningless(String, String),
    /// It said in this line that it is done with another document.
    OtherDocument(String),
    /// It speaks this version of the protocol.
    Version(u32),
    /// The pipe to it broke.
    Pipe(rustix::io::Errno),
}

/// How much of a line is quoted.
const QUOTED_BYTES_MAX: usize = 200;

/// The beginning of a line, in quotes.
pub(crate) fn quoted(line: &[u8]) -> String {
    let words: Cow<'_, str> = String::from_utf8_lossy(&line[..line.len().min(QUOTED_BYTES_MAX)]);
    format!("{words:?}")
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Closed => f.write_str("closed its standard output"),
            Fault::Late(limit, key) => write!(f, "was not done within {limit:?} (`{key}`) and was ended"),
            Fault::Stopped => f.write_str("was not done when the document's time was up, and was ended"),
            Fault::LongLine => write!(f, "wrote a line longer than {LINE_BYTES_MAX} bytes"),
            Fault::Flood => {
                write!(f, "wrote more than {ALLOWANCE_LINES} lines or {ALLOWANCE_BYTES} bytes for one document")
            }
            Fault::Hasty => f.write_str("answered before it had read its whole line"),
            Fault::Unasked(line) => write!(f, "went on after it was done, with {line}"),
            Fault::Meaningless(line, reason) => write!(f, "wrote a line that is not in the protocol: {line}: {reason}"),
            Fault::OtherDocument(line) => write!(f, "is done with another document than it was given: {line}"),
            Fault::Version(version) => write!(f, "speaks version {version} of the protocol, not 1"),
            Fault::Pipe(error) => write!(f, "cannot be spoken with: {error}"),
        }
    }
}
