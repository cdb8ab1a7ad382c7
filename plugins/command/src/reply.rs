//! The lines that a program answers with.

use std::borrow::Cow;

use extractor_api::Level;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::fault::{Fault, quoted};

/// One line: an object with one of these keys.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reply<'a> {
    /// It has started, and speaks this version of the protocol.
    Ready(u32),
    /// Something for the log.
    #[serde(borrow)]
    Event(Event<'a>),
    /// Something for the diagnostics.
    Log(Log<'a>),
    /// The document was read.
    Done(Of<'a>),
    /// The document is not for it.
    Skipped(Of<'a>),
    /// The document cannot be handled.
    Error(String),
    /// The document cannot be handled now.
    Transient(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Cow<'a, str>,
    #[serde(default, borrow)]
    pub(crate) key: Cow<'a, str>,
    /// Kept as written, so that no number changes on its way.
    #[serde(borrow)]
    pub(crate) data: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log<'a> {
    #[serde(default)]
    pub(crate) level: LogLevel,
    #[serde(borrow)]
    pub(crate) text: Cow<'a, str>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

/// Which document a program is done with.
#[derive(Deserialize)]
#[serde(untagged, expecting = "`true` or the document's id")]
pub(crate) enum Of<'a> {
    /// `true`: the one that it was given last.
    Last(bool),
    /// The one with this id.
    Id(#[serde(borrow)] Cow<'a, str>),
}

impl Reply<'_> {
    /// Reads a line.
    ///
    /// # Errors
    /// When it is none of these.
    pub(crate) fn parse(line: &[u8]) -> Result<Reply<'_>, Fault> {
        serde_json::from_slice(line).map_err(|error| meaningless(line, error))
    }
}

/// Names a line that has no meaning where it stands.
pub(crate) fn meaningless(line: &[u8], reason: impl ToString) -> Fault {
    let reason = reason.to_string();
    // Each line is a text of its own, so "line 1" would mislead.
    let reason = reason.replace(" at line 1 column ", " at byte ");
    Fault::Meaningless(quoted(line), reason)
}

impl Of<'_> {
    /// Whether this means the document with this id.
    pub(crate) fn is(&self, id: &str) -> bool {
        match self {
            Of::Last(truth) => *truth,
            Of::Id(known) => known == id,
        }
    }
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Level {
        match level {
            LogLevel::Error => Level::Error,
            LogLevel::Warn => Level::Warn,
            LogLevel::Info => Level::Info,
            LogLevel::Debug => Level::Debug,
            LogLevel::Trace => Level::Trace,
        }
    }
}
