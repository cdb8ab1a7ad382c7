//! Where words begin and end, as the English treebanks of Universal Dependencies split them.

use std::ops::Range;

use eight::Eight;

use super::abbreviations::{Stop, is_acronym, stop};
use super::{addresses, clitics, find};

/// First parts of words that keep their hyphen: "non-binding"; other words are split at it: "well", "-", "known".
const PREFIXES: &[&str] = &[
    "anti", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "mini", "multi", "neo", "non", "over",
    "post", "pre", "pro", "psycho", "re", "semi", "socio", "sub",
];

/// Units that are split from their number.
const UNITS: &[&str] = &[
    "am", "b", "bn", "cm", "ft", "gb", "hz", "k", "kb", "kg", "km", "kmh", "kph", "lb", "lbs", "m", "mb", "mg", "mhz",
    "mm", "mn", "mph", "mw", "oz", "pm", "tn",
];

/// How many stars can stand for the letters of a word.
const STARS_MAX: usize = 12;

/// How long a number with hyphens can be.
const NUMBER_BYTES_MAX: usize = 24;

/// Splits a sentence into tokens.
pub fn tokens(text: &str, sentence: Range<usize>, mut found: impl FnMut(Range<usize>)) {
    let mut start = sentence.start;
    while start < sentence.end {
        let rest = &text[start..sentence.end];
        let space = find(rest, |character| !character.is_whitespace()).unwrap_or(rest.len());
        let from = start + space;
        let chunk = &rest[space..];
        // Most chunks are a word of plain letters.
        let letters = ascii_letters(text, from).min(chunk.len());
        let is_word = letters > 0 && chunk.as_bytes().get(letters).is_none_or(u8::is_ascii_whitespace);
        let length = if is_word { letters } else { find(chunk, char::is_whitespace).unwrap_or(chunk.len()) };
        let chunk = Chunk { text: &chunk[..length], last: from + length >= sentence.end };
        let mut found = |token: Range<usize>| found(from + token.start..from + token.end);
        if is_word {
            chunk.emit_word(0..length, &mut found);
        } else {
            chunk.split(&mut found);
        }
        start = from + length;
    }
}

/// How many letters of ASCII stand from here on.
fn ascii_letters(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let letters = Eight::at(text.as_bytes(), at).letters().run();
        at += letters;
        if letters < 8 {
            return at - from;
        }
    }
}

/// What stands between two spaces.
struct Chunk<'a> {
    text: &'a str,
    /// Whether the sentence ends with it.
    last: bool,
}

