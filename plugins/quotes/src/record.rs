//! The quote record, and its place in `quotes/1`.

use std::ops::Range;

use extractor_api::layer::{Quote, Resolution};
use extractor_api::{Document, Position};
use parsed::Parsed;
use serde::Serialize;

use crate::finding::Finding;
use crate::people::{Known, People, Speaker};

/// The words that were said, in JSON at most: the rest of a line of the log is needed for who said them.
const WORDS_BYTES_MAX: usize = 20 * 1024;
/// Names and reporting words, in JSON at most.
const NAME_BYTES_MAX: usize = 600;

/// The `data` of a quote event. Field order is part of the format.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Record<'a> {
    span: Cut<'a>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<Somebody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    addressee: Option<Somebody<'a>>,
    confidence: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<&'static str>,
}

/// A stretch of the text as [`extractor_api::Span`] writes it, its words cut to fit a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Cut<'a> {
    start: u64,
    end: u64,
    exact: &'a str,
}

/// Words with their place.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Words<'a> {
    text: &'a str,
    span: Cut<'a>,
}

/// Who speaks, or is spoken to.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Somebody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Cut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'static str>,
}

/// What records are made from.
pub(crate) struct Sources<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) parsed: &'a Parsed<'a>,
    pub(crate) people: &'a People<'a>,
}

/// A finding of which it is known who said it.
pub(crate) struct Told<'a> {
    pub(crate) finding: &'a Finding,
    pub(crate) speaker: Speaker,
    pub(crate) listener: Option<Speaker>,
}

impl<'a> Sources<'a> {
    /// The event's key and data.
    pub(crate) fn event(&self, told: &Told<'_>) -> (String, Record<'a>) {
        let Finding { words, kind, cue, confidence, mended, .. } = told.finding;
        let span = self.cut(words, WORDS_BYTES_MAX);
        let mut warnings = Vec::new();
        if *mended {
            warnings.push("unbalanced_marks");
        }
        if span.exact.len() < words.len() {
            warnings.push("text_cut");
        }
        if self.corrupted(&told.speaker) {
            warnings.push("corrupted_name");
        }
        let key = format!("{}:{}-{}", kind.name(), span.start, span.end);
        let record = Record {
            span,
            kind: kind.name(),
            speaker: self.somebody(&told.speaker),
            cue: cue.as_ref().map(|tokens| self.words(&self.parsed.range_of(tokens.clone()))),
            addressee: told.listener.as_ref().and_then(|listener| self.somebody(listener)),
            confidence: f64::from(*confidence) / 1000.0,
            warnings,
        };
        (key, record)
    }

    /// The record of the layer.
    pub(crate) fn layer(&self, told: &Told<'_>) -> Quote {
        let Finding { words, kind, cue, confidence, .. } = told.finding;
        let cue = cue.as_ref().map(|tokens| self.parsed.range_of(tokens.clone())).unwrap_or(words.start..words.start);
        let speaker = if told.speaker.words.is_empty() { words.start..words.start } else { told.speaker.words.clone() };
        Quote {
            start: words.start as u64,
            end: words.end as u64,
            speaker_start: speaker.start as u64,
            speaker_end: speaker.end as u64,
            cue_start: cue.start as u64,
            cue_end: cue.end as u64,
            speaker: self.people.entity(&told.speaker),
            addressee: told.listener.as_ref().map_or(Quote::NOBODY, |listener| self.people.entity(listener)),
            kind: *kind,
            flags: 0,
            reserved: 0,
            confidence: *confidence,
        }
    }

    fn corrupted(&self, speaker: &Speaker) -> bool {
        let flag = extractor_api::layer::Mention::CORRUPTED;
        speaker.known == Known::Named
            && speaker.mention.is_some_and(|index| self.people.mention(index).flags & flag != 0)
    }

    fn somebody(&self, speaker: &Speaker) -> Option<Somebody<'a>> {
        let words = (!speaker.words.is_empty()).then(|| self.words(&speaker.words));
        // Several have no one name, country or sector.
        let mention = speaker.mention.filter(|_| !speaker.several);
        let code = |code: &str| (!code.is_empty()).then(|| code.to_owned());
        let record = mention.map(|index| self.people.mention(index));
        let name = mention.map(|index| cut(self.people.name(index), NAME_BYTES_MAX)).filter(|name| !name.is_empty());
        let elsewhere = (!speaker.named_at.is_empty()).then(|| self.words(&speaker.named_at).text);
        let elsewhere = elsewhere.filter(|words| is_named(words));
        let name = name.or(elsewhere);
        if words.is_none() && name.is_none() {
            return None;
        }
        let how = match (speaker.known, record.map(|record| record.how)) {
            (Known::Implied, _) => Some("implied"),
            (_, None) => None,
            (Known::Pronoun, _) => Some(Resolution::Pronoun.name()),
            (Known::Role, _) => Some(Resolution::Memory.name()),
            (Known::Named, Some(Resolution::None)) => None,
            (Known::Named, Some(how)) => Some(how.name()),
        };
        Some(Somebody {
            text: words.as_ref().map(|words| words.text),
            span: words.map(|words| words.span),
            name,
            country: record.and_then(|record| code(record.country())),
            sector: record.and_then(|record| code(record.sector())),
            how,
        })
    }

    fn words(&self, range: &Range<usize>) -> Words<'a> {
        let span = self.cut(range, NAME_BYTES_MAX);
        Words { text: span.exact, span }
    }

    fn cut(&self, range: &Range<usize>, bytes_max: usize) -> Cut<'a> {
        let Position { start, end } = self.document.position(range.clone());
        Cut { start, end, exact: cut(&self.parsed.text[range.clone()], bytes_max) }
    }
}

/// Whether words name somebody, and are no pronoun or role.
fn is_named(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or_default();
    last.starts_with(char::is_uppercase) && !["He", "She", "They", "It", "We", "I"].contains(&last)
}

/// As much of a text as has so many bytes in JSON, escapes counted.
fn cut(text: &str, bytes_max: usize) -> &str {
    /// The longest that a byte can become: `\u001f`.
    const ESCAPE_BYTES_MAX: usize = 6;
    if text.len() * ESCAPE_BYTES_MAX <= bytes_max {
        return text;
    }
    let mut bytes = 0;
    for (at, letter) in text.char_indices() {
        bytes += match letter {
            '"' | '\\' | '\n' | '\t' | '\r' => 2,
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' => 6,
            letter => letter.len_utf8(),
        };
        if bytes > bytes_max {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_what_they_need_in_json() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "abc");
        assert_eq!(cut("é\"é", 4), "é\"");
        assert_eq!(cut("\u{1}\u{1}", 11), "\u{1}");
    }
}
