//! What tagger, parser and labeller see of a token: hashes of its letters, its shape, what the lexicon says of it.

/// A token as the models see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The letters, small, digits as 0, marks in their plain form.
    pub letters: u32,
    /// The first three letters.
    pub start: u32,
    /// The last two, three and four letters.
    pub ends: [u32; 3],
    /// Capitals, small letters, digits and marks, runs of each as one.
    pub shape: u32,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether no space stands before it.
    pub glued: bool,
    /// What the lexicon knows of it.
    pub known: Known,
}

/// What the lexicon knows of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The word's entry, or that of its cluster or its ending.
    pub entry: u16,
    /// The number of the entry among the frequent ones, or that of its group.
    pub common: u16,
    /// The words like it, 0 for none; in the upper 6 bits the group of such clusters.
    pub cluster: u16,
    /// Whether the entry is the word's own.
    pub own: bool,
    /// The classes that it can have, a bit each.
    pub classes: u64,
}

/// How many characters of a word are looked at: nobody reads more.
const CHARACTERS_MAX: usize = 40;

/// How many runs of a shape count.
const RUNS_MAX: usize = 8;

/// How the words of a sentence are written, which decides what a capital means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Capitals for names and at the start.
    Prose,
    /// Most Words Begin With a Capital.
    Headline,
    /// ALL CAPITALS.
    Capitals,
}

/// Tells how a sentence is written.
pub fn manner<'a>(words: impl Iterator<Item = &'a str>) -> Manner {
    let (mut letters, mut capital, mut all_capital) = (0, 0, 0);
    for word in words {
        // Short words stay small in headlines, too.
        if word.len() < 4 || !word.starts_with(char::is_alphabetic) {
            continue;
        }
        letters += 1;
        if word.starts_with(char::is_uppercase) {
            capital += 1;
            all_capital += usize::from(!word.contains(char::is_lowercase));
        }
    }
    match () {
        () if letters >= 3 && all_capital * 10 > letters * 7 => Manner::Capitals,
        () if letters >= 4 && capital * 10 > letters * 7 => Manner::Headline,
        () => Manner::Prose,
    }
}

impl Word {
    /// Looks at a token.
    pub fn new(text: &str, manner: Manner, glued: bool) -> Word {
        let mut plain = ['\0'; CHARACTERS_MAX];
        let mut length = 0;
        let mut shape = Hash::new(manner as u32);
        let (mut run, mut runs) = (Kind::None, 0);
        for character in text.chars().take(CHARACTERS_MAX) {
            let kind = Kind::of(character);
            if kind != run && runs < RUNS_MAX {
                shape.add(kind as u32);
                (run, runs) = (kind, runs + 1);
            }
            plain[length] = simple(character);
            length += 1;
        }
        let plain = &plain[..length];
        let from_end = |count: usize| hash(&plain[length - count.min(length)..]) ^ u32::from(count > length);
        Word {
            letters: hash(plain),
            start: hash(&plain[..length.min(3)]),
            ends: [from_end(2), from_end(3), from_end(4)],
            shape: shape.0,
            capital: text.starts_with(char::is_uppercase),
            glued,
            known: Known::default(),
        }
    }
}

/// What a character is in a shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Capital,
    Small,
    Digit,
    Mark,
    Stop,
    Hyphen,
}

impl Kind {
    fn of(character: char) -> Kind {
        match character {
            'a'..='z' => Kind::Small,
            'A'..='Z' => Kind::Capital,
            '0'..='9' => Kind::Digit,
            '.' => Kind::Stop,
            '-' => Kind::Hyphen,
            '\0'..='\x7f' => Kind::Mark,
            other if other.is_uppercase() => Kind::Capital,
            other if other.is_alphabetic() => Kind::Small,
            other if other.is_numeric() => Kind::Digit,
            _ => Kind::Mark,
        }
    }
}

/// The small letter, 0 for a digit, the plain mark for its typographic forms.
fn simple(character: char) -> char {
    match character {
        'A'..='Z' => character.to_ascii_lowercase(),
        '0'..='9' => '0',
        '\0'..='\x7f' => character,
        '‘' | '’' | '‛' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‐' | '‑' => '-',
        '―' => '—',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The hash of some characters.
fn hash(characters: &[char]) -> u32 {
    let mut hash = Hash::new(characters.len() as u32);
    for &character in characters {
        hash.add(character as u32);
    }
    hash.0
}

/// A hash of characters that come one by one.
struct Hash(u32);

impl Hash {
    fn new(seed: u32) -> Hash {
        Hash(seed.wrapping_mul(0x9e37_79b9) ^ 0x811c_9dc5)
    }

    #[inline(always)]
    fn add(&mut self, value: u32) {
        self.0 = (self.0 ^ value).wrapping_mul(0x0100_0193);
        self.0 ^= self.0 >> 15;
    }
}
