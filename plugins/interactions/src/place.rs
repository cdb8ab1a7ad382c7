//! Where and when an act happens.

use extractor_api::layer::{DateMention, Form, Mention, MentionKind, Relation};

use crate::article::Article;
use crate::clause::Clause;
use crate::lexicon::table as class;
use crate::party::Party;

/// The mention of the place, by index: where the clause itself says it, else its sentence for acts that need a scene.
pub(crate) fn find(article: &Article<'_>, clause: &Clause, parties: &[&Party<'_>]) -> Option<usize> {
    let here = || clause.obliques.iter().filter(|oblique| LOCATIVE.contains(&oblique.preposition));
    let named = here().find_map(|oblique| place_at(article, oblique.token, parties, false));
    // "at a hotel in Gornau"
    let around = || here().find_map(|oblique| place_around(article, oblique.token, parties));
    named
        .or_else(around)
        .or_else(|| {
            clause
                .obliques
                .iter()
                .filter(|oblique| oblique.preposition == "to")
                .find_map(|oblique| place_at(article, oblique.token, parties, true))
        })
        .or_else(|| clause.object.and_then(|object| place_at(article, object, parties, true)))
}

/// Prepositions of where something is.
const LOCATIVE: [&str; 9] = ["in", "at", "near", "outside", "off", "into", "on", "across", "throughout"];
/// Dependents of a noun that are looked at.
const DEPENDENTS_MAX: usize = 16;

/// The place in which a thing stands, which is told behind it.
fn place_around(article: &Article<'_>, thing: usize, parties: &[&Party<'_>]) -> Option<usize> {
    let mut inside = article.dependents(thing).take(DEPENDENTS_MAX).filter(|&token| {
        article.parsed.relation(token) == Relation::Nmod && LOCATIVE.contains(&article.preposition(token))
    });
    inside.find_map(|token| place_at(article, token, parties, false))
}

/// A place or country that is named there; countries only where they are no party, cities also where they stand for one.
fn place_at(article: &Article<'_>, token: usize, parties: &[&Party<'_>], only_places: bool) -> Option<usize> {
    let is_party = |mention: &Mention| {
        parties.iter().any(|party| {
            party.range.start <= mention.start as usize
                && mention.end as usize <= party.range.end
                && party.entity == Some(mention.entity)
        })
    };
    article
        .mentions_at(token)
        .find(|(_, mention)| match mention.kind {
            MentionKind::Place => true,
            MentionKind::Country => {
                !only_places && mention.flags & (Mention::ADJECTIVE | Mention::PRONOUN) == 0 && !is_party(mention)
            }
            _ => false,
        })
        .map(|(index, _)| index)
}

/// A date and whether it stands with the act itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct When {
    pub(crate) date: DateMention,
    /// From an earlier sentence of the same paragraph.
    pub(crate) inherited: bool,
}

/// The date of an act: the nearest in its sentence, else the last one told before it in its paragraph. What was done was
/// not done by the day that it set: "ordered them to leave by Friday".
pub(crate) fn when(article: &Article<'_>, clause: &Clause, is_done: bool) -> Option<When> {
    let parsed = &article.parsed;
    let sentence = parsed.sentence_range(parsed.sentence_of(clause.head));
    let trigger = parsed.range(clause.head).start;
    let first = article.dates.partition_point(|date| (date.start as usize) < sentence.start);
    let here = article.dates[first..].iter().take_while(|date| date.start < sentence.end as u64).take(DATES_MAX);
    let is_of_other = |date: &DateMention| {
        is_bound(article, date)
            || is_aside(article, clause.head, date)
            || is_of_another_time(article, clause.head, date)
            || is_done && is_deadline(article, date)
    };
    let here = here.filter(|date| !is_of_other(date));
    let nearest = here.min_by_key(|date| {
        let apart = (date.start as usize).abs_diff(trigger);
        (!governs(article, clause.head, date), apart)
    });
    if let Some(date) = nearest {
        return Some(When { date: *date, inherited: false });
    }
    let before = article.dates[..first].last()?;
    let line_between =
        parsed.text.get(before.end as usize..sentence.start).is_none_or(|between| between.contains('\n'));
    // "It will meet on Thursday. Sylvania condemned it": not on Thursday.
    let to_come = |words: &mut dyn Iterator<Item = usize>| {
        clause_of(article, words).is_some_and(|clause| is_to_come(article, clause))
    };
    let known = before.first_day != DateMention::UNKNOWN
        && (!to_come(&mut above(article, before)) || to_come(&mut parsed.heads(clause.head)))
        && !is_perfect(article, clause.head)
        && !is_bound(article, before)
        && !is_deadline(article, before)
        && !is_aside(article, clause.head, before)
        && !is_of_another_time(article, clause.head, before);
    (!line_between && known && sentence.start - (before.end as usize) < INHERIT_BYTES)
        .then_some(When { date: *before, inherited: true })
}

/// "since", "until": where a time begins or ends, not when something happened.
fn is_bound(article: &Article<'_>, date: &DateMention) -> bool {
    let parsed = &article.parsed;
    let Some(token) = parsed.token_at(date.start as usize) else { return false };
    let is = |token: usize| parsed.is_any(token, &["since", "until", "till"]);
    is(token) || token > 0 && is(token - 1)
}

/// "by Friday": when something is to be done, not when anything was.
fn is_deadline(article: &Article<'_>, date: &DateMention) -> bool {
    let before = article.parsed.token_at(date.start as usize).and_then(|token| token.checked_sub(1));
    before.is_some_and(|before| article.parsed.is(before, "by"))
}

