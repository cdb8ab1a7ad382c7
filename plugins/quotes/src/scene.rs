//! A text with all that the decisions look at: its paragraphs, reporting words and pieces in quotation marks.

use std::ops::Range;

use extractor_api::layer::{Sentence, Tag, ZoneKind};
use parsed::Parsed;

use crate::cues::{self, Cue};
use crate::grammar::{self, sentence_of};
use crate::pieces::{self, Piece, Surroundings};
use crate::verbs::Uses;

/// How many tokens behind a closing mark the reporting verb may stand: names with titles lie between.
const FOLLOWING_TOKENS_MAX: usize = 30;

/// Everything that is known before anything is decided.
pub(crate) struct Scene<'a> {
    pub(crate) parsed: &'a Parsed<'a>,
    /// The paragraphs in which quotes are looked for, as sentences.
    pub(crate) paragraphs: Vec<Range<usize>>,
    /// Reporting words, in order.
    pub(crate) cues: Vec<Cue>,
    /// What stands in quotation marks, in order.
    pub(crate) pieces: Vec<Piece>,
}

impl<'a> Scene<'a> {
    /// Looks at a text.
    pub(crate) fn new(parsed: &'a Parsed<'a>) -> Scene<'a> {
        let paragraphs = paragraphs(parsed);
        let cues = cues::find(parsed, paragraphs.iter().cloned().flatten());
        let mut scene = Scene { parsed, paragraphs, cues, pieces: Vec::new() };
        let ranges: Vec<Range<usize>> = scene.paragraphs.iter().map(|paragraph| scene.bytes(paragraph)).collect();
        scene.pieces = pieces::find(parsed.text, &ranges, &scene);
        scene
    }

    /// The tokens of a paragraph.
    pub(crate) fn tokens_of(&self, paragraph: usize) -> Range<usize> {
        let sentences = &self.paragraphs[paragraph];
        self.parsed.tokens_of(sentences.start).start..self.parsed.tokens_of(sentences.end - 1).end
    }

    /// The sentence of a token.
    pub(crate) fn sentence(&self, token: usize) -> Range<usize> {
        sentence_of(self.parsed, token)
    }

    fn bytes(&self, sentences: &Range<usize>) -> Range<usize> {
        let (first, last) = (&self.parsed.sentences[sentences.start], &self.parsed.sentences[sentences.end - 1]);
        first.start as usize..(last.end as usize).max(first.start as usize)
    }
}

/// Runs of sentences in one paragraph: a line end divides, except where a line was merely broken.
fn paragraphs(parsed: &Parsed<'_>) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for (index, sentence) in parsed.sentences.iter().enumerate() {
        // Sentences that were mended, or are out of order, have no place.
        if !is_read(sentence.zone) || sentence.end <= sentence.start || (sentence.start as usize) < end {
            continue;
        }
        let same = paragraphs.last().is_some_and(|last| last.end == index) && {
            let gap = &parsed.text[end..sentence.start as usize];
            !gap.contains('\n') || is_broken_line(parsed, gap, sentence, end)
        };
        match paragraphs.last_mut() {
            Some(last) if same => last.end = index + 1,
            _ => paragraphs.push(index..index + 1),
        }
        end = sentence.end as usize;
    }
    paragraphs
}

/// Whether a line ends because it was full: no sentence ends there, and the next begins with a small letter.
fn is_broken_line(parsed: &Parsed<'_>, gap: &str, next: &Sentence, end: usize) -> bool {
    let ended = parsed.text[..end].ends_with(['.', '!', '?', ':', '”', '"', '’', '»', ';']);
    let goes_on = parsed.text[next.start as usize..].starts_with(char::is_lowercase);
    !ended && goes_on && gap.matches('\n').count() == 1
}

/// The parts of an article in which somebody may be quoted by the writer.
fn is_read(zone: ZoneKind) -> bool {
    use ZoneKind::{Body, Caption, DatelineSite, Heading, Other, Subtitle, SummaryByAuthor, Title};
    matches!(zone, Body | Title | Subtitle | Heading | Caption | SummaryByAuthor | DatelineSite | Other)
}

impl Surroundings for Scene<'_> {
    fn report_follows(&self, byte: usize) -> bool {
        let Some(first) = self.parsed.token_at(byte) else { return false };
        let end = self.sentence(first).end.min(first + FOLLOWING_TOKENS_MAX);
        let stops = |token: usize| grammar::opens_quote(self.parsed, token);
        for token in first..end {
            if stops(token) {
                return false;
            }
            if let [cue, ..] = cues::within(&self.cues, token..token + 1) {
                return cue.uses.has(Uses::QUOTE) && cue.is_told(self.parsed);
            }
            if self.parsed.tokens[token].tag == Tag::Verb {
                return false;
            }
        }
        false
    }

    fn report_precedes(&self, byte: usize) -> bool {
        let tokens = self.parsed.tokens_in(0..byte);
        let Some(last) = tokens.end.checked_sub(1) else { return false };
        let sentence = self.sentence(last);
        if self.parsed.is(last, ":") {
            return true;
        }
        let near = last.saturating_sub(14).max(sentence.start)..last + 1;
        let reports = cues::within(&self.cues, near).iter().any(|cue| cue.uses.has(Uses::QUOTE));
        let leads = self.parsed.is_any(last, &[",", "that"])
            || cues::within(&self.cues, last..last + 1).iter().any(|cue| cue.words.end == last + 1);
        reports && leads
    }

    fn begins_sentence(&self, byte: usize) -> bool {
        self.parsed.token_at(byte).is_some_and(|token| grammar::begins_sentence(self.parsed, token))
    }

    fn sentence_end(&self, byte: usize) -> usize {
        let end =
            self.parsed.token_at(byte).map(|token| self.parsed.sentence_range(self.parsed.sentence_of(token)).end);
        end.unwrap_or(self.parsed.text.len())
    }
}
