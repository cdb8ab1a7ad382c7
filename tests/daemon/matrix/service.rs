//! What the daemon as a whole makes of plugins that fail again and again: it halts, goes on without them, starts without
//! any, waits for them to come back; and it answers meanwhile.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use super::{asking, build, evil, status, stop};
use crate::support::{Daemon, Process, Site, article};

/// Delivers three texts that each end a worker once, which is too often within a minute.
fn strike_three_times(site: &Site) -> Vec<String> {
    let names: Vec<String> = (1..=3).map(|number| format!("strike-{number}.txt")).collect();
    for name in &names {
        site.deliver(name, format!("{name}\n{}", asking("evil", "abort-once")));
    }
    names
}

#[test]
fn three_documents_halt_all_work_until_a_mended_plugin_reads_them() {
    let Some(site) = evil().map(|site| site.set("chain.strikes", 3)) else { return };
    let mut names = strike_three_times(&site);
    let daemon = site.start();
    daemon.wait_for_words("D0553");
    names.extend(site.deliver_reports(1..=1));
    site.execute(&["ctl", "scan"]).expect(0);
    let halted = status(&site);
    assert_eq!(halted["state"], "halted", "{halted:#}");
    assert_eq!(halted["chain"][0]["state"], "out of service: it failed over too many documents");
    assert_eq!(site.inbox_names(), ["report-0001.txt"], "nothing more is taken");

    assert!(build(&site, "evil", &["-D", "MENDED"]));
    site.execute(&["ctl", "reload"]).expect(0);
    daemon.wait_for_files(names.len());
    assert_eq!(status(&site)["state"], "working");
    stop(daemon);
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn run_once_ends_when_it_is_halted_and_leaves_the_rest_to_the_next() {
    let Some(site) = evil().map(|site| site.set("chain.strikes", 3)) else { return };
    let names = strike_three_times(&site);
    let finished = site.run_once().expect(1).expect_words(&["D0553", "left: "]);
    let left = finished.stderr.matches("left: ").count();
    assert!((1..=3).contains(&left), "{}", finished.stderr);
    assert_eq!(site.log().documents.len(), names.len() - left);

    assert!(build(&site, "evil", &["-D", "MENDED"]));
    site.run_once().expect(0);
    site.log().expect_each_once(names.iter().map(String::as_str));
}

#[test]
fn a_bypassed_plugin_leaves_its_part_out_of_every_document_and_says_so() {
    let Some(site) = evil() else { return };
    let site = site
        .set("chain.strikes", 3)
        .set("chain.on_plugin_failure", "bypass")
        .set("chain.order", json!(["language", "evil", "anatomy"]));
    let struck = strike_three_times(&site);
    let daemon = site.start();
    daemon.wait_for_words("D0554");
    let good = site.deliver_reports(1..=3);
    daemon.wait_for_files(struck.len() + good.len());
    let bypassed = status(&site);
    assert_eq!(bypassed["state"], "working", "{bypassed:#}");
    assert_eq!(bypassed["chain"][1]["state"], "bypassed: it failed over too many documents");
    stop(daemon);
    let log = site.log();
    assert_eq!((log.documents.len(), site.quarantined().len()), (6, 0));
    for name in &good {
        let document = log.document(name);
        assert_eq!((document.outcome.as_str(), document.kinds()), ("incomplete", vec!["dragoman.article.v1"]));
        assert_eq!(document.extractor("evil")["code"], "D0552");
    }
}

#[test]
fn safe_mode_takes_nothing_until_a_reload_brings_plugins_that_start() {
    let site = Site::new().set("chain.path", json!(["plugins"])).set("chain.order", json!(["broken"]));
    if !build(&site, "broken", &["-D", "CONSTRUCTOR_CRASHES"]) {
        return;
    }
    site.deliver("ferry.txt", article(1));
    let daemon = Daemon::spawn(&site, &mut site.command(&["run", "--safe-mode"]));
    daemon.wait_for_words("ready elapsed_ms=");
    site.execute(&["ctl", "scan"]).expect(0);
    let safe = status(&site);
    assert_eq!((&safe["state"], &safe["chain"]), (&"safe mode".into(), &json!([])), "{safe:#}");
    site.execute(&["ctl", "resume"]).expect(1).expect_words(&["D0605", "ctl reload"]);
    site.execute(&["ctl", "reload"]).expect(1).expect_words(&["D0531", "broken@1.0.0"]);
    assert_eq!(site.inbox_names(), ["ferry.txt"]);

    assert!(build(&site, "broken", &[]));
    site.execute(&["ctl", "reload"]).expect(0);
    daemon.wait_for_files(1);
    stop(daemon);
    site.log().expect_each_once(["ferry.txt"]);
}

#[test]
fn workers_that_can_no_longer_start_are_tried_again_until_they_can() {
    let site = Site::new().set("chain.path", json!(["plugins"])).set("chain.order", json!(["broken"]));
    if !build(&site, "broken", &["-D", "CREATE_CRASHES_IN_A_TRAP"]) {
        return;
    }
    // The workers' own user looks for the trap.
    fs::set_permissions(site.path(""), Permissions::from_mode(0o711)).unwrap();
    let daemon = site.start();
    fs::write(site.path("trap"), "").unwrap();
    daemon.workers().iter().for_each(Process::kill);
    daemon.wait("a daemon without workers", || (status(&site)["workers"]["ready"] == 0).then_some(()));
    daemon.wait_for_words("a worker cannot be started, it is tried again");
    site.deliver("ferry.txt", article(1));
    fs::remove_file(site.path("trap")).unwrap();
    daemon.wait_for_files(1);
    stop(daemon);
    site.log().expect_each_once(["ferry.txt"]);
}

/// A reload to a plugin that is worse leaves the better one at work.
#[test]
fn a_plugin_that_is_replaced_by_a_broken_one_works_on() {
    let site = Site::new().set("chain.path", json!(["plugins"])).set("chain.order", json!(["broken"]));
    if !build(&site, "broken", &[]) {
        return;
    }
    let daemon = site.start();
    let before = status(&site);
    assert!(build(&site, "broken", &["-D", "CREATE_CRASHES"]));
    site.execute(&["ctl", "reload"]).expect(1).expect_words(&["D0531", "broken@1.0.0", "signal 6"]);
    assert_eq!(status(&site)["generation"], before["generation"]);
    site.deliver("ferry.txt", article(1));
    daemon.wait_for_files(1);
    stop(daemon);
    site.log().expect_each_once(["ferry.txt"]);
}
