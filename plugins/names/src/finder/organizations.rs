//! Organizations: what their names hold, their short forms.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Resolution};

use super::Finder;
use crate::key::{Key, role};
use crate::memory::{Code, NONE};
use crate::reading::{Gap, Kind};
use crate::tables::{self, RoleKind, Sense};

use super::names::UNITS_MAX;

/// Fewer initials stand for too many names.
const INITIALS_MIN: usize = 3;

impl Finder<'_, '_> {
    /// Whether a unit makes the name around it one of an organization.
    pub(super) fn is_body(&self, unit: usize) -> bool {
        match self.kind(unit) {
            Kind::OrganizationWord(_) | Kind::Suffix(_) => true,
            Kind::Role(row) => {
                self.reading.units[unit].capital
                    && matches!(tables::ROLES[row].kind, RoleKind::Body)
                    && (self.reading.last(unit).word.capital)
            }
            _ => false,
        }
    }

    /// "the Institute": the last organization with this word in its name.
    pub(super) fn short_form(&mut self, unit: usize) -> usize {
        if let Some(id) = self.memory.named(self.body_key(unit)) {
            self.note(unit..unit + 1, id, Resolution::Memory);
        }
        unit + 1
    }

    pub(super) fn has_role(&self, unit: usize) -> bool {
        self.reading.units[unit].role.is_some()
    }

    /// Whether "of" or "for" and a capital word follow.
    pub(super) fn links_on(&self, at: usize) -> bool {
        self.joins(at) && self.link_end(at).is_some()
    }

    /// The first unit of a name behind "of", "for", "on" and an article.
    pub(super) fn link_end(&self, at: usize) -> Option<usize> {
        let link = matches!(self.kind(at), Kind::Of)
            || self.kind(at) == Kind::Link && self.is_word(at, &["for", "on", "to", "in"]);
        let next = if self.kind(at + 1) == Kind::Article { at + 2 } else { at + 1 };
        let named = |unit: usize| {
            unit < self.end()
                && self.joins(unit)
                && self.reading.units[unit].capital
                && (self.reading.units[unit].is_name()
                    || self.is_body(unit)
                    || matches!(self.kind(unit), Kind::Role(_)))
        };
        (link && named(next)).then_some(next)
    }

    /// An organization from `first` to `body`, and what is bound to it by "of".
    pub(super) fn organization(&mut self, first: usize, body: usize, run_end: usize) -> usize {
        let units = first..self.organization_end(first, body).min(self.end());
        let (country, sector, other) = self.facts_inside(units.clone());
        let left = self.left(first);
        let country = if country == NONE { left.owner.map_or(NONE, |owner| owner.country) } else { country };
        let country = if country == NONE { self.country_after(units.end) } else { country };
        let text = self.reading.text(units.clone());
        let key = self.key_of(units.clone());
        let known = self.memory.named(key).filter(|&id| {
            let entity = self.memory.get(id);
            country == NONE || entity.country == NONE || entity.country == country
        });
        let key = if known.is_none() && self.memory.named(key).is_some() {
            key.word(Key(u64::from(u32::from_le_bytes(country))))
        } else {
            key
        };
        let id = self.memory.by_name(key, MentionKind::Organization, text, |entity| {
            (entity.country, entity.sector, entity.other) = (country, sector, other);
            entity.how = if country == NONE { Resolution::None } else { Resolution::TitleInText };
            entity.confidence = 800;
        });
        self.memory.refer(self.body_key(body), id);
        let entity = self.memory.entity(id);
        if entity.country == NONE {
            entity.country = country;
        }
        let how = if entity.country == NONE { Resolution::None } else { Resolution::TitleInText };
        let lead = self.reading.range(left.first).start;
        self.adjectives_inside(units.clone());
        let draft = self.note(units.clone(), id, how);
        draft.lead = lead.min(draft.range.start);
        self.acronym_after(units.end, id, units.clone());
        self.initials_mean(id, text);
        if units.end < run_end { self.one_by_one(units.end, run_end).max(units.end) } else { units.end }
    }

    /// The unit after an organization's name that starts at `first`, with what "of" binds to it.
    fn organization_end(&self, first: usize, body: usize) -> usize {
        // "Ministry of Trade", but "Toyota in Japan": only words that ask for it take "in" and "to" along.
        let mut end = self.with_topics(body) + 1;
        let mut after_of = false;
        while end - first < UNITS_MAX {
            if let Some(next) = self.link_end(end).filter(|_| self.joins(end) && !self.is_word(end, &["in", "to"])) {
                if after_of && matches!(self.kind(next), Kind::Country(_) | Kind::City(_)) {
                    break;
                }
                end = next + 1;
                while end < self.end()
                    && end - first < UNITS_MAX
                    && self.joins(end)
                    && self.reading.units[end].is_name()
                    && self.reading.units[end].capital
                    && self.kind(end - 1) != Kind::Possessive
                {
                    end += 1;
                }
                after_of = true;
            } else if after_of
                && self.kind(end) == Kind::And
                && self.joins(end)
                && self.joins(end + 1)
                && matches!(self.kind(end + 1), Kind::Cap | Kind::OrganizationWord(_) | Kind::Event)
                && end + 1 < self.end()
                && self.reading.units[end + 1].capital
            {
                end += 2;
                while end < self.end()
                    && end - first < UNITS_MAX
                    && self.joins(end)
                    && matches!(self.kind(end), Kind::Cap | Kind::Event | Kind::OrganizationWord(_))
                {
                    end += 1;
                }
            } else {
                break;
            }
        }
        end
    }

