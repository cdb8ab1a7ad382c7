//! Layers that do not fit, and texts that are no texts.

use extractor_api::layer::{
    DateBasis, DateMention, Form, Granularity, Mention, MentionKind, Pool, PoolStr, Quote, QuoteKind, Relation,
    Resolution, Sentence, Tag, Token, ZoneKind,
};
use extractor_api::testing::Harness;
use interactions::Interactions;
use proptest::prelude::*;

use crate::support::{Sample, check, country};

fn token() -> impl Strategy<Value = Token> {
    (0..90u64, 0..12u64, any::<u32>(), any::<u8>(), any::<u8>(), any::<u8>()).prop_map(
        |(start, length, head, tag, relation, form)| Token {
            start,
            end: start + length,
            head: head % 40,
            tag: Tag::from_number(tag % 18),
            relation: Relation::from_number(relation % 50),
            form: Form::from_number(form % 13),
            flags: 0,
        },
    )
}

fn mention() -> impl Strategy<Value = Mention> {
    (0..90u64, 0..20u64, 0..4u32, any::<u32>(), 0..7u8, any::<u16>(), 0..30u32).prop_map(
        |(start, length, entity, head, kind, flags, lead)| Mention {
            start,
            end: start + length,
            entity,
            head: head % 50,
            kind: MentionKind::from_number(kind),
            how: Resolution::Gazetteer,
            flags,
            confidence: 800,
            country: Mention::code_bytes("RUR"),
            sector: Mention::code_bytes("GOV"),
            name: PoolStr { offset: 0, length: 9 },
            role: PoolStr { offset: 3, length: 900 },
            latitude: 1,
            longitude: 1,
            geonames: 1,
            lead,
        },
    )
}

proptest! {
    #[test]
    fn wrong_layers_do_no_harm(
        text in "(Ruritania|Sylvania|met|condemned|talks|agreed to|the ban|é| |\\.|\"|said|will|not|\u{1f600}|has broken|\
                 neighboring|sealed off|must|and welcome|the first demand is|seems|expelled from|troops|\\PC){0,40}",
        mut tokens in prop::collection::vec(token(), 0..40),
        mentions in prop::collection::vec(mention(), 0..12),
        bounds in prop::collection::vec((0..100u64, 0..100u64, 0..45u32, 0..45u32), 0..4),
    ) {
        tokens.sort_by_key(|token| (token.start, token.end));
        let mut mentions = mentions;
        mentions.sort_by_key(|mention| mention.start);
        let sentence = |&(start, end, first_token, tokens): &(u64, u64, u32, u32)| Sentence {
            start, end, first_token, tokens, zone: ZoneKind::Body, flags: Sentence::PARSED,
        };
        let sentences: Vec<Sentence> = bounds.iter().map(sentence).collect();
        let quotes: Vec<Quote> = bounds.iter().map(|&(start, end, speaker, _)| Quote {
            start, end, speaker_start: end, speaker_end: start, cue_start: 7, cue_end: 3, speaker,
            addressee: Quote::NOBODY, kind: QuoteKind::Direct, flags: 0, reserved: 0, confidence: 1,
        }).collect();
        let dates: Vec<DateMention> = bounds.iter().map(|&(start, end, ..)| DateMention {
            start, end, value: PoolStr { offset: 5, length: 5 }, until: PoolStr { offset: 0, length: 0 },
            first_day: DateMention::UNKNOWN, last_day: i32::MAX, granularity: Granularity::Day, basis: DateBasis::Explicit,
            flags: 0, confidence: 1,
        }).collect();
        let mut pool = Pool::new();
        pool.add("Ruritania");
        let mut harness = Harness::<Interactions>::new(serde_json::json!({})).unwrap()
            .with_layer(sentences, Pool::new())
            .with_layer(tokens, Pool::new())
            .with_layer(mentions, pool)
            .with_layer(quotes, Pool::new())
            .with_layer(dates, Pool::new());
        let run = harness.run_text(&text);
        prop_assert!(run.verdict.is_ok(), "{:?}", run.verdict);
        for event in &run.events {
            check(&event.data);
        }
    }
}

