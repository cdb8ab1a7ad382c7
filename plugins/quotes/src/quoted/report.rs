//! Which words around a piece report it, and how closely they belong to it.

use std::ops::Range;

use extractor_api::layer::{Relation, Tag};

use super::View;
use crate::cues::{self, Cue, CueKind, Standing};
use crate::finding::Speaking;
use crate::grammar::{Phrase, climb, dependent, is_finite, phrase_from};
use crate::speaker;
use crate::verbs::Uses;

/// How far before a colon or comma the reporting verb may stand.
const LEADING_TOKENS_MAX: usize = 26;
/// How far from its verb a piece may lie when the parser does not connect them.
const REACH_TOKENS_MAX: usize = 25;

/// How the words around a piece report it.
#[derive(Clone, Debug)]
pub(super) struct Report {
    /// The reporting words, in tokens.
    pub(super) cue: Option<Range<usize>>,
    pub(super) speaker: Speaking,
    pub(super) listener: Option<Phrase>,
    /// How closely they belong together.
    pub(super) bond: Bond,
}

/// What joins reporting words and a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// They follow it: `," said Kovar`.
    After,
    /// A colon, comma or dash: `Kovar said: "`.
    Mark,
    /// `said that "`.
    That,
    /// Nothing stands between: `called it "`.
    Beside,
    /// The piece lies in what the verb governs.
    Governed,
    /// The verb stands before it in the same sentence.
    Near,
}

