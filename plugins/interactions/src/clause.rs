//! One clause as the coder sees it: who does what to whom, behind which preposition, with which complement, how sure.
//!
//! Verbs, nouns ("the ban on imports") and adjectives ("is committed to") give the same view, passives are turned
//! round, and subjects that other words control ("agreed to sign", "who signed", "before signing") are filled in. A test
//! can write the view down by hand.

mod complement;
mod object;
mod subject;

use extractor_api::layer::{Form, Relation as R, Tag};

use crate::article::Article;
use crate::lexicon::table as class;

use complement::behind_preposition;
pub(crate) use complement::{Complement, ComplementKind};
use object::after;
pub(crate) use subject::subject_of;
use subject::{antecedent, before, better_subject, controller, name_before, on_what_somebody_is, pronoun_before};

/// What kind of word the clause hangs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Verb,
    Noun,
    Adjective,
}

/// A noun phrase behind a preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Oblique {
    /// In small letters.
    pub(crate) preposition: &'static str,
    /// Head of the phrase.
    pub(crate) token: usize,
}

/// The view. Tokens are spoken of by index; phrases by their heads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clause {
    /// The word that may be a trigger.
    pub(crate) head: usize,
    pub(crate) kind: Kind,
    /// Who acts: the subject, the agent of a passive.
    pub(crate) subject: Option<usize>,
    /// What is acted on: the object, the subject of a passive.
    pub(crate) object: Option<usize>,
    /// To whom, without a preposition.
    pub(crate) indirect: Option<usize>,
    /// Possessor of a noun.
    pub(crate) possessor: Option<usize>,
    /// Adjectives and names before a noun.
    pub(crate) modifiers: Vec<usize>,
    /// Phrases with prepositions, of the head and of its object.
    pub(crate) obliques: Vec<Oblique>,
    /// "off" in "call off".
    pub(crate) particle: Option<usize>,
    pub(crate) complement: Option<Complement>,
    /// "not", "never", "no".
    pub(crate) negated: bool,
    pub(crate) passive: bool,
}

impl Clause {
    /// The view of the clause that hangs on a token.
    pub(crate) fn of(article: &Article<'_>, head: usize, kind: Kind) -> Clause {
        let mut clause = Clause { head, kind, ..Clause::default() };
        match kind {
            Kind::Verb => clause.fill_verb(article),
            Kind::Noun => clause.fill_noun(article),
            Kind::Adjective => clause.fill_adjective(article),
        }
        clause
    }

    /// The phrases behind a preposition, in order.
    pub(crate) fn behind<'c>(&'c self, preposition: &'c str) -> impl Iterator<Item = usize> + 'c {
        self.obliques.iter().filter(move |oblique| oblique.preposition == preposition).map(|oblique| oblique.token)
    }

    /// The light verb that carries a noun: "held talks".
    pub(crate) fn light_verb(&self, article: &Article<'_>) -> Option<usize> {
        let parsed = &article.parsed;
        let is_carried = self.kind == Kind::Noun && self.subject.is_some() && parsed.relation(self.head) != R::Obl;
        parsed.head(self.head).filter(|&verb| is_carried && article.is_verbal(verb))
    }

