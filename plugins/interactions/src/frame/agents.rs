//! Those who act though they stand in no place of their own, and acts that leave them out.

use extractor_api::layer::Relation as R;

use super::shares_country;
use crate::article::Article;
use crate::clause::{Clause, Kind};
use crate::lexicon::{Flag, Slot, Trigger, table as class};
use crate::party::{Party, Reach, parties, sector_of};

/// "was arrested": a passive that leaves out who did it, of a trigger that tells an act all the same.
pub(super) fn is_agentless(article: &Article<'_>, clause: &Clause, trigger: &Trigger) -> bool {
    let has_auxiliary = |verb: usize| article.dependent(verb, R::AuxPass).is_some();
    let joined = article.parsed.head(clause.head).filter(|_| article.parsed.relation(clause.head) == R::Conj);
    // "was released from hospital" is the act of nobody.
    let is_let_go = || trigger.from().contains(&Slot::Prep("from"));
    let is_free_place = |source: usize| !article.in_class(source, class::CUSTODY);
    trigger.has(Flag::Agentless)
        && clause.kind == Kind::Verb
        && clause.passive
        && (has_auxiliary(clause.head) || joined.is_some_and(has_auxiliary))
        && clause.behind("by").next().is_none()
        && !(is_let_go() && clause.behind("from").any(is_free_place))
}

/// Who speaks through what says it: "a Ruritanian statement condemned", "Ruritania's letter asked", "a government leaflet
/// urged".
pub(super) fn authors<'a>(article: &'a Article<'_>, subject: usize) -> Vec<Party<'a>> {
    let is_paper = article.in_class(subject, class::PAPER);
    let names_author = |&word: &usize| match article.parsed.relation(word) {
        R::Compound => is_paper || !sector_of(article, word).is_empty(),
        R::NmodPoss | R::Amod => is_paper,
        _ => false,
    };
    let words = article.dependents(subject).filter(names_author);
    words.map(|word| parties(article, word, Reach::Agent)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whose attack it is, and who else takes part in it: "in a Ruritanian raid", "in clashes with Ruritania", not "in a raid
/// near Ruritania".
pub(super) fn attackers<'a>(article: &'a Article<'_>, attack: usize) -> Vec<Party<'a>> {
    const SIDES: &[&str] = &["by", "from", "with", "between", "against", "involving"];
    let is_side = |&word: &usize| match article.parsed.relation(word) {
        R::Amod | R::Compound | R::NmodPoss => true,
        R::Nmod => SIDES.contains(&article.preposition(word)),
        _ => false,
    };
    // "a Ruritanian air strike" with "Ruritanian" as what describes the air.
    let parts = article.dependents(attack).filter(|&part| article.parsed.relation(part) == R::Compound);
    let describing = parts.flat_map(|part| article.dependents(part));
    let describing = describing.filter(|&word| article.parsed.relation(word) == R::Amod);
    let words = article.dependents(attack).filter(is_side).chain(describing);
    let mut sides: Vec<Party<'a>> = Vec::new();
    for party in words.flat_map(|side| parties(article, side, Reach::Agent)) {
        // "a Ruritanian missile strike" is by Ruritania alone.
        if party.country.is_empty() || !shares_country(&party, &sides) {
            sides.push(party);
        }
    }
    sides
}

/// Who did what the object of a clause tells: "the Ruritanian arrest of", "the killing of ... by Ruritania".
pub(super) fn doers<'a>(article: &'a Article<'_>, clause: &Clause, act: usize) -> Vec<Party<'a>> {
    let is_doer = |&word: &usize| match article.parsed.relation(word) {
        R::Amod | R::Compound | R::NmodPoss => true,
        R::Nmod | R::Obl | R::OblAgent => article.preposition(word) == "by",
        _ => false,
    };
    let own: Vec<usize> = article.dependents(act).filter(is_doer).collect();
    // "was condemned by Ruritania": who condemns it did not do it.
    let beside = clause.behind("by").filter(|doer| !clause.passive && !own.contains(doer));
    own.iter().copied().chain(beside).flat_map(|doer| parties(article, doer, Reach::Agent)).collect()
}

/// Who lets somebody go, where nobody else is told: "was freed from Ruritania", "from a Ruritanian jail"; not "from hospital".
pub(super) fn holders<'a>(article: &'a Article<'_>, source: usize) -> Vec<Party<'a>> {
    let reach = if article.in_class(source, class::CUSTODY) { Reach::Patient } else { Reach::Agent };
    let mut holders = parties(article, source, reach);
    holders.retain(|party| party.sector != "MED");
    holders
}
