//! "it", "its": a country or an organization.

use extractor_api::layer::{Form, Mention, MentionKind, Relation, Tag};

use super::{Resolver, Subject};

/// "It is ready to talk" has a subject; "It is hard to talk" has none.
const WILLING: &[&str] = &[
    "ready",
    "willing",
    "able",
    "set",
    "due",
    "prepared",
    "determined",
    "keen",
    "committed",
    "going",
    "planning",
    "trying",
    "seeking",
    "unable",
    "reluctant",
    "eager",
    "about",
    "likely",
    "supposed",
    "moving",
    "working",
    "forced",
    "opposed",
];

/// Beginnings of verbs that do harm to another.
const HARMING: &[&str] = &[
    "ramm",
    "attack",
    "bomb",
    "shell",
    "seiz",
    "detain",
    "sank",
    "harass",
    "intercept",
    "raid",
    "torpedo",
    "abduct",
    "captur",
    "expel",
    "storm",
];
/// Words from a pronoun to the verb of its clause, both counted.
const STEPS_MAX: usize = 6;

impl Resolver<'_, '_, '_> {
    /// "it", "its": the country or organization that is the subject.
    pub(super) fn thing(&mut self, token: usize, sentence: usize) {
        let parsed = self.reading.parsed;
        let possessive = parsed.is(token, "its");
        let subject = matches!(parsed.relation(token), Relation::Nsubj | Relation::NsubjPass);
        // "terrorism in all its forms": its own.
        let is_of_all = token > 0 && parsed.is(token - 1, "all");
        if let Some(entity) = self.acted_on_before(token) {
            return self.note(token..token + 1, sentence, entity, 0, 700);
        }
        if let Some(entity) = self.blamed(token).rev().find_map(|other| self.thing_meant(other)) {
            return self.note(token..token + 1, sentence, entity, 0, 750);
        }
        if is_of_all || !possessive && (!subject || self.is_empty_it(token)) {
            return;
        }
        let mut own = true;
        for Subject { token: subject, back } in self.subjects(token, sentence) {
            if back > 0 && own {
                own = false;
                if let Some(entity) = possessive.then(|| self.topic(token, sentence)).flatten() {
                    return self.note(token..token + 1, sentence, entity, 0, 700);
                }
            }
            if self.clash(token, subject) || possessive && self.is_victim(token, subject) {
                continue;
            }
            if let Some(entity) = self.thing_meant(subject) {
                let confidence = if back == 0 { 800 } else { 650 };
                return self.note(token..token + 1, sentence, entity, 0, confidence);
            }
            // A subject that is a place, or no mention at all, takes the pronoun: "the plan ... it". Persons do not.
            let meant = || self.meanings.of(subject);
            let plural = self.is_plural(subject) || meant().count() > 1;
            let person = meant().all(|meant| meant.kind == MentionKind::Person) && meant().next().is_some();
            if !plural && !person && matches!(parsed.tokens[subject].tag, Tag::Noun | Tag::Propn) {
                return;
            }
        }
    }

    /// "left Peru, accusing it of lying": whom a participle acts on is whom the verb before it acts on, since the subject of
    /// both is the same.
    fn acted_on_before(&self, token: usize) -> Option<u32> {
        let parsed = self.reading.parsed;
        let participle = parsed.head(token).filter(|_| parsed.relation(token) == Relation::Obj)?;
        let verb = parsed.head(participle).filter(|&verb| verb < participle)?;
        let has_subject = parsed.dependents(participle).take(32).any(|other| parsed.relation(other) == Relation::Nsubj);
        if parsed.relation(participle) != Relation::Advcl || has_subject {
            return None;
        }
        // "met in Peru, calling it useful": not Peru.
        let is_where = |other: usize| parsed.dependents(other).take(8).any(|case| parsed.is_any(case, &["in", "at"]));
        let is_object = |&other: &usize| match parsed.relation(other) {
            Relation::Obj => true,
            Relation::Obl => !is_where(other),
            _ => false,
        };
        let before = parsed.dependents(verb).take(32).filter(|&other| other > verb && other < participle);
        before.filter(is_object).filter_map(|other| self.thing_meant(other)).last()
    }

    /// "a ship rammed two of its boats": nobody does harm to his own.
    fn is_victim(&self, token: usize, subject: usize) -> bool {
        let parsed = self.reading.parsed;
        let Some(verb) = parsed.head(subject) else { return false };
        if !parsed.heads(token).take(STEPS_MAX).any(|above| above == verb) {
            return false;
        }
        let word = parsed.word(verb);
        let has_at = |above: usize| parsed.dependents(above).take(4).any(|case| parsed.is(case, "at"));
        HARMING.iter().any(|stem| word.starts_with(stem))
            || ["fired", "shot", "opened"].contains(&word)
                && parsed.heads(token).skip(1).take_while(|&above| above != verb).any(has_at)
    }

    /// The country or the organization that a token means alone.
    fn thing_meant(&self, token: usize) -> Option<u32> {
        let meant = self.meanings.only(token)?;
        let fits = matches!(meant.kind, MentionKind::Country | MentionKind::Organization)
            && meant.flags & Mention::MEMBER == 0;
        (fits && !self.is_coordinated(token)).then_some(meant.entity)
    }

    /// What a sentence is about where no subject stands before the pronoun: the subject that comes yet ("In its letter, Peru
    /// agreed"), or the first words ("For Peru, its ports matter").
    fn topic(&self, token: usize, sentence: usize) -> Option<u32> {
        let later = self.later_subject(token, sentence).and_then(|subject| self.thing_meant(subject));
        let start = self.reading.parsed.tokens_of(sentence).start;
        later.or_else(|| (start..token.min(start + 4)).find_map(|token| self.thing_meant(token)))
    }

    pub(super) fn is_plural(&self, token: usize) -> bool {
        let parsed = self.reading.parsed;
        parsed.tokens[token].form == Form::Plural || self.is_coordinated(token)
    }

    fn is_coordinated(&self, token: usize) -> bool {
        self.reading
            .parsed
            .dependents(token)
            .take(24)
            .any(|other| self.reading.parsed.relation(other) == Relation::Conj)
    }

    /// "it is expected that": no pronoun for anything.
    fn is_empty_it(&self, token: usize) -> bool {
        let parsed = self.reading.parsed;
        if parsed.relation(token) == Relation::Expl {
            return true;
        }
        if !parsed.is(token, "it") {
            return false;
        }
        let end = parsed.tokens_of(parsed.sentence_of(token)).end;
        let next = |at: usize| (at < end).then(|| parsed.tokens[at].tag);
        let copula = next(token + 1) == Some(Tag::Aux)
            || token + 1 < end
                && parsed.is_any(token + 1, &["seems", "appears", "remains", "takes", "became", "becomes"]);
        let clause =
            (token + 2..end.min(token + 10)).any(|at| parsed.is_any(at, &["that", "to", "whether", "if", "who"]));
        let willing = (token + 2..end.min(token + 5)).any(|at| parsed.is_any(at, WILLING));
        copula && clause && !willing
    }
}
