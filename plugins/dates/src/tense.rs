//! Whether the clause of a date tells what was or what is to come: by the parse where there is one, else by the words
//! around.

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};
use parsed::Parsed;

use crate::pieces::{Kind, Piece};
use crate::resolve::Tense;
use crate::words::Word;

/// Steps from a date to the verb of its clause; longer ways are errors of the parse.
const STEPS_MAX: usize = 12;

/// Verbs whose infinitive is to come: "plans to meet", "agreed to leave".
const AHEAD: &[&str] = &[
    "agree",
    "agreed",
    "agrees",
    "aim",
    "aims",
    "due",
    "expected",
    "expects",
    "going",
    "hope",
    "hopes",
    "hoped",
    "intends",
    "likely",
    "plan",
    "planned",
    "planning",
    "plans",
    "pledged",
    "pledges",
    "promised",
    "promises",
    "ready",
    "scheduled",
    "set",
    "slated",
    "vowed",
    "vows",
    "wants",
    "willing",
];

/// Verbs with which one asks somebody to do something, which is to come as well: "urged both sides to leave by April 30".
const ASKING: &[&str] = &[
    "advised",
    "asked",
    "asks",
    "called",
    "calls",
    "decided",
    "demanded",
    "demands",
    "instructed",
    "invited",
    "invites",
    "offered",
    "offers",
    "ordered",
    "orders",
    "requested",
    "required",
    "threatened",
    "threatens",
    "told",
    "urged",
    "urges",
    "voted",
];

/// Verbs of what lasts from then on: "extended the truce until May".
const LASTING: &[&str] = &[
    "adjourned",
    "banned",
    "barred",
    "closed",
    "delayed",
    "extended",
    "froze",
    "gave",
    "granted",
    "halted",
    "postponed",
    "prolonged",
    "remanded",
    "renewed",
    "suspended",
];

/// Verbs of telling: their present tense is about what was told.
const TELLING: &[&str] = &["says", "say", "tells", "reports", "writes", "argues", "adds", "warns", "claims"];

/// What the parse says about the clause of some bytes.
pub(crate) fn of_parse(parsed: &Parsed<'_>, bytes: Range<usize>) -> Tense {
    let tokens = parsed.tokens_in(bytes);
    let Some(top) = parsed.top(tokens.clone()) else { return Tense::Unknown };
    for verb in parsed.heads(top).take(STEPS_MAX).filter(|token| !tokens.contains(token)) {
        let tense = of_verb(parsed, verb);
        if tense == Tense::Past
            && parsed.tokens[verb].form == Form::Past
            && verb < top
            && is_deadline(parsed, verb, top)
        {
            return Tense::Future;
        }
        // "will meet on July 1, the minister said": the parser hung it on what stands behind the comma.
        if tense == Tense::Past && verb >= tokens.end && is_before_report(parsed, tokens.end, verb) {
            return Tense::Unknown;
        }
        if tense != Tense::Unknown {
            return tense;
        }
    }
    Tense::Unknown
}

/// Whether a comma, a name and a verb of telling stand behind a date, and a verb before it in its sentence.
fn is_before_report(parsed: &Parsed<'_>, end: usize, verb: usize) -> bool {
    const TOLD: &[&str] = &["said", "announced", "reported", "told", "added", "declared", "stated", "confirmed"];
    let first = parsed.tokens_of(parsed.sentence_of(verb)).start;
    let is_verb = |token: usize| matches!(parsed.tokens[token].tag, Tag::Verb | Tag::Aux);
    parsed.is(end, ",")
        && parsed.is_any(verb, TOLD)
        && !(end..verb).take(VERBS_WINDOW).any(is_verb)
        && (first..end).rev().take(VERBS_WINDOW).any(is_verb)
}

/// So many tokens are looked through for verbs.
const VERBS_WINDOW: usize = 40;

