//! Places, and capitals that stand for a government.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag};

use super::Finder;
use crate::key::Key;
use crate::memory::{Code, NONE};
use crate::reading::{Gap, Kind};
use crate::tables::{self, RegionKind, Sense};

/// So far back the start of a list of places is looked for.
const LIST_MAX: usize = 7;

/// Behind these stands a government, rather than a place.
const LINKS_TO_GOVERNMENTS: &[&str] =
    &["with", "between", "by", "against", "on", "over", "toward", "towards", "among", "for"];

/// What "of" and a city can follow.
const PARTS_OF_CITIES: &[&str] = &[
    "city",
    "capital",
    "outskirts",
    "streets",
    "suburb",
    "suburbs",
    "center",
    "centre",
    "south",
    "north",
    "east",
    "west",
    "university",
    "mayor",
];

/// Stems of verbs whose object is a place.
const VISITING: &[&str] = &[
    "visit", "left", "leav", "reach", "enter", "tour", "bomb", "shell", "captur", "attack", "seiz", "hit", "struck",
    "strik", "flee", "fled", "besieg", "rock", "storm", "surround", "approach",
];

impl Finder<'_, '_> {
    /// A place whose name tells that it is one: "Lake Tana".
    pub(super) fn place(&mut self, first: usize, end: usize) -> usize {
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
        // Whatever else is called Duma, the village is not there.
        let called = self.place_word_before(first);
        let sea = sea || self.is_called_after(end - 1);
        let country = if sea || called.is_some() { NONE } else { self.facts_inside(first..end).0 };
        let left = self.left(called.unwrap_or(first));
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

    /// Whether the text says that a name is a place's, which the tables do not know as such: "the village of Duma".
    pub(super) fn is_called_place(&self, first: usize, end: usize) -> bool {
        let is_known = |unit| match self.kind(unit) {
            Kind::Organization(_) => false,
            Kind::Region(_) | Kind::Country(_) | Kind::Seat(_) => true,
            _ => self.cities(unit).next().is_some(),
        };
        self.place_word_before(first).is_some() && !(first..end).any(is_known)
    }

    /// "village" in "the village of".
    fn place_word_before(&self, first: usize) -> Option<usize> {
        const PLACES: &[&str] = &[
            "village",
            "town",
            "city",
            "hamlet",
            "settlement",
            "district",
            "province",
            "suburb",
            "neighbourhood",
            "neighborhood",
            "island",
            "port",
            "municipality",
            "county",
        ];
        let word = first.checked_sub(2).filter(|&word| word >= self.start())?;
        let fits = self.kind(first - 1) == Kind::Of
            && self.joins(first)
            && self.joins(first - 1)
            && self.is_word(word, PLACES);
        fits.then_some(word)
    }

    /// A country that is misspelt by a letter: "Ethopia".
    pub(super) fn misspelt_country(&self, unit: usize) -> Option<usize> {
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
    pub(super) fn country_behind(&self, at: usize) -> Code {
        if at < self.end()
            && self.reading.units[at].gap == Gap::Comma
            && let Kind::Country(row) = self.kind(at)
        {
            return tables::COUNTRIES[row].code;
        }
        NONE
    }

    /// The cities of this name, the largest first.
    fn cities(&self, unit: usize) -> impl Iterator<Item = usize> {
        self.reading.units[unit].entry.senses().filter_map(|sense| match sense {
            Sense::City(number) => Some(number),
            _ => None,
        })
    }

    /// A small town, or one whose name is a common word, where the text says that it is a place.
    pub(super) fn weak_city(&self, unit: usize) -> Option<usize> {
        self.cities(unit).next()?;
        let behind = self.country_behind(unit + 1);
        if behind != NONE {
            return self.cities(unit).find(|&number| tables::COUNTRIES[tables::city(number).country].code == behind);
        }
        let before = unit.checked_sub(1).filter(|&before| before >= self.start() && self.joins(unit))?;
        let place = self.kind(before) == Kind::Link
            && self.is_word(before, &["in", "near", "at", "from", "to", "into", "outside"])
            || self.kind(before) == Kind::Of
            || self.is_word(before, &["city", "town", "village", "port"]);
        place.then(|| self.likely_city(unit)).flatten()
    }

    /// The city that a name means: one in a country of this text, else the largest.
    pub(super) fn likely_city(&self, unit: usize) -> Option<usize> {
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
        let largest = self.cities(unit).next()?;
        // A town is hardly meant where a city a hundred times as large has the name.
        let known = self.cities(unit).find(in_text).filter(|&number| {
            behind != NONE || u32::from(tables::city(number).people) * 100 > u32::from(tables::city(largest).people)
        });
        known.or(Some(largest))
    }

    /// Notes a city as a place.
    pub(super) fn city(&mut self, units: Range<usize>, number: usize) {
        let found = tables::city(number);
        let key = Key::NAME.word(Key(u64::from(found.geonames)));
        let text = self.reading.text(units.clone());
        // Of a small town the name alone may have told nothing before: "residents of Gornau".
        let name = self.key_of(units.clone());
        if let Some(unknown) = self.memory.named(name).filter(|&id| self.memory.get(id).kind == MentionKind::Other) {
            self.memory.alias(key, unknown);
        }
        let id = self.memory.by_name(key, MentionKind::Place, text, |_| {});
        let entity = self.memory.entity(id);
        if entity.place.is_none() {
            entity.kind = MentionKind::Place;
            (entity.country, entity.how) = (tables::COUNTRIES[found.country].code, Resolution::Gazetteer);
            (entity.place, entity.confidence) = (Some(found), 900);
        }
        self.memory.alias(name, id);
        self.note(units, id, Resolution::Gazetteer);
    }

    pub(super) fn region(&mut self, units: Range<usize>, row: usize) {
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

    pub(super) fn region_as(&mut self, units: Range<usize>, row: usize, kind: MentionKind, flags: u16) {
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

    /// A capital or a seat: the government, or the place.
    pub(super) fn seat(&mut self, unit: usize, row: usize) {
        let city = self.likely_city(unit).filter(|&number| {
            let code = tables::COUNTRIES[row].code;
            code == *b"EUR\0" || tables::city(number).country == row || tables::city(number).people > 100
        });
        match city {
            Some(number) if self.stands_for_place(unit) => self.city(unit..unit + 1, number),
            _ => self.note_country(unit..unit + 1, row, Mention::METONYM),
        }
    }

    /// Whether a capital is meant as a place: after "in", before ", France", as what somebody visits.
    pub(super) fn stands_for_place(&self, unit: usize) -> bool {
        if self.country_behind(unit + 1) != NONE || self.is_dateline(unit) {
            return true;
        }
        match self.before_list(unit) {
            Some(link) if self.kind(link) == Kind::Link => self.link_leads_to_place(link, unit),
            Some(of) if self.kind(of) == Kind::Of => {
                let part = of > self.start() && self.is_word(of - 1, PARTS_OF_CITIES);
                part && self.reading.relation(unit) == Relation::Nmod
            }
            _ if self.acts(unit) => false,
            _ => match self.reading.relation(unit) {
                Relation::Compound => true,
                Relation::Obj => self.is_visited(unit),
                _ => false,
            },
        }
    }

    /// "Oslo – talks went on": the name starts the sentence, and a mark follows.
    fn is_dateline(&self, unit: usize) -> bool {
        unit == self.start()
            && unit + 1 < self.end()
            && self.kind(unit + 1) == Kind::Low
            && matches!(self.reading.units[unit + 1].gap, Gap::Open | Gap::Break)
    }

    /// "Paris warns": a verb follows the name.
    fn acts(&self, unit: usize) -> bool {
        self.joins(unit + 1)
            && self.kind(unit + 1) == Kind::Low
            && matches!(self.reading.first(unit + 1).tag, Tag::Verb | Tag::Aux)
    }

    /// What stands before the list of which a place is part: "in" for "in central Oslo and Bergen".
    fn before_list(&self, unit: usize) -> Option<usize> {
        (self.start()..unit).rev().take(LIST_MAX).find(|&before| {
            let spaced = self.reading.units[before + 1].gap == Gap::Space;
            !match self.kind(before) {
                Kind::And | Kind::Article => spaced,
                Kind::Seat(_) | Kind::City(_) | Kind::Country(_) => spaced && before + 1 < unit,
                Kind::Low => self.reading.last(before).tag == Tag::Adj,
                _ => false,
            }
        })
    }

    /// Whether a place stands behind this word, and no government: "in Paris", "flew to Paris", but "talks with Paris".
    fn link_leads_to_place(&self, link: usize, unit: usize) -> bool {
        let bound = matches!(self.reading.relation(unit), Relation::Nmod | Relation::Iobj | Relation::Nsubj);
        !(self.is_word(link, LINKS_TO_GOVERNMENTS) || bound && self.is_word(link, &["to", "from"]))
    }

    /// Whether a place is the object of going, leaving, bombing.
    pub(super) fn is_visited(&self, unit: usize) -> bool {
        let token = self.reading.last(unit).token as usize;
        let parsed = self.reading.parsed;
        if token >= parsed.tokens.len() {
            return false;
        }
        let Some(verb) = parsed.head(token) else { return false };
        let verb = parsed.word(verb).to_ascii_lowercase();
        VISITING.iter().any(|stem| verb.starts_with(stem))
    }
}
