//! Persons, and names of which nothing is known.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag, ZoneKind};

use super::{Finder, Owner, Titled};
use crate::key::Key;
use crate::memory::{Code, NONE, full_key};
use crate::offices::holder;
use crate::reading::{Gap, Kind};
use crate::tables::{self, Sense};
use crate::word::{Word, words};

use super::names::PLACE_LINKS;

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
    /// A person, or a name of which nothing is known.
    pub(super) fn person_at(&mut self, first: usize, run_end: usize) -> usize {
        let end = self.person_end(first, run_end);
        self.person_without_role(first, first..end, b'u', false);
        end
    }

    /// A person beside whose name, from this unit on, no role stands.
    pub(super) fn person_without_role(&mut self, unit: usize, name: Range<usize>, gender: u8, surely: bool) {
        let left = self.left(unit);
        let beside = Beside {
            first: left.first,
            owner: left.owner.filter(|_| left.close),
            role: 0..0,
            sector: NONE,
            other: NONE,
            gender,
            surely,
        };
        self.person(name, beside);
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
        let titled = beside.owner.is_none() && !beside.role.is_empty();
        let owner = if titled { self.country_of_origin(units.end) } else { beside.owner };
        let beside = Beside { owner, ..beside };
        if words == 1 || parts.len() < 2 {
            return self.single(units, beside, row);
        }
        let broken = self.reading.parts[self.sentence].open && units.end == self.end();
        if broken && let Some(id) = self.memory.starting_with(&parts) {
            self.finish_person(units, id, beside);
            return Some(id);
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
        let entity = self.memory.entity(id);
        entity.full += 1;
        entity.broken = broken && entity.parts.len() == parts.len();
        self.finish_person(units, id, beside);
        Some(id)
    }

    /// The country behind a name with a title: "President Anna Kovar of the Philippines".
    fn country_of_origin(&self, of: usize) -> Option<Owner> {
        let is_of = of < self.end() && self.kind(of) == Kind::Of;
        self.country_of_phrase(of).filter(|_| is_of).and_then(|country| self.owner(country))
    }

    /// The unit of the country behind a preposition that joins what stands before it: "of the Philippines", "to Japan".
    pub(super) fn country_of_phrase(&self, preposition: usize) -> Option<usize> {
        let joins = |unit: usize| unit < self.end() && self.joins(unit);
        let country =
            preposition + 1 + usize::from(joins(preposition + 1) && self.kind(preposition + 1) == Kind::Article);
        (joins(preposition) && joins(country) && matches!(self.kind(country), Kind::Country(_))).then_some(country)
    }

    /// A name of several words that tells nothing about itself.
    pub(super) fn unknown(&mut self, units: Range<usize>) -> Option<u32> {
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
    pub(super) fn unknown_as(&mut self, units: Range<usize>, kind: MentionKind, confidence: u32) {
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

    /// A single word: a person of the text, or a well-known one, or something unknown.
    pub(super) fn single(&mut self, units: Range<usize>, beside: Beside, row: Option<usize>) -> Option<u32> {
        // Behind an initial or an article stands the name: "J. Kovar".
        let unit = units.end - 1;
        if row.is_none() {
            if !beside.surely && self.note_thing(units.clone(), unit) {
                return None;
            }
            if let Some(id) = self.known_part(unit).filter(|&id| beside.fits(self.memory.get(id).country)) {
                self.known_person(units, id, beside);
                return Some(id);
            }
        }
        let row = row.or_else(|| self.surname(unit, &beside)).or_else(|| self.titled_holder(unit, &beside));
        if row.is_none() && !beside.surely {
            let headline = self.reading.parts[self.sentence].headline;
            self.single_unknown(units, headline);
            return None;
        }
        let (name, parts) = match row {
            Some(row) => {
                let name = tables::PEOPLE[row].name;
                (name, words(name, 0).filter(Word::is_part).map(|word| word.part(name)).collect())
            }
            None => (self.reading.text(units.clone()), self.parts_of(units.clone())),
        };
        let id = self.memory.person(&parts, name, row);
        self.finish_person(units, id, beside);
        Some(id)
    }

    /// Notes what is no person, where the text has told a name for such; false where it has not.
    fn note_thing(&mut self, units: Range<usize>, unit: usize) -> bool {
        let word = self.reading.last(unit).word;
        let Some(id) = self.memory.named(Key::NAME.word(word.key)) else { return false };
        let (kind, how) = (self.memory.get(id).kind, self.memory.get(id).how);
        if kind == MentionKind::Person {
            return false;
        }
        // Of a name that told nothing so far the words here may: "in Gornau".
        if kind == MentionKind::Other
            && let Some(number) = self.weak_city(unit)
        {
            self.city(units, number);
            return true;
        }
        let how = if how == Resolution::None { Resolution::None } else { Resolution::Memory };
        self.note(units, id, how);
        true
    }

    /// Notes a person of the text, whom the name alone tells only because the text has told more before.
    fn known_person(&mut self, units: Range<usize>, id: u32, beside: Beside) {
        let alone = beside.role.is_empty();
        self.finish_person(units, id, beside);
        if let Some(draft) = self.drafts.last_mut().filter(|draft| alone && draft.how != Resolution::None) {
            draft.how = Resolution::Memory;
        }
    }

    /// The well-known person with this family name, unless what stands before it is of another country.
    fn surname(&self, unit: usize, beside: &Beside) -> Option<usize> {
        match self.kind(unit) {
            Kind::Surname(row) => {
                let country = tables::PEOPLE[row].country;
                beside.owner.is_none_or(|owner| owner.country == country).then_some(row)
            }
            _ => None,
        }
    }

    /// The office holder with this family name who has the role before it: "President Mubarak".
    pub(super) fn titled_holder(&self, unit: usize, beside: &Beside) -> Option<usize> {
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
    pub(super) fn single_unknown(&mut self, units: Range<usize>, headline: bool) {
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
        if atom.word.is_shouted() && atom.word.letters > 1 && atom.word.letters < 8 {
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
    pub(super) fn speaks(&self, unit: usize) -> bool {
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

    /// Adds to a person what stands beside the name, and notes the mention.
    pub(super) fn finish_person(&mut self, units: Range<usize>, id: u32, beside: Beside) {
        let role_text = &self.reading.parsed.text[beside.role.clone()];
        let given = self.gender(units.clone());
        let entity = self.memory.entity(id);
        entity.hear_country(beside.owner.map_or(NONE, |owner| owner.country));
        if entity.country == NONE
            && let Some(row) = entity.row
        {
            (entity.country, entity.how) = (tables::PEOPLE[row].country, Resolution::Gazetteer);
        }
        if entity.sector == NONE {
            (entity.sector, entity.other) = (beside.sector, beside.other);
        }
        entity.hear_role(role_text);
        if entity.gender == b'u' {
            let told = if beside.gender != b'u' { beside.gender } else { given };
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
        self.memory.saw(id);
        self.note_person(units, id, how, beside);
    }

    /// Notes the mention of a person, with title and owner, and keeps in mind that it was the last.
    fn note_person(&mut self, units: Range<usize>, id: u32, how: Resolution, beside: Beside) {
        let (end, role) = (units.end, beside.role);
        let lead = self.reading.range(beside.first).start;
        let draft = self.note(units, id, how);
        draft.lead = lead.min(draft.range.start);
        draft.role = role.clone();
        if !role.is_empty() {
            self.last_titled = Some(Titled { entity: id, role: role.clone(), sentence: self.sentence });
        }
        self.last_person = Some((end, id, role));
    }
}

impl Beside {
    /// Whether a person of this country can be meant.
    fn fits(&self, country: Code) -> bool {
        self.owner.is_none_or(|owner| owner.country == NONE || country == NONE || owner.country == country)
    }
}
