//! Lines and what can be seen of them: length, ending, capitals, digits, cues, language.
//!
//! A [`Line`] is a line of the text, or, in a text that was wrapped by hand, all lines of one paragraph.

use std::ops::Range;

use extractor_api::layer::Language;

use crate::blocks::{Block, Blocks};
use crate::cues::{Hits, Index};
use crate::words::{self, Shape, Word};

/// How a line ends, closing quotes, brackets and footnote marks aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A full stop.
    Stop,
    /// A question or exclamation mark.
    Mark,
    /// Three dots.
    Ellipsis,
    /// A colon.
    Colon,
    /// A comma or semicolon.
    Comma,
    /// Nothing of these, or the stop of an abbreviation.
    Open,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    /// Nothing special.
    None,
    /// A dash, dot or star.
    Bullet,
    /// `3.`, `3)` or `(3)`
    Number(u32),
    /// `[3]` or a superscript: the mark of a footnote.
    Footnote(u32),
}

/// One line, or one hand-wrapped paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Where it stands in the text, white space at both ends left out; never empty.
    pub(crate) range: Range<usize>,
    /// Its words, in [`Reading::words`].
    pub(crate) words: Range<usize>,
    /// Where it stands in [`Reading::folded`].
    pub(crate) folded: Range<usize>,
    /// Whether an empty line stands before it.
    pub(crate) gap: bool,
    /// What the reader says it is.
    pub(crate) block: Option<Block>,
    /// What it begins with.
    pub(crate) marker: Marker,
    /// How it ends.
    pub(crate) ending: Ending,
    /// Words that begin with a small letter.
    pub(crate) lower: usize,
    /// Words that begin with a capital.
    pub(crate) capital: usize,
    /// Words of scripts without case, each ideograph one of them.
    pub(crate) uncased: usize,
    /// Web addresses.
    pub(crate) urls: usize,
    /// Hashtags.
    pub(crate) hashtags: usize,
    /// Words with digits only.
    pub(crate) numbers: usize,
    /// What its words are signs of.
    pub(crate) cues: Hits,
    /// Surely in another language than the text.
    pub(crate) foreign: bool,
}

impl Line {
    /// How many words it has.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether most words begin with a capital, as in an English headline or a name.
    pub(crate) fn is_capitalised(&self) -> bool {
        self.capital * 5 >= (self.capital + self.lower) * 3 && self.capital > 0
    }

    /// Whether it reads as a paragraph: long, or a whole sentence of some length.
    pub(crate) fn is_prose(&self) -> bool {
        let sentence = matches!(self.ending, Ending::Stop | Ending::Mark | Ending::Ellipsis | Ending::Colon);
        // Three ideographs say about as much as a word and a half.
        let weight = self.len() - self.uncased / 2;
        let shouted = self.lower == 0 && self.capital > 0 && self.uncased == 0 && weight < 35;
        (weight >= 35 || (weight >= 8 && sentence)) && !shouted && self.urls * 6 <= self.len()
    }
}

/// A text with its words and lines.
pub(crate) struct Reading<'a> {
    /// The document's text.
    pub(crate) text: &'a str,
    /// The same in one spelling.
    pub(crate) folded: String,
    /// All words of all lines.
    pub(crate) words: Vec<Word>,
    /// All lines that are not empty.
    pub(crate) lines: Vec<Line>,
}

impl<'a> Reading<'a> {
    /// Reads a text; `languages`, which may be empty, tells foreign lines apart, `blocks` what lines are.
    pub(crate) fn new(text: &'a str, cues: &Index, languages: &[Language], blocks: &Blocks) -> Reading<'a> {
        let mut reading = Reading {
            text,
            folded: String::with_capacity(text.len() + 16),
            words: Vec::with_capacity(text.len() / 6),
            lines: Vec::new(),
        };
        let (mut number, mut counted) = (0, 0);
        for (range, gap) in paragraphs(text) {
            number += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..range.start]).count();
            counted = range.start;
            let line = reading.read_line(range, gap, cues);
            reading.lines.push(Line { block: blocks.of(number), ..line });
        }
        mark_foreign(&mut reading.lines, languages);
        reading
    }

    /// The text of a line.
    pub(crate) fn str(&self, line: &Line) -> &'a str {
        &self.text[line.range.clone()]
    }

    /// The folded text of a line.
    pub(crate) fn folded(&self, line: &Line) -> &str {
        self.folded[line.folded.clone()].trim_end()
    }

    /// The words of a line.
    pub(crate) fn words(&self, line: &Line) -> &[Word] {
        &self.words[line.words.clone()]
    }

    fn read_line(&mut self, range: Range<usize>, gap: bool, cues: &Index) -> Line {
        let text = &self.text[range.clone()];
        let (folded_start, words_start) = (self.folded.len(), self.words.len());
        words::read_words(text, &mut self.folded, &mut self.words);
        let words = &self.words[words_start..];
        let marker = marker(text);
        // "[3] Ibid." begins with the word after its mark.
        let leading = usize::from(matches!(marker, Marker::Number(_) | Marker::Footnote(_)))
            .min(usize::from(words.first().is_some_and(|word| word.shape == Shape::Number)));
        let mut tally = [0; Shape::COUNT];
        for word in words {
            tally[word.shape as usize] += 1;
        }
        let count = |shape: Shape| tally[shape as usize];
        Line {
            gap,
            block: None,
            marker,
            ending: ending(text),
            lower: count(Shape::Lower),
            capital: count(Shape::Capital) + count(Shape::Upper),
            uncased: count(Shape::Uncased),
            urls: count(Shape::Url),
            hashtags: count(Shape::Hashtag),
            numbers: count(Shape::Number),
            cues: cues.find(&self.folded, &words[leading..], self.folded.len()),
            foreign: false,
            range,
            words: words_start..self.words.len(),
            folded: folded_start..self.folded.len(),
        }
    }
}

