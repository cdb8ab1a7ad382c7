//! A text in stretches that no sentence crosses: lines, cut where a zone begins.

use std::ops::Range;

use extractor_api::layer::{Language, Zone, ZoneKind, range_of};

use super::find_rare;

/// A line or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The part of the article.
    pub zone: ZoneKind,
    /// Whether it is prose in English.
    pub parsed: bool,
}

/// Zones without prose: what stands there has no sentences that a parser would know.
fn is_prose(zone: ZoneKind) -> bool {
    !matches!(
        zone,
        ZoneKind::ShareWidget
            | ZoneKind::AvailableLanguages
            | ZoneKind::References
            | ZoneKind::RelatedLinks
            | ZoneKind::Hashtags
    )
}

/// From which confidence on, in thousandths, a line counts as one of another language.
const FOREIGN_CONFIDENCE_MIN: u32 = 700;

/// Whether a line is in another language for certain.
fn is_foreign(language: &Language) -> bool {
    !matches!(language.code(), "en" | "und" | "") && language.confidence >= FOREIGN_CONFIDENCE_MIN
}

/// Whether a character ends a line, whatever stands behind it.
fn ends_line(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Cuts a text into stretches. Zones and languages that do not fit the text, or stand out of order, do not count.
pub fn stretches(text: &str, zones: &[Zone], languages: &[Language]) -> Vec<Stretch> {
    let mut zones = in_order(text, zones.iter().map(|zone| (zone.start, zone.end, zone.kind))).into_iter().peekable();
    let lines = languages.iter().filter(|language| language.scope == Language::LINE);
    let mut foreign = in_order(text, lines.map(|line| (line.start, line.end, is_foreign(line)))).into_iter().peekable();
    let mut stretches = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = find_rare(&text[start..], |eight| eight.within(b'\n', b'\r'), ends_line)
            .map_or(text.len(), |at| start + at);
        let end = end + text[end..].chars().next().map_or(0, char::len_utf8);
        while foreign.next_if(|(range, _)| range.end <= start).is_some() {}
        let english = !foreign.peek().is_some_and(|(range, foreign)| range.start < end && *foreign);
        let mut at = start;
        while at < end {
            while zones.next_if(|(range, _)| range.end <= at).is_some() {}
            let (zone, cut) = match zones.peek() {
                Some((range, kind)) if range.start <= at => (*kind, range.end),
                Some((range, _)) => (ZoneKind::Other, range.start),
                None => (ZoneKind::Other, end),
            };
            let cut = cut.min(end);
            if !text[at..cut].trim().is_empty() {
                stretches.push(Stretch { range: at..cut, zone, parsed: english && is_prose(zone) });
            }
            at = cut;
        }
        start = end;
    }
    stretches
}

/// Those of some records whose ranges are ranges of the text and follow each other.
fn in_order<T>(text: &str, records: impl Iterator<Item = (u64, u64, T)>) -> Vec<(Range<usize>, T)> {
    let mut kept: Vec<(Range<usize>, T)> = Vec::new();
    for (start, end, value) in records {
        let Some(range) = range_of(text, start, end) else { continue };
        let behind = kept.last().is_none_or(|(last, _)| last.end <= range.start);
        if behind && !range.is_empty() {
            kept.push((range, value));
        }
    }
    kept
}
