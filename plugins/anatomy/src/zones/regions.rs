//! The second look: where the body begins and ends, and which paragraphs are biographies.

use extractor_api::layer::ZoneKind;

use super::draft::{self, Draft};
use crate::blocks::Block;
use crate::cues::{Cue, Place};
use crate::lines::{Ending, Line, Reading};
use crate::meta::Meta;
use crate::sentences;
use crate::words::{Shape, Word, fold, hash};

/// The parts of a text and what is known of its lines.
pub(super) struct Regions {
    /// What each line is by itself, biographies and their bylines now included.
    pub(super) drafts: Vec<Option<Draft>>,
    /// Lines that read as paragraphs and are nothing else.
    pub(super) plain: Vec<bool>,
    /// First line of the body; as many as there are lines when there is no body.
    pub(super) body_start: usize,
    /// Line after the last of the body, headings and boxes inside it included.
    pub(super) body_end: usize,
}

/// Finds the regions.
pub(super) fn find(reading: &Reading<'_>, meta: &Meta, mut drafts: Vec<Option<Draft>>) -> Regions {
    let lines = &reading.lines;
    let mut plain = plain_lines(lines, &drafts);
    mark_biographies(reading, meta, &mut drafts, &mut plain);
    let tail = tail_start(lines, &drafts, &plain);
    let first = (0..tail).find(|&at| plain[at] && !is_headline_sentence(reading, &plain, &drafts, at));
    let last = plain[..tail].iter().rposition(|&plain| plain);
    let (body_start, body_end) = match (first, last) {
        (Some(first), Some(last)) => (body_start(reading, &drafts, &plain, first, last), last + 1),
        _ => (lines.len().min(tail), lines.len().min(tail)),
    };
    Regions { drafts, plain, body_start, body_end }
}

/// Paragraphs; in a text that has none, whole sentences however short.
fn plain_lines(lines: &[Line], drafts: &[Option<Draft>]) -> Vec<bool> {
    let may_be = |draft: &Option<Draft>, line: &Line| match draft {
        _ if matches!(line.block, Some(Block::Heading | Block::Caption | Block::Note)) => false,
        None => true,
        // A long paragraph with a single doubtful sign stays a paragraph.
        Some(draft) => !draft.sure && line.len() >= 40 && draft.kind != ZoneKind::Disclaimer,
    };
    let plain: Vec<bool> =
        lines.iter().zip(drafts).map(|(line, draft)| may_be(draft, line) && line.is_prose()).collect();
    if plain.contains(&true) {
        return plain;
    }
    let short = |line: &Line| line.len() >= 3 && is_sentence(line) && line.block != Some(Block::Heading);
    lines.iter().zip(drafts).map(|(line, draft)| draft.is_none() && short(line)).collect()
}

fn is_sentence(line: &Line) -> bool {
    matches!(line.ending, Ending::Stop | Ending::Ellipsis) || (line.ending == Ending::Mark && line.len() >= 8)
}

/// Marks paragraphs about the author, and the lines with the name before them.
fn mark_biographies(reading: &Reading<'_>, meta: &Meta, drafts: &mut [Option<Draft>], plain: &mut [bool]) {
    let words_of = |line: &Line, plain: bool| if plain { line.len() } else { 0 };
    let total: usize = reading.lines.iter().zip(&*plain).map(|(line, &plain)| words_of(line, plain)).sum();
    let authors = author_words(reading, meta, drafts);
    let mut before = 0;
    for at in 0..reading.lines.len() {
        let line = &reading.lines[at];
        let share_after = total.saturating_sub(before + words_of(line, plain[at]));
        before += words_of(line, plain[at]);
        let doubtful = drafts[at].is_none_or(|draft| !draft.sure);
        // Biographies stand at the end; far from it the same words are news about a scholar.
        let late = share_after * 4 <= total && (at > 0 || total == 0);
        if !doubtful || !late || line.len() < 5 {
            continue;
        }
        let named = name_lines_before(reading, drafts, at);
        if biography_score(reading, line, at, &named, &authors) < 4 || is_first_paragraph(plain, at) {
            continue;
        }
        drafts[at] = Some(Draft { kind: ZoneKind::AuthorBio, sure: true, closes: true });
        plain[at] = false;
        for name in named {
            drafts[name] = Some(Draft { kind: ZoneKind::Byline, sure: true, closes: true });
        }
    }
}

fn is_first_paragraph(plain: &[bool], at: usize) -> bool {
    !plain[..at].contains(&true)
}

/// Weighs the signs of a biography; 4 is enough.
fn biography_score(reading: &Reading<'_>, line: &Line, at: usize, named: &[usize], authors: &[u64]) -> usize {
    const OPENING: usize = 10;
    let opening = &reading.words(line)[..line.len().min(OPENING)];
    let repeats = |name: usize| {
        let name = reading.words(&reading.lines[name]);
        name.iter().any(|word| opening.iter().any(|other| other.hash == word.hash))
    };
    let is_author = opening.iter().take(6).any(|word| authors.contains(&word.hash));
    let is_named = named.iter().any(|&name| repeats(name));
    let opens_with_name = matches!(opening, [first, second, ..]
        if is_capital(first.shape) && is_capital(second.shape) && line.cues.bio > 0 && line.cues.bio_at <= 8);
    let follows = at > 0 && draft_follows(reading, line, at);
    let quotes = reading.str(line).contains(['“', '«', '„']) && !is_named;
    let score = line.cues.bio.min(3)
        + 2 * usize::from(is_named)
        + 2 * usize::from(is_author && line.cues.bio > 0)
        + 2 * usize::from(opens_with_name)
        + 2 * usize::from(line.cues.has(Cue::Bio, Place::Start))
        + usize::from(line.cues.bio > 0 && line.len() <= 60)
        + usize::from(follows);
    score.saturating_sub(2 * usize::from(quotes))
}

