//! What is reported without quotation marks: "said that the port was closed", "the port is closed, Kovar said".
//!
//! The order of words decides, and the parse where words leave it open: a parser finds no more than half of the clauses
//! that are reported. [`forward`] looks behind the reporting word, [`backward`] before it.

mod backward;
mod forward;

use std::ops::Range;

use extractor_api::layer::{Form, QuoteKind, Relation, Tag};

use crate::cues::{self, Cue, CueKind, Standing};
use crate::finding::{Finding, Speaking};
use crate::grammar::{Phrase, climb, has_clause, is_finite};
use crate::people::People;
use crate::scene::Scene;
use crate::speaker;
use crate::verbs::Uses;

/// How many words may lie between the verb and what is reported: "said in a statement to the press on Monday that".
const GAP_TOKENS_MAX: usize = 24;
/// How many words may follow the verb at the end: "Kovar said in a statement to the press on Monday".
const TAIL_TOKENS_MAX: usize = 18;
/// How many marks and footnotes a sentence may end with.
const FINAL_MARKS_MAX: usize = 6;
/// Within how many words a clause must show its verb.
const CLAUSE_TOKENS_MAX: usize = 300;
/// What is reported without marks, in order.
pub(crate) fn find(scene: &Scene<'_>, quoted: &[Finding], people: &People<'_>) -> Vec<Finding> {
    let mut busy: Vec<usize> = quoted.iter().filter_map(|finding| Some(finding.cue.as_ref()?.start)).collect();
    busy.sort_unstable();
    let mut findings = Vec::new();
    let mut covered = 0;
    for cue in &scene.cues {
        if cue.token < covered || busy.binary_search(&cue.words.start).is_ok() {
            continue;
        }
        let clause = Clause { scene, people, cue, sentence: scene.sentence(cue.token) };
        let Some((content, finding)) = clause.decide(quoted) else { continue };
        // What nobody in particular reports ("it is reported that") may hold a report by somebody.
        if finding.speaker != Speaking::Nobody {
            covered = content.end.max(covered);
        }
        findings.push(finding);
    }
    apart(findings)
}

/// Keeps of two findings that overlap the one of which it is known who speaks, else the first.
fn apart(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.words.start);
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match kept.last_mut().filter(|last| finding.words.start < last.words.end) {
            None => kept.push(finding),
            Some(last) if last.speaker == Speaking::Nobody && finding.speaker != Speaking::Nobody => *last = finding,
            Some(_) => {}
        }
    }
    kept
}

/// A reporting word and its sentence.
struct Clause<'a> {
    scene: &'a Scene<'a>,
    people: &'a People<'a>,
    cue: &'a Cue,
    sentence: Range<usize>,
}

/// The words that are reported, and how surely.
type Content = (Range<usize>, u32);

