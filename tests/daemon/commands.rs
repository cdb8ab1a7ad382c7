//! The commands beside `run`, and how it ends.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{Daemon, Finished, Log, Site, article};

/// A site with the bundled extractors, as `init` makes it.
fn bundled() -> Site {
    Site::new().set("chain.order", json!(["language", "anatomy"])).set("diagnostics.level", "info")
}

#[test]
fn run_once_empties_the_inbox_and_tells_what_it_did() {
    let site = bundled();
    let names = site.deliver_reports(1..=3);
    let finished = site.run_once().expect(0);
    assert!(finished.stdout.contains("done: 3") && finished.stdout.contains("3 articles"), "{}", finished.stdout);
    site.log().expect_each_once(names.iter().map(String::as_str));
    assert_eq!((site.inbox_names().len(), site.archived().len()), (0, 3));
    // An empty inbox is no failure.
    site.run_once().expect(0);
}

#[test]
fn run_once_tells_by_its_exit_code_that_a_file_was_quarantined() {
    let site = Site::new();
    site.deliver("refuse.txt", "mischief: refuse");
    site.deliver("ferry.txt", article(1));
    let finished = site.run_once().expect(1);
    assert!(finished.stdout.contains("quarantined: 1"), "{}", finished.stdout);
    site.log().expect_each_once(["ferry.txt"]);
}

#[cfg(debug_assertions)]
#[test]
fn an_armed_point_that_nobody_knows_stops_the_start() {
    let site = Site::new();
    let armed = |text: &str| Finished::of(site.command(&["run", "--once"]).env("DRAGOMAN_FAIL", text));
    for text in ["no such point=abort", "segment synced=sulk", "segment synced=abort@never", "file read=error", ""] {
        let finished = armed(text).expect(2);
        assert!(finished.stderr.contains(&format!("cannot arm DRAGOMAN_FAIL={text:?}: ")), "{}", finished.stderr);
    }
    let finished = armed("batch committed=error").expect(0);
    assert!(!finished.stderr.contains("D0106"), "{}", finished.stderr);
}

/// `--once` waits half a minute for a file that is being written; a signal ends the wait as its end would.
#[test]
fn run_once_names_what_it_left() {
    let site = Site::new();
    let mut writer = File::create(site.inbox("open.txt")).unwrap();
    writer.write_all(b"never closed").unwrap();
    site.deliver("ferry.txt", article(1));
    let daemon = Daemon::spawn(&site, &mut site.command(&["run", "--once"]));
    daemon.wait_for_files(1);
    daemon.signal(Signal::TERM);
    let finished = daemon.finish().expect(1);
    assert!(finished.stderr.contains("left: ") && finished.stderr.contains("open.txt"), "{}", finished.stderr);
    assert_eq!(site.inbox_names(), ["open.txt"]);
}

#[test]
fn extract_prints_a_table_or_lines_and_changes_nothing() {
    let site = bundled();
    fs::write(site.path("ferry.txt"), article(1)).unwrap();
    site.config();
    let before = site.tree();
    let table = site.execute(&["extract", "ferry.txt"]).expect(0);
    for words in ["Ferry number 1 leaves on time", "complete, text/plain utf-8", "1 article in "] {
        assert!(table.stdout.contains(words), "{words}\n{}", table.stdout);
    }
    let lines = site.execute(&["extract", "--json", "ferry.txt"]).expect(0);
    let log = Log::of_lines(&lines.stdout);
    assert_eq!(log.document("ferry.txt").kinds(), ["dragoman.article.v1"]);
    assert_eq!(lines.stderr, "");
    assert!(site.tree() == before, "a file was made, changed or removed");

    // What is printed is what the log would have held.
    site.deliver("ferry.txt", article(1));
    site.run_once().expect(0);
    assert_eq!(site.log().events(), log.events());
}

#[test]
fn extract_reads_standard_input() {
    let site = bundled();
    fs::write(site.path("ferry.txt"), article(1)).unwrap();
    let mut command = site.command(&["extract", "--json", "-"]);
    let finished = Finished::of(command.stdin(File::open(site.path("ferry.txt")).unwrap())).expect(0);
    assert_eq!(Log::of_lines(&finished.stdout).document("-").kinds(), ["dragoman.article.v1"]);
}

