//! The parser: reads a sentence from left to right and decides at each step whether the next word waits, or one of
//! two words hangs on the other (arc-hybrid transitions, greedy). Each step costs the same, so a sentence costs what
//! its length is.

use super::class::{AUXILIARY, CONJUNCTION, Kinds, LEADING, MARK, NOUN, VERB};
use super::glance::{Glance, look};
use super::network::{Input, Network, Sums};
use super::state::{Found, Item, Node, State, Step};

/// How many sums the parser has.
pub const WIDTH: usize = 64;

const CLASSES: Input = Input::Both(64, 64);
const GROUPS: Input = Input::Both(32, 32);
const TWO_WORDS: Input = Input::Below(2048);

/// What the parser sees of the words to come, which stays the same until the next word goes on the stack.
#[rustfmt::skip]
pub const AHEAD: [Input; 12] = [
    // The next words and the one before them.
    CLASSES, GROUPS, GROUPS,
    Input::Entry, Input::Entry, Input::Common, Input::Common, Input::Common,
    // What comes of some kinds.
    GROUPS, Input::Common, Input::Common, Input::Common,
];

/// What it sees besides.
#[rustfmt::skip]
pub const AROUND: [Input; 23] = [
    // Words on the stack, and dependents.
    CLASSES, CLASSES, TWO_WORDS, TWO_WORDS,
    Input::Entry, Input::Entry, Input::Common,
    Input::Common, Input::Common, Input::Common, Input::Common,
    GROUPS, GROUPS, GROUPS, GROUPS, GROUPS, GROUPS,
    // The kinds of dependents, what stands between, distances and what is alike.
    GROUPS, GROUPS, Input::Below(256),
    Input::Both(36, 36), Input::Both(64, 16), Input::Below(64),
];

/// How many inputs there are.
pub const INPUTS: usize = AHEAD.len() + AROUND.len();

/// The weights of the parser.
pub type Parser<'a> = Network<'a, INPUTS, WIDTH>;

/// The inputs of the next step that the words to come give.
#[inline(always)]
pub fn ahead(state: &State) -> [u16; AHEAD.len()] {
    let next = state.next();
    let [before, b0, b1, b2, b3, b4] =
        [next - 1, next, next + 1, next + 2, next + 3, next + 4].map(|node| state.item(node));
    let [onward, verb, mark] = [b1.onward, b1.verb, b1.mark].map(|node| state.item(node));
    [
        b0.class << 6 | b1.class,
        b2.group << 5 | b3.group,
        b4.group << 5 | before.group,
        b0.entry,
        b1.entry,
        b2.common,
        b3.common,
        before.common,
        onward.group << 5 | verb.group,
        onward.common,
        verb.common,
        mark.common,
    ]
}

/// The inputs of the next step that the stack and what was found give.
#[inline(always)]
pub fn around(state: &State) -> [u16; AROUND.len()] {
    let [s0, s1, s2, s3] = [0, 1, 2, 3].map(|from_top| state.on_stack(from_top));
    let n0 = state.next();
    let [a0, a1, a2, b0] = [s0, s1, s2, n0].map(|node| state.item(node));
    let [f0, f1, g0] = [s0, s1, n0].map(|node| state.found(node));
    let item = |node: Node| state.item(node);
    let groups = |first: Node, second: Node| item(first).group << 5 | item(second).group;
    let onward = item(item(n0 + 1).onward);
    [
        a0.class << 6 | b0.class,
        a1.class << 6 | a0.class,
        together(a0, b0),
        together(a1, a0),
        a0.entry,
        a1.entry,
        a2.common,
        item(f0.before[0]).common,
        item(f0.after[0]).common,
        item(g0.before[0]).common,
        item(f1.after[0]).common,
        groups(s2, s3),
        groups(f0.before[0], f0.before[1]),
        groups(f0.after[0], f0.after[1]),
        groups(f1.before[0], f1.after[0]),
        groups(f1.after[1], s0 + 1),
        groups(g0.before[0], g0.before[1]),
        kinds(f0),
        kinds(f1),
        g0.kinds[0].into(),
        between(a0, b0) * 36 + between(a1, a0),
        distance(s0, n0) << 7 | distance(s1, s0) << 4 | alike(a0, a1),
        // Words that are like what comes next may be joined with it.
        could_join(a0, onward) | could_join(a1, onward) << 2 | could_join(a2, onward) << 4,
    ]
}

