//! EPUB: a book or magazine as a file of many documents.
//!
//! In reading order: `package`, what the book says of itself and in which order it is read; [`chapter`], the text of one
//! item. Each item of the reading order with enough text is a document by itself: in a magazine that is an article, in a
//! book a chapter. Whether it is one or the other no EPUB says.

pub mod chapter;
mod package;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;

use self::package::{Item, Package};
use crate::codes::content::{ENCRYPTED, MALFORMED};
use crate::reader::Failure;
use crate::reader::article::{Content, Meta};
use crate::reader::containers::Source;
use crate::reader::containers::limits::fail;
use crate::reader::containers::zip::Archive;
use crate::reader::entries::{Entries, Entry};
use crate::reader::office::Parts;
use crate::reader::sniff::Hints;

/// Items with fewer letters are covers, half titles and dividers.
const LETTERS_MIN: usize = 200;

/// The chapters of a book in reading order, named by their path in it.
pub struct Book {
    archive: Archive,
    items: VecDeque<Item>,
    meta: Arc<Meta>,
    left_out: u64,
}

impl Book {
    /// Reads the package of a book.
    ///
    /// # Errors
    /// When it is no EPUB, or a damaged one.
    pub fn open(source: Source) -> Result<Book, Failure> {
        let archive = Archive::open(source)?;
        let Package { meta, items } = Package::read(&Parts::of(&archive)?)?;
        if items.is_empty() {
            return Err(fail(MALFORMED, "this EPUB has no reading order: export it again"));
        }
        Ok(Book { archive, items: items.into(), meta: Arc::new(meta), left_out: 0 })
    }

    /// What the book says of itself; [`chapter::read`] takes it for each chapter.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// How many items were left out, for having hardly any text.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The next chapter with its name, read.
    pub fn next_read(&mut self) -> Option<Result<(String, Content), Failure>> {
        self.step().map(|step| step.map(|(entry, content)| (entry.name, content)))
    }

    fn step(&mut self) -> Option<Result<(Entry, Content), Failure>> {
        while let Some(item) = self.items.pop_front() {
            match self.read(item) {
                Ok(Some(found)) => return Some(Ok(found)),
                Ok(None) => self.left_out += 1,
                Err(failure) => return Some(Err(failure)),
            }
        }
        None
    }

    /// Reads an item; `None` when it has too little text.
    fn read(&self, item: Item) -> Result<Option<(Entry, Content)>, Failure> {
        let name = item.path;
        if item.is_encrypted {
            let text = format!("{name} in this EPUB is encrypted: put in a copy without protection");
            return Err(fail(ENCRYPTED, text));
        }
        let bytes = Parts::of(&self.archive)?.need(&name)?;
        let content = chapter::read(&bytes, &self.meta, &name)?;
        if content.text.as_str().chars().filter(|c| c.is_alphanumeric()).count() < LETTERS_MIN {
            return Ok(None);
        }
        let hints = Hints {
            name: Some(name.clone()),
            media_type: Some("application/xhtml+xml".to_owned()),
            book: Some(Arc::clone(&self.meta)),
            ..Hints::default()
        };
        Ok(Some((Entry { name, bytes, hints }, content)))
    }
}

impl Entries for Book {
    fn next(&mut self) -> Option<Result<Entry, Failure>> {
        self.step().map(|step| step.map(|(entry, _)| entry))
    }
}
