//! The forms of a person's name: where it ends, which of its words tell persons apart, what it tells of its bearer.

use std::ops::Range;

use extractor_api::layer::Tag;

use super::names::PLACE_LINKS;
use super::{Finder, family_first};
use crate::key::Key;
use crate::reading::{Atom, Gap, Kind, gender_of};
use crate::tables::Sense;

impl Finder<'_, '_> {
    /// Whether a word that tables know as something else is the family name of a person of this text.
    pub(super) fn is_remembered(&self, unit: usize) -> bool {
        let found = &self.reading.units[unit];
        let word = found.end == found.first + 1
            && matches!(found.kind, Kind::City(_) | Kind::Region(_) | Kind::Organization(_))
            && !(unit > self.start() && self.kind(unit - 1) == Kind::Link && self.is_word(unit - 1, PLACE_LINKS));
        word && self.known_part(unit).is_some_and(|id| {
            let (person, part) = (self.memory.get(id), self.reading.first(unit).word.key);
            let family = if family_first(person.country) { person.parts.first() } else { person.parts.last() };
            person.full > 0 && family == Some(&part)
        })
    }

    /// Whether a unit is the end of a given name as Korean and Chinese ones are written: "Yoon Seok-min". Behind a longer
    /// name, or one of these words, it is none: "the Kovar-era bridge".
    pub(super) fn is_syllable(&self, unit: usize) -> bool {
        const OTHERS: &[&str] = &[
            "led", "based", "backed", "run", "era", "style", "born", "made", "held", "owned", "like", "type", "bound",
            "only", "wide", "free", "friend", "linked", "elect", "turned", "in", "on", "by", "to",
        ];
        if unit < self.start() + 2 || unit >= self.end() {
            return false;
        }
        let (found, word) = (&self.reading.units[unit], &self.reading.first(unit).word);
        let (given, family) = (self.reading.first(unit - 1), self.reading.last(unit - 2));
        found.gap == Gap::Hyphen
            && !found.capital
            && found.end == found.first + 1
            && (2..=6).contains(&word.letters)
            && !word.digit
            && given.gap == Gap::Space
            && given.word.capital
            && !given.word.is_shouted()
            && given.word.letters <= 6
            && family.word.capital
            && family.word.letters <= 6
            && !self.is_word(unit, OTHERS)
    }

    /// The unit after a person's name that starts here.
    pub(super) fn person_end(&self, first: usize, end: usize) -> usize {
        let mut at = first + 1;
        let given = matches!(self.kind(first), Kind::Given(b'm' | b'f' | b'u'));
        if matches!(self.kind(first), Kind::Person(_)) {
            return at;
        }
        while at < end && at - first < 6 && self.joins(at) {
            let unit = &self.reading.units[at];
            let personal = unit.is_personal() && !matches!(unit.kind, Kind::Person(_));
            // Many a given name is a town's somewhere: "Luo Shanwei".
            let town =
                unit.gap == Gap::Space && matches!(unit.kind, Kind::City(_)) && self.kind(at - 1) != Kind::Particle;
            let fits = personal
                || town
                || self.is_syllable(at) && at > first + 1
                || unit.kind == Kind::Particle && at + 1 < end
                || at == first + 1
                    && given
                    && unit.gap == Gap::Space
                    && matches!(
                        unit.kind,
                        Kind::Country(_) | Kind::City(_) | Kind::Region(_) | Kind::Organization(_) | Kind::Seat(_)
                    );
            if !fits {
                break;
            }
            at += 1;
        }
        at
    }

    /// The words of a person's name, without initials.
    pub(super) fn parts_of(&self, units: Range<usize>) -> Vec<Key> {
        let atoms = self.reading.words(units);
        let whole = |atom: &&Atom| atom.word.is_part() || atoms.len() == 1;
        // A name in capitals is the same name: "GÜLTEN".
        atoms
            .iter()
            .filter(whole)
            .map(|atom| match atom.gap {
                // "Seok-min" is "Seok Min".
                Gap::Hyphen if !atom.word.capital => atom.word.raised(self.reading.parsed.text),
                _ => atom.word.part(self.reading.parsed.text),
            })
            .collect()
    }

    /// Whether unknown words are rather the name of a person than of something else.
    pub(super) fn looks_personal(&self, units: Range<usize>, parts: &[Key]) -> bool {
        let given = matches!(self.kind(units.start), Kind::Given(_));
        let surname =
            units.clone().any(|unit| matches!(self.kind(unit), Kind::Surname(_) | Kind::Given(b'm' | b'f' | b'u')));
        let article =
            units.start > self.start() && self.joins(units.start) && self.kind(units.start - 1) == Kind::Article;
        if article {
            return false;
        }
        if given || surname || units.clone().any(|unit| self.kind(unit) == Kind::Particle) {
            return true;
        }
        let headline = self.reading.parts[self.sentence].headline;
        let short = units.clone().any(|unit| {
            let word = self.reading.first(unit).word;
            word.is_shouted() && (2..4).contains(&word.letters)
        });
        let place = units.start > self.start()
            && self.kind(units.start - 1) == Kind::Link
            && self.is_word(units.start - 1, PLACE_LINKS);
        let proper = units.clone().all(|unit| matches!(self.reading.last(unit).tag, Tag::Propn | Tag::X));
        parts.len() <= 4 && !headline && !short && !place && proper
    }

    /// The gender that a given name tells.
    pub(super) fn gender(&self, units: Range<usize>) -> u8 {
        let given = units.flat_map(|unit| self.reading.units[unit].entry.senses());
        let genders = given.filter_map(|sense| match sense {
            Sense::Given(gender @ (b'm' | b'f')) => Some(gender),
            _ => None,
        });
        let genders: Vec<u8> = genders.collect();
        match genders.as_slice() {
            [] => b'u',
            [first, rest @ ..] if rest.iter().all(|gender| gender == first) => *first,
            _ => b'u',
        }
    }

    /// The gender that the title before a name tells.
    pub(super) fn title_gender(&self, unit: usize) -> u8 {
        match self.kind(unit) {
            Kind::Honorific(gender) => gender,
            _ => gender_of(self.reading.units[unit].entry),
        }
    }
}
