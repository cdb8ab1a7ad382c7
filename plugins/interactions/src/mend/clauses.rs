//! Clauses that the parser hung on the wrong word, or whose subject it gave to another verb.

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
        let mut before = self.before(gerund);
        let subject = before.find(|&token| {
            self.head(token) == gerund && matches!(self.relation(token), R::Obl | R::Obj) && self.is_noun(token)
        });
        let Some(subject) = subject else { return };
        let with = self.before(subject).find(|&token| self.hangs(token, subject, R::Case) && self.is(token, "with"));
        let Some(with) = with else { return };
        let above = self.verb_above(gerund, with);
        self.hang(subject, gerund, R::Nsubj);
        self.hang(with, gerund, R::Mark);
        if let Some(above) = above {
            self.hang(gerund, above, R::Advcl);
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

    /// "expelled suspected Sylvanian spy Kovar" with the participle as a clause of its own: it describes the object.
    pub(super) fn participle_before_object(&mut self, participle: usize) {
        let Some(verb) = participle.checked_sub(1) else { return };
        let fits = self.tokens[participle].form == Form::Participle
            && self.head(participle) == verb
            && self.tag(verb) == Tag::Verb;
        if !fits {
            return;
        }
        let mut behind = self.behind(participle, OBJECT_WINDOW);
        let Some(object) = behind.find(|&token| self.hangs(token, participle, R::Nsubj)) else { return };
        for token in self.around(participle).filter(|&token| token > participle) {
            if self.head(token) == participle {
                self.tokens[token].head = verb as u32;
            }
        }
        self.hang(object, verb, R::Obj);
        self.hang(participle, object, R::Amod);
    }

    /// "said Ruritania and Sylvania must leave" with the names as those to whom it is said: before a finite verb without a
    /// subject they are who must.
    pub(super) fn subject_of_content(&mut self, verb: usize) {
        let above = self.head(verb);
        if above >= verb || self.tag(verb) != Tag::Verb {
            return;
        }
        let own = |token: usize| self.head(token) == verb;
        let between = || self.before(verb).filter(|&token| token > above);
        if !self.in_class(above, class::REPORT) || !between().any(|token| own(token) && self.is_modal(token)) {
            return;
        }
        let has_subject = between().any(|token| own(token) && matches!(self.relation(token), R::Nsubj | R::NsubjPass));
        let subject =
            between().find(|&token| self.head(token) == above && matches!(self.relation(token), R::Obj | R::Iobj));
        if let Some(subject) = subject.filter(|_| !has_subject) {
            self.hang(subject, verb, R::Nsubj);
        }
    }

    fn is_modal(&self, token: usize) -> bool {
        self.relation(token) == R::Aux && self.tokens[token].form == Form::Modal
    }

    /// "..., Minister Anna Kovar said" read as something that the minister is: the name right before the reporting verb
    /// says it.
    pub(super) fn reporter_as_apposition(&mut self, verb: usize) {
        let described = self.head(verb);
        let fits = self.tag(verb) == Tag::Verb
            && self.tokens[verb].form == Form::Past
            && self.in_class(verb, class::REPORT)
            && described < verb
            && !self.before(verb).any(|token| token > described && self.in_class(token, class::RELATIVE));
        if !fits {
            return;
        }
        let name = self.before(verb).find(|&token| self.hangs(token, described, R::Appos));
        let is_right_before = |name: usize| (name + 1..verb).all(|token| self.head(token) == name);
        let Some(name) = name.filter(|&name| is_right_before(name)) else { return };
        let above = self.verb_above(described, verb).unwrap_or(self.head(described));
        self.hang(name, verb, R::Nsubj);
        self.hang(verb, above, R::Parataxis);
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

    /// "has once more rejected" with the adverb as a noun that has the auxiliary: no noun has one.
    pub(super) fn auxiliary_of_noun(&mut self) {
        let Some(root) = self.root().filter(|&root| self.tag(root) == Tag::Noun) else { return };
        let verb = root + 1;
        let has_auxiliary = self.before(root).any(|token| self.hangs(token, root, R::Aux));
        let is_verb = verb < self.range.end
            && self.head(verb) == root
            && self.tag(verb) == Tag::Verb
            && matches!(self.tokens[verb].form, Form::Past | Form::Participle);
        if !has_auxiliary || !is_verb {
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

/// Tokens behind a participle among which the object stands that it describes.
const OBJECT_WINDOW: usize = 10;
/// Tokens behind a verb among which its object stands.
const AROUND_VERB: usize = 16;
/// Tokens before a word that are looked at.
const BEFORE_MAX: usize = 12;
