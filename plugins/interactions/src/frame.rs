//! Who stands where: fills the slots of a trigger from its clause.

mod agents;
mod recipients;

use extractor_api::layer::{Form, MentionKind, Relation as R, Resolution, Tag};

use agents::{attackers, authors, holders, is_agentless};
use recipients::recipients;

use crate::article::Article;
use crate::clause::{Clause, Complement, ComplementKind, Kind, subject_of};
use crate::code::EventType;
use crate::lexicon::{Flag, Slot, table as class};
use crate::matching::Match;
use crate::party::{Party, Reach, is_by_the_way, means_both, parties};
use crate::resolution::body;

/// The parties of an act.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast<'a> {
    pub(crate) actors: Vec<Party<'a>>,
    pub(crate) recipients: Vec<Party<'a>>,
    /// The actors were found in their usual place.
    pub(crate) certain: bool,
}

/// Where the actors of a verb stand unless its trigger says so.
const OF_VERB: &[Slot] = &[Slot::Subject];
/// Where the actors of a noun stand unless its trigger says so.
const OF_NOUN: &[Slot] = &[Slot::Subject, Slot::Poss, Slot::By, Slot::Adjective];

/// Finds actors and recipients.
///
/// `pair` are the two parties of the act before, for pronouns that no mention resolves.
pub(crate) fn cast<'a>(article: &'a Article<'_>, clause: &Clause, found: &Match, pair: &[Party<'a>]) -> Cast<'a> {
    let trigger = found.trigger;
    let (mut actors, certain) = actors(article, clause, found, pair);
    if actors.is_empty() && trigger.has(Flag::Operator) && clause.kind == Kind::Verb && !clause.passive {
        actors = clause.subject.map(|subject| authors(article, subject)).unwrap_or_default();
    }
    join(article, clause, found, pair, &mut actors);
    let recipients = if !actors.is_empty() {
        recipients(article, clause, found, &actors)
    } else if is_agentless(article, clause, trigger) {
        // Not whose it is that it was done to: "the Ruritanian plan was executed".
        clause.object.map(|object| parties(article, object, Reach::Agent)).unwrap_or_default()
    } else {
        // Where nobody acts it tells no act, on whomever.
        Vec::new()
    };
    Cast { actors, recipients, certain }
}

/// Who acts, and whether they stand in their usual place: the first slot that has somebody gives all.
fn actors<'a>(article: &'a Article<'_>, clause: &Clause, found: &Match, pair: &[Party<'a>]) -> (Vec<Party<'a>>, bool) {
    let trigger = found.trigger;
    let usual = if clause.kind == Kind::Noun { OF_NOUN } else { OF_VERB };
    let from = if trigger.from().is_empty() { usual } else { trigger.from() };
    for &slot in from {
        let mut actors = match slot {
            Slot::Prep(preposition) if from[0] == Slot::Subject && clause.kind == Kind::Verb => {
                let sources = clause.behind(preposition).filter(|_| clause.passive);
                sources.flat_map(|source| holders(article, source)).collect()
            }
            Slot::Theme if found.theme.is_some_and(|theme| article.in_class(theme, class::CLASH)) => {
                found.theme.map(|attack| attackers(article, attack)).unwrap_or_default()
            }
            _ => slot_parties(article, clause, found, slot, Reach::Agent),
        };
        if trigger.has(Flag::Animate) && slot == Slot::Object {
            actors.retain(|party| clause.object.is_some_and(|object| stands_for(article, object, party)));
        }
        let subject = clause.subject.filter(|_| slot == Slot::Subject);
        // "A Ruritanian raid killed two": whose raid it is.
        if actors.is_empty()
            && trigger.event == EventType::Assault
            && let Some(attack) = subject.filter(|&subject| article.in_class(subject, class::CLASH))
        {
            actors = attackers(article, attack);
        }
        if subject.is_some_and(|subject| is_pair(article, subject, &actors, pair)) {
            actors = meant(pair);
        }
        if !actors.is_empty() {
            return (actors, true);
        }
        if subject.is_some_and(|pronoun| means_both(article, pronoun)) {
            return (meant(pair), false);
        }
    }
    (Vec::new(), false)
}

