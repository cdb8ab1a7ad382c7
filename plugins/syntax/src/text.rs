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

use eight::{Eight, Marks};

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

/// The same for characters that are rare: eight bytes in a step, of which `marked` are those of ASCII that are so.
#[inline(always)]
fn find_rare(text: &str, marked: impl Fn(Eight) -> Marks, is: impl Fn(char) -> bool) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        let eight = Eight::at(text.as_bytes(), at);
        at += marked(eight).or(eight.far()).before();
        // Behind eight plain bytes a character begins, too.
        let next = text.get(at..)?.chars().next()?;
        if is(next) {
            return Some(at);
        }
        at += next.len_utf8();
    }
    None
}
