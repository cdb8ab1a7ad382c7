//! A network with one hidden layer: for everything that is seen there is a row of numbers; the rows are added up, and
//! each answer weighs what of the sums is above zero.
//!
//! The rows are what the first layer makes of each thing at each place, worked out beforehand: so a decision costs one
//! row for each input, however long the vectors were that the rows were made from. What it waits for is rows that are
//! not in the cache; so all rows of a word stand together.

use super::weights::{read_count, split_part};

/// What an input can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// An entry of the lexicon.
    Entry,
    /// The number of a frequent entry.
    Common,
    /// A number below this.
    Below(u16),
    /// Two numbers below these together: the first, times the end of the second, and the second.
    Both(u16, u16),
}

/// The sums of a decision.
pub type Sums<const WIDTH: usize> = [i16; WIDTH];

/// A row: numbers with a sign.
pub type Row<const WIDTH: usize> = [u8; WIDTH];

/// Rows, and what the answers make of their sums.
#[derive(Clone, Copy, Debug)]
pub struct Network<'a, const INPUTS: usize, const WIDTH: usize> {
    rows: &'a [Row<WIDTH>],
    /// For each input the row of its first value.
    firsts: [u32; INPUTS],
    /// For each input how far the rows of its values are apart.
    steps: [u32; INPUTS],
    /// What the sums begin with.
    start: Sums<WIDTH>,
    answers: &'a [[[u8; 2]; WIDTH]],
    starts: &'a [[u8; 4]],
}

impl<'a, const INPUTS: usize, const WIDTH: usize> Network<'a, INPUTS, WIDTH> {
    /// Reads a network. Three parts: for each input the row of its first value and how far those of its values are apart
    /// (4 bytes each), and the counts of rows and answers (4 bytes each); the rows; what the sums begin with (2 bytes
    /// each), the weights of the answers (2 bytes each), and what each answer begins with (4 bytes). Returns it and what
    /// follows it.
    pub fn read(bytes: &'a [u8]) -> Option<(Network<'a, INPUTS, WIDTH>, &'a [u8])> {
        let (mut head, bytes) = split_part(bytes, INPUTS * 8 + 8)?;
        let (mut firsts, mut steps) = ([0; INPUTS], [0; INPUTS]);
        for number in firsts.iter_mut().zip(&mut steps).flat_map(|(first, step)| [first, step]) {
            let (count, rest) = read_count(head)?;
            (*number, head) = (count.try_into().ok()?, rest);
        }
        let (rows, head) = read_count(head)?;
        let (count, _) = read_count(head)?;
        let (rows, bytes) = split_part(bytes, rows.checked_mul(WIDTH)?)?;
        let (tail, bytes) = split_part(bytes, WIDTH * 2 + count.checked_mul(WIDTH * 2 + 4)?)?;
        let (start, tail) = tail.split_at(WIDTH * 2);
        let (answers, starts) = tail.split_at(count * WIDTH * 2);
        let mut sums = [0; WIDTH];
        for (sum, bytes) in sums.iter_mut().zip(start.as_chunks().0) {
            *sum = i16::from_le_bytes(*bytes);
        }
        let answers = answers.as_chunks::<2>().0.as_chunks().0;
        let (rows, starts) = (rows.as_chunks().0, starts.as_chunks().0);
        Some((Network { rows, firsts, steps, start: sums, answers, starts }, bytes))
    }

    /// What the sums of a decision begin with.
    #[inline(always)]
    pub fn start(&self) -> Sums<WIDTH> {
        self.start
    }

    /// The rows of some inputs, the first of which is number `first`: numbers to be worked out side by side.
    #[inline(always)]
    pub fn rows<const COUNT: usize>(&self, first: usize, inputs: &[u16; COUNT]) -> [u32; COUNT] {
        // No `array::from_fn`: it would be a function of its own, made for processors of any generation.
        let mut rows = [0; COUNT];
        for (index, row) in rows.iter_mut().enumerate() {
            let step = self.steps[first + index].wrapping_mul(inputs[index].into());
            *row = self.firsts[first + index].wrapping_add(step);
        }
        rows
    }

