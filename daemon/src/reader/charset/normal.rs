//! The text as extractors see it: line ends, and no control characters.

use std::borrow::Cow;

/// Bytes that are looked at without a way out, which the compiler turns into a few instructions.
const PIECE_BYTES: usize = 256;

/// Turns every line end and page break into LF and drops NUL and other control characters but tab. A text that is
/// clean already is copied at most once, and not at all when it is owned.
pub fn normalise<'a>(text: impl Into<Cow<'a, str>>) -> String {
    let text = text.into();
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let Some(first) = next_control(text.as_bytes(), start) else {
        return if start == 0 { text.into_owned() } else { text[start..].to_owned() };
    };
    let mut out = String::with_capacity(text.len());
    let (mut from, mut at) = (start, first);
    loop {
        out.push_str(&text[from..at]);
        let bytes = text.as_bytes();
        from = at + 1;
        match bytes[at] {
            b'\r' => {
                from += usize::from(bytes.get(from) == Some(&b'\n'));
                out.push('\n');
            }
            // A page ends: the words on its two sides are not one.
            b'\x0b' | b'\x0c' => out.push('\n'),
            _ => {}
        }
        match next_control(bytes, from) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Where the next control character stands that is no LF and no tab.
fn next_control(bytes: &[u8], from: usize) -> Option<usize> {
    let is_control = |byte: u8| (byte < 0x20) & (byte != b'\n') & (byte != b'\t');
    let mut at = from;
    for piece in bytes[from..].chunks(PIECE_BYTES) {
        if piece.iter().fold(false, |found, &byte| found | is_control(byte)) {
            return piece.iter().position(|&byte| is_control(byte)).map(|offset| at + offset);
        }
        at += piece.len();
    }
    None
}
