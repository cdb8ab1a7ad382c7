//! Names: what a run of name words is.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Resolution, Tag};

use super::Finder;
use crate::key::Key;
use crate::memory::{Code, NONE};
use crate::reading::{Gap, Kind};
use crate::tables::{self, Sense};

/// A name has no more units than this: what is longer is a list or a headline.
pub(super) const UNITS_MAX: usize = 12;

/// What stands before the name of a place.
pub(super) const PLACE_LINKS: &[&str] = &["in", "at", "near", "into", "inside", "outside"];

impl Finder<'_, '_> {
    /// Reads the name at a unit and returns the unit after it.
    pub(super) fn name_at(&mut self, first: usize) -> usize {
        let end = self.run_end(first);
        if self.is_called_place(first, end) {
            return self.place(first, end);
        }
        if let Some((body, end)) = self.run_with_and(first..end) {
            return self.organization(first, body, end);
        }
        let units = &self.reading.units;
        // "the Nigeria Labour Congress (NLC)": parts that tables know are no names of their own here.
        let person = matches!(units[first].kind, Kind::Person(_) | Kind::Given(_) | Kind::Surname(_));
        if end > first + 1 && !person && self.is_acronym_of(end, first..end) {
            return self.organization(first, end - 1, end);
        }
        let last_body = (first..end).rev().find(|&at| self.is_body(at));
        if let Some(body) = last_body {
            if body > first || self.links_on(body + 1) {
                return self.organization(first, body, end);
            }
            // "the Commission" alone: the organization of this text that has the word in its name, else a role.
            return if self.has_role(body) { self.role_at(body) } else { self.short_form(body) };
        }
        if end > first + 1 && units[end - 1].kind == Kind::Event {
            return self.known_inside(first, end);
        }
        if end > first + 1 && (units[end - 1].kind == Kind::PlaceWord || units[first].kind == Kind::Before) {
            return self.place(first, end);
        }
        self.one_by_one(first, end)
    }

    /// The unit after a run of name words that join.
    pub(super) fn run_end(&self, first: usize) -> usize {
        let mut at = first + 1;
        while at < self.end() && at - first < UNITS_MAX && self.joins(at) {
            let unit = &self.reading.units[at];
            let bound = matches!(self.kind(at - 1), Kind::Country(_) | Kind::Adjective(_)) && unit.gap == Gap::Hyphen;
            let particle = unit.kind == Kind::Particle
                && self.reading.units[at - 1].is_personal()
                && self.joins(at + 1)
                && at + 1 < self.end()
                && (self.reading.units[at + 1].is_personal() || self.kind(at + 1) == Kind::Particle);
            let syllable = at > first + 1 && self.is_syllable(at);
            let goes_on = unit.is_name() && unit.capital || self.is_body(at) || particle || syllable;
            if bound || !goes_on {
                break;
            }
            at += 1;
        }
        at
    }

    /// The countries in the name of a treaty or a war.
    pub(super) fn known_inside(&mut self, first: usize, end: usize) -> usize {
        for at in first..end {
            match self.kind(at) {
                Kind::Country(_) | Kind::Adjective(_) | Kind::Organization(_) | Kind::People(_) => {
                    self.known(at);
                }
                _ => {}
            }
        }
        end
    }

    /// The key of some units as memory has names.
    pub(super) fn key_of(&self, units: Range<usize>) -> Key {
        self.reading.words(units).iter().fold(Key::NAME, |key, atom| key.word(atom.word.key))
    }

    /// Reads a run without a word that tells what the whole of it is.
    pub(super) fn one_by_one(&mut self, first: usize, end: usize) -> usize {
        let mut at = first;
        while at < end {
            let unit = &self.reading.units[at];
            let named_person = matches!(unit.kind, Kind::Country(_) | Kind::City(_) | Kind::Region(_))
                && at + 1 < end
                && self.reading.units[at + 1].gap == Gap::Space
                && matches!(self.kind(at + 1), Kind::Cap | Kind::City(_) | Kind::Given(_))
                && unit.entry.senses().any(|sense| matches!(sense, Sense::Given(_)));
            let named_person = named_person || at + 2 < end && self.is_syllable(at + 2);
            if unit.is_personal() || named_person || self.is_remembered(at) {
                at = self.person_at(at, end);
            } else {
                at = self.known(at);
            }
        }
        end.max(at)
    }

    /// Whether a country's name is that of a water, written small behind it: "the Congo river".
    pub(super) fn is_called_after(&self, unit: usize) -> bool {
        let next = unit + 1;
        next < self.end()
            && self.reading.units[next].gap == Gap::Space
            && self.is_word(next, &["river", "delta", "basin", "strait"])
    }

