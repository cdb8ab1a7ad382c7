//! WARC files.

use super::{Source, check, gzip, record, response, unpack, zstd};
use crate::codes::content::{EXPANDS, MALFORMED, TRUNCATED, UNSUPPORTED};
use crate::reader::containers::Stream;
use crate::reader::containers::warc::Pages;

const FERRY: &str = "http://harbour.example/ferry";
const BRIDGE: &str = "https://harbour.example/bridge";

fn chunked(page: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in page.chunks(7) {
        out.extend_from_slice(format!("{:x};note=1\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

fn deflate(bytes: &[u8], is_bare: bool) -> Vec<u8> {
    use std::io::Read;
    let mut out = Vec::new();
    if is_bare {
        flate2::read::DeflateEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut out).unwrap();
    } else {
        flate2::read::ZlibEncoder::new(bytes, flate2::Compression::default()).read_to_end(&mut out).unwrap();
    }
    out
}

#[test]
fn pages_come_with_address_type_and_charset_and_the_rest_is_counted() {
    let records = [
        record("warcinfo", "", "", b"software: a crawler\r\n"),
        record("request", FERRY, "", b"GET /ferry HTTP/1.1\r\n\r\n"),
        response(&format!("<{FERRY}>"), "", b"The ferry was late."),
        record("metadata", FERRY, "", b"via: /"),
        record("revisit", FERRY, "", b"HTTP/1.1 200 OK\r\n\r\n"),
        record("response", BRIDGE, "", b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
        record("response", BRIDGE, "", b"HTTP/1.1 404 Not Found\r\n\r\nNothing here."),
        record("response", BRIDGE, "", b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8"),
        record("response", "dns:harbour.example", "", b"20261120 A 192.0.2.1"),
        record("response", BRIDGE, "", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        record("resource", BRIDGE, "Content-Type: text/plain\r\n", b"The bridge is open."),
    ];
    let mut pages = Pages::new(Stream::open(&Source::memory(records.concat())).unwrap());
    let mut next = || pages.step(true).map(Result::unwrap);
    let ferry = next().unwrap();
    let at = records[..2].concat().len();
    assert_eq!((ferry.name, &*ferry.bytes), (format!("@{at}"), &b"The ferry was late."[..]));
    let hints = ferry.hints;
    assert_eq!(
        (hints.url.as_deref(), hints.media_type.as_deref(), hints.charset.as_deref()),
        (Some(FERRY), Some("text/html"), Some("iso-8859-2"))
    );
    let bridge = next().unwrap();
    assert_eq!((&*bridge.bytes, bridge.hints.media_type.as_deref()), (&b"The bridge is open."[..], Some("text/plain")));
    assert_eq!(next(), None);
    let left_out: Vec<_> = pages.left_out().iter().map(|(why, count)| (*why, *count)).collect();
    let expected = [
        ("empty", 1),
        ("metadata", 1),
        ("no text", 1),
        ("not HTTP", 1),
        ("not a success", 2),
        ("request", 1),
        ("revisit", 1),
        ("warcinfo", 1),
    ];
    assert_eq!(left_out, expected);
}

#[test]
fn a_record_is_named_by_the_byte_where_its_gzip_member_begins() {
    let (a, b, c) = (response(FERRY, "", b"one"), response(FERRY, "", b"two"), response(FERRY, "", b"three"));
    let first = gzip(&a);
    let names = ["@0".to_owned(), format!("@{}", first.len()), format!("@{}+1", first.len())];
    let expected = [Ok((&*names[0], "one")), Ok((&*names[1], "two")), Ok((&*names[2], "three"))];
    check(&[first, gzip(&[b.clone(), c.clone()].concat())].concat(), "x.warc.gz", &expected);
    let plain = [a.clone(), b.clone(), c.clone()].concat();
    check(&gzip(&plain), "x.warc.gz", &[Ok(("@0", "one")), Ok(("@0+1", "two")), Ok(("@0+2", "three"))]);
    check(&zstd(&plain), "x.warc.zst", &[Ok(("@0", "one")), Ok(("@0+1", "two")), Ok(("@0+2", "three"))]);
    let names = [a.len(), a.len() + b.len()].map(|at| format!("@{at}"));
    check(&plain, "x.warc", &[Ok(("@0", "one")), Ok((&names[0], "two")), Ok((&names[1], "three"))]);
}

#[test]
fn pages_are_unpacked_as_servers_pack_them() {
    let page = "The ferry was late, said the harbour master.".as_bytes();
    for (fields, body) in [
        ("Transfer-Encoding: chunked\r\n", chunked(page)),
        ("Content-Encoding: gzip\r\n", gzip(page)),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(&gzip(page))),
        ("Content-Encoding: deflate\r\n", deflate(page, false)),
        ("Content-Encoding: deflate\r\n", deflate(page, true)),
        ("Content-Encoding: zstd\r\n", zstd(page)),
        // The crawler unpacked it and left the fields as they were.
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", page.to_vec()),
        ("Content-Encoding: br\r\n", page.to_vec()),
        ("Content-Encoding: deflate\r\n", page.to_vec()),
        ("Content-Encoding: identity\r\nX-Broken\r\n", page.to_vec()),
    ] {
        let told = unpack(&response(FERRY, fields, &body), "x.warc");
        assert_eq!(told, [Ok(("@0".to_owned(), String::from_utf8(page.to_vec()).unwrap()))], "{fields}");
    }
    let newer = record("response", FERRY, "", b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\nThe ferry.");
    check(&newer, "x.warc", &[Ok(("@0", "The ferry."))]);
}

#[test]
fn one_bad_page_leaves_the_others() {
    let good = response(BRIDGE, "", b"The bridge is open.");
    let bomb = gzip(&vec![b' '; 60 << 20]);
    let cut = &gzip(&b"The ferry was late.".repeat(9))[..30];
    let many = "X: y\r\n".repeat(300);
    for (bad, code) in [
        (response(FERRY, "Content-Encoding: br\r\n", b"\x0b\x02\x80\xff"), UNSUPPORTED),
        (response(FERRY, "Content-Encoding: gzip\r\n", &bomb), EXPANDS),
        (response(FERRY, "Content-Encoding: gzip\r\n", cut), TRUNCATED),
        (response(FERRY, &many, b"x"), MALFORMED),
        (record("response", FERRY, "", b"HTTP/1.1 200 OK\r\nno end"), MALFORMED),
        (record("response", FERRY, "", b"220 ftp ready\r\n\r\n"), MALFORMED),
    ] {
        for pack in [gzip as fn(&[u8]) -> Vec<u8>, |bytes: &[u8]| bytes.to_vec()] {
            let file = [pack(&good), pack(&bad), pack(&good)].concat();
            let told = unpack(&file, "x.warc");
            let texts: Vec<_> = told.into_iter().map(|told| told.map(|(_, text)| text)).collect();
            let open = Ok("The bridge is open.".to_owned());
            assert_eq!(texts, [open.clone(), Err(code), open], "{}", String::from_utf8_lossy(&bad[..80]));
        }
    }
}

#[test]
fn reading_goes_on_behind_a_record_that_is_broken() {
    let page = |text: &str| response(FERRY, "", text.as_bytes());
    let (one, two, three) = (page("one"), page("the second page"), page("three"));
    let middle = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut middle = two.clone();
        change(&mut middle);
        middle
    };
    let replace = |bytes: &mut Vec<u8>, from: &str, to: &str| {
        *bytes = String::from_utf8(bytes.clone()).unwrap().replacen(from, to, 1).into_bytes();
    };
    let third = |told: &super::Told| told.last().cloned().unwrap().unwrap().1;
    for (number, bad) in [
        middle(&|bytes| replace(bytes, "Content-Length: ", "Content-Width: ")),
        middle(&|bytes| replace(bytes, "Content-Length: ", "Content-Length: -")),
        middle(&|bytes| replace(bytes, "WARC/1.0", "WRAC/1.0")),
        b"some other file\n\nthat was appended\n".to_vec(),
    ]
    .into_iter()
    .enumerate()
    {
        for pack in [gzip as fn(&[u8]) -> Vec<u8>, |bytes: &[u8]| bytes.to_vec()] {
            let told = unpack(&[pack(&one), pack(&bad), pack(&three)].concat(), "x.warc");
            assert!(told.len() == 3 && told[1].is_err() && third(&told) == "three", "{number}: {told:?}");
        }
    }
    // A header that was cut off runs into the next one, whose page is read all the same.
    let cut = middle(&|bytes| bytes.truncate(40));
    let told = unpack(&[one.clone(), cut, three.clone()].concat(), "x.warc");
    assert_eq!(third(&told), "three");
    // In a member of its own, a record that says more than it has does not swallow the next one.
    let longer = middle(&|bytes| replace(bytes, "Content-Length: ", "Content-Length: 9"));
    let told = unpack(&[gzip(&one), gzip(&longer), gzip(&three)].concat(), "x.warc.gz");
    assert!(told.len() == 3 && told[1].is_err() && third(&told) == "three", "{told:?}");
    // Wherever a member is damaged, the pages around it are read.
    let packed = gzip(&two);
    for at in 0..packed.len() {
        let mut damaged = packed.clone();
        damaged[at] ^= 0x55;
        let told = unpack(&[gzip(&one), damaged, gzip(&three)].concat(), "x.warc.gz");
        let is_third_read = told.iter().any(|told| matches!(told, Ok((_, text)) if text == "three"));
        assert!(told[0].is_ok() && is_third_read, "{at}: {told:?}");
    }
}

#[test]
fn a_file_that_was_cut_off_tells_what_came_before() {
    let (one, two) = (response(FERRY, "", b"one"), response(FERRY, "", b"two"));
    let whole = [one.clone(), two].concat();
    for len in one.len() + 1..whole.len() - 4 {
        let told = unpack(&whole[..len], "x.warc");
        assert!(
            told[0].is_ok() && told[1..] == [Err(TRUNCATED)] || whole[len - 1] == b'\r' && told.len() == 1,
            "{len}: {told:?}"
        );
    }
}
