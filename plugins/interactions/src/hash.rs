//! The number by which a word form is found. Compiled into the build script too, which lays the table out by it.

use std::ops::Range;

use eight::Eight;

/// Of longer words the hash does not read all bytes: two with one hash may differ between the first and the last eight.
#[allow(dead_code)]
pub(crate) const WHOLE_BYTES_MAX: usize = 16;

/// The hash of a word of a text, the same for small and capital ASCII letters. Two words that it reads whole share one as often
/// as any two of 64 bits do.
pub(crate) fn hash(text: &str, word: Range<usize>) -> u64 {
    let (bytes, length) = (text.as_bytes(), word.len());
    let first = Eight::at(bytes, word.start).first(length).small().number();
    let last = if length > 8 { Eight::at(bytes, word.end - 8).small().number() } else { 0 };
    let mixed = (first ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31) ^ last;
    let mixed = mixed.wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ mixed >> 32
}
