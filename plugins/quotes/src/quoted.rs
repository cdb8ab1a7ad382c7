//! What a piece in quotation marks is: somebody's words, part of them, or a term; and which words report it.

use std::ops::Range;

use extractor_api::layer::{Form, QuoteKind, Relation, Tag};

use crate::cues::{self, Cue, CueKind, Standing};
use crate::finding::{Finding, Speaking};
use crate::grammar::{
    CLIMB_MAX, Phrase, begins_sentence, climb, dependent, has_clause, is_any, is_finite, phrase_from,
};
use crate::pieces::Piece;
use crate::scene::Scene;
use crate::speaker;
use crate::verbs::Uses;

/// A noun phrase of more tokens is no term.
const TERM_TOKENS_MAX: usize = 5;
/// How far before a colon or comma the reporting verb may stand.
const LEADING_TOKENS_MAX: usize = 26;
/// How far from its verb a piece may lie when the parser does not connect them.
const REACH_TOKENS_MAX: usize = 25;

/// How the words around a piece report it.
#[derive(Clone, Debug)]
struct Report {
    /// The reporting words, in tokens.
    cue: Option<Range<usize>>,
    speaker: Speaking,
    listener: Option<Phrase>,
    /// How closely they belong together.
    bond: Bond,
}

/// What joins reporting words and a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bond {
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

    /// Reporting words behind the piece.
    fn after(&self) -> Option<Report> {
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
        let comma = is_any(parsed, first, &[","]);
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
            relative |= is_any(parsed, token, &["who", "which", "whose", "where"]);
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
        if !is_any(parsed, window.start, &["—", "–", "-", "--", ":", "―"]) {
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
    fn before(&self) -> Option<Report> {
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
        if is_any(parsed, last, &[",", "—", "–"]) && between.len() <= 14 && self.is_plain(between.clone()) {
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
    fn governed(&self) -> Option<Report> {
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
            let subject = matches!(relation, Relation::Nsubj | Relation::NsubjPass) && below < token;
            let aside = relation == Relation::Advcl && self.is_aside(below);
            if aside || subject || relation == Relation::Parataxis {
                // The subject of what is reported is reported, the subject of the report is not.
                if outside && !cues::within(&self.scene.cues, token..token + 1).is_empty() {
                    return None;
                }
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
        dependent(parsed, verb, Relation::Mark).is_some_and(|mark| !is_any(parsed, mark, &["to", "that"]))
    }

    fn near(&self) -> Option<Report> {
        let start = self.outer().start;
        let ahead = self.ahead();
        let sentence = self.scene.sentence(self.inner().start);
        let window = start.saturating_sub(REACH_TOKENS_MAX).max(sentence.start)..start;
        let parsed = self.scene.parsed;
        let floor =
            (window.clone()).rev().find(|&token| is_any(parsed, token, &[";", "—", "–"])).unwrap_or(window.start);
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

    /// Whether the words before say that this is a term: "so-called", "the principle of".
    fn is_called(&self) -> bool {
        const NAMING: [&str; 34] = [
            "so-called",
            "called",
            "dubbed",
            "named",
            "nicknamed",
            "titled",
            "entitled",
            "termed",
            "codenamed",
            "known",
            "term",
            "word",
            "phrase",
            "concept",
            "principle",
            "slogan",
            "title",
            "name",
            "motto",
            "theme",
            "label",
            "nickname",
            "initiative",
            "project",
            "song",
            "film",
            "book",
            "album",
            "series",
            "play",
            "novel",
            "policy",
            "level",
            "framework",
        ];
        let parsed = self.scene.parsed;
        let inner = self.inner();
        let sentence = self.scene.sentence(inner.start);
        let near = self.outer().start.saturating_sub(3).max(sentence.start)..self.outer().start;
        let last = near.clone().rev().find(|&token| !is_any(parsed, token, &["of", "as", "the", "a"]));
        let named = last.is_some_and(|token| is_any(parsed, token, &NAMING) && self.names(token));
        named && inner.len() <= TERM_TOKENS_MAX * 2 && !has_clause(parsed, inner)
    }

    /// Whether the words are a name: all of them have capitals.
    fn is_name(&self) -> bool {
        let parsed = self.scene.parsed;
        let inner = self.inner();
        let words =
            inner.clone().filter(|&token| !matches!(parsed.tokens[token].tag, Tag::Punct | Tag::Adp | Tag::Det));
        let capital = |token: usize| parsed.word(token).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let (mut count, mut capitals) = (0, 0);
        for token in words {
            count += 1;
            capitals += usize::from(capital(token) || is_any(parsed, token, &["and", "or", "'s", "’s"]));
        }
        count > 0 && count == capitals && inner.len() <= TERM_TOKENS_MAX * 2 && (count > 1 || !self.starts_sentence())
    }

    /// Whether a naming word names here: "called" does so as a participle, not with a subject of its own.
    fn names(&self, token: usize) -> bool {
        let parsed = self.scene.parsed;
        let verb = parsed.tokens[token].tag == Tag::Verb;
        let told =
            parsed.dependents(token).take(CLIMB_MAX).any(|dependent| parsed.relation(dependent) == Relation::Nsubj);
        !verb || (!told && matches!(parsed.tokens[token].form, Form::Participle | Form::Past | Form::Other))
    }

    /// What reporting words make of it.
    fn reported(&self, report: Report) -> Finding {
        let alone = self.starts_sentence();
        let capital = self.scene.parsed.text[self.piece.inner.clone()].starts_with(char::is_uppercase);
        let led = self.ahead().end.checked_sub(1).is_some_and(|last| is_any(self.scene.parsed, last, &[",", ":"]));
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
