//! The parser: reads a sentence from left to right and decides at each step whether the next word waits, or one of
//! two words hangs on the other (arc-hybrid transitions, greedy). Each step costs the same, so a sentence costs what
//! its length is.

use super::class::{Class, PARSER_WIDTH};
use super::table::{Feature, Scores, feature};
use super::word::Word;

/// How many features a step has.
pub const FEATURES: usize = 53;

/// A word of the sentence by its number; 0 is none, the number behind the last word is the root.
pub type Node = u32;

/// What the parser sees of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Item {
    letters: u32,
    end: u32,
    class: u32,
    like: u32,
    /// How many commas, quotation marks, verbs and conjunctions stand before it in the sentence.
    commas: u16,
    quotes: u16,
    verbs: u16,
    conjunctions: u16,
}

/// What has been found of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    head: Node,
    /// The outermost dependents before and after, and those next to them.
    before: [Node; 2],
    after: [Node; 2],
    befores: u8,
    afters: u8,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack hangs on the next word.
    Before,
    /// The top of the stack hangs on the word below it.
    After,
}

impl Step {
    /// Every step, in the order of a row of weights.
    pub const ALL: [Step; 3] = [Step::Shift, Step::Before, Step::After];
}

/// A sentence on its way to a tree.
#[derive(Clone, Debug, Default)]
pub struct State {
    items: Vec<Item>,
    found: Vec<Found>,
    stack: Vec<Node>,
    next: Node,
}

impl State {
    /// Begins with a sentence; words and classes without margins.
    pub fn begin(&mut self, words: &[Word], classes: &[Class]) {
        use super::class::CLASSES;
        use extractor_api::layer::Tag;
        let mut item = Item { class: 61, ..Item::default() };
        self.items.clear();
        self.items.push(item);
        for (word, &class) in words.iter().zip(classes) {
            (item.letters, item.end, item.class) = (word.letters, word.ends[2], u32::from(class));
            item.like = u32::from(word.cluster);
            self.items.push(item);
            let (tag, penn) = CLASSES.get(usize::from(class)).copied().unwrap_or((Tag::X, ""));
            item.commas = item.commas.wrapping_add(u16::from(penn == ","));
            item.quotes = item.quotes.wrapping_add(u16::from(penn == "``" || penn == "''"));
            item.verbs = item.verbs.wrapping_add(u16::from(tag == Tag::Verb));
            item.conjunctions = item.conjunctions.wrapping_add(u16::from(tag == Tag::Cconj));
        }
        (item.letters, item.end, item.class, item.like) = (1, 1, 62, 0);
        self.items.push(item);
        self.found.clear();
        self.found.resize(self.items.len(), Found::default());
        self.stack.clear();
        self.next = 1;
    }

    /// How many words the sentence has.
    pub fn words(&self) -> usize {
        self.items.len() - 2
    }

    /// The number of the root, on which the last word hangs.
    pub fn root(&self) -> Node {
        self.items.len() as Node - 1
    }

    /// Whether every word has a head.
    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// The next word.
    pub fn next(&self) -> Node {
        self.next
    }

    /// The stack; its top is the last.
    pub fn stack(&self) -> &[Node] {
        &self.stack
    }

    /// The head that was found for a word.
    pub fn head(&self, node: Node) -> Node {
        self.found[node as usize].head
    }

    /// Whether the next word can be put on the stack, and whether the top of the stack can hang on the next word or on
    /// the word below.
    pub fn can(&self) -> [bool; 3] {
        let (at_root, depth) = (self.next == self.root(), self.stack.len());
        [!at_root, depth == 1 || depth > 1 && !at_root, depth > 1]
    }

    /// Does a step.
    pub fn take(&mut self, step: Step) {
        match step {
            Step::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Step::Before => {
                let (dependent, head) = (self.stack.pop().unwrap_or(0), self.next);
                self.found[dependent as usize].head = head;
                let found = &mut self.found[head as usize];
                found.before = [dependent, found.before[0]];
                found.befores = (found.befores + 1).min(4);
            }
            Step::After => {
                let dependent = self.stack.pop().unwrap_or(0);
                let head = self.stack.last().copied().unwrap_or(0);
                self.found[dependent as usize].head = head;
                let found = &mut self.found[head as usize];
                found.after = [dependent, found.after[0]];
                found.afters = (found.afters + 1).min(4);
            }
        }
    }

