//! What must be durable before what, seen in the daemon's calls: not every file system shows by a power cut that it was not.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{Site, article, skip};

/// The calls that make contents and names durable, and those that give and take names.
const CALLS: &str = "trace=fsync,fdatasync,rename,renameat2,unlink,unlinkat";

/// The note that lies in the state folder while plugins are tried.
const PEDAL: &str = "trial.json";

/// A site whose daemon notes its calls in a file, where that can be had.
fn traced(site: Site) -> Option<Site> {
    let tried = Command::new("strace").arg("true").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if tried.is_ok_and(|status| status.success()) {
        return Some(site.launcher(&["strace", "-f", "-y", "-b", "execve", "-o", "trace", "-e", CALLS]));
    }
    skip("strace is not installed, or may not trace");
    None
}

/// Puts the archive on another file system, if there is one.
fn archive_elsewhere(site: &Site) -> Option<TempDir> {
    let device = |path: &Path| fs::metadata(path).unwrap().dev();
    let archive =
        tempfile::tempdir_in("/dev/shm").ok().filter(|folder| device(folder.path()) != device(&site.path("")));
    match &archive {
        Some(archive) => site.change("archive", archive.path().to_str().unwrap()),
        None => skip("no second file system"),
    }
    archive
}

/// Insists on calls in this order, all by the thread that makes the first; of each some words are given.
fn expect_in_order(site: &Site, calls: &[&[&str]]) {
    let trace = fs::read_to_string(site.path("trace")).unwrap();
    let is_of = |line: &str, words: &[&str]| words.iter().all(|word| line.contains(word));
    let thread = trace.lines().find(|line| is_of(line, calls[0])).and_then(|line| line.split_whitespace().next());
    let mut lines = trace.lines().filter(|line| line.split_whitespace().next() == thread);
    for words in calls {
        let there = lines.any(|line| is_of(line, words));
        assert!(there, "no {words:?} where it must be:\n{trace}");
    }
}

#[test]
fn a_file_goes_only_when_its_copy_on_another_file_system_is_durable_under_its_name() {
    let Some(site) = traced(Site::new()) else { return };
    let Some(archive) = archive_elsewhere(&site) else { return };
    let archive = archive.path().to_str().unwrap();
    site.deliver("ferry.txt", article(1));
    site.run_once().expect(0);
    expect_in_order(
        &site,
        &[
            &["sync(", archive, ".copy-"],
            &["renameat2(", archive, ".copy-", "\"ferry.txt\""],
            &["sync(", archive],
            &["unlinkat(", ".dragoman-work", "\"ferry.txt\""],
        ],
    );
}

#[test]
fn a_segment_is_removed_only_when_the_notes_on_it_and_its_compressed_copy_are_durable_under_their_names() {
    let site = Site::new()
        .set("output.max_line", "4 KiB")
        .set("output.segment.size", "4 KiB")
        .set("output.batch.documents", 1)
        .set("output.compressed", "compressed")
        .set("output.keep.size", "1 B");
    let Some(site) = traced(site) else { return };
    site.deliver_reports(1..=20);
    site.run_once().expect(0);
    let [events, sealed, compressed] = ["events>", "events/sealed>", "compressed>"];
    expect_in_order(
        &site,
        &[
            &["sync(", "000001.hashes.tmp"],
            &["rename(", "000001.hashes"],
            &["sync(", sealed],
            &["sync(", "manifest.jsonl"],
            &["sync(", events],
            &["sync(", "000001.jsonl.zst.tmp"],
            &["rename(", "000001.jsonl.zst"],
            &["sync(", compressed],
            &["unlink(", "events/events-000000000001.jsonl"],
        ],
    );
}

/// What takes the machine down must find the note after the next boot.
#[test]
fn the_note_on_plugins_that_are_tried_is_durable() {
    let Some(site) = traced(Site::new()) else { return };
    site.run_once().expect(0);
    expect_in_order(&site, &[&["sync(", PEDAL], &["unlink(", PEDAL]]);
}
