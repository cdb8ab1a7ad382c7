//! The clock of the machine is set while the daemon runs.

use std::fs;
use std::path::Path;

use crate::support::{Site, skip};

/// Where Debian's package `faketime` has its library, for programs with threads.
const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

/// Sets the clock that the daemon sees.
fn set_clock(site: &Site, offset: &str) {
    fs::write(site.path("clock.new"), offset).unwrap();
    fs::rename(site.path("clock.new"), site.path("clock")).unwrap();
}

#[test]
fn a_clock_that_goes_back_an_hour_and_forward_a_year_costs_no_document_and_no_number() {
    if !Path::new(LIBRARY).exists() {
        return skip("libfaketime is not installed");
    }
    let site = Site::new().set("output.segment.every", "1 d").set("limits.reconcile", "200 ms");
    let preload = format!("LD_PRELOAD={LIBRARY}");
    let clock = format!("FAKETIME_TIMESTAMP_FILE={}", site.path("clock").display());
    let site = site.launcher(&["env", &preload, &clock, "FAKETIME_NO_CACHE=1", "DONT_FAKE_MONOTONIC=1"]);
    set_clock(&site, "+0");
    let daemon = site.start();
    let mut names = Vec::new();
    for (step, offset) in ["+0", "-3600", "+365d"].into_iter().enumerate() {
        set_clock(&site, offset);
        names.extend(site.deliver_reports(5 * step..5 * step + 5));
        daemon.wait_for_files(names.len());
    }
    daemon.stop();
    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    let claimed = |number: usize| log.documents[number].record["file"]["claimed"].as_str().unwrap();
    assert!(claimed(5) < claimed(0) && claimed(10) > claimed(0), "the clock was not set");
    let segments: Vec<usize> = log.documents.iter().map(|document| document.segment).collect();
    assert_eq!(segments, [[1; 5], [1; 5], [2; 5]].concat(), "a day has gone by once");
    // The next daemon has the clock of the machine, which is behind the newest segment by a year.
    let site = site.launcher(&[]);
    names.extend(site.deliver_reports(15..20));
    site.run_once().expect(0);
    site.log().expect_each_once(names.iter().map(String::as_str));
}
