//! Who says it, by the grammar of the sentence: the subject of the reporting verb, or who stands in its place.

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};
use parsed::Parsed;

use crate::cues::{Cue, CueKind};
use crate::grammar::{
    CLIMB_MAX, Phrase, dependent, has_clause, is_finite, is_nominal, phrase_before, phrase_from, phrase_of, sentence_of,
};
use crate::verbs::{self, Uses};

/// Words for what is said or written: who says it is the one to whom they belong.
const WRITINGS: [&str; 30] = [
    "statement",
    "statements",
    "article",
    "letter",
    "report",
    "speech",
    "message",
    "post",
    "tweet",
    "interview",
    "comment",
    "comments",
    "remark",
    "remarks",
    "editorial",
    "column",
    "note",
    "memo",
    "email",
    "document",
    "warning",
    "claim",
    "announcement",
    "reply",
    "response",
    "release",
    "paper",
    "essay",
    "commentary",
    "video",
];
/// Pronouns that stand for something that was mentioned before, in a relative clause.
const RELATIVES: [&str; 3] = ["who", "which", "that"];
/// Days that stand where a subject could: "said Monday".
const DAYS: [&str; 10] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow"];
/// How far before ", adding that" the report may stand to which it adds.
const ADDED_TOKENS_MAX: usize = 60;
/// How many tokens an aside between commas may have: "Kovar, a pilot from the port of Orne, said".
const ASIDE_TOKENS_MAX: usize = 24;

/// Who says it; `None` when the sentence does not tell.
pub(crate) fn find(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    find_outside(parsed, cue, 0..0)
}

/// Who says it, but nobody whom the words themselves name: those lie in `said`.
pub(crate) fn find_outside(parsed: &Parsed<'_>, cue: &Cue, said: Range<usize>) -> Option<Phrase> {
    // Of "issued a statement saying", the statement is not the one who speaks.
    let carries =
        |phrase: &Phrase| parsed.tokens[cue.token].form == Form::Gerund && parsed.is_any(phrase.head, &WRITINGS);
    let outside =
        |phrase: &Phrase| !said.contains(&phrase.head) && !carries(phrase) && !parsed.is_any(phrase.head, &DAYS);
    let sentence = sentence_of(parsed, cue.token);
    if cue.kind == CueKind::Source {
        return phrase_from(parsed, cue.words.end, sentence.end);
    }
    if cue.is_passive(parsed) {
        return agent(parsed, cue);
    }
    let near = pronoun_before(parsed, cue).filter(outside);
    near.or_else(|| second(parsed, cue).filter(outside))
        .or_else(|| name_behind(parsed, cue).filter(outside))
        .or_else(|| own_subject(parsed, cue).filter(outside))
        .or_else(|| inverted(parsed, cue).filter(outside))
        .or_else(|| before(parsed, cue).filter(outside))
        .or_else(|| inherited(parsed, cue).filter(outside))
}

/// To whom it is said: "told reporters", "said to Kovar".
pub(crate) fn listener(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let end = sentence_of(parsed, cue.token).end;
    let next = cue.words.end;
    if cue.kind == CueKind::Source || next >= end {
        return None;
    }
    if cue.uses.has(Uses::LISTENER) {
        if cue.is_passive(parsed) {
            return dependent(parsed, cue.token, Relation::NsubjPass).map(|token| phrase_of(parsed, token));
        }
        let starts = !matches!(parsed.tokens[next].tag, Tag::Punct | Tag::Adp | Tag::Sconj | Tag::Part);
        return core(parsed, next, end).filter(|_| starts);
    }
    let to = parsed.is(next, "to") && next + 1 < end;
    to.then(|| core(parsed, next + 1, end)).flatten()
}

/// A phrase without what "of" or "in" adds to it.
fn core(parsed: &Parsed<'_>, start: usize, end: usize) -> Option<Phrase> {
    let phrase = phrase_from(parsed, start, end)?;
    Some(Phrase { tokens: phrase.tokens.start..phrase.head + 1, head: phrase.head })
}

