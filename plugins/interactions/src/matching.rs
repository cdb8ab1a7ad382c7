//! Whether a trigger's conditions hold in a clause.

use extractor_api::layer::{Mention, MentionKind, Relation as R, Tag};

use crate::article::Article;
use crate::clause::{Clause, Complement, ComplementKind};
use crate::lexicon::table as class;
use crate::lexicon::{Trigger, Wanted, Wants};
use crate::party::is_calendar;

/// A trigger that fits a clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) trigger: &'static Trigger,
    /// What the act is about: the wanted object, or what stands behind the wanted preposition.
    pub(crate) theme: Option<usize>,
}

/// Checks all conditions.
pub(crate) fn matches(article: &Article<'_>, clause: &Clause, trigger: &'static Trigger) -> Option<Match> {
    if !trigger.particle().is_empty() && !has_particle(article, clause, trigger.particle()) {
        return None;
    }
    let mut theme = None;
    if let Some(wants) = trigger.object() {
        theme = Some(wanted_object(article, clause.object?, wants)?);
    }
    if !trigger.preps().is_empty() {
        let behind = wanted_oblique(article, clause, trigger)?;
        theme = theme.or(Some(behind));
    } else if let Some(wants) = trigger.theme() {
        theme = Some(wanted_in(article, clause.object?, wants)?);
    }
    complement_fits(article, clause, trigger)?;
    Some(Match { trigger, theme: theme.or(clause.object) })
}

/// The particle hangs on the verb or stands right behind it or its object.
fn has_particle(article: &Article<'_>, clause: &Clause, particle: &str) -> bool {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(clause.head));
    let near = clause.head + 1..(clause.head + 5).min(sentence.end);
    clause.particle.is_some_and(|token| parsed.is(token, particle))
        || near.start < near.end && parsed.is(near.start, particle)
        || near.into_iter().any(|token| parsed.is(token, particle) && parsed.head(token) == Some(clause.head))
}

/// Looks for a wanted word at an object; where land is wanted, the name of a place is one: "captured Sandport".
fn wanted_object(article: &Article<'_>, object: usize, wants: &Wants) -> Option<usize> {
    wanted_in(article, object, wants)
        .or_else(|| (wants.classes & class::LAND != 0 && names_place(article, object)).then_some(object))
}

/// Whether a word is the name of a place, or one of which nothing is known, written without an article.
fn names_place(article: &Article<'_>, token: usize) -> bool {
    let fits = |mention: &Mention| match mention.kind {
        MentionKind::Place => true,
        MentionKind::Other => article.tag(token) == Tag::Propn && article.dependent(token, R::Det).is_none(),
        _ => false,
    };
    article.mentions_at(token).any(|(_, mention)| fits(mention))
}

/// Looks for a wanted word at a phrase: its head, members of its list, what it measures.
pub(crate) fn wanted_in(article: &Article<'_>, head: usize, wants: &Wants) -> Option<usize> {
    let parsed = &article.parsed;
    let fits = |token: usize| wants.fit(article.form(token));
    if fits(head) {
        return Some(head);
    }
    let measures = article.measures(head);
    article.dependents(head).take(LOOKED_AT_MAX).find(|&dependent| match parsed.relation(dependent) {
        R::Conj => fits(dependent),
        R::Nmod | R::NmodUnmarked if measures => {
            fits(dependent)
                || article
                    .dependents(dependent)
                    .take(LOOKED_AT_MAX)
                    .any(|inner| parsed.relation(inner) == R::Conj && fits(inner))
        }
        // "hunger strike", "martial law": the head says less than the word before it.
        R::Compound | R::Amod => {
            fits(dependent) && !article.in_class(dependent, class::MEASURE) && article.in_class(head, class::TELLING)
        }
        _ => false,
    })
}

/// Dependents of one head that are looked at.
const LOOKED_AT_MAX: usize = 32;

fn wanted_oblique(article: &Article<'_>, clause: &Clause, trigger: &Trigger) -> Option<usize> {
    let wanted = clause.obliques.iter().filter(|oblique| trigger.preps().contains(&oblique.preposition));
    let mut wanted = wanted.map(|oblique| oblique.token);
    match trigger.theme() {
        Some(wants) => wanted.find_map(|token| wanted_in(article, token, wants)),
        // "staged a strike on Monday" tells when, not against whom.
        None => wanted.find(|&token| !is_calendar(article.parsed.word(token))),
    }
}

fn complement_fits(article: &Article<'_>, clause: &Clause, trigger: &Trigger) -> Option<()> {
    let own = clause.complement.filter(|complement| !complement.of_object || trigger.object().is_some());
    let kind = own.map(|complement| complement.kind);
    let fits = match trigger.complement {
        None => true,
        Some(Wanted::To) => kind == Some(ComplementKind::Infinitive),
        Some(Wanted::That) => kind == Some(ComplementKind::Finite),
        Some(Wanted::Ing) => kind == Some(ComplementKind::Participle),
        Some(Wanted::Absent) => kind.is_none(),
    };
    let content = trigger
        .content()
        .is_none_or(|wants| clause.complement.is_some_and(|complement| content_fits(article, complement, wants)));
    (fits && content).then_some(())
}

/// The predicate of the complement, those joined to it, or one level below ("to try to meet").
fn content_fits(article: &Article<'_>, complement: Complement, wants: &Wants) -> bool {
    let parsed = &article.parsed;
    let fits = |token: usize| wants.fit(article.form(token));
    let has_modal = |token: usize| {
        article
            .dependents(token)
            .take(LOOKED_AT_MAX)
            .any(|dependent| parsed.relation(dependent) == R::Aux && fits(dependent))
    };
    fits(complement.head)
        || has_modal(complement.head)
        || article
            .dependents(complement.head)
            .take(LOOKED_AT_MAX)
            .any(|dependent| matches!(parsed.relation(dependent), R::Conj | R::Xcomp) && fits(dependent))
}
