//! Finds persons, organizations, places, countries and groups, and which mentions mean the same.
//!
//! It publishes the layer `mentions/1` and emits an `entity` record for each of them. What stands beside a name in the text
//! counts first ("Japanese Foreign Minister Yoko Kamikawa"), compiled tables second, what the article told before third.
//!
//! The parts, in reading order: `key` (how words are looked up) and `tables` (what is known of them); `reading`, a text cut
//! into units; `finder`, which makes mentions of units; `memory`, the entities; `offices`, what the table of office holders adds; `garbled`,
//! misspelt names; `context`, countries that
//! only the sentence tells; `pronouns`, what
//! stands for a name; `record`, layer and event.

mod context;
mod finder;
mod garbled;
mod key;
mod layer;
mod memory;
mod offices;
mod pronouns;
mod reading;
mod record;
mod tables;
mod word;

use std::cmp::Reverse;

use extractor_api::layer::{Mention, Record as _};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
use parsed::Parsed;
use serde::Deserialize;

use crate::finder::Finder;
use crate::reading::{Reading, Room};
use crate::record::Records;

/// The plugin's own table of the config file: it has no keys yet.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {}

/// The extractor.
#[derive(Default)]
pub struct Names {
    room: Room,
}

impl Extractor for Names {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &["entity"];
    const READS: &'static [&'static str] = &["tokens/1", "sentences/1", "zones/1"];
    const PUBLISHES: &'static [&'static str] = &[Mention::LAYER];
    const CONFIG_SCHEMA: Option<&'static str> = Some(
        r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {}
}"#,
    );

    fn create(_: Config, _: &Host<'_>) -> Result<Self, Error> {
        Ok(Names::default())
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(parsed) = Parsed::read(document) else { return Ok(Outcome::Skipped) };
        let reading = Reading::new(&parsed, std::mem::take(&mut self.room));
        let mut finder = Finder::new(&reading);
        if !finder.run(|| out.should_stop()) {
            return Err(Error::stopped());
        }
        let Finder { mut memory, mut drafts, owned, .. } = finder;
        garbled::merge(&mut memory, &mut drafts);
        offices::complete(&mut memory, offices::published(document));
        drafts.sort_by_key(|draft| (draft.sentence, draft.range.start, Reverse(draft.range.end), draft.entity));
        context::infer(&parsed, &mut memory, &mut drafts);
        pronouns::resolve(&reading, &mut memory, &mut drafts, &owned);
        drafts.sort_by_key(|draft| (draft.range.start, Reverse(draft.range.end), draft.entity));
        let (mentions, pool) = layer::layer(parsed.text, &memory, &drafts);
        out.publish_with_pool(&mentions, &pool)?;
        Records::new(parsed.text, &memory, &drafts).emit(out)?;
        self.room = reading.leave();
        Ok(Outcome::Done)
    }
}
export_extractor!(Names);
