//! Clauses that the parser hung on the wrong word, or whose subject it gave to another verb.

use std::ops::Range;

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use crate::lexicon::table as class;

impl Draft<'_> {
    /// "with President Kovar calling for calm" read as somebody with whom one calls: who stands between "with" and a
    /// gerund does what it says, beside the verb of the sentence.
    pub(super) fn with_gerund(&mut self, gerund: usize) {
        if self.tokens[gerund].form != Form::Gerund || self.tag(gerund) != Tag::Verb {
            return;
        }
        let Some((with, subject)) = self.alone_with(gerund) else { return };
        let above = self.verb_above(gerund, with);
        // "sending ships" with "sending" as an adjective of the ships.
        let object = self.head(gerund);
        if self.relation(gerund) == R::Amod && object > gerund {
            self.hang(object, gerund, R::Obj);
        }
        self.hang(subject, gerund, R::Nsubj);
        self.hang(with, gerund, R::Mark);
        if let Some(above) = above {
            self.hang(gerund, above, R::Advcl);
        }
    }

    /// ", with President Kovar calling for calm" with "calling" as a noun: behind a name alone it is a verb.
    pub(super) fn gerund_as_noun(&mut self, noun: usize) {
        if !self.word(noun).ends_with("ing") || !self.may_be_verb(noun) {
            return;
        }
        let Some((with, subject)) = self.alone_with(noun) else { return };
        let has_article = (with + 1..noun).any(|token| self.tag(token) == Tag::Det);
        if !has_article {
            self.make_verb(noun, Form::Gerund);
            for token in self.around(noun).filter(|&token| token > noun) {
                if self.head(token) == subject {
                    self.tokens[token].head = noun as u32;
                }
            }
            self.with_gerund(noun);
        }
    }

    /// ", with President Kovar calling": "with" behind a comma, and the name that stands alone between it and a gerund,
    /// wherever they hang.
    fn alone_with(&self, gerund: usize) -> Option<(usize, usize)> {
        let is_name = |token: usize| matches!(self.tag(token), Tag::Propn | Tag::Noun | Tag::Adj | Tag::Det);
        let with = self.before(gerund).find(|&token| !is_name(token))?;
        let fits = self.is(with, "with")
            && with > self.range.start
            && self.is(with - 1, ",")
            && with + 1 < gerund
            && self.tag(gerund - 1) == Tag::Propn;
        let inside = with + 1..gerund;
        let subject = inside.clone().rev().find(|&token| self.is_noun(token) && !inside.contains(&self.head(token)))?;
        fits.then_some((with, subject))
    }

    /// "lost her son Bor when rebels attacked a town" with the attack as what describes Bor: "when" behind a name tells when
    /// the verb before it was done.
    pub(super) fn when_behind_name(&mut self, verb: usize) {
        let name = self.head(verb);
        let is_when = |token: usize| self.head(token) == verb && self.is(token, "when");
        let fits = name < verb && self.tag(name) == Tag::Propn && (name + 1..verb).any(is_when);
        if let Some(above) = self.verb_above(name, verb).filter(|_| fits) {
            self.hang(verb, above, R::Advcl);
        }
    }

    /// "took five of them hostage" with "hostage" as what describes the five or what they do: they are taken.
    pub(super) fn taken_hostage(&mut self, hostage: usize) {
        const TAKE: &[&str] = &["take", "takes", "took", "taken", "taking"];
        let above = self.head(hostage);
        if !["hostage", "captive", "prisoner"].iter().any(|word| self.is(hostage, word)) || above >= hostage {
            return;
        }
        let own = self.before(hostage).find(|&token| self.hangs(token, hostage, R::Nsubj));
        let people = own.unwrap_or(above);
        let taken = self.before(people).find(|&token| self.tag(token) == Tag::Verb);
        let is_taken = |&taken: &usize| TAKE.iter().any(|form| self.is(taken, form)) && people + PEOPLE_MAX > hostage;
        if let Some(taken) = taken.filter(is_taken) {
            self.hang(people, taken, R::Obj);
            self.hang(hostage, taken, R::Xcomp);
            self.pass_on_behind(hostage, taken);
        }
    }

    /// "if they were serious it would pay and send food" with "send" as joined to "serious": an infinitive without "to" is
    /// joined to what a modal leads.
    pub(super) fn joined_to_modal(&mut self, verb: usize) {
        let is_base = |token: usize| self.tag(token) == Tag::Verb && self.tokens[token].form == Form::Base;
        let has = |token: usize, relations: &[R]| {
            self.before(token).any(|word| self.head(word) == token && relations.contains(&self.relation(word)))
        };
        let leads = |token: usize| is_base(token) && token > self.range.start && has(token, &[R::Aux]);
        let fits = is_base(verb) && !is_base(self.head(verb)) && !has(verb, &[R::Aux, R::Mark, R::Nsubj]);
        if let Some(led) = (self.head(verb)..verb).rev().take(MODAL_WINDOW).find(|&token| fits && leads(token)) {
            self.tokens[verb].head = led as u32;
        }
    }

    /// "urges Ruritania to pay and stop spying" with "stop" as joined to "urges": it is joined to what one is asked to do.
    pub(super) fn joined_to_infinitive(&mut self, verb: usize) {
        let asks = self.head(verb);
        let is_bare = self.tag(verb) == Tag::Verb
            && matches!(self.tokens[verb].form, Form::Base | Form::Present)
            && self.is_bare_form(verb);
        if !is_bare || asks >= verb || !self.in_class(asks, class::CALLING | class::ACCUSING) {
            return;
        }
        let own = [R::Nsubj, R::Aux, R::Mark];
        let has_own = self.before(verb).any(|token| self.head(token) == verb && own.contains(&self.relation(token)));
        let is_infinitive = |token: usize| {
            self.head(token) == asks
                && matches!(self.relation(token), R::Xcomp | R::Advcl | R::Ccomp)
                && self.before(token).any(|to| self.hangs(to, token, R::Mark) && self.is(to, "to"))
        };
        let infinitive = (asks + 1..verb).take(MODAL_WINDOW).find(|&token| is_infinitive(token));
        if let Some(infinitive) = infinitive.filter(|_| !has_own) {
            self.tokens[verb].head = infinitive as u32;
            self.tokens[verb].form = Form::Base;
        }
    }

    /// "a bombing and shelling campaign" with "shelling" as a clause of "and": a gerund joined to a noun is one.
    pub(super) fn gerund_on_and(&mut self, gerund: usize) {
        let and = self.head(gerund);
        let noun = self.head(and);
        let fits = self.tokens[gerund].form == Form::Gerund
            && self.tag(and) == Tag::Cconj
            && noun < and
            && and < gerund
            && self.tag(noun) == Tag::Noun;
        if fits {
            self.hang(gerund, noun, R::Conj);
            self.hang(and, gerund, R::Cc);
            self.tokens[gerund].tag = Tag::Noun;
        }
    }

    /// "sent food, signed a treaty and left" with the treaty as something said beside: a verb of the past without a subject,
    /// behind a comma, is joined to the one before.
    pub(super) fn verb_in_list(&mut self, verb: usize) {
        let first = self.head(verb);
        let has_subject = |verb: usize, mut words: Range<usize>| {
            words.any(|token| self.hangs(token, verb, R::Nsubj) || self.hangs(token, verb, R::NsubjPass))
        };
        let fits = self.may_be_past(verb)
            && self.may_be_past(first)
            && first < verb
            && self.is(verb - 1, ",")
            && has_subject(first, self.around(first).start..first)
            && !has_subject(verb, self.around(verb));
        if fits {
            self.tokens[verb].relation = R::Conj;
        }
    }

    /// "agreed in public to leave" with "leave" as a part of the phrase between: an infinitive describes no noun behind a
    /// preposition but completes the verb.
    pub(super) fn infinitive_of_noun(&mut self, infinitive: usize) {
        let noun = self.head(infinitive);
        let verb = self.head(noun);
        let fits = self.tag(infinitive) == Tag::Verb
            && self.tokens[infinitive].form == Form::Base
            && self.before(infinitive).next().is_some_and(|to| self.hangs(to, infinitive, R::Mark))
            && noun < infinitive
            && self.relation(noun) == R::Obl
            && self.tag(verb) == Tag::Verb
            && verb < noun;
        if fits {
            self.hang(infinitive, verb, R::Xcomp);
        }
    }

    /// "sealed off for repairs the road" with the road as another name of the repairs: a noun phrase behind a phrase with a
    /// preposition, without a comma, is the object of a verb that has none.
    pub(super) fn shifted_object(&mut self, object: usize) {
        let other = self.head(object);
        let verb = self.head(other);
        let fits = self.relation(other) == R::Obl
            && verb < other
            && other < object
            && self.tag(verb) == Tag::Verb
            && self.tag(object) == Tag::Noun
            && object - verb < AROUND_VERB
            && (other + 1..object).any(|token| self.hangs(token, object, R::Det))
            && (other + 1..object).all(|token| self.tag(token) != Tag::Punct)
            && !(verb + 1..object).any(|token| self.hangs(token, verb, R::Obj));
        if fits {
            self.hang(object, verb, R::Obj);
        }
    }

    /// "aircraft using missiles struck" read as the use that struck: who uses them is the subject.
    pub(super) fn gerund_as_subject(&mut self, gerund: usize) {
        let verb = self.head(gerund);
        if verb <= gerund || self.tokens[gerund].form != Form::Gerund {
            return;
        }
        let Some(subject) = self.before(gerund).find(|&token| self.hangs(token, gerund, R::Nsubj)) else { return };
        if let Some(object) = self.before(verb).find(|&token| token > gerund && self.hangs(token, verb, R::Nsubj)) {
            self.hang(object, gerund, R::Obj);
        }
        self.hang(subject, verb, R::Nsubj);
        self.hang(gerund, subject, R::Acl);
    }

    /// "is due to visit" with the visit as who is due: behind such a word it is what the subject will do.
    pub(super) fn infinitive_as_subject(&mut self, infinitive: usize) {
        let adjective = self.head(infinitive);
        let has_to = self.before(infinitive).any(|to| self.hangs(to, infinitive, R::Mark) && self.is(to, "to"));
        let has_subject = self.before(adjective).any(|token| self.hangs(token, adjective, R::Nsubj));
        if adjective < infinitive && has_to && has_subject && self.in_class(adjective, class::READY) {
            self.tokens[infinitive].relation = R::Xcomp;
        }
    }

    /// "aircraft using missiles struck" with "using" as what the sentence tells, and what the aircraft did hung on it: a
    /// gerund without an auxiliary tells nothing alone.
    pub(super) fn gerund_as_root(&mut self, gerund: usize) {
        let has_auxiliary = self.before(gerund).any(|token| matches!(self.relation(token), R::Aux | R::Cop));
        let subject = self.around(gerund).find(|&token| token < gerund && self.hangs(token, gerund, R::Nsubj));
        let Some(subject) = subject.filter(|_| !has_auxiliary) else { return };
        let is_told = |token: usize| self.tag(token) == Tag::Verb && self.is_past(token);
        let between =
            (subject + 1..gerund).find(|&token| is_told(token) && matches!(self.relation(token), R::Acl | R::AclRelcl));
        let is_relative = |verb: usize| (subject + 1..verb).any(|token| self.in_class(token, class::RELATIVE));
        if let Some(verb) = between.filter(|&verb| !is_relative(verb)) {
            return self.tell(verb, subject, gerund, R::Advcl);
        }
        if gerund != subject + 1 || self.in_class(gerund, class::REPORT) {
            return;
        }
        let own = |verb: usize| self.before(verb).find(|&token| token > gerund && self.hangs(token, verb, R::Nsubj));
        let behind = self.behind(gerund, TOLD_WINDOW).find(|&token| is_told(token) && own(token).is_some());
        if let Some(verb) = behind
            && let Some(object) = own(verb)
        {
            self.hang(object, gerund, R::Obj);
            self.tell(verb, subject, gerund, R::Advcl);
            self.hang(gerund, subject, R::Acl);
        }
    }

    /// Makes a verb the root of the sentence in place of a gerund, which hangs on it.
    fn tell(&mut self, verb: usize, subject: usize, gerund: usize, relation: R) {
        self.hang(verb, verb, R::Root);
        self.tokens[verb].form = Form::Past;
        self.hang(subject, verb, R::Nsubj);
        self.hang(gerund, verb, relation);
    }

    /// "cut roads leading into Sylvania" with "leading" beside "cut": what leads somewhere is the object right before it.
    pub(super) fn leading_beside_verb(&mut self, gerund: usize) {
        let Some(object) = gerund.checked_sub(1) else { return };
        let leads = ["leading", "belonging", "relating"].iter().any(|word| self.is(gerund, word));
        if leads && self.hangs(object, self.head(gerund), R::Obj) {
            self.hang(gerund, object, R::Acl);
        }
    }

    /// "stopped work" with "work" as a verb: without "to" only a few verbs have another one right behind them, so it is
    /// the object.
    pub(super) fn bare_infinitive_as_object(&mut self, word: usize) {
        const BEFORE_INFINITIVE: &[&str] =
            &["help", "helped", "helps", "dare", "dared", "need", "let", "make", "go", "come"];
        let Some(verb) = word.checked_sub(1) else { return };
        let fits = self.tokens[word].form == Form::Base
            && self.hangs(word, verb, R::Xcomp)
            && self.tag(verb) == Tag::Verb
            && self.is_past(verb)
            && !BEFORE_INFINITIVE.iter().any(|before| self.is(verb, before));
        if !fits {
            return;
        }
        self.pass_on_behind(word, verb);
        (self.tokens[word].tag, self.tokens[word].form) = (Tag::Noun, Form::Singular);
        self.tokens[word].relation = R::Obj;
    }

    /// "restored ties after crowds burned a flag" with the ties and the crowds as subjects of "burned": what stands before
    /// the conjunction of a clause is not its subject but the object of the verb before.
    pub(super) fn subject_before_conjunction(&mut self, noun: usize) {
        let clause = self.head(noun);
        let mut behind = (noun + 1..clause).rev().take(BEFORE_MAX);
        let Some(second) = behind.find(|&token| self.hangs(token, clause, R::Nsubj)) else { return };
        let mut between = (noun + 1..second).rev().take(BEFORE_MAX);
        let is_behind = between.any(|token| self.head(token) == clause && self.relation(token) == R::Mark);
        let mut before = self.before(noun);
        let verb = before.find(|&token| self.tag(token) == Tag::Verb && self.relation(token) != R::Amod);
        let Some(verb) = verb.filter(|_| is_behind) else { return };
        if (verb + 1..noun).any(|token| self.hangs(token, verb, R::Obj)) {
            return;
        }
        self.hang(noun, verb, R::Obj);
        for token in verb + 1..noun {
            if self.tag(token) == Tag::Adj && self.hangs(token, verb, R::Xcomp) {
                self.hang(token, noun, R::Amod);
            }
        }
    }

    /// "expelled the envoy" with the envoy as who is expelled though it has a subject: what stands behind is its object.
    pub(super) fn object_as_subject(&mut self, object: usize) {
        let verb = self.head(object);
        let has = |relation: R| self.before(verb).any(|token| self.hangs(token, verb, relation));
        if object > verb && self.is_past(verb) && has(R::Nsubj) && !has(R::AuxPass) {
            self.tokens[object].relation = R::Obj;
            self.tokens[verb].form = Form::Past;
        }
    }

    /// "agreed to meet and to cooperate" with "cooperate" joined to "agreed": an infinitive is joined to the infinitive.
    pub(super) fn joined_infinitive(&mut self, infinitive: usize) {
        let verb = self.head(infinitive);
        let is_infinitive = |token: usize| self.tag(token) == Tag::Verb && self.tokens[token].form == Form::Base;
        let has_to = self.before(infinitive).next().is_some_and(|to| self.hangs(to, infinitive, R::Mark));
        if !is_infinitive(infinitive) || !has_to || self.tag(verb) != Tag::Verb || is_infinitive(verb) {
            return;
        }
        let first = (verb + 1..infinitive).rev().take(BEFORE_MAX).find(|&token| self.hangs(token, verb, R::Xcomp));
        if let Some(first) = first.filter(|&first| is_infinitive(first)) {
            self.tokens[infinitive].head = first as u32;
        }
    }

    /// "has once more rejected" with the adverb as a noun that has the auxiliary: no noun has one.
    pub(super) fn auxiliary_of_noun(&mut self, root: usize) {
        let verb = root + 1;
        let has_auxiliary = || self.before(root).any(|token| self.hangs(token, root, R::Aux));
        let is_verb = verb < self.range.end && self.head(verb) == root && self.may_be_past(verb);
        if !is_verb || !has_auxiliary() {
            return;
        }
        for token in self.range.clone() {
            if self.head(token) == root {
                self.tokens[token].head = verb as u32;
            }
        }
        self.hang(verb, verb, R::Root);
        self.hang(root, verb, R::Advmod);
        self.tokens[root].tag = Tag::Adv;
    }

    /// The few tokens before another, the nearest first.
    pub(super) fn before(&self, token: usize) -> impl Iterator<Item = usize> + use<> {
        (self.range.start.max(token.saturating_sub(BEFORE_MAX))..token).rev()
    }
}

/// Tokens behind a gerund among which the verb stands whose subject uses something.
const TOLD_WINDOW: usize = 12;
/// Tokens behind a verb among which its object stands.
const AROUND_VERB: usize = 16;
/// Tokens before a word that are looked at.
const BEFORE_MAX: usize = 12;
/// Tokens of those who are taken hostage, from their head on.
const PEOPLE_MAX: usize = 8;
/// Tokens before a verb among which the one stands to which it is joined.
const MODAL_WINDOW: usize = 24;
