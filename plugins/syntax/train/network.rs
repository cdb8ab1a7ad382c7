//! Networks while they are learned, and how they become rows of bytes.
//!
//! An entry of the lexicon has a vector, the same wherever it is seen; each input has a matrix that makes a row of the
//! vector. The vector of a word is added to those of its cluster and of the cluster's group, so what is learned of one
//! word serves those like it. Inputs that are numbers have rows of their own; two numbers that are one input have a
//! row together and one each while they are learned, so that what is learned of either serves every pair, and a pair of
//! which nothing is known is still two numbers.
//!
//! The weights follow the slope of the loss over a batch of decisions (Adam). All is done in one order, with one kind of
//! number: the same examples give the same bytes.

use syntax::model::network::Input;
use syntax::model::weights::ALIGNMENT;

use crate::lexicon::Entries;
use crate::shuffle::Chance;

/// How long the vector of an entry is.
pub(crate) const VECTOR: usize = 64;
/// How many of a hundred sums are left out of each decision in learning, so that no answer leans on a single one.
const LEFT_OUT: usize = 15;
/// How many of a hundred inputs are not seen in learning, for the same end.
const UNSEEN: usize = 13;
/// What a number of a row is multiplied with before it becomes a byte, and a weight of an answer before it becomes two.
const ROW_SCALE: f32 = 40.0;
const ANSWER_SCALE: f32 = 256.0;

/// Numbers that are learned.
struct Numbers {
    values: Vec<f32>,
    slopes: Vec<f32>,
    means: Vec<f32>,
    squares: Vec<f32>,
    /// The sum of the values at some times of the course.
    sums: Vec<f32>,
}

impl Numbers {
    /// Numbers by chance up to `size` from zero.
    fn new(count: usize, size: f32, chance: &mut Chance) -> Numbers {
        let values = (0..count).map(|_| (chance.share() * 2.0 - 1.0) * size).collect();
        let zeros = || vec![0.0; count];
        Numbers { values, slopes: zeros(), means: zeros(), squares: zeros(), sums: zeros() }
    }

    /// Moves some numbers against their slopes (Kingma and Ba, 2015).
    fn step(&mut self, range: std::ops::Range<usize>, rate: f32) {
        let (values, slopes) = (&mut self.values[range.clone()], &mut self.slopes[range.clone()]);
        let (means, squares) = (&mut self.means[range.clone()], &mut self.squares[range]);
        for (((value, slope), mean), square) in values.iter_mut().zip(slopes).zip(means).zip(squares) {
            *mean += (*slope - *mean) * 0.1;
            *square += (*slope * *slope - *square) * 0.001;
            *value -= rate * *mean / (square.sqrt() + 1e-8);
            *slope = 0.0;
        }
    }
}

/// Rows of an input: all of them, or those of two numbers together, of the first or of the second.
struct Place {
    input: Input,
    /// The first of its rows.
    first: usize,
    /// The start of its matrix; unused for numbers.
    matrix: usize,
}

/// A network that learns.
pub(crate) struct Learner<'e, const WIDTH: usize> {
    entries: &'e Entries,
    inputs: Vec<Input>,
    places: Vec<Place>,
    /// A row for each value of each place; those of entries follow from vectors and matrices.
    rows: Numbers,
    /// For each row the batch for which it was last made or used.
    made: Vec<u32>,
    used: Vec<u32>,
    /// Place and value of the rows that were used in this batch.
    touched: Vec<(usize, u16)>,
    vectors: Numbers,
    touched_vectors: Vec<bool>,
    matrices: Numbers,
    start: Numbers,
    answers: Numbers,
    starts: Numbers,
    batch: u32,
    notes: u32,
    chance: Chance,
}

/// A decision: the sums above zero, and the scores.
pub(crate) struct Decision<const WIDTH: usize> {
    sums: [f32; WIDTH],
    /// The places that were seen, a bit each.
    seen: u128,
    /// Of each answer.
    pub(crate) scores: Vec<f32>,
}

