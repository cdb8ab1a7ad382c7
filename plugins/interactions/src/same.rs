//! One act told several times in a text becomes one record that lists where it is told again.

use std::ops::Range;

use extractor_api::layer::{DateMention, MentionKind};

use crate::article::Article;
use crate::code::{EventType as E, Mode, Status};
use crate::finding::Finding;
use crate::party::Party;
use crate::place::{When, is_perfect};

/// An act with the places where the text tells it again.
#[derive(Clone, Debug)]
pub(crate) struct Event<'a> {
    pub(crate) finding: Finding<'a>,
    /// Bytes of the triggers of the repetitions.
    pub(crate) repeats: Vec<Range<usize>>,
    /// Index of the event on whose occasion it happened.
    pub(crate) part_of: Option<usize>,
}

/// How many events back a repetition is looked for; keeps a text of ten thousand acts from costing a quadratic step.
const LOOK_BACK: usize = 64;

/// Merges findings into events.
pub(crate) fn merge<'a>(article: &'a Article<'_>, findings: Vec<Finding<'a>>) -> Vec<Event<'a>> {
    let mut events: Vec<Event> = Vec::with_capacity(findings.len());
    for finding in findings {
        let from = events.len().saturating_sub(LOOK_BACK);
        let known = events[from..].iter_mut().find(|event| is_same(article, &event.finding, &finding));
        match known {
            Some(event) => {
                event.repeats.push(finding.trigger.clone());
                adopt(&mut event.finding, &finding);
            }
            None => events.push(Event { finding, repeats: Vec::new(), part_of: None }),
        }
    }
    link(article, &mut events);
    events
}

/// What a repetition tells that the first telling did not.
fn adopt(first: &mut Finding<'_>, again: &Finding<'_>) {
    if first.when.is_none_or(|when| when.inherited) && again.when.is_some_and(|when| !when.inherited) {
        first.when = again.when;
    }
    first.place = first.place.or(again.place);
    first.mode = first.mode.or(again.mode);
}

/// A meeting holds what is said on its occasion: in the sentences after it, by its own parties.
fn link(article: &Article<'_>, events: &mut [Event<'_>]) {
    for index in 0..events.len() {
        let (before, rest) = events.split_at_mut(index);
        let Some(event) = rest.first_mut() else { return };
        let finding = &event.finding;
        if finding.event.quad() == 4
            || matches!(finding.event, E::Consult | E::Aid | E::Retreat)
            || finding.status == Status::Historical
        {
            continue;
        }
        event.part_of = before.iter().enumerate().rev().take(LOOK_BACK).find_map(|(at, meeting)| {
            let occasion = &meeting.finding;
            let own = |party: &Party| {
                occasion.actors.iter().chain(&occasion.recipients).any(|other| other.country == party.country)
            };
            let home = finding.actors.first().map_or("", |actor| actor.country);
            let abroad = finding.recipients.iter().any(|party| party.country != home);
            let all = abroad && finding.actors.iter().chain(&finding.recipients).all(own);
            // "In May fighting broke out. Then Ruritania accused": not at the meeting that was told before.
            let is_told_of_another_time = finding.when.is_some_and(|when| {
                when.date.start as usize > occasion.trigger.end
                    && occasion.when.is_some_and(|day| day.date != when.date)
            });
            // "has criticised": at some time up to now, not at a meeting of before.
            let near = finding.sentence - occasion.sentence <= 6
                && !is_perfect(article, finding.head)
                && !is_told_of_another_time
                && (all || paragraph(article, occasion) == paragraph(article, finding));
            let by_party = finding.actors.iter().any(|actor| {
                occasion
                    .actors
                    .iter()
                    .chain(&occasion.recipients)
                    .any(|party| party.same(actor) || !actor.country.is_empty() && party.country == actor.country)
            });
            (occasion.event == E::Consult && occasion.status == Status::Past && near && by_party).then_some(at)
        });
        // What is said at a meeting is said on its day.
        let told = matches!(event.finding.status, Status::Past | Status::Demand)
            && event.finding.when.is_none_or(|when| when.inherited);
        let day = event.part_of.and_then(|at| before[at].finding.when);
        if let Some(day) = day.filter(|_| told) {
            event.finding.when = Some(When { inherited: true, ..day });
        }
    }
}

/// Byte of the line end before a finding's sentence.
fn paragraph(article: &Article<'_>, finding: &Finding<'_>) -> usize {
    let parsed = &article.parsed;
    let start = parsed.sentence_range(finding.sentence).start;
    // Lines of megabytes are cut: nothing that far apart is one occasion.
    let from = (start.saturating_sub(8_000)..=start).find(|&byte| parsed.text.is_char_boundary(byte)).unwrap_or(start);
    from + parsed.text[from..start].rfind('\n').unwrap_or(0)
}

fn is_same(article: &Article<'_>, known: &Finding<'_>, new: &Finding<'_>) -> bool {
    if known.separate
        || new.separate
        || known.event != new.event
        || known.negated != new.negated
        || family(known.status) != family(new.status)
        || !modes_agree(known, new)
        || !dates_agree(known, new)
        || !places_agree(article, known, new)
        || !parties_agree(known, new)
    {
        return false;
    }
    match known.event {
        E::Consult | E::Sanction | E::Assault | E::Coerce | E::Mobilize | E::Protest | E::Retreat => true,
        E::Agree | E::Support | E::Cooperate | E::Aid | E::Concede => {
            new.presupposed || share_words(article, known, new)
        }
        E::Request | E::Accuse | E::Reject | E::Threaten => share_words(article, known, new),
    }
}

