//! Eight bytes of a text in one number, and what can be told of all of them at once: extractors look at every letter of an
//! article, and most of these are ASCII.
//!
//! ```
//! use eight::Eight;
//!
//! let eight = Eight::at(b"The tide.", 4);
//! let word = eight.first(eight.letters().run());
//! assert_eq!((word.number(), eight.letters().run()), (Eight::at(b"tide", 0).number(), 4));
//! ```

#![warn(missing_docs)]

mod words;

pub use words::{WORD_BYTES_MAX, Words, key_of};

/// The same bit of each byte.
const EACH: u64 = u64::from_ne_bytes([1; 8]);
/// The bit of each byte that ASCII leaves free.
const UPPER: u64 = EACH << 7;

/// Eight bytes, the first of them lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eight(u64);

/// How many code points a text has; quicker than its own count where texts are short.
#[inline]
pub fn code_points(text: &str) -> usize {
    let places = (0..text.len()).step_by(8);
    text.len() - places.map(|at| Eight::at(text.as_bytes(), at).inner().count()).sum::<usize>()
}

/// How many bytes stand before the first that is not ASCII.
#[inline]
pub fn ascii_length(text: &[u8]) -> usize {
    let mut at = 0;
    while at < text.len() {
        let before = Eight::at(text, at).far().before();
        at += before;
        if before < 8 {
            return at;
        }
    }
    text.len()
}

/// Whether a character is a letter or a number. Those that articles are full of, and that are neither, are quotation marks
/// and dashes: the tables of the standard library take hundreds of instructions for each.
#[inline]
pub fn is_alphanumeric(letter: char) -> bool {
    !is_punctuation(letter) && letter.is_alphanumeric()
}

/// Whether a character is a letter; as [`is_alphanumeric`].
#[inline]
pub fn is_alphabetic(letter: char) -> bool {
    !is_punctuation(letter) && letter.is_alphabetic()
}

/// Whether a character is one of the block General Punctuation, which has neither letters nor numbers.
fn is_punctuation(letter: char) -> bool {
    matches!(letter, '\u{2000}'..='\u{206f}')
}

/// Some of eight bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks(u64);

impl Eight {
    /// The bytes from `at` on, with zeros behind the end.
    #[inline]
    pub fn at(bytes: &[u8], at: usize) -> Eight {
        match bytes[at..].first_chunk() {
            Some(eight) => Eight(u64::from_le_bytes(*eight)),
            None => Eight(bytes[at..].iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte))),
        }
    }

    /// The bytes of a word of at most eight, with zeros behind it: what a table is made with.
    pub const fn of(word: &[u8]) -> Eight {
        let (mut eight, mut at) = (0, word.len());
        while at > 0 {
            at -= 1;
            eight = eight << 8 | word[at] as u64;
        }
        Eight(eight)
    }

    /// The bytes as a number, the first of them lowest.
    #[inline]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The bytes as a number, the first of them highest.
    #[inline]
    pub const fn reversed(self) -> u64 {
        self.0.swap_bytes()
    }

    /// The first bytes, with zeros in place of the others.
    #[inline]
    pub const fn first(self, count: usize) -> Eight {
        if count < 8 { Eight(self.0 & !(u64::MAX << (8 * count))) } else { self }
    }

    /// The bytes between two of ASCII, which they can be too.
    #[inline]
    pub const fn within(self, first: u8, last: u8) -> Marks {
        // A sum has its upper bit where a byte is as large as the first, or larger than the last.
        let plain = self.0 & !UPPER;
        let from_first = plain + EACH * (0x80 - first as u64);
        let beyond_last = plain + EACH * (0x7f - last as u64);
        Marks(from_first & !beyond_last & !self.0 & UPPER)
    }

    /// The bytes that are this one of ASCII.
    #[inline]
    pub const fn is(self, byte: u8) -> Marks {
        self.within(byte, byte)
    }

    /// The letters of ASCII.
    #[inline]
    pub const fn letters(self) -> Marks {
        // A capital and its small letter differ in one bit.
        Eight(self.0 | EACH << 5).within(b'a', b'z')
    }

    /// The capitals of ASCII.
    #[inline]
    pub const fn capitals(self) -> Marks {
        self.within(b'A', b'Z')
    }

    /// The digits.
    #[inline]
    pub const fn digits(self) -> Marks {
        self.within(b'0', b'9')
    }

    /// The bytes of characters beyond ASCII.
    #[inline]
    pub const fn far(self) -> Marks {
        Marks(self.0 & UPPER)
    }

    /// The bytes of UTF-8 that go on with a character.
    #[inline]
    pub const fn inner(self) -> Marks {
        Marks(self.0 & !(self.0 << 1) & UPPER)
    }

    /// The bytes with the capitals of ASCII made small.
    #[inline]
    pub const fn small(self) -> Eight {
        Eight(self.0 | self.capitals().0 >> 2)
    }
}

