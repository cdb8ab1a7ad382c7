//! Finds what is quoted and reported in an article, and who said it.
//!
//! It publishes the layer `quotes/1` and emits a `quote` record each: whole sentences in quotation marks (`direct`),
//! pieces in marks inside the writer's sentences (`mixed`), what is reported without marks (`indirect`), and words in
//! marks that are nobody's (`term`); the turns of a transcript are `direct`. It reads English, as the parser before it
//! does.
//!
//! The parts, in reading order: `marks` (which characters are quotation marks), `pieces` (what stands between them),
//! `verbs` and `cues` (words that report), `grammar` (phrases and clauses), `scene` (all of that for one text);
//! `speaker` (who, by the grammar), `quoted`, `indirect` and `turns` (the decisions, as `finding`s), `people` (who that
//! is) and `record` (layer and event).

#![warn(missing_docs)]

mod cues;
mod finding;
mod grammar;
mod indirect;
mod marks;
mod people;
mod pieces;
mod quoted;
mod record;
mod scene;
mod speaker;
mod turns;
mod verbs;

use extractor_api::layer::{Mention, QuoteKind, Record as _, Sentence, Token};
use extractor_api::{Document, Error, Extractor, Host, Level, Outcome, Sink, export_extractor};
use parsed::Parsed;
use serde::Deserialize;

use crate::finding::Finding;
use crate::people::{People, Spoken};
use crate::record::{Sources, Told};
use crate::scene::Scene;

/// Records of a document at most: the extractors of a chain share 10,000. The layer has them all.
const EVENTS_MAX: usize = 3_000;
/// Bytes of records of a document at most, of the 4 MiB that the extractors of a chain share.
const EVENT_BYTES_MAX: usize = 1 << 20;

/// The plugin's own table of the config file.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Whether terms in quotation marks are written to the log.
    pub terms: bool,
    /// Whether thoughts that are reported without quotation marks are written to the log.
    pub thoughts: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config { terms: true, thoughts: false }
    }
}

/// The extractor.
pub struct Quotes {
    config: Config,
}

impl Extractor for Quotes {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &["quote"];
    const READS: &'static [&'static str] = &[Sentence::LAYER, Token::LAYER, Mention::LAYER];
    const PUBLISHES: &'static [&'static str] = &[extractor_api::layer::Quote::LAYER];
    const CONFIG_SCHEMA: Option<&'static str> = Some(
        r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "terms": {
      "type": "boolean",
      "default": true,
      "description": "Writes terms and scare quotes, which nobody said, as records of kind \"term\"; the layer has them in any case."
    },
    "thoughts": {
      "type": "boolean",
      "default": false,
      "description": "Writes what somebody is reported to think, believe, hope or fear without quotation marks, too; the layer has it in any case."
    }
  }
}"#,
    );

    fn create(config: Config, _host: &Host<'_>) -> Result<Quotes, Error> {
        Ok(Quotes { config })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(parsed) = Parsed::read(document) else { return Ok(Outcome::Skipped) };
        let people = People::read(document, parsed.text);
        let scene = Scene::new(&parsed);
        if out.should_stop() {
            return Err(Error::stopped());
        }
        let findings = findings(&scene, &people);
        if out.should_stop() {
            return Err(Error::stopped());
        }
        let told = tell(&parsed, &people, &findings);
        let sources = Sources { document, parsed: &parsed, people: &people };
        out.publish(&told.iter().map(|told| sources.layer(told)).collect::<Vec<_>>())?;
        self.emit(&sources, &told, out)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Quotes);

impl Quotes {
    fn emit(&self, sources: &Sources<'_>, told: &[Told<'_>], out: &mut Sink<'_>) -> Result<(), Error> {
        let wanted = told.iter().filter(|told| {
            let term = told.finding.kind == QuoteKind::Term;
            (self.config.terms || !term) && (self.config.thoughts || !told.finding.thought)
        });
        let mut bytes = 0;
        for (index, told) in wanted.enumerate() {
            let (key, record) = sources.event(told);
            let json = serde_json::to_string(&record)?;
            bytes += json.len();
            if index >= EVENTS_MAX || bytes > EVENT_BYTES_MAX {
                out.log(Level::Warn, "more quotes than the log takes of one document: the rest is in the layer alone");
                break;
            }
            out.emit_raw("quote", &key, &json)?;
        }
        Ok(())
    }
}

/// Everything that is quoted or reported, in the order of the text.
fn findings(scene: &Scene<'_>, people: &People<'_>) -> Vec<Finding> {
    let mut findings = quoted::find(scene);
    findings.extend(indirect::find(scene, &findings, people));
    findings.extend(turns::find(scene, people));
    findings.sort_by_key(|finding| (finding.words.start, finding.words.end));
    findings
}

/// Who said each of them: what is not named takes its speaker from what was said before.
fn tell<'a>(parsed: &Parsed<'_>, people: &People<'_>, findings: &'a [Finding]) -> Vec<Told<'a>> {
    let mut last: Option<Spoken> = None;
    let mut told = Vec::with_capacity(findings.len());
    for finding in findings {
        let speaker = people.speaker(parsed, finding, last.as_ref());
        let listener = finding.listener.as_ref().map(|phrase| people.named(parsed, phrase, None, finding.words.start));
        if finding.kind != QuoteKind::Term && (speaker.mention.is_some() || !speaker.words.is_empty()) {
            last = Some(Spoken { speaker: speaker.clone(), end: finding.words.end });
        }
        told.push(Told { finding, speaker, listener });
    }
    told
}
