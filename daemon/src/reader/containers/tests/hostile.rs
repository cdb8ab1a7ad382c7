//! Containers within containers, and what no writer would write.

use proptest::prelude::*;

use super::{check, gzip, record, response, tar_of, unpack, unpack_after, zip_of, zstd};
use crate::codes::content::{EXPANDS, NESTED};

const FERRY: &str = "http://harbour.example/ferry";

#[test]
fn containers_within_containers_are_opened_by_name_and_content() {
    let inner = zip_of(&[("a.txt", b"first"), ("b.txt", b"second")]);
    let outer = tar_of(&[
        ("one.zip", &inner),
        ("c.txt", b"third"),
        ("page.html.gz", &gzip(b"late")),
        ("odd.zip", b"no archive"),
        ("odd.bin", &inner),
    ]);
    let inner_text = String::from_utf8_lossy(&inner);
    check(
        &gzip(&outer),
        "x.tar.gz",
        &[
            Ok(("one.zip!/a.txt", "first")),
            Ok(("one.zip!/b.txt", "second")),
            Ok(("c.txt", "third")),
            Ok(("page.html.gz!/page.html", "late")),
            Ok(("odd.zip", "no archive")),
            Ok(("odd.bin", &inner_text)),
        ],
    );
    let mailbox = b"From ada@harbour.example Fri Nov 20 10:00:00 2026\nSubject: Late\n\nThe ferry.\n\nFrom bo@harbour.example Fri Nov 20 11:00:00 2026\nSubject: Later\n\nThe bridge.\n";
    let told = unpack(&zip_of(&[("in.mbox", mailbox)]), "x.zip");
    assert_eq!(told.into_iter().map(|told| told.unwrap().0).collect::<Vec<_>>(), ["in.mbox!/1", "in.mbox!/2"]);
}

#[test]
fn the_fourth_container_within_others_is_not_opened() {
    let one = zip_of(&[("a.txt", b"deep")]);
    let two = tar_of(&[("1.zip", &one)]);
    let three = zip_of(&[("2.tar", &two)]);
    check(&three, "3.zip", &[Ok(("2.tar!/1.zip!/a.txt", "deep"))]);
    let four = zip_of(&[("3.zip", &three), ("z.txt", b"last")]);
    check(&four, "4.zip", &[Err(NESTED), Ok(("z.txt", "last"))]);
    for pack in [gzip, zstd] {
        check(&pack(&pack(&pack(b"text"))), "a.gz.gz.gz", &[Ok(("a.gz.gz!/a.gz!/a", "text"))]);
        assert_eq!(unpack(&pack(&pack(&pack(&pack(b"text")))), "a.gz.gz.gz.gz"), [Err(NESTED)]);
    }
}

#[test]
fn nested_bombs_are_stopped_by_the_size_of_the_file_they_came_in() {
    // Each level stays within the limits by itself.
    let text = vec![b' '; 6 << 20];
    let inner = zip_of(&[("a.txt", &text)]);
    let names: Vec<String> = (0..40).map(|number| format!("{number}.zip")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &*inner)).collect();
    for bomb in [zip_of(&files), gzip(&tar_of(&files)), zstd(&tar_of(&files))] {
        let told = unpack(&bomb, "x.zip");
        assert!(told.len() < 10 && told.last() == Some(&Err(EXPANDS)), "{}", told.len());
    }
    let deeper = zip_of(&[("all.zip", &zip_of(&files))]);
    assert_eq!(unpack(&deeper, "x.zip").last(), Some(&Err(EXPANDS)));
    let packed = names.iter().map(|name| (name.replace(".zip", ".gz"), gzip(&text))).collect::<Vec<_>>();
    let packed: Vec<(&str, &[u8])> = packed.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    assert_eq!(unpack(&zip_of(&packed), "x.zip").last(), Some(&Err(EXPANDS)));
}

/// One of each kind of container.
fn samples() -> Vec<Vec<u8>> {
    let text = "The ferry was late again, said the harbour master on Friday. ".repeat(30);
    let files: &[(&str, &[u8])] = &[("a.txt", text.as_bytes()), ("b/c.html", b"<p>late</p>"), ("d.txt", b"")];
    let pages = [
        record("warcinfo", "", "", b"software: a crawler"),
        response(FERRY, "Content-Encoding: gzip\r\n", &gzip(text.as_bytes())),
        response(FERRY, "Transfer-Encoding: chunked\r\n", b"4\r\nlate\r\n0\r\n\r\n"),
        record("resource", FERRY, "", text.as_bytes()),
    ];
    let mailbox = format!(
        "From ada@harbour.example Fri Nov 20 10:00:00 2026\nSubject: Late\n\n{text}\n\nFrom bo@harbour.example Fri Nov 20 11:00:00 2026\n\n>From here\n"
    );
    vec![
        zip_of(files),
        tar_of(files),
        gzip(&tar_of(files)),
        zstd(&tar_of(files)),
        gzip(text.as_bytes()),
        zstd(text.as_bytes()),
        pages.concat(),
        pages.iter().flat_map(|page| gzip(page)).collect(),
        zstd(&pages.concat()),
        mailbox.into_bytes(),
        zip_of(&[("x.zip", &zip_of(files)), ("y.tar.gz", &gzip(&tar_of(files)))]),
    ]
}

#[test]
fn a_container_cut_at_any_twentieth_is_read_in_part_or_refused() {
    for (number, sample) in samples().into_iter().enumerate() {
        let whole = unpack(&sample, "x.zip");
        assert!(!whole.is_empty() && whole.iter().all(Result::is_ok), "{number}: {whole:?}");
        for twentieth in 1..20 {
            let told = unpack(&sample[..sample.len() * twentieth / 20], "x.zip");
            let read = told.iter().take_while(|told| told.is_ok()).count();
            // A mailbox has no end mark, unpacked WARC may end between records, and less than a block is no tar archive.
            // Of its two end marks a tar archive needs one.
            let is_open_ended = matches!(number, 6 | 9) || number == 1 && (told.is_empty() || told == whole);
            assert!(read < told.len() || is_open_ended, "{number} at {twentieth}: {told:?}");
            assert!(read <= whole.len());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever is wrong with a container, it ends in entries and codes, and passing over some leaves the rest the same.
    #[test]
    fn flipped_bytes_never_panic_and_never_change_the_numbers(
        number in 0_usize..11,
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
        pass in 0_usize..4,
    ) {
        let mut sample = samples().swap_remove(number);
        for (at, flip) in flips {
            let at = at.index(sample.len());
            sample[at] ^= flip;
        }
        if let Some(cut) = cut {
            sample.truncate(cut.index(sample.len()));
        }
        let whole = unpack(&sample, "x.zip");
        prop_assert!(whole.len() < 1000);
        let rest = unpack_after(&sample, "x.zip", pass as u64);
        // A file that cannot be opened has no entries to pass over.
        if whole.len() != 1 || whole[0].is_ok() {
            prop_assert_eq!(&rest[..], &whole[pass.min(whole.len())..]);
        }
    }

    #[test]
    fn bytes_behind_a_mark_never_panic(mark in 0_usize..8, bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let marks: [&[u8]; 8] = [b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"\x1f\x8b\x08\0\0\0\0\0\0\0", b"\x28\xb5\x2f\xfd", b"WARC/1.0\r\n", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\n", b"From a Fri Nov 20 10:00:00 2026\nSubject: x\n"];
        let told = unpack(&[marks[mark], &bytes].concat(), "x");
        prop_assert!(told.len() < 1000);
    }
}
