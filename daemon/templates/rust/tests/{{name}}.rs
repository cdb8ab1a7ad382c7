//! The plugin as the daemon sees it: through its real table, but in the process of the test.

use std::fs;
use std::path::Path;

use extractor_api::testing::{Harness, Sample};
use serde_json::{Value, json};

use {{crate}}::WordCount;

fn harness(config: Value) -> Harness<WordCount> {
    Harness::new(config).expect("a config that is right")
}

#[test]
fn words_are_counted_and_the_longest_is_found() {
    let mut harness = harness(json!({}));
    let run = harness.run_text("Ōkubo met the harbourmaster");
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    let data = &run.events[0].data;
    let longest = json!({ "start": 14, "end": 27, "exact": "harbourmaster" });
    assert_eq!((&data["words"], &data["longest"]), (&json!(4), &longest));
}

#[test]
fn a_document_with_too_few_words_gives_nothing() {
    let mut harness = harness(json!({ "min_words": 3 }));
    for (text, events) in [("one two", 0), ("one two three", 1), ("", 0)] {
        assert_eq!(harness.run_text(text).events.len(), events, "{text:?}");
    }
}

#[test]
fn a_document_without_text_is_skipped() {
    let mut harness = harness(json!({}));
    let run = harness.run(Sample {
        name: "picture.jpeg",
        text: None,
        meta_json: "{}",
        attempt: 0,
    });
    assert!(run.verdict.is_ok() && run.events.is_empty());
}

#[test]
fn a_wrong_config_is_refused_with_the_name_of_the_key() {
    for config in [json!({ "min_words": "many" }), json!({ "max_words": 9 })] {
        let refused = Harness::<WordCount>::new(config).err();
        let text = refused.expect("a refusal").text;
        assert!(text.contains("_words"), "{text}");
    }
}

/// The events of every `examples/NAME.txt` are those of `examples/NAME.expected.jsonl`.
#[test]
fn examples_give_what_they_are_expected_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut examples = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            check_example(&path);
            examples += 1;
        }
    }
    assert!(examples > 0);
}

fn check_example(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let expected = fs::read_to_string(path.with_extension("expected.jsonl")).unwrap();
    let mut harness = harness(json!({}));
    let run = harness.run_text(&text);
    let mut lines = expected.lines();
    for event in run.events {
        let found = json!({ "type": event.kind, "data": event.data });
        let line = lines.next().unwrap_or("null");
        let wanted: Value = serde_json::from_str(line).unwrap();
        assert_eq!(found, wanted, "{}", path.display());
    }
    assert_eq!(lines.next(), None, "{}: no such event", path.display());
}