    /// The features of the next step.
    #[rustfmt::skip]
    pub fn features(&self) -> [Feature; FEATURES] {
        let depth = self.stack.len();
        let on_stack = |from_top: usize| if depth > from_top { self.stack[depth - 1 - from_top] } else { 0 };
        let [s0, s1, s2] = [on_stack(0), on_stack(1), on_stack(2)];
        let n0 = self.next;
        let item = |node: Node| self.items.get(node as usize).unwrap_or(&self.items[0]);
        let found = |node: Node| &self.found[node as usize];
        let [a0, a1, a2, b0, b1, b2] = [item(s0), item(s1), item(s2), item(n0), item(n0 + 1), item(n0 + 2)];
        let [f0, f1, g0] = [found(s0), found(s1), found(n0)];
        let class = |node: Node| item(node).class;
        let of = |node: Node| item(node).letters;
        let pair = |first: u32, second: u32| first << 16 | second;
        let (top, below, next) = (a0.class, a1.class, b0.class);
        let gap0 = distance(s0, n0);
        let gap1 = distance(s1, s0);
        let between0 = between(a0, b0);
        let between1 = between(a1, a0);
        let near = pair(class(s0 + 1), class(n0.saturating_sub(1)));
        let valency0 = u32::from(f0.befores) << 4 | u32::from(f0.afters);
        let group = |item: &Item| item.like >> 10;
        let alike = u32::from(a0.end == a1.end) | u32::from(top == below) << 1
            | u32::from(a0.like == a1.like) << 2 | u32::from(group(a0) == group(a1)) << 3;
        [
            feature(1, a0.letters, top, 0),
            feature(2, a0.letters, 0, 0),
            feature(3, top, 0, 0),
            feature(4, a1.letters, 0, 0),
            feature(5, below, 0, 0),
            feature(6, b0.letters, next, 0),
            feature(7, b0.letters, 0, 0),
            feature(8, next, 0, 0),
            feature(9, b1.letters, b1.class, 0),
            feature(10, b1.class, b2.class, next),
            feature(11, b2.letters, b2.class, 0),
            feature(12, a0.letters, top, next),
            feature(13, a0.letters, b0.class, gap0),
            feature(14, top, next, gap0),
            feature(15, top, next, 0),
            feature(16, a0.letters, a1.letters, pair(top, below)),
            feature(17, a1.letters, below, top),
            feature(18, top, below, 0),
            feature(19, below, next, 0),
            feature(20, top, next, b1.class),
            feature(21, pair(below, top), pair(next, b1.class), 0),
            feature(22, a2.class, below, top),
            feature(23, pair(top, next), pair(b1.class, b2.class), 0),
            feature(24, top, next, class(f0.before[0])),
            feature(25, top, next, class(g0.before[0])),
            feature(26, top, below, class(f1.after[0])),
            feature(27, top, below, class(f0.before[0])),
            feature(28, top, class(f0.before[0]), class(f0.before[1])),
            feature(29, top, class(f0.after[0]), class(f0.after[1])),
            feature(30, next, class(g0.before[0]), class(g0.before[1])),
            feature(31, below, class(f1.after[0]), class(f1.after[1])),
            feature(32, top, of(f0.before[0]), next),
            feature(33, top, of(f0.after[0]), next),
            feature(34, next, of(g0.before[0]), top),
            feature(35, a0.letters, class(f0.before[0]), class(f0.before[1])),
            feature(36, pair(top, next), pair(class(f0.before[0]), class(f0.after[0])), class(g0.before[0])),
            feature(37, a0.letters, valency0, 0),
            feature(38, top, valency0, next),
            feature(39, next, u32::from(g0.befores), top),
            feature(40, below, top, gap1),
            feature(41, top, next, between0),
            feature(42, below, top, between1),
            feature(43, pair(below, top), of(f0.before[0]), alike),
            feature(44, pair(below, top), class(f0.before[0]), pair(alike, between1)),
            feature(45, pair(top, next), near, 0),
            feature(46, b0.end, top, 0),
            feature(47, b0.letters, b1.letters, 0),
            feature(48, pair(below, next), a2.class, class(f1.after[0])),
            feature(49, pair(a0.like, b0.like), 0, 0),
            feature(50, b0.like, next, top),
            feature(51, a1.like, below, top),
            feature(52, pair(group(a0), group(b0)), pair(top, next), gap0),
            feature(53, b1.like, next, top),
        ]
    }
}

/// How far two words are apart, in a few steps; 0 when one of them is none.
fn distance(first: Node, second: Node) -> u32 {
    if first == 0 {
        return 0;
    }
    match second - first {
        near @ 0..=4 => near,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What stands between two words: commas (up to two), quotation marks, verbs, conjunctions.
fn between(first: &Item, second: &Item) -> u32 {
    let commas = u32::from(second.commas.wrapping_sub(first.commas)).min(2);
    let quotes = u32::from(second.quotes != first.quotes);
    let verbs = u32::from(second.verbs.wrapping_sub(first.verbs)).min(2);
    let conjunctions = u32::from(second.conjunctions != first.conjunctions);
    commas | quotes << 2 | verbs << 3 | conjunctions << 5
}

/// The best of the steps that can be taken; the first of equals.
pub fn best(scores: &[i32; PARSER_WIDTH], can: [bool; 3]) -> Step {
    let mut best = None;
    for ((&score, can), step) in scores.iter().zip(can).zip(Step::ALL) {
        if can && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, step));
        }
    }
    best.map_or(Step::Shift, |(_, step)| step)
}

/// Finds the heads of a sentence that was begun.
pub fn parse(scores: &impl Scores<PARSER_WIDTH>, state: &mut State) {
    while !state.is_done() {
        let step = match state.can() {
            [true, false, false] => Step::Shift,
            [false, true, false] => Step::Before,
            can => best(&scores.score(&state.features()), can),
        };
        state.take(step);
    }
}
