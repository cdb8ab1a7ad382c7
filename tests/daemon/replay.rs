//! `dragoman replay`: archived documents are read anew by another chain.

use std::fs;

use serde_json::{Value, json};

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

/// A file of many documents in the log, and then another chain.
fn site_of_many() -> Site {
    let site = Site::new().set("plugins.mischief.delay_ms", 0);
    site.deliver(
        "day.jsonl",
        (0..12).map(|number| json!({ "text": article(number) }).to_string() + "\n").collect::<String>(),
    );
    site.run_once().expect(0);
    site.change("plugins.mischief.delay_ms", 1);
    site
}

/// The records of each of its documents: how many there are, and whether each but the first follows the one before it.
fn readings_of_many(site: &Site) -> Vec<usize> {
    let text = fs::read_to_string(site.path("events/current.jsonl")).unwrap();
    let mut readings: Vec<Vec<String>> = vec![Vec::new(); 12];
    for line in text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        if let Some(number) = line["data"]["file"]["entry"]["number"].as_u64() {
            let before = &mut readings[usize::try_from(number).unwrap()];
            assert_eq!(line["data"]["supersedes"].as_str(), before.last().map(String::as_str), "{line}");
            before.push(line["id"].as_str().unwrap().to_owned());
        }
    }
    readings.iter().map(Vec::len).collect()
}

#[test]
fn one_document_of_a_file_that_holds_many_is_read_anew_by_itself() {
    let site = site_of_many();
    let archived = site.archived();
    assert_eq!(site.execute(&["replay", "day.jsonl#3"]).expect(0).stdout, "day.jsonl#3\n");
    site.run_once().expect(0).expect_words(&["done=1"]);
    assert_eq!(readings_of_many(&site), [1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1]);
    site.execute(&["replay", "day.jsonl#3"]).expect(1).expect_words(&["read by this very chain"]);
    // The next by its hash, and with the file that it was read from then, whatever came under that name since.
    site.deliver("day.jsonl", json!({ "text": article(99) }).to_string());
    site.run_once().expect(0);
    site.change("plugins.mischief.delay_ms", 2);
    let hash = format!("b3:{}", blake3::hash(json!({ "text": article(5) }).to_string().as_bytes()));
    site.execute(&["replay", "day.jsonl#3", &hash]).expect(0).expect_words(&["2 documents"]);
    site.run_once().expect(0).expect_words(&["done=2"]);
    assert_eq!(readings_of_many(&site), [1, 1, 1, 3, 1, 2, 1, 1, 1, 1, 1, 1]);
    assert!(archived.iter().all(|path| site.archived().contains(path)), "the archive has what it had");
    site.execute(&["log", "verify"]).expect(0);
}

#[test]
fn a_document_of_many_is_explained_by_all_its_readings_the_newest_first() {
    let site = site_of_many();
    for delay in [2, 3] {
        site.execute(&["replay", "day.jsonl#3"]).expect(0);
        site.run_once().expect(0);
        site.change("plugins.mischief.delay_ms", delay);
    }
    let expect_readings = || {
        let said = site.execute(&["explain", "--json", "day.jsonl#3"]).expect(0).stdout;
        let said: Value = serde_json::from_str(&said).unwrap();
        let records: Vec<&Value> = said["records"].as_array().unwrap().iter().map(|one| &one["record"]).collect();
        assert_eq!(records.len(), 3, "{said}");
        for pair in records.windows(2) {
            assert_eq!(pair[0]["data"]["supersedes"], pair[1]["id"], "{said}");
        }
    };
    expect_readings();
    let daemon = site.start();
    daemon.wait_until_ready();
    expect_readings();
    // What a killed daemon has not noted is in the log alone.
    site.execute(&["replay", "day.jsonl#5"]).expect(0);
    daemon.wait_for_documents(16);
    daemon.kill();
    expect_readings();
    fs::remove_file(site.path(".dragoman/ledger.redb")).unwrap();
    expect_readings();
}

#[test]
fn a_file_that_holds_many_is_not_read_anew_as_a_whole() {
    let site = site_of_many();
    for words in [["replay", "day.jsonl"], ["replay", "--all"]] {
        site.execute(&words).expect(1).expect_words(&["error[D0334]", "as wire.jsonl#3"]);
    }
}

#[test]
fn a_document_of_many_that_fails_when_it_is_read_anew_can_be_tried_again() {
    let site = site_of_many();
    site.change("plugins.mischief.abort_on", "ferry number 7 ");
    site.execute(&["replay", "day.jsonl#7", "day.jsonl#8"]).expect(0);
    let finished = site.run_once();
    assert!(finished.code == Some(1), "{}", finished.stderr);
    assert_eq!((site.quarantined().len(), site.archived().len()), (1, 1));
    site.change("plugins.mischief.abort_on", "");
    site.execute(&["quarantine", "retry", "--all"]).expect(0);
    site.run_once().expect(0);
    assert_eq!(readings_of_many(&site), [1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1]);
    assert_eq!((site.quarantined().len(), site.archived().len()), (0, 1));
}

#[test]
fn a_killed_daemon_reads_each_document_of_many_anew_once() {
    let site = site_of_many();
    let words: Vec<String> = (0..12).map(|number| format!("day.jsonl#{number}")).collect();
    let words: Vec<&str> = ["replay"].into_iter().chain(words.iter().map(String::as_str)).collect();
    site.execute(&words).expect(0).expect_words(&["12 documents"]);
    for documents in [14, 17, 22] {
        let daemon = site.start();
        daemon.wait_for_documents(documents);
        daemon.kill();
    }
    site.run_once().expect(0);
    assert_eq!(readings_of_many(&site), [2; 12]);
}
