//! Counts the words of a document and finds the longest one. Change it into what you need.
//!
//! An operator puts `{{name}}` into `chain.order` and may set, in `dragoman.toml`:
//!
//! ```toml
//! [plugins.{{name}}]
//! min_words = 100
//! ```

#![forbid(unsafe_code)]

use std::ops::Range;

use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, Span, export_extractor};
use serde::{Deserialize, Serialize};

/// The type of the events. A record that changes incompatibly gets a new name: `.v2`.
const EVENT: &str = "com.example.{{name}}.v1";

/// The plugin's own table of the config file. A key that is not here is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Documents with fewer words give no event.
    min_words: usize,
}

impl Default for Config {
    fn default() -> Self {
        Config { min_words: 1 }
    }
}

/// The data of an event.
#[derive(Serialize)]
struct Words {
    words: usize,
    longest: Option<Span>,
}

/// The extractor: one instance a worker process, called for one document after another.
pub struct WordCount {
    config: Config,
}

impl Extractor for WordCount {
    type Config = Config;
    // Events of other types are refused.
    const EVENT_TYPES: &'static [&'static str] = &[EVENT];
    // What the operator's editor knows about the table.
    const CONFIG_SCHEMA: Option<&'static str> = Some(
        r#"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "min_words": {
      "type": "integer",
      "minimum": 0,
      "default": 1,
      "description": "Documents with fewer words give no event."
    }
  }
}"#,
    );

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(WordCount { config })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        // Some documents have no text: pictures, say.
        let Some(text) = document.text() else {
            return Ok(Outcome::Skipped);
        };
        let words = words(text);
        if words.len() < self.config.min_words {
            return Ok(Outcome::Skipped);
        }
        let length = |word: &&Range<usize>| text[(*word).clone()].chars().count();
        // Of several, the first.
        let longest = words.iter().rev().max_by_key(length);
        let data = Words {
            words: words.len(),
            // Ranges count bytes; a span counts code points, as all records of the log do.
            longest: longest.map(|word| document.span(word.clone())),
        };
        // A refusal ends the document: `?` hands it on.
        out.emit(EVENT, &data)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(WordCount);

/// The words of a text, as ranges of bytes.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let pieces = text.split_inclusive(char::is_whitespace).map(|piece| {
        let start = end;
        end += piece.len();
        start..start + piece.trim_end().len()
    });
    pieces.filter(|range| !range.is_empty()).collect()
}
