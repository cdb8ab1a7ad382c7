//! How words are written where they are looked up: without accents, full stops and apostrophes, as fingerprints.
//!
//! The build script makes the tables with this very file, so that text and tables cannot disagree.

/// Base letters of U+00C0 to U+024F; a full stop where there is none.
const LATIN: &[u8; 400] = b"AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl..LlNnNnNn.NnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs.B........D....E..f.............Oo.............Uu............................AaIiOoUuUuUuUuUu.AaAa....GgKkOoOo..j...Gg..NnAa....AaAaEeEeIiIiOoOoRrRrUuUuSsTt..Hh......AaEeOoOoOoOoYy............................";
/// Base letters of U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8; 256] = b"AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy....S.AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy......";

/// The letter without its accent; letters that have none come back as they are.
pub(crate) fn base(letter: char) -> char {
    let base = match letter {
        '\u{c0}'..='\u{24f}' => LATIN[letter as usize - 0xc0],
        '\u{1e00}'..='\u{1eff}' => LATIN_ADDITIONAL[letter as usize - 0x1e00],
        _ => return letter,
    };
    if base == b'.' { letter } else { char::from(base) }
}

/// Whether the character leaves no trace in a fingerprint: combining marks, full stops, apostrophes.
pub(crate) fn is_silent(letter: char) -> bool {
    matches!(letter, '.' | '\'' | '\u{2019}' | '\u{2bc}' | '\u{2bb}' | '`' | '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}')
}

/// A fingerprint of a word or a phrase, made letter by letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) u64);

/// Any odd number with well spread bits serves: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// What words of a name start from.
    pub(crate) const NAME: Key = Key(0x6e61_6d65_0000_0001);
    /// What words of a role start from: "us" is not "US", and "mobile" no town.
    pub(crate) const ROLE: Key = Key(0x726f_6c65_0000_0002);

    /// The key with one more letter of a word.
    pub(crate) fn letter(self, letter: char) -> Key {
        Key((self.0.rotate_left(5) ^ u64::from(letter)).wrapping_mul(SPREAD))
    }

    /// The key of a phrase with one more word.
    pub(crate) fn word(self, word: Key) -> Key {
        Key((self.0.rotate_left(23) ^ word.0 ^ 0x2d).wrapping_mul(SPREAD))
    }

    /// The key as tables have it: a product is mixed best at its upper end, so the ends are folded together.
    pub(crate) fn mixed(self) -> u64 {
        let mixed = (self.0 ^ self.0 >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ mixed >> 32
    }
}

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// The fingerprint with capitals.
    pub(crate) key: Key,
    /// The fingerprint in small letters.
    pub(crate) small: Key,
    /// The fingerprint with a capital first and small letters after it.
    pub(crate) title: Key,
    /// How many letters are capitals.
    pub(crate) capitals: u32,
    /// How many letters and digits.
    pub(crate) letters: u32,
    /// Whether the first is a capital.
    pub(crate) capital: bool,
    /// Whether a digit is in it.
    pub(crate) digit: bool,
}

/// The words of a text, left to right.
///
/// A word is a run of letters and digits with the silent characters inside; a possessive "'s" is a word of its own.
pub(crate) fn words(text: &str, offset: usize) -> impl Iterator<Item = Word> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let skipped = text[at..].find(char::is_alphanumeric)?;
        let possessive = skipped > 0 && is_possessive(&text[at..], skipped);
        let start = if possessive { at + skipped - mark_before(&text[at..], skipped) } else { at + skipped };
        let mut word = Word { start: offset + start, ..Word::default() };
        at = read_word(text, start, &mut word);
        word.end = offset + at;
        Some(word)
    })
}

/// Bytes of the apostrophe right before `at`; 0 when there is none.
fn mark_before(text: &str, at: usize) -> usize {
    text[..at].chars().next_back().filter(|&mark| matches!(mark, '\'' | '\u{2019}')).map_or(0, char::len_utf8)
}

