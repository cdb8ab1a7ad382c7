//! Cuts words into units: the longest phrase that a table knows, else the word alone.

use std::ops::Range;

use extractor_api::layer::Tag;

use super::{Atom, Gap, Kind, Reading, Unit};
use crate::key::Key;
use crate::tables::{self, Class, Entry, RoleKind, Sense};

impl Reading<'_> {
    /// Cuts the words of a sentence into units, and returns where these stand.
    pub(super) fn read_units(&mut self, words: Range<usize>, headline: bool) -> Range<usize> {
        let (first, mut at) = (self.units.len(), words.start);
        while at < words.end {
            let unit = self.unit_at(at, headline);
            at = unit.end as usize;
            self.units.push(unit);
        }
        first..self.units.len()
    }

    fn unit_at(&self, at: usize, headline: bool) -> Unit {
        let atom = &self.atoms[at];
        let unit = |kind, end: usize, entry, role| Unit {
            kind,
            first: at as u32,
            end: end as u32,
            gap: atom.gap,
            entry,
            role,
            capital: atom.word.capital,
        };
        if let Some(kind) = Kind::of_small(&atom.word, self.parsed.text)
            && (!atom.word.capital || atom.tag != Tag::Propn)
        {
            return unit(kind, at + 1, Entry::default(), None);
        }
        if self.is_article_in_name(at) {
            return unit(Kind::Particle, at + 1, Entry::default(), None);
        }
        let role = self.longest_role(at);
        if let Some((end, entry)) = self.longest_name(at) {
            let kind = self.kind_of(at, end, entry);
            let role_end = role.map_or(0, |(end, _)| end);
            if let Some(kind) =
                kind.filter(|kind| end > role_end || end == role_end && !matches!(kind, Kind::Cap | Kind::Given(_)))
            {
                let role = role.filter(|role| role.0 == end).and_then(|(_, entry)| role_of(entry));
                return unit(kind, end, entry, role);
            }
        }
        if let Some((end, entry)) = role
            && self.is_role(at, end)
        {
            let honorific = honorific_of(entry).filter(|_| atom.word.capital && end == at + 1);
            let role = role_of(entry);
            match (role, honorific) {
                (Some(row), _) => return unit(Kind::Role(row as usize), end, entry, Some(row)),
                (None, Some(gender)) => return unit(Kind::Honorific(gender), end, entry, None),
                (None, None) => {}
            }
        }
        let kind = if self.is_name_word(at, headline) { Kind::Cap } else { Kind::Low };
        unit(kind, at + 1, Entry::default(), None)
    }

    /// Whether a word is the article inside of a person's name, where it is no place either: "Omar El Bashir".
    fn is_article_in_name(&self, at: usize) -> bool {
        let joins = |at: usize| self.atoms.get(at).is_some_and(|atom| matches!(atom.gap, Gap::Space | Gap::Hyphen));
        let before = self.units.last().filter(|unit| unit.end as usize == at && unit.is_personal());
        self.atoms[at].word.is_article()
            && before.is_some()
            && joins(at)
            && joins(at + 1)
            && self.atoms[at + 1].word.capital
    }

    /// The longest role that starts at a word.
    fn longest_role(&self, at: usize) -> Option<(usize, Entry)> {
        let word = &self.atoms[at].word;
        self.longest(at, (Key::ROLE.word(word.small), self.atoms[at].role), |atom| atom.word.small, tables::role)
    }

    /// The longest name that starts at a word.
    fn longest_name(&self, at: usize) -> Option<(usize, Entry)> {
        let word = &self.atoms[at].word;
        let first = (Key::NAME.word(word.key), self.atoms[at].name);
        let name = self.longest(at, first, |atom| atom.word.key, tables::name);
        // "NAIROBI" stands for "Nairobi" where it is not a name as it is.
        if name.is_some() || !word.is_shouted() || word.letters <= 3 {
            return name;
        }
        let title = |atom: &Atom| atom.word.title(self.parsed.text);
        let key = Key::NAME.word(title(&self.atoms[at]));
        self.longest(at, (key, tables::name(key)), title, tables::name)
    }

    /// The longest phrase of a table that starts here; `first` is the key of the first word and what it means alone.
    fn longest(
        &self,
        at: usize,
        first: (Key, Entry),
        word: impl Fn(&Atom) -> Key,
        find: impl Fn(Key) -> Entry,
    ) -> Option<(usize, Entry)> {
        let ((mut key, mut entry), mut end, mut best) = (first, at + 1, None);
        loop {
            if entry.is_known() {
                best = Some((end, entry));
            }
            let next = self.atoms.get(end).filter(|_| entry.goes_on());
            let Some(next) = next.filter(|next| matches!(next.gap, Gap::Space | Gap::Hyphen)) else { return best };
            // "Omar El Bashir" is "Omar el-Bashir".
            let article = next.word.is_article().then_some(next.word.small);
            let mut written = [word(next)].into_iter().chain(article);
            let Some(next) = written.find(|&next| entry.goes_on_with(next)) else { return best };
            key = key.word(next);
            (entry, end) = (find(key), end + 1);
        }
    }

    /// What a known name is most likely; `None` when it is no name here.
    fn kind_of(&self, at: usize, end: usize, entry: Entry) -> Option<Kind> {
        let (atom, single) = (&self.atoms[at], end == at + 1);
        let Likeliest { rank, kind, weak } = Likeliest::of(entry, single)?;
        if !atom.word.capital && !atom.word.digit {
            return may_be_small(kind, single).then_some(kind);
        }
        // A country's name wins over whatever the tagger took it for, and so does a name in capitals; of capitals, that of
        // China looks like a gerund.
        let country = rank <= Likeliest::PEOPLE || matches!(kind, Kind::Seat(_)) && atom.tag == Tag::Verb;
        if single && has_small_tag(atom.tag) && !country && atom.word.capitals < 2 {
            return None;
        }
        let starts = single && atom.gap == Gap::Start;
        if starts && atom.tag == Tag::Verb && !country {
            return None;
        }
        let named = matches!(atom.tag, Tag::Propn | Tag::Noun | Tag::X) || atom.word.capitals > 1;
        match kind {
            Kind::City(_) if weak || rank == Likeliest::TOWN => Some(Kind::Cap),
            Kind::Cap => self.is_name_word(at, false).then_some(Kind::Cap),
            Kind::Organization(_) if starts && !named => None,
            kind => Some(kind),
        }
    }

    /// Whether words that can be a role are one here: not "they head", "the general view", "presses".
    fn is_role(&self, at: usize, end: usize) -> bool {
        let last = &self.atoms[end - 1];
        match last.tag {
            Tag::Noun | Tag::Propn | Tag::X => true,
            Tag::Adj | Tag::Verb => end > at + 1 || last.word.capital && last.gap != Gap::Start,
            _ => false,
        }
    }

    /// Whether a word that no table knows can be part of a name.
    fn is_name_word(&self, at: usize, headline: bool) -> bool {
        let atom = &self.atoms[at];
        if !atom.word.capital || atom.word.letters < 2 && !self.parsed.text[atom.word.end..].starts_with('.') {
            return false;
        }
        let never = |sense| matches!(sense, Sense::Word(Class::Never, _));
        if atom.name.senses().any(never) {
            return false;
        }
        match atom.tag {
            Tag::Propn => true,
            Tag::X | Tag::Noun | Tag::Adj | Tag::Verb | Tag::Num => {
                !headline && atom.gap != Gap::Start && atom.gap != Gap::Break && atom.tag != Tag::Verb
                    || atom.word.capitals > 1 && atom.word.letters < 7 && !headline
                    || atom.tag == Tag::X
                    || !headline && self.stands_between_names(at)
            }
            _ => false,
        }
    }

    /// Whether the words on both sides are names, so that this one is no verb either: "National Seabed Authority".
    fn stands_between_names(&self, at: usize) -> bool {
        let named = |atom: &Atom| atom.word.capital && matches!(atom.tag, Tag::Propn | Tag::Noun | Tag::Adj);
        let before = at.checked_sub(1).map(|before| &self.atoms[before]);
        let behind = self.atoms.get(at + 1).filter(|behind| behind.gap == Gap::Space);
        self.atoms[at].gap == Gap::Space && before.is_some_and(named) && behind.is_some_and(named)
    }
}

