//! Texts and layers that are wrong, long or strange.

use std::time::{Duration, Instant};

use extractor_api::layer::{Form, Mention, Pool, Relation, Sentence, Tag, Token, ZoneKind};
use extractor_api::testing::{Harness, Sample};
use names::Names;
use proptest::prelude::*;
use serde_json::json;

use crate::support::find;

fn harness() -> Harness<Names> {
    Harness::<Names>::new(json!({})).expect("a config that is right")
}

/// One sentence, its words split at white space, with tags that change from word to word.
fn layers(text: &str, seed: u32) -> (Vec<Token>, Vec<Sentence>) {
    let mut tokens = Vec::new();
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    for (at, word) in text.split_whitespace().enumerate() {
        let mixed = (at as u32).wrapping_add(seed).wrapping_mul(2_654_435_761);
        tokens.push(Token {
            start: start_of(word) as u64,
            end: (start_of(word) + word.len()) as u64,
            head: mixed % (at as u32 + 3),
            tag: Tag::from_number((mixed >> 8) as u8 % 17),
            relation: Relation::from_number((mixed >> 16) as u8 % 49),
            form: Form::from_number((mixed >> 24) as u8 % 12),
            flags: 0,
        });
    }
    let sentence = Sentence {
        start: 0,
        end: text.len() as u64,
        first_token: 0,
        tokens: tokens.len() as u32,
        zone: ZoneKind::Body,
        flags: Sentence::PARSED,
    };
    (tokens, vec![sentence])
}

fn run(text: &str, tokens: Vec<Token>, sentences: Vec<Sentence>) -> Vec<Mention> {
    let mut harness = harness().with_layer(tokens, Pool::new()).with_layer(sentences, Pool::new());
    harness.limits.events = u32::MAX as usize;
    let run = harness.run(Sample { name: "sample.txt", text: Some(text), meta_json: "{}", attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    run.layer()
}

#[test]
fn without_tokens_the_document_is_passed_over() {
    let mut harness = harness();
    let run = harness.run_text("Peru left.");
    assert_eq!(run.verdict.status, extractor_api::abi::SKIPPED);
    assert!(run.events.is_empty() && run.layer::<Mention>().is_empty());
}

#[test]
fn the_same_text_gives_the_same_records() {
    let sentences = "Kenyan/ADJ President/PROPN Wanjiru/PROPN Otieno/PROPN met/VERB Peru/PROPN and/CCONJ NATO/PROPN in/ADP Oslo/PROPN ~./PUNCT";
    let (one, other) = (find(sentences), find(sentences));
    assert_eq!(one.mentions, other.mentions);
    assert_eq!(one.events, other.events);
}

#[test]
fn the_layer_is_in_order_and_inside_of_the_text() {
    let text =
        "Kenyan President Wanjiru Otieno met Peru and the two countries agreed that they like NATO in Oslo ".repeat(40);
    let (tokens, sentences) = layers(&text, 7);
    let mentions = run(&text, tokens, sentences);
    assert!(mentions.len() > 100);
    assert!(mentions.windows(2).all(|pair| pair[0].start <= pair[1].start));
    for mention in &mentions {
        assert!(text.get(mention.start as usize..mention.end as usize).is_some_and(|words| !words.is_empty()));
        assert!(u64::from(mention.lead) <= mention.start);
    }
}

#[test]
fn time_grows_with_the_length_of_a_sentence() {
    let parts = [
        "Tovald Brattland ",
        "((((((((",
        "the two countries they ",
        "Kenyan and Peruvian and ",
        "of the ",
        "A. B. C. ",
        "president of ",
        "'s ",
        "Wang ",
    ];
    for part in parts {
        let time = |count: usize| {
            let text = part.repeat(count);
            let (tokens, sentences) = layers(&text, 3);
            let start = Instant::now();
            run(&text, tokens, sentences);
            start.elapsed()
        };
        // Eight times the length; a quadratic step would take sixty-four times as long, every time. Once may be bad luck.
        let mut seen = Vec::new();
        let linear = (0..3).any(|_| {
            time(500);
            let (short, long) = (time(4_000), time(32_000));
            seen.push((short, long));
            long < short * 30 + Duration::from_millis(50)
        });
        assert!(linear, "{part:?}: {seen:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|[A-Z][a-z]{1,6}|Kenya|U\\.S\\.|’s|\\*\\*|president|the two countries|Xi Jinping|[-,.()“”' \n]){0,80}", seed in any::<u32>()) {
        let (tokens, sentences) = layers(&text, seed);
        run(&text, tokens, sentences);
    }

    #[test]
    fn no_layer_makes_it_panic(
        text in "([A-Z][a-zé]{0,5} |Peru |minister |they |both sides |’s |of ){0,30}",
        tokens in prop::collection::vec((0u64..300, 0u64..300, any::<u32>(), any::<u8>(), any::<u8>()), 0..60),
        sentences in prop::collection::vec((0u64..300, 0u64..300, 0u32..80, any::<u32>()), 0..8),
    ) {
        let token = |(start, end, head, tag, relation): (u64, u64, u32, u8, u8)| Token {
            start, end, head: head % 80, tag: Tag::from_number(tag), relation: Relation::from_number(relation), form: Form::Other, flags: 0,
        };
        let sentence = |(start, end, first_token, tokens): (u64, u64, u32, u32)| Sentence {
            start, end, first_token, tokens, zone: ZoneKind::Body, flags: 0,
        };
        run(&text, tokens.into_iter().map(token).collect(), sentences.into_iter().map(sentence).collect());
    }
}
