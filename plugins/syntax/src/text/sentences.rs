//! Where sentences end.

use std::ops::Range;

use eight::{Eight, Marks};

use super::abbreviations::{Stop, is_starter, stop};
use super::{addresses, find_rare};

/// Words of speaking, behind a question in quotation marks: `"Why?" Kovar asked.`
const SPEAKING: &[&str] = &[
    "added",
    "adds",
    "announced",
    "answered",
    "argued",
    "asked",
    "asks",
    "continued",
    "cried",
    "declared",
    "demanded",
    "exclaimed",
    "explained",
    "insisted",
    "noted",
    "remarked",
    "replied",
    "said",
    "says",
    "shouted",
    "stated",
    "told",
    "tweeted",
    "warned",
    "wondered",
    "wrote",
];

/// How many bytes before and after a mark are looked at, so that each mark costs the same.
const VIEW_BYTES: usize = 64;

/// Splits a stretch of a line into sentences, without white space around them.
pub fn sentences(text: &str, stretch: Range<usize>, mut found: impl FnMut(Range<usize>)) {
    let mut start = skip_space(text, stretch.start, stretch.end);
    let mut at = start;
    while at < stretch.end {
        let Some(mark) = find_rare(&text[at..stretch.end], end_marks, is_end_mark).map(|offset| at + offset) else {
            break;
        };
        let marks_end = run_end(text, mark, stretch.end, is_end_mark);
        let end = closing_end(text, marks_end, stretch.end);
        at = end;
        if is_boundary(text, &Mark { start, mark, marks_end, end, line_end: stretch.end }) {
            found(start..end);
            start = skip_space(text, end, stretch.end);
            at = start;
        }
    }
    let end = start + text[start..stretch.end].trim_end().len();
    if start < end {
        found(start..end);
    }
}

/// A place where a sentence may end.
struct Mark {
    /// Where the sentence starts.
    start: usize,
    /// The first end mark.
    mark: usize,
    /// Behind the end marks.
    marks_end: usize,
    /// Behind the closing marks that follow.
    end: usize,
    line_end: usize,
}

#[inline(always)]
fn is_end_mark(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '‼' | '⁉')
}

/// Those of ASCII.
fn end_marks(eight: Eight) -> Marks {
    eight.is(b'.').or(eight.is(b'!')).or(eight.is(b'?'))
}

fn is_wide(character: char) -> bool {
    matches!(character, '。' | '！' | '？')
}

fn is_opening(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '‘' | '„' | '«' | '(' | '[' | '{' | '*' | '`')
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '}' | '*' | '」' | '』' | '）')
}

fn run_end(text: &str, from: usize, end: usize, belongs: fn(char) -> bool) -> usize {
    let rest = &text[from..end];
    from + rest.find(|character| !belongs(character)).unwrap_or(rest.len())
}

fn skip_space(text: &str, from: usize, end: usize) -> usize {
    end - text[from..end].trim_start().len()
}

/// Behind the closing marks and footnote numbers after an end mark.
fn closing_end(text: &str, from: usize, line_end: usize) -> usize {
    let mut end = from;
    loop {
        let before = end;
        end = run_end(text, end, line_end, is_closing);
        if let Some(length) = footnote(&text[end..line_end]) {
            end += length;
        }
        // A closing mark that a space has torn off: `word. ”`
        let behind = skip_space(text, end, line_end);
        if behind > end && text[behind..line_end].starts_with(['”', '»']) {
            end = behind;
        }
        if end == before {
            return end;
        }
    }
}

/// The length of `[12]` at the start of a text, also with a space before it.
fn footnote(text: &str) -> Option<usize> {
    let inner = text.trim_start_matches(' ').strip_prefix('[')?;
    let close = inner.bytes().take(5).position(|byte| byte == b']')?;
    let number = close > 0 && inner.bytes().take(close).all(|byte| byte.is_ascii_digit());
    number.then_some(text.len() - inner.len() + close + 1)
}

