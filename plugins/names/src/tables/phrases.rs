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
const LAST: u32 = 1 << 20;
/// Flag of a value: the phrase means nothing by itself.
const NOTHING: u32 = 1 << 21;
/// Flag of a value, which the files leave free: the phrase is a role.
const ROLE: u32 = 1 << 22;
/// Flag of a value: the rest is the place of the first of several senses.
const SEVERAL: u32 = 1 << 23;
/// Where the bits of the words start that follow a phrase in longer ones: few other words share their bits, and a look-up
/// costs more than to ask.
const FOLLOWING: u32 = 24;

impl Phrases {
    fn may_start(&self, word: Key) -> bool {
        let bit = word.filter_bit(self.filter.len() * 8);
        self.filter[bit / 8] >> (bit % 8) & 1 == 1
    }

    /// The value of a phrase; 0 for one that is not there.
    fn find(&self, key: Key) -> u32 {
        self.find_from(self.slot(self.place(key)), key)
    }

    /// The values of many phrases. The first slots of all are read before one of them is looked at, so that the processor
    /// waits for many lines of the table at a time.
    fn find_all(&self, keys: &[Key]) -> impl Iterator<Item = u32> {
        let slots: Vec<[u32; 2]> = keys.iter().map(|&key| self.slot(self.place(key))).collect();
        slots.into_iter().zip(keys).map(|(slot, &key)| self.find_from(slot, key))
    }

    /// The value of a phrase, which stands in its first slot or in one of those behind it.
    fn find_from(&self, [mut print, mut value]: [u32; 2], key: Key) -> u32 {
        let mut place = self.place(key);
        while value != 0 && print != key.mixed() as u32 {
            place = (place + 1) % self.count();
            [print, value] = self.slot(place);
        }
        value
    }

    /// How many slots there are.
    fn count(&self) -> usize {
        self.slots.0.len() / 8
    }

    /// Where the search for a phrase begins.
    fn place(&self, key: Key) -> usize {
        (key.mixed() >> (64 - self.count().trailing_zeros())) as usize
    }

    /// The fingerprint and the value in a slot.
    fn slot(&self, place: usize) -> [u32; 2] {
        [number(&self.slots.0, place * 2), number(&self.slots.0, place * 2 + 1)]
    }
}

/// The 32-bit number at this place of a table, counted in numbers.
fn number(table: &[u8], at: usize) -> u32 {
    table[at * 4..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// What is known of a phrase; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry(u32);

impl Entry {
    /// Whether the phrase itself means something.
    pub(crate) fn is_known(self) -> bool {
        self.0 & NOTHING == 0 && self.0 & !ROLE != 0
    }

    /// Whether longer phrases start with it.
    pub(crate) fn goes_on(self) -> bool {
        self.0 >> FOLLOWING != 0
    }

    /// Whether a longer phrase may go on with this word.
    pub(crate) fn goes_on_with(self, word: Key) -> bool {
        self.0 >> FOLLOWING & word.following_bit() != 0
    }

    /// What it can mean, the likeliest first.
    pub(crate) fn senses(self) -> impl Iterator<Item = Sense> {
        let senses = if self.0 & ROLE != 0 { ROLES.senses } else { NAMES.senses };
        let several = self.0 & SEVERAL != 0;
        let mut place = (self.0 & ROWS) as usize;
        let mut next = self.is_known().then(|| if several { number(senses, place) } else { self.0 | LAST });
        std::iter::from_fn(move || {
            let value = next?;
            place += 1;
            next = (value & LAST == 0).then(|| number(senses, place));
            Some(sense(value))
        })
    }
}

/// What a name means; the key starts from [`Key::NAME`].
pub(crate) fn name(key: Key) -> Entry {
    Entry(NAMES.find(key))
}

/// What many names mean.
pub(crate) fn names(keys: &[Key]) -> impl Iterator<Item = Entry> {
    NAMES.find_all(keys).map(Entry)
}

/// What a role means; the key starts from [`Key::ROLE`].
pub(crate) fn role(key: Key) -> Entry {
    Entry(ROLES.find(key) | ROLE)
}

/// What many roles mean.
pub(crate) fn roles(keys: &[Key]) -> impl Iterator<Item = Entry> {
    ROLES.find_all(keys).map(|value| Entry(value | ROLE))
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
