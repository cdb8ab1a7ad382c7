//! What a document leaves behind in its worker: memory, panics, a charge that goes off when the worker is to go.

use super::{asking, build, evil, reload_with, stop};
use crate::support::{Log, Site, article, until};

/// Each text is one that no other number gives.
fn numbered(word: &str, number: usize) -> String {
    format!("{}mischief: {word}\n", article(number))
}

#[test]
fn a_worker_that_leaks_is_replaced_and_no_document_knows() {
    let site = Site::new().set("limits.workers", 1).set("limits.memory", "256 MiB");
    let daemon = site.start();
    let names: Vec<String> = (1..=16).map(|number| format!("leak-{number}.txt")).collect();
    for (number, name) in names.iter().enumerate() {
        site.deliver(name, numbered("leak", number));
        daemon.wait_for_files(number + 1);
    }
    daemon.wait_for_words("a worker is replaced by a fresh one");
    daemon.wait_for_words("it fills its memory");
    stop(daemon);
    let log = site.log();
    log.expect_each_once(names.iter().map(String::as_str));
    assert!(log.documents.iter().all(|document| document.record["attempts"] == 1));
}

/// So many that two of them come to wait for one worker that has just seen a third.
#[test]
fn a_worker_whose_plugin_panicked_three_times_is_replaced() {
    let site = Site::new().set("limits.workers", 1).set("chain.strikes", 0).set("plugins.mischief.delay_ms", 50);
    let names: Vec<String> = (1..=8).map(|number| format!("panic-{number}.txt")).collect();
    for (number, name) in names.iter().enumerate() {
        site.deliver(name, numbered("panic", number));
    }
    let good = site.deliver_reports(20..=22);
    let daemon = site.start();
    daemon.wait_for_files(names.len() + good.len());
    let said = stop(daemon).stderr;
    assert!(said.contains("its extractors panicked too often"), "{said}");
    site.log().expect_each_once(good.iter().map(String::as_str));
    assert!(site.quarantined().iter().all(|aside| aside.reason["code"] == "D0542"));
    assert_eq!(site.quarantined().len(), names.len());
}

#[test]
fn a_panic_in_the_drop_of_an_instance_does_not_spoil_the_end() {
    let site = Site::new();
    site.deliver("charge.txt", numbered("charge", 1));
    let daemon = site.start();
    daemon.wait_for_files(1);
    let said = stop(daemon).stderr;
    assert!(said.contains("panicked") && said.contains("in drop"), "{said}");
    assert!(!said.contains("a worker did not end well"), "{said}");
    site.log().expect_each_once(["charge.txt"]);
}

#[test]
fn a_plugin_that_hangs_when_it_is_destroyed_holds_up_neither_a_reload_nor_a_stop() {
    let Some(site) = evil() else { return };
    let site = site.set("limits.workers", 1);
    site.deliver("first.txt", asking("evil", "stay-at-the-end"));
    let daemon = site.start();
    daemon.wait_for_files(1);
    reload_with(&site, "plugins.evil.round = 2").expect(0);
    site.deliver("second.txt", format!("again\n{}", asking("evil", "stay-at-the-end")));
    daemon.wait_for_files(2);
    let said = stop(daemon).stderr;
    assert_eq!(said.matches("a worker did not end well when its extractors were destroyed").count(), 2, "{said}");
    site.log().expect_each_once(["first.txt", "second.txt"]);
}

/// The daemon is killed while a plugin is at its worst: nothing of it lives on, and the next start reads the document.
#[test]
fn a_daemon_that_is_killed_takes_a_busy_plugin_with_it_and_loses_no_document() {
    let Some(site) = evil() else { return };
    site.deliver("crowd.txt", asking("evil", "crowd"));
    let daemon = site.start();
    let busy = daemon.wait("a worker full of threads", || {
        let threads = |id: u32| std::fs::read_dir(format!("/proc/{id}/task")).map_or(0, Iterator::count);
        daemon.workers().into_iter().find(|worker| threads(worker.id) > 8)
    });
    daemon.kill();
    assert!(until(|| (!busy.is_alive()).then_some(())).is_some(), "{busy:?} lives on");
    assert_eq!(Log::unfinished(&site).documents.len(), 0);

    assert!(build(&site, "evil", &["-D", "MENDED"]));
    site.run_once().expect(0);
    site.log().expect_each_once(["crowd.txt"]);
}
