//! What stands before the reporting word: "the port was closed, Kovar said", "the port, Kovar said, was closed".

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};

use super::{CLAUSE_TOKENS_MAX, Clause, Content, TAIL_TOKENS_MAX};
use crate::grammar::{Phrase, has_clause, is_finite};
use crate::verbs::Uses;

impl Clause<'_> {
    /// What stands before the verb, at the end or in the middle of the sentence.
    pub(super) fn backward(&self, speaker: &Phrase) -> Option<Content> {
        let parsed = self.scene.parsed;
        let form = parsed.tokens[self.cue.token].form;
        let told = matches!(form, Form::Past | Form::Third | Form::Present | Form::Participle | Form::Other);
        // "The port was closed by Kovar, who pledged help": it tells more of somebody.
        let is_pronoun =
            |token: usize| parsed.relation(token) == Relation::Nsubj && parsed.is_any(token, &["who", "which", "that"]);
        let describes = parsed.dependents(self.cue.token).any(is_pronoun);
        if !told || describes || !self.cue.uses.has(Uses::BARE.and(Uses::QUOTE)) || self.cue.is_passive(parsed) {
            return None;
        }
        let group = self.cue.group(parsed).start;
        let first = if speaker.tokens.start < self.cue.token { speaker.tokens.start } else { group };
        let comma = first.checked_sub(1).filter(|&at| at > self.sentence.start && parsed.is(at, ","))?;
        let last = self.cue.words.end.max(speaker.tokens.end).min(self.sentence.end);
        let content = self.text_before(comma);
        let end = self.end();
        let goes_on = last < end && parsed.is(last, ",");
        if goes_on && (last + 1..end).take(CLAUSE_TOKENS_MAX).any(|token| is_finite(parsed, token)) {
            return self.parted(content, last + 1..end);
        }
        let short = end.saturating_sub(last) <= TAIL_TOKENS_MAX;
        let plain = || (last..end).all(|token| !is_finite(parsed, token) || self.is_relative(last, token));
        (short && plain() && self.is_main(content.clone())).then_some((content, 900))
    }

    /// Whether a clause stands by itself: not "asked why, Kovar said" and not "when it rained, Kovar said".
    fn is_main(&self, content: Range<usize>) -> bool {
        let parsed = self.scene.parsed;
        let Some(first) = content.clone().next() else { return false };
        // "when, in fact, he answered": what stands before the comma leads to the verb.
        let leads = |&token: &usize| matches!(parsed.tokens[token].tag, Tag::Sconj) || parsed.is_any(token, &["when"]);
        let tail = content.end.saturating_sub(5).max(content.start)..content.end;
        if tail.clone().rev().take_while(|&token| !is_finite(parsed, token)).any(|token| leads(&token)) {
            return false;
        }
        let token = &parsed.tokens[first];
        let participle = token.tag == Tag::Verb && token.form != Form::Base;
        let joint =
            token.tag == Tag::Sconj || parsed.is_any(first, &["when", "while", "as", "after", "before", "since"]);
        let start = if participle || joint {
            let comma = content.clone().take(CLAUSE_TOKENS_MAX).find(|&token| parsed.is(token, ","));
            comma.map_or(content.end, |comma| comma + 1)
        } else {
            content.start
        };
        has_clause(parsed, start..content.end)
    }

    fn is_relative(&self, from: usize, token: usize) -> bool {
        (from..token).any(|before| self.scene.parsed.is_any(before, &["who", "which", "that", "when", "where", "as"]))
    }

    /// "The port, Kovar said, is closed": the first part, if it is a clause; else the second, or both.
    fn parted(&self, first: Range<usize>, second: Range<usize>) -> Option<Content> {
        let parsed = self.scene.parsed;
        let opens = first.end.checked_sub(1).filter(|&last| last >= first.start).is_some_and(|last| {
            matches!(parsed.tokens[last].tag, Tag::Sconj | Tag::Cconj) || parsed.is_any(last, &["when", "that", "but"])
        });
        if opens {
            return Some((second, 800));
        }
        if self.is_main(first.clone()) {
            return Some((first, 700));
        }
        let led = first.clone().next().is_some_and(|token| parsed.tokens[token].tag == Tag::Verb);
        if led || parsed.tokens[second.start].tag == Tag::Cconj {
            return None;
        }
        let whole = first.start..second.end;
        (first.len() <= TAIL_TOKENS_MAX).then_some((whole, 700))
    }
}
