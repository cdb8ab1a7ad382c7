//! Stopping, being killed, starting again, and keeping out a second daemon.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::support::{Log, Process, Site, article, until};

/// How long a daemon that was told to stop may take.
const GRACE: Duration = Duration::from_secs(10);
/// How long a worker may live after its daemon.
const ORPHANED: Duration = Duration::from_secs(2);

#[test]
fn a_stop_under_load_loses_and_repeats_nothing() {
    let site = Site::new().set("plugins.mischief.delay_ms", 10);
    let names = site.deliver_reports(1..=300);
    let daemon = site.start();
    daemon.wait_for_documents(40);
    let told = Instant::now();
    daemon.stop();
    assert!(told.elapsed() < GRACE, "it took {:?}", told.elapsed());
    let done = site.log().documents.len();
    assert!((40..300).contains(&done), "{done} documents before the restart");

    let site = site.set("plugins.mischief.delay_ms", 0);
    let daemon = site.start();
    daemon.wait_for_files(300);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_daemon_that_is_killed_under_load_loses_and_repeats_nothing() {
    let site = Site::new().set("plugins.mischief.delay_ms", 4);
    let names = site.deliver_reports(1..=160);
    let mut most = 0;
    for more in [5, 25, 15, 35] {
        let daemon = site.start();
        daemon.wait_for_documents(most + more);
        let workers = daemon.workers();
        daemon.kill();
        expect_end_of(&workers);
        most = Log::of_killed(&site).documents.len();
    }
    let daemon = site.start();
    daemon.wait_for_files(160);
    daemon.stop();

    // Strictly: a file that was on its way to the archive is put away, not called a duplicate of itself.
    site.log().expect_each_once(names.iter().map(String::as_str));
    assert_eq!((site.archived().len(), site.quarantined().len()), (160, 0));
}

fn expect_end_of(workers: &[Process]) {
    let killed = Instant::now();
    let gone = until(|| workers.iter().all(|worker| !worker.is_alive()).then(|| killed.elapsed()));
    assert!(gone.is_some_and(|after| after < ORPHANED), "{workers:?} live on: {gone:?}");
}

#[test]
fn a_torn_end_is_cut_at_the_next_start_and_told() {
    let site = Site::new();
    let daemon = site.start();
    let mut names = site.deliver_reports(1..=3);
    daemon.wait_for_files(3);
    daemon.stop();
    let log = site.log();
    let segment = log.segments.last().unwrap();
    let whole = fs::read(segment).unwrap();
    // All but the record of the last document, once more: its events are there, it is not.
    let text = std::str::from_utf8(&whole).unwrap();
    let event = text.lines().nth_back(1).unwrap();
    for torn in [format!("{event}\n"), format!("{event}\n{{\"specversion\":\"1.0\",\"id")] {
        OpenOptions::new().append(true).open(segment).unwrap().write_all(torn.as_bytes()).unwrap();
        let finished = site.start().stop();
        assert!(finished.stderr.contains(&format!("bytes={}", torn.len())), "{}", finished.stderr);
        assert!(finished.stderr.contains("WARN"), "{}", finished.stderr);
        assert_eq!(fs::read(segment).unwrap(), whole);
    }
    let daemon = site.start();
    names.extend(site.deliver_reports(4..=4));
    daemon.wait_for_files(4);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_second_daemon_on_an_inbox_is_kept_out_whatever_its_other_folders() {
    let first = Site::new();
    let daemon = first.start();
    let holder = format!("process {}", daemon.pid());
    first.execute(&["run"]).expect(75).expect_words(&["D0303", &holder]);
    let second = Site::new().inbox_at(&first.inbox(""));
    second.execute(&["run"]).expect(75).expect_words(&["D0303", "inbox", &holder]);
    assert!(!second.path("events").exists(), "it made no log");

    first.deliver("ferry.txt", article(1));
    daemon.wait_for_files(1);
    daemon.stop();
    first.log().expect_each_once(["ferry.txt"]);
    // The lock ends with its holder.
    second.start().stop();
}

#[test]
fn a_second_signal_ends_the_wait_for_a_document_that_does_not_end() {
    let site = Site::new();
    site.deliver("hang.txt", "mischief: hang");
    let daemon = site.start();
    // It waits for the document that is in work.
    daemon.wait("a document in work", || fs::exists(site.inbox(".dragoman-work/hang.txt")).unwrap().then_some(()));
    daemon.signal(Signal::TERM);
    daemon.wait_for_words("stopping");
    daemon.signal(Signal::INT);
    let asked = Instant::now();
    daemon.finish().expect(0);
    assert!(asked.elapsed() < GRACE, "it took {:?}", asked.elapsed());
    assert_eq!(site.log().documents.len(), 0);
    // The document is where the next start finds it.
    assert!(site.inbox(".dragoman-work/hang.txt").exists());
}
