//! Files that hold many documents: JSON Lines stand for all of them, since what is promised does not depend on the format.

use std::fs::{self, File};
use std::io::Write;

use serde_json::{Value, json};

use crate::support::{Log, Site, article, storm_size};

/// An article as a line of JSON.
fn line(text: &str) -> String {
    json!({ "title": "Harbour news", "text": text }).to_string()
}

/// So many articles, a line each.
fn lines(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(|number| line(&article(number)) + "\n").collect()
}

/// The names by which the documents of a file are told apart.
fn members(file: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("{file}#{number}")).collect()
}

/// Insists that the log has these documents of the file, and its own record last.
#[track_caller]
fn expect_whole(log: &Log, file: &str, numbers: impl IntoIterator<Item = usize>, duplicates: u64) {
    let names = members(file, numbers);
    log.expect_each_once(names.iter().map(String::as_str).chain([file]));
    let last = &log.document(file).record;
    assert_eq!(last["entries"], json!({ "documents": names.len(), "duplicates": duplicates }), "{last}");
}

#[test]
fn each_document_is_committed_by_itself_and_the_file_follows_the_last() {
    let site = Site::new();
    site.deliver("day.jsonl", lines(0..40));
    site.run_once().expect(0).expect_words(&["done=40"]);
    let log = site.log();
    expect_whole(&log, "day.jsonl", 0..40, 0);
    let third = &log.document("day.jsonl#3").record;
    assert_eq!(third["file"]["entry"]["number"], 3);
    assert_eq!(third["file"]["entry"]["size"], line(&article(3)).len());
    assert_eq!(site.archived().len(), 1);
    site.execute(&["log", "verify"]).expect(0);
}

#[test]
fn a_document_that_is_in_the_log_already_is_counted_and_not_written_again() {
    let site = Site::new();
    site.deliver("one.json", line(&article(2)));
    site.run_once().expect(0);
    site.deliver("day.jsonl", lines([1, 2, 3, 1]));
    site.run_once().expect(0).expect_words(&["done=2", "duplicates=2"]);
    let log = site.log();
    log.expect_each_once(["one.json", "day.jsonl#0", "day.jsonl#2", "day.jsonl"]);
    assert_eq!(log.document("day.jsonl").record["entries"], json!({ "documents": 2, "duplicates": 2 }));

    site.deliver("again.jsonl", lines([1, 2, 3, 1]));
    site.run_once().expect(0).expect_words(&["duplicates=1"]);
    assert_eq!(site.log().document("again.jsonl").outcome, "duplicate");
}

#[test]
fn equal_documents_that_come_together_in_several_files_are_in_the_log_once() {
    let site = Site::new().set("output.duplicates", "skip");
    for name in ["a.jsonl", "b.jsonl", "c.jsonl"] {
        site.deliver(name, lines(0..30) + &line(name) + "\n");
    }
    (0..10).for_each(|number| site.deliver(format!("{number}.json"), line(&article(number))));
    site.run_once().expect(0).expect_words(&["done=33"]);
    let log = site.log();
    assert_eq!(log.events().len(), 33);
    assert_eq!(site.archived().len(), 13);
}

#[test]
fn documents_that_cannot_be_read_set_the_file_aside_and_the_others_are_in_the_log() {
    let site = Site::new();
    let bad = ["{\"title\": \"cut", "mischief"].map(|word| match word {
        "mischief" => line("mischief: refuse"),
        cut => cut.to_owned(),
    });
    site.deliver("day.jsonl", format!("{}{}\n{}{}\n{}", lines(0..5), bad[0], lines(5..9), bad[1], lines(9..12)));
    site.run_once().expect(1);
    let log = site.log();
    let good: Vec<String> = members("day.jsonl", (0..14).filter(|number| ![5, 10].contains(number)));
    log.expect_each_once(good.iter().map(String::as_str));
    let aside = &site.quarantined()[0];
    let entries: Vec<&Value> = aside.reason["entries"].as_array().unwrap().iter().collect();
    assert_eq!(entries.iter().map(|entry| entry["number"].as_u64().unwrap()).collect::<Vec<_>>(), [5, 10]);
    assert_eq!(entries[1]["code"], "D0540");
    assert!(aside.reason["text"].as_str().unwrap().starts_with("2 of its 14 documents could not be read"));

    // Nothing is in the log twice when it is tried again.
    site.execute(&["quarantine", "retry", "day.jsonl"]).expect(0);
    site.run_once().expect(1);
    assert_eq!((site.log().documents.len(), site.quarantined().len()), (12, 1));
}

