//! UTF-16 without a byte order mark, told by what the characters are.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Enough to tell, and so little that it costs nothing.
const SAMPLE_BYTES: usize = 8 << 10;

/// Tells the byte order of text in UTF-16, or `None` when the bytes are no such text.
pub(super) fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if bytes.len() % 2 == 1 || sample.is_empty() {
        return None;
    }
    let [little, big] = [u16::from_le_bytes, u16::from_be_bytes].map(|unit| Score::of(sample, unit));
    match (little.is_text(), big.is_text()) {
        (true, true) => Some(if little.points >= big.points { UTF_16LE } else { UTF_16BE }),
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        (false, false) => None,
    }
}

struct Score {
    units: usize,
    /// Units that no text of the world's newspapers holds.
    odd: usize,
    /// A point for a letter, three for what stands between words in nearly every script.
    points: usize,
}

impl Score {
    fn of(sample: &[u8], unit: fn([u8; 2]) -> u16) -> Score {
        let mut score = Score { units: 0, odd: 0, points: 0 };
        for pair in sample.chunks_exact(2) {
            score.units += 1;
            match unit([pair[0], pair[1]]) {
                0x09 | 0x0a | 0x0d | 0x20..=0x7e => score.points += 3,
                // Letters from Latin to Thai, of Georgia, Latin and Greek with marks, dashes, quotes and currencies, the East
                // Asian scripts with their full forms, and surrogates, which stand for rarer letters and for pictographs.
                0xa0..=0x24f
                | 0x2b0..=0x52f
                | 0x531..=0x6ff
                | 0x900..=0xe7f
                | 0x10a0..=0x10ff
                | 0x1e00..=0x206f
                | 0x20a0..=0x20bf
                | 0x2100..=0x214f
                | 0x3000..=0x312f
                | 0x4e00..=0x9fff
                | 0xac00..=0xd7a3
                | 0xff01..=0xffef => score.points += 1,
                0xd800..=0xdfff => {}
                _ => score.odd += 1,
            }
        }
        score
    }

    fn is_text(&self) -> bool {
        // Fewer characters, or none of those that stand between words, could be anything.
        self.units >= 4 && self.odd * 50 <= self.units && self.points > self.units
    }
}
