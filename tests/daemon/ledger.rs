//! The ledger: an index that may be lost at any time, and is never believed more than the log.

use std::fs;

use crate::support::{Site, article};

/// Drops so many known articles under new names, and insists that each is known the so-manieth time.
#[track_caller]
fn expect_known(site: &Site, contents: std::ops::RangeInclusive<usize>, arrival: u64) {
    for number in contents {
        let name = format!("{number}, time {arrival}.txt");
        site.deliver(&name, article(number));
        site.run_once().expect(0);
        let log = site.log();
        let document = log.document(&name);
        assert_eq!((document.outcome.as_str(), &document.record["arrival"]), ("duplicate", &arrival.into()), "{name}");
    }
}

#[test]
fn a_ledger_that_is_lost_or_harmed_is_made_anew_from_the_log() {
    // Some of what is known stands in sealed segments, some in the newest.
    let site = Site::new().set("output.segment.size", "4 KiB").set("output.max_line", "4 KiB");
    site.change("output.batch.documents", 1);
    (1..=12).for_each(|number| site.deliver(format!("{number}.txt"), article(number)));
    site.run_once().expect(0);
    assert!(site.log().segments.len() > 2);
    let path = site.path(".dragoman/ledger.redb");
    let whole = fs::read(&path).unwrap();
    type Harm = fn(&[u8]) -> Option<Vec<u8>>;
    let removed: Harm = |_| None;
    let empty: Harm = |_| Some(Vec::new());
    let cut: Harm = |whole| Some(whole[..whole.len() / 2].to_vec());
    let overwritten: Harm = |_| Some(b"something else".repeat(999));
    let an_older_one: Harm = |whole| Some(whole.to_vec());
    for (arrival, harm) in (2..).zip([removed, empty, cut, overwritten, an_older_one]) {
        match harm(&whole) {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        expect_known(&site, 1..=2, arrival);
    }
}

#[test]
fn a_ledger_that_is_removed_under_a_running_daemon_costs_nothing() {
    let site = Site::new();
    let daemon = site.start();
    site.deliver("1.txt", article(1));
    daemon.wait_for_files(1);
    fs::remove_file(site.path(".dragoman/ledger.redb")).unwrap();
    site.deliver("again.txt", article(1));
    site.deliver("2.txt", article(2));
    daemon.wait_for_files(3);
    daemon.kill();
    expect_known(&site, 2..=2, 2);
    expect_known(&site, 1..=1, 3);
}

#[test]
fn the_ledger_of_another_log_is_not_believed() {
    let site = Site::new();
    site.deliver("1.txt", article(1));
    site.run_once().expect(0);
    // The log's past is gone, and with it what was known of it.
    fs::rename(site.path("events"), site.path("old events")).unwrap();
    site.deliver("1 again.txt", article(1));
    site.deliver("2.txt", article(2));
    site.run_once().expect(0);
    assert_eq!(site.log().outcomes(), [("1 again.txt", "complete"), ("2.txt", "complete")]);
}

#[test]
fn a_ledger_that_cannot_be_opened_stops_the_start_and_says_what_to_do() {
    let site = Site::new();
    fs::create_dir_all(site.path(".dragoman/ledger.redb")).unwrap();
    let finished = site.run_once().expect(74);
    for words in ["error[D0310]", "ledger.redb", "made anew from the log"] {
        assert!(finished.stderr.contains(words), "{words}: {}", finished.stderr);
    }
}