/// Adds those with whom the actors of a reciprocal act do it.
fn join<'a>(article: &'a Article<'_>, clause: &Clause, found: &Match, pair: &[Party<'a>], actors: &mut Vec<Party<'a>>) {
    for &slot in found.trigger.join() {
        let mut joined = slot_parties(article, clause, found, slot, Reach::Patient);
        if joined.is_empty()
            && let Slot::Prep(preposition) = slot
            && clause.behind(preposition).any(|head| of_both(article, head))
        {
            joined = pair.to_vec();
        }
        // "their countries" are themselves; "their ministers Anna Kovar and Bor Lund" are those who did it.
        let is_known = |actor: &Party, party: &Party| {
            actor.same(party) || party.kind != MentionKind::Person && is_own(article, actor, party)
        };
        joined.retain(|party| party.is_named() && !actors.iter().any(|actor| is_known(actor, party)));
        let enough = !joined.is_empty() && slot != Slot::Prep("between");
        actors.append(&mut joined);
        if enough {
            break;
        }
    }
    // "five countries signed with Ruritania": parties that nobody names do not make it mutual.
    if !found.trigger.join().is_empty() && actors.iter().any(Party::is_named) {
        actors.retain(Party::is_named);
    }
}

/// The parties of the act before, as a pronoun means them.
fn meant<'a>(pair: &[Party<'a>]) -> Vec<Party<'a>> {
    pair.iter().map(|party| Party { how: Resolution::Pronoun, ..party.clone() }).collect()
}

/// Whether "they", resolved to two countries, are the two persons of them who acted just before.
fn is_pair(article: &Article<'_>, subject: usize, resolved: &[Party<'_>], pair: &[Party<'_>]) -> bool {
    let is_country_of = |country: &Party, person: &Party| {
        country.kind == MentionKind::Country
            && country.how == Resolution::Pronoun
            && person.kind == MentionKind::Person
            && person.country == country.country
    };
    article.tag(subject) == Tag::Pron
        && resolved.len() == pair.len()
        && !resolved.is_empty()
        && resolved.iter().all(|country| pair.iter().any(|person| is_country_of(country, person)))
        && pair.iter().all(|person| resolved.iter().any(|country| is_country_of(country, person)))
}

/// Whether a party is of a country of the actors.
fn shares_country(party: &Party<'_>, actors: &[Party<'_>]) -> bool {
    !party.country.is_empty() && actors.iter().any(|actor| actor.country == party.country)
}

/// "the two countries", "leaders of both countries".
fn of_both(article: &Article<'_>, head: usize) -> bool {
    means_both(article, head) || article.dependents(head).any(|dependent| means_both(article, dependent))
}

/// Whether a party is a part of the actor: "its troops", also where no country is known.
fn is_own(article: &Article<'_>, actor: &Party<'_>, party: &Party<'_>) -> bool {
    let parsed = &article.parsed;
    let nowhere = party.country.is_empty() && party.kind == MentionKind::Group && actor.kind != MentionKind::Person;
    (nowhere || !actor.country.is_empty() && actor.country == party.country)
        && party.token < parsed.tokens.len()
        && article.dependents(party.token).any(|dependent| {
            parsed.relation(dependent) == R::NmodPoss && parsed.is_any(dependent, &["its", "their", "his", "her"])
        })
}

/// Whether a phrase is the party itself, not something of it.
fn stands_for(article: &Article<'_>, head: usize, party: &Party<'_>) -> bool {
    crate::party::members(article, head).into_iter().any(|member| {
        let word = article.parsed.range(member);
        party.range.start <= word.start && word.end <= party.range.end && party.token == member
    })
}

/// Those in one slot.
fn slot_parties<'a>(
    article: &'a Article<'_>,
    clause: &Clause,
    found: &Match,
    slot: Slot,
    reach: Reach,
) -> Vec<Party<'a>> {
    let of = |head: Option<usize>| head.map(|head| parties(article, head, reach)).unwrap_or_default();
    let wide = |head: Option<usize>| head.map(|head| parties(article, head, Reach::Patient)).unwrap_or_default();
    match slot {
        Slot::Subject => {
            let mut own = of(clause.subject);
            if let Some(subject) = clause.subject.filter(|_| !own.is_empty()) {
                let mut all = crate::lists::listed_before(article, subject);
                all.retain(|party| !own.iter().any(|known| known.same(party)));
                all.append(&mut own);
                own = all;
            }
            if !own.is_empty() {
                return own;
            }
            // The number of a paragraph does nothing.
            match clause.subject.filter(|&subject| article.tag(subject) != Tag::Num) {
                Some(pronoun) => meant_by_pronoun(article, clause.head, pronoun),
                None if clause.kind == Kind::Verb => body(article, clause.head).into_iter().collect(),
                None => own,
            }
        }
        Slot::Object => wide(clause.object),
        Slot::Iobj => wide(clause.indirect),
        Slot::By if clause.kind == Kind::Noun => behind(article, clause, "by"),
        Slot::By => clause.behind("by").next().map(|head| parties(article, head, Reach::Agent)).unwrap_or_default(),
        Slot::Poss => of(clause.possessor),
        Slot::Adjective => clause.modifiers.iter().flat_map(|&head| named_modifiers(article, head)).collect(),
        Slot::Theme => wide(found.theme),
        Slot::Content => {
            let own = in_content(article, clause, 0);
            if own.is_empty() { behind_that(article, clause) } else { own }
        }
        Slot::ContentSubject => {
            let own = wide(clause.complement.and_then(|complement| complement.subject));
            if own.is_empty() { behind_that(article, clause) } else { own }
        }
        Slot::Prep(preposition) => behind(article, clause, preposition),
        Slot::Nobody => Vec::new(),
    }
}

