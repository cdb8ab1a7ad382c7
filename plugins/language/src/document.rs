//! The language of a whole text and of each of its lines.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use whatlang::Lang;

use crate::code::{LANGUAGES, rank};
use crate::judge::{Judge, Verdict};

/// How many bytes of text, about as many letters, decide what language the whole is taken to be at first.
const SAMPLE_BYTES: usize = 1000;
/// After how many lines to ask whether to go on.
const LINES_BETWEEN_STOPS: usize = 256;

/// A line with a letter, and what was decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The line in the text, without its line feed.
    pub(crate) range: Range<usize>,
    pub(crate) verdict: Verdict,
}

/// What was decided about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) whole: Verdict,
    pub(crate) lines: Vec<Line>,
}

/// Reads a text; `None` when `should_stop` said so on the way.
///
/// The whole is at first what its longest lines are, and lines that show nothing else take that language. Where the
/// lines then turn out to be of another language for the most part, as in many short ones around one long quotation,
/// that one is the whole's and they are read again.
pub(crate) fn read(text: &str, judge: &Judge, should_stop: impl Fn() -> bool) -> Option<Reading> {
    let mut lines = lines(text);
    let mut whole = judge.decide(&sample(text, &lines), None);
    read_lines(text, &mut lines, judge, whole.language, &should_stop)?;
    if let Some((language, confidence)) = majority(&lines)
        && Some(language) != whole.language
    {
        whole = Verdict { language: Some(language), confidence, shown: true };
        read_lines(text, &mut lines, judge, whole.language, &should_stop)?;
    }
    Some(Reading { whole, lines })
}

/// The lines that have a letter.
fn lines(text: &str) -> Vec<Line> {
    let mut start = 0;
    let ranges = text.split('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    });
    let with_letter = ranges.filter(|range| text[range.clone()].chars().any(eight::is_alphabetic));
    with_letter.map(|range| Line { range, verdict: Verdict::UNKNOWN }).collect()
}

/// The beginning of a text that consists of its longest lines: those that are prose, not buttons and headlines.
fn sample(text: &str, lines: &[Line]) -> String {
    let mut longest: Vec<&Range<usize>> = lines.iter().map(|line| &line.range).collect();
    longest.sort_by_key(|range| Reverse(range.len()));
    let mut sample = String::with_capacity(SAMPLE_BYTES + 1);
    for range in longest {
        let line = &text[range.clone()];
        let room = SAMPLE_BYTES.saturating_sub(sample.len());
        sample.push_str(&line[..line.floor_char_boundary(room)]);
        if line.len() >= room {
            break;
        }
        sample.push('\n');
    }
    sample
}

fn read_lines(
    text: &str,
    lines: &mut [Line],
    judge: &Judge,
    around: Option<Lang>,
    should_stop: impl Fn() -> bool,
) -> Option<()> {
    for (number, line) in lines.iter_mut().enumerate() {
        if number % LINES_BETWEEN_STOPS == 0 && should_stop() {
            return None;
        }
        line.verdict = judge.decide(&text[line.range.clone()], around);
    }
    Some(())
}

/// The language of most bytes of the lines that showed theirs, and its share of them in thousandths.
fn majority(lines: &[Line]) -> Option<(Lang, u32)> {
    let mut bytes: BTreeMap<u8, u64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.verdict.shown) {
        if let Some(language) = line.verdict.language {
            *bytes.entry(rank(language)).or_default() += line.range.len() as u64;
        }
    }
    let (&rank, &most) = bytes.iter().max_by_key(|&(&rank, &bytes)| (bytes, Reverse(rank)))?;
    let share = 1000 * most / bytes.values().sum::<u64>();
    Some((LANGUAGES[usize::from(rank)].0, share as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::set::Set;

    #[test]
    fn the_sample_is_the_longest_lines_and_ends_between_characters() {
        let long = "é".repeat(300);
        let text = format!("short\n{long}\n{long}\nlonger one");
        let found = sample(&text, &lines(&text));
        assert_eq!(found, format!("{long}\n{}", "é".repeat(199)));
        assert_eq!(sample("a\nbcd\nef", &lines("a\nbcd\nef")), "bcd\nef\na\n");
        assert_eq!(sample("", &[]), "");
    }

    #[test]
    fn reading_stops_when_told_to() {
        let judge = Judge::new(Set::all());
        assert_eq!(read("The ferry is late.", &judge, || true), None);
        assert!(read("The ferry is late.", &judge, || false).is_some());
    }
}
