//! What a piece in quotation marks is: somebody's words, part of them, or a term. [`report`] finds the words that report
//! it, [`term`] tells terms.

mod report;
mod term;

use std::ops::Range;

use extractor_api::layer::{QuoteKind, Relation, Tag};

use crate::cues::{self, Cue, Standing};
use crate::finding::{Finding, Speaking};
use crate::grammar::{begins_sentence, has_clause};
use crate::pieces::Piece;
use crate::scene::Scene;
use crate::verbs::Uses;
use report::{Bond, Report};

/// What the pieces of a text are, in order.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::with_capacity(scene.pieces.len());
    for index in 0..scene.pieces.len() {
        if let Some(finding) = (View { scene, index, piece: &scene.pieces[index] }).decide(&findings) {
            findings.push(finding);
        }
    }
    findings
}

/// A piece with its place in the text.
struct View<'a> {
    scene: &'a Scene<'a>,
    index: usize,
    piece: &'a Piece,
}

impl View<'_> {
    /// Decides about the piece; `None` when nothing is in it.
    fn decide(&self, before: &[Finding]) -> Option<Finding> {
        let text = &self.scene.parsed.text[self.piece.inner.clone()];
        if !text.contains(char::is_alphanumeric) || self.inner().is_empty() {
            return None;
        }
        if self.is_called() {
            return Some(self.term());
        }
        if let Some(report) = self.after().or_else(|| self.before()) {
            return Some(self.reported(report));
        }
        if self.is_name() {
            return Some(self.term());
        }
        if self.stands_alone() && self.is_speech() {
            return Some(self.alone(before));
        }
        if let Some(report) = self.governed() {
            return Some(self.reported(report));
        }
        Some(self.unreported(before))
    }

    /// The tokens of the words.
    fn inner(&self) -> Range<usize> {
        self.scene.parsed.tokens_in(self.piece.inner.clone())
    }

    /// The tokens with the marks.
    fn outer(&self) -> Range<usize> {
        self.scene.parsed.tokens_in(self.piece.outer.clone())
    }

    fn neighbour(&self, index: Option<usize>) -> Option<&Piece> {
        let piece = self.scene.pieces.get(index?)?;
        (piece.paragraph == self.piece.paragraph).then_some(piece)
    }

    /// The first token behind the piece that may still report it, and the one where it ends.
    fn behind(&self) -> Range<usize> {
        let start = self.outer().end;
        let paragraph = self.scene.tokens_of(self.piece.paragraph).end;
        let next = self.neighbour(Some(self.index + 1));
        let end = next.map_or(paragraph, |piece| self.scene.parsed.tokens_in(piece.outer.clone()).start);
        start..end.max(start)
    }

    /// The tokens between the piece before, or the start of the paragraph, and this one.
    fn ahead(&self) -> Range<usize> {
        let end = self.outer().start;
        let paragraph = self.scene.tokens_of(self.piece.paragraph).start;
        let last = self.neighbour(self.index.checked_sub(1));
        let start = last.map_or(paragraph, |piece| self.scene.parsed.tokens_in(piece.outer.clone()).end);
        start.min(end)..end
    }

    fn ends_with(&self, marks: &[char]) -> bool {
        self.scene.parsed.text[self.piece.inner.clone()].ends_with(marks)
    }

    /// Whether the words are a sentence, or as long as one.
    fn is_speech(&self) -> bool {
        let inner = self.inner();
        has_clause(self.scene.parsed, inner.clone()) && inner.len() >= 3
            || inner.len() >= 12
            || (inner.len() >= 3 && self.ends_with(&['.', '!', '?']))
    }

    /// Whether there is a verb in any form among the words.
    fn has_verb(&self) -> bool {
        let parsed = self.scene.parsed;
        self.inner().any(|token| {
            matches!(parsed.tokens[token].tag, Tag::Verb | Tag::Aux) && parsed.relation(token) != Relation::Amod
        })
    }

    fn starts_sentence(&self) -> bool {
        begins_sentence(self.scene.parsed, self.inner().start)
            || self.outer().start == self.scene.tokens_of(self.piece.paragraph).start
    }

    /// Whether the piece is all of its sentences.
    fn stands_alone(&self) -> bool {
        let parsed = self.scene.parsed;
        let end = self.scene.sentence(self.inner().end - 1).end;
        let rest = (self.outer().end..end).all(|token| parsed.tokens[token].tag == Tag::Punct);
        self.starts_sentence() && rest
    }

    /// What reporting words make of it.
    fn reported(&self, report: Report) -> Finding {
        let alone = self.starts_sentence();
        let capital = self.scene.parsed.text[self.piece.inner.clone()].starts_with(char::is_uppercase);
        let led = self.ahead().end.checked_sub(1).is_some_and(|last| self.scene.parsed.is_any(last, &[",", ":"]));
        let direct = match report.bond {
            Bond::After => alone || led || (capital && self.is_speech()),
            Bond::Mark => true,
            Bond::That | Bond::Beside => has_clause(self.scene.parsed, self.inner()) && self.inner().len() > 4,
            Bond::Governed | Bond::Near => false,
        };
        let confidence = match report.bond {
            Bond::After | Bond::Mark => 950,
            Bond::That | Bond::Beside => 920,
            Bond::Governed => 850,
            Bond::Near => 700,
        };
        Finding {
            words: self.piece.inner.clone(),
            kind: if direct { QuoteKind::Direct } else { QuoteKind::Mixed },
            speaker: report.speaker,
            cue: report.cue,
            listener: report.listener,
            confidence: confidence - if self.piece.mended { 150 } else { 0 },
            thought: false,
            mended: self.piece.mended,
        }
    }

    fn bare(&self, kind: QuoteKind, speaker: Speaking, confidence: u32) -> Finding {
        Finding {
            words: self.piece.inner.clone(),
            kind,
            speaker,
            cue: None,
            listener: None,
            confidence,
            thought: false,
            mended: self.piece.mended,
        }
    }

    fn term(&self) -> Finding {
        self.bare(QuoteKind::Term, Speaking::Nobody, 800)
    }

    /// Whole sentences without reporting words: the speech before goes on, or somebody near is meant.
    fn alone(&self, before: &[Finding]) -> Finding {
        let last = before.last().zip(self.index.checked_sub(1).and_then(|last| self.scene.pieces.get(last)));
        let goes_on = last.is_some_and(|(finding, piece)| {
            let follows = finding.words == piece.inner && finding.kind == QuoteKind::Direct;
            follows && (piece.goes_on || piece.paragraph == self.piece.paragraph)
        });
        let speaker = if goes_on { Speaking::Same } else { Speaking::Nearest };
        self.bare(QuoteKind::Direct, speaker, if goes_on { 900 } else { 600 })
    }

    /// A piece in the writer's own sentence that nothing reports: words of the one who spoke just before, or a term.
    fn unreported(&self, before: &[Finding]) -> Finding {
        let first = self.scene.paragraphs[self.piece.paragraph].start;
        let start = self.scene.parsed.sentence_range(first).start;
        let spoken = before.last().is_some_and(|last| last.kind != QuoteKind::Term && last.words.start >= start);
        let report_before = spoken || self.sentence_before_reports();
        if self.has_verb() && (report_before || self.is_speech()) {
            return self.bare(QuoteKind::Mixed, if report_before { Speaking::Same } else { Speaking::Nobody }, 550);
        }
        self.bare(QuoteKind::Term, Speaking::Nobody, 750)
    }

    /// Whether somebody is reported in the sentence before, in the same paragraph.
    fn sentence_before_reports(&self) -> bool {
        let parsed = self.scene.parsed;
        let sentence = parsed.sentence_of(self.inner().start);
        if sentence <= self.scene.paragraphs[self.piece.paragraph].start {
            return false;
        }
        let told = |cue: &Cue| {
            cue.standing(parsed) == Standing::Said
                && cue.uses.has(Uses::THAT.and(Uses::QUOTE))
                && !cue.is_passive(parsed)
        };
        cues::within(&self.scene.cues, parsed.tokens_of(sentence - 1)).iter().take(8).any(told)
    }
}