/// "he" of "he said", which the eye finds more surely than a parser.
fn pronoun_before(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let start = cue.group(parsed).start;
    let floor = sentence_of(parsed, cue.token).start;
    let at = start.checked_sub(1).filter(|&at| at >= floor)?;
    let personal = parsed.is_any(at, &["he", "she", "they", "i", "we", "you"]);
    personal.then(|| Phrase { tokens: at..at + 1, head: at })
}

/// Who does it, in a passive: "was described by Kovar as".
fn agent(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let end = sentence_of(parsed, cue.token).end;
    let near = cue.words.end..end.min(cue.words.end + 8);
    let by = near.clone().find(|&token| parsed.is(token, "by"))?;
    let clause = (near.start..by).any(|token| is_finite(parsed, token) || parsed.tokens[token].tag == Tag::Punct);
    if clause || by + 1 >= end { None } else { phrase_from(parsed, by + 1, end) }
}

/// "the ice is thin, says Jan Moss, a pilot": a name behind the verb, with nothing of which it could be the subject.
fn name_behind(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let sentence = sentence_of(parsed, cue.token);
    let start = cue.group(parsed).start;
    let behind_clause = start > sentence.start && parsed.is(start - 1, ",") && !cue.uses.has(Uses::LISTENER);
    if !behind_clause || !is_finite(parsed, cue.token) || !has_clause(parsed, sentence.start..start - 1) {
        return None;
    }
    let phrase = phrase_from(parsed, cue.words.end, sentence.end)?;
    let ends = phrase.tokens.end >= sentence.end || parsed.tokens[phrase.tokens.end].tag == Tag::Punct;
    (ends && parsed.tokens[phrase.head].tag == Tag::Propn).then_some(phrase)
}

/// The subject that the parser found for the verb itself; of a participle, only what stands right before it.
fn own_subject(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let participle = parsed.tokens[cue.token].form == Form::Gerund;
    let start = cue.group(parsed).start;
    subject_of(parsed, cue.token).filter(|phrase| !participle || phrase.tokens.end == start)
}

/// The subject that the parser found.
fn subject_of(parsed: &Parsed<'_>, verb: usize) -> Option<Phrase> {
    // Where no auxiliary makes a passive, the parser took a past tense for a participle.
    let is_subject = |&token: &usize| {
        matches!(parsed.relation(token), Relation::Nsubj | Relation::NsubjOuter | Relation::NsubjPass)
            && parsed.tokens[token].tag != Tag::Adj
    };
    let subject = parsed.dependents(verb).take(CLIMB_MAX).find(is_subject)?;
    if parsed.is_any(subject, &RELATIVES) && parsed.tokens[subject].tag == Tag::Pron {
        return antecedent(parsed, subject, verb);
    }
    if parsed.tokens[subject].tag == Tag::Punct {
        return None;
    }
    let phrase = phrase_of(parsed, subject);
    // "School teacher Jan Moss said", taken for two subjects.
    let second =
        parsed.dependents(verb).take(CLIMB_MAX).filter(|&other| other > subject && other < verb).find(is_subject);
    let name = second.map(|second| phrase_of(parsed, second)).filter(|name| name.tokens.start == phrase.tokens.end);
    Some(name.map_or(phrase.clone(), |name| Phrase { tokens: phrase.tokens.start..name.tokens.end, head: name.head }))
}

/// The noun to which a relative clause belongs.
fn antecedent(parsed: &Parsed<'_>, pronoun: usize, verb: usize) -> Option<Phrase> {
    let by_parse = (parsed.relation(verb) == Relation::AclRelcl).then(|| parsed.head(verb)).flatten();
    if let Some(noun) = by_parse.filter(|&noun| is_nominal(parsed, noun)) {
        return Some(phrase_of(parsed, noun));
    }
    let floor = sentence_of(parsed, verb).start;
    let end = if pronoun > floor && parsed.is(pronoun - 1, ",") { pronoun - 1 } else { pronoun };
    phrase_before(parsed, end, floor)
}

