//! Words: a text in one spelling (lower case, plain apostrophes), cut at white space, each word hashed once.
//!
//! Cues, word overlap and the fingerprint all work on these hashes, so that the text is walked a single time.

use std::ops::Range;

use eight::Eight;

/// How a word looks, before folding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Begins with a lower-case letter.
    Lower,
    /// Begins with a capital.
    Capital,
    /// Two letters or more, all capitals.
    Upper,
    /// Digits and signs only.
    Number,
    /// A script without case, or one ideograph.
    Uncased,
    /// A web address.
    Url,
    /// `#word`.
    Hashtag,
}

impl Shape {
    /// How many shapes there are.
    pub(crate) const COUNT: usize = Shape::Hashtag as usize + 1;
}

/// One word of a folded text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// First byte in the folded text, without punctuation before the word.
    pub(crate) start: usize,
    /// Byte after the last, without punctuation after the word.
    pub(crate) end: usize,
    /// [`hash`] of the bytes between.
    pub(crate) hash: u64,
    /// How it looked.
    pub(crate) shape: Shape,
}

/// A hash of a word, which has a byte at least, eight bytes a step: stable across builds and platforms, since
/// fingerprints are compared across them.
pub(crate) fn hash(text: &[u8], word: Range<usize>) -> u64 {
    let mix = |hash: u64, eight: u64| {
        let mixed = (hash ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    };
    let (mut hash, mut at) = (word.len() as u64, word.start);
    while at + 8 < word.end {
        hash = mix(hash, Eight::at(text, at).reversed());
        at += 8;
    }
    // Of the last bytes, of which there is one at least, the number that they make.
    mix(hash, Eight::at(text, at).reversed() >> (8 * (at + 8 - word.end)))
}

/// Folds `text`: the spelling in which cues are compared.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    read_words(text, &mut folded, &mut Vec::new());
    folded.truncate(folded.trim_end().len());
    folded
}

/// Appends `text` to `folded` with single blanks between (and after) words, and its words to `words`.
pub(crate) fn read_words(text: &str, folded: &mut String, words: &mut Vec<Word>) {
    let mut rest = text.trim_ascii_start();
    while !rest.is_empty() {
        let ascii = ascii_start(rest);
        let length = if ascii.is_empty() { read_any(rest, folded, words) } else { read_ascii(ascii, folded, words) };
        rest = rest[length..].trim_ascii_start();
    }
}

/// So many bytes are folded together, at most: what is behind an odd blank is folded again.
const STRETCH_BYTES_MAX: usize = 512;

/// The words of ASCII at the start, as many as are read together; empty when the first is none.
fn ascii_start(text: &str) -> &str {
    let near = &text.as_bytes()[..text.len().min(STRETCH_BYTES_MAX)];
    let far = eight::ascii_length(near);
    if far == text.len() {
        return text;
    }
    let end = near[..far].iter().rposition(|&byte| is_blank(byte)).unwrap_or_else(|| {
        // A long word, or one that goes on beyond ASCII.
        let end = text.bytes().position(is_blank).unwrap_or(text.len());
        if text.as_bytes()[..end].is_ascii() { end } else { 0 }
    });
    &text[..end]
}

fn is_blank(byte: u8) -> bool {
    byte <= b' ' && byte.is_ascii_whitespace()
}

/// Reads words of ASCII, up to a blank that is not alone; returns how many bytes they have.
fn read_ascii(text: &str, folded: &mut String, words: &mut Vec<Word>) -> usize {
    let (bytes, base) = (text.as_bytes(), folded.len());
    folded.push_str(text);
    folded[base..].make_ascii_lowercase();
    let mut start = 0;
    loop {
        let end = end_of_token(bytes, start);
        words.extend(ascii_word(&bytes[start..end], folded, base + start));
        match bytes[end..] {
            [b' ', next, ..] if !is_blank(next) => start = end + 1,
            _ => {
                folded.truncate(base + end);
                folded.push(' ');
                return end;
            }
        }
    }
}

/// Where the next blank stands.
fn end_of_token(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    loop {
        let before = Eight::at(bytes, at).within(0, b' ').before();
        at += before;
        match bytes.get(at) {
            None => return bytes.len(),
            // Other control characters are no blanks.
            Some(&byte) if before < 8 && is_blank(byte) => return at,
            Some(_) => at += usize::from(before < 8),
        }
    }
}

/// The word in a token of ASCII, which stands in the folded text from `base` on.
fn ascii_word(token: &[u8], folded: &str, base: usize) -> Option<Word> {
    let first = token.iter().position(u8::is_ascii_alphanumeric)?;
    let last = token.iter().rposition(u8::is_ascii_alphanumeric)?;
    let (start, end) = (base + first, base + last + 1);
    let shape = match token[0] {
        b'#' => Shape::Hashtag,
        _ if is_url(&folded.as_bytes()[start..base + token.len()]) => Shape::Url,
        _ => ascii_shape(&token[first..=last]),
    };
    Some(Word { start, end, hash: hash(folded.as_bytes(), start..end), shape })
}

fn ascii_shape(word: &[u8]) -> Shape {
    match word[0] {
        b'a'..=b'z' => Shape::Lower,
        b'A'..=b'Z' if word.len() > 1 && word[1].is_ascii_lowercase() => Shape::Capital,
        _ => shape_of(word.iter().map(|&byte| byte as char)),
    }
}

