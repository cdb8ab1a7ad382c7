//! What files of many documents have in common: they are read one entry after the other.

use crate::reader::Failure;

/// One document of a file that holds many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its path or number within the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the file says about it.
    pub hints: Hints,
}

/// What stands around a document and helps to read it; absent rather than guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what their names say")]
pub struct Hints {
    pub name: Option<String>,
    pub media_type: Option<String>,
    pub charset: Option<String>,
    pub url: Option<String>,
}

/// The entries of a file in its order, one at a time in memory.
pub trait Entries {
    /// The next one; an `Err` is one entry that cannot be read, and the others go on. `None` at the end.
    fn next(&mut self) -> Option<Result<Entry, Failure>>;
}
