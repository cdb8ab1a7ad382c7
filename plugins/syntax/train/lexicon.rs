//! The entries of the lexicon: which words have one of their own, and of what group, cluster or ending they are.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use syntax::model::class::Class;
use syntax::model::lexicon::{NO_WORD, Place, UNKNOWN, ending, first_place};
use syntax::model::word::{Manner, Word};

use crate::clusters;
use crate::network::{VECTOR, parts};
use crate::treebank::Sentence;

/// From how many times on a word has an entry of its own, and how many have one.
const COUNT_MIN: u32 = 3;
const WORDS_MAX: usize = 5_900;
/// How many words are frequent, so that they count at the lesser inputs, too.
const COMMON: usize = 800;
/// From how many different words on an ending has an entry.
const ENDING_WORDS_MIN: u32 = 8;
/// From how many times on a word has no other classes than those that were seen.
const SURE_COUNT_MIN: u32 = 12;
/// How often a word counts at most for what words like it are; how many uses of such words tell that, and a class that
/// less than one in so many has is not possible.
const LIKE_COUNT_MAX: u32 = 10;
const LIKE_USES_MIN: u32 = 60;
const LIKE_SHARE: u32 = 1000;
/// From how many times on nothing but the word itself is seen of it.
const OWN_COUNT_MIN: u32 = 30;
/// A class of which a word has less than one in so many uses is taken for a mistake.
const SHARE: u32 = 300;

/// The entries.
pub(crate) struct Entries {
    /// The entry that each is like: a word's cluster or ending, a cluster's group.
    like: Vec<u16>,
    /// How often each was seen; 0 for what is no word.
    counts: Vec<u32>,
    /// The entries that have a number among the frequent ones.
    common: Vec<u16>,
    places: BTreeMap<u32, u16>,
    classes: Vec<u64>,
    clusters: Vec<u16>,
}

impl Entries {
    /// Chooses the entries for some sentences.
    pub(crate) fn new(sentences: &[Sentence]) -> Entries {
        let mut uses: BTreeMap<u32, BTreeMap<Class, u32>> = BTreeMap::new();
        let mut ending_of: BTreeMap<u32, u32> = BTreeMap::new();
        for given in sentences.iter().flat_map(|sentence| &sentence.words) {
            let word = Word::new(&given.text, 0..given.text.len(), Manner::Prose, false);
            ending_of.insert(word.letters, ending(&word));
            *uses.entry(word.letters).or_default().entry(given.class).or_default() += 1;
        }
        let open = open_classes(&uses);
        let mut entries = Entries {
            like: vec![NO_WORD; usize::from(UNKNOWN) + 1],
            counts: vec![0; usize::from(UNKNOWN) + 1],
            common: Vec::new(),
            places: BTreeMap::new(),
            classes: vec![open; usize::from(UNKNOWN) + 1],
            clusters: vec![0; usize::from(UNKNOWN) + 1],
        };
        let clustered = clusters::read();
        let mut entry_of_cluster: BTreeMap<u16, u16> = BTreeMap::new();
        for group in clustered.values().map(|cluster| cluster >> 10 << 10 | 0x3ff) {
            entry_of_cluster.entry(group).or_insert_with(|| entries.add(UNKNOWN, 0, open, 0));
        }
        entries.common = (0..entries.like.len() as u16).collect();
        for &cluster in clustered.values() {
            let group = entry_of_cluster[&(cluster | 0x3ff)];
            entry_of_cluster.entry(cluster).or_insert_with(|| entries.add(group, 0, open, cluster));
        }
        let mut words_of: BTreeMap<u32, u32> = BTreeMap::new();
        ending_of.values().for_each(|&ending| *words_of.entry(ending).or_default() += 1);
        for (&ending, _) in words_of.iter().filter(|(_, words)| **words >= ENDING_WORDS_MIN) {
            let entry = entries.add(UNKNOWN, 0, open, 0);
            entries.places.insert(ending, entry);
        }
        let mut words: Vec<(u32, u32)> = uses.iter().map(|(&word, uses)| (uses.values().sum(), word)).collect();
        words.retain(|(count, _)| *count >= COUNT_MIN);
        words.sort_by_key(|&(count, word)| (Reverse(count), word));
        words.truncate(WORDS_MAX);
        for (count, word) in words {
            let cluster = clustered.get(&word).copied().unwrap_or(0);
            let by_ending = || entries.places.get(&ending_of[&word]).copied();
            let like = entry_of_cluster.get(&cluster).copied().or_else(by_ending).unwrap_or(UNKNOWN);
            let seen = uses[&word].iter().filter(|(_, uses)| **uses * SHARE >= count);
            let seen = seen.map(|(class, _)| 1 << class).fold(0, |all, class: u64| all | class);
            let entry = entries.add(like, count, seen, cluster);
            entries.places.insert(word, entry);
            if entries.common.len() < COMMON {
                entries.common.push(entry);
            }
        }
        for (&word, cluster) in &clustered {
            entries.places.entry(word).or_insert(entry_of_cluster[cluster]);
        }
        let mut of_like: BTreeMap<usize, BTreeMap<Class, u32>> = BTreeMap::new();
        for (word, uses) in &uses {
            let cluster = clustered.get(word).map(|cluster| entry_of_cluster[cluster]);
            let ending = entries.places.get(&ending_of[word]).copied();
            for entry in cluster.into_iter().chain(ending).flat_map(|like| entries.line(like)) {
                let counts = of_like.entry(entry).or_default();
                uses.iter().for_each(|(&class, &count)| *counts.entry(class).or_default() += count.min(LIKE_COUNT_MAX));
            }
        }
        entries.narrow(&of_like);
        entries
    }

