//! Whole documents: publication, zones, languages, limits, and texts that are no articles.

use std::time::{Duration, Instant};

use crate::support::{harness, line, lines, published, run};
use dates::Dates;
use extractor_api::layer::{DateBasis, DateMention, Granularity, Language, Pool, Sentence, Token, Zone, ZoneKind};
use extractor_api::testing::{Harness, Sample};
use proptest::prelude::*;
use serde_json::json;

fn language(code: &str, text: &str) -> Vec<Language> {
    vec![Language {
        start: 0,
        end: text.len() as u64,
        code: Language::code_bytes(code),
        confidence: 990,
        scope: Language::TEXT,
    }]
}

#[test]
fn a_document_in_another_language_or_without_text_is_skipped() {
    let text = "Am 3 May 2024";
    let mut harness = harness().with_layer(language("de", text), Pool::new());
    assert!(run(&mut harness, text, "{}").events.is_empty());
    let run = harness.run(Sample { name: "picture.jpg", text: None, meta_json: "{}", attempt: 0 });
    assert!(run.verdict.is_ok() && run.events.is_empty() && run.layer::<DateMention>().is_empty());
}

#[test]
fn a_language_that_could_not_be_told_is_read() {
    let text = "3 May 2024";
    let mut harness = harness().with_layer(language("und", text), Pool::new());
    assert_eq!(run(&mut harness, text, "{}").events.len(), 1);
}

#[test]
fn sources_and_links_are_not_read() {
    let text = "It began in 2019.\nPost, 3 May 2024.";
    let zone = |start: usize, end: usize, kind| Zone { start: start as u64, end: end as u64, kind, confidence: 900 };
    let zones = vec![zone(0, 17, ZoneKind::Body), zone(18, text.len(), ZoneKind::References)];
    let mut harness = harness().with_layer(zones, Pool::new());
    let run = run(&mut harness, text, "{}");
    assert_eq!(run.events.iter().map(line).collect::<Vec<_>>(), ["2019 | 2019 | - | year | explicit"]);
}

#[test]
fn the_layer_has_the_days_that_a_date_covers() {
    let text = "Zoë left on Friday, two years ago and since March 2023; in recent months";
    let mut harness = harness();
    let meta = published("2024-01-28");
    let run = run(&mut harness, text, &meta);
    let records = run.layer::<DateMention>();
    let day = |text: &str| {
        let day: jiff::civil::Date = text.parse().expect("a day");
        day.since(jiff::civil::date(1970, 1, 1)).expect("days").get_days()
    };
    let found: Vec<_> = records
        .iter()
        .map(|date| (&text[date.start as usize..date.end as usize], date.first_day, date.last_day, date.basis))
        .collect();
    assert_eq!(
        found,
        [
            ("Friday", day("2024-01-26"), day("2024-01-26"), DateBasis::Relative),
            ("two years ago", day("2022-01-01"), day("2022-12-31"), DateBasis::Relative),
            ("since March 2023", day("2023-03-01"), day("2024-01-28"), DateBasis::Explicit),
            ("recent months", DateMention::UNKNOWN, DateMention::UNKNOWN, DateBasis::None),
        ]
    );
    assert_eq!((records[3].granularity, records[0].confidence), (Granularity::Span, 900));
    assert_eq!(run.events[0].data["span"], json!({ "start": 12, "end": 18, "exact": "Friday" }));
    assert_eq!(run.events[0].key, "date 12 18");
}

#[test]
fn what_is_odd_is_said() {
    for (text, day, warning) in [
        ("on Friday", "", "weekday_without_date"),
        ("on 3/4/2024", "", "month_read_first"),
        ("on 30 February 2024", "", "no_such_day"),
        ("on Friday, 4 May 2024", "", "other_weekday"),
    ] {
        let meta = published(day);
        assert_eq!(run(&mut harness(), text, &meta).events[0].data["warnings"], json!([warning]), "{text}");
    }
}

#[test]
fn a_publication_that_is_known_to_the_month_resolves_months_and_years_alone() {
    assert_eq!(
        lines("He left last month, last year and on Friday.", "2024-01"),
        [
            "last month | 2023-12 | - | month | relative",
            "last year | 2023 | - | year | relative",
            "Friday | - | - | day | none"
        ]
    );
}

#[test]
fn two_dates_of_one_text_are_apart_and_in_order() {
    let text = "On 3 May 2024, from 2012 to 2014 and in March 2021, last week, on the 30th, Friday.";
    let mut harness = harness();
    let run = run(&mut harness, text, "{}");
    check_layer(text, &run.layer());
    assert_eq!(run.events.len(), 6);
}

#[test]
fn a_text_of_a_million_dates_gives_as_many_events_as_are_allowed() {
    let text = "3 May 2024, ".repeat(20_000);
    let mut harness = harness();
    let run = run_unchecked(&mut harness, &text);
    assert_eq!((run.0, run.1), (2_000, 20_000));
}

