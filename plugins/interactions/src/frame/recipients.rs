//! On whom an act is done.

use std::ops::Range;

use extractor_api::layer::{MentionKind, Relation as R, Tag};

use super::agents::doers;
use super::{is_own, shares_country, slot_parties, stands_for};
use crate::article::Article;
use crate::clause::{Clause, ComplementKind};
use crate::code::EventType as E;
use crate::lexicon::{Flag, Slot, table as class};
use crate::matching::Match;
use crate::party::{Party, Reach, is_region, parties};

/// On whom it is done: the first slot that has somebody from abroad gives all.
pub(super) fn recipients<'a>(
    article: &'a Article<'_>,
    clause: &Clause,
    found: &Match,
    actors: &[Party<'a>],
) -> Vec<Party<'a>> {
    let mut fallback = Vec::new();
    for &slot in found.trigger.to() {
        if slot == Slot::Nobody {
            break;
        }
        // "condemned the attack on Sylvania by Ruritania": Ruritania.
        if let Some(harm) = harm(article, clause, found, slot) {
            return doers(article, clause, harm);
        }
        // "demanded their release": of whoever holds them.
        if is_freed(article, clause, found, slot) {
            continue;
        }
        let parties = slot_parties(article, clause, found, slot, Reach::Patient);
        // "called on Europe to stop buying Ruritanian gas" calls on nobody who is in the words behind.
        if slot == Slot::Theme && found.theme.is_some_and(|theme| is_region(article, theme)) {
            return parties;
        }
        // "warned them that Ruritania would leave", "welcomed him in Ruritania": whoever they are, it is not Ruritania.
        if parties.is_empty() && is_unknown(article, clause, slot) {
            return parties;
        }
        let mut parties = others(article, clause, found, slot, parties, actors);
        // "asked its neighbours to hand over two Sylvanians": the neighbours, whoever they are.
        if slot == Slot::Object
            && asks_own(article, clause, found)
            && parties.iter().all(|party| party.country.is_empty())
        {
            return Vec::new();
        }
        let own = matches!(slot, Slot::Object | Slot::Iobj | Slot::ContentSubject);
        // "fired shells at boats from Sylvania on a patrol of both countries": what stands behind a preposition and is
        // the actor's own gives way to another country, not to what is the actor's own again.
        let may_wait = matches!(slot, Slot::Prep(_)) || !own && !fallback.is_empty();
        let at_home = may_wait && parties.iter().all(|party| shares_country(party, actors));
        if at_home {
            if fallback.is_empty() {
                fallback = parties;
            }
            continue;
        }
        let is_told = |party: &Party| !party.country.is_empty();
        // "fired at a Sylvanian boat on the Tarn": nothing is done to a river.
        if parties.iter().any(is_told) {
            parties.retain(|party| is_told(party) || !matches!(party.kind, MentionKind::Place | MentionKind::Other));
        }
        if parties.iter().any(is_told)
            || own && parties.iter().any(|party| party.is_named() && party.kind != MentionKind::Place)
            // Whoever is accused is told, though nobody says of where: not whom the accusation names.
            || slot == Slot::Object && found.trigger.event == E::Accuse && parties.iter().any(|party| !party.sector.is_empty())
        {
            return parties;
        }
        let better = parties.iter().any(Party::is_named) && !fallback.iter().any(Party::is_named);
        let abroad = || fallback.iter().all(|party| shares_country(party, actors)) && !parties.is_empty();
        if fallback.is_empty() || better || abroad() {
            fallback = parties;
        }
    }
    if fallback.is_empty() { told_to(article, clause, actors) } else { fallback }
}

/// "told Ruritania that it would not resume talks": to whom somebody says what he will do, or will not, he does it.
fn told_to<'a>(article: &'a Article<'_>, clause: &Clause, actors: &[Party<'a>]) -> Vec<Party<'a>> {
    let parsed = &article.parsed;
    let is_pronoun = clause.subject.is_some_and(|subject| article.tag(subject) == Tag::Pron);
    let report = parsed.head(clause.head).filter(|&report| {
        is_pronoun && parsed.relation(clause.head) == R::Ccomp && article.in_class(report, class::REPORT)
    });
    let listener = report.and_then(|report| article.dependent(report, R::Iobj));
    let mut listeners = listener.map(|listener| parties(article, listener, Reach::Patient)).unwrap_or_default();
    listeners.retain(|party| !party.country.is_empty() && !shares_country(party, actors));
    listeners
}

