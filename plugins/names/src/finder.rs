//! Walks through the units of a text and makes mentions of them.

mod alone;
mod forms;
mod left;
mod names;
mod organizations;
mod persons;
mod places;
mod roles;
mod topics;

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Resolution, ZoneKind};

pub(crate) use left::{BACKED, DIPLOMATS};

use crate::memory::{Code, Memory, NONE};
use crate::reading::{Kind, Reading};
use crate::tables;

/// So many mentions has an article, more or less.
const DRAFTS_USUAL: usize = 128;

/// A mention before it is written down.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// The name, in bytes.
    pub(crate) range: Range<usize>,
    /// Where the whole phrase starts, with title and article.
    pub(crate) lead: usize,
    /// The token on which the name hangs in its sentence.
    pub(crate) head: Option<u32>,
    pub(crate) entity: u32,
    pub(crate) kind: MentionKind,
    pub(crate) how: Resolution,
    pub(crate) flags: u16,
    pub(crate) confidence: u32,
    pub(crate) country: Code,
    pub(crate) sector: Code,
    /// The words of the role, in bytes; empty when there are none.
    pub(crate) role: Range<usize>,
    pub(crate) sentence: u32,
}

/// Whom a role or a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) country: Code,
    /// The sector of an organization; zeros for a country.
    pub(crate) sector: Code,
    pub(crate) other: Code,
    /// Its unit.
    pub(crate) unit: usize,
}

/// Finds the mentions of a text.
pub(crate) struct Finder<'r, 'a> {
    pub(crate) reading: &'r Reading<'a>,
    pub(crate) memory: Memory<'a>,
    pub(crate) drafts: Vec<Draft>,
    /// The sentence that is read.
    sentence: usize,
    /// The last person's mention in this sentence: the unit after it, its entity, and its role.
    last_person: Option<(usize, u32, Range<usize>)>,
    /// The last person with a role.
    last_titled: Option<Titled>,
    /// Roles that belong to whom a pronoun means.
    pub(crate) owned: Vec<Owned>,
}

/// A person beside whose name a role stood.
#[derive(Clone, Debug)]
struct Titled {
    entity: u32,
    /// The words of the role, in bytes.
    role: Range<usize>,
    sentence: usize,
}

/// A role that belongs to whom a pronoun means: "their foreign ministers".
#[derive(Clone, Debug)]
pub(crate) struct Owned {
    /// The bytes of its mention.
    pub(crate) range: Range<usize>,
    pub(crate) entity: u32,
    /// First byte of the pronoun.
    pub(crate) pronoun: usize,
}

impl<'r, 'a> Finder<'r, 'a> {
    pub(crate) fn new(reading: &'r Reading<'a>) -> Finder<'r, 'a> {
        Finder {
            reading,
            memory: Memory::new(),
            drafts: Vec::with_capacity(DRAFTS_USUAL),
            sentence: 0,
            last_person: None,
            last_titled: None,
            owned: Vec::new(),
        }
    }

    /// Reads the sentences: those of headlines after the others, since the text tells whom they mean.
    ///
    /// Returns false when `should_stop` said so.
    pub(crate) fn run(&mut self, should_stop: impl Fn() -> bool) -> bool {
        for headlines in [false, true] {
            for sentence in 0..self.reading.parts.len() {
                let part = &self.reading.parts[sentence];
                if part.headline != headlines
                    || matches!(part.zone, ZoneKind::ShareWidget | ZoneKind::AvailableLanguages)
                {
                    continue;
                }
                if sentence % 64 == 0 && should_stop() {
                    return false;
                }
                self.sentence = sentence;
                self.last_person = None;
                self.read_sentence();
            }
        }
        true
    }

    fn read_sentence(&mut self) {
        let units = self.reading.parts[self.sentence].units.clone();
        let mut at = units.start;
        while at < units.end {
            let unit = &self.reading.units[at];
            let next = match unit.kind {
                Kind::Role(_) => self.role_at(at),
                Kind::Honorific(_) => self.honorific_at(at),
                _ if unit.is_name() => self.name_at(at),
                _ => at + 1,
            };
            at = next.max(at + 1);
        }
    }

