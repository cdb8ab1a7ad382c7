//! Text as written in HTML becomes text as read: entities decoded, white space folded, invisible characters dropped.

use std::borrow::Cow;

use memchr::memchr;

/// Longest name of an entity, with its `&` and `;`: `&CounterClockwiseContourIntegral;`.
const ENTITY_BYTES_MAX: usize = 33;

/// What a browser makes of the numbers 128 to 159: they were meant as windows-1252.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Names that are decoded without their `;`, as browsers do.
const BARE: &[&str] = &[
    "nbsp", "amp", "lt", "gt", "quot", "copy", "reg", "eacute", "egrave", "agrave", "ccedil", "ntilde", "aacute",
    "iacute", "oacute", "uacute", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml", "szlig", "laquo", "raquo", "shy",
    "middot", "pound", "euro",
];

/// Decodes the entities in `text`. What is no entity stays as it is.
pub(in crate::reader) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        // `rest` begins with `&`.
        let taken = decode_one(rest, &mut decoded).unwrap_or_else(|| {
            decoded.push('&');
            1
        });
        rest = &rest[taken..];
        let plain = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        decoded.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    Cow::Owned(decoded)
}

/// Decodes the entity at the beginning of `text`, which is a `&`; returns how many bytes it had.
fn decode_one(text: &str, decoded: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let end = 1 + bytes[1..].iter().take(ENTITY_BYTES_MAX).take_while(|byte| is_part(byte)).count();
    let closed = bytes.get(end) == Some(&b';');
    let name = &text[1..end];
    if let Some(number) = name.strip_prefix('#') {
        decoded.push(numbered(number)?);
        return Some(end + usize::from(closed));
    }
    if closed {
        let entity = &text[..=end];
        let character = html_escape::decode_html_entities(entity);
        if character != entity {
            decoded.push_str(&character);
            return Some(end + 1);
        }
    }
    let bare = BARE.iter().find(|bare| name.starts_with(**bare))?;
    decoded.push_str(&html_escape::decode_html_entities(&format!("&{bare};")));
    Some(1 + bare.len())
}

/// The character of a number as written after `&#`.
fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    match code.ok()? {
        code @ 128..=159 => Some(WINDOWS_1252[code as usize - 128]),
        // Control characters are no text.
        code @ (0..=8 | 11 | 14..=31 | 127) => char::from_u32(code).map(|_| char::REPLACEMENT_CHARACTER),
        code => Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// Whether a character shows nothing and means nothing in running text. The joiners U+200C and U+200D stay: scripts and
/// emoji need them.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
        || (character.is_control() && !character.is_whitespace())
}

/// Appends `text` decoded and with each run of white space as one space, without any at its ends.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    let begin = folded.len();
    for word in decode(text).split_whitespace() {
        let before = folded.len();
        if before > begin {
            folded.push(' ');
        }
        let word_begin = folded.len();
        if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_control()) {
            folded.push_str(word);
        } else {
            folded.extend(word.chars().filter(|character| !is_invisible(*character)));
        }
        if folded.len() == word_begin {
            folded.truncate(before);
        }
    }
}

/// As [`fold_into`], into a string of its own.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_characters() {
        for (written, read) in [
            ("a &amp; b", "a & b"),
            ("caf&eacute; &#233; &#xE9;", "café é é"),
            ("it&#146;s", "it’s"),
            ("&nbsp x &copy 2026", "\u{a0} x © 2026"),
            ("R&D & &; &nosuch; &#; &#x;", "R&D & &; &nosuch; &#; &#x;"),
            ("&#0; &#xD800; &#99999999;", "\u{fffd} \u{fffd} \u{fffd}"),
            ("&amp;quot;", "&quot;"),
        ] {
            assert_eq!(decode(written), read, "{written}");
        }
    }

    #[test]
    fn white_space_folds_and_what_shows_nothing_goes() {
        assert_eq!(folded(" a\n\t b&nbsp;&nbsp;c&shy;d \u{200b} e\u{feff} "), "a b cd e");
    }

    #[test]
    fn joiners_that_scripts_need_stay() {
        assert_eq!(folded("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    #[test]
    fn a_million_broken_entities_are_decoded_in_linear_time() {
        let text = "&#x41;&amp&".repeat(1_000_000);
        assert_eq!(decode(&text).len(), 3_000_000);
    }
}
