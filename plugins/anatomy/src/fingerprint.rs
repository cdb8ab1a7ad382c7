//! A 64-bit simhash: texts that share most of their three-word runs differ in few bits.
//!
//! # Source
//! Charikar, "Similarity estimation techniques from rounding algorithms", 2002.

use crate::words::Word;

/// One counter for each of 64 bits, written upright: a plane has one binary digit of all of them. At each digit one number
/// waits for the next of its kind, so that two are added to the plane at once and half as many are carried on.
#[derive(Default)]
struct Counters {
    planes: [u64; Counters::DIGITS],
    /// Where the same digit of `total` is 0, nothing waits.
    waiting: [u64; Counters::DIGITS],
    total: u32,
}

impl Counters {
    const DIGITS: usize = u32::BITS as usize;

    fn add(&mut self, hash: u64) {
        let (mut carry, mut digit) = (hash, 0);
        while self.total >> digit & 1 == 1 {
            let (a, b) = (std::mem::take(&mut self.waiting[digit]), carry);
            let plane = &mut self.planes[digit];
            carry = a & b | (a ^ b) & *plane;
            *plane ^= a ^ b;
            digit += 1;
        }
        self.waiting[digit] = carry;
        self.total += 1;
    }

    fn count(&self, bit: u32) -> u64 {
        let digits = (u32::BITS - self.total.leading_zeros()) as usize;
        let planes = self.planes.iter().zip(&self.waiting).take(digits).rev();
        planes.fold(0, |count, (plane, waiting)| 2 * count + (plane >> bit & 1) + (waiting >> bit & 1))
    }

    fn majority(&self) -> u64 {
        (0..u64::BITS).fold(0, |bits, bit| bits | u64::from(self.count(bit) * 2 > self.total.into()) << bit)
    }
}

/// The fingerprint of a run of words; `None` when there are fewer than three.
pub(crate) fn simhash<'a>(words: impl Iterator<Item = &'a Word>) -> Option<u64> {
    let mut counters = Counters::default();
    let (mut first, mut second) = (None, None);
    for word in words {
        if let (Some(first), Some(second)) = (first, second) {
            counters.add(mix(first, second, word.hash));
        }
        (first, second) = (second, Some(word.hash));
    }
    (counters.total > 0).then(|| counters.majority())
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
        hashes.iter().for_each(|&hash| counters.add(hash));
        let slow = (0..64).fold(0u64, |bits, bit| {
            bits | u64::from(hashes.iter().filter(|&hash| hash >> bit & 1 == 1).count() * 2 > hashes.len()) << bit
        });
        assert_eq!(counters.majority(), slow);
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
