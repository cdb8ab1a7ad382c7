//! Nouns that the parser hung beside the verb whose subjects they are, and verbs that it joined to nouns.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use super::draft::OBJECT_WINDOW;
use crate::lexicon::table as class;

impl Draft<'_> {
    /// A noun as the root of a sentence with its verb hung on it as a modifier: "the guard fired", "clerks are about to
    /// leave". The verb becomes the root, the noun its subject.
    pub(super) fn bare_root(&mut self) {
        // "Zimbabwe expelled": a name at the start, right before the verb, may be read as an adjective.
        let is_name = |root: usize| {
            self.tag(root) == Tag::Adj
                && root == self.range.start
                && self.range.contains(&(root + 1))
                && self.hangs(root + 1, root, R::Acl)
                && self.tag(root + 1) == Tag::Verb
        };
        let Some(root) = self.root().filter(|&root| self.is_noun(root) || is_name(root)) else { return };
        let Some(verb) = self.verb_of_noun(root) else { return };
        let is_copula = |token: usize| matches!(self.relation(token), R::Cop | R::Aux | R::AuxPass);
        let of_root = (root + 1..self.range.end).find(|&token| self.head(token) == root && is_copula(token));
        let of_verb = || {
            let mut between = root + 1..verb;
            between.find(|&token| self.head(token) == verb && matches!(self.relation(token), R::Cop | R::Aux))
        };
        let copula = of_root.or_else(of_verb);
        let is_told = match copula {
            Some(copula) => copula < verb,
            None => self.is_finite(verb) && (self.is_past(verb) || self.tokens[verb].form == Form::Past),
        };
        if is_told {
            self.make_root(root, verb, copula);
        }
    }

    /// "Ruritania deployed 300 soldiers" with Ruritania as when, or the soldiers as where: a participle without an
    /// auxiliary is the past, the name right before it is who did it, and what no preposition leads to is the object.
    pub(super) fn past_as_participle(&mut self, root: usize) {
        let has = |relations: &[R]| {
            self.around(root).any(|token| self.head(token) == root && relations.contains(&self.relation(token)))
        };
        if !self.is_past(root) || has(&[R::NsubjPass, R::Aux, R::AuxPass, R::Cop]) {
            return;
        }
        let (has_subject, has_object) = (has(&[R::Nsubj]), has(&[R::Obj, R::Ccomp]));
        if !has_subject {
            let is_name = |&name: &usize| {
                self.range.contains(&name)
                    && self.hangs(name, root, R::OblUnmarked)
                    && self.tag(name) == Tag::Propn
                    && !self.is_time(name)
            };
            let Some(name) = root.checked_sub(1).filter(is_name) else { return };
            self.tokens[name].relation = R::Nsubj;
        }
        let is_object = |&token: &usize| {
            self.head(token) == root
                && matches!(self.relation(token), R::Obl | R::OblUnmarked)
                && self.is_noun(token)
                && !self.is_time(token)
                && !(root..token).any(|case| self.hangs(case, token, R::Case))
        };
        let object = self.behind(root, OBJECT_WINDOW).find(is_object);
        if let Some(object) = object.filter(|_| !has_object) {
            self.tokens[object].relation = R::Obj;
        }
        self.tokens[root].form = Form::Past;
    }

    /// "Ruritania plans to send troops" with the plans as what the sentence tells, and Ruritania as a part of their name.
    pub(super) fn planning_as_noun(&mut self, root: usize) {
        let (to, verb) = (root + 1, root + 2);
        let is_infinitive = verb < self.range.end
            && self.is(to, "to")
            && self.hangs(to, verb, R::Mark)
            && self.hangs(verb, root, R::Acl);
        let has_article = || self.before(root).any(|token| self.head(token) == root && self.tag(token) == Tag::Det);
        let name = root.checked_sub(1).filter(|&name| {
            self.range.contains(&name) && self.hangs(name, root, R::Compound) && self.tag(name) == Tag::Propn
        });
        let Some(name) = name.filter(|_| is_infinitive && self.in_class(root, class::PLANNING)) else { return };
        if self.tokens[root].form != Form::Plural || has_article() {
            return;
        }
        self.make_verb(root, Form::Third);
        self.tokens[name].relation = R::Nsubj;
        self.tokens[verb].relation = R::Xcomp;
    }

    /// "In Gornau the ministry left" with the ministry as another name of Gornau: without a comma it is who left.
    pub(super) fn subject_behind_place(&mut self, subject: usize) {
        let place = self.head(subject);
        let verb = self.head(place);
        let has_article = |token: usize| self.hangs(token, subject, R::Det) && token == place + 1;
        let fits = place < subject
            && subject < verb
            && self.relation(place) == R::Obl
            && self.tag(verb) == Tag::Verb
            && (place + 1..subject).any(has_article)
            && !(self.around(verb).start..verb).any(|token| self.hangs(token, verb, R::Nsubj));
        if fits {
            self.hang(subject, verb, R::Nsubj);
        }
    }

    /// "Ruritania's military bombed" with the military as how one bombs: no verb is owned, the word between is who does it.
    pub(super) fn owner_of_verb(&mut self, owner: usize) {
        let verb = self.head(owner);
        let subject = verb.wrapping_sub(1);
        let fits = owner < subject
            && self.range.contains(&subject)
            && self.may_be_past(verb)
            && matches!(self.tag(subject), Tag::Adj | Tag::Noun)
            && self.head(subject) == verb
            && matches!(self.relation(subject), R::Amod | R::Compound)
            && !self.before(verb).any(|token| self.hangs(token, verb, R::Nsubj) || self.hangs(token, verb, R::AuxPass));
        if fits {
            self.tokens[verb].form = Form::Past;
            self.tokens[subject].tag = Tag::Noun;
            self.hang(subject, verb, R::Nsubj);
            self.hang(owner, subject, R::NmodPoss);
        }
    }

    /// "Kovar to visit Sylvania": what a headline says that somebody is to do.
    pub(super) fn infinitive_of_name(&mut self, root: usize) {
        let last = self.behind(root, NAME_WINDOW).take_while(|&token| self.hangs(token, root, R::Flat)).last();
        let to = last.unwrap_or(root) + 1;
        let verb = to + 1;
        let fits = verb < self.range.end
            && self.tag(root) == Tag::Propn
            && self.is(to, "to")
            && self.hangs(to, verb, R::Mark)
            && self.head(verb) == root
            && matches!(self.relation(verb), R::Xcomp | R::Acl | R::Advcl);
        if fits {
            self.make_root(root, verb, None);
            self.tokens[to].relation = R::Mark;
        }
    }

    /// "Ruritania, which has a treaty, left" with the treaty as what left: behind the comma that ends a relative clause the
    /// sentence goes on with its verb.
    pub(super) fn verb_behind_relative(&mut self, verb: usize) {
        if !self.may_be_past(verb)
            || verb == self.range.start
            || !self.is(verb - 1, ",")
            || self.is_done_by_another(verb)
        {
            return;
        }
        let Some(relative) = self.above(verb).find(|&above| self.relation(above) == R::AclRelcl) else { return };
        let root = self.head(relative);
        let fits = self.head(root) == root
            && self.is_noun(root)
            && root < relative
            && (root + 1..relative).any(|token| self.in_class(token, class::RELATIVE) && self.is(token - 1, ","));
        if fits {
            self.make_root(root, verb, None);
        }
    }

    /// The verb that hangs on a noun, or on what it counts or the day beside it, and does not describe it.
    fn verb_of_noun(&self, root: usize) -> Option<usize> {
        let is_own = |&token: &usize| {
            let above = self.head(token);
            self.tag(token) == Tag::Verb
                && (matches!(self.relation(token), R::Acl | R::AclRelcl | R::Advcl | R::Xcomp | R::Parataxis)
                    || self.is_behind_comma(root, token))
                && (above == root
                    || self.is_second_name(root, above)
                    || self.is_counted(root, above, token)
                    || self.head(above) == root && self.is_day(above))
        };
        // "Workers organized in unions stopped work": before a form of the past a participle describes the noun.
        let mut own = (root + 1..self.range.end).filter(is_own);
        let first = own.next()?;
        let is_participle = self.tokens[first].form == Form::Participle;
        let finite = own
            .find(|&token| is_participle && self.hangs(token, root, R::Acl) && self.tokens[token].form == Form::Past);
        let verb = finite.unwrap_or(first);
        let is_relative = (root + 1..verb).any(|token| self.in_class(token, class::RELATIVE));
        let has_copula_before = (self.range.start..root).any(|token| self.hangs(token, root, R::Cop));
        (!is_relative && !has_copula_before).then_some(verb)
    }

    /// "The group, known as a party, left" with "left" joined to the group: without "and" nothing is joined.
    fn is_behind_comma(&self, root: usize, verb: usize) -> bool {
        let is_own = |token: usize| self.head(token) == verb && matches!(self.relation(token), R::Cc | R::Nsubj);
        self.hangs(verb, root, R::Conj) && self.is(verb - 1, ",") && !self.before(verb).any(is_own)
    }

    /// "Anna Kovar resigned" with the verb on the second name, as if that were another one of hers.
    fn is_second_name(&self, root: usize, name: usize) -> bool {
        name == root + 1
            && self.head(name) == root
            && self.word(root).starts_with(char::is_uppercase)
            && self.word(name).starts_with(char::is_uppercase)
    }

    /// Whether a verb can stand in the past, and no agent says that it is a participle: "fired by".
    fn is_finite(&self, verb: usize) -> bool {
        matches!(self.tokens[verb].form, Form::Past | Form::Participle | Form::Present | Form::Third)
            && !self.is_done_by_another(verb)
    }

    /// "fired by": an agent behind a participle.
    pub(super) fn is_done_by_another(&self, verb: usize) -> bool {
        self.behind(verb, 3).any(|token| self.is(token, "by"))
    }

    /// Makes a verb the root of the sentence in place of its subject.
    fn make_root(&mut self, root: usize, verb: usize, copula: Option<usize>) {
        for token in root + 1..verb {
            match self.relation(token) {
                R::Mark if self.head(token) == verb => self.tokens[token].relation = R::Case,
                R::Nsubj if self.head(token) == verb => self.tokens[token].relation = R::OblUnmarked,
                _ => {}
            }
        }
        for token in self.range.clone() {
            // ", accusing" is no second subject.
            let is_gerund = self.tag(token) == Tag::Verb && self.tokens[token].form == Form::Gerund;
            let follows = token > verb && self.head(token) == root && (self.relation(token) != R::Conj || is_gerund);
            if follows || copula == Some(token) {
                self.tokens[token].head = verb as u32;
            }
            if token > verb && self.head(token) == verb {
                self.tokens[token].relation = self.behind_verb(token, copula.is_none());
            }
        }
        let is_participle = self.tokens[verb].form == Form::Participle;
        match copula {
            Some(copula) => self.tokens[copula].relation = if is_participle { R::AuxPass } else { R::Aux },
            None if is_participle => self.tokens[verb].form = Form::Past,
            None => {}
        }
        self.hang(verb, verb, R::Root);
        self.hang(root, verb, if copula.is_some() && is_participle { R::NsubjPass } else { R::Nsubj });
    }

    /// What a word behind a verb is to it that a noun had before, or that was its subject though `has_other`.
    fn behind_verb(&self, token: usize, has_other: bool) -> R {
        match self.relation(token) {
            R::Conj if self.tag(token) == Tag::Verb && self.tokens[token].form == Form::Gerund => R::Advcl,
            R::Acl if self.before(token).any(|to| self.hangs(to, token, R::Mark) && self.is(to, "to")) => R::Xcomp,
            R::Nsubj | R::NsubjPass if has_other && self.is_noun(token) => R::Obj,
            relation => relation,
        }
    }

    /// "thousands of workers marched": the verb hangs on the noun that is counted, right behind it.
    fn is_counted(&self, root: usize, counted: usize, verb: usize) -> bool {
        counted < verb
            && verb - counted <= 2
            && self.hangs(counted, root, R::Nmod)
            && (root + 1..counted).any(|token| self.is(token, "of"))
    }

    /// "Ruritanian-led forces fired" with "led" as what the sentence tells and "fired" joined to it: a participle behind a
    /// hyphen describes the noun behind it, who does what follows.
    pub(super) fn hyphenated_root(&mut self, root: usize) {
        let is_behind_hyphen = self.before(root).next().is_some_and(|hyphen| self.is(hyphen, "-"));
        let Some(noun) = self.behind(root, 3).find(|&token| self.is_noun(token)).filter(|_| is_behind_hyphen) else {
            return;
        };
        let verb = self.head(noun);
        if verb <= noun || self.relation(noun) != R::Nsubj || self.head(verb) != root {
            return;
        }
        for token in self.range.clone() {
            if self.head(token) == root && token > noun {
                self.tokens[token].head = verb as u32;
            }
        }
        self.hang(verb, verb, R::Root);
        self.hang(root, noun, R::Amod);
    }

    /// "Peru, tall Chile, and Cuba agreed" read as names and a clause of the last of them, or with two subjects: the verb
    /// has the whole list as its subject.
    pub(super) fn list_before_verb(&mut self) {
        let Some(root) = self.root() else { return };
        let near = self.start(LIST_WINDOW);
        let (first, verb) = if self.tag(root) == Tag::Verb {
            ((near.start..root).find(|&token| self.hangs(token, root, R::Nsubj)), Some(root))
        } else {
            let mut clauses = root + 1..near.end;
            let clause = clauses.find(|&token| self.hangs(token, root, R::Conj) && self.tag(token) == Tag::Verb);
            (Some(root), clause)
        };
        let (Some(first), Some(verb)) = (first, verb) else { return };
        let last = (first + 1..verb).rev().find(|&token| self.hangs(token, verb, R::Nsubj));
        let Some(last) = last.filter(|&last| self.is_list(first, last)) else { return };
        for token in first + 1..near.end {
            let head = self.head(token);
            if head == verb && token < last && matches!(self.relation(token), R::Cc | R::Punct) {
                self.tokens[token].head = last as u32;
            } else if head == first && token > verb {
                self.tokens[token].head = verb as u32;
            }
        }
        self.hang(verb, verb, R::Root);
        self.hang(first, verb, R::Nsubj);
        self.hang(last, first, R::Conj);
    }

    /// Whether nothing but names, their adjectives and "and" stands from one name to another.
    fn is_list(&self, first: usize, last: usize) -> bool {
        let is_name = |token: usize| matches!(self.tag(token), Tag::Noun | Tag::Propn);
        let mut between = first + 1..last;
        is_name(first)
            && is_name(last)
            && between.clone().all(|token| !matches!(self.tag(token), Tag::Verb | Tag::Aux | Tag::Adp | Tag::Part))
            && between.any(|token| self.tag(token) == Tag::Cconj)
    }

    /// A finite verb joined to a noun is joined to the verb above: "sold a house by the sea and has left".
    pub(super) fn joined_to_noun(&mut self) {
        for verb in self.range.clone() {
            let noun = self.head(verb);
            let fits = self.tag(verb) == Tag::Verb
                && self.relation(verb) == R::Conj
                && noun < verb
                && self.is_noun(noun)
                && (matches!(self.tokens[verb].form, Form::Past | Form::Third)
                    || (noun + 1..verb).rev().take(8).any(|token| self.hangs(token, verb, R::Aux)));
            if fits && let Some(above) = self.verb_above(noun, verb) {
                self.tokens[verb].head = above as u32;
            }
        }
    }

    /// "sent food and other help to Sylvania" with the help joined to "sent": a noun is joined to the object.
    pub(super) fn joined_to_verb(&mut self, noun: usize) {
        let verb = self.head(noun);
        let object = (verb + 1..noun).rev().take(LIST_WINDOW).find(|&token| self.hangs(token, verb, R::Obj));
        let is_clause = |token: usize| matches!(self.relation(token), R::Nsubj | R::NsubjPass | R::Cop);
        let has_clause = || self.around(noun).any(|token| self.head(token) == noun && is_clause(token));
        if self.tag(noun) == Tag::Noun
            && self.tag(verb) == Tag::Verb
            && let Some(object) = object
            && !has_clause()
        {
            self.tokens[noun].head = object as u32;
        }
    }

    /// "met with Kovar, and Ruritania left" with Kovar as who left, too: who stands before "and" belongs to the verb before.
    pub(super) fn subject_before_and(&mut self, subject: usize) {
        if subject == self.range.start || self.tag(subject - 1) != Tag::Adp {
            return;
        }
        let verb = self.head(subject);
        let above = self.head(verb);
        let (is_and, is_subject) =
            (|token: &usize| self.hangs(*token, verb, R::Cc), |token: usize| self.hangs(token, verb, R::Nsubj));
        let and = (subject + 1..verb).take(LIST_WINDOW).find(is_and);
        let fits = self.relation(verb) == R::Conj
            && self.tag(above) == Tag::Verb
            && above < subject
            && and.is_some_and(|and| (and + 1..verb).take(LIST_WINDOW).any(is_subject));
        if fits {
            self.hang(subject, above, R::Obl);
            self.hang(subject - 1, subject, R::Case);
        }
    }

    /// "Troops struck the town, the ministry said" with both nouns as subjects of "said": the participle behind the first
    /// is the verb of what is said.
    pub(super) fn two_subjects(&mut self) {
        // Few clauses describe a subject; without one no verb needs to be looked at.
        if !self.range.clone().any(|said| self.relation(self.head(said)) == R::Nsubj && self.is_told_clause(said)) {
            return;
        }
        for verb in self.range.clone() {
            if self.tag(verb) != Tag::Verb {
                continue;
            }
            let from = self.range.start.max(verb.saturating_sub(REPORT_WINDOW));
            let is_subject = |token: &usize| self.hangs(*token, verb, R::Nsubj);
            let Some(first) = (from..verb).find(is_subject) else { continue };
            let Some(second) = (first + 1..verb).rev().find(is_subject) else { continue };
            let said = (first + 1..second).find(|&token| self.head(token) == first && self.is_told_clause(token));
            let Some(said) = said else { continue };
            self.hang(said, verb, R::Ccomp);
            self.tokens[said].form = Form::Past;
            self.hang(first, said, R::Nsubj);
        }
    }

    /// Whether a verb in the past describes a noun.
    fn is_told_clause(&self, verb: usize) -> bool {
        self.may_be_past(verb) && matches!(self.relation(verb), R::Acl | R::AclRelcl)
    }
}

/// Tokens from the start of a sentence in which a list stands that is its subject.
const LIST_WINDOW: usize = 60;
/// Tokens behind a first name that may be more of it.
const NAME_WINDOW: usize = 5;
/// How far before its verb a first subject may stand.
const REPORT_WINDOW: usize = 60;
