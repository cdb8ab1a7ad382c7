//! What somebody says, and who says it.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use super::draft::OBJECT_WINDOW;
use crate::lexicon::table as class;

impl Draft<'_> {
    /// "said she would talk; Sylvania had left" with the leaving as what she would say: behind a semicolon stands another
    /// sentence.
    pub(super) fn behind_semicolon(&mut self, verb: usize) {
        let above = self.head(verb);
        let subject = self.before(verb).find(|&token| self.hangs(token, verb, R::Nsubj));
        let Some((root, subject)) = self.root().zip(subject) else { return };
        if root < verb && above < subject && (above..subject).any(|token| self.is(token, ";")) {
            self.hang(verb, root, R::Parataxis);
        }
    }

    /// "Anna Kovar: The ministry approved it" with Anna Kovar as who approved it: who is named before a colon speaks.
    pub(super) fn label_as_subject(&mut self, label: usize) {
        let verb = self.head(label);
        let last = (label + 1..self.range.end).take_while(|&token| self.hangs(token, label, R::Flat)).last();
        let colon = last.unwrap_or(label) + 1;
        if verb <= colon || label >= self.range.start + LABEL_WINDOW || !self.is(colon, ":") {
            return;
        }
        self.tokens[label].relation = R::Dislocated;
        // "We have expressed" with "we" as who has.
        let subject = (colon + 1..verb).take(OBJECT_WINDOW).find(|&token| self.relation(token) == R::Nsubj);
        if let Some(subject) = subject.filter(|&subject| self.hangs(self.head(subject), verb, R::Aux)) {
            self.tokens[subject].head = verb as u32;
        }
    }

    /// "says the talks have been cancelled" with the talks as what is said, and the rest joined to that: a verb without a
    /// subject and without "and" is what the object before it does.
    pub(super) fn reported_without_subject(&mut self, verb: usize) {
        let report = self.head(verb);
        let owns =
            |token: usize, relations: &[R]| self.head(token) == verb && relations.contains(&self.relation(token));
        let fits = self.tag(verb) == Tag::Verb
            && report < verb
            && self.in_class(report, class::REPORT)
            && self.before(verb).any(|token| owns(token, &[R::Aux, R::AuxPass]))
            && verb - report < REPORT_WINDOW
            && !(report..verb).any(|token| owns(token, &[R::Nsubj, R::NsubjPass, R::Cc, R::Csubj]));
        if !fits {
            return;
        }
        let mut objects = self.behind(report, OBJECT_WINDOW).take_while(|&token| token < verb);
        let Some(object) = objects.find(|&token| self.hangs(token, report, R::Obj)) else { return };
        let is_passive = self.before(verb).any(|token| owns(token, &[R::AuxPass]));
        self.hang(verb, report, R::Ccomp);
        self.hang(object, verb, if is_passive { R::NsubjPass } else { R::Nsubj });
    }

    /// "called the raid a crime" with the crime as another raid, or as one more that was called: it is what the raid is called.
    pub(super) fn called_something(&mut self, name: usize) {
        let above = self.head(name);
        let call = if self.relation(above) == R::Obj { self.head(above) } else { above };
        if call >= name || !["call", "calls", "called", "calling"].iter().any(|form| self.is(call, form)) {
            return;
        }
        let thing = self.behind(call, CALL_WINDOW).find(|&token| self.hangs(token, call, R::Obj));
        let has = |relation: R| self.before(name).take(CALL_WINDOW).any(|token| self.hangs(token, name, relation));
        let fits = self.tag(call) == Tag::Verb
            && thing.is_some_and(|thing| thing < name && (thing == above || call == above))
            && has(R::Det)
            && !has(R::Case);
        if fits && name - call < REPORT_WINDOW && !(call..name).any(|token| self.is(token, ",")) {
            self.hang(name, call, R::Xcomp);
        }
    }

    /// "said that Sylvania would leave and accused Borduria" with "accused" as what Sylvania does too: a verb of the past
    /// cannot be joined to what "would" leads, nor one that says something to what "had" leads: the speaker does it.
    pub(super) fn past_behind_clause(&mut self, verb: usize) {
        let told = self.head(verb);
        let report = self.head(told);
        let is_past = |token: usize| self.tag(token) == Tag::Verb && self.tokens[token].form == Form::Past;
        let fits = is_past(verb)
            && self.relation(told) == R::Ccomp
            && told < verb
            && report < told
            && is_past(report)
            && self.in_class(report, class::REPORT | class::DENYING);
        let owns = |token: usize, relation: R| self.hangs(token, verb, relation);
        let is_report = self.in_class(verb, class::ACCUSING);
        let leads = |token: usize| {
            self.hangs(token, told, R::Aux)
                && (self.is(token, "would") || is_report && self.tokens[token].form != Form::Third)
        };
        if fits && !self.before(verb).any(|token| owns(token, R::Nsubj)) && self.before(told).any(leads) {
            self.hang(verb, report, R::Conj);
        }
    }

    /// "Ruritania, she said, had left" with Ruritania as one more who said so: who stands before the report does what is
    /// reported.
    pub(super) fn subject_before_report(&mut self, report: usize) {
        let verb = self.head(report);
        let is_subject = |token: &usize| self.hangs(*token, report, R::Nsubj);
        let from = self.around(report).start;
        let (Some(first), Some(second)) = ((from..report).find(is_subject), (from..report).rfind(is_subject)) else {
            return;
        };
        let fits = verb > report
            && first != second
            && self.in_class(report, class::REPORT)
            && (first + 1..second).any(|token| self.is(token, ","))
            && !(report + 1..verb).any(|token| self.hangs(token, verb, R::Nsubj));
        if fits {
            self.hang(first, verb, R::Nsubj);
        }
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

    /// "asked for shelter in Sylvania, the agency reported" with the shelter as a part of the report: what stands before
    /// the comma belongs to the verb before it.
    pub(super) fn before_report(&mut self, phrase: usize) {
        let report = self.head(phrase);
        if report <= phrase || self.tag(report) != Tag::Verb || !self.in_class(report, class::REPORT) {
            return;
        }
        let subject = self.before(report).find(|&token| token > phrase && self.hangs(token, report, R::Nsubj));
        let is_behind_comma = |subject: usize| (phrase + 1..subject).any(|token| self.is(token, ","));
        let is_verb = |token: usize| self.tag(token) == Tag::Verb && self.relation(token) != R::Amod;
        let verb = self.before(phrase).find(|&token| is_verb(token));
        if subject.is_some_and(is_behind_comma)
            && let Some(verb) = verb
        {
            self.tokens[phrase].head = verb as u32;
        }
    }

    /// "is about to restore full, lasting ties, the ministry said" with the ties as what said it, beside the ministry: the
    /// first of two is the object of what is said.
    pub(super) fn object_before_report(&mut self, object: usize) {
        let report = self.head(object);
        if report <= object || !self.in_class(report, class::REPORT) {
            return;
        }
        let has_other = self.before(report).any(|token| token > object && self.hangs(token, report, R::Nsubj));
        let is_verb = |token: usize| self.tag(token) == Tag::Verb && self.relation(token) != R::Amod;
        let verb = self.before(object).find(|&token| is_verb(token));
        let Some(verb) = verb.filter(|&verb| has_other && self.hangs(verb, report, R::Ccomp)) else { return };
        for token in verb + 1..object {
            if self.hangs(token, verb, R::Obj) {
                if self.tag(token) != Tag::Adj {
                    return;
                }
                self.hang(token, object, R::Amod);
            }
        }
        self.hang(object, verb, R::Obj);
    }

    /// "wrote that he had phoned her" with "that" as what he phoned: beside an object it begins the clause.
    pub(super) fn that_as_object(&mut self, that: usize) {
        let verb = self.head(that);
        let has = |relation: R| self.around(verb).any(|token| token != that && self.hangs(token, verb, relation));
        if that < verb && self.is(that, "that") && has(R::Obj) && has(R::Nsubj) {
            (self.tokens[that].tag, self.tokens[that].relation) = (Tag::Sconj, R::Mark);
        }
    }
}

/// Tokens between a verb and what is said of its object, at most.
const REPORT_WINDOW: usize = 40;
/// Tokens between "called" and what something is called.
const CALL_WINDOW: usize = 12;
/// Words of a sentence before the name of who speaks: its title.
const LABEL_WINDOW: usize = 6;
