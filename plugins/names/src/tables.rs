//! The compiled tables: what the phrases of `data` mean. Static, so that all workers share their pages.

mod phrases;

use crate::key::Key;

pub(crate) use phrases::{Entry, name, names, role, roles, starts_role, starts_small_name};

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

/// Whether a word tells what a body is concerned with; the key is that of its small letters.
pub(crate) fn is_topic(word: Key) -> bool {
    TOPICS.binary_search(&word.0).is_ok()
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
