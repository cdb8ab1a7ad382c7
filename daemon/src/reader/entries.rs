//! Files that hold many documents: what each of them yields, one at a time.

use crate::reader::Failure;
use crate::reader::sniff::Hints;

/// One document of a file that holds many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its path or number within the file.
    pub name: String,
    /// Its bytes, whole.
    pub bytes: Vec<u8>,
    /// What the file says about it.
    pub hints: Hints,
}

/// The documents of a file, one at a time: no more than one is held in memory.
pub trait Entries {
    /// The next one; `None` after the last. An `Err` is one entry that cannot be read, and the others go on after it.
    fn next(&mut self) -> Option<Result<Entry, Failure>>;
}