/// Cuts a text into trimmed lines that are not empty, each with whether an empty line stands before it.
fn paragraphs(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut lines: Vec<(Range<usize>, bool)> = Vec::new();
    let (mut start, mut gap) = (0, false);
    for line in text.split('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            gap = true;
        } else {
            let from = start + (line.len() - line.trim_start().len());
            lines.push((from..from + trimmed.len(), std::mem::take(&mut gap)));
        }
        start += line.len() + 1;
    }
    match wrap_width(text, &lines) {
        Some(width) => join_wrapped(text, &lines, width),
        None => lines,
    }
}

/// The width at which a text was wrapped by hand, in characters, or `None` when its lines are paragraphs.
fn wrap_width(text: &str, lines: &[(Range<usize>, bool)]) -> Option<usize> {
    /// Wrapped text has many lines; with fewer, chance decides.
    const LINES_MIN: usize = 8;
    const WIDTH_MAX: usize = 120;
    let bytes_max = lines.iter().map(|(range, _)| range.len()).max()?;
    if lines.len() < LINES_MIN || bytes_max > 2 * WIDTH_MAX {
        return None;
    }
    let width = |range: &Range<usize>| text[range.clone()].chars().count();
    let widest = lines.iter().map(|(range, _)| width(range)).max()?;
    let full = lines.iter().filter(|(range, _)| width(range) * 10 >= widest * 7).count();
    let continued = lines.iter().filter(|(range, _)| text[range.clone()].starts_with(char::is_lowercase)).count();
    (widest <= WIDTH_MAX && full * 2 >= lines.len() && continued * 3 >= lines.len()).then_some(widest)
}

fn join_wrapped(text: &str, lines: &[(Range<usize>, bool)], width: usize) -> Vec<(Range<usize>, bool)> {
    let mut joined: Vec<(Range<usize>, bool)> = Vec::new();
    let mut last_is_full = false;
    for (range, gap) in lines {
        match joined.last_mut() {
            Some((paragraph, _)) if last_is_full && !gap => paragraph.end = range.end,
            _ => joined.push((range.clone(), *gap)),
        }
        last_is_full = text[range.clone()].chars().count() * 10 >= width * 7;
    }
    joined
}

fn mark_foreign(lines: &mut [Line], languages: &[Language]) {
    /// Shorter lines are names as often as not, and any language is found in names.
    const BYTES_MIN: usize = 30;
    const CONFIDENCE_MIN: u32 = 700;
    let Some(main) = languages.iter().find(|record| record.scope == Language::TEXT) else { return };
    let mut next = lines.iter_mut().peekable();
    for record in languages.iter().filter(|record| record.scope == Language::LINE) {
        while next.next_if(|line| line.range.end as u64 <= record.start).is_some() {}
        let Some(line) = next.peek_mut() else { return };
        if line.range.start as u64 >= record.start
            && line.range.end as u64 <= record.end
            && line.range.len() >= BYTES_MIN
            && record.confidence >= CONFIDENCE_MIN
        {
            line.foreign = record.code != main.code && record.code() != "und" && main.code() != "und";
        }
    }
}

