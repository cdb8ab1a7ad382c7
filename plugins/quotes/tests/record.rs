//! The quote record and the layer as the host sees them.

use extractor_api::layer::{
    Form, Mention, MentionKind, Pool, Quote, QuoteKind, Relation, Resolution, Sentence, Tag, Token, ZoneKind,
};
use extractor_api::testing::{Harness, Numbers, Run, Sample, from_environment};
use parsed::fixture::Fixture;
use quotes::Quotes;
use serde_json::{Value, json};

const SPEECH: &str = "
    “       PUNCT  4  punct
    ~The    DET    3  det
    tide    NOUN   4  nsubj   singular
    rises   VERB   0  root    third
    ~,      PUNCT  4  punct
    ~”      PUNCT  4  punct
    Kovar   PROPN  8  nsubj   singular
    told    VERB   4  parataxis past
    Moss    PROPN  8  obj     singular
    ~.      PUNCT  4  punct";

fn harness(config: Value) -> Harness<Quotes> {
    Harness::new(config).expect("a config that is right")
}

fn person(start: usize, end: usize, entity: u32, pool: &mut Pool, name: &str) -> Mention {
    Mention {
        start: start as u64,
        end: end as u64,
        entity,
        head: u32::MAX,
        kind: MentionKind::Person,
        how: Resolution::TitleInText,
        flags: 0,
        confidence: 900,
        country: Mention::code_bytes("KEN"),
        sector: Mention::code_bytes("GOV"),
        name: pool.add(name),
        role: pool.add("minister"),
        latitude: 0,
        longitude: 0,
        geonames: 0,
        lead: 0,
    }
}

#[test]
fn the_record_has_what_is_known_in_code_points() {
    let fixture = Fixture::read(SPEECH);
    let mut pool = Pool::new();
    let at = |word: &str| fixture.text.find(word).expect("the word");
    let mentions = vec![
        person(at("Kovar"), at("Kovar") + 5, 7, &mut pool, "Anna Kovar"),
        person(at("Moss"), at("Moss") + 4, 9, &mut pool, "Jan Moss"),
    ];
    let mut harness = fixture.before(harness(json!({}))).with_layer(mentions, pool);
    let run = harness.run_text(&fixture.text);
    let somebody = |text: &str, start: u64, name: &str| {
        let span = json!({ "start": start, "end": start + text.len() as u64, "exact": text });
        json!({ "text": text, "span": span, "name": name, "country": "KEN", "sector": "GOV", "how": "title_in_text" })
    };
    assert_eq!(run.events[0].key, "direct:1-16");
    assert_eq!(
        run.events[0].data,
        json!({
            "span": { "start": 1, "end": 16, "exact": "The tide rises," },
            "kind": "direct",
            "speaker": somebody("Kovar", 18, "Anna Kovar"),
            "cue": { "text": "told", "span": { "start": 24, "end": 28, "exact": "told" } },
            "addressee": somebody("Moss", 29, "Jan Moss"),
            "confidence": 0.95,
        })
    );
    let quote = run.layer::<Quote>()[0];
    let range = |start: u64, end: u64| &fixture.text[start as usize..end as usize];
    assert_eq!((range(quote.start, quote.end), quote.kind), ("The tide rises,", QuoteKind::Direct));
    assert_eq!((range(quote.speaker_start, quote.speaker_end), quote.speaker), ("Kovar", 7));
    assert_eq!((range(quote.cue_start, quote.cue_end), quote.addressee, quote.confidence), ("told", 9, 950));
}

#[test]
fn without_tokens_the_document_is_skipped() {
    let mut harness = harness(json!({}));
    let run = harness.run_text("“The tide rises,” Kovar said.");
    assert!(run.events.is_empty() && run.layer::<Quote>().is_empty());
    assert_eq!(run.verdict.status, extractor_api::abi::SKIPPED);
}

#[test]
fn sources_and_links_are_not_read() {
    for (zone, wanted) in [("body", 1), ("title", 1), ("caption", 1), ("references", 0), ("related_links", 0)] {
        let fixture = Fixture::read(&format!("[{zone}]\n{SPEECH}"));
        let mut harness = fixture.before(harness(json!({})));
        assert_eq!(harness.run_text(&fixture.text).events.len(), wanted, "{zone}");
    }
}

