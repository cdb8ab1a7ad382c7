//! The labeller: names the relation of each word to its head, from left to right, when the whole tree is known.

use extractor_api::layer::{Relation, Tag};

use super::class::{self, CLASSES, Class, Kinds, kind, tag};
use super::lexicon::NO_WORD;
use super::network::{Input, Network};
use super::word::Word;

/// How many sums the labeller has.
pub const WIDTH: usize = 64;

const GROUPS: Input = Input::Both(32, 32);

/// What the labeller sees of a word.
#[rustfmt::skip]
pub const INPUTS: [Input; 25] = [
    // The word, its head, those that say most of both, their neighbours.
    Input::Entry, Input::Entry,
    Input::Common, Input::Common, Input::Common, Input::Common, Input::Common, Input::Common,
    Input::Common, Input::Common, Input::Common, Input::Common, Input::Common,
    Input::Both(128, 32), Input::Both(64, 2), GROUPS, GROUPS, GROUPS, GROUPS, GROUPS,
    // Side, distance and what the head has; the label before and what the word has.
    Input::Both(32, 64), Input::Both(64, 64),
    // Endings and shapes.
    Input::Below(512), Input::Below(512), Input::Both(32, 32),
];

/// The weights of the labeller.
pub type Labeller<'a> = Network<'a, { INPUTS.len() }, WIDTH>;

/// A tree whose relations are to be named. Words by their index; the root's head is itself.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The labels that were given so far, those to come 63.
    pub labels: Vec<u8>,
}

/// The label of what has none yet.
pub const NO_LABEL: u8 = 63;

/// The index of what is not there.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    head: u32,
    entry: u16,
    common: u16,
    end: u32,
    shape: u32,
    class: u8,
    /// First and last dependent.
    first: u32,
    last: u32,
    /// The dependents of the same head before and after it.
    previous: u32,
    following: u32,
    /// The dependents that say most: preposition or conjunction, auxiliary or copula nearest before, subject.
    case: u32,
    aux: u32,
    subject: u32,
    object: u32,
    conjunction: u32,
}

const NO_NODE: Node = Node {
    head: NONE,
    entry: NO_WORD,
    common: NO_WORD,
    end: 0,
    shape: 0,
    class: 63,
    first: NONE,
    last: NONE,
    previous: NONE,
    following: NONE,
    case: NONE,
    aux: NONE,
    subject: NONE,
    object: NONE,
    conjunction: NONE,
};

impl Tree {
    /// Begins with a tree: for each word the index of its head, its own at the root.
    pub fn begin(&mut self, words: &[Word], classes: &[Class], heads: impl Iterator<Item = u32>) {
        self.nodes.clear();
        self.labels.clear();
        for ((word, &class), head) in words.iter().zip(classes).zip(heads) {
            let (entry, common, end, shape) = (word.known.entry, word.known.common, word.ends[1], word.shape);
            self.nodes.push(Node { head, entry, common, end, shape, class, ..NO_NODE });
        }
        self.labels.resize(self.nodes.len(), NO_LABEL);
        for index in 0..self.nodes.len() {
            self.hang(index);
        }
    }

    /// Notes a word with its head.
    fn hang(&mut self, index: usize) {
        let Node { head, class, case, .. } = self.nodes[index];
        let at = head as usize;
        if at == index {
            return;
        }
        let this = index as u32;
        let is_before = this < head;
        let last = self.nodes[at].last;
        self.nodes[index].previous = last;
        if let Some(last) = self.nodes.get_mut(last as usize) {
            last.following = this;
        }
        let head = &mut self.nodes[at];
        head.last = this;
        if head.first == NONE {
            head.first = this;
        }
        // Selected, since no processor foresees what class comes next.
        let kinds = kind(class);
        let is = |kinds_wanted: Kinds| kinds & kinds_wanted != 0;
        let select = |place: &mut u32, chosen: bool| *place = if chosen { this } else { *place };
        select(&mut head.aux, is_before & is(class::AUXILIARY));
        let is_first_case = head.case == NONE;
        select(&mut head.case, is_before & is(class::LEADING) & is_first_case);
        select(&mut head.conjunction, is_before & is(class::CONJUNCTION));
        let is_noun = is(class::NOUN) & (case == NONE);
        select(&mut head.subject, is_before & is_noun);
        let is_first_object = head.object == NONE;
        select(&mut head.object, !is_before & is_noun & is_first_object);
    }

    #[inline(always)]
    fn node(&self, index: u32) -> &Node {
        self.nodes.get(index as usize).unwrap_or(&NO_NODE)
    }

    #[inline(always)]
    fn label(&self, index: u32) -> u16 {
        u16::from(self.labels.get(index as usize).copied().unwrap_or(62))
    }