impl<'e, const WIDTH: usize> Learner<'e, WIDTH> {
    /// Knows nothing.
    pub(crate) fn new(inputs: &[Input], answers: usize, entries: &'e Entries, seed: u64) -> Learner<'e, WIDTH> {
        let mut chance = Chance::new(seed);
        let (mut places, mut count, mut matrices) = (Vec::new(), 0, 0);
        for input in inputs.iter().flat_map(|&input| parts_of(input)) {
            places.push(Place { input, first: count, matrix: matrices });
            count += usize::from(rows_of(input, entries));
            matrices += if matches!(input, Input::Entry | Input::Common) { VECTOR * WIDTH } else { 0 };
        }
        let mut rows = Numbers::new(count * WIDTH, 0.1, &mut chance);
        // Where there are many values some are rare, and should say nothing then.
        for place in &places {
            if let Input::Below(end @ 512..) = place.input {
                rows.values[place.first * WIDTH..][..usize::from(end) * WIDTH].fill(0.0);
            }
        }
        let mut vectors = Numbers::new(entries.len() * VECTOR, 0.5, &mut chance);
        // A word begins as its cluster.
        for entry in entries.words() {
            vectors.values[entry * VECTOR..][..VECTOR].fill(0.0);
        }
        Learner {
            entries,
            inputs: inputs.to_vec(),
            places,
            rows,
            made: vec![0; count],
            used: vec![0; count],
            touched: Vec::new(),
            vectors,
            touched_vectors: vec![false; entries.len()],
            matrices: Numbers::new(matrices, 0.08, &mut chance),
            start: Numbers::new(WIDTH, 0.1, &mut chance),
            answers: Numbers::new(answers * WIDTH, 0.15, &mut chance),
            starts: Numbers::new(answers, 0.0, &mut chance),
            batch: 1,
            notes: 0,
            chance,
        }
    }

    /// The row of a value of an input, made anew when the batch is new.
    fn row(&mut self, place: usize, value: u16) -> usize {
        let Place { input, first, matrix } = self.places[place];
        let row = first + usize::from(value);
        if let Some(entry) = self.entry(input, value)
            && self.made[row] != self.batch
        {
            self.made[row] = self.batch;
            let made = &mut self.rows.values[row * WIDTH..][..WIDTH];
            made.fill(0.0);
            let vector = self.entries.vector(entry, &self.vectors.values);
            for (number, weights) in vector.iter().zip(self.matrices.values[matrix..].chunks_exact(WIDTH)) {
                made.iter_mut().zip(weights).for_each(|(made, weight)| *made += number * weight);
            }
        }
        row
    }

    /// The entry that a value stands for.
    fn entry(&self, input: Input, value: u16) -> Option<u16> {
        match input {
            Input::Entry => Some(value),
            Input::Common => Some(self.entries.common()[usize::from(value)]),
            Input::Below(_) | Input::Both(..) => None,
        }
    }

    /// Place and value of all that some inputs say.
    fn values(&self, inputs: &[u16]) -> Vec<(usize, u16)> {
        self.inputs.iter().zip(inputs).flat_map(|(&input, &value)| values(input, value)).enumerate().collect()
    }

    /// Decides; some sums are left out when it is done `to_learn`.
    pub(crate) fn decide(&mut self, inputs: &[u16], to_learn: bool) -> Decision<WIDTH> {
        let mut sums: [f32; WIDTH] = self.start.values[..].try_into().expect("as many");
        let mut seen = 0u128;
        let scale = if to_learn { 100.0 / (100 - UNSEEN) as f32 } else { 1.0 };
        for (place, value) in self.values(inputs) {
            if to_learn && self.chance.below(100) < UNSEEN {
                continue;
            }
            seen |= 1 << place;
            let row = self.row(place, value);
            let numbers: &[f32; WIDTH] = self.rows.values[row * WIDTH..].first_chunk().expect("a whole row");
            for (sum, number) in sums.iter_mut().zip(numbers) {
                *sum += number * scale;
            }
        }
        let scale = if to_learn { 100.0 / (100 - LEFT_OUT) as f32 } else { 1.0 };
        for sum in &mut sums {
            let kept = !to_learn || self.chance.below(100) >= LEFT_OUT;
            *sum = if kept { sum.max(0.0) * scale } else { 0.0 };
        }
        let answers = self.answers.values.chunks_exact(WIDTH).zip(&self.starts.values);
        let scores = answers.map(|(weights, start)| start + product(&sums, weights)).collect();
        Decision { sums, scores, seen }
    }

    /// Learns from a decision, given how the loss changes with each score.
    pub(crate) fn learn(&mut self, inputs: &[u16], decision: &Decision<WIDTH>, slopes: &[f32]) {
        let mut back = [0.0; WIDTH];
        for (answer, &slope) in slopes.iter().enumerate() {
            if slope == 0.0 {
                continue;
            }
            self.starts.slopes[answer] += slope;
            let weights = &self.answers.values[answer * WIDTH..][..WIDTH];
            let changes = &mut self.answers.slopes[answer * WIDTH..][..WIDTH];
            for index in 0..WIDTH {
                back[index] += slope * weights[index];
                changes[index] += slope * decision.sums[index];
            }
        }
        for (back, &sum) in back.iter_mut().zip(&decision.sums) {
            *back = if sum > 0.0 { *back } else { 0.0 };
        }
        self.start.slopes.iter_mut().zip(back).for_each(|(slope, back)| *slope += back);
        for (place, value) in self.values(inputs) {
            if decision.seen >> place & 1 == 0 {
                continue;
            }
            let row = self.places[place].first + usize::from(value);
            if self.used[row] != self.batch {
                self.used[row] = self.batch;
                self.touched.push((place, value));
            }
            let slopes: &mut [f32; WIDTH] = self.rows.slopes[row * WIDTH..].first_chunk_mut().expect("a whole row");
            for (slope, back) in slopes.iter_mut().zip(&back) {
                *slope += back;
            }
        }
    }

    /// Moves the weights after a batch of decisions.
    pub(crate) fn update(&mut self, rate: f32) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        for &(place, value) in &touched {
            let Place { input, first, matrix } = self.places[place];
            let row = first + usize::from(value);
            let range = row * WIDTH..(row + 1) * WIDTH;
            let Some(entry) = self.entry(input, value) else {
                self.rows.step(range, rate);
                continue;
            };
            let slopes: &mut [f32; WIDTH] = self.rows.slopes[range].first_chunk_mut().expect("a whole row");
            let vector = self.entries.vector(entry, &self.vectors.values);
            let mut back = [0.0; VECTOR];
            for (index, number) in vector.into_iter().enumerate() {
                let at = matrix + index * WIDTH;
                back[index] = product(slopes, &self.matrices.values[at..at + WIDTH]);
                let changes = &mut self.matrices.slopes[at..at + WIDTH];
                changes.iter_mut().zip(&*slopes).for_each(|(change, slope)| *change += number * slope);
            }
            slopes.fill(0.0);
            for entry in self.entries.line(entry) {
                self.touched_vectors[entry] = true;
                let slopes = &mut self.vectors.slopes[entry * VECTOR..][..VECTOR];
                slopes.iter_mut().zip(&back).for_each(|(slope, back)| *slope += back);
            }
        }
        touched.clear();
        self.touched = touched;
        for (entry, touched) in self.touched_vectors.iter_mut().enumerate() {
            if std::mem::take(touched) {
                self.vectors.step(entry * VECTOR..(entry + 1) * VECTOR, rate);
            }
        }
        for numbers in [&mut self.matrices, &mut self.start, &mut self.answers, &mut self.starts] {
            numbers.step(0..numbers.values.len(), rate);
        }
        self.batch += 1;
    }

