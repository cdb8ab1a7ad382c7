#![forbid(unsafe_code)]

use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};

/// The plugin's own table of the config file.
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    min_words: usize,
}

pub struct WordCount {
    config: Config,
}

const COUNT: &str = "com.example.wordcount.v1";

impl Extractor for WordCount {
    type Config = Config;
    // Every event type must be declared; others are refused.
    const EVENT_TYPES: &'static [&'static str] = &[COUNT];

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        if config.min_words > 100_000 {
            return Err(Error::config("min_words: at most 100000 is wanted"));
        }
        Ok(WordCount { config })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        let words = text.split_whitespace().count();
        if words >= self.config.min_words {
            let longest = text.split_whitespace().max_by_key(|word| word.len());
            let longest = longest.map(|word| document.span(range_in(text, word)));
            out.emit(COUNT, &serde_json::json!({ "words": words, "longest": longest }))?;
        }
        Ok(Outcome::Done)
    }
}

/// Where a part of a text stands in it, in bytes; `span` turns that into the code points that the log counts.
fn range_in(text: &str, part: &str) -> std::ops::Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

export_extractor!(WordCount);
