//! Small questions about the parse of a sentence, and small changes of it.

use std::ops::Range;

use extractor_api::layer::{Form, Relation as R, Tag, Token};

use super::Draft;
use crate::lexicon::{Pos, table as class};

impl Draft<'_> {
    pub(super) fn word(&self, token: usize) -> &str {
        let Token { start, end, .. } = self.tokens[token];
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    #[inline]
    pub(super) fn is(&self, token: usize, word: &str) -> bool {
        let Token { start, end, .. } = self.tokens[token];
        // Most words differ in length already; their text is then left alone.
        end.wrapping_sub(start) == word.len() as u64 && self.word(token).eq_ignore_ascii_case(word)
    }

    pub(super) fn in_class(&self, token: usize, classes: u128) -> bool {
        self.words.in_class(token, classes)
    }

    /// Whether the lexicon knows the word as a verb.
    pub(super) fn may_be_verb(&self, token: usize) -> bool {
        self.words.form(token).readings().iter().any(|reading| reading.pos == Pos::Verb)
    }

    /// Whether a word has the form of the past, which is that of the participle too.
    pub(super) fn is_past(&self, token: usize) -> bool {
        self.word(token).ends_with("ed") || self.in_class(token, class::PAST_FORM)
    }

    /// Whether a token is a verb of the past, or a participle, which looks the same.
    pub(super) fn may_be_past(&self, token: usize) -> bool {
        self.tag(token) == Tag::Verb && matches!(self.tokens[token].form, Form::Past | Form::Participle)
    }

    pub(super) fn tag(&self, token: usize) -> Tag {
        self.tokens[token].tag
    }

    /// Whether a token can be the head of a noun phrase.
    pub(super) fn is_noun(&self, token: usize) -> bool {
        matches!(self.tag(token), Tag::Noun | Tag::Propn | Tag::Pron)
    }

    pub(super) fn relation(&self, token: usize) -> R {
        self.tokens[token].relation
    }

    /// The head of a token; its own index at the root.
    pub(super) fn head(&self, token: usize) -> usize {
        self.tokens[token].head as usize
    }

    /// What a token hangs on, and what that hangs on: as far up as is looked.
    pub(super) fn above(&self, token: usize) -> impl Iterator<Item = usize> {
        let heads = std::iter::successors(Some(token), |&token| Some(self.head(token)).filter(|&head| head != token));
        heads.skip(1).take(ABOVE_MAX)
    }

    /// Whether a token hangs on this head with this relation.
    pub(super) fn hangs(&self, token: usize, head: usize, relation: R) -> bool {
        self.head(token) == head && self.relation(token) == relation
    }

    /// The first root.
    pub(super) fn root(&self) -> Option<usize> {
        self.range.clone().find(|&token| self.head(token) == token)
    }

    /// Hangs a token on another one.
    pub(super) fn hang(&mut self, token: usize, head: usize, relation: R) {
        (self.tokens[token].head, self.tokens[token].relation) = (head as u32, relation);
    }

    /// Makes a token a verb.
    pub(super) fn make_verb(&mut self, token: usize, form: Form) {
        (self.tokens[token].tag, self.tokens[token].form) = (Tag::Verb, form);
    }

    /// Whether an object stands behind a word.
    pub(super) fn has_object(&self, verb: usize) -> bool {
        self.behind(verb, OBJECT_WINDOW).any(|token| self.hangs(token, verb, R::Obj))
    }

    /// Puts a token in the place of another: it gets what that one hangs on, or becomes the root where that was one.
    pub(super) fn replace(&mut self, old: usize, new: usize, relation: R) {
        let head = self.head(old);
        self.hang(new, if head == old || head == new { new } else { head }, relation);
    }

    /// Hangs on a word what hangs on another.
    pub(super) fn pass_on(&mut self, from: usize, to: usize) {
        self.pass_on_of(from, to, self.around(from));
    }

    /// Hangs on a word what hangs on another and stands behind that.
    pub(super) fn pass_on_behind(&mut self, from: usize, to: usize) {
        self.pass_on_of(from, to, from + 1..self.around(from).end);
    }

    pub(super) fn pass_on_of(&mut self, from: usize, to: usize, tokens: Range<usize>) {
        for token in tokens.filter(|&token| token != from && token != to) {
            if self.head(token) == from {
                self.tokens[token].head = to as u32;
            }
        }
    }

    /// The tokens around another that may hang on it: farther ones do not, in sentences that people write.
    pub(super) fn around(&self, token: usize) -> Range<usize> {
        self.range.start.max(token.saturating_sub(AROUND_MAX))..self.range.end.min(token.saturating_add(AROUND_MAX))
    }

    /// At most this many tokens of the sentence from its start.
    pub(super) fn start(&self, most: usize) -> Range<usize> {
        self.range.start..self.range.end.min(self.range.start.saturating_add(most))
    }

    /// At most this many tokens of the sentence behind a token.
    pub(super) fn behind(&self, token: usize, most: usize) -> Range<usize> {
        token + 1..self.range.end.min(token.saturating_add(most))
    }
}

/// Tokens behind a verb among which its object stands, where names with their titles may stand before it.
pub(super) const OBJECT_WINDOW: usize = 12;
/// How many heads of a token are looked at, one above the other.
const ABOVE_MAX: usize = 8;
/// How far the dependents of a word are looked for, so that a sentence of thousands costs no quadratic step.
const AROUND_MAX: usize = 64;
