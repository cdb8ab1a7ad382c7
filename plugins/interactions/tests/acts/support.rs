//! Sentences with their parse and mentions, and the records that come of them, checked against the published schema.

use std::fs;
use std::path::Path;

use boon::{Compiler, Schemas};
use extractor_api::layer::{
    DateBasis, DateMention, Granularity, Mention, MentionKind, Pool, Quote, QuoteKind, Resolution,
};
use extractor_api::testing::Harness;
use interactions::Interactions;
use parsed::fixture::Fixture;
use serde_json::Value;

/// Somebody named in a sample: the words, what they name, country and sector.
pub(crate) type Named = (&'static str, MentionKind, &'static str, &'static str);

/// A country by its name or adjective.
pub(crate) const fn country(words: &'static str, code: &'static str) -> Named {
    (words, MentionKind::Country, code, "GOV")
}

/// A person who speaks for a country.
pub(crate) const fn person(words: &'static str, code: &'static str) -> Named {
    (words, MentionKind::Person, code, "GOV")
}

/// A place.
pub(crate) const fn place(words: &'static str, code: &'static str) -> Named {
    (words, MentionKind::Place, code, "")
}

/// A sample with its layers.
pub(crate) struct Sample {
    pub(crate) fixture: Fixture,
    pub(crate) mentions: Vec<Mention>,
    pool: Pool,
    quotes: Vec<Quote>,
    dates: Vec<DateMention>,
}

impl Sample {
    /// Reads the notation of [`Fixture`] and marks every place where somebody is named.
    pub(crate) fn new(notation: &str, named: &[Named]) -> Sample {
        let fixture = Fixture::read(notation);
        let parsed = fixture.parsed();
        let (mut pool, mut mentions) = (Pool::new(), Vec::new());
        for (entity, (words, kind, code, sector)) in named.iter().enumerate() {
            for (start, _) in fixture.text.match_indices(words) {
                let tokens = parsed.tokens_in(start..start + words.len());
                mentions.push(Mention {
                    start: start as u64,
                    end: (start + words.len()) as u64,
                    entity: entity as u32,
                    head: parsed.top(tokens).expect("a head") as u32,
                    kind: *kind,
                    how: Resolution::Gazetteer,
                    flags: 0,
                    confidence: 900,
                    country: Mention::code_bytes(code),
                    sector: Mention::code_bytes(sector),
                    name: pool.add(words),
                    role: pool.add(""),
                    latitude: 0,
                    longitude: 0,
                    geonames: 0,
                    lead: 0,
                });
            }
        }
        mentions.sort_by_key(|mention| (mention.start, mention.end));
        Sample { fixture, mentions, pool, quotes: Vec::new(), dates: Vec::new() }
    }

    /// Marks words as said by an entity.
    pub(crate) fn said(self, words: &str, speaker: u32) -> Sample {
        self.said_to(words, speaker, Quote::NOBODY)
    }

    /// Marks words as said by an entity to another.
    pub(crate) fn said_to(mut self, words: &str, speaker: u32, addressee: u32) -> Sample {
        let start = self.fixture.text.find(words).expect("the words") as u64;
        self.quotes.push(Quote {
            start,
            end: start + words.len() as u64,
            speaker_start: 0,
            speaker_end: 0,
            cue_start: 0,
            cue_end: 0,
            speaker,
            addressee,
            kind: QuoteKind::Direct,
            flags: 0,
            reserved: 0,
            confidence: 900,
        });
        self
    }

    /// Marks words as a year; the parts of a sample are marked in their order.
    pub(crate) fn in_year(mut self, year: &str) -> Sample {
        let start = self.fixture.text.find(year).expect("the year") as u64;
        let value = self.pool.add(year);
        // Any days will do, as long as they are known.
        let (first_day, last_day) = (18_000, 18_364);
        self.dates.push(DateMention {
            start,
            end: start + year.len() as u64,
            value,
            until: self.pool.add(""),
            first_day,
            last_day,
            granularity: Granularity::Year,
            basis: DateBasis::Explicit,
            flags: 0,
            confidence: 900,
        });
        self
    }

    /// The records, each checked against the schema.
    pub(crate) fn records(&self) -> Vec<Value> {
        let mut harness = self
            .fixture
            .before(Harness::<Interactions>::new(serde_json::json!({})).expect("the default config"))
            .with_layer(self.mentions.clone(), self.pool.clone())
            .with_layer(self.quotes.clone(), Pool::new())
            .with_layer(self.dates.clone(), self.pool.clone());
        let run = harness.run_text(&self.fixture.text);
        assert!(run.verdict.is_ok(), "{:?}", run.verdict);
        let records: Vec<Value> = run.events.into_iter().map(|event| event.data).collect();
        records.iter().for_each(check);
        records
    }

    /// The records in short: `TYPE/mode actors > recipients status`.
    pub(crate) fn acts(&self) -> Vec<String> {
        self.records().iter().map(short).collect()
    }
}

/// A record in one line.
pub(crate) fn short(record: &Value) -> String {
    let side = |key: &str| {
        let parties = record[key].as_array().into_iter().flatten();
        let codes = parties.map(|party| party["country"].as_str().or(party["name"].as_str()).unwrap_or("-"));
        codes.collect::<Vec<_>>().join("+")
    };
    let mode = record["mode"].as_str().map(|mode| format!("/{mode}")).unwrap_or_default();
    let negated = if record["negated"] == true { " negated" } else { "" };
    let kind = record["eventType"].as_str().unwrap_or_default();
    let status = record["status"].as_str().unwrap_or_default();
    format!("{kind}{mode} {} > {} {status}{negated}", side("actors"), side("recipients"))
}

/// Checks a record against `config/schema/interaction.json`.
pub(crate) fn check(record: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/schema/interaction.json");
    let schema: Value = serde_json::from_slice(&fs::read(path).expect("the schema")).expect("a schema in JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("urn:x", schema).expect("a resource");
    let index = compiler.compile("urn:x", &mut schemas).expect("a schema that compiles");
    schemas.validate(record, index).unwrap_or_else(|error| panic!("{error:#}\n{record:#}"));
}
