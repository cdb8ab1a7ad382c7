//! Files of many formats, made by the tests.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Names and contents of the files of an archive.
pub(super) type Parts<'a> = &'a [(&'a str, &'a [u8])];

/// A file of the fuzzer's corpus.
pub(super) fn corpus(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus").join(path)).unwrap()
}

/// The reasons in a quarantine, each with the name of its file; the files themselves may be large.
pub(super) fn reasons(folder: &Path) -> Vec<(String, Value)> {
    let reasons = files(folder).into_iter().filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_suffix(".reason.json")?.to_owned();
        Some((name, serde_json::from_slice(&fs::read(path).unwrap()).unwrap()))
    });
    reasons.collect()
}

/// Gives back the room of a file in a quarantine.
pub(super) fn empty(folder: &Path, name: &str) {
    let file = files(folder).into_iter().find(|path| path.ends_with(name)).expect("a file in quarantine");
    fs::write(file, "").unwrap();
}

/// The files of a folder and those within it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            let is_folder = entry.file_type().unwrap().is_dir();
            if is_folder { &mut open } else { &mut found }.push(entry.path());
        }
    }
    found
}

pub(super) fn zip(parts: Parts<'_>) -> Vec<u8> {
    zip_by(CompressionMethod::Deflated, parts)
}

pub(super) fn zip_stored(parts: Parts<'_>) -> Vec<u8> {
    zip_by(CompressionMethod::Stored, parts)
}

fn zip_by(method: CompressionMethod, parts: Parts<'_>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive whose directory names one packed file again and again.
pub(super) fn overlapping(content: &[u8], count: u16) -> Vec<u8> {
    let one = zip(&[("a.txt", content)]);
    let at = memchr::memmem::rfind(&one, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::rfind(&one, b"PK\x05\x06").unwrap();
    let directory = one[at..end].repeat(count.into());
    let mut last = one[end..].to_vec();
    last[8..10].copy_from_slice(&count.to_le_bytes());
    last[10..12].copy_from_slice(&count.to_le_bytes());
    last[12..16].copy_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
    [&one[..at], &directory, &last].concat()
}

/// Writes over what stands so far behind each signature.
pub(super) fn patch(bytes: &mut [u8], signature: &[u8], behind: usize, value: &[u8]) {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, signature).collect();
    places.into_iter().for_each(|at| bytes[at + behind..][..value.len()].copy_from_slice(value));
}

/// As [`patch`], behind the first alone.
pub(super) fn patch_first(bytes: &mut [u8], signature: &[u8], behind: usize, value: &[u8]) {
    let at = memchr::memmem::find(bytes, signature).unwrap();
    bytes[at + behind..][..value.len()].copy_from_slice(value);
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

pub(super) fn tar(parts: Parts<'_>) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in parts {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// An archive with a link and a file.
pub(super) fn tar_with_link(kind: tar::EntryType, target: &str) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(0);
    builder.append_link(&mut header, "link.txt", target).unwrap();
    let words = format!("Beside the {kind:?} to {target}: fog and words.");
    let mut header = tar::Header::new_gnu();
    header.set_size(words.len() as u64);
    builder.append_data(&mut header, "a.txt", words.as_bytes()).unwrap();
    builder.into_inner().unwrap()
}

/// A WARC file of one answer of a server.
pub(super) fn warc(answer: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://ferry.example/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    [head.as_bytes(), answer, b"\r\n\r\n"].concat()
}

pub(super) fn docx(document: &[u8]) -> Vec<u8> {
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document)])
}

pub(super) fn odt(content: &[u8]) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='b.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
const PACKAGE: &[u8] = b"<package xmlns:dc='d'><metadata><dc:title>Q</dc:title></metadata><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>";

/// A book of one chapter.
pub(super) fn epub(chapter: &[u8]) -> Vec<u8> {
    zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("b.opf", PACKAGE),
        ("a.xhtml", chapter),
    ])
}

/// A book whose chapter is protected.
pub(super) fn epub_encrypted() -> Vec<u8> {
    let encryption = b"<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/><CipherData><CipherReference URI='a.xhtml'/></CipherData></EncryptedData></encryption>";
    zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("META-INF/encryption.xml", encryption),
        ("b.opf", PACKAGE),
        ("a.xhtml", b"\x01\x02\x03 noise"),
    ])
}

/// A file of one page with a line of text.
pub(super) fn pdf(text: &str) -> Vec<u8> {
    pdf_of("", format!("BT /F1 10 Tf 50 700 Td ({text}) Tj ET").as_bytes())
}

/// A file of one page with this content, packed as its dictionary says.
pub(super) fn pdf_of(packing: &str, content: &[u8]) -> Vec<u8> {
    let stream =
        [format!("<<{packing}/Length {}>>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat();
    let objects: [&[u8]; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        &stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file.extend([format!("{} 0 obj\n", number + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = file.len();
    file.extend(
        format!("{table}trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    file
}
