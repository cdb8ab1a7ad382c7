//! Holidays that fall on one day for nearly everybody who writes of them in English.

use super::{Grammar, Read};
use crate::moment::{Holiday, Moment, Year};
use crate::pieces::Kind;
use crate::words::Word;

/// Names as the text has them, apostrophes and capitals aside; a longer one stands before its beginning. The flag says
/// whether the name alone is enough; others need a preposition before them, since they modify: "Christmas tree".
const NAMES: &[(&str, Holiday, bool)] = &[
    ("christmas eve", Holiday::Fixed(12, 24), true),
    ("christmas day", Holiday::Fixed(12, 25), true),
    ("christmas", Holiday::Fixed(12, 25), false),
    ("boxing day", Holiday::Fixed(12, 26), true),
    ("new year's eve", Holiday::Fixed(12, 31), true),
    ("new year's day", Holiday::Fixed(1, 1), true),
    ("new year day", Holiday::Fixed(1, 1), true),
    ("new year", Holiday::Fixed(1, 1), false),
    ("valentine's day", Holiday::Fixed(2, 14), true),
    ("international women's day", Holiday::Fixed(3, 8), true),
    ("international workers' day", Holiday::Fixed(5, 1), true),
    ("st. patrick's day", Holiday::Fixed(3, 17), true),
    ("st patrick's day", Holiday::Fixed(3, 17), true),
    ("saint patrick's day", Holiday::Fixed(3, 17), true),
    ("earth day", Holiday::Fixed(4, 22), true),
    ("may day", Holiday::Fixed(5, 1), true),
    ("juneteenth", Holiday::Fixed(6, 19), true),
    ("bastille day", Holiday::Fixed(7, 14), true),
    ("halloween", Holiday::Fixed(10, 31), false),
    ("easter sunday", Holiday::Easter(0), true),
    ("easter monday", Holiday::Easter(1), true),
    ("easter", Holiday::Easter(0), false),
    ("good friday", Holiday::Easter(-2), true),
];

/// The longest name with its quotation marks in three bytes.
const BYTES_MAX: usize = 32;

impl Grammar<'_> {
    /// "Christmas Day", "New Year's Eve 2023", "on Easter Sunday".
    pub(super) fn holiday(&self, at: usize) -> Read {
        if !self.capital(at)
            && !matches!(
                self.word_before(at),
                Some(
                    Word::On | Word::Last | Word::Next | Word::Previous | Word::Following | Word::Before | Word::After
                )
            )
        {
            return None;
        }
        let start = self.pieces.get(at)?.start as usize;
        let window = &self.line.as_bytes()[start..(start + BYTES_MAX).min(self.line.len())];
        let (name_end, day, alone) =
            NAMES.iter().find_map(|&(name, day, alone)| Some((start + length_of(name, window)?, day, alone)))?;
        let end = self.pieces[at..].iter().take(9).position(|piece| piece.end as usize >= name_end)? + at + 1;
        if self.pieces[end - 1].end as usize != name_end {
            return None;
        }
        let (year, behind) = self.year_behind(end);
        let anchored = matches!(
            self.word_before(at),
            Some(
                Word::On
                    | Word::At
                    | Word::By
                    | Word::Before
                    | Word::After
                    | Word::Since
                    | Word::Until
                    | Word::Last
                    | Word::Next
                    | Word::Previous
                    | Word::Following
            )
        ) && self.ends_at(end);
        // "Orthodox Easter" is another day, "Good Friday Agreement" none.
        let named = self.before(at) == Kind::Name || self.kind(end) == Kind::Name && matches!(day, Holiday::Easter(-2));
        (!named && (alone || anchored || year != Year::Open)).then_some((Moment::Holiday(day, year), behind))
    }
}

/// How many bytes of `window` spell the name, if it begins with it.
fn length_of(name: &str, window: &[u8]) -> Option<usize> {
    let mut at = 0;
    for expected in name.bytes() {
        at += match (expected, window.get(at..)?) {
            (b'\'', [0xe2, 0x80, 0x98 | 0x99, ..]) => 3,
            (_, [byte, ..]) if byte.eq_ignore_ascii_case(&expected) => 1,
            _ => return None,
        };
    }
    (!window.get(at).is_some_and(u8::is_ascii_alphanumeric)).then_some(at)
}
