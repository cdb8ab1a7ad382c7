//! An extractor that says what extractors tell each other: layers never reach the log, and the scorer reads records.

use extractor_api::layer::{Record, Sentence, range_of};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, Span, export_extractor};
use serde::{Deserialize, Serialize};

const SENTENCE: &str = "com.example.sentence.v1";

/// There is nothing to set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {}

/// A sentence.
#[derive(Serialize)]
struct Shown {
    /// Where it stands, in code points, and its words.
    span: Span,
}

/// The extractor.
pub struct Witness;

impl Extractor for Witness {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[SENTENCE];
    const READS: &'static [&'static str] = &[Sentence::LAYER];

    fn create(_config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Witness)
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        let Some(sentences) = document.layer::<Sentence>() else { return Ok(Outcome::Skipped) };
        for sentence in sentences.iter() {
            let range = range_of(text, sentence.start, sentence.end).ok_or_else(|| {
                Error::document(format!("{}..{} is no range of the text", sentence.start, sentence.end))
            })?;
            out.emit(SENTENCE, &Shown { span: document.span(range) })?;
        }
        Ok(Outcome::Done)
    }
}
export_extractor!(Witness);

#[cfg(test)]
mod tests {
    use extractor_api::layer::{Pool, ZoneKind};
    use extractor_api::testing::Harness;
    use serde_json::json;

    use super::*;

    #[test]
    fn each_sentence_is_a_record() {
        let sentence = |start, end| Sentence { start, end, first_token: 0, tokens: 0, zone: ZoneKind::Body, flags: 0 };
        let sentences = vec![sentence(0, 6), sentence(7, 10)];
        let mut harness = Harness::<Witness>::new(json!({})).unwrap().with_layer(sentences, Pool::new());
        let spans: Vec<_> =
            harness.run_text("É so. Ja.").events.into_iter().map(|event| event.data["span"].clone()).collect();
        assert_eq!(
            spans,
            [json!({"start": 0, "end": 5, "exact": "É so."}), json!({"start": 6, "end": 9, "exact": "Ja."})]
        );
    }
}
