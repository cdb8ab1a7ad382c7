//! Names: of persons, organizations, places and countries.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag, ZoneKind};

use super::{Finder, Owner, family_first};
use crate::key::{Key, role};
use crate::memory::{Code, NONE, family, full_key};
use crate::offices::holder;
use crate::reading::{Gap, Kind, gender_of};
use crate::tables::{self, RegionKind, RoleKind, Sense};

/// A name has no more units than this: what is longer is a list or a headline.
const UNITS_MAX: usize = 12;

/// What stands before the name of a place.
const PLACE_LINKS: &[&str] = &["in", "at", "near", "into", "inside", "outside"];

/// What stands beside a person's name.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    /// First unit of the whole phrase.
    pub(super) first: usize,
    pub(super) owner: Option<Owner>,
    /// The words of the role, in bytes; empty when there are none.
    pub(super) role: Range<usize>,
    pub(super) sector: Code,
    pub(super) other: Code,
    pub(super) gender: u8,
    /// Whether title or form of address show that it is a person.
    pub(super) surely: bool,
}

impl Finder<'_, '_> {
    /// Reads the name at a unit and returns the unit after it.
    pub(super) fn name_at(&mut self, first: usize) -> usize {
        let end = self.run_end(first);
        let units = &self.reading.units;
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
    fn run_end(&self, first: usize) -> usize {
        let mut at = first + 1;
        while at < self.end() && at - first < UNITS_MAX && self.joins(at) {
            let unit = &self.reading.units[at];
            let bound = matches!(self.kind(at - 1), Kind::Country(_) | Kind::Adjective(_)) && unit.gap == Gap::Hyphen;
            let particle = unit.kind == Kind::Particle
                && self.reading.units[at - 1].is_personal()
                && self.joins(at + 1)
                && at + 1 < self.end()
                && (self.reading.units[at + 1].is_personal() || self.kind(at + 1) == Kind::Particle);
            let goes_on = unit.is_name() && unit.capital || self.is_body(at) || particle;
            if bound || !goes_on {
                break;
            }
            at += 1;
        }
        at
    }

    /// Whether a unit makes the name around it one of an organization.
    fn is_body(&self, unit: usize) -> bool {
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
    fn short_form(&mut self, unit: usize) -> usize {
        let key = self.reading.first(unit).word.key;
        if let Some(id) = self.memory.named(Key::NAME.word(key).word(Key(1))) {
            self.note(unit..unit + 1, id, Resolution::Memory);
        }
        unit + 1
    }

    fn has_role(&self, unit: usize) -> bool {
        self.reading.units[unit].role.is_some()
    }

    /// Whether "of" or "for" and a capital word follow.
    fn links_on(&self, at: usize) -> bool {
        self.joins(at) && self.link_end(at).is_some()
    }

    /// The first unit of a name behind "of", "for", "on" and an article.
    fn link_end(&self, at: usize) -> Option<usize> {
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
    fn organization(&mut self, first: usize, body: usize, run_end: usize) -> usize {
        // "Ministry of Trade", but "Toyota in Japan": only words that ask for it take "in" and "to" along.
        let mut end = body + 1;
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
        let units = first..end.min(self.end());
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
        let word = self.reading.first(body).word.key;
        self.memory.refer(Key::NAME.word(word).word(Key(1)), id);
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
        if units.end < run_end { self.one_by_one(units.end, run_end).max(units.end) } else { units.end }
    }

    /// Country and sectors that the words of a name tell.
    fn facts_inside(&self, units: Range<usize>) -> (Code, Code, Code) {
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
        if let Some(known) = tables::role(role(words))
            && let Some(Sense::Role(row)) = known.senses().next()
        {
            (sector, other) = (tables::ROLES[row].sector, tables::ROLES[row].other);
        }
        (country, sector, other)
    }

    /// The country in "the Canon Institute in Japan".
    fn country_after(&self, at: usize) -> Code {
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
    fn adjectives_inside(&mut self, units: Range<usize>) {
        for at in units {
            match self.kind(at) {
                Kind::Adjective(row) => self.note_country(at..at + 1, row, Mention::ADJECTIVE),
                Kind::Country(row) => self.note_country(at..at + 1, row, Mention::ADJECTIVE),
                _ => {}
            }
        }
    }

    /// "(IMF)" behind a name means the same from now on.
    fn acronym_after(&mut self, at: usize, id: u32, name: Range<usize>) {
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
        for word in self.reading.text(name).split([' ', '-']) {
            if wanted.peek().is_some_and(|letter| word.starts_with(*letter)) {
                wanted.next();
            }
        }
        if wanted.next().is_none() {
            self.memory.alias(Key::NAME.word(short.key), id);
        }
    }

    /// The countries in the name of a treaty or a war.
    fn known_inside(&mut self, first: usize, end: usize) -> usize {
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

    /// A place whose name tells that it is one: "Lake Tana".
    fn place(&mut self, first: usize, end: usize) -> usize {
        let mut first = first;
        while first + 1 < end && matches!(self.kind(first), Kind::Adjective(_) | Kind::Country(_)) {
            self.known(first);
            first += 1;
        }
        if first + 1 == end && self.kind(first) == Kind::PlaceWord {
            return end;
        }
        // A sea belongs to none of the countries after which it is called.
        let sea = self.is_word(end - 1, &["sea", "ocean", "strait", "straits", "gulf", "bay", "channel"]);
        let country = if sea { NONE } else { self.facts_inside(first..end).0 };
        let left = self.left(first);
        let country = if country == NONE { left.owner.map_or(NONE, |owner| owner.country) } else { country };
        let country = if country == NONE { self.country_after(end) } else { country };
        let (key, text) = (self.key_of(first..end), self.reading.text(first..end));
        let id = self.memory.by_name(key, MentionKind::Place, text, |entity| {
            (entity.country, entity.confidence) = (country, 750);
            entity.how = if country == NONE { Resolution::None } else { Resolution::TitleInText };
        });
        let how = self.memory.get(id).how;
        self.note(first..end, id, how);
        end
    }

    /// The key of some units as memory has names.
    pub(super) fn key_of(&self, units: Range<usize>) -> Key {
        let (first, last) = (&self.reading.units[units.start], &self.reading.units[units.end - 1]);
        let atoms = &self.reading.atoms[first.first as usize..last.end as usize];
        atoms.iter().fold(Key::NAME, |key, atom| key.word(atom.word.key))
    }

    /// Reads a run without a word that tells what the whole of it is.
    fn one_by_one(&mut self, first: usize, end: usize) -> usize {
        let mut at = first;
        while at < end {
            let unit = &self.reading.units[at];
            let named_person = matches!(unit.kind, Kind::Country(_) | Kind::City(_) | Kind::Region(_))
                && at + 1 < end
                && self.reading.units[at + 1].gap == Gap::Space
                && matches!(self.kind(at + 1), Kind::Cap | Kind::City(_) | Kind::Given(_))
                && unit.entry.senses().any(|sense| matches!(sense, Sense::Given(_)));
            if unit.is_personal() || named_person || self.is_remembered(at) {
                at = self.person_at(at, end);
            } else {
                at = self.known(at);
            }
        }
        end.max(at)
    }

    /// Whether a word that tables know as something else is the family name of a person of this text.
    fn is_remembered(&self, unit: usize) -> bool {
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

    /// A person, or a name of which nothing is known.
    fn person_at(&mut self, first: usize, run_end: usize) -> usize {
        let end = self.person_end(first, run_end);
        let left = self.left(first);
        let beside = Beside {
            first: left.first,
            owner: left.owner.filter(|_| left.close),
            role: 0..0,
            sector: NONE,
            other: NONE,
            gender: b'u',
            surely: false,
        };
        self.person(first..end, beside);
        end
    }

    /// Notes a name of a person, with what stands beside it; or of what it more likely is.
    pub(super) fn person(&mut self, units: Range<usize>, beside: Beside) -> Option<u32> {
        let words = (self.reading.units[units.end - 1].end - self.reading.units[units.start].first) as usize;
        let kind = self.kind(units.start);
        let row = match kind {
            Kind::Person(row) => Some(row),
            _ => None,
        };
        let parts = self.parts_of(units.clone());
        let zone = self.reading.parts[self.sentence].zone;
        let beside = Beside { surely: beside.surely || zone == ZoneKind::Byline && words > 1, ..beside };
        if words == 1 || parts.len() < 2 {
            return self.single(units, beside, row);
        }
        if !beside.surely && row.is_none() {
            let key = full_key(&parts);
            if let Some(id) = self.memory.named(key) {
                if self.memory.get(id).kind != MentionKind::Person {
                    let how = self.memory.get(id).how;
                    self.note(units, id, how);
                    return None;
                }
            } else if !self.looks_personal(units.clone(), &parts) {
                return self.unknown(units);
            }
        }
        let text = self.reading.text(units.clone());
        let id = self.memory.person(&parts, text, row);
        self.memory.entity(id).full += 1;
        self.finish_person(units, id, beside);
        Some(id)
    }

    /// The words of a person's name, without initials.
    fn parts_of(&self, units: Range<usize>) -> Vec<Key> {
        let (first, last) = (&self.reading.units[units.start], &self.reading.units[units.end - 1]);
        let atoms = &self.reading.atoms[first.first as usize..last.end as usize];
        let whole = |atom: &&crate::reading::Atom| atom.word.letters > 1 || atoms.len() == 1;
        // A name in capitals is the same name: "GÜLTEN".
        atoms
            .iter()
            .filter(whole)
            .map(|atom| if atom.word.letters > 3 { atom.word.title } else { atom.word.key })
            .collect()
    }

    /// Whether unknown words are rather the name of a person than of something else.
    fn looks_personal(&self, units: Range<usize>, parts: &[Key]) -> bool {
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
            self.reading.first(unit).word.capitals == self.reading.first(unit).word.letters
                && (2..4).contains(&self.reading.first(unit).word.letters)
        });
        let place = units.start > self.start()
            && self.kind(units.start - 1) == Kind::Link
            && self.is_word(units.start - 1, PLACE_LINKS);
        let proper = units.clone().all(|unit| matches!(self.reading.last(unit).tag, Tag::Propn | Tag::X));
        parts.len() <= 4 && !headline && !short && !place && proper
    }

    /// A name of several words that tells nothing about itself.
    fn unknown(&mut self, units: Range<usize>) -> Option<u32> {
        if self.reading.parts[self.sentence].headline {
            // Each word may be one of the text: "Kovar Meets Minister".
            for unit in units {
                if let Some(id) = self.known_part(unit) {
                    self.note(unit..unit + 1, id, Resolution::Memory);
                }
            }
            return None;
        }
        let before = units.start.checked_sub(1).filter(|&unit| unit >= self.start());
        let place = before.is_some_and(|unit| self.kind(unit) == Kind::Link && self.is_word(unit, PLACE_LINKS));
        let article = before.is_some_and(|unit| self.kind(unit) == Kind::Article);
        let kind = if place && !article { MentionKind::Place } else { MentionKind::Other };
        self.unknown_as(units, kind, 350);
        None
    }

    /// Notes a name whose kind can only be guessed. In lists of sources and of links, guesses are mostly wrong.
    fn unknown_as(&mut self, units: Range<usize>, kind: MentionKind, confidence: u32) {
        if matches!(
            self.reading.parts[self.sentence].zone,
            ZoneKind::References | ZoneKind::RelatedLinks | ZoneKind::Hashtags | ZoneKind::Heading
        ) {
            return;
        }
        let (key, text) = (self.key_of(units.clone()), self.reading.text(units.clone()));
        let country = if kind == MentionKind::Place { self.country_behind(units.end) } else { NONE };
        let id = self.memory.by_name(key, kind, text, |entity| {
            (entity.confidence, entity.country) = (confidence, country);
            if country != NONE {
                entity.how = Resolution::TitleInText;
            }
        });
        let entity = self.memory.entity(id);
        if entity.kind == MentionKind::Other && kind != MentionKind::Other {
            (entity.kind, entity.confidence) = (kind, confidence);
        }
        if entity.country == NONE && entity.kind == MentionKind::Place {
            entity.country = country;
        }
        let how = entity.how;
        let left = self.left(units.start);
        let lead = self.reading.range(left.first).start;
        let draft = self.note(units, id, how);
        draft.lead = lead.min(draft.range.start);
    }

    /// A country that is misspelt by a letter: "Ethopia".
    fn misspelt_country(&self, unit: usize) -> Option<usize> {
        let word = self.reading.text(unit..unit + 1);
        let known = self.reading.units[unit].entry.is_known();
        if known || word.len() < 6 || word.len() > 20 || !word.is_ascii() {
            return None;
        }
        let near = |name: &str| {
            name.len().abs_diff(word.len()) < 2
                && name.as_bytes()[0] == word.as_bytes()[0]
                && strsim::levenshtein(name, word) == 1
        };
        tables::COUNTRIES.iter().position(|country| near(country.name))
    }

    /// The country in "Halden, Norway".
    fn country_behind(&self, at: usize) -> Code {
        if at < self.end()
            && self.reading.units[at].gap == Gap::Comma
            && let Kind::Country(row) = self.kind(at)
        {
            return tables::COUNTRIES[row].code;
        }
        NONE
    }

    /// A single word: a person of the text, or a well-known one, or something unknown.
    fn single(&mut self, units: Range<usize>, beside: Beside, row: Option<usize>) -> Option<u32> {
        let unit = units.start;
        let word = self.reading.first(unit).word;
        if row.is_none()
            && !beside.surely
            && let Some(id) = self
                .memory
                .named(Key::NAME.word(word.key))
                .filter(|&id| self.memory.get(id).kind != MentionKind::Person)
        {
            let how = self.memory.get(id).how;
            let how = if how == Resolution::None { how } else { Resolution::Memory };
            self.note(units, id, how);
            return None;
        }
        let fits = |finder: &Self, id: u32| {
            let country = finder.memory.get(id).country;
            beside.owner.is_none_or(|owner| owner.country == NONE || country == NONE || owner.country == country)
        };
        let known = row.is_none().then(|| self.known_part(unit)).flatten().filter(|&id| fits(self, id));
        if let Some(id) = known {
            let pure = beside.role.is_empty();
            self.finish_person(units, id, beside);
            if let Some(draft) = self.drafts.last_mut().filter(|draft| pure && draft.how != Resolution::None) {
                draft.how = Resolution::Memory;
            }
            return Some(id);
        }
        let row = row.or(match self.kind(unit) {
            Kind::Surname(row) if beside.owner.is_none_or(|owner| owner.country == tables::PEOPLE[row].country) => {
                Some(row)
            }
            _ => None,
        });
        let row = row.or_else(|| self.titled_holder(unit, &beside));
        let headline = self.reading.parts[self.sentence].headline;
        if row.is_none() && !beside.surely {
            self.single_unknown(units, headline);
            return None;
        }
        let text = self.reading.text(units.clone());
        let name = row.map_or(text, |row| tables::PEOPLE[row].name);
        let parts: Vec<Key> = match row {
            Some(_) => crate::key::words(name, 0)
                .filter(|word| word.letters > 1)
                .map(|word| if word.letters > 3 { word.title } else { word.key })
                .collect(),
            None => self.parts_of(units.clone()),
        };
        let id = self.memory.person(&parts, name, row);
        self.finish_person(units, id, beside);
        Some(id)
    }

    /// The office holder with this family name who has the role before it: "President Mubarak".
    fn titled_holder(&self, unit: usize, beside: &Beside) -> Option<usize> {
        if !beside.surely || beside.role.is_empty() {
            return None;
        }
        let rows = self.reading.units[unit].entry.senses().filter_map(|sense| match sense {
            Sense::Holder(row) | Sense::Surname(row) => Some(row),
            _ => None,
        });
        let country = beside.owner.map_or(NONE, |owner| owner.country);
        holder(rows, &self.reading.parsed.text[beside.role.clone()], country)
    }

    /// A single capital word of which nothing is known.
    fn single_unknown(&mut self, units: Range<usize>, headline: bool) {
        let unit = units.start;
        let atom = *self.reading.first(unit);
        if let Some(number) = self.weak_city(unit) {
            self.city(units, number);
            return;
        }
        if let Some(row) = self.misspelt_country(unit) {
            self.note_country(units.clone(), row, Mention::CORRUPTED);
            let entity = self.memory.country(row);
            let range = self.reading.span(units);
            self.memory.entity(entity).corrupted.push(range);
            return;
        }
        if headline || matches!(self.kind(unit), Kind::Given(b'x')) && atom.tag != Tag::Propn {
            return;
        }
        if atom.word.capitals == atom.word.letters && atom.word.letters > 1 && atom.word.letters < 8 {
            return self.unknown_as(units, MentionKind::Organization, 400);
        }
        if atom.tag != Tag::Propn && self.reading.units[unit].gap != Gap::Space {
            return;
        }
        let before = unit.checked_sub(1).filter(|&before| before >= self.start() && self.joins(unit));
        let place = before.is_some_and(|unit| {
            self.kind(unit) == Kind::Link && self.is_word(unit, &["in", "near", "at", "into", "outside"])
        });
        let speaks = matches!(self.reading.relation(unit), Relation::Nsubj)
            && matches!(self.kind(unit), Kind::Given(_) | Kind::Cap);
        match () {
            () if place => self.unknown_as(units, MentionKind::Place, 400),
            () if matches!(self.kind(unit), Kind::Given(b'm' | b'f')) => {
                self.unknown_as(units, MentionKind::Person, 450)
            }
            () if speaks && self.speaks(unit) => self.unknown_as(units, MentionKind::Person, 400),
            () => self.unknown_as(units, MentionKind::Other, 250),
        }
    }

    /// Whether the subject does what only people do.
    fn speaks(&self, unit: usize) -> bool {
        let token = self.reading.last(unit).token as usize;
        let parsed = self.reading.parsed;
        let verb =
            (token < parsed.tokens.len()).then(|| parsed.head(token)).flatten().map_or("", |verb| parsed.word(verb));
        [
            "said",
            "says",
            "told",
            "added",
            "asked",
            "thought",
            "believes",
            "believed",
            "smiled",
            "recalled",
            "explained",
            "wrote",
        ]
        .contains(&verb)
    }

    /// A small town, or one whose name is a common word, where the text says that it is a place.
    fn weak_city(&self, unit: usize) -> Option<usize> {
        let cities = || {
            self.reading.units[unit].entry.senses().filter_map(|sense| match sense {
                Sense::City(number) => Some(number),
                _ => None,
            })
        };
        cities().next()?;
        let behind = self.country_behind(unit + 1);
        if behind != NONE {
            return cities().find(|&number| tables::COUNTRIES[tables::city(number).country].code == behind);
        }
        let before = unit.checked_sub(1).filter(|&before| before >= self.start() && self.joins(unit))?;
        let place = self.kind(before) == Kind::Link
            && self.is_word(before, &["in", "near", "at", "from", "to", "into", "outside"])
            || self.kind(before) == Kind::Of
            || self.is_word(before, &["city", "town", "village", "port"]);
        place.then(|| self.likely_city(unit)).flatten()
    }

    /// The city that a name means: one in a country of this text, else the largest.
    fn likely_city(&self, unit: usize) -> Option<usize> {
        let cities = || {
            self.reading.units[unit].entry.senses().filter_map(|sense| match sense {
                Sense::City(number) => Some(number),
                _ => None,
            })
        };
        let behind = self.country_behind(unit + 1);
        let in_text = |number: &usize| {
            let code = tables::COUNTRIES[tables::city(*number).country].code;
            if behind != NONE {
                code == behind
            } else {
                self.memory
                    .entities
                    .iter()
                    .take(200)
                    .any(|entity| entity.kind == MentionKind::Country && entity.country == code)
            }
        };
        let largest = cities().next()?;
        // A town is hardly meant where a city a hundred times as large has the name.
        let known = cities().find(in_text).filter(|&number| {
            behind != NONE || u32::from(tables::city(number).people) * 100 > u32::from(tables::city(largest).people)
        });
        known.or(Some(largest))
    }

    /// Notes a city as a place.
    pub(super) fn city(&mut self, units: Range<usize>, number: usize) {
        let found = tables::city(number);
        let key = Key::NAME.word(Key(u64::from(found.geonames)));
        let text = self.reading.text(units.clone());
        let id = self.memory.by_name(key, MentionKind::Place, text, |entity| {
            (entity.country, entity.how) = (tables::COUNTRIES[found.country].code, Resolution::Gazetteer);
            (entity.place, entity.confidence) = (Some(found), 900);
        });
        self.note(units, id, Resolution::Gazetteer);
    }

    /// Adds to a person what stands beside the name, and notes the mention.
    fn finish_person(&mut self, units: Range<usize>, id: u32, beside: Beside) {
        let role_text = &self.reading.parsed.text[beside.role.clone()];
        let given = self.gender(units.clone());
        let entity = self.memory.entity(id);
        if let Some(owner) = beside.owner.filter(|owner| owner.country != NONE) {
            // What the text says counts more than what a table knows.
            if entity.country == NONE || entity.how == Resolution::Gazetteer {
                (entity.country, entity.how) = (owner.country, Resolution::TitleInText);
            }
        }
        if entity.country == NONE
            && let Some(row) = entity.row
        {
            (entity.country, entity.how) = (tables::PEOPLE[row].country, Resolution::Gazetteer);
        }
        if beside.sector != NONE && (entity.sector == NONE || entity.roles.is_empty()) {
            (entity.sector, entity.other) = (beside.sector, beside.other);
        }
        if !beside.role.is_empty()
            && !entity.roles.iter().any(|known| known.eq_ignore_ascii_case(role_text))
            && entity.roles.len() < 8
        {
            entity.roles.push(role_text.to_owned());
            entity.role_heads.push((role(head_of(role_text)), family(role_text)));
        }
        let told = if beside.gender != b'u' { beside.gender } else { given };
        if entity.gender == b'u' {
            entity.gender = entity.row.map_or(told, |row| tables::PEOPLE[row].gender);
        }
        entity.confidence = match () {
            () if beside.surely || entity.row.is_some() => 950,
            () if given != b'u' => entity.confidence.max(850),
            () => entity.confidence.max(650),
        };
        let how = match entity.how {
            Resolution::TitleInText if beside.owner.is_none() => Resolution::Memory,
            how => how,
        };
        let lead = self.reading.range(beside.first).start;
        let end = units.end;
        let role = beside.role.clone();
        let draft = self.note(units, id, how);
        draft.lead = lead.min(draft.range.start);
        draft.role = beside.role;
        self.memory.saw(id);
        self.last_person = Some((end, id, role));
    }

    /// The gender that a given name tells.
    fn gender(&self, units: Range<usize>) -> u8 {
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

    /// A unit that the tables know: a country, an organization, a place.
    fn known(&mut self, unit: usize) -> usize {
        let units = unit..unit + 1;
        match self.kind(unit) {
            Kind::Country(row) => self.note_country(units, row, 0),
            Kind::Adjective(row) => {
                // "a Kenyan", "two Iraqis": people, not an adjective.
                if self.is_ethnic(unit) {
                } else if matches!(self.reading.last(unit).tag, Tag::Noun) && !self.followed(unit) {
                    self.people(units, tables::COUNTRIES[row].code, *b"CVL\0");
                } else {
                    self.note_country(units, row, Mention::ADJECTIVE);
                }
            }
            Kind::People(_) if self.is_ethnic(unit) => self.people(units, NONE, *b"CVL\0"),
            Kind::People(row) => self.people(units, tables::COUNTRIES[row].code, *b"CVL\0"),
            Kind::Seat(row) => self.seat(unit, row),
            Kind::Organization(row) => {
                let known = &tables::ORGANIZATIONS[row];
                let key = Key::NAME.word(Key(row as u64 + 1));
                let id = self.memory.by_name(key, MentionKind::Organization, known.name, |entity| {
                    (entity.country, entity.sector, entity.other) = (known.country, known.sector, known.other);
                    (entity.how, entity.confidence) =
                        (if known.country == NONE { Resolution::None } else { Resolution::Gazetteer }, 950);
                });
                let owner = self.left(unit).owner;
                let entity = self.memory.entity(id);
                if entity.country == NONE {
                    entity.country = owner.map_or(NONE, |owner| owner.country);
                }
                let how = entity.how;
                self.note(units, id, how);
                self.acronym_after(unit + 1, id, unit..unit + 1);
            }
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

    /// Whether a noun follows that the word belongs to.
    fn followed(&self, unit: usize) -> bool {
        self.joins(unit + 1) && matches!(self.reading.first(unit + 1).tag, Tag::Noun | Tag::Propn | Tag::Adj)
    }

    fn region(&mut self, units: Range<usize>, row: usize) {
        let region = &tables::REGIONS[row];
        let kind = match region.kind {
            RegionKind::People if self.followed(units.start) => {
                return self.region_as(units, row, MentionKind::Group, Mention::ADJECTIVE);
            }
            RegionKind::People => MentionKind::Group,
            RegionKind::Place | RegionKind::Region => MentionKind::Place,
        };
        self.region_as(units, row, kind, 0);
    }

    fn region_as(&mut self, units: Range<usize>, row: usize, kind: MentionKind, flags: u16) {
        let region = &tables::REGIONS[row];
        let city = self
            .likely_city(units.start)
            .map(tables::city)
            .filter(|city| tables::COUNTRIES[city.country].code == region.country);
        let key = Key::NAME.word(Key(0x7265_6769_0000 + row as u64));
        let id = self.memory.by_name(key, kind, region.name, |entity| {
            (entity.country, entity.sector) = (region.country, region.sector);
            entity.how = if region.country == NONE { Resolution::None } else { Resolution::Gazetteer };
            (entity.confidence, entity.place) = (920, city);
        });
        let how = self.memory.get(id).how;
        self.note(units, id, how).flags |= flags;
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

    /// A capital or a seat: the government, or the place.
    fn seat(&mut self, unit: usize, row: usize) {
        let city = self.likely_city(unit).filter(|&number| {
            let code = tables::COUNTRIES[row].code;
            code == *b"EUR\0" || tables::city(number).country == row || tables::city(number).people > 100
        });
        match city {
            Some(number) if self.stands_for_place(unit) => self.city(unit..unit + 1, number),
            None if self.stands_for_place(unit) && self.reading.text(unit..unit + 1).contains(' ') => {
                self.note_country(unit..unit + 1, row, Mention::METONYM);
            }
            _ => self.note_country(unit..unit + 1, row, Mention::METONYM),
        }
    }

    /// Whether a capital is meant as a place: after "in", before ", France", as what somebody visits.
    fn stands_for_place(&self, unit: usize) -> bool {
        if self.country_behind(unit + 1) != NONE
            || unit == self.start()
                && self.kind(unit + 1) == Kind::Low
                && unit + 1 < self.end()
                && matches!(self.reading.units[unit + 1].gap, Gap::Open | Gap::Break)
        {
            return true;
        }
        let acts = self.joins(unit + 1)
            && self.kind(unit + 1) == Kind::Low
            && matches!(self.reading.first(unit + 1).tag, Tag::Verb | Tag::Aux);
        let mut before = unit;
        // "in central Oslo and Bergen": what stands before the whole list decides.
        while before > self.start() {
            let previous = before - 1;
            match self.kind(previous) {
                Kind::Link
                    if self.is_word(
                        previous,
                        &["with", "between", "by", "against", "on", "over", "toward", "towards", "among"],
                    ) =>
                {
                    return false;
                }
                Kind::Link => {
                    let relation = self.reading.relation(unit);
                    let bound = matches!(relation, Relation::Nmod | Relation::Iobj | Relation::Nsubj);
                    return !(self.is_word(previous, &["for"]) || bound && self.is_word(previous, &["to", "from"]));
                }
                Kind::Of => {
                    return self.reading.relation(unit) == Relation::Nmod
                        && previous > self.start()
                        && self.is_word(
                            previous - 1,
                            &[
                                "city",
                                "capital",
                                "outskirts",
                                "streets",
                                "suburbs",
                                "center",
                                "centre",
                                "south",
                                "north",
                                "east",
                                "west",
                                "suburb",
                                "university",
                                "mayor",
                            ],
                        );
                }
                Kind::And | Kind::Article if self.reading.units[before].gap == Gap::Space => before = previous,
                Kind::Low if matches!(self.reading.last(previous).tag, Tag::Adj) => before = previous,
                _ if matches!(self.kind(previous), Kind::Seat(_) | Kind::City(_) | Kind::Country(_))
                    && before < unit
                    && self.reading.units[before].gap == Gap::Space =>
                {
                    before = previous
                }
                _ => break,
            }
            if unit - before > 6 {
                break;
            }
        }
        match self.reading.relation(unit) {
            _ if acts => false,
            Relation::Nsubj | Relation::NsubjPass | Relation::OblAgent | Relation::Iobj | Relation::NsubjOuter => false,
            Relation::Compound => true,
            Relation::Obj => self.is_visited(unit),
            _ => false,
        }
    }

    /// Whether a place is the object of going, leaving, bombing.
    fn is_visited(&self, unit: usize) -> bool {
        let token = self.reading.last(unit).token as usize;
        let parsed = self.reading.parsed;
        if token >= parsed.tokens.len() {
            return false;
        }
        let Some(verb) = parsed.head(token) else { return false };
        let verb = parsed.word(verb).to_ascii_lowercase();
        [
            "visit", "left", "leav", "reach", "enter", "tour", "bomb", "shell", "captur", "attack", "seiz", "hit",
            "struck", "strik", "flee", "fled", "besieg", "rock", "storm", "surround", "approach",
        ]
        .iter()
        .any(|stem| verb.starts_with(stem))
    }

    /// The gender that the title before a name tells.
    pub(super) fn title_gender(&self, unit: usize) -> u8 {
        match self.kind(unit) {
            Kind::Honorific(gender) => gender,
            _ => gender_of(self.reading.units[unit].entry),
        }
    }
}

/// The words of a role up to "of".
fn head_of(role: &str) -> &str {
    let head = role.find(" of ").or_else(|| role.find(" for ")).map_or(role, |at| &role[..at]);
    head.rfind(' ').map_or(head, |at| &head[at + 1..])
}

/// The head of a role as memory has it.
pub(super) fn role_head(text: &str) -> Key {
    role(head_of(text))
}
