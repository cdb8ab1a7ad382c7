//! A text with its sentences and tokens, as the extractors after the parser see it: who is the head of what, which
//! words a phrase has. [`fixture`] makes one from a notation, so that tests do not depend on a parser.

#![warn(missing_docs)]

mod dependents;
pub mod fixture;

use std::cell::OnceCell;
use std::ops::Range;

use extractor_api::Document;
use extractor_api::layer::{Layer, Relation, Sentence, Token};

use crate::dependents::Dependents;

/// A text, its sentences and tokens. Tokens and sentences are spoken of by index.
pub struct Parsed<'a> {
    /// The document's text.
    pub text: &'a str,
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
    /// For each token the index of its sentence.
    sentence_of: Vec<u32>,
    /// Made when somebody asks: who needs a tag here and there asks for nobody's dependents.
    dependents: OnceCell<Dependents>,
}

impl<'a> Parsed<'a> {
    /// Reads the layers `tokens/1` and `sentences/1`; `None` when the text or one of them is missing.
    pub fn read(document: &Document<'a>) -> Option<Parsed<'a>> {
        let tokens: Layer<'a, Token> = document.layer()?;
        let sentences: Layer<'a, Sentence> = document.layer()?;
        Some(Parsed::new(document.text()?, tokens.to_vec(), sentences.to_vec()))
    }

    /// Puts a text and its records together. Records that do not fit the text or each other are mended: a range outside
    /// the text becomes empty, a head outside its sentence the token itself.
    pub fn new(text: &'a str, mut tokens: Vec<Token>, mut sentences: Vec<Sentence>) -> Parsed<'a> {
        let count = tokens.len();
        for (index, token) in tokens.iter_mut().enumerate() {
            mend_range(text, &mut token.start, &mut token.end);
            // A token of no sentence has nobody else to mend it.
            if token.head as usize >= count {
                token.head = index as u32;
            }
        }
        let mut sentence_of = vec![0; count];
        for (index, sentence) in sentences.iter_mut().enumerate() {
            mend_range(text, &mut sentence.start, &mut sentence.end);
            let first = (sentence.first_token as usize).min(count);
            let end = first.saturating_add(sentence.tokens as usize).min(count);
            (sentence.first_token, sentence.tokens) = (first as u32, (end - first) as u32);
            sentence_of[first..end].fill(index as u32);
            for (place, token) in tokens[first..end].iter_mut().enumerate() {
                if !(first..end).contains(&(token.head as usize)) {
                    token.head = (first + place) as u32;
                }
            }
        }
        Parsed { text, tokens, sentences, sentence_of, dependents: OnceCell::new() }
    }

    /// The word as it stands in the text.
    #[inline]
    pub fn word(&self, token: usize) -> &'a str {
        &self.text[self.range(token)]
    }

    /// Whether the word is this one, in small or capital ASCII letters.
    #[inline]
    pub fn is(&self, token: usize, word: &str) -> bool {
        let range = self.range(token);
        // Most words differ in length already; their text is then left alone. As bytes, since nobody need know where
        // characters begin.
        range.len() == word.len() && self.text.as_bytes()[range].eq_ignore_ascii_case(word.as_bytes())
    }

    /// Whether the word is one of these, in small or capital ASCII letters.
    #[inline]
    pub fn is_any(&self, token: usize, words: &[&str]) -> bool {
        let length = self.range(token).len();
        words.iter().any(|word| word.len() == length && self.is(token, word))
    }

    /// The bytes of a token.
    #[inline]
    pub fn range(&self, token: usize) -> Range<usize> {
        self.tokens[token].start as usize..self.tokens[token].end as usize
    }

    /// The bytes from the first of some tokens to the last; empty for none.
    pub fn range_of(&self, tokens: Range<usize>) -> Range<usize> {
        if tokens.is_empty() {
            return 0..0;
        }
        let (first, last) = (self.range(tokens.start), self.range(tokens.end - 1));
        // Tokens that were mended may be out of order.
        first.start..last.end.max(first.start)
    }

    /// The tokens of a sentence.
    #[inline]
    pub fn tokens_of(&self, sentence: usize) -> Range<usize> {
        let sentence = &self.sentences[sentence];
        sentence.first_token as usize..(sentence.first_token + sentence.tokens) as usize
    }

    /// The sentence of a token.
    #[inline]
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_of[token] as usize
    }

    /// The bytes of a sentence.
    #[inline]
    pub fn sentence_range(&self, sentence: usize) -> Range<usize> {
        self.sentences[sentence].start as usize..self.sentences[sentence].end as usize
    }

    /// The head of a token; `None` at the root of a sentence.
    #[inline]
    pub fn head(&self, token: usize) -> Option<usize> {
        let head = self.tokens[token].head as usize;
        (head != token).then_some(head)
    }

    /// The relation of a token to its head.
    #[inline]
    pub fn relation(&self, token: usize) -> Relation {
        self.tokens[token].relation
    }

    /// The dependents of a token, in order.
    pub fn dependents(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator + '_ {
        let dependents = self.dependents.get_or_init(|| Dependents::of(&self.tokens));
        dependents.get(token).iter().map(|&dependent| dependent as usize)
    }

    /// The first dependent with this relation.
    pub fn dependent(&self, token: usize, relation: Relation) -> Option<usize> {
        self.dependents(token).find(|&dependent| self.relation(dependent) == relation)
    }

