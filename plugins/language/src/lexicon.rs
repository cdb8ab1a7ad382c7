//! Which languages a word speaks for.

mod words;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use eight::Eight;
use whatlang::Lang;

use crate::set::Set;

/// The languages that a word or a letter speaks for, and how loudly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The languages.
    pub(crate) languages: Set,
    /// 4 when one language alone has it, down to 1 when many do.
    pub(crate) weight: u16,
}

impl Evidence {
    /// Adds a language that has it too.
    pub(crate) fn add(&mut self, language: Lang) {
        self.languages.insert(language);
        self.weight = match self.languages.len() {
            1 => 4,
            2 => 3,
            3 | 4 => 2,
            _ => 1,
        };
    }

    /// The same for a word that may be part of a name, "La" or "Die", or is but one letter.
    pub(crate) fn halved(self) -> Evidence {
        Evidence { weight: (self.weight / 2).max(1), ..self }
    }
}

/// A word in lower case, while it is read: its UTF-8 in a fingerprint, eight bytes at a time, so that no word is copied.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    mixed: Key,
    /// Bytes that are not mixed in yet: fewer than eight.
    rest: u64,
    bits: usize,
}

/// The fingerprint of a word, in which form it is looked up. Two words of the same would count as one, which does no harm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Key(u64);

impl Key {
    fn mix(self, eight: u64) -> Key {
        // Any odd number with well spread bits serves; this one is 2^64 divided by the golden ratio.
        Key((self.0.rotate_left(5) ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
}

impl Word {
    /// Adds a letter in lower case.
    pub(crate) fn push(&mut self, letter: char) {
        let mut bytes = [0; 4];
        let bytes = letter.encode_utf8(&mut bytes).as_bytes();
        self.add(Eight::of(bytes), bytes.len());
    }

    /// Adds so many bytes, one at least; behind them are zeros.
    #[inline]
    pub(crate) fn add(&mut self, letters: Eight, count: usize) {
        self.rest |= letters.number() << self.bits;
        let taken = 64 - self.bits;
        self.bits += 8 * count;
        if self.bits >= 64 {
            self.mixed = self.mixed.mix(self.rest);
            self.rest = letters.number().checked_shr(taken as u32).unwrap_or(0);
            self.bits -= 64;
        }
    }

    fn key(self) -> Key {
        if self.bits == 0 { self.mixed } else { self.mixed.mix(self.rest) }
    }
}

impl FromIterator<char> for Word {
    fn from_iter<I: IntoIterator<Item = char>>(letters: I) -> Word {
        let mut word = Word::default();
        letters.into_iter().for_each(|letter| word.push(letter));
        word
    }
}

/// The table of words, ready to be asked.
pub(crate) struct Lexicon {
    /// For each word the place of what it is evidence of. Words that speak for the same languages share it, so that what
    /// is looked up for each word of a text is small.
    words: Table<u16>,
    evidence: Vec<Evidence>,
}

impl Lexicon {
    /// Compiles the table.
    pub(crate) fn new() -> Lexicon {
        let mut words: Table<Evidence> = Table::default();
        for &(language, function_words, page_words) in words::WORDS {
            for word in function_words.split_ascii_whitespace().chain(page_words.split_ascii_whitespace()) {
                words.entry(word.chars().collect::<Word>().key()).or_default().add(language);
            }
        }
        let mut evidence: Vec<Evidence> = Vec::new();
        let words = words.into_iter().map(|(key, spoken_for)| {
            let place = evidence.iter().position(|&known| known == spoken_for).unwrap_or_else(|| {
                evidence.push(spoken_for);
                evidence.len() - 1
            });
            (key, place as u16)
        });
        Lexicon { words: words.collect(), evidence }
    }

    /// The languages in which this is a common word; `None` for a word that is not in the lexicon.
    pub(crate) fn word(&self, word: Word) -> Option<Evidence> {
        self.words.get(&word.key()).map(|&place| self.evidence[usize::from(place)])
    }
}

/// A map without a hash of its own: fingerprints are one.
type Table<T> = HashMap<Key, T, BuildHasherDefault<Fingerprint>>;

#[derive(Default)]
struct Fingerprint(u64);

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0 << 8 | u64::from(byte));
    }

    fn write_u64(&mut self, fingerprint: u64) {
        // A product is mixed best at its upper end, and the map takes its bucket from the lower.
        self.0 = fingerprint.rotate_left(26);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn word(lexicon: &Lexicon, text: &str) -> Option<Vec<Lang>> {
        Some(lexicon.word(text.chars().collect())?.languages.iter().collect())
    }

    #[test]
    fn words_speak_for_the_languages_that_have_them() {
        let lexicon = Lexicon::new();
        assert_eq!(word(&lexicon, "paylaş"), Some(vec![Lang::Tur, Lang::Aze]));
        assert_eq!(word(&lexicon, "which"), Some(vec![Lang::Eng]));
        assert_eq!(word(&lexicon, "которые"), Some(vec![Lang::Rus]));
        assert_eq!(word(&lexicon, "harbour"), None);
        assert_eq!(word(&lexicon, "incomprehensibilities"), None);
    }

    #[test]
    fn a_word_of_many_languages_weighs_less() {
        let lexicon = Lexicon::new();
        let weight = |word: &str| lexicon.word(word.chars().collect()).map(|evidence| evidence.weight);
        assert_eq!((weight("which"), weight("de")), (Some(4), Some(1)));
    }

    #[test]
    fn every_listed_word_can_be_found() {
        let lexicon = Lexicon::new();
        for &(language, function_words, page_words) in words::WORDS {
            for text in function_words.split_whitespace().chain(page_words.split_whitespace()) {
                assert_eq!(text, text.to_lowercase(), "{language}");
                // Typed apostrophes end a word, so no key may hold one.
                assert!(
                    text.chars().all(|letter| letter.is_alphabetic() || crate::alphabet::is_mark(letter)),
                    "{text}"
                );
                assert!(word(&lexicon, text).is_some_and(|languages| languages.contains(&language)), "{text}");
            }
        }
    }

    #[test]
    fn letters_that_come_one_by_one_make_the_same_word() {
        let text = "überraschungsmomente";
        for cut in (0..text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let mut word: Word = text[..cut].chars().collect();
            let behind = text.as_bytes()[cut..].chunks(8);
            behind.for_each(|eight| word.add(Eight::of(eight), eight.len()));
            assert_eq!(word.key(), text.chars().collect::<Word>().key(), "{cut}");
        }
    }

    #[test]
    fn no_two_words_have_one_fingerprint() {
        let rows = words::WORDS.iter().flat_map(|row| row.1.split_whitespace().chain(row.2.split_whitespace()));
        let words: BTreeSet<&str> = rows.collect();
        assert_eq!(Lexicon::new().words.len(), words.len());
    }

    #[test]
    fn a_language_has_one_row() {
        let rows: BTreeSet<_> = words::WORDS.iter().map(|row| row.0 as u32).collect();
        assert_eq!(rows.len(), words::WORDS.len());
    }
}