/// Whether an "s" that follows an apostrophe, itself right behind a word, stands at `at`.
fn is_possessive(text: &str, at: usize) -> bool {
    let mark = mark_before(text, at);
    let mut after = text[at..].chars();
    mark == at
        && mark > 0
        && matches!(after.next(), Some('s' | 'S'))
        && !after.next().is_some_and(char::is_alphanumeric)
}

/// Reads the word at `start` and returns where it ends.
fn read_word(text: &str, start: usize, word: &mut Word) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    // Most words are letters of ASCII and nothing else.
    while end < bytes.len() && bytes[end].is_ascii_alphanumeric() {
        add_ascii(word, bytes[end]);
        end += 1;
    }
    let plain =
        end > start && bytes.get(end).is_none_or(|&next| next.is_ascii() && !matches!(next, b'.' | b'\'' | b'`'));
    if !plain {
        end = read_rest(text, start, end, word);
    }
    word.title = if word.capitals > u32::from(word.capital) { title(&text[start..end]) } else { word.key };
    end
}

/// Goes on where letters with accents or silent characters come.
fn read_rest(text: &str, start: usize, from: usize, word: &mut Word) -> usize {
    let mut end = from;
    let mut letters = text[from..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let at = from + at;
        if is_silent(letter) && at > start {
            if matches!(letter, '\'' | '\u{2019}') && is_possessive(&text[at..], letter.len_utf8()) {
                break;
            }
            if letters.peek().is_some_and(|&(_, next)| next.is_alphanumeric()) {
                continue;
            }
            // The last full stop of "U.S." belongs to it: there is one inside.
            if letter == '.' && text[start..at].contains('.') {
                end = at + 1;
            }
            if matches!(letter, '\u{300}'..='\u{36f}') {
                end = at + letter.len_utf8();
                continue;
            }
            break;
        }
        if !(letter.is_alphanumeric() || at == start && is_silent(letter)) {
            break;
        }
        end = at + letter.len_utf8();
        if !is_silent(letter) {
            add(word, base(letter));
        }
    }
    end
}

/// The key of a word with a capital first and small letters after it.
fn title(word: &str) -> Key {
    let letters = word.chars().filter(|&letter| !is_silent(letter)).map(base);
    letters
        .enumerate()
        .fold(Key::default(), |key, (at, letter)| key.letter(if at == 0 { letter } else { small(letter) }))
}

fn small(letter: char) -> char {
    if letter.is_ascii() { letter.to_ascii_lowercase() } else { letter.to_lowercase().next().unwrap_or(letter) }
}

fn add_ascii(word: &mut Word, byte: u8) {
    let capital = byte.is_ascii_uppercase();
    word.capital |= capital && word.letters == 0;
    word.capitals += u32::from(capital);
    word.digit |= byte.is_ascii_digit();
    word.key = word.key.letter(char::from(byte));
    word.small = word.small.letter(char::from(byte.to_ascii_lowercase()));
    word.letters += 1;
}

fn add(word: &mut Word, letter: char) {
    if let Ok(byte) = u8::try_from(letter)
        && byte.is_ascii()
    {
        return add_ascii(word, byte);
    }
    let capital = letter.is_uppercase();
    word.capital |= capital && word.letters == 0;
    word.capitals += u32::from(capital);
    word.key = word.key.letter(letter);
    word.small = word.small.letter(small(letter));
    word.letters += 1;
}

/// The key of a name as tables and memory have it.
#[allow(dead_code)] // The build script uses one of the two, the library the other.
pub(crate) fn name(text: &str) -> Key {
    words(text, 0).fold(Key::NAME, |key, word| key.word(word.key))
}

/// The key of a role as tables have it.
#[allow(dead_code)] // As above.
pub(crate) fn role(text: &str) -> Key {
    words(text, 0).fold(Key::ROLE, |key, word| key.word(word.small))
}
