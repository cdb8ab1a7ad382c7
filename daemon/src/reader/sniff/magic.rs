//! Formats that begin, or hold at a fixed place, with bytes of their own.

use super::{Format, Sniffed, zip};

/// Offset, bytes, format, reason. Only what no text begins with: where letters alone would tell, [`doubtful`] asks more.
const MAGIC: &[(usize, &[u8], Format, &str)] = &[
    (0, b"%PDF-", Format::Pdf, "it begins with %PDF-"),
    (0, b"\x1f\x8b\x08", Format::Gzip, "it begins as gzip does"),
    (0, b"\x28\xb5\x2f\xfd", Format::Zstd, "it begins as zstd does"),
    (0, b"WARC/0.", Format::Warc, "it begins with WARC/"),
    (0, b"WARC/1.", Format::Warc, "it begins with WARC/"),
    (257, b"ustar", Format::Tar, "ustar stands at byte 257"),
    (0, b"{\\rtf", Format::Rtf, "it begins with {\\rtf"),
    (0, b"%!PS", Format::PostScript, "it begins with %!PS"),
    (0, b"AT&TFORM", Format::DjVu, "it begins with AT&TFORM"),
    (60, b"BOOKMOBI", Format::Kindle, "BOOKMOBI stands at byte 60"),
    (0, b"-----BEGIN PGP MESSAGE-----", Format::Encrypted, "it begins as a PGP message does"),
    (0, b"age-encryption.org/v1", Format::Encrypted, "it begins as age files do"),
    (0, b"Salted__", Format::Encrypted, "it begins with Salted__"),
    (0, b"\x89PNG\r\n\x1a\n", Format::Picture, "it begins as PNG does"),
    (0, b"\xff\xd8\xff", Format::Picture, "it begins as JPEG does"),
    (0, b"GIF87a", Format::Picture, "it begins with GIF87a"),
    (0, b"GIF89a", Format::Picture, "it begins with GIF89a"),
    (0, b"II*\0", Format::Picture, "it begins as TIFF does"),
    (0, b"MM\0*", Format::Picture, "it begins as TIFF does"),
    (0, b"8BPS\0", Format::Picture, "it begins as Photoshop files do"),
    (0, b"\0\0\0\x0cJXL ", Format::Picture, "it begins as JPEG XL does"),
    (0, b"\0\0\0\x0cjP  ", Format::Picture, "it begins as JPEG 2000 does"),
    (0, b"\0\0\x01\0", Format::Picture, "it begins as icons do"),
    (8, b"WEBPVP8", Format::Picture, "WEBP stands at byte 8"),
    (8, b"WAVEfmt ", Format::Audio, "WAVE stands at byte 8"),
    (8, b"AVI LIST", Format::Video, "AVI stands at byte 8"),
    (4, b"ftypheic", Format::Picture, "ftypheic stands at byte 4"),
    (4, b"ftypavif", Format::Picture, "ftypavif stands at byte 4"),
    (4, b"ftypmif1", Format::Picture, "ftypmif1 stands at byte 4"),
    (4, b"ftypM4A ", Format::Audio, "ftypM4A stands at byte 4"),
    (0, b"ID3\x02", Format::Audio, "it begins with ID3"),
    (0, b"ID3\x03", Format::Audio, "it begins with ID3"),
    (0, b"ID3\x04", Format::Audio, "it begins with ID3"),
    (0, b"fLaC\0", Format::Audio, "it begins with fLaC"),
    (0, b"OggS\0", Format::Audio, "it begins with OggS"),
    (0, b"MThd\0", Format::Audio, "it begins with MThd"),
    (0, b"#!AMR", Format::Audio, "it begins with #!AMR"),
    (0, b"\x1a\x45\xdf\xa3", Format::Video, "it begins as Matroska does"),
    (0, b"FLV\x01", Format::Video, "it begins with FLV"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Format::Video, "it begins as Windows media does"),
    (0, b"\0\0\x01\xba", Format::Video, "it begins as MPEG does"),
    (0, b"\x7fELF", Format::Program, "it begins with ELF"),
    (0, b"\xfe\xed\xfa\xce", Format::Program, "it begins as Mach-O does"),
    (0, b"\xfe\xed\xfa\xcf", Format::Program, "it begins as Mach-O does"),
    (0, b"\xcf\xfa\xed\xfe", Format::Program, "it begins as Mach-O does"),
    (0, b"\xca\xfe\xba\xbe", Format::Program, "it begins as Java classes do"),
    (0, b"\0asm", Format::Program, "it begins with asm"),
    (0, b"dex\n03", Format::Program, "it begins with dex"),
    (0, b"SQLite format 3\0", Format::Database, "it begins with SQLite format 3"),
    (0, b"PAR1", Format::Database, "it begins with PAR1"),
    (0, b"OTTO\0", Format::Font, "it begins with OTTO"),
    (0, b"wOFF\0", Format::Font, "it begins with wOFF"),
    (0, b"wOF2\0", Format::Font, "it begins with wOF2"),
    (0, b"\0\x01\0\0\0", Format::Font, "it begins as TrueType does"),
    (0, b"7z\xbc\xaf\x27\x1c", Format::OtherArchive, "it begins as 7-Zip does"),
    (0, b"Rar!\x1a\x07", Format::OtherArchive, "it begins with Rar!"),
    (0, b"\xfd7zXZ\0", Format::OtherArchive, "it begins as xz does"),
    (0, b"\x04\x22\x4d\x18", Format::OtherArchive, "it begins as LZ4 does"),
    (0, b"LZIP\x01", Format::OtherArchive, "it begins with LZIP"),
    (0, b"MSCF\0\0\0\0", Format::OtherArchive, "it begins with MSCF"),
    (0, b"\x1f\x9d", Format::OtherArchive, "it begins as compress does"),
    (0, b"!<arch>\n", Format::OtherArchive, "it begins as ar does"),
    (0, b"\x78\x9f\x3e\x22", Format::OutlookMessage, "it begins as winmail.dat does"),
];

