//! `dragoman plugin check`: plugins that keep the contract pass, and each way to break it is caught by its check.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{Finished, Site, libraries, skip};

/// A fault of `fixtures/conformance/plugin.c`, or of how it is built, and the check that catches it.
struct Fault {
    /// Without `FAULT_`; one that begins with a dash is an option of the compiler.
    fault: &'static str,
    check: &'static str,
    outcome: &'static str,
    /// A part of what is found.
    found: &'static str,
}

const fn fault(fault: &'static str, check: &'static str, outcome: &'static str, found: &'static str) -> Fault {
    Fault { fault, check, outcome, found }
}

const FAULTS: &[Fault] = &[
    // The file.
    fault("MANIFEST_KEY", "manifest-keys", "warn", "colour"),
    fault("VERSION", "version", "fail", "1"),
    fault("SCHEMA", "config-schema", "fail", "example.com"),
    fault("EXPORTS", "exports", "warn", "exported_by_accident"),
    fault("-Wl,--no-as-needed,-lresolv", "imports", "warn", "libresolv"),
    fault("-Wl,-z,execstack", "stack", "fail", "executable stack"),
    fault("-Wl,-rpath,/home/ida/tide/build", "search-path", "fail", "/home/ida/tide/build"),
    // Loading and the table.
    fault("THREAD_AT_LOAD", "load-threads", "fail", "2 threads"),
    fault("DESCRIPTOR_AT_LOAD", "load-descriptors", "fail", "/dev/null"),
    fault("SIGNAL_AT_LOAD", "load-signals", "fail", "10"),
    fault("PRINTS_AT_LOAD", "load-silent", "warn", "tide: hello"),
    fault("OTHER_ID", "table", "fail", "\"ebb\" in its table"),
    fault("NULL_FUNCTION", "table", "fail", "no extract function"),
    fault("WRITABLE_TABLE", "table-memory", "fail", "can be written"),
    fault("FOREIGN_FUNCTION", "functions", "fail", "destroy"),
    fault("FLAGS", "flags", "fail", "0x4"),
    fault("ANY_EXTENSION", "extensions-unknown", "fail", "com.example.x"),
    fault("DECLARES_EXTENSION", "extensions-declared", "fail", "xtr.tick/1"),
    // Configs, lifetimes, sizes.
    fault("ACCEPTS_ANY_TYPE", "create-wrong-type", "fail", "was accepted"),
    fault("CONFIG_WITHOUT_TEXT", "create-wrong-type", "fail", "without a text"),
    fault("ACCEPTS_ANY_KEY", "create-unknown-key", "warn", "was accepted"),
    fault("LEAKS_DESCRIPTOR", "create-repeat", "fail", "descriptors, not"),
    fault("LEAKS_INSTANCE", "create-repeat", "fail", "KiB more memory"),
    fault("SHARED_CONFIG", "instances-apart", "fail", "\\\"shout\\\":true"),
    fault("READS_PAST_HOST", "host-first", "fail", "SIGSEGV"),
    fault("WANTS_THIS_MINOR", "host-future", "fail", "too new"),
    fault("IGNORES_STRIDE", "document-future", "fail", "firsts"),
    fault("KEEPS_TEXT", "borrows-end", "fail", "memory of an earlier call"),
    fault("NULL_STRING", "empty-strings", "fail", "SIGSEGV"),
    fault("LATE", "sink-ends", "fail", "after extract had returned"),
    fault("OTHER_THREAD", "own-thread", "fail", "another thread"),
    // Documents and refusals.
    fault("CRASHES_ON_EMPTY", "empty", "fail", "SIGSEGV"),
    fault("HANGS_ON_EMPTY", "empty", "fail", "no answer after 2 s"),
    fault("EXITS", "one-byte", "fail", "without an answer, exit status: 0"),
    fault("UNKNOWN_STATUS", "one-byte", "fail", "status 7"),
    fault("PANICS", "nul-bytes", "fail", "a panic was caught"),
    fault("IGNORES_REFUSAL", "refused", "fail", "answered -10"),
    // Events.
    fault("UNDECLARED_TYPE", "events-valid", "fail", "com.example.ebb.v1"),
    fault("NOT_JSON", "events-valid", "fail", "an object is wanted"),
    fault("ERROR_WITHOUT_TEXT", "error-text", "fail", "status -1 without a text"),
    fault("COUNTS", "same-again", "fail", "odd"),
    fault("CLOCK", "same-instance", "fail", "odd"),
    fault("COUNTS", "same-order", "fail", "odd"),
    fault("ADDRESS", "same-process", "fail", "odd"),
    fault("ENVIRONMENT", "same-backtrace", "fail", "odd"),
    // Costs.
    fault("PRINTS", "silent", "warn", "tide: reading"),
    fault("LEAKS_DOCUMENT", "soak", "warn", "memory grew"),
];

