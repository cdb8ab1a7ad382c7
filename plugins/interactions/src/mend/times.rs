//! What the parser hung on a day, or on another word that tells a time, though it belongs to the verb.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use super::draft::OBJECT_WINDOW;
use crate::lexicon::table as class;
use crate::party::{is_calendar, is_weekday};

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
            self.make_verb(verb, Form::Base);
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
        let is_agent = || {
            self.relation(agent) == R::OblAgent
                || self.before(agent).any(|case| self.hangs(case, agent, R::Case) && self.is(case, "by"))
                    && self.around(verb).any(|auxiliary| self.hangs(auxiliary, verb, R::AuxPass))
        };
        if self.hangs(adverb, verb, R::Advmod) && adverb < agent && self.tag(verb) == Tag::Verb && is_agent() {
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
            && self.is_told(verb)
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
        if !self.is_time(day) {
            return;
        }
        let verb = self.head(day);
        let has_preposition = self.before(day).any(|token| self.hangs(token, day, R::Case));
        if has_preposition || self.tag(verb) != Tag::Verb {
            return;
        }
        if matches!(self.relation(day), R::Obj | R::Nsubj | R::NsubjPass | R::Iobj) {
            self.tokens[day].relation = R::OblUnmarked;
        }
        if self.relation(day) != R::OblUnmarked {
            return;
        }
        let mut names = self.before(day).take(NAME_WINDOW);
        if let Some(name) = names.find(|&name| day < verb && self.hangs(name, day, R::Compound)) {
            self.hang(name, verb, R::Nsubj);
        } else if day < verb {
            self.subject_before_time(day, verb);
        }
        let mut behind = self.behind(day, OBJECT_WINDOW);
        if let Some(object) = behind.find(|&token| verb < day && self.hangs(token, day, R::Appos)) {
            self.hang(object, verb, R::Obj);
        }
    }

    /// "Ruritania on 3 May expelled" with the day as who expels and Ruritania as when, or as who is expelled: the name
    /// before the day is the subject.
    fn subject_before_time(&mut self, day: usize, verb: usize) {
        let has_other = |relation: R| self.around(verb).any(|token| self.hangs(token, verb, relation));
        let name = self.before(day).find(|&token| {
            self.head(token) == verb
                && self.is_noun(token)
                && !self.is_time(token)
                && matches!(self.relation(token), R::OblUnmarked | R::NsubjPass)
        });
        if let Some(name) = name.filter(|_| self.is_past(verb) && !has_other(R::AuxPass) && !has_other(R::Nsubj)) {
            self.tokens[name].relation = R::Nsubj;
            self.tokens[verb].form = Form::Past;
        }
    }

    /// "on 3 May closed" with "May" as an auxiliary: behind a number it is the month.
    pub(super) fn may_as_auxiliary(&mut self, may: usize) {
        let is_month = self.word(may) == "May" && may > self.range.start && self.tag(may - 1) == Tag::Num;
        let verb = self.head(may);
        if is_month && verb > may && self.is_past(verb) {
            (self.tokens[may].tag, self.tokens[may].form) = (Tag::Propn, Form::Singular);
            self.tokens[may].relation = R::OblUnmarked;
            self.tokens[verb].form = Form::Past;
        }
    }

    /// "On Monday, the ministry sent food", "In 2019 the ministry sent food" with the time as what the sentence tells: it
    /// tells when the noun behind the comma, or behind the article, does what describes it.
    pub(super) fn time_as_root(&mut self) {
        let is_year = |root: usize| {
            self.tag(root) == Tag::Num
                && self.word(root).len() == 4
                && self.word(root).bytes().all(|byte| byte.is_ascii_digit())
        };
        // "Earlier this month the ministry sent food"
        let is_adverb = |root: usize| self.is(root, "earlier") || self.is(root, "later");
        let is_first = |&root: &usize| self.is_time(root) || is_year(root) || is_adverb(root);
        let Some(root) = self.root().filter(is_first) else { return };
        let begins_phrase = |next: usize| {
            self.is(next, ",") || is_year(root) && self.is(next, "the") || is_adverb(root) && self.tag(next) == Tag::Det
        };
        if root + 1 >= self.range.end || !begins_phrase(root + 1) {
            return;
        }
        let noun = self.behind(root, NOUN_WINDOW).find(|&token| self.is_noun(token) && !self.is_time(token));
        let Some(noun) = noun.filter(|&noun| self.above(noun).take(3).any(|above| above == root)) else { return };
        self.pass_on(root, noun);
        self.hang(noun, noun, R::Root);
        self.hang(root, noun, R::OblUnmarked);
    }

    /// "Ruritania on 3 May expelled", "the ministry last week sent food" with the verb as what describes the day or the
    /// food: no participle describes a time, so behind one it is the verb of the noun phrase before.
    pub(super) fn behind_a_time(&mut self, verb: usize) {
        let Some(time) = verb.checked_sub(1).filter(|&time| time > self.range.start && self.is_time(time)) else {
            return;
        };
        let is_clause = matches!(self.relation(verb), R::Acl | R::Amod);
        if !is_clause || !self.may_be_verb(verb) || !self.is_past(verb) || self.is_done_by_another(verb) {
            return;
        }
        let is_subject = |&above: &usize| above < time && self.is_noun(above) && !self.is_time(above);
        let Some(subject) = self.above(verb).filter(is_subject).last() else { return };
        let described = self.head(verb);
        if self.relation(verb) == R::Amod && described > verb {
            self.pass_on_of(described, time, self.around(verb).start..verb);
            self.hang(described, verb, R::Obj);
        }
        self.hang(time, verb, R::Obl);
        self.hang(verb, subject, R::Acl);
        self.make_verb(verb, Form::Past);
        // "sent food, officials said" with the subject as a part of "officials".
        let told = self.head(subject);
        let report = self.head(told);
        if told > verb && self.relation(subject) == R::Compound && self.in_class(report, class::REPORT) {
            self.hang(subject, verb, R::Nsubj);
            self.hang(verb, report, R::Ccomp);
        }
    }

    /// "struck a camp in Lebanon Thursday" with Lebanon as a part of Thursday: a weekday behind a noun is no part of it.
    pub(super) fn noun_before_day(&mut self, noun: usize) {
        let day = self.head(noun);
        let verb = self.head(day);
        if day != noun + 1 || !is_weekday(self.word(day)) || verb >= noun || self.tag(verb) != Tag::Verb {
            return;
        }
        let has =
            |head: usize, relation: R| self.behind(verb, OBJECT_WINDOW).any(|token| self.hangs(token, head, relation));
        let relation = match self.relation(day) {
            _ if has(day, R::Case) => R::Obl,
            _ if has(verb, R::Obj) && self.relation(day) != R::Obj => return,
            _ => R::Obj,
        };
        self.pass_on(day, noun);
        self.hang(noun, verb, relation);
        self.hang(day, verb, R::OblUnmarked);
    }

    fn has_of(&self, noun: usize) -> bool {
        self.before(noun).any(|token| self.hangs(token, noun, R::Case) && self.is(token, "of"))
    }

    /// Whether a token tells a time of some days: "on Monday", "last week".
    pub(super) fn is_time(&self, token: usize) -> bool {
        const SPANS: &[&str] = &["week", "weekend", "month", "year", "morning", "afternoon", "evening", "night"];
        self.in_class(token, class::TIME) && (self.is_day(token) || SPANS.contains(&self.word(token)))
    }

    /// Whether a verb is one in the past, or a participle with an object of its own, which is one as well.
    fn is_told(&self, verb: usize) -> bool {
        let has_object = || self.behind(verb, SUBJECT_WINDOW).any(|token| self.hangs(token, verb, R::Obj));
        match self.tokens[verb].form {
            Form::Past => true,
            Form::Participle => has_object(),
            _ => false,
        }
    }

    /// Whether a token names a day: "on Monday".
    pub(super) fn is_day(&self, token: usize) -> bool {
        let is_named = || ["today", "yesterday", "tomorrow"].iter().any(|day| self.is(token, day));
        self.in_class(token, class::TIME) && (is_calendar(self.word(token)) || is_named())
    }
}

/// Tokens before a verb among which its subject is looked for.
const SUBJECT_WINDOW: usize = 24;
/// Tokens behind a time and a comma among which the noun stands.
const NOUN_WINDOW: usize = 10;
/// Tokens before a time among which the name stands that was hung on it.
const NAME_WINDOW: usize = 4;
