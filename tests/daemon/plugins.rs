//! Extractors that misbehave: what it costs their document, and that it costs no other.

use serde_json::{Value, json};

use crate::support::{Site, article, compile_c};

/// What a text makes `mischief` do, and how the quarantine tells it.
struct Case {
    word: &'static str,
    reason: &'static str,
    code: &'static str,
    attempts: u64,
}

const CASES: &[Case] = &[
    Case { word: "panic", reason: "panic", code: "D0542", attempts: 2 },
    Case { word: "abort", reason: "crash", code: "D0546", attempts: 2 },
    Case { word: "exit", reason: "exit", code: "D0547", attempts: 2 },
    Case { word: "hang", reason: "timeout", code: "D0548", attempts: 2 },
    Case { word: "hog", reason: "memory", code: "D0549", attempts: 2 },
    Case { word: "refuse", reason: "refused", code: "D0540", attempts: 1 },
    Case { word: "invalid", reason: "invalid_output", code: "D0544", attempts: 1 },
    Case { word: "undeclared", reason: "invalid_output", code: "D0544", attempts: 1 },
    Case { word: "flood", reason: "invalid_output", code: "D0544", attempts: 1 },
];

fn told(word: &str) -> String {
    format!("{}mischief: {word}\n", article(1))
}

fn expect_blame(reason: &Value, case: &Case, plugin: &str) {
    let found = ["reason", "code", "stage", "plugin"].map(|key| reason[key].as_str().unwrap_or_default());
    assert_eq!(found, [case.reason, case.code, "extractor", plugin], "{}: {reason:#}", case.word);
    assert_eq!(reason["attempts"], case.attempts, "{}", case.word);
    assert!(reason["library"].as_str().is_some_and(|hash| hash.starts_with("b3:")), "{}", case.word);
    assert!(reason["text"].as_str().is_some_and(|text| !text.is_empty()), "{}", case.word);
}

/// One document of every bad kind among thirty good ones.
#[test]
fn every_misdeed_costs_its_own_document_and_no_other() {
    // So many misdeeds in so short a time would halt the daemon.
    let site = Site::new().set("limits.timeout", "1 s").set("chain.strikes", 0);
    let good = site.deliver_reports(1..=15);
    for case in CASES {
        site.deliver(format!("{}.txt", case.word), told(case.word));
    }
    let daemon = site.start();
    let more = site.deliver_reports(16..=30);
    daemon.wait_for_files(30 + CASES.len());
    daemon.stop();

    site.log().expect_each_once(good.iter().chain(&more).map(String::as_str));
    let aside = site.quarantined();
    assert_eq!(aside.len(), CASES.len());
    for aside in aside {
        let case = CASES.iter().find(|case| aside.name == format!("{}.txt", case.word)).unwrap();
        expect_blame(&aside.reason, case, "mischief@0.1.0");
        assert_eq!(aside.content, told(case.word).as_bytes());
    }
}

/// A site whose chain is `moody`, a plugin in C; `None` without a compiler.
fn moody() -> Option<Site> {
    let site = Site::new();
    let folder = site.path("");
    compile_c("moody", &folder).then(|| site.set("chain.path", json!([folder])).set("chain.order", json!(["moody"])))
}

