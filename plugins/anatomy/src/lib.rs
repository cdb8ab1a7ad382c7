//! Finds the parts of an article: headline, byline, dates, body, headings, references, biography, boilerplate.
//!
//! It publishes the layer `zones/1` and emits one `article` record. The parts, in reading order: `words`, `lines` and
//! `blocks` (what can be seen), `cues` (what words are signs of), `zones` (the decision), `heads`, `people`, `dates`,
//! `dateline` and `references` (what the zones say), `signs` (what a text shows of its making), `record` and `fit` (the
//! event).

#![warn(missing_docs)]

mod blocks;
mod cues;
mod dateline;
mod dates;
mod fingerprint;
mod fit;
mod heads;
mod languages;
mod lines;
mod meta;
mod people;
mod record;
mod references;
mod sentences;
mod signs;
mod words;
mod zones;

use extractor_api::layer::Language;
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
use serde::Deserialize;

use crate::languages::Languages;
use crate::lines::Reading;
use crate::meta::Meta;
use crate::record::{Article, Sources};

/// The plugin's own table of the config file.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Whether the record carries the text of the body, as much of it as fits.
    pub text: bool,
}

/// The extractor.
pub struct Anatomy {
    config: Config,
    cues: cues::Index,
}

impl Extractor for Anatomy {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &["article"];
    const READS: &'static [&'static str] = &["languages/1"];
    const PUBLISHES: &'static [&'static str] = &["zones/1"];
    const CONFIG_SCHEMA: Option<&'static str> = Some(
        r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "text": {
      "type": "boolean",
      "default": false,
      "description": "Puts the text of the body into the article record, up to 20 KiB of it."
    }
  }
}"#,
    );

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Anatomy { config, cues: cues::Index::new() })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        let told: Vec<Language> = document.layer().map(|layer| layer.iter().collect()).unwrap_or_default();
        let (meta, languages) = (Meta::read(document), Languages::read(&told));
        let reading = Reading::new(text, &self.cues, &told, &meta.blocks);
        if out.should_stop() {
            return Err(Error::stopped());
        }
        let parts = zones::find(&reading, &meta);
        out.publish(&parts.iter().map(zones::Part::record).collect::<Vec<_>>())?;
        let sources = Sources { document, reading: &reading, parts: &parts, meta: &meta, languages: &languages };
        let json = fit::json(Article::new(&sources), &sources, self.config.text)?;
        out.emit_raw("article", "article", &json)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Anatomy);
