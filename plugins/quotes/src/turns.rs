//! What is said in a transcript: paragraphs that begin with the name of who speaks and a colon.

use std::ops::Range;

use extractor_api::layer::{QuoteKind, Relation, ZoneKind};

use crate::finding::{Finding, Speaking};
use crate::grammar::{Phrase, has_clause, opens_quote};
use crate::people::People;
use crate::scene::Scene;

/// So many paragraphs with a name and a colon make a transcript, when one who speaks does so twice.
const TURNS_MIN: usize = 3;
/// The most words of a name with its title.
const LABEL_TOKENS_MAX: usize = 8;
/// Thousandths: a list of what several people do looks alike.
const CONFIDENCE: u32 = 850;
/// Who speaks where no name is given.
const PARTS: [&str; 10] = [
    "q",
    "a",
    "question",
    "answer",
    "reporter",
    "journalist",
    "interviewer",
    "moderator",
    "spokesperson",
    "correspondent",
];

/// The turns of a transcript, a finding for each paragraph; none where the text is no transcript.
pub(crate) fn find(scene: &Scene<'_>, people: &People<'_>) -> Vec<Finding> {
    let labels: Vec<Option<Phrase>> =
        (0..scene.paragraphs.len()).map(|paragraph| label(scene, people, paragraph)).collect();
    if !is_transcript(scene, people, &labels) {
        return Vec::new();
    }
    // Behind the last name it is not known where the answer ends and the page goes on.
    let named = labels.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut findings = Vec::new();
    let (mut speaks, mut listens): (Option<&Phrase>, Option<&Phrase>) = (None, None);
    for (paragraph, label) in labels.iter().enumerate().take(named).filter(|&(paragraph, _)| is_body(scene, paragraph))
    {
        let tokens = scene.tokens_of(paragraph);
        let start = label.as_ref().map_or(tokens.start, |label| label.tokens.end + 1);
        if let Some(label) = label {
            // Who begins speaks to whoever answers, everybody else to the one before.
            let is_other = |other: &&Phrase| words_of(scene, other) != words_of(scene, label);
            let next = || labels[paragraph + 1..].iter().flatten().take(TURNS_MIN).find(is_other);
            listens = speaks.filter(is_other).or(listens.filter(is_other)).or_else(next);
            speaks = Some(label);
        }
        if let Some(speaker) = speaks.filter(|_| is_said(scene, start..tokens.end)) {
            findings.push(turn(scene, start..tokens.end, speaker, listens));
        }
    }
    findings
}

fn words_of<'a>(scene: &Scene<'a>, label: &Phrase) -> &'a str {
    let parsed = scene.parsed;
    &parsed.text[parsed.range_of(label.tokens.clone())]
}

fn turn(scene: &Scene<'_>, tokens: Range<usize>, speaker: &Phrase, listener: Option<&Phrase>) -> Finding {
    Finding {
        words: scene.parsed.range_of(tokens),
        kind: QuoteKind::Direct,
        speaker: Speaking::Phrase(speaker.clone()),
        cue: None,
        listener: listener.cloned(),
        confidence: CONFIDENCE,
        thought: false,
        mended: false,
    }
}

/// The name before the colon with which a paragraph begins.
fn label(scene: &Scene<'_>, people: &People<'_>, paragraph: usize) -> Option<Phrase> {
    let parsed = scene.parsed;
    let tokens = scene.tokens_of(paragraph);
    let colon = tokens.clone().take(LABEL_TOKENS_MAX + 1).find(|&token| parsed.is(token, ":"))?;
    let name = tokens.start..colon;
    let capital = |token: usize| parsed.word(token).starts_with(|letter: char| letter.is_uppercase() || letter == '.');
    let joins = |token: usize| parsed.is_any(token, &["of", "the", "and", "for"]);
    let follows = colon + 1 < tokens.end && parsed.range(colon + 1).start > parsed.range(colon).end;
    if name.is_empty() || !follows || !is_body(scene, paragraph) {
        return None;
    }
    let is_name = name.clone().all(|token| capital(token) || joins(token)) && capital(colon - 1);
    let head = name.clone().find(|&token| parsed.head(token).is_none_or(|above| !name.contains(&above)))?;
    let phrase = Phrase { tokens: name, head: if parsed.relation(head) == Relation::Det { colon - 1 } else { head } };
    (is_name && !people.is_land(parsed, &phrase)).then_some(phrase)
}

/// Whether one of those named before colons is a person, or said to be one who asks or answers, and speaks twice.
fn is_transcript(scene: &Scene<'_>, people: &People<'_>, labels: &[Option<Phrase>]) -> bool {
    let parsed = scene.parsed;
    let is_part = |label: &Phrase| PARTS.iter().any(|part| words_of(scene, label).eq_ignore_ascii_case(part));
    let speaks = |label: &&Phrase| is_part(label) || people.is_person(parsed, label);
    let mut speakers: Vec<&str> = labels.iter().flatten().filter(speaks).map(|label| words_of(scene, label)).collect();
    speakers.sort_unstable();
    labels.iter().flatten().count() >= TURNS_MIN && speakers.windows(2).any(|two| two[0] == two[1])
}

/// Whether anything is said that no quotation marks show already.
fn is_said(scene: &Scene<'_>, tokens: Range<usize>) -> bool {
    let parsed = scene.parsed;
    !opens_quote(parsed, tokens.start) && (tokens.len() > 3 || has_clause(parsed, tokens))
}

fn is_body(scene: &Scene<'_>, paragraph: usize) -> bool {
    let sentence = scene.paragraphs[paragraph].start;
    matches!(scene.parsed.sentences[sentence].zone, ZoneKind::Body | ZoneKind::Other)
}
