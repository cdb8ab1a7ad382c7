//! The article record and the layer as the host sees them.

use crate::support::{check_layer, harness, run};
use anatomy::Anatomy;
use extractor_api::layer::{Language, Pool, Zone, ZoneKind};
use extractor_api::testing::{Harness, Numbers, Sample, from_environment};
use serde_json::{Value, json};

const PARAGRAPH: &str =
    "The council of Orne decided on Friday to keep the lighthouse in use, although ships no longer need its lamp.";

#[test]
fn a_document_without_text_is_skipped() {
    let mut harness = harness();
    let run = harness.run(Sample { name: "picture.jpg", text: None, meta_json: "{}", attempt: 0 });
    assert!(run.events.is_empty());
    assert!(run.layer::<Zone>().is_empty());
}

#[test]
fn texts_of_nothing_and_of_oddities_keep_the_rules_of_the_layer() {
    let long = "word ".repeat(50_000);
    let lines = "Short line\n".repeat(3_000);
    for text in [
        "",
        "\n\n \n",
        "***",
        "#",
        "[1]",
        "1.",
        "/",
        "[",
        "•",
        "—",
        "«»",
        "\u{1F600}",
        "https://a.example",
        "a\u{a0}b",
        "İ",
        &long,
        &lines,
    ] {
        let mut harness = harness();
        let run = run(&mut harness, text, "{}");
        check_layer(text, &run.layer());
        assert_eq!(run.events.len(), 1, "{text:.20}");
    }
}

#[test]
fn the_language_layer_gives_the_languages_of_the_article() {
    let foreign = "Bu karar, kasabanın balıkçıları ve liman işçileri tarafından sevinçle karşılandı.";
    let text = format!("{PARAGRAPH}\n{PARAGRAPH}\n{foreign}");
    let record = |range: std::ops::Range<usize>, code: &str, confidence, scope| Language {
        start: range.start as u64,
        end: range.end as u64,
        code: Language::code_bytes(code),
        confidence,
        scope,
    };
    let line = PARAGRAPH.len();
    let records = vec![
        record(0..text.len(), "en", 981, Language::TEXT),
        record(0..line, "en", 990, Language::LINE),
        record(line + 1..2 * line + 1, "en", 990, Language::LINE),
        record(2 * line + 2..text.len(), "tr", 900, Language::LINE),
    ];
    let mut harness = harness().with_layer(records, Pool::new());
    let data = run(&mut harness, &text, "{}").events.remove(0).data;
    assert_eq!(data["language"], json!({ "code": "en", "confidence": 0.981 }));
    assert_eq!(data["otherLanguages"], json!(["tr"]));
}

#[test]
fn zones_of_the_record_count_code_points() {
    let text = format!("Ünïted Tøwns Say Nø\n{PARAGRAPH}\n{PARAGRAPH}");
    let mut harness = harness();
    let run = run(&mut harness, &text, "{}");
    let length = text.chars().count();
    assert_eq!(
        run.events[0].data["zones"],
        json!([
            { "kind": "title", "span": { "start": 0, "end": 19 } },
            { "kind": "body", "span": { "start": 20, "end": length } },
        ])
    );
    assert_eq!(run.events[0].data["counts"], json!({ "words": 40, "sentences": 2 }));
    assert_eq!(run.events[0].key, "article");
}

#[test]
fn the_text_is_left_out_unless_asked_for() {
    let mut silent = harness();
    assert_eq!(run(&mut silent, PARAGRAPH, "{}").events[0].data.get("text"), None);
    let mut telling = Harness::<Anatomy>::new(json!({ "text": true })).expect("a config");
    let run = run(&mut telling, PARAGRAPH, "{}");
    assert_eq!(run.events[0].data["text"], PARAGRAPH);
    assert_eq!(run.events[0].data.get("textTruncated"), None);
}

