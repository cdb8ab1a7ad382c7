//! Units of a text: runs of words that belong together, and what they are.

use crate::key::Key;
use crate::tables::Entry;
use crate::word::Word;

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

impl Gap {
    /// What stands between two words.
    pub(super) fn of(between: &str) -> Gap {
        // Nearly always it is this.
        if between == " " {
            return Gap::Space;
        }
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
}

/// Words with a kind of their own.
const SMALL_WORDS: &[(Kind, &[&str])] = &[
    (Kind::Article, &["the", "a", "an"]),
    (Kind::Of, &["of"]),
    (Kind::And, &["and"]),
    (Kind::Own, &["his", "her", "its", "their"]),
    (Kind::Link, &["at", "against", "among", "for", "on", "in", "to", "with", "from", "by", "near", "via", "between"]),
    (Kind::Link, &["inside", "outside", "into", "over", "during", "toward", "towards", "within", "through"]),
];

/// How many these are.
const SMALL_COUNT: usize = {
    let (mut count, mut row) = (0, 0);
    while row < SMALL_WORDS.len() {
        count += SMALL_WORDS[row].1.len();
        row += 1;
    }
    count
};

/// The same words by their keys.
static SMALL: [(Key, Kind); SMALL_COUNT] = {
    let mut small = [(Key(0), Kind::Low); SMALL_COUNT];
    let (mut count, mut row) = (0, 0);
    while row < SMALL_WORDS.len() {
        let (kind, words) = SMALL_WORDS[row];
        let mut at = 0;
        while at < words.len() {
            small[count] = (Key::of(words[at]), kind);
            (count, at) = (count + 1, at + 1);
        }
        row += 1;
    }
    small
};

/// Where the words are found: for each place the number of its word, and 1, in the first free place from that of its key
/// on. Nearly every other word meets an empty place at once.
static PLACES: [u8; 256] = {
    let (mut places, mut number) = ([0; 256], 0);
    while number < SMALL_COUNT {
        let mut place = place_of(SMALL[number].0);
        while places[place] != 0 {
            place = (place + 1) % places.len();
        }
        number += 1;
        places[place] = number as u8;
    }
    places
};

const fn place_of(key: Key) -> usize {
    (key.0 >> 56) as usize
}

impl Kind {
    /// The kind of a word that has one of its own; `text` is what it stands in.
    pub(super) fn of_small(word: &Word, text: &str) -> Option<Kind> {
        let plain = word.letters as usize == word.end - word.start;
        if !plain {
            return matches!(text.as_bytes()[word.start], b'\'' | 0xe2).then_some(Kind::Possessive);
        }
        let mut place = place_of(word.small);
        while let Some(number) = PLACES[place].checked_sub(1) {
            let (key, kind) = SMALL[usize::from(number)];
            if key == word.small {
                return Some(kind);
            }
            place = (place + 1) % PLACES.len();
        }
        None
    }
}
