//! Participles: what they describe, and where they tell what somebody did.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use crate::lexicon::table as class;

impl Draft<'_> {
    /// "arrested a man accused of spying" with "accused" as what the man or the arrest does: right before "of" a verb that
    /// needs an object describes the noun before it.
    pub(super) fn accused_of(&mut self, verb: usize) {
        if verb == self.range.start || verb + 1 == self.range.end || !self.is(verb + 1, "of") {
            return;
        }
        let noun = verb - 1;
        let has_auxiliary =
            |token: usize| self.head(token) == verb && matches!(self.relation(token), R::Aux | R::AuxPass);
        let fits = self.in_class(verb, class::SUSPECTED)
            && self.is_noun(noun)
            && self.head(verb) != verb
            && !self.before(verb).any(has_auxiliary);
        if !fits {
            return;
        }
        if self.head(noun) == verb {
            self.replace(verb, noun, if self.relation(verb) == R::Ccomp { R::Obj } else { self.relation(verb) });
        }
        self.hang(verb, noun, R::Acl);
        self.tokens[verb].form = Form::Participle;
    }

    /// "fired at students demanding a vote" with the police as those who demand: people right before a participle do what
    /// it says.
    pub(super) fn people_before_participle(&mut self, participle: usize) {
        let Some(people) = participle.checked_sub(1).filter(|people| self.range.contains(people)) else { return };
        let fits = self.relation(participle) == R::Advcl
            && self.tokens[participle].form == Form::Gerund
            && self.tokens[people].form == Form::Plural
            && self.in_class(people, class::PERSON)
            && self.head(people) == self.head(participle)
            && matches!(self.relation(people), R::Obj | R::Obl);
        if fits {
            self.hang(participle, people, R::Acl);
        }
    }

    /// "expelled two men, accusing them" with the men as those who accuse: behind a comma a participle tells more of what the
    /// subject does.
    pub(super) fn participle_behind_comma(&mut self, participle: usize) {
        let object = self.head(participle);
        let verb = self.head(object);
        let fits = self.tokens[participle].form == Form::Gerund
            && object < participle
            && participle > self.range.start
            && self.is(participle - 1, ",")
            && matches!(self.relation(object), R::Obj | R::Obl)
            && self.tag(verb) == Tag::Verb
            && verb < object;
        if fits {
            self.hang(participle, verb, R::Advcl);
        }
    }

    /// "would retaliate after Sylvania attacked" with the attack as what one retaliates: a clause behind such a conjunction
    /// stands beside the verb.
    pub(super) fn behind_conjunction(&mut self, verb: usize) {
        const CONJUNCTIONS: &[&str] = &["after", "before", "because", "while", "although", "though", "unless", "until"];
        let is_conjunction =
            |token: usize| self.hangs(token, verb, R::Mark) && CONJUNCTIONS.iter().any(|word| self.is(token, word));
        if self.head(verb) < verb && self.before(verb).any(is_conjunction) {
            self.tokens[verb].relation = R::Advcl;
        }
    }

    /// "denied supporting the rebels" with the support as something beside the denial: right behind a verb that needs to say
    /// what, a gerund says it.
    pub(super) fn gerund_as_object(&mut self, gerund: usize) {
        let verb = self.head(gerund);
        let fits = self.relation(gerund) == R::Advcl
            && self.tokens[gerund].form == Form::Gerund
            && verb + 1 == gerund
            && self.in_class(verb, class::DENYING | class::AVOIDING | class::FAILING);
        if fits {
            self.tokens[gerund].relation = R::Xcomp;
        }
    }

    /// "Prosecutors indicted Kovar" as a passive by Kovar: who does it stands behind "by".
    pub(super) fn agent_without_by(&mut self, agent: usize) {
        let verb = self.head(agent);
        let of_verb = |relation: R| self.around(verb).find(|&token| self.hangs(token, verb, relation));
        let has_case = self.before(agent).any(|token| self.hangs(token, agent, R::Case));
        let subject = of_verb(R::NsubjPass).filter(|&subject| subject < verb && verb < agent);
        let fits = !has_case && of_verb(R::AuxPass).is_none() && self.relation(agent) == R::OblAgent;
        if let Some(subject) = subject.filter(|_| fits) {
            self.tokens[agent].relation = R::Obj;
            self.tokens[subject].relation = R::Nsubj;
            self.tokens[verb].form = Form::Past;
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
        self.pass_on_behind(participle, verb);
        self.hang(object, verb, R::Obj);
        self.hang(participle, object, R::Amod);
    }

    /// "evacuated the wounded", "opened a public hearing" with the participle as a clause: behind an article it is the object.
    pub(super) fn participle_with_article(&mut self, participle: usize) {
        let describes =
            |token: usize| self.head(token) == participle && matches!(self.relation(token), R::Amod | R::Compound);
        let fits = self.tag(participle) == Tag::Verb
            && self.head(participle) < participle
            && self
                .before(participle)
                .find(|&token| !describes(token))
                .is_some_and(|article| self.hangs(article, participle, R::Det));
        if fits {
            self.tokens[participle].relation = R::Obj;
        }
    }

    /// "Ruritania warned" with Ruritania as the subject of a passive: one that stands alone in its sentence has an auxiliary
    /// or says who did it, and has no object.
    pub(super) fn passive_without_auxiliary(&mut self, subject: usize) {
        let verb = self.head(subject);
        let own = |relation: R| self.around(verb).any(|token| self.hangs(token, verb, relation));
        let fits = self.head(verb) == verb
            && subject < verb
            && self.tag(verb) == Tag::Verb
            && self.is_past(verb)
            && !own(R::AuxPass)
            && !own(R::OblAgent)
            && (own(R::Obj) || self.in_class(verb, class::REPORT | class::GOING));
        if fits {
            self.tokens[subject].relation = R::Nsubj;
            self.tokens[verb].form = Form::Past;
        }
    }
}

/// Tokens behind a participle among which the object stands that it describes.
const OBJECT_WINDOW: usize = 10;
