//! Weights by feature: a perfect hash over the features that training kept, with one row of small integers each.
//!
//! A feature is known by 24 bits of its hash. `displacements` lead from them to a row without a collision between
//! features that were kept; the last byte of a row tells most of the features that were not, and those count nothing.

use std::ops::Range;

/// A feature: 24 bits that stand for a template and its values.
pub type Feature = u32;

/// How many values a [`Feature`] has.
pub const FEATURES: usize = 1 << 24;

/// The hash of a template and up to three values.
#[inline(always)]
pub fn feature(template: u32, first: u32, second: u32, third: u32) -> Feature {
    let low = (u64::from(first) | u64::from(template) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let high = (u64::from(second) | u64::from(third) << 32).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (low.wrapping_add(high) >> 40) as Feature
}

/// Adds the rows of features up.
pub trait Scores<const WIDTH: usize> {
    /// For each class the sum of its weights over the features.
    fn score(&self, features: &[Feature]) -> [i32; WIDTH];
}

/// Rows of `WIDTH` bytes: a weight a class, and in the last byte the check.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a, const WIDTH: usize> {
    displacements: &'a [[u8; 2]],
    rows: &'a [[u8; WIDTH]],
}

/// Where a feature's displacement stands, of `buckets`.
#[inline(always)]
pub fn bucket(feature: Feature, buckets: usize) -> usize {
    place(feature.wrapping_mul(0x9e37_79b1), buckets)
}

/// The row that a displacement leads a feature to, of `rows`.
#[inline(always)]
pub fn row(feature: Feature, displacement: u16, rows: usize) -> usize {
    place((feature ^ u32::from(displacement) << 8).wrapping_mul(0x85eb_ca6b), rows)
}

/// What stands in the last byte of a feature's row.
#[inline(always)]
pub fn check(feature: Feature) -> u8 {
    (feature ^ feature >> 11) as u8
}

/// Spreads a hash over `0..count`.
#[inline(always)]
fn place(hash: u32, count: usize) -> usize {
    ((u64::from(hash) * count as u64) >> 32) as usize
}

impl<'a, const WIDTH: usize> Table<'a, WIDTH> {
    /// Reads a table: counts of buckets and rows (4 bytes each), displacements (2 bytes each), rows. Returns it and
    /// what follows it.
    pub fn read(bytes: &'a [u8]) -> Option<(Table<'a, WIDTH>, &'a [u8])> {
        let (buckets, bytes) = read_count(bytes)?;
        let (rows, bytes) = read_count(bytes)?;
        let (displacements, bytes) = bytes.split_at_checked(buckets.checked_mul(2)?)?;
        let (rows, bytes) = bytes.split_at_checked(rows.checked_mul(WIDTH)?)?;
        let (displacements, rows) = (displacements.as_chunks().0, rows.as_chunks().0);
        (buckets > 0 && !rows.is_empty()).then_some((Table { displacements, rows }, bytes))
    }

    /// How many rows there are.
    pub fn rows(&self) -> Range<usize> {
        0..self.rows.len()
    }

    /// Where the row of a feature is, if it has one.
    #[inline(always)]
    fn place(&self, feature: Feature) -> usize {
        let displacement = self.displacements[bucket(feature, self.displacements.len())];
        row(feature, u16::from_le_bytes(displacement), self.rows.len())
    }
}

/// Reads a number of four bytes from the start.
pub(super) fn read_count(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*count) as usize, rest))
}

/// How many features are looked up together.
const TOGETHER: usize = 80;

/// Every other byte of eight.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

impl<const WIDTH: usize> Scores<WIDTH> for Table<'_, WIDTH> {
    #[inline]
    fn score(&self, features: &[Feature]) -> [i32; WIDTH] {
        // Weights are added eight at a time: four in the even bytes of a word and four in the odd ones, each with a byte
        // above it for what the sum needs more. A weight stands in its byte with 128 added, so 256 features fit.
        let (mut even, mut odd, mut rows) = ([0u64; WORDS_MAX], [0u64; WORDS_MAX], 0);
        let mut places = [0; TOGETHER];
        // First all places and then all rows: so the processor waits for many of each at once, which is most of the
        // time that all this takes.
        for features in features.chunks(TOGETHER) {
            for (place, &feature) in places.iter_mut().zip(features) {
                *place = self.place(feature) as u32;
            }
            for (&place, &feature) in places.iter().zip(features) {
                let row = &self.rows[place as usize];
                let is_kept = u64::from(row[WIDTH - 1] == check(feature));
                let kept = is_kept.wrapping_neg();
                rows += is_kept as i32;
                for (index, weights) in words_of(row).into_iter().enumerate().take(WIDTH.div_ceil(8)) {
                    even[index] += weights & kept & EVEN;
                    odd[index] += weights >> 8 & kept & EVEN;
                }
            }
        }
        std::array::from_fn(|class| {
            let words = if class % 2 == 0 { &even } else { &odd };
            let sum = words[class / 8] >> (class % 8 / 2 * 16) & 0xffff;
            sum as i32 - 128 * rows
        })
    }
}

/// How many words of eight bytes a row has at most.
const WORDS_MAX: usize = 8;

/// The bytes of a row in words of eight.
#[inline(always)]
fn words_of<const WIDTH: usize>(row: &[u8; WIDTH]) -> [u64; WORDS_MAX] {
    let (words, rest) = row.as_chunks::<8>();
    let mut found = [0; WORDS_MAX];
    for (found, word) in found.iter_mut().zip(words) {
        *found = u64::from_le_bytes(*word);
    }
    if let Some(rest) = rest.first_chunk::<4>() {
        found[words.len()] = u64::from(u32::from_le_bytes(*rest));
    }
    found
}