impl Marks {
    /// How many bytes are marked from the first on, before one that is not.
    #[inline]
    pub const fn run(self) -> usize {
        self.others().before()
    }

    /// How many bytes stand before the first that is marked.
    #[inline]
    pub const fn before(self) -> usize {
        self.0.trailing_zeros() as usize / 8
    }

    /// How many are marked.
    #[inline]
    pub const fn count(self) -> usize {
        // The product has the sum of all bytes in its highest.
        ((self.0 >> 7).wrapping_mul(EACH) >> 56) as usize
    }

    /// Whether one is marked.
    #[inline]
    pub const fn any(self) -> bool {
        self.0 != 0
    }

    /// Whether the first byte is marked.
    #[inline]
    pub const fn is_first(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// The bytes of either.
    #[inline]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// The others.
    #[inline]
    pub const fn others(self) -> Marks {
        Marks(!self.0 & UPPER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte at every place, with every other byte behind it.
    fn all() -> impl Iterator<Item = [u8; 8]> {
        let bytes = (0..=255).flat_map(|byte| [b'T', b'e', b'7', 0x80, 0xff, 0].map(|next| (byte, next)));
        bytes.flat_map(|(byte, next)| {
            (0..8).map(move |at| {
                let mut eight = *b"ti\xc3\xa9D1z~";
                (eight[at], eight[(at + 1) % 8]) = (byte, next);
                eight
            })
        })
    }

    #[test]
    fn what_is_told_of_eight_is_told_of_each() {
        type AtOnce = fn(Eight) -> Marks;
        type Each = fn(&u8) -> bool;
        let told: [(AtOnce, Each); 7] = [
            (Eight::letters, u8::is_ascii_alphabetic),
            (Eight::capitals, u8::is_ascii_uppercase),
            (Eight::digits, u8::is_ascii_digit),
            (Eight::far, |byte| !byte.is_ascii()),
            (Eight::inner, |byte| byte & 0b1100_0000 == 0b1000_0000),
            (|eight| eight.is(b'"'), |&byte| byte == b'"'),
            (|eight| eight.letters().or(eight.digits()), u8::is_ascii_alphanumeric),
        ];
        for bytes in all() {
            for (at_once, each) in told {
                let marks = at_once(Eight::at(&bytes, 0));
                let expected: Vec<bool> = bytes.iter().map(each).collect();
                assert_eq!(marks.count(), expected.iter().filter(|&&is| is).count(), "{bytes:?}");
                assert_eq!(marks.run(), expected.iter().take_while(|&&is| is).count(), "{bytes:?}");
                assert_eq!(marks.before(), expected.iter().take_while(|&&is| !is).count(), "{bytes:?}");
                assert_eq!((marks.is_first(), marks.any()), (expected[0], expected.contains(&true)), "{bytes:?}");
            }
        }
    }

    #[test]
    fn capitals_become_small_and_the_rest_stays() {
        for bytes in all() {
            let small = Eight::at(&bytes, 0).small();
            assert_eq!(small.number().to_le_bytes(), bytes.to_ascii_lowercase()[..], "{bytes:?}");
            assert_eq!(small.reversed().to_be_bytes(), bytes.to_ascii_lowercase()[..], "{bytes:?}");
        }
    }

    #[test]
    fn code_points_and_ascii_are_counted_at_every_length() {
        let text = "the tide é 中 😀 was high at nøon";
        for start in (0..text.len()).filter(|&start| text.is_char_boundary(start)) {
            let rest = &text[start..];
            assert_eq!(code_points(rest), rest.chars().count(), "{rest}");
            let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            assert_eq!(ascii_length(rest.as_bytes()), ascii, "{rest}");
        }
    }

    #[test]
    fn letters_and_numbers_are_those_of_unicode() {
        for letter in (0..=0x3_0000).filter_map(char::from_u32) {
            assert_eq!(is_alphanumeric(letter), letter.is_alphanumeric(), "{letter:?}");
            assert_eq!(is_alphabetic(letter), letter.is_alphabetic(), "{letter:?}");
        }
    }

    #[test]
    fn behind_the_end_are_zeros() {
        let text = b"high tide";
        for at in 0..=text.len() {
            let rest = &text[at..text.len().min(at + 8)];
            assert_eq!(Eight::at(text, at), Eight::of(rest));
            for count in 0..=8 {
                assert_eq!(Eight::at(text, at).first(count), Eight::of(&rest[..count.min(rest.len())]));
            }
        }
    }
}