    /// How many words the tree has.
    #[inline(always)]
    pub fn words(&self) -> usize {
        self.nodes.len()
    }

    /// Whether a word is the root.
    #[inline(always)]
    pub fn is_root(&self, index: usize) -> bool {
        self.nodes[index].head as usize == index
    }

    /// The label of a word that its class tells, or its class and its head's: this holds of almost all such words.
    #[inline(always)]
    pub fn evident(&self, index: usize) -> Option<u8> {
        let node = &self.nodes[index];
        let head = self.node(node.head);
        let before_noun = (index as u32) < node.head && matches!(tag(head.class), Tag::Noun | Tag::Propn | Tag::Pron);
        let relation = match CLASSES.get(usize::from(node.class)) {
            Some((Tag::Punct, _)) => Relation::Punct,
            Some((Tag::Det, "DT")) if before_noun => Relation::Det,
            Some((Tag::Adp, "IN")) if before_noun => Relation::Case,
            Some((Tag::Pron, "PRP$")) if before_noun => Relation::NmodPoss,
            _ => return None,
        };
        Some(class::label(relation))
    }

    /// The inputs for a word that is not the root; the words before it have their labels.
    #[inline(always)]
    pub fn inputs(&self, index: usize) -> [u16; INPUTS.len()] {
        let node = self.node(index as u32);
        let head = self.node(node.head);
        let after = u16::from(index as u32 > node.head);
        let grand = if head.head == node.head { &NO_NODE } else { self.node(head.head) };
        let [before, behind] = [index.wrapping_sub(1), index + 1].map(|index| self.node(index as u32));
        let groups = |first: &Node, second: &Node| class::group(first.class) << 5 | class::group(second.class);
        let [case, aux, subject] = [self.node(node.case), self.node(node.aux), self.node(node.subject)];
        let [head_case, head_aux] = [self.node(head.case), self.node(head.aux)];
        let [first, last] = [self.node(node.first), self.node(node.last)];
        let [previous, following] = [self.node(node.previous), self.node(node.following)];
        let is = |at: u32| u16::from(at != NONE);
        let here = |at: u32| is(at) + u16::from(at != NONE && at < index as u32);
        let head_has = here(head.subject) | here(head.object) << 2 | here(head.conjunction) << 4;
        let own = is(node.subject) | is(node.object) << 1 | is(node.aux) << 2 | is(node.conjunction) << 3;
        let has = own | u16::from(head.head < node.head) << 4 | (here(head.aux) / 2) << 5;
        [
            node.entry,
            head.entry,
            case.common,
            aux.common,
            head_case.common,
            head_aux.common,
            first.common,
            last.common,
            previous.common,
            following.common,
            before.common,
            behind.common,
            grand.common,
            after << 11 | u16::from(node.class & 63) << 5 | class::group(head.class),
            u16::from(head.class & 63) << 1 | after,
            groups(case, aux),
            groups(subject, head_aux),
            groups(first, last),
            groups(previous, following),
            groups(before, grand),
            (after << 4 | distance(index as u32, node.head)) << 6 | head_has,
            self.label(node.previous) << 6 | has,
            (node.end >> 23) as u16,
            (head.end >> 23) as u16,
            (node.shape >> 27 << 5 | head.shape >> 27) as u16,
        ]
    }
}

/// How far a word is from its head, in a few steps.
#[inline(always)]
fn distance(index: u32, head: u32) -> u16 {
    match index.abs_diff(head) {
        near @ 0..=3 => near as u16,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

/// Names the relations of a tree that was begun; the root keeps [`NO_LABEL`].
#[inline(always)]
pub fn label(weights: &Labeller<'_>, possible: Possible<'_>, tree: &mut Tree) {
    for index in 0..tree.words() {
        if tree.is_root(index) {
            continue;
        }
        tree.labels[index] = match tree.evident(index) {
            Some(label) => label,
            None => {
                let inputs = tree.inputs(index);
                let possible = u64::from_le_bytes(possible[usize::from(inputs[PAIR]) % PAIRS]);
                if possible.is_power_of_two() {
                    possible.trailing_zeros() as u8
                } else {
                    let mut sums = weights.start();
                    weights.add(&weights.rows(0, &inputs), &mut sums);
                    weights.best(&sums, possible) as u8
                }
            }
        };
    }
}

/// How many pairs of a word and its head are told apart: by the word's class, the head's group, and which comes first.
pub const PAIRS: usize = 64 * 32 * 2;

/// The input that is the number of the pair.
pub const PAIR: usize = 13;

/// For each pair the labels that it can have, a bit each.
pub type Possible<'a> = &'a [[u8; 8]; PAIRS];