/// Those of the parties in a slot who are neither the actors nor theirs.
fn others<'a>(
    article: &'a Article<'_>,
    clause: &Clause,
    found: &Match,
    slot: Slot,
    mut parties: Vec<Party<'a>>,
    actors: &[Party<'a>],
) -> Vec<Party<'a>> {
    // "agreed to dredge Lake Tarn": the lake is nobody with whom one agrees.
    if slot == Slot::Content {
        let names_place =
            |party: &Party| article.mentions_at(party.token).any(|(_, mention)| mention.kind == MentionKind::Place);
        let is_of_actors = |party: &Party| party.country.is_empty() || shares_country(party, actors);
        parties.retain(|party| !(is_of_actors(party) && names_place(party)));
    }
    // "expressed our opposition", "appealed for helicopters", "fired shells": the feeling or the thing, not a party.
    let event = found.trigger.event;
    let is_theme =
        |party: &Party, words: u128| Some(party.token) == found.theme && article.in_class(party.token, words);
    let things = if event == E::Request { class::CONCERN | class::WEAPONS } else { class::CONCERN };
    parties.retain(|party| !is_theme(party, things));
    // "fired shells near a Sylvanian boat" tells more by its object than by what else stands there.
    let fires = matches!(event, E::Assault | E::Mobilize);
    parties.retain(|party| !(fires && party.country.is_empty() && is_theme(party, class::FIRE)));
    parties.retain(|party| event != E::Assault || !is_backed(article, party.token));
    retain_others(&mut parties, actors);
    // "Minister Kovar expressed Ruritania's readiness": she is ready for somebody else.
    let is_own_state = |party: &Party| party.kind == MentionKind::Country && shares_country(party, actors);
    parties.retain(|party| found.trigger.event.quad() > 2 || !is_own_state(party));
    parties.retain(|party| !actors.iter().any(|actor| actor.same(party) || is_own(article, actor, party)));
    if found.trigger.has(Flag::Animate) && slot == Slot::Object {
        parties.retain(|party| clause.object.is_some_and(|object| stands_for(article, object, party)));
    }
    parties
}

/// "carried out strikes in support of Ruritania": an attack for somebody is not on him.
fn is_backed(article: &Article<'_>, party: usize) -> bool {
    const FOR: &[&str] = &["support", "defence", "defense", "aid"];
    article
        .parsed
        .heads(party)
        .take(4)
        .any(|head| article.preposition(head) == "in" && article.parsed.is_any(head, FOR))
}

/// What was done to somebody, for which an accusation blames others than him.
fn harm(article: &Article<'_>, clause: &Clause, found: &Match, slot: Slot) -> Option<usize> {
    let told = match slot {
        Slot::Object => clause.object,
        Slot::Theme => found.theme,
        Slot::Prep(preposition) => clause.behind(preposition).next(),
        _ => None,
    };
    told.filter(|&told| found.trigger.event == E::Accuse && article.in_class(told, class::HARM))
}

/// Whether what is asked for is done to its owner, and not by him.
fn is_freed(article: &Article<'_>, clause: &Clause, found: &Match, slot: Slot) -> bool {
    let asked = match slot {
        Slot::Object => clause.object,
        Slot::Theme => found.theme,
        _ => None,
    };
    found.trigger.event == E::Request
        && asked.is_some_and(|asked| {
            ["release", "return", "extradition"].iter().any(|word| article.is_form_of(asked, word))
        })
}

/// Whether somebody is asked to do something of whom only the owner is told: "its neighbours".
fn asks_own(article: &Article<'_>, clause: &Clause, found: &Match) -> bool {
    let is_infinitive = clause.complement.is_some_and(|complement| complement.kind == ComplementKind::Infinitive);
    let has_owner = || clause.object.is_some_and(|object| article.dependent(object, R::NmodPoss).is_some());
    found.trigger.event == E::Request && is_infinitive && has_owner()
}

/// Whether a pronoun that nothing tells stands in this place.
fn is_unknown(article: &Article<'_>, clause: &Clause, slot: Slot) -> bool {
    const WHOM: &[&str] = &["them", "him", "her", "us", "me"];
    slot == Slot::Object
        && article
            .dependents(clause.head)
            .any(|word| matches!(article.parsed.relation(word), R::Obj | R::Iobj) && article.parsed.is_any(word, WHOM))
}

/// "Ruritania appealed to both sides": who appeals is none of them, so nobody knows of whom the words speak.
fn retain_others(parties: &mut Vec<Party<'_>>, actors: &[Party<'_>]) {
    let of_actor = |party: &&Party| shares_country(party, actors);
    let theirs: Vec<Range<usize>> = parties.iter().filter(of_actor).map(|party| party.range.clone()).collect();
    let meant = |range: &Range<usize>| parties.iter().filter(|party| party.range == *range).count();
    let wrong: Vec<Range<usize>> = theirs.into_iter().filter(|range| meant(range) > 1).collect();
    parties.retain(|party| !wrong.contains(&party.range));
}
