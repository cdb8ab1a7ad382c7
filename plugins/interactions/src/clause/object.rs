//! What a verb acts on, where the parser hung it elsewhere.

use extractor_api::layer::{Mention, Relation as R, Tag};

use crate::article::{Article, can_act};
use crate::party::is_calendar;

/// A noun phrase right behind a verb that the parser hung elsewhere.
pub(super) fn after(article: &Article<'_>, verb: usize) -> Option<usize> {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(verb));
    // "visit Ruritania next month" with the name as part of the time.
    let mut name = None;
    for token in (verb + 1..sentence.end).take(8) {
        let inside =
            matches!(parsed.relation(token), R::Compound | R::NmodPoss | R::Amod | R::Nummod | R::Det | R::Case);
        match article.tag(token) {
            Tag::Det | Tag::Adj | Tag::Num => {}
            Tag::Propn if is_calendar(parsed.word(token)) => {}
            Tag::Part if inside => {}
            Tag::Pron if inside || parsed.is_any(token, &["its", "their", "his", "her", "our"]) => {}
            Tag::Noun | Tag::Propn if inside => {
                let somebody = article
                    .mentions_at(token)
                    .any(|(_, mention)| can_act(mention) && mention.flags & Mention::ADJECTIVE == 0);
                name = name.or(somebody.then_some(token));
            }
            Tag::Noun | Tag::Propn if parsed.relation(token) == R::OblUnmarked && name.is_some() => return name,
            Tag::Noun | Tag::Propn => {
                let stray = !matches!(
                    parsed.relation(token),
                    R::OblUnmarked | R::NmodUnmarked | R::Conj | R::Vocative | R::Discourse
                );
                return (stray && article.preposition(token).is_empty() && parsed.head(token) != Some(verb))
                    .then_some(token);
            }
            _ => return None,
        }
    }
    None
}
