//! A clause inside of a clause: what somebody promises, asks or says.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Clause;
use crate::article::Article;

/// How a complement clause is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComplementKind {
    /// "to sign".
    Infinitive,
    /// "that it signed".
    Finite,
    /// "of signing".
    Participle,
    /// "barbaric", as which one names the object.
    Predicate,
}

/// A clause inside of the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Complement {
    pub(crate) kind: ComplementKind,
    /// Its predicate.
    pub(crate) head: usize,
    /// Its subject, when it has one of its own.
    pub(crate) subject: Option<usize>,
    /// It hangs on the object: "a declaration demanding".
    pub(crate) of_object: bool,
}

impl Clause {
    /// Takes a clause that hangs on the head for its complement, if it is built like one.
    pub(super) fn add_complement(&mut self, article: &Article<'_>, head: usize) {
        if self.complement.is_some() {
            return;
        }
        let parsed = &article.parsed;
        let subject = article
            .dependents(head)
            .find(|&dependent| matches!(parsed.relation(dependent), R::Nsubj | R::NsubjPass | R::NsubjOuter));
        let mark = |word: &str| {
            article
                .dependents(head)
                .any(|dependent| matches!(parsed.relation(dependent), R::Mark | R::Case) && parsed.is(dependent, word))
        };
        let form = parsed.tokens[head].form;
        // "hoped Ruritania would leave" with "Ruritania" as the object of hope.
        let modal = article.dependents(head).any(|dependent| {
            parsed.relation(dependent) == R::Aux && parsed.is_any(dependent, &["would", "will", "must", "should"])
        });
        let lent = self.object.filter(|&object| modal && subject.is_none() && object < head);
        if lent.is_some() {
            self.object = None;
        }
        let subject = subject.or(lent);
        let kind = if mark("to") {
            ComplementKind::Infinitive
        } else if form == Form::Gerund && subject.is_none() {
            ComplementKind::Participle
        } else if subject.is_some() || mark("that") {
            ComplementKind::Finite
        } else if form == Form::Base && parsed.relation(head) == R::Xcomp {
            // "help defend"
            ComplementKind::Infinitive
        } else if self.object.is_some()
            && parsed.relation(head) == R::Xcomp
            && matches!(article.tag(head), Tag::Adj | Tag::Noun)
        {
            ComplementKind::Predicate
        } else {
            return;
        };
        self.complement = Some(Complement { kind, head, subject, of_object: false });
    }
}

/// Whether a participle stands behind a preposition as a complement does: "accused of spying".
pub(super) fn behind_preposition(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    parsed.tokens[verb].form == Form::Gerund
        && article.dependents(verb).any(|dependent| {
            matches!(parsed.relation(dependent), R::Mark | R::Case)
                && parsed.is_any(dependent, &["of", "for", "with", "from", "to", "against"])
        })
        || article.dependents(verb).any(|dependent| parsed.relation(dependent) == R::Mark && parsed.is(dependent, "to"))
}
