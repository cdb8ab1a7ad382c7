//! A text as the finder sees it: its words, what the tables know of them, cut into units.

mod unit;
mod units;

use std::ops::Range;

use extractor_api::layer::{Relation, Tag, ZoneKind};
use parsed::Parsed;

use crate::key::Key;
use crate::tables::{self, Entry};
use crate::word::{Word, words};

pub(crate) use unit::{Gap, Kind, Unit};
pub(crate) use units::gender_of;

/// So many tokens behind its first can a word have.
const TOKENS_OF_WORD_MAX: usize = 8;
/// So many words and units are kept room for between articles.
const ROOM_MAX: usize = 1 << 14;

/// So many words of an article are looked up, more or less.
const LOOKED_UP_USUAL: usize = 512;

/// A word with its token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    pub(crate) word: Word,
    pub(crate) token: u32,
    pub(crate) gap: Gap,
    pub(crate) tag: Tag,
    /// What the word alone, or a longer name that starts with it, can mean.
    name: Entry,
    /// The same of roles.
    role: Entry,
}

/// A sentence.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    words: Range<usize>,
    pub(crate) units: Range<usize>,
    pub(crate) zone: ZoneKind,
    /// Whether most words have capitals, as in headlines: capitals tell nothing then.
    pub(crate) headline: bool,
    /// Whether no mark ends it: a name at its end may go on in the next line.
    pub(crate) open: bool,
}

/// The vectors of a reading. They go from one article to the next, since fresh memory costs more than what is written there.
#[derive(Default)]
pub(crate) struct Room {
    atoms: Vec<Atom>,
    units: Vec<Unit>,
}

