//! Folders and disks that refuse, and what becomes of the files meanwhile.

use std::fs;

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::support::{Log, Site, article};

#[test]
fn a_file_that_cannot_be_archived_is_done_all_the_same_and_put_away_later() {
    let site = Site::new().set("limits.reconcile", "100 ms");
    fs::write(site.path("archive"), "a file where a folder should be").unwrap();
    let daemon = site.start();
    let names = site.deliver_reports(1..=5);
    daemon.wait_for_documents(5);
    daemon.wait_for_words("cannot be moved to the archive");
    assert_eq!(site.inbox_names(), [""; 0]);
    fs::remove_file(site.path("archive")).unwrap();
    daemon.wait_for_files(5);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_file_that_was_not_archived_is_put_away_by_the_next_run_and_is_no_duplicate() {
    let site = Site::new();
    fs::write(site.path("archive"), "a file where a folder should be").unwrap();
    let names = site.deliver_reports(1..=5);
    site.run_once().expect(1).expect_words(&["left: ", &names[0], &names[4]]);
    fs::remove_file(site.path("archive")).unwrap();
    site.run_once().expect(0);
    site.log().expect_each_once(names.iter().map(String::as_str));
    assert_eq!(site.archived().len(), 5);
}

#[test]
fn a_file_that_cannot_be_quarantined_is_kept_and_tried_by_the_next_run() {
    let site = Site::new();
    fs::create_dir(site.path(".dragoman")).unwrap();
    fs::write(site.path(".dragoman/quarantine"), "a file where a folder should be").unwrap();
    site.deliver("refuse.txt", "mischief: refuse");
    site.deliver("ferry.txt", article(1));
    site.run_once().expect(1).expect_words(&["left: ", "refuse.txt"]);
    fs::remove_file(site.path(".dragoman/quarantine")).unwrap();
    site.run_once().expect(1);
    assert_eq!(site.quarantined()[0].name, "refuse.txt");
    site.log().expect_each_once(["ferry.txt"]);
}

/// What goes into a removed file is gone when the daemon ends, and the dropped files must not be put away for it.
#[test]
fn a_log_folder_that_is_removed_stops_the_daemon_and_no_file_is_put_away() {
    let site = Site::new();
    // So that the journal does not begin with the log.
    site.run_once().expect(0);
    let daemon = site.start();
    site.deliver_reports(1..=3);
    daemon.wait_for_files(3);
    fs::remove_dir_all(site.path("events")).unwrap();
    let names = site.deliver_reports(4..=6);
    daemon.finish().expect(74).expect_words(&["D0308", "the file was removed from its folder"]);
    assert_eq!(site.archived().len(), 3);
    // The journal has what the log had, and nobody said that it may be lost.
    site.run_once().expect(74).expect_words(&["D0302", "journal.0 and journal.1"]);
    for journal in ["journal.0", "journal.1"] {
        let _ = fs::remove_file(site.path(".dragoman").join(journal));
    }
    let daemon = site.start();
    daemon.wait_for_files(6);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_log_that_is_removed_while_the_journal_has_all_of_it_is_published_again() {
    let site = Site::new();
    let daemon = site.start();
    let mut names = site.deliver_reports(1..=3);
    daemon.wait_for_files(3);
    daemon.kill();
    let before = fs::read(site.path("events/current.jsonl")).unwrap();
    fs::remove_dir_all(site.path("events")).unwrap();
    names.extend(site.deliver_reports(4..=6));
    site.run_once().expect(0);
    site.log().expect_each_once(names.iter().map(String::as_str));
    assert!(fs::read(site.path("events/current.jsonl")).unwrap().starts_with(&before));
}

/// Every file looked gone from then on, and nothing said so.
#[test]
fn a_work_area_that_is_removed_is_made_anew() {
    let site = Site::new();
    let daemon = site.start();
    let mut names = site.deliver_reports(1..=2);
    daemon.wait_for_files(2);
    fs::remove_dir(site.inbox(".dragoman-work")).unwrap();
    names.extend(site.deliver_reports(3..=4));
    daemon.wait_for_files(4);
    daemon.stop().expect_words(&["the work area was gone and is made anew"]);
    site.log().expect_each_once(names.iter().map(String::as_str));
}

/// The daemon went on watching the folder that nobody saw any more, and nothing said so.
#[test]
fn an_inbox_that_is_replaced_is_watched_without_a_restart() {
    let site = Site::new().set("limits.reconcile", "100 ms");
    let daemon = site.start();
    fs::rename(site.path("inbox"), site.path("moved")).unwrap();
    daemon.wait_for_words("inbox was renamed or removed");
    fs::create_dir(site.path("inbox")).unwrap();
    daemon.wait_for_words("the inbox was replaced");
    let names = site.deliver_reports(1..=2);
    daemon.wait_for_files(2);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_file_that_has_been_empty_for_long_is_set_aside_by_a_single_run() {
    let site = Site::new();
    site.deliver("empty.txt", "");
    let file = fs::File::options().write(true).open(site.inbox("empty.txt")).unwrap();
    file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(61)).unwrap();
    drop(file);
    site.run_once().expect(1);
    assert_eq!(site.quarantined()[0].reason["reason"], "empty");
}

/// A disk that is full in the middle of a write, by way of the limit on the size of files.
#[test]
fn a_log_that_refuses_stops_the_daemon_and_nothing_is_lost() {
    // The signal that comes with the limit would end the daemon; a full disk sends none.
    let site = Site::new().launcher(&["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let daemon = site.start();
    let mut names = site.deliver_reports(1..=20);
    daemon.wait_for_files(20);
    let limit = fs::metadata(site.path("events/current.jsonl")).unwrap().len() + 10_000;
    let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
    let pid = Pid::from_raw(i32::try_from(daemon.pid()).unwrap());
    prlimit(pid, Resource::Fsize, limit).unwrap();
    names.extend(site.deliver_reports(21..=100));
    daemon.finish().expect(74).expect_words(&["D0308", "nothing was lost"]);

    // Whole documents up to the one that did not fit, whose file is where the next start finds it.
    let done = Log::unfinished(&site).documents.len();
    assert!((20..100).contains(&done), "{done} documents");
    let site = site.launcher(&[]);
    let daemon = site.start();
    daemon.wait_for_files(100);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}
