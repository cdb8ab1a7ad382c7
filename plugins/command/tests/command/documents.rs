//! What a program sees, and what becomes of its answers.

use extractor_api::layer::{Language, Pool, Zone, ZoneKind};
use extractor_api::testing::Sample;
use extractor_api::{Level, abi};
use serde_json::{Value, json};

use crate::support::{NOTE, after_greeting, config, started, with};

/// Answers every document with an event that holds what it was sent.
const ECHO: &str = r#"while read -r line; do
    printf '{"event":{"type":"com.example.note.v1","data":%s}}\n{"done":true}\n' "$line"
done"#;

#[test]
fn a_document_is_sent_with_its_facts() {
    let mut harness = started(after_greeting(ECHO));
    let sample = Sample {
        name: "a \"file\".txt",
        text: Some("One line.\nTwo\u{2028}lines.\n"),
        meta_json: "{\n\"title\": \"Été\"}",
        attempt: 1,
    };
    let run = harness.run(sample);
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    let document = json!({
        "id": "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
        "name": "a \"file\".txt",
        "mediaType": "text/plain",
        "attempt": 1,
        "meta": { "title": "Été" },
        "text": "One line.\nTwo\u{2028}lines.\n",
    });
    assert_eq!(run.events[0].data, json!({ "document": document }));
    let run = harness.run(Sample { text: None, ..sample });
    assert_eq!(run.events[0].data["document"]["text"], Value::Null);
}

#[test]
fn layers_are_sent_in_code_points() {
    let text = "Été\n\nŽluťoučký kůň.";
    let body = text.find('Ž').unwrap() as u64;
    let record =
        |start, end, scope, code| Language { start, end, scope, code: Language::code_bytes(code), confidence: 900 };
    let zone = |start, end, kind| Zone { start, end, kind, confidence: 900 };
    let end = text.len() as u64;
    let mut harness = started(after_greeting(ECHO))
        .with_layer(vec![record(0, end, Language::TEXT, "cs"), record(0, 5, Language::LINE, "fr")], Pool::new())
        .with_layer(vec![zone(0, 5, ZoneKind::Title), zone(body, end, ZoneKind::Body)], Pool::new());
    let run = harness.run_text(text);
    let document = &run.events[0].data["document"];
    assert_eq!(document["language"], "cs");
    let zones = json!([{ "kind": "title", "start": 0, "end": 3 }, { "kind": "body", "start": 5, "end": 19 }]);
    assert_eq!(document["zones"], zones);
}

#[test]
fn the_greeting_holds_settings_and_event_types() {
    let script = r#"read -r hello; echo '{"ready":1}'; read -r document
        printf '{"event":{"type":"com.example.note.v1","data":%s}}\n{"done":true}\n' "$hello"; read -r end"#;
    let settings = json!({ "least": 2, "words": ["a", "b"] });
    let mut harness = started(with(config(&["sh", "-c", script]), json!({ "settings": settings })));
    let run = harness.run_text("a text");
    assert_eq!(run.events[0].data, json!({ "hello": 1, "settings": settings, "eventTypes": [NOTE] }));
}

#[test]
fn answers_become_statuses() {
    let event = "echo '{\"event\":{\"type\":\"com.example.note.v1\",\"key\":\"k\",\"data\":{\"n\":1.50}}}'";
    for (answer, status, text, events) in [
        ("{\"done\":true}", abi::OK, "", 1),
        ("{\"done\":\"b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184\"}", abi::OK, "", 1),
        ("{\"skipped\":true}", abi::SKIPPED, "", 1),
        ("{\"error\":\"a bad document\"}", abi::DOCUMENT, "a bad document", 0),
        ("{\"transient\":\"not \\\"now\\\"\"}", abi::TRANSIENT, "not \"now\"", 0),
    ] {
        let script = format!("while read -r document; do {event}; echo '{}'; done", answer.replace('\\', "\\\\"));
        let mut harness = started(after_greeting(&script));
        for _ in 0..2 {
            let run = harness.run_text("a text");
            assert_eq!((run.verdict.status, run.verdict.text.as_str(), run.events.len()), (status, text, events));
            assert!(run.events.iter().all(|event| event.key == "k" && event.kind == NOTE && event.data["n"] == 1.5));
        }
    }
}

#[test]
fn diagnostics_are_passed_on() {
    let script = "read -r document; echo '{\"log\":{\"level\":\"warn\",\"text\":\"careful\"}}'; \
                  echo '{\"log\":{\"text\":\"by the way\"}}'; echo '{\"done\":true}'; read -r end";
    let run_logs = started(after_greeting(script)).run_text("a text").logs;
    assert_eq!(run_logs, [(Level::Warn, "careful".to_owned()), (Level::Info, "by the way".to_owned())]);
}

#[test]
fn the_environment_is_what_the_config_says_and_little_else() {
    let script = "while read -r document; do echo '{\"log\":{\"text\":\"'$(env | cut -d = -f 1 | sort)'\"}}'; \
                  echo '{\"log\":{\"text\":\"'$GREETING'\"}}'; echo '{\"done\":true}'; done";
    let variables = json!({ "environment": { "GREETING": "hello", "TZ": "UTC" } });
    let run_logs = started(with(after_greeting(script), variables)).run_text("a text").logs;
    // `PWD`, `OLDPWD`, `SHLVL` and `_` are shells' own.
    let names = run_logs[0].1.split_whitespace().filter(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(name));
    assert_eq!(names.collect::<Vec<_>>(), ["GREETING", "LANG", "PATH", "TZ"]);
    assert_eq!(run_logs[1].1, "hello");
}

#[test]
fn a_program_may_talk_while_it_is_still_being_sent_its_document() {
    let script = "dd bs=1 count=1 of=/dev/null 2>/dev/null; i=0; while [ $i -lt 3000 ]; do echo '{\"log\":{\"text\":\"...............................\"}}'; \
                  i=$((i+1)); done; read -r document; echo '{\"done\":true}'; read -r end";
    let run = started(after_greeting(script)).run_text(&"long ".repeat(40_000)).verdict;
    assert!(run.is_ok(), "{run:?}");
}
