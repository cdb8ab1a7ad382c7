//! What is settled of an act once its parties, place and time are known: who is host, whose country is meant, how long ago.

use extractor_api::layer::{DateBasis, DateMention, MentionKind, Relation, Tag};

use crate::article::Article;
use crate::clause::{Clause, Kind};
use crate::code::{EventType as E, Mode};
use crate::finding::Finding;
use crate::lexicon::table;
use crate::party::{Party, Reach, means_both, parties};

/// For meetings: the mode by place and words; the host of a meeting at one party's home is the recipient.
pub(crate) fn host_and_visitor(article: &Article<'_>, clause: &Clause, finding: &mut Finding<'_>) {
    if finding.event != E::Consult || finding.mode.is_some() {
        return;
    }
    let parsed = &article.parsed;
    let tokens = parsed.phrase(clause.head);
    let sentence = parsed.tokens_of(finding.sentence);
    let near = tokens.start.max(clause.head.saturating_sub(12)).max(sentence.start)
        ..tokens.end.min(clause.head + 24).min(sentence.end);
    // "talks that were called off"
    let is_call = |token: usize| {
        article.in_class(token, table::PHONE) && (token + 1 == sentence.end || !parsed.is(token + 1, "off"))
    };
    if near.clone().any(is_call) {
        finding.mode = Some(Mode::Phone);
        return;
    }
    if near.clone().any(|token| article.in_class(token, table::MULTILATERAL) && token != clause.head) {
        finding.mode = Some(Mode::Multilateral);
        return;
    }
    let Some(place) =
        finding.place.map(|place| article.mentions[place].country()).filter(|country| !country.is_empty())
    else {
        return;
    };
    let at_home = |party: &Party| party.country == place;
    if !finding.actors.iter().any(at_home) {
        if finding.recipients.is_empty() && finding.actors.len() > 1 {
            finding.mode = Some(Mode::ThirdParty);
        }
        return;
    }
    if finding.recipients.is_empty() && !finding.actors.iter().all(at_home) {
        let (hosts, visitors) = finding.actors.drain(..).partition(at_home);
        (finding.recipients, finding.actors) = (hosts, visitors);
        finding.mode = Some(Mode::Visit);
    }
}

/// "Kovar will never talk to Sylvania": who refuses to meet somebody does it alone.
pub(crate) fn refuser(article: &Article<'_>, clause: &Clause, finding: &mut Finding<'_>) {
    let refuses = finding.event == E::Reject && finding.recipients.is_empty() && clause.kind == Kind::Verb;
    let Some(subject) = clause.subject.filter(|_| refuses && finding.actors.len() > 1) else { return };
    let who = parties(article, subject, Reach::Agent);
    let (own, others): (Vec<Party>, Vec<Party>) =
        finding.actors.drain(..).partition(|party| who.iter().any(|known| known.same(party)));
    (finding.actors, finding.recipients) = if own.is_empty() { (others, own) } else { (own, others) };
}

/// "Ruritania blocked access to the site": a state that blocks something does not protest, it restrains.
pub(crate) fn restraint(article: &Article<'_>, finding: &mut Finding<'_>) {
    let is_state = |party: &Party| matches!(party.sector, "GOV" | "MIL" | "COP") && !party.country.is_empty();
    let obstructs = finding.event == E::Protest
        && finding.mode == Some(Mode::Obstruct)
        && article.is_form_of(finding.head, "block");
    if obstructs && !finding.actors.is_empty() && finding.actors.iter().all(is_state) {
        (finding.event, finding.mode) = (E::Coerce, Some(Mode::Restrict));
    }
}

/// "removed a barrier that Sylvania had built": who undoes what others did gives nothing up.
pub(crate) fn is_of_others(article: &Article<'_>, thing: usize, actors: &[Party<'_>]) -> bool {
    let clauses = article.dependents(thing).filter(|&clause| article.parsed.relation(clause) == Relation::AclRelcl);
    let mut subjects = clauses.filter_map(|clause| article.dependent(clause, Relation::Nsubj));
    subjects.any(|subject| {
        let mut countries = article.mentions_at(subject).map(|(_, mention)| mention.country());
        countries.any(|country| is_state(country) && actors.iter().all(|actor| actor.country != country))
    })
}

