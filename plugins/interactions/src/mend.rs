//! Mends what the parser is known to get wrong and the words themselves show: "has broken relations" with "broken" as
//! an adjective. `draft` has the small steps of it. `verbs` finds verbs that were read as other words, `modals` those
//! behind modals, `nouns` those that were read as nouns, `subjects` the nouns that belong to them, `names` names that were
//! read as nouns, `phrases` prepositions and what stands behind them, `clauses` clauses that were hung on the wrong word,
//! `reports` what somebody says, `participles` what describes a noun or tells what somebody did, `times` what was hung on
//! a day.

mod clauses;
mod draft;
mod modals;
mod names;
mod nouns;
mod participles;
mod phrases;
mod reports;
mod subjects;
mod times;
mod verbs;

use std::ops::Range;

use extractor_api::layer::{Form, Relation as R, Sentence, Tag, Token};

use crate::lexicon::table as class;
use crate::resolution::goes_on_behind;
use crate::words::Words;

/// Mends the tokens of a text in place.
pub(crate) fn mend(words: &Words, text: &str, tokens: &mut [Token], sentences: &[Sentence]) {
    let mut walks = Vec::new();
    let mut before = "";
    for sentence in sentences {
        let listed = goes_on_behind(before);
        before = text.get(sentence.start as usize..sentence.end as usize).unwrap_or_default();
        let first = (sentence.first_token as usize).min(tokens.len());
        let end = first.saturating_add(sentence.tokens as usize).min(tokens.len());
        let mut draft = Draft { text, words, tokens, range: first..end };
        if listed {
            draft.listed_verb();
        }
        draft.mend();
        draft.open_circles(&mut walks);
    }
}

/// The parse of one sentence while it is mended. Tokens are spoken of by index; each is in `range`.
struct Draft<'d> {
    text: &'d str,
    words: &'d Words,
    tokens: &'d mut [Token],
    range: Range<usize>,
}

/// What stands in a sentence, read in one pass: without it there is nothing to mend of a kind.
#[derive(Default)]
struct Signs {
    /// "has" as a verb of its own.
    have: bool,
    /// "neighbouring" as a verb.
    beside: bool,
    /// A verb as an adjective: "broken".
    participle: bool,
    /// Something joined to something.
    joined: bool,
    /// A verb that describes a noun: "who came".
    clause: bool,
}

