//! One act found in a sentence, with all that is told of it.

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};

use crate::article::Article;
use crate::attribution::{self, Attribution};
use crate::candidate::Candidate;
use crate::clause::{Clause, Kind};
use crate::code::{EventType as E, Mode, Status};
use crate::frame::Cast;
use crate::lexicon::{Flag, table};
use crate::matching::Match;
use crate::party::Party;
use crate::place::{self, When};
use crate::rules;
use crate::same::unite_same;
use crate::settle;

/// One act found in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Finding<'a> {
    pub(crate) event: E,
    pub(crate) mode: Option<Mode>,
    pub(crate) status: Status,
    pub(crate) negated: bool,
    pub(crate) contexts: u64,
    pub(crate) actors: Vec<Party<'a>>,
    pub(crate) recipients: Vec<Party<'a>>,
    pub(crate) attribution: Attribution<'a>,
    pub(crate) when: Option<When>,
    /// Index of the mention of the place.
    pub(crate) place: Option<usize>,
    /// Bytes of the trigger.
    pub(crate) trigger: Range<usize>,
    /// The word that carries it.
    pub(crate) head: usize,
    pub(crate) sentence: usize,
    /// What it is about: the head of the theme, for telling two requests apart.
    pub(crate) theme: Option<usize>,
    /// All words that tell the content, for the same.
    pub(crate) content: Option<usize>,
    /// A need that is stressed: it is put to whom the act beside it is put to.
    pub(crate) content_is_need: bool,
    /// Never the same as another act of the text.
    pub(crate) separate: bool,
    /// The country of a party is that of the other side.
    pub(crate) inferred: bool,
    /// Named as known, not told.
    pub(crate) presupposed: bool,
    /// The signs of how sure it is.
    pub(crate) signs: Signs,
}

/// What confidence is reckoned from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs {
    /// Of the trigger, in thousandths.
    pub(crate) precision: u16,
    pub(crate) conditions: u8,
    pub(crate) certain_actor: bool,
    pub(crate) countries: u8,
    pub(crate) noun: bool,
    pub(crate) unreal: bool,
}

pub(crate) fn finding<'a>(article: &'a Article<'_>, sentence: usize, candidate: &Candidate<'a>) -> Option<Finding<'a>> {
    let Candidate { clause, found, cast, outlook, .. } = candidate;
    let coded = rules::code(article, clause, found, outlook)?;
    let trigger = found.trigger;
    let Cast { actors, recipients, certain } = cast.clone();
    if coded.event == E::Concede && found.theme.is_some_and(|theme| settle::is_of_others(article, theme, &actors)) {
        return None;
    }
    let attribution = attribution::find(article, clause, found, outlook, &actors);
    let all: Vec<&Party> = actors.iter().chain(&recipients).collect();
    let place = place::find(article, clause, &all);
    let countries = all.iter().filter(|party| !party.country.is_empty()).count() as u8;
    let mut finding = Finding {
        event: coded.event,
        mode: coded.mode,
        status: coded.status,
        negated: coded.negated,
        contexts: trigger.contexts(),
        when: place::when(article, clause, matches!(coded.status, Status::Past | Status::Demand)),
        place,
        trigger: trigger_range(article, clause, found),
        head: clause.head,
        sentence,
        theme: found.theme,
        content: clause.complement.map(|complement| complement.head),
        separate: false,
        inferred: false,
        content_is_need: found.theme.is_some_and(|theme| article.in_class(theme, table::NEED)),
        presupposed: trigger.has(Flag::Presupposed) && clause.light_verb(article).is_none(),
        signs: Signs {
            precision: trigger.precision,
            conditions: trigger.conditions,
            certain_actor: certain,
            countries,
            noun: clause.kind == Kind::Noun,
            unreal: matches!(coded.status, Status::Hypothetical | Status::Prediction),
        },
        actors,
        recipients,
        attribution,
    };
    settle::host_and_visitor(article, clause, &mut finding);
    settle::refuser(article, clause, &mut finding);
    settle::restraint(article, &mut finding);
    settle::at_scene(article, &mut finding);
    let is_named = finding.actors.is_empty() || finding.actors.iter().any(Party::is_named);
    if !is_named && !is_news(article, &finding) {
        return None;
    }
    settle::domestic(article, &mut finding);
    if finding.status == Status::Past && settle::is_long_ago(article, &finding) {
        finding.status = Status::Historical;
    }
    Some(finding)
}

/// Common nouns of nowhere act in nothing, "the government said", but for gunmen who did something to somebody, unless it
/// only tells when another thing was done: "two years after crowds burned its embassy".
fn is_news(article: &Article<'_>, finding: &Finding<'_>) -> bool {
    let parsed = &article.parsed;
    let is_aside = |token: usize| match parsed.relation(token) {
        Relation::AclRelcl => true,
        Relation::Advcl | Relation::Acl => parsed.tokens[token].form != Form::Gerund,
        _ => false,
    };
    matches!(finding.event, E::Assault | E::Coerce | E::Protest)
        && !finding.negated
        && finding.actors.iter().all(|party| !party.sector.is_empty())
        && finding.recipients.iter().any(|party| !party.country.is_empty())
        && !parsed.heads(finding.head).take(STEPS_MAX).any(is_aside)
}

/// Steps from a word to the clauses around it.
const STEPS_MAX: usize = 6;

/// Bytes of the trigger with its light verb, particle and theme, as far as they stand close together.
fn trigger_range(article: &Article<'_>, clause: &Clause, found: &Match) -> Range<usize> {
    let parsed = &article.parsed;
    let mut range = parsed.range(clause.head);
    let theme = found.theme.filter(|_| found.trigger.object().is_some());
    for token in clause.light_verb(article).into_iter().chain(clause.particle).chain(theme) {
        if token.abs_diff(clause.head) < 8 {
            let word = parsed.range(token);
            range = range.start.min(word.start)..range.end.max(word.end);
        }
    }
    // "pledged $40 million": a sign says nothing without its number.
    let sign = theme.filter(|&theme| article.tag(theme) == Tag::Sym);
    let number = sign.and_then(|sign| parsed.dependent(sign, Relation::Nummod));
    number.map_or(range.clone(), |number| range.start..range.end.max(parsed.range(number).end))
}

/// "flew to Gornau in May, phoned him on Friday": meetings of two kinds at two times.
fn are_two(known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let day = |finding: &Finding| finding.when.map(|when| when.date.first_day);
    let differ = |one: Option<i32>, other: Option<i32>| one.zip(other).is_some_and(|(one, other)| one != other);
    known.mode != new.mode && differ(day(known), day(new))
}

/// Whether two acts of one sentence are one act told twice.
pub(crate) fn is_twin(article: &Article<'_>, known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let same =
        |a: &[Party], b: &[Party]| a.len() == b.len() && a.iter().all(|party| b.iter().any(|other| other.same(party)));
    let of_known = article.parsed.heads(new.head).skip(1).take(2).any(|above| above == known.head);
    let vague = new.recipients.iter().all(|party| party.country.is_empty());
    known.event == new.event
        && (of_known && vague && same(&known.actors, &new.actors)
            || (new.actors.is_empty() || same(&known.actors, &new.actors))
                && (same(&known.recipients, &new.recipients) || new.recipients.is_empty())
            || known.event == E::Consult && unite_same(known, new) && !are_two(known, new))
}