    /// Counts the weights as they are now for the mean.
    pub(crate) fn note(&mut self) {
        for numbers in self.numbers() {
            numbers.sums.iter_mut().zip(&numbers.values).for_each(|(sum, value)| *sum += value);
        }
        self.notes += 1;
    }

    /// Puts the mean of the weights that were noted in their place.
    pub(crate) fn settle(&mut self) {
        let notes = self.notes as f32;
        for numbers in self.numbers() {
            numbers.values.iter_mut().zip(&numbers.sums).for_each(|(value, sum)| *value = sum / notes);
        }
        self.batch += 1;
    }

    /// All that is learned.
    fn numbers(&mut self) -> [&mut Numbers; 6] {
        [&mut self.rows, &mut self.vectors, &mut self.matrices, &mut self.start, &mut self.answers, &mut self.starts]
    }

    /// The network as it stands in the file of weights.
    pub(crate) fn bytes(&mut self) -> Vec<u8> {
        let (rows, places) = self.made_rows();
        let head =
            places.iter().flatten().copied().chain([(rows.len() / WIDTH) as u32, self.starts.values.len() as u32]);
        let head = head.flat_map(u32::to_le_bytes).collect();
        let small = |number: f32| (number.round().clamp(-32_000.0, 32_000.0) as i16).to_le_bytes();
        let start = self.start.values.iter().flat_map(|start| small(start * ROW_SCALE));
        let answers = self.answers.values.iter().flat_map(|weight| small(weight * ANSWER_SCALE));
        let starts = self.starts.values.iter();
        let starts = starts.flat_map(|start| ((start * ROW_SCALE * ANSWER_SCALE).round() as i32).to_le_bytes());
        parts([head, rows, start.chain(answers).chain(starts).collect()])
    }