/// The country of a party that the text gives none, where only one country takes part and the party is of those who act
/// within their own: rebels and a president. A guess, so the record warns of it; and never of those to whom violence is
/// done, who may be anybody, nor where an embassy takes part, which stands abroad.
pub(crate) fn domestic(article: &Article<'_>, finding: &mut Finding<'_>) {
    if matches!(finding.event, E::Consult | E::Aid | E::Cooperate | E::Agree | E::Support | E::Mobilize) {
        return;
    }
    // An adjective is no party of its own: "grain imports from abroad" make nobody a foreigner.
    let parties = || finding.actors.iter().chain(&finding.recipients);
    let mut told = parties().filter(|party| !party.country.is_empty() && article.tag(party.token) != Tag::Adj);
    let Some(country) = told.next().map(|party| party.country) else { return };
    let is_abroad = parties().any(|party| article.in_class(party.token, table::DIPLOMAT));
    // "Militants killed two Ruritanians in Sylvania" are not of Ruritania for that.
    let is_elsewhere = finding.event == E::Assault
        && finding.place.is_some_and(|place| ![country, ""].contains(&article.mentions[place].country()));
    if is_abroad || is_elsewhere || told.any(|party| party.country != country) || !is_state(country) {
        return;
    }
    // "The opposition accused the government": it is their own.
    let is_opposed = finding.actors.iter().any(|party| ["OPP", "REB", "CVL", "LAB", "PTY"].contains(&party.sector));
    let victims = if finding.event == E::Assault { &mut [][..] } else { &mut finding.recipients[..] };
    for party in finding.actors.iter_mut().chain(victims) {
        let plain = matches!(party.kind, MentionKind::Group | MentionKind::Person | MentionKind::Organization);
        let is_domestic = INSIDE.contains(&party.sector) || is_opposed && party.sector == "GOV" && !party.is_named();
        // Hostages are of elsewhere as a rule, and an alliance is of many.
        let is_foreign = || ["hostage", "alliance", "bloc"].iter().any(|word| article.is_form_of(party.token, word));
        // "all parties" are those of everybody.
        let is_of_all = || article.dependents(party.token).any(|word| article.parsed.is(word, "all"));
        if party.country.is_empty()
            && plain
            && is_domestic
            && !means_both(article, party.token)
            && !is_of_all()
            && !is_foreign()
        {
            party.country = country;
            finding.inferred = true;
        }
    }
}

/// "Hundreds of farmers protested in Gornau", "In Gornau, a court sentenced him": a crowd is of the country where it gathers,
/// and so are those who judge and arrest.
pub(crate) fn at_scene<'a>(article: &'a Article<'_>, finding: &mut Finding<'a>) {
    let country = finding.place.map(|place| article.mentions[place].country()).filter(|code| is_state(code));
    let Some(country) = country else { return };
    let event = finding.event;
    let is_there = |party: &Party| match event {
        E::Protest => party.kind == MentionKind::Group && INSIDE.contains(&party.sector),
        E::Coerce | E::Sanction => matches!(party.sector, "JUD" | "COP"),
        _ => false,
    };
    for party in finding.actors.iter_mut().filter(|party| party.country.is_empty()) {
        if is_there(party) {
            party.country = country;
            finding.inferred = true;
        }
    }
}

/// Sectors of those who act within their own country.
const INSIDE: [&str; 14] =
    ["OPP", "REB", "CVL", "LAB", "EDU", "PTY", "JUD", "LEG", "AGR", "REL", "JRN", "COP", "CRM", "ELI"];

/// Whether a code is that of a country, not of a body of many.
fn is_state(code: &str) -> bool {
    code.len() == 3 && !["IGO", "NGO", "EUR", "UNO", "MNC", "IMG", "ISM"].contains(&code)
}

/// More than ten years before the latest date of the text.
pub(crate) fn is_long_ago(article: &Article<'_>, finding: &Finding<'_>) -> bool {
    let Some(when) = finding.when.filter(|when| when.date.last_day != DateMention::UNKNOWN && !when.inherited) else {
        return false;
    };
    // The latest day that is written out: "within a decade" tells nothing of when the text was written.
    let told =
        article.dates.iter().filter(|date| date.basis == DateBasis::Explicit && date.first_day != DateMention::UNKNOWN);
    told.map(|date| date.first_day).max().is_some_and(|latest| latest.saturating_sub(when.date.last_day) > 3_650)
}
