//! Small questions about tokens, which hold where the parser erred, too: they look at words and tags side by side.

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};
use parsed::Parsed;

/// How many tokens of a phrase are looked at: names with all that hangs on them are shorter.
const PHRASE_TOKENS_MAX: usize = 120;
/// Within how many words a clause must show its verb.
const CLAUSE_TOKENS_MAX: usize = 300;
/// How many words without a verb or preposition are taken for one phrase.
const RUN_TOKENS_MAX: usize = 40;
/// How far heads are followed upwards: clauses that lie deeper say nothing of the reporting word.
pub(crate) const CLIMB_MAX: usize = 24;

/// Somebody or something that a phrase names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its tokens, without what is set off by commas.
    pub(crate) tokens: Range<usize>,
    /// The word on which the others hang.
    pub(crate) head: usize,
}

/// The tokens of a token's sentence; the token alone where no sentence has it.
pub(crate) fn sentence_of(parsed: &Parsed<'_>, token: usize) -> Range<usize> {
    let known = parsed.sentences.get(parsed.sentence_of(token)).is_some();
    let tokens = if known { parsed.tokens_of(parsed.sentence_of(token)) } else { 0..0 };
    if tokens.contains(&token) { tokens } else { token..token + 1 }
}

/// Whether a word begins with a quotation mark that can open a quote.
pub(crate) fn opens_quote(parsed: &Parsed<'_>, token: usize) -> bool {
    parsed.word(token).starts_with(['“', '"', '«', '„'])
}

/// Whether a phrase can end with it: a noun, a name, a pronoun.
pub(crate) fn is_nominal(parsed: &Parsed<'_>, token: usize) -> bool {
    matches!(parsed.tokens[token].tag, Tag::Noun | Tag::Propn | Tag::Pron)
}

/// Whether it is a verb, or the auxiliary of one, that makes a clause by itself.
pub(crate) fn is_finite(parsed: &Parsed<'_>, token: usize) -> bool {
    match parsed.tokens[token].tag {
        Tag::Aux => !parsed.is_any(token, &["be", "been", "being", "having"]),
        Tag::Verb => matches!(parsed.tokens[token].form, Form::Past | Form::Third | Form::Present | Form::Modal),
        _ => false,
    }
}

/// Whether a clause with subject and verb stands in these tokens.
pub(crate) fn has_clause(parsed: &Parsed<'_>, tokens: Range<usize>) -> bool {
    let tokens = tokens.start..tokens.end.min(tokens.start.saturating_add(CLAUSE_TOKENS_MAX));
    let subject = tokens.clone().find(|&token| is_nominal(parsed, token) || parsed.tokens[token].tag == Tag::Num);
    subject.is_some_and(|subject| (subject + 1..tokens.end).any(|token| is_finite(parsed, token)))
}

/// Whether a token can stand inside a phrase before its last noun.
fn is_inside_phrase(parsed: &Parsed<'_>, token: usize) -> bool {
    match parsed.tokens[token].tag {
        Tag::Det | Tag::Adj | Tag::Num | Tag::Noun | Tag::Propn | Tag::Pron => true,
        Tag::Part => parsed.is_any(token, &["'s", "’s", "'", "’"]),
        Tag::Punct => parsed.is_any(token, &["-", "–"]),
        // "the ruling party", "its elected council".
        Tag::Verb => {
            matches!(parsed.tokens[token].form, Form::Gerund | Form::Participle)
                && parsed.relation(token) == Relation::Amod
        }
        _ => false,
    }
}

/// Whether another phrase begins here: "told her the port was safe", "the day that".
fn starts_anew(parsed: &Parsed<'_>, token: usize, first: usize) -> bool {
    let article = parsed.tokens[token].tag == Tag::Det && parsed.tokens[token.saturating_sub(1)].tag != Tag::Det;
    token > first && (article || parsed.is_any(token, &["that", "who", "which", "whose", "he", "she", "they", "it"]))
}

/// The phrase that begins with a token and ends before `end`, with what "of", "for", "at" or "from" adds to it.
pub(crate) fn phrase_from(parsed: &Parsed<'_>, start: usize, end: usize) -> Option<Phrase> {
    let run = |from: usize| {
        let inside = (from..end).take(RUN_TOKENS_MAX);
        from + inside.take_while(|&token| is_inside_phrase(parsed, token) && !starts_anew(parsed, token, from)).count()
    };
    let first_end = run(start);
    let head = (start..first_end).rev().find(|&token| is_nominal(parsed, token))?;
    let mut last = head + 1;
    for _ in 0..4 {
        if last + 1 >= end || !parsed.is_any(last, &["of", "for", "at", "from", "in", "to"]) {
            break;
        }
        let Some(next) = (last + 1..run(last + 1)).rev().find(|&token| is_nominal(parsed, token)) else { break };
        last = next + 1;
    }
    Some(Phrase { tokens: start..last, head })
}

