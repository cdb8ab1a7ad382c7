//! What follows the reporting word: "said that the port was closed", "said the port was closed".

use extractor_api::layer::{Form, Relation, Tag};

use super::{CLAUSE_TOKENS_MAX, Clause, Content, GAP_TOKENS_MAX};
use crate::grammar::{dependent, has_clause, is_finite, is_nominal, phrase_from};
use crate::verbs::Uses;

/// Words of time that stand without a preposition.
const TIMES: [&str; 17] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
    "earlier",
    "later",
    "last",
    "this",
    "week",
    "month",
    "year",
];

/// Nouns that say themselves that something is said or thought: "expressed hope that".
const CONTENTS: [&str; 22] = [
    "hope",
    "hopes",
    "concern",
    "concerns",
    "belief",
    "view",
    "opinion",
    "fear",
    "fears",
    "confidence",
    "conviction",
    "regret",
    "claim",
    "claims",
    "warning",
    "assurance",
    "assurances",
    "clear",
    "doubt",
    "doubts",
    "optimism",
    "allegation",
];

impl Clause<'_> {
    /// What follows the verb.
    pub(super) fn forward(&self) -> Option<Content> {
        let parsed = self.scene.parsed;
        let end = self.end();
        let limit = end.min(self.cue.words.end + GAP_TOKENS_MAX);
        let mut at = self.cue.words.end;
        let mut comma = false;
        let mut listener = self.cue.uses.has(Uses::LISTENER) && !self.cue.is_passive(parsed);
        while at < limit {
            if parsed.is(at, "that") && self.begins_clause(at, end) {
                return Some((self.cut(at + 1..end), 930));
            }
            let beside = at == self.cue.words.end || parsed.tokens[at - 1].tag == Tag::Pron;
            if parsed.is_any(at, &["who", "which"]) && !beside {
                at = self.that_behind(at, limit)?;
                continue;
            }
            let asks = parsed.is_any(at, &["whether", "if", "how", "why"])
                || beside && parsed.is_any(at, &["what", "when", "where", "who"]);
            if self.cue.uses.has(Uses::WHETHER) && asks {
                return has_clause(parsed, at + 1..end).then(|| (self.cut(at..end), 850));
            }
            if parsed.is(at, ":") {
                let told = has_clause(parsed, at + 1..end) && !self.piece_at(parsed.range(at + 1).start);
                return (told && self.cue.uses.has(Uses::BARE)).then(|| (at + 1..end, 850));
            }
            match self.step_over(at, limit, &mut listener) {
                Some(next) => {
                    comma |= parsed.tokens[at].tag == Tag::Punct;
                    at = next;
                }
                None => return (!comma).then(|| self.bare(at, end)).flatten(),
            }
        }
        None
    }

    /// The conjunction behind a relative clause: "told the crowd, who had waited, that".
    fn that_behind(&self, relative: usize, limit: usize) -> Option<usize> {
        let parsed = self.scene.parsed;
        let phrase = |token: usize| matches!(parsed.tokens[token].tag, Tag::Det | Tag::Propn | Tag::Pron | Tag::Noun);
        (relative + 1..limit).find(|&token| parsed.is(token, "that") && token + 1 < limit && phrase(token + 1))
    }

    /// Whether "that" at this place begins what is reported: a clause follows.
    fn begins_clause(&self, that: usize, end: usize) -> bool {
        let parsed = self.scene.parsed;
        if !self.cue.uses.has(Uses::THAT.and(Uses::LISTENER)) || that + 1 >= end {
            return false;
        }
        let subordinate = parsed.tokens[that].tag == Tag::Sconj || parsed.relation(that) == Relation::Mark;
        let stands = !is_finite(parsed, that + 1);
        let beside = that == self.cue.words.end && subordinate && end - that > 3;
        beside
            || (subordinate || stands) && (that + 1..end).take(CLAUSE_TOKENS_MAX).any(|token| is_finite(parsed, token))
    }

    /// The token behind what may stand between verb and clause; `None` when the clause must begin here, if at all.
    fn step_over(&self, at: usize, limit: usize, listener: &mut bool) -> Option<usize> {
        let parsed = self.scene.parsed;
        let phrase = |from: usize| phrase_from(parsed, from, limit).map(|phrase| phrase.tokens.end);
        match parsed.tokens[at].tag {
            Tag::Adv => return Some(at + 1),
            Tag::Punct if parsed.is_any(at, &[",", "(", ")", "-", "—", "–"]) => return Some(at + 1),
            Tag::Adp => return phrase(at + 1).filter(|&next| next <= limit),
            _ => {}
        }
        if parsed.is_any(at, &TIMES) {
            return Some(at + 1);
        }
        let next = phrase(at)?;
        if *listener {
            *listener = false;
            return Some(next);
        }
        let content = (at..next).rev().take(3).any(|token| parsed.is_any(token, &CONTENTS));
        (content && next < limit && parsed.is(next, "that")).then_some(next)
    }

    /// A clause that begins without "that".
    fn bare(&self, at: usize, end: usize) -> Option<Content> {
        let parsed = self.scene.parsed;
        let starts = !matches!(parsed.tokens[at].tag, Tag::Verb | Tag::Punct | Tag::Part | Tag::Cconj);
        if !self.cue.uses.has(Uses::BARE) || !starts || self.is_behind_speech() {
            return None;
        }
        let verb = (at..end.min(at + GAP_TOKENS_MAX * 2)).find(|&token| is_finite(parsed, token))?;
        let adverbs = |&token: &usize| matches!(parsed.tokens[token].tag, Tag::Adv | Tag::Part);
        let subject = (at..verb).rev().find(|token| !adverbs(token))?;
        let relative = (at..verb).any(|token| parsed.is_any(token, &["who", "which", "that", "whose", ";", ":"]));
        if relative
            || !is_nominal(parsed, subject) && parsed.tokens[subject].tag != Tag::Num && !parsed.is(subject, ",")
        {
            return None;
        }
        let clause = dependent(parsed, self.cue.token, Relation::Ccomp).is_some_and(|token| token >= at);
        let object = dependent(parsed, self.cue.token, Relation::Obj).is_some_and(|token| (at..verb).contains(&token));
        match (clause, object) {
            (true, _) => Some((self.cut(at..end), 880)),
            (false, true) => None,
            (false, false) => Some((self.cut(at..end), 750)),
        }
    }

    /// Whether the verb follows a comma without a subject between: "the port is closed, said Kovar".
    fn is_behind_speech(&self) -> bool {
        let start = self.cue.group(self.scene.parsed).start;
        let form = self.scene.parsed.tokens[self.cue.token].form;
        start > self.sentence.start && self.scene.parsed.is(start - 1, ",") && form != Form::Gerund && {
            let before = self.sentence.start..start - 1;
            has_clause(self.scene.parsed, before) && self.relation_allows_inversion()
        }
    }

    fn relation_allows_inversion(&self) -> bool {
        let parsed = self.scene.parsed;
        let before = self.cue.group(parsed).start;
        let subject = dependent(parsed, self.cue.token, Relation::Nsubj);
        subject.is_none_or(|subject| subject > self.cue.token || before <= subject)
    }
}
