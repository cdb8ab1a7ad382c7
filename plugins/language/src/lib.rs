//! Tells the language of a text and of each of its lines, as layer `languages/1`.
//!
//! Articles come with words of other languages around them: share buttons, links to translations, sources. Extractors
//! that know one language alone ask this layer which lines to read.
//!
//! The parts, in reading order: `document`, a text and its lines; `judge`, which evidence decides; `profile`,
//! one pass over a stretch of text; `lexicon`, what words and letters speak for; `script`, `code`, `set` and
//! `config`.

mod alphabet;
mod code;
mod config;
mod document;
mod judge;
mod lexicon;
mod profile;
mod script;
mod set;

use extractor_api::layer::{Language as Record, Record as _};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};

pub use config::Config;
use judge::{Judge, Verdict};

/// The extractor.
pub struct Language {
    judge: Judge,
}

impl Extractor for Language {
    type Config = Config;
    const MEDIA_TYPES: &'static [&'static str] = &[];
    const PUBLISHES: &'static [&'static str] = &[Record::LAYER];
    const CONFIG_SCHEMA: Option<&'static str> = Some(config::SCHEMA);

    fn create(config: Config, _host: &Host<'_>) -> Result<Language, Error> {
        Ok(Language { judge: Judge::new(config.allowed()?) })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        let reading = document::read(text, &self.judge, || out.should_stop()).ok_or_else(Error::stopped)?;
        let mut records = Vec::with_capacity(1 + reading.lines.len());
        records.push(record(0..text.len(), reading.whole, Record::TEXT));
        records.extend(reading.lines.into_iter().map(|line| record(line.range, line.verdict, Record::LINE)));
        out.publish(&records)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Language);

/// The code for a language that could not be told, as in ISO 639-2.
const UNDETERMINED: &str = "und";

fn record(range: std::ops::Range<usize>, verdict: Verdict, scope: u32) -> Record {
    Record {
        start: range.start as u64,
        end: range.end as u64,
        code: Record::code_bytes(verdict.language.map_or(UNDETERMINED, code::code_of)),
        confidence: verdict.confidence,
        scope,
    }
}