/// Whom a pronoun stands for that no mention resolves: the subject of the clause around it ("said it would").
fn meant_by_pronoun<'a>(article: &'a Article<'_>, head: usize, pronoun: usize) -> Vec<Party<'a>> {
    if article.tag(pronoun) != Tag::Pron {
        return Vec::new();
    }
    let parsed = &article.parsed;
    let verbs = parsed.heads(head).skip(1).take(8).filter(|&token| article.is_verbal(token));
    let mut subjects = verbs.filter_map(|verb| subject_of(article, verb, 0));
    // "They will meet, officials said": not the officials.
    let is_told_of = |subject: usize| subject > pronoun && parsed.is(pronoun, "they");
    let subject = subjects.find(|&subject| subject != pronoun && article.tag(subject) != Tag::Pron);
    let subject = subject.filter(|&subject| !is_told_of(subject));
    let mut found = subject.map(|subject| parties(article, subject, Reach::Agent)).unwrap_or_default();
    let person = parsed.is_any(pronoun, &["he", "she", "i"]);
    let thing = parsed.is(pronoun, "it");
    let body =
        |party: &Party| matches!(party.kind, MentionKind::Country | MentionKind::Organization | MentionKind::Place);
    found.retain(|party| !(person && body(party) || thing && party.kind == MentionKind::Person));
    found
}

/// Who stands first behind "that", where the parser lost the clause.
fn behind_that<'a>(article: &'a Article<'_>, clause: &Clause) -> Vec<Party<'a>> {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(clause.head));
    let near = |from: usize, most: usize| from..(from + most).min(sentence.end);
    let Some(that) = near(clause.head + 1, 4).find(|&token| parsed.is(token, "that")) else { return Vec::new() };
    for token in near(that + 1, 6) {
        if article.is_verbal(token) || article.tag(token) == Tag::Adp {
            break;
        }
        let found = parties(article, token, Reach::Agent);
        if found.iter().any(|party| !party.country.is_empty()) {
            return found;
        }
        if let Some((_, mention)) = article.mentions_at(token).find(|(_, mention)| !mention.country().is_empty()) {
            return vec![crate::party::of_mention(article, token, mention)];
        }
    }
    Vec::new()
}

/// Countries named by an adjective or name before a noun: "the Sino-Ruritanian talks".
fn named_modifiers<'a>(article: &'a Article<'_>, head: usize) -> Vec<Party<'a>> {
    let mut found: Vec<Party> = article
        .mentions_at(head)
        .filter(|(_, mention)| !mention.country().is_empty())
        .map(|(_, mention)| crate::party::of_mention(article, head, mention))
        .collect();
    let compounds =
        article.dependents(head).filter(|&part| matches!(article.parsed.relation(part), R::Compound | R::Nmod));
    for member in crate::party::members(article, head).into_iter().skip(1).chain(compounds) {
        found.extend(
            article
                .mentions_at(member)
                .filter(|(_, mention)| !mention.country().is_empty())
                .map(|(_, mention)| crate::party::of_mention(article, member, mention)),
        );
    }
    found
}

/// Those behind a preposition: where the parser hung it, else by the order of words.
fn behind<'a>(article: &'a Article<'_>, clause: &Clause, preposition: &str) -> Vec<Party<'a>> {
    let first = clause.behind(preposition).next();
    // "sanctions on Ruritania over its attacks on Sylvania": what stands behind a reason belongs to that.
    let reason = clause.obliques.iter().filter(|oblique| oblique.preposition == "over").map(|oblique| oblique.token);
    let reason = reason.filter(|&reason| first.is_some_and(|first| first < reason)).min();
    let hung = clause.behind(preposition).filter(|&head| reason.is_none_or(|reason| head < reason));
    let hung = hung.filter(|&head| !is_by_the_way(article, head));
    let hung: Vec<Party> = hung.flat_map(|head| parties(article, head, Reach::Patient)).collect();
    if !hung.is_empty() {
        return hung;
    }
    follows(article, clause, preposition).map(|head| parties(article, head, Reach::Patient)).unwrap_or_default()
}

