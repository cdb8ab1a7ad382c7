//! Who decides what a resolution lists: "The Council: 1. Condemns the attack; 2. Calls on all parties to talk;".

use extractor_api::layer::{Form, MentionKind, Relation as R, Tag};

use crate::article::Article;
use crate::party::{Party, of_mention};

/// Sentences of a resolution, its reasons included.
const SENTENCES_MAX: usize = 80;
/// Tokens before the first verb: a number, a bracket, "strongly".
const LEAD_MAX: usize = 6;
/// Joined verbs from the first of a sentence to one of the others.
const JOINED_MAX: usize = 8;

/// The body that speaks where a verb without a subject begins a paragraph, or is joined to one that does.
pub(crate) fn body<'a>(article: &'a Article<'_>, verb: usize) -> Option<Party<'a>> {
    let parsed = &article.parsed;
    let joined = |&token: &usize| parsed.relation(token) == R::Conj;
    let first = parsed.heads(verb).take(JOINED_MAX).find(|token| !joined(token))?;
    let sentence = parsed.sentence_of(verb);
    let begins = parsed.tokens_of(sentence).take(LEAD_MAX).find(|&token| !is_lead(article.tag(token))) == Some(first);
    if !begins || parsed.head(first).is_some() || parsed.tokens[first].form != Form::Third {
        return None;
    }
    // Each part of the list ends with a semicolon or comma, what stands before it with a colon.
    let before = (sentence.saturating_sub(SENTENCES_MAX)..sentence).rev();
    let before = before.filter(|&before| words(article, before).contains(char::is_alphabetic));
    let mut goes_on = before.take_while(|&before| goes_on_behind(words(article, before)));
    goes_on.find_map(|before| named_last(article, before))
}

/// Whether a word stands before the first verb of a part of a list: "2.", "(b)", "strongly".
pub(crate) fn is_lead(tag: Tag) -> bool {
    matches!(tag, Tag::Num | Tag::Punct | Tag::Sym | Tag::Adv | Tag::X)
}

/// Whether a list goes on behind a sentence: what stands in it is no whole one.
pub(crate) fn goes_on_behind(text: &str) -> bool {
    text.trim_end().ends_with([';', ':', ','])
}

/// The body that a sentence names as its last words: "Acting under the Charter, the Council:".
fn named_last<'a>(article: &'a Article<'_>, sentence: usize) -> Option<Party<'a>> {
    let range = article.parsed.sentence_range(sentence);
    let last = words(article, sentence).trim_end_matches([':', ',']).trim_end().len() + range.start;
    let end = article.mentions.partition_point(|mention| (mention.start as usize) < last);
    let is_body = |kind| matches!(kind, MentionKind::Organization | MentionKind::Country | MentionKind::Group);
    let near = article.mentions[..end].iter().rev().take(NESTED_MAX);
    // The longest of those that end there: "the Council of the African Union".
    let named = near.filter(|mention| mention.end as usize == last && is_body(mention.kind));
    named.min_by_key(|mention| mention.start).map(|body| of_mention(article, body.head as usize, body))
}

/// Mentions that lie in one another.
const NESTED_MAX: usize = 6;

fn words<'a>(article: &'a Article<'_>, sentence: usize) -> &'a str {
    article.parsed.text.get(article.parsed.sentence_range(sentence)).unwrap_or_default().trim_end()
}
