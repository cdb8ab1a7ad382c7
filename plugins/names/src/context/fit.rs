//! Who can have the country of a sentence, and who is of another.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Tag};

use parsed::Parsed;

use super::LOOKED_AT_MAX;
use crate::finder::{BACKED, DIPLOMATS, Draft};
use crate::memory::{Code, Entity};

/// Sectors of those who work within one country.
const DOMESTIC: &[Code] = &[
    *b"GOV\0", *b"MIL\0", *b"COP\0", *b"REB\0", *b"OPP\0", *b"LEG\0", *b"JUD\0", *b"CVL\0", *b"PRM\0", *b"UAF\0",
    *b"LAB\0", *b"PTY\0", *b"REL\0", *b"CRM\0", *b"REF\0", *b"SPY\0", *b"ELI\0", *b"AGR\0",
];
/// Sectors of those who lead one; all of them are domestic.
const LEADING: &[Code] = &[*b"GOV\0", *b"LEG\0", *b"MIL\0", *b"JUD\0", *b"OPP\0", *b"ELI\0"];

/// Bytes of a sentence between two names, at most.
const APART_MAX: usize = 600;

/// Whether a mention is a subject, the name of one, or what one counts: "opposition leader Anna Kovar left", "thousands
/// of people left".
pub(super) fn is_subject(parsed: &Parsed<'_>, draft: &Draft) -> bool {
    const COUNTS: &[&str] = &["tens", "dozens", "scores", "hundreds", "thousands", "crowds", "groups"];
    let Some(head) = draft.head.map(|head| head as usize) else { return false };
    let counts = |token: &usize| parsed.is_any(*token, COUNTS);
    let above = match parsed.relation(head) {
        Relation::Nsubj => Some(head),
        Relation::Appos => parsed.head(head),
        Relation::Nmod => parsed.head(head).filter(counts),
        _ => None,
    };
    above.is_some_and(|token| parsed.relation(token) == Relation::Nsubj)
}

/// Whether a country is one with which something is done, not one where it is: "called on Ruritania", "sanctions against
/// Ruritania", "tariffs on Ruritanian steel"; or one that somebody goes to see.
pub(super) fn is_acted_on(parsed: &Parsed<'_>, draft: &Draft) -> bool {
    const WHERE: &[&str] = &["in", "at", "from", "across"];
    const AGAINST: &[&str] = &["on", "against", "with", "to", "toward", "towards"];
    const GOES: &[&str] = &["visited", "visits", "visit", "arrived", "arrives", "landed", "toured", "flew"];
    let head = draft.head.map(|head| head as usize);
    let Some(head) = head.filter(|_| matches!(draft.kind, MentionKind::Country | MentionKind::Place)) else {
        return false;
    };
    let is_adjective = draft.flags & Mention::ADJECTIVE != 0;
    let phrase = if is_adjective { parsed.head(head).unwrap_or(head) } else { head };
    let relation = parsed.relation(phrase);
    let is_of_verb = matches!(relation, Relation::Obj | Relation::Iobj | Relation::Obl) && !is_adjective;
    if is_of_verb && parsed.head(phrase).is_some_and(|verb| parsed.is_any(verb, GOES)) {
        return true;
    }
    let has_any = |words: &[&str]| parsed.dependents(phrase).take(LOOKED_AT_MAX).any(|part| parsed.is_any(part, words));
    // "marched to demand the departure of the Ruritanian troops": they are at home, the troops are not.
    const ABROAD: &[&str] = &["troops", "soldiers", "forces", "base", "bases", "peacekeepers", "ambassador", "embassy"];
    if is_adjective && parsed.is_any(phrase, ABROAD) {
        return is_driven_out(parsed, phrase);
    }
    // "his commitment to the Ruritanian people": they are his own.
    const AT_HOME: &[&str] = &["people", "nation", "public", "citizens", "voters"];
    match relation {
        _ if draft.kind == MentionKind::Place || is_adjective && parsed.is_any(phrase, AT_HOME) => false,
        _ if is_of_verb => !has_any(WHERE),
        Relation::Obl | Relation::Nmod => has_any(AGAINST),
        _ => false,
    }
}

/// Whether somebody demands that those leave whom a phrase tells, or protests against them.
fn is_driven_out(parsed: &Parsed<'_>, phrase: usize) -> bool {
    const DEMANDS: &[&str] = &["demand", "demanded", "demanding", "protest", "protested", "protesting", "oppose"];
    let is_demand = |token: usize| parsed.is_any(token, DEMANDS);
    parsed.heads(phrase).skip(1).take(HEADS_MAX).any(is_demand)
}

/// Words above a phrase that are looked at.
const HEADS_MAX: usize = 3;

/// Whether words stand in quotation marks and others of the sentence do not. Far apart nobody can tell.
pub(super) fn is_said(text: &str, words: &Range<usize>, others: &Range<usize>) -> bool {
    let between = words.end.min(others.end)..words.start.max(others.start);
    if between.len() > APART_MAX {
        return false;
    }
    let marks = text.get(between).unwrap_or_default().matches(['"', '“', '”']);
    marks.count() % 2 == 1
}

