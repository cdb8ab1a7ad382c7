//! Words that report: reporting verbs, "according to", "in the words of".

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};
use parsed::Parsed;

use crate::grammar::{is_finite, sentence_of};
use crate::verbs::{self, Uses};

/// A reporting word or phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cue {
    /// The verb; of "according to", the first word.
    pub(crate) token: usize,
    /// All its words.
    pub(crate) words: Range<usize>,
    /// What may come with it.
    pub(crate) uses: Uses,
    /// What kind of words.
    pub(crate) kind: CueKind,
}

/// What kind of words report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CueKind {
    /// A verb.
    Verb,
    /// "According to" and the like: who says it follows.
    Source,
}

/// Whether something is reported at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It was said.
    Said,
    /// It may, would or should be said, or it is asked whether it was.
    Supposed,
    /// It was not said.
    Denied,
}

/// How many tokens before a verb its auxiliaries and adverbs can stand.
const GROUP_TOKENS_MAX: usize = 6;

/// How long a clause with "if" before the main clause may be.
const CONDITION_TOKENS_MAX: usize = 40;

/// The reporting words of these sentences, in order.
pub(crate) fn find(parsed: &Parsed<'_>, sentences: impl Iterator<Item = usize>) -> Vec<Cue> {
    let mut cues = Vec::new();
    for sentence in sentences {
        let tokens = parsed.tokens_of(sentence);
        for token in tokens.clone() {
            cues.extend(cue(parsed, token, tokens.end));
        }
    }
    cues
}

/// The cue that begins with a token of a sentence.
fn cue(parsed: &Parsed<'_>, token: usize, end: usize) -> Option<Cue> {
    match parsed.tokens[token].tag {
        _ if parsed.is(token, "according") => source(parsed, token, end),
        Tag::Verb => verb(parsed, token, end),
        Tag::Adp => source(parsed, token, end),
        // What is tagged as a noun reports where it can be nothing else.
        Tag::Noun if precedes_particle(parsed, token, end) => {
            verb(parsed, token, end).filter(|cue| cue.words.len() > 1)
        }
        _ if parsed.is_any(token, &["said", "says"]) => verb(parsed, token, end),
        _ => None,
    }
}

/// Whether the next word is a particle of a reporting verb.
fn precedes_particle(parsed: &Parsed<'_>, token: usize, end: usize) -> bool {
    token + 1 < end && parsed.is_any(token + 1, &["out", "back", "in", "on", "up"])
}

fn verb(parsed: &Parsed<'_>, token: usize, end: usize) -> Option<Cue> {
    let found = verbs::find(parsed.text, parsed.range(token))?;
    let mut words = token..token + 1;
    if let Some(particle) = found.particle {
        let near = token + 1..end.min(token + 4);
        let at = near.clone().find(|&at| parsed.is(at, particle))?;
        if (token + 1..at).any(|between| parsed.tokens[between].tag == Tag::Punct) {
            return None;
        }
        words.end = at + 1;
    }
    Some(Cue { token, words, uses: found.uses, kind: CueKind::Verb })
}

/// "according to", "in the words of".
fn source(parsed: &Parsed<'_>, token: usize, end: usize) -> Option<Cue> {
    const VIEWS: [&str; 8] = ["words", "view", "opinion", "eyes", "judgment", "judgement", "assessment", "telling"];
    let uses = Uses::THAT.and(Uses::BARE).and(Uses::QUOTE);
    let made = |length| Some(Cue { token, words: token..token + length, uses, kind: CueKind::Source });
    if parsed.is(token, "according") && token + 2 < end && parsed.is(token + 1, "to") {
        const RULES: [&str; 9] =
            ["plan", "schedule", "law", "rules", "custom", "tradition", "need", "size", "procedure"];
        let ruled = (token + 2..end.min(token + 5)).any(|word| parsed.is_any(word, &RULES));
        return if ruled { None } else { made(2) };
    }
    let of = token + 4 < end && parsed.is(token, "in") && parsed.is(token + 1, "the") && parsed.is(token + 3, "of");
    if of && parsed.is_any(token + 2, &VIEWS) { made(4) } else { None }
}

impl Cue {
    /// Whether the verb stands in the passive: what is its subject did not say it.
    pub(crate) fn is_passive(&self, parsed: &Parsed<'_>) -> bool {
        if self.kind == CueKind::Source {
            return false;
        }
        let by_parse = parsed
            .dependents(self.token)
            .take(GROUP_TOKENS_MAX * 2)
            .any(|token| parsed.relation(token) == Relation::AuxPass);
        let participle = matches!(parsed.tokens[self.token].form, Form::Participle | Form::Past | Form::Other);
        let be = |token| parsed.is_any(token, &["is", "are", "was", "were", "be", "been", "being", "'s", "’s"]);
        by_parse || (participle && self.group(parsed).rev().take(3).any(be))
    }

