//! A party as its words name it: by its mention, its title, or the words alone.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation as R, Resolution, Tag};

use super::{Party, is_calendar, sector_of};
use crate::article::Article;

/// A party as its mention tells it.
pub(crate) fn of_mention<'a>(article: &'a Article<'_>, head: usize, mention: &'a Mention) -> Party<'a> {
    let mut range = article.mention_range(mention);
    let mut country = mention.country();
    let whose = if country.is_empty() { in_title(article, head, mention) } else { None };
    if let Some((words, told)) = whose {
        range.start = range.start.min(words.start);
        country = told.map_or("", |told| told.country());
    }
    if mention.kind == MentionKind::Group {
        range.end = range.end.max(behind_of(article, head).unwrap_or(0));
    }
    let name = article.mention_string(mention.name);
    let name = if name.is_empty() { &article.parsed.text[range.clone()] } else { name };
    Party {
        name,
        country,
        range,
        sector: mention.sector(),
        role: article.mention_string(mention.role),
        how: mention.how,
        entity: Some(mention.entity),
        kind: mention.kind,
        confidence: mention.confidence,
        token: head,
        corrupted: mention.flags & Mention::CORRUPTED != 0,
        is_common: is_common(article, head, mention.sector()),
    }
}

/// The end of the body to which a group belongs, where it stands behind it: "the doctors of Red Cross".
fn behind_of(article: &Article<'_>, group: usize) -> Option<usize> {
    let is_body = |mention: &Mention| mention.kind == MentionKind::Organization;
    article
        .dependents(group)
        .filter(|&body| article.parsed.relation(body) == R::Nmod && article.preposition(body) == "of")
        .find_map(|body| article.mentions_at(body).find(|(_, mention)| is_body(mention)))
        .map(|(_, mention)| mention.end as usize)
}

/// The first words of the title before a name whose mention knows no country, and the country that they tell: "British
/// Minister Tom Smith", "Ruritania's young minister Anna Kovar".
fn in_title<'m>(
    article: &'m Article<'_>,
    head: usize,
    mention: &Mention,
) -> Option<(Range<usize>, Option<&'m Mention>)> {
    let parsed = &article.parsed;
    let told_by =
        |token: usize| article.mentions_at(token).map(|(_, told)| told).find(|told| !told.country().is_empty());
    let range = name_range(article, head);
    if let Some(told) = parsed.tokens_in(range).take(8).find_map(told_by) {
        return Some((article.mention_range(mention), Some(told)));
    }
    if mention.kind != MentionKind::Person || mention.flags & Mention::PRONOUN != 0 {
        return None;
    }
    let title = article.dependents(head).find(|&title| {
        title < head
            && matches!(parsed.relation(title), R::Nmod | R::Compound | R::Appos | R::NmodUnmarked)
            && !sector_of(article, title).is_empty()
    })?;
    let owner = article.dependents(title).find(|&owner| {
        owner < title
            && title - owner < TITLE_WINDOW
            && matches!(parsed.relation(owner), R::NmodPoss | R::Compound | R::Amod)
            && (article.tag(owner) == Tag::Propn || told_by(owner).is_some())
    })?;
    Some((parsed.range(owner), told_by(owner)))
}

/// Tokens between a title and the one whose it is.
const TITLE_WINDOW: usize = 8;

/// Somebody of whom only the words are known.
pub(super) fn unknown<'a>(article: &'a Article<'_>, head: usize, sector: &'a str) -> Party<'a> {
    let parsed = &article.parsed;
    let range = name_range(article, head);
    // "British Minister Tom Smith": the country stands in the title.
    let told = parsed.tokens_in(range.clone()).take(8).find_map(|token| {
        article.mentions_at(token).map(|(_, mention)| mention).find(|mention| !mention.country().is_empty())
    });
    Party {
        name: &parsed.text[range.clone()],
        range,
        country: told.map(|mention| mention.country()).unwrap_or_default(),
        sector,
        role: "",
        how: told.map_or(Resolution::None, |_| Resolution::TitleInText),
        entity: None,
        kind: if article.tag(head) == Tag::Propn { MentionKind::Other } else { MentionKind::Group },
        confidence: 400,
        token: head,
        corrupted: false,
        is_common: is_common(article, head, sector),
    }
}

/// Whether a word is a noun for those of a sector, alone at the start of a sentence, where every word has a capital.
fn is_common(article: &Article<'_>, head: usize, sector: &str) -> bool {
    let first = article.parsed.tokens_of(article.parsed.sentence_of(head)).start;
    head == first && !sector.is_empty() && article.tag(head) == Tag::Noun
}

/// A name with the capitalised words around it: "White House", "Ministry of Walks" without what follows "of".
pub(super) fn name_range(article: &Article<'_>, head: usize) -> Range<usize> {
    let parsed = &article.parsed;
    let sentence = parsed.tokens_of(parsed.sentence_of(head));
    // "On Friday Kovar": the day is no given name.
    let is_day = |token: usize| is_calendar(parsed.word(token)) && token > sentence.start;
    let belongs = |token: usize| {
        let capital = parsed.word(token).chars().next().is_some_and(char::is_uppercase);
        let part = matches!(parsed.relation(token), R::Compound | R::Flat | R::Amod | R::Nummod);
        (capital || part && article.tag(token) != Tag::Num)
            && matches!(article.tag(token), Tag::Propn | Tag::Noun | Tag::Adj)
            && !is_day(token)
    };
    let (mut first, mut last) = (head, head);
    for dependent in article.dependents(head) {
        let is_part = matches!(parsed.relation(dependent), R::Compound | R::Flat) && !is_day(dependent);
        if dependent.abs_diff(head) < 6 && is_part {
            (first, last) = (first.min(dependent), last.max(dependent));
        }
    }
    let is_glued = |token: usize| parsed.range(token).end == parsed.range(token + 1).start;
    // "far-right ministers"
    let is_half = |hyphen: usize| {
        hyphen > sentence.start
            && parsed.is(hyphen, "-")
            && is_glued(hyphen)
            && is_glued(hyphen - 1)
            && belongs(hyphen - 1)
    };
    while first > sentence.start && head - first < 6 {
        if belongs(first - 1) {
            first -= 1;
        } else if is_half(first - 1) {
            first -= 2;
        } else {
            break;
        }
    }
    while last + 1 < sentence.end && last - head < 6 && parsed.relation(last + 1) == R::Flat {
        last += 1;
    }
    parsed.range(first).start..parsed.range(last).end
}
