//! Finds the parts of an article: headline, byline, dates, body, headings, references, biography, boilerplate.
//!
//! It publishes the layer `zones/1` and emits one `article` record. The parts, in reading order: `words` and `lines`
//! (what can be seen), `cues` (what words are signs of), `zones` (the decision), `heads`, `people`, `dates`,
//! `dateline` and `references` (what the zones say), `record` and `fit` (the event).

#![warn(missing_docs)]

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
        let layer = document.layer::<Language>();
        let (meta, languages) = (Meta::read(document), Languages::read(layer));
        let reading = Reading::new(text, &self.cues, layer);
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
#[cfg(test)]
mod dev {
    use super::*;
    #[test]
    fn stages() {
        let Ok(path) = std::env::var("DEV_SPEED") else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let idx = cues::Index::new();
        let meta = Meta::default();
        fn time<T>(name: &str, mut f: impl FnMut() -> T) {
            for _ in 0..200 { std::hint::black_box(f()); }
            let t = std::time::Instant::now();
            for _ in 0..3000 { std::hint::black_box(f()); }
            println!("STAGE {name} {:?}", t.elapsed() / 3000);
        }
        time("words", || { let mut w = Vec::new(); let mut f = String::new(); words::read_words(&text, &mut f, &mut w); w });
        time("reading", || Reading::new(&text, &idx, None));
        let r = Reading::new(&text, &idx, None);
        time("zones", || zones::find(&r, &meta));
        let p = zones::find(&r, &meta);
        time("dates", || heads::dates(&r, &p, &meta));
        time("site", || heads::site(&r, &p));
        time("refs", || p.iter().filter(|p| p.kind == extractor_api::layer::ZoneKind::References).map(|x| references::read(&r, &r.lines[x.lines.clone()])).collect::<Vec<_>>());
        time("simhash", || fingerprint::simhash(r.words.iter()));
        time("sentences", || sentences::count(&text));
        time("urls", || references::urls(&text).count());
    }
}