/// "seized the ship on Friday, a week after Sylvania raided its camp": the ship on Friday, and the camp some other day.
fn is_of_another_time(article: &Article<'_>, head: usize, date: &DateMention) -> bool {
    const TIMES: &[&str] = &["after", "before", "since"];
    let parsed = &article.parsed;
    let is_mark = |token: usize| parsed.relation(token) == Relation::Mark && parsed.is_any(token, TIMES);
    let is_apart = |clause: &usize| {
        parsed.relation(*clause) == Relation::Advcl && article.dependents(*clause).take(DEPENDENTS_MAX).any(is_mark)
    };
    // "on Friday freed a man who had been held since May": held at some time before.
    let is_relative = |clause: &usize| parsed.relation(*clause) == Relation::AclRelcl && is_perfect(article, *clause);
    let is_other = |clause: &usize| is_apart(clause) || is_relative(clause);
    parsed.heads(head).take(CLAUSES_MAX).find(is_other) != above(article, date).find(is_other)
}

/// "the accord that Ruritania signed in 2019", "while Sylvania will sign it in May": when that was, or will be, tells
/// nothing of what is done with the accord, nor of what the next sentence tells.
fn is_aside(article: &Article<'_>, head: usize, date: &DateMention) -> bool {
    let parsed = &article.parsed;
    let Some(clause) = clause_of(article, above(article, date)) else { return false };
    let is_aside = match parsed.relation(clause) {
        Relation::AclRelcl => true,
        Relation::Conj | Relation::Advcl => is_to_come(article, clause) || is_now(article, head, clause),
        // "announced that it would begin on Friday and denounced Sylvania": not on Friday.
        Relation::Ccomp => parsed.head(clause) != Some(head) && is_to_come(article, clause),
        _ => false,
    };
    is_aside && !parsed.heads(head).any(|above| above == clause)
}

/// The clause of the first verb of some words; "plans to sign" is one.
fn clause_of(article: &Article<'_>, mut words: impl Iterator<Item = usize>) -> Option<usize> {
    let parsed = &article.parsed;
    let verb = words.find(|&token| article.is_verbal(token))?;
    let goes_on = |&token: &usize| parsed.relation(token) == Relation::Xcomp;
    Some(parsed.heads(verb).take(CLAUSES_MAX).find(|token| !goes_on(token)).unwrap_or(verb))
}

/// Whether a clause with a subject of its own tells what is to come: "Ruritania will sign", "is due to sign".
fn is_to_come(article: &Article<'_>, clause: usize) -> bool {
    let parsed = &article.parsed;
    let is_future =
        |token: usize| parsed.relation(token) == Relation::Aux && parsed.is_any(token, &["will", "shall", "would"]);
    let has_subject =
        article.dependents(clause).any(|token| matches!(parsed.relation(token), Relation::Nsubj | Relation::NsubjPass));
    has_subject
        && (article.in_class(clause, class::READY | class::PLANNING) || article.dependents(clause).any(is_future))
}

/// "thanked them and look forward to the summit in May": what one clause tells of now and another of the past are apart.
fn is_now(article: &Article<'_>, head: usize, clause: usize) -> bool {
    let form = |token: usize| article.parsed.tokens[token].form;
    form(head) == Form::Past && matches!(form(clause), Form::Present | Form::Third)
}

/// "have worked": at some time up to now.
pub(crate) fn is_perfect(article: &Article<'_>, head: usize) -> bool {
    let parsed = &article.parsed;
    article.dependents(head).any(|dependent| parsed.is_any(dependent, &["has", "have", "had"]))
}

/// The date and place of the last of its kind: "the first talks since May 2019 in Oslo".
pub(crate) fn last_before(article: &Article<'_>, clause: &Clause) -> Option<(When, Option<usize>)> {
    let parsed = &article.parsed;
    let is_first = article.dependents(clause.head).any(|dependent| parsed.is(dependent, "first"));
    let sentence = parsed.tokens_of(parsed.sentence_of(clause.head));
    let near = clause.head + 1..sentence.end.min(clause.head + SINCE_WINDOW);
    let since = near.into_iter().find(|&token| is_first && parsed.is(token, "since"))?;
    let after = parsed.range(since).end as u64;
    let date = article.dates.get(article.dates.partition_point(|date| date.end <= after))?;
    if date.start > after + 16 {
        return None;
    }
    let first = article.mentions.partition_point(|mention| mention.start < date.end);
    let place = article.mentions[first..].iter().take(4).position(|mention| {
        mention.start >= date.end
            && mention.start - date.end < 16
            && matches!(mention.kind, MentionKind::Place | MentionKind::Country)
    });
    Some((When { date: *date, inherited: false }, place.map(|place| first + place)))
}

/// Tokens after a noun in which "since" belongs to it.
const SINCE_WINDOW: usize = 12;

/// Verbs one below the other that are one clause: "is expected to begin to sign".
const CLAUSES_MAX: usize = 4;

/// Dates of one sentence that are weighed.
const DATES_MAX: usize = 32;
/// How far before its sentence a date may stand.
const INHERIT_BYTES: usize = 600;

/// Whether the date hangs on the same predicate as the act.
fn governs(article: &Article<'_>, head: usize, date: &DateMention) -> bool {
    let parsed = &article.parsed;
    let verb = above(article, date).find(|&token| article.is_verbal(token) || token == head);
    let own = parsed.heads(head).take(3).find(|&token| article.is_verbal(token));
    verb.is_some() && (verb == Some(head) || verb == own)
}

/// What a date hangs on, and what that hangs on, a few steps up.
fn above<'a>(article: &'a Article<'_>, date: &DateMention) -> impl Iterator<Item = usize> + 'a {
    let parsed = &article.parsed;
    let top = parsed.top(parsed.tokens_in(date.start as usize..date.end as usize));
    top.into_iter().flat_map(|top| parsed.heads(top).skip(1).take(6))
}
