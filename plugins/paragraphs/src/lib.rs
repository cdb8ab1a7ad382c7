//! An example of an extractor that publishes a layer: where the paragraphs of a text stand, and how long they are.
//!
//! A layer is how extractors tell each other what they found: an array of records of one size, named and versioned,
//! which those after this one read in place. It never reaches the log. To use it, put `paragraphs` into `chain.order`
//! before whoever reads `com.example.paragraphs/1`; the example `headings` does, where it is there.

use std::ops::Range;

use extractor_api::layer::Record;
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};

extractor_api::layer! {
    /// One paragraph: lines without an empty one between them. Paragraphs come in the order of the text.
    ///
    /// Another crate that reads the layer declares the same record: its name and its fields are the contract.
    pub struct Paragraph: "com.example.paragraphs/1", 24 {
        /// First byte of the range in the text.
        start: u64,
        /// Byte after the last.
        end: u64,
        /// How many words stand in it.
        words: u32,
        /// 0; fills the record up to a multiple of 8 bytes.
        reserved: u32,
    }
}

/// There is nothing to set.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {}

/// The extractor.
pub struct Paragraphs;

impl Extractor for Paragraphs {
    type Config = Config;
    const PUBLISHES: &'static [&'static str] = &[Paragraph::LAYER];

    fn create(_config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Paragraphs)
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        // An empty layer says that there are no paragraphs; no layer says that nobody looked.
        out.publish(&paragraphs(text))?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Paragraphs);

fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut at = 0;
    // The empty line at the end closes the last paragraph.
    for line in text.split_inclusive('\n').chain([""]) {
        if line.trim().is_empty() {
            found.extend(open.take().map(|range| record(text, range)));
        } else {
            let start = at + line.len() - line.trim_start().len();
            open = Some(open.map_or(start, |range| range.start)..at + line.trim_end().len());
        }
        at += line.len();
    }
    found
}

fn record(text: &str, range: Range<usize>) -> Paragraph {
    let words = u32::try_from(text[range.clone()].split_whitespace().count()).unwrap_or(u32::MAX);
    Paragraph { start: range.start as u64, end: range.end as u64, words, reserved: 0 }
}
