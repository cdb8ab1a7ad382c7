//! Files of many documents: what their formats have in common.

use crate::reader::Failure;

/// What is known of a document before it is read; hints, no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The name of its file, or of the entry.
    pub name: Option<String>,
    /// The media type that its container declares.
    pub media_type: Option<String>,
    /// The charset that its container declares.
    pub charset: Option<String>,
    /// The address that it was fetched from.
    pub url: Option<String>,
}

/// One document of a file that holds many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its path in the file, or its number; data, never a path of ours.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the file says of it.
    pub hints: Hints,
}

/// The documents of a file, in the order in which they stand there, which is always the same.
pub trait Entries {
    /// The next; an error is one document that cannot be read, others may follow it.
    fn next(&mut self) -> Option<Result<Entry, Failure>>;
}

/// A file of many documents, opened.
pub struct Unpacked {
    /// What it is.
    pub media_type: &'static str,
    /// What is in it.
    pub entries: Box<dyn Entries>,
}