    /// Country and sectors that the words of a name tell.
    pub(super) fn facts_inside(&self, units: Range<usize>) -> (Code, Code, Code) {
        let (mut country, mut sector, mut other) = (NONE, NONE, NONE);
        for at in units.clone() {
            let owner = match self.kind(at) {
                Kind::Cap | Kind::Given(_) => None,
                _ => self.owner(at),
            };
            if country == NONE {
                country = owner.map_or(NONE, |owner| owner.country);
            }
            let told = match self.kind(at) {
                Kind::OrganizationWord(sector) | Kind::Suffix(sector) => (sector, NONE),
                Kind::Role(row) => (tables::ROLES[row].sector, tables::ROLES[row].other),
                _ => (NONE, NONE),
            };
            // The first word that tells a sector is the main one: "Ministry of Trade and Industry".
            if sector == NONE {
                (sector, other) = told;
            }
        }
        // The longest phrase of the dictionary that the name ends with may tell more: "Ministry of Defence".
        let words = self.reading.text(units);
        if let Some(Sense::Role(row)) = tables::role(role(words)).senses().next() {
            (sector, other) = (tables::ROLES[row].sector, tables::ROLES[row].other);
        }
        (country, sector, other)
    }

    /// The country in "the Canon Institute in Japan".
    pub(super) fn country_after(&self, at: usize) -> Code {
        if self.kind(at) == Kind::Link && self.joins(at) && self.is_word(at, &["in"]) && self.joins(at + 1) {
            let place = if self.kind(at + 1) == Kind::Article { at + 2 } else { at + 1 };
            return match self.kind(place) {
                Kind::Country(_) | Kind::City(_) | Kind::Seat(_) | Kind::Region(_) => {
                    self.owner(place).map_or(NONE, |owner| owner.country)
                }
                _ => NONE,
            };
        }
        NONE
    }

    /// Adjectives and countries inside of a name are mentions of the country too.
    pub(super) fn adjectives_inside(&mut self, units: Range<usize>) {
        for at in units {
            match self.kind(at) {
                Kind::Adjective(row) => self.note_country(at..at + 1, row, Mention::ADJECTIVE),
                Kind::Country(row) => self.note_country(at..at + 1, row, Mention::ADJECTIVE),
                _ => {}
            }
        }
    }

    /// "RSF" means the Rapid Support Forces from now on, whatever else it is short for.
    pub(super) fn initials_mean(&mut self, id: u32, name: &str) {
        let first = |word: &str| word.chars().next().filter(char::is_ascii_uppercase);
        let initials: String = name.split([' ', '-']).filter_map(first).collect();
        if initials.len() >= INITIALS_MIN {
            self.memory.alias(Key::NAME.word(Key::of(&initials)), id);
        }
    }

    /// The organization of the article whose initials a unit has, when it is written like some.
    pub(super) fn spelled_out(&self, unit: usize) -> Option<u32> {
        let is_short = self.reading.first(unit).word.is_shouted();
        if is_short { self.memory.named(self.key_of(unit..unit + 1)) } else { None }
    }

    /// "(IMF)" behind a name means the same from now on.
    pub(super) fn acronym_after(&mut self, at: usize, id: u32, name: Range<usize>) {
        if at >= self.end() || self.reading.units[at].gap != Gap::Open {
            return;
        }
        let atom = self.reading.first(at);
        let short = atom.word;
        if short.letters < 2 || short.capitals * 2 < short.letters || short.letters > 10 {
            return;
        }
        let letters: String =
            self.reading.parsed.text[short.start..short.end].chars().filter(|letter| letter.is_uppercase()).collect();
        let mut wanted = letters.chars().peekable();
        let name = self.reading.text(name);
        let named_so = name.contains(' ') && letters.chars().next().is_some_and(|letter| name.starts_with(letter));
        for word in name.split([' ', '-']) {
            if wanted.peek().is_some_and(|letter| word.starts_with(*letter)) {
                wanted.next();
            }
        }
        // "Movement for Land (MPT)": that of another language has the first letter at least.
        let closed = !self.joins(at + 1) && self.reading.parsed.text[short.end..].starts_with(')');
        // A table may know the short form as another row: "Economic Community of West African States (ECOWAS)".
        if let Kind::Organization(row) = self.kind(at)
            && named_so
            && tables::ORGANIZATIONS[row].country == self.memory.get(id).country
        {
            self.memory.alias(Key::NAME.word(Key(row as u64 + 1)), id);
        }
        let foreign = closed && short.is_shouted() && short.letters > 2 && self.kind(at) == Kind::Cap && named_so;
        if wanted.next().is_none() || foreign {
            self.memory.alias(Key::NAME.word(short.key), id);
        }
    }
}