    /// The rows, those of an entry of the lexicon together; for each input the number of its first row, and how far its
    /// rows are apart.
    fn made_rows(&mut self) -> (Vec<u8>, Vec<[u32; 2]>) {
        let mut rows = Vec::new();
        let mut places = vec![[0; 2]; self.inputs.len()];
        for together in together(&self.inputs) {
            let first = (rows.len() / WIDTH) as u32;
            for (index, &input) in together.iter().enumerate() {
                places[input] = [first + index as u32, together.len() as u32];
            }
            for value in 0..rows_of(self.inputs[together[0]], self.entries) {
                for &input in &together {
                    rows.extend(self.made_row(input, value));
                }
            }
        }
        (rows, places)
    }

    /// The row of a value of an input: the sum of what its parts say.
    fn made_row(&mut self, input: usize, value: u16) -> [u8; WIDTH] {
        let place: usize = self.inputs[..input].iter().map(|&input| parts_of(input).len()).sum();
        let mut row = [0.0f32; WIDTH];
        for (part, value) in values(self.inputs[input], value).into_iter().enumerate() {
            let at = self.row(place + part, value);
            row.iter_mut().zip(&self.rows.values[at * WIDTH..]).for_each(|(sum, number)| *sum += number);
        }
        row.map(|number| (number * ROW_SCALE).round().clamp(-127.0, 127.0) as i8 as u8)
    }
}

/// Which inputs have their rows together: those for entries, those for frequent entries, and each other one alone.
fn together(inputs: &[Input]) -> Vec<Vec<usize>> {
    let all = |kind: Input| (0..inputs.len()).filter(|&input| inputs[input] == kind).collect::<Vec<_>>();
    let alone = (0..inputs.len()).filter(|&input| !matches!(inputs[input], Input::Entry | Input::Common));
    let mut together = vec![all(Input::Entry), all(Input::Common)];
    together.retain(|inputs| !inputs.is_empty());
    together.extend(alone.map(|input| vec![input]));
    together
}

/// Parts of the file of weights, one behind the other, each where one may begin.
pub(crate) fn parts<const COUNT: usize>(parts: [Vec<u8>; COUNT]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend(part);
        bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
    }
    bytes
}

/// The inputs that one is learned as.
fn parts_of(input: Input) -> Vec<Input> {
    match input {
        Input::Both(first, second) => vec![Input::Below(first * second), Input::Below(first), Input::Below(second)],
        one => vec![one],
    }
}

/// The value of each of an input's parts.
fn values(input: Input, value: u16) -> Vec<u16> {
    match input {
        Input::Both(_, second) => vec![value, value / second, value % second],
        _ => vec![value],
    }
}

/// How many rows an input has.
fn rows_of(input: Input, entries: &Entries) -> u16 {
    match input {
        Input::Entry => entries.len() as u16,
        Input::Common => entries.common().len() as u16,
        Input::Below(end) => end,
        Input::Both(first, second) => first * second,
    }
}

/// The slopes of the loss when some answers are right and some possible: the share of each that is too much.
pub(crate) fn slopes(scores: &[f32], possible: impl Fn(usize) -> bool, right: impl Fn(usize) -> bool) -> Vec<f32> {
    let top =
        (0..scores.len()).filter(|&answer| possible(answer)).map(|answer| scores[answer]).fold(f32::MIN, f32::max);
    let weight = |answer: usize| if possible(answer) { (scores[answer] - top).exp() } else { 0.0 };
    let (mut all, mut good) = (0.0, 0.0);
    for answer in 0..scores.len() {
        all += weight(answer);
        good += if right(answer) { weight(answer) } else { 0.0 };
    }
    let good = good.max(1e-20);
    (0..scores.len())
        .map(|answer| weight(answer) / all - if right(answer) { weight(answer) / good } else { 0.0 })
        .collect()
}

/// The sum of the products, eight at a time in a fixed order: the compiler may not reorder them by itself.
fn product(first: &[f32], second: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    for (first, second) in first.as_chunks::<16>().0.iter().zip(second.as_chunks::<16>().0) {
        for index in 0..16 {
            sums[index] += first[index] * second[index];
        }
    }
    sums.iter().sum()
}
