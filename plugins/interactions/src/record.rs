//! The interaction record. Field order is part of the format; what is not known is absent.

use std::ops::Range;

use extractor_api::layer::{Granularity, Mention, MentionKind, Relation, Resolution};
use extractor_api::{Document, Position, Span};
use serde::Serialize;

use crate::article::Article;
use crate::code::Status;
use crate::party::Party;
use crate::same::Event;
use crate::{confidence, contexts};

/// The `data` of an interaction event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Interaction<'a> {
    event_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contexts: Vec<&'static str>,
    quad: u8,
    score: f64,
    cameo_root: &'static str,
    actors: Vec<Someone<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipients: Vec<Someone<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    status: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    negated: bool,
    attribution: Source<'a>,
    trigger: Trigger,
    evidence: Evidence,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<Position>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repeats: Vec<Span>,
    confidence: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Someone<'a> {
    text: String,
    span: Span,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    country: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sector: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    role: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Date {
    span: Span,
    #[serde(skip_serializing_if = "str::is_empty")]
    value: String,
    granularity: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    end: String,
    basis: &'static str,
}

#[derive(Debug, Serialize)]
struct Location {
    text: String,
    span: Span,
    name: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geonames: Option<u32>,
}

#[derive(Debug, Serialize)]
struct Source<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<Span>,
}

#[derive(Debug, Serialize)]
struct Trigger {
    span: Span,
}

