//! What the article has told so far: its entities, and by which words they are found again.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use extractor_api::layer::{MentionKind, Resolution};

use crate::key::{self, Key};
use crate::tables::{self, City};

mod family;

pub(crate) use family::{Family, family};

/// A code of a country or a sector; zeros when it is not known.
pub(crate) type Code = [u8; 4];
/// No code.
pub(crate) const NONE: Code = [0; 4];

/// One person, organization, place, country or group.
#[derive(Clone, Debug)]
pub(crate) struct Entity<'a> {
    pub(crate) kind: MentionKind,
    pub(crate) name: &'a str,
    /// The words of a person's name.
    pub(crate) parts: Vec<Key>,
    pub(crate) country: Code,
    pub(crate) sector: Code,
    pub(crate) other: Code,
    /// Roles told in the text, each once.
    pub(crate) roles: Vec<&'a str>,
    /// The heads of these roles.
    pub(crate) role_heads: Vec<(Key, Family)>,
    pub(crate) how: Resolution,
    /// `m`, `f` or `u`.
    pub(crate) gender: u8,
    pub(crate) confidence: u32,
    pub(crate) place: Option<City>,
    /// Misspelt mentions that were merged into it.
    pub(crate) corrupted: Vec<Range<usize>>,
    /// Row of the table of office holders.
    pub(crate) row: Option<usize>,
    /// Whether the name stood at the end of a line, where it may have been broken off.
    pub(crate) broken: bool,
    /// How often the full name stands in the text.
    pub(crate) full: u32,
    /// The entity that this one turned out to be.
    pub(crate) same: Option<u32>,
    /// Whether it has a name, and not only a role.
    pub(crate) named: bool,
}

impl<'a> Entity<'a> {
    fn new(kind: MentionKind, name: &'a str) -> Entity<'a> {
        Entity {
            kind,
            name,
            parts: Vec::new(),
            country: NONE,
            sector: NONE,
            other: NONE,
            roles: Vec::new(),
            role_heads: Vec::new(),
            how: Resolution::None,
            gender: b'u',
            confidence: 500,
            place: None,
            corrupted: Vec::new(),
            row: None,
            broken: false,
            full: 0,
            same: None,
            named: true,
        }
    }

    /// Takes the country that the text tells, which counts more than what a table knows; not [`NONE`].
    pub(crate) fn hear_country(&mut self, country: Code) {
        if country != NONE && (self.country == NONE || self.how == Resolution::Gazetteer) {
            (self.country, self.how) = (country, Resolution::TitleInText);
        }
    }

    /// Takes a role that the text tells, unless it is empty or known.
    pub(crate) fn hear_role(&mut self, role: &'a str) {
        let known = self.roles.iter().any(|known| known.eq_ignore_ascii_case(role));
        if !role.is_empty() && !known && self.roles.len() < ROLES_MAX {
            self.roles.push(role);
            self.role_heads.push((role_head(role), family(role)));
        }
    }
}

/// A map whose keys are fingerprints already.
pub(crate) type Map<V> = HashMap<Key, V, BuildHasherDefault<Fingerprint>>;

#[derive(Default)]
pub(crate) struct Fingerprint(u64);

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, fingerprint: u64) {
        // A product is mixed best at its upper end, and the map takes its bucket from the lower.
        self.0 = fingerprint.rotate_left(26);
    }
}

/// The entities of an article.
pub(crate) struct Memory<'a> {
    pub(crate) entities: Vec<Entity<'a>>,
    countries: Vec<Option<u32>>,
    names: Map<u32>,
    /// Persons by the words of their names, the latest last.
    parts: Map<Vec<u32>>,
    /// Persons in the order in which they were last mentioned.
    pub(crate) recent: Vec<u32>,
}

/// So many entities has an article, more or less.
const ENTITIES_USUAL: usize = 64;
/// So many roles of one person are kept.
const ROLES_MAX: usize = 8;
/// So many persons of one family name are told apart.
const SAME_PART_MAX: usize = 16;
/// So many persons are kept in mind for "the minister".
const RECENT_MAX: usize = 24;

