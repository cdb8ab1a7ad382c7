//! The same content again.

use serde_json::Value;

use crate::support::{Site, article};

#[test]
fn the_same_content_again_is_marked_and_gives_no_second_set_of_events() {
    let site = Site::new();
    let daemon = site.start();
    site.deliver("first.txt", article(1));
    daemon.wait_for_files(1);
    site.deliver("again.txt", article(1));
    daemon.wait_for_files(2);
    daemon.stop();
    // What is in the log is known after a restart, too.
    let daemon = site.start();
    site.deliver("after restart.txt", article(1));
    daemon.wait_for_files(3);
    daemon.stop();

    let log = site.log();
    let outcomes = [("after restart.txt", "duplicate"), ("again.txt", "duplicate"), ("first.txt", "complete")];
    assert_eq!(log.outcomes(), outcomes);
    assert_eq!(log.events().len(), 1);
    let arrivals: Vec<&Value> = log.documents.iter().map(|document| &document.record["arrival"]).collect();
    assert_eq!(arrivals, [1, 2, 3]);
}

#[test]
fn the_same_content_twice_at_once_is_read_once() {
    let site = Site::new().set("plugins.mischief.delay_ms", 50);
    for name in ["one.txt", "two.txt", "three.txt"] {
        site.deliver(name, article(1));
    }
    let daemon = site.start();
    daemon.wait_for_files(3);
    daemon.stop();
    let log = site.log();
    let mut outcomes: Vec<&str> = log.documents.iter().map(|document| document.outcome.as_str()).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["complete", "duplicate", "duplicate"]);
    assert_eq!(log.events().len(), 1);
}

#[test]
fn duplicates_leave_no_line_when_they_are_to_be_skipped() {
    let site = Site::new().set("output.duplicates", "skip");
    let daemon = site.start();
    site.deliver("first.txt", article(1));
    daemon.wait_for_files(1);
    site.deliver("again.txt", article(1));
    daemon.wait_for_files(2);
    daemon.stop();
    site.log().expect_each_once(["first.txt"]);
    assert_eq!(site.archived().len(), 2);
}

#[test]
fn an_equal_name_with_other_content_is_another_document() {
    let site = Site::new();
    let daemon = site.start();
    for number in 1..=2 {
        site.deliver("front page.txt", article(number));
        daemon.wait_for_files(number);
    }
    daemon.stop();
    let log = site.log();
    assert_eq!(log.outcomes(), [("front page.txt", "complete"); 2]);
    assert_ne!(log.documents[0].events[0].id, log.documents[1].events[0].id);
    let previous: Vec<&Value> = log.documents.iter().map(|document| &document.record["previous"]).collect();
    let first = blake3::hash(article(1).as_bytes());
    assert_eq!(previous, [&Value::Null, &Value::from(format!("b3:{first}"))]);
}
