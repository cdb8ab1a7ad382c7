//! The compiled tables: what the phrases of `data` mean. Static, so that all workers share their pages.

use crate::key::Key;

/// A country, or what stands in its place: the European Union.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) code: [u8; 4],
    pub(crate) name: &'static str,
}

/// A known organization.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) name: &'static str,
    pub(crate) country: [u8; 4],
    pub(crate) sector: [u8; 4],
    pub(crate) other: [u8; 4],
}

/// A known office holder.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) country: [u8; 4],
    pub(crate) sector: [u8; 4],
    pub(crate) gender: u8,
    /// Title, first and last month, counted from the year 0.
    pub(crate) roles: &'static [(&'static str, i32, i32)],
}

/// A place or a people that is no country.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) name: &'static str,
    pub(crate) country: [u8; 4],
    pub(crate) kind: RegionKind,
    pub(crate) sector: [u8; 4],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegionKind {
    /// A province, an island, a sea.
    Place,
    /// A part of the world: no actor.
    Region,
    /// A people or a religion.
    People,
}

/// A role, or an agent without a name.
#[derive(Debug)]
pub(crate) struct Role {
    pub(crate) kind: RoleKind,
    pub(crate) sector: [u8; 4],
    pub(crate) other: [u8; 4],
    pub(crate) gender: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoleKind {
    /// "minister"
    Person,
    /// "ministers", "police"
    People,
    /// "ministry"
    Body,
    /// "ministries"
    Bodies,
    /// A word that only tells man from woman.
    Gender,
    /// "Mr."
    Honorific,
}

/// What a word tells about the name that it is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// "University": the name is one of an organization.
    Organization,
    /// "Ltd": the same, at the end.
    Suffix,
    /// "River": a place, at the end.
    Place,
    /// "Lake": a place, at the start.
    Before,
    /// "Monday": no name.
    Never,
    /// "Treaty": no actor.
    Event,
    /// "bin": a small word inside the name of a person.
    Particle,
    /// A town whose name is mostly something else.
    Weak,
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));
static ROLE_PHRASES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/roles.bin"));
static CITIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cities.bin"));

/// One thing that a phrase can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sense {
    /// Row of [`COUNTRIES`].
    Country(usize),
    /// Adjective of the country in this row.
    Adjective(usize),
    /// People of the country in this row.
    People(usize),
    /// Capital, or seat of the government, of the country in this row.
    Seat(usize),
    /// Row of [`ORGANIZATIONS`].
    Organization(usize),
    /// Row of [`PEOPLE`].
    Person(usize),
    /// Family name of the person in this row, well known alone.
    Surname(usize),
    /// Family name of the person in this row, who is meant where a title says so.
    Holder(usize),
    /// Number of a city; see [`city`].
    City(usize),
    /// Row of [`REGIONS`].
    Region(usize),
    /// A given name: `m`, `f`, `u` for both; `x` for a family name that stands first.
    Given(u8),
    /// What the word tells about a name.
    Word(Class, [u8; 4]),
    /// Row of [`ROLES`].
    Role(usize),
}

/// A city of GeoNames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct City {
    /// Latitude in 1/10,000 degree.
    pub(crate) latitude: i32,
    /// Longitude in 1/10,000 degree.
    pub(crate) longitude: i32,
    /// Number in GeoNames.
    pub(crate) geonames: u32,
    /// Thousands of people, at most 65,535.
    pub(crate) people: u16,
    /// Row of [`COUNTRIES`].
    pub(crate) country: usize,
}

/// The city of this number.
pub(crate) fn city(number: usize) -> City {
    let row = &CITIES[number * 16..number * 16 + 16];
    let four = |at: usize| [row[at], row[at + 1], row[at + 2], row[at + 3]];
    City {
        latitude: i32::from_le_bytes(four(0)),
        longitude: i32::from_le_bytes(four(4)),
        geonames: u32::from_le_bytes(four(8)),
        people: u16::from_le_bytes([row[12], row[13]]),
        country: usize::from(u16::from_le_bytes([row[14], row[15]])),
    }
}

/// What is known of a phrase.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    first: u32,
    /// Whether it is one of the roles.
    role: bool,
    /// Whether longer phrases start with it.
    pub(crate) goes_on: bool,
}

impl Entry {
    /// Whether the phrase itself means something.
    pub(crate) fn is_known(self) -> bool {
        self.first != 0
    }

    /// What it can mean, the likeliest first.
    pub(crate) fn senses(self) -> impl Iterator<Item = Sense> {
        let table = if self.role { ROLE_PHRASES } else { NAMES };
        let mut next = (self.first != 0).then_some(self.first as usize);
        std::iter::from_fn(move || {
            let at = next?;
            let value = number(table, sense_start(table) + at);
            next = (value & 1 << 4 == 0).then_some(at + 1);
            Some(sense(value))
        })
    }
}

/// What a name means; the key starts from [`Key::NAME`].
pub(crate) fn name(key: Key) -> Option<Entry> {
    find(NAMES, key, false)
}

/// What a role means; the key starts from [`Key::ROLE`].
pub(crate) fn role(key: Key) -> Option<Entry> {
    find(ROLE_PHRASES, key, true)
}

/// Whether a role can start with this word.
pub(crate) fn starts_role(word: Key) -> bool {
    may_start(ROLE_PHRASES, word)
}

/// Whether a name can start with this word, though it has a small letter first.
pub(crate) fn starts_small_name(word: Key) -> bool {
    may_start(NAMES, word)
}

/// Where the parts of a table stand, counted in numbers of 32 bits; the build script says what they hold.
const FILTER: usize = 2;
const STARTS: usize = FILTER + (1 << 11);

/// The 32-bit number at this place of a table, counted in numbers.
fn number(table: &[u8], at: usize) -> u32 {
    let at = at * 4;
    u32::from_le_bytes([table[at], table[at + 1], table[at + 2], table[at + 3]])
}

fn may_start(table: &[u8], word: Key) -> bool {
    let bit = word.filter_bit();
    number(table, FILTER + bit / 32) >> (bit % 32) & 1 == 1
}

fn prints_start(table: &[u8]) -> usize {
    STARTS + (1 << number(table, 1)) + 1
}

fn sense_start(table: &[u8]) -> usize {
    prints_start(table) + 2 * number(table, 0) as usize
}

fn find(table: &'static [u8], key: Key, role: bool) -> Option<Entry> {
    let key = key.mixed();
    let bucket = STARTS + (key >> (64 - number(table, 1))) as usize;
    let (first, end) = (number(table, bucket) as usize, number(table, bucket + 1) as usize);
    let prints = prints_start(table);
    let place = (first..end).find(|&place| number(table, prints + place) == (key >> 16) as u32)?;
    let value = number(table, prints + number(table, 0) as usize + place);
    Some(Entry { first: value & !(1 << 31), role, goes_on: value >> 31 == 1 })
}

fn sense(value: u32) -> Sense {
    let row = (value >> 5) as usize - 1;
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
