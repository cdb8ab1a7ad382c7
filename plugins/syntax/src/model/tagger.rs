//! The tagger: for each word, from left to right, the class with the highest score.

use super::class::{CLASSES, Class, TAGGER_WIDTH};
use super::table::{Feature, Scores, feature};
use super::word::Word;

/// How many features a word has.
pub const FEATURES: usize = 34;

/// How many words are put before and after a sentence, so that each word has neighbours.
pub const MARGIN: usize = 2;

/// The class of words outside of the sentence.
pub const OUTSIDE: Class = 63;

/// Puts [`MARGIN`] words that are none before and after the words of a sentence.
pub fn with_margin(words: impl Iterator<Item = Word>, out: &mut Vec<Word>) {
    let none = Word { usual: OUTSIDE, ..Word::default() };
    out.clear();
    out.extend([none; MARGIN]);
    out.extend(words);
    out.extend([none; MARGIN]);
}

/// The features of the word at `at`; the classes of the words before it are known.
#[rustfmt::skip]
pub fn features(words: &[Word], classes: &[Class], at: usize) -> [Feature; FEATURES] {
    let [before2, before, word, after, after2] = [at - 2, at - 1, at, at + 1, at + 2].map(|index| &words[index]);
    let (class2, class1) = (u32::from(classes[at - 2]), u32::from(classes[at - 1]));
    let (two, usual) = (class2 << 8 | class1, |word: &Word| u32::from(word.usual));
    let glue = u32::from(word.glued) | u32::from(after.glued) << 1;
    let next = usual(after);
    let like = |word: &Word| u32::from(word.cluster);
    let group = |word: &Word| u32::from(word.cluster >> 10);
    [
        feature(1, word.letters, 0, 0),
        feature(2, word.letters, class1, 0),
        feature(3, word.letters, next, 0),
        feature(4, word.letters, before.letters, 0),
        feature(5, word.letters, after.letters, 0),
        feature(6, before.letters, 0, 0),
        feature(7, after.letters, 0, 0),
        feature(8, after2.letters, 0, 0),
        feature(9, class1, 0, 0),
        feature(10, two, 0, 0),
        feature(11, usual(word), glue, word.shape),
        feature(12, word.start, 0, 0),
        feature(13, word.ends[0], glue, 0),
        feature(14, word.ends[1], 0, 0),
        feature(15, word.ends[2], 0, 0),
        feature(16, word.ends[3], 0, 0),
        feature(17, word.ends[2], next, 0),
        feature(18, word.shape, 0, 0),
        feature(19, word.shape, class1, 0),
        feature(20, word.shape, word.ends[1], u32::from(class1 == u32::from(OUTSIDE))),
        feature(21, before.ends[2], class1, 0),
        feature(22, after.ends[2], 0, 0),
        feature(23, before.shape, word.shape, 0),
        feature(24, after.shape, word.shape, 0),
        feature(25, word.letters, glue, 0),
        feature(26, usual(word), next, usual(after2)),
        feature(27, usual(word), before.letters, 0),
        feature(28, like(word), 0, 0),
        feature(29, like(word), next, word.shape),
        feature(30, like(before), class1, word.shape),
        feature(31, like(after), usual(word), 0),
        feature(32, group(before), group(word), group(after)),
        feature(33, like(before2), usual(word), class1),
        feature(34, like(word), word.ends[2], 0),
    ]
}

/// Tags the words of a sentence, which have [`MARGIN`] words around them; so have the classes.
pub fn tag(scores: &impl Scores<TAGGER_WIDTH>, words: &[Word], classes: &mut Vec<Class>) {
    classes.clear();
    classes.resize(words.len(), OUTSIDE);
    for at in MARGIN..words.len() - MARGIN {
        classes[at] = if words[at].safe { words[at].usual } else { best(&scores.score(&features(words, classes, at))) };
    }
}

/// The class with the highest score; the first of equals.
pub fn best(scores: &[i32; TAGGER_WIDTH]) -> Class {
    let mut best = 0;
    for class in 1..CLASSES.len() {
        if scores[class] > scores[best] {
            best = class;
        }
    }
    best as Class
}