/// Tells formats with bytes of their own.
pub(super) fn sniff(head: &[u8]) -> Option<Sniffed> {
    if let Some(sniffed) = zip::sniff(head).or_else(|| old_office(head)) {
        return Some(sniffed);
    }
    let holds = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    let known = MAGIC.iter().find(|(offset, magic, ..)| holds(*offset, magic));
    known.map(|&(_, _, format, reason)| Sniffed::new(format, reason)).or_else(|| doubtful(head))
}

/// Formats whose first letters could begin a text as well.
fn doubtful(head: &[u8]) -> Option<Sniffed> {
    let start = &head[..head.len().min(64)];
    let is_binary = start.contains(&0);
    let found = |format, reason| Some(Sniffed::new(format, reason));
    match head {
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => found(Format::Picture, "it begins as BMP does"),
        [b'M', b'Z', ..] if is_binary => found(Format::Program, "it begins with MZ"),
        [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', b'&', b'S', b'Y', ..] => {
            found(Format::OtherArchive, "it begins as bzip2 does")
        }
        [0xff, 0xfb | 0xf3 | 0xf2 | 0xf1 | 0xf9, ..] if is_binary => {
            found(Format::Audio, "it begins as an MPEG frame does")
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if is_binary => found(Format::Video, "ftyp stands at byte 4"),
        _ if is_old_tar(head) => found(Format::Tar, "it begins as a tar header with its checksum does"),
        _ => None,
    }
}

/// Whether a tar header without `ustar` stands at the beginning: its checksum is right.
fn is_old_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    let digits: Vec<u8> = header[148..156].iter().copied().filter(|byte| !matches!(byte, b' ' | 0)).collect();
    let stored = std::str::from_utf8(&digits).ok().and_then(|digits| u32::from_str_radix(digits, 8).ok());
    let field = 148..156;
    let sum = |(index, &byte): (usize, &u8)| u32::from(if field.contains(&index) { b' ' } else { byte });
    header[0] != 0 && stored.is_some_and(|stored| stored == header.iter().enumerate().map(sum).sum::<u32>())
}

/// Tells the documents of old office programs apart by the names in their directory, which are in UTF-16.
fn old_office(head: &[u8]) -> Option<Sniffed> {
    if !head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return None;
    }
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(head, &wide).is_some()
    };
    Some(if holds("WordDocument") {
        Sniffed::new(Format::OldWord, "an OLE file with WordDocument")
    } else if holds("Workbook") || holds("Book") {
        Sniffed::new(Format::Spreadsheet, "an OLE file with Workbook")
    } else if holds("PowerPoint Document") {
        Sniffed::new(Format::Slides, "an OLE file with PowerPoint Document")
    } else if holds("__substg1.0_") || holds("__properties_version1.0") {
        Sniffed::new(Format::OutlookMessage, "an OLE file with __substg1.0_")
    } else if holds("EncryptedPackage") {
        Sniffed::new(Format::Encrypted, "an OLE file with EncryptedPackage")
    } else {
        Sniffed::new(Format::OldOffice, "it begins as OLE files do")
    })
}

/// What is missing at the end of a whole file.
pub(super) fn truncated(format: Format, whole: &[u8]) -> Option<&'static str> {
    let tail = |bytes: usize| &whole[whole.len().saturating_sub(bytes)..];
    let holds = |bytes: &[u8], mark: &[u8]| memchr::memmem::find(bytes, mark).is_some();
    match format {
        Format::Pdf if !holds(tail(4096), b"%%EOF") => Some("%%EOF"),
        // The comment at the end may be as long as two bytes can tell.
        Format::Zip | Format::Docx | Format::Odt | Format::Epub if !holds(tail(22 + 65_535), b"PK\x05\x06") => {
            Some("the central directory")
        }
        Format::Gzip if whole.len() < 18 => Some("the footer"),
        _ => None,
    }
}
