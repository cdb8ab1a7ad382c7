//! To whom a noun belongs: "Ruritanian officials", "the policy of Ruritania", "Sylvanians in Ruritania".

use extractor_api::layer::{Form, MentionKind, Relation as R, Tag};

use super::{PARTIES_MAX, Party, Reach, members, mentioned, name_range, parties_deeper, sector_of, unknown};
use crate::article::Article;
use crate::lexicon::table as class;

/// "ethnic Sylvanians in Ruritania": people of the country where they live.
pub(super) fn minority<'a>(article: &'a Article<'_>, head: usize, depth: u8) -> Option<Vec<Party<'a>>> {
    let parsed = &article.parsed;
    if depth > 3 || parsed.tokens[head].form != Form::Plural {
        return None;
    }
    let ethnic = article.dependents(head).any(|dependent| parsed.is(dependent, "ethnic"));
    let home = article.dependents(head).find(|&dependent| {
        parsed.relation(dependent) == R::Nmod
            && (article.preposition(dependent) == "in" || article.preposition(dependent) == "of")
    })?;
    let people =
        article.mentions_at(head).any(|(_, mention)| mention.kind == MentionKind::Group && mention.sector() == "CVL");
    // "Sylvanian engineers in Ruritania" are of Sylvania.
    let names_country =
        |word: usize| article.mentions_at(word).any(|(_, mention)| mention.kind == MentionKind::Country);
    let is_told = || article.dependents(head).any(|word| parsed.relation(word) == R::Amod && names_country(word));
    if !(ethnic || people && !is_told()) {
        return None;
    }
    let homes = parties_deeper(article, home, depth, Reach::Patient);
    let homes: Vec<Party> = homes.into_iter().filter(|party| !party.country.is_empty()).collect();
    (!homes.is_empty()).then(|| homes.into_iter().map(|owner| of_group(article, head, owner, "CVL")).collect())
}

/// How a word tells to whom a noun belongs; what tells it best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Possessor,
    /// "Ruritanian officials".
    Modifier,
    /// "officials of Ruritania".
    Origin,
    /// "officials in Ruritania".
    Place,
    OtherName,
    /// "militants loyal to Ruritania".
    Clause,
    /// "its war with Ruritania": the other side tells more than the pronoun.
    Pronoun,
}

/// Prepositions of where somebody is: for those who are there for a time, that says nothing of whom they are.
const WHERE: &[&str] = &["in", "at", "near"];

/// Those to whom a noun belongs: possessor, adjective, "of", "from".
pub(super) fn owners<'a>(article: &'a Article<'_>, head: usize, reach: Reach, depth: u8) -> Vec<Party<'a>> {
    let dependents = article.dependents(head).take(PARTIES_MAX);
    let mut ties: Vec<(Tie, usize)> =
        dependents.filter_map(|dependent| Some((tie(article, head, dependent, reach)?, dependent))).collect();
    ties.sort_unstable();
    let mut unsure = Vec::new();
    for (tie, place) in ties {
        let mut known = tied(article, place, tie, reach, depth);
        known.retain(|party| is_owner(article, head, tie, party));
        // A name without a country gives way to one with: "its Gulf war with Ruritania".
        if known.iter().any(|party| !party.country.is_empty()) {
            return known;
        }
        if unsure.is_empty() {
            unsure = known;
        }
    }
    unsure
}

const CHARGES: &[&str] = &["suspicion", "charge", "charges", "allegations", "accusations"];
const LAWS: &[&str] = &["bill", "bills", "law", "laws", "legislation", "decree"];

