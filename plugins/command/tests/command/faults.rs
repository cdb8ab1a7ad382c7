//! Programs that do not keep to the protocol.

use std::collections::BTreeSet;

use extractor_api::abi;
use serde_json::{Value, json};

use crate::support::{after_greeting, started, with};

/// Runs two documents, so that a program that is of no more use must have been replaced.
fn check(config: Value, text: &str, status: i32, words: &[&str]) {
    let mut harness = started(config.clone());
    for _ in 0..2 {
        let run = harness.run_text(text);
        assert_eq!(run.verdict.status, status, "{config}: {:?}", run.verdict);
        assert!(run.events.is_empty(), "{config}: {:?}", run.events);
        for words in words {
            assert!(run.verdict.text.contains(words), "{config}: {:?} lacks {words:?}", run.verdict.text);
        }
    }
}

/// What the program does with a document, the status, words of the text.
type Case = (&'static str, i32, &'static [&'static str]);

const CASES: &[Case] = &[
    ("exit 3", abi::INTERNAL, &["\"sh -c", "ended (exit status: 3)"]),
    (
        "echo 'Error: no such word' >&2; exit 1",
        abi::INTERNAL,
        &["(exit status: 1); it last wrote: Error: no such word"],
    ),
    ("kill -9 $$", abi::INTERNAL, &["ended (signal: 9 (SIGKILL))"]),
    ("echo '{\"event\":{\"type\":\"com.example.note.v1\",\"data\":{}}}'; exit 0", abi::INTERNAL, &["exit status: 0"]),
    ("printf '{\"done\":true}'; exit 0", abi::INTERNAL, &["exit status: 0"]),
    ("exec >&-; exec sleep 600", abi::INTERNAL, &["closed its standard output"]),
    ("echo 'Traceback: x'; exec sleep 600", abi::INTERNAL, &["not in the protocol: \"Traceback: x\": expected"]),
    ("echo; exec sleep 600", abi::INTERNAL, &["not in the protocol: \"\""]),
    ("printf '\\377\\n'; exec sleep 600", abi::INTERNAL, &["not in the protocol: \"\u{fffd}\""]),
    ("echo '{\"dnoe\":true}'; exec sleep 600", abi::INTERNAL, &["unknown variant `dnoe`, expected one of `ready`"]),
    ("echo '{\"done\":1}'; exec sleep 600", abi::INTERNAL, &["`true` or the document's id"]),
    ("echo '{\"event\":{\"type\":\"x\"}}'; exec sleep 600", abi::INTERNAL, &["missing field `data` at byte"]),
    ("echo '{\"ready\":1}'; exec sleep 600", abi::INTERNAL, &["`ready` comes once"]),
    ("echo '{\"done\":false}'; exec sleep 600", abi::INTERNAL, &["another document", "{\\\"done\\\":false}"]),
    ("echo '{\"skipped\":\"an older id\"}'; exec sleep 600", abi::INTERNAL, &["another document", "an older id"]),
    ("printf '{\"done\":true}\\n{\"done\":true}\\n'; exec sleep 600", abi::INTERNAL, &["went on after it was done"]),
    ("while :; do echo '{\"log\":{\"text\":\"x\"}}'; done", abi::INTERNAL, &["more than 10000 lines"]),
    ("head -c 2097152 /dev/zero | tr '\\0' x; exec sleep 600", abi::INTERNAL, &["longer than 1048576 bytes"]),
    (
        "while :; do printf '{\"log\":{\"text\":\"'; head -c 900000 /dev/zero | tr '\\0' x; echo '\"}}'; done",
        abi::INTERNAL,
        &["4194304 bytes"],
    ),
];

#[test]
fn a_program_that_breaks_the_protocol_fails_its_document_and_is_replaced() {
    for (script, status, words) in CASES {
        check(after_greeting(&format!("read -r document; {script}")), "a text", *status, words);
    }
}

#[test]
fn a_program_that_does_not_answer_is_ended() {
    let hang = after_greeting("exec sleep 600");
    let words = ["\"sh -c", "was not done within 300ms (`timeout`)"];
    for text in ["a text", &"long ".repeat(200_000)] {
        check(with(hang.clone(), json!({ "timeout": 300 })), text, abi::INTERNAL, &words);
    }
}

#[test]
fn an_answer_to_a_line_that_was_not_read_does_not_count() {
    let hasty = after_greeting("dd bs=1 count=1 of=/dev/null 2>/dev/null; echo '{\"done\":true}'; exec sleep 600");
    check(hasty, &"long ".repeat(200_000), abi::INTERNAL, &["before it had read its whole line"]);
}

#[test]
fn a_refused_event_fails_the_document_and_leaves_the_program_alone() {
    let event = |kind: &str, data: &str| format!("{{\"event\":{{\"type\":\"{kind}\",\"data\":{data}}}}}");
    let cases = [
        (
            event("com.example.other.v1", "{}"),
            abi::DOCUMENT,
            "\"com.example.other.v1\" of an event is not in `event_types`",
        ),
        (event("article", "{}"), abi::DOCUMENT, "\"article\""),
        (event("com.example.note.v1", "{\"pid\":9007199254740993}"), abi::INVALID_EVENT, "beyond 2^53"),
        (event("com.example.note.v1", "[]"), abi::INVALID_EVENT, "an object is wanted"),
    ];
    for (event, status, words) in cases {
        // The process id in the diagnostics tells one program from another.
        let script = format!(
            "while read -r document; do echo '{event}'; echo '{event}'; echo '{{\"log\":{{\"text\":\"'$$'\"}}}}'; \
             echo '{{\"done\":true}}'; done"
        );
        let mut harness = started(after_greeting(&script));
        let mut programs = BTreeSet::new();
        for _ in 0..2 {
            let run = harness.run_text("a text");
            assert_eq!(run.verdict.status, status, "{event}: {:?}", run.verdict);
            assert!(run.verdict.text.contains(words), "{event}: {:?}", run.verdict);
            programs.extend(run.logs.into_iter().map(|(_, pid)| pid));
        }
        assert_eq!(programs.len(), 1, "{event}: {programs:?}");
    }
}

#[test]
fn a_program_that_keeps_failing_rests() {
    let mut harness = started(after_greeting("read -r document; exit 1"));
    for _ in 0..5 {
        assert_eq!(harness.run_text("a text").verdict.status, abi::INTERNAL);
    }
    // A slow machine may have slept through the first pauses; they double.
    let mut verdicts = (0..20).map(|_| harness.run_text("a text").verdict);
    let resting = verdicts.find(|verdict| verdict.status == abi::TRANSIENT).expect("a pause");
    assert!(resting.text.contains("times in a row and rests for"), "{resting:?}");
    assert!(resting.text.contains("exit status: 1"), "{resting:?}");
}