    /// Adds rows.
    #[inline(always)]
    pub fn add(&self, rows: &[u32], sums: &mut Sums<WIDTH>) {
        for &row in rows {
            // A lexicon that does not belong to these rows could ask for one behind the last.
            let Some(row) = self.rows.get(row as usize) else { continue };
            for (sum, &number) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(number as i8));
            }
        }
    }

    /// The score of an answer; `sums` has no number below zero.
    #[inline(always)]
    fn score(&self, sums: &Sums<WIDTH>, answer: usize) -> i32 {
        let mut score = 0i32;
        for (&sum, &weight) in sums.iter().zip(&self.answers[answer]) {
            score = score.wrapping_add(i32::from(sum) * i32::from(i16::from_le_bytes(weight)));
        }
        score.wrapping_add(i32::from_le_bytes(self.starts[answer]))
    }

    /// The answer with the highest score of those that are possible, the first of equals; 0 when none is. For networks
    /// with so few answers that it takes less to score all than to find out which.
    #[inline(always)]
    pub fn best_of_few<const ANSWERS: usize>(&self, sums: &Sums<WIDTH>, possible: [bool; ANSWERS]) -> usize {
        let sums = sums.map(|sum| sum.max(0));
        let mut best = (i32::MIN, 0);
        for (answer, is_possible) in possible.into_iter().enumerate() {
            let score = self.score(&sums, answer);
            let score = if is_possible { score } else { i32::MIN };
            best = if score > best.0 { (score, answer) } else { best };
        }
        best.1
    }

    /// The answer with the highest score of those that are possible, a bit each; the first of equals, 0 when none is.
    #[inline(always)]
    pub fn best(&self, sums: &Sums<WIDTH>, mut possible: u64) -> usize {
        let sums = sums.map(|sum| sum.max(0));
        let (mut best, mut most) = (0, i32::MIN);
        while possible != 0 {
            let answer = possible.trailing_zeros() as usize;
            possible &= possible - 1;
            let score = self.score(&sums, answer);
            if score > most {
                (best, most) = (answer, score);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::super::weights::ALIGNMENT;
    use super::*;

    /// Two inputs of two rows each, which stand in turn; four sums, two answers.
    fn file() -> Vec<u8> {
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
        let rows: [[i8; 4]; 4] = [[10, 0, 0, 0], [0, 0, -30, 0], [0, 20, 0, 0], [0, 0, 0, 40]];
        let mut tail: Vec<u8> = [0i16, 0, 0, 1].iter().flat_map(|start| start.to_le_bytes()).collect();
        tail.extend([1i16, 2, 3, 4, 0, 0, 5, -1].iter().flat_map(|weight| weight.to_le_bytes()));
        tail.extend([7i32, 0].iter().flat_map(|start| start.to_le_bytes()));
        let rows = rows.iter().flatten().map(|&number| number as u8).collect();
        let mut bytes = Vec::new();
        for part in [numbers(&[0, 2, 1, 2, 4, 2]), rows, tail] {
            bytes.extend(part);
            bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
        }
        bytes
    }

    #[test]
    fn answers_weigh_what_of_the_sums_is_above_zero() {
        let bytes = file();
        let (network, rest) = Network::<2, 4>::read(&bytes).expect("a network");
        assert!(rest.is_empty());
        let sums_of = |inputs: [u16; 2]| {
            let mut sums = network.start();
            network.add(&network.rows(0, &inputs), &mut sums);
            sums
        };
        assert_eq!(sums_of([0, 0]), [10, 0, -30, 1]);
        assert_eq!(sums_of([1, 1]), [0, 20, 0, 41]);
        assert_eq!(sums_of([9, 9]), network.start(), "what has no row adds nothing");
        let scores = |sums: Sums<4>| [0, 1].map(|answer| network.score(&sums.map(|sum| sum.max(0)), answer));
        assert_eq!(scores(sums_of([0, 0])), [7 + 10 + 4, -1]);
        assert_eq!(scores(sums_of([1, 1])), [7 + 40 + 164, -41]);
        assert_eq!([0b11, 0b10, 0].map(|possible| network.best(&sums_of([1, 1]), possible)), [0, 1, 0]);
        let few = [[true, true], [false, true], [false, false]];
        assert_eq!(few.map(|possible| network.best_of_few(&sums_of([1, 1]), possible)), [0, 1, 0]);
    }

    #[test]
    fn a_file_that_was_cut_off_is_no_network() {
        let bytes = file();
        assert!((0..bytes.len()).all(|end| Network::<2, 4>::read(&bytes[..end]).is_none()));
    }
}
