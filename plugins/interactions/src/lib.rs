//! Codes interactions: who did what to whom, when, where, how it is told and according to whom, in the terms of PLOVER.
//!
//! It reads sentences, tokens, mentions, dates and quotes, and emits one `interaction` record for each act.
//!
//! The parts, in reading order: `code`, the codes; `lexicon`, the words that name acts, compiled from `lexicon/`; `words`,
//! `article` and `mend`, the text with its layers; `clause`, one clause as the coder sees it; `matching`, whether a trigger
//! fits; `party`, `lists`, `resolution` and `frame`, who takes part; `outlook`, how real it is; `rules`, what that makes of
//! the type; `attribution` and `place`, according to whom, where and when; `candidate`, whether a word tells an act;
//! `finding` and `settle`, all that is told of one; `coder` and `implied`, all of it sentence by sentence; `same`, one act
//! told twice; `contexts`, `confidence` and `record`, what is written.

#![warn(missing_docs)]

mod article;
mod attribution;
mod candidate;
mod clause;
mod code;
mod coder;
mod confidence;
mod contexts;
mod finding;
mod frame;
mod hash;
mod implied;
#[cfg(test)]
#[path = "../build/inflect.rs"]
mod inflect;
mod lexicon;
mod lists;
mod matching;
mod mend;
mod outlook;
mod party;
mod place;
mod record;
mod resolution;
mod rules;
mod same;
mod settle;
mod words;

use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
use serde::Deserialize;

use crate::article::Article;
use crate::record::Records;

/// The plugin's own table of the config file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Records less sure than this are not written, 0 to 1.
    pub min_confidence: f64,
}

impl Default for Config {
    fn default() -> Config {
        Config { min_confidence: 0.0 }
    }
}

/// The extractor.
pub struct Interactions {
    config: Config,
}

impl Extractor for Interactions {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &["interaction"];
    const READS: &'static [&'static str] = &["sentences/1", "tokens/1", "mentions/1", "dates/1", "quotes/1"];
    const CONFIG_SCHEMA: Option<&'static str> = Some(
        r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "min_confidence": {
      "type": "number",
      "minimum": 0,
      "maximum": 1,
      "default": 0.0,
      "description": "Records less sure than this are not written."
    }
  }
}"#,
    );

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&config.min_confidence) {
            return Err(Error::config(format!("min_confidence: {} is not between 0 and 1", config.min_confidence)));
        }
        Ok(Interactions { config })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(article) = Article::read(document) else { return Ok(Outcome::Skipped) };
        let findings = coder::code(&article, &mut || out.should_stop()).ok_or_else(Error::stopped)?;
        let events = same::merge(&article, findings);
        Records { document, article: &article, events: &events }.emit(self.config.min_confidence, out)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Interactions);
