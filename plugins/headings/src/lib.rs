//! An example of an extractor that reads layers: emits `com.example.heading.v1` for the title of an article and for
//! each heading in it.
//!
//! It needs `zones/1`, which `anatomy` publishes: a chain without it is refused. It makes use of
//! `com.example.paragraphs/1` of the example `paragraphs` where that runs before it, and does without it otherwise:
//! only what an extractor cannot do without belongs into `READS`.

use extractor_api::layer::{Record, Zone, ZoneKind, range_of};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, Span, export_extractor};
use serde::{Deserialize, Serialize};

extractor_api::layer! {
    /// A paragraph, as `paragraphs` publishes it. A layer is known by its name: no crate is shared.
    pub struct Paragraph: "com.example.paragraphs/1", 24 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// How many words stand in it.
        words: u32,
        /// 0.
        reserved: u32,
    }
}

const EVENT: &str = "com.example.heading.v1";

/// There is nothing to set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {}

/// The data of an event.
#[derive(Serialize)]
struct Heading {
    /// `title`, `subtitle` or `heading`.
    kind: &'static str,
    /// Where it stands, in code points, and what it says.
    span: Span,
    /// Words of the paragraphs between it and the next one; absent when nobody has counted them.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<u64>,
}

/// The extractor.
pub struct Headings;

impl Extractor for Headings {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[EVENT];
    const READS: &'static [&'static str] = &[Zone::LAYER];

    fn create(_config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Headings)
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        // The chain has somebody who publishes it, but with this document that extractor may have failed.
        let Some(zones) = document.layer::<Zone>() else { return Ok(Outcome::Skipped) };
        let paragraphs = document.layer::<Paragraph>();
        let is_heading = |zone: &Zone| matches!(zone.kind, ZoneKind::Title | ZoneKind::Subtitle | ZoneKind::Heading);
        let headings: Vec<Zone> = zones.iter().filter(is_heading).collect();
        for (place, zone) in headings.iter().enumerate() {
            // A layer is what another plugin says: a range need not be one of the text.
            let range = range_of(text, zone.start, zone.end)
                .ok_or_else(|| Error::document(format!("{}..{} is no range of the text", zone.start, zone.end)))?;
            let next = headings.get(place + 1).map_or(u64::MAX, |next| next.start);
            let below = |paragraph: &Paragraph| (zone.end..next).contains(&paragraph.start);
            let words = paragraphs.map(|layer| layer.iter().filter(below).map(|it| u64::from(it.words)).sum());
            let heading = Heading { kind: zone.kind.name(), span: document.span(range), words };
            // The key is what makes the event the same one when details of its data change in a later version.
            out.emit_keyed(EVENT, &format!("{}:{}", zone.kind.name(), heading.span.start), &heading)?;
        }
        Ok(Outcome::Done)
    }
}
export_extractor!(Headings);