/// The text, its words, its units.
pub(crate) struct Reading<'a> {
    pub(crate) parsed: &'a Parsed<'a>,
    pub(crate) atoms: Vec<Atom>,
    pub(crate) units: Vec<Unit>,
    pub(crate) parts: Vec<Part>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(parsed: &'a Parsed<'a>, room: Room) -> Reading<'a> {
        let Room { atoms, units } = room;
        let mut reading = Reading { parsed, atoms, units, parts: Vec::with_capacity(parsed.sentences.len()) };
        reading.atoms.reserve(parsed.tokens.len());
        reading.units.reserve(parsed.tokens.len());
        for sentence in 0..parsed.sentences.len() {
            let part = reading.read_sentence(sentence);
            reading.parts.push(part);
        }
        reading.look_up();
        for sentence in 0..parsed.sentences.len() {
            let (words, headline) = (reading.parts[sentence].words.clone(), reading.parts[sentence].headline);
            reading.parts[sentence].units = reading.read_units(words, headline);
        }
        reading
    }

    /// Leaves the room to the next article.
    pub(crate) fn leave(mut self) -> Room {
        self.atoms.clear();
        self.units.clear();
        self.atoms.shrink_to(ROOM_MAX);
        self.units.shrink_to(ROOM_MAX);
        Room { atoms: self.atoms, units: self.units }
    }

    /// The bytes of a unit.
    pub(crate) fn range(&self, unit: usize) -> Range<usize> {
        self.span(unit..unit + 1)
    }

    /// The bytes from the first of some units to the last.
    pub(crate) fn span(&self, units: Range<usize>) -> Range<usize> {
        let (first, last) = (&self.units[units.start], &self.units[units.end - 1]);
        let (first, last) = (&self.atoms[first.first as usize], &self.atoms[last.end as usize - 1]);
        // "6,000 people": a number is one however many words its signs make of it.
        let whole =
            if first.tag == Tag::Num { self.parsed.range(first.token as usize).start } else { first.word.start };
        whole.min(first.word.start)..last.word.end
    }

    pub(crate) fn text(&self, units: Range<usize>) -> &'a str {
        &self.parsed.text[self.span(units)]
    }

    /// The token on which some units hang in their sentence.
    pub(crate) fn head(&self, units: Range<usize>) -> Option<u32> {
        let tokens = &self.parsed.tokens;
        let (first, last) = (self.first(units.start), self.last(units.end - 1));
        // A word can have several tokens: "don't".
        let behind = tokens.iter().skip(last.token as usize + 1).take(TOKENS_OF_WORD_MAX);
        let more = behind.take_while(|token| (token.start as usize) < last.word.end).count();
        let end = (last.token as usize + 1 + more).min(tokens.len());
        self.parsed.top(first.token as usize..end).map(|token| token as u32)
    }

    /// The words of some units.
    pub(crate) fn words(&self, units: Range<usize>) -> &[Atom] {
        let (first, last) = (&self.units[units.start], &self.units[units.end - 1]);
        &self.atoms[first.first as usize..last.end as usize]
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

    /// Reads the words of a sentence; its units come later.
    fn read_sentence(&mut self, sentence: usize) -> Part {
        let parsed = self.parsed;
        let first = self.atoms.len();
        let case = self.read_words(sentence);
        let zone = parsed.sentences[sentence].zone;
        let open = !ends_as_sentence(&parsed.text[parsed.sentence_range(sentence)]);
        let headline =
            case.is_title() && open || matches!(zone, ZoneKind::Title | ZoneKind::Subtitle | ZoneKind::Heading);
        if case.is_shouted() {
            self.atoms[first..].iter_mut().for_each(|atom| atom.word.key = atom.word.title(parsed.text));
        }
        Part { words: first..self.atoms.len(), units: 0..0, zone, headline, open }
    }

    /// Looks the words up that can be a name or a role, or start one; most are passed over.
    fn look_up(&mut self) {
        let (mut named, mut names) = (Vec::with_capacity(LOOKED_UP_USUAL), Vec::with_capacity(LOOKED_UP_USUAL));
        let (mut titled, mut roles) = (Vec::with_capacity(LOOKED_UP_USUAL), Vec::with_capacity(LOOKED_UP_USUAL));
        for (at, Atom { word, .. }) in self.atoms.iter().enumerate() {
            if word.capital || word.digit || tables::starts_small_name(word.key) {
                named.push(at);
                names.push(Key::NAME.word(word.key));
            }
            if tables::starts_role(word.small) {
                titled.push(at);
                roles.push(Key::ROLE.word(word.small));
            }
        }
        named.into_iter().zip(tables::names(&names)).for_each(|(at, name)| self.atoms[at].name = name);
        titled.into_iter().zip(tables::roles(&roles)).for_each(|(at, role)| self.atoms[at].role = role);
    }

    /// Reads the words of a sentence, and how they are written.
    fn read_words(&mut self, sentence: usize) -> Case {
        let parsed = self.parsed;
        let range = parsed.sentence_range(sentence);
        let mut tokens = parsed.tokens_of(sentence);
        let (mut case, mut before) = (Case::default(), None);
        for word in words(&parsed.text[..range.end], range.start) {
            while tokens.len() > 1 && parsed.tokens[tokens.start].end as usize <= word.start {
                tokens.start += 1;
            }
            let tag = if tokens.is_empty() { Tag::X } else { parsed.tokens[tokens.start].tag };
            let gap = before.map_or(Gap::Start, |before| gap_between(parsed.text, before, &word));
            case.count(&word);
            self.atoms.push(Atom {
                word,
                token: tokens.start as u32,
                gap,
                tag,
                name: Entry::default(),
                role: Entry::default(),
            });
            before = Some((word.end, word.capital || word.digit));
        }
        case
    }
}

/// What stands between two words. A full stop behind a small word ends something, whatever the sentences say: "Seok-min. Thanh".
fn gap_between(text: &str, (end, large): (usize, bool), word: &Word) -> Gap {
    let between = &text[end.min(word.start)..word.start];
    match Gap::of(between) {
        Gap::Space if between.starts_with('.') && !large => Gap::Break,
        gap => gap,
    }
}

/// How the words of a sentence are written.
#[derive(Clone, Copy, Debug, Default)]
struct Case {
    words: u32,
    shouted: u32,
    long: u32,
    capital: u32,
}

impl Case {
    fn count(&mut self, word: &Word) {
        if word.letters > 1 && !word.digit {
            self.words += 1;
            self.shouted += u32::from(word.is_shouted());
        }
        if word.letters > 3 && !word.digit {
            self.long += 1;
            self.capital += u32::from(word.capital);
        }
    }

    /// Whether the words are written in capitals.
    fn is_shouted(self) -> bool {
        self.words >= 3 && self.shouted * 10 >= self.words * 8
    }

    /// Whether most words start with a capital.
    fn is_title(self) -> bool {
        self.long >= 4 && self.capital * 10 >= self.long * 7
    }
}

/// Whether a line ends with a mark, as headlines do not.
fn ends_as_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '?', '!', '"', '\u{201d}', '\u{2019}', ']', ';', ':', ','])
}