/// Builds the plugin with these options; `None`, and a visible line, where there is no compiler.
fn build(folder: &Path, name: &str, options: &[&str]) -> Option<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = folder.join(format!("lib{name}.so"));
    let built = Command::new("cc")
        .args(["-std=c99", "-O0", "-shared", "-fPIC", "-pthread", "-fvisibility=hidden", "-Wl,-z,relro,-z,now", "-I"])
        .arg(package.join("../extractor-api/include"))
        .arg(package.join("../tests/daemon/fixtures/conformance/plugin.c"))
        .args(options)
        .arg("-o")
        .arg(&library)
        .output();
    let Ok(output) = built else {
        skip("no C compiler");
        return None;
    };
    assert!(output.status.success(), "cc {options:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(library)
}

/// Checks a plugin; the checks have time enough for a machine that does much else.
fn check(site: &Site, library: &Path, options: &[&str]) -> Finished {
    let mut command = site.program();
    command.args(["plugin", "check"]).arg(library).args(["--timeout", "120"]).args(options);
    Finished::of(&mut command)
}

fn report(finished: &Finished) -> Value {
    serde_json::from_str(&finished.stdout).unwrap_or_else(|error| panic!("{error}: {finished:?}"))
}

fn tide(site: &Site) -> Option<PathBuf> {
    build(&site.path("."), "tide", &[])
}

/// Insists that no check of a report failed.
#[track_caller]
fn expect_passed(finished: Finished) -> Value {
    let finished = finished.expect(0);
    let report = report(&finished);
    let checks = report["checks"].as_array().unwrap();
    let failed: Vec<&Value> = checks.iter().filter(|check| check["outcome"] == "fail").collect();
    assert!(failed.is_empty() && report["passed"] == true && checks.len() > 50, "{failed:#?}");
    report
}

#[track_caller]
fn expect_bundled_passes(id: &str) {
    let report = expect_passed(check(&Site::new(), &libraries().join(format!("lib{id}.so")), &["--json"]));
    assert_eq!((&report["plugin"], &report["level"]), (&id.into(), &"full".into()));
}

#[test]
fn the_bundled_language_keeps_the_contract() {
    expect_bundled_passes("language");
}

#[test]
fn the_bundled_anatomy_keeps_the_contract() {
    expect_bundled_passes("anatomy");
}

#[test]
fn a_plugin_in_c_without_faults_passes_every_check_without_a_warning() {
    let site = Site::new();
    let Some(library) = tide(&site) else { return };
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/daemon/fixtures/conformance/examples");
    let options = ["--json", "--level", "strict", "--seed", "7", "--examples", examples.to_str().unwrap()];
    let report = expect_passed(check(&site, &library, &options));
    let other = report["checks"].as_array().unwrap().iter().find(|check| check["outcome"] != "ok");
    assert_eq!((other, &report["seed"]), (None, &7.into()));
}

#[test]
fn every_fault_is_caught_by_its_check() {
    let site = Site::new();
    for (place, fault) in FAULTS.iter().enumerate() {
        let define = format!("-DFAULT_{}", fault.fault);
        let options = [if fault.fault.starts_with('-') { fault.fault } else { &define }];
        let Some(library) = build(&site.path("."), &format!("fault{place}"), &options) else { return };
        let timeout = if fault.fault.starts_with("HANGS") { "2" } else { "120" };
        let mut command = site.program();
        command.args(["plugin", "check", "--json", "--only", fault.check, "--timeout", timeout]).arg(&library);
        let finished = Finished::of(&mut command).expect(i32::from(fault.outcome == "fail"));
        let report = report(&finished);
        let [caught] = report["checks"].as_array().unwrap().as_slice() else { panic!("one check: {report}") };
        let told = caught["found"].as_str().unwrap().contains(fault.found);
        assert!(caught["outcome"] == fault.outcome && told, "{}: {caught:#}", fault.fault);
        assert!(["expected", "fix"].iter().all(|key| caught[key] != ""), "{}: {caught:#}", fault.fault);
    }
}