    /// The tokens from the first to the last of a phrase: the token with all that hangs on it, directly or not.
    pub fn phrase(&self, token: usize) -> Range<usize> {
        let (mut first, mut last) = (token, token);
        let mut open = vec![token];
        while let Some(next) = open.pop() {
            (first, last) = (first.min(next), last.max(next));
            open.extend(self.dependents(next));
        }
        first..last + 1
    }

    /// The token itself, its head, its head's head, up to the root. Ends even where heads go in circles.
    pub fn heads(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let length = self.tokens_of(self.sentence_of(token)).len();
        std::iter::successors(Some(token), |&token| self.head(token)).take(length.max(1))
    }

    /// The token that covers this byte, else the first behind it; `None` behind the last.
    pub fn token_at(&self, byte: usize) -> Option<usize> {
        let index = self.tokens.partition_point(|token| token.end as usize <= byte);
        (index < self.tokens.len()).then_some(index)
    }

    /// The tokens that share a byte with this range.
    pub fn tokens_in(&self, bytes: Range<usize>) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.end as usize <= bytes.start);
        // Most ranges are those of a few words: their end is near.
        let near = &self.tokens[first..self.tokens.len().min(first + NEAR)];
        let end = match near.iter().position(|token| token.start as usize >= bytes.end) {
            Some(length) => first + length,
            None => self.tokens.partition_point(|token| (token.start as usize) < bytes.end),
        };
        first..end.max(first)
    }

    /// The word of a phrase on which its other words hang: the first whose head lies outside.
    pub fn top(&self, tokens: Range<usize>) -> Option<usize> {
        tokens.clone().find(|&token| self.head(token).is_none_or(|head| !tokens.contains(&head)))
    }
}

/// Tokens behind the first of a range among which the last is looked for one by one.
const NEAR: usize = 8;

/// Empties a range that is none of the text.
fn mend_range(text: &str, start: &mut u64, end: &mut u64) {
    let is_border = |byte: u64| usize::try_from(byte).is_ok_and(|byte| text.is_char_boundary(byte));
    if *start > *end || !is_border(*start) || !is_border(*end) {
        (*start, *end) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;
    use extractor_api::layer::{Tag, ZoneKind};

    const TIDE: &str = "
        Kovar   PROPN  2  nsubj  singular
        said    VERB   0  root   past
        the     DET    4  det
        tide    NOUN   5  nsubj  singular
        rose    VERB   2  ccomp  past
        ~.      PUNCT  2  punct";

    #[test]
    fn a_phrase_has_all_that_hangs_on_its_head() {
        let fixture = Fixture::read(TIDE);
        let parsed = fixture.parsed();
        assert_eq!(parsed.text, "Kovar said the tide rose.");
        assert_eq!(&parsed.text[parsed.range_of(parsed.phrase(4))], "the tide rose");
        assert_eq!(parsed.dependents(1).collect::<Vec<_>>(), [0, 4, 5]);
        assert_eq!(parsed.dependent(1, Relation::Ccomp), Some(4));
        assert_eq!(parsed.heads(2).collect::<Vec<_>>(), [2, 3, 4, 1]);
        assert_eq!((parsed.head(1), parsed.top(2..4)), (None, Some(3)));
        assert_eq!((parsed.token_at(5), parsed.token_at(24), parsed.token_at(99)), (Some(1), Some(5), None));
        assert_eq!(parsed.tokens_in(6..14), 1..3);
    }

    #[test]
    fn records_that_do_not_fit_are_mended() {
        let fixture = Fixture::read(TIDE);
        let (mut tokens, mut sentences) = (fixture.tokens.clone(), fixture.sentences.clone());
        tokens[2].head = 77;
        (tokens[3].start, tokens[3].end) = (20, 400);
        (tokens[0].head, tokens[1].head) = (1, 0);
        sentences[0].tokens = 400;
        sentences[0].end = 9_000;
        let parsed = Parsed::new(&fixture.text, tokens, sentences);
        assert_eq!((parsed.head(2), parsed.word(3), parsed.tokens_of(0)), (None, "", 0..6));
        assert_eq!(parsed.heads(0).count(), 6, "a circle ends");
        let alone = Parsed::new("tide", vec![Token { start: 0, end: 4, head: 9, ..fixture.tokens[0] }], Vec::new());
        assert_eq!(alone.head(0), None, "a token of no sentence is its own head");
        assert!(parsed.range_of(1..4).is_empty(), "the last of them has no place in the text");
        assert!(parsed.sentence_range(0).is_empty());
    }

    #[test]
    fn zones_and_sentences_of_the_notation_become_layers() {
        let fixture = Fixture::read(
            "[title]\nHigh ADJ 2 amod\ntide NOUN 0 root\n\n[body]\nIt PRON 2 nsubj\nrose VERB 0 root past",
        );
        assert_eq!(fixture.text, "High tide\nIt rose");
        assert_eq!(fixture.zones.iter().map(|zone| zone.kind).collect::<Vec<_>>(), [ZoneKind::Title, ZoneKind::Body]);
        let parsed = fixture.parsed();
        assert_eq!(
            (parsed.sentence_of(3), parsed.sentences[1].zone, parsed.tokens[3].tag),
            (1, ZoneKind::Body, Tag::Verb)
        );
    }
}