/// What an entry of the table means, where nothing around it says otherwise.
struct Likeliest {
    /// The lower, the likelier.
    rank: u8,
    kind: Kind,
    /// Whether the table says that a town is hardly meant.
    weak: bool,
}

impl Likeliest {
    /// Up to here the name is one of a country.
    const PEOPLE: u8 = 2;
    /// A small town, whose name alone is mostly something else.
    const TOWN: u8 = 15;
    /// Fewer thousands of people has a small town.
    const TOWN_PEOPLE: u16 = 200;

    /// The likeliest sense; `None` when there is none, or the table says that it is no name.
    fn of(entry: Entry, single: bool) -> Option<Likeliest> {
        let mut weak = false;
        let mut best: Option<(u8, Kind)> = None;
        for sense in entry.senses() {
            match sense {
                Sense::Word(Class::Never, _) => return None,
                Sense::Word(Class::Weak, _) => weak = true,
                sense => {
                    let next = Likeliest::ranked(sense, single);
                    if next.is_some_and(|(rank, _)| best.is_none_or(|(known, _)| rank < known)) {
                        best = next;
                    }
                }
            }
        }
        best.map(|(rank, kind)| Likeliest { rank, kind, weak })
    }

    /// How likely a sense is among others; `None` for one that makes no name.
    fn ranked(sense: Sense, single: bool) -> Option<(u8, Kind)> {
        Some(match sense {
            Sense::Country(row) => (0, Kind::Country(row)),
            Sense::Adjective(row) => (1, Kind::Adjective(row)),
            Sense::People(row) => (Likeliest::PEOPLE, Kind::People(row)),
            Sense::Organization(row) => (3, Kind::Organization(row)),
            Sense::Person(row) => (4, Kind::Person(row)),
            Sense::Seat(row) => (5, Kind::Seat(row)),
            Sense::Region(row) => (6, Kind::Region(row)),
            Sense::Word(Class::Organization, sector) => (7, Kind::OrganizationWord(sector)),
            Sense::Word(Class::Suffix, sector) => (8, Kind::Suffix(sector)),
            Sense::Word(Class::Before, _) => (9, Kind::Before),
            Sense::Word(Class::Place, _) => (10, Kind::PlaceWord),
            Sense::Word(Class::Event, _) => (11, Kind::Event),
            Sense::City(number) if single && tables::city(number).people < Likeliest::TOWN_PEOPLE => {
                (Likeliest::TOWN, Kind::City(number))
            }
            Sense::City(number) => (12, Kind::City(number)),
            Sense::Surname(row) => (13, Kind::Surname(row)),
            Sense::Given(gender) => (14, Kind::Given(gender)),
            Sense::Word(Class::Particle, _) => (16, Kind::Particle),
            Sense::Holder(_) => (17, Kind::Cap),
            Sense::Word(Class::Never | Class::Weak, _) | Sense::Role(_) => return None,
        })
    }
}

