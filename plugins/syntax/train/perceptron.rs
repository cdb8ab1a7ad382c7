//! Averaged perceptrons over features, and how they become tables.

use syntax::model::table::{FEATURES, Feature, Scores, bucket, check, row};

/// Weights while they are learned. A feature has a row from its first mistake on.
pub(crate) struct Perceptron<const WIDTH: usize> {
    rows_of: Vec<u32>,
    features: Vec<Feature>,
    rows: Vec<[i32; WIDTH]>,
    /// For each weight the sum of its changes, each times the step it was made in: the mean follows from it.
    moments: Vec<[i64; WIDTH]>,
    mistakes: Vec<u32>,
    steps: i64,
    /// Whether other features may get a row.
    open: bool,
}

impl<const WIDTH: usize> Perceptron<WIDTH> {
    /// Knows nothing.
    pub(crate) fn new() -> Perceptron<WIDTH> {
        Perceptron {
            rows_of: vec![0; FEATURES],
            features: Vec::new(),
            rows: Vec::new(),
            moments: Vec::new(),
            mistakes: Vec::new(),
            steps: 1,
            open: true,
        }
    }

    /// Knows nothing, and will learn of these features alone.
    pub(crate) fn of(features: &[Feature]) -> Perceptron<WIDTH> {
        let mut perceptron = Perceptron::new();
        for &feature in features {
            perceptron.add(feature);
        }
        perceptron.open = false;
        perceptron
    }

    fn add(&mut self, feature: Feature) {
        self.features.push(feature);
        self.rows.push([0; WIDTH]);
        self.moments.push([0; WIDTH]);
        self.mistakes.push(0);
        self.rows_of[feature as usize] = self.rows.len() as u32;
    }

    /// The mean of a weight over all steps.
    fn mean(&self, at: usize, class: usize) -> f64 {
        f64::from(self.rows[at][class]) - self.moments[at][class] as f64 / self.steps as f64
    }

    /// So many features that matter most: those with large weights and many mistakes.
    pub(crate) fn foremost(&self, count: usize) -> Vec<Feature> {
        let mut ranked: Vec<(f64, Feature)> = Vec::new();
        for (at, &feature) in self.features.iter().enumerate() {
            let size: f64 = (0..WIDTH).map(|class| self.mean(at, class).abs()).sum();
            ranked.push((size * f64::from(self.mistakes[at]).sqrt(), feature));
        }
        ranked.sort_by(|first, second| second.0.total_cmp(&first.0).then(first.1.cmp(&second.1)));
        ranked.truncate(count);
        ranked.into_iter().map(|(_, feature)| feature).collect()
    }

    /// Counts a decision.
    pub(crate) fn step(&mut self) {
        self.steps += 1;
    }

    /// Moves the weights of the features from one class towards another.
    pub(crate) fn correct(&mut self, features: &[Feature], right: usize, wrong: usize) {
        for &feature in features {
            if self.rows_of[feature as usize] == 0 {
                if !self.open {
                    continue;
                }
                self.add(feature);
            }
            let at = self.rows_of[feature as usize] as usize - 1;
            self.mistakes[at] += 1;
            for (class, change) in [(right, 1), (wrong, -1)] {
                self.rows[at][class] += change;
                self.moments[at][class] += i64::from(change) * self.steps;
            }
        }
    }
}

/// The weights of some perceptrons of the same features, in the form of a table: their means as bytes, `scale` times and
/// at most 127. Perceptrons that learned in different orders make different mistakes, and their mean fewer.
pub(crate) fn table<const WIDTH: usize>(perceptrons: &[Perceptron<WIDTH>], scale: f64) -> Vec<u8> {
    let mut kept: Vec<(Feature, [u8; WIDTH])> = Vec::new();
    let scale = scale / perceptrons.len() as f64;
    for (at, &feature) in perceptrons[0].features.iter().enumerate() {
        let mut bytes = [0u8; WIDTH];
        for (class, byte) in bytes[..WIDTH - 1].iter_mut().enumerate() {
            let sum: f64 = perceptrons.iter().map(|perceptron| perceptron.mean(at, class)).sum();
            *byte = (sum * scale).round().clamp(-127.0, 127.0) as i8 as u8 ^ 128;
        }
        if bytes[..WIDTH - 1].iter().any(|&byte| byte != 128) {
            bytes[WIDTH - 1] = check(feature);
            kept.push((feature, bytes));
        }
    }
    lay_out(&kept)
}

impl<const WIDTH: usize> Scores<WIDTH> for Perceptron<WIDTH> {
    fn score(&self, features: &[Feature]) -> [i32; WIDTH] {
        let mut sums = [0; WIDTH];
        for &feature in features {
            let place = self.rows_of[feature as usize];
            if place != 0 {
                for (sum, weight) in sums.iter_mut().zip(&self.rows[place as usize - 1]) {
                    *sum += weight;
                }
            }
        }
        sums
    }
}

/// How many features share a displacement on average.
const BUCKET: usize = 4;

/// Finds for each bucket of features a displacement that leads them all to free rows, the fullest bucket first.
fn lay_out<const WIDTH: usize>(kept: &[(Feature, [u8; WIDTH])]) -> Vec<u8> {
    let mut rows = kept.len() + kept.len() / 50 + 1;
    let buckets = kept.len() / BUCKET + 1;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); buckets];
    for (index, (feature, _)) in kept.iter().enumerate() {
        members[bucket(*feature, buckets)].push(index);
    }
    let mut order: Vec<usize> = (0..buckets).collect();
    order.sort_by_key(|&bucket| (std::cmp::Reverse(members[bucket].len()), bucket));
    let (displacements, table) = loop {
        match place_all(kept, &members, &order, rows) {
            Some(placed) => break placed,
            None => rows += rows / 50 + 1,
        }
    };
    let mut bytes = Vec::new();
    bytes.extend((buckets as u32).to_le_bytes());
    bytes.extend((rows as u32).to_le_bytes());
    bytes.extend(displacements.iter().flat_map(|displacement| displacement.to_le_bytes()));
    bytes.extend(table.iter().flatten());
    bytes
}

/// Tries that with so many rows; `None` when a bucket found no place.
fn place_all<const WIDTH: usize>(
    kept: &[(Feature, [u8; WIDTH])],
    members: &[Vec<usize>],
    order: &[usize],
    rows: usize,
) -> Option<(Vec<u16>, Vec<[u8; WIDTH]>)> {
    let mut displacements = vec![0u16; members.len()];
    let mut table = vec![[0u8; WIDTH]; rows];
    let mut taken = vec![false; rows];
    for &bucket in order {
        let fits = |displacement: u16| -> Option<Vec<usize>> {
            let mut places = Vec::with_capacity(members[bucket].len());
            for &member in &members[bucket] {
                let place = row(kept[member].0, displacement, rows);
                if taken[place] || places.contains(&place) {
                    return None;
                }
                places.push(place);
            }
            Some(places)
        };
        let (displacement, places) =
            (0..=u16::MAX).find_map(|displacement| Some((displacement, fits(displacement)?)))?;
        displacements[bucket] = displacement;
        for (&member, place) in members[bucket].iter().zip(places) {
            table[place] = kept[member].1;
            taken[place] = true;
        }
    }
    Some((displacements, table))
}
