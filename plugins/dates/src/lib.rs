//! Finds expressions of time in English text and resolves them against the day of publication: "3 May", "last week", "on
//! Friday", "from 2012 to 2014", "the 1990s".
//!
//! It publishes the layer `dates/1` and emits a `date` record for each. The parts, in reading order: `words`, `numbers`
//! and `pieces` (what stands there), `moment` and `grammar` (what it says), `tense` and `published` (what it is told
//! from), `point` and `resolve` (what it means), `document` (which parts of an article are read) and `record`.
//!
//! The tokens of `tokens/1` and `sentences/1` are used where they are: the verb of a clause decides whether "on Friday"
//! is the one before or behind the publication. Without them the words around decide.

#![warn(missing_docs)]

mod document;
mod grammar;
mod moment;
mod numbers;
mod pieces;
mod point;
mod published;
mod record;
mod resolve;
mod tense;
mod words;

use extractor_api::layer::{DateMention, Language, Pool, Record as _};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
use serde::Deserialize;

/// The plugin's own table of the config file: it has no keys.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {}

/// The extractor.
pub struct Dates;

/// Events that one document may give; the layer has all mentions.
const EVENTS_MAX: usize = 2_000;

impl Extractor for Dates {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &["date"];
    const READS: &'static [&'static str] = &["languages/1", "zones/1"];
    const PUBLISHES: &'static [&'static str] = &[DateMention::LAYER];
    const CONFIG_SCHEMA: Option<&'static str> = Some(
        r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false
}"#,
    );

    fn create(_config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Dates)
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text().filter(|_| is_english(document)) else { return Ok(Outcome::Skipped) };
        let mentions = document::read(document, text, || out.should_stop()).ok_or_else(Error::stopped)?;
        let mut pool = Pool::new();
        let records: Vec<DateMention> = mentions.iter().map(|mention| record::layer(mention, &mut pool)).collect();
        out.publish_with_pool(&records, &pool)?;
        for mention in mentions.iter().take(EVENTS_MAX) {
            let date = record::Date::new(document, mention);
            out.emit_keyed("date", &format!("date {} {}", date.span.start, date.span.end), &date)?;
        }
        Ok(Outcome::Done)
    }
}
export_extractor!(Dates);

/// Whether the text is English, or too short to tell.
fn is_english(document: &Document<'_>) -> bool {
    let Some(languages) = document.layer::<Language>() else { return true };
    let told = languages.iter().find(|language| language.scope == Language::TEXT);
    told.is_none_or(|language| matches!(language.code(), "en" | "und" | ""))
}