impl Chunk<'_> {
    fn split(&self, found: &mut impl FnMut(Range<usize>)) {
        let text = self.text;
        let mut at = 0;
        // Where an address may begin: at the start, behind opening marks.
        let mut may_be_address = text.bytes().any(|byte| matches!(byte, b'.' | b'@' | b':'));
        while let Some(first) = text[at..].chars().next() {
            if may_be_address && (first.is_alphanumeric()) {
                may_be_address = false;
                if let Some(length) = addresses::length(&text[at..]) {
                    found(at..at + length);
                    at += length;
                    continue;
                }
            }
            let end = if self.begins_word(at, first) { self.word_end(at) } else { self.mark_end(at, first) };
            self.emit_word(at..end, found);
            at = end;
        }
    }

    /// Whether a word begins with this character, which may be a mark.
    fn begins_word(&self, at: usize, first: char) -> bool {
        let rest = &self.text[at + first.len_utf8()..];
        let next = rest.chars().next().unwrap_or(' ');
        match first {
            // Years and clitics that stand alone: "'90s", "'re".
            '\'' | '’' | '‘' => next.is_ascii_digit() || at == 0 && is_clitic(rest),
            '#' => next.is_alphabetic(),
            '@' => next.is_alphanumeric(),
            '.' => next.is_ascii_digit() && at == 0,
            _ => is_word(first),
        }
    }

    /// Where a word ends that begins at `from`.
    fn word_end(&self, from: usize) -> usize {
        let text = self.text;
        let mut before = text[from..].chars().next().unwrap_or(' ');
        let mut at = from + before.len_utf8();
        loop {
            // Most of a word is this.
            let plain = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if plain > 0 {
                at += plain;
                before = text.as_bytes()[at - 1].into();
            }
            let Some(character) = text[at..].chars().next() else { break };
            let behind = at + character.len_utf8();
            let next = text[behind..].chars().next().unwrap_or(' ');
            if !is_word(character) && !self.joins(from, at, before, character, next) {
                break;
            }
            (before, at) = (character, behind);
            if character == '$' {
                break;
            }
        }
        at
    }

    /// Whether a mark within a word joins its parts.
    fn joins(&self, from: usize, at: usize, before: char, mark: char, next: char) -> bool {
        let so_far = &self.text[from..at];
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        match mark {
            '\'' | '’' | '`' => next.is_alphanumeric() && before.is_alphanumeric(),
            '.' if is_word(next) => before.is_alphanumeric() || digits,
            '.' => self.keeps_stop(so_far, at),
            ',' | ':' | '/' => digits,
            '-' | '‐' | '‑' => is_word(next) && self.keeps_hyphen(so_far, at + mark.len_utf8()),
            '&' | '@' | '+' => before.is_alphanumeric() && next.is_alphanumeric(),
            '*' => {
                before.is_alphabetic() && (next == '*' || next.is_alphabetic()) && self.is_censored(at)
                    || before == '*' && self.is_censored(at)
            }
            '$' => next.is_ascii_digit() && so_far.len() <= 3 && so_far.bytes().all(|byte| byte.is_ascii_uppercase()),
            _ => false,
        }
    }

    /// Whether the stars from here on stand within a word: "f**k".
    fn is_censored(&self, at: usize) -> bool {
        let stars = self.text[at..].bytes().take(STARS_MAX).take_while(|&byte| byte == b'*').count();
        self.text[at + stars..].starts_with(char::is_alphabetic)
    }

    /// Whether the stop behind a word belongs to it.
    fn keeps_stop(&self, word: &str, at: usize) -> bool {
        // "..." is a mark of its own.
        if self.text[at + 1..].starts_with('.') {
            return false;
        }
        let behind = self.text[at + 1..].trim_start_matches(|mark: char| !mark.is_alphanumeric());
        let ends = self.last && behind.is_empty();
        match stop(word) {
            Stop::Ends => false,
            Stop::BeforeNumber => !ends,
            Stop::Within => !ends || word.chars().nth(1).is_some(),
            Stop::Either => true,
        }
    }

    /// Whether the hyphen behind `word` belongs to it; `behind` is where the next part begins.
    fn keeps_hyphen(&self, word: &str, behind: usize) -> bool {
        if word.len() > NUMBER_BYTES_MAX {
            return false;
        }
        let number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b"-.".contains(&byte));
        if number(word) {
            // A telephone number, or a date in figures; "5-3" and "2010-12" are ranges.
            let rest = &self.text[behind..];
            let part = rest.bytes().take(NUMBER_BYTES_MAX).take_while(u8::is_ascii_digit).count();
            let more =
                rest[part..].starts_with('-') && rest[part + 1..].starts_with(|next: char| next.is_ascii_digit());
            return word.contains('-') && part > 0 || word.len() == 3 && part == 4 || more;
        }
        let small = word.to_ascii_lowercase();
        word.len() < 8 && PREFIXES.contains(&small.as_str())
    }

    /// Where a mark ends: alike ones in a row are one token.
    fn mark_end(&self, at: usize, first: char) -> usize {
        let rest = &self.text[at..];
        let run = |belongs: &dyn Fn(char) -> bool| rest.find(|next| !belongs(next)).unwrap_or(rest.len());
        at + match first {
            '.' | '-' | '*' | '=' | '~' | '…' | '<' | '>' | '•' | '–' | '—' => run(&|next| next == first),
            '!' | '?' => run(&|next| next == '!' || next == '?'),
            '\'' | '`' if rest[1..].starts_with(first) => 2,
            _ => first.len_utf8(),
        }
    }

    /// Hands a word over, in two when it is written together from two.
    fn emit_word(&self, range: Range<usize>, found: &mut impl FnMut(Range<usize>)) {
        let word = &self.text[range.clone()];
        match clitics::cut(word).or_else(|| unit(word)) {
            Some(cut) => {
                found(range.start..range.start + cut);
                found(range.start + cut..range.end);
            }
            None => found(range),
        }
    }
}

/// Whether a character is part of a word wherever it stands.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || is_mark_of_letter(character)
}

/// Accents that are characters of their own, and what joins letters in other scripts.
fn is_mark_of_letter(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe0f}' | '\u{ad}')
}

/// Whether a clitic follows that was torn off its word: "'s".
fn is_clitic(rest: &str) -> bool {
    let end = rest.find(|next: char| !next.is_alphabetic()).unwrap_or(rest.len());
    ["s", "re", "ve", "ll", "m", "d", "em", "t"].iter().any(|clitic| clitic.eq_ignore_ascii_case(&rest[..end]))
}

/// Where the unit starts behind a number: "5km".
fn unit(word: &str) -> Option<usize> {
    if !word.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let cut = word.find(|character: char| !character.is_ascii_digit() && !matches!(character, '.' | ',' | ':'))?;
    let unit = &word[cut..];
    let known = unit.len() < 5 && UNITS.contains(&unit.to_ascii_lowercase().as_str());
    (known || unit.strip_suffix('.').is_some_and(is_acronym)).then_some(cut)
}