    /// A unit that the tables know: a country, an organization, a place.
    pub(super) fn known(&mut self, unit: usize) -> usize {
        let units = unit..unit + 1;
        match self.kind(unit) {
            // "a boat on the Niger river": a country is not meant.
            Kind::Country(_) if self.is_called_after(unit) => return self.place(unit, unit + 1),
            Kind::Country(row) => self.note_country(units, row, 0),
            Kind::Adjective(row) => {
                // "a Kenyan", "two Iraqis": people, not an adjective.
                if self.is_ethnic(unit) || self.is_of_old(unit) {
                } else if matches!(self.reading.last(unit).tag, Tag::Noun) && !self.followed(unit) {
                    self.people(units, tables::COUNTRIES[row].code, *b"CVL\0");
                } else {
                    self.note_country(units, row, Mention::ADJECTIVE);
                }
            }
            Kind::People(_) if self.is_ethnic(unit) => self.people(units, NONE, *b"CVL\0"),
            Kind::People(row) => match self.homeland(unit, tables::COUNTRIES[row].code) {
                Some(home) => self.people(unit - 1..unit + 1, home, *b"CVL\0"),
                None => self.people(units, tables::COUNTRIES[row].code, *b"CVL\0"),
            },
            Kind::Seat(row) => self.seat(unit, row),
            Kind::Organization(row) if self.is_of_another(unit, row) => return self.role_at(unit),
            Kind::Organization(row) => self.known_organization(unit, row),
            Kind::City(_) => {
                if let Some(number) = self.likely_city(unit) {
                    self.city(units, number);
                }
            }
            Kind::Region(row) => self.region(units, row),
            _ => {}
        }
        unit + 1
    }

    /// "the Kenyan Senate", "the Senate of Kenya"; "Congress" where the text speaks of other countries alone, and not of the one
    /// whose is best known.
    fn is_of_another(&self, unit: usize, row: usize) -> bool {
        let own = tables::ORGANIZATIONS[row].country;
        if !self.has_role(unit) || self.reading.units[unit].end != self.reading.units[unit].first + 1 {
            return false;
        }
        let has = |country: Code| country != NONE && country != own;
        let before = self.left(unit).owner.map_or(NONE, |owner| owner.country);
        let behind = self.link_end(unit + 1).filter(|_| self.joins(unit + 1)).and_then(|place| self.owner(place));
        let mut countries = self.memory.entities.iter().take(200).map(|entity| entity.country);
        has(before)
            || has(behind.map_or(NONE, |owner| owner.country))
            || countries.clone().any(has) && !countries.any(|country| country == own)
    }

    /// An organization of the table, unless a name of the article has these initials.
    fn known_organization(&mut self, unit: usize, row: usize) {
        let (units, known) = (unit..unit + 1, &tables::ORGANIZATIONS[row]);
        let key = Key::NAME.word(Key(row as u64 + 1));
        let id = self.spelled_out(unit).unwrap_or_else(|| {
            self.memory.by_name(key, MentionKind::Organization, known.name, |entity| {
                (entity.country, entity.sector, entity.other) = (known.country, known.sector, known.other);
                (entity.how, entity.confidence) =
                    (if known.country == NONE { Resolution::None } else { Resolution::Gazetteer }, 950);
            })
        });
        let owner = self.left(unit).owner;
        let entity = self.memory.entity(id);
        if entity.country == NONE {
            entity.country = owner.map_or(NONE, |owner| owner.country);
        }
        let how = entity.how;
        self.initials_mean(id, self.reading.text(units.clone()));
        self.note(units, id, how);
        self.acronym_after(unit + 1, id, unit..unit + 1);
    }

    /// Whether a noun follows that the word belongs to.
    pub(super) fn followed(&self, unit: usize) -> bool {
        self.joins(unit + 1) && matches!(self.reading.first(unit + 1).tag, Tag::Noun | Tag::Propn | Tag::Adj)
    }

    /// Where a people lives that is named after another country: "Bolivian Indians", "Croatian Serbs". Those whom settlers
    /// of all countries joined are what the second word says: "Mexican Americans".
    fn homeland(&self, unit: usize, own: Code) -> Option<Code> {
        const SETTLED: [&Code; 5] = [b"USA\0", b"CAN\0", b"AUS\0", b"NZL\0", b"GBR\0"];
        let before = unit.checked_sub(1).filter(|_| unit > self.start() && self.joins(unit))?;
        let Kind::Adjective(row) = self.kind(before) else { return None };
        let home = tables::COUNTRIES[row].code;
        (home != own && !SETTLED.contains(&&own)).then_some(home)
    }

    /// People of a country: "Iraqis".
    pub(super) fn people(&mut self, units: Range<usize>, country: Code, sector: Code) {
        let key = self.key_of(units.clone());
        let text = self.reading.text(units.clone());
        let id = self.memory.by_name(key, MentionKind::Group, text, |entity| {
            (entity.country, entity.sector) = (country, sector);
            (entity.how, entity.confidence) = (Resolution::Gazetteer, 900);
        });
        self.note(units, id, Resolution::Gazetteer);
    }
}
