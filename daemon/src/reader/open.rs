//! Opens files that hold many documents.

use std::io::Read;

use crate::reader::Failure;
use crate::reader::containers::limits::caught;
use crate::reader::containers::{Kind, Source, Stream, Unpacked};
use crate::reader::entries::Entries;
use crate::reader::epub::Book;
use crate::reader::json::layout::{Layout, layout};
use crate::reader::json::split::Documents;
use crate::reader::sniff::{Format, HEAD_BYTES, Hints, Sniffed, sniff};
use crate::reader::{feed, newsml};

/// A file of many documents, opened.
pub struct Opened {
    /// What it is, as the record says it.
    pub found: Sniffed,
    /// What is in it.
    pub entries: Box<dyn Entries>,
}

/// Opens a file that holds many documents, of which `found` tells; `None` when it is one document after all.
///
/// # Errors
/// When it cannot be opened at all.
pub fn open(source: &Source, found: &Sniffed, hints: &Hints) -> Result<Option<Opened>, Failure> {
    if found.format == Format::Epub {
        return Ok(Some(Opened { found: found.clone(), entries: Box::new(Book::open(source.clone())?) }));
    }
    let is_packed = matches!(found.format, Format::Gzip | Format::Zstd);
    if !is_packed && !matches!(found.format, Format::Zip | Format::Tar | Format::Warc | Format::Mbox) {
        return split(source, found.clone());
    }
    let Some(kind) = Kind::of(source)? else { return Ok(None) };
    if kind == Kind::Packed {
        let inner = inner(source, hints)?;
        if inner.format.holds_many()
            && let Some(opened) = split(source, inner)?
        {
            return Ok(Some(opened));
        }
    }
    let name = hints.name.as_deref().unwrap_or_default();
    let entries = Unpacked::open(source, kind, name)?;
    Ok(Some(Opened { found: found.clone(), entries: Box::new(entries) }))
}

/// Takes apart what is text itself, packed or not.
fn split(source: &Source, found: Sniffed) -> Result<Option<Opened>, Failure> {
    let stream = Stream::open(source)?;
    let entries: Box<dyn Entries> = match found.format {
        // A first line that is broken, or longer than the head, does not show that lines follow.
        Format::JsonLines => Box::new(Documents::new(stream, Layout::Lines)?),
        Format::JsonList | Format::JsonFeed => {
            let head = head(source)?;
            let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
            let Some(seen) = layout(text) else { return Ok(None) };
            Box::new(Documents::new(stream, seen.layout)?)
        }
        Format::Rss | Format::Atom => Box::new(feed::items(stream)?),
        Format::NewsMessage => Box::new(newsml::items(stream)?),
        _ => return Ok(None),
    };
    Ok(Some(Opened { found, entries }))
}

/// What a packed file holds.
fn inner(source: &Source, hints: &Hints) -> Result<Sniffed, Failure> {
    let head = head(source)?;
    let name = hints.name.as_deref().and_then(|name| name.rsplit_once('.')).map(|(bare, _)| bare.to_owned());
    let whole_bytes = if head.len() < HEAD_BYTES { head.len() as u64 } else { u64::MAX };
    Ok(sniff(&head, whole_bytes, &Hints { name, ..hints.clone() }))
}

/// How it begins, unpacked.
fn head(source: &Source) -> Result<Vec<u8>, Failure> {
    let mut head = Vec::new();
    // What was read before something went wrong says enough: who reads on will meet it again, and knows better.
    if let Err(error) = Stream::open(source)?.take(HEAD_BYTES as u64).read_to_end(&mut head)
        && head.is_empty()
    {
        return Err(caught(error, "the file"));
    }
    Ok(head)
}
