//! Containers of all kinds, sound and hostile, made by the tests themselves.

mod hostile;
mod packed;
mod tar;
mod warc;
mod zip;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Kind, Source, Unpacked};
use crate::reader::entries::Entries;

/// What came out of a container: names with texts, or the code of what is wrong.
type Told = Vec<Result<(String, String), &'static str>>;

/// Unpacks all of a container, after `pass` entries.
fn unpack_after(bytes: &[u8], name: &str, pass: u64) -> Told {
    let source = Source::memory(bytes.to_vec());
    let opened = Kind::of(&source).map(|kind| kind.map(|kind| Unpacked::open(&source, kind, name)));
    let mut unpacked = match opened {
        Ok(Some(Ok(unpacked))) => unpacked,
        Ok(None) => return Vec::new(),
        Ok(Some(Err(failure))) | Err(failure) => return vec![Err(failure.code)],
    };
    unpacked.pass(pass);
    let told = std::iter::from_fn(|| unpacked.next());
    told.map(|told| match told {
        Ok(entry) => Ok((entry.name, String::from_utf8_lossy(&entry.bytes).into_owned())),
        Err(failure) => {
            assert!(!failure.text.is_empty() && !failure.text.contains(['\n', '\0']), "{failure:?}");
            Err(failure.code)
        }
    })
    .collect()
}

fn unpack(bytes: &[u8], name: &str) -> Told {
    unpack_after(bytes, name, 0)
}

/// Compares what comes out with what should, and whatever is passed over before, with its rest. A container that cannot be
/// opened has nothing to pass over.
fn check(bytes: &[u8], name: &str, expected: &[Result<(&str, &str), &'static str>]) {
    let expected: Told =
        expected.iter().map(|told| told.map(|(name, text)| (name.to_owned(), text.to_owned()))).collect();
    let passes = if matches!(expected[..], [Err(_)]) { 0 } else { expected.len() };
    for pass in 0..=passes {
        assert_eq!(unpack_after(bytes, name, pass as u64), expected[pass..], "{name} after {pass}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::bulk::compress(bytes, 3).unwrap()
}

/// A tar archive of regular files.
fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A ZIP archive of packed files.
pub(in crate::reader) fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A ZIP archive of packed texts, as office documents and books are.
pub(in crate::reader) fn zip_of_texts(files: &[(&str, &str)]) -> Vec<u8> {
    zip_of(&files.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

/// A WARC record.
fn record(kind: &str, url: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// The record of a page of a web server.
fn response(url: &str, fields: &str, page: &[u8]) -> Vec<u8> {
    let mut block =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"iso-8859-2\"\r\n{fields}\r\n").into_bytes();
    block.extend_from_slice(page);
    record("response", url, "Content-Type: application/http\r\n", &block)
}

#[test]
fn names_are_data_with_what_could_do_harm_escaped() {
    for (bytes, name) in [
        (&b"news/a.txt"[..], "news/a.txt"),
        ("Zürich – Überblick.txt".as_bytes(), "Zürich – Überblick.txt"),
        (b"a\nb\x1b[31m\0", "a\\x0ab\\x1b[31m\\x00"),
        (b"Gen\xe8ve", "Gen\\xe8ve"),
        ("a\u{202e}txt.exe\u{2028}\u{85}".as_bytes(), "a\\u{202e}txt.exe\\u{2028}\\u{85}"),
    ] {
        assert_eq!(super::limits::entry_name(bytes), name);
    }
    assert_eq!(super::limits::entry_name(&[b'n'; 5000]).len(), 4096 + '…'.len_utf8());
    assert!(super::limits::fail("D0410", "n".repeat(5000)).text.len() < 1000);
}