/// "demanded an answer by Friday", "suspended flights until May": what was to come when the verb was done.
fn is_deadline(parsed: &Parsed<'_>, verb: usize, date: usize) -> bool {
    let lasts = || parsed.is_any(verb, LASTING);
    parsed.dependents(date).take(40).filter(|&token| parsed.relation(token) == Relation::Case).any(|preposition| {
        parsed.is(preposition, "by") || (parsed.is(preposition, "until") || parsed.is(preposition, "till")) && lasts()
    })
}

fn of_verb(parsed: &Parsed<'_>, verb: usize) -> Tense {
    // Only the first few dependents: auxiliaries are few, and a broken parse may hang a million words on one.
    let helpers = || {
        parsed.dependents(verb).take(40).filter(|&token| {
            matches!(parsed.relation(token), Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Mark)
        })
    };
    let has = |words: &[&str]| helpers().any(|token| parsed.is_any(token, words));
    if helpers().any(|token| parsed.tokens[token].form == Form::Modal) {
        return Tense::Future;
    }
    let token = &parsed.tokens[verb];
    let verbal = matches!(token.tag, Tag::Verb | Tag::Aux);
    if has(&["had", "has", "have", "'ve", "was", "were"]) {
        // "was to meet", "had to leave"
        return if verbal && parsed.is_any(verb, AHEAD) && token.form != Form::Past {
            Tense::Unknown
        } else {
            Tense::Past
        };
    }
    if !verbal {
        return if has(&["is", "are", "'s", "'re"]) { Tense::Future } else { Tense::Unknown };
    }
    match token.form {
        Form::Past => Tense::Past,
        Form::Participle if has(&["is", "are", "being"]) => Tense::Future,
        Form::Participle if matches!(token.relation, Relation::Acl | Relation::Amod) => Tense::Past,
        Form::Gerund if has(&["is", "are", "'s", "'re"]) => Tense::Future,
        Form::Third | Form::Present if !parsed.is_any(verb, TELLING) => Tense::Future,
        Form::Base if has(&["to"]) => match parsed.head(verb) {
            Some(head) if AHEAD.iter().chain(ASKING).any(|word| parsed.is(head, word)) => Tense::Future,
            _ => Tense::Unknown,
        },
        _ => Tense::Unknown,
    }
}

/// Pieces on either side that are looked at, so that a sentence of a million dates costs no million steps for each.
const PIECES_MAX: usize = 60;

/// What the words around some pieces say: the nearest before them, else the first behind.
pub(crate) fn of_words(line: &str, pieces: &[Piece], found: Range<usize>) -> Tense {
    let left = found.start.saturating_sub(PIECES_MAX)..found.start;
    for at in left.rev() {
        if ends_sentence(pieces, at) {
            break;
        }
        if let Some(tense) = tense_at(line, pieces, at) {
            return tense;
        }
    }
    for at in found.end..pieces.len().min(found.end + PIECES_MAX) {
        if ends_sentence(pieces, at) {
            break;
        }
        if let Some(tense) = tense_at(line, pieces, at) {
            return tense;
        }
    }
    Tense::Unknown
}

fn tense_at(line: &str, pieces: &[Piece], at: usize) -> Option<Tense> {
    let piece = pieces[at];
    match piece.kind {
        Kind::Word(Word::Future) => Some(Tense::Future),
        Kind::Past | Kind::Word(Word::Told) => {
            let word = &line[piece.start as usize..piece.end as usize];
            let infinitive = pieces.get(at + 1).is_some_and(|next| next.kind == Kind::Word(Word::To));
            Some(if infinitive && AHEAD.contains(&word) { Tense::Future } else { Tense::Past })
        }
        _ => None,
    }
}

/// A full stop before a capital, or another mark that ends a sentence.
pub(crate) fn ends_sentence(pieces: &[Piece], at: usize) -> bool {
    match pieces[at].kind {
        Kind::Mark(b'.') => pieces.get(at + 1).is_some_and(|next| next.capital || next.kind == Kind::Mark(b'"')),
        Kind::Mark(b'!' | b'?' | b';') => true,
        _ => false,
    }
}