impl View<'_> {
    /// Reporting words behind the piece.
    pub(super) fn after(&self) -> Option<Report> {
        let parsed = self.scene.parsed;
        let behind = self.behind();
        let mut first = behind.start;
        if first >= behind.end {
            return None;
        }
        if self.starts_sentence()
            && let Some(named) = self.signature(first..behind.end.min(first + REACH_TOKENS_MAX))
        {
            return Some(named);
        }
        let comma = parsed.is_any(first, &[","]);
        first += usize::from(comma);
        if !comma && !self.ends_with(&[',', '.', '!', '?', '…', '—', '–', '-', '’', '\'', '”']) || first >= behind.end
        {
            return None;
        }
        let sentence = self.scene.sentence(first);
        let window = first..behind.end.min(sentence.end).min(first + REACH_TOKENS_MAX + 5);
        let cue = cues::within(&self.scene.cues, window.clone()).iter().find(|cue| cue.uses.has(Uses::QUOTE))?;
        let fresh = first == sentence.start && self.ends_with(&['.', '”', '’']);
        let short = sentence.len() <= 9 && cue.words.end + 4 >= sentence.end && !self.precedes_colon(&window);
        let standing = cue.standing(parsed);
        // A comma behind the mark may be the writer's own: `the "pact", which he said`.
        let loose = comma
            && !self.ends_with(&[',', '.', '!', '?', '…'])
            && (standing != Standing::Said || !self.starts_sentence() && !self.is_speech());
        let apart = fresh && !short || !self.is_plain(window.start..cue.token);
        if apart || loose || standing == Standing::Denied {
            return None;
        }
        let mut report = self.report(cue, Bond::After);
        if report.speaker == Speaking::Nobody {
            report.speaker = Speaking::Nearest;
        }
        Some(report)
    }

    fn precedes_colon(&self, window: &Range<usize>) -> bool {
        window.clone().any(|token| self.scene.parsed.is(token, ":"))
    }

    /// Whether no other verb than in a relative clause stands in these tokens.
    fn is_plain(&self, tokens: Range<usize>) -> bool {
        let parsed = self.scene.parsed;
        let mut relative = false;
        for token in tokens {
            relative |= parsed.is_any(token, &["who", "which", "whose", "where"]);
            let auxiliary = parsed.tokens[token].tag == Tag::Aux;
            if is_finite(parsed, token) && !auxiliary && !relative || parsed.is(token, ";") {
                return false;
            }
        }
        true
    }

    /// A dash or colon and a name behind the piece: `" — Anna Kovar`.
    fn signature(&self, window: Range<usize>) -> Option<Report> {
        let parsed = self.scene.parsed;
        if !parsed.is_any(window.start, &["—", "–", "-", "--", ":", "―"]) {
            return None;
        }
        let phrase = phrase_from(parsed, window.start + 1, window.end)?;
        let end = self.scene.sentence(window.start).end;
        let alone = end <= window.end && (phrase.tokens.end..end).all(|token| !is_finite(parsed, token));
        let named = parsed.tokens[phrase.head].tag == Tag::Propn;
        (alone && named).then_some(Report {
            cue: None,
            speaker: Speaking::Phrase(phrase),
            listener: None,
            bond: Bond::After,
        })
    }

    /// Reporting words before the piece that lead to it.
    pub(super) fn before(&self) -> Option<Report> {
        let parsed = self.scene.parsed;
        let ahead = self.ahead();
        let last = ahead.end.checked_sub(1).filter(|&last| last >= ahead.start).or_else(|| self.line_before())?;
        let sentence = self.scene.sentence(last);
        let floor = if last < ahead.start { sentence.start } else { ahead.start.max(sentence.start) };
        let window = last.saturating_sub(LEADING_TOKENS_MAX).max(floor)..last + 1;
        let near = cues::within(&self.scene.cues, window.clone());
        let cue = near.iter().rev().find(|cue| cue.uses.has(Uses::QUOTE.and(Uses::THAT)));
        if parsed.is(last, ":") {
            return Some(cue.map_or_else(|| self.nameplate(floor..last), |cue| self.report(cue, Bond::Mark)));
        }
        let cue = cue?;
        if cue.standing(parsed) == Standing::Denied {
            return None;
        }
        let between = cue.words.end..last;
        if parsed.is_any(last, &[",", "—", "–"]) && between.len() <= 14 && self.is_plain(between.clone()) {
            let quiet = !cue.uses.has(Uses::QUOTE) || cue.words.end > last;
            return (!quiet).then(|| self.report(cue, Bond::Mark));
        }
        if parsed.is(last, "that") && between.len() <= 12 && self.is_plain(between.clone()) {
            return Some(self.report(cue, Bond::That));
        }
        let beside = cue.words.end == last + 1 && cue.uses.has(Uses::QUOTE);
        let listener = cue.uses.has(Uses::LISTENER) && between.len() <= 3 && self.is_plain(between);
        (beside || listener && self.is_speech()).then(|| self.report(cue, Bond::Beside))
    }

    /// The last token of the paragraph before, when the piece begins this one and that one ends with a colon.
    fn line_before(&self) -> Option<usize> {
        let paragraph = self.piece.paragraph.checked_sub(1)?;
        let last = self.scene.tokens_of(paragraph).end.checked_sub(1)?;
        (self.outer().start == self.scene.tokens_of(self.piece.paragraph).start && self.scene.parsed.is(last, ":"))
            .then_some(last)
    }

    /// No verb before the colon: `Kovar: "`, `In a statement from the ministry: "`.
    fn nameplate(&self, tokens: Range<usize>) -> Report {
        let parsed = self.scene.parsed;
        let short = tokens.len() <= 12 && self.is_plain(tokens.clone());
        let phrase = if short { phrase_from(parsed, tokens.start, tokens.end) } else { None };
        let whole = phrase.filter(|phrase| phrase.tokens.end == tokens.end);
        let speaker = whole.map_or(Speaking::Nearest, |phrase| {
            let owner = speaker::owner(parsed, phrase.head);
            Speaking::Phrase(owner.unwrap_or(phrase))
        });
        Report { cue: None, speaker, listener: None, bond: Bond::Mark }
    }

    fn report(&self, cue: &Cue, bond: Bond) -> Report {
        let parsed = self.scene.parsed;
        let speaker = speaker::find_outside(parsed, cue, self.outer());
        let heard = |phrase: &Phrase| {
            !self.outer().contains(&phrase.head) && speaker.as_ref().is_none_or(|speaker| speaker.head != phrase.head)
        };
        let listener = speaker::listener(parsed, cue).filter(heard);
        Report {
            cue: Some(cue.words.clone()),
            speaker: speaker.map_or(Speaking::Nobody, Speaking::Phrase),
            listener,
            bond,
        }
    }

    /// The verb that governs the words, or stands close before them.
    pub(super) fn governed(&self) -> Option<Report> {
        let parsed = self.scene.parsed;
        let inner = self.inner();
        let top = parsed.top(inner.start..inner.end.min(inner.start + 40))?;
        let path: Vec<usize> = climb(parsed, top).collect();
        let mut clausal = false;
        for pair in path.windows(2) {
            let (below, token) = (pair[0], pair[1]);
            let outside = !self.outer().contains(&token);
            let relation = parsed.relation(below);
            clausal |= relation == Relation::Ccomp;
            let aside = relation == Relation::Advcl && self.is_aside(below);
            let reports = outside && !cues::within(&self.scene.cues, token..token + 1).is_empty();
            if reports && (aside || relation == Relation::Parataxis) {
                return None;
            }
            if let [cue, ..] = cues::within(&self.scene.cues, token..token + 1)
                && outside
                && (clausal || cue.uses.has(Uses::PHRASE))
                && self.may_govern(cue)
            {
                return Some(self.report(cue, Bond::Governed));
            }
        }
        self.near()
    }

    /// Whether an adverbial clause has a conjunction: "because", "while".
    fn is_aside(&self, verb: usize) -> bool {
        let parsed = self.scene.parsed;
        dependent(parsed, verb, Relation::Mark).is_some_and(|mark| !parsed.is_any(mark, &["to", "that"]))
    }

    fn near(&self) -> Option<Report> {
        let start = self.outer().start;
        let ahead = self.ahead();
        let sentence = self.scene.sentence(self.inner().start);
        let window = start.saturating_sub(REACH_TOKENS_MAX).max(sentence.start)..start;
        let parsed = self.scene.parsed;
        let floor =
            (window.clone()).rev().find(|&token| parsed.is_any(token, &[";", "—", "–"])).unwrap_or(window.start);
        let own = |cue: &&Cue| self.may_govern(cue) && !self.inside_piece(cue.token);
        let cue = cues::within(&self.scene.cues, floor..start).iter().rev().find(own)?;
        let plain = cue.token >= ahead.start || self.is_plain(cue.words.end..start);
        let that = (cue.words.end..start.min(cue.words.end + 8)).any(|token| parsed.is(token, "that"));
        let close = self.is_plain(cue.words.end..start) && start - cue.words.end <= 12;
        let speech = cue.uses.has(Uses::BARE) && !cue.uses.has(Uses::OPINION);
        let reached = that || close && (speech || cue.uses.has(Uses::PHRASE));
        (plain && reached).then(|| self.report(cue, Bond::Near))
    }

    fn inside_piece(&self, token: usize) -> bool {
        let at = self.scene.parsed.range(token).start;
        let index = self.scene.pieces.partition_point(|piece| piece.outer.end <= at);
        self.scene.pieces.get(index).is_some_and(|piece| piece.outer.start <= at)
    }

    /// Whether a verb can have a piece of somebody's words in what it governs.
    fn may_govern(&self, cue: &Cue) -> bool {
        let parsed = self.scene.parsed;
        if cue.kind == CueKind::Source || cue.token >= self.outer().start {
            return false;
        }
        let hearsay = cue.is_passive(parsed) && speaker::find(parsed, cue).is_none();
        let speaks = cue.uses.has(Uses::PHRASE.and(Uses::THAT).and(Uses::BARE));
        speaks && cue.standing(parsed) == Standing::Said && (!hearsay || self.is_speech())
    }
}