/// Reads what stands before the next blank; returns how many bytes that are.
fn read_any(text: &str, folded: &mut String, words: &mut Vec<Word>) -> usize {
    let length = text.bytes().position(is_blank).unwrap_or(text.len());
    // Blanks beyond ASCII are rare: no-break spaces, mostly.
    for token in text[..length].split(char::is_whitespace).filter(|token| !token.is_empty()) {
        read_token(token, folded, words);
        folded.push(' ');
    }
    length
}

fn read_token(token: &str, folded: &mut String, words: &mut Vec<Word>) {
    let mut bounds = None;
    for letter in token.chars() {
        let start = folded.len();
        fold_char(letter, folded);
        if is_ideograph(letter) {
            words.extend(bounds.take().map(|(start, end)| plain_word(token, start, end, folded)));
            let hash = hash(folded.as_bytes(), start..folded.len());
            words.push(Word { start, end: folded.len(), hash, shape: Shape::Uncased });
        } else if eight::is_alphanumeric(letter) {
            bounds = Some((bounds.map_or(start, |(first, _)| first), folded.len()));
        }
    }
    if let Some((start, end)) = bounds {
        let mut word = plain_word(token, start, end, folded);
        if token.starts_with('#') {
            word.shape = Shape::Hashtag;
        } else if is_url(&folded.as_bytes()[start..]) {
            word.shape = Shape::Url;
        }
        words.push(word);
    }
}

fn plain_word(token: &str, start: usize, end: usize, folded: &str) -> Word {
    let shape = shape_of(token.trim_matches(|letter: char| !eight::is_alphanumeric(letter)).chars());
    Word { start, end, hash: hash(folded.as_bytes(), start..end), shape }
}

fn is_url(folded: &[u8]) -> bool {
    // No other word is looked at twice.
    matches!(folded, [b'h', b't', ..] | [b'w', b'w', ..]) && has_scheme(folded)
}

fn has_scheme(folded: &[u8]) -> bool {
    folded.starts_with(b"http://") || folded.starts_with(b"https://") || folded.starts_with(b"www.")
}

fn shape_of(letters: impl Iterator<Item = char> + Clone) -> Shape {
    let mut alphabetic = letters.clone().filter(|&letter| eight::is_alphabetic(letter));
    let Some(first) = alphabetic.next() else { return Shape::Number };
    if first.is_lowercase() {
        // "30th" and "3rd" are numbers with an ending, "iPhone" is a lower-case word.
        return if letters.clone().next().is_some_and(char::is_numeric) { Shape::Number } else { Shape::Lower };
    }
    if !first.is_uppercase() {
        return Shape::Uncased;
    }
    let mut rest = alphabetic.peekable();
    if rest.peek().is_some() && rest.all(|letter| !letter.is_lowercase()) { Shape::Upper } else { Shape::Capital }
}

/// Whether a character is a word by itself: Chinese characters and Japanese kana.
pub(crate) fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Turkish dotless and dotted i become one, as upper-case text does not tell them apart by default rules.
fn fold_char(letter: char, folded: &mut String) {
    match letter {
        'ı' | 'İ' => folded.push('i'),
        'ё' | 'Ё' => folded.push('е'),
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' | '´' => folded.push('\''),
        '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{0307}' | '\u{feff}' => {}
        _ if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        _ => folded.extend(letter.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_of_every_language_fold_to_one_spelling() {
        for (text, folded) in [
            ("ERİŞİM TARİHİ", "erişim tarihi"),
            ("Erişim  Tarihi", "erişim tarihi"),
            ("PAYLAŞ", "paylaş"),
            ("Yazarın", "yazarin"),
            ("YAZARIN", "yazarin"),
            ("L’Auteur", "l'auteur"),
            ("Ещё", "еще"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn words_have_their_shape_and_no_punctuation() {
        let (mut folded, mut words) = (String::new(), Vec::new());
        read_words("“Anna, the UN’s #envoy (30) 30th — https://a.example/x.” Ü", &mut folded, &mut words);
        let found: Vec<_> = words.iter().map(|word| (&folded[word.start..word.end], word.shape)).collect();
        assert_eq!(
            found,
            [
                ("anna", Shape::Capital),
                ("the", Shape::Lower),
                ("un's", Shape::Capital),
                ("envoy", Shape::Hashtag),
                ("30", Shape::Number),
                ("30th", Shape::Number),
                ("https://a.example/x", Shape::Url),
                ("ü", Shape::Capital),
            ]
        );
    }

    #[test]
    fn odd_blanks_and_long_words_change_nothing() {
        let long = "Tide".repeat(STRETCH_BYTES_MAX);
        for text in [
            "high  tide\tat\x0c noon\r\n\n",
            " \x00high tide \u{7f} at\u{a0}noon",
            &format!("{long} {long}é {long}"),
            &"high tide ".repeat(STRETCH_BYTES_MAX),
            &"high tide é ".repeat(STRETCH_BYTES_MAX),
        ] {
            let (mut folded, mut words) = (String::new(), Vec::new());
            read_words(text, &mut folded, &mut words);
            let tokens: String = text
                .split(char::is_whitespace)
                .filter(|token| !token.is_empty())
                .flat_map(|token| [token, " "])
                .collect();
            assert_eq!(folded, tokens.to_lowercase());
            let alone =
                words.iter().map(|word| hash(&folded.as_bytes()[word.start..word.end], 0..word.end - word.start));
            assert!(alone.eq(words.iter().map(|word| word.hash)), "{text}");
        }
    }

    #[test]
    fn every_ideograph_is_a_word() {
        let (mut folded, mut words) = (String::new(), Vec::new());
        read_words("外相会談。 Café", &mut folded, &mut words);
        assert_eq!(words.len(), 5);
    }
}