/// How a dependent of a noun tells to whom it belongs.
fn tie(article: &Article<'_>, head: usize, dependent: usize, reach: Reach) -> Option<Tie> {
    const ORIGIN: &[&str] = &["of", "from", "by", "between"];
    const BACKED: &[&str] = &["backed", "supported", "funded", "financed", "armed", "trained", "sponsored", "allied"];
    const PLACE: &[&str] = &[
        "in",
        "at",
        "near",
        "among",
        "with",
        "to",
        "against",
        "on",
        "for",
        "into",
        "over",
        "about",
        "throughout",
        "across",
    ];
    let preposition = || article.preposition(dependent);
    match article.parsed.relation(dependent) {
        // "Ruritanian-backed rebels", "rebels backed by Ruritania": they are another's.
        R::Amod | R::Acl if article.parsed.is_any(dependent, BACKED) => None,
        // "the Gornau accord" is of nobody there.
        R::Compound if article.in_class(head, class::DEAL) && is_place(article, dependent) => None,
        R::NmodPoss if reach == Reach::Patient && article.tag(dependent) == Tag::Pron => Some(Tie::Pronoun),
        R::NmodPoss => Some(Tie::Possessor),
        // "while Kovar is in office": what somebody is does not belong to him.
        R::Nsubj if article.dependent(head, R::Cop).is_some() => None,
        R::Amod | R::Compound | R::Flat | R::NmodUnmarked | R::Nsubj => Some(Tie::Modifier),
        R::Nmod if dependent < head && preposition().is_empty() => Some(Tie::Modifier),
        R::Nmod | R::Obl if ORIGIN.contains(&preposition()) => Some(Tie::Origin),
        R::Nmod | R::Obl if is_by_the_way(article, dependent) => None,
        // "men on charges of spying for Ruritania", "a bill on Ruritanian agents": what somebody is charged with, or a law is
        // about, says nothing of whose they are; nor does what is reported, "reports that Ruritania attacked".
        R::Nmod if article.parsed.is_any(dependent, CHARGES) || article.parsed.is_any(head, LAWS) => None,
        R::AclRelcl if tells(article, dependent) => None,
        // Where a meeting is held says nothing of who meets, nor where an ambassador serves of whom he is.
        R::Nmod if article.in_class(head, class::MEETINGS | class::DIPLOMAT) && WHERE.contains(&preposition()) => None,
        R::Nmod | R::Obl if PLACE.contains(&preposition()) => Some(Tie::Place),
        R::Appos => Some(Tie::OtherName),
        R::Acl if article.tag(head) != Tag::Propn && describes(article, dependent) => Some(Tie::Clause),
        R::AclRelcl if reach == Reach::Patient => Some(Tie::Clause),
        _ => None,
    }
}

/// "asked to intervene in the case on Ruritania's side", "retook the town with the help of Ruritania", "left together with
/// Ruritania": for or with whom something is done tells neither to whom nor whose it is.
pub(crate) fn is_by_the_way(article: &Article<'_>, token: usize) -> bool {
    let is_behind = |words: &[&str]| {
        let before = article.case_of(token).and_then(|case| case.checked_sub(1));
        before.is_some_and(|word| article.parsed.is_any(word, words))
    };
    match article.preposition(token) {
        "on" => article.parsed.is(token, "side"),
        // "talks with the adviser": who may be sent as aid may also be met.
        "with" => {
            let helps =
                article.in_class(token, class::BACKING | class::AID) && !article.in_class(token, class::AGENTIVE);
            helps || is_behind(&["together", "along", "jointly"])
        }
        // "arrested two men on suspicion of spying for Ruritania"
        "for" => is_behind(&["spying", "espionage", "spied", "working", "worked"]),
        _ => false,
    }
}

/// Whether a word names a place, which is no government here.
fn is_place(article: &Article<'_>, token: usize) -> bool {
    article.mentions_at(token).any(|(_, mention)| mention.kind == MentionKind::Place)
}

/// Whether a clause behind a noun tells of whom it is. A name is itself, whatever it is there for: "hosted Ruritania to
/// thank Sylvania". Who is accused of something is none of those whom the accusation names, nor is "a report that".
fn describes(article: &Article<'_>, clause: usize) -> bool {
    // "the rebels, mediated by Ruritania": set off by a comma, it tells what is done.
    let is_set_off = clause > 0 && article.parsed.is(clause - 1, ",");
    !is_set_off
        && !article.in_class(clause, class::SUSPECTED)
        && !article.dependents(clause).any(|word| article.parsed.is(word, "that"))
}

