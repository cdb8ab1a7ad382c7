//! Which part of an article each line is.
//!
//! Three looks at the lines: each by itself ([`draft`]), then where head, body and tail lie ([`regions`]), then each
//! again in the light of its region and its neighbours ([`decide`]). Last, lines that hold two zones are cut and
//! lines of one zone are joined.

mod decide;
mod draft;
mod regions;

use std::ops::Range;

use extractor_api::layer::{Zone, ZoneKind};

use crate::dateline;
use crate::lines::Reading;
use crate::meta::Meta;
use crate::words::Shape;
use draft::Draft;

/// What a line was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// The zone that it belongs to.
    pub(crate) kind: ZoneKind,
    /// Thousandths.
    pub(crate) confidence: u32,
}

impl Label {
    fn new(kind: ZoneKind, confidence: u32) -> Label {
        Label { kind, confidence }
    }
}

/// A zone as a range of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What it is.
    pub(crate) kind: ZoneKind,
    /// Bytes of the text, trimmed.
    pub(crate) range: Range<usize>,
    /// Indices of the lines that it lies in.
    pub(crate) lines: Range<usize>,
    /// Thousandths: the mean of its lines.
    pub(crate) confidence: u32,
}

impl Part {
    /// The record of the layer.
    pub(crate) fn record(&self) -> Zone {
        Zone {
            start: self.range.start as u64,
            end: self.range.end as u64,
            kind: self.kind,
            confidence: self.confidence,
        }
    }
}

/// Finds the zones of a text, in order.
pub(crate) fn find(reading: &Reading<'_>, meta: &Meta) -> Vec<Part> {
    let drafts: Vec<Option<Draft>> = reading.lines.iter().map(|line| draft::of(reading, line)).collect();
    let regions = regions::find(reading, meta, drafts);
    let labels = decide::labels(reading, meta, &regions);
    join(cut(reading, &labels))
}

/// One part a line, or more where a line holds more than one zone.
fn cut(reading: &Reading<'_>, labels: &[Label]) -> Vec<Part> {
    let first_body = labels.iter().position(|label| label.kind == ZoneKind::Body);
    let last_body = labels.iter().rposition(|label| label.kind == ZoneKind::Body);
    let mut parts = Vec::with_capacity(labels.len());
    for (at, (label, line)) in labels.iter().zip(&reading.lines).enumerate() {
        let mut push = |kind, range: Range<usize>| {
            parts.push(Part { kind, range, lines: at..at + 1, confidence: label.confidence });
        };
        let Range { mut start, end } = line.range;
        if let Some(length) = (Some(at) == first_body).then(|| dateline::length(reading.str(line))).flatten() {
            push(ZoneKind::DatelineSite, start..start + length);
            start = skip_blanks(reading.text, start + length);
        } else if label.kind == ZoneKind::Body
            && let Some(length) = dateline::day_length(reading.str(line))
        {
            push(ZoneKind::Heading, start..start + length);
            start = skip_blanks(reading.text, start + length);
        }
        let tags = if Some(at) == last_body { hashtags_at_end(reading, at) } else { None };
        let body_end = tags.map_or(end, |tags| reading.text[..tags].trim_end().len());
        if body_end > start {
            push(label.kind, start..body_end);
        }
        if let Some(tags) = tags {
            push(ZoneKind::Hashtags, tags..end);
        }
    }
    parts
}

fn skip_blanks(text: &str, at: usize) -> usize {
    at + text[at..].len() - text[at..].trim_start().len()
}

/// Where a run of hashtags at the end of a paragraph begins; a single one belongs to its sentence.
fn hashtags_at_end(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let line = &reading.lines[at];
    let run = reading.words(line).iter().rev().take_while(|word| word.shape == Shape::Hashtag).count();
    if run < 2 {
        return None;
    }
    let mut start = line.range.end;
    for _ in 0..run {
        start = line.range.start + reading.text[line.range.start..start].rfind('#')?;
    }
    (start > line.range.start).then_some(start)
}

/// Joins neighbours of one kind. Headings stay apart, as each is one of its own.
fn join(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.kind == part.kind && !matches!(part.kind, ZoneKind::Heading | ZoneKind::Title) => {
                let count = last.lines.len() as u32;
                last.confidence = (last.confidence * count + part.confidence) / (count + 1);
                last.range.end = part.range.end;
                last.lines.end = part.lines.end;
            }
            _ => joined.push(part),
        }
    }
    joined
}
