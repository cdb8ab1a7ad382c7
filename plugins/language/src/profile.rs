//! What one pass over a stretch of text tells about its language.

use whatlang::{Lang, Script};

use crate::alphabet::{Alphabet, Character, Letter};
use crate::code::{LANGUAGES, rank};
use crate::lexicon::{Evidence, Lexicon, Word};
use crate::script::{self, SCRIPTS};
use crate::set::Set;

/// What characters and words speak for.
pub(crate) struct Tables {
    alphabet: Alphabet,
    lexicon: Lexicon,
}

impl Tables {
    /// Compiles the tables.
    pub(crate) fn new() -> Tables {
        Tables { alphabet: Alphabet::new(), lexicon: Lexicon::new() }
    }
}

/// Counts over a stretch of text: its letters by script, its words, and the evidence for each language.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Letters, weighted by [`script::weight`].
    pub(crate) letters: u32,
    /// Words: runs of letters.
    pub(crate) words: u32,
    /// Words after the first with a capital: names, in most languages.
    pub(crate) capitals: u32,
    /// Words after the first without one that are not in the lexicon.
    pub(crate) plain: u32,
    by_script: [u32; SCRIPTS],
    evidence: [u32; LANGUAGES.len()],
}

/// A language and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) language: Lang,
    pub(crate) points: u32,
}

impl Profile {
    /// Reads a stretch of text.
    pub(crate) fn of(text: &str, tables: &Tables) -> Profile {
        let mut reader = Reader { tables, profile: Profile::default(), word: None };
        for character in text.chars() {
            match u8::try_from(character) {
                Ok(byte) if byte.is_ascii() => reader.read_ascii(byte),
                _ => reader.read(character),
            }
        }
        reader.end_word();
        reader.profile
    }

    /// The script of most letters; `None` when no letter is of a known script.
    ///
    /// Kana, even few, make Han characters Japanese, so these come back as [`Script::Hiragana`].
    pub(crate) fn main_script(&self) -> Option<Script> {
        let count = |script: Script| self.by_script[script as usize];
        let kana = count(Script::Hiragana) + count(Script::Katakana);
        let east_asian = kana + count(Script::Mandarin);
        // A stray kana in a long Chinese text is a quotation; a Japanese one has them in every sentence.
        let east = if kana * 20 > east_asian { Script::Hiragana } else { Script::Mandarin };
        let others = Script::all()
            .iter()
            .copied()
            .filter(|script| !matches!(script, Script::Mandarin | Script::Hiragana | Script::Katakana));
        let sizes = others.map(|script| (count(script), script)).chain([(east_asian, east)]);
        sizes.filter(|&(size, _)| size > 0).max_by_key(|&(size, _)| size).map(|(_, script)| script)
    }

    /// How many letters of one script there are, kana and Han together.
    pub(crate) fn letters_of(&self, script: Script) -> u32 {
        let count = |script: Script| self.by_script[script as usize];
        match script {
            Script::Mandarin | Script::Hiragana | Script::Katakana => {
                count(Script::Mandarin) + count(Script::Hiragana) + count(Script::Katakana)
            }
            script => count(script),
        }
    }

    /// The evidence for a language.
    pub(crate) fn points(&self, language: Lang) -> u32 {
        self.evidence[language as usize]
    }

    /// The language of a set for which there is most evidence; of equals the most common.
    pub(crate) fn best(&self, among: Set) -> Option<Score> {
        let scores = among.iter().map(|language| Score { language, points: self.points(language) });
        scores.max_by_key(|score| (score.points, u8::MAX - rank(score.language)))
    }

    fn count(&mut self, script: Script) {
        let weight = script::weight(script);
        self.letters += weight;
        self.by_script[script as usize] += weight;
    }

    fn add(&mut self, evidence: Evidence) {
        for place in evidence.languages.indices() {
            self.evidence[place] += u32::from(evidence.weight);
        }
    }
}

impl Default for Profile {
    fn default() -> Profile {
        Profile { letters: 0, words: 0, capitals: 0, plain: 0, by_script: [0; SCRIPTS], evidence: [0; LANGUAGES.len()] }
    }
}

/// A word that is being read.
#[derive(Clone, Copy)]
struct OpenWord {
    word: Word,
    letters: u32,
    capital: bool,
}

impl OpenWord {
    fn push(&mut self, small: char) {
        self.word.push(small);
        self.letters += 1;
    }
}

struct Reader<'a> {
    tables: &'a Tables,
    profile: Profile,
    word: Option<OpenWord>,
}

impl Reader<'_> {
    fn read_ascii(&mut self, byte: u8) {
        if !byte.is_ascii_alphabetic() {
            return self.end_word();
        }
        self.open_word(byte.is_ascii_uppercase()).push(char::from(byte.to_ascii_lowercase()));
        self.profile.count(Script::Latin);
    }

    fn read(&mut self, character: char) {
        match self.tables.alphabet.get(character) {
            Character::Letter(letter) => self.read_letter(letter),
            Character::Mark => self.word.iter_mut().for_each(|open| open.word.push(character)),
            Character::Other => self.end_word(),
        }
    }

    fn read_letter(&mut self, letter: Letter) {
        match letter.script {
            Some(script) => self.profile.count(script),
            None => self.profile.letters += 1,
        }
        let is_first = self.profile.words == 0;
        let open = self.open_word(letter.capital);
        open.push(letter.small);
        // Letters of names say where somebody comes from, not what language this is.
        if (is_first || !open.capital)
            && let Some(evidence) = letter.evidence
        {
            self.profile.add(evidence);
        }
    }

    fn open_word(&mut self, capital: bool) -> &mut OpenWord {
        self.word.get_or_insert(OpenWord { word: Word::default(), letters: 0, capital })
    }

    fn end_word(&mut self) {
        let Some(OpenWord { word, letters, capital }) = self.word.take() else { return };
        self.profile.words += 1;
        if self.profile.words > 1 {
            self.profile.capitals += u32::from(capital);
        }
        // A capital letter by itself is an initial, a unit or a formula.
        if capital && letters == 1 {
            return;
        }
        match self.tables.lexicon.word(word) {
            Some(evidence) if capital || letters == 1 => self.profile.add(evidence.halved()),
            Some(evidence) => self.profile.add(evidence),
            None if self.profile.words > 1 && !capital => self.profile.plain += 1,
            None => {}
        }
    }
}