#[test]
fn a_mention_whose_head_is_no_token_hangs_on_its_own_words() {
    let notation = "Ruritania PROPN 2 nsubj singular\ninvaded VERB 0 root past\nSylvania PROPN 2 obj singular";
    let mut sample = Sample::new(notation, &[country("Ruritania", "RUR"), country("Sylvania", "SYL")]);
    sample = sample.said("Ruritania invaded Sylvania", 1);
    for head in [3_000, u32::MAX] {
        sample.mentions.iter_mut().for_each(|mention| mention.head = head);
        assert_eq!(sample.acts(), ["ASSAULT RUR > SYL past"], "{head}");
    }
}

#[test]
fn heads_in_a_circle_come_to_an_end() {
    let notation = "Ruritania PROPN 2 nsubj singular\nmet VERB 0 root past\nSylvania PROPN 2 obj singular";
    let mut sample = Sample::new(notation, &[country("Ruritania", "RUR"), country("Sylvania", "SYL")]);
    sample.fixture.tokens[1].head = 2;
    assert_eq!(sample.acts(), ["CONSULT RUR+SYL >  past"]);
}

#[test]
fn a_particle_may_be_the_last_word_of_the_text() {
    let notation = "roads NOUN 3 obl plural\nRuritania PROPN 3 nsubj singular\nsealed VERB 0 root past\noff ADP 1 case";
    assert_eq!(Sample::new(notation, &[country("Ruritania", "RUR")]).acts(), ["COERCE/restrict RUR >  past"]);
}

#[test]
fn without_a_parse_there_is_nothing_to_read() {
    let mut harness = Harness::<Interactions>::new(serde_json::json!({})).unwrap();
    let run = harness.run_text("Ruritania condemned Sylvania.");
    assert!(run.verdict.is_ok() && run.events.is_empty(), "{:?}", run.verdict);
}

#[test]
fn a_confidence_outside_of_0_to_1_is_refused() {
    let refused = Harness::<Interactions>::new(serde_json::json!({ "min_confidence": 2 })).err().expect("a refusal");
    assert!(format!("{refused:?}").contains("min_confidence: 2 is not between 0 and 1"), "{refused:?}");
}

#[test]
fn a_sentence_of_many_thousand_words_takes_no_quadratic_time() {
    // Each word hangs on the one before, then all of them on the first.
    for form in [Form::Past, Form::Participle] {
        long_sentence(form, |index| index.saturating_sub(1) as u32);
        long_sentence(form, |_| 0);
    }
    // Verbs in one chain.
    long_sentence(Form::Participle, |index| index.saturating_sub(2) as u32);
}

fn long_sentence(form: Form, head: impl Fn(usize) -> u32) {
    let words = 30_000;
    let text = "met and ".repeat(words / 2);
    let tokens: Vec<Token> = (0..words)
        .map(|index| {
            let (start, length) = ((index / 2 * 8 + index % 2 * 4) as u64, 3);
            Token {
                start,
                end: start + length,
                head: head(index),
                tag: if index % 2 == 0 { Tag::Verb } else { Tag::Propn },
                relation: Relation::Conj,
                form,
                flags: 0,
            }
        })
        .collect();
    let sentence = Sentence {
        start: 0,
        end: text.len() as u64,
        first_token: 0,
        tokens: words as u32,
        zone: ZoneKind::Body,
        flags: Sentence::PARSED,
    };
    let mut harness = Harness::<Interactions>::new(serde_json::json!({}))
        .unwrap()
        .with_layer(vec![sentence], Pool::new())
        .with_layer(tokens, Pool::new());
    let start = std::time::Instant::now();
    assert!(harness.run_text(&text).verdict.is_ok());
    // Two seconds without optimisation; a quadratic step would take minutes.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
