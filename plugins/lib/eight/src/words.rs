//! Lists of words, to be asked for each word of a text.

use std::ops::Range;

use crate::Eight;

/// The longest word that a list can have, in bytes.
pub const WORD_BYTES_MAX: usize = 16;

/// Any odd number with well spread bits serves: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A list of words in small letters, each known by its number; made when the program is compiled. With a few times as many
/// places as words, nearly every word that is not in the list meets an empty place at once.
///
/// ```
/// use eight::{Words, key_of};
///
/// static TIDES: Words<2, 8> = Words::new([key_of("ebb"), key_of("flood")]);
/// assert_eq!(TIDES.find("The Flood", 4..9), Some(1));
/// assert_eq!(TIDES.find("The Flood", 0..3), None);
/// ```
pub struct Words<const COUNT: usize, const PLACES: usize> {
    keys: [u64; COUNT],
    /// For each place the number of its word, and 1, with a tag of its key above it; 0 where there is none. Most other words
    /// are told by the tag, so that their keys, which lie on other lines of the cache, are left alone.
    places: [u16; PLACES],
}

/// So many bits of a place have the number.
const NUMBER_BITS: u32 = 11;
/// The largest of them.
const NUMBER_MAX: u16 = (1 << NUMBER_BITS) - 1;

/// A word in small letters as one number, of its letters and how many they are. Two words may share a number, as often as
/// any two of 64 bits do.
///
/// # Panics
/// When the word has none or more than [`WORD_BYTES_MAX`] bytes.
pub const fn key_of(word: &str) -> u64 {
    let word = word.as_bytes();
    assert!(!word.is_empty() && word.len() <= WORD_BYTES_MAX, "the word is too long or empty");
    let (first, rest) = if word.len() > 8 { word.split_at(8) } else { (word, b"".as_slice()) };
    join(Eight::of(first), Eight::of(rest), word.len())
}

const fn join(first: Eight, rest: Eight, length: usize) -> u64 {
    first.number() ^ (rest.number() ^ (length as u64) << 59).wrapping_mul(SPREAD).rotate_left(32)
}

impl<const COUNT: usize, const PLACES: usize> Words<COUNT, PLACES> {
    /// Makes a list of words by their keys.
    ///
    /// # Panics
    /// When a word stands there twice, or there are no more places than words, or their number is no power of two, or there
    /// are more than 2,047 words.
    pub const fn new(keys: [u64; COUNT]) -> Words<COUNT, PLACES> {
        assert!(PLACES.is_power_of_two() && PLACES > COUNT && COUNT <= NUMBER_MAX as usize);
        let (mut places, mut number) = ([0; PLACES], 0);
        while number < COUNT {
            let (mut place, tag) = Self::first_place(keys[number]);
            while places[place] != 0 {
                let taken = places[place] & NUMBER_MAX;
                assert!(keys[taken as usize - 1] != keys[number], "a word stands there twice");
                place = (place + 1) % PLACES;
            }
            number += 1;
            places[place] = tag | number as u16;
        }
        Words { keys, places }
    }

    /// Makes a list of the words of a table, by the numbers that they have there.
    ///
    /// # Panics
    /// As [`Words::new`] and [`key_of`].
    pub const fn of<T>(table: &[(&str, T)]) -> Words<COUNT, PLACES> {
        let (mut keys, mut number) = ([0; COUNT], 0);
        while number < COUNT {
            keys[number] = key_of(table[number].0);
            number += 1;
        }
        Words::new(keys)
    }

    /// Where the search for a key begins, and its tag: a product is mixed best at its upper end.
    const fn first_place(key: u64) -> (usize, u16) {
        let (mixed, place_bits) = (key.wrapping_mul(SPREAD), PLACES.trailing_zeros());
        let tag = (mixed << place_bits >> 48) as u16 & !NUMBER_MAX;
        ((mixed >> (u64::BITS - place_bits)) as usize, tag)
    }

    /// The number of the word in these bytes of a text, whatever its capitals of ASCII.
    #[inline]
    pub fn find(&self, text: &str, word: Range<usize>) -> Option<usize> {
        if word.is_empty() || word.len() > WORD_BYTES_MAX {
            return None;
        }
        let eight = |at: usize| Eight::at(text.as_bytes(), at).first(word.end - at).small();
        let rest = if word.len() > 8 { eight(word.start + 8) } else { Eight::of(b"") };
        let key = join(eight(word.start), rest, word.len());
        let (mut place, tag) = Self::first_place(key);
        while self.places[place] != 0 {
            let number = usize::from(self.places[place] & NUMBER_MAX) - 1;
            if self.places[place] & !NUMBER_MAX == tag && self.keys[number] == key {
                return Some(number);
            }
            place = (place + 1) % PLACES;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [(&str, ()); 5] =
        [("a", ()), ("tide", ()), ("harbours", ()), ("lighthouse", ()), ("harbourmistresse", ())];
    static WORDS: Words<5, 8> = Words::of(&LIST);

    #[test]
    fn words_are_found_wherever_they_stand_and_whatever_their_capitals() {
        for (number, (word, ())) in LIST.iter().enumerate() {
            for word in [word.to_string(), word.to_uppercase()] {
                for text in [word.clone(), format!("{word} and more words"), format!("é{word}é")] {
                    let start = text.find(&word).expect("the word");
                    assert_eq!(WORDS.find(&text, start..start + word.len()), Some(number), "{text}");
                }
            }
        }
    }

    #[test]
    fn other_words_are_not_found() {
        for word in ["", "b", "tid", "tides", "harbour", "lighthouses", "harbourmistresses", "tïde", "ſ", "tide\0"] {
            assert_eq!(WORDS.find(word, 0..word.len()), None, "{word:?}");
        }
    }
}