    fn fill_verb(&mut self, article: &Article<'_>) {
        let parsed = &article.parsed;
        let head = self.head;
        self.passive = is_passive(article, head);
        let mut own_subject = None;
        for dependent in article.dependents(head) {
            match parsed.relation(dependent) {
                R::Nsubj | R::NsubjPass | R::NsubjOuter => {
                    own_subject = better_subject(article, own_subject, dependent)
                }
                // "granted Sylvania a loan" with both as objects: the first is to whom.
                R::Obj if self.object.is_some() && article.in_class(head, class::GIVING) => {
                    self.indirect = self.object.replace(dependent);
                }
                // "wire tap the link" with both as objects: the first is a part of the verb.
                R::Obj if self.object == Some(head + 1) && article.tag(head + 1) == Tag::Noun => {
                    self.object = Some(dependent);
                }
                R::Obj => self.object = self.object.or(Some(dependent)),
                R::Iobj => self.indirect = self.indirect.or(Some(dependent)),
                R::CompoundPrt => self.particle = Some(dependent),
                R::Advmod | R::Obl if article.negates(dependent) => self.negated = true,
                R::Obl | R::OblAgent | R::Nmod => self.add_oblique(article, dependent),
                R::Advmod if self.particle.is_none() && dependent == head + 1 && article.tag(dependent) == Tag::Adp => {
                    self.particle = Some(dependent);
                }
                R::Xcomp | R::Ccomp => self.add_complement(article, dependent),
                R::Advcl if behind_preposition(article, dependent) && self.complement.is_none() => {
                    self.add_complement(article, dependent);
                }
                _ => {}
            }
        }
        // "Who hosts whom" of a passive: the agent stands behind "by".
        let subject = own_subject
            .map(|subject| antecedent(article, head, subject))
            .or_else(|| pronoun_before(article, head))
            .or_else(|| name_before(article, head))
            .or_else(|| controller(article, head, self.passive, 0))
            .or_else(|| before(article, head));
        if self.passive {
            self.object = subject.or(self.object);
            let agent = self.behind("by").next();
            self.subject = agent;
        } else {
            self.subject = subject;
        }
        if self.object.is_none() && !self.passive {
            self.object = self.indirect.take().or_else(|| after(article, head));
        }
        if let Some(object) = self.object {
            self.negated |= has_no(article, object);
            self.add_phrases_of(article, object, 0);
        }
        self.negated |= own_subject.is_some_and(|subject| has_no(article, subject));
    }

    fn fill_noun(&mut self, article: &Article<'_>) {
        let parsed = &article.parsed;
        let head = self.head;
        for dependent in article.dependents(head) {
            match parsed.relation(dependent) {
                R::NmodPoss => self.possessor = self.possessor.or(Some(dependent)),
                R::Amod | R::Compound | R::Nmod | R::Flat
                    if dependent < head && article.preposition(dependent).is_empty() =>
                {
                    self.modifiers.push(dependent);
                }
                R::Nmod | R::Obl | R::OblAgent => self.add_oblique(article, dependent),
                R::Acl => self.add_complement(article, dependent),
                R::Det if article.negates(dependent) => self.negated = true,
                _ => {}
            }
        }
        if self.kind == Kind::Noun {
            self.subject = on_what_somebody_is(article, head);
        }
        // A light verb lends its subject and its prepositions: "held talks with".
        if let Some(verb) = parsed.head(head).filter(|&verb| article.is_verbal(verb)) {
            let relation = parsed.relation(head);
            let carries = article.in_class(verb, class::SUPPORT);
            if carries && relation == R::Obj && !is_passive(article, verb) {
                let of_verb = Clause::of(article, verb, Kind::Verb);
                self.subject = of_verb.subject;
                self.negated |= of_verb.negated;
                let obliques = of_verb.obliques.into_iter().filter(|oblique| oblique.token != head);
                for oblique in obliques {
                    if !self.obliques.contains(&oblique) {
                        self.obliques.push(oblique);
                    }
                }
            } else if relation == R::NsubjPass || relation == R::Nsubj && is_passive(article, verb) {
                for dependent in article.dependents(verb) {
                    if matches!(parsed.relation(dependent), R::Obl | R::OblAgent) {
                        self.add_oblique(article, dependent);
                    }
                }
                let agent = self.behind("by").next();
                self.subject = agent.filter(|_| carries);
            } else if relation == R::Obl && self.is_attended(article) {
                self.subject = subject_of(article, verb, 0);
            }
        }
    }

    /// "said after talks with Sylvania": who said it took part.
    fn is_attended(&self, article: &Article<'_>) -> bool {
        ["after", "during", "following"].contains(&article.preposition(self.head))
            && article.in_class(self.head, class::TALKS)
            && self.behind("with").next().is_some()
    }

    fn fill_adjective(&mut self, article: &Article<'_>) {
        let parsed = &article.parsed;
        for dependent in article.dependents(self.head) {
            match parsed.relation(dependent) {
                R::Nsubj | R::NsubjPass | R::Expl => {
                    self.subject = self.subject.or(Some(antecedent(article, self.head, dependent)));
                }
                R::Obl | R::Nmod => self.add_oblique(article, dependent),
                R::Advmod if article.negates(dependent) => self.negated = true,
                R::Xcomp | R::Ccomp | R::Advcl | R::Acl => self.add_complement(article, dependent),
                _ => {}
            }
        }
        if self.subject.is_none() {
            self.subject = controller(article, self.head, false, 0);
        }
    }