#[test]
fn a_record_always_fits_into_a_line() {
    let mut text = String::new();
    for at in 0..400 {
        text += &format!("Part \"{at}\" of All\n{PARAGRAPH} See https://site.example/a/rather/long/address/{at}.\n");
    }
    for at in 1..300 {
        text +=
            &format!("[{at}] “A Title, \"{at}\"”, The Paper, https://paper.example/{at}, (Accessed: 03.05.2024).\n");
    }
    let mut harness = Harness::<Anatomy>::new(json!({ "text": true })).expect("a config");
    let run = run(&mut harness, &text, "{}");
    let data = &run.events[0].data;
    let bytes = data.to_string().len();
    assert!((20 * 1024..28 * 1024).contains(&bytes), "{bytes}");
    assert_eq!((&data["truncated"], &data["textTruncated"]), (&json!(true), &json!(true)));
    let zones: Vec<Zone> = run.layer();
    assert!(zones.len() > 800, "the layer is whole: {}", zones.len());
    assert_eq!(zones.last().map(|zone| zone.kind), Some(ZoneKind::References));
}

#[test]
fn an_unknown_key_of_the_config_is_refused() {
    assert!(Harness::<Anatomy>::new(json!({ "txt": true })).is_err());
}

#[test]
fn the_schema_lists_every_zone_kind_and_every_field() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/schema/article.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    let kinds = schema.pointer("/properties/zones/items/properties/kind/enum").expect("kinds");
    let names: Vec<&str> = ZoneKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds, &json!(names));
    let text = format!(
        "World | 3 May 2024\nThe Lamp\nBy Ada Field\n{PARAGRAPH}\n{PARAGRAPH} #lamp #Orne\n\
         [1] “Lamps”, Post, 2 May 2024, https://post.example, (Accessed: 03.05.2024).\n[2] Ibid."
    );
    let mut harness = Harness::<Anatomy>::new(json!({ "text": true })).expect("a config");
    let run = run(&mut harness, &text, r#"{"language": "en"}"#);
    let fields = run.events[0].data.as_object().expect("an object");
    for field in fields.keys() {
        assert!(schema["properties"].get(field).is_some(), "{field} is not in the schema");
    }
    for reference in fields["references"].as_array().expect("references") {
        for field in reference.as_object().expect("an object").keys() {
            let known = schema.pointer(&format!("/properties/references/items/properties/{field}"));
            assert!(known.is_some(), "{field} is not in the schema");
        }
    }
    assert!(fields.len() >= 12, "{fields:?}");
}

/// Languages of lines that the text need not have.
fn any_languages(numbers: &mut Numbers) -> Vec<Language> {
    let mut record = |scope| Language {
        start: numbers.below(400) as u64,
        end: numbers.below(400) as u64,
        code: Language::code_bytes(["en", "tr", "und", "", "é"][numbers.below(5)]),
        confidence: numbers.below(1200) as u32,
        scope,
    };
    let whole = record(Language::TEXT);
    std::iter::once(whole).chain((0..6).map(|_| record(Language::LINE))).collect()
}

#[test]
fn any_text_with_any_blocks_and_languages_keeps_the_rules_of_the_layer() {
    const BITS: [&str; 26] = [
        "The council of Orne decided on Friday to keep the lighthouse in use.",
        "\n",
        "\n",
        "\n",
        " ",
        "**",
        "*",
        "“",
        "”",
        " , ",
        "Related posts",
        "By Ada Field",
        "3 May 2024",
        "[1]",
        "#lamp",
        "Photo:",
        "é",
        "語",
        "😀",
        "\u{301}",
        "\u{2028}",
        "\u{a0}",
        "What it costs",
        "https://a.example",
        "it is worth mentioning that",
        "s**t",
    ];
    const NAMES: [&str; 6] = ["headings", "listItems", "captions", "quotes", "tableRows", "notes"];
    let (mut numbers, mut harness) = (Numbers::new(from_environment("ANATOMY_SEED", 1) as u64), harness());
    for round in 0..from_environment("ANATOMY_ROUNDS", 2_000) {
        let text = numbers.text(&BITS, 60);
        // A new extractor costs more than a text.
        if round % 16 == 0 {
            harness = crate::support::harness().with_layer(any_languages(&mut numbers), Pool::new());
        }
        let mut lines = serde_json::Map::new();
        for name in NAMES {
            let listed: Vec<usize> = (0..numbers.below(5)).map(|_| numbers.below(30)).collect();
            lines.insert(name.to_owned(), json!(listed));
        }
        let meta = json!({ "lines": lines, "title": BITS[numbers.below(BITS.len())] }).to_string();
        let run = run(&mut harness, &text, &meta);
        check_layer(&text, &run.layer());
        assert_eq!(run.events.len(), 1, "{text:?}");
    }
}
