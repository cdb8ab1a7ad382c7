//! What an extractor answers: outcomes, errors, and the levels of diagnostics.

use std::fmt;

use crate::abi;

/// How an extractor ended with a document that it could handle.
///
/// ```
/// use extractor_api::{Document, Outcome};
///
/// fn outcome(document: &Document<'_>) -> Outcome {
///     if document.media_type() == "text/html" { Outcome::Done } else { Outcome::Skipped }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The document was read; what was emitted counts.
    Done,
    /// The document is not for this extractor; what was emitted so far still counts.
    Skipped,
}

/// Why an extractor could not handle a document, or not be created.
///
/// Any [`std::error::Error`] becomes a *document* error by `?`, with its causes as text.
///
/// ```
/// use extractor_api::Error;
///
/// fn year(text: &str) -> Result<u16, Error> {
///     if text.is_empty() {
///         return Err(Error::document("a year is wanted before the place"));
///     }
///     Ok(text.parse()?)
/// }
/// assert_eq!(year("").unwrap_err().to_string(), "a year is wanted before the place");
/// assert_eq!(year("2o26").unwrap_err().to_string(), "invalid digit found in string");
/// ```
#[derive(Debug)]
pub struct Error {
    pub(crate) status: i32,
    pub(crate) text: String,
}

impl Error {
    /// This document cannot be handled, now or later.
    pub fn document(text: impl fmt::Display) -> Error {
        Error { status: abi::DOCUMENT, text: text.to_string() }
    }

    /// This document could not be handled now; trying again later may help.
    pub fn transient(text: impl fmt::Display) -> Error {
        Error { status: abi::TRANSIENT, text: text.to_string() }
    }

    /// The extractor itself is broken.
    pub fn internal(text: impl fmt::Display) -> Error {
        Error { status: abi::INTERNAL, text: text.to_string() }
    }

    /// The config is wrong; from `create` only. Name the key and what it should be.
    pub fn config(text: impl fmt::Display) -> Error {
        Error { status: abi::CONFIG, text: text.to_string() }
    }

    /// The author's code panicked, now or before.
    pub(crate) fn panic(text: impl fmt::Display) -> Error {
        Error { status: abi::PANIC, text: text.to_string() }
    }

    /// The extractor gave up because [`Sink::should_stop`](crate::Sink::should_stop) said so.
    pub fn stopped() -> Error {
        Error { status: abi::STOPPED, text: "stopped: the time for this document is used up".to_owned() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E: std::error::Error> From<E> for Error {
    fn from(error: E) -> Error {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            source = cause.source();
        }
        Error::document(text)
    }
}

/// Why the host refused an event or a layer.
///
/// Refusals are sticky: an extractor that goes on after one has failed the document all the same. So pass it on by `?`:
///
/// ```
/// use extractor_api::{EmitError, Sink, abi};
///
/// fn emit_all(numbers: &[u64], out: &mut Sink<'_>) -> Result<(), EmitError> {
///     for number in numbers {
///         out.emit("com.example.number.v1", &serde_json::json!({ "number": number }))?;
///     }
///     Ok(())
/// }
///
/// fn is_a_matter_of_size(refusal: EmitError) -> bool {
///     matches!(refusal.code(), abi::TOO_LARGE | abi::LIMIT)
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmitError(pub(crate) i32);

impl EmitError {
    /// The host's answer, one of the `XTR_*` codes of the header.
    pub fn code(self) -> i32 {
        self.0
    }
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            abi::INVALID_EVENT => {
                "the host refused it as invalid (one JSON object, a declared type, nesting up to 64, integers within 2^53)"
            }
            abi::TOO_LARGE => "the line would be longer than the log allows",
            abi::LIMIT => "too many events or bytes for one document",
            abi::STOP => "the time for this document is used up",
            abi::STALE => "the sink was used after its extract had returned",
            _ => "the host refused it",
        })
    }
}

impl std::error::Error for EmitError {}

/// How important a line of diagnostics is.
///
/// ```
/// use extractor_api::Level;
///
/// assert!(Level::Error < Level::Warn, "the lower, the more important");
/// assert_eq!(Level::from_number(99), Level::Info);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Level {
    Error = 1,
    Warn = 2,
    Info = 3,
    Debug = 4,
    Trace = 5,
}

impl Level {
    /// Reads a level of the contract; an unknown one counts as info.
    pub fn from_number(number: u32) -> Level {
        match number {
            1 => Level::Error,
            2 => Level::Warn,
            4 => Level::Debug,
            5 => Level::Trace,
            _ => Level::Info,
        }
    }
}
