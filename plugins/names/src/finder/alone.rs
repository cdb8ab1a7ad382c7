//! Roles without a name: whom they mean, or somebody of whom no more is told.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag};

use super::left::Opening;
use super::roles::Title;
use super::{Finder, Owned, Owner};
use crate::context::role_key;
use crate::key::Key;
use crate::memory::{Family, NONE, family, role_head};
use crate::reading::{Gap, Kind};
use crate::tables::{self, RoleKind};

impl Finder<'_, '_> {
    /// A role with its owner, without article.
    pub(super) fn own_units(&self, title: &Title) -> Range<usize> {
        let first = match title.left.opening {
            Opening::The | Opening::A | Opening::Own(_) => title.left.first + 1,
            Opening::Nothing | Opening::Possessive => title.left.first,
        };
        let first = if title.owner.is_none() || title.left.owner.is_none() { title.left.inner } else { first };
        first.min(title.first)..title.last + 1
    }

    /// A role without a name.
    pub(super) fn alone(&mut self, title: &Title) {
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
        if let Some(id) = self.body_before(title, units.clone()) {
            let draft = self.note(units, id, Resolution::Memory);
            (draft.lead, draft.flags) = (lead, Mention::ROLE_ALONE);
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
        if kind == MentionKind::Organization
            && country != NONE
            && title.role.len() > self.reading.range(title.last).len()
        {
            self.memory.refer(self.body_key(title.last), id);
        }
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

    /// The person right before a comma and this role: "Ada Kovar, a research fellow"; not "to meet Ada Kovar, an official
    /// said".
    fn apposed_to(&self, title: &Title) -> Option<u32> {
        let (end, id, _) = self.last_person.as_ref()?;
        let next = title.last + 1;
        let acts = self.reading.relation(title.last) == Relation::Nsubj
            && self.joins(next)
            && self.reading.units[next].gap == Gap::Space
            && self.reading.last(next).tag == Tag::Verb;
        if acts {
            return None;
        }
        let comma = self.reading.units[title.left.first].gap == Gap::Comma;
        let person = matches!(tables::ROLES[title.row].kind, RoleKind::Person);
        (comma && person && *end == title.left.first).then_some(*id)
    }

    /// "the ministry": the last body of a longer name that is one, "the Foreign Ministry of Ruritania".
    fn body_before(&self, title: &Title, units: Range<usize>) -> Option<u32> {
        let is_word = || !self.reading.text(units).contains(' ');
        let is_bare = title.owner.is_none() && title.left.opening == Opening::The && is_word();
        let is_body = matches!(tables::ROLES[title.row].kind, RoleKind::Body);
        if is_bare && is_body { self.memory.named(self.body_key(title.last)) } else { None }
    }

    /// What a body is remembered by that has this word for what it is.
    pub(super) fn body_key(&self, unit: usize) -> Key {
        Key::ROLE.word(self.reading.last(unit).word.small).word(Key(1))
    }

    /// Adds a role to a person.
    fn describe(&mut self, id: u32, title: &Title) {
        let role_text = &self.reading.parsed.text[title.role.clone()];
        let entity = self.memory.entity(id);
        entity.hear_country(title.owner.map_or(NONE, |owner| owner.country));
        if entity.sector == NONE || entity.roles.is_empty() && title.sector != NONE {
            (entity.sector, entity.other) = (title.sector, title.other);
        }
        entity.hear_role(role_text);
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
