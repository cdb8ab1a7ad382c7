//! Acts that are told through another one: the talks before these, the next of the demands, what is asked of whom.

use extractor_api::layer::Relation as R;

use crate::article::Article;
use crate::candidate::Candidate;
use crate::clause::Clause;
use crate::code::{EventType as E, Status};
use crate::finding::{Finding, finding};
use crate::lexicon::table;
use crate::place;
use crate::rules;
use crate::settle;

/// The meeting before, of which "the first talks since May 2019" tells.
pub(crate) fn earlier<'a>(article: &'a Article<'_>, sentence: usize, candidate: &Candidate<'a>) -> Option<Finding<'a>> {
    let (when, place) = place::last_before(article, &candidate.clause)?;
    let mut finding = finding(article, sentence, candidate)?;
    if finding.event != E::Consult {
        return None;
    }
    finding.trigger.end = finding.trigger.end.max(when.date.end as usize);
    finding.actors.append(&mut finding.recipients);
    (finding.when, finding.place, finding.mode, finding.separate) = (Some(when), place, None, true);
    settle::host_and_visitor(article, &candidate.clause, &mut finding);
    Some(finding)
}

/// "The second requirement is that ...": one of the demands that somebody made before, to the same.
pub(crate) fn listed_demand<'a>(
    article: &'a Article<'_>,
    sentence: usize,
    findings: &[Finding<'a>],
) -> Option<Finding<'a>> {
    let parsed = &article.parsed;
    let tokens = parsed.tokens_of(sentence);
    let start = tokens.start..tokens.end.min(tokens.start + 6);
    let noun = start.into_iter().find(|&token| {
        article.in_class(token, table::DEMAND | table::NEED)
            && matches!(parsed.relation(token), R::Nsubj | R::NsubjOuter | R::Root)
            && article.dependents(token).any(|dependent| article.in_class(dependent, table::ORDINAL))
    })?;
    let copula = noun + 1;
    if copula >= tokens.end || !parsed.is_any(copula, &["is", "was"]) {
        return None;
    }
    let near = findings.iter().rev().take_while(|finding| sentence - finding.sentence <= DEMANDS_WINDOW);
    let demands = near.into_iter().find(|finding| {
        finding.event == E::Request
            && finding.theme.is_some_and(|theme| article.in_class(theme, table::DEMAND | table::NEED))
    })?;
    let range = parsed.range(noun).start..parsed.range(copula).end;
    Some(Finding {
        mode: Some(rules::asked_in(article, copula..tokens.end.min(copula + 40))),
        status: Status::Demand,
        when: place::when(article, &Clause { head: noun, ..Clause::default() }, false),
        place: None,
        trigger: range,
        head: noun,
        sentence,
        theme: Some(noun),
        content: parsed.head(noun),
        separate: true,
        presupposed: false,
        contexts: 0,
        ..demands.clone()
    })
}

/// Sentences after demands are made in which they are listed.
const DEMANDS_WINDOW: usize = 12;

/// Whose country is guessed in two acts of one sentence has that of the first in both.
pub(crate) fn share_countries(findings: &mut [Finding<'_>]) {
    for index in 1..findings.len() {
        let (before, rest) = findings.split_at_mut(index);
        let Some(finding) = rest.first_mut().filter(|finding| finding.inferred) else { continue };
        for party in &mut finding.actors {
            let mut known = before.iter().filter(|known| known.inferred).flat_map(|known| &known.actors);
            if let Some(known) = known.find(|known| known.range == party.range) {
                party.country = known.country;
            }
        }
    }
}

/// "criticised Ruritania and demanded an inquiry": what one act of a sentence says of its recipient holds for the next.
pub(crate) fn share_recipients(findings: &mut [Finding<'_>]) {
    for index in 1..findings.len() {
        let (before, rest) = findings.split_at_mut(index);
        let (Some(known), Some(finding)) = (before.last(), rest.first_mut()) else { return };
        let speech = |event: E| matches!(event, E::Request | E::Accuse | E::Reject | E::Threaten);
        let same_actors = known.actors.len() == finding.actors.len()
            && known.actors.iter().zip(&finding.actors).all(|(one, other)| one.same(other));
        if speech(known.event)
            && finding.event == E::Request
            && finding.recipients.is_empty()
            && same_actors
            && finding.content_is_need
        {
            finding.recipients = known.recipients.clone();
        }
    }
}
