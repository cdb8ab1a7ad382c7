//! What the parser knows at first glance: most steps follow from a few words and their classes, and the network, which
//! waits for many rows, is asked for the others alone.
//!
//! A glance is a linear model of what the network decides: each value of its inputs says so much for hanging the top of the
//! stack on the next word rather than shifting, and so much for hanging it on the word below.

use super::lexicon::ENTRIES_MAX;
use super::network::Input;
use super::parser::{alike, between, distance, kinds};
use super::state::{State, Step};
use super::weights::split_part;

const CLASSES: Input = Input::Both(64, 64);
const GROUPS: Input = Input::Both(32, 32);

/// What is seen at a glance.
#[rustfmt::skip]
pub const INPUTS: [Input; 13] = [
    // The top of the stack and the word below it, the next word and the one behind that.
    CLASSES, CLASSES, CLASSES, GROUPS, GROUPS,
    Input::Entry, Input::Entry, Input::Entry, Input::Entry,
    // What hangs before the next word, and of what kinds is what hangs on the top.
    GROUPS, GROUPS,
    // What stands between, distances and what is alike.
    Input::Both(36, 36), Input::Both(64, 16),
];

/// The values of what is seen.
pub type Seen = [u16; INPUTS.len()];

/// For each input the row of its first value, and at the end how many rows there are.
const FIRSTS: [usize; INPUTS.len() + 1] = {
    let mut firsts = [0; INPUTS.len() + 1];
    let mut index = 0;
    while index < INPUTS.len() {
        firsts[index + 1] = firsts[index]
            + match INPUTS[index] {
                Input::Below(end) => end as usize,
                Input::Both(first, second) => first as usize * second as usize,
                Input::Entry | Input::Common => ENTRIES_MAX,
            };
        index += 1;
    }
    firsts
};

/// How many rows a glance has.
pub const ROWS: usize = FIRSTS[INPUTS.len()];

/// What a value says for [`Step::Before`] and for [`Step::After`]: numbers with a sign.
pub type Row = [u8; 2];

/// The weights of a glance.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'a> {
    rows: &'a [Row; ROWS],
    /// How far a step must be ahead of all others to be taken.
    sure: i16,
}

impl<'a> Glance<'a> {
    /// Reads a glance: how far a step must be ahead (2 bytes), rows. Returns it and what follows it.
    pub fn read(bytes: &'a [u8]) -> Option<(Glance<'a>, &'a [u8])> {
        let (part, rest) = split_part(bytes, 2 + ROWS * size_of::<Row>())?;
        let (sure, rows) = part.split_first_chunk()?;
        let rows = rows.as_chunks().0.try_into().ok()?;
        Some((Glance { rows, sure: i16::from_le_bytes(*sure) }, rest))
    }

    /// The step that is clear from what is seen, of those that can be taken.
    #[inline(always)]
    pub fn step(&self, seen: &Seen, can: [bool; 3]) -> Option<Step> {
        let (step, lead) = self.leading(seen, can);
        (lead >= self.sure).then_some(step)
    }

    /// The step with the highest score of those that can be taken, the first of equals, and how far it is ahead.
    #[inline(always)]
    pub fn leading(&self, seen: &Seen, can: [bool; 3]) -> (Step, i16) {
        const OUT_OF_REACH: i16 = i16::MIN / 2;
        let mut scores = [0i16; 3];
        for row in rows(seen) {
            let [before, after] = self.rows.get(row).unwrap_or(&[0; 2]);
            scores[1] += i16::from(*before as i8);
            scores[2] += i16::from(*after as i8);
        }
        let (mut best, mut second) = ((Step::Shift, OUT_OF_REACH), OUT_OF_REACH);
        for (step, (score, can)) in Step::ALL.into_iter().zip(scores.into_iter().zip(can)) {
            let score = if can { score } else { OUT_OF_REACH };
            second = second.max(score.min(best.1));
            best = if score > best.1 { (step, score) } else { best };
        }
        (best.0, best.1 - second)
    }
}

/// The rows of what is seen.
#[inline(always)]
pub fn rows(seen: &Seen) -> [usize; INPUTS.len()] {
    let mut rows = [0; INPUTS.len()];
    for (index, row) in rows.iter_mut().enumerate() {
        *row = FIRSTS[index] + usize::from(seen[index]);
    }
    rows
}

/// Looks at the next step.
#[inline(always)]
pub fn look(state: &State) -> Seen {
    let [s0, s1] = [0, 1].map(|from_top| state.on_stack(from_top));
    let n0 = state.next();
    let [a0, a1, b0, b1] = [s0, s1, n0, n0 + 1].map(|node| state.item(node));
    let [first, second] = state.found(n0).before.map(|node| state.item(node));
    [
        a0.class << 6 | b0.class,
        a1.class << 6 | a0.class,
        b0.class << 6 | b1.class,
        a1.group << 5 | b0.group,
        a0.group << 5 | b1.group,
        a0.entry,
        a1.entry,
        b0.entry,
        b1.entry,
        first.group << 5 | second.group,
        kinds(state.found(s0)),
        between(a0, b0) * 36 + between(a1, a0),
        distance(s0, n0) << 7 | distance(s1, s0) << 4 | alike(a0, a1),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a glance to which only the first input says something.
    fn file(sure: i16, first: &[[i8; 2]]) -> Vec<u8> {
        let mut bytes = sure.to_le_bytes().to_vec();
        bytes.extend(first.iter().flatten().map(|&number| number as u8));
        bytes.resize((2 + ROWS * 2).next_multiple_of(128), 0);
        bytes
    }

    #[test]
    fn a_step_is_clear_when_it_is_far_enough_ahead_of_those_that_can_be_taken() {
        let bytes = file(20, &[[0, 0], [20, 0], [19, 0], [30, 25], [-20, -90]]);
        let (glance, rest) = Glance::read(&bytes).expect("a glance");
        assert!(rest.is_empty());
        let step = |value: u16, can| {
            let mut seen = [0; INPUTS.len()];
            seen[0] = value;
            glance.step(&seen, can)
        };
        let all = [true; 3];
        assert_eq!(
            [0, 1, 2, 3, 4].map(|value| step(value, all)),
            [None, Some(Step::Before), None, None, Some(Step::Shift)]
        );
        assert_eq!(step(3, [true, true, false]), Some(Step::Before));
        assert_eq!(step(1, [true, false, true]), None, "what cannot be taken is not clear");
    }

    #[test]
    fn a_file_that_was_cut_off_is_no_glance() {
        let bytes = file(20, &[]);
        assert!((0..bytes.len()).all(|end| Glance::read(&bytes[..end]).is_none()));
    }
}