#[test]
fn terms_can_be_left_out_of_the_log_and_stay_in_the_layer() {
    let fixture =
        Fixture::read("a DET 3 det\n“ PUNCT 3 punct\n~tide NOUN 0 root\n~” PUNCT 3 punct\nrose VERB 3 acl past");
    let mut all = fixture.before(harness(json!({})));
    assert_eq!(all.run_text(&fixture.text).events[0].data["kind"], "term");
    let mut some = fixture.before(harness(json!({ "terms": false })));
    let run = some.run_text(&fixture.text);
    assert_eq!((run.events.len(), run.layer::<Quote>().len()), (0, 1));
    assert!(Harness::<Quotes>::new(json!({ "term": false })).is_err());
}

#[test]
fn thoughts_are_in_the_layer_and_in_the_log_when_asked_for() {
    let fixture = Fixture::read(
        "Kovar PROPN 2 nsubj\nbelieves VERB 0 root third\nthat SCONJ 5 mark\ntides NOUN 5 nsubj\nrise VERB 2 ccomp present",
    );
    for (config, events) in [(json!({}), 0), (json!({ "thoughts": true }), 1)] {
        let mut harness = fixture.before(harness(config));
        let run = harness.run_text(&fixture.text);
        assert_eq!((run.events.len(), run.layer::<Quote>().len()), (events, 1));
    }
}

/// Layers for a text: a token each word or mark, a sentence each line.
fn plain_layers(text: &str) -> (Vec<Token>, Vec<Sentence>) {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let first = tokens.len();
        let mut start = line_start;
        for word in line.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let ends = [letters.len(), word.len()];
            let mut from = 0;
            for end in ends {
                if !text[start + from..start + end].trim().is_empty() {
                    let tag = match &text[start + from..start + end] {
                        "said" => Tag::Verb,
                        word if word.chars().all(char::is_alphanumeric) => Tag::Propn,
                        _ => Tag::Punct,
                    };
                    let form = if tag == Tag::Verb { Form::Past } else { Form::Other };
                    let head = tokens.len() as u32;
                    let (start, end) = ((start + from) as u64, (start + end) as u64);
                    tokens.push(Token { start, end, head, tag, relation: Relation::Root, form, flags: 0 });
                }
                from = end;
            }
            start += word.len();
        }
        sentences.push(Sentence {
            start: line_start as u64,
            end: (line_start + line.trim_end().len()) as u64,
            first_token: first as u32,
            tokens: (tokens.len() - first) as u32,
            zone: ZoneKind::Body,
            flags: 0,
        });
        line_start += line.len();
    }
    (tokens, sentences)
}

