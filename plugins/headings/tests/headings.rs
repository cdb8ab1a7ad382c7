//! The events that a chain with `zones/1`, with and without paragraphs, gives.

use extractor_api::layer::{Pool, Zone, ZoneKind};
use extractor_api::testing::Harness;
use headings::{Headings, Paragraph};
use serde_json::{Value, json};

const TEXT: &str = "Ōkubo wins\n\nThe count took two days.\n\nWhat comes next\n\nNobody knows yet.\n";

fn range(words: &str) -> (u64, u64) {
    let start = TEXT.find(words).unwrap() as u64;
    (start, start + words.len() as u64)
}

fn zone(kind: ZoneKind, words: &str) -> Zone {
    let (start, end) = range(words);
    Zone { start, end, kind, confidence: 900 }
}

fn paragraph(words: &str) -> Paragraph {
    let (start, end) = range(words);
    Paragraph { start, end, words: words.split(' ').count() as u32, reserved: 0 }
}

fn harness() -> Harness<Headings> {
    let zones = vec![
        zone(ZoneKind::Title, "Ōkubo wins"),
        zone(ZoneKind::Body, "The count took two days."),
        zone(ZoneKind::Heading, "What comes next"),
        zone(ZoneKind::Body, "Nobody knows yet."),
    ];
    Harness::new(json!({})).expect("an empty config").with_layer(zones, Pool::new())
}

fn events(mut harness: Harness<Headings>) -> Vec<Value> {
    let run = harness.run_text(TEXT);
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    run.events.into_iter().map(|event| event.data).collect()
}

#[test]
fn title_and_headings_are_emitted_with_their_spans_in_code_points() {
    let wanted = [
        json!({ "kind": "title", "span": { "start": 0, "end": 10, "exact": "Ōkubo wins" } }),
        json!({ "kind": "heading", "span": { "start": 38, "end": 53, "exact": "What comes next" } }),
    ];
    assert_eq!(events(harness()), wanted);
}

#[test]
fn words_below_a_heading_are_counted_where_the_paragraphs_are_known() {
    let paragraphs = ["Ōkubo wins", "The count took two days.", "What comes next", "Nobody knows yet."].map(paragraph);
    let found = events(harness().with_layer(paragraphs.to_vec(), Pool::new()));
    assert_eq!(found.iter().map(|data| &data["words"]).collect::<Vec<_>>(), [5, 3]);
}

#[test]
fn a_zone_outside_the_text_fails_the_document() {
    for (start, end) in [(0, 1), (0, 1000), (9, 3)] {
        let zones = vec![Zone { start, end, kind: ZoneKind::Title, confidence: 0 }];
        let mut harness = Harness::<Headings>::new(json!({})).expect("a config").with_layer(zones, Pool::new());
        let run = harness.run_text(TEXT);
        assert!(!run.verdict.is_ok() && run.verdict.text.contains("no range of the text"), "{:?}", run.verdict);
    }
}

#[test]
fn without_zones_the_document_is_skipped() {
    let mut harness = Harness::<Headings>::new(json!({})).expect("an empty config");
    let run = harness.run_text(TEXT);
    assert!(run.verdict.is_ok() && run.events.is_empty());
}
