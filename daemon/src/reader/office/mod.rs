//! Office documents: DOCX of Word, ODT of LibreOffice.
//!
//! In reading order: `xml`, the parts; `blocks`, paragraphs and tables; `body`, what both formats gather with the `styles`;
//! `docx`; `odt`; `properties`, what a document says of itself.

mod blocks;
mod body;
mod docx;
mod odt;
mod properties;
mod styles;
#[cfg(test)]
mod tests;
pub(crate) mod xml;

use crate::codes::content::{ENCRYPTED, MALFORMED, NO_TEXT, UNSUPPORTED};
use crate::reader::Failure;
use crate::reader::article::Content;
use crate::reader::containers::Source;
use crate::reader::containers::limits::fail;
use crate::reader::containers::zip::{Archive, Listed};

/// What stands in the `mimetype` of an OpenDocument text, and of a book.
const ODT: &[u8] = b"application/vnd.oasis.opendocument.text";
const EPUB: &[u8] = b"application/epub+zip";
/// Other documents that are ZIP archives, by a part that each has.
const OTHERS: &[(&str, &str)] = &[
    ("xl/workbook.xml", "an Excel spreadsheet"),
    ("xl/workbook.bin", "an Excel spreadsheet"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("visio/document.xml", "a Visio drawing"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("AndroidManifest.xml", "an Android program"),
    ("Index/Document.iwa", "a Pages document"),
];

/// A document that is a ZIP archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// A book or magazine, of many documents: see [`crate::reader::epub`].
    Epub,
    /// One that is not read, and what it is.
    Other(&'static str),
}

impl Kind {
    /// Tells by its parts what a document is; `None` when it is an archive of files.
    pub(crate) fn of(archive: &Archive) -> Result<Option<Kind>, Failure> {
        let parts = Parts::open(archive, true)?;
        if let Some(mimetype) = parts.listed.first().filter(|part| part.name == "mimetype") {
            let mimetype = archive.read(mimetype)?;
            let mimetype = mimetype.trim_ascii();
            return Ok(Some(match mimetype {
                ODT => Kind::Odt,
                EPUB => Kind::Epub,
                _ if mimetype.starts_with(ODT) => Kind::Odt,
                _ => Kind::Other("an OpenDocument file that is no text"),
            }));
        }
        if parts.has("META-INF/container.xml") {
            return Ok(Some(Kind::Epub));
        }
        if parts.has("[Content_Types].xml") && parts.listed.iter().any(|part| part.name.starts_with("word/")) {
            return Ok(Some(Kind::Docx));
        }
        if parts.has("content.xml") && parts.has("META-INF/manifest.xml") {
            return Ok(Some(Kind::Odt));
        }
        Ok(OTHERS.iter().find(|(part, _)| parts.has(part)).map(|(_, what)| Kind::Other(what)))
    }
}

/// Reads a DOCX or ODT, whichever it is.
///
/// # Errors
/// When it is neither, is encrypted or damaged, or has no text.
pub fn read(bytes: &[u8]) -> Result<Content, Failure> {
    let archive = Archive::open(Source::memory(bytes.to_vec()))?;
    let parts = Parts::open(&archive, false)?;
    let content = match Kind::of(&archive)? {
        Some(Kind::Docx) => docx::read(&parts)?,
        Some(Kind::Odt) => odt::read(&parts)?,
        Some(Kind::Epub) => return Err(fail(UNSUPPORTED, "this is an EPUB, which holds many documents")),
        Some(Kind::Other(what)) => return Err(fail(UNSUPPORTED, format!("this is {what}: drop its text instead"))),
        None => return Err(fail(UNSUPPORTED, "this is a ZIP archive and no document")),
    };
    if content.text.as_str().is_empty() {
        return Err(fail(NO_TEXT, "this document has no text: pictures in it are not read"));
    }
    Ok(content)
}

/// Why an OLE file, which begins with D0 CF 11 E0, is not read: Word puts documents with a password into such a one.
pub fn refuse_ole(bytes: &[u8]) -> Failure {
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &package).is_some() {
        fail(ENCRYPTED, "this office document is encrypted: save it without a password, and drop it again")
    } else {
        fail(UNSUPPORTED, "this is an office document of before 2007: save it as DOCX, ODT or text, and drop it again")
    }
}

/// The parts of a document by name.
pub(crate) struct Parts {
    archive: Archive,
    listed: Vec<Listed>,
}

impl Parts {
    /// Lists them; `is_asked` when it is not known whether this is a document: an archive of too many files is none.
    fn open(archive: &Archive, is_asked: bool) -> Result<Parts, Failure> {
        let listed = match archive.parts() {
            Err(failure) if is_asked && failure.code == crate::codes::content::EXCESSIVE => Vec::new(),
            listed => listed?,
        };
        Ok(Parts { archive: archive.clone(), listed })
    }

    /// All of an archive that is known to be a document.
    pub(crate) fn of(archive: &Archive) -> Result<Parts, Failure> {
        Parts::open(archive, false)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&Listed> {
        self.listed.iter().find(|part| part.name == name)
    }

    /// A part, when there is one of this name.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        self.find(name).map(|part| self.archive.read(part)).transpose()
    }

    /// A part that every document of this format has.
    pub(crate) fn need(&self, name: &str) -> Result<Vec<u8>, Failure> {
        let missing = || fail(MALFORMED, format!("{name} is missing in this document: save it again"));
        self.get(name)?.ok_or_else(missing)
    }
}
