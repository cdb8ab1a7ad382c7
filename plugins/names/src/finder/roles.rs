//! Roles: titles before names, appositions behind them, and roles that stand alone.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag};

use super::persons::{Beside, role_head};
use super::{Finder, Owned, Owner};
use crate::context::role_key;
use crate::memory::{Code, Family, NONE, family};
use crate::reading::{Gap, Kind};
use crate::tables::{self, RoleKind};

/// Words that the walk to the left goes over, at most.
const STEPS_MAX: usize = 8;

/// What introduces a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    Nothing,
    The,
    A,
    Possessive,
    /// "his", "its": the unit.
    Own(usize),
}

/// What stands before a role or a name and belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Left {
    /// First unit of the whole phrase.
    pub(super) first: usize,
    /// First unit behind owner and article.
    pub(super) inner: usize,
    pub(super) owner: Option<Owner>,
    /// Others who own it too: "Hungarian and Romanian officials".
    others: Vec<Owner>,
    /// Whether the owner stands in the genitive or is an adjective.
    pub(super) close: bool,
    opening: Opening,
    sector: Code,
    former: bool,
}

impl Finder<'_, '_> {
    /// Walks to the left from a role or a name.
    pub(super) fn left(&self, unit: usize) -> Left {
        let mut left = Left {
            first: unit,
            inner: unit,
            owner: None,
            others: Vec::new(),
            close: false,
            opening: Opening::Nothing,
            sector: NONE,
            former: false,
        };
        while left.first > self.start() && unit - left.first < STEPS_MAX && self.joins(left.first) {
            let at = left.first - 1;
            let atom = self.reading.last(at);
            match self.kind(at) {
                Kind::Article => {
                    left.opening = if self.is_word(at, &["the"]) { Opening::The } else { Opening::A };
                    left.first = at;
                    break;
                }
                Kind::Own => {
                    (left.opening, left.first) = (Opening::Own(at), at);
                    break;
                }
                Kind::Possessive => {
                    self.possessor(at, &mut left);
                    break;
                }
                Kind::Low if self.passes(at, atom.tag) => {
                    left.former |=
                        self.is_word(at, &["former", "ex", "ousted", "deposed", "late", "onetime", "exiled"]);
                    left.first = at;
                    if left.owner.is_none() {
                        left.inner = at;
                    }
                }
                Kind::Role(row) if left.owner.is_none() => {
                    left.sector = tables::ROLES[row].sector;
                    (left.first, left.inner) = (at, at);
                }
                Kind::OrganizationWord(sector) if left.owner.is_none() => {
                    left.sector = sector;
                    (left.first, left.inner) = (at, at);
                }
                Kind::Event | Kind::PlaceWord | Kind::Before | Kind::Suffix(_) if left.owner.is_none() => {
                    (left.first, left.inner) = (at, at);
                }
                _ if self.reading.units[at].is_name() => {
                    let owner = self.owner(at).filter(|_| !self.opposed(at));
                    // "ethnic Albanian rebels" are of the country where they live.
                    let owner =
                        owner.map(|owner| if self.is_ethnic(at) { Owner { country: NONE, ..owner } } else { owner });
                    let adjective = matches!(self.kind(at), Kind::Adjective(_));
                    if left.owner.is_none_or(|known| known.country == NONE) && owner.is_some() {
                        left.owner = owner;
                        left.close = adjective;
                    } else if left.owner.is_some() && !adjective {
                        break;
                    }
                    left.first = at;
                    if owner.is_none() && left.owner.is_none() {
                        left.inner = at;
                    }
                    self.coordinated(&mut left);
                }
                _ => break,
            }
        }
        left
    }

    /// Whether a small word can stand between owner and role.
    fn passes(&self, unit: usize, tag: Tag) -> bool {
        match tag {
            Tag::Adj | Tag::Noun | Tag::Num | Tag::Propn => true,
            Tag::Verb => matches!(self.reading.relation(unit), Relation::Amod | Relation::Compound),
            Tag::Adv => self.is_word(unit, &["then", "newly", "most", "ex"]),
            Tag::X => self.is_word(unit, &["ex", "former", "senior", "top"]),
            _ => false,
        }
    }

    /// "pro-Russian", "anti-Syria": no owner.
    fn opposed(&self, unit: usize) -> bool {
        self.reading.units[unit].gap == Gap::Hyphen
            && unit > self.start()
            && self.is_word(unit - 1, &["pro", "anti", "non", "post", "ex"])
    }