/// The phrase behind the next such preposition after the head, before another clause begins. Parsers hang prepositions on
/// the wrong word more often than they miss which noun follows them.
fn follows(article: &Article<'_>, clause: &Clause, preposition: &str) -> Option<usize> {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(clause.head));
    for token in (clause.head + 1..sentence.end).take(WINDOW) {
        if begins_clause(article, token) {
            return None;
        }
        if matches!(article.tag(token), Tag::Adp | Tag::Part | Tag::Sconj) && parsed.is(token, preposition) {
            let is_aside = |noun: usize| {
                is_by_the_way(article, noun) || parsed.head(noun).is_some_and(|above| is_by_the_way(article, above))
            };
            return noun_behind(article, token).filter(|&noun| !is_aside(noun));
        }
    }
    None
}

/// Whether another clause begins with a word. What people are accused of is one: "arrested men suspected of fraud in
/// Sylvania" arrests nobody there.
fn begins_clause(article: &Article<'_>, token: usize) -> bool {
    let parsed = &article.parsed;
    let is_accusation =
        || article.in_class(token, class::SUSPECTED) && token + 1 < parsed.tokens.len() && parsed.is(token + 1, "of");
    let is_participle = || {
        parsed.tokens[token].form == Form::Participle
            && article.dependents(token).all(|dependent| !matches!(parsed.relation(dependent), R::Aux | R::Nsubj))
    };
    parsed.relation(token) == R::Mark
        || article.tag(token) == Tag::Verb && parsed.relation(token) != R::Amod && !is_participle()
        || parsed.is(token, ";")
        || is_accusation()
}

/// The noun that stands behind a preposition, wherever the parser hung it.
fn noun_behind(article: &Article<'_>, preposition: usize) -> Option<usize> {
    let parsed = &article.parsed;
    let behind = |head: usize| article.dependents(head).filter(move |&dependent| dependent > preposition);
    let above = parsed.head(preposition).filter(|&above| above > preposition);
    above
        .filter(|&above| article.is_nominal(above))
        // The parser may hang the noun on the preposition instead.
        .or_else(|| behind(preposition).find(|&dependent| article.is_nominal(dependent)))
        // Or take it for the subject of a participle: "met with Anna Kovar, saying".
        .or_else(|| {
            let verb = above.filter(|&above| article.is_verbal(above))?;
            behind(verb).find(|&dependent| parsed.relation(dependent) == R::Nsubj)
        })
}

/// Tokens after the head in which [`follows`] looks.
const WINDOW: usize = 14;

/// Anybody acted on in the complement clause.
fn in_content<'a>(article: &'a Article<'_>, clause: &Clause, depth: u8) -> Vec<Party<'a>> {
    let Some(complement) = clause.complement else { return Vec::new() };
    let inner = Clause::of(article, complement.head, Kind::Verb);
    let outer_subject = clause.subject;
    let own = complement.subject.filter(|subject| Some(*subject) != outer_subject);
    let heads = own
        .into_iter()
        .chain(inner.indirect)
        .chain(["with", "to", "against", "on"].iter().filter_map(|preposition| inner.behind(preposition).next()))
        .chain(inner.object)
        .chain(
            ["from", "in", "into", "of", "for", "between", "at"]
                .iter()
                .filter_map(|preposition| inner.behind(preposition).next()),
        );
    for head in heads.filter(|&head| !is_by_the_way(article, head)) {
        let found: Vec<Party> = parties(article, head, Reach::Patient).into_iter().filter(Party::is_named).collect();
        if !found.is_empty() {
            return found;
        }
    }
    if depth >= 2 {
        return Vec::new();
    }
    let deeper = in_content(article, &inner, depth + 1);
    if !deeper.is_empty() {
        return deeper;
    }
    // "to send material to help defend Ruritania": the purpose tells whom it is for.
    let parsed = &article.parsed;
    let purpose = article
        .dependents(inner.head)
        .find(|&dependent| parsed.relation(dependent) == R::Advcl && dependent > inner.head);
    let Some(purpose) = purpose else { return Vec::new() };
    let outer = Clause {
        complement: Some(Complement {
            kind: ComplementKind::Infinitive,
            head: purpose,
            subject: None,
            of_object: false,
        }),
        ..Clause::default()
    };
    in_content(article, &outer, depth + 1)
}

/// Who says the clause in which a token stands, by its reporting verb: token of the subject and of the verb.
pub(crate) fn reporter(article: &Article<'_>, verb: usize) -> Option<usize> {
    subject_of(article, verb, 0)
}
