//! What the tests share: running the extractor, and zones as one kind a line.

use anatomy::Anatomy;
use extractor_api::layer::Zone;
use extractor_api::testing::{Harness, Run, Sample};

/// The extractor without a language layer.
pub(crate) fn harness() -> Harness<Anatomy> {
    Harness::new(serde_json::json!({})).expect("the default config")
}

/// Runs over a text with the reader's facts.
pub(crate) fn run<'a>(harness: &mut Harness<Anatomy>, text: &'a str, meta_json: &'a str) -> Run<'a> {
    let run = harness.run(Sample { name: "sample.txt", text: Some(text), meta_json, attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    run
}

/// The names of the zones that each line holds, joined by `+` in the order of the text; empty for an empty line.
pub(crate) fn kinds_by_line(text: &str, zones: &[Zone]) -> Vec<String> {
    let mut start = 0;
    let mut kinds = Vec::new();
    for line in text.split('\n') {
        let end = start + line.len();
        let touching = zones.iter().filter(|zone| (zone.start as usize) < end && zone.end as usize > start);
        let names: Vec<&str> = touching.map(|zone| zone.kind.name()).collect();
        kinds.push(if line.trim().is_empty() { String::new() } else { names.join("+") });
        start = end + 1;
    }
    kinds
}

/// Checks what every answer must keep: zones in order, apart, trimmed, and all of the text in some zone.
pub(crate) fn check_layer(text: &str, zones: &[Zone]) {
    let mut end = 0;
    for zone in zones {
        let range = zone.start as usize..zone.end as usize;
        assert!(range.start >= end && range.end > range.start, "out of order: {zone:?}");
        let exact = text.get(range.clone()).expect("zones on character boundaries");
        assert_eq!(exact, exact.trim(), "not trimmed");
        assert_eq!(text[end..range.start].trim(), "", "text in no zone");
        assert!(zone.confidence <= 1000);
        end = range.end;
    }
    assert_eq!(text[end..].trim(), "", "text in no zone at the end");
}
