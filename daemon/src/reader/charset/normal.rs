//! The text as extractors see it: line ends, and no control characters.

use std::borrow::Cow;

/// Bytes that are looked at without a way out, which the compiler turns into a few instructions.
const PIECE_BYTES: usize = 256;

/// Turns every line end and page break into LF and drops NUL and other control characters but tab. A text that is
/// clean already is copied at most once, and not at all when it is owned.
pub fn normalise<'a>(text: impl Into<Cow<'a, str>>) -> String {
    normal(text).into_owned()
}

/// The same, of a text that may stay borrowed.
pub fn normal<'a>(text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
    let text = text.into();
    let marked = text.strip_prefix('\u{feff}');
    match dirt(marked.unwrap_or(&text)) {
        Dirt::None if marked.is_none() => text,
        Dirt::None => marked.unwrap_or(&text).to_owned().into(),
        Dirt::LineEnds => with_line_ends(marked.unwrap_or(&text)).into(),
        Dirt::Controls => without_controls(marked.unwrap_or(&text)).into(),
    }
}

enum Dirt {
    None,
    /// CR, and nothing else that must go.
    LineEnds,
    Controls,
}

fn dirt(text: &str) -> Dirt {
    let is_control = |byte: u8| (byte < 0x20) & (byte != b'\n') & (byte != b'\t') & (byte != b'\r');
    let is_dirty = |piece: &[u8]| piece.iter().fold(false, |found, &byte| found | is_control(byte));
    if text.as_bytes().chunks(PIECE_BYTES).any(is_dirty) {
        Dirt::Controls
    } else if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        Dirt::LineEnds
    } else {
        Dirt::None
    }
}

/// The common case of files from Windows, line by line.
fn with_line_ends(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in memchr::memchr_iter(b'\r', text.as_bytes()) {
        out.push_str(&text[from..at]);
        from = at + 1;
        if text.as_bytes().get(from) != Some(&b'\n') {
            out.push('\n');
        }
    }
    out.push_str(&text[from..]);
    out
}

fn without_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            // A page ends: the words on its two sides are not one.
            '\u{b}' | '\u{c}' => out.push('\n'),
            '\n' | '\t' | '\u{20}'.. => out.push(c),
            _ => {}
        }
    }
    out
}