impl Draft<'_> {
    fn mend(&mut self) {
        let signs = self.signs();
        for token in self.range.clone() {
            self.by_tag(token);
            self.by_relation(token);
        }
        if let Some(root) = self.root() {
            self.at_root(root);
        }
        if signs.have {
            self.range.clone().for_each(|token| self.perfect(token));
        }
        if signs.beside {
            self.range.clone().for_each(|token| self.neighbouring(token));
        }
        self.verb_as_adjective();
        self.time_as_root();
        self.bare_root();
        if signs.joined {
            self.bare_verb();
            self.list_before_verb();
        }
        if signs.participle {
            self.joined_participle();
            self.adjective_with_subject();
        }
        if signs.joined {
            self.joined_to_noun();
        }
        if signs.clause {
            self.two_subjects();
        }
    }

    /// Makes a token of each circle of heads its own head: who follows heads or dependents comes to an end.
    ///
    /// `walks` is room for the walk up that came to each token first, counted from 1.
    fn open_circles(&mut self, walks: &mut Vec<u32>) {
        let first = self.range.start;
        walks.clear();
        walks.resize(self.range.len(), 0);
        for start in self.range.clone() {
            let walk = (start - first) as u32 + 1;
            let mut at = start;
            while walks[at - first] == 0 {
                walks[at - first] = walk;
                at = self.head(at);
            }
            if walks[at - first] == walk && self.head(at) != at {
                self.tokens[at].head = at as u32;
            }
        }
    }

    /// What the sentence may tell instead of what its root says.
    fn at_root(&mut self, root: usize) {
        match (self.tag(root), self.tokens[root].form) {
            (Tag::Verb, Form::Gerund) => self.gerund_as_root(root),
            (Tag::Verb, Form::Participle) => {
                self.hyphenated_root(root);
                self.past_as_participle(root);
            }
            (Tag::Noun | Tag::Propn, _) => {
                self.auxiliary_of_noun(root);
                self.root_with_preposition(root);
                self.planning_as_noun(root);
                self.infinitive_of_name(root);
            }
            _ => {}
        }
    }

    /// What a word may be instead of what its tag says.
    fn by_tag(&mut self, token: usize) {
        match self.tag(token) {
            Tag::Noun => {
                self.shot_dead(token);
                self.after_talks(token);
                self.name_as_noun(token);
                self.gerund_as_noun(token);
            }
            Tag::Verb => {
                self.name_as_verb(token);
                self.name_as_gerund(token);
                self.name_as_infinitive(token);
                self.second_name_as_verb(token);
                self.first_name_as_clause(token);
                self.with_gerund(token);
                self.gerund_on_and(token);
                self.behind_a_time(token);
                self.accused_of(token);
                self.access_as_verb(token);
            }
            Tag::Adj => self.behind_a_time(token),
            _ => {}
        }
    }

    /// Where a word may hang instead of where its relation says: each rule is about words of one relation or a few, and
    /// most words have none of these.
    fn by_relation(&mut self, token: usize) {
        match self.relation(token) {
            R::Nsubj => {
                self.name_as_adverb(token);
                self.label_as_subject(token);
                self.subject_before_and(token);
                self.article_as_subject(token);
                self.participle_as_subject(token);
                self.subject_before_conjunction(token);
                self.adjective_as_subject(token);
                self.title_as_subject(token);
                self.verb_behind_name(token);
                self.verb_with_subject(token);
                self.day_as_noun(token);
                self.object_before_report(token);
                self.subject_in_phrase(token);
                self.subject_before_place(token);
                self.root_with_preposition(token);
            }
            R::NsubjPass => {
                self.passive_without_auxiliary(token);
                self.object_as_subject(token);
                self.day_as_noun(token);
            }
            R::Compound => self.noun_before_day(token),
            R::Amod => self.taken_hostage(token),
            R::Obj => {
                self.called_something(token);
                self.name_of_ally(token);
                self.that_as_object(token);
                self.object_of_noun(token);
                self.verb_as_object(token);
                self.shifted_object(token);
                self.day_as_noun(token);
            }
            R::Iobj | R::OblUnmarked => self.day_as_noun(token),
            R::Obl => {
                self.agent_of_adverb(token);
                self.before_report(token);
            }
            R::OblAgent => {
                self.agent_of_adverb(token);
                self.agent_without_by(token);
            }
            R::Case => {
                self.infinitive_as_noun(token);
                self.preposition_of_modifier(token);
                self.preposition_of_day(token);
                self.phrase_behind(token);
                self.behind_time(token);
                self.verb_as_preposition(token);
                self.border_with(token);
            }
            R::Parataxis => {
                self.verb_in_list(token);
                self.subject_before_report(token);
            }
            R::Det => self.adjective_before_article(token),
            R::Aux => {
                self.may_as_auxiliary(token);
                self.modal_of_noun(token);
                self.adjective_behind_modal(token);
            }
            R::Advmod => self.name_as_adverb(token),
            R::Nmod => {
                self.called_something(token);
                self.preposition_as_noun(token);
                self.infinitive_of_noun(token);
                self.agent_of_noun(token);
                self.phrase_before_phrase(token);
                self.beside_a_day(token);
            }
            R::NmodUnmarked => {
                self.last_noun(token);
                self.beside_a_day(token);
            }
            R::NmodPoss => {
                self.adjective_as_clause(token);
                self.owner_of_verb(token);
            }
            R::Flat => {
                self.role_as_name(token);
                self.title_before_name(token);
            }
            R::Appos => {
                self.counted(token);
                self.called_something(token);
                self.role_as_name(token);
                self.title_before_name(token);
                self.shifted_object(token);
                self.subject_behind_place(token);
                self.last_noun(token);
                self.prefix_as_noun(token);
                self.listed_behind_preposition(token);
                self.joined_apposition(token);
            }
            R::Conj => {
                self.joined_to_compound(token);
                self.joined_third(token);
                self.joined_to_modal(token);
                self.joined_to_infinitive(token);
                self.reported_without_subject(token);
                self.second_of_two(token);
                self.taken_hostage(token);
                self.title_before_name(token);
                self.joined_to_verb(token);
                self.joined_infinitive(token);
                self.past_behind_clause(token);
                self.joined_apposition(token);
                self.joined_in_name(token);
                self.verb_as_plural(token);
            }
            R::Advcl | R::Xcomp => {
                self.gerund_as_object(token);
                self.people_before_participle(token);
                self.bare_infinitive_as_object(token);
                self.leading_beside_verb(token);
                self.before_report(token);
                self.participle_with_article(token);
                self.participle_before_object(token);
            }
            R::Ccomp => {
                self.behind_conjunction(token);
                self.plural_as_report(token);
                self.behind_semicolon(token);
                self.participle_with_article(token);
                self.participle_before_object(token);
            }
            R::Acl => {
                self.when_behind_name(token);
                self.taken_hostage(token);
                self.plural_as_clause(token);
                self.participle_behind_comma(token);
                self.verb_behind_relative(token);
            }
            R::AclRelcl => self.reporter_as_apposition(token),
            R::Csubj => {
                self.gerund_as_subject(token);
                self.infinitive_as_subject(token);
            }
            _ => {}
        }
    }

    /// Reads the signs. A head outside of the sentence is one of another: such a token becomes its own.
    fn signs(&mut self) -> Signs {
        let mut signs = Signs::default();
        for index in self.range.clone() {
            let token = &mut self.tokens[index];
            if !self.range.contains(&(token.head as usize)) {
                token.head = index as u32;
            }
            match (token.tag, token.relation) {
                (Tag::Verb, relation) => {
                    signs.have |= self.words.in_class(index, class::HAVE);
                    signs.beside |= self.words.in_class(index, class::BESIDE);
                    signs.participle |= matches!(relation, R::Amod | R::Compound);
                    signs.joined |= relation == R::Conj;
                    signs.clause |= matches!(relation, R::Acl | R::AclRelcl);
                }
                (_, R::Conj | R::Cc) => signs.joined = true,
                _ => {}
            }
        }
        signs
    }
}
