//! A text as the finder sees it: its words, what the tables know of them, cut into units.

use std::ops::Range;

use extractor_api::layer::{Relation, Tag, ZoneKind};
use parsed::Parsed;

use crate::key::{self, Key, Word};
use crate::tables::{self, Class, Entry, RoleKind, Sense};

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The start of the sentence.
    Start,
    /// White space, or nothing.
    Space,
    /// A hyphen.
    Hyphen,
    /// A comma.
    Comma,
    /// An opening bracket.
    Open,
    /// Any other mark.
    Break,
}

/// A word with its token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    pub(crate) word: Word,
    pub(crate) token: u32,
    pub(crate) gap: Gap,
    pub(crate) tag: Tag,
}

/// What a unit is, as far as it can be told without its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any other word.
    Low,
    /// "the", "a".
    Article,
    /// "his", "their", "its".
    Own,
    /// "of"
    Of,
    /// "and"
    And,
    /// "for", "on", "in", "at", "to", "with", "from", "by": what else can stand between.
    Link,
    /// "'s"
    Possessive,
    /// A capital word that the tables do not know.
    Cap,
    /// "bin", "von".
    Particle,
    Country(usize),
    Adjective(usize),
    People(usize),
    Seat(usize),
    Organization(usize),
    Person(usize),
    Surname(usize),
    City(usize),
    Region(usize),
    Given(u8),
    /// A word of organizations, with its sector.
    OrganizationWord([u8; 4]),
    Suffix([u8; 4]),
    PlaceWord,
    Before,
    Event,
    Role(usize),
    Honorific(u8),
}

/// A run of words that belong together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub(crate) kind: Kind,
    /// First word.
    pub(crate) first: u32,
    /// Word after the last.
    pub(crate) end: u32,
    pub(crate) gap: Gap,
    /// What the tables know of it.
    pub(crate) entry: Entry,
    /// The role that the words are too.
    pub(crate) role: Option<u32>,
    /// Whether it starts with a capital letter.
    pub(crate) capital: bool,
}

/// A sentence.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) units: Range<usize>,
    pub(crate) zone: ZoneKind,
    /// Whether most words have capitals, as in headlines: capitals tell nothing then.
    pub(crate) headline: bool,
}

