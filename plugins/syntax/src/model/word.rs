//! What tagger, parser and labeller see of a token: hashes of its letters, its shape, what the lexicon says of it.

use std::ops::Range;

use eight::Eight;

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
        let [is_letter, is_capital] = match word.as_bytes().first() {
            Some(first) if first.is_ascii() => [first.is_ascii_alphabetic(), first.is_ascii_uppercase()],
            _ => [word.starts_with(char::is_alphabetic), word.starts_with(char::is_uppercase)],
        };
        // Short words stay small in headlines, too.
        let is_long = word.len() >= 4;
        letters += usize::from(is_long & is_letter);
        if is_long & is_letter & is_capital {
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
    /// Looks at a token of a text.
    pub fn new(text: &str, token: Range<usize>, manner: Manner, glued: bool) -> Word {
        let spelling = Spelling::of_plain(text, &token, manner).unwrap_or_else(|| Spelling::of(&text[token], manner));
        let Spelling { letters, start, end, shape, capital } = spelling;
        Word {
            letters,
            start: mixed(start),
            ends: [mixed(end & 0xffff), mixed(end & 0xff_ffff), mixed(end)],
            shape: mixed(shape),
            capital,
            glued,
            known: Known::default(),
        }
    }
}

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spelling {
    /// The hash of its characters as [`simple`] has them.
    letters: u32,
    /// The first three of their bytes, the first lowest.
    start: u32,
    /// The last four, the last lowest.
    end: u32,
    /// The manner, and three bits for each of the first runs of one kind.
    shape: u32,
    /// Whether it begins with a capital.
    capital: bool,
}

impl Spelling {
    /// That of letters of ASCII, of which at most the first is a capital, as most words are; `None` of others, of long
    /// ones, and where the text ends. It takes no decision for each letter, of which the processor would foresee few.
    fn of_plain(text: &str, token: &Range<usize>, manner: Manner) -> Option<Spelling> {
        let from_start: &[u8; 24] = text.as_bytes().get(token.start..)?.first_chunk()?;
        let to_end: &[u8; 4] = text.as_bytes().get(..token.end)?.last_chunk()?;
        let length = token.len();
        let eight = |at: usize| Eight::at(from_start, at).first(length.saturating_sub(at));
        let [first, second, third] = [eight(0), eight(8), eight(16)];
        let capital = first.capitals().is_first();
        let small = |eight: Eight| eight.within(b'a', b'z').count();
        if length == 0 || usize::from(capital) + small(first) + small(second) + small(third) != length {
            return None;
        }
        let first = first.small();
        let begun = hashed(0, first.number());
        let longer = hashed(begun, second.number());
        let hash = match length {
            ..=8 => begun,
            9..=16 => longer,
            _ => hashed(longer, third.number()),
        };
        // Of a short word the first letter is among the last, and may be a capital there; what stands before it is not.
        let mask = (1u64 << (8 * length.min(4))) - 1;
        let end = (u32::from_be_bytes(*to_end) | 0x2020_2020) & mask as u32;
        let shape = if capital { (manner as u32) << 3 | Kind::Capital as u32 } else { manner as u32 };
        let shape = if length > usize::from(capital) { shape << 3 | Kind::Small as u32 } else { shape };
        Some(Spelling { letters: (hash >> 32) as u32, start: first.first(3).number() as u32, end, shape, capital })
    }

    /// That of any token.
    fn of(token: &str, manner: Manner) -> Spelling {
        let (mut plain, mut length, mut shape) = ([0u8; BYTES_MAX], 0, manner as u32);
        let (mut last, mut runs) = (Kind::None, 0);
        for character in token.chars() {
            let Some(rest) = plain[length..].first_chunk_mut::<4>() else { break };
            let kind = Kind::of(character);
            if kind != last && runs < RUNS_MAX {
                (last, runs) = (kind, runs + 1);
                shape = shape << 3 | kind as u32;
            }
            length += simple(character).encode_utf8(rest).len();
        }
        let eights = plain[..length.next_multiple_of(8)].as_chunks().0;
        Spelling {
            letters: (eights.iter().fold(0, |hash, eight| hashed(hash, u64::from_le_bytes(*eight))) >> 32) as u32,
            start: u32::from_le_bytes([plain[0], plain[1], plain[2], 0]),
            end: plain[..length].iter().rev().take(4).rfold(0, |end, &byte| end << 8 | u32::from(byte)),
            shape,
            capital: token.starts_with(char::is_uppercase),
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

/// The hash of bytes before eight more, and of them.
fn hashed(hash: u64, eight: u64) -> u64 {
    (hash.rotate_left(25) ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Some bytes so mixed that the upper bits say most.
fn mixed(bytes: u32) -> u32 {
    bytes.wrapping_mul(0x9e37_79b1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_spelled_like_all_others() {
        let words =
            ["a", "A", "at", "At", "the", "Lune", "tide", "harbour", "Harbours", "harbourmaster", "Disestablishment"];
        let longer =
            ["disestablishmentarianist", "McAdam", "NATO", "it's", "x9", "Åland", "disestablishmentarianists", "zZ"];
        for word in words.into_iter().chain(longer) {
            for (before, behind) in
                [("", ""), ("", " and more of it than it takes"), ("Of 9 Xylems ", "ABCDEFGHIJKLMNOPQRSTUVW")]
            {
                let text = format!("{before}{word}{behind}");
                let token = before.len()..before.len() + word.len();
                if let Some(plain) = Spelling::of_plain(&text, &token, Manner::Headline) {
                    assert_eq!(plain, Spelling::of(word, Manner::Headline), "{text}");
                }
            }
        }
        let is_plain =
            |word: &str| Spelling::of_plain(&format!("{word:30}"), &(0..word.len()), Manner::Prose).is_some();
        assert!(words.into_iter().all(|word| word.len() < 4 || is_plain(word)));
        assert_eq!(longer.map(is_plain), [true, false, false, false, false, false, false, false]);
    }
}
