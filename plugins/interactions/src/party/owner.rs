//! To whom a noun belongs: "Ruritanian officials", "the policy of Ruritania", "Sylvanians in Ruritania".

use extractor_api::layer::{Form, MentionKind, Relation as R, Tag};

use super::{PARTIES_MAX, Party, Reach, members, mentioned, name_range, parties_deeper, sector_of, unknown};
use crate::article::Article;

/// "ethnic Sylvanians in Ruritania": people of the country where they live.
pub(super) fn minority<'a>(article: &'a Article<'_>, head: usize, depth: u8) -> Option<Vec<Party<'a>>> {
    let parsed = &article.parsed;
    let ethnic = article.dependents(head).any(|dependent| parsed.is(dependent, "ethnic"));
    let home = article.dependents(head).find(|&dependent| {
        parsed.relation(dependent) == R::Nmod
            && (article.preposition(dependent) == "in" || article.preposition(dependent) == "of")
    })?;
    let people =
        article.mentions_at(head).any(|(_, mention)| mention.kind == MentionKind::Group && mention.sector() == "CVL");
    if depth > 3 || !(ethnic || people) || parsed.tokens[head].form != Form::Plural {
        return None;
    }
    let homes = parties_deeper(article, home, depth, Reach::Patient);
    let homes: Vec<Party> = homes.into_iter().filter(|party| !party.country.is_empty()).collect();
    (!homes.is_empty()).then(|| homes.into_iter().map(|owner| of_group(article, head, owner, "CVL")).collect())
}

/// Those to whom a noun belongs: possessor, adjective, "of", "from".
pub(super) fn owners<'a>(article: &'a Article<'_>, head: usize, reach: Reach, depth: u8) -> Vec<Party<'a>> {
    let parsed = &article.parsed;
    let mut places: Vec<(u8, usize)> = Vec::new();
    for dependent in article.dependents(head).take(PARTIES_MAX) {
        let relation = parsed.relation(dependent);
        let preposition = article.preposition(dependent);
        let behind = |list: &[&str]| list.contains(&preposition);
        let rank = match relation {
            // "its war with Ruritania": the other side tells more than the pronoun.
            R::NmodPoss if reach == Reach::Patient && article.tag(dependent) == Tag::Pron => 6,
            R::NmodPoss => 0,
            R::Amod | R::Compound | R::Flat | R::NmodUnmarked | R::Nsubj => 1,
            R::Nmod if dependent < head && preposition.is_empty() => 1,
            R::Nmod | R::Obl if behind(&["of", "from", "by", "between"]) => 2,
            R::Nmod | R::Obl
                if behind(&[
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
                ]) =>
            {
                3
            }
            R::Appos => 4,
            // A name is itself, whatever it is there for: "hosted Ruritania to thank Sylvania".
            R::Acl if article.tag(head) != Tag::Propn => 5,
            R::AclRelcl if reach == Reach::Patient => 5,
            _ => continue,
        };
        places.push((rank, dependent));
    }
    places.sort_unstable();
    let mut unsure = Vec::new();
    for (rank, place) in places {
        let found: Vec<Party> = if rank == 5 {
            // "militants loyal to", "workers affiliated with"
            article
                .dependents(place)
                .filter(|&dependent| {
                    matches!(parsed.relation(dependent), R::Obl | R::OblAgent)
                        || reach == Reach::Patient && parsed.relation(dependent) == R::Obj
                })
                .flat_map(|dependent| parties_deeper(article, dependent, depth, Reach::Patient))
                .take(PARTIES_MAX)
                .collect()
        } else if rank == 3 && reach == Reach::Agent {
            // Where people are is where they are from, when it is named at once: not "in a raid near Ruritania".
            direct(article, place)
        } else {
            parties_deeper(article, place, depth, Reach::Patient)
        };
        let whole = parsed.range(head);
        let known: Vec<Party> = found
            .into_iter()
            // A mention of the whole phrase is no owner of it.
            .filter(|party| {
                party.entity.is_none() || !(party.range.start <= whole.start && whole.end <= party.range.end)
            })
            .filter(|party| {
                let proper = article.tag(party.token) == Tag::Propn && sector_of(article, party.token).is_empty();
                !party.country.is_empty() || party.is_proper() && (rank != 1 || proper)
            })
            .collect();
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
    let range = if range.len() < 160 { range } else { own };
    Party {
        name: &parsed.text[range.clone()],
        range,
        sector: if sector.is_empty() { owner.sector } else { sector },
        kind: MentionKind::Group,
        entity: None,
        token: head,
        confidence: owner.confidence * 9 / 10,
        role: "",
        ..owner
    }
}
