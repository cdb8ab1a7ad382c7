//! Worker processes that die, and those that must.

use std::collections::BTreeMap;

use crate::support::{Log, Process, Site, until};

/// Kills every worker in the middle of its work, again and again.
#[test]
fn a_killed_worker_costs_time_and_no_document() {
    let site = Site::new().set("plugins.mischief.delay_ms", 40);
    let daemon = site.start();
    let mut names = Vec::new();
    for round in 0..3 {
        names.extend(site.deliver_reports(round * 40..(round + 1) * 40));
        daemon.wait_for_documents(round * 40 + 10);
        let workers = daemon.workers();
        assert!(!workers.is_empty(), "there are workers to kill");
        workers.iter().for_each(Process::kill);
        // A document whose worker is killed twice is taken for the killer, so one round ends before the next begins.
        daemon.wait_for_files((round + 1) * 40);
    }
    daemon.stop();
    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    assert!(tries(&log).contains_key(&2), "no kill hit a document: {:?}", tries(&log));
}

/// How many documents took how many attempts.
fn tries(log: &Log) -> BTreeMap<u64, usize> {
    let mut tries = BTreeMap::new();
    for document in &log.documents {
        *tries.entry(document.record["attempts"].as_u64().unwrap()).or_default() += 1;
    }
    tries
}

#[test]
fn no_worker_outlives_its_daemon() {
    let site = Site::new().set("limits.workers", 3);
    // One that is busy for good, and idle ones.
    site.deliver("hang.txt", "mischief: hang");
    let daemon = site.start();
    let workers = daemon.wait("three workers", || Some(daemon.workers()).filter(|workers| workers.len() == 3));
    daemon.kill();
    let gone = until(|| workers.iter().all(|worker| !worker.is_alive()).then_some(()));
    assert!(gone.is_some(), "{workers:?} live on");
}

#[test]
fn an_idle_worker_that_is_killed_is_replaced() {
    let site = Site::new().set("limits.workers", 1);
    let daemon = site.start();
    let first = daemon.workers();
    first.iter().for_each(Process::kill);
    let names = site.deliver_reports(1..=3);
    daemon.wait_for_files(3);
    assert_ne!(daemon.workers(), first);
    daemon.stop();
    site.log().expect_each_once(names.iter().map(String::as_str));
}
