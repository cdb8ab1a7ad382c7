//! A sentence on its way to a tree: what stands on the stack, what comes next, what hangs where.

use super::class::{self, Class, Kinds};
use super::lexicon::{NO_WORD, ROOT};
use super::word::Word;

/// A word of the sentence by its number; 0 is none, the number behind the last word is the root.
pub type Node = u32;

/// What the parser sees of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) entry: u16,
    pub(super) common: u16,
    pub(super) cluster: u16,
    pub(super) class: u16,
    pub(super) group: u16,
    /// The hash of its last three letters.
    pub(super) end: u32,
    pub(super) kind: Kinds,
    /// The next word from it on that can be the head of a phrase, the next verb, and the next comma or conjunction.
    pub(super) onward: Node,
    pub(super) verb: Node,
    pub(super) mark: Node,
    /// How many commas, quotation marks, verbs and conjunctions stand before it in the sentence.
    pub(super) commas: u16,
    pub(super) quotes: u16,
    pub(super) verbs: u16,
    pub(super) conjunctions: u16,
}

/// What has been found of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    head: Node,
    /// The outermost dependents before and after, and those next to them.
    pub(super) before: [Node; 2],
    pub(super) after: [Node; 2],
    /// The kinds of the dependents before and after.
    pub(super) kinds: [Kinds; 2],
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

/// The class of what is not there, and that of the root.
const NO_CLASS: u16 = 61;
const ROOT_CLASS: u16 = 62;

/// What is seen of a word that is not there.
const NO_ITEM: Item = Item {
    entry: NO_WORD,
    common: NO_WORD,
    cluster: 0,
    class: NO_CLASS,
    group: class::NO_GROUP,
    end: 0,
    kind: 0,
    onward: 0,
    verb: 0,
    mark: 0,
    commas: 0,
    quotes: 0,
    verbs: 0,
    conjunctions: 0,
};

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
        let mut item = NO_ITEM;
        self.items.clear();
        self.items.push(item);
        for (word, &class) in words.iter().zip(classes) {
            (item.entry, item.common, item.cluster) = (word.known.entry, word.known.common, word.known.cluster);
            (item.class, item.group, item.kind) = (u16::from(class), class::group(class), class::kind(class));
            item.end = word.ends[1];
            self.items.push(item);
            let is = |kind: Kinds| u16::from(item.kind & kind != 0);
            let (verb, conjunction) = (is(class::VERB), is(class::CONJUNCTION));
            item.commas = item.commas.wrapping_add(u16::from(class::is_comma(class)));
            item.quotes = item.quotes.wrapping_add(u16::from(class::is_quote(class)));
            item.verbs = item.verbs.wrapping_add(verb);
            item.conjunctions = item.conjunctions.wrapping_add(conjunction);
        }
        (item.entry, item.common, item.cluster, item.end) = (ROOT, ROOT, 0, 1);
        (item.class, item.group, item.kind) = (ROOT_CLASS, class::ROOT_GROUP, 0);
        self.items.push(item);
        self.look_ahead();
        self.found.clear();
        self.found.resize(self.items.len(), Found::default());
        self.stack.clear();
        self.next = 1;
    }

    /// Notes for each word what comes next of some kinds.
    fn look_ahead(&mut self) {
        let root = self.root();
        let [mut onward, mut verb, mut mark] = [root; 3];
        for node in (1..root).rev() {
            let item = &mut self.items[node as usize];
            let next_of = |kinds: Kinds, next: &mut Node| *next = if item.kind & kinds != 0 { node } else { *next };
            next_of(class::NOUN | class::VERB | class::AUXILIARY | class::CONJUNCTION | class::MARK, &mut onward);
            next_of(class::VERB | class::AUXILIARY, &mut verb);
            next_of(class::CONJUNCTION | class::MARK, &mut mark);
            (item.onward, item.verb, item.mark) = (onward, verb, mark);
        }
    }

    /// How many words the sentence has.
    pub fn words(&self) -> usize {
        self.items.len() - 2
    }

    /// The number of the root, on which the last word hangs.
    #[inline(always)]
    pub fn root(&self) -> Node {
        self.items.len() as Node - 1
    }

    /// Whether every word has a head.
    #[inline(always)]
    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// The next word.
    #[inline(always)]
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
    #[inline(always)]
    pub fn can(&self) -> [bool; 3] {
        let (at_root, depth) = (self.next == self.root(), self.stack.len());
        [!at_root, depth == 1 || depth > 1 && !at_root, depth > 1]
    }

    /// Does a step.
    #[inline(always)]
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
                found.kinds[0] |= self.items[dependent as usize].kind;
            }
            Step::After => {
                let dependent = self.stack.pop().unwrap_or(0);
                let head = self.stack.last().copied().unwrap_or(0);
                self.found[dependent as usize].head = head;
                let found = &mut self.found[head as usize];
                found.after = [dependent, found.after[0]];
                found.kinds[1] |= self.items[dependent as usize].kind;
            }
        }
    }

    /// The word that is so many below the top of the stack.
    #[inline(always)]
    pub(super) fn on_stack(&self, from_top: usize) -> Node {
        let at = self.stack.len().wrapping_sub(1 + from_top);
        self.stack.get(at).copied().unwrap_or(0)
    }

    /// What is seen of a word; of one that is not there what is seen of none.
    #[inline(always)]
    pub(super) fn item(&self, node: Node) -> &Item {
        self.items.get(node as usize).unwrap_or(&NO_ITEM)
    }

    /// What has been found of a word.
    #[inline(always)]
    pub(super) fn found(&self, node: Node) -> &Found {
        &self.found[node as usize]
    }
}
