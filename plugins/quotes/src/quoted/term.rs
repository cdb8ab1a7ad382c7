//! Whether a piece is a term: the words before it say so, or it is a name.

use extractor_api::layer::{Form, Relation, Tag};

use super::View;
use crate::grammar::{CLIMB_MAX, has_clause};

/// A noun phrase of more tokens is no term.
const TERM_TOKENS_MAX: usize = 5;

impl View<'_> {
    /// Whether the words before say that this is a term: "so-called", "the principle of".
    pub(super) fn is_called(&self) -> bool {
        const NAMING: [&str; 34] = [
            "so-called",
            "called",
            "dubbed",
            "named",
            "nicknamed",
            "titled",
            "entitled",
            "termed",
            "codenamed",
            "known",
            "term",
            "word",
            "phrase",
            "concept",
            "principle",
            "slogan",
            "title",
            "name",
            "motto",
            "theme",
            "label",
            "nickname",
            "initiative",
            "project",
            "song",
            "film",
            "book",
            "album",
            "series",
            "play",
            "novel",
            "policy",
            "level",
            "framework",
        ];
        let parsed = self.scene.parsed;
        let inner = self.inner();
        let sentence = self.scene.sentence(inner.start);
        let near = self.outer().start.saturating_sub(3).max(sentence.start)..self.outer().start;
        let last = near.clone().rev().find(|&token| !parsed.is_any(token, &["of", "as", "the", "a"]));
        let named = last.is_some_and(|token| parsed.is_any(token, &NAMING) && self.names(token));
        named && inner.len() <= TERM_TOKENS_MAX * 2 && !has_clause(parsed, inner)
    }

    /// Whether the words are a name: all of them have capitals.
    pub(super) fn is_name(&self) -> bool {
        let parsed = self.scene.parsed;
        let inner = self.inner();
        let words =
            inner.clone().filter(|&token| !matches!(parsed.tokens[token].tag, Tag::Punct | Tag::Adp | Tag::Det));
        let capital = |token: usize| parsed.word(token).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let (mut count, mut capitals) = (0, 0);
        for token in words {
            count += 1;
            capitals += usize::from(capital(token) || parsed.is_any(token, &["and", "or", "'s", "’s"]));
        }
        count > 0 && count == capitals && inner.len() <= TERM_TOKENS_MAX * 2 && (count > 1 || !self.starts_sentence())
    }

    /// Whether a naming word names here: "called" does so as a participle, not with a subject of its own.
    fn names(&self, token: usize) -> bool {
        let parsed = self.scene.parsed;
        let verb = parsed.tokens[token].tag == Tag::Verb;
        let told =
            parsed.dependents(token).take(CLIMB_MAX).any(|dependent| parsed.relation(dependent) == Relation::Nsubj);
        !verb || (!told && matches!(parsed.tokens[token].form, Form::Participle | Form::Past | Form::Other))
    }
}
