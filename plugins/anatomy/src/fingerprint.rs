//! A 64-bit simhash: texts that share most of their three-word runs differ in few bits.
//!
//! # Source
//! Charikar, "Similarity estimation techniques from rounding algorithms", 2002.

use crate::words::Word;

/// One counter for each of 64 bits, written upright: a plane has one binary digit of all of them.
#[derive(Default)]
struct Counters {
    planes: [u64; Counters::DIGITS],
}

impl Counters {
    const DIGITS: usize = u32::BITS as usize;

    /// Counts the bits of eight numbers, as Harley and Seal do: what is carried out of two digits is added to the next in
    /// pairs, so that only one carry in eight goes on to the higher digits.
    fn add(&mut self, numbers: [u64; 8]) {
        let [ones, twos, fours, higher @ ..] = &mut self.planes;
        let [a, b, c, d, e, f, g, h] = numbers;
        let (two, other_two) = (carried(ones, a, b), carried(ones, c, d));
        let four = carried(twos, two, other_two);
        let (two, other_two) = (carried(ones, e, f), carried(ones, g, h));
        let mut carry = carried(fours, four, carried(twos, two, other_two));
        for plane in higher {
            if carry == 0 {
                return;
            }
            carry = carried(plane, carry, 0);
        }
    }

    /// The bits that more than half of so many numbers had.
    fn majority(&self, total: u64) -> u64 {
        let used = self.planes.iter().rposition(|&plane| plane != 0).map_or(0, |last| last + 1);
        let planes = &self.planes[..used];
        let count = |bit: u32| planes.iter().rev().fold(0, |count, plane| 2 * count + (plane >> bit & 1));
        (0..u64::BITS).fold(0, |bits, bit| bits | u64::from(count(bit) * 2 > total) << bit)
    }
}

/// Adds two digits to a plane; returns what is carried.
fn carried(plane: &mut u64, a: u64, b: u64) -> u64 {
    let carry = a & b | (a ^ b) & *plane;
    *plane ^= a ^ b;
    carry
}

/// The fingerprint of a run of words; `None` when there are fewer than three.
pub(crate) fn simhash<'a>(words: impl Iterator<Item = &'a Word>) -> Option<u64> {
    let (mut counters, mut total) = (Counters::default(), 0);
    // A place that is free adds nothing.
    let mut waiting = [0; 8];
    let (mut first, mut second) = (None, None);
    for word in words {
        if let (Some(first), Some(second)) = (first, second) {
            waiting[total % 8] = mix(first, second, word.hash);
            total += 1;
            if total.is_multiple_of(8) {
                counters.add(std::mem::take(&mut waiting));
            }
        }
        (first, second) = (second, Some(word.hash));
    }
    counters.add(waiting);
    (total > 0).then(|| counters.majority(total as u64))
}

/// Makes one hash of three, each place of the word mattering; ends as splitmix64 does.
fn mix(first: u64, second: u64, third: u64) -> u64 {
    let mut hash = first.rotate_left(21) ^ second.rotate_left(42).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ third;
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::read_words;

    fn fingerprint(text: &str) -> Option<u64> {
        let mut words = Vec::new();
        read_words(text, &mut String::new(), &mut words);
        simhash(words.iter())
    }

    fn sample(change_every: usize) -> String {
        (0..400).map(|at| if at % change_every == 7 { format!("other{at} ") } else { format!("word{at} ") }).collect()
    }

    #[test]
    fn counters_agree_with_counting_bit_by_bit() {
        let hashes: Vec<u64> = (0..1000).map(|at| mix(at, at * 3, at * 7)).collect();
        let mut counters = Counters::default();
        hashes.as_chunks().0.iter().for_each(|&eight| counters.add(eight));
        let slow = (0..64).fold(0u64, |bits, bit| {
            bits | u64::from(hashes.iter().filter(|&hash| hash >> bit & 1 == 1).count() * 2 > hashes.len()) << bit
        });
        assert_eq!(counters.majority(hashes.len() as u64), slow);
    }

    #[test]
    fn near_texts_are_near_and_far_texts_are_far() {
        let base = fingerprint(&sample(1000)).unwrap();
        let near = fingerprint(&sample(100)).unwrap();
        let far = fingerprint(&sample(1000).replace("word", "thing")).unwrap();
        assert!((base ^ near).count_ones() <= 12, "{}", (base ^ near).count_ones());
        assert!((base ^ far).count_ones() >= 18, "{}", (base ^ far).count_ones());
    }

    #[test]
    fn a_fingerprint_never_changes_between_builds() {
        assert_eq!(fingerprint("the harbour was closed all day"), fingerprint("The harbour, WAS closed — all day!"));
        assert_eq!(fingerprint("too short"), None);
    }
}
