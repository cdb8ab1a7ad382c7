//! Texts put together by chance: whatever they are, the layer keeps its rules.

use extractor_api::layer::Language as Record;
use extractor_api::testing::{Harness, Numbers, Sample, from_environment};
use language::Language;
use serde_json::json;

const SCRAPS: [&str; 36] = [
    "the ferry is late",
    "Der Hafen ist zu",
    "la ville et le port",
    "için ve bir",
    "города и порта",
    "新港町議会は",
    "ひらがな",
    "한국어",
    "ภาษาไทย",
    "العربية",
    "Rio de Janeiro",
    "by Ada Field",
    "https://a.example/b",
    "desk@example.org",
    "notes.txt",
    "#harbour",
    "İ",
    "ı",
    "ß",
    "ö",
    "é",
    "\u{301}",
    "\u{200d}",
    "\u{93c}",
    "’",
    "'",
    "A",
    "7",
    ".",
    " ",
    " ",
    " ",
    "\t",
    "\n",
    "\n",
    "😀",
];

#[test]
fn any_text_keeps_the_rules_of_the_layer() {
    let seed = from_environment("LANGUAGE_SEED", 1);
    let mut numbers = Numbers::new(seed as u64);
    let mut harnesses = [json!({}), json!({ "allow": ["en", "tr"] }), json!({ "allow": ["ja"] })]
        .map(|config| Harness::<Language>::new(config).expect("a config that is right"));
    for round in 0..from_environment("LANGUAGE_ROUNDS", 2_000) {
        let text = numbers.text(&SCRAPS, 50);
        let harness = &mut harnesses[round % 3];
        let run = harness.run(Sample { name: "sample.txt", text: Some(&text), meta_json: "{}", attempt: 0 });
        assert!(run.verdict.is_ok() && run.events.is_empty(), "{text:?}: {:?}", run.verdict);
        let records = run.layer::<Record>();
        check(&text, &records);
        assert_eq!(harness.run_text(&text).layer::<Record>(), records, "{text:?}");
    }
}

/// The text first, then its lines in order, those without a letter left out.
fn check(text: &str, records: &[Record]) {
    let (whole, lines) = records.split_first().expect("a record for the text");
    assert_eq!((whole.scope, whole.start, whole.end), (Record::TEXT, 0, text.len() as u64), "{text:?}");
    let mut end = 0;
    for line in lines {
        let words = text.get(line.start as usize..line.end as usize).expect("lines on character boundaries");
        assert!(line.scope == Record::LINE && line.start >= end, "{text:?}: {line:?}");
        assert!(words.contains(char::is_alphabetic) && !words.contains('\n'), "{text:?}: {line:?}");
        end = line.end + 1;
    }
    let lettered = text.split('\n').filter(|line| line.contains(char::is_alphabetic)).count();
    assert_eq!(lines.len(), lettered, "{text:?}");
    for record in records {
        let code = record.code();
        assert!(record.confidence <= 1000 && (2..=3).contains(&code.len()), "{text:?}: {record:?}");
        assert_eq!(code == "und", record.confidence == 0, "{text:?}: {record:?}");
    }
}