    /// "ethnic Albanian": a people, not a country.
    pub(super) fn is_ethnic(&self, unit: usize) -> bool {
        unit > self.start() && self.joins(unit) && self.is_word(unit - 1, &["ethnic"])
    }

    /// The owner before a "'s".
    fn possessor(&self, mark: usize, left: &mut Left) {
        left.opening = Opening::Possessive;
        if mark == self.start() {
            return;
        }
        left.first = mark;
        let at = mark - 1;
        // Inside of a name, "'s" is no owner's: "the People's Bank of China's governor".
        let Some(owner) = self.owner(at) else { return };
        if left.owner.is_none_or(|known| known.country == NONE) {
            (left.owner, left.close) = (Some(owner), true);
        }
        left.first = at;
        self.coordinated(left);
    }

    /// "German, French and Italian", "Japan and China's".
    fn coordinated(&self, left: &mut Left) {
        let mut at = left.first;
        while at >= self.start() + 2 && left.others.len() < 8 && self.kind(at - 1) == Kind::And && self.joins(at) {
            let other = at - 2;
            if !matches!(self.kind(other), Kind::Adjective(_) | Kind::Country(_) | Kind::Seat(_)) {
                return;
            }
            left.others.extend(self.owner(other));
            at = other;
            while at > self.start()
                && self.reading.units[at].gap == Gap::Comma
                && matches!(self.kind(at - 1), Kind::Adjective(_) | Kind::Country(_))
                && left.others.len() < 8
            {
                at -= 1;
                left.others.extend(self.owner(at));
            }
        }
        left.first = at;
    }

