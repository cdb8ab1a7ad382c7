//! What is settled of an act once its parties, place and time are known: who is host, whose country is meant, how long ago.

use extractor_api::layer::{DateBasis, DateMention, MentionKind, Tag};

use crate::article::Article;
use crate::clause::Clause;
use crate::code::{EventType as E, Mode};
use crate::coder::Finding;
use crate::lexicon::table;
use crate::party::Party;

/// For meetings: the mode by place and words; the host of a meeting at one party's home is the recipient.
pub(crate) fn host_and_visitor(article: &Article<'_>, clause: &Clause, finding: &mut Finding) {
    if finding.event != E::Consult || finding.mode.is_some() {
        return;
    }
    let parsed = &article.parsed;
    let tokens = parsed.phrase(clause.head);
    let sentence = parsed.tokens_of(finding.sentence);
    let near = tokens.start.max(clause.head.saturating_sub(12)).max(sentence.start)
        ..tokens.end.min(clause.head + 24).min(sentence.end);
    if near.clone().any(|token| article.in_class(token, table::PHONE)) {
        finding.mode = Some(Mode::Phone);
        return;
    }
    if near.clone().any(|token| article.in_class(token, table::MULTILATERAL) && token != clause.head) {
        finding.mode = Some(Mode::Multilateral);
        return;
    }
    let Some(place) =
        finding.place.map(|place| article.mentions[place].country().to_owned()).filter(|country| !country.is_empty())
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

/// People without a country who act in a country are taken for its own: "rioters in Ruritania". Not so soldiers.
pub(crate) fn at_home(article: &Article<'_>, finding: &mut Finding) {
    if !matches!(finding.event, E::Protest | E::Coerce | E::Assault | E::Concede | E::Retreat) {
        return;
    }
    let Some(place) =
        finding.place.map(|place| article.mentions[place].country().to_owned()).filter(|country| !country.is_empty())
    else {
        return;
    };
    const HOME: &[&str] =
        &["CVL", "OPP", "EDU", "LAB", "AGR", "COP", "REB", "CRM", "GOV", "LEG", "JUD", "PTY", "REL", "UAF"];
    for party in finding.actors.iter_mut().chain(&mut finding.recipients) {
        if party.country.is_empty() && party.kind == MentionKind::Group && HOME.contains(&party.sector.as_str()) {
            party.country.clone_from(&place);
        }
    }
}

/// The country of a party that the text gives none, where only one country takes part and the other side is of those who
/// act within their own: a judge and officials, a president and rebels.
pub(crate) fn domestic(article: &Article<'_>, finding: &mut Finding) {
    if matches!(finding.event, E::Consult | E::Aid | E::Cooperate | E::Agree | E::Support | E::Mobilize) {
        return;
    }
    const INSIDE: &[&str] =
        &["OPP", "REB", "CVL", "LAB", "EDU", "PTY", "JUD", "LEG", "AGR", "REL", "JRN", "COP", "CRM", "ELI"];
    let inside = |party: &Party| INSIDE.contains(&party.sector.as_str());
    // An adjective is no party of its own: "grain imports from abroad" make nobody a foreigner.
    let mut countries: Vec<&str> = finding
        .actors
        .iter()
        .chain(&finding.recipients)
        .filter(|party| article.tag(party.token) != Tag::Adj)
        .map(|party| party.country.as_str())
        .filter(|country| !country.is_empty())
        .collect();
    countries.sort_unstable();
    countries.dedup();
    let [country] = countries[..] else { return };
    if country.len() != 3 || ["IGO", "NGO", "EUR", "UNO", "MNC", "IMG", "ISM"].contains(&country) {
        return;
    }
    let country = country.to_owned();
    let ruled = |party: &Party| {
        party.kind == MentionKind::Place && matches!(finding.event, E::Coerce | E::Concede | E::Threaten)
    };
    let known_inside = finding
        .actors
        .iter()
        .chain(&finding.recipients)
        .any(|party| !party.country.is_empty() && (inside(party) || ruled(party)));
    for party in finding.actors.iter_mut().chain(&mut finding.recipients) {
        let official = ["GOV", "MIL", "PTY"].contains(&party.sector.as_str()) && known_inside;
        let plain = matches!(party.kind, MentionKind::Group | MentionKind::Person | MentionKind::Organization);
        if party.country.is_empty() && plain && (inside(party) || official) {
            party.country.clone_from(&country);
            finding.inferred = true;
        }
    }
}

/// More than ten years before the latest date of the text.
pub(crate) fn is_long_ago(article: &Article<'_>, finding: &Finding) -> bool {
    let Some(when) = finding.when.filter(|when| when.date.last_day != DateMention::UNKNOWN && !when.inherited) else {
        return false;
    };
    // The latest day that is written out: "within a decade" tells nothing of when the text was written.
    let told =
        article.dates.iter().filter(|date| date.basis == DateBasis::Explicit && date.first_day != DateMention::UNKNOWN);
    told.map(|date| date.first_day).max().is_some_and(|latest| latest.saturating_sub(when.date.last_day) > 3_650)
}
