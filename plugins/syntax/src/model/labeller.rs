//! The labeller: names the relation of each word to its head, from left to right, when the whole tree is known.

use extractor_api::layer::{Relation, Tag};

use super::class::{self, CLASSES, Class, LABELLER_WIDTH, LABELS, tag};
use super::table::{Feature, Scores, feature};
use super::word::Word;

/// How many features a word has.
pub const FEATURES: usize = 37;

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
    letters: u32,
    end: u32,
    shape: u32,
    like: u32,
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
    letters: 0,
    end: 0,
    shape: 0,
    like: 0,
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
            let (letters, end, shape, like) = (word.letters, word.ends[2], word.shape, u32::from(word.cluster));
            self.nodes.push(Node { head, letters, end, shape, like, class, ..NO_NODE });
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

    fn label(&self, index: u32) -> u32 {
        u32::from(self.labels.get(index as usize).copied().unwrap_or(62))
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

    /// The features of a word that is not the root; the words before it have their labels.
    #[rustfmt::skip]
    pub fn features(&self, index: usize) -> [Feature; FEATURES] {
        let node = self.node(index as u32);
        let head = self.node(node.head);
        let after = index as u32 > node.head;
        let grand = if head.head == node.head { &NO_NODE } else { self.node(head.head) };
        let neighbour = |step: isize| self.node(index.wrapping_add_signed(step) as u32);
        let [before, behind] = [neighbour(-1), neighbour(1)];
        let class = |node: &Node| u32::from(node.class);
        let two = |first: &Node, second: &Node| class(first) << 8 | class(second);
        let side = u32::from(after) << 4 | distance(index as u32, node.head);
        let after = u32::from(after);
        let both = two(node, head);
        let case = self.node(node.case);
        let [aux, head_aux] = [self.node(node.aux), self.node(head.aux)];
        let [first, last] = [self.node(node.first), self.node(node.last)];
        let [previous, following] = [self.node(node.previous), self.node(node.following)];
        let said = self.label(node.previous);
        let here = |at: u32| u32::from(at != NONE) + u32::from(at != NONE && at < index as u32);
        let head_has = here(head.subject) | here(head.object) << 2 | here(head.conjunction) << 4;
        let has = u32::from(node.subject != NONE) | u32::from(node.object != NONE) << 1 | u32::from(node.aux != NONE) << 2
            | u32::from(node.conjunction != NONE) << 3;
        let up = u32::from(head.head < node.head) << 8 | class(grand);
        [
            feature(1, node.letters, class(node), after),
            feature(2, head.letters, class(head), after),
            feature(3, node.letters, class(head), after),
            feature(4, head.letters, class(node), after),
            feature(5, both, side, 0),
            feature(6, both, after, 0),
            feature(7, class(node), side, 0),
            feature(8, case.letters, both, after),
            feature(9, case.letters, head.letters, after),
            feature(10, case.letters, node.letters, 0),
            feature(11, case.letters, after, class(case)),
            feature(12, head_aux.letters, both, after),
            feature(13, head_aux.letters, head.letters, after),
            feature(14, class(head_aux), both, after << 1 | here(head.aux)),
            feature(15, said, both, after),
            feature(16, said, two(previous, following), after),
            feature(17, two(following, node), class(head), after),
            feature(18, following.letters, both, after),
            feature(19, before.letters, class(node), after),
            feature(20, behind.letters, class(node), after),
            feature(21, first.letters, class(node), after),
            feature(22, last.letters, class(node), after),
            feature(23, head.end, class(node), after),
            feature(24, node.shape, class(head), after),
            feature(25, node.shape, head.shape, after),
            feature(26, head_has, head.letters, after),
            feature(27, has, both, after),
            feature(28, has, case.letters, both),
            feature(29, aux.letters, both, after),
            feature(30, aux.letters, head.letters, has),
            feature(31, has << 8 | class(first), both, after),
            feature(32, node.letters, side, 0),
            feature(33, case.letters, has, after),
            feature(34, up, node.letters, after),
            feature(35, head.like, class(node), after),
            feature(36, node.like << 16 | head.like, after, 0),
            feature(37, node.like, case.letters, after),
        ]
    }
}

/// How far a word is from its head, in a few steps.
fn distance(index: u32, head: u32) -> u32 {
    match index.abs_diff(head) {
        near @ 0..=3 => near,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

/// Names the relations of a tree that was begun; the root keeps [`NO_LABEL`].
pub fn label(scores: &impl Scores<LABELLER_WIDTH>, tree: &mut Tree) {
    for index in 0..tree.words() {
        if !tree.is_root(index) {
            tree.labels[index] = match tree.evident(index) {
                Some(label) => label,
                None => best(&scores.score(&tree.features(index))),
            };
        }
    }
}

/// The label with the highest score; the first of equals.
pub fn best(scores: &[i32; LABELLER_WIDTH]) -> u8 {
    let mut best = 0;
    for label in 1..LABELS {
        if scores[label] > scores[best] {
            best = label;
        }
    }
    best as u8
}