/// The phrase that ends right before a token and begins at or after `floor`.
pub(crate) fn phrase_before(parsed: &Parsed<'_>, end: usize, floor: usize) -> Option<Phrase> {
    let run = |to: usize| {
        let length =
            (floor..to).rev().take(RUN_TOKENS_MAX).take_while(|&token| is_inside_phrase(parsed, token)).count();
        to - length
    };
    if end <= floor || !is_nominal(parsed, end - 1) {
        return None;
    }
    let (mut start, mut head) = (run(end), end - 1);
    for _ in 0..4 {
        let joined = start > floor + 1 && parsed.is_any(start - 1, &["of", "for", "at", "from"]);
        if !joined || !is_nominal(parsed, start - 2) {
            break;
        }
        head = start - 2;
        start = run(start - 1);
    }
    // A pronoun is a phrase by itself: "in the meeting he said".
    if parsed.tokens[end - 1].tag == Tag::Pron {
        return Some(Phrase { tokens: end - 1..end, head: end - 1 });
    }
    Some(Phrase { tokens: start..end, head })
}

/// The phrase that hangs on a token: before it all, behind it up to the first comma, clause or the like.
pub(crate) fn phrase_of(parsed: &Parsed<'_>, head: usize) -> Phrase {
    let (mut first, mut last) = (head, head);
    let mut open = vec![head];
    let mut seen = 0;
    while let Some(token) = open.pop() {
        seen += 1;
        if seen > PHRASE_TOKENS_MAX {
            break;
        }
        (first, last) = (first.min(token), last.max(token));
        let near = parsed.dependents(token).take(PHRASE_TOKENS_MAX);
        open.extend(
            near.filter(|&dependent| {
                dependent.abs_diff(head) <= PHRASE_TOKENS_MAX && !sets_off(parsed, dependent, token)
            }),
        );
    }
    while first < head && matches!(parsed.tokens[first].tag, Tag::Punct | Tag::Cconj | Tag::Adv | Tag::Sconj | Tag::Adp)
    {
        first += 1;
    }
    let ends = |&token: &usize| parsed.tokens[token].tag == Tag::Punct && !parsed.is_any(token, &["-", "–", "."]);
    if let Some(comma) = (first..head).rev().find(ends).filter(|&comma| head - comma < PHRASE_TOKENS_MAX) {
        first = comma + 1;
    }
    let end = (head + 1..last + 1).find(ends).unwrap_or(last + 1);
    Phrase { tokens: first..end, head }
}

/// Whether a dependent is an addition to the phrase and not a part of it.
fn sets_off(parsed: &Parsed<'_>, dependent: usize, head: usize) -> bool {
    let relation = parsed.relation(dependent);
    matches!(
        relation,
        Relation::Acl
            | Relation::AclRelcl
            | Relation::Advcl
            | Relation::Parataxis
            | Relation::Punct
            | Relation::Discourse
            | Relation::Dep
            | Relation::Ccomp
            | Relation::List
    ) || (relation == Relation::Appos && dependent > head && parsed.tokens[head + 1].tag == Tag::Punct)
}

/// The first of a token's dependents with this relation, of as many as are looked at.
pub(crate) fn dependent(parsed: &Parsed<'_>, token: usize, relation: Relation) -> Option<usize> {
    parsed.dependents(token).take(PHRASE_TOKENS_MAX).find(|&dependent| parsed.relation(dependent) == relation)
}

/// The token and its heads, as far as it pays to look.
pub(crate) fn climb<'a>(parsed: &'a Parsed<'_>, token: usize) -> impl Iterator<Item = usize> + 'a {
    std::iter::successors(Some(token), |&token| parsed.head(token)).take(CLIMB_MAX)
}

/// Whether a token is the first of its sentence, quotation marks and brackets aside.
pub(crate) fn begins_sentence(parsed: &Parsed<'_>, token: usize) -> bool {
    let first = sentence_of(parsed, token).start;
    (first..token).rev().take(4).all(|before| parsed.tokens[before].tag == Tag::Punct) && token - first <= 4
}