/// The kinds of a word's dependents, five that say most on each side: verbs stand behind, auxiliaries before.
#[inline(always)]
pub(super) fn kinds(found: &Found) -> u16 {
    const BOTH_SIDES: Kinds = NOUN | LEADING | CONJUNCTION | MARK;
    let [before, after] = found.kinds;
    let before = before & BOTH_SIDES | (before & AUXILIARY) >> 1;
    u16::from(before) << 5 | u16::from(after & (BOTH_SIDES | VERB))
}

/// A number for two words together.
#[inline(always)]
fn together(first: &Item, second: &Item) -> u16 {
    let both = u32::from(first.common) << 16 | u32::from(second.common);
    (both.wrapping_mul(0x9e37_79b1) >> 21) as u16
}

/// In what two words are alike: ending, class, cluster, group of clusters.
#[inline(always)]
pub(super) fn alike(first: &Item, second: &Item) -> u16 {
    u16::from(first.end == second.end)
        | u16::from(first.class == second.class) << 1
        | u16::from(first.cluster == second.cluster) << 2
        | u16::from(first.cluster >> 10 == second.cluster >> 10) << 3
}

/// Whether two words are of one kind, and whether they are of one group of clusters.
#[inline(always)]
fn could_join(first: &Item, second: &Item) -> u16 {
    u16::from(first.kind == second.kind) | u16::from(first.cluster >> 10 == second.cluster >> 10) << 1
}

/// How far two words are apart, in a few steps; 0 when one of them is none.
#[inline(always)]
pub(super) fn distance(first: Node, second: Node) -> u16 {
    if first == 0 {
        return 0;
    }
    match second - first {
        near @ 0..=4 => near as u16,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// What stands between two words: commas (up to two), quotation marks, verbs, conjunctions.
#[inline(always)]
pub(super) fn between(first: &Item, second: &Item) -> u16 {
    let commas = second.commas.wrapping_sub(first.commas).min(2);
    let quotes = u16::from(second.quotes != first.quotes);
    let verbs = second.verbs.wrapping_sub(first.verbs).min(2);
    let conjunctions = u16::from(second.conjunctions != first.conjunctions);
    commas + 3 * verbs + 9 * quotes + 18 * conjunctions
}

/// Finds the heads of a sentence that was begun; the network is asked for the steps that no glance makes clear.
#[inline(always)]
pub fn parse(weights: &Parser<'_>, glance: Option<&Glance<'_>>, state: &mut State) {
    let (mut sums_ahead, mut next) = (weights.start(), 0);
    while !state.is_done() {
        let can = state.can();
        if let Some(step) = forced(can) {
            state.take(step);
            continue;
        }
        if let Some(glance) = glance
            && let Some(step) = glance.step(&look(state), can)
        {
            state.take(step);
            continue;
        }
        if next != state.next() {
            (sums_ahead, next) = (weights.start(), state.next());
            weights.add(&weights.rows(0, &ahead(state)), &mut sums_ahead);
        }
        let mut sums: Sums<WIDTH> = sums_ahead;
        weights.add(&weights.rows(AHEAD.len(), &around(state)), &mut sums);
        state.take(Step::ALL[weights.best_of_few(&sums, can)]);
    }
}

/// The step that can be taken where no other can.
#[inline(always)]
fn forced(can: [bool; 3]) -> Option<Step> {
    match can {
        [true, false, false] => Some(Step::Shift),
        [false, true, false] => Some(Step::Before),
        _ => None,
    }
}
