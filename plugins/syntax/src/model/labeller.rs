//! The labeller: names the relation of each word to its head, from left to right, when the whole tree is known.

use extractor_api::layer::{Relation, Tag};

use super::class::{self, CLASSES, Class, tag};
use super::lexicon::NO_WORD;
use super::network::{Input, Network};
use super::word::Word;

/// How many sums the labeller has.
pub const WIDTH: usize = 64;

const CLASS: Input = Input::Below(64);

/// What the labeller sees of a word.
#[rustfmt::skip]
pub const INPUTS: [Input; 34] = [
    // The word, its head, those that say most of both, their neighbours.
    Input::Entry, Input::Entry,
    Input::Common, Input::Common, Input::Common, Input::Common, Input::Common, Input::Common,
    Input::Common, Input::Common, Input::Common, Input::Common, Input::Common,
    Input::Below(128), Input::Below(128),
    CLASS, CLASS, CLASS, CLASS, CLASS, CLASS, CLASS, CLASS, CLASS, CLASS,
    // Side and distance, the label before, what the head and the word have.
    Input::Below(32), Input::Below(64), Input::Below(64), Input::Below(16),
    // Endings and shapes, the side of the head's head.
    Input::Below(512), Input::Below(512), Input::Below(256), Input::Below(256), Input::Below(4),
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
        let node = self.nodes[index];
        let at = node.head as usize;
        if at == index {
            return;
        }
        let this = index as u32;
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
        match (tag(node.class), this < node.head) {
            (Tag::Aux, true) => head.aux = this,
            (Tag::Adp | Tag::Sconj | Tag::Part, true) if head.case == NONE => head.case = this,
            (Tag::Cconj, true) => head.conjunction = this,
            (Tag::Noun | Tag::Propn | Tag::Pron, true) if node.case == NONE => head.subject = this,
            (Tag::Noun | Tag::Propn | Tag::Pron, false) if node.case == NONE && head.object == NONE => {
                head.object = this
            }
            _ => (),
        }
    }

    fn node(&self, index: u32) -> &Node {
        self.nodes.get(index as usize).unwrap_or(&NO_NODE)
    }

    fn label(&self, index: u32) -> u16 {
        u16::from(self.labels.get(index as usize).copied().unwrap_or(62))
    }

    /// How many words the tree has.
    pub fn words(&self) -> usize {
        self.nodes.len()
    }

    /// Whether a word is the root.
    pub fn is_root(&self, index: usize) -> bool {
        self.nodes[index].head as usize == index
    }

    /// The label of a word that its class tells, or its class and its head's: this holds of almost all such words.
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
    pub fn inputs(&self, index: usize) -> [u16; INPUTS.len()] {
        let node = self.node(index as u32);
        let head = self.node(node.head);
        let after = u16::from(index as u32 > node.head);
        let grand = if head.head == node.head { &NO_NODE } else { self.node(head.head) };
        let [before, behind] = [index.wrapping_sub(1), index + 1].map(|index| self.node(index as u32));
        let class = |node: &Node| u16::from(node.class);
        let [case, aux, subject] = [self.node(node.case), self.node(node.aux), self.node(node.subject)];
        let [head_case, head_aux] = [self.node(head.case), self.node(head.aux)];
        let [first, last] = [self.node(node.first), self.node(node.last)];
        let [previous, following] = [self.node(node.previous), self.node(node.following)];
        let is = |at: u32| u16::from(at != NONE);
        let here = |at: u32| is(at) + u16::from(at != NONE && at < index as u32);
        let head_has = here(head.subject) | here(head.object) << 2 | here(head.conjunction) << 4;
        let has = is(node.subject) | is(node.object) << 1 | is(node.aux) << 2 | is(node.conjunction) << 3;
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
            class(node) | after << 6,
            class(head) | after << 6,
            class(grand),
            class(case),
            class(aux),
            class(subject),
            class(head_aux),
            class(first),
            class(last),
            class(previous),
            class(following),
            class(before),
            after << 4 | distance(index as u32, node.head),
            self.label(node.previous),
            head_has,
            has,
            (node.end >> 23) as u16,
            (head.end >> 23) as u16,
            (node.shape >> 24) as u16,
            (head.shape >> 24) as u16,
            u16::from(head.head < node.head) | (here(head.aux) / 2) << 1,
        ]
    }
}

/// How far a word is from its head, in a few steps.
fn distance(index: u32, head: u32) -> u16 {
    match index.abs_diff(head) {
        near @ 0..=3 => near as u16,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

/// Names the relations of a tree that was begun; the root keeps [`NO_LABEL`].
pub fn label(weights: &Labeller<'_>, possible: Possible<'_>, tree: &mut Tree) {
    for index in 0..tree.words() {
        if !tree.is_root(index) {
            tree.labels[index] = match tree.evident(index) {
                Some(label) => label,
                None => {
                    let mut sums = weights.start();
                    weights.add(0, &tree.inputs(index), &mut sums);
                    weights.best(&sums, u64::from_le_bytes(possible[usize::from(tree.nodes[index].class) & 63])) as u8
                }
            };
        }
    }
}

/// For each class the labels that its words can have, a bit each.
pub type Possible<'a> = &'a [[u8; 8]; 64];
