//! Verbs that the parser took for adjectives, nouns or interjections.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use crate::lexicon::{Pos, table as class};

impl Draft<'_> {
    /// "has", adverbs, a participle read as an adjective of the noun behind it: the participle is the verb, the noun its
    /// object.
    pub(super) fn perfect(&mut self, have: usize) {
        if self.tag(have) != Tag::Verb || !self.in_class(have, class::HAVE) {
            return;
        }
        let is_day =
            |next: usize| self.in_class(next, class::TIME) || next + 1 < self.range.end && self.is_day(next + 1);
        let mut next = self.behind(have, 5);
        let Some(participle) = next.find(|&next| self.tag(next) != Tag::Adv && !is_day(next)) else { return };
        // "Kovar had on Friday called" with "called" as joined to Kovar, or as what she had.
        let above = self.head(participle);
        if participle > have + 2 && self.is_past(participle) && (above == have || self.hangs(above, have, R::Nsubj)) {
            self.tokens[participle].form = Form::Participle;
            self.hang(participle, have, R::Xcomp);
            if above != have {
                self.pass_on_of(above, participle, participle + 1..self.around(participle).end);
            }
        }
        if self.tokens[participle].form != Form::Participle {
            return;
        }
        if self.tag(participle) == Tag::Verb
            && self.head(participle) == have
            && matches!(self.relation(participle), R::Ccomp | R::Xcomp | R::Obj | R::Advcl)
        {
            return self.raise(have, participle);
        }
        // "has the limited resources": with an article before the participle it is a noun phrase.
        let noun = self.head(participle);
        if self.relation(participle) == R::Amod
            && noun > participle
            && self.head(noun) == have
            && !(have + 1..participle).any(|token| self.tag(token) == Tag::Det)
        {
            self.raise(have, participle);
            self.hang(noun, participle, R::Obj);
        }
    }

    /// Puts a participle in the place of its auxiliary.
    fn raise(&mut self, have: usize, participle: usize) {
        let relation = self.relation(have);
        for token in self.range.clone() {
            if self.head(token) == have && token != have {
                self.tokens[token].head = participle as u32;
            }
        }
        self.replace(have, participle, relation);
        self.tokens[participle].tag = Tag::Verb;
        self.hang(have, participle, R::Aux);
        self.tokens[have].tag = Tag::Aux;
    }

    /// "neighboring Ruritania" read as a verb with its object: the name takes the verb's place.
    pub(super) fn neighbouring(&mut self, word: usize) {
        if self.tag(word) != Tag::Verb || !self.in_class(word, class::BESIDE) {
            return;
        }
        let Some(noun) = self.behind(word, 5).find(|&token| self.hangs(token, word, R::Obj)) else { return };
        let head = self.head(word);
        if head == word || head == noun {
            return;
        }
        for token in self.range.clone() {
            if self.head(token) == word && token != noun {
                let relation = if self.relation(token) == R::Mark { R::Case } else { self.relation(token) };
                self.hang(token, noun, relation);
            }
        }
        let relation = match self.relation(word) {
            R::Advcl => R::Obl,
            R::Xcomp | R::Ccomp => R::Obj,
            _ => R::Nmod,
        };
        self.hang(noun, head, relation);
        self.hang(word, noun, R::Amod);
        self.tokens[word].tag = Tag::Adj;
    }

    /// "Ruritania and Sylvania welcome a deal" without a verb: behind names that are joined, and before an article, a
    /// word that can be a verb is the verb.
    pub(super) fn bare_verb(&mut self) {
        let is_name = |draft: &Self, token: usize| matches!(draft.tag(token), Tag::Noun | Tag::Propn);
        let Some(root) = self.root() else { return };
        let reported = !is_name(self, root);
        let subject = (self.range.start..root).find(|&token| self.hangs(token, root, R::Nsubj));
        let Some(first) = (if reported { subject } else { Some(root) }) else { return };
        let mut joined = self.behind(first, BARE_VERB_WINDOW).rev();
        let joined = joined.find(|&token| self.hangs(token, first, R::Conj) && is_name(self, token));
        let Some(joined) = joined else { return };
        let is_verb = |token: usize| self.is_bare_form(token) && !is_name(self, token);
        let verb = (joined + 1..self.range.end).find(|&token| is_verb(token) || !self.hangs(token, joined, R::Flat));
        let Some(verb) = verb.filter(|&verb| verb + 1 < self.range.end && (!reported || verb < root)) else { return };
        let is_other = matches!(self.tag(verb), Tag::Intj | Tag::Adj | Tag::Noun | Tag::Adv);
        if !is_other || !self.is_bare_form(verb) || self.tag(verb + 1) != Tag::Det {
            return;
        }
        let mut nouns = verb + 1..self.range.end;
        let object = nouns.find(|&token| is_name(self, token) && self.relation(token) != R::Compound);
        for token in verb + 1..self.range.end {
            if self.head(token) == first {
                self.tokens[token].head = verb as u32;
            }
        }
        self.hang(verb, if reported { root } else { verb }, if reported { R::Ccomp } else { R::Root });
        self.make_verb(verb, Form::Present);
        self.hang(first, verb, R::Nsubj);
        if let Some(object) = object {
            self.hang(object, verb, R::Obj);
        }
    }

    /// Whether a word is a verb of the lexicon without an ending.
    pub(super) fn is_bare_form(&self, token: usize) -> bool {
        let mut readings = self.words.form(token).readings().iter();
        readings.any(|reading| reading.pos == Pos::Verb && reading.lemma().text() == self.word(token))
    }

    /// "condemned the raid and promised aid" with "promised" as an adjective: what "and" itself hangs on is no part of
    /// the noun behind it but the second verb.
    pub(super) fn joined_participle(&mut self) {
        for verb in self.range.start + 2..self.range.end {
            let noun = self.head(verb);
            let fits = self.tag(verb) == Tag::Verb
                && self.relation(verb) == R::Amod
                && self.tag(verb - 1) == Tag::Cconj
                && (self.head(verb - 1) == verb
                    || self.head(verb - 1) == noun && (self.is_beside_another(noun) || self.tag(noun) == Tag::Verb))
                && noun > verb
                && self.is_past(verb);
            if !fits {
                continue;
            }
            if let Some(above) = self.verb_above(noun, verb) {
                self.hang(verb, above, R::Conj);
                self.tokens[verb].form = Form::Past;
                self.hang(noun, verb, R::Obj);
                // No participle describes a verb.
                if self.tag(noun) == Tag::Verb {
                    self.tokens[noun].tag = Tag::Noun;
                }
            }
        }
    }

    /// Whether a noun is joined to a day or an adjective, as no noun is: "on Monday and promised aid", "called it unfair and
    /// promised aid".
    fn is_beside_another(&self, noun: usize) -> bool {
        let first = self.head(noun);
        self.relation(noun) == R::Conj && (self.is_day(first) && !self.is_day(noun) || self.tag(first) == Tag::Adj)
    }

    /// "missiles struck Sylvania" with "struck" as a preposition: it is the verb, the noun before it its subject.
    pub(super) fn verb_as_preposition(&mut self, verb: usize) {
        let object = self.head(verb);
        let subject = self.head(object);
        let fits = self.hangs(object, subject, R::Nmod)
            && self.in_class(verb, class::PAST_FORM)
            && self.tag(verb) == Tag::Adp
            && self.head(subject) == subject
            && subject < verb
            && verb < object;
        if !fits {
            return;
        }
        self.pass_on_behind(subject, verb);
        for token in self.behind(verb, BARE_VERB_WINDOW).filter(|&token| token != object) {
            if self.hangs(token, verb, R::Nmod) {
                self.tokens[token].relation = R::Obl;
            }
        }
        self.hang(verb, verb, R::Root);
        self.hang(subject, verb, R::Nsubj);
        self.hang(object, verb, R::Obj);
        self.make_verb(verb, Form::Past);
    }

    /// "Ruritania signed papers" read as "signed papers of Ruritania": an object of a noun, or a participle between the
    /// parts of a compound, is none; the participle is the verb.
    pub(super) fn verb_as_adjective(&mut self) {
        let verb = self.start(8).skip(1).find(|&token| {
            self.relation(token) == R::Amod
                && (self.tag(token) == Tag::Verb || self.tag(token) == Tag::Adj && self.may_be_verb(token))
                && self.is_past(token)
        });
        let Some(verb) = verb else { return };
        let (last, object) = (verb - 1, self.head(verb));
        // "Anna Kovar expressed": the name's first word stands for it.
        let subject = if self.relation(last) == R::Flat { self.head(last) } else { last };
        // "Ruritania expelled two": no participle stands before a number.
        let before_number = verb + 1 < object && self.hangs(verb + 1, object, R::Nummod);
        let is_name = (before_number || matches!(self.tag(subject), Tag::Noun | Tag::Propn))
            && self.word(subject).starts_with(char::is_uppercase)
            || self.is_role(subject);
        let of_noun = self.hangs(object, subject, R::Obj)
            || self.hangs(object, subject, R::Appos) && (self.head(subject) == subject || self.is_said(subject));
        let beside = self.hangs(subject, object, R::Compound)
            || self.hangs(subject, verb, R::Compound)
            || self.hangs(subject, verb, R::Advmod)
            || self.hangs(subject, object, R::Amod)
                && (before_number || self.is_role(subject) || self.tag(subject) == Tag::Propn);
        let split = self.head(object) == object
            && (beside || self.hangs(subject, object, R::Nsubj) || self.hangs(subject, verb, R::Nsubj));
        if !is_name || object <= verb || !(of_noun || split) {
            return;
        }
        if split {
            self.lend(object, verb);
            self.hang(verb, verb, R::Root);
        } else {
            let relation = if self.is_said(subject) { R::Ccomp } else { self.relation(subject) };
            self.replace(subject, verb, relation);
        }
        (self.tokens[verb].form, self.tokens[verb].tag) = (Form::Past, Tag::Verb);
        if self.tag(object) == Tag::Verb {
            self.tokens[object].tag = Tag::Noun;
        }
        for token in self.before(subject) {
            if self.head(token) == object {
                self.tokens[token].head = subject as u32;
            }
        }
        if self.tag(subject) == Tag::Adj {
            self.tokens[subject].tag = Tag::Noun;
        }
        self.hang(subject, verb, R::Nsubj);
        self.hang(object, verb, R::Obj);
    }

    /// "granted Sylvania access to its bases" with "access" as what Sylvania does: it is what was granted, and what is joined to
    /// it is joined to the verb that grants.
    pub(super) fn access_as_verb(&mut self, access: usize) {
        let verb = self.head(access);
        let is_granted = self.is(access, "access") && verb < access && self.tag(verb) == Tag::Verb;
        let Some(receiver) = self.before(access).find(|&token| self.hangs(token, access, R::Nsubj)) else { return };
        if !is_granted || receiver < verb {
            return;
        }
        (self.tokens[access].tag, self.tokens[access].form) = (Tag::Noun, Form::Singular);
        self.hang(access, verb, R::Obj);
        self.hang(receiver, verb, R::Iobj);
        for token in access + 1..self.range.end {
            if self.hangs(token, access, R::Conj) && self.tag(token) == Tag::Verb {
                self.hang(token, verb, R::Conj);
            }
        }
    }

    /// Whether a noun was read as who says something, though another one stands between them.
    fn is_said(&self, noun: usize) -> bool {
        let report = self.head(noun);
        let mut between = noun + 1..report;
        self.relation(noun) == R::Nsubj
            && self.in_class(report, class::REPORT)
            && between.any(|token| self.hangs(token, report, R::Nsubj))
    }

    /// "on Monday outlawed the party" with "outlawed" as an adjective of the party: no adjective stands before an article,
    /// nor has a day.
    pub(super) fn adjective_before_article(&mut self, article: usize) {
        let noun = self.head(article);
        let verb = self.before(article).find(|&token| self.tag(token) != Tag::Adv);
        if let Some(verb) = verb.filter(|&verb| article < noun && self.hangs(verb, noun, R::Amod)) {
            self.unbind(verb);
        }
    }

    /// Makes an adjective that can be a verb in the past the verb of its noun: a clause of the noun phrase before.
    pub(super) fn unbind(&mut self, verb: usize) {
        let noun = self.head(verb);
        if !matches!(self.tag(verb), Tag::Verb | Tag::Adj) || !self.may_be_verb(verb) || !self.is_past(verb) {
            return;
        }
        let subject = self.above(noun).take_while(|&above| above < verb && self.is_noun(above)).last();
        if let Some(subject) = subject {
            self.hang(noun, verb, R::Obj);
            self.hang(verb, subject, R::Acl);
            self.make_verb(verb, Form::Past);
        }
    }

    /// Hangs the clauses of a noun, and its full stop, on a verb.
    fn lend(&mut self, noun: usize, verb: usize) {
        for token in verb + 1..self.range.end {
            if self.head(token) == noun && matches!(self.relation(token), R::Advcl | R::Parataxis | R::Punct) {
                self.tokens[token].head = verb as u32;
            }
        }
    }

    /// "Troops advanced to the border, the ministry said" with "advanced" as who says it, "Troops shot at a boat" with "shot"
    /// as a noun: a word with a subject of its own and no copula is a verb, and what it tells is what is said.
    pub(super) fn verb_with_subject(&mut self, subject: usize) {
        let verb = self.head(subject);
        let above = self.head(verb);
        let is_root = above == verb && self.is_past(verb);
        let is_said = verb < above && self.relation(verb) == R::Nsubj && self.in_class(above, class::REPORT);
        let fits = subject < verb
            && (is_root || is_said)
            && matches!(self.tag(verb), Tag::Noun | Tag::Adj)
            && self.may_be_verb(verb)
            && !self.before(verb).any(|token| self.hangs(token, verb, R::Cop) || self.hangs(token, verb, R::Det));
        // "Ruritania and Sylvania welcome a deal" with "welcome" as what one calls out.
        let is_called_out =
            || self.tag(verb) == Tag::Intj && subject < verb && self.is_bare_form(verb) && self.has_object(verb);
        if is_called_out() {
            self.make_verb(verb, Form::Present);
        }
        if fits {
            let form = if self.is_past(verb) { Form::Past } else { Form::Third };
            self.make_verb(verb, form);
            if is_said {
                self.tokens[verb].relation = R::Ccomp;
            }
        }
    }

    /// "The police shot dead five men" with the shot as a noun: before "dead" it is what somebody did.
    pub(super) fn shot_dead(&mut self, shot: usize) {
        if !self.is(shot, "shot") || shot + 1 == self.range.end || !self.is(shot + 1, "dead") {
            return;
        }
        let Some(subject) = self.before(shot).next().filter(|&subject| self.is_noun(subject)) else { return };
        let mut behind = self.behind(shot, OBJECT_WINDOW).skip(1);
        let Some(object) = behind.find(|&token| self.is_noun(token)) else { return };
        if self.above(shot).any(|above| above == object) {
            self.replace(object, shot, self.relation(object));
        }
        for token in self.around(shot).filter(|&token| token < subject) {
            if self.head(token) == shot {
                self.tokens[token].head = subject as u32;
            }
        }
        self.make_verb(shot, Form::Past);
        self.hang(subject, shot, R::Nsubj);
        self.hang(object, shot, R::Obj);
        self.hang(shot + 1, shot, R::Xcomp);
    }

    /// "Ruritania departs from Sylvania, the ministry said" with "departs" as a noun: a word that names an act as
    /// a verb and as no noun is one behind the name at the start, and what it tells is what is said.
    pub(super) fn verb_behind_name(&mut self, verb: usize) {
        let Some(name) = verb.checked_sub(1).filter(|&name| name == self.range.start) else { return };
        let form = self.words.form(verb);
        let fits = self.tag(verb) == Tag::Noun
            && self.tokens[verb].form == Form::Plural
            && self.head(name) == verb
            && form.classes == 0
            && self.may_be_verb(verb)
            && form.lemmas().all(|lemma| !lemma.is_act && lemma.sector().is_empty());
        let said = self.above(verb).find(|&above| self.in_class(above, class::REPORT));
        if let Some(said) = said.filter(|_| fits) {
            self.make_verb(verb, Form::Third);
            self.hang(verb, said, R::Ccomp);
            self.hang(name, verb, R::Nsubj);
        }
    }

    /// A participle before a noun that has a subject of its own is the verb of the clause, the noun its object.
    pub(super) fn adjective_with_subject(&mut self) {
        for subject in self.range.clone() {
            let verb = self.head(subject);
            if !matches!(self.relation(subject), R::Nsubj | R::NsubjPass) || verb <= subject {
                continue;
            }
            let noun = self.head(verb);
            let is_modifier = match self.relation(verb) {
                R::Amod => true,
                R::Compound => self.is_past(verb),
                _ => false,
            };
            if self.tag(verb) != Tag::Verb || !is_modifier || noun <= verb {
                continue;
            }
            // What hung on the noun before the verb is no object of it.
            let relation = match self.relation(noun) {
                _ if self.head(noun) == noun => R::Root,
                R::Nmod => R::Parataxis,
                R::Nsubj if self.in_class(self.head(noun), class::REPORT) => R::Ccomp,
                other => other,
            };
            self.replace(noun, verb, relation);
            self.tokens[verb].form = Form::Past;
            self.tokens[subject].relation = R::Nsubj;
            self.hang(noun, verb, R::Obj);
        }
    }

    /// The next verb above a word that stands before another one.
    pub(super) fn verb_above(&self, word: usize, before: usize) -> Option<usize> {
        self.above(word).find(|&above| above < before && self.tag(above) == Tag::Verb)
    }
}

/// Tokens behind a verb among which its object stands.
const OBJECT_WINDOW: usize = 10;
/// Tokens in which a sentence without a verb has its names.
const BARE_VERB_WINDOW: usize = 24;
