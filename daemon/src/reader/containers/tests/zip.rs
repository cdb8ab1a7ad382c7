//! ZIP archives.

use std::io::Write;

use super::{check, unpack, zip_of};
use crate::codes::content::{ENCRYPTED, EXPANDS, MALFORMED, TRUNCATED, UNSUPPORTED};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Replaces one string by another of the same length, wherever it stands.
fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, from).collect();
    assert!(!places.is_empty() && from.len() == to.len());
    for at in places {
        out[at..at + to.len()].copy_from_slice(to);
    }
    out
}

/// Changes a field of each directory entry: `at` counts from its signature.
fn patch_directory(bytes: &[u8], at: usize, value: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, b"PK\x01\x02").collect();
    for place in places {
        out[place + at..place + at + value.len()].copy_from_slice(value);
    }
    out
}

#[test]
fn files_come_in_order_packed_or_stored() {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_directory("news", SimpleFileOptions::default()).unwrap();
    for (name, method) in [("news/a.txt", CompressionMethod::Deflated), ("b.txt", CompressionMethod::Stored)] {
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(b"The ferry was late.").unwrap();
    }
    writer.add_symlink("link.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.start_file("large.txt", SimpleFileOptions::default().large_file(true)).unwrap();
    writer.write_all(b"in zip64").unwrap();
    writer.set_comment("PK\u{5}\u{6} is no end record when it stands in a comment").unwrap();
    let archive = writer.finish().unwrap().into_inner();
    let late = "The ferry was late.";
    let expected = [Ok(("news/a.txt", late)), Ok(("b.txt", late)), Ok(("large.txt", "in zip64"))];
    check(&archive, "x.zip", &expected);
    // With something before it, as in an archive that unpacks itself; its offsets do not count that.
    let source = super::Source::memory([&b"MZ program"[..], &archive].concat());
    let mut files = super::super::zip::Archive::open(source).unwrap().entries();
    let texts: Vec<_> = std::iter::from_fn(|| files.step(&|_| true)).map(|told| told.unwrap().bytes).collect();
    assert_eq!(texts, [late.as_bytes(), late.as_bytes(), b"in zip64"]);
    assert_eq!(files.left_out(), 2);
}

#[test]
fn an_archive_written_as_a_stream_is_read_by_its_directory() {
    let mut writer = ZipWriter::new_stream(Vec::new());
    for name in ["a.txt", "b.txt"] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(name.as_bytes()).unwrap();
    }
    let archive = writer.finish().unwrap().into_inner();
    check(&archive, "x.zip", &[Ok(("a.txt", "a.txt")), Ok(("b.txt", "b.txt"))]);
}

#[test]
fn names_that_are_paths_elsewhere_or_stand_twice_are_told_as_given() {
    let archive =
        zip_of(&[("XX/XX/etc/x.txt", b"up"), ("Xetc/passwd.txt", b"root"), ("a.txt", b"one"), ("b.txt", b"two")]);
    let archive = replace(&archive, b"XX/XX/etc", b"../../etc");
    let archive = replace(&archive, b"Xetc/", b"/etc/");
    let archive = replace(&archive, b"b.txt", b"a.txt");
    let expected =
        [Ok(("../../etc/x.txt", "up")), Ok(("/etc/passwd.txt", "root")), Ok(("a.txt", "one")), Ok(("a.txt", "two"))];
    check(&archive, "x.zip", &expected);
    let hidden = zip_of(&[
        ("__MACOSX/._a.txt", b"x"),
        (".DS_Store", b"x"),
        ("a/.b/c.txt", b"x"),
        ("a/pier.JPG", b"x"),
        ("n\u{fc}.txt", b"seen"),
    ]);
    check(&hidden, "x.zip", &[Ok(("n\u{fc}.txt", "seen"))]);
}

