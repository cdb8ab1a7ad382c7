//! What is reported without quotation marks: "said that the port was closed", "the port is closed, Kovar said".
//!
//! The order of words decides, and the parse where words leave it open: a parser finds no more than half of the clauses
//! that are reported.

use std::ops::Range;

use extractor_api::layer::{Form, QuoteKind, Relation, Tag};

use crate::cues::{self, Cue, CueKind, Standing};
use crate::finding::{Finding, Speaking};
use crate::grammar::{Phrase, climb, dependent, has_clause, is_any, is_finite, is_nominal, phrase_from};
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
/// Words of time that stand without a preposition.
const TIMES: [&str; 17] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
    "earlier",
    "later",
    "last",
    "this",
    "week",
    "month",
    "year",
];
/// Nouns that say themselves that something is said or thought: "expressed hope that".
const CONTENTS: [&str; 22] = [
    "hope",
    "hopes",
    "concern",
    "concerns",
    "belief",
    "view",
    "opinion",
    "fear",
    "fears",
    "confidence",
    "conviction",
    "regret",
    "claim",
    "claims",
    "warning",
    "assurance",
    "assurances",
    "clear",
    "doubt",
    "doubts",
    "optimism",
    "allegation",
];

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
                let thing = is_any(parsed, phrase.head, &["this", "that", "which", "what", "these", "there"]);
                let writer = is_any(parsed, phrase.head, &["i", "we", "you", "one"]);
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
                Tag::Punct if !is_any(parsed, last, &[")", "]"]) => last,
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
            || is_any(parsed, start - 1, &[";", ":", "that"]);
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

    /// What follows the verb.
    fn forward(&self) -> Option<Content> {
        let parsed = self.scene.parsed;
        let end = self.end();
        let limit = end.min(self.cue.words.end + GAP_TOKENS_MAX);
        let mut at = self.cue.words.end;
        let mut comma = false;
        let mut listener = self.cue.uses.has(Uses::LISTENER) && !self.cue.is_passive(parsed);
        while at < limit {
            if parsed.is(at, "that") && self.begins_clause(at, end) {
                return Some((self.cut(at + 1..end), 930));
            }
            let beside = at == self.cue.words.end || parsed.tokens[at - 1].tag == Tag::Pron;
            if is_any(parsed, at, &["who", "which"]) && !beside {
                at = self.that_behind(at, limit)?;
                continue;
            }
            let asks = is_any(parsed, at, &["whether", "if", "how", "why"])
                || beside && is_any(parsed, at, &["what", "when", "where", "who"]);
            if self.cue.uses.has(Uses::WHETHER) && asks {
                return has_clause(parsed, at + 1..end).then(|| (self.cut(at..end), 850));
            }
            if parsed.is(at, ":") {
                let told = has_clause(parsed, at + 1..end) && !self.piece_at(parsed.range(at + 1).start);
                return (told && self.cue.uses.has(Uses::BARE)).then(|| (at + 1..end, 850));
            }
            match self.step_over(at, limit, &mut listener) {
                Some(next) => {
                    comma |= parsed.tokens[at].tag == Tag::Punct;
                    at = next;
                }
                None => return (!comma).then(|| self.bare(at, end)).flatten(),
            }
        }
        None
    }

    /// The conjunction behind a relative clause: "told the crowd, who had waited, that".
    fn that_behind(&self, relative: usize, limit: usize) -> Option<usize> {
        let parsed = self.scene.parsed;
        let phrase = |token: usize| matches!(parsed.tokens[token].tag, Tag::Det | Tag::Propn | Tag::Pron | Tag::Noun);
        (relative + 1..limit).find(|&token| parsed.is(token, "that") && token + 1 < limit && phrase(token + 1))
    }

    /// Whether "that" at this place begins what is reported: a clause follows.
    fn begins_clause(&self, that: usize, end: usize) -> bool {
        let parsed = self.scene.parsed;
        if !self.cue.uses.has(Uses::THAT.and(Uses::LISTENER)) || that + 1 >= end {
            return false;
        }
        let subordinate = parsed.tokens[that].tag == Tag::Sconj || parsed.relation(that) == Relation::Mark;
        let stands = !is_finite(parsed, that + 1);
        let beside = that == self.cue.words.end && subordinate && end - that > 3;
        beside
            || (subordinate || stands) && (that + 1..end).take(CLAUSE_TOKENS_MAX).any(|token| is_finite(parsed, token))
    }

    /// The token behind what may stand between verb and clause; `None` when the clause must begin here, if at all.
    fn step_over(&self, at: usize, limit: usize, listener: &mut bool) -> Option<usize> {
        let parsed = self.scene.parsed;
        let phrase = |from: usize| phrase_from(parsed, from, limit).map(|phrase| phrase.tokens.end);
        match parsed.tokens[at].tag {
            Tag::Adv => return Some(at + 1),
            Tag::Punct if is_any(parsed, at, &[",", "(", ")", "-", "—", "–"]) => return Some(at + 1),
            Tag::Adp => return phrase(at + 1).filter(|&next| next <= limit),
            _ => {}
        }
        if is_any(parsed, at, &TIMES) {
            return Some(at + 1);
        }
        let next = phrase(at)?;
        if *listener {
            *listener = false;
            return Some(next);
        }
        let content = (at..next).rev().take(3).any(|token| is_any(parsed, token, &CONTENTS));
        (content && next < limit && parsed.is(next, "that")).then_some(next)
    }

    /// A clause that begins without "that".
    fn bare(&self, at: usize, end: usize) -> Option<Content> {
        let parsed = self.scene.parsed;
        let starts = !matches!(parsed.tokens[at].tag, Tag::Verb | Tag::Punct | Tag::Part | Tag::Cconj);
        if !self.cue.uses.has(Uses::BARE) || !starts || self.is_behind_speech() {
            return None;
        }
        let verb = (at..end.min(at + GAP_TOKENS_MAX * 2)).find(|&token| is_finite(parsed, token))?;
        let adverbs = |&token: &usize| matches!(parsed.tokens[token].tag, Tag::Adv | Tag::Part);
        let subject = (at..verb).rev().find(|token| !adverbs(token))?;
        let relative = (at..verb).any(|token| is_any(parsed, token, &["who", "which", "that", "whose", ";", ":"]));
        if relative
            || !is_nominal(parsed, subject) && parsed.tokens[subject].tag != Tag::Num && !parsed.is(subject, ",")
        {
            return None;
        }
        let clause = dependent(parsed, self.cue.token, Relation::Ccomp).is_some_and(|token| token >= at);
        let object = dependent(parsed, self.cue.token, Relation::Obj).is_some_and(|token| (at..verb).contains(&token));
        match (clause, object) {
            (true, _) => Some((self.cut(at..end), 880)),
            (false, true) => None,
            (false, false) => Some((self.cut(at..end), 750)),
        }
    }

    /// Whether the verb follows a comma without a subject between: "the port is closed, said Kovar".
    fn is_behind_speech(&self) -> bool {
        let start = self.cue.group(self.scene.parsed).start;
        let form = self.scene.parsed.tokens[self.cue.token].form;
        start > self.sentence.start && self.scene.parsed.is(start - 1, ",") && form != Form::Gerund && {
            let before = self.sentence.start..start - 1;
            has_clause(self.scene.parsed, before) && self.relation_allows_inversion()
        }
    }

    fn relation_allows_inversion(&self) -> bool {
        let parsed = self.scene.parsed;
        let before = self.cue.group(parsed).start;
        let subject = dependent(parsed, self.cue.token, Relation::Nsubj);
        subject.is_none_or(|subject| subject > self.cue.token || before <= subject)
    }

    /// What stands before the verb, at the end or in the middle of the sentence.
    fn backward(&self, speaker: &Phrase) -> Option<Content> {
        let parsed = self.scene.parsed;
        let form = parsed.tokens[self.cue.token].form;
        let told = matches!(form, Form::Past | Form::Third | Form::Present | Form::Participle | Form::Other);
        if !told || !self.cue.uses.has(Uses::BARE.and(Uses::QUOTE)) || self.cue.is_passive(parsed) {
            return None;
        }
        let group = self.cue.group(parsed).start;
        let first = if speaker.tokens.start < self.cue.token { speaker.tokens.start } else { group };
        let comma = first.checked_sub(1).filter(|&at| at > self.sentence.start && parsed.is(at, ","))?;
        let last = self.cue.words.end.max(speaker.tokens.end).min(self.sentence.end);
        let content = self.text_before(comma);
        let end = self.end();
        let goes_on = last < end && parsed.is(last, ",");
        if goes_on && (last + 1..end).take(CLAUSE_TOKENS_MAX).any(|token| is_finite(parsed, token)) {
            return self.parted(content, last + 1..end);
        }
        let short = end.saturating_sub(last) <= TAIL_TOKENS_MAX;
        let plain = || (last..end).all(|token| !is_finite(parsed, token) || self.is_relative(last, token));
        (short && plain() && self.is_main(content.clone())).then_some((content, 900))
    }

    /// Whether a clause stands by itself: not "asked why, Kovar said" and not "when it rained, Kovar said".
    fn is_main(&self, content: Range<usize>) -> bool {
        let parsed = self.scene.parsed;
        let Some(first) = content.clone().next() else { return false };
        // "when, in fact, he answered": what stands before the comma leads to the verb.
        let leads = |&token: &usize| matches!(parsed.tokens[token].tag, Tag::Sconj) || is_any(parsed, token, &["when"]);
        let tail = content.end.saturating_sub(5).max(content.start)..content.end;
        if tail.clone().rev().take_while(|&token| !is_finite(parsed, token)).any(|token| leads(&token)) {
            return false;
        }
        let token = &parsed.tokens[first];
        let participle = token.tag == Tag::Verb && token.form != Form::Base;
        let joint =
            token.tag == Tag::Sconj || is_any(parsed, first, &["when", "while", "as", "after", "before", "since"]);
        let start = if participle || joint {
            let comma = content.clone().take(CLAUSE_TOKENS_MAX).find(|&token| parsed.is(token, ","));
            comma.map_or(content.end, |comma| comma + 1)
        } else {
            content.start
        };
        has_clause(parsed, start..content.end)
    }

    fn is_relative(&self, from: usize, token: usize) -> bool {
        (from..token).any(|before| is_any(self.scene.parsed, before, &["who", "which", "that", "when", "where", "as"]))
    }

    /// "The port, Kovar said, is closed": the first part, if it is a clause; else the second, or both.
    fn parted(&self, first: Range<usize>, second: Range<usize>) -> Option<Content> {
        let parsed = self.scene.parsed;
        let opens = first.end.checked_sub(1).filter(|&last| last >= first.start).is_some_and(|last| {
            matches!(parsed.tokens[last].tag, Tag::Sconj | Tag::Cconj) || is_any(parsed, last, &["when", "that", "but"])
        });
        if opens {
            return Some((second, 800));
        }
        if self.is_main(first.clone()) {
            return Some((first, 700));
        }
        let led = first.clone().next().is_some_and(|token| parsed.tokens[token].tag == Tag::Verb);
        if led || parsed.tokens[second.start].tag == Tag::Cconj {
            return None;
        }
        let whole = first.start..second.end;
        (first.len() <= TAIL_TOKENS_MAX).then_some((whole, 700))
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
        let adds = speech && (parsed.is(before, "but") || is_any(parsed, cue.token, &["added", "adds"]));
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
        let joins = is_any(parsed, joint, &["while", "but", "and", "whereas", "although", "though"]);
        let contrasts = is_any(parsed, joint, &["while", "whereas"]) && comma(joint) < joint;
        (that && subject.tokens.end <= start && (contrasts || beside && joins)).then(|| comma(joint))
    }
}
