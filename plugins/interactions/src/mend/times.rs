//! What the parser hung on a day, or on another word that tells a time, though it belongs to the verb.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use crate::party::is_calendar;

impl Draft<'_> {
    /// "Ruritania on Monday signed", "left on Monday for Sylvania": the day, and what follows it, belong to the verb.
    pub(super) fn beside_a_day(&mut self, token: usize) {
        let head = self.head(token);
        if self.is_day(token) {
            let verb = self.head(head);
            let of_subject =
                self.relation(head) == R::Nsubj && (head..verb).contains(&token) && self.tag(verb) == Tag::Verb;
            if of_subject {
                self.hang(token, verb, R::Obl);
            }
        } else if head < token && self.is_day(head) && self.relation(token) == R::Nmod && !self.has_of(token) {
            let verb = self.head(head);
            if self.tag(verb) == Tag::Verb && !self.is_infinitive(token, verb) {
                self.hang(token, verb, R::Obl);
            }
        }
    }

    /// "vowed on Monday to wage war" read as a war to which Monday belongs: what stands between "to" and the noun is its
    /// verb.
    fn is_infinitive(&mut self, noun: usize, above: usize) -> bool {
        let Some(verb) = noun.checked_sub(1).filter(|&verb| self.hangs(verb, noun, R::Compound)) else { return false };
        let is_verb = self.is(verb - 1, "to") && self.is_bare_form(verb);
        if is_verb {
            (self.tokens[verb].tag, self.tokens[verb].form) = (Tag::Verb, Form::Base);
            self.hang(verb, above, R::Xcomp);
            self.hang(verb - 1, verb, R::Mark);
            self.tokens[verb - 1].tag = Tag::Part;
            self.hang(noun, verb, R::Obj);
        }
        is_verb
    }

    /// "was opposed earlier by Ruritania": who acts hangs on the verb, not on the adverb.
    pub(super) fn agent_of_adverb(&mut self, agent: usize) {
        let adverb = self.head(agent);
        let verb = self.head(adverb);
        if self.hangs(adverb, verb, R::Advmod) && adverb < agent && self.tag(verb) == Tag::Verb {
            self.hang(agent, verb, R::OblAgent);
        }
    }

    /// "after crowds burned a flag" read as "after crowds" and a verb without a subject: the noun is who does it.
    pub(super) fn behind_time(&mut self, preposition: usize) {
        const TIMES: &[&str] = &["after", "before", "since", "until"];
        let noun = self.head(preposition);
        let verb = noun + 1;
        let fits = preposition < noun
            && verb < self.range.end
            && self.tag(verb) == Tag::Verb
            && self.tokens[verb].form == Form::Past
            && self.head(verb) != noun
            && matches!(self.tag(noun), Tag::Noun | Tag::Propn)
            && TIMES.iter().any(|word| self.is(preposition, word))
            && !(self.range.start..verb).rev().take(SUBJECT_WINDOW).any(|token| self.hangs(token, verb, R::Nsubj));
        if !fits {
            return;
        }
        let above = self.head(noun);
        if above == noun || above == verb {
            return;
        }
        self.hang(noun, verb, R::Nsubj);
        self.hang(preposition, verb, R::Mark);
        self.hang(verb, above, if self.tag(above) == Tag::Verb { R::Advcl } else { R::Acl });
    }

    /// "rejected Monday an offer", "Anna Kovar Monday rejected an offer" with the day as what is rejected or who rejects: it
    /// tells when, and what hangs on it belongs to the verb.
    pub(super) fn day_as_noun(&mut self, day: usize) {
        if !self.is_day(day) {
            return;
        }
        let verb = self.head(day);
        let has_preposition = self.before(day).any(|token| self.hangs(token, day, R::Case));
        if has_preposition || self.tag(verb) != Tag::Verb {
            return;
        }
        if matches!(self.relation(day), R::Obj | R::Nsubj | R::Iobj) {
            self.tokens[day].relation = R::OblUnmarked;
        }
        if self.relation(day) != R::OblUnmarked {
            return;
        }
        if let Some(name) = day.checked_sub(1).filter(|&name| day < verb && self.hangs(name, day, R::Compound)) {
            self.hang(name, verb, R::Nsubj);
        }
        let mut behind = self.behind(day, OBJECT_WINDOW);
        if let Some(object) = behind.find(|&token| verb < day && self.hangs(token, day, R::Appos)) {
            self.hang(object, verb, R::Obj);
        }
    }

    fn has_of(&self, noun: usize) -> bool {
        self.before(noun).any(|token| self.hangs(token, noun, R::Case) && self.is(token, "of"))
    }

    /// Whether a token names a day: "on Monday".
    pub(super) fn is_day(&self, token: usize) -> bool {
        is_calendar(self.word(token)) || ["today", "yesterday", "tomorrow"].contains(&self.word(token))
    }
}

/// Tokens before a verb among which its subject is looked for.
const SUBJECT_WINDOW: usize = 24;
/// Tokens behind a day among which the object stands.
const OBJECT_WINDOW: usize = 12;