    /// The auxiliaries, negations and adverbs right before the verb.
    pub(crate) fn group(&self, parsed: &Parsed<'_>) -> Range<usize> {
        let floor = sentence_of(parsed, self.token).start;
        let belongs = |&token: &usize| {
            matches!(parsed.tokens[token].tag, Tag::Aux | Tag::Adv | Tag::Part) && !parsed.is_any(token, &["'s", "’s"])
                || parsed.is_any(token, &["is", "was", "were", "are", "be", "been", "has", "have", "had"])
        };
        let length = (floor..self.token).rev().take(GROUP_TOKENS_MAX).take_while(belongs).count();
        self.token - length..self.token
    }

    /// Whether the verb makes a clause of its own or goes with one: no bare infinitive, no noun or adjective.
    pub(crate) fn is_told(&self, parsed: &Parsed<'_>) -> bool {
        if self.kind == CueKind::Source || parsed.tokens[self.token].tag != Tag::Verb {
            return true;
        }
        match parsed.tokens[self.token].form {
            Form::Base if self.is_infinitive(parsed) => self.goes_on_to(parsed),
            Form::Base => self.group(parsed).any(|token| is_finite(parsed, token)),
            _ => parsed.relation(self.token) != Relation::Amod,
        }
    }

    fn is_infinitive(&self, parsed: &Parsed<'_>) -> bool {
        let last = self.group(parsed).rev().find(|&token| parsed.tokens[token].tag != Tag::Adv);
        last.is_some_and(|token| parsed.is(token, "to"))
    }

    /// "went on to say", "continued to insist": the infinitive tells of what was said.
    fn goes_on_to(&self, parsed: &Parsed<'_>) -> bool {
        const LEADING: [&str; 24] = [
            "went",
            "goes",
            "going",
            "continued",
            "continues",
            "continuing",
            "proceeded",
            "hastened",
            "rushed",
            "appeared",
            "appears",
            "seemed",
            "seems",
            "used",
            "quick",
            "keen",
            "on",
            "careful",
            "first",
            "happy",
            "glad",
            "sorry",
            "came",
            "comes",
        ];
        let group = self.group(parsed);
        let to = group.clone().find(|&token| parsed.is(token, "to"));
        let first = group.start.max(sentence_of(parsed, self.token).start);
        to.is_some() && first > 0 && parsed.is_any(first - 1, &LEADING)
    }

    /// Whether it is told as said.
    pub(crate) fn standing(&self, parsed: &Parsed<'_>) -> Standing {
        const NEGATIONS: [&str; 7] = ["not", "n't", "n’t", "never", "no", "nor", "hardly"];
        const NOBODY: [&str; 6] = ["nobody", "none", "neither", "no-one", "nothing", "few"];
        const MODALS: [&str; 13] =
            ["would", "could", "may", "might", "should", "must", "can", "will", "shall", "'d", "’d", "'ll", "’ll"];
        const REFUSALS: [&str; 12] = [
            "refused",
            "refuses",
            "declined",
            "declines",
            "failed",
            "fails",
            "refusing",
            "declining",
            "failing",
            "avoided",
            "stopped",
            "refuse",
        ];
        if self.kind == CueKind::Source {
            return Standing::Said;
        }
        let group = self.group(parsed);
        let sentence = sentence_of(parsed, self.token);
        let before = group.start.saturating_sub(2).max(sentence.start)..group.start;
        let denied = group.clone().any(|token| parsed.is_any(token, &NEGATIONS))
            || before.clone().any(|token| parsed.is_any(token, &NOBODY) || parsed.is_any(token, &REFUSALS))
            || before.clone().any(|token| parsed.is(token, "no") && parsed.tokens[token].tag == Tag::Det)
            || (before.len() == 2 && parsed.is(before.start, "no") && parsed.is(before.start + 1, "one"));
        if denied {
            return Standing::Denied;
        }
        let marked = parsed.dependents(self.token).take(8).any(|token| {
            parsed.relation(token) == Relation::Mark && parsed.is_any(token, &["if", "unless", "whether"])
        });
        let conditional = parsed.is_any(sentence.start, &["if", "unless"])
            && !(sentence.start..self.token).take(CONDITION_TOKENS_MAX).any(|token| parsed.is(token, ","));
        if marked || conditional || group.clone().any(|token| parsed.is_any(token, &MODALS)) || !self.is_told(parsed) {
            return Standing::Supposed;
        }
        Standing::Said
    }
}

/// The cues whose verb lies in these tokens.
pub(crate) fn within(cues: &[Cue], tokens: Range<usize>) -> &[Cue] {
    let first = cues.partition_point(|cue| cue.token < tokens.start);
    let end = cues.partition_point(|cue| cue.token < tokens.end);
    &cues[first..end.max(first)]
}