#[test]
fn an_example_that_gives_other_events_fails() {
    let site = Site::new();
    let Some(library) = tide(&site) else { return };
    for (expected, found) in [
        (r#"{"type":"com.example.tide.v1","data":{"bytes":1}}"#, "\"bytes\":5"),
        ("", "\"bytes\":5"),
        ("no JSON", "expected ident"),
    ] {
        fs::write(site.path("ebb.in"), "Ebb.\n").unwrap();
        fs::write(site.path("ebb.expected.jsonl"), expected).unwrap();
        let finished = check(&site, &library, &["--only", "examples", "--examples", "."]).expect(1);
        let said = &finished.stdout;
        for part in ["FAIL  examples", "found:    ebb.txt: ", found, "expected: ", "fix:      ", "1 failed"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn strict_fails_on_a_warning() {
    let site = Site::new();
    let Some(library) = build(&site.path("."), "tide", &["-DFAULT_EXPORTS"]) else { return };
    check(&site, &library, &["--only", "exports"]).expect(0);
    check(&site, &library, &["--only", "exports", "--level", "strict"]).expect(1);
}

#[test]
fn checks_that_need_a_working_config_are_skipped_until_there_is_one() {
    let site = Site::new();
    let Some(library) = tide(&site) else { return };
    let run =
        |config: &str| check(&site, &library, &["--only", "empty,same-again", "--plugin-config", config]).expect(0);
    let said = run(r#"{"shout":"loud"}"#).stdout;
    assert!(
        said.contains("shout: must be true") && said.contains("--plugin-config") && said.contains("2 skipped"),
        "{said}"
    );
    check(&site, &library, &["--only", "create-config", "--plugin-config", r#"{"shout":"loud"}"#]).expect(1);
    fs::write(site.path("shout.json"), r#"{"shout":true}"#).unwrap();
    assert!(run("@shout.json").stdout.contains("2 ok"));
}

#[test]
fn a_file_that_is_no_extractor_fails_and_nothing_of_it_is_run() {
    let site = Site::new();
    fs::write(site.path("words.txt"), "no library").unwrap();
    let finished = check(&site, Path::new("words.txt"), &["--json"]).expect(1);
    let report = report(&finished);
    let outcomes = |name: &str| {
        report["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap()["outcome"].clone()
    };
    assert_eq!(
        (outcomes("extractor"), outcomes("load"), outcomes("empty")),
        ("fail".into(), "skip".into(), "skip".into())
    );
}

#[test]
fn checks_run_in_the_process_itself_when_asked_to() {
    let site = Site::new();
    let Some(library) = tide(&site) else { return };
    let said = check(&site, &library, &["--in-process", "--only", "empty,silent,same-process,random"]).expect(0).stdout;
    assert!(said.contains("4 ok"), "{said}");
}

#[test]
fn wrong_arguments_and_unreadable_files_are_told_apart() {
    let site = Site::new();
    let Some(library) = tide(&site) else { return };
    for (options, exit, words) in [
        (&["--only", "nonsense"][..], 2, "there is no check \"nonsense\""),
        (&["--plugin-config", "[1]"], 2, "no JSON object"),
        (&["--plugin-config", "@absent.json"], 74, "absent.json cannot be read"),
        (&["--examples", "absent"], 74, "absent cannot be read"),
    ] {
        check(&site, &library, options).expect(exit).expect_words(&["error[D", words, "fix:"]);
    }
    check(&site, Path::new("absent.so"), &[]).expect(74).expect_words(&["D0504", "absent.so"]);
}

#[test]
fn the_list_names_every_check_with_what_it_proves() {
    let site = Site::new();
    let listed = Finished::of(site.program().args(["plugin", "check", "--list"])).expect(0).stdout;
    for fault in FAULTS {
        let line = listed.lines().find(|line| line.split_whitespace().next() == Some(fault.check));
        assert!(line.is_some_and(|line| line.split_whitespace().count() > 4), "{}: {listed}", fault.check);
    }
}
