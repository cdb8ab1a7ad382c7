//! Cue words: phrases by which a line shows what it is, in a dozen languages, and the index that finds them.
//!
//! [`table`] has the phrases. They are looked up by the hash of their first word, so a line costs one probe a word.

mod table;

use crate::words::{self, Word};

use table::LANGUAGE_NAMES;
pub(crate) use table::SECTION_WORDS;

/// What a phrase is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Cue {
    /// A share button or the name of a network.
    Share,
    /// "Also available in".
    Available,
    /// The name of a language, in that language.
    LanguageName,
    /// "By", "Written by".
    Byline,
    /// A press role: correspondent, editor.
    Role,
    /// "Published on".
    Published,
    /// "Updated on".
    Updated,
    /// "Accessed", in a footnote.
    Accessed,
    /// The name of a section: world, politics.
    Section,
    /// "References" as a heading.
    ReferencesHeading,
    /// "Ibid."
    Ibid,
    /// "About the author".
    BioHeading,
    /// "graduated from", "is a senior fellow".
    Bio,
    /// "Related posts".
    Related,
    /// "are not those of the publisher".
    Disclaimer,
    /// "Photo:".
    Caption,
    /// The name of a picture agency.
    Credit,
    /// "Abstract", "Key points".
    SummaryHeading,
    /// "This article examines".
    Summary,
    /// "Tags:".
    Tags,
    /// Advertising, comments, newsletters.
    Noise,
    /// An idiom of another language, word for word.
    Calque,
}

/// Where in a line a phrase has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Anywhere.
    Inside,
    /// At the start.
    Start,
    /// It is the line, but for punctuation.
    Whole,
}

/// No line lists more languages than this; further ones are only counted.
const LANGUAGES_MAX: usize = 16;

/// What the cues of one line add up to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hits {
    inside: u32,
    start: u32,
    whole: u32,
    /// Words that belong to share phrases.
    pub(crate) share_words: usize,
    /// Names of languages.
    pub(crate) language_names: usize,
    /// Places of the first of them in [`LANGUAGE_NAMES`].
    languages: [u8; LANGUAGES_MAX],
    /// Phrases of biographies.
    pub(crate) bio: usize,
    /// The word at which the first of them begins.
    pub(crate) bio_at: usize,
    /// Words of the phrase that opens a byline.
    pub(crate) byline_words: usize,
    /// Phrases of disclaimers.
    pub(crate) disclaimer: usize,
    /// Idioms of other languages.
    pub(crate) calques: usize,
}

impl Hits {
    /// Whether a phrase of `cue` stands at `place`.
    pub(crate) fn has(&self, cue: Cue, place: Place) -> bool {
        let set = match place {
            Place::Inside => self.inside,
            Place::Start => self.start,
            Place::Whole => self.whole,
        };
        set & (1 << cue as u8) != 0
    }

    /// Codes of the languages that are named.
    pub(crate) fn language_codes(&self) -> impl Iterator<Item = &'static str> {
        self.languages.into_iter().take(self.language_names).map(|at| LANGUAGE_NAMES[at as usize].1)
    }

    fn add(&mut self, phrase: &Phrase, place: Place, at: usize) {
        let bit = 1 << phrase.cue as u8;
        self.inside |= bit;
        self.start |= if place >= Place::Start { bit } else { 0 };
        self.whole |= if place == Place::Whole { bit } else { 0 };
        match phrase.cue {
            Cue::Share => self.share_words += phrase.words,
            Cue::LanguageName => {
                if let Some(free) = self.languages.get_mut(self.language_names) {
                    *free = phrase.language;
                }
                self.language_names += 1;
            }
            Cue::Bio => {
                self.bio_at = if self.bio == 0 { at } else { self.bio_at };
                self.bio += 1;
            }
            Cue::Byline => self.byline_words = phrase.words,
            Cue::Disclaimer => self.disclaimer += 1,
            Cue::Calque => self.calques += 1,
            _ => {}
        }
    }
}

