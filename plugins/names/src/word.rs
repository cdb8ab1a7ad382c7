//! The words of a text, each with its fingerprints. Most are ASCII, and of those every byte is looked at once.

use eight::Eight;

use crate::key::{Key, Letters, base, is_silent};

/// The Arabic article.
const ARTICLES: [Key; 2] = [Key::of("al"), Key::of("el")];

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

    /// The fingerprint with a capital first, where there is a small letter.
    pub(crate) fn raised(&self, text: &str) -> Key {
        let mut raised = Letters::default();
        for (at, letter) in sounding(&text[self.start..self.end]).enumerate() {
            raised.add(if at == 0 { letter.to_uppercase().next().unwrap_or(letter) } else { letter });
        }
        raised.key()
    }

    /// Whether memory counts it to the parts of a person's name: initials and the Arabic article come and go.
    pub(crate) fn is_part(&self) -> bool {
        self.letters > 1 && !self.is_article()
    }

    /// Whether it is the Arabic article, however it is written: "al-Bashir", "El Bashir".
    pub(crate) fn is_article(&self) -> bool {
        ARTICLES.contains(&self.small)
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

/// The words of a text from a byte on.
///
/// A word is a run of letters and digits with the silent characters inside; a possessive "'s" is a word of its own.
pub(crate) fn words(text: &str, from: usize) -> Words<'_> {
    Words { text, at: from }
}

/// What [`words`] gives.
pub(crate) struct Words<'a> {
    text: &'a str,
    /// The byte behind the last word.
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline(always)] // A word is so large that handing it over costs as much as reading it.
    fn next(&mut self) -> Option<Word> {
        let word = read_word(self.text, next_start(self.text, self.at)?);
        self.at = word.end;
        Some(word)
    }
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

/// Where the first word from `at` on starts.
#[inline]
fn next_start(text: &str, at: usize) -> Option<usize> {
    // Nearly always a blank stands between two words.
    if let Some(&[b' ', letter]) = text.as_bytes()[at..].first_chunk()
        && class(letter) & (SMALL | CAPITAL) != 0
    {
        return Some(at + 1);
    }
    let letter = next_letter(text, at)?;
    Some(if is_possessive(text, at, letter) { at } else { letter })
}

/// The first letter or digit from `at` on.
#[inline(never)] // It would take the place of what nearly all words need.
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
#[inline]
fn read_word(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let (mut end, mut capitals, mut digit) = (start, 0, false);
    let (mut key, mut small) = (Key::default(), Key::default());
    loop {
        let eight = Eight::at(bytes, end);
        let run = eight.letters().or(eight.digits()).run();
        if run > 0 {
            let letters = eight.first(run);
            (key, small) = (key.eight(letters.number()), small.eight(letters.small().number()));
            capitals += letters.capitals().count();
            digit |= letters.digits().any();
            end += run;
        }
        if run < 8 {
            break;
        }
    }
    let behind = bytes.get(end).map_or(0, |&byte| class(byte));
    if end == start || behind == FAR || behind == SILENT && !ends_before_mark(text, end) {
        return read_any(text, start, end);
    }
    let capital = class(bytes[start]) == CAPITAL;
    Word { start, end, key, small, capitals: capitals as u32, letters: (end - start) as u32, capital, digit }
}

/// Whether a word of ASCII ends where a full stop or an apostrophe stands behind it.
fn ends_before_mark(text: &str, mark: usize) -> bool {
    let next = text.as_bytes().get(mark + 1).map_or(0, |&byte| class(byte));
    next & (SMALL | CAPITAL | DIGIT | FAR) == 0 || is_possessive(text, mark, mark + 1)
}

/// Reads a word that goes on behind `from` with letters beyond ASCII or silent characters.
#[cold]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_whichever_way_it_is_read() {
        // What follows the word decides which way is taken; what is silent in it changes nothing.
        for word in
            ["a", "Tide", "tides12", "eighteen", "Eighteen", "NineTeens", "SixteenLettersXY", "seventeenLetters1"]
        {
            let read = |text: &str| words(text, 0).next().expect("a word");
            let (plain, alone) = (read(&format!("{word} and more words")), read(word));
            assert_eq!(plain, alone, "at the end of the text");
            let slow = read(&format!("{word}' and more words"));
            assert_eq!(Word { end: slow.end, ..plain }, slow, "before an apostrophe");
            assert_eq!(Key::of(word), plain.key);
            assert_eq!(Key::of(&word.to_lowercase()), plain.small);
            let accent = read(&format!("{word}\u{301}"));
            assert_eq!((accent.key, accent.small), (plain.key, plain.small));
        }
    }

    #[test]
    fn a_title_has_its_first_letter_as_it_stands() {
        for (word, title) in [("NAIROBI", "Nairobi"), ("Gülten", "Gulten"), ("GÜLTEN", "Gulten"), ("iOS", "ios")] {
            let read = words(word, 0).next().expect("a word");
            assert_eq!(read.title(word), Key::of(title), "{word}");
        }
    }

    #[test]
    fn a_possessive_is_a_word_of_its_own_and_a_full_stop_inside_belongs_to_the_word() {
        let split = |text| words(text, 0).map(|word| &text[word.start..word.end]).collect::<Vec<_>>();
        assert_eq!(split("Peru's U.S. don\u{2019}t stop."), ["Peru", "'s", "U.S.", "don\u{2019}t", "stop"]);
        assert_eq!(split("\u{2019}s O'Brien-Kovar é."), ["\u{2019}s", "O'Brien", "Kovar", "é"]);
        assert_eq!(
            words("in U.S.", 3).map(|word| (word.start, word.end, word.letters)).collect::<Vec<_>>(),
            [(3, 7, 2)]
        );
    }
}
