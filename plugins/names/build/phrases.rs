//! Phrases and what they mean, in the form in which the library looks them up.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::key::{self, Key};
use crate::word;

/// What a phrase can mean, with the number that `src/tables.rs` reads.
#[derive(Clone, Copy)]
pub(crate) enum Sense {
    Country = 0,
    Adjective = 1,
    People = 2,
    Seat = 3,
    Organization = 4,
    Person = 5,
    Surname = 6,
    City = 7,
    Region = 8,
    Given = 9,
    Word = 10,
    Role = 11,
    Holder = 12,
}

/// So many bits of a filter, at least, for each word: few others pass it, and it fills few lines of the processor's cache.
const FILTER_BITS: usize = 8;
/// Flag of a sense: it is the last of its phrase.
const LAST: u32 = 1 << 20;
/// A value for a phrase that means nothing by itself: only longer ones start with it.
const NOTHING: u32 = 1 << 21;
/// Flag of a value: the rest is the place of the first of several senses.
const SEVERAL: u32 = 1 << 23;
/// Where the bits of the words start that follow a phrase in longer ones.
const FOLLOWING: u32 = 24;

/// Phrases and what they mean, by fingerprint.
#[derive(Default)]
pub(crate) struct Phrases {
    senses: BTreeMap<u64, Vec<u32>>,
    texts: BTreeMap<u64, String>,
    /// Phrases with which longer ones start, and the bits of the words that follow them there.
    prefixes: BTreeMap<u64, u32>,
    /// First words of roles, and of names that start with a small letter.
    first_words: BTreeSet<Key>,
}

impl Phrases {
    pub(crate) fn add(&mut self, place: &str, seed: Key, text: &str, sense: Sense, payload: usize) {
        let words: Vec<_> = word::words(text, 0).collect();
        let is_role = matches!(sense, Sense::Role);
        let word_key = |word: &word::Word| if is_role { word.small } else { word.key };
        let Some((first, following)) = words.split_first() else { panic!("{place}: no word in \"{text}\"") };
        if is_role || !first.capital {
            self.first_words.insert(word_key(first));
        }
        let mut key = seed.word(word_key(first));
        for word in following.iter().map(word_key) {
            *self.prefixes.entry(key.mixed()).or_default() |= word.following_bit();
            key = key.word(word);
        }
        let written: String = words.iter().map(|word| &text[word.start..word.end]).collect::<Vec<_>>().join(" ");
        let written: String = written.chars().filter(|&letter| !key::is_silent(letter)).map(key::base).collect();
        let written = if matches!(sense, Sense::Role) { written.to_lowercase() } else { written };
        let known = self.texts.entry(key.mixed()).or_insert_with(|| written.clone());
        assert!(*known == written, "{place}: \"{written}\" has the fingerprint of \"{known}\"");
        let value = ((payload as u32 + 1) << 4) | sense as u32;
        assert!(value < LAST, "{place}: a row too many");
        let senses = self.senses.entry(key.mixed()).or_default();
        if !senses.contains(&value) {
            senses.push(value);
        }
    }

    /// Writes what `src/tables.rs` reads, as files of this name: `filter`, a bit for each first word; `slots`, each a
    /// fingerprint and a value; `senses`, for values that stand for several.
    pub(crate) fn write(&self, out: &Path, name: &str) {
        let bits = (self.first_words.len() * FILTER_BITS).next_power_of_two();
        let mut filter = vec![0_u8; bits / 8];
        for word in &self.first_words {
            let bit = word.filter_bit(bits);
            filter[bit / 8] |= 1 << (bit % 8);
        }
        let (slots, senses) = self.slots();
        let write = |part: &str, bytes: &[u8]| {
            fs::write(out.join(format!("{name}.{part}")), bytes).expect("OUT_DIR takes files");
        };
        write("filter", &filter);
        write(
            "slots",
            &slots
                .iter()
                .flat_map(|[print, value]| [print.to_le_bytes(), value.to_le_bytes()].concat())
                .collect::<Vec<u8>>(),
        );
        write("senses", &senses.iter().flat_map(|sense| sense.to_le_bytes()).collect::<Vec<u8>>());
    }

    /// Each phrase in the first free slot from that of its fingerprint on. A value is the one sense of the phrase or, with
    /// [`SEVERAL`], the place of the first of them.
    fn slots(&self) -> (Vec<[u32; 2]>, Vec<u32>) {
        let keys: BTreeSet<u64> = self.senses.keys().chain(self.prefixes.keys()).copied().collect();
        let bits = (keys.len() * 3 / 2).next_power_of_two().trailing_zeros();
        let (mut slots, mut senses) = (vec![[0_u32; 2]; 1 << bits], Vec::new());
        for &key in &keys {
            let mut value = match self.senses.get(&key).map(Vec::as_slice) {
                None => NOTHING,
                Some([sense]) => *sense,
                Some(several) => {
                    let first = senses.len() as u32;
                    senses.extend(several);
                    *senses.last_mut().expect("several") |= LAST;
                    SEVERAL | first
                }
            };
            value |= self.prefixes.get(&key).map_or(0, |following| following << FOLLOWING);
            let mut slot = (key >> (64 - bits)) as usize;
            while slots[slot][1] != 0 {
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = [key as u32, value];
        }
        (slots, senses)
    }
}
