//! Roles: titles before names, appositions behind them.

use std::ops::Range;

use extractor_api::layer::{Mention, Resolution};

use super::left::{DIPLOMATS, Left, Opening};
use super::persons::Beside;
use super::{Finder, Owner, Titled};
use crate::memory::{Code, NONE};
use crate::reading::{Gap, Kind};
use crate::tables::{self, RoleKind};

impl Finder<'_, '_> {
    /// "Mr. Kovar": a form of address and a name.
    pub(super) fn honorific_at(&mut self, unit: usize) -> usize {
        let next = unit + 1;
        if !(self.joins(next)
            && next < self.end()
            && (self.reading.units[next].is_personal() || self.kind(next) == Kind::Particle))
        {
            return next;
        }
        let end = self.person_end(next, self.end());
        self.person_without_role(unit, next..end, self.title_gender(unit), true);
        end
    }

    /// A role, with the name that follows it or alone. Returns the unit after what was read.
    pub(super) fn role_at(&mut self, first: usize) -> usize {
        let mut last = first;
        while last - first < 4
            && self.joins(last + 1)
            && self.reading.units[last + 1].gap == Gap::Space
            && matches!(self.kind(last + 1), Kind::Role(_))
        {
            last += 1;
        }
        let Some(row) = self.reading.units[last].role else { return last + 1 };
        let title = self.title(first..last + 1, row as usize);
        let last = title.last;
        if matches!(tables::ROLES[title.row].kind, RoleKind::Person | RoleKind::People) {
            for next in [last + 1, title.after] {
                if self.joins(next) && self.reading.units[next].gap == Gap::Space && self.starts_person(next) {
                    self.note_post(last, next);
                    return self.titled(&title, next);
                }
            }
            if let Some(end) = self.apposed_name(&title, title.after) {
                self.note_post(last, title.after);
                return end;
            }
        }
        self.alone(&title);
        last + 1
    }

    /// A role of some units, the last of which has this row, with what stands around it.
    fn title(&self, units: Range<usize>, row: usize) -> Title {
        let (first, word) = (units.start, units.end - 1);
        let found = &tables::ROLES[row];
        let last = self.with_topics(word);
        let left = self.left(first);
        let complement = self.complement(last + 1, found.sector);
        let owner = match (left.owner, complement) {
            (Some(owner), Some((more, _))) if owner.country == NONE => Some(Owner { country: more.country, ..owner }),
            (Some(owner), _) => Some(owner),
            (None, complement) => complement.map(|(owner, _)| owner),
        };
        let before = if first < word {
            self.reading.units[first].role.map_or(NONE, |row| tables::ROLES[row as usize].sector)
        } else {
            left.sector
        };
        let body = complement.map_or(NONE, |(owner, _)| owner.sector);
        let (mut sector, other) = sector_of((found.sector, found.other), before, owner, body, left.former, found.kind);
        let mut role = self.reading.span(left.inner..last + 1);
        let mut gender = self.title_gender(word);
        if self.is_word(word, &["counterpart", "counterparts"]) {
            gender = b'u';
            if let Some((id, held)) = self.counterpart(&left) {
                sector = self.memory.get(id).sector;
                role = if held.is_empty() { role } else { held };
            }
        }
        let after = complement.map_or_else(|| self.behind_post(last), |(_, end)| end);
        Title { first, last, after, row, left, owner, role, sector, other, gender }
    }

    /// The unit after a role and, for a diplomat, the country to which he is sent: "ambassador to Japan".
    fn behind_post(&self, role: usize) -> usize {
        let to = role + 1;
        let is_post = |_: &usize| self.is_word(role, DIPLOMATS) && self.is_word(to, &["to"]);
        self.country_of_phrase(to).filter(is_post).map_or(to, |country| country + 1)
    }

    /// Notes the country to which a diplomat is sent, between the role and the unit behind it.
    fn note_post(&mut self, role: usize, end: usize) {
        if self.is_word(role, DIPLOMATS) {
            self.known_inside(role + 1, end);
        }
    }

    /// Whose counterpart somebody is, and the role: of the last person in this sentence or, behind "her", in the one before.
    fn counterpart(&self, left: &Left) -> Option<(u32, Range<usize>)> {
        let here = self.last_person.as_ref().map(|(_, id, role)| (*id, role.clone()));
        let before = || {
            let Titled { entity, role, sentence } = self.last_titled.as_ref()?;
            let near = matches!(left.opening, Opening::Own(_)) && *sentence + 1 == self.sentence;
            near.then(|| (*entity, role.clone()))
        };
        here.clone().filter(|(_, role)| !role.is_empty()).or_else(before).or(here)
    }

