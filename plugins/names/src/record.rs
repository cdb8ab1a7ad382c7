//! The `entity` record and the layer.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Pool, PoolStr, Resolution};
use extractor_api::{Document, Span};
use parsed::Parsed;
use serde::Serialize;

use crate::finder::Draft;
use crate::memory::{Code, Entity, Memory, NONE};

/// So many mentions stand in a record: it must fit a line of the log.
const MENTIONS_MAX: usize = 120;
/// Longer names are cut in the record; the layer has them whole.
const NAME_BYTES_MAX: usize = 200;

/// The `data` of an entity event. Field order is part of the format.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record {
    kind: &'static str,
    name: String,
    mentions: Vec<Span>,
    #[serde(skip_serializing_if = "is_zero")]
    more_mentions: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_sectors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrupted_forms: Vec<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    confidence: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<&'static str>,
}

#[derive(Serialize)]
struct Place {
    lat: f64,
    lon: f64,
    geonames: u32,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A code as text; `None` for zeros.
pub(crate) fn code(code: Code) -> Option<String> {
    let letters: String = code.iter().filter(|&&byte| byte != 0).map(|&byte| char::from(byte)).collect();
    (!letters.is_empty()).then_some(letters)
}

/// The longest start of a text of at most `max` bytes.
fn cut(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

impl Record {
    /// Makes the record of an entity from its mentions, which are not empty.
    pub(crate) fn new(document: &Document<'_>, entity: &Entity, mentions: &[&Draft], censored: bool) -> Record {
        let span = |range: &Range<usize>| {
            let mut span = document.span(range.clone());
            if span.exact.len() > NAME_BYTES_MAX {
                span.exact = cut(&span.exact, NAME_BYTES_MAX).to_owned();
            }
            span
        };
        let country = entity.kind == MentionKind::Country;
        let mut warnings = Vec::new();
        if !entity.corrupted.is_empty() {
            warnings.push("corrupted_name");
        }
        if censored {
            warnings.push("censored_word");
        }
        Record {
            kind: entity.kind.name(),
            name: cut(&entity.name, NAME_BYTES_MAX).to_owned(),
            mentions: mentions.iter().take(MENTIONS_MAX).map(|draft| span(&draft.range)).collect(),
            more_mentions: mentions.len().saturating_sub(MENTIONS_MAX),
            roles: entity.roles.iter().map(|role| cut(role, NAME_BYTES_MAX).to_owned()).collect(),
            country: code(entity.country),
            sector: if country { None } else { code(entity.sector) },
            other_sectors: if country { Vec::new() } else { code(entity.other).into_iter().collect() },
            how: (entity.how != Resolution::None).then(|| entity.how.name()),
            corrupted_forms: entity.corrupted.iter().map(span).collect(),
            place: entity.place.map(|city| Place {
                lat: f64::from(city.latitude) / 10_000.0,
                lon: f64::from(city.longitude) / 10_000.0,
                geonames: city.geonames,
            }),
            confidence: f64::from(entity.confidence) / 1000.0,
            warnings,
        }
    }
}

/// The records of the layer, in the order of the drafts, which is that of their start.
pub(crate) fn layer(parsed: &Parsed<'_>, memory: &Memory, drafts: &[Draft]) -> (Vec<Mention>, Pool) {
    let mut pool = Pool::new();
    let mut names: Vec<Option<PoolStr>> = vec![None; memory.entities.len()];
    let mut last_role: (Range<usize>, PoolStr) = (0..0, pool.add(""));
    let mut mentions = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let entity = memory.get(draft.entity);
        let name = *names[draft.entity as usize].get_or_insert_with(|| pool.add(&entity.name));
        if draft.role != last_role.0 {
            last_role = (draft.role.clone(), pool.add(&parsed.text[draft.role.clone()]));
        }
        let head = parsed.top(parsed.tokens_in(draft.range.clone()));
        let place = entity.place.filter(|_| draft.kind == MentionKind::Place);
        mentions.push(Mention {
            start: draft.range.start as u64,
            end: draft.range.end as u64,
            entity: draft.entity,
            head: head.map_or(u32::MAX, |token| token as u32),
            // What was "other" at first may have turned out to be a place.
            kind: if draft.kind == MentionKind::Other { entity.kind } else { draft.kind },
            how: draft.how,
            flags: draft.flags,
            confidence: draft.confidence,
            country: if draft.country == NONE { entity.country } else { draft.country },
            sector: if draft.sector == NONE && draft.kind != MentionKind::Place { entity.sector } else { draft.sector },
            name,
            role: if draft.role.is_empty() { PoolStr { offset: 0, length: 0 } } else { last_role.1 },
            latitude: place.map_or(0, |city| city.latitude * 100),
            longitude: place.map_or(0, |city| city.longitude * 100),
            geonames: place.map_or(0, |city| city.geonames),
            lead: (draft.range.start - draft.lead) as u32,
        });
    }
    (mentions, pool)
}