    fn add_oblique(&mut self, article: &Article<'_>, token: usize) {
        let case = article.case_of(token);
        let preposition = case.map_or("", |case| article.as_preposition(case));
        // "cordoned off the road" with "off" as a preposition: the verb has a particle and an object.
        let particle = case.filter(|&case| {
            self.kind == Kind::Verb
                && self.object.is_none()
                && case == self.head + 1
                && ["off", "up", "down", "out", "over", "back", "aside", "away"].contains(&preposition)
                && article.parsed.tokens.get(case + 1).is_none_or(|next| next.tag != Tag::Adp)
                && article.is_phrasal(self.head, preposition)
        });
        if particle.is_some() {
            (self.particle, self.object) = (particle, Some(token));
            return;
        }
        // "seized up to 20 boats": no destination but an object.
        let counts = preposition == "to" && article.counts_up_to(token);
        if counts && self.object.is_none() && self.kind == Kind::Verb {
            self.object = Some(token);
            return;
        }
        if !preposition.is_empty() && self.obliques.len() < OBLIQUES_MAX {
            self.obliques.push(Oblique { preposition, token });
        }
    }

    /// Adds what hangs on the object with a preposition, also through a noun that only measures: "a series of talks with".
    fn add_phrases_of(&mut self, article: &Article<'_>, noun: usize, depth: u8) {
        for dependent in article.dependents(noun) {
            let relation = article.parsed.relation(dependent);
            if matches!(relation, R::Nmod | R::Obl) && dependent > noun {
                self.add_oblique(article, dependent);
                if depth < 2 && article.measures(noun) {
                    self.add_phrases_of(article, dependent, depth + 1);
                }
            } else if relation == R::Conj && depth < 2 && dependent > noun && article.is_nominal(dependent) {
                // "sent food and medicine to Sylvania": what hangs on the last member belongs to all.
                self.add_phrases_of(article, dependent, depth + 1);
            } else if relation == R::Acl && self.complement.is_none() {
                self.add_complement(article, dependent);
                // "sent a team to Sylvania to look": an infinitive behind another phrase belongs to the verb.
                let is_behind = self.obliques.iter().any(|oblique| (noun..dependent).contains(&oblique.token));
                if let Some(complement) = &mut self.complement {
                    complement.of_object = complement.kind != ComplementKind::Infinitive || !is_behind;
                }
            }
        }
    }
}

/// More prepositions than this a clause does not have; the rest of a list of thousands is not looked at.
const OBLIQUES_MAX: usize = 24;

/// Whether a verb is in the passive, also as a participle after its noun, or joined to another one that is: "was arrested
/// and tried", "left ten people injured".
pub(crate) fn is_passive(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    let mut at = verb;
    for _ in 0..JOINED_MAX {
        let has =
            |relations: &[R]| article.dependents(at).any(|dependent| relations.contains(&parsed.relation(dependent)));
        if has(&[R::AuxPass, R::NsubjPass]) {
            return true;
        }
        if parsed.tokens[at].form != Form::Participle {
            return false;
        }
        if matches!(parsed.relation(at), R::Acl | R::Amod | R::Advcl | R::Xcomp) && !has(&[R::Aux, R::Obj]) {
            return true;
        }
        let first = parsed.head(at).filter(|&first| first < at && article.is_verbal(first));
        match first.filter(|_| parsed.relation(at) == R::Conj && !has(&[R::Aux, R::Nsubj])) {
            Some(first) => at = first,
            None => return false,
        }
    }
    false
}

/// Verbs joined one to the next that share an auxiliary; the bound keeps a chain of thousands from costing a quadratic step.
const JOINED_MAX: usize = 8;

