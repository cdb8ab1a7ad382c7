//! The `document` records of a log, for commands that look for some of them.

use std::borrow::Cow;
use std::io;

use data_encoding::BASE64;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::codes::folders::NO_LOG;
use crate::exit::{Exit, Failure};
use crate::log::backwards;
use crate::log::cursor::{Cursor, CursorError, Unit};
use crate::log::error::ReadError;
use crate::log::line::DOCUMENT_TYPE;
use crate::log::read::{Envelope, LogFolder};
use crate::log::record::member_name;

/// A record, as far as commands want to know it.
pub(super) struct Record<'a> {
    /// The number of its line.
    pub(super) line: u64,
    /// Its id.
    pub(super) id: &'a str,
    /// The content's hash, in hex.
    pub(super) hash: &'a str,
    /// When it was committed, RFC 3339.
    pub(super) time: &'a str,
    /// `complete`, `incomplete` or `duplicate`.
    pub(super) outcome: Cow<'a, str>,
    /// The path of the file below its inbox.
    pub(super) file: Vec<u8>,
    /// Which of the documents of that file it is about, if it is about one.
    pub(super) entry: Option<u32>,
    /// The name under which a document is known: the path, with the number of the entry.
    pub(super) name: Vec<u8>,
    /// The inbox.
    pub(super) inbox: String,
    /// The chain's fingerprint, in hex.
    pub(super) fingerprint: Cow<'a, str>,
    /// Whether it is about a file that holds many documents.
    pub(super) holds_many: bool,
    /// Whether it was read anew.
    pub(super) is_anew: bool,
}

/// The data of a record.
#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow)]
    outcome: Cow<'a, str>,
    file: File,
    entries: Option<IgnoredAny>,
    supersedes: Option<IgnoredAny>,
    #[serde(borrow)]
    fingerprint: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    name: String,
    name_b64: Option<String>,
    inbox: String,
    entry: Option<Number>,
}

#[derive(Deserialize)]
struct Number {
    number: u32,
}

impl<'a> Record<'a> {
    /// `None` for lines that are no such records.
    fn of(line: &Envelope<'a>) -> Option<Record<'a>> {
        if line.kind != DOCUMENT_TYPE {
            return None;
        }
        let Data { outcome, file, entries, supersedes, fingerprint } = serde_json::from_str(line.data).ok()?;
        let path = match &file.name_b64 {
            Some(encoded) => BASE64.decode(encoded.as_bytes()).ok()?,
            None => file.name.into_bytes(),
        };
        let entry = file.entry.map(|entry| entry.number);
        let name = entry.map_or_else(|| path.clone(), |number| member_name(&path, number, None));
        let hash = line.subject.strip_prefix("b3:")?;
        let (id, time, line) = (line.id, line.time, line.sequence);
        let (inbox, holds_many, is_anew) = (file.inbox, entries.is_some(), supersedes.is_some());
        Some(Record { line, id, hash, time, outcome, file: path, entry, name, inbox, fingerprint, holds_many, is_anew })
    }
}

/// Tells of all records from a line on, in their order. A log that is not there has none.
///
/// # Errors
/// When the log cannot be read, or not on.
pub(super) fn each(log: &LogFolder, from: u64, mut note: impl FnMut(&Record<'_>)) -> Result<(), Failure> {
    let Ok(oldest) = log.first_sequence() else { return Ok(()) };
    let mut look = |line: &Envelope<'_>| {
        if let Some(record) = Record::of(line) {
            note(&record);
        }
        false
    };
    let cursor = Cursor::new(log.clone(), oldest.max(from), Unit::Line).map_err(CursorError::Log);
    match cursor.and_then(|mut cursor| cursor.read(&mut look, &mut io::sink())) {
        Ok(()) => Ok(()),
        Err(CursorError::Log(error)) => Err(unreadable(log, &error.into())),
        Err(CursorError::Output(error)) => Err(unreadable(log, &error)),
    }
}

/// Tells of all records down to a line, the newest first, without reading what stands between them. A log that is not there
/// has none, nor has a segment that is removed meanwhile.
///
/// # Errors
/// When the log cannot be read, or not on.
pub(super) fn each_backwards(log: &LogFolder, from: u64, mut note: impl FnMut(&Record<'_>)) -> Result<(), Failure> {
    let look = |line: &Envelope<'_>| {
        if let Some(record) = Record::of(line) {
            note(&record);
        }
    };
    match backwards::each(log, from, look) {
        Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        read => read.map_err(|error| unreadable(log, &error.into())),
    }
}

/// The log cannot be read.
pub(super) fn unreadable(log: &LogFolder, error: &io::Error) -> Failure {
    let doing = format!("cannot read the log in {}", log.path().display());
    Failure::io(Exit::Io, NO_LOG, doing, error, "see what `dragoman log verify` says of it")
}
