//! Bytes to text: byte order mark, UTF-8 validity, declared label, UTF-16 without a mark, then a detector's guess.
//!
//! A label is believed when the bytes decode by it; a guess is marked as one, and so are characters that were lost.

mod normal;
mod stream;
#[cfg(test)]
mod tests;
mod utf16;

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use serde_json::{Map, Value, json};

pub use normal::{normal, normalise};
pub use stream::Transcoded;

/// A decoded text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// As decoded.
    pub text: Cow<'a, str>,
    /// The charset's label, lower case.
    pub charset: String,
    /// How the charset was told.
    pub basis: Basis,
    /// Whether the charset was told by statistics.
    pub guessed: bool,
    /// Whether some bytes were no character of the charset.
    pub lossy: bool,
}

/// How a charset was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// By the byte order mark.
    Mark,
    /// The bytes are valid UTF-8.
    Valid,
    /// By the label that the container, the document or the config gives.
    Declared,
    /// By statistics.
    Guess,
}

impl Decoded<'_> {
    /// What a reader says of it in its facts.
    pub fn facts(&self) -> Map<String, Value> {
        let mut facts = Map::from_iter([("charset".to_owned(), json!(self.charset))]);
        for (key, is_so) in [
            ("charsetDeclared", self.basis == Basis::Declared),
            ("charsetGuessed", self.guessed),
            ("decodingLoss", self.lossy),
        ] {
            if is_so {
                facts.insert(key.to_owned(), true.into());
            }
        }
        facts
    }
}

/// What is known about the charset before the bytes are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The label that is declared, from the best source that has one: HTTP or MIME, then the document itself, then the
    /// config. Unknown labels count as none.
    pub label: Option<&'a str>,
    /// The last part of the domain that the document comes from, such as `pl`.
    pub tld: Option<&'a str>,
}

/// One in so many characters may be lost before a declared charset is not believed.
const CHARACTERS_PER_LOSS: usize = 100;

/// Decodes bytes that nothing is known about; `None` when they are no text.
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    decode_known(bytes, Known::default())
}

/// Decodes bytes; `None` when they are no text: NUL bytes, and neither a byte order mark nor UTF-16 would explain them.
pub fn decode_known<'a>(bytes: &'a [u8], known: Known<'_>) -> Option<Decoded<'a>> {
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return None;
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(decode_as(encoding, bytes, Basis::Mark));
    }
    let declared = known.label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // Ten times as fast as the check of the standard library where letters have marks.
    match UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) if !is_seven_bit_japanese(bytes) && is_utf8_after_all(&text, declared) => {
            // A few NUL bytes in valid text are dirt; many are UTF-16, or a binary file that happens to be ASCII.
            let nul = memchr::memchr_iter(0, bytes).count();
            if nul * 100 <= bytes.len() {
                let charset = UTF_8.name().to_ascii_lowercase();
                return Some(Decoded { text, charset, basis: Basis::Valid, guessed: false, lossy: false });
            }
        }
        Some(_) => {}
        None if declared.is_none_or(|encoding| encoding == UTF_8) && is_damaged_utf8(bytes) => {
            let basis = if declared.is_some() { Basis::Declared } else { Basis::Valid };
            return Some(decode_as(UTF_8, bytes, basis));
        }
        None => {}
    }
    if let Some(encoding) = declared
        && let Some(decoded) = decode_declared(encoding, bytes)
    {
        return Some(decoded);
    }
    if memchr::memchr(0, bytes).is_some() {
        return utf16::guess(bytes).map(|encoding| decode_as(encoding, bytes, Basis::Guess));
    }
    Some(decode_as(guess(bytes, known.tld), bytes, Basis::Guess))
}

/// Whether valid UTF-8 is that indeed, and not a text of few characters in a charset of two bytes each that is declared.
fn is_utf8_after_all(text: &str, declared: Option<&'static Encoding>) -> bool {
    let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8 && !encoding.is_single_byte()) else {
        return true;
    };
    if encoding == UTF_16LE || encoding == UTF_16BE || encoding == encoding_rs::ISO_2022_JP {
        return text.as_bytes().iter().all(|byte| !matches!(byte, 0 | 0x1b));
    }
    let long = text.chars().filter(|c| !c.is_ascii()).take(4);
    text.is_ascii() || long.clone().count() == 4 || long.clone().any(|c| c.len_utf8() > 2)
}

/// Whether the escapes of ISO-2022-JP stand in the bytes, all of which are ASCII.
fn is_seven_bit_japanese(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1b$").is_some() && bytes.is_ascii()
}

/// Whether the bytes are UTF-8 but for a few of them: a stray byte among many characters, or a cut at the end.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for piece in bytes.utf8_chunks() {
        whole += piece.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!piece.invalid().is_empty());
    }
    let is_cut = broken == 1 && matches!(std::str::from_utf8(bytes), Err(error) if error.error_len().is_none());
    whole > 0 && (is_cut || broken * 20 <= whole)
}

/// Decodes by a declared label, or `None` when the result shows that the label is wrong.
fn decode_declared<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Decoded<'a>> {
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let is_impossible =
        if is_wide { utf16::guess(bytes) != Some(encoding) } else { memchr::memchr(0, bytes).is_some() };
    if is_impossible {
        return None;
    }
    // Every byte is a character of the single-byte charsets: what they make of another one shows in control characters.
    let is_wrong = |c: char| matches!(c, '\u{fffd}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}');
    let decoded = decode_as(encoding, bytes, Basis::Declared);
    let wrong = decoded.text.chars().filter(|&c| is_wrong(c)).count();
    if wrong == 0 {
        return Some(decoded);
    }
    let characters = decoded.text.chars().filter(|c| !c.is_ascii()).count();
    (wrong * CHARACTERS_PER_LOSS <= characters).then_some(Decoded { lossy: true, ..decoded })
}

/// What statistics say. `tld` is left out unless it is a plain lower-case word, which is all the detector takes.
fn guess(bytes: &[u8], tld: Option<&str>) -> &'static Encoding {
    let tld = tld.filter(|tld| !tld.is_empty() && tld.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guessed = detector.guess(tld.map(str::as_bytes), Utf8Detection::Allow);
    // GB 18030 holds all of GBK, and four-byte characters besides.
    if guessed == GBK { GB18030 } else { guessed }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8], basis: Basis) -> Decoded<'a> {
    let (text, encoding, lossy) = encoding.decode(bytes);
    let charset = encoding.name().to_ascii_lowercase();
    Decoded { text, charset, basis, guessed: basis == Basis::Guess, lossy }
}
