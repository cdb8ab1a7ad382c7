//! What consumers rely on: segments, bytes that never change, and the same events for the same files.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Event, Site, skip};

#[test]
fn segments_roll_between_documents_and_current_is_the_newest() {
    let site = Site::new().set("output.segment.size", "64 KiB");
    let daemon = site.start();
    let mut names = Vec::new();
    // In portions, so that a batch never holds more than a segment should.
    for portion in 0..5 {
        names.extend(site.deliver_reports(portion * 40..(portion + 1) * 40));
        daemon.wait_for_files((portion + 1) * 40);
    }
    daemon.stop();
    // A restart goes on in the newest segment.
    let daemon = site.start();
    names.extend(site.deliver_reports(200..201));
    daemon.wait_for_files(201);
    daemon.stop();

    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    assert!(log.segments.len() > 2, "{} segments", log.segments.len());
    for (place, segment) in log.segments.iter().enumerate() {
        let documents = log.documents.iter().filter(|document| document.segment == place + 1).count();
        assert!(documents > 0, "{} holds no document", segment.display());
    }
    let inode = |path: &Path| fs::metadata(path).unwrap().ino();
    assert_eq!(inode(&site.path("events/current.jsonl")), inode(log.segments.last().unwrap()));
}

#[test]
fn a_byte_that_a_reader_has_seen_never_changes() {
    let site = Site::new().set("plugins.mischief.delay_ms", 1);
    let daemon = site.start();
    let stop = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let tail = scope.spawn(|| follow(&site.path("events/current.jsonl"), &stop));
        site.deliver_reports(0..120);
        daemon.wait_for_files(120);
        daemon.stop();
        // The reader sees all of it in the end, through a restart too.
        let daemon = site.start();
        site.deliver_reports(120..150);
        daemon.wait_for_files(150);
        daemon.stop();
        stop.store(true, Ordering::SeqCst);
        tail.join().unwrap()
    });
    assert!(seen == fs::read(&site.log().segments[0]).unwrap(), "what was read is not what is there");
    assert_eq!(site.log().documents.len(), 150);
}