#[test]
fn a_segmentation_fault_in_c_costs_its_own_document_and_no_other() {
    let Some(site) = moody() else { return };
    let good = site.deliver_reports(1..=10);
    site.deliver("crash.txt", "moody: crash");
    let daemon = site.start();
    daemon.wait_for_files(11);
    daemon.stop();
    let log = site.log();
    log.expect_each_once(good.iter().map(String::as_str));
    assert!(log.events().iter().all(|event| event.data == r#"{"survived":true}"#));
    let aside = site.quarantined();
    let crash = Case { word: "crash", reason: "crash", code: "D0546", attempts: 2 };
    expect_blame(&aside[0].reason, &crash, "moody@1.0.0");
    assert!(aside[0].reason["text"].as_str().unwrap().contains("signal 11"), "{}", aside[0].reason);
}

#[test]
fn an_extractor_that_has_no_time_now_is_asked_again_as_often_as_the_config_says() {
    let Some(site) = moody() else { return };
    let site = site.set("limits.retries", 1);
    site.deliver("soon.txt", "moody: soon");
    site.deliver("busy.txt", "moody: busy");
    let daemon = site.start();
    daemon.wait_for_files(2);
    daemon.stop();
    let log = site.log();
    log.expect_each_once(["soon.txt"]);
    assert_eq!(log.document("soon.txt").record["attempts"], 2);
    let busy = Case { word: "busy", reason: "transient", code: "D0541", attempts: 2 };
    expect_blame(&site.quarantined()[0].reason, &busy, "moody@1.0.0");
}

#[test]
fn a_stop_does_not_wait_for_a_document_that_is_to_be_tried_again_later() {
    let Some(site) = moody() else { return };
    let site = site.set("limits.retries", 100);
    site.deliver("busy.txt", "moody: busy");
    let daemon = site.start();
    daemon.wait_for_words("tried again");
    daemon.stop();
    assert_eq!((site.log().documents.len(), site.quarantined().len()), (0, 0));
    assert!(site.inbox(".dragoman-work/busy.txt").exists(), "the next start finds it");
}

#[test]
fn a_panic_that_does_not_come_again_costs_one_more_attempt() {
    let site = Site::new();
    let daemon = site.start();
    site.deliver("once.txt", told("panic-once"));
    daemon.wait_for_files(1);
    daemon.stop();
    let log = site.log();
    log.expect_each_once(["once.txt"]);
    let document = log.document("once.txt");
    assert_eq!((&document.record["attempts"], document.events.len()), (&2.into(), 1));
}

#[test]
fn what_an_extractor_prints_stays_out_of_the_log() {
    let site = Site::new();
    let daemon = site.start();
    site.deliver("print.txt", told("print"));
    daemon.wait_for_files(1);
    let finished = daemon.stop();
    site.log().expect_each_once(["print.txt"]);
    assert_eq!(finished.stdout, "");
    assert!(finished.stderr.contains("words on stdout"), "it is in the diagnostics\n{}", finished.stderr);
}

#[test]
fn an_extractor_that_may_fail_leaves_the_others_events_and_the_document_is_read_again() {
    let site = Site::new()
        .set("chain.order", json!(["language", "mischief", "anatomy"]))
        .set("plugins.mischief.on_error", "skip");
    let daemon = site.start();
    for (count, name) in ["first.txt", "again.txt"].into_iter().enumerate() {
        site.deliver(name, told("refuse"));
        daemon.wait_for_files(count + 1);
    }
    daemon.stop();
    let log = site.log();
    assert_eq!(log.outcomes(), [("again.txt", "incomplete"), ("first.txt", "incomplete")]);
    for document in &log.documents {
        assert_eq!(document.kinds(), ["dragoman.article.v1"]);
        let failed = document.extractor("mischief");
        assert_eq!((&failed["outcome"], &failed["code"]), (&"failed".into(), &"D0540".into()));
        assert_eq!(document.extractor("anatomy")["outcome"], "ok");
    }
    assert_eq!(log.document("again.txt").record["arrival"], 2);
    assert_eq!(log.documents[0].events, log.documents[1].events);
}

#[test]
fn an_extractor_that_may_fail_and_kills_its_worker_is_left_out() {
    let site = Site::new()
        .set("chain.order", json!(["language", "mischief", "anatomy"]))
        .set("plugins.mischief.on_error", "skip");
    let daemon = site.start();
    site.deliver("abort.txt", told("abort"));
    site.deliver("panic.txt", told("panic"));
    daemon.wait_for_files(2);
    daemon.stop();
    let log = site.log();
    assert_eq!(log.outcomes(), [("abort.txt", "incomplete"), ("panic.txt", "incomplete")]);
    // Once with others, once alone; and once more without it, when it ended its worker both times.
    for (name, attempts) in [("abort.txt", 3), ("panic.txt", 2)] {
        let document = log.document(name);
        assert_eq!((&document.record["attempts"], document.kinds()), (&attempts.into(), vec!["dragoman.article.v1"]));
        assert_eq!(document.extractor("mischief")["outcome"], "failed");
    }
    assert_eq!(site.quarantined().len(), 0);
}

#[test]
fn extract_leaves_out_an_extractor_that_may_fail_as_the_daemon_does() {
    let site = Site::new().set("chain.order", json!(["mischief", "language", "anatomy"]));
    let text = site.path("abort.txt");
    std::fs::write(&text, told("abort")).unwrap();
    let arguments = ["extract", "--json", text.to_str().unwrap()];
    assert_eq!(site.execute(&arguments).expect(1).stdout, "");
    let lenient = site.set("plugins.mischief.on_error", "skip").execute(&arguments).expect(0);
    let last: Value = serde_json::from_str(lenient.stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&last["data"]["outcome"], &last["data"]["attempts"]), (&"incomplete".into(), &3.into()));
}

#[test]
fn two_instances_of_one_plugin_run_with_their_own_settings() {
    let site = Site::new()
        .set("chain.order", json!(["slow", "mischief"]))
        .set("plugins.slow.use", "mischief")
        .set("plugins.slow.delay_ms", 40);
    let daemon = site.start();
    site.deliver("ferry.txt", article(1));
    daemon.wait_for_files(1);
    daemon.stop();
    let log = site.log();
    let document = log.document("ferry.txt");
    assert!(document.extractor("slow")["wallUs"].as_u64() >= Some(40_000), "{:#}", document.record);
    assert_eq!(document.extractor("mischief")["plugin"], "mischief@0.1.0");
    assert_eq!(document.events.len(), 2);
}
