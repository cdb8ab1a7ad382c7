//! Bytes to text: byte order mark, then UTF-8, then a detector's guess, which is marked as one.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// A decoded text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// As decoded.
    pub text: Cow<'a, str>,
    /// The charset's label, lower case.
    pub charset: String,
    /// Whether the charset was told by statistics.
    pub guessed: bool,
    /// Whether some bytes were no character of the charset.
    pub lossy: bool,
}

/// Decodes bytes; `None` when they are no text: NUL bytes and no byte order mark that would explain them.
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(decode_as(encoding, bytes, false));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A few NUL bytes in valid text are dirt; many are a binary file that happens to be ASCII.
        let nul = memchr::memchr_iter(0, bytes).count();
        let label = UTF_8.name().to_ascii_lowercase();
        let decoded = Decoded { text: text.into(), charset: label, guessed: false, lossy: false };
        return (nul * 100 <= bytes.len()).then_some(decoded);
    }
    if bytes.contains(&0) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Some(decode_as(detector.guess(None, Utf8Detection::Allow), bytes, true))
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8], guessed: bool) -> Decoded<'a> {
    let (text, encoding, lossy) = encoding.decode(bytes);
    Decoded { text, charset: encoding.name().to_ascii_lowercase(), guessed, lossy }
}

/// Turns every line end into LF and drops NUL and other control characters but tab.
pub fn normalise(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A piece at a time without a way out, which the compiler turns into a few instructions.
    let is_dirty = |piece: &[u8]| {
        piece.iter().fold(false, |dirty, &byte| dirty | ((byte < 0x20) & (byte != b'\n') & (byte != b'\t')))
    };
    if !text.as_bytes().chunks(256).any(is_dirty) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' | '\u{20}'.. => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_told_by_mark_validity_or_guess() {
        let latin = encoding_rs::WINDOWS_1252.encode("Le président français a été reçu à Genève").0.into_owned();
        let cyrillic = encoding_rs::WINDOWS_1251.encode("Министр иностранных дел прибыл в столицу").0.into_owned();
        for (bytes, text, charset, guessed) in [
            ("naïve".as_bytes().to_vec(), "naïve", "utf-8", false),
            (b"\xef\xbb\xbfword".to_vec(), "word", "utf-8", false),
            (b"\xff\xfew\0\xef\0".to_vec(), "wï", "utf-16le", false),
            (b"\xfe\xff\0w".to_vec(), "w", "utf-16be", false),
            (latin, "Le président français a été reçu à Genève", "windows-1252", true),
            (cyrillic, "Министр иностранных дел прибыл в столицу", "windows-1251", true),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(
                (&*decoded.text, &*decoded.charset, decoded.guessed, decoded.lossy),
                (text, charset, guessed, false)
            );
        }
        assert!(decode(b"a\0\0\0b\xff").is_none());
        assert!(decode(&[0; 100]).is_none());
    }

    #[test]
    fn line_ends_and_controls_are_normalised() {
        assert_eq!(normalise("a\r\nb\rc\n\u{0}\u{7}d\te"), "a\nb\nc\nd\te");
    }
}
