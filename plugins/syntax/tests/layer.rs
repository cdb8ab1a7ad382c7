//! The layers as other extractors see them, through the plugin's real table.

use extractor_api::layer::{Language, Pool, Relation, Sentence, Tag, Token, Zone, ZoneKind, range_of};
use extractor_api::testing::{Harness, Run};
use proptest::prelude::*;
use serde_json::json;
use syntax::Syntax;

fn harness() -> Harness<Syntax> {
    Harness::new(json!({})).expect("a config that is right")
}

fn language(text: &str, range: std::ops::Range<usize>, code: &str, scope: u32) -> Language {
    assert!(text.get(range.clone()).is_some());
    let code = Language::code_bytes(code);
    Language { start: range.start as u64, end: range.end as u64, code, confidence: 990, scope }
}

fn zone(start: usize, end: usize, kind: ZoneKind) -> Zone {
    Zone { start: start as u64, end: end as u64, kind, confidence: 900 }
}

/// The two layers of a run, after what must be true of any was checked.
fn layers(text: &str, run: &Run<'_>) -> (Vec<Sentence>, Vec<Token>) {
    assert!(run.verdict.is_ok() && run.events.is_empty(), "{:?}", run.verdict);
    let (sentences, tokens): (Vec<Sentence>, Vec<Token>) = (run.layer(), run.layer());
    let (mut byte, mut next) = (0, 0);
    for sentence in &sentences {
        let range = range_of(text, sentence.start, sentence.end).expect("a range of the text");
        assert!(range.start >= byte && !range.is_empty() && sentence.first_token == next && sentence.tokens > 0);
        let words = &tokens[next as usize..(next + sentence.tokens) as usize];
        assert_eq!((words[0].start, words[words.len() - 1].end), (sentence.start, sentence.end));
        assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
        check_tree(words, next, sentence.flags & Sentence::PARSED != 0);
        let mut at = range.start;
        for word in words {
            let own = range_of(text, word.start, word.end).expect("a range of the text");
            assert!(!own.is_empty() && text[at..own.start].trim().is_empty(), "between two tokens is white space");
            at = own.end;
        }
        (byte, next) = (range.end, next + sentence.tokens);
    }
    assert_eq!(next as usize, tokens.len());
    (sentences, tokens)
}

/// A parsed sentence has one root, and every word hangs on it in the end; one that is not parsed has no heads.
fn check_tree(words: &[Token], first: u32, parsed: bool) {
    let is_top = |index: usize| words[index].head == first + index as u32;
    if !parsed {
        assert!((0..words.len()).all(is_top));
        return;
    }
    assert_eq!((0..words.len()).filter(|&index| is_top(index)).count(), 1);
    for start in 0..words.len() {
        let mut at = start;
        for _ in 0..words.len() {
            at = (words[at].head - first) as usize;
        }
        assert!(is_top(at), "heads go in a circle");
        assert_eq!(is_top(start), words[start].relation == Relation::Root);
    }
}

const ARTICLE: &str = "Ferry council meets again\nWESTERMOUTH, 3 May – The council of Westermouth said the ferry would sail. \
    Nobody believed it.\nShare on Friendface\nDie Fähre fährt wieder nach der Insel.\n\n#ferry #tide";

/// The zones and languages of [`ARTICLE`].
fn article() -> (Vec<Zone>, Vec<Language>) {
    let at = |words: &str| ARTICLE.find(words).expect("words of the article");
    let zones = vec![
        zone(0, 25, ZoneKind::Title),
        zone(at("WESTER"), at("The council"), ZoneKind::DatelineSite),
        zone(at("The council"), at("Share"), ZoneKind::Body),
        zone(at("Share"), at("Die"), ZoneKind::ShareWidget),
        zone(at("Die"), at("#ferry"), ZoneKind::Body),
        zone(at("#ferry"), ARTICLE.len(), ZoneKind::Hashtags),
    ];
    let german = at("Die")..at("\n\n#");
    let languages = vec![
        language(ARTICLE, 0..ARTICLE.len(), "en", Language::TEXT),
        language(ARTICLE, 0..25, "en", Language::LINE),
        language(ARTICLE, german, "de", Language::LINE),
    ];
    (zones, languages)
}