/// Whether a name that begins with a small letter is one: "bin", "al Qaeda", "euro zone".
fn may_be_small(kind: Kind, single: bool) -> bool {
    match kind {
        Kind::Particle => true,
        Kind::Organization(_) | Kind::Country(_) | Kind::Region(_) | Kind::Seat(_) => !single,
        _ => false,
    }
}

/// Tags of words that are no names, whatever their capitals: "Will", "More".
fn has_small_tag(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Pron | Tag::Det | Tag::Adp | Tag::Aux | Tag::Cconj | Tag::Sconj | Tag::Part | Tag::Intj | Tag::Adv
    )
}

/// The role of an entry, without what only tells the gender or is a form of address.
fn role_of(entry: Entry) -> Option<u32> {
    entry.senses().find_map(|sense| match sense {
        Sense::Role(row) if !matches!(tables::ROLES[row].kind, RoleKind::Gender | RoleKind::Honorific) => {
            Some(row as u32)
        }
        _ => None,
    })
}

fn honorific_of(entry: Entry) -> Option<u8> {
    entry.senses().find_map(|sense| match sense {
        Sense::Role(row) if tables::ROLES[row].kind == RoleKind::Honorific => Some(tables::ROLES[row].gender),
        _ => None,
    })
}

/// The gender that a role tells.
pub(crate) fn gender_of(entry: Entry) -> u8 {
    let genders = entry.senses().filter_map(|sense| match sense {
        Sense::Role(row) => Some(tables::ROLES[row].gender),
        _ => None,
    });
    genders.filter(|&gender| gender != b'u').last().unwrap_or(b'u')
}