    /// Whether a person's name starts here.
    fn starts_person(&self, unit: usize) -> bool {
        unit < self.end()
            && (self.is_syllable(unit + 2)
                || self.reading.units[unit].is_personal()
                    && (!self.reading.parts[self.sentence].headline
                        || self.kind(unit) != Kind::Cap
                        || self.owner(unit).is_some())
                || matches!(self.kind(unit), Kind::City(_) | Kind::Region(_))
                    && self.joins(unit + 1)
                    && matches!(self.kind(unit + 1), Kind::Cap | Kind::City(_) | Kind::Given(_)))
            && !self.reading.parsed.text[self.reading.range(unit)].chars().all(|letter| letter.is_uppercase())
    }

    /// A title and its name; with a plural, the names.
    fn titled(&mut self, title: &Title, next: usize) -> usize {
        let mut at = next;
        loop {
            let end = self.person_end(at, self.end());
            let first = if at == next { title.left.first } else { at };
            self.person(at..end, title.beside(first));
            let plural = tables::ROLES[title.row].kind == RoleKind::People;
            let more = plural
                && self.kind(end) == Kind::And
                && self.joins(end)
                && self.joins(end + 1)
                && self.starts_person(end + 1);
            if !more {
                return end;
            }
            at = end + 1;
        }
    }

    /// "the country's foreign minister, Ada Kovar,": the name stands behind the comma.
    fn apposed_name(&mut self, title: &Title, at: usize) -> Option<usize> {
        let definite = !matches!(title.left.opening, Opening::Nothing | Opening::A) || title.owner.is_some();
        let person = tables::ROLES[title.row].kind == RoleKind::Person;
        if !definite
            || !person
            || at >= self.end()
            || self.reading.units[at].gap != Gap::Comma
            || !self.starts_person(at)
        {
            return None;
        }
        let end = self.person_end(at, self.end());
        let closed = end >= self.end() || !self.joins(end);
        let known = end - at > 1 || matches!(self.kind(at), Kind::Person(_)) || self.owner(at).is_some();
        if !closed || !known {
            return None;
        }
        let id = self.person(at..end, title.beside(at))?;
        let lead = self.reading.range(title.left.first).start;
        let draft = self.note(self.own_units(title), id, Resolution::TitleInText);
        (draft.lead, draft.flags, draft.role) = (lead, Mention::ROLE_ALONE, title.role.clone());
        Some(end)
    }
}

/// A role as it was read, with what is around it.
pub(super) struct Title {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The unit after what "of" and the like add to the role.
    after: usize,
    pub(super) row: usize,
    pub(super) left: Left,
    pub(super) owner: Option<Owner>,
    pub(super) role: Range<usize>,
    pub(super) sector: Code,
    pub(super) other: Code,
    pub(super) gender: u8,
}

impl Title {
    fn beside(&self, first: usize) -> Beside {
        Beside {
            first,
            owner: self.owner,
            role: self.role.clone(),
            sector: self.sector,
            other: self.other,
            gender: self.gender,
            surely: true,
        }
    }
}

/// The sector of a role: its own; that of what stands before it ("rebel spokesman"); that of its organization; the
/// government's, for a role of a country; former officials have one of their own.
fn sector_of(
    own: (Code, Code),
    before: Code,
    owner: Option<Owner>,
    body: Code,
    former: bool,
    kind: RoleKind,
) -> (Code, Code) {
    const GOV: Code = *b"GOV\0";
    let mut sector = own;
    if before != NONE && (own.0 == NONE || own.0 == GOV && before != GOV) {
        sector = (before, if own.0 == NONE { NONE } else { own.1 });
    }
    let organization = owner.map_or(NONE, |owner| owner.sector);
    let organization = if organization == NONE { body } else { organization };
    if sector.0 == NONE || sector.0 == GOV && before == NONE && organization != NONE && organization != *b"REL\0" {
        if organization != NONE {
            sector = (organization, owner.map_or(NONE, |owner| owner.other));
        } else if sector.0 == NONE
            && owner.is_some_and(|owner| owner.country != NONE && !is_international(owner.country))
            && kind != RoleKind::Bodies
        {
            sector = (GOV, NONE);
        }
    }
    if former && sector.0 == GOV { (*b"ELI\0", GOV) } else { sector }
}

/// Whether the code stands for no country.
fn is_international(country: Code) -> bool {
    matches!(&country, b"IGO\0" | b"NGO\0" | b"MNC\0" | b"IMG\0" | b"ISM\0")
}