/// "said Anna Kovar": the subject stands behind the verb.
fn inverted(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let sentence = sentence_of(parsed, cue.token);
    let start = cue.group(parsed).start;
    let after_speech = start == sentence.start || parsed.tokens[start - 1].tag == Tag::Punct;
    // "told reporters" has its object there, unless it follows the words themselves: `" asked Kovar`.
    let object = cue.uses.has(Uses::LISTENER) && start > 0 && parsed.is(start - 1, ",");
    if !after_speech || object || parsed.tokens[cue.token].form == Form::Gerund {
        return None;
    }
    phrase_from(parsed, cue.words.end, sentence.end)
}

/// The phrase right before the verb, or before an aside between commas.
fn before(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let floor = sentence_of(parsed, cue.token).start;
    let start = cue.group(parsed).start;
    if let Some(phrase) = phrase_before(parsed, start, floor) {
        let governed = phrase.tokens.start > floor && parsed.tokens[phrase.tokens.start - 1].tag == Tag::Adp;
        // "spent a minute explaining how", but "with Kovar saying that".
        let participle = parsed.tokens[cue.token].form == Form::Gerund;
        return (!participle || governed && with(parsed, &phrase)).then_some(phrase);
    }
    let aside_end = start.checked_sub(1).filter(|&at| at > floor && parsed.is(at, ","))?;
    if parsed.tokens[cue.token].form == Form::Gerund {
        return None;
    }
    let lowest = aside_end.saturating_sub(ASIDE_TOKENS_MAX).max(floor);
    let comma = (lowest..aside_end).rev().find(|&token| parsed.is(token, ","))?;
    let clause = (comma + 1..aside_end).find(|&token| is_finite(parsed, token));
    let relative = parsed.is_any(comma + 1, &["who", "which", "whose", "where"]);
    if clause.is_some() && !relative { None } else { phrase_before(parsed, comma, floor) }
}

/// "with Kovar saying".
fn with(parsed: &Parsed<'_>, phrase: &Phrase) -> bool {
    phrase.tokens.start > 0 && parsed.is_any(phrase.tokens.start - 1, &["with"])
}

/// "Moss said that both ports are safe and stressed": a report right behind "and" goes with the report before, also where
/// the parser joins it to what is reported.
fn second(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let floor = sentence_of(parsed, cue.token).start;
    let joins = |verb: usize| verb > floor && parsed.tokens[verb - 1].tag == Tag::Cconj;
    if !joins(cue.group(parsed).start) || !is_finite(parsed, cue.token) {
        return None;
    }
    let reports = |&verb: &usize| {
        let uses = Uses::THAT.and(Uses::PHRASE);
        is_finite(parsed, verb)
            && !joins(verb)
            && verbs::find(parsed.text, parsed.range(verb)).is_some_and(|verb| verb.uses.has(uses))
    };
    let report = (floor..cue.token).rev().take(ADDED_TOKENS_MAX).find(reports)?;
    subject_of(parsed, report).filter(|phrase| phrase.head < report)
}

/// ", adding that", "and warned of": who says it is the one who said what stands before, whatever the parser hangs it on.
fn added(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    let floor = sentence_of(parsed, cue.token).start;
    let start = cue.group(parsed).start;
    let gerund = parsed.tokens[cue.token].form == Form::Gerund;
    let adds = start > floor && gerund && parsed.is(start - 1, ",");
    let joins = start > floor && !gerund && parsed.tokens[start - 1].tag == Tag::Cconj;
    if !adds && !joins {
        return None;
    }
    let near = (floor..start).rev().take(ADDED_TOKENS_MAX);
    let reports = |&token: &usize| is_finite(parsed, token) && verbs::find(parsed.text, parsed.range(token)).is_some();
    let told = |&token: &usize| {
        let token = &parsed.tokens[token];
        token.tag == Tag::Verb && !matches!(token.form, Form::Base | Form::Gerund)
    };
    let root = |token: &usize| told(token) && parsed.head(*token).is_none();
    let verb = near.clone().find(reports).or_else(|| near.clone().find(root)).or_else(|| near.clone().find(told))?;
    subject_of(parsed, verb).or_else(|| {
        let adverbs = (floor..verb).rev().take_while(|&token| matches!(parsed.tokens[token].tag, Tag::Adv | Tag::Aux));
        phrase_before(parsed, verb - adverbs.take(4).count(), floor)
    })
}

