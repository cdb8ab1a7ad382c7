//! What a ZIP file is: the names of its first entries tell.

use super::{Format, Sniffed};

/// Tells what a ZIP file holds.
pub(super) fn sniff(head: &[u8]) -> Option<Sniffed> {
    let spanned = head.strip_prefix(b"PK\x07\x08").unwrap_or(head);
    if head.starts_with(b"PK\x05\x06") {
        return Some(Sniffed::new(Format::Zip, "an empty ZIP file"));
    }
    if !spanned.starts_with(b"PK\x03\x04") {
        return None;
    }
    if let Some(sniffed) = by_mimetype(spanned) {
        return Some(sniffed);
    }
    let found = names(spanned).find_map(|name| {
        let (format, reason) = match name {
            _ if name.starts_with(b"word/") => (Format::Docx, "a ZIP file with word/"),
            _ if name.starts_with(b"xl/") => (Format::Spreadsheet, "a ZIP file with xl/"),
            _ if name.starts_with(b"ppt/") => (Format::Slides, "a ZIP file with ppt/"),
            b"META-INF/container.xml" => (Format::Epub, "a ZIP file with META-INF/container.xml"),
            b"AndroidManifest.xml" => (Format::Program, "a ZIP file with AndroidManifest.xml"),
            b"META-INF/MANIFEST.MF" => (Format::Program, "a ZIP file with META-INF/MANIFEST.MF"),
            b"Index/Document.iwa" => (Format::OtherOffice, "a ZIP file with Index/Document.iwa"),
            _ => return None,
        };
        Some(Sniffed::new(format, reason))
    });
    Some(found.unwrap_or_else(|| Sniffed::new(Format::Zip, "it begins as ZIP does")))
}

/// OpenDocument and EPUB say what they are in their first entry, which is stored as it is.
fn by_mimetype(head: &[u8]) -> Option<Sniffed> {
    let name = name_at(head, 0)?;
    let extra = usize::from(u16::from_le_bytes([*head.get(28)?, *head.get(29)?]));
    if name != b"mimetype" {
        return None;
    }
    let content = head.get(30 + name.len() + extra..)?;
    let content = &content[..content.len().min(120)];
    let begins = |media_type: &str| content.starts_with(media_type.as_bytes());
    let (format, reason) = if begins("application/epub+zip") {
        (Format::Epub, "its mimetype says EPUB")
    } else if begins("application/vnd.oasis.opendocument.text") {
        (Format::Odt, "its mimetype says OpenDocument text")
    } else if begins("application/vnd.oasis.opendocument.spreadsheet") {
        (Format::Spreadsheet, "its mimetype says OpenDocument spreadsheet")
    } else if begins("application/vnd.oasis.opendocument.presentation") {
        (Format::Slides, "its mimetype says OpenDocument presentation")
    } else if begins("application/vnd.oasis.opendocument") {
        (Format::OtherOffice, "its mimetype says OpenDocument")
    } else {
        return None;
    };
    Some(Sniffed::new(format, reason))
}

/// The names of the entries whose headers, local or central, stand in the head.
fn names(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(head, b"PK").filter_map(move |at| name_at(head, at))
}

fn name_at(head: &[u8], at: usize) -> Option<&[u8]> {
    let header = head.get(at..)?;
    let (length_at, name_at) = match header.get(..4)? {
        b"PK\x03\x04" => (26, 30),
        b"PK\x01\x02" => (28, 46),
        _ => return None,
    };
    let length = usize::from(u16::from_le_bytes([*header.get(length_at)?, *header.get(length_at + 1)?]));
    header.get(name_at..name_at + length)
}
