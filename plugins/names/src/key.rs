//! Fingerprints of words and phrases, as which tables and memory know them: without accents, full stops and apostrophes.
//!
//! The build script makes the tables with this very file, so that text and tables cannot disagree.

use crate::word::words;

/// Base letters of U+00C0 to U+024F; a full stop where there is none.
const LATIN: &[u8; 400] = b"AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl..LlNnNnNn.NnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs.B........D....E..f.............Oo.............Uu............................AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa....AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............................";
/// Base letters of U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8; 256] = b"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy....S.AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

/// The letter without its accent; letters that have none come back as they are.
pub(crate) fn base(letter: char) -> char {
    let base = match letter {
        '\u{c0}'..='\u{24f}' => LATIN[letter as usize - 0xc0],
        '\u{1e00}'..='\u{1eff}' => LATIN_ADDITIONAL[letter as usize - 0x1e00],
        _ => return letter,
    };
    if base == b'.' { letter } else { char::from(base) }
}

/// Whether the character leaves no trace in a fingerprint: combining marks, full stops, apostrophes.
pub(crate) fn is_silent(letter: char) -> bool {
    matches!(letter, '.' | '\'' | '\u{2019}' | '\u{2bc}' | '\u{2bb}' | '`' | '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}')
}

/// A fingerprint of a word or a phrase. That of a word takes eight bytes of its letters at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) u64);

/// Any odd number with well spread bits serves: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// What words of a name start from.
    pub(crate) const NAME: Key = Key(0x6e61_6d65_0000_0001);
    /// What words of a role start from: "us" is not "US", and "mobile" no town.
    pub(crate) const ROLE: Key = Key(0x726f_6c65_0000_0002);

    /// The key of a word of ASCII letters and digits.
    pub(crate) const fn of(word: &str) -> Key {
        let (word, mut key, mut at) = (word.as_bytes(), Key(0), 0);
        while at < word.len() {
            let (mut eight, mut shift) = (0, 0);
            while at < word.len() && shift < 64 {
                eight |= (word[at] as u64) << shift;
                (at, shift) = (at + 1, shift + 8);
            }
            key = key.eight(eight);
        }
        key
    }

    /// The key with the next eight bytes of a word; behind its end are zeros.
    pub(crate) const fn eight(self, bytes: u64) -> Key {
        Key((self.0.rotate_left(5) ^ bytes).wrapping_mul(SPREAD))
    }

    /// The key of a phrase with one more word.
    pub(crate) const fn word(self, word: Key) -> Key {
        Key((self.0.rotate_left(23) ^ word.0 ^ 0x2d).wrapping_mul(SPREAD))
    }

    /// The key as tables have it: a product is mixed best at its upper end, so the ends are folded together.
    pub(crate) fn mixed(self) -> u64 {
        let mixed = (self.0 ^ self.0 >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ mixed >> 32
    }

    /// The bit of a word among the eight that stand for the words which follow a phrase.
    pub(crate) const fn following_bit(self) -> u32 {
        1 << (self.0 >> 61)
    }

    /// The bit of a word in a filter of so many bits, a power of two.
    pub(crate) fn filter_bit(self, bits: usize) -> usize {
        (self.0 >> (64 - bits.trailing_zeros())) as usize
    }
}

/// The key of a word, made letter by letter.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Letters {
    key: Key,
    /// Bytes of letters that are not in the key yet.
    bytes: u64,
    bits: u32,
}

impl Letters {
    /// Adds the UTF-8 of a letter.
    pub(crate) fn add(&mut self, letter: char) {
        for &byte in letter.encode_utf8(&mut [0; 4]).as_bytes() {
            self.bytes |= u64::from(byte) << self.bits;
            self.bits += 8;
            if self.bits == 64 {
                *self = Letters { key: self.key.eight(self.bytes), ..Letters::default() };
            }
        }
    }

    /// The key of all letters.
    pub(crate) fn key(self) -> Key {
        if self.bits == 0 { self.key } else { self.key.eight(self.bytes) }
    }
}

/// The key of a name as tables and memory have it.
#[allow(dead_code)] // The build script uses one of the two, the library the other.
pub(crate) fn name(text: &str) -> Key {
    words(text, 0).fold(Key::NAME, |key, word| key.word(word.key))
}

/// The key of a role as tables have it.
#[allow(dead_code)] // As above.
pub(crate) fn role(text: &str) -> Key {
    words(text, 0).fold(Key::ROLE, |key, word| key.word(word.small))
}
