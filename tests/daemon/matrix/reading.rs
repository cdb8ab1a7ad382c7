//! Misdeeds over a document: each costs its own document and no other.

use serde_json::{Value, json};

use super::{asking, evil, status, stop};
use crate::support::{Log, Process, Site, article, skip};

/// What a text makes a plugin do, and how the quarantine tells it.
struct Case {
    word: &'static str,
    reason: &'static str,
    code: &'static str,
    attempts: u64,
    /// Words of the explanation, or of what the worker printed.
    says: &'static str,
}

const fn crash(word: &'static str, says: &'static str) -> Case {
    Case { word, reason: "crash", code: "D0546", attempts: 2, says }
}

const fn exit(word: &'static str, says: &'static str) -> Case {
    Case { word, reason: "exit", code: "D0547", attempts: 2, says }
}

const fn hang(word: &'static str) -> Case {
    Case { word, reason: "timeout", code: "D0548", attempts: 2, says: "(limits.timeout is 1000 ms)" }
}

const fn disorder(word: &'static str, says: &'static str) -> Case {
    Case { word, reason: "disorder", code: "D0550", attempts: 2, says }
}

const fn invalid(word: &'static str, says: &'static str) -> Case {
    Case { word, reason: "invalid_output", code: "D0544", attempts: 1, says }
}

const fn panic(word: &'static str, says: &'static str) -> Case {
    Case { word, reason: "panic", code: "D0542", attempts: 2, says }
}

const IN_C: &[Case] = &[
    crash("bus", "signal 7 (bus error: was a file it maps replaced?)"),
    crash("illegal", "signal 4 (illegal instruction: was the plugin built for another processor?)"),
    crash("arithmetic", "signal 8 (arithmetic error)"),
    crash("overflow", "ended by signal"),
    crash("gorge", "signal 11 (segmentation fault)"),
    crash("delegate", "from a thread that is not its own"),
    exit("leave", "exited with code 3"),
    exit("vanish", "exited with code 4"),
    disorder("close-all", "it closed its socket"),
    disorder("babble", "out of order"),
    Case { word: "unknown-status", reason: "internal", code: "D0545", attempts: 2, says: "unknown status 42" },
    invalid("latin", "UTF-8"),
    invalid("half", "event 2: its data"),
];

const IN_RUST: &[Case] = &[
    panic("panic-payload", "a payload that is not text"),
    panic("panic-drop", "and the instance's drop panics, too"),
    crash("overflow", "ended by signal"),
];

/// Those that take as long as they are let.
const HANGS_IN_C: &[Case] = &[hang("spin"), hang("flood"), hang("crowd")];

#[track_caller]
fn expect_blame(reason: &Value, case: &Case, plugin: &str) {
    let found = ["reason", "code", "stage", "plugin"].map(|key| reason[key].as_str().unwrap_or_default());
    assert_eq!(found, [case.reason, case.code, "extractor", plugin], "{}: {reason:#}", case.word);
    assert_eq!(reason["attempts"], case.attempts, "{}: {reason:#}", case.word);
    let told = ["text", "output"].map(|key| reason[key].as_str().unwrap_or_default());
    assert!(told.iter().any(|text| text.contains(case.says)), "{}: {reason:#}", case.word);
}

/// One document of each kind among good ones. The daemon lives on, and no process that it or a plugin started does.
#[track_caller]
fn expect_each_to_cost_its_own_document(site: &Site, cases: &[Case], plugin: &str) {
    let id = plugin.split('@').next().unwrap();
    let good = site.deliver_reports(1..=5);
    for case in cases {
        site.deliver(format!("{}.txt", case.word), asking(id, case.word));
    }
    let daemon = site.start();
    daemon.wait_for_files(5 + cases.len());
    let more = site.deliver_reports(6..=10);
    daemon.wait_for_files(10 + cases.len());
    stop(daemon);

    site.log().expect_each_once(good.iter().chain(&more).map(String::as_str));
    let aside = site.quarantined();
    assert_eq!(aside.len(), cases.len());
    for aside in aside {
        let case = cases.iter().find(|case| aside.name == format!("{}.txt", case.word)).unwrap();
        expect_blame(&aside.reason, case, plugin);
        assert_eq!(aside.content, asking(id, case.word).as_bytes());
    }
}

#[test]
fn a_misdeed_in_c_costs_its_own_document_and_no_other() {
    if let Some(site) = evil() {
        expect_each_to_cost_its_own_document(&site, IN_C, "evil@1.0.0");
    }
}

#[test]
fn a_misdeed_in_rust_costs_its_own_document_and_no_other() {
    let site = Site::new().set("chain.strikes", 0);
    expect_each_to_cost_its_own_document(&site, IN_RUST, "mischief@0.1.0");
}