/// How many events and records a text gives, without a look at each.
fn run_unchecked(harness: &mut Harness<Dates>, text: &str) -> (usize, usize) {
    let run = harness.run(Sample { name: "x.txt", text: Some(text), meta_json: "{}", attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    check_layer(text, &run.layer());
    (run.events.len(), run.layer::<DateMention>().len())
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    for unit in [
        "the ",
        "1 ",
        "May ",
        "in two ",
        "3-",
        "twenty ",
        "(",
        "2019, ",
        "last ",
        "a",
        "é",
        "to ",
        "next Friday ",
        "\u{300}",
    ] {
        let (small, large) = (unit.repeat(40_000 / unit.len()), unit.repeat(640_000 / unit.len()));
        let (short, long) = (elapsed(&small), elapsed(&large));
        assert!(long < short * 64 + Duration::from_secs(1), "{unit}: {short:?}, {long:?}");
    }
}

fn elapsed(text: &str) -> Duration {
    let mut harness = harness();
    let start = Instant::now();
    run_unchecked(&mut harness, text);
    start.elapsed()
}

fn check_layer(text: &str, dates: &[DateMention]) {
    let mut end = 0;
    for date in dates {
        assert!(date.start >= end && date.end > date.start, "out of order: {date:?}");
        assert!(text.get(date.start as usize..date.end as usize).is_some(), "not on character boundaries: {date:?}");
        assert!(date.first_day <= date.last_day || date.last_day == DateMention::UNKNOWN, "{date:?}");
        end = date.end;
    }
}

/// Pieces of which texts are thrown together: words of dates, numbers, marks, and anything.
fn scraps() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "May",
        "march",
        "Friday",
        "the",
        "last",
        "next",
        "week",
        "in",
        "two",
        "years",
        "ago",
        "from",
        "to",
        "2024",
        "3",
        "30th",
        "1990s",
        "century",
        "21st",
        "of",
        "-",
        "–",
        ",",
        ".",
        "'s",
        "’",
        "(",
        ")",
        "a.m.",
        "10:30",
        "since",
        "until",
        "before",
        "after",
        "early",
        "Q3",
        "half",
        "first",
        "day",
        "and",
        "quarter",
        "Christmas",
        "New Year",
        "Easter",
        "9999",
        "0000",
        "12/31/9999",
        "31",
        "February",
        "\n",
        "é",
        "\u{300}",
        "12-",
        "twenty",
        "hundred",
        "weeks",
        "decades",
        "999",
        "BC",
        "spring",
        "weekend",
        "than",
        "later",
        "no",
        "rest",
        "this",
        "that",
    ]);
    let scrap = prop_oneof![4 => words.prop_map(str::to_owned), 1 => any::<String>()];
    let glue = prop::sample::select(vec![" ", " ", " ", "", "\u{a0}"]);
    prop::collection::vec((scrap, glue), 0..40)
        .prop_map(|scraps| scraps.iter().flat_map(|(scrap, glue)| [scrap.as_str(), glue]).collect())
}

proptest! {
    #[test]
    fn any_text_keeps_the_rules_of_the_layer(
        text in scraps(),
        day in prop::sample::select(vec!["", "2024-01-31", "9999-12-31", "1000-01-01", "2024-02"]),
        layers in prop::collection::vec((any::<u16>(), any::<u16>(), any::<u32>(), any::<u8>()), 0..20),
    ) {
        let tokens: Vec<Token> = layers.iter().map(|&(start, length, head, number)| Token {
            start: u64::from(start % 300), end: u64::from(start % 300) + u64::from(length % 9), head: head % 25,
            tag: extractor_api::layer::Tag::from_number(number % 17), relation: extractor_api::layer::Relation::from_number(number % 49),
            form: extractor_api::layer::Form::from_number(number % 12), flags: 0,
        }).collect();
        let sentence = Sentence { start: 0, end: 50, first_token: 0, tokens: 15, zone: ZoneKind::Body, flags: Sentence::PARSED };
        let zones: Vec<Zone> = layers.iter().take(2).map(|&(start, length, ..)| Zone {
            start: u64::from(start % 100), end: u64::from(start % 100) + u64::from(length), kind: ZoneKind::Body, confidence: 1,
        }).collect();
        let meta = published(day);
        let mut parsed = harness().with_layer(tokens, Pool::new()).with_layer(vec![sentence], Pool::new());
        if zones.len() == 2 {
            parsed = parsed.with_layer(zones, Pool::new());
        }
        for harness in [&mut parsed, &mut harness()] {
            let run = harness.run(Sample { name: "x.txt", text: Some(&text), meta_json: &meta, attempt: 0 });
            prop_assert!(run.verdict.is_ok(), "{:?}", run.verdict);
            check_layer(&text, &run.layer());
            let again = harness.run(Sample { name: "x.txt", text: Some(&text), meta_json: &meta, attempt: 0 });
            prop_assert_eq!(&run.events, &again.events);
        }
    }
}
