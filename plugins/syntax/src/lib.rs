//! Splits English text into sentences and words, tags them and finds who depends on whom: layers `sentences/1` and
//! `tokens/1`, on which the extractors of people, dates, quotes and events build.
//!
//! The parts, in reading order: `text` (sentences and tokens, by rule), `model` (tagger, parser and labeller, by weights
//! that were learned from treebanks), `analysis` (one sentence through all three). `train/` is the program that learns
//! the weights.
//!
//! Every sentence has tokens with tags; heads and relations only where there is prose in English, see
//! [`Sentence::PARSED`]. Words that are part of a name by their class, and another part of speech by themselves
//! ("United" in "United Kingdom"), have that part of speech and the form of a noun.

#![warn(missing_docs)]

pub mod analysis;
pub mod model;
pub mod text;

use std::ops::Range;

use extractor_api::layer::{Form, Language, Record as _, Relation, Sentence, Tag, Token, Zone};
use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
use serde::Deserialize;

use crate::analysis::Analyst;
use crate::model::weights::{self, Weights};
use crate::text::stretches::{Stretch, stretches};
use crate::text::{sentences::sentences, tokens::tokens};

/// The weights, as `train` wrote them; the licence of the file stands beside it.
pub static WEIGHTS: &[u8] = &ALIGNED.0;

static ALIGNED: Aligned<{ include_bytes!("../weights/english.bin").len() }> =
    Aligned(*include_bytes!("../weights/english.bin"));

/// Bytes that begin where the lines of the cache do, see [`weights::ALIGNMENT`].
#[repr(align(128))]
struct Aligned<const BYTES: usize>([u8; BYTES]);

const _: () = assert!(align_of::<Aligned<0>>() == weights::ALIGNMENT);

/// Sentences with more tokens are tagged and not parsed: they are tables, lists, or no text at all.
const PARSED_TOKENS_MAX: usize = 400;

/// How many sentences are analysed between two looks at whether to stop.
const SENTENCES_BETWEEN_LOOKS: usize = 64;

/// The plugin's own table of the config file: there is nothing to set.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {}

/// The extractor.
pub struct Syntax {
    analyst: Analyst<'static>,
}

impl Extractor for Syntax {
    type Config = Config;
    const READS: &'static [&'static str] = &[Language::LAYER, Zone::LAYER];
    const PUBLISHES: &'static [&'static str] = &[Sentence::LAYER, Token::LAYER];

    fn create(_config: Config, _host: &Host<'_>) -> Result<Syntax, Error> {
        let weights = Weights::read(WEIGHTS).ok_or_else(|| Error::config("the weights in this library are damaged"))?;
        Ok(Syntax { analyst: Analyst::new(weights) })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        let languages: Vec<Language> = document.layer().map(|layer| layer.iter().collect()).unwrap_or_default();
        if !is_english(&languages) {
            return Ok(Outcome::Skipped);
        }
        let zones: Vec<Zone> = document.layer().map(|layer| layer.iter().collect()).unwrap_or_default();
        let mut reading = Reading::of(text);
        for stretch in stretches(text, &zones, &languages) {
            let mut next = reading.sentences.len();
            reading.split(text, &stretch);
            while next < reading.sentences.len() {
                if next.is_multiple_of(SENTENCES_BETWEEN_LOOKS) && out.should_stop() {
                    return Err(Error::stopped());
                }
                reading.analyse(text, next, stretch.parsed, &mut self.analyst);
                next += 1;
            }
        }
        out.publish(&reading.sentences)?;
        out.publish(&reading.tokens)?;
        Ok(Outcome::Done)
    }
}
export_extractor!(Syntax);

/// Whether the text as a whole is in English, as far as could be told.
fn is_english(languages: &[Language]) -> bool {
    let whole = languages.iter().find(|language| language.scope == Language::TEXT);
    whole.is_none_or(|whole| matches!(whole.code(), "en" | "und" | ""))
}

/// What was found of a text so far.
struct Reading {
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    /// The words of the sentence at hand, each with whether it follows the one before without a space.
    words: Vec<(Range<usize>, bool)>,
}

impl Reading {
    /// Has room for as many sentences and tokens as texts of this length have.
    fn of(text: &str) -> Reading {
        Reading {
            sentences: Vec::with_capacity(text.len() / 64),
            tokens: Vec::with_capacity(text.len() / 4),
            words: Vec::new(),
        }
    }

    /// Adds the sentences of a stretch, still without tokens.
    fn split(&mut self, text: &str, stretch: &Stretch) {
        sentences(text, stretch.range.clone(), |range| {
            let (start, end) = (range.start as u64, range.end as u64);
            self.sentences.push(Sentence { start, end, first_token: 0, tokens: 0, zone: stretch.zone, flags: 0 });
        });
    }

    /// Adds the tokens of a sentence.
    fn analyse(&mut self, text: &str, index: usize, parse: bool, analyst: &mut Analyst<'_>) {
        let sentence = &mut self.sentences[index];
        let first = self.tokens.len();
        let (head, tag, relation, form) = (0, Tag::X, Relation::Dep, Form::Other);
        tokens(text, sentence.start as usize..sentence.end as usize, |range| {
            let (start, end) = (range.start as u64, range.end as u64);
            self.tokens.push(Token { start, end, head, tag, relation, form, flags: 0 });
        });
        let own = &mut self.tokens[first..];
        (sentence.first_token, sentence.tokens) = (first as u32, own.len() as u32);
        let parse = parse && own.len() <= PARSED_TOKENS_MAX;
        sentence.flags = if parse { Sentence::PARSED } else { 0 };
        // In pieces only where there is no tree.
        let mut piece_first = first as u32;
        for piece in own.chunks_mut(PARSED_TOKENS_MAX) {
            let mut end = u64::MAX;
            self.words.clear();
            self.words.extend(piece.iter().map(|token| {
                let glued = std::mem::replace(&mut end, token.end) == token.start;
                (token.start as usize..token.end as usize, glued)
            }));
            analyst.analyse(text, &self.words, parse);
            for (token, found) in piece.iter_mut().zip(&analyst.found) {
                token.head = piece_first + found.head;
                (token.tag, token.relation, token.form) = (found.tag, found.relation, found.form);
            }
            piece_first += piece.len() as u32;
        }
    }
}
