//! The tagger: for each word, from left to right, the class with the highest score.

use super::class::{CLASSES, Class};
use super::lexicon::NO_WORD;
use super::network::{Input, Network};
use super::word::Word;

/// How many words are put before and after a sentence, so that each word has neighbours.
pub const MARGIN: usize = 2;

/// The class of words outside of the sentence.
pub const OUTSIDE: Class = 63;

/// How many sums the tagger has.
pub const WIDTH: usize = 64;

/// What the tagger sees of a word.
#[rustfmt::skip]
pub const INPUTS: [Input; 15] = [
    // The word, those beside it, and those beside them.
    Input::Entry, Input::Entry, Input::Entry, Input::Common, Input::Common,
    // The classes before it.
    Input::Both(64, 64),
    // The endings of the words beside it, shapes, and what is written without a space.
    Input::Below(512), Input::Below(512), Input::Both(512, 4), Input::Below(512), Input::Below(512),
    // Its endings and its start.
    Input::Below(512), Input::Below(1024), Input::Below(2048), Input::Below(1024),
];

/// How many of the inputs are seen of a word that was seen in training: all but its endings and its start.
const OF_KNOWN: usize = INPUTS.len() - 4;

/// The weights of the tagger.
pub type Tagger<'a> = Network<'a, { INPUTS.len() }, WIDTH>;

/// Puts [`MARGIN`] words that are none before and after the words of a sentence.
pub fn with_margin(words: impl Iterator<Item = Word>, out: &mut Vec<Word>) {
    out.clear();
    out.extend([Word::default(); MARGIN]);
    out.extend(words);
    out.extend([Word::default(); MARGIN]);
}

/// The inputs for the word at `at`; the classes of the words before it are known.
#[inline(always)]
pub fn inputs(words: &[Word], classes: &[Class], at: usize) -> [u16; INPUTS.len()] {
    let [before2, before, word, after, after2] = [at - 2, at - 1, at, at + 1, at + 2].map(|index| &words[index]);
    let bits = |hash: u32, count: u32| (hash >> (32 - count)) as u16;
    let glued = u16::from(word.glued) | u16::from(after.glued) << 1;
    [
        word.known.entry,
        before.known.entry,
        after.known.entry,
        before2.known.common,
        after2.known.common,
        u16::from(classes[at - 1] & 63) << 6 | u16::from(classes[at - 2] & 63),
        bits(before.ends[1], 9),
        bits(after.ends[1], 9),
        bits(word.shape, 9) << 2 | glued,
        bits(before.shape, 9),
        bits(after.shape, 9),
        bits(word.ends[0], 9),
        bits(word.ends[1], 10),
        bits(word.ends[2], 11),
        bits(word.start, 10),
    ]
}

/// How many of the inputs count for a word.
#[inline(always)]
pub fn seen(word: &Word) -> usize {
    if word.known.own { OF_KNOWN } else { INPUTS.len() }
}

/// Tags the words of a sentence, which have [`MARGIN`] words around them; so have the classes.
#[inline(always)]
pub fn tag(weights: &Tagger<'_>, words: &[Word], classes: &mut Vec<Class>) {
    classes.clear();
    classes.resize(words.len(), OUTSIDE);
    for at in MARGIN..words.len() - MARGIN {
        let possible = possible(&words[at]);
        classes[at] = if possible.is_power_of_two() {
            possible.trailing_zeros() as Class
        } else {
            let mut sums = weights.start();
            let rows = weights.rows(0, &inputs(words, classes, at));
            weights.add(&rows[..seen(&words[at])], &mut sums);
            weights.best(&sums, possible) as Class
        };
    }
}

/// The classes that a word can have, a bit each: a capital makes a name of any.
#[inline(always)]
pub fn possible(word: &Word) -> u64 {
    const NAMES: u64 = 1 << 2 | 1 << 3;
    const ALL: u64 = (1 << CLASSES.len()) - 1;
    let of_capital = if word.capital && !word.known.classes.is_power_of_two() { NAMES } else { 0 };
    let possible = (word.known.classes | of_capital) & ALL;
    if possible == 0 || word.known.entry == NO_WORD { ALL } else { possible }
}
