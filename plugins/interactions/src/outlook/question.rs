//! What is asked is not told.

use extractor_api::layer::{Relation as R, Tag};

use crate::article::Article;

/// Words of a sentence among which a question shows its verb.
const START_MAX: usize = 4;

/// A clause with a question word: what it tells of the future is not known.
pub(super) fn is_asked(article: &Article<'_>, verb: usize) -> bool {
    let parsed = &article.parsed;
    let asks = |token: usize| parsed.is_any(token, &["how", "when", "why"]);
    // "seen how they will meet" with "they will meet" as a clause of "how".
    parsed.head(verb).is_some_and(asks)
        || article.dependents(verb).any(|dependent| parsed.relation(dependent) == R::Advmod && asks(dependent))
}

/// "Has the minister resigned?": whether the predicate of a sentence is asked for, its auxiliary before its subject. Who asks
/// why something was done tells that it was.
pub(super) fn is_yes_or_no(article: &Article<'_>, predicate: usize) -> bool {
    let parsed = &article.parsed;
    let tokens = parsed.tokens_of(parsed.sentence_of(predicate));
    let asks =
        tokens.clone().rev().take_while(|&token| article.tag(token) == Tag::Punct).any(|mark| parsed.is(mark, "?"));
    let mut start = tokens.take(START_MAX);
    let first =
        start.find(|&token| !matches!(article.tag(token), Tag::Punct | Tag::Cconj | Tag::Intj)).filter(|_| asks);
    let subject =
        || article.dependents(predicate).find(|&word| matches!(parsed.relation(word), R::Nsubj | R::NsubjPass));
    first.is_some_and(|first| {
        matches!(article.tag(first), Tag::Aux | Tag::Verb)
            && parsed.head(first) == Some(predicate)
            && subject().is_some_and(|subject| first < subject)
    })
}
