//! The file of weights, read in place: nothing of it is copied, so all workers share its pages.
//!
//! | part | bytes |
//! |---|---|
//! | [`MAGIC`] | 8 |
//! | lexicon: count of places, a power of two | 4 |
//! | each place: hash of the letters, class, whether it is safe, cluster (2 bytes); all zero when free | 8 |
//! | tables of the tagger, the parser and the labeller | see `table` |

use super::class::{Class, LABELLER_WIDTH, PARSER_WIDTH, TAGGER_WIDTH};
use super::table::{Table, read_count};
use super::word::Word;

/// How the file begins.
pub const MAGIC: &[u8; 8] = b"syntax 1";

/// What was learned.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a> {
    /// The words with a usual class or a cluster.
    pub lexicon: Lexicon<'a>,
    /// The tagger's.
    pub tagger: Table<'a, TAGGER_WIDTH>,
    /// The parser's.
    pub parser: Table<'a, PARSER_WIDTH>,
    /// The labeller's.
    pub labeller: Table<'a, LABELLER_WIDTH>,
}

impl<'a> Weights<'a> {
    /// Reads a file; `None` when it is not one.
    pub fn read(bytes: &'a [u8]) -> Option<Weights<'a>> {
        let (lexicon, bytes) = Lexicon::read(bytes.strip_prefix(MAGIC)?)?;
        let (tagger, bytes) = Table::read(bytes)?;
        let (parser, bytes) = Table::read(bytes)?;
        let (labeller, bytes) = Table::read(bytes)?;
        bytes.is_empty().then_some(Weights { lexicon, tagger, parser, labeller })
    }
}

/// The words with a usual class or a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Lexicon<'a> {
    places: &'a [[u8; 8]],
}

impl<'a> Lexicon<'a> {
    /// Reads a lexicon; returns it and what follows it.
    pub fn read(bytes: &'a [u8]) -> Option<(Lexicon<'a>, &'a [u8])> {
        let (places, bytes) = read_count(bytes)?;
        let (lexicon, bytes) = bytes.split_at_checked(places.checked_mul(8)?)?;
        places.is_power_of_two().then_some((Lexicon { places: lexicon.as_chunks().0 }, bytes))
    }

    /// Notes in a word what the lexicon says of it.
    pub fn look_up(&self, word: &mut Word) {
        let mask = self.places.len() - 1;
        let mut place = lexicon_place(word.letters, mask);
        // The trainer leaves a third of the places free; the count ends the search in a file that it did not make.
        for _ in 0..self.places.len() {
            let [a, b, c, d, class, safe, low, high] = self.places[place];
            let found = u32::from_le_bytes([a, b, c, d]);
            if found == word.letters && class < TAGGER_WIDTH as Class {
                (word.usual, word.safe) = (class, safe != 0);
                word.cluster = u16::from_le_bytes([low, high]);
            }
            if found == word.letters || found == 0 {
                return;
            }
            place = (place + 1) & mask;
        }
    }
}

/// Where the search for a word begins.
pub fn lexicon_place(letters: u32, mask: usize) -> usize {
    (letters.wrapping_mul(0x9e37_79b1) >> 12) as usize & mask
}