fn marker(text: &str) -> Marker {
    let first = text.as_bytes()[0];
    let rest = match first {
        b'[' | b'(' => &text[1..],
        b'0'..=b'9' => text,
        b'-' | b'*' => return if text[1..].starts_with(' ') { Marker::Bullet } else { Marker::None },
        _ if first.is_ascii() => return Marker::None,
        _ => return rare_marker(text),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 3 {
        return Marker::None;
    }
    let number = rest[..digits].parse().unwrap_or(0);
    match (first, rest.as_bytes().get(digits), rest.as_bytes().get(digits + 1)) {
        (b'[', Some(b']'), _) => Marker::Footnote(number),
        (b'(', Some(b')'), _) => Marker::Number(number),
        (b'0'..=b'9', Some(b'.' | b')'), Some(b' ' | b'\t')) => Marker::Number(number),
        _ => Marker::None,
    }
}

fn rare_marker(text: &str) -> Marker {
    const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let value = |letter: char| SUPERSCRIPTS.chars().position(|digit| digit == letter);
    let digits: Vec<usize> = text.chars().map_while(value).take(3).collect();
    if !digits.is_empty() {
        return Marker::Footnote(digits.iter().fold(0, |number, &digit| number * 10 + digit as u32));
    }
    let mut letters = text.chars();
    let bullet = matches!(letters.next(), Some('•' | '●' | '▪' | '■' | '–' | '—' | '·' | '►' | '✓' | '→' | '‣'));
    if bullet && letters.next().is_some_and(char::is_whitespace) { Marker::Bullet } else { Marker::None }
}

fn ending(text: &str) -> Ending {
    let text = without_footnote_marks(text);
    let text = text.trim_end_matches(|letter: char| {
        matches!(letter, '"' | '\'' | '”' | '’' | '“' | '»' | '›' | ')' | ']' | '*' | '」' | '』' | '）')
            || letter.is_whitespace()
    });
    match text.chars().next_back() {
        Some('.') if text.ends_with("..") => Ending::Ellipsis,
        Some('.') if is_abbreviation(text) => Ending::Open,
        Some('.' | '。' | '।' | '؟' | '．') => Ending::Stop,
        Some('!' | '?' | '！' | '？') => Ending::Mark,
        Some('…') => Ending::Ellipsis,
        Some(':' | '：') => Ending::Colon,
        Some(',' | ';' | '，' | '；' | '、') => Ending::Comma,
        _ => Ending::Open,
    }
}

/// "in the U.S." ends a headline as often as a sentence; only the length of the line can tell.
fn is_abbreviation(text: &str) -> bool {
    let tail: Vec<char> = text.chars().rev().take(4).collect();
    matches!(tail[..], ['.', last, '.', first] if last.is_uppercase() && first.is_uppercase()) && text.len() < 120
}

/// Cuts `[1]`, `[2]` and the like off the end.
fn without_footnote_marks(mut text: &str) -> &str {
    while let Some(open) = text.strip_suffix(']').and_then(|rest| rest.rfind('[')) {
        let inner = &text[open + 1..text.len() - 1];
        if open == 0 || inner.is_empty() || inner.len() > 3 || !inner.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        text = text[..open].trim_end();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Line> {
        Reading::new(text, &Index::new(), &[], &Blocks::default()).lines
    }

    #[test]
    fn endings_look_through_quotes_and_footnote_marks() {
        for (text, expected) in [
            ("It rained.", Ending::Stop),
            ("“It rained.”", Ending::Stop),
            ("“It rained”.[12]", Ending::Stop),
            ("It rained (in the ‘north’). [3]", Ending::Stop),
            ("Did it rain?", Ending::Mark),
            ("It rained…", Ending::Ellipsis),
            ("It rained...", Ending::Ellipsis),
            ("They said:", Ending::Colon),
            ("Rain in the U.S.", Ending::Open),
            ("[1]", Ending::Open),
            ("雨が降った。", Ending::Stop),
        ] {
            assert_eq!(ending(text), expected, "{text}");
        }
    }

    #[test]
    fn markers_are_told_apart() {
        for (text, expected) in [
            ("[7] Ibid.", Marker::Footnote(7)),
            ("(7) Ibid.", Marker::Number(7)),
            ("¹² Ibid.", Marker::Footnote(12)),
            ("7. Bees", Marker::Number(7)),
            ("7.5 million bees", Marker::None),
            ("2023. was a year", Marker::None),
            ("- bees", Marker::Bullet),
            ("-bees", Marker::None),
            ("• bees", Marker::Bullet),
            ("Bees", Marker::None),
        ] {
            assert_eq!(marker(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_are_trimmed_and_know_of_gaps() {
        let lines = read("\n  One\nTwo \n\n \nThree");
        let found: Vec<_> = lines.iter().map(|line| (line.range.clone(), line.gap)).collect();
        assert_eq!(found, [(3..6, true), (7..10, false), (15..20, true)]);
    }

    #[test]
    fn long_lines_in_another_language_are_foreign() {
        let text = "The harbour of Lune was closed all day\nDer Hafen von Luna war den ganzen Tag zu\nMoin";
        let record =
            |start, end, code, scope| Language { start, end, code: Language::code_bytes(code), confidence: 900, scope };
        let languages = [
            record(0, 84, "en", Language::TEXT),
            record(0, 38, "en", Language::LINE),
            record(39, 79, "de", Language::LINE),
            record(80, 84, "de", Language::LINE),
        ];
        let foreign: Vec<bool> = Reading::new(text, &Index::new(), &languages, &Blocks::default())
            .lines
            .iter()
            .map(|line| line.foreign)
            .collect();
        assert_eq!(foreign, [false, true, false]);
    }

    #[test]
    fn hand_wrapped_paragraphs_are_one_line() {
        let text = "A Headline\n\nThe harbour was closed for the whole of the day, which\n\
                    surprised nobody who had seen the fog of the morning and of\nthe night before it.\n\n\
                    Boats stayed where they were, and the fish, it was said by\n\
                    those who claim to know such things, were rather pleased at\nthe turn of events, though no one had asked them for an\n\
                    opinion in this or any other matter of the port.\n";
        assert_eq!(read(text).len(), 3);
    }
}