/// Whether somebody is of one country by what he is, though nothing says of which.
pub(super) fn is_of_a_country(kind: MentionKind, entity: &Entity<'_>) -> bool {
    let domestic = DOMESTIC.contains(&entity.sector);
    match kind {
        MentionKind::Group => domestic || entity.named,
        MentionKind::Person if entity.named => !entity.roles.is_empty() && LEADING.contains(&entity.sector),
        MentionKind::Person => domestic,
        MentionKind::Organization => domestic && !entity.named,
        _ => false,
    }
}

/// Whether somebody is of another country than the one that is spoken of: "expelled three diplomats" and "summoned the
/// ambassador" tell whose they are not.
pub(super) fn is_of_another(parsed: &Parsed<'_>, draft: &Draft, head: Option<usize>) -> bool {
    /// Of many countries, or of any.
    const OF_ANY: &[&str] = &["alliance", "bloc", "hostages", "migrants", "settlers"];
    let is_object = |head: usize| matches!(parsed.relation(head), Relation::Obj | Relation::NsubjPass);
    // "the parties" are those of a dispute.
    let is_bare = || {
        matches!(
            parsed.text.get(draft.range.clone()),
            Some("parties" | "all parties" | "the parties" | "warring parties" | "the warring parties")
        )
    };
    // "Ambassador Kovar met officials in Norway"
    let role = parsed.text.get(draft.role.clone()).unwrap_or_default();
    let is_envoy = role.ends_with("mbassador") && draft.flags & Mention::ROLE_ALONE == 0;
    is_bare()
        || is_of_many(parsed, draft)
        || head.is_some_and(|head| parsed.is_any(head, OF_ANY))
        || is_envoy && draft.kind == MentionKind::Person
        || head.is_some_and(|head| is_sanctioned(parsed, head))
        || head.is_some_and(|head| is_object(head) && parsed.is_any(head, DIPLOMATS))
}

/// "imposed visa bans on members of the ruling party": who imposes them is of another country.
fn is_sanctioned(parsed: &Parsed<'_>, head: usize) -> bool {
    const SANCTIONS: &[&str] = &["sanction", "sanctions", "ban", "bans", "blacklist"];
    const ON: &[&str] = &["on", "against"];
    let is_on = |phrase: usize| parsed.dependents(phrase).take(LOOKED_AT_MAX).any(|case| parsed.is_any(case, ON));
    // The parser may hang the phrase on the verb instead.
    let is_imposed = |part: usize| parsed.relation(part) == Relation::Obj && parsed.is_any(part, SANCTIONS);
    let is_sanction =
        |above: usize| parsed.is_any(above, SANCTIONS) || parsed.dependents(above).take(LOOKED_AT_MAX).any(is_imposed);
    let mut phrases = parsed.heads(head).take(HEADS_MAX).zip(parsed.heads(head).skip(1));
    phrases.any(|(phrase, above)| is_on(phrase) && is_sanction(above))
}

/// "West African leaders", "Arab states": of a region with many countries.
fn is_of_many(parsed: &Parsed<'_>, draft: &Draft) -> bool {
    const REGIONS: &[&str] =
        &["African", "European", "Asian", "Arab", "Western", "Nordic", "Baltic", "Balkan", "Caribbean", "Allied"];
    let words = parsed.text.get(draft.lead.min(draft.range.start)..draft.range.end).unwrap_or_default();
    words.split(' ').any(|word| REGIONS.contains(&word))
}

/// "Iranian-backed rebels", "rebels backed by Iran", "Iran backed the rebels": the country beside them is the other one.
pub(super) fn has_backer(parsed: &Parsed<'_>, head: usize) -> bool {
    let backs = |token: usize| parsed.is_any(token, BACKED);
    let above = parsed.head(head).filter(|_| parsed.relation(head) == Relation::Obj);
    parsed.dependents(head).take(LOOKED_AT_MAX).any(backs) || above.is_some_and(backs)
}

/// Whether the text itself says of whom it is, by a name that no table knows: "the energy ministry of Ruritania"; or of
/// both: "the ministers of both countries"; or of whom a pronoun means: "its president", "our government".
pub(super) fn has_owner(parsed: &Parsed<'_>, tokens: Range<usize>, head: usize) -> bool {
    const PRONOUNS: &[&str] = &["its", "his", "her", "their", "our", "my", "your"];
    // Which word of the phrase is its head the parser may have missed: "human rights activists of Ruritania".
    let words = tokens.clone().filter(|&word| word != head).chain([head]);
    words.flat_map(|word| parsed.dependents(word).take(LOOKED_AT_MAX)).any(|token| {
        let owns = matches!(parsed.relation(token), Relation::Nmod | Relation::NmodPoss);
        let of = |word: usize| parsed.is(word, "of") || matches!(parsed.word(word), "'s" | "’s" | "'" | "’");
        let both = |word: usize| parsed.is(word, "both") || parsed.is(word, "two");
        let names = || parsed.tokens[token].tag == Tag::Propn || parsed.dependents(token).any(both);
        let is_pronoun = || parsed.is_any(token, PRONOUNS);
        owns && !tokens.contains(&token) && (names() && parsed.dependents(token).any(of) || is_pronoun())
    })
}
