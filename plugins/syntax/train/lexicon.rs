//! The words that the lexicon knows: their most frequent class, and whether it is the only one.

use std::collections::BTreeMap;

use syntax::model::class::Class;
use syntax::model::weights::lexicon_place;
use syntax::model::word::{Manner, UNKNOWN, Word};

use crate::clusters;
use crate::treebank::Sentence;

/// From how many times on a word is in the lexicon.
const COUNT_MIN: u32 = 4;
/// From how many times on a word can be safe.
const SAFE_COUNT_MIN: u32 = 30;
/// How many thousandths of a safe word's uses have its class at least.
const SAFE_SHARE: u32 = 995;

/// The lexicon of some sentences and the clusters, as it stands in the file of weights.
pub(crate) fn lexicon(sentences: &[Sentence]) -> Vec<u8> {
    let mut counts: BTreeMap<u32, BTreeMap<Class, u32>> = BTreeMap::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        let letters = Word::new(&word.text, Manner::Prose, false).letters;
        *counts.entry(letters).or_default().entry(word.class).or_default() += 1;
    }
    let mut entries: BTreeMap<u32, [u8; 8]> = BTreeMap::new();
    for (letters, cluster) in clusters::read() {
        let ([a, b, c, d], [low, high]) = (letters.to_le_bytes(), cluster.to_le_bytes());
        entries.insert(letters, [a, b, c, d, UNKNOWN, 0, low, high]);
    }
    for (letters, classes) in counts {
        let total: u32 = classes.values().sum();
        let (&class, &most) = classes.iter().max_by_key(|(class, count)| (**count, **class)).unwrap_or((&0, &0));
        if total >= COUNT_MIN && letters != 0 {
            let safe = total >= SAFE_COUNT_MIN && most * 1000 >= total * SAFE_SHARE;
            let [a, b, c, d] = letters.to_le_bytes();
            let entry = entries.entry(letters).or_insert([a, b, c, d, 0, 0, 0, 0]);
            (entry[4], entry[5]) = (class, u8::from(safe));
        }
    }
    let places = (entries.len() * 3 / 2).next_power_of_two();
    let mut table = vec![[0u8; 8]; places];
    for (letters, entry) in entries {
        let mut place = lexicon_place(letters, places - 1);
        while table[place] != [0; 8] {
            place = (place + 1) & (places - 1);
        }
        table[place] = entry;
    }
    let mut bytes = (places as u32).to_le_bytes().to_vec();
    bytes.extend(table.iter().flatten());
    bytes
}
