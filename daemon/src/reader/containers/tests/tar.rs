//! tar archives.

use super::{check, gzip, tar_of, unpack, zstd};
use crate::codes::content::{EXCESSIVE, EXPANDS, MALFORMED, TRUNCATED, UNSUPPORTED};
use tar::{Builder, EntryType, Header};

const LATE: &[u8] = b"The ferry was late.";

fn header(kind: EntryType, size: u64, name: &str) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_cksum();
    header
}

#[test]
fn files_come_in_order_packed_or_not() {
    let long = format!("{}/news.txt", "folder".repeat(30));
    let archive = tar_of(&[("a.txt", b"first"), (&long, LATE), ("empty.txt", b""), ("a.txt", b"again")]);
    let expected =
        [Ok(("a.txt", "first")), Ok((&*long, "The ferry was late.")), Ok(("empty.txt", "")), Ok(("a.txt", "again"))];
    check(&archive, "x.tar", &expected);
    check(&gzip(&archive), "x.tar.gz", &expected);
    check(&zstd(&archive), "x.tar.zst", &expected);
}

#[test]
fn folders_links_devices_and_hidden_files_are_left_out() {
    let mut builder = Builder::new(Vec::new());
    for (kind, name) in [
        (EntryType::Directory, "folder/"),
        (EntryType::Symlink, "link.txt"),
        (EntryType::Link, "hard.txt"),
        (EntryType::Char, "tty"),
        (EntryType::Block, "disk"),
        (EntryType::Fifo, "pipe"),
    ] {
        let mut header = header(kind, 0, name);
        header.set_link_name("/etc/passwd").unwrap();
        header.set_cksum();
        builder.append(&header, &b""[..]).unwrap();
    }
    for name in [".hidden", "a/.git/config", "__MACOSX/a.txt", "a/._a.txt", "./seen.txt"] {
        builder.append(&header(EntryType::Regular, LATE.len() as u64, name), LATE).unwrap();
    }
    check(&builder.into_inner().unwrap(), "x.tar", &[Ok(("./seen.txt", "The ferry was late."))]);
}

#[test]
fn names_that_would_be_paths_elsewhere_are_told_as_given() {
    let mut builder = Builder::new(Vec::new());
    let names = ["../../etc/cron.d/x", "/etc/passwd", "a/../../b.txt", "C:\\x.txt", "a\nb.txt"];
    for name in names {
        builder.append(&header(EntryType::Regular, 4, name), &b"text"[..]).unwrap();
    }
    let archive = builder.into_inner().unwrap();
    let expected: Vec<_> = names[..4].iter().copied().chain(["a\\x0ab.txt"]).map(|name| Ok((name, "text"))).collect();
    check(&archive, "x.tar", &expected);
}

#[test]
fn a_size_from_a_pax_header_counts() {
    let mut builder = Builder::new(Vec::new());
    builder.append_pax_extensions([("size", &b"19"[..]), ("path", "Über uns.txt".as_bytes())]).unwrap();
    // The header itself says that the file is empty: who believes it sees another archive.
    let mut archive = builder.into_inner().unwrap();
    archive.truncate(1024);
    archive.extend_from_slice(header(EntryType::Regular, 0, "x.txt").as_bytes());
    archive.extend_from_slice(LATE);
    archive.resize(2048, 0);
    archive.extend_from_slice(&tar_of(&[("b.txt", b"second")]));
    check(&archive, "x.tar", &[Ok(("Über uns.txt", "The ferry was late.")), Ok(("b.txt", "second"))]);
}

#[test]
fn an_archive_that_was_cut_off_tells_what_came_before() {
    let archive = tar_of(&[("a.txt", &[b'a'; 700]), ("b.txt", &[b'b'; 700])]);
    let first = Ok(("a.txt".to_owned(), "a".repeat(700)));
    let second = Ok(("b.txt".to_owned(), "b".repeat(700)));
    for (len, expected) in [
        (600, vec![Err(TRUNCATED)]),
        (1500, vec![Err(TRUNCATED)]),
        (1536, vec![first.clone(), Err(TRUNCATED)]),
        (1700, vec![first.clone(), Err(TRUNCATED)]),
        (2100, vec![first.clone(), Err(TRUNCATED)]),
        (3072, vec![first.clone(), second.clone(), Err(TRUNCATED)]),
        (3584, vec![first, second]),
    ] {
        assert_eq!(unpack(&archive[..len], "x.tar"), expected, "{len}");
    }
}

#[test]
fn lying_and_hostile_headers_are_refused() {
    let with = |mut header: Header, size: u64| {
        header.set_size(size);
        header.set_cksum();
        [tar_of(&[("a.txt", b"first")])[..1024].to_vec(), header.as_bytes().to_vec(), vec![b'x'; 1024]].concat()
    };
    let file = header(EntryType::Regular, 0, "b.txt");
    let first = Ok(("a.txt".to_owned(), "first".to_owned()));
    for (archive, code) in [
        (with(file.clone(), 1 << 20), TRUNCATED),
        (with(file.clone(), 1 << 40), TRUNCATED),
        (with(file.clone(), u64::MAX - 600), MALFORMED),
        (with(header(EntryType::GNULongName, 0, "n"), 1 << 30), TRUNCATED),
        (
            {
                let mut broken = with(file.clone(), 20);
                broken[1024 + 150] ^= 1;
                broken
            },
            MALFORMED,
        ),
    ] {
        assert_eq!(unpack(&archive, "x.tar"), [first.clone(), Err(code)]);
    }
    // A name without end, which comes out of a small file.
    let mut name = with(header(EntryType::GNULongName, 0, "n"), 5 << 20);
    name.resize(6 << 20, b'n');
    assert_eq!(unpack(&gzip(&name), "x.tgz"), [first.clone(), Err(EXCESSIVE)]);
    // A large file is passed over, and the next one read.
    let mut large = with(file, 129 << 20);
    large.truncate(1536);
    let mut bytes = Vec::new();
    for _ in 0..129 {
        bytes.extend((0..(1 << 20)).map(|n: u32| (n.wrapping_mul(2_654_435_761) >> 24) as u8));
    }
    large.extend_from_slice(&bytes);
    large.extend_from_slice(&tar_of(&[("c.txt", b"third")]));
    let third = Ok(("c.txt".to_owned(), "third".to_owned()));
    assert_eq!(unpack(&large, "x.tar"), [first, Err(EXPANDS), third]);
}

#[test]
fn a_file_with_holes_is_refused_and_the_next_one_read() {
    let mut sparse = header(EntryType::GNUSparse, 512, "holes.txt");
    {
        let gnu = sparse.as_gnu_mut().unwrap();
        gnu.sparse[0].offset.copy_from_slice(b"00000000000\0");
        gnu.sparse[0].numbytes.copy_from_slice(b"00000001000\0");
        gnu.realsize.copy_from_slice(b"00000001000\0");
    }
    sparse.set_cksum();
    let archive = [sparse.as_bytes().to_vec(), vec![b'x'; 512], tar_of(&[("a.txt", b"first")])].concat();
    check(&archive, "x.tar", &[Err(UNSUPPORTED), Ok(("a.txt", "first"))]);
}
