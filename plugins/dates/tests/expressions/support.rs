//! What the tests share: running the extractor, and its events as short lines.

use std::path::Path;

use boon::{Compiler, Schemas};
use dates::Dates;
use extractor_api::testing::{Event, Harness, Run, Sample};
use serde_json::{Value, json};

/// The extractor without layers.
pub(crate) fn harness() -> Harness<Dates> {
    Harness::new(json!({})).expect("the default config")
}

/// Runs over a text that was published on a day; empty for a day that is not known.
pub(crate) fn run<'a>(harness: &mut Harness<Dates>, text: &'a str, meta_json: &'a str) -> Run<'a> {
    let run = harness.run(Sample { name: "sample.txt", text: Some(text), meta_json, attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    check_schema(&run.events);
    run
}

/// The reader's facts with a day of publication.
pub(crate) fn published(day: &str) -> String {
    if day.is_empty() { "{}".to_owned() } else { json!({ "published": day }).to_string() }
}

/// An event as `words | value | end | granularity | basis`.
pub(crate) fn line(event: &Event) -> String {
    let text = |pointer: &str| event.data.pointer(pointer).and_then(Value::as_str).unwrap_or("-").to_owned();
    [text("/span/exact"), text("/value"), text("/end"), text("/granularity"), text("/basis")].join(" | ")
}

/// The events of a text as lines.
pub(crate) fn lines(text: &str, day: &str) -> Vec<String> {
    run(&mut harness(), text, &published(day)).events.iter().map(line).collect()
}

/// The text without its brackets, and the words that stand in them: the dates that are to be found.
pub(crate) fn marked(text: &str) -> (String, Vec<String>) {
    let words = text.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(words, _)| words.to_owned());
    (text.replace(['[', ']'], ""), words.collect())
}

/// Checks every event against the published schema.
fn check_schema(events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/schema/date.json");
    let mut schema: Value = serde_json::from_slice(&std::fs::read(path).expect("the schema")).expect("JSON");
    schema["additionalProperties"] = false.into();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("urn:dragoman:schema:date:1.0", schema).expect("a schema");
    let index = compiler.compile("urn:dragoman:schema:date:1.0", &mut schemas).expect("a schema");
    for event in events {
        if let Err(error) = schemas.validate(&event.data, index) {
            panic!("{error:#}\n{}", event.data);
        }
    }
}
