//! Plugins that never come to read a document: refused at the start by code, with the inbox as it was.

use serde_json::json;

use super::{build, reload_with, status, stop};
use crate::support::{Site, article};

/// How a plugin is built, and how it is refused.
struct Case {
    fault: &'static str,
    words: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { fault: "NO_MANIFEST", words: &["D0503", "libbroken.so", ".extractor.manifest"] },
    Case { fault: "NO_TABLE", words: &["D0503", "libbroken.so", "extractor_plugin_v1"] },
    Case { fault: "NEWER_MINOR", words: &["D0511", "libbroken.so", "version 1.9", "upgrade the daemon"] },
    Case { fault: "WANTS_EXEC", words: &["D0514", "broken", "grant = [\"exec\"]"] },
    Case { fault: "WRONG_MAGIC", words: &["D0513", "broken@1.0.0", "XTRPLUG"] },
    Case { fault: "SHORT_TABLE", words: &["D0513", "broken@1.0.0", "80 bytes", "88"] },
    Case { fault: "NO_EXTRACT", words: &["D0513", "broken@1.0.0", "no extract function"] },
    Case { fault: "CALLS_ELSEWHERE", words: &["D0521", "broken@1.0.0", "undefined symbol", "elsewhere"] },
    Case { fault: "CONSTRUCTOR_CRASHES", words: &["D0531", "broken@1.0.0", "signal 6"] },
    Case { fault: "CREATE_CRASHES", words: &["D0531", "broken@1.0.0", "signal 6"] },
    Case { fault: "EXTRACT_CRASHES", words: &["D0531", "broken@1.0.0", "over the sample of the trial", "signal 6"] },
];

/// Starts a daemon whose plugin was built with a fault: it must refuse, and leave the inbox alone.
#[track_caller]
fn expect_refusal(site: &Site, fault: &str, words: &[&str]) {
    let names = site.deliver_reports(1..=2);
    let finished = site.run_once();
    println!("{fault}\n{}", finished.stderr);
    finished.expect(78).expect_words(words);
    assert_eq!(site.inbox_names(), names, "{fault}");
}

fn broken() -> Site {
    Site::new().set("chain.path", json!(["plugins"])).set("chain.order", json!(["broken"]))
}

#[test]
fn a_broken_plugin_is_refused_at_the_start_by_code_and_the_inbox_stays_as_it_was() {
    let site = broken();
    for case in CASES {
        if !build(&site, "broken", &["-D", case.fault]) {
            return;
        }
        expect_refusal(&site, case.fault, case.words);
    }
    // It is the fault that is refused, not its plugin.
    assert!(build(&site, "broken", &[]));
    site.run_once().expect(0);
    assert_eq!(site.log().documents.len(), 2);
}

#[test]
fn a_plugin_whose_own_library_is_gone_is_refused_with_its_name() {
    let site = broken();
    let folder = site.path("plugins");
    // The library that it is linked with, and that the next release of its package does not have.
    if !build(&site, "elsewhere", &[]) {
        return;
    }
    let linked = ["-D", "CALLS_ELSEWHERE", "-L", folder.to_str().unwrap(), "-lelsewhere"];
    assert!(build(&site, "broken", &linked));
    std::fs::remove_file(folder.join("libelsewhere.so")).unwrap();
    expect_refusal(&site, "libelsewhere.so", &["D0521", "broken@1.0.0", "libelsewhere.so", "No such file"]);
}

/// Each takes as long as the limit says, so they do it side by side with the other tests.
#[track_caller]
fn expect_patience_to_end(fault: &str) {
    let site = broken().set("limits.start", "2 s");
    if build(&site, "broken", &["-D", fault]) {
        expect_refusal(&site, fault, &["D0532", "broken@1.0.0", "2 s (limits.start)"]);
    }
}

#[test]
fn a_plugin_that_hangs_when_it_is_loaded_is_given_up() {
    expect_patience_to_end("CONSTRUCTOR_HANGS");
}

#[test]
fn a_plugin_that_hangs_when_it_is_created_is_given_up() {
    expect_patience_to_end("CREATE_HANGS");
}

#[test]
fn a_config_that_the_plugin_or_its_schema_refuses_is_shown_in_its_line() {
    let site = broken().set("plugins.broken.depth", "nine");
    for (fault, words) in [("CREATE_REFUSES", "the harbour is 9 metres deep"), ("HAS_SCHEMA", "integer")] {
        if !build(&site, "broken", &["-D", fault]) {
            return;
        }
        let place = format!("dragoman.toml:{}:", site.line_of("plugins.broken.depth"));
        expect_refusal(&site, fault, &["D0121", words, &place]);
    }
}

#[test]
fn a_panic_in_create_refuses_a_start_and_a_reload_and_the_old_plugins_work_on() {
    let words = &["D0530", "mischief@0.1.0", "panicked", "as the config asked"];
    let site = Site::new();
    let daemon = site.start();
    let before = status(&site);
    reload_with(&site, "plugins.mischief.panic = true").expect(1).expect_words(words);
    let after = status(&site);
    assert_eq!((&after["generation"], &after["lastReload"]["ok"]), (&before["generation"], &false.into()));
    site.deliver("ferry.txt", article(1));
    daemon.wait_for_files(1);
    stop(daemon);
    site.log().expect_each_once(["ferry.txt"]);
    expect_refusal(&site.set("plugins.mischief.panic", true), "panic", words);
}
