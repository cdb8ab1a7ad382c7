//! The article record: what the zones say, as the event's `data`.

use std::collections::BTreeSet;

use extractor_api::{Document, Position, layer::ZoneKind};
use serde::Serialize;

use crate::cues::{Cue, Place};
use crate::dates::{Date, Granularity};
use crate::languages::Languages;
use crate::lines::Reading;
use crate::meta::Meta;
use crate::references::{self, Reference};
use crate::words::fold;
use crate::zones::Part;
use crate::{fingerprint, heads, people, sentences, signs};

/// A date as records write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct DateRecord {
    pub(crate) value: String,
    pub(crate) granularity: Granularity,
    pub(crate) basis: &'static str,
    pub(crate) text: String,
}

impl DateRecord {
    /// A date that stands in `text`.
    pub(crate) fn explicit(text: &str, date: &Date) -> DateRecord {
        DateRecord {
            value: date.value.clone(),
            granularity: date.granularity,
            basis: "explicit",
            text: text[date.range.clone()].to_owned(),
        }
    }
}

/// A language with how sure it is, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct LanguageRecord {
    pub(crate) code: String,
    pub(crate) confidence: f64,
}

/// A zone in code points.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct ZoneRecord {
    kind: &'static str,
    span: Position,
}

/// Counts over the body.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Counts {
    words: usize,
    sentences: usize,
}

/// The `data` of an article event. Field order is part of the format.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Article {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subtitle: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bylines: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<DateRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated: Option<DateRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accessed: Option<DateRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<LanguageRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) other_languages: Vec<String>,
    pub(crate) zones: Vec<ZoneRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) references: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) links: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) hashtags: Vec<String>,
    pub(crate) counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) text_truncated: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) truncated: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<&'static str>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Everything that the record is made from.
pub(crate) struct Sources<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) parts: &'a [Part],
    pub(crate) meta: &'a Meta,
    pub(crate) languages: &'a Languages,
}

impl Article {
    /// Makes the record, without the text.
    pub(crate) fn new(sources: &Sources<'_>) -> Article {
        let Sources { document, reading, parts, meta, languages } = sources;
        let references = sources.references();
        let dates = heads::dates(reading, parts, meta);
        let site = heads::site(reading, parts);
        let zone = |part: &Part| ZoneRecord { kind: part.kind.name(), span: document.position(part.range.clone()) };
        let latest_access =
            references.iter().filter_map(|entry| entry.accessed.clone()).max_by(|a, b| a.value.cmp(&b.value));
        Article {
            title: sources.title(),
            subtitle: sources.first_text(ZoneKind::Subtitle),
            bylines: sources.bylines(),
            publisher: meta.publisher.clone().or(site.publisher),
            section: meta.section.clone().or(site.section),
            published: dates.published,
            updated: dates.updated,
            accessed: latest_access,
            language: languages.main(meta.language.as_deref()),
            other_languages: sources.other_languages(),
            zones: parts.iter().map(zone).collect(),
            references,
            links: unique(references::urls(reading.text).map(str::to_owned)),
            hashtags: sources.hashtags(),
            counts: sources.counts(),
            fingerprint: sources.fingerprint(),
            text: None,
            text_truncated: false,
            truncated: false,
            warnings: signs::warnings(reading, parts),
        }
    }
}

impl Sources<'_> {
    fn of_kind(&self, kind: ZoneKind) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == kind)
    }

    fn text_of(&self, part: &Part) -> String {
        self.reading.text[part.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn first_text(&self, kind: ZoneKind) -> Option<String> {
        self.of_kind(kind).next().map(|part| self.text_of(part))
    }

    /// The headline of the text; the reader's, when the text has none or another.
    fn title(&self) -> Option<String> {
        let written = self.first_text(ZoneKind::Title);
        match (&self.meta.title, written) {
            (Some(known), Some(written)) if fold(known).starts_with(&fold(&written)) => Some(written),
            (Some(known), _) => Some(known.clone()),
            (None, written) => written,
        }
    }

    fn bylines(&self) -> Vec<String> {
        let known = self.meta.bylines.iter().flat_map(|byline| match people::names(byline, 0) {
            names if names.is_empty() => vec![byline.clone()],
            names => names,
        });
        let lines = self.of_kind(ZoneKind::Byline).flat_map(|part| &self.reading.lines[part.lines.clone()]);
        let written = lines.flat_map(|line| {
            let label = if line.cues.has(Cue::Byline, Place::Start) { line.cues.byline_words } else { 0 };
            people::names(self.reading.str(line), label)
        });
        unique(known.chain(written))
    }

    fn references(&self) -> Vec<Reference> {
        let zones = self.of_kind(ZoneKind::References);
        zones.flat_map(|part| references::read(self.reading, &self.reading.lines[part.lines.clone()])).collect()
    }

    /// Hashtags in the spelling of the text.
    fn hashtags(&self) -> Vec<String> {
        if self.reading.lines.iter().all(|line| line.hashtags == 0) {
            return Vec::new();
        }
        let lines = self.reading.lines.iter().map(|line| self.reading.str(line)).filter(|line| line.contains('#'));
        let tags = lines.flat_map(str::split_whitespace).filter_map(|token| token.strip_prefix('#'));
        let tags = tags.map(|tag| tag.trim_end_matches(|letter: char| !letter.is_alphanumeric()).to_owned());
        unique(tags.filter(|tag| !tag.is_empty()))
    }

    /// Languages of lines, and of those that the page offers, without the main one.
    fn other_languages(&self) -> Vec<String> {
        let lines = self.of_kind(ZoneKind::AvailableLanguages).flat_map(|part| &self.reading.lines[part.lines.clone()]);
        let offered = lines.flat_map(|line| line.cues.language_codes()).map(str::to_owned);
        let codes: BTreeSet<String> = offered.chain(self.languages.others()).collect();
        codes.into_iter().filter(|code| Some(code) != self.languages.code().as_ref()).collect()
    }

    /// The words of the body, by line, since zones are made of lines but for datelines and hashtags.
    fn counts(&self) -> Counts {
        let body = || self.of_kind(ZoneKind::Body);
        let lines = body().flat_map(|part| &self.reading.lines[part.lines.clone()]);
        let cut_off = self.parts.windows(2).filter(|pair| pair[0].lines.end > pair[1].lines.start);
        let beside_body: usize = cut_off
            .flat_map(|pair| pair.iter().filter(|part| part.kind != ZoneKind::Body))
            .map(|part| word_count(&self.reading.text[part.range.clone()]))
            .sum();
        let words: usize = lines.map(|line| line.len()).sum();
        let sentences = body().map(|part| sentences::count(&self.reading.text[part.range.clone()])).sum();
        Counts { words: words.saturating_sub(beside_body), sentences }
    }

    fn fingerprint(&self) -> Option<String> {
        let lines = self.of_kind(ZoneKind::Body).flat_map(|part| &self.reading.lines[part.lines.clone()]);
        let words = lines.flat_map(|line| self.reading.words(line));
        fingerprint::simhash(words).map(|hash| format!("{hash:016x}"))
    }
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|token| token.contains(char::is_alphanumeric)).count()
}

/// Drops what is there already, capitals aside; keeps the order.
fn unique(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(fold(value))).collect()
}
