//! The extractor that stands before the golden ones in the chain, with events and layers for them.

use extractor_api::host::{Instance, Plugin, Session};
use extractor_api::layer::{
    DateBasis, DateMention, Form, Granularity, Language, Mention, MentionKind, Pool, PoolStr, Quote, QuoteKind, Record,
    Relation, Resolution, Sentence, Tag, Token, ZoneKind,
};
use extractor_api::manifest::Manifest;
use extractor_api::{Document, Error, Exported, Extractor, Host, Outcome, Sink, export_extractor};
use serde_json::{Value, json};

/// The config with which it emits two events and publishes `languages/1`: what golden extractors of 1.0 read.
pub(crate) const LANGUAGES: &str = r#"{"tells":"languages"}"#;
/// The config with which it publishes the layers that came with version 1.1.
pub(crate) const PARSE: &str = r#"{"tells":"parse"}"#;

/// The type of its events.
pub(crate) const EVENT: &str = "com.example.before.v1";

struct Before {
    parses: bool,
}

impl Extractor for Before {
    type Config = Value;
    const ID: Option<&'static str> = Some("before");
    const EVENT_TYPES: &'static [&'static str] = &[EVENT];
    const PUBLISHES: &'static [&'static str] =
        &[Language::LAYER, Sentence::LAYER, Token::LAYER, DateMention::LAYER, Mention::LAYER, Quote::LAYER];

    fn create(config: Value, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Before { parses: config["tells"] == "parse" })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        if self.parses {
            return publish_parse(out);
        }
        let end = document.text().map_or(0, str::len) as u64;
        let whole =
            Language { start: 0, end, code: Language::code_bytes("tok"), confidence: 900, scope: Language::TEXT };
        out.publish(&[whole, Language { scope: Language::LINE, ..whole }])?;
        out.emit_keyed(EVENT, "", &json!({ "n": 1 }))?;
        out.emit_keyed(EVENT, "second", &json!({ "n": 2 }))?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Before);

fn publish_parse(out: &mut Sink<'_>) -> Result<Outcome, Error> {
    let mut pool = Pool::new();
    pool.add(POOL);
    out.publish(&sentences())?;
    out.publish(&tokens())?;
    out.publish_with_pool(&dates(), &pool)?;
    out.publish_with_pool(&mentions(), &pool)?;
    out.publish(&quotes())?;
    Ok(Outcome::Done)
}

/// Runs it over the document of a session, with one of its configs.
pub(crate) fn run(config: &str, session: &mut Session<'_>) {
    let manifest = Manifest::parse(Before::manifest()).unwrap();
    // SAFETY: the table is a static of this program.
    let plugin = unsafe { Plugin::check(Before::table(), manifest) }.unwrap();
    let mut instance = Instance::create(&plugin, config, Box::new(|_, _| ())).unwrap();
    assert!(instance.extract(session, 0).is_ok());
}

// What it says of `raw_host::TEXT`, with another value in each field.

pub(crate) fn sentences() -> [Sentence; 2] {
    let title =
        Sentence { start: 0, end: 17, first_token: 0, tokens: 5, zone: ZoneKind::Title, flags: Sentence::PARSED };
    [title, Sentence { start: 18, end: 26, first_token: 5, tokens: 2, zone: ZoneKind::Hashtags, flags: 0 }]
}

pub(crate) fn tokens() -> [Token; 7] {
    let token = |start, end, head, tag, relation, form, flags| Token { start, end, head, tag, relation, form, flags };
    [
        token(0, 6, 3, Tag::Propn, Relation::Vocative, Form::Singular, 0),
        token(6, 7, 0, Tag::Punct, Relation::Punct, Form::Other, 0),
        token(8, 11, 3, Tag::Det, Relation::Det, Form::Other, 0),
        token(12, 16, 3, Tag::Noun, Relation::Root, Form::Superlative, 0),
        token(16, 17, 3, Tag::Sym, Relation::Xcomp, Form::Base, 9),
        token(18, 20, 5, Tag::X, Relation::Dep, Form::Other, 0),
        token(21, 25, 6, Tag::Verb, Relation::Acl, Form::Past, 0),
    ]
}

/// Strings that records of dates and mentions point into.
pub(crate) const POOL: &str = "2024-05-03 .. Årvik Havn port of call";

fn pooled(text: &str) -> PoolStr {
    PoolStr { offset: POOL.find(text).unwrap() as u32, length: text.len() as u32 }
}

pub(crate) fn dates() -> [DateMention; 1] {
    [DateMention {
        start: 8,
        end: 16,
        value: pooled("2024-05-03"),
        until: pooled(".."),
        first_day: 19_846,
        last_day: DateMention::UNKNOWN,
        granularity: Granularity::Span,
        basis: DateBasis::Inherited,
        flags: 258,
        confidence: 980,
    }]
}

pub(crate) fn mentions() -> [Mention; 2] {
    let place = Mention {
        start: 0,
        end: 6,
        entity: 70_000,
        head: 1,
        kind: MentionKind::Place,
        how: Resolution::Metonym,
        flags: Mention::METONYM | Mention::CORRUPTED,
        confidence: 910,
        country: *b"NOR\0",
        sector: [0; 4],
        name: pooled("Årvik Havn"),
        role: pooled("port of call"),
        latitude: 59_000_001,
        longitude: -10_000_002,
        geonames: 3_000_003,
        lead: 0,
    };
    let nobody = PoolStr { offset: 0, length: 0 };
    let group = Mention {
        start: 12,
        end: 16,
        entity: 9,
        head: Mention::NO_HEAD,
        kind: MentionKind::Group,
        how: Resolution::Pronoun,
        flags: Mention::ROLE_ALONE,
        confidence: 0,
        country: *b"IMG\0",
        sector: *b"REBX",
        name: nobody,
        role: nobody,
        latitude: -1,
        longitude: 1,
        geonames: 0,
        lead: 4,
    };
    [place, group]
}

pub(crate) fn quotes() -> [Quote; 2] {
    let told = Quote {
        start: 8,
        end: 25,
        speaker_start: 0,
        speaker_end: 6,
        cue_start: 6,
        cue_end: 7,
        speaker: 70_000,
        addressee: Quote::NOBODY,
        kind: QuoteKind::Direct,
        flags: 3,
        reserved: 515,
        confidence: 800,
    };
    let term = Quote { start: 21, speaker_end: 0, cue_end: 6, speaker: 4, addressee: 9, kind: QuoteKind::Term, ..told };
    [told, term]
}
