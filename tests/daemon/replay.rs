//! `dragoman replay`: archived documents are read anew by another chain.

use std::fs;

use serde_json::Value;

use crate::support::{Log, Site, article};

/// Two documents in the log, the first of them twice, and then another chain.
fn site() -> Site {
    let site = Site::new().set("plugins.mischief.delay_ms", 0);
    site.deliver("one.txt", article(1));
    fs::create_dir(site.inbox("desk")).unwrap();
    site.deliver("desk/two.txt", article(2));
    site.run_once().expect(0);
    site.deliver("one again.txt", article(1));
    site.run_once().expect(0);
    site.change("plugins.mischief.delay_ms", 1);
    site
}

/// The ids of a file's `document` records that tell of events, the oldest first, and which each of them follows.
fn readings(site: &Site, name: &str) -> Vec<(String, Option<String>)> {
    let text = fs::read_to_string(site.path("events/current.jsonl")).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let records = lines.filter(|line| {
        let data = &line["data"];
        line["type"] == "dragoman.document.v1" && data["file"]["name"] == name && data["outcome"] != "duplicate"
    });
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    records.map(|record| (text(&record["id"]).unwrap(), text(&record["data"]["supersedes"]))).collect()
}

/// The ids of all events of a file, and how many of them differ.
fn events(log: &Log, name: &str) -> (usize, usize) {
    let documents = log.documents.iter().filter(|document| document.name == name);
    let mut ids: Vec<&str> = documents.flat_map(|document| &document.events).map(|event| event.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    (count, ids.len())
}

#[test]
fn a_document_is_read_anew_and_says_which_record_it_follows() {
    let site = site();
    let archived = site.archived();
    for (word, name) in [("one.txt", "one.txt"), ("archive", "desk/two.txt")] {
        let path = if word == "archive" {
            let path = archived.iter().find(|path| path.ends_with("desk/two.txt")).unwrap();
            site.path("archive").join(path).to_str().unwrap().to_owned()
        } else {
            word.to_owned()
        };
        let said = site.execute(&["replay", &path]).expect(0);
        assert_eq!(said.stdout, format!("{name}\n"));
        said.expect_words(&["1 document to be read anew by the next `dragoman run`"]);
        site.run_once().expect(0);
        let [(first, None), (_, Some(follows))] = &readings(&site, name)[..] else {
            panic!("{name}: {:?}", readings(&site, name))
        };
        assert_eq!(follows, first);
        assert_eq!(events(&site.log(), name), (2, 2), "{name}");
    }
    assert_eq!(site.archived(), archived, "the archive is as it was");
    assert!(
        fs::read_dir(site.path(".dragoman/replay"))
            .unwrap()
            .all(|entry| entry.unwrap().file_name() == ".dragoman-work")
    );
    // Its content is known still.
    site.deliver("one more.txt", article(1));
    site.run_once().expect(0);
    let log = site.log();
    let more = log.document("one more.txt");
    assert_eq!((more.outcome.as_str(), &more.record["arrival"]), ("duplicate", &4.into()));
}

#[test]
fn what_would_change_nothing_or_has_no_file_is_refused() {
    let site = site();
    site.execute(&["replay", "--all", "--dry-run"]).expect(0).expect_words(&["2 documents to be read anew"]);
    site.execute(&["replay", "--all"]).expect(0);
    site.run_once().expect(0);
    for words in [&["--all"][..], &["one.txt"], &["one again.txt", "desk/two.txt"]] {
        let arguments: Vec<&str> = ["replay"].iter().chain(words).copied().collect();
        site.execute(&arguments).expect(1).expect_words(&["error[D0334]", "read by this very chain"]);
    }
    site.execute(&["replay", "three.txt"]).expect(1).expect_words(&["the log has no such document"]);
    site.change("plugins.mischief.delay_ms", 2);
    fs::remove_dir_all(site.path("archive")).unwrap();
    site.execute(&["replay", "--all"]).expect(1).expect_words(&["of 2 documents the archive has no file any more"]);
    assert_eq!(readings(&site, "one.txt").len(), 2);
}

#[test]
fn a_chain_that_changed_back_meanwhile_reads_nothing_twice() {
    let site = site();
    site.execute(&["replay", "one.txt"]).expect(0);
    site.change("plugins.mischief.delay_ms", 0);
    site.run_once().expect(0).expect_words(&["not read anew"]);
    assert_eq!(readings(&site, "one.txt").len(), 1);
}

#[test]
fn a_killed_daemon_reads_everything_anew_that_it_was_asked_to_once() {
    let site = Site::new().set("output.batch.documents", 2);
    let names: Vec<String> = (0..40).map(|number| format!("{number}.txt")).collect();
    (0..40).for_each(|number| site.deliver(&names[number], article(number)));
    site.run_once().expect(0);
    site.change("plugins.mischief.delay_ms", 3);
    site.execute(&["replay", "--all"]).expect(0);
    for documents in [45, 55, 70] {
        let daemon = site.start();
        daemon.wait_for_documents(documents);
        daemon.kill();
    }
    site.run_once().expect(0);
    for name in &names {
        assert_eq!(readings(&site, name).len(), 2, "{name}");
    }
    assert_eq!(site.archived().len(), 40);
}

#[test]
fn a_running_daemon_reads_anew_with_the_chain_that_it_has_now() {
    let site = site();
    let daemon = site.start();
    site.execute(&["replay", "--all"]).expect(0).expect_words(&["by the running daemon"]);
    daemon.wait_for_documents(5);
    daemon.stop();
    assert_eq!((readings(&site, "one.txt").len(), readings(&site, "desk/two.txt").len()), (2, 2));
}

#[test]
fn a_document_that_fails_when_it_is_read_anew_is_in_quarantine_and_in_the_archive() {
    let site = site();
    site.change("plugins.mischief.abort_on", "ferry number 1");
    site.execute(&["replay", "one.txt"]).expect(0);
    let finished = site.run_once();
    assert!(finished.code == Some(1), "{}", finished.stderr);
    assert_eq!((site.quarantined().len(), site.archived().len()), (1, 3));
    site.change("plugins.mischief.abort_on", "");
    site.execute(&["quarantine", "retry", "--all"]).expect(0);
    site.run_once().expect(0);
    assert_eq!((readings(&site, "one.txt").len(), site.quarantined().len()), (2, 0));
}

#[test]
fn a_document_whose_file_stays_in_its_inbox_is_read_anew_from_there() {
    let site = Site::new().set("archive", "keep").set("plugins.mischief.delay_ms", 0);
    site.deliver("one.txt", article(1));
    site.run_once().expect(0);
    site.change("plugins.mischief.delay_ms", 1);
    site.execute(&["replay", "one.txt"]).expect(0);
    site.run_once().expect(0);
    // What stays is not taken for another file now.
    site.run_once().expect(0);
    assert_eq!((readings(&site, "one.txt").len(), site.log().documents.len()), (2, 2));
    assert_eq!(site.inbox_names(), ["one.txt"]);
}
