//! A network with one hidden layer: for everything that is seen there is a row of numbers; the rows are added up, and
//! each answer weighs what of the sums is above zero.
//!
//! The rows are what the first layer makes of each thing at each place, worked out beforehand: so a decision costs one
//! row for each input, however long the vectors were that the rows were made from.

use super::weights::read_count;

/// What an input can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// An entry of the lexicon.
    Entry,
    /// The number of a frequent entry.
    Common,
    /// A number below this.
    Below(u16),
}

/// The sums of a decision.
pub type Sums<const WIDTH: usize> = [i16; WIDTH];

/// A row: numbers with 128 added to each.
pub type Row<const WIDTH: usize> = [u8; WIDTH];

/// Rows, and what the answers make of their sums.
#[derive(Clone, Copy, Debug)]
pub struct Network<'a, const INPUTS: usize, const WIDTH: usize> {
    rows: [&'a [Row<WIDTH>]; INPUTS],
    /// What the sums begin with; makes up for the 128 in each row.
    start: Sums<WIDTH>,
    answers: &'a [[[u8; 2]; WIDTH]],
    starts: &'a [[u8; 4]],
}

impl<'a, const INPUTS: usize, const WIDTH: usize> Network<'a, INPUTS, WIDTH> {
    /// Reads a network: for each input the count of its rows (4 bytes) and the rows; what the sums begin with (2 bytes
    /// each); the count of answers (4 bytes), their weights (2 bytes each), and what each begins with (4 bytes).
    /// Returns it and what follows it.
    pub fn read(mut bytes: &'a [u8]) -> Option<(Network<'a, INPUTS, WIDTH>, &'a [u8])> {
        let mut rows: [&[Row<WIDTH>]; INPUTS] = [&[]; INPUTS];
        for rows in &mut rows {
            let (count, rest) = read_count(bytes)?;
            let (read, rest) = rest.split_at_checked(count.checked_mul(WIDTH)?)?;
            (*rows, bytes) = (read.as_chunks().0, rest);
            if rows.is_empty() {
                return None;
            }
        }
        let (start, bytes) = bytes.split_at_checked(WIDTH * 2)?;
        let mut sums = [0; WIDTH];
        for (sum, bytes) in sums.iter_mut().zip(start.as_chunks().0) {
            *sum = i16::from_le_bytes(*bytes);
        }
        let (count, bytes) = read_count(bytes)?;
        let (answers, bytes) = bytes.split_at_checked(count.checked_mul(WIDTH * 2)?)?;
        let (starts, bytes) = bytes.split_at_checked(count.checked_mul(4)?)?;
        let answers = answers.as_chunks::<2>().0.as_chunks().0;
        Some((Network { rows, start: sums, answers, starts: starts.as_chunks().0 }, bytes))
    }

    /// What the sums of a decision begin with.
    pub fn start(&self) -> Sums<WIDTH> {
        self.start
    }

    /// Adds the rows of some inputs, the first of which is number `first`.
    #[inline(always)]
    pub fn add(&self, first: usize, inputs: &[u16], sums: &mut Sums<WIDTH>) {
        for (rows, &input) in self.rows[first..].iter().zip(inputs) {
            let row = rows.get(usize::from(input)).unwrap_or(&rows[0]);
            for (sum, &number) in sums.iter_mut().zip(row) {
                *sum = sum.wrapping_add(i16::from(number));
            }
        }
    }

    /// The score of an answer.
    #[inline(always)]
    pub fn score(&self, sums: &Sums<WIDTH>, answer: usize) -> i32 {
        let mut score = i32::from_le_bytes(self.starts[answer]);
        for (&sum, &weight) in sums.iter().zip(&self.answers[answer]) {
            score = score.wrapping_add(i32::from(sum.max(0)) * i32::from(i16::from_le_bytes(weight)));
        }
        score
    }

    /// The answer with the highest score of those that are possible, a bit each; the first of equals, 0 when none is.
    #[inline(always)]
    pub fn best(&self, sums: &Sums<WIDTH>, mut possible: u64) -> usize {
        let (mut best, mut most) = (0, i32::MIN);
        while possible != 0 {
            let answer = possible.trailing_zeros() as usize;
            possible &= possible - 1;
            let score = self.score(sums, answer);
            if score > most {
                (best, most) = (answer, score);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two inputs of two rows each, four sums, two answers.
    fn file() -> Vec<u8> {
        let mut bytes = Vec::new();
        for rows in [[[138u8, 128, 128, 128], [128, 148, 128, 128]], [[128, 128, 98, 128], [128, 128, 128, 168]]] {
            bytes.extend(2u32.to_le_bytes());
            bytes.extend(rows.iter().flatten());
        }
        bytes.extend([-256i16, -256, -256, -255].iter().flat_map(|start| start.to_le_bytes()));
        bytes.extend(2u32.to_le_bytes());
        bytes.extend([1i16, 2, 3, 4, 0, 0, 5, -1].iter().flat_map(|weight| weight.to_le_bytes()));
        bytes.extend([7i32, 0].iter().flat_map(|start| start.to_le_bytes()));
        bytes
    }

    #[test]
    fn answers_weigh_what_of_the_sums_is_above_zero() {
        let bytes = file();
        let (network, rest) = Network::<2, 4>::read(&bytes).expect("a network");
        assert!(rest.is_empty());
        let sums_of = |inputs: [u16; 2]| {
            let mut sums = network.start();
            network.add(0, &inputs, &mut sums);
            sums
        };
        assert_eq!(sums_of([0, 0]), [10, 0, -30, 1]);
        assert_eq!(sums_of([1, 1]), [0, 20, 0, 41]);
        assert_eq!(sums_of([9, 9]), sums_of([0, 0]), "what has no row counts as the first");
        let scores = |sums| [network.score(&sums, 0), network.score(&sums, 1)];
        assert_eq!(scores(sums_of([0, 0])), [7 + 10 + 4, -1]);
        assert_eq!(scores(sums_of([1, 1])), [7 + 40 + 164, -41]);
        assert_eq!([0b11, 0b10, 0].map(|possible| network.best(&sums_of([1, 1]), possible)), [0, 1, 0]);
    }

    #[test]
    fn a_file_that_was_cut_off_is_no_network() {
        let bytes = file();
        assert!((0..bytes.len()).all(|end| Network::<2, 4>::read(&bytes[..end]).is_none()));
    }
}
