//! Stopping, being killed, starting again, and keeping out a second daemon.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::Value;

use crate::support::{Daemon, Log, Process, Site, article, until};

/// How long a daemon that was told to stop may take.
const GRACE: Duration = Duration::from_secs(10);
/// How long a worker may live after its daemon.
const ORPHANED: Duration = Duration::from_secs(2);

#[test]
fn a_stop_under_load_loses_and_repeats_nothing() {
    // Ten seconds of work, most of it still to do when the signal comes.
    let site = Site::new().set("plugins.mischief.delay_ms", 100);
    let names = site.deliver_reports(1..=200);
    let daemon = site.start();
    daemon.wait_for_documents(20);
    let told = Instant::now();
    daemon.stop();
    assert!(told.elapsed() < GRACE, "it took {:?}", told.elapsed());
    let done = site.log().documents.len();
    assert!((20..200).contains(&done), "{done} documents before the restart");

    let site = site.set("plugins.mischief.delay_ms", 0);
    let daemon = site.start();
    daemon.wait_for_files(200);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

/// A terminal sends its interrupt to the whole process group; the workers' documents must not pay for it.
#[test]
fn an_interrupt_from_the_terminal_costs_no_document_an_attempt() {
    let site = Site::new().set("plugins.mischief.delay_ms", 20);
    let names = site.deliver_reports(1..=60);
    let mut command = site.command(&["run"]);
    let daemon = Daemon::spawn(&site, command.process_group(0));
    daemon.wait_for_documents(10);
    kill_process_group(Pid::from_raw(i32::try_from(daemon.pid()).unwrap()).unwrap(), Signal::INT).unwrap();
    daemon.finish().expect(0);
    assert_eq!(site.run_once().code, Some(0));
    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    let attempts: Vec<&Value> = log.documents.iter().map(|document| &document.record["attempts"]).collect();
    assert!(attempts.iter().all(|&attempts| attempts == 1), "{attempts:?}");
}

#[test]
fn a_daemon_that_is_killed_under_load_loses_and_repeats_nothing() {
    let site = Site::new().set("plugins.mischief.delay_ms", 4);
    let (mut names, mut whole) = (Vec::new(), 0);
    for (round, more) in [5, 25, 15, 35].into_iter().enumerate() {
        names.extend(site.deliver_reports(round * 40..(round + 1) * 40));
        let daemon = site.start();
        daemon.wait_for_documents(whole + more);
        let workers = daemon.workers();
        daemon.kill();
        expect_end_of(&workers);
        whole = Log::unfinished(&site).documents.len();
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

/// Nobody but the daemon writes there, and the journal knows where the log ends.
#[test]
fn what_others_append_to_the_log_refuses_the_start_and_stays() {
    let site = Site::new();
    site.deliver_reports(1..=3);
    site.run_once().expect(0);
    let segment = site.log().segments.last().unwrap().clone();
    let whole = fs::read(&segment).unwrap();
    let event = String::from_utf8(whole.clone()).unwrap().lines().nth_back(1).unwrap().to_owned();
    for surplus in [format!("{event}\n"), event, "{\"half".to_owned()] {
        OpenOptions::new().append(true).open(&segment).unwrap().write_all(surplus.as_bytes()).unwrap();
        let cut = format!("truncate -s {} events-000000000001.jsonl", whole.len());
        site.run_once().expect(74).expect_words(&["D0302", "goes on behind", &cut]);
        assert!(fs::read(&segment).unwrap().ends_with(surplus.as_bytes()), "the log was changed");
        fs::write(&segment, &whole).unwrap();
    }
    site.deliver_reports(4..=4);
    site.run_once().expect(0);
    assert_eq!(site.log().documents.len(), 4);
}

/// What is committed appears, whatever became of the log's end since: the journal has it.
#[test]
fn a_log_that_lost_its_end_gets_it_back_byte_for_byte() {
    let site = Site::new();
    let daemon = site.start();
    let names = site.deliver_reports(1..=5);
    daemon.wait_for_files(5);
    daemon.kill();
    let segment = site.log().segments[0].clone();
    let whole = fs::read(&segment).unwrap();
    let journal = site.path(".dragoman/journal.0");
    let committed = fs::read(&journal).unwrap();
    for (end, harm) in [(whole.len() - 1, None), (1500, None), (1024, None), (whole.len(), Some(2000))] {
        let mut lost = whole[..end].to_vec();
        if let Some(at) = harm {
            lost[at] ^= 1;
        }
        fs::write(&segment, &lost).unwrap();
        // A start begins a new lap, in which the documents are no longer.
        fs::write(&journal, &committed).unwrap();
        let _ = fs::remove_file(site.path(".dragoman/journal.1"));
        site.start().kill();
        assert!(fs::read(&segment).unwrap() == whole, "cut at {end}, harmed at {harm:?}");
    }
    site.start().stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}

/// A damaged byte must not cost the documents behind it, whose files are gone from the inbox.
#[test]
fn damage_in_the_middle_refuses_the_start_and_changes_nothing() {
    let site = Site::new();
    site.deliver_reports(1..=3);
    site.run_once().expect(0);
    let segment = site.log().segments[0].clone();
    let whole = fs::read(&segment).unwrap();
    let text = std::str::from_utf8(&whole).unwrap();
    // What the journal still has is made good; it forgets at every start.
    site.run_once().expect(0);
    let first_record = text.lines().position(|line| line.contains("dragoman.document.v1")).unwrap();
    let at = text.lines().take(first_record).map(|line| line.len() + 1).sum::<usize>();
    let mut damaged = whole.clone();
    damaged[at] = 0;
    fs::write(&segment, &damaged).unwrap();
    let names = site.deliver_reports(4..=4);
    site.run_once().expect(74).expect_words(&["D0302", "events-000000000001.jsonl", &format!("byte {at}")]);
    assert!(fs::read(&segment).unwrap() == damaged, "the log was changed");
    assert_eq!(site.inbox_names(), names);

    fs::write(&segment, &whole).unwrap();
    site.run_once().expect(0);
    assert_eq!(site.log().documents.len(), 4);
}

/// A consumer must not find two sources in one log by an oversight.
#[test]
fn a_log_of_another_name_is_refused_until_one_of_both_is_changed() {
    let site = Site::new().set("name", "desk");
    site.deliver_reports(1..=3);
    site.run_once().expect(0);
    let site = site.set("name", "news");
    let names = site.deliver_reports(4..=4);
    site.run_once().expect(78).expect_words(&["D0302", "urn:dragoman:desk", "urn:dragoman:news", "old value"]);
    assert_eq!(site.inbox_names(), names);
    let site = site.set("name", "desk");
    site.run_once().expect(0);
    assert_eq!(site.log().documents.len(), 4);
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
    // A log and a state folder have one daemon, too.
    for key in ["log", "state"] {
        let folder = first.path(if key == "log" { "events" } else { ".dragoman" });
        let other = Site::new().set(key, folder.to_str().unwrap());
        other.execute(&["run"]).expect(75).expect_words(&["D0303", key, &holder]);
    }

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
