//! "their foreign ministers", "its army": roles of those whom a pronoun means.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Resolution};

use super::Resolver;
use crate::finder::Owned;
use crate::key::Key;
use crate::memory::{Code, Family, Map, NONE, family};

/// So many owners can a role have: "their ministers".
const OWNERS_MAX: usize = 8;

/// A place in the text as a key.
fn place_key(start: usize) -> Key {
    Key::default().eight(start as u64 + 1)
}

impl Resolver<'_, '_, '_> {
    /// Gives the roles to their owners.
    pub(super) fn possessed(&mut self, owned: &[Owned]) {
        if owned.is_empty() {
            return;
        }
        let mut pronouns: Map<Vec<usize>> = owned.iter().map(|role| (place_key(role.pronoun), Vec::new())).collect();
        for (at, draft) in self.found.iter().enumerate() {
            if let Some(owners) = pronouns.get_mut(&place_key(draft.range.start)) {
                owners.push(at);
            }
        }
        let role_key = |start: usize, entity: u32| place_key(start).word(Key(u64::from(entity)));
        let roles = self.drafts.iter().enumerate().map(|(at, draft)| (role_key(draft.range.start, draft.entity), at));
        let roles: Map<usize> = roles.collect();
        for Owned { range, entity, pronoun } in owned {
            let owners = pronouns.get(&place_key(*pronoun)).into_iter().flatten().take(OWNERS_MAX);
            let owners: Vec<u32> = owners.map(|&at| self.found[at].entity).collect();
            if let Some(&at) = roles.get(&role_key(range.start, *entity)) {
                self.give(at, range, &owners);
            }
        }
    }

    /// Gives the role at a place of the drafts to its owners: the first has the mention, the others one of their own.
    fn give(&mut self, at: usize, range: &Range<usize>, owners: &[u32]) {
        let many = owners.len() > 1;
        for (number, &owner) in owners.iter().enumerate() {
            let country = self.memory.get(owner).country;
            if country == NONE {
                continue;
            }
            let mut draft = self.drafts[at].clone();
            draft.country = country;
            draft.how = Resolution::Pronoun;
            draft.flags |= if many { Mention::MEMBER } else { 0 };
            if let Some(person) = self.holder(country, range, self.drafts[at].kind, many) {
                let known = self.memory.get(person);
                (draft.entity, draft.kind, draft.sector) = (person, MentionKind::Person, known.sector);
            }
            if number == 0 { self.drafts[at] = draft } else { self.found.push(draft) }
        }
    }

    /// The person of a country with the role that the words tell.
    fn holder(&self, country: Code, range: &Range<usize>, kind: MentionKind, many: bool) -> Option<u32> {
        if !(kind == MentionKind::Person || kind == MentionKind::Group && many) {
            return None;
        }
        let words = self.reading.parsed.text[range.clone()].trim_end_matches('s');
        let kin = family(words);
        let recent = self.memory.recent.iter().rev().map(|&id| self.memory.resolve(id));
        recent.into_iter().find(|&id| {
            let known = self.memory.get(id);
            known.country == country && known.role_heads.iter().any(|(_, known)| *known == kin && kin != Family::None)
        })
    }
}
