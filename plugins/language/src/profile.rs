//! What one pass over a stretch of text tells about its language.

use eight::Eight;
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
    /// The languages for which there is any evidence: few of all.
    heard: Set,
}

/// A language and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Score {
    pub(crate) language: Lang,
    pub(crate) points: u32,
}

impl Score {
    /// By evidence; among equals the most common language is the last.
    fn order(self) -> (u32, u8) {
        (self.points, u8::MAX - rank(self.language))
    }
}

impl Profile {
    /// Reads a stretch of text.
    pub(crate) fn of(text: &str, tables: &Tables) -> Profile {
        let mut reader = Reader { tables, profile: Profile::default(), word: None };
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(&byte) = bytes.get(at) {
            at = match byte {
                b'a'..=b'z' | b'A'..=b'Z' => reader.read_ascii(bytes, at),
                0x80.. => at + reader.read(&text[at..]),
                _ => reader.read_others(bytes, at),
            };
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

    /// The language of a set for which there is most evidence, and how much there is for the next; of equals the most
    /// common.
    pub(crate) fn best_two(&self, among: Set) -> Option<(Score, u32)> {
        let heard = among.intersection(self.heard);
        let (mut best, mut next): (Option<Score>, u32) = (None, 0);
        for language in heard.iter() {
            let score = Score { language, points: self.points(language) };
            match best {
                Some(first) if first.order() > score.order() => next = next.max(score.points),
                first => (best, next) = (Some(score), first.map_or(0, |first| first.points)),
            }
        }
        let silent = || Some(Score { language: among.iter().min_by_key(|&language| rank(language))?, points: 0 });
        best.or_else(silent).map(|best| (best, next))
    }

    fn count(&mut self, script: Script, letters: u32) {
        let weight = letters * script::weight(script);
        self.letters += weight;
        self.by_script[script as usize] += weight;
    }

    fn add(&mut self, evidence: Evidence) {
        self.heard = self.heard.union(evidence.languages);
        for place in evidence.languages.indices() {
            self.evidence[place] += u32::from(evidence.weight);
        }
    }
}

impl Default for Profile {
    fn default() -> Profile {
        Profile {
            letters: 0,
            words: 0,
            capitals: 0,
            plain: 0,
            by_script: [0; SCRIPTS],
            evidence: [0; LANGUAGES.len()],
            heard: Set::default(),
        }
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
    fn begun(capital: bool) -> OpenWord {
        OpenWord { word: Word::default(), letters: 0, capital }
    }
}

struct Reader<'a> {
    tables: &'a Tables,
    profile: Profile,
    word: Option<OpenWord>,
}

impl Reader<'_> {
    /// Reads the letters of ASCII from `at` on, and returns where they end.
    fn read_ascii(&mut self, text: &[u8], at: usize) -> usize {
        let mut open = self.word.take().unwrap_or_else(|| OpenWord::begun(text[at].is_ascii_uppercase()));
        let mut end = at;
        loop {
            let eight = Eight::at(text, end);
            let run = eight.letters().run();
            if run > 0 {
                open.word.add(eight.first(run).small(), run);
            }
            end += run;
            if run < 8 {
                break;
            }
        }
        open.letters += (end - at) as u32;
        self.profile.count(Script::Latin, (end - at) as u32);
        match text.get(end) {
            Some(0x80..) => self.word = Some(open),
            // Nearly always: the word need not be kept.
            _ => self.end(open),
        }
        end
    }

    /// Passes over what is ASCII and no letter from `at` on, and returns where that ends.
    fn read_others(&mut self, text: &[u8], at: usize) -> usize {
        self.end_word();
        let others = text[at..].iter().take_while(|&&byte| byte.is_ascii() && !byte.is_ascii_alphabetic());
        at + others.count()
    }

    /// Reads the character at the start, which is not ASCII, and returns its length.
    fn read(&mut self, rest: &str) -> usize {
        let Some(character) = rest.chars().next() else { return 0 };
        match self.tables.alphabet.get(character) {
            Character::Letter(letter) => self.read_letter(letter),
            Character::Mark => self.word.iter_mut().for_each(|open| open.word.push(character)),
            Character::Other => self.end_word(),
        }
        character.len_utf8()
    }

    fn read_letter(&mut self, letter: Letter) {
        match letter.script {
            Some(script) => self.profile.count(script, 1),
            None => self.profile.letters += 1,
        }
        let is_first = self.profile.words == 0;
        let open = self.word.get_or_insert(OpenWord::begun(letter.capital));
        open.word.push(letter.small);
        open.letters += 1;
        // Letters of names say where somebody comes from, not what language this is.
        if (is_first || !open.capital)
            && let Some(evidence) = letter.evidence
        {
            self.profile.add(evidence);
        }
    }

    fn end_word(&mut self) {
        if let Some(open) = self.word.take() {
            self.end(open);
        }
    }

    fn end(&mut self, OpenWord { word, letters, capital }: OpenWord) {
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