/// The subject of the clause to which the verb belongs: "called the port, adding that", "a statement saying that".
fn inherited(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    if let Some(phrase) = added(parsed, cue) {
        return Some(phrase);
    }
    let mut token = cue.token;
    for _ in 0..6 {
        let head = parsed.head(token)?;
        match parsed.relation(token) {
            Relation::Acl | Relation::AclRelcl if is_nominal(parsed, head) => {
                // "spent a minute explaining": a thing that is somebody's object does not speak.
                let object = matches!(parsed.relation(head), Relation::Obj | Relation::Obl | Relation::OblUnmarked)
                    && parsed.tokens[head].tag == Tag::Noun
                    && parsed.relation(token) == Relation::Acl;
                if !object && !parsed.is_any(head, &WRITINGS) {
                    return Some(phrase_of(parsed, head));
                }
                if let Some(owner) = owner(parsed, head) {
                    return Some(owner);
                }
            }
            Relation::Conj
            | Relation::Xcomp
            | Relation::Advcl
            | Relation::Parataxis
            | Relation::Obj
            | Relation::Obl
            | Relation::OblUnmarked
            | Relation::Ccomp => {}
            _ => break,
        }
        token = told_with(parsed, token, head).unwrap_or(head);
        if let Some(subject) = subject_of(parsed, token) {
            return Some(subject);
        }
        if let Some(subject) = dependent(parsed, token, Relation::NsubjPass) {
            return Some(phrase_of(parsed, subject));
        }
    }
    main_subject(parsed, cue)
}

/// "stated that both sides pose no threat and stressed": a report that the parser joined to what is reported goes with
/// the report.
fn told_with(parsed: &Parsed<'_>, token: usize, head: usize) -> Option<usize> {
    let reports =
        |token: usize| verbs::find(parsed.text, parsed.range(token)).is_some_and(|verb| verb.uses.has(Uses::THAT));
    let adds = parsed.relation(token) == Relation::Advcl && parsed.tokens[token].form == Form::Gerund;
    let joined = (adds || parsed.relation(token) == Relation::Conj) && parsed.relation(head) == Relation::Ccomp;
    let report = parsed.head(head).filter(|&report| joined && reports(report))?;
    (!reports(head)).then_some(report)
}

/// To whom a writing belongs: "the ministry's statement", "a statement by the ministry".
pub(crate) fn owner(parsed: &Parsed<'_>, noun: usize) -> Option<Phrase> {
    if let Some(owner) = dependent(parsed, noun, Relation::NmodPoss) {
        return Some(phrase_of(parsed, owner));
    }
    let end = sentence_of(parsed, noun).end;
    let by = noun + 1;
    let follows = by + 1 < end && parsed.is_any(by, &["by", "from", "of"]);
    follows.then(|| phrase_from(parsed, by + 1, end)).flatten()
}

/// Of a participle at the start ("Speaking in Orne, Kovar said") or behind a comma: the sentence's own subject.
fn main_subject(parsed: &Parsed<'_>, cue: &Cue) -> Option<Phrase> {
    if parsed.tokens[cue.token].form != Form::Gerund {
        return None;
    }
    let sentence = sentence_of(parsed, cue.token);
    let subject = |token: &usize| parsed.relation(*token) == Relation::Nsubj;
    let lowest = cue.token.saturating_sub(60).max(sentence.start);
    let found = (lowest..cue.token).find(subject).or_else(|| {
        let comma = (cue.token..sentence.end.min(cue.token + 60)).find(|&token| parsed.is(token, ","))?;
        (comma..sentence.end.min(comma + 20)).find(subject)
    })?;
    Some(phrase_of(parsed, found))
}