impl<'a> Memory<'a> {
    pub(crate) fn new() -> Memory<'a> {
        Memory {
            entities: Vec::with_capacity(ENTITIES_USUAL),
            countries: Vec::new(),
            names: Map::with_capacity_and_hasher(ENTITIES_USUAL, BuildHasherDefault::default()),
            parts: Map::default(),
            recent: Vec::with_capacity(RECENT_MAX),
        }
    }

    pub(crate) fn entity(&mut self, id: u32) -> &mut Entity<'a> {
        &mut self.entities[id as usize]
    }

    pub(crate) fn get(&self, id: u32) -> &Entity<'a> {
        &self.entities[id as usize]
    }

    fn add(&mut self, entity: Entity<'a>) -> u32 {
        self.entities.push(entity);
        (self.entities.len() - 1) as u32
    }

    /// The entity of a country.
    pub(crate) fn country(&mut self, row: usize) -> u32 {
        if self.countries.is_empty() {
            self.countries = vec![None; tables::COUNTRIES.len()];
        }
        if let Some(id) = self.countries[row] {
            return id;
        }
        let known = &tables::COUNTRIES[row];
        let mut entity = Entity::new(MentionKind::Country, known.name);
        (entity.country, entity.how, entity.confidence) = (known.code, Resolution::Gazetteer, 980);
        let id = self.add(entity);
        self.countries[row] = Some(id);
        id
    }

    /// The entity of a country that was mentioned, by its code.
    pub(crate) fn known_country(&self, code: Code) -> Option<u32> {
        let row = tables::COUNTRIES.binary_search_by_key(&code, |country| country.code).ok()?;
        self.countries.get(row).copied().flatten()
    }

    /// The entity that has this name, whatever its kind.
    pub(crate) fn named(&self, key: Key) -> Option<u32> {
        self.names.get(&key).map(|&id| self.resolve(id))
    }

    /// The entity itself, when this one turned out to be another.
    pub(crate) fn resolve(&self, id: u32) -> u32 {
        let mut id = id;
        // Merges make no chains: the target of one is never merged itself.
        while let Some(same) = self.entities[id as usize].same {
            id = same;
        }
        id
    }

    /// The entity of this name; a new one, which `fill` completes, when there is none.
    pub(crate) fn by_name(
        &mut self,
        key: Key,
        kind: MentionKind,
        name: &'a str,
        fill: impl FnOnce(&mut Entity<'a>),
    ) -> u32 {
        if let Some(id) = self.named(key) {
            return id;
        }
        let mut entity = Entity::new(kind, name);
        fill(&mut entity);
        let id = self.add(entity);
        self.names.insert(key, id);
        id
    }

    /// Lets a name mean an entity from now on, unless it means another.
    pub(crate) fn alias(&mut self, key: Key, id: u32) {
        self.names.entry(key).or_insert(id);
    }

    /// Lets a name mean an entity from now on, whatever it meant before.
    pub(crate) fn refer(&mut self, key: Key, id: u32) {
        self.names.insert(key, id);
    }

    /// The persons who have this word in their name.
    pub(crate) fn with_part(&self, part: Key) -> &[u32] {
        self.parts.get(&part).map_or(&[], Vec::as_slice)
    }

    /// A person of several words, or a known one.
    pub(crate) fn person(&mut self, parts: &[Key], name: &'a str, row: Option<usize>) -> u32 {
        let key = full_key(parts);
        if let Some(id) = self.named(key)
            && self.get(id).kind == MentionKind::Person
        {
            return id;
        }
        let id = match self.same_person(parts, row) {
            Some(id) => id,
            None => self.add(Entity::new(MentionKind::Person, name)),
        };
        self.names.insert(key, id);
        self.complete(id, parts, name, row);
        id
    }

    /// The only person whose name starts with these words and goes on.
    pub(crate) fn starting_with(&self, parts: &[Key]) -> Option<u32> {
        let known = parts.first().map_or(&[][..], |part| self.with_part(*part)).iter().map(|&id| self.resolve(id));
        let mut longer = known.filter(|&id| {
            let known = &self.get(id).parts;
            known.len() > parts.len() && known.starts_with(parts)
        });
        let first = longer.next()?;
        longer.all(|id| id == first).then_some(first)
    }

    /// A person known so far by another form of the name.
    fn same_person(&self, parts: &[Key], row: Option<usize>) -> Option<u32> {
        let candidates = parts.iter().flat_map(|part| self.with_part(*part).iter().copied());
        let mut candidates = candidates.map(|id| self.resolve(id));
        candidates.find(|&id| {
            let known = self.get(id);
            if known.row.is_some() && row.is_some() {
                return known.row == row;
            }
            let (long, short) =
                if known.parts.len() >= parts.len() { (&known.parts[..], parts) } else { (parts, &known.parts[..]) };
            match short.len() {
                _ if known.broken && parts.starts_with(&known.parts) => true,
                0 => false,
                // A family name that stood alone before the full name came.
                1 => long.last() == short.first() || long.first() == short.first(),
                // Swapped, or without a middle name: the first and the last word are there.
                _ => {
                    short.iter().all(|part| long.contains(part))
                        && (long.last() == short.last() || long.len() == short.len())
                }
            }
        })
    }

    fn complete(&mut self, id: u32, parts: &[Key], name: &'a str, row: Option<usize>) {
        let entity = &mut self.entities[id as usize];
        if parts.len() > entity.parts.len() {
            entity.parts = parts.to_vec();
            entity.name = name;
        }
        entity.row = entity.row.or(row);
        for part in parts {
            let known = self.parts.entry(*part).or_default();
            if known.last() != Some(&id) && known.len() < SAME_PART_MAX {
                known.push(id);
            }
        }
    }

    /// Notes that a person was mentioned.
    pub(crate) fn saw(&mut self, id: u32) {
        if self.recent.last() == Some(&id) {
            return;
        }
        self.recent.retain(|&known| known != id);
        if self.recent.len() == RECENT_MAX {
            self.recent.remove(0);
        }
        self.recent.push(id);
    }
}

/// The key of a full name.
pub(crate) fn full_key(parts: &[Key]) -> Key {
    parts.iter().fold(Key::NAME, |key, part| key.word(*part))
}

/// The head of a role, its last word up to "of", as the tables have it.
pub(crate) fn role_head(role: &str) -> Key {
    let head = role.find(" of ").or_else(|| role.find(" for ")).map_or(role, |at| &role[..at]);
    key::role(head.rfind(' ').map_or(head, |at| &head[at + 1..]))
}
