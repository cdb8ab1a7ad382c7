//! The words that are known: which entry a word has, and what is known of each entry.
//!
//! The first entries stand for no word, for the root and for words of which nothing is known; those of groups, clusters
//! and endings follow, and then those of words, the most frequent first.

use super::weights::{read_count, split_part};
use super::word::{Known, Word};

/// The entry of no word.
pub const NO_WORD: u16 = 0;
/// The entry of the root.
pub const ROOT: u16 = 1;
/// The entry of a word of which nothing is known.
pub const UNKNOWN: u16 = 2;

/// At most this many entries.
pub const ENTRIES_MAX: usize = 1 << 13;

/// What is known of an entry: classes (8), number among the frequent ones (2), cluster (2), whether it is a word (1).
pub type Entry = [u8; 13];

/// A place in the list of words: hash of the letters (4), entry (2); all zero when free.
pub type Place = [u8; 6];

/// Words and entries.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    places: &'a [Place],
    entries: &'a [Entry],
}

impl<'a> Lexicon<'a> {
    /// Reads a lexicon: counts of places and entries (4 bytes each), places, entries. Returns it and what follows it.
    pub fn read(bytes: &'a [u8]) -> Option<(Lexicon<'a>, &'a [u8])> {
        let (counts, bytes) = split_part(bytes, 8)?;
        let (places, counts) = read_count(counts)?;
        let (entries, _) = read_count(counts)?;
        let (places, bytes) = split_part(bytes, places.checked_mul(size_of::<Place>())?)?;
        let (entries, bytes) = split_part(bytes, entries.checked_mul(size_of::<Entry>())?)?;
        let (places, entries) = (places.as_chunks().0, entries.as_chunks().0);
        let fits = !places.is_empty() && (usize::from(UNKNOWN) + 1..=ENTRIES_MAX).contains(&entries.len());
        fits.then_some((Lexicon { places, entries }, bytes))
    }

    /// Notes in a word what is known of it, or of its ending.
    pub fn look_up(&self, word: &mut Word) {
        let entry = self.entry(word.letters).or_else(|| self.entry(ending(word))).unwrap_or(UNKNOWN);
        word.known = self.known(entry);
    }

    /// What is known of an entry.
    pub fn known(&self, entry: u16) -> Known {
        let Some([classes @ .., a, b, c, d, own]) = self.entries.get(usize::from(entry)) else {
            return Known::default();
        };
        let (common, cluster) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        Known { entry, common, cluster, own: *own != 0, classes: u64::from_le_bytes(*classes) }
    }

    fn entry(&self, letters: u32) -> Option<u16> {
        let mut place = first_place(letters, self.places.len());
        // The trainer leaves a fifth of the places free; the count ends the search in a file that it did not make.
        for _ in 0..self.places.len() {
            let [a, b, c, d, low, high] = self.places[place];
            let (found, entry) = (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([low, high]));
            if found == letters || entry == NO_WORD {
                return (entry != NO_WORD).then_some(entry);
            }
            place = if place + 1 == self.places.len() { 0 } else { place + 1 };
        }
        None
    }
}

/// What an ending of three letters is looked up by.
pub fn ending(word: &Word) -> u32 {
    word.ends[1] ^ 0x5bd1_e995
}

/// Where the search for a word begins.
pub fn first_place(letters: u32, places: usize) -> usize {
    ((u64::from(letters.wrapping_mul(0x9e37_79b1)) * places as u64) >> 32) as usize
}
