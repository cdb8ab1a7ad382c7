//! The words of a text, each with its fingerprints. Most are ASCII, and of those every byte is looked at once.

use crate::key::{Key, Letters, base, is_silent};

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// The fingerprint with capitals.
    pub(crate) key: Key,
    /// The fingerprint in small letters.
    pub(crate) small: Key,
    /// How many letters are capitals.
    pub(crate) capitals: u32,
    /// How many letters and digits.
    pub(crate) letters: u32,
    /// Whether the first is a capital.
    pub(crate) capital: bool,
    /// Whether a digit is in it.
    pub(crate) digit: bool,
}

impl Word {
    /// The fingerprint with a capital first and small letters after it. `text` is what the word stands in.
    pub(crate) fn title(&self, text: &str) -> Key {
        if self.capitals <= u32::from(self.capital) {
            return self.key;
        }
        let mut title = Letters::default();
        for (at, letter) in sounding(&text[self.start..self.end]).enumerate() {
            title.add(if at == 0 { letter } else { small(letter) });
        }
        title.key()
    }

    /// Whether it is written in capitals alone.
    pub(crate) fn is_shouted(&self) -> bool {
        self.capitals == self.letters
    }

    /// The fingerprint of a name's word as memory has it: a name in capitals is the same name, an acronym is not.
    pub(crate) fn part(&self, text: &str) -> Key {
        if self.letters > 3 { self.title(text) } else { self.key }
    }
}

/// The words of a text, left to right; they are counted from `offset`.
///
/// A word is a run of letters and digits with the silent characters inside; a possessive "'s" is a word of its own.
pub(crate) fn words(text: &str, offset: usize) -> impl Iterator<Item = Word> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = next_letter(text, at)?;
        let start = if is_possessive(text, at, start) { at } else { start };
        let mut word = read_word(text, start);
        at = word.end;
        (word.start, word.end) = (word.start + offset, word.end + offset);
        Some(word)
    })
}

/// What a byte can be in a word.
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 4;
/// A full stop or an apostrophe.
const SILENT: u8 = 8;
/// Of a letter beyond ASCII.
const FAR: u8 = 16;

static CLASSES: [u8; 256] = {
    let (mut classes, mut byte) = ([0; 256], 0_usize);
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            b'.' | b'\'' | b'`' => SILENT,
            0x80.. => FAR,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// The first letter or digit from `at` on.
fn next_letter(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        match class(*bytes.get(at)?) {
            SMALL | CAPITAL | DIGIT => return Some(at),
            FAR => {
                let letter = text[at..].chars().next()?;
                if letter.is_alphanumeric() {
                    return Some(at);
                }
                at += letter.len_utf8();
            }
            _ => at += 1,
        }
    }
}

/// Whether between `mark` and `letter` stands an apostrophe alone, and an "s" alone behind it.
fn is_possessive(text: &str, mark: usize, letter: usize) -> bool {
    matches!(text.as_bytes().get(letter), Some(b's' | b'S'))
        && matches!(&text[mark..letter], "'" | "\u{2019}")
        && !text[letter + 1..].chars().next().is_some_and(char::is_alphanumeric)
}

/// Reads the word at `start`.
fn read_word(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let (mut end, mut found, mut next) = (start, 0, 0);
    while let Some(&byte) = bytes.get(end) {
        next = class(byte);
        if next & (SMALL | CAPITAL | DIGIT) == 0 {
            break;
        }
        found |= next;
        (end, next) = (end + 1, 0);
    }
    if end == start || next & (SILENT | FAR) != 0 {
        return read_any(text, start, end);
    }
    let mut word = Word { start, end, letters: (end - start) as u32, digit: found & DIGIT != 0, ..Word::default() };
    word.capital = class(bytes[start]) == CAPITAL;
    for at in (start..end).step_by(8) {
        let letters = eight(bytes, at, end);
        word.key = word.key.eight(letters);
        if found & CAPITAL != 0 {
            let small = u64::from_le_bytes(letters.to_le_bytes().map(|byte| byte.to_ascii_lowercase()));
            word.small = word.small.eight(small);
            // A capital and its small letter differ in one bit.
            word.capitals += (letters ^ small).count_ones();
        }
    }
    if found & CAPITAL == 0 {
        word.small = word.key;
    }
    word
}

/// Eight bytes from `at` on, with zeros from `end` on.
fn eight(bytes: &[u8], at: usize, end: usize) -> u64 {
    let eight = match bytes.get(at..at + 8) {
        Some(eight) => u64::from_le_bytes(eight.try_into().expect("eight bytes")),
        None => bytes[at..].iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
    };
    eight & u64::MAX >> (64 - 8 * (end - at).min(8))
}

/// Reads a word that goes on behind `from` with letters beyond ASCII or silent characters.
fn read_any(text: &str, start: usize, from: usize) -> Word {
    let mut word = Word { start, end: end_of(text, start, from), ..Word::default() };
    let (mut key, mut folded) = (Letters::default(), Letters::default());
    for letter in sounding(&text[start..word.end]) {
        let capital = letter.is_uppercase();
        word.capital |= capital && word.letters == 0;
        word.capitals += u32::from(capital);
        word.digit |= letter.is_ascii_digit();
        word.letters += 1;
        key.add(letter);
        folded.add(small(letter));
    }
    (word.key, word.small) = (key.key(), folded.key());
    word
}

/// Where the word at `start` ends, which holds all up to `from`.
fn end_of(text: &str, start: usize, from: usize) -> usize {
    let mut end = from;
    let mut letters = text[from..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let at = from + at;
        if is_silent(letter) && at > start {
            if matches!(letter, '\'' | '\u{2019}') && is_possessive(text, at, at + letter.len_utf8()) {
                break;
            }
            if letters.peek().is_some_and(|&(_, next)| next.is_alphanumeric()) {
                continue;
            }
            // The last full stop of "U.S." belongs to it: there is one inside.
            if letter == '.' && text[start..at].contains('.') {
                end = at + 1;
            }
            if matches!(letter, '\u{300}'..='\u{36f}') {
                end = at + letter.len_utf8();
                continue;
            }
            break;
        }
        if !(letter.is_alphanumeric() || at == start && is_silent(letter)) {
            break;
        }
        end = at + letter.len_utf8();
    }
    end
}

/// The letters of a word that are heard in a fingerprint, without accents.
fn sounding(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|&letter| !is_silent(letter)).map(base)
}

fn small(letter: char) -> char {
    if letter.is_ascii() { letter.to_ascii_lowercase() } else { letter.to_lowercase().next().unwrap_or(letter) }
}
