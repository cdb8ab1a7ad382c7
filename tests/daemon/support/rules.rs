//! The checks of logs, checked: what breaks a rule is caught.

use crate::support::{Log, Site, article};

/// A rule, a text of a good log, what stands there instead in a bad one, and how the fault is told.
type Case = (&'static str, &'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "keys come in order",
        r#""specversion":"1.0","id":"FIRST""#,
        r#""id":"FIRST","specversion":"1.0""#,
        "in their order",
    ),
    ("no key is missing", r#","source":"urn:dragoman:dragoman""#, "", "missing field `source`"),
    ("no key is unknown", r#""data":"#, r#""more":1,"data":"#, "keys of a line in their order"),
    ("a line is JSON", r#"{"specversion""#, r#"{specversion""#, "key must be a string"),
    ("sequence has no gap", "00000000000000000003", "00000000000000000004", "not the next sequence"),
    ("ids are unique", "FIRST", "SECOND", "stands twice"),
    ("a record's type has a schema", "dragoman.article.v1", "dragoman.novel.v1", "not its schema"),
    ("data fit their schema", r#""zones":["#, r#""zones":[{"kind":"advertisement"},"#, "dragoman.article.v1: "),
    ("data have no fields beyond their schema", r#""zones":["#, r#""mood":"grave","zones":["#, "mood"),
    ("the record's hash is that of the data", "Ferry number 1", "Ferry number 7", "stand before this record"),
    (
        "the record counts its lines",
        r#""dragoman.article.v1":1"#,
        r#""dragoman.article.v1":2"#,
        "stand before this record",
    ),
    ("a line ends for every reader where it ends", "leaves", "\u{2028}", "ends a line for some readers"),
    ("the last line ends", "}}\n<END>", "}}", "the last line has no end"),
];

#[test]
fn a_log_that_breaks_a_rule_is_caught() {
    let site = Site::new().set("chain.order", serde_json::json!(["language", "anatomy"]));
    for (number, name) in ["one.txt", "two.txt"].into_iter().enumerate() {
        std::fs::write(site.path(name), article(number + 1)).unwrap();
    }
    let good = site.execute(&["extract", "--json", "one.txt", "two.txt"]).expect(0).stdout;
    let log = Log::parse(&good).unwrap();
    let [first, second] = [0, 1].map(|place| log.documents[place].events[0].id.as_str());
    for &(rule, text, instead, fault) in CASES {
        let [text, instead] = [text, instead].map(|text| text.replace("FIRST", first).replace("SECOND", second));
        let bad = format!("{good}<END>").replacen(&text, &instead, 1).replace("<END>", "");
        assert_ne!(bad, good, "{rule}");
        let caught = Log::parse(&bad).map(|_| ()).unwrap_err();
        assert!(caught.contains(fault), "{rule}: {caught}");
    }
}

#[test]
fn lines_of_two_documents_must_not_mix_and_each_must_end_in_its_record() {
    let site = Site::new();
    for (number, name) in ["one.txt", "two.txt"].into_iter().enumerate() {
        std::fs::write(site.path(name), article(number + 1)).unwrap();
    }
    let good = site.execute(&["extract", "--json", "one.txt", "two.txt"]).expect(0).stdout;
    let lines: Vec<&str> = good.lines().collect();
    for (order, fault) in [
        (&[0, 2, 1, 3][..], "a line of another document"),
        (&[0, 2, 3], "a line of another document"),
        (&[1, 2, 3], "stand before this record"),
        (&[0, 1, 2], "no document record ends"),
    ] {
        let numbered = order.iter().enumerate().map(|(place, &line)| {
            let sequence = |number: usize| format!(r#""sequence":"{number:020}""#);
            lines[line].replace(&sequence(line + 1), &sequence(place + 1)) + "\n"
        });
        let caught = Log::parse(&numbered.collect::<String>()).map(|_| ()).unwrap_err();
        assert!(caught.contains(fault), "{order:?}: {caught}");
    }
}