/// Reads a file as it grows, each byte once, until told that it grows no more.
fn follow(path: &Path, stop: &AtomicBool) -> Vec<u8> {
    let (mut file, mut seen) = (File::open(path).unwrap(), Vec::new());
    loop {
        let last = stop.load(Ordering::SeqCst);
        if file.read_to_end(&mut seen).unwrap() == 0 && last {
            return seen;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn the_same_files_give_the_same_events_in_every_log() {
    let logs = [1, 3].map(|workers| {
        let site =
            Site::new().set("chain.order", json!(["language", "anatomy", "mischief"])).set("limits.workers", workers);
        site.deliver_reports(1..=12);
        site.deliver("once.txt", "A panic that does not come again\n\nmischief: panic-once\n");
        let daemon = site.start();
        daemon.wait_for_files(13);
        daemon.stop();
        site.log()
    });
    let [first, second]: [Vec<Event>; 2] = [logs[0].events(), logs[1].events()];
    assert_eq!(first.len(), 26);
    assert_eq!(first, second);
}

/// The lines of `manifest.jsonl`.
fn manifest(site: &Site) -> Vec<Value> {
    let text = fs::read_to_string(site.path("events/manifest.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn finished_segments_are_sealed_and_a_start_believes_what_was_noted_of_them() {
    let site = Site::new().set("output.segment.size", "31 KiB").set("output.batch.documents", 4);
    let names = site.deliver_reports(1..=80);
    site.run_once().expect(0);
    let log = site.log();
    assert!(log.segments.len() > 2, "{} segments", log.segments.len());
    let sealed = manifest(&site);
    assert_eq!(sealed.len(), log.segments.len() - 1, "all but the newest");
    for (line, path) in sealed.iter().zip(&log.segments) {
        let name = path.file_name().unwrap();
        let bytes = fs::read(path).unwrap();
        let hash = format!("b3:{}", blake3::hash(&bytes).to_hex());
        assert_eq!((&line["hash"], &line["size"]), (&json!(hash), &json!(bytes.len())));
        assert_eq!(fs::read(site.path("events/sealed").join(name)).unwrap(), bytes);
    }
    // What one of them holds is known without reading it.
    fs::remove_file(site.path("events/sealed").join(log.segments[0].file_name().unwrap())).unwrap();
    let taken = site.path("taken.jsonl");
    fs::rename(&log.segments[0], &taken).unwrap();
    site.deliver_reports(1..=80);
    let said = site.run_once().expect(0);
    assert!(said.stdout.contains("done: 0   duplicates: 80"), "{}", said.stdout);
    fs::rename(&taken, &log.segments[0]).unwrap();
    let log = site.log();
    assert_eq!(log.documents.iter().filter(|document| document.outcome == "complete").count(), names.len());
}

#[test]
fn finished_segments_are_compressed_elsewhere_before_they_are_removed() {
    let site = Site::new().set("output.segment.size", "31 KiB").set("output.batch.documents", 4);
    let site = site.set("output.compressed", "packed");
    site.deliver_reports(1..=80);
    site.run_once().expect(0);
    let packed = |segment: &Path| site.path("packed").join(format!("{}.zst", segment.file_name().unwrap().display()));
    let segments = site.log().segments;
    let (newest, finished) = segments.split_last().unwrap();
    assert!(finished.len() > 1 && !packed(newest).exists());
    let contents: Vec<Vec<u8>> = finished.iter().map(|segment| fs::read(segment).unwrap()).collect();
    let expect_all = || {
        for (segment, content) in finished.iter().zip(&contents) {
            assert!(zstd::decode_all(&*fs::read(packed(segment)).unwrap()).unwrap() == *content);
            let tested = std::process::Command::new("zstd").arg("-tq").arg(packed(segment)).status();
            match tested {
                Ok(status) => assert!(status.success(), "{}", packed(segment).display()),
                Err(_) => skip("no zstd"),
            }
        }
    };
    expect_all();
    // What is missing is made by the next start; what a killed daemon left is no obstacle.
    fs::rename(packed(&finished[0]), site.path("packed/events-000000000001.jsonl.zst.tmp")).unwrap();
    site.run_once().expect(0);
    expect_all();
    assert!(!site.path("packed/events-000000000001.jsonl.zst.tmp").exists());
    // None is removed that is not compressed, and all are that are.
    fs::remove_file(packed(&finished[1])).unwrap();
    fs::create_dir(packed(&finished[1]).with_added_extension("tmp")).unwrap();
    let site_of_few = |site: &Site| site.change("output.keep.size", "1 B");
    site_of_few(&site);
    site.run_once().expect(0).expect_words(&["a finished segment cannot be dealt with"]);
    assert!(!finished[0].exists() && finished[1].exists());
    fs::remove_dir(packed(&finished[1]).with_added_extension("tmp")).unwrap();
    site.run_once().expect(0);
    assert!(!finished[1].exists());
    expect_all();
}

#[test]
fn segments_past_what_is_kept_go_whole_and_their_documents_are_known_still() {
    let site = Site::new().set("output.segment.size", "31 KiB").set("output.batch.documents", 4);
    let site = site.set("output.keep.size", "64 KiB");
    site.deliver_reports(1..=120);
    site.run_once().expect(0);
    let left = fs::read_dir(site.path("events/sealed")).unwrap().flatten();
    let left = left.filter(|entry| entry.file_name().to_string_lossy().ends_with(".jsonl")).count();
    assert!(left <= 2 && manifest(&site).len() > 3, "{left} of {}", manifest(&site).len());
    assert!(!site.path("events/events-000000000001.jsonl").exists());
    site.deliver_reports(1..=120);
    let said = site.run_once().expect(0);
    assert!(said.stdout.contains("done: 0   duplicates: 120"), "{}", said.stdout);
}