fn is_capital(shape: Shape) -> bool {
    matches!(shape, Shape::Capital | Shape::Upper)
}

/// Whether nothing but short lines follows: the last paragraph.
fn draft_follows(reading: &Reading<'_>, line: &Line, at: usize) -> bool {
    line.cues.bio > 0 && reading.lines[at + 1..].iter().all(|line| !line.is_prose())
}

/// Lines with nothing but a name directly before line `at`: a byline that is repeated above the biography.
fn name_lines_before(reading: &Reading<'_>, drafts: &[Option<Draft>], at: usize) -> Vec<usize> {
    let is_name_line = |&at: &usize| match drafts[at] {
        Some(draft) if draft.sure => draft.kind == ZoneKind::Byline,
        _ => draft::is_name(reading, &reading.lines[at]),
    };
    (1..at).rev().take_while(is_name_line).take(3).collect()
}

/// Hashes of the words of the author's name, as the reader and the head of the text give it.
fn author_words(reading: &Reading<'_>, meta: &Meta, drafts: &[Option<Draft>]) -> Vec<u64> {
    let known = meta.bylines.iter().flat_map(|name| name.split_whitespace()).map(|word| {
        let word = fold(word);
        hash(word.as_bytes(), 0..word.len())
    });
    let bylines =
        reading.lines.iter().zip(drafts).filter(|(_, draft)| draft.is_some_and(|draft| draft.kind == ZoneKind::Byline));
    let written = bylines
        .flat_map(|(line, _)| reading.words(line))
        .filter(|word| is_capital(word.shape) && word.end - word.start > 3);
    known.chain(written.map(|word| word.hash)).collect()
}

/// The first line of what follows the article: sources, biography, further links. After it nothing goes back to the
/// body, so most of the paragraphs must stand before it.
fn tail_start(lines: &[Line], drafts: &[Option<Draft>], plain: &[bool]) -> usize {
    let words: Vec<usize> = lines.iter().zip(plain).map(|(line, &plain)| if plain { line.len() } else { 0 }).collect();
    let total: usize = words.iter().sum();
    let mut after = total;
    for (at, draft) in drafts.iter().enumerate() {
        after -= words[at];
        let Some(draft) = draft.filter(|draft| draft.closes) else { continue };
        let before = total - after - words[at];
        let share_max = match draft.kind {
            // Teasers of other articles are short; a whole paragraph after the links is the article going on.
            ZoneKind::RelatedLinks => 10,
            _ => 25,
        };
        if before > 0 && after * 100 <= total * share_max {
            return at;
        }
    }
    lines.len()
}

/// Whether a sentence at the very top is the headline: it is a question, it is capitalised as headlines are, or the
/// paragraph below says the same in more words.
fn is_headline_sentence(reading: &Reading<'_>, plain: &[bool], drafts: &[Option<Draft>], at: usize) -> bool {
    const WORDS_MAX: usize = 22;
    let line = &reading.lines[at];
    let top = (0..at).all(|before| drafts[before].is_some_and(|draft| draft.sure));
    let Some(below) = (at + 1..plain.len()).find(|&below| plain[below]).map(|below| &reading.lines[below]) else {
        return false;
    };
    if !top || line.len() > WORDS_MAX || below.len() < line.len() * 2 {
        return false;
    }
    let long = |word: &&Word| word.end - word.start >= 4;
    let words: Vec<u64> = reading.words(line).iter().filter(long).map(|word| word.hash).collect();
    let lead = &reading.words(below)[..below.len().min(line.len() * 3)];
    let repeated = words.iter().filter(|&&hash| lead.iter().any(|word| word.hash == hash)).count();
    let question = line.ending == Ending::Mark && sentences::count(reading.str(line)) == 1;
    let capitalised = line.is_capitalised() && line.lower * 5 <= line.len() * 2;
    question || capitalised || words.len() >= 4 && repeated * 3 >= words.len() * 2
}

/// The first line of the body: the first paragraph, without a standfirst, with short sentences before it.
fn body_start(reading: &Reading<'_>, drafts: &[Option<Draft>], plain: &[bool], first: usize, last: usize) -> usize {
    let start = after_standfirst(reading, drafts, plain, first, last);
    let opens = |&at: &usize| drafts[at].is_none() && reading.lines[at].len() >= 3 && is_sentence(&reading.lines[at]);
    start - (1..start).rev().take_while(opens).count()
}

/// Moves the start of the body behind a byline or date line near the top: sentences before it are the standfirst.
fn after_standfirst(
    reading: &Reading<'_>,
    drafts: &[Option<Draft>],
    plain: &[bool],
    first: usize,
    last: usize,
) -> usize {
    const LINES_MAX: usize = 4;
    const WORDS_MAX: usize = 60;
    let ends_head = |at: usize| {
        drafts[at].is_some_and(|draft| {
            draft.sure
                && matches!(
                    draft.kind,
                    ZoneKind::Byline | ZoneKind::SectionAndDate | ZoneKind::AvailableLanguages | ZoneKind::DatelineSite
                )
        }) || (draft::is_name(reading, &reading.lines[at])
            && drafts.get(at + 1).is_some_and(|next| next.is_some_and(|next| next.kind == ZoneKind::SectionAndDate)))
    };
    let window = first..last.min(first + LINES_MAX);
    let Some(marker) = window.rev().find(|&at| ends_head(at)) else { return first };
    let standfirst = (first..marker).filter(|&at| plain[at]).map(|at| reading.lines[at].len());
    let next = (marker..=last).find(|&at| plain[at]).unwrap_or(first);
    if standfirst.sum::<usize>() <= WORDS_MAX { next } else { first }
}