/// Whether a noun phrase says that there is none: "no decision".
fn has_no(article: &Article<'_>, noun: usize) -> bool {
    let parsed = &article.parsed;
    article.dependents(noun).any(|dependent| {
        parsed.relation(dependent) == R::Det && (parsed.is(dependent, "no") || parsed.is(dependent, "neither"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use parsed::fixture::Fixture;

    /// The view of the clause on a word, counted from 1, of a sentence in the notation of fixtures.
    fn view(notation: &str, word: usize, kind: Kind) -> Clause {
        let fixture = Fixture::read(notation);
        Clause::of(&Article::bare(fixture.parsed()), word - 1, kind)
    }

    #[test]
    fn a_verb_has_subject_object_and_phrases() {
        let clause = view(
            "Peru PROPN 2 nsubj singular\nmet VERB 0 root past\nChile PROPN 2 obj singular\nin ADP 5 case\nOslo PROPN 2 obl singular",
            2,
            Kind::Verb,
        );
        let wanted = Clause {
            head: 1,
            subject: Some(0),
            object: Some(2),
            obliques: vec![Oblique { preposition: "in", token: 4 }],
            ..Clause::default()
        };
        assert_eq!(clause, wanted);
    }

    #[test]
    fn a_passive_is_turned_round() {
        let clause = view(
            "Chile PROPN 3 nsubj:pass singular\nwas AUX 3 aux:pass past\naccused VERB 0 root participle\nby ADP 5 case\nPeru PROPN 3 obl:agent singular",
            3,
            Kind::Verb,
        );
        assert_eq!((clause.subject, clause.object, clause.passive), (Some(4), Some(0), true));
    }

    #[test]
    fn the_subject_of_an_infinitive_is_that_of_the_verb_above_or_its_object() {
        let agreed = "Peru PROPN 2 nsubj singular\nagreed VERB 0 root past\nto PART 4 mark\nleave VERB 2 xcomp base";
        assert_eq!(view(agreed, 4, Kind::Verb).subject, Some(0));
        let complement = Complement { kind: ComplementKind::Infinitive, head: 3, subject: None, of_object: false };
        assert_eq!(view(agreed, 2, Kind::Verb).complement, Some(complement));
        let urged = "Peru PROPN 2 nsubj singular\nurged VERB 0 root past\nChile PROPN 2 obj singular\nto PART 5 mark\nleave VERB 2 xcomp base";
        assert_eq!(view(urged, 5, Kind::Verb).subject, Some(2));
    }

    #[test]
    fn a_noun_has_possessor_modifiers_and_phrases() {
        let clause = view(
            "Peru PROPN 4 nmod:poss singular\n~'s PART 1 case\nnew ADJ 4 amod\nban NOUN 0 root singular\non ADP 6 case\nimports NOUN 4 nmod plural",
            4,
            Kind::Noun,
        );
        assert_eq!((clause.possessor, clause.modifiers.as_slice()), (Some(0), &[2][..]));
        assert_eq!(clause.behind("on").collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn a_light_verb_lends_its_subject_to_the_noun() {
        let clause = view(
            "Peru PROPN 2 nsubj singular\nheld VERB 0 root past\ntalks NOUN 2 obj plural\nwith ADP 5 case\nChile PROPN 2 obl singular",
            3,
            Kind::Noun,
        );
        assert_eq!(clause.subject, Some(0));
        assert_eq!(clause.behind("with").collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn a_relative_pronoun_stands_for_its_noun() {
        let clause = view(
            "Peru PROPN 5 nsubj singular\n~, PUNCT 4 punct\nwhich PRON 4 nsubj\nleft VERB 1 acl:relcl past\nslept VERB 0 root past",
            4,
            Kind::Verb,
        );
        assert_eq!(clause.subject, Some(0));
    }

    #[test]
    fn a_copula_with_an_adjective_has_a_complement() {
        let clause = view(
            "Peru PROPN 3 nsubj singular\nis AUX 3 cop third\nready ADJ 0 root\nto PART 5 mark\ntalk VERB 3 xcomp base",
            3,
            Kind::Adjective,
        );
        assert_eq!((clause.subject, clause.complement.map(|complement| complement.head)), (Some(0), Some(4)));
    }

    #[test]
    fn heads_in_a_circle_end() {
        let fixture = Fixture::read("a VERB 2 conj past\nb VERB 1 conj past");
        let mut tokens = fixture.tokens.clone();
        (tokens[0].head, tokens[1].head) = (1, 0);
        let parsed = parsed::Parsed::new(&fixture.text, tokens, fixture.sentences.clone());
        assert_eq!(Clause::of(&Article::bare(parsed), 0, Kind::Verb).subject, None);
    }
}
