//! Containers: archives and packed files, from which documents come one at a time.
//!
//! In reading order: [`limits`], what may come out; [`source`], where bytes come from; [`stream`], a file unpacked, by
//! [`gzip`] and [`zstd`]; [`zip`], [`tar`] and [`warc`], what holds many documents; [`unpacked`], all of it, containers
//! within containers too. No name in an archive is ever a path, nothing is ever written, and one entry is in memory at a time.
//!
//! Entries are numbered from 0 in the order in which they are told, those that cannot be read too. The same file gives
//! the same numbers, so that who was interrupted after entry `n` goes on with [`Unpacked::pass`]: it decompresses where the
//! format leaves no other way, and otherwise leaps.

pub mod gzip;
pub mod limits;
pub mod source;
pub mod stream;
pub mod tar;
pub mod unpacked;
pub mod warc;
pub mod zip;
pub mod zstd;

#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use self::limits::{ENTRY_BYTES_MAX, caught, read_whole};
pub use self::source::Source;
pub use self::stream::Stream;
pub use self::unpacked::Unpacked;
use crate::reader::Failure;
use crate::reader::entries::Entry;
use crate::reader::mail::mbox::{self, Mailbox};
use crate::reader::sniff::Hints;

/// How much tells what a file is: a header of tar has half of it.
const HEAD_BYTES: u64 = 1024;

/// What a file is, as far as containers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A ZIP archive of documents.
    Zip,
    /// A tar archive, packed or not.
    Tar,
    /// A WARC file, packed or not.
    Warc,
    /// A mailbox of many mails, packed or not.
    Mailbox,
    /// One document, packed with gzip or zstd.
    Packed,
}

impl Kind {
    /// Tells what a file is, looking into it where it is packed. `None` for what is no container: a document by itself,
    /// office documents and books, which are ZIP archives too, among them.
    ///
    /// # Errors
    /// When it is packed and cannot be unpacked, or an archive whose directory cannot be read.
    pub fn of(source: &Source) -> Result<Option<Kind>, Failure> {
        let mut stream = Stream::open(source)?;
        let mut head = Vec::new();
        // What was read before something went wrong says enough: who reads on will meet it again, and knows better.
        if let Err(error) = stream.by_ref().take(HEAD_BYTES).read_to_end(&mut head)
            && head.is_empty()
        {
            return Err(caught(error, "the file"));
        }
        let is_packed = stream.is_packed();
        Ok(if head.starts_with(warc::MAGIC) {
            Some(Kind::Warc)
        } else if tar::begins(&head) {
            Some(Kind::Tar)
        } else if mbox::begins(&head) {
            Some(Kind::Mailbox)
        } else if is_packed {
            Some(Kind::Packed)
        } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            let parts = zip::Archive::open(source.clone())?;
            crate::reader::office::Kind::of(&parts)?.is_none().then_some(Kind::Zip)
        } else {
            None
        })
    }
}

/// The documents of one container, those within it as they are.
pub(crate) enum Container {
    Zip(zip::Files),
    Tar(tar::Files),
    Warc(warc::Pages),
    Mailbox(Mailbox<Stream>),
    Packed(Option<Packed>),
}

/// One packed document.
pub(crate) struct Packed {
    stream: Stream,
    /// Its name as that of the file tells it.
    name: String,
}

impl Container {
    /// Begins with the first document. `name` is that of the file.
    pub(crate) fn open(source: &Source, kind: Kind, name: &str) -> Result<Container, Failure> {
        Ok(match kind {
            Kind::Zip => Container::Zip(zip::Archive::open(source.clone())?.entries()),
            Kind::Tar => Container::Tar(tar::Files::new(Stream::open(source)?)),
            Kind::Warc => Container::Warc(warc::Pages::new(Stream::open(source)?)),
            Kind::Mailbox => Container::Mailbox(Mailbox::new(Stream::open(source)?)),
            Kind::Packed => Container::Packed(Some(Packed { stream: Stream::open(source)?, name: bare_name(name) })),
        })
    }

    /// The next document; without its bytes when `is_wanted` says so of its name.
    pub(crate) fn step(&mut self, is_wanted: &dyn Fn(&str) -> bool) -> Option<Result<Entry, Failure>> {
        match self {
            Container::Zip(files) => files.step(is_wanted),
            Container::Tar(files) => files.step(is_wanted),
            // Their names say nothing about what is in them.
            Container::Warc(pages) => pages.step(is_wanted("")),
            Container::Mailbox(mails) => mails.step(is_wanted("")),
            Container::Packed(packed) => packed.take().map(|packed| packed.read(is_wanted)),
        }
    }

    /// Whether its entries have names that tell containers from documents.
    pub(crate) fn has_file_names(&self) -> bool {
        !matches!(self, Container::Warc(_) | Container::Mailbox(_))
    }

    /// Whether it holds one document, whatever its name.
    pub(crate) fn is_one(&self) -> bool {
        matches!(self, Container::Packed(_))
    }

    /// How many entries were left out, by why.
    pub(crate) fn left_out(&self) -> BTreeMap<&'static str, u64> {
        let hidden = |count: u64| (count > 0).then_some(("no files", count)).into_iter().collect();
        match self {
            Container::Zip(files) => hidden(files.left_out()),
            Container::Tar(files) => hidden(files.left_out()),
            Container::Warc(pages) => pages.left_out().clone(),
            Container::Mailbox(_) | Container::Packed(_) => BTreeMap::new(),
        }
    }
}

impl Packed {
    fn read(mut self, is_wanted: &dyn Fn(&str) -> bool) -> Result<Entry, Failure> {
        self.stream.fill_buf().map_err(|error| caught(error, "the packed file"))?;
        let name = self.stream.inner_name().unwrap_or(self.name);
        let hints = Hints { name: Some(name.clone()).filter(|name| !name.is_empty()), ..Hints::default() };
        let bytes = if is_wanted(&name) {
            read_whole(self.stream.by_ref(), ENTRY_BYTES_MAX, "the packed file")?
        } else {
            Vec::new()
        };
        Ok(Entry { name, bytes, hints })
    }
}

/// The name of a packed file without what says that it is packed.
fn bare_name(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or_default();
    for ending in [".gz", ".gzip", ".zst", ".zstd"] {
        if let Some((bare, end)) = last.split_at_checked(last.len().saturating_sub(ending.len()))
            && end.eq_ignore_ascii_case(ending)
        {
            return bare.to_owned();
        }
    }
    last.to_owned()
}
