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

/// How many bytes of a word are looked at: nobody reads more.
const BYTES_MAX: usize = 48;

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
        let Spelling { plain, length, shape } = Spelling::of(text, manner);
        let end = plain[..length].iter().rev().take(4).rfold(0, |end, &byte| end << 8 | u32::from(byte));
        let start = u32::from_le_bytes([plain[0], plain[1], plain[2], 0]);
        Word {
            letters: hash(&plain[..length.next_multiple_of(8)]),
            start: mixed(start),
            ends: [mixed(end & 0xffff), mixed(end & 0xff_ffff), mixed(end)],
            shape: mixed(shape),
            capital: text.starts_with(char::is_uppercase),
            glued,
            known: Known::default(),
        }
    }
}

/// How a token is written.
struct Spelling {
    /// Its characters as [`simple`] has them, and how many bytes they are.
    plain: [u8; BYTES_MAX],
    length: usize,
    /// The manner, and three bits for each of the first runs of one kind.
    shape: u32,
}

impl Spelling {
    fn of(text: &str, manner: Manner) -> Spelling {
        let mut spelling = Spelling { plain: [0; BYTES_MAX], length: 0, shape: manner as u32 };
        match text.as_bytes().split_first() {
            // Most words.
            Some((first, rest))
                if text.len() < BYTES_MAX / 2
                    && first.is_ascii_alphabetic()
                    && rest.iter().all(u8::is_ascii_lowercase) =>
            {
                spelling.add_letters(*first, rest);
            }
            _ => spelling.add(text),
        }
        spelling
    }

    /// Adds a letter of ASCII and small ones behind it.
    fn add_letters(&mut self, first: u8, rest: &[u8]) {
        let is_capital = first.is_ascii_uppercase();
        if is_capital {
            self.shape = self.shape << 3 | Kind::Capital as u32;
        }
        if !is_capital || !rest.is_empty() {
            self.shape = self.shape << 3 | Kind::Small as u32;
        }
        self.plain[0] = first.to_ascii_lowercase();
        self.plain[1..=rest.len()].copy_from_slice(rest);
        self.length = 1 + rest.len();
    }

    /// Adds characters.
    fn add(&mut self, text: &str) {
        let (mut last, mut runs) = (Kind::None, 0);
        for character in text.chars() {
            let Some(rest) = self.plain[self.length..].first_chunk_mut::<4>() else { break };
            let kind = Kind::of(character);
            if kind != last && runs < RUNS_MAX {
                (last, runs) = (kind, runs + 1);
                self.shape = self.shape << 3 | kind as u32;
            }
            self.length += simple(character).encode_utf8(rest).len();
        }
    }
}

/// What a character is in a shape.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
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
    #[inline(always)]
    fn of(character: char) -> Kind {
        match ASCII.get(character as usize) {
            Some(kind) => *kind,
            None if character.is_uppercase() => Kind::Capital,
            None if character.is_alphabetic() => Kind::Small,
            None if character.is_numeric() => Kind::Digit,
            None => Kind::Mark,
        }
    }
}

/// The kind of each character that is one byte.
static ASCII: [Kind; 128] = {
    let mut kinds = [Kind::Mark; 128];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => Kind::Small,
            b'A'..=b'Z' => Kind::Capital,
            b'0'..=b'9' => Kind::Digit,
            b'.' => Kind::Stop,
            b'-' => Kind::Hyphen,
            _ => Kind::Mark,
        };
        byte += 1;
    }
    kinds
};

/// The small letter, 0 for a digit, the plain mark for its typographic forms.
#[inline(always)]
fn simple(character: char) -> char {
    match character {
        '0'..='9' => '0',
        '\0'..='\x7f' => character.to_ascii_lowercase(),
        '‘' | '’' | '‛' | '′' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '‐' | '‑' => '-',
        '―' => '—',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The hash of a word's bytes, with zeros behind them up to a multiple of eight.
fn hash(bytes: &[u8]) -> u32 {
    let add = |hash: u64, part: &[u8; 8]| {
        (hash.rotate_left(25) ^ u64::from_le_bytes(*part)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    (bytes.as_chunks().0.iter().fold(0, add) >> 32) as u32
}

/// Some bytes so mixed that the upper bits say most.
fn mixed(bytes: u32) -> u32 {
    bytes.wrapping_mul(0x9e37_79b1)
}
