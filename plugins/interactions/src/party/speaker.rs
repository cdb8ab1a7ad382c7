//! Whom "we", "us", "our" and "I" mean, who speaks or who signs, and "you", to whom it is said.

use extractor_api::layer::{Relation as R, Resolution};

use super::{Party, Reach, members, parties};
use crate::article::Article;
use crate::attribution::{listener_at, speaker_at, speaker_before};

/// Sentences from the start in which those who sign a statement name themselves.
const SIGNED_MAX: usize = 12;
/// Tokens before "we": the number of a paragraph.
const NUMBER_MAX: usize = 3;

/// Those for whom a pronoun of the first or second person stands; nobody for other pronouns, and where nobody is known to
/// speak, or to be spoken to.
pub(super) fn in_speech<'a>(article: &'a Article<'_>, pronoun: usize) -> Vec<Party<'a>> {
    let parsed = &article.parsed;
    let is_any = |words: &[&str]| parsed.is_any(pronoun, words);
    let several = is_any(&["we", "us", "our"]);
    let listens = is_any(&["you", "your"]);
    if !several && !listens && !is_any(&["i", "me", "my"]) {
        return Vec::new();
    }
    let range = parsed.range(pronoun);
    let quoted = article.quotes_at(range.start).next().is_some();
    let person = if listens { listener_at(article, range.start) } else { speaker_at(article, range.start) };
    let meant = match person {
        Some(person) => vec![person],
        None if several && !quoted => {
            let signed = signatories(article, pronoun);
            if signed.is_empty() { speaker_before(article, range.start).into_iter().collect() } else { signed }
        }
        None => Vec::new(),
    };
    let as_pronoun = |party: Party<'a>| Party {
        range: range.clone(),
        token: pronoun,
        how: Resolution::Pronoun,
        confidence: party.confidence * 9 / 10,
        ..party
    };
    meant.into_iter().map(as_pronoun).collect()
}

/// Those who sign a statement: "We, the ministers of Ruritania and Sylvania, agreed"; nobody for a pronoun among the words
/// for them: "We, our ministers".
fn signatories<'a>(article: &'a Article<'_>, pronoun: usize) -> Vec<Party<'a>> {
    let parsed = &article.parsed;
    let sentences = (0..parsed.sentences.len()).filter(|&sentence| article.is_told(sentence)).take(SIGNED_MAX);
    let we = sentences
        .filter_map(|sentence| parsed.tokens_of(sentence).take(NUMBER_MAX).find(|&token| parsed.is(token, "we")));
    let is_set_off = |we: usize| we + 1 < parsed.tokens.len() && parsed.is(we + 1, ",");
    // "We, the ministers" with "we" as what the ministers are of.
    let above = |we: usize| parsed.head(we).filter(|&name| name > we && is_set_off(we) && article.is_nominal(name));
    let beside = |we: usize| article.dependents(we).find(|&name| name > we && parsed.relation(name) == R::Appos);
    let name = |we: usize| beside(we).or_else(|| above(we));
    let Some(name) = we.filter_map(name).next().filter(|&name| parsed.heads(pronoun).all(|above| above != name)) else {
        return Vec::new();
    };
    members(article, name).into_iter().flat_map(|member| parties(article, member, Reach::Agent)).collect()
}
