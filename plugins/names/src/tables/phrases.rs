//! Phrases and what they mean. A look-up costs one line of the processor's cache: articles come one at a time, and what the
//! extractors before this one read has driven the tables out.

use super::{Sense, WORDS};
use crate::key::Key;

/// Phrases as the build script writes them.
struct Phrases {
    /// A bit for each word that phrases can start with.
    filter: &'static [u8],
    /// A fingerprint and a value each; a value of 0 is a free slot.
    slots: &'static Slots<[u8]>,
    /// Senses of phrases that have several.
    senses: &'static [u8],
}

/// Keeps slots from lying across two lines.
#[repr(align(64))]
struct Slots<B: ?Sized>(B);

static NAMES: Phrases = Phrases {
    filter: include_bytes!(concat!(env!("OUT_DIR"), "/names.filter")),
    slots: &Slots(*include_bytes!(concat!(env!("OUT_DIR"), "/names.slots"))),
    senses: include_bytes!(concat!(env!("OUT_DIR"), "/names.senses")),
};
static ROLES: Phrases = Phrases {
    filter: include_bytes!(concat!(env!("OUT_DIR"), "/roles.filter")),
    slots: &Slots(*include_bytes!(concat!(env!("OUT_DIR"), "/roles.slots"))),
    senses: include_bytes!(concat!(env!("OUT_DIR"), "/roles.senses")),
};

/// Bits of a value: those of a row and a kind, or of the place of several senses.
const ROWS: u32 = LAST - 1;
/// Flag of a sense: it is the last of its phrase.
const LAST: u32 = 1 << 27;
/// Flag of a value: the phrase means nothing by itself.
const NOTHING: u32 = 1 << 28;
/// Flag of a value: the rest is the place of the first of several senses.
const SEVERAL: u32 = 1 << 30;
/// Flag of a value: longer phrases start with this one.
const GOES_ON: u32 = 1 << 31;

impl Phrases {
    fn may_start(&self, word: Key) -> bool {
        let bit = word.filter_bit(self.filter.len() * 8);
        self.filter[bit / 8] >> (bit % 8) & 1 == 1
    }

    fn find(&self, key: Key) -> Option<u32> {
        let (key, count) = (key.mixed(), self.slots.0.len() / 8);
        let mut slot = (key >> (64 - count.trailing_zeros())) as usize;
        loop {
            let (print, value) = (number(&self.slots.0, slot * 2), number(&self.slots.0, slot * 2 + 1));
            match value {
                0 => return None,
                _ if print == key as u32 => return Some(value),
                _ => slot = (slot + 1) % count,
            }
        }
    }
}

/// The 32-bit number at this place of a table, counted in numbers.
fn number(table: &[u8], at: usize) -> u32 {
    table[at * 4..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// What is known of a phrase.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    value: u32,
    /// Whether it is one of the roles.
    role: bool,
}

impl Entry {
    /// Whether the phrase itself means something.
    pub(crate) fn is_known(self) -> bool {
        self.value & NOTHING == 0 && self.value != 0
    }

    /// Whether longer phrases start with it.
    pub(crate) fn goes_on(self) -> bool {
        self.value & GOES_ON != 0
    }

    /// What it can mean, the likeliest first.
    pub(crate) fn senses(self) -> impl Iterator<Item = Sense> {
        let senses = if self.role { ROLES.senses } else { NAMES.senses };
        let several = self.value & SEVERAL != 0;
        let mut place = (self.value & ROWS) as usize;
        let mut next = self.is_known().then(|| if several { number(senses, place) } else { self.value | LAST });
        std::iter::from_fn(move || {
            let value = next?;
            place += 1;
            next = (value & LAST == 0).then(|| number(senses, place));
            Some(sense(value))
        })
    }
}

/// What a name means; the key starts from [`Key::NAME`].
pub(crate) fn name(key: Key) -> Option<Entry> {
    NAMES.find(key).map(|value| Entry { value, role: false })
}

/// What a role means; the key starts from [`Key::ROLE`].
pub(crate) fn role(key: Key) -> Option<Entry> {
    ROLES.find(key).map(|value| Entry { value, role: true })
}

/// Whether a role can start with this word.
pub(crate) fn starts_role(word: Key) -> bool {
    ROLES.may_start(word)
}

/// Whether a name can start with this word, though it has a small letter first.
pub(crate) fn starts_small_name(word: Key) -> bool {
    NAMES.may_start(word)
}

fn sense(value: u32) -> Sense {
    let row = ((value & ROWS) >> 4) as usize - 1;
    match value & 15 {
        0 => Sense::Country(row),
        1 => Sense::Adjective(row),
        2 => Sense::People(row),
        3 => Sense::Seat(row),
        4 => Sense::Organization(row),
        5 => Sense::Person(row),
        6 => Sense::Surname(row),
        7 => Sense::City(row),
        8 => Sense::Region(row),
        9 => Sense::Given(row as u8),
        12 => Sense::Holder(row),
        10 => Sense::Word(WORDS[row].0, WORDS[row].1),
        _ => Sense::Role(row),
    }
}