#[test]
fn sentences_carry_zones_and_only_english_prose_is_parsed() {
    let (zones, languages) = article();
    let mut harness = harness().with_layer(zones, Pool::new()).with_layer(languages, Pool::new());
    let run = harness.run_text(ARTICLE);
    let (sentences, tokens) = layers(ARTICLE, &run);
    let seen: Vec<(&str, ZoneKind, u32)> = sentences
        .iter()
        .map(|sentence| (&ARTICLE[sentence.start as usize..sentence.end as usize], sentence.zone, sentence.flags))
        .collect();
    assert_eq!(
        seen,
        [
            ("Ferry council meets again", ZoneKind::Title, 1),
            ("WESTERMOUTH, 3 May –", ZoneKind::DatelineSite, 1),
            ("The council of Westermouth said the ferry would sail.", ZoneKind::Body, 1),
            ("Nobody believed it.", ZoneKind::Body, 1),
            ("Share on Friendface", ZoneKind::ShareWidget, 0),
            ("Die Fähre fährt wieder nach der Insel.", ZoneKind::Body, 0),
            ("#ferry #tide", ZoneKind::Hashtags, 0),
        ]
    );
    assert!(tokens.iter().any(|token| token.tag == Tag::Verb));
}

#[test]
fn texts_in_other_languages_are_skipped() {
    let text = "Die Fähre fährt wieder.";
    let mut harness = harness().with_layer(vec![language(text, 0..text.len(), "de", Language::TEXT)], Pool::new());
    let run = harness.run_text(text);
    assert_eq!(run.verdict.status, extractor_api::abi::SKIPPED);
    assert!(run.layer::<Token>().is_empty() && run.layer::<Sentence>().is_empty());
}

#[test]
fn the_same_text_gives_the_same_layers() {
    let (zones, languages) = article();
    let mut harness = harness().with_layer(zones, Pool::new()).with_layer(languages, Pool::new());
    let first = layers(ARTICLE, &harness.run_text(ARTICLE));
    harness.run_text("Another text. It has two sentences.");
    assert_eq!(first, layers(ARTICLE, &harness.run_text(ARTICLE)));
}

#[test]
fn a_sentence_that_is_too_long_is_tagged_and_not_parsed() {
    let text = "tide and ".repeat(300);
    let mut harness = harness();
    let run = harness.run_text(&text);
    let (sentences, tokens) = layers(&text, &run);
    assert_eq!((sentences.len(), sentences[0].flags, tokens.len()), (1, 0, 600));
    assert_eq!((tokens[1].tag, tokens[599].tag), (Tag::Cconj, Tag::Cconj));
}

#[test]
fn one_sentence_of_a_megabyte_costs_what_its_length_is() {
    // It would take hours if a step of it were looked at again for each other.
    for text in ["a".repeat(1_000_000), "a.".repeat(30_000), "tide ".repeat(10_000)] {
        let mut harness = harness();
        let run = harness.run_text(&text);
        assert!(run.verdict.is_ok(), "{:?}", run.verdict);
        let tokens: Vec<Token> = run.layer();
        assert_eq!(tokens.last().map(|token| token.end as usize), Some(text.trim_end().len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_with_any_zones_has_sentences_and_trees(
        text in prop_oneof!["\\PC{0,200}", "([a-zA-Z.!?'’\"“”()\\[\\]0-9 $%,:;-]|\\n|n't|U\\.S\\.|www\\.a\\.com|é|静|🌊){0,120}"],
        records in prop::collection::vec((0u64..250, 0u64..250, 0u32..20, 0u32..2), 0..8),
    ) {
        let zones = records.iter().map(|&(start, end, kind, _)| Zone {
            start, end, kind: ZoneKind::from_number(kind), confidence: 500,
        });
        let languages = records.iter().map(|&(start, end, kind, scope)| Language {
            start, end, code: Language::code_bytes(["en", "de", "und"][kind as usize % 3]), confidence: kind * 100, scope,
        });
        let mut harness = harness()
            .with_layer(zones.collect::<Vec<_>>(), Pool::new())
            .with_layer(languages.collect::<Vec<_>>(), Pool::new());
        let run = harness.run_text(&text);
        layers(&text, &run);
    }
}
