//! Verbs that were read as nouns, and nouns that were read as verbs: where they stand, and what hangs on them, shows what
//! they are.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use super::draft::OBJECT_WINDOW;
use crate::lexicon::Pos;
use crate::resolution::is_lead;

impl Draft<'_> {
    /// "sent troops but denies sheltering rebels" with "denies" as more of what was sent: what is a verb in the lexicon and
    /// has a gerund behind it is joined to the verb.
    pub(super) fn verb_as_plural(&mut self, verb: usize) {
        let fits = self.is_plural_noun(verb)
            && self.is_verb_alone(verb)
            && verb > self.range.start
            && self.tag(verb - 1) == Tag::Cconj
            && verb + 1 < self.range.end
            && self.tokens[verb + 1].form == Form::Gerund;
        let Some(above) = self.verb_above(verb, verb).filter(|_| fits) else { return };
        self.hang(verb, above, R::Conj);
        self.make_verb(verb, Form::Third);
        if self.head(verb + 1) == above {
            self.hang(verb + 1, verb, R::Xcomp);
        }
    }

    /// "asked the council to expel Ruritania" with "expel" as a noun: what the lexicon knows as a verb alone is one behind
    /// "to" and whoever is asked.
    pub(super) fn infinitive_as_noun(&mut self, to: usize) {
        let verb = to + 1;
        if !self.is(to, "to") || verb >= self.range.end || self.tag(verb) != Tag::Noun || self.is_plural_noun(verb) {
            return;
        }
        let noun = self.head(verb);
        let (asked, object) = match self.relation(verb) {
            R::Compound if noun == verb + 1 => (self.head(noun), Some(noun)),
            _ => (noun, None),
        };
        let fits = self.is_verb_alone(verb)
            && self.tag(asked) == Tag::Verb
            && self.behind(asked, OBJECT_WINDOW).any(|token| {
                token < to && self.head(token) == asked && matches!(self.relation(token), R::Obj | R::Iobj)
            });
        if !fits {
            return;
        }
        self.hang(verb, asked, R::Xcomp);
        self.make_verb(verb, Form::Base);
        self.hang(to, verb, R::Mark);
        if let Some(object) = object {
            self.hang(object, verb, R::Obj);
        }
    }

    /// "The Council: Calls on Ruritania to leave; Thanks Sylvania;" with the verbs as nouns: they begin what is decided.
    pub(super) fn listed_verb(&mut self) {
        let is_verb = |&root: &usize| self.is_plural_noun(root) && self.may_be_verb(root);
        let Some(root) = self.root().filter(is_verb) else { return };
        if !(self.range.start..root).all(|token| is_lead(self.tag(token))) {
            return;
        }
        self.make_verb(root, Form::Third);
        for token in self.behind(root, AROUND_ROOT) {
            if self.head(token) != root {
                continue;
            }
            self.tokens[token].relation = match self.relation(token) {
                R::Appos => R::Obj,
                R::Nmod => R::Obl,
                R::Acl | R::Advcl => R::Xcomp,
                relation => relation,
            };
        }
    }

    /// "sent 700 more troops" with the number as what was sent: it counts the troops.
    pub(super) fn counted(&mut self, noun: usize) {
        let number = self.head(noun);
        let is_beside = number < noun && (number + 1..noun).all(|token| self.head(token) == noun);
        if !is_beside || self.tag(number) != Tag::Num || self.tokens[noun].form != Form::Plural {
            return;
        }
        self.replace(number, noun, self.relation(number));
        self.pass_on(number, noun);
        self.hang(number, noun, R::Nummod);
    }

    /// "commends Ruritania and thanks Sylvania" with the thanks as a noun: a noun has no object.
    pub(super) fn joined_third(&mut self, noun: usize) {
        let verb = self.head(noun);
        let fits = self.is_plural_noun(noun)
            && self.tag(verb) == Tag::Verb
            && self.tokens[verb].form == Form::Third
            && self.may_be_verb(noun)
            && self.has_object(noun);
        if fits {
            self.make_verb(noun, Form::Third);
        }
    }

    fn is_plural_noun(&self, token: usize) -> bool {
        self.tag(token) == Tag::Noun && self.tokens[token].form == Form::Plural
    }

    /// "by the war crimes court" with "crimes" as a verb of which the court is the object: no verb in the present describes
    /// a noun before it without a pronoun, so it is a noun before the last one.
    pub(super) fn plural_as_clause(&mut self, plural: usize) {
        let (noun, last) = (self.head(plural), plural + 1);
        let has_preposition = || self.before(noun).any(|token| self.hangs(token, noun, R::Case));
        let fits = self.tokens[plural].form == Form::Third
            && noun + 1 == plural
            && last < self.range.end
            && self.hangs(last, plural, R::Obj)
            && has_preposition();
        if !fits {
            return;
        }
        self.pass_on(noun, last);
        self.pass_on(plural, last);
        self.replace(noun, last, self.relation(noun));
        self.hang(noun, plural, R::Compound);
        self.hang(plural, last, R::Compound);
        (self.tokens[plural].tag, self.tokens[plural].form) = (Tag::Noun, Form::Plural);
    }

    /// "handed over five fraud suspects" with "suspects" as a verb: what has no subject but a noun that describes it is a
    /// plural, and the object.
    pub(super) fn plural_as_report(&mut self, plural: usize) {
        let (verb, before) = (self.head(plural), plural.checked_sub(1).filter(|&before| before >= self.range.start));
        let Some(before) = before.filter(|&before| self.hangs(before, plural, R::Compound)) else { return };
        let has_subject = self.before(plural).any(|token| self.hangs(token, plural, R::Nsubj));
        let has_object = self.around(verb).any(|token| self.hangs(token, verb, R::Obj));
        if self.tokens[plural].form != Form::Third || verb > before || has_subject || has_object {
            return;
        }
        (self.tokens[plural].tag, self.tokens[plural].form) = (Tag::Noun, Form::Plural);
        self.hang(plural, verb, R::Obj);
        for token in plural + 1..self.around(plural).end {
            if self.hangs(token, plural, R::Obl) {
                self.tokens[token].head = verb as u32;
            }
        }
        // "handed over 31,000" with what counts them as a phrase of its own.
        for token in verb + 1..plural {
            if self.head(token) == verb && self.tag(token) == Tag::Num {
                self.hang(token, plural, R::Nummod);
            }
        }
    }

    /// Whether the lexicon knows the word as a verb and as nothing else.
    fn is_verb_alone(&self, token: usize) -> bool {
        let readings = self.words.form(token).readings();
        !readings.is_empty() && readings.iter().all(|reading| reading.pos == Pos::Verb)
    }
}

/// Tokens behind the first verb of a sentence among which its dependents stand.
const AROUND_ROOT: usize = 40;