fn run_plain(text: &str, look: impl FnOnce(&Run<'_>)) {
    let (tokens, sentences) = plain_layers(text);
    let mut harness = harness(json!({})).with_layer(sentences, Pool::new()).with_layer(tokens, Pool::new());
    let run = harness.run(Sample { name: "sample.txt", text: Some(text), meta_json: "{}", attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    look(&run);
}

#[test]
fn a_quote_longer_than_a_line_is_cut_and_says_so() {
    let text = format!("Kovar said: “{}”", "The \\ tide. ".repeat(10_000));
    run_plain(&text, |run| {
        let data = &run.events[0].data;
        assert!(data.to_string().len() < 28 * 1024);
        assert_eq!(data["warnings"], json!(["text_cut"]));
        assert_eq!(data["span"]["end"].as_u64(), Some(text.chars().count() as u64 - 2));
    });
}

#[test]
fn a_million_marks_and_reports_take_no_longer_each_than_a_few() {
    let many = from_environment("QUOTES_MARKS", 20_000);
    let texts = [
        "“".repeat(many),
        "”".repeat(many),
        "\" ".repeat(many),
        "' a".repeat(many),
        "“a” ".repeat(many),
        "‘a s’ b ".repeat(many),
        "“a,” said b ".repeat(many / 4),
        "said ".repeat(many),
        "a, said that ".repeat(many / 4),
        "a said: ".repeat(many / 4),
        "“a\n".repeat(many / 4),
        "“a.” B ” ".repeat(many / 4),
    ];
    for text in texts {
        run_plain(&text, |run| assert!(run.events.len() <= 3_000));
    }
}

#[test]
fn more_quotes_than_the_log_takes_are_in_the_layer_alone() {
    run_plain(&"“a” ".repeat(5_000), |run| {
        assert_eq!((run.events.len(), run.layer::<Quote>().len()), (3_000, 5_000));
        assert_eq!(run.logs.len(), 1);
    });
}

#[test]
fn any_text_with_any_layers_gives_quotes_inside_the_text() {
    const BITS: [&str; 30] = [
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "«",
        "»",
        "„",
        "said",
        " ",
        " ",
        " ",
        "that",
        "according",
        "to",
        ",",
        ".",
        ":",
        "\n",
        "Kovar",
        "he",
        "é",
        "語",
        "😀",
        "\u{301}",
        "\u{2028}",
        "told",
        "—",
        "points out",
    ];
    let mut numbers = Numbers::new(from_environment("QUOTES_SEED", 1) as u64);
    for round in 0..from_environment("QUOTES_ROUNDS", 3_000) {
        let text = numbers.text(&BITS, 60);
        let (mut tokens, mut sentences) = plain_layers(&text);
        let count = tokens.len().max(1);
        for token in &mut tokens {
            token.tag = Tag::ALL[numbers.below(Tag::ALL.len())];
            token.relation = Relation::ALL[numbers.below(Relation::ALL.len())];
            token.form = Form::ALL[numbers.below(Form::ALL.len())];
            token.head = numbers.below(count + 2) as u32;
            if numbers.below(30) == 0 {
                (token.start, token.end) = (numbers.below(99) as u64, numbers.below(99) as u64);
            }
        }
        for sentence in &mut sentences {
            if numbers.below(8) == 0 {
                (sentence.start, sentence.end) = (numbers.below(99) as u64, numbers.below(99) as u64);
                (sentence.first_token, sentence.tokens) = (numbers.below(60) as u32, numbers.below(60) as u32);
            }
        }
        let mut pool = Pool::new();
        let mut mention = || {
            let (start, length) = (numbers.below(80), numbers.below(12));
            let mut mention = person(start, start + length, numbers.below(4) as u32, &mut pool, "Anna Kovar");
            (mention.flags, mention.lead) = (numbers.below(64) as u16, numbers.below(40) as u32);
            mention
        };
        let mentions: Vec<Mention> = (0..round % 5).map(|_| mention()).collect();
        let mut harness = harness(json!({}))
            .with_layer(sentences, Pool::new())
            .with_layer(tokens, Pool::new())
            .with_layer(mentions, pool);
        let run = harness.run_text(&text);
        assert!(run.verdict.is_ok(), "{text:?}: {:?}", run.verdict);
        let quotes: Vec<Quote> = run.layer();
        for quote in &quotes {
            for (start, end) in
                [(quote.start, quote.end), (quote.speaker_start, quote.speaker_end), (quote.cue_start, quote.cue_end)]
            {
                assert!(text.get(start as usize..end as usize).is_some(), "{text:?}: {quote:?}");
            }
            assert!(quote.start < quote.end, "{text:?}: {quote:?}");
        }
        assert!(quotes.is_sorted_by_key(|quote| quote.start), "{text:?}");
    }
}

#[test]
fn the_schema_has_every_field() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/schema/quote.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    let kinds: Vec<&str> = QuoteKind::ALL.iter().map(|kind| kind.name()).filter(|name| *name != "other").collect();
    assert_eq!(schema["properties"]["kind"]["enum"], json!(kinds));
    let known = schema["$defs"]["somebody"]["properties"]["how"]["enum"].as_array().expect("a list");
    for how in Resolution::ALL.iter().filter(|how| **how != Resolution::None) {
        assert!(known.contains(&json!(how.name())), "{how:?}");
    }
    let fixture = Fixture::read(SPEECH);
    let mut pool = Pool::new();
    let start = fixture.text.find("Kovar").expect("the word");
    let mentions = vec![person(start, start + 5, 7, &mut pool, "Anna Kovar")];
    let mut harness = fixture.before(harness(json!({}))).with_layer(mentions, pool);
    let data = harness.run_text(&fixture.text).events.remove(0).data;
    for field in data.as_object().expect("an object").keys() {
        assert!(schema["properties"].get(field).is_some(), "{field} is not in the schema");
    }
    for field in data["speaker"].as_object().expect("an object").keys() {
        assert!(schema["$defs"]["somebody"]["properties"].get(field).is_some(), "{field} is not in the schema");
    }
}