    /// Leaves groups, clusters and endings the classes that words like them have; rare words have these, too.
    fn narrow(&mut self, of_like: &BTreeMap<usize, BTreeMap<Class, u32>>) {
        for (&entry, counts) in of_like.iter().filter(|(entry, _)| **entry > usize::from(UNKNOWN)) {
            let all: u32 = counts.values().sum();
            if self.counts[entry] == 0 && all >= LIKE_USES_MIN {
                let frequent = counts.iter().filter(|(_, count)| **count * LIKE_SHARE >= all);
                self.classes[entry] = frequent.fold(0, |classes, (class, _)| classes | 1 << class);
            }
        }
        for entry in (0..self.len()).filter(|&entry| (1..SURE_COUNT_MIN).contains(&self.counts[entry])) {
            self.classes[entry] |= self.classes[usize::from(self.like[entry])];
        }
    }

    fn add(&mut self, like: u16, count: u32, classes: u64, cluster: u16) -> u16 {
        self.like.push(like);
        self.counts.push(count);
        self.classes.push(classes);
        self.clusters.push(cluster);
        self.like.len() as u16 - 1
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.like.len()
    }

    /// Those that are words.
    pub(crate) fn words(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|&entry| self.counts[entry] > 0)
    }

    /// Those that have a number among the frequent ones, in the order of it.
    pub(crate) fn common(&self) -> &[u16] {
        &self.common
    }

    /// How often an entry was seen as a word.
    pub(crate) fn count(&self, entry: u16) -> u32 {
        self.counts[usize::from(entry)]
    }

    /// The entry that one is like.
    pub(crate) fn like(&self, entry: u16) -> u16 {
        self.like[usize::from(entry)]
    }

    /// An entry, the one that it is like, the one that this is like, and so on.
    pub(crate) fn line(&self, entry: u16) -> impl Iterator<Item = usize> + '_ {
        let up = |&entry: &u16| Some(self.like(entry)).filter(|&like| like != NO_WORD);
        std::iter::successors(Some(entry), up).map(usize::from)
    }

    /// The vector of an entry: the sum over its line.
    pub(crate) fn vector(&self, entry: u16, vectors: &[f32]) -> [f32; VECTOR] {
        let mut sum = [0.0; VECTOR];
        for entry in self.line(entry) {
            sum.iter_mut().zip(&vectors[entry * VECTOR..]).for_each(|(sum, number)| *sum += number);
        }
        sum
    }

    /// The lexicon as it stands in the file of weights.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let count = self.places.len() * 5 / 4 + 1;
        let mut places: Vec<Place> = vec![[0; 6]; count];
        for (&word, entry) in &self.places {
            let mut place = first_place(word, count);
            while places[place] != [0; 6] {
                place = (place + 1) % count;
            }
            let ([a, b, c, d], [low, high]) = (word.to_le_bytes(), entry.to_le_bytes());
            places[place] = [a, b, c, d, low, high];
        }
        let number: BTreeMap<u16, u16> = self.common.iter().zip(0..).map(|(&entry, number)| (entry, number)).collect();
        let counts = [count as u32, self.len() as u32].iter().flat_map(|count| count.to_le_bytes()).collect();
        let mut entries = Vec::new();
        for entry in 0..self.len() {
            entries.extend(self.classes[entry].to_le_bytes());
            let common = self.line(entry as u16).find_map(|entry| number.get(&(entry as u16)));
            entries.extend(common.copied().unwrap_or(NO_WORD).to_le_bytes());
            entries.extend(self.clusters[entry].to_le_bytes());
            entries.push(u8::from(self.counts[entry] >= OWN_COUNT_MIN));
        }
        parts([counts, places.into_flattened(), entries])
    }
}

/// The classes that rare words have.
fn open_classes(uses: &BTreeMap<u32, BTreeMap<Class, u32>>) -> u64 {
    let mut counts: BTreeMap<Class, u32> = BTreeMap::new();
    for uses in uses.values().filter(|uses| uses.values().sum::<u32>() <= COUNT_MIN) {
        uses.iter().for_each(|(class, count)| *counts.entry(*class).or_default() += count);
    }
    let all: u32 = counts.values().sum();
    counts
        .iter()
        .filter(|(_, count)| **count * 1000 >= all)
        .map(|(class, _)| 1 << class)
        .fold(0, |all, class: u64| all | class)
}