    /// The unit after the last of this sentence.
    fn end(&self) -> usize {
        self.reading.parts[self.sentence].units.end
    }

    /// The first unit of this sentence.
    fn start(&self) -> usize {
        self.reading.parts[self.sentence].units.start
    }

    fn kind(&self, unit: usize) -> Kind {
        if unit < self.end() { self.reading.units[unit].kind } else { Kind::Low }
    }

    fn joins(&self, unit: usize) -> bool {
        unit < self.end() && self.reading.units[unit].joins()
    }

    /// Whether a unit is one of these words.
    fn is_word(&self, unit: usize, words: &[&str]) -> bool {
        let text = self.reading.text(unit..unit + 1);
        words.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// What a unit tells about who stands beside it.
    pub(crate) fn owner(&self, unit: usize) -> Option<Owner> {
        let country = |row: usize| (tables::COUNTRIES[row].code, NONE, NONE);
        let (country, sector, other) = match self.kind(unit) {
            Kind::Country(row) | Kind::Adjective(row) | Kind::People(row) | Kind::Seat(row) => country(row),
            Kind::Organization(row) => match self.spelled_out(unit).map(|id| self.memory.get(id)) {
                Some(known) => (known.country, known.sector, known.other),
                None => {
                    let known = &tables::ORGANIZATIONS[row];
                    (known.country, known.sector, known.other)
                }
            },
            Kind::City(number) => country(tables::city(number).country),
            Kind::Region(row) => (tables::REGIONS[row].country, tables::REGIONS[row].sector, NONE),
            Kind::Surname(row) | Kind::Person(row) => (tables::PEOPLE[row].country, tables::PEOPLE[row].sector, NONE),
            Kind::Cap | Kind::Given(_) => {
                let id = self.known_part(unit)?;
                let entity = self.memory.get(id);
                (entity.country, entity.sector, NONE)
            }
            _ => return None,
        };
        Some(Owner { country, sector, other, unit })
    }

    /// The person whom this word alone means.
    fn known_part(&self, unit: usize) -> Option<u32> {
        let part = self.reading.first(unit).word.key;
        let known = self.memory.with_part(part).iter().rev().map(|&id| self.memory.resolve(id));
        let mut best = None;
        for id in known {
            let entity = self.memory.get(id);
            if entity.parts.last() == Some(&part) || entity.parts.first() == Some(&part) && family_first(entity.country)
            {
                return Some(id);
            }
            best = best.or(Some(id));
        }
        best
    }

    /// Writes a mention down.
    pub(crate) fn note(&mut self, units: Range<usize>, entity: u32, how: Resolution) -> &mut Draft {
        let (range, head) = (self.reading.span(units.clone()), self.reading.head(units));
        let known = self.memory.get(entity);
        let sector = if known.kind == MentionKind::Country { *b"GOV\0" } else { known.sector };
        self.drafts.push(Draft {
            lead: range.start,
            head,
            range,
            entity,
            kind: known.kind,
            how,
            flags: 0,
            confidence: known.confidence,
            country: known.country,
            sector,
            role: 0..0,
            sentence: self.sentence as u32,
        });
        self.drafts.last_mut().expect("just pushed")
    }

    /// Notes a country: by its name, by an adjective, by its capital.
    pub(crate) fn note_country(&mut self, units: Range<usize>, row: usize, flags: u16) {
        let how = if flags & Mention::METONYM != 0 { Resolution::Metonym } else { Resolution::Gazetteer };
        let entity = self.memory.country(row);
        let draft = self.note(units, entity, how);
        draft.flags |= flags;
        if flags & Mention::METONYM != 0 {
            draft.confidence = 850;
        }
    }
}

/// Whether the family name stands first in this country.
pub(crate) fn family_first(country: Code) -> bool {
    matches!(
        &country,
        b"CHN\0" | b"TWN\0" | b"HKG\0" | b"KOR\0" | b"PRK\0" | b"VNM\0" | b"JPN\0" | b"HUN\0" | b"KHM\0" | b"SGP\0"
    )
}