#[derive(Debug, Serialize)]
struct Evidence {
    sentence: usize,
    span: Span,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Longest evidence that a record carries; a longer sentence is cut around the trigger.
const EVIDENCE_BYTES_MAX: usize = 2_000;
/// Parties and repetitions that a record lists.
const LISTED_MAX: usize = 20;

impl<'a> Interaction<'a> {
    /// Makes the record of an event; `events` has the one it is part of.
    pub(crate) fn new(
        document: &Document<'_>,
        article: &Article<'_>,
        event: &Event<'a>,
        events: &[Event<'a>],
    ) -> Interaction<'a> {
        let finding = &event.finding;
        let someone = |party: &Party<'a>| someone(document, party);
        let attribution = &finding.attribution;
        let span = |range: &Range<usize>| document.span(cut(article.parsed.text, range, range.start, 400));
        Interaction {
            event_type: finding.event.name(),
            mode: finding.mode.map(|mode| mode.name()),
            contexts: contexts::of(article, finding).into_iter().map(|context| context.name()).collect(),
            quad: finding.event.quad(),
            score: finding.event.score(finding.mode),
            cameo_root: finding.event.cameo_root(finding.mode),
            actors: finding.actors.iter().take(LISTED_MAX).map(someone).collect(),
            recipients: finding.recipients.iter().take(LISTED_MAX).map(someone).collect(),
            date: date(document, article, event),
            location: finding.place.map(|place| location(document, article, &article.mentions[place])),
            status: finding.status.name(),
            negated: finding.negated,
            attribution: Source {
                kind: attribution.kind.name(),
                source: attribution.source,
                span: attribution.span.as_ref().map(span),
                cue: attribution.cue.as_ref().map(span),
            },
            trigger: Trigger { span: span(&finding.trigger) },
            evidence: evidence(document, article, event),
            part_of: event.part_of.map(|at| document.position(events[at].finding.trigger.clone())),
            repeats: event.repeats.iter().take(LISTED_MAX).map(span).collect(),
            confidence: confidence::of(finding),
            warnings: warnings(article, event),
        }
    }
}

/// The key of the event: type, place of the trigger and actors, so that the id depends on content alone.
pub(crate) fn key(event: &Event<'_>) -> String {
    let finding = &event.finding;
    let actors: Vec<&str> = finding
        .actors
        .iter()
        .take(LISTED_MAX)
        .map(|party| if party.country.is_empty() { party.name } else { party.country })
        .collect();
    let mut key =
        format!("{}/{}-{}/{}", finding.event.name(), finding.trigger.start, finding.trigger.end, actors.join("+"));
    if key.len() > KEY_BYTES_MAX {
        let end = (0..=KEY_BYTES_MAX).rev().find(|&end| key.is_char_boundary(end)).unwrap_or(0);
        key.truncate(end);
    }
    key
}

/// Longest key.
const KEY_BYTES_MAX: usize = 200;

fn someone<'a>(document: &Document<'_>, party: &Party<'a>) -> Someone<'a> {
    let span = document.span(party.range.clone());
    let how = match party.how {
        Resolution::None => None,
        how => Some(how.name()),
    };
    Someone {
        text: span.exact.clone(),
        span,
        name: party.name,
        country: party.country,
        sector: party.sector,
        role: party.role,
        how,
    }
}

fn date(document: &Document<'_>, article: &Article<'_>, event: &Event<'_>) -> Option<Date> {
    let when = event.finding.when?;
    let value = article.date_string(when.date.value).to_owned();
    let basis = match () {
        () if value.is_empty() => "none",
        () if when.inherited => "inherited",
        () => when.date.basis.name(),
    };
    Some(Date {
        span: document.span(when.date.start as usize..when.date.end as usize),
        value,
        granularity: if when.date.granularity == Granularity::Unknown {
            "unknown"
        } else {
            when.date.granularity.name()
        },
        end: article.date_string(when.date.until).to_owned(),
        basis,
    })
}

fn location(document: &Document<'_>, article: &Article<'_>, mention: &Mention) -> Location {
    let span = document.span(mention.start as usize..mention.end as usize);
    let name = article.mention_string(mention.name);
    let known = mention.geonames != 0 || mention.latitude != 0 || mention.longitude != 0;
    let degrees = |millionths: i32| known.then(|| f64::from(millionths) / 1e6);
    Location {
        name: if name.is_empty() { span.exact.clone() } else { name.to_owned() },
        text: span.exact.clone(),
        span,
        country: mention.country().to_owned(),
        lat: degrees(mention.latitude),
        lon: degrees(mention.longitude),
        geonames: (mention.geonames != 0).then_some(mention.geonames),
    }
}

fn evidence(document: &Document<'_>, article: &Article<'_>, event: &Event<'_>) -> Evidence {
    let finding = &event.finding;
    let sentence = article.parsed.sentence_range(finding.sentence);
    let range = cut(article.parsed.text, &sentence, finding.trigger.start, EVIDENCE_BYTES_MAX);
    Evidence { sentence: finding.sentence, span: document.span(range) }
}

/// A range of at most `most` bytes within `range` that holds the byte `around`, on character boundaries.
fn cut(text: &str, range: &Range<usize>, around: usize, most: usize) -> Range<usize> {
    if range.len() <= most {
        return range.clone();
    }
    let start = around.saturating_sub(most / 2).max(range.start);
    let end = (start + most).min(range.end);
    let start = (start..=end).find(|&byte| text.is_char_boundary(byte)).unwrap_or(range.start);
    let end = (start..=end).rev().find(|&byte| text.is_char_boundary(byte)).unwrap_or(start);
    start..end
}

/// What a reader should know before trusting the record.
fn warnings(article: &Article<'_>, event: &Event<'_>) -> Vec<&'static str> {
    let finding = &event.finding;
    let mut warnings = Vec::new();
    let parties = || finding.actors.iter().chain(&finding.recipients);
    if parties().any(|party| party.corrupted) {
        warnings.push("corrupted_name");
    }
    if parties().any(|party| party.how == Resolution::None && party.kind == MentionKind::Other) {
        warnings.push("unknown_party");
    }
    if article.parsed.text[article.parsed.sentence_range(finding.sentence)].contains("**") {
        warnings.push("censored_word");
    }
    if article.parsed.relation(finding.head) == Relation::Dep
        || article.sentence(finding.head).flags & extractor_api::layer::Sentence::PARSED == 0
    {
        warnings.push("unparsed");
    }
    if finding.inferred {
        warnings.push("inferred_country");
    }
    if finding.status == Status::Hypothetical {
        warnings.push("not_told_as_fact");
    }
    warnings
}
