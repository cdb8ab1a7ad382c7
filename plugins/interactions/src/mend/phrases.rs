//! Phrases with prepositions that the parser took for something else, and prepositions that it hung on the wrong word.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use crate::lexicon::table as class;

impl Draft<'_> {
    /// "stands with its ally the Union" with the Union as what is stood: a name with an article right behind somebody says
    /// who that is.
    pub(super) fn name_of_ally(&mut self, name: usize) {
        let verb = self.head(name);
        let Some(ally) = name.checked_sub(2).filter(|&ally| ally > verb) else { return };
        let fits = self.tag(name) == Tag::Propn
            && self.hangs(name - 1, name, R::Det)
            && self.hangs(ally, verb, R::Obl)
            && self.in_class(ally, class::AGENTIVE);
        if fits {
            self.hang(name, ally, R::Appos);
        }
    }

    /// "the army and Sylvanian rebels" with the army as a part of the rebels, and "Sylvanian" joined to it: they are two.
    pub(super) fn joined_to_compound(&mut self, adjective: usize) {
        let first = self.head(adjective);
        let second = self.head(first);
        let is_country = self.tag(adjective) == Tag::Adj && self.word(adjective).starts_with(char::is_uppercase);
        // "Ruritanian and Sylvanian rebels" are rebels both.
        let is_whole = |token: usize| matches!(self.relation(token), R::Det | R::NmodPoss | R::Amod);
        let is_party = (self.tag(first) == Tag::Propn || self.in_class(first, class::AGENTIVE))
            && self.before(first).any(|token| self.head(token) == first && is_whole(token));
        let fits = is_country
            && is_party
            && first < adjective
            && second == adjective + 1
            && self.relation(first) == R::Compound
            && (first + 1..adjective).take(PAIR_WINDOW).any(|token| self.tag(token) == Tag::Cconj);
        if fits {
            let relation = self.relation(second);
            self.replace(second, first, relation);
            self.pass_on_behind(second, first);
            self.pass_on(adjective, second);
            self.hang(second, first, R::Conj);
            self.hang(adjective, second, R::Amod);
        }
    }

    /// "talks between Ruritania and Sylvania" with Sylvania as joined to the talks: "between" wants two.
    pub(super) fn second_of_two(&mut self, second: usize) {
        let above = self.head(second);
        if above >= second || !self.is_noun(above) || !self.is_noun(second) {
            return;
        }
        let between = |token: usize| self.is(token, "between") && self.relation(token) == R::Case;
        let Some(between) = (above + 1..second).rev().take(PAIR_WINDOW).find(|&token| between(token)) else { return };
        let first = self.head(between);
        let has_other = (first..second).take(PAIR_WINDOW).any(|token| self.hangs(token, first, R::Conj));
        if self.head(first) == above && between < first && first < second && !has_other {
            self.tokens[second].head = first as u32;
        }
    }

    /// "a raid by guards in the south" with the guards as a part of the south: a phrase with a preposition belongs to no
    /// noun behind it that has one of its own.
    pub(super) fn phrase_before_phrase(&mut self, noun: usize) {
        let other = self.head(noun);
        let from = self.range.start.max(noun.saturating_sub(CASE_WINDOW));
        let leads_other = |word: usize| self.relation(word) == R::Case && (word..=other).contains(&self.head(word));
        let fits = noun < other
            && other - noun < CASE_WINDOW
            && self.head(other) < noun
            && (from..noun).any(|word| self.hangs(word, noun, R::Case))
            && (noun + 1..other).any(leads_other);
        if fits {
            self.tokens[noun].head = self.tokens[other].head;
        }
    }

    /// "by Ruritanian troops" with "by" on the adjective: a preposition belongs to the noun, not to a word before it.
    pub(super) fn preposition_of_modifier(&mut self, preposition: usize) {
        let modifier = self.head(preposition);
        let noun = self.head(modifier);
        let fits = self.tag(preposition) == Tag::Adp
            && noun == modifier + 1
            && match self.relation(modifier) {
                R::Nmod | R::Amod => modifier == preposition + 1,
                R::Compound => modifier > preposition,
                _ => false,
            }
            && self.is_noun(noun)
            && !self.is_day(modifier);
        if fits {
            self.tokens[preposition].head = noun as u32;
        }
    }

    /// "on Monday reduced supplies" with "on" belonging to the supplies: it belongs to the day, and what has a day is a
    /// verb.
    pub(super) fn preposition_of_day(&mut self, preposition: usize) {
        let day = preposition + 1;
        let noun = self.head(preposition);
        if day >= noun || self.head(day) == noun || !self.is_day(day) {
            return;
        }
        self.hang(preposition, day, R::Case);
        let verb = self.head(day);
        if self.hangs(verb, noun, R::Amod) && verb == day + 1 {
            self.tokens[day].relation = R::Obl;
            self.unbind(verb);
        }
    }

    /// "a group of Ruritanian rebels" with "of" as a noun to which the rebels belong: they are what it stands before.
    pub(super) fn preposition_as_noun(&mut self, preposition: usize) {
        let noun = self.head(preposition);
        if self.tag(preposition) != Tag::Adp || noun >= preposition || !self.is_noun(noun) {
            return;
        }
        // The last of the words that hang on one another behind it.
        let mut last = preposition;
        for token in self.behind(preposition, PHRASE_WINDOW) {
            if self.head(token) != last || !self.is_noun(token) {
                break;
            }
            if last != preposition {
                self.tokens[last].relation = R::Compound;
                self.tokens[last].head = token as u32;
            }
            last = token;
        }
        if last != preposition {
            self.hang(last, noun, R::Nmod);
            self.hang(preposition, last, R::Case);
        }
    }

    /// A noun behind its preposition, whatever the parser took it for.
    pub(super) fn phrase_behind(&mut self, preposition: usize) {
        let noun = self.head(preposition);
        if noun < preposition || !self.in_class(preposition, class::PREPOSITION) {
            return;
        }
        match self.relation(noun) {
            R::Compound => self.compound_with_preposition(noun),
            R::Advcl | R::Xcomp | R::Obj => self.phrase_as_clause(noun),
            R::Nsubj => self.subject_with_preposition(preposition, noun),
            _ => {}
        }
    }

    /// "forced the team out of Sylvania following a quarrel" with Sylvania as a part of "following": no part of a compound
    /// has a preposition of its own, so it is a phrase of the verb.
    fn compound_with_preposition(&mut self, noun: usize) {
        if self.head(noun) < noun || !self.is_noun(noun) {
            return;
        }
        let before = self.before(noun).last().unwrap_or(noun);
        let verb = (before..noun).rev().find(|&token| self.tag(token) == Tag::Verb && self.relation(token) != R::Amod);
        if let Some(verb) = verb {
            self.hang(noun, verb, R::Obl);
        }
    }

    /// "sent troops to its border with Sylvania" with Sylvania as whom the troops are with: it is the border's other side.
    pub(super) fn border_with(&mut self, with: usize) {
        let name = self.head(with);
        if with == self.range.start || !self.is(with, "with") || self.relation(name) != R::Obl {
            return;
        }
        let border = with - 1;
        if self.head(border) == self.head(name) && self.in_class(border, class::BORDER) {
            self.hang(name, border, R::Nmod);
        }
    }

    /// "was convicted of crimes by a court" with the court as a part of the crimes: behind what a passive names with "of",
    /// "by" leads to who did it.
    pub(super) fn agent_of_noun(&mut self, agent: usize) {
        let noun = self.head(agent);
        let verb = self.head(noun);
        let has = |token: usize, case: &str| {
            self.before(token).any(|word| self.hangs(word, token, R::Case) && self.is(word, case))
        };
        let is_passive = || self.before(verb).any(|token| self.hangs(token, verb, R::AuxPass));
        let fits = self.relation(noun) == R::Obl
            && self.tag(verb) == Tag::Verb
            && verb < noun
            && noun < agent
            && has(agent, "by")
            && has(noun, "of")
            && is_passive();
        if fits {
            self.hang(agent, verb, R::OblAgent);
        }
    }

    /// "remained on alert" with "alert" as a clause, or as the object: a noun with a preposition is a phrase.
    fn phrase_as_clause(&mut self, noun: usize) {
        if matches!(self.tag(noun), Tag::Noun | Tag::Propn) {
            self.tokens[noun].relation = R::Obl;
        }
    }

    /// "was attacked by rebels armed with knives", "fired on rebels until they fled" with the rebels as a subject: a noun
    /// behind a preposition is nobody's. What it was the subject of describes it, or has its own subject.
    fn subject_with_preposition(&mut self, preposition: usize, noun: usize) {
        const BEFORE_NO_SUBJECT: &[&str] = &["by", "on", "against", "into", "at", "to"];
        let clause = self.head(noun);
        if !BEFORE_NO_SUBJECT.iter().any(|word| self.is(preposition, word)) {
            return;
        }
        let is_counted = self.before(noun).any(|token| token > preposition && self.tag(token) == Tag::Num);
        let mut before = self.before(preposition);
        let verb = before.find(|&token| self.tag(token) == Tag::Verb && self.relation(token) != R::Amod);
        let Some(verb) = verb.filter(|_| clause > noun && !is_counted) else { return };
        let is_subject = |token: usize| matches!(self.relation(token), R::Nsubj | R::NsubjPass);
        let has_other =
            self.before(clause).any(|token| token > noun && self.head(token) == clause && is_subject(token));
        if !has_other && (clause != noun + 1 || self.head(clause) != verb) {
            return;
        }
        self.hang(noun, verb, if self.is(preposition, "by") { R::OblAgent } else { R::Obl });
        if !has_other {
            self.hang(clause, noun, R::Acl);
        }
    }

    /// "Aircraft including bombers struck a town" with the bombers as what the sentence is about, or as what struck: a noun
    /// with a preposition is not that, but its subject.
    pub(super) fn root_with_preposition(&mut self, noun: usize) {
        let Some(preposition) = self.before(noun).find(|&token| self.hangs(token, noun, R::Case)) else { return };
        let subject = self.before(preposition).find(|&token| self.hangs(token, noun, R::Nsubj) && self.is_noun(token));
        let Some(subject) = subject else { return };
        if self.around(noun).any(|token| self.hangs(token, noun, R::Cop)) {
            return;
        }
        if self.head(noun) == noun {
            for token in self.range.clone() {
                if self.head(token) == noun && token > noun {
                    self.tokens[token].head = subject as u32;
                }
            }
        }
        self.replace(noun, subject, self.relation(noun));
        self.hang(noun, subject, R::Nmod);
    }

    /// "Water from the Lake Gornau plant raised fears" with the plant as what raised them, and the water as a phrase without
    /// a preposition: that is the subject, and what stands behind its preposition a phrase of it.
    pub(super) fn subject_in_phrase(&mut self, name: usize) {
        let verb = self.head(name);
        let is_name = |token: usize| matches!(self.tag(token), Tag::Propn | Tag::Adj | Tag::Det | Tag::Part);
        let Some(preposition) = self.before(name).find(|&token| !is_name(token)) else { return };
        let Some(subject) = preposition.checked_sub(1).filter(|&subject| subject >= self.range.start) else { return };
        let has_preposition = || self.before(subject).any(|token| self.hangs(token, subject, R::Case));
        let fits = self.tag(preposition) == Tag::Adp
            && self.relation(preposition) == R::Case
            && self.hangs(subject, verb, R::Obl)
            && self.tag(subject) == Tag::Noun
            && name < verb
            && !has_preposition();
        if !fits {
            return;
        }
        for token in preposition + 1..name {
            if self.hangs(token, verb, R::Obl) {
                self.hang(token, name, R::Compound);
            }
        }
        self.hang(preposition, name, R::Case);
        self.hang(name, subject, R::Nmod);
        self.tokens[subject].relation = R::Nsubj;
    }

    /// "The guard in Gornau fired" with Gornau as who fired, "in" as the start of a clause: where the guard is.
    pub(super) fn subject_before_place(&mut self, name: usize) {
        const PLACES: &[&str] = &["in", "of", "from", "at", "near"];
        let verb = self.head(name);
        let object = self.head(verb);
        let is_name = |token: usize| matches!(self.tag(token), Tag::Propn | Tag::Adj | Tag::Det);
        let Some(preposition) = self.before(name).find(|&token| !is_name(token)) else { return };
        let Some(subject) = preposition.checked_sub(1).filter(|&subject| subject >= self.range.start) else { return };
        let fits = name < verb
            && self.tag(name) == Tag::Propn
            && self.tag(verb) == Tag::Verb
            && self.tag(subject) == Tag::Noun
            && self.head(subject) == subject
            && PLACES.iter().any(|word| self.is(preposition, word))
            && (self.hangs(verb, subject, R::Acl)
                || self.relation(verb) == R::Amod && verb < object && self.head(object) == subject);
        if !fits {
            return;
        }
        if object != subject {
            self.hang(object, verb, R::Obj);
            self.hang(verb, subject, R::Acl);
        }
        self.hang(preposition, name, R::Case);
        self.hang(name, subject, R::Nmod);
    }

    /// "said after talks with Sylvania that" with "after" before a clause of which the talks are the subject: talks with
    /// somebody, after which or during which something is done, are a time of it.
    pub(super) fn after_talks(&mut self, talks: usize) {
        let with = talks + 1;
        if with >= self.range.end || !self.is(with, "with") || !self.in_class(talks, class::TALKS) {
            return;
        }
        let is_inside = |token: usize| matches!(self.tag(token), Tag::Det | Tag::Adj | Tag::Noun | Tag::Num);
        let Some(after) = self.before(talks).find(|&token| !is_inside(token)) else { return };
        if !["after", "during", "following"].iter().any(|word| self.is(after, word)) {
            return;
        }
        // "after talks with Sylvania collapsed"
        let told = self.head(talks);
        let is_told = self.relation(talks) == R::Nsubj && self.tag(told) == Tag::Verb;
        if is_told && !self.around(told).any(|token| token != talks && self.hangs(token, told, R::Nsubj)) {
            return;
        }
        let is_verb = |&token: &usize| self.tag(token) == Tag::Verb && self.relation(token) != R::Amod;
        let first_behind =
            || (with..self.range.end).find(|token| is_verb(token) && self.tokens[*token].form == Form::Past);
        let at_start = after == self.range.start;
        let verb = if at_start { first_behind() } else { self.before(after).find(is_verb) };
        if let Some(verb) = verb.filter(|&verb| !self.above(verb).any(|above| above == talks)) {
            self.tokens[after].tag = Tag::Adp;
            self.hang(after, talks, R::Case);
            self.hang(talks, verb, R::Obl);
        }
        let other = self.behind(with, PHRASE_WINDOW).find(|&token| self.hangs(token, talks, R::Appos));
        if let Some(other) = other {
            self.hang(other, talks, R::Nmod);
            self.hang(with, other, R::Case);
        }
    }
}

/// Tokens behind a preposition among which its noun stands.
const PHRASE_WINDOW: usize = 6;
/// Tokens between a phrase and the one behind it on which it was hung.
const CASE_WINDOW: usize = 8;
/// Tokens of those between whom something is, the first and the second.
const PAIR_WINDOW: usize = 24;
