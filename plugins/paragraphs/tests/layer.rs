//! The layer as extractors behind this one see it, through the plugin's real table.

use extractor_api::layer::range_of;
use extractor_api::testing::{Harness, Sample};
use paragraphs::{Paragraph, Paragraphs};

fn harness() -> Harness<Paragraphs> {
    Harness::new(serde_json::json!({})).expect("an empty config")
}

/// Publishes the layer and reads it back: the words of every paragraph, and how many there are.
fn read(text: &str) -> Vec<(&str, u32)> {
    let mut harness = harness();
    let run = harness.run_text(text);
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    let words = |record: Paragraph| (&text[range_of(text, record.start, record.end).unwrap()], record.words);
    run.layer::<Paragraph>().into_iter().map(words).collect()
}

#[test]
fn an_empty_line_parts_paragraphs() {
    for (text, wanted) in [
        ("", &[][..]),
        (" \n\n\t\n", &[]),
        ("One line", &[("One line", 2)]),
        (
            "\n\n  Harbour news \n\nThe ferry\nsails.\n \nLate.\n",
            &[("Harbour news", 2), ("The ferry\nsails.", 3), ("Late.", 1)],
        ),
        ("Åre\n\nŌsaka – Kōbe", &[("Åre", 1), ("Ōsaka – Kōbe", 3)]),
    ] {
        assert_eq!(read(text), wanted, "{text:?}");
    }
}

#[test]
fn a_document_without_text_is_skipped_and_has_no_layer() {
    let mut harness = harness();
    let run = harness.run(Sample { name: "picture.jpeg", text: None, meta_json: "{}", attempt: 0 });
    assert!(run.verdict.is_ok() && run.layer::<Paragraph>().is_empty());
}

#[test]
fn an_unknown_key_of_the_config_is_refused() {
    let refused = Harness::<Paragraphs>::new(serde_json::json!({ "width": 80 })).err().expect("a refusal");
    assert!(refused.text.contains("width"), "{refused:?}");
}