impl Clause<'_> {
    fn decide(&self, quoted: &[Finding]) -> Option<(Range<usize>, Finding)> {
        let parsed = self.scene.parsed;
        let cue = self.cue;
        let clauses = Uses::BARE.and(Uses::THAT).and(Uses::WHETHER);
        let piece = self.piece_at(parsed.range(cue.token).start);
        if !cue.uses.has(clauses) || piece || cue.standing(parsed) != Standing::Said || self.is_question() {
            return None;
        }
        let speaker = speaker::find(parsed, cue);
        if !self.can_report(speaker.as_ref()) {
            return None;
        }
        let (tokens, confidence) = self.content(speaker.as_ref())?;
        let words = parsed.range_of(tokens.clone());
        let direct = quoted.partition_point(|finding| finding.words.end <= words.start);
        let overlaps = quoted[direct..].iter().take_while(|finding| finding.words.start < words.end);
        if overlaps.take(4).any(|finding| finding.kind != QuoteKind::Term) || words.is_empty() {
            return None;
        }
        let listener = speaker::listener(parsed, cue);
        let (own, said) = (speaker.as_ref().map(|phrase| phrase.head), tokens.clone());
        let heard = |phrase: &Phrase| Some(phrase.head) != own && !said.contains(&phrase.head);
        let finding = Finding {
            words,
            kind: QuoteKind::Indirect,
            speaker: speaker.map_or(Speaking::Nobody, Speaking::Phrase),
            cue: Some(cue.words.clone()),
            listener: listener.filter(|phrase| heard(phrase)),
            confidence: if cue.uses.has(Uses::OPINION) { confidence.saturating_sub(100) } else { confidence },
            thought: cue.uses.has(Uses::OPINION),
            mended: false,
        };
        Some((tokens, finding))
    }

    fn piece_at(&self, byte: usize) -> bool {
        let index = self.scene.pieces.partition_point(|piece| piece.outer.end <= byte);
        self.scene.pieces.get(index).is_some_and(|piece| piece.outer.start <= byte)
    }

    fn is_question(&self) -> bool {
        let last = self.sentence.end.saturating_sub(1);
        last > self.sentence.start && self.scene.parsed.is(last, "?")
    }

    /// Whether the subject can say something; a thing that shows something cannot.
    fn can_report(&self, speaker: Option<&Phrase>) -> bool {
        let parsed = self.scene.parsed;
        match speaker {
            Some(phrase) => {
                let thing = parsed.is_any(phrase.head, &["this", "that", "which", "what", "these", "there"]);
                let writer = parsed.is_any(phrase.head, &["i", "we", "you", "one"]);
                let it = parsed.is(phrase.head, "it");
                let own = parsed.head(phrase.head) == Some(self.cue.token);
                let shows = self.cue.uses.has(Uses::SOURCE);
                let speaks = !shows || !it && self.people.can_speak(parsed, phrase);
                !thing && !writer && (!it || own) && speaks
            }
            // "It is reported that", "were told that": whoever said it is not named.
            None => self.cue.is_passive(parsed) && !self.cue.uses.has(Uses::OPINION),
        }
    }

    fn content(&self, speaker: Option<&Phrase>) -> Option<Content> {
        if self.cue.kind == CueKind::Source {
            return self.of_source(speaker?);
        }
        let behind = speaker.is_some_and(|phrase| phrase.tokens.start >= self.cue.words.end);
        let follows = if behind { None } else { self.forward() };
        follows.or_else(|| self.backward(speaker?))
    }

    /// Where the sentence's words end: without the marks and footnotes at its end.
    fn end(&self) -> usize {
        let parsed = self.scene.parsed;
        let mut end = self.sentence.end;
        for _ in 0..FINAL_MARKS_MAX {
            let Some(last) = end.checked_sub(1).filter(|&last| last > self.cue.token) else { break };
            let note = parsed.is(last, "]") && last >= 2 && parsed.is(last - 2, "[");
            end = match parsed.tokens[last].tag {
                _ if note => last - 2,
                Tag::Punct if !parsed.is_any(last, &[")", "]"]) => last,
                _ => break,
            };
        }
        end.max(self.sentence.start)
    }

    /// "According to Kovar, the port is closed"; "the port is closed, according to Kovar".
    fn of_source(&self, speaker: &Phrase) -> Option<Content> {
        let parsed = self.scene.parsed;
        let (start, end) = (self.cue.words.start, self.end());
        let leads = start - self.sentence.start <= 2
            || parsed.tokens[start - 1].tag == Tag::Cconj
            || parsed.is_any(start - 1, &[";", ":", "that"]);
        if leads {
            let near = speaker.tokens.end..end.min(speaker.tokens.end + GAP_TOKENS_MAX);
            let comma = near.clone().find(|&token| parsed.is(token, ","))?;
            let content = self.cut(comma + 1..end);
            return has_clause(parsed, content.clone()).then_some((content, 900));
        }
        let comma = usize::from(parsed.is(start - 1, ","));
        let content = self.text_before(start - comma);
        has_clause(parsed, content.clone()).then_some((content, 880))
    }

    /// What stands from the start of the sentence to a token, without "but" and marks before it.
    fn text_before(&self, end: usize) -> Range<usize> {
        let parsed = self.scene.parsed;
        let skipped = (self.sentence.start..end)
            .take(4)
            .take_while(|&token| matches!(parsed.tokens[token].tag, Tag::Punct | Tag::Cconj));
        self.sentence.start + skipped.count()..end
    }

    /// Ends what is reported where the next report of the same rank begins: ", adding that", "and said that".
    fn cut(&self, content: Range<usize>) -> Range<usize> {
        let marks = content.clone().take_while(|&token| self.scene.parsed.tokens[token].tag == Tag::Punct);
        let content = content.start + marks.take(FINAL_MARKS_MAX).count()..content.end;
        let inside = cues::within(&self.scene.cues, content.clone());
        let sibling = inside.iter().take(64).find_map(|cue| self.sibling(cue, &content));
        content.start..sibling.unwrap_or(content.end).max(content.start)
    }

    /// Where the content ends because this cue within it reports beside ours.
    fn sibling(&self, cue: &Cue, content: &Range<usize>) -> Option<usize> {
        let parsed = self.scene.parsed;
        let start = cue.group(parsed).start.max(content.start);
        let before = start.checked_sub(1).filter(|&at| at > content.start)?;
        let comma = |at: usize| if at > content.start && parsed.is(at - 1, ",") { at - 1 } else { at };
        if self.piece_at(parsed.range(cue.token).start) {
            return None;
        }
        if cue.kind == CueKind::Source {
            return parsed.is(before, ",").then_some(before);
        }
        let that = (cue.words.end..content.end.min(cue.words.end + 4)).any(|token| parsed.is(token, "that"));
        if parsed.tokens[cue.token].form == Form::Gerund && parsed.is(before, ",") && cue.uses.has(Uses::THAT) {
            return Some(before);
        }
        let speech = cue.uses.has(Uses::BARE) && !cue.uses.has(Uses::OPINION) && is_finite(parsed, cue.token);
        let adds = speech && (parsed.is(before, "but") || parsed.is_any(cue.token, &["added", "adds"]));
        if parsed.tokens[before].tag == Tag::Cconj && (that || adds) {
            return Some(comma(before));
        }
        // With a subject of its own: beside ours where the parser hangs it on our verb.
        let path: Vec<usize> = climb(parsed, cue.token).collect();
        let beside = path.windows(2).any(|pair| {
            let joined = matches!(parsed.relation(pair[0]), Relation::Conj | Relation::Advcl | Relation::Parataxis);
            pair[1] == self.cue.token && joined
        });
        let subject = speaker::find(parsed, cue).filter(|phrase| phrase.tokens.start > content.start + 1)?;
        let joint = subject.tokens.start - 1;
        let joins = parsed.is_any(joint, &["while", "but", "and", "whereas", "although", "though"]);
        let contrasts = parsed.is_any(joint, &["while", "whereas"]) && comma(joint) < joint;
        (that && subject.tokens.end <= start && (contrasts || beside && joins)).then(|| comma(joint))
    }
}