/// The text, its words, its units.
pub(crate) struct Reading<'a> {
    pub(crate) parsed: &'a Parsed<'a>,
    pub(crate) atoms: Vec<Atom>,
    pub(crate) units: Vec<Unit>,
    pub(crate) parts: Vec<Part>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(parsed: &'a Parsed<'a>) -> Reading<'a> {
        let mut reading = Reading { parsed, atoms: Vec::new(), units: Vec::new(), parts: Vec::new() };
        reading.atoms.reserve(parsed.tokens.len());
        reading.units.reserve(parsed.tokens.len());
        for sentence in 0..parsed.sentences.len() {
            let first = reading.atoms.len();
            reading.read_words(sentence);
            let zone = parsed.sentences[sentence].zone;
            let (shouted, capitals) = reading.case_of(first);
            let ends = parsed.text[parsed.sentence_range(sentence)]
                .trim_end()
                .ends_with(['.', '?', '!', '"', '\u{201d}', '\u{2019}', ']', ';', ':', ',']);
            let headline =
                capitals && !ends || matches!(zone, ZoneKind::Title | ZoneKind::Subtitle | ZoneKind::Heading);
            if shouted {
                reading.atoms[first..].iter_mut().for_each(|atom| atom.word.key = atom.word.title);
            }
            let units = reading.units.len();
            reading.read_units(first, headline);
            reading.parts.push(Part { units: units..reading.units.len(), zone, headline });
        }
        reading
    }

    /// The bytes of a unit.
    pub(crate) fn range(&self, unit: usize) -> Range<usize> {
        self.span(unit..unit + 1)
    }

    /// The bytes from the first of some units to the last.
    pub(crate) fn span(&self, units: Range<usize>) -> Range<usize> {
        let (first, last) = (&self.units[units.start], &self.units[units.end - 1]);
        self.atoms[first.first as usize].word.start..self.atoms[last.end as usize - 1].word.end
    }

    pub(crate) fn text(&self, units: Range<usize>) -> &'a str {
        &self.parsed.text[self.span(units)]
    }

    /// The last word of a unit.
    pub(crate) fn last(&self, unit: usize) -> &Atom {
        &self.atoms[self.units[unit].end as usize - 1]
    }

    /// The first word of a unit.
    pub(crate) fn first(&self, unit: usize) -> &Atom {
        &self.atoms[self.units[unit].first as usize]
    }

    pub(crate) fn relation(&self, unit: usize) -> Relation {
        let token = self.last(unit).token as usize;
        if token < self.parsed.tokens.len() { self.parsed.relation(token) } else { Relation::Dep }
    }

    fn read_words(&mut self, sentence: usize) {
        let parsed = self.parsed;
        let range = parsed.sentence_range(sentence);
        let mut token = parsed.tokens_of(sentence);
        let mut last_end = range.start;
        let mut at_start = true;
        for word in key::words(&parsed.text[range.clone()], range.start) {
            while token.len() > 1 && parsed.tokens[token.start].end as usize <= word.start {
                token.start += 1;
            }
            let tag = if token.is_empty() { Tag::X } else { parsed.tokens[token.start].tag };
            let gap = if at_start { Gap::Start } else { gap(&parsed.text[last_end.min(word.start)..word.start]) };
            self.atoms.push(Atom { word, token: token.start as u32, gap, tag });
            (last_end, at_start) = (word.end, false);
        }
    }

    /// Whether the words of a sentence are written in capitals, and whether most start with one.
    fn case_of(&self, first: usize) -> (bool, bool) {
        let (mut words, mut shouted, mut long, mut capital) = (0, 0, 0, 0);
        for atom in &self.atoms[first..] {
            if atom.word.letters > 1 && !atom.word.digit {
                words += 1;
                shouted += u32::from(atom.word.capitals == atom.word.letters);
            }
            if atom.word.letters > 3 && !atom.word.digit {
                long += 1;
                capital += u32::from(atom.word.capital);
            }
        }
        (words >= 3 && shouted * 10 >= words * 8, long >= 4 && capital * 10 >= long * 7)
    }

    fn read_units(&mut self, first: usize, headline: bool) {
        let mut at = first;
        while at < self.atoms.len() {
            let unit = self.unit_at(at, headline);
            at = unit.end as usize;
            self.units.push(unit);
        }
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
        if let Some(kind) = small_word(&self.parsed.text[atom.word.start..atom.word.end])
            && (!atom.word.capital || atom.tag != Tag::Propn)
        {
            return unit(kind, at + 1, Entry::default(), None);
        }
        let role = tables::starts_role(atom.word.small)
            .then(|| self.longest(at, Key::ROLE, |atom| atom.word.small, tables::role));
        let role = role.flatten();
        let named = atom.word.capital || atom.word.digit || tables::starts_small_name(atom.word.key);
        let mut name = named.then(|| self.longest(at, Key::NAME, |atom| atom.word.key, tables::name)).flatten();
        // "NAIROBI" stands for "Nairobi" where it is not a name as it is.
        if name.is_none() && atom.word.capitals == atom.word.letters && atom.word.letters > 3 {
            name = self.longest(at, Key::NAME, |atom| atom.word.title, tables::name);
        }
        if let Some((end, entry)) = name {
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

    /// The longest phrase of a table that starts here.
    fn longest(
        &self,
        at: usize,
        seed: Key,
        word: impl Fn(&Atom) -> Key,
        find: impl Fn(Key) -> Option<Entry>,
    ) -> Option<(usize, Entry)> {
        let (mut key, mut best) = (seed, None);
        for (end, atom) in self.atoms.iter().enumerate().skip(at) {
            if end > at && !matches!(atom.gap, Gap::Space | Gap::Hyphen) {
                break;
            }
            key = key.word(word(atom));
            let Some(entry) = find(key) else { break };
            if entry.is_known() {
                best = Some((end + 1, entry));
            }
            if !entry.goes_on {
                break;
            }
        }
        best
    }

    /// What a known name is most likely; `None` when it is no name here.
    fn kind_of(&self, at: usize, end: usize, entry: Entry) -> Option<Kind> {
        let atom = &self.atoms[at];
        let single = end == at + 1;
        let mut weak = false;
        let mut best: Option<(u8, Kind)> = None;
        for sense in entry.senses() {
            let (rank, kind) = match sense {
                Sense::Country(row) => (0, Kind::Country(row)),
                Sense::Adjective(row) => (1, Kind::Adjective(row)),
                Sense::People(row) => (2, Kind::People(row)),
                Sense::Organization(row) => (3, Kind::Organization(row)),
                Sense::Person(row) => (4, Kind::Person(row)),
                Sense::Seat(row) => (5, Kind::Seat(row)),
                Sense::Region(row) => (6, Kind::Region(row)),
                Sense::Word(Class::Weak, _) => {
                    weak = true;
                    continue;
                }
                Sense::Word(Class::Never, _) => return None,
                Sense::Word(Class::Organization, sector) => (7, Kind::OrganizationWord(sector)),
                Sense::Word(Class::Suffix, sector) => (8, Kind::Suffix(sector)),
                Sense::Word(Class::Before, _) => (9, Kind::Before),
                Sense::Word(Class::Place, _) => (10, Kind::PlaceWord),
                Sense::Word(Class::Event, _) => (11, Kind::Event),
                Sense::Word(Class::Particle, _) => (16, Kind::Particle),
                Sense::City(number) => {
                    (if single && tables::city(number).people < 200 { 15 } else { 12 }, Kind::City(number))
                }
                Sense::Surname(row) => (13, Kind::Surname(row)),
                Sense::Given(gender) => (14, Kind::Given(gender)),
                Sense::Holder(_) => (17, Kind::Cap),
                Sense::Role(_) => continue,
            };
            if best.is_none_or(|(known, _)| rank < known) {
                best = Some((rank, kind));
            }
        }
        let (rank, kind) = best?;
        if !atom.word.capital && !atom.word.digit {
            let known_small =
                matches!(kind, Kind::Organization(_) | Kind::Country(_) | Kind::Region(_) | Kind::Seat(_));
            let inner_capital = self.atoms[at..end].iter().any(|atom| atom.word.capital);
            return match kind {
                Kind::Particle => Some(kind),
                _ if known_small && (inner_capital || !single) => Some(kind),
                _ => None,
            };
        }
        let no_name = matches!(
            atom.tag,
            Tag::Pron | Tag::Det | Tag::Adp | Tag::Aux | Tag::Cconj | Tag::Sconj | Tag::Part | Tag::Intj | Tag::Adv
        );
        // Country names win over whatever the tagger took them for, except for "US" as a pronoun.
        if single && no_name && !(rank <= 2 && atom.word.letters > 2) && atom.word.capitals < 2 {
            return None;
        }
        if single && atom.gap == Gap::Start && rank > 2 && atom.tag == Tag::Verb {
            return None;
        }
        match kind {
            Kind::City(_) if weak || rank == 15 => Some(Kind::Cap),
            Kind::Cap => self.is_name_word(at, false).then_some(Kind::Cap),
            Kind::Organization(_)
                if single
                    && atom.gap == Gap::Start
                    && atom.word.capitals < 2
                    && !matches!(atom.tag, Tag::Propn | Tag::Noun | Tag::X) =>
            {
                None
            }
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
        if matches!(tables::name(Key::NAME.word(atom.word.key)), Some(entry) if entry.senses().any(|sense| matches!(sense, Sense::Word(Class::Never, _))))
        {
            return false;
        }
        match atom.tag {
            Tag::Propn => true,
            Tag::X | Tag::Noun | Tag::Adj | Tag::Verb | Tag::Num => {
                !headline && atom.gap != Gap::Start && atom.gap != Gap::Break && atom.tag != Tag::Verb
                    || atom.word.capitals > 1 && atom.word.letters < 7 && !headline
                    || atom.tag == Tag::X
            }
            _ => false,
        }
    }
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

impl Unit {
    /// A name or the part of one, of whatever kind.
    pub(crate) fn is_name(&self) -> bool {
        use Kind::*;
        matches!(
            self.kind,
            Cap | Country(_)
                | Adjective(_)
                | People(_)
                | Seat(_)
                | Organization(_)
                | Person(_)
                | Surname(_)
                | City(_)
                | Region(_)
                | Given(_)
                | OrganizationWord(_)
                | Suffix(_)
                | PlaceWord
                | Before
                | Event
        )
    }

    /// Can be part of a person's name.
    pub(crate) fn is_personal(&self) -> bool {
        matches!(self.kind, Kind::Cap | Kind::Given(_) | Kind::Surname(_) | Kind::Person(_))
    }

    /// Whether it joins the unit before it.
    pub(crate) fn joins(&self) -> bool {
        matches!(self.gap, Gap::Space | Gap::Hyphen)
    }
}

fn small_word(word: &str) -> Option<Kind> {
    let bytes = word.as_bytes();
    if matches!(bytes[0], b'\'' | 0xe2) {
        return Some(Kind::Possessive);
    }
    let mut small = [0; 7];
    let small = small.get_mut(..bytes.len())?;
    small.copy_from_slice(bytes);
    small.make_ascii_lowercase();
    match &*small {
        b"the" | b"a" | b"an" => Some(Kind::Article),
        b"of" => Some(Kind::Of),
        b"and" => Some(Kind::And),
        b"his" | b"her" | b"its" | b"their" => Some(Kind::Own),
        b"at" | b"against" | b"among" | b"for" | b"on" | b"in" | b"to" | b"with" | b"from" | b"by" | b"near"
        | b"via" | b"between" | b"inside" | b"outside" | b"into" | b"over" | b"during" | b"toward" | b"towards"
        | b"within" | b"through" => Some(Kind::Link),
        _ => None,
    }
}

fn gap(between: &str) -> Gap {
    let mut gap = Gap::Space;
    for mark in between.chars() {
        match mark {
            ' ' | '\u{a0}' | '\t' | '&' | '\'' | '\u{2019}' | '.' | '+' => {}
            '-' | '\u{2010}' | '\u{2011}' => gap = Gap::Hyphen,
            ',' if gap == Gap::Space => gap = Gap::Comma,
            '(' if gap == Gap::Space => gap = Gap::Open,
            _ => return Gap::Break,
        }
    }
    gap
}
