//! Sentences made of patterns, to be learned from beside those of treebanks.
//!
//! Treebanks of letters, reviews and talk have little of what news is made of: states that do something to states, relative
//! clauses behind their heads, a day or a month at the end. `patterns.conllu` has such sentences with lists of words in
//! place of some words; each is filled a few times.

use std::collections::BTreeMap;

use crate::shuffle::Chance;
use crate::treebank::{Sentence, sentences_of};

const PATTERNS: &str = include_str!("patterns.conllu");

/// How often each pattern is filled.
const TIMES: usize = 20;

/// The sentences; no word of a list is twice in one.
pub(crate) fn sentences() -> Vec<Sentence> {
    let lists = lists();
    let mut chance = Chance::new(79);
    let patterns = sentences_of(PATTERNS, "patterns");
    (0..TIMES).flat_map(|_| &patterns).map(|pattern| fill(pattern, &lists, &mut chance)).collect()
}

/// The lists of words by their names, from comments such as `# <day> = Monday Tuesday`.
fn lists() -> BTreeMap<&'static str, Vec<&'static str>> {
    let lines = PATTERNS.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = "));
    let mut lists: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, words) in lines.filter(|(name, _)| name.starts_with('<')) {
        lists.entry(name).or_default().extend(words.split(' '));
    }
    lists
}

fn fill(pattern: &Sentence, lists: &BTreeMap<&str, Vec<&str>>, chance: &mut Chance) -> Sentence {
    let mut filled = pattern.clone();
    let mut left = lists.clone();
    for word in &mut filled.words {
        if let Some(words) = left.get_mut(word.text.as_str()) {
            word.text = words.swap_remove(chance.below(words.len())).to_owned();
        }
    }
    filled
}
