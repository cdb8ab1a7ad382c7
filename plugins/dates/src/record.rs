//! The `date` record of the log and the record of the layer.

use extractor_api::layer::{DateBasis, DateMention, Pool};
use extractor_api::{Document, Span};
use serde::Serialize;

use crate::document::Mention;
use crate::resolve::Border;

/// The `data` of a date event. Field order is part of the format.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Date {
    pub(crate) span: Span,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    granularity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    basis: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: Vec<&'static str>,
}

impl Date {
    /// The record of a mention.
    pub(crate) fn new(document: &Document<'_>, mention: &Mention) -> Date {
        let value = &mention.value;
        Date {
            span: document.span(mention.range.clone()),
            value: text(value.from),
            granularity: value.granularity.name(),
            end: value.to.and_then(text),
            basis: value.basis.name(),
            warnings: value.warnings.clone(),
        }
    }
}

/// EDTF writes an open end as two dots.
fn text(border: Border) -> Option<String> {
    match border {
        Border::None => None,
        Border::Open => Some("..".to_owned()),
        Border::Point(point) => Some(point.text()),
    }
}

/// The mention for the extractors after this one.
pub(crate) fn layer(mention: &Mention, pool: &mut Pool) -> DateMention {
    let value = &mention.value;
    let mut add = |border: Option<Border>| pool.add(&border.and_then(text).unwrap_or_default());
    DateMention {
        start: mention.range.start as u64,
        end: mention.range.end as u64,
        value: add(Some(value.from)),
        until: add(value.to),
        first_day: value.days.0,
        last_day: value.days.1,
        granularity: value.granularity,
        basis: value.basis,
        flags: 0,
        confidence: confidence(value.basis, !value.warnings.is_empty()),
    }
}

/// Thousandths, as far as the words themselves tell.
fn confidence(basis: DateBasis, warned: bool) -> u32 {
    let sure = match basis {
        DateBasis::Explicit => 980,
        DateBasis::Relative => 900,
        DateBasis::Inherited => 750,
        DateBasis::None => 600,
    };
    if warned { sure / 2 } else { sure }
}