#[derive(Clone)]
struct Phrase {
    /// What it is found by: the hash of its first word, or [`pair`] of its first two where a third follows.
    key: u64,
    text: String,
    /// The last byte of its text.
    last: u8,
    /// The phrase may end where a word goes on.
    stem: bool,
    words: usize,
    cue: Cue,
    place: Place,
    /// Of a language's name: its place in the list.
    language: u8,
}

/// Phrases are found by so many of the low bits of their keys.
const BUCKET_BITS: u32 = 12;
/// So many of them are asked first: hardly a key shares them with a phrase that is not its own.
const FILTER_BITS: u32 = 15;

/// All phrases, ready to be looked up.
pub(crate) struct Index {
    /// With what a line may begin: all of them.
    leading: Table,
    /// What counts inside a line, too.
    inside: Table,
}

/// Phrases by their keys.
struct Table {
    /// By bucket; longer phrases of a key first, so that the longest match of a cue wins.
    phrases: Vec<Phrase>,
    /// Where each bucket begins, and after the last one the end.
    starts: Vec<u16>,
    /// A bit for the low bits of each key: a phrase lies on lines of the cache that no other word needs.
    filter: Vec<u64>,
}

impl Table {
    fn new(mut phrases: Vec<Phrase>) -> Table {
        let key = |phrase: &Phrase| (bucket(phrase.key), phrase.key, std::cmp::Reverse(phrase.text.len()));
        phrases.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.text.cmp(&b.text)));
        let start = |at: usize| phrases.partition_point(|phrase| bucket(phrase.key) < at) as u16;
        let starts = (0..=1 << BUCKET_BITS).map(start).collect();
        let mut filter = vec![0; (1 << FILTER_BITS) / 64];
        for bit in phrases.iter().map(|phrase| low_bits(phrase.key, FILTER_BITS)) {
            filter[bit / 64] |= 1 << (bit % 64);
        }
        Table { phrases, starts, filter }
    }

    /// Whether there may be phrases of a key: for most there are none.
    #[inline]
    fn may_have(&self, key: u64) -> bool {
        let bit = low_bits(key, FILTER_BITS);
        self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The phrases of a key.
    fn of(&self, key: u64) -> impl Iterator<Item = &Phrase> {
        let bucket = bucket(key);
        let range =
            if self.may_have(key) { self.starts[bucket] as usize..self.starts[bucket + 1] as usize } else { 0..0 };
        self.phrases[range].iter().filter(move |phrase| phrase.key == key)
    }
}

impl Index {
    /// Folds and sorts the phrases.
    pub(crate) fn new() -> Index {
        let rows =
            table::ROWS.iter().flat_map(|&(cue, place, row)| row.iter().map(move |&text| phrase(cue, place, text)));
        let names = LANGUAGE_NAMES
            .iter()
            .zip(0..)
            .map(|(&(name, _), language)| Phrase { language, ..phrase(Cue::LanguageName, Place::Inside, name) });
        let phrases: Vec<Phrase> = rows.chain(names).collect();
        let inside = phrases.iter().filter(|phrase| phrase.place == Place::Inside).cloned().collect();
        Index { leading: Table::new(phrases), inside: Table::new(inside) }
    }

    /// Finds the cues of a line: its `words`, which lie in `folded` before `end`.
    pub(crate) fn find(&self, folded: &str, words: &[Word], end: usize) -> Hits {
        let mut hits = Hits::default();
        // Words before this one belong to a share phrase already.
        let mut shared = 0;
        for (at, word) in words.iter().enumerate() {
            let table = if at == 0 { &self.leading } else { &self.inside };
            let longer = words.get(at + 1).map_or(0, |next| pair(word.hash, next.hash));
            if !table.may_have(longer) && !table.may_have(word.hash) {
                continue;
            }
            let mut seen = 0u32;
            for phrase in table.of(longer).chain(table.of(word.hash)) {
                let bit = 1 << phrase.cue as u8;
                let misplaced = at > 0 && phrase.place > Place::Inside;
                if misplaced || seen & bit != 0 || (phrase.cue == Cue::Share && at < shared) {
                    continue;
                }
                let Some(after) = phrase.matches(&folded[word.start..end]) else { continue };
                let place = place_of(at, after);
                if place < phrase.place {
                    continue;
                }
                seen |= bit;
                if phrase.cue == Cue::Share {
                    shared = at + phrase.words;
                }
                hits.add(phrase, place, at);
            }
        }
        hits
    }
}