    /// Whom "of Kenya", "at the bank", "in Nairobi" name, and the unit after it.
    fn complement(&self, at: usize, sector: Code) -> Option<(Owner, usize)> {
        if !self.joins(at) {
            return None;
        }
        let place_only = match self.kind(at) {
            Kind::Of => false,
            Kind::Link if self.is_word(at, &["at", "from", "with", "for"]) => false,
            Kind::Link if self.is_word(at, &["in"]) && sector != *b"MIL\0" => true,
            _ => return None,
        };
        let mut next = at + 1;
        while next < self.end()
            && next < at + 4
            && self.joins(next)
            && (self.kind(next) == Kind::Article
                || self.kind(next) == Kind::Low
                    && matches!(self.reading.last(next).tag, Tag::Adj | Tag::Noun | Tag::Num))
        {
            next += 1;
        }
        if next >= self.end() || !self.joins(next) || !self.reading.units[next].is_name() {
            return None;
        }
        let mut end = next + 1;
        while end < self.end()
            && end - next < STEPS_MAX
            && self.joins(end)
            && (self.reading.units[end].is_name() || matches!(self.kind(end), Kind::Of))
        {
            end += 1;
        }
        let body = (next..end).find_map(|unit| match self.kind(unit) {
            Kind::OrganizationWord(sector) | Kind::Suffix(sector) => Some(sector),
            _ => None,
        });
        let known = (next..end).filter(|&unit| !matches!(self.kind(unit), Kind::Cap | Kind::Given(_)));
        let owner =
            known.filter_map(|unit| self.owner(unit)).find(|owner| owner.country != NONE || owner.sector != NONE);
        if place_only && !matches!(self.kind(next), Kind::Country(_) | Kind::City(_) | Kind::Seat(_) | Kind::Region(_))
        {
            return None;
        }
        let mut owner = owner.or(body.map(|_| Owner { country: NONE, sector: NONE, other: NONE, unit: next }))?;
        if let Some(sector) = body {
            owner.sector = sector;
        }
        if owner.country == NONE && self.joins(end) && self.is_word(end.min(self.end() - 1), &["in", "for"]) {
            // "director of the Canon Institute for Global Studies in Japan"
            let mut rest = end;
            while rest < self.end() && rest < end + 7 && self.joins(rest) {
                if let Kind::Country(row) | Kind::Seat(row) = self.kind(rest) {
                    owner.country = tables::COUNTRIES[row].code;
                    break;
                }
                rest += 1;
            }
        }
        Some((owner, end))
    }

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
        let found = &tables::ROLES[row as usize];
        let left = self.left(first);
        let complement = self.complement(last + 1, found.sector);
        let owner = match (left.owner, complement) {
            (Some(owner), Some((more, _))) if owner.country == NONE => Some(Owner { country: more.country, ..owner }),
            (Some(owner), _) => Some(owner),
            (None, Some((owner, _))) => Some(owner),
            (None, None) => None,
        };
        let before = if first < last {
            self.reading.units[first].role.map_or(NONE, |row| tables::ROLES[row as usize].sector)
        } else {
            left.sector
        };
        let body = complement.map_or(NONE, |(owner, _)| owner.sector);
        let (sector, other) = sector_of((found.sector, found.other), before, owner, body, left.former, found.kind);
        let mut role = self.reading.span(left.inner..last + 1);
        let mut gender = self.title_gender(last);
        if self.is_word(last, &["counterpart", "counterparts"]) {
            role = self
                .last_person
                .as_ref()
                .map_or(role.clone(), |known| if known.2.is_empty() { role.clone() } else { known.2.clone() });
            gender = b'u';
        }
        let sector = if self.is_word(last, &["counterpart", "counterparts"]) {
            self.last_person.as_ref().map_or(sector, |known| self.memory.get(known.1).sector)
        } else {
            sector
        };
        let title = Title { first, last, row: row as usize, left, owner, role, sector, other, gender };
        if matches!(found.kind, RoleKind::Person | RoleKind::People) {
            let after = complement.map_or(last + 1, |(_, end)| end);
            for next in [last + 1, after] {
                if self.joins(next) && self.reading.units[next].gap == Gap::Space && self.starts_person(next) {
                    return self.titled(&title, next);
                }
            }
            if let Some(end) = self.apposed_name(&title, after) {
                return end;
            }
        }
        self.alone(&title);
        last + 1
    }

    /// Whether a person's name starts here.
    fn starts_person(&self, unit: usize) -> bool {
        unit < self.end()
            && (self.reading.units[unit].is_personal()
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

    /// A role with its owner, without article.
    fn own_units(&self, title: &Title) -> Range<usize> {
        let first = match title.left.opening {
            Opening::The | Opening::A | Opening::Own(_) => title.left.first + 1,
            Opening::Nothing | Opening::Possessive => title.left.first,
        };
        let first = if title.owner.is_none() || title.left.owner.is_none() { title.left.inner } else { first };
        first.min(title.first)..title.last + 1
    }

    /// A role without a name.
    fn alone(&mut self, title: &Title) {
        let found = &tables::ROLES[title.row];
        if self.is_modifier(title) && (title.left.owner.is_none() || found.kind == RoleKind::Person) {
            return;
        }
        if self.names_itself(title) {
            return;
        }
        let units = self.own_units(title);
        let lead = self.reading.range(title.left.first).start;
        if let Some(id) = self.apposed_to(title) {
            self.describe(id, title);
            let draft = self.note(units, id, Resolution::TitleInText);
            (draft.lead, draft.flags, draft.role) = (lead, Mention::ROLE_ALONE, title.role.clone());
            return;
        }
        if found.kind == RoleKind::Person
            && title.left.opening != Opening::A
            && let Some(id) = self.holder(title)
        {
            let draft = self.note(units, id, Resolution::Memory);
            (draft.lead, draft.flags, draft.role) = (lead, Mention::ROLE_ALONE, title.role.clone());
            draft.confidence = 750;
            self.memory.saw(id);
            return;
        }
        let many = !title.left.others.is_empty();
        let owners = title.owner.into_iter().chain(title.left.others.iter().copied()).map(Some);
        let owners: Vec<Option<Owner>> = if title.owner.is_none() { vec![None] } else { owners.collect() };
        for owner in owners {
            self.alone_of(title, owner, units.clone(), lead, many);
        }
    }

    fn alone_of(&mut self, title: &Title, owner: Option<Owner>, units: Range<usize>, lead: usize, many: bool) {
        let kind = match tables::ROLES[title.row].kind {
            RoleKind::Body => MentionKind::Organization,
            RoleKind::People | RoleKind::Bodies => MentionKind::Group,
            _ => MentionKind::Person,
        };
        let country = owner.map_or(NONE, |owner| owner.country);
        let text = self.reading.text(units.clone());
        let role_text = &self.reading.parsed.text[title.role.clone()];
        let name = if many { role_text } else { text };
        let key = role_key(role_text, country, kind);
        let how = if country == NONE { Resolution::None } else { Resolution::TitleInText };
        let id = self.memory.by_name(key, kind, name, |entity| {
            (entity.country, entity.sector, entity.other) = (country, title.sector, title.other);
            (entity.how, entity.named, entity.gender) = (how, false, title.gender);
            entity.confidence = if country == NONE { 600 } else { 850 };
            if kind == MentionKind::Person {
                entity.roles.push(role_text);
            }
        });
        let capital = self.reading.last(title.last).word.capital && kind == MentionKind::Organization;
        let draft = self.note(units, id, how);
        draft.lead = lead.min(draft.range.start);
        draft.flags = if capital { 0 } else { Mention::ROLE_ALONE } | if many { Mention::MEMBER } else { 0 };
        if kind == MentionKind::Person {
            draft.role = title.role.clone();
        }
        if country == NONE
            && let Opening::Own(unit) = title.left.opening
        {
            let pronoun = self.reading.range(unit).start;
            self.owned.push(Owned { range: self.drafts[self.drafts.len() - 1].range.clone(), entity: id, pronoun });
        }
    }

    /// Whether a role only says more of the noun behind it: "the police station".
    fn is_modifier(&self, title: &Title) -> bool {
        let next = title.last + 1;
        self.joins(next)
            && self.kind(next) == Kind::Low
            && self.reading.relation(title.last) == Relation::Compound
            && matches!(self.reading.last(next).tag, Tag::Noun | Tag::Propn | Tag::Adj)
    }

    /// Whether the role only says what the organization before it is: "the Yomiuri Shimbun newspaper".
    fn names_itself(&self, title: &Title) -> bool {
        let body = matches!(tables::ROLES[title.row].kind, RoleKind::Body);
        let before = title.first.checked_sub(1).filter(|&before| before >= self.start() && self.joins(title.first));
        body && before.is_some_and(|before| matches!(self.kind(before), Kind::Organization(row) if tables::ORGANIZATIONS[row].sector == title.sector))
    }

    /// The person right before a comma and this role: "Ada Kovar, a research fellow".
    fn apposed_to(&self, title: &Title) -> Option<u32> {
        let (end, id, _) = self.last_person.as_ref()?;
        let comma = self.reading.units[title.left.first].gap == Gap::Comma;
        let person = matches!(tables::ROLES[title.row].kind, RoleKind::Person);
        (comma && person && *end == title.left.first).then_some(*id)
    }

    /// Adds a role to a person.
    fn describe(&mut self, id: u32, title: &Title) {
        let role_text = &self.reading.parsed.text[title.role.clone()];
        let entity = self.memory.entity(id);
        if let Some(owner) = title.owner.filter(|owner| owner.country != NONE)
            && (entity.country == NONE || entity.how == Resolution::Gazetteer)
        {
            (entity.country, entity.how) = (owner.country, Resolution::TitleInText);
        }
        if entity.sector == NONE || entity.roles.is_empty() && title.sector != NONE {
            (entity.sector, entity.other) = (title.sector, title.other);
        }
        if entity.roles.len() < 8 && !entity.roles.iter().any(|known| known.eq_ignore_ascii_case(role_text)) {
            entity.roles.push(role_text);
            entity.role_heads.push((role_head(role_text), family(role_text)));
        }
        if entity.gender == b'u' {
            entity.gender = title.gender;
        }
        entity.confidence = entity.confidence.max(900);
    }

    /// The person of this text who has the role: "the Chinese foreign minister".
    fn holder(&self, title: &Title) -> Option<u32> {
        let text = &self.reading.parsed.text[title.role.clone()];
        let (head, kin) = (role_head(text), family(text));
        let definite = matches!(title.left.opening, Opening::The | Opening::Possessive) || title.left.owner.is_some();
        if !definite {
            return None;
        }
        let country = title.owner.map_or(NONE, |owner| owner.country);
        let recent = self.memory.recent.iter().rev().map(|&id| self.memory.resolve(id)).take(12);
        let mut fitting = recent.filter(|&id| {
            let entity = self.memory.get(id);
            let same_country = if country == NONE { true } else { entity.country == country };
            let exact = country == NONE && kin != Family::Expert;
            let same_role = entity.role_heads.iter().any(|&(known, known_kin)| {
                known == head && (known_kin == kin || !exact) || !exact && kin != Family::None && known_kin == kin
            });
            entity.named && same_country && same_role
        });
        fitting.next()
    }
}

/// A role as it was read, with what is around it.
struct Title {
    first: usize,
    last: usize,
    row: usize,
    left: Left,
    owner: Option<Owner>,
    role: Range<usize>,
    sector: Code,
    other: Code,
    gender: u8,
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