fn family(status: Status) -> u8 {
    match status {
        Status::Past | Status::Ongoing | Status::Recurring | Status::State | Status::Historical => 0,
        Status::Plan | Status::Promise | Status::Offer | Status::Hope => 1,
        Status::Demand => 2,
        Status::Prediction | Status::Hypothetical | Status::Opinion => 3,
    }
}

/// The same countries on both sides, for mutual acts in any order, and no two persons who contradict each other.
fn parties_agree(known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let mutual = matches!(known.event, E::Consult | E::Agree | E::Support | E::Cooperate);
    let sides_agree = || {
        // An act that leaves out who did it may be the one of before.
        let unknown = known.actors.is_empty() || new.actors.is_empty();
        (unknown || are_same(known.actors.iter(), new.actors.iter()))
            && (new.recipients.is_empty() || are_same(known.recipients.iter(), new.recipients.iter()))
    };
    if !(if mutual { unite_same(known, new) } else { sides_agree() }) {
        return false;
    }
    !persons(known).any(|person| {
        let contradicts = |other: &Party<'_>| !person.country.is_empty() && other.country == person.country;
        persons(new).any(|other| contradicts(other) && !other.same(person))
            && !persons(new).any(|other| other.same(person))
    })
}

fn persons<'f, 'a>(finding: &'f Finding<'a>) -> impl Iterator<Item = &'f Party<'a>> {
    let all = finding.actors.iter().chain(&finding.recipients);
    all.filter(|party| party.kind == MentionKind::Person)
}

/// Whether the same parties take part in two acts, on whichever side.
pub(crate) fn unite_same(known: &Finding<'_>, new: &Finding<'_>) -> bool {
    are_same(known.actors.iter().chain(&known.recipients), new.actors.iter().chain(&new.recipients))
}

/// Whether two lists name the same, by their country, else by their name.
fn are_same<'p, 'a: 'p>(
    known: impl Iterator<Item = &'p Party<'a>> + Clone,
    new: impl Iterator<Item = &'p Party<'a>> + Clone,
) -> bool {
    let (known, new) = (known.map(key), new.map(key));
    known.clone().all(|key| new.clone().any(|other| other == key))
        && new.clone().all(|key| known.clone().any(|other| other == key))
}

fn key<'a>(party: &Party<'a>) -> &'a str {
    if party.country.is_empty() { party.name } else { party.country }
}

fn dates_agree(known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let (Some(first), Some(second)) = (known.when, new.when) else { return true };
    if first.inherited || second.inherited || first.date == second.date {
        return true;
    }
    // "on Wednesday" and "in 2019" are two times, though the first has no value.
    if first.date.first_day == DateMention::UNKNOWN || second.date.first_day == DateMention::UNKNOWN {
        return first.date.granularity == second.date.granularity;
    }
    first.date.first_day <= second.date.last_day.saturating_add(1)
        && second.date.first_day <= first.date.last_day.saturating_add(1)
}

fn places_agree(article: &Article<'_>, known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let (Some(first), Some(second)) = (known.place, new.place) else { return true };
    let (first, second) = (&article.mentions[first], &article.mentions[second]);
    first.entity == second.entity
        || first.country() == second.country() && first.kind != second.kind
        || first.country().is_empty()
        || second.country().is_empty()
}

fn modes_agree(known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let apart = |mode: Option<Mode>| mode == Some(Mode::Phone);
    match (known.mode, new.mode) {
        (Some(first), Some(second)) if known.event == E::Consult => apart(Some(first)) == apart(Some(second)),
        (Some(first), Some(second)) => first == second,
        _ => true,
    }
}

/// Whether two acts are about the same: half of the words of the shorter content stand in both. "Security talks" and
/// "economic talks" are not.
fn share_words(article: &Article<'_>, known: &Finding<'_>, new: &Finding<'_>) -> bool {
    let words = |finding: &Finding| -> Vec<String> {
        let heads = finding.content.into_iter().chain(finding.theme);
        let mut words: Vec<String> = Vec::new();
        for head in heads {
            let near = article.dependents(head).take(12);
            for token in std::iter::once(head).chain(near) {
                for token in std::iter::once(token).chain(article.dependents(token).take(6)) {
                    let range = article.parsed.range(token);
                    let of_party = finding
                        .actors
                        .iter()
                        .chain(&finding.recipients)
                        .any(|party| party.range.start <= range.start && range.end <= party.range.end);
                    if !of_party
                        && range.len() > 3
                        && (article.is_nominal(token)
                            || article.is_verbal(token)
                            || article.tag(token) == extractor_api::layer::Tag::Adj)
                    {
                        words.push(article.parsed.word(token).trim_end_matches('s').to_lowercase());
                    }
                }
            }
        }
        words
    };
    let unique = |mut words: Vec<String>| {
        words.sort();
        words.dedup();
        words
    };
    let (first, second) = (unique(words(known)), unique(words(new)));
    let shared = second.iter().filter(|word| first.contains(word)).count();
    shared > 0 && 2 * shared >= first.len().min(second.len())
}
