//! Finds the words of a text in the tables.

use std::ops::Range;

use super::{FormNumber, Place, form, table};
use crate::hash::{WHOLE_BYTES_MAX, hash};

/// A search for a word. All words of a sentence take one step before the first takes the next: then the memory is asked for
/// many of them at once.
pub(crate) struct Search<'w> {
    word: &'w str,
    hash: u64,
    /// What stands where the word must stand first.
    place: Place,
}

impl<'w> Search<'w> {
    /// Begins the search for the word in these bytes of a text.
    pub(crate) fn begin(text: &'w str, range: Range<usize>) -> Search<'w> {
        let word = text.get(range.clone()).unwrap_or_default();
        let (text, range, word) = match sign_of_money(word) {
            "" => (text, range, word),
            spelled => (spelled, 0..spelled.len(), spelled),
        };
        let hash = if word.is_empty() { 0 } else { hash(text, range) };
        Search { word, hash, place: 0 }
    }

    /// Looks where the word must stand first.
    pub(crate) fn look(&mut self) {
        self.place = table::PLACES[first_place(self.hash)];
    }

    /// The number of the word.
    pub(crate) fn end(self) -> FormNumber {
        let Search { word, hash, mut place } = self;
        // Marks and initials name nothing.
        if word.len() < 2 {
            return 0;
        }
        let is_word =
            |number| word.len() <= WHOLE_BYTES_MAX || number == 0 || form(number).text().eq_ignore_ascii_case(word);
        let mut at = first_place(hash);
        loop {
            let number = place as FormNumber;
            let is_alike = (place ^ hash) >> FormNumber::BITS == 0;
            // Which of the two it is nobody foresees; that it is one of them is the rule.
            if (number == 0) | is_alike && is_word(number) {
                return number;
            }
            at = (at + 1) % table::PLACES.len();
            place = table::PLACES[at];
        }
    }
}

/// Where the search for a hash begins: by upper bits, as the lower ones are not kept.
fn first_place(hash: u64) -> usize {
    (hash >> FormNumber::BITS) as usize % table::PLACES.len()
}

/// The number of the word in these bytes of a text.
pub(crate) fn number(text: &str, range: Range<usize>) -> FormNumber {
    let mut search = Search::begin(text, range);
    search.look();
    search.end()
}

/// The word that is said for a sign of money; empty for all else.
fn sign_of_money(word: &str) -> &'static str {
    match word {
        "$" => "dollar",
        "€" => "euro",
        "£" => "pound",
        "¥" => "yen",
        _ => "",
    }
}