/// Whether a sentence ends here.
fn is_boundary(text: &str, mark: &Mark) -> bool {
    let rest = &text[mark.end..mark.line_end];
    let behind = rest.trim_start();
    let Some(next) = behind.chars().next() else { return true };
    let wide = text[mark.mark..mark.marks_end].chars().next_back().is_some_and(is_wide);
    if behind.len() == rest.len() && !wide {
        return is_glued_boundary(text, mark);
    }
    let word = first_word(behind);
    if next.is_lowercase()
        || matches!(next, ',' | ';' | ':' | '-' | '–' | '—' | ')' | ']' | '/' | '=' | '&' | '…' | '.')
    {
        return false;
    }
    match &text[mark.mark..mark.marks_end] {
        "." => is_stop_boundary(text, mark, behind, word),
        marks if marks.chars().all(|mark| matches!(mark, '.' | '…')) => {
            word.is_empty() || word.starts_with(char::is_uppercase)
        }
        _ => !speaks(text, mark, behind),
    }
}

/// The word at the start of a text, behind opening marks; empty when something else stands there.
fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(is_opening);
    let end = text.char_indices().find(|(at, character)| !character.is_alphabetic() || *at > VIEW_BYTES);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The word before a place, back to a space or an opening mark.
fn word_before(text: &str, from: usize, at: usize) -> &str {
    let mut start = at;
    for (offset, character) in text[from..at].char_indices().rev() {
        if character.is_whitespace() || is_opening(character) || matches!(character, '/' | '-' | '–' | '—' | ',') {
            break;
        }
        start = from + offset;
        if at - start > VIEW_BYTES {
            break;
        }
    }
    &text[start..at]
}

/// Whether a single stop, with a space behind it, ends the sentence.
fn is_stop_boundary(text: &str, mark: &Mark, behind: &str, word: &str) -> bool {
    let before = word_before(text, mark.start, mark.mark);
    if is_item_number(text, mark, before) {
        return false;
    }
    // Behind a closing mark nothing is left of an abbreviation.
    if mark.end > mark.marks_end && stop(before) != Stop::Within {
        return true;
    }
    let number_follows = behind.trim_start_matches(is_opening).starts_with(|next: char| next.is_numeric());
    match stop(before) {
        Stop::Ends => true,
        Stop::Within => is_single_letter(before) && is_starter(word) && !word.eq_ignore_ascii_case("i"),
        Stop::BeforeNumber => !number_follows,
        Stop::Either => !number_follows && (is_starter(word) || behind.starts_with(['"', '“', '‘', '('])),
    }
}

fn is_single_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// Whether the mark stands behind the number of an item: "1. Fish" at the start of a line.
fn is_item_number(text: &str, mark: &Mark, before: &str) -> bool {
    let first = text[mark.start..mark.mark].trim_start_matches(is_opening).len() == before.len();
    let short = before.len() <= 3 && before.bytes().all(|byte| byte.is_ascii_digit());
    first && !before.is_empty() && (short || is_single_letter(before)) && mark.end == mark.marks_end
}

/// Whether a mark without a space behind it ends a sentence: "the tide.Then", and not "example.com" or "U.S".
fn is_glued_boundary(text: &str, mark: &Mark) -> bool {
    if mark.marks_end - mark.mark != 1 || text[mark.end..mark.line_end].starts_with('(') && mark.end == mark.marks_end {
        return false;
    }
    let before = word_before(text, mark.start, mark.mark);
    let after = first_word(&text[mark.end..mark.line_end]);
    let mut letters = after.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase);
    let word = before.len() > 2
        && before.chars().all(char::is_alphanumeric)
        && before.chars().rev().take(2).all(|letter| letter.is_lowercase() || letter.is_numeric());
    if !capital || !word || stop(before) != Stop::Ends || before.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // The rest of the chunk may show that it is an address.
    let start = mark.mark - before.len();
    let rest = &text[start..mark.line_end];
    let view = rest.char_indices().nth(VIEW_BYTES).map_or(rest, |(at, _)| &rest[..at]);
    addresses::length(view.split_whitespace().next().unwrap_or_default()).is_none()
}

/// Whether a word of speaking follows a question or a call in quotation marks, behind at most three capital words.
fn speaks(text: &str, mark: &Mark, behind: &str) -> bool {
    if !text[mark.marks_end..mark.end].contains(['"', '”', '’', '\'']) {
        return false;
    }
    let mut words = behind.split_whitespace().take(4);
    words.find_map(|word| match word {
        _ if SPEAKING.contains(&word.trim_end_matches([',', '.', ':'])) => Some(true),
        _ if word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphanumeric) => None,
        _ => Some(false),
    }) == Some(true)
}