/// Whether a clause behind a noun is what it tells: "reports that troops had left".
fn tells(article: &Article<'_>, clause: usize) -> bool {
    let parsed = &article.parsed;
    article.dependents(clause).any(|word| parsed.relation(word) == R::Mark && parsed.is(word, "that"))
}

/// Whether somebody is at a place against his will or by order: "workers detained in Ruritania" are of elsewhere.
fn is_kept(article: &Article<'_>, clause: usize) -> bool {
    const KEPT: &[&str] =
        &["held", "detained", "arrested", "jailed", "imprisoned", "stranded", "stationed", "deployed"];
    article.parsed.is_any(clause, KEPT)
}

/// Those whom a word tells that is tied to a noun.
fn tied<'a>(article: &'a Article<'_>, place: usize, tie: Tie, reach: Reach, depth: u8) -> Vec<Party<'a>> {
    let is_of_clause = |&dependent: &usize| match article.parsed.relation(dependent) {
        R::Obl | R::OblAgent => true,
        R::Obj => reach == Reach::Patient,
        _ => false,
    };
    match tie {
        // "militants loyal to", "workers affiliated with"
        Tie::Clause => {
            let is_kept = is_kept(article, place);
            let says_where = |phrase: usize| WHERE.contains(&article.preposition(phrase));
            let phrases = article.dependents(place).filter(is_of_clause);
            let phrases = phrases.filter(|&phrase| !(is_kept && says_where(phrase)));
            let parties = phrases.flat_map(|phrase| parties_deeper(article, phrase, depth, Reach::Patient));
            parties.take(PARTIES_MAX).collect()
        }
        // Where people are is where they are from, when it is named at once: not "in a raid near Ruritania".
        Tie::Place if reach == Reach::Agent => direct(article, place),
        _ => parties_deeper(article, place, depth, Reach::Patient),
    }
}

/// Whether a party that is tied to a noun owns it.
fn is_owner(article: &Article<'_>, head: usize, tie: Tie, party: &Party<'_>) -> bool {
    let whole = article.parsed.range(head);
    // A mention of the whole phrase is no owner of it.
    let is_whole = party.entity.is_some() && party.range.start <= whole.start && whole.end <= party.range.end;
    let is_name = || article.tag(party.token) == Tag::Propn && sector_of(article, party.token).is_empty();
    !is_whole && (!party.country.is_empty() || party.is_proper() && (tie != Tie::Modifier || is_name()))
}

/// Those whom the words of a phrase name themselves.
fn direct<'a>(article: &'a Article<'_>, head: usize) -> Vec<Party<'a>> {
    let named = |member: usize| {
        let own = mentioned(article, member, Reach::Patient);
        let unnamed = own.is_empty() && article.tag(member) == Tag::Propn;
        if unnamed { vec![unknown(article, member, "")] } else { own }
    };
    members(article, head).into_iter().flat_map(named).collect()
}

/// A group by its noun and whose it is: "Ruritanian officials".
pub(super) fn of_group<'a>(article: &'a Article<'_>, head: usize, owner: Party<'a>, sector: &'a str) -> Party<'a> {
    let parsed = &article.parsed;
    let own = name_range(article, head);
    let range = owner.range.start.min(own.start)..owner.range.end.max(own.end);
    // "with Ruritania over the ship" names no ship.
    let is_apart = owner.range.end < own.start
        && parsed
            .tokens_in(owner.range.end..own.start)
            .any(|between| article.tag(between) == Tag::Adp && !parsed.is(between, "of"));
    let range = if range.len() < 160 && !is_apart { range } else { own };
    Party {
        name: &parsed.text[range.clone()],
        range,
        sector: if sector.is_empty() { owner.sector } else { sector },
        kind: MentionKind::Group,
        entity: None,
        token: head,
        confidence: owner.confidence * 9 / 10,
        role: "",
        is_common: false,
        ..owner
    }
}