#[test]
fn a_document_that_ends_its_worker_costs_itself_alone() {
    let site = Site::new();
    for (name, words) in [("a.jsonl", ["abort", "panic-once"]), ("b.jsonl", ["exit", "panic"])] {
        let [first, second] = words.map(|word| line(&format!("mischief: {word} in {name}")));
        site.deliver(name, format!("{}{first}\n{second}\n{}", lines(0..3), lines(50..60)).replace("ferry", name));
    }
    site.run_once().expect(1);
    let log = site.log();
    let of_a = members("a.jsonl", (0..15).filter(|&number| number != 3));
    let of_b = members("b.jsonl", (0..15).filter(|&number| ![3, 4].contains(&number)));
    log.expect_each_once(of_a.iter().chain(&of_b).map(String::as_str));
    let failed = |name: &str| {
        let aside = site.quarantined().into_iter().find(|aside| aside.name == name).unwrap();
        aside.reason["entries"].as_array().unwrap().iter().map(|entry| entry["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(failed("a.jsonl"), ["D0546"]);
    assert_eq!(failed("b.jsonl").len(), 2);
}

/// Several files, since a worker that was held up reads what follows one at a time.
#[test]
fn a_document_that_ends_its_worker_in_a_group_is_told_from_those_that_were_with_it() {
    let site = Site::new().set("chain.strikes", 0);
    let names = ["a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"];
    for name in names {
        let poison = line(&format!("mischief: abort in {name}"));
        site.deliver(name, format!("{}{poison}\n{}", lines(0..57), lines(57..70)).replace("ferry", name));
    }
    site.run_once().expect(1).expect_words(&["over one of several documents, they are read again one at a time"]);
    let good = names.map(|name| members(name, (0..71).filter(|&number| number != 57)));
    site.log().expect_each_once(good.iter().flatten().map(String::as_str));
    for aside in site.quarantined() {
        let entries = aside.reason["entries"].as_array().unwrap();
        assert_eq!(
            entries.iter().map(|entry| entry["number"].as_u64()).collect::<Vec<_>>(),
            [Some(57)],
            "{}",
            aside.name
        );
    }
    assert_eq!(site.quarantined().len(), names.len());
}

#[test]
fn a_daemon_that_is_killed_goes_on_where_it_was() {
    let site = Site::new().set("plugins.mischief.delay_ms", 1);
    let count = storm_size(600, 6_000);
    site.deliver("day.jsonl", lines(0..count));
    let mut known = 0;
    for part in 1..=3 {
        let daemon = site.start();
        daemon.wait_for_documents(known.max(part * count / 5));
        daemon.kill();
        known = Log::unfinished(&site).documents.len();
    }
    site.run_once().expect(0);
    let log = site.log();
    expect_whole(&log, "day.jsonl", 0..count, 0);
    assert_eq!(site.archived().len(), 1);
}

#[test]
fn a_daemon_that_is_told_to_stop_leaves_the_rest_to_the_next_start() {
    let site = Site::new().set("plugins.mischief.delay_ms", 2);
    site.deliver("day.jsonl", lines(0..400));
    let daemon = site.start();
    daemon.wait_for_documents(40);
    daemon.stop().expect(0);
    assert!(site.log().documents.len() < 400 && site.archived().is_empty());
    site.run_once().expect(0);
    expect_whole(&site.log(), "day.jsonl", 0..400, 0);
}

#[test]
fn small_files_are_read_while_a_file_of_many_documents_is() {
    let site = Site::new().set("plugins.mischief.delay_ms", 3).set("limits.workers", 1);
    site.deliver("day.jsonl", lines(0..600));
    let daemon = site.start();
    daemon.wait_for_documents(20);
    site.deliver("note.txt", article(9_000));
    daemon.wait_for_document("note.txt");
    assert!(Log::unfinished(&site).documents.len() < 500);
    daemon.stop();
}

#[test]
fn a_file_larger_than_a_document_may_be_is_read_when_it_holds_many() {
    let site = Site::new().set("limits.max_document", "16 KiB").set("limits.max_file", "1 MiB");
    site.deliver("day.jsonl", lines(0..400));
    site.deliver("one.txt", "Ferries leave on time. ".repeat(1000));
    site.deliver("huge.jsonl", lines(0..8000));
    site.run_once().expect(1);
    expect_whole(&site.log(), "day.jsonl", 0..400, 0);
    let mut aside: Vec<_> = site.quarantined();
    aside.sort_by(|a, b| a.name.cmp(&b.name));
    for (aside, (name, limit)) in aside.iter().zip([("huge.jsonl", "max_file"), ("one.txt", "max_document")]) {
        assert_eq!((aside.name.as_str(), &aside.reason["code"]), (name, &json!("D0405")));
        assert!(aside.reason["text"].as_str().unwrap().contains(limit), "{}", aside.reason);
    }
}

#[test]
fn a_reload_goes_on_with_the_next_document() {
    let site = Site::new().set("plugins.mischief.delay_ms", 2);
    site.deliver("day.jsonl", lines(0..300));
    let daemon = site.start();
    daemon.wait_for_documents(50);
    site.change("plugins.mischief.delay_ms", 1);
    site.execute(&["ctl", "reload"]).expect(0);
    daemon.wait_for_files(1);
    daemon.stop();
    let log = site.log();
    expect_whole(&log, "day.jsonl", 0..300, 0);
    let generations = ["day.jsonl#0", "day.jsonl#299"].map(|name| log.document(name).record["generation"].clone());
    assert_ne!(generations[0], generations[1]);
}

/// A writer that pauses is waited for; one that never goes on is told so.
#[test]
fn a_file_that_ends_too_early_comes_back_until_it_was_quiet_for_long() {
    let site = Site::new().set("limits.truncated_wait", "3 s");
    let whole = line(&article(7));
    let (head, tail) = whole.split_at(whole.len() / 2);
    site.deliver("slow.json", head);
    site.deliver("cut.json", &line(&article(8))[..60]);
    let daemon = site.start();
    daemon.wait_for_words("not finished after all");
    let work = site.inbox(".dragoman-work/slow.json");
    let place = if work.exists() { work } else { site.inbox("slow.json") };
    File::options().append(true).open(place).unwrap().write_all(tail.as_bytes()).unwrap();
    daemon.wait_for_files(2);
    daemon.stop();
    site.log().expect_each_once(["slow.json"]);
    let aside = &site.quarantined()[0];
    assert_eq!((aside.name.as_str(), &aside.reason["code"]), ("cut.json", &json!("D0407")));
    assert_eq!(fs::read_dir(site.inbox(".dragoman-work")).unwrap().count(), 0);
}