/// The key of two words: far fewer lines have both than the first alone.
fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(32) ^ second
}

fn bucket(key: u64) -> usize {
    low_bits(key, BUCKET_BITS)
}

fn low_bits(key: u64, bits: u32) -> usize {
    (key & ((1 << bits) - 1)) as usize
}

impl Phrase {
    /// The rest of the line after the phrase, or `None` when `line` does not begin with it.
    fn matches<'a>(&self, line: &'a str) -> Option<&'a str> {
        // Many lines have the first word, few the last letter.
        if line.as_bytes().get(self.text.len() - 1) != Some(&self.last) {
            return None;
        }
        let rest = line.strip_prefix(&*self.text)?;
        (self.stem || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
    }
}

fn phrase(cue: Cue, place: Place, text: &str) -> Phrase {
    let stem = text.ends_with(['*', ':']);
    let mut words = Vec::new();
    let mut folded = String::new();
    words::read_words(text.trim_end_matches('*'), &mut folded, &mut words);
    folded.truncate(folded.trim_end().len());
    let key = key_of(&folded, &words);
    let last = *folded.as_bytes().last().expect("a phrase has words");
    Phrase { key, text: folded, last, stem, words: words.len(), cue, place, language: 0 }
}

/// What a phrase is found by. Its second word is whole where a blank follows, and is one where nothing in the two is written
/// without blanks.
fn key_of(folded: &str, words: &[Word]) -> u64 {
    let ends = |word: &Word| folded[word.end..].starts_with(' ');
    match words {
        [first, second, _, ..] if ends(first) && ends(second) && second.start == first.end + 1 => {
            pair(first.hash, second.hash)
        }
        [first, ..] => first.hash,
        [] => 0,
    }
}

fn place_of(place_in_line: usize, after: &str) -> Place {
    match place_in_line {
        0 if !after.contains(char::is_alphanumeric) => Place::Whole,
        0 => Place::Start,
        _ => Place::Inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(line: &str) -> Hits {
        let (mut folded, mut words) = (String::new(), Vec::new());
        words::read_words(line, &mut folded, &mut words);
        Index::new().find(&folded, &words, folded.len())
    }

    #[test]
    fn phrases_are_found_where_they_belong() {
        for (line, cue, place) in [
            ("SHARE THIS ARTICLE", Cue::Share, Place::Whole),
            ("Yazar Hakkında:", Cue::BioHeading, Place::Whole),
            ("YAZAR HAKKINDA", Cue::BioHeading, Place::Whole),
            ("(Erişim Tarihi: 01.02.2020)", Cue::Accessed, Place::Start),
            ("ЧИТАЙТЕ ТАКЖЕ: мост открыт", Cue::Related, Place::Start),
            ("Mrs Vale holds a PhD in history", Cue::Bio, Place::Inside),
        ] {
            assert!(hits(line).has(cue, place), "{line}");
        }
    }

    #[test]
    fn phrases_are_not_found_where_they_do_not_belong() {
        for (line, cue) in [
            ("The references to the treaty were removed", Cue::ReferencesHeading),
            ("He asked them to read more: about bees", Cue::Related),
            ("Sharehold", Cue::Share),
        ] {
            assert!(!hits(line).has(cue, Place::Inside), "{line}");
        }
    }

    #[test]
    fn the_words_of_a_share_phrase_count_once() {
        assert_eq!(hits("Share this article on Facebook").share_words, 5);
    }

    #[test]
    fn every_phrase_begins_with_a_word_and_is_listed_once_a_cue() {
        let index = Index::new();
        let mut seen = std::collections::HashSet::new();
        for phrase in &index.leading.phrases {
            assert!(phrase.words > 0 && phrase.text.starts_with(char::is_alphanumeric), "{}", phrase.text);
            assert!(seen.insert((phrase.cue as u8, phrase.text.clone())), "twice: {} {:?}", phrase.text, phrase.cue);
        }
    }
}
