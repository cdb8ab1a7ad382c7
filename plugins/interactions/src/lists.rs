//! Names that stand side by side: lists that the parser did not join, and titles before the name of a person.

use extractor_api::layer::{Mention, MentionKind, Relation as R, Tag};

use crate::article::Article;
use crate::party::{PARTIES_MAX, Party, of_mention};

/// Mentions before a subject that are members of its list though the parser did not join them.
pub(crate) fn listed_before<'a>(article: &'a Article<'_>, head: usize) -> Vec<Party<'a>> {
    let parsed = &article.parsed;
    let named = |mention: &Mention| {
        matches!(mention.kind, MentionKind::Person | MentionKind::Country)
            && mention.flags & (Mention::ADJECTIVE | Mention::PRONOUN) == 0
    };
    let Some((index, last)) = article.mentions_at(head).find(|(_, mention)| named(mention)) else { return Vec::new() };
    let mut start = article.mention_range(last).start;
    let mut listed = Vec::new();
    for mention in article.mentions[..index].iter().rev().take(PARTIES_MAX) {
        if !named(mention) || mention.end as usize > start {
            continue;
        }
        let words = parsed.text.get(mention.end as usize..start).unwrap_or_default().trim();
        let token = mention.head as usize;
        let joins = words == "and" || words == ", and" || words == "," && !listed.is_empty();
        // The whole phrase stands before the verb and behind no preposition.
        let top = parsed
            .heads(token)
            .take(3)
            .find(|&above| !matches!(parsed.relation(above), R::Appos | R::Compound | R::Flat | R::NmodUnmarked));
        let free = top.is_none_or(|top| {
            let preposition = article.preposition(top);
            let clause = ["after", "before", "until", "since", "as", "while", "because", "when"].contains(&preposition);
            (preposition.is_empty() || clause) && !matches!(parsed.relation(top), R::Obj | R::Iobj | R::NmodPoss)
        });
        if !joins || !free || parsed.sentence_of(token) != parsed.sentence_of(head) {
            break;
        }
        start = article.mention_range(mention).start;
        listed.push(of_mention(article, token, mention));
    }
    listed.reverse();
    listed
}

/// Mentions that follow a name as members of its list though the parser did not join them: "Anna Kovar and her guest
/// Bor Lund".
pub(crate) fn listed_after<'a>(article: &'a Article<'_>, head: usize) -> Vec<(usize, &'a Mention)> {
    let parsed = &article.parsed;
    let named = |mention: &Mention| {
        matches!(mention.kind, MentionKind::Person | MentionKind::Country)
            && mention.flags & (Mention::ADJECTIVE | Mention::PRONOUN) == 0
    };
    let Some((index, first)) = article.mentions_at(head).find(|(_, mention)| named(mention)) else { return Vec::new() };
    let mut end = first.end as usize;
    let mut listed = Vec::new();
    for mention in article.mentions[index + 1..].iter().take(PARTIES_MAX) {
        let head = mention.head as usize;
        if titled(article, head, mention).is_some() {
            continue;
        }
        if !named(mention) || (mention.start as usize) < end {
            continue;
        }
        let title = article.mention_range(mention).start;
        let between = if title < end { mention.start as usize } else { title };
        let words = parsed.text.get(end..between).unwrap_or_default().trim();
        let words = if title < end { words.split(' ').next().unwrap_or_default() } else { words };
        let token = mention.head as usize;
        let words = words.strip_suffix("the").map_or(words, str::trim_end);
        let joins = matches!(words, "and" | "," | ", and" | "&");
        let beside = parsed.head(token) == parsed.head(head) && parsed.relation(token) != R::Obj
            || matches!(parsed.relation(token), R::Conj | R::Appos | R::NmodUnmarked | R::Flat | R::Compound);
        if !joins || !beside || mention.kind != first.kind && !words.contains("and") {
            break;
        }
        end = mention.end as usize;
        listed.push((token, mention, words));
    }
    // "closed its border with Borduria, and Sylvania will do so": who acts behind a comma begins a clause.
    let acts = |token: usize| parsed.tokens.get(token + 1).is_some_and(|next| matches!(next.tag, Tag::Verb | Tag::Aux));
    if let [(token, _, ", and")] = listed[..]
        && acts(token)
    {
        return Vec::new();
    }
    // A list ends with "and"; without it the comma is that of an apposition.
    let last = listed.iter().rposition(|(_, _, words)| words.contains("and"));
    listed.truncate(last.map_or(0, |last| last + 1));
    listed.into_iter().map(|(token, mention, _)| (token, mention)).collect()
}

/// The person in whose title a mention stands.
pub(crate) fn titled<'m>(article: &'m Article<'_>, head: usize, mention: &Mention) -> Option<&'m Mention> {
    let (index, _) = article.mentions_at(head).next()?;
    article.mentions[index..].iter().take(5).find(|person| {
        person.kind == MentionKind::Person
            && person.flags & Mention::PRONOUN == 0
            && person.start >= mention.end
            && article.mention_range(person).start <= mention.start as usize
    })
}

/// The person whose title a word is: "Minister" in "Minister of Trade Anna Kovar".
pub(crate) fn by_title<'m>(article: &'m Article<'_>, head: usize) -> Option<&'m Mention> {
    let start = article.parsed.range(head).start;
    let next = article.mentions.partition_point(|mention| (mention.start as usize) <= start);
    article.mentions[next..].iter().take(3).find(|person| {
        person.kind == MentionKind::Person
            && person.flags & Mention::PRONOUN == 0
            && article.mention_range(person).start <= start
    })
}
