//! gzip and zstd around one document.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use super::{check, gzip, tar_of, unpack, zip_of, zstd};
use crate::codes::content::{EXPANDS, MALFORMED, TRUNCATED, UNSUPPORTED};

const PAGE: &str = "<html><p>The ferry was late again.</p></html>";

#[test]
fn a_packed_document_is_that_document_under_its_own_name() {
    let named = {
        let mut encoder = GzBuilder::new()
            .filename("/home/ada/ferry.html")
            .extra(b"x".to_vec())
            .comment("late")
            .write(Vec::new(), Compression::best());
        encoder.write_all(PAGE.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    check(&named, "other.gz", &[Ok(("ferry.html", PAGE))]);
    check(&gzip(PAGE.as_bytes()), "in/ferry.html.GZ", &[Ok(("ferry.html", PAGE))]);
    check(&zstd(PAGE.as_bytes()), "ferry.html.zst", &[Ok(("ferry.html", PAGE))]);
    check(&zstd(PAGE.as_bytes()), "", &[Ok(("", PAGE))]);
}

#[test]
fn members_and_frames_make_one_document() {
    for pack in [gzip, zstd] {
        let mut joined = [pack(b"The ferry "), pack(b""), pack(b"was late.")].concat();
        check(&joined, "a", &[Ok(("a", "The ferry was late."))]);
        joined.extend_from_slice(b"rest of another file");
        check(&joined, "a", &[Err(MALFORMED)]);
    }
    let padded = [gzip(b"late"), vec![0; 700]].concat();
    check(&padded, "a", &[Ok(("a", "late"))]);
    // A frame that is to be passed over.
    let skippable = [zstd(b"The ferry "), b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec(), zstd(b"was late.")].concat();
    check(&skippable, "a", &[Ok(("a", "The ferry was late."))]);
}

#[test]
fn a_container_within_the_packing_is_opened() {
    let files: &[(&str, &[u8])] = &[("a.txt", b"first"), ("b.txt", b"second")];
    for pack in [gzip, zstd] {
        check(&pack(&tar_of(files)), "x.tgz", &[Ok(("a.txt", "first")), Ok(("b.txt", "second"))]);
        check(&pack(&zip_of(files)), "x.zip.gz", &[Ok(("x.zip!/a.txt", "first")), Ok(("x.zip!/b.txt", "second"))]);
    }
}

#[test]
fn a_packed_document_that_was_cut_off_is_told_from_one_that_was_damaged() {
    let text = "The ferry was late again, said the harbour master. ".repeat(40);
    for pack in [gzip, zstd] {
        let whole = pack(text.as_bytes());
        for len in 4..whole.len() {
            let told = unpack(&whole[..len], "a.gz");
            assert!(told == [Err(TRUNCATED)] || len < 8 && told.len() == 1, "{len} of {}: {told:?}", whole.len());
        }
    }
    let mut wrong_sum = gzip(text.as_bytes());
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    assert_eq!(unpack(&wrong_sum, "a.gz"), [Err(MALFORMED)]);
}

#[test]
fn bombs_are_refused_and_small_regular_texts_are_not() {
    let zeros = |len: usize| vec![b' '; len];
    for pack in [gzip, zstd] {
        // Up to the floor nothing is asked.
        assert!(unpack(&pack(&zeros(7 << 20)), "a.gz")[0].is_ok());
        for len in [9 << 20, 60 << 20, 130 << 20] {
            assert_eq!(unpack(&pack(&zeros(len)), "a.gz"), [Err(EXPANDS)], "{len}");
        }
        // Many members of a bomb are one.
        assert_eq!(unpack(&pack(&zeros(1 << 20)).repeat(20), "a.gz"), [Err(EXPANDS)]);
        // Packed twice, the outer one looks harmless.
        let twice = pack(&pack(&zeros(30 << 20)));
        assert_eq!(unpack(&twice, "a.gz.gz"), [Err(EXPANDS)]);
    }
}

#[test]
fn what_would_need_too_much_memory_is_refused_with_a_remedy() {
    let mut encoder = ::zstd::stream::Encoder::new(Vec::new(), 3).unwrap();
    encoder.window_log(27).unwrap();
    encoder.write_all(PAGE.as_bytes()).unwrap();
    let long = encoder.finish().unwrap();
    assert_eq!(unpack(&long, "a.zst"), [Err(UNSUPPORTED)]);
}