#[test]
fn extract_goes_on_after_a_bad_file_and_tells_by_its_exit_code() {
    let site = Site::new();
    fs::write(site.path("good.txt"), article(1)).unwrap();
    fs::write(site.path("bad.txt"), "mischief: abort").unwrap();
    fs::write(site.path("page.txt"), "{\\rtf1 words}").unwrap();
    let files = ["extract", "--json", "absent.txt", "bad.txt", "page.txt", "good.txt"];
    let finished = site.execute(&files).expect(1);
    let told = ["absent.txt: error[D0406]", "bad.txt: error[D0546]", "page.txt: error[D0401]"];
    Log::of_lines(&finished.stdout).expect_each_once(["good.txt"]);
    finished.expect_words(&told);
}

#[test]
fn extract_is_quiet_when_its_reader_goes_away() {
    let site = bundled();
    let names: Vec<String> = (0..60).map(|number| format!("{number}.txt")).collect();
    for (number, name) in names.iter().enumerate() {
        fs::write(site.path(name), article(number)).unwrap();
    }
    let arguments: Vec<&str> = ["extract", "--json"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut command = site.command(&arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // As `head -1` does: one line, then gone.
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    let finished = Finished::new(output.status, &output.stdout, &output.stderr).expect(0);
    assert_eq!(finished.stderr, "");
    assert!(serde_json::from_str::<Value>(&first).is_ok(), "{first}");
}

#[test]
fn init_makes_what_run_needs_and_leaves_an_existing_config_alone() {
    let site = Site::new();
    let run = |arguments: &[&str]| Finished::of(site.program().args(arguments)).expect(0);
    let said = run(&["init", "news"]).stdout;
    assert!(said.contains("3 sample articles") && said.contains("run -c news/dragoman.toml"), "{said}");
    let said = run(&["run", "--once", "-c", "news/dragoman.toml"]).stdout;
    assert!(said.contains("done: 3") && said.contains("3 articles"), "{said}");
    let lines = fs::read_to_string(site.path("news/events/current.jsonl")).unwrap();
    assert_eq!(Log::of_lines(lines.split_once('\n').unwrap().1).documents.len(), 3);

    fs::write(site.path("news/dragoman.toml"), "inbox = \"mine\"\n").unwrap();
    assert!(run(&["init", "news"]).stdout.contains("stays as it is"));
    assert_eq!(fs::read_to_string(site.path("news/dragoman.toml")).unwrap(), "inbox = \"mine\"\n");
}

#[test]
fn check_tells_what_run_would_refuse_and_makes_nothing() {
    let site = bundled();
    site.config();
    let before = site.tree();
    for (arguments, words) in [(&["check"][..], "read a sample"), (&["check", "--offline"], "no worker was started")] {
        let said = site.execute(arguments).expect(0).stdout;
        assert!(said.contains("fine") && said.contains("anatomy@") && said.contains(words), "{said}");
    }
    assert!(site.tree() == before, "a file was made, changed or removed");

    let site = site.set("chain.order", json!(["mischief"])).set("plugins.mischief.refuse", "the harbour is closed");
    site.execute(&["check"]).expect(78).expect_words(&["the harbour is closed"]);
    site.execute(&["check", "--offline"]).expect(0);
    let site = site.set("chain.order", json!(["absent"]));
    site.execute(&["check", "--offline"]).expect(78).expect_words(&["D0501"]);
}

#[test]
fn diagnostics_are_json_when_asked_for_and_follow_rust_log() {
    let site = Site::new().set("diagnostics.format", "json");
    site.deliver("ferry.txt", article(1));
    let mut command = site.command(&["run", "--once"]);
    let finished = Finished::of(command.env("RUST_LOG", "trace")).expect(0);
    let lines: Vec<Value> =
        finished.stderr.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    assert!(lines.iter().any(|line| line["level"] == "INFO" && line["message"] == "ready"), "{}", finished.stderr);

    let mut command = site.command(&["run", "--once"]);
    assert_eq!(Finished::of(command.env("RUST_LOG", "error")).expect(0).stderr, "");

    // What is asked for on the command line wins.
    for (flags, level) in [(&["-q"][..], None), (&["-qq"], None), (&["-v"], Some("DEBUG")), (&["-vv"], Some("DEBUG"))] {
        let mut command = site.command(&["run", "--once"]);
        let finished = Finished::of(command.args(flags).env("RUST_LOG", "info")).expect(0);
        let said = |level: &str| finished.stderr.contains(&format!("\"level\":\"{level}\""));
        assert!(level.map_or(finished.stderr.is_empty(), said), "{flags:?}: {}", finished.stderr);
    }
}
