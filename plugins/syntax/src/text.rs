//! From a text to sentences and tokens, by rule.
//!
//! The parts, in reading order: `stretches` (lines, cut where zones begin), `sentences`, `abbreviations`, `tokens`,
//! `clitics` and `addresses`.

mod abbreviations;
mod addresses;
mod clitics;
pub mod sentences;
pub mod stretches;
pub mod tokens;

/// Where the first character stands that is so. Most characters are one byte and are not: for these it takes a step.
#[inline(always)]
fn find(text: &str, is: impl Fn(char) -> bool) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let character = if byte.is_ascii() { byte.into() } else { text[at..].chars().next()? };
        if is(character) {
            return Some(at);
        }
        at += character.len_utf8();
    }
    None
}