#[test]
fn one_entry_that_cannot_be_read_leaves_the_others() {
    let archive = zip_of(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    let second = memchr::memmem::find_iter(&archive, b"PK\x01\x02").nth(1).unwrap();
    let patched = |at: usize, value: &[u8]| {
        let mut out = archive.clone();
        out[second + at..second + at + value.len()].copy_from_slice(value);
        out
    };
    for (archive, code) in [
        (patched(8, &[1, 0]), ENCRYPTED),
        (patched(10, &[99, 0]), ENCRYPTED),
        (patched(10, &[14, 0]), UNSUPPORTED),
        (patched(16, &[1, 2, 3, 4]), MALFORMED),
        (patched(24, &[5, 0, 0, 0]), MALFORMED),
        (patched(24, &[7, 0, 0, 0]), MALFORMED),
        (patched(42, &[1, 0, 0, 0]), MALFORMED),
    ] {
        let told = unpack(&archive, "x.zip");
        assert!(
            told == [Ok(("a.txt".into(), "first".into())), Err(code), Ok(("c.txt".into(), "third".into()))]
                || told == [Err(MALFORMED)],
            "{told:?}"
        );
        assert_eq!(told.len() == 1, archive[second + 42] == 1, "{told:?}");
    }
}

#[test]
fn an_archive_without_its_end_is_truncated() {
    let archive = zip_of(&[("a.txt", b"first"), ("b.txt", b"second")]);
    for len in 4..archive.len() {
        assert_eq!(unpack(&archive[..len], "x.zip"), [Err(TRUNCATED)], "{len}");
    }
    // The directory is there, what it speaks of is not.
    assert_eq!(unpack(&[b"PK\x03\x04", &archive[60..]].concat(), "x.zip"), [Err(MALFORMED)]);
}

#[test]
fn bombs_are_refused_as_a_whole() {
    let text = |len: usize| vec![b' '; len];
    assert!(unpack(&zip_of(&[("a.txt", &text(7 << 20))]), "x.zip")[0].is_ok());
    for archive in [
        zip_of(&[("a.txt", &text(60 << 20))]),
        zip_of(&[("a.txt", &text(130 << 20))]),
        zip_of(&[("a.txt", &text(5 << 20)), ("b.txt", &text(5 << 20)), ("c.txt", b"third")]),
        // It says that it is small: then no more than that comes out of it.
        zip_of(
            &(0..100)
                .map(|_| "x")
                .map(|_| ("", &b""[..]))
                .take(0)
                .chain([("a.txt", &text(100 << 20)[..])])
                .collect::<Vec<_>>(),
        ),
    ] {
        assert_eq!(unpack(&archive, "x.zip"), [Err(EXPANDS)]);
    }
    let lying = patch_directory(&zip_of(&[("a.txt", &text(100 << 20))]), 24, &[9, 0, 0, 0]);
    assert_eq!(unpack(&lying, "x.zip"), [Err(MALFORMED)]);
    // Says that it is large, and is not.
    let boasting = patch_directory(&zip_of(&[("a.txt", b"first")]), 24, &[0, 0, 0, 0x40]);
    assert_eq!(unpack(&boasting, "x.zip"), [Err(EXPANDS)]);
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let one = zip_of(&[("a.txt", &[b'a'; 5000]), ("b.txt", &[b'b'; 5000]), ("c.txt", b"third")]);
    let places: Vec<usize> = memchr::memmem::find_iter(&one, b"PK\x01\x02").collect();
    // All are the same file; the second begins within the first; the first reaches into the second.
    let mut same = one.clone();
    for &place in &places {
        same[place + 42..place + 46].copy_from_slice(&[0; 4]);
    }
    let mut within = one.clone();
    within[places[1] + 42] -= 3;
    let mut reaching = one.clone();
    reaching[places[0] + 20] += 1;
    for archive in [same, within, reaching] {
        assert_eq!(unpack(&archive, "x.zip"), [Err(MALFORMED)]);
    }
}

#[test]
fn a_million_entries_take_little_memory_and_are_passed_over_quickly() {
    // Stored empty files: a directory of 52 MB in an archive of 89.
    let count = 1_000_000_u32;
    let (mut files, mut directory) = (Vec::new(), Vec::new());
    for number in 0..count {
        let name = format!("{number:07}");
        let fixed: &[u8] = &[10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0];
        directory.extend_from_slice(b"PK\x01\x02\x0a\0");
        directory.extend_from_slice(fixed);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&u32::try_from(files.len()).unwrap().to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
        files.extend_from_slice(b"PK\x03\x04");
        files.extend_from_slice(fixed);
        files.extend_from_slice(name.as_bytes());
    }
    let start = files.len() as u32;
    let size = directory.len() as u32;
    files.append(&mut directory);
    files.extend_from_slice(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff");
    files.extend_from_slice(&size.to_le_bytes());
    files.extend_from_slice(&start.to_le_bytes());
    files.extend_from_slice(&[0, 0]);
    let source = super::Source::memory(files);
    let mut unpacked = super::Unpacked::open(&source, super::Kind::Zip, "x.zip").unwrap();
    assert_eq!(unpacked.pass(u64::from(count) - 1), u64::from(count) - 1);
    let last = super::Entries::next(&mut unpacked).unwrap().unwrap();
    assert_eq!(last.name, "0999999");
    assert!(super::Entries::next(&mut unpacked).is_none());
}