#[test]
fn a_plugin_that_does_not_come_back_costs_its_own_document_and_no_other() {
    if let Some(site) = evil() {
        let site = site.set("limits.timeout", "1 s");
        expect_each_to_cost_its_own_document(&site, HANGS_IN_C, "evil@1.0.0");
    }
}

#[test]
fn a_plugin_that_forks_gets_an_error_and_no_process() {
    let Some(site) = evil() else { return };
    let daemon = site.start();
    if status(&site)["workers"]["gaps"].to_string().contains("programs: ") {
        return skip("this kernel lets a worker start processes");
    }
    let workers = daemon.workers();
    site.deliver("breed.txt", asking("evil", "breed"));
    daemon.wait_for_files(1);
    assert_eq!(daemon.workers(), workers, "the same, and no other");
    assert!(workers.iter().all(|worker| Process::children_of(worker.id).is_empty()));
    stop(daemon);
    let says = "0 children, then: Operation not permitted";
    let case = Case { word: "breed", reason: "refused", code: "D0540", attempts: 1, says };
    expect_blame(&site.quarantined()[0].reason, &case, "evil@1.0.0");
}

/// Half the time is for a plugin that asks; a worker that obeys has no need to be killed.
#[test]
fn a_plugin_that_stops_when_it_is_told_to_keeps_its_worker() {
    let site = Site::new().set("chain.strikes", 0).set("limits.timeout", "4 s").set("limits.workers", 1);
    site.deliver("obey.txt", asking("mischief", "obey"));
    let daemon = site.start();
    daemon.wait_for_files(1);
    let finished = stop(daemon);
    let case = Case { word: "obey", reason: "timeout", code: "D0543", attempts: 2, says: "the time for this document" };
    expect_blame(&site.quarantined()[0].reason, &case, "mischief@0.1.0");
    assert!(!finished.stderr.contains("a worker ended over a document"), "{}", finished.stderr);
}

/// Reads one document that asks for something that a host puts up with.
fn read(site: &Site, word: &str) -> (Log, String) {
    site.deliver("asking.txt", asking("evil", word));
    let daemon = site.start();
    daemon.wait_for_files(1);
    let finished = stop(daemon);
    let log = site.log();
    log.expect_each_once(["asking.txt"]);
    assert_eq!(log.document("asking.txt").record["attempts"], 1, "{word}");
    (log, finished.stderr)
}

#[test]
fn a_plugin_that_says_too_much_is_cut_short_and_its_document_unaffected() {
    let Some(site) = evil() else { return };
    let (_, said) = read(&site, "chatter");
    // One says that the rest of the hundred is dropped.
    assert_eq!(said.matches("text=\"chatter\"").count(), 99, "{said}");
    assert!(said.contains("more lines for this document are dropped"), "{said}");
}

#[test]
fn a_plugin_that_prints_megabytes_neither_waits_nor_reaches_the_log() {
    let Some(site) = evil() else { return };
    let (log, said) = read(&site, "print");
    assert_eq!(log.document("asking.txt").events.len(), 1);
    assert!(said.contains("a worker printed"), "it is in the diagnostics");
}

#[test]
fn the_sink_of_another_instance_is_refused() {
    let Some(site) = evil() else { return };
    let site = site
        .set("chain.order", json!(["first", "second"]))
        .set("plugins.first.use", "evil")
        .set("plugins.second.use", "evil");
    site.deliver("borrow.txt", asking("evil", "borrow"));
    site.deliver("ferry.txt", article(1));
    let daemon = site.start();
    daemon.wait_for_files(2);
    stop(daemon);
    site.log().expect_each_once(["ferry.txt"]);
    let case = Case { word: "borrow", reason: "internal", code: "D0545", attempts: 2, says: "status -14" };
    let aside = &site.quarantined()[0];
    expect_blame(&aside.reason, &case, "evil@1.0.0");
    assert_eq!(aside.reason["extractor"], "second");
}

#[test]
fn a_sink_that_is_used_after_its_extract_takes_nothing() {
    let Some(site) = evil() else { return };
    let (log, said) = read(&site, "keep");
    assert!(said.contains("emit in destroy: -14"), "{said}");
    assert_eq!(log.document("asking.txt").events.len(), 1);
}

/// A text that no charset explains is read with what it loses; what is no text at all is refused by the reader.
#[test]
fn a_document_that_is_not_utf_8_is_no_reason_for_a_plugin_to_fail() {
    let Some(site) = evil() else { return };
    site.deliver("odd.txt", b"Port Ellery, caf\xe9 \xff\xfe\x81 and so on\n");
    site.deliver("binary.txt", b"\x01\x00\x00\xff\xfe\x00\x00\x9d");
    let daemon = site.start();
    daemon.wait_for_files(2);
    stop(daemon);
    site.log().expect_each_once(["odd.txt"]);
    let reason = &site.quarantined()[0].reason;
    assert_eq!((&reason["stage"], &reason["plugin"]), (&"reader".into(), &Value::Null), "{reason:#}");
}
