//! `dragoman explain`: of any file or document, what happened and why.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::support::{Site, article, until};

/// What it says for people; `code` as for [`Finished::expect`](crate::support::Finished::expect).
#[track_caller]
fn explain(site: &Site, word: &str, code: i32) -> String {
    site.execute(&["explain", word]).expect(code).stdout
}

#[track_caller]
fn expect_words(site: &Site, word: &str, words: &[&str]) {
    let said = explain(site, word, 0);
    for wanted in words {
        assert!(said.contains(wanted), "{word}: no {wanted:?} in\n{said}");
    }
}

/// A log with a document, a duplicate of it, and another document; a file in quarantine.
fn site() -> Site {
    let site = Site::new();
    site.deliver("front.txt", article(1));
    site.run_once().expect(0);
    site.deliver("again.txt", article(1));
    site.deliver("other.txt", article(2));
    site.deliver("refuse.txt", "mischief: refuse");
    site.run_once().expect(1);
    site
}

/// What is asked of [`site`], and what the answers have.
fn expect_history(site: &Site) {
    let archived = site.archived().into_iter().find(|path| path.ends_with("front.txt")).unwrap();
    let archived = site.path("archive").join(archived);
    let archived = archived.to_str().unwrap();
    expect_words(
        site,
        "front.txt",
        &["complete, 1 × com.example.mischief.v1", "arrival 1", "1 attempt", "mischief@", archived],
    );
    expect_words(site, "inbox/front.txt", &["complete", archived]);
    // Its content was committed twice, the second time under another name.
    expect_words(site, archived, &["complete", "in the log 2 times", "again.txt in", "duplicate: the same content"]);
    expect_words(site, "again.txt", &["duplicate: the same content was in the log already", "arrival 2"]);
    expect_words(site, "refuse.txt", &["D0540", "fix: ", "dragoman quarantine retry ", "/refuse.txt"]);
    let document: Value =
        serde_json::from_str(&site.execute(&["explain", "--json", "other.txt"]).expect(0).stdout).unwrap();
    let id = document["records"][0]["record"]["subject"].as_str().unwrap();
    for word in [id, &id[..12], &id[3..20]] {
        expect_words(site, word, &["other.txt in", "in the log once"]);
    }
    for word in ["never dropped.txt", "b3:00000000", "inbox/never dropped.txt"] {
        let said = explain(site, word, 1);
        assert!(said.contains("the log has no document of this name or content"), "{said}");
    }
}

#[test]
fn what_happened_is_told_with_and_without_a_daemon() {
    let site = site();
    expect_history(&site);
    let daemon = site.start();
    expect_history(&site);
    daemon.kill();
    expect_history(&site);
}

#[test]
fn a_document_of_a_file_of_many_is_told_by_its_number() {
    let site = site();
    let line = |number: usize| format!("{{\"title\": \"{number}\", \"text\": \"{}\"}}\n", article(number).trim());
    site.deliver("day.jsonl", (10..13).map(line).collect::<String>());
    site.run_once().expect(0);
    let ask = || {
        expect_words(&site, "day.jsonl#1", &["day.jsonl#1", "complete, 1 × com.example.mischief.v1", "arrival 1"]);
        expect_words(&site, "day.jsonl", &["day.jsonl", "complete", "archive"]);
        explain(&site, "day.jsonl#3", 1);
    };
    ask();
    let daemon = site.start();
    ask();
    daemon.stop();
}

#[test]
fn what_a_killed_daemon_had_not_noted_is_read_from_the_log() {
    let site = site();
    let daemon = site.start();
    site.deliver("front.txt", article(3));
    daemon.wait_for_files(5);
    daemon.kill();
    expect_words(&site, "front.txt", &["line 7", "line 2"]);
    expect_history(&site);
    // Nor is a ledger needed.
    fs::remove_file(site.path(".dragoman/ledger.redb")).unwrap();
    expect_words(&site, "front.txt", &["line 7", "line 2"]);
    expect_history(&site);
}

#[test]
fn what_a_ledger_says_that_is_none_of_this_log_is_not_told() {
    let site = site();
    let ledger = site.path(".dragoman/ledger.redb");
    let whole = fs::read(&ledger).unwrap();
    for harmed in [&b"not a ledger at all"[..], &whole[..whole.len() / 2], b""] {
        fs::write(&ledger, harmed).unwrap();
        expect_history(&site);
        assert!(fs::read(&ledger).unwrap() == harmed, "a command only reads");
    }
    // That of another log: there, the same lines are about other files, and there are more of them.
    let another = Site::new();
    (3..9).for_each(|number| another.deliver(format!("{number}.txt"), article(number)));
    another.run_once().expect(0);
    fs::copy(another.path(".dragoman/ledger.redb"), &ledger).unwrap();
    for name in (3..9).map(|number| format!("{number}.txt")) {
        let refused = site.execute(&["explain", &name]).expect(74);
        for words in ["D0310", "about something else", "start the daemon: it makes the ledger anew"] {
            assert!(refused.stderr.contains(words), "{words}: {}", refused.stderr);
        }
    }
    site.run_once().expect(0);
    expect_history(&site);
}

#[test]
fn a_file_that_lies_in_the_inbox_is_told_why() {
    let site = Site::new().inbox_setting("include = [\"*.txt\"]\nignore = [\"draft*\"]\nmarker = \"{name}.done\"");
    for name in [".hidden", "half.txt.part", "notes.md", "draft.txt", "alone.txt", "ready.txt", "ready.txt.done"] {
        site.deliver(name, article(1));
    }
    fs::create_dir(site.inbox("folder")).unwrap();
    symlink("/etc/hostname", site.inbox("link.txt")).unwrap();
    for (name, words) in [
        (".hidden", "something hidden or unfinished"),
        ("half.txt.part", "once it has its final name"),
        ("notes.md", "no pattern of the inbox's `include` takes it"),
        ("draft.txt", "a pattern of the inbox's `ignore` leaves it out"),
        ("alone.txt", "alone.txt.done is not there yet"),
        ("ready.txt", "no daemon runs; the next `dragoman run` takes it"),
        ("ready.txt.done", "it is the marker of \"ready.txt\""),
        ("folder", "it is a folder: ask about the files in it"),
        ("link.txt", "links are never followed"),
    ] {
        let path = site.inbox(name);
        expect_words(&site, path.to_str().unwrap(), &["it lies in the inbox", words]);
    }
}

#[test]
fn a_running_daemon_tells_what_it_is_about() {
    let site = Site::new().set("limits.quiet", "1 ms").set("limits.workers", 1).set("plugins.mischief.delay_ms", 3000);
    let daemon = site.start();
    daemon.wait_until_ready();
    site.deliver("slow.txt", article(1));
    let shown = |name: &str, words: &str| until(|| explain(&site, name, 0).contains(words).then_some(())).is_some();
    assert!(shown("slow.txt", "a worker has it, in attempt 1"));
    site.deliver("twin.txt", article(1));
    assert!(shown("twin.txt", "another file of the same content is on its way"));
    site.execute(&["ctl", "pause"]).expect(0);
    site.deliver("waits.txt", article(2));
    assert!(shown("waits.txt", "the daemon is paused: `dragoman ctl resume`"));
    daemon.kill();
    for name in ["slow.txt", "inbox/slow.txt"] {
        expect_words(&site, name, &["had taken it out of the inbox; the next `dragoman run` goes on with it"]);
    }
    expect_words(&site, "waits.txt", &["it lies in the inbox: no daemon runs; the next `dragoman run` takes it"]);
}
