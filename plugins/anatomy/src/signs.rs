//! What a text shows of its making: words that were struck out, and the marks of machine translation.

use extractor_api::layer::ZoneKind;

use crate::cues::{Cue, Place};
use crate::lines::{Line, Reading};
use crate::words::{Shape, Word};
use crate::zones::Part;

/// The text has words in place of which stand asterisks.
pub(crate) const CENSORED_WORD: &str = "censored_word";
/// Several signs together say that the text was translated by a machine.
pub(crate) const MACHINE_TRANSLATED: &str = "machine_translated";

/// A single sign proves nothing: editors of all countries err. So much must come together.
const POINTS_MIN: usize = 4;

/// The warnings of a text, in the order of their names.
pub(crate) fn warnings(reading: &Reading<'_>, parts: &[Part]) -> Vec<&'static str> {
    let read = |kind| !matches!(kind, ZoneKind::References | ZoneKind::RelatedLinks | ZoneKind::ShareWidget);
    let lines: Vec<&Line> =
        parts.iter().filter(|part| read(part.kind)).flat_map(|part| &reading.lines[part.lines.clone()]).collect();
    let censored: usize = lines.iter().map(|line| struck_out(reading.str(line))).sum();
    let points = censored.min(2)
        + usize::from(censored > 0)
        + lines.iter().map(|line| line.cues.calques).sum::<usize>().min(4)
        + 2 * usize::from(has_twin_titles(reading, parts))
        + usize::from(lines.iter().any(|line| has_loose_mark(reading.str(line))))
        + usize::from(lines.iter().filter(|line| has_odd_quotes(reading.str(line))).count() >= 2)
        + usize::from(has_residue(reading));
    let mut warnings = Vec::new();
    if censored > 0 {
        warnings.push(CENSORED_WORD);
    }
    if points >= POINTS_MIN {
        warnings.push(MACHINE_TRANSLATED);
    }
    warnings
}

/// How many words of a line were struck out: "in the ** field", "f***". Emphasis ("**so**"), rules of asterisks and the
/// marks of footnotes are none.
fn struck_out(text: &str) -> usize {
    if !has_stars(text) || !text.contains(char::is_alphabetic) {
        return 0;
    }
    let mut found = 0;
    let mut emphasis = false;
    let mut at = 0;
    while let Some(run) = text[at..].find("**") {
        let start = at + run;
        let end = start + text[start..].bytes().take_while(|&byte| byte == b'*').count();
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let letter_before = before.is_some_and(char::is_alphanumeric);
        // "a CCI** and" counts stars.
        let small_before = before.is_some_and(char::is_lowercase);
        let letter_after = after.is_some_and(char::is_alphanumeric);
        let touches_before = before.is_some_and(|c| !c.is_whitespace());
        match (touches_before, after.is_some_and(|c| !c.is_whitespace())) {
            _ if letter_before && letter_after => found += 1,
            // The end of what was emphasised, or a mark that refers to a note.
            (true, _) if emphasis => emphasis = false,
            (true, false) if small_before => found += usize::from(goes_on(&text[end..])),
            (_, true) if letter_after => match (start == 0, closes(&text[end..])) {
                (_, true) => emphasis = true,
                (true, false) => {}
                (false, false) => found += 1,
            },
            (false, false) if between_words(&text[..start], &text[end..]) => found += 1,
            _ => {}
        }
        at = end;
    }
    found
}

fn has_stars(text: &str) -> bool {
    memchr::memchr_iter(b'*', text.as_bytes()).any(|at| text[at..].starts_with("**"))
}

/// Whether words stand on both sides.
fn between_words(before: &str, after: &str) -> bool {
    before.trim_end().ends_with(char::is_alphabetic) && after.trim_start().starts_with(char::is_alphabetic)
}

/// Whether the sentence goes on with a small letter after a blank.
fn goes_on(rest: &str) -> bool {
    let mut letters = rest.chars();
    letters.next() == Some(' ') && letters.next().is_some_and(char::is_lowercase)
}

/// Whether what asterisks open is closed by others shortly after.
fn closes(rest: &str) -> bool {
    const LETTERS_MAX: usize = 200;
    let end = rest.char_indices().nth(LETTERS_MAX).map_or(rest.len(), |(at, _)| at);
    rest[..end].find("**").is_some_and(|at| !rest[..at].ends_with(char::is_whitespace))
}

/// Whether title and subtitle say the same in other words, as two translations of one headline do.
fn has_twin_titles(reading: &Reading<'_>, parts: &[Part]) -> bool {
    let words = |kind| {
        let part = parts.iter().find(|part| part.kind == kind)?;
        let long = |word: &&Word| word.end - word.start >= 3 && word.shape != Shape::Number;
        let words = reading.lines[part.lines.clone()].iter().flat_map(|line| reading.words(line));
        Some(words.filter(long).map(|word| word.hash).collect::<Vec<u64>>())
    };
    let (Some(title), Some(subtitle)) = (words(ZoneKind::Title), words(ZoneKind::Subtitle)) else { return false };
    let shared = title.iter().filter(|word| subtitle.contains(word)).count();
    title.len() >= 5 && title.len() <= 60 && shared * 2 >= title.len() && title != subtitle
}

/// Whether a comma or full stop stands apart from its word: "military security , and".
fn has_loose_mark(text: &str) -> bool {
    memchr::memchr2_iter(b',', b'.', text.as_bytes()).any(|at| {
        let before = text[..at].strip_suffix(' ').is_some_and(|before| before.ends_with(char::is_alphabetic));
        before && text[at + 1..].strip_prefix(' ').is_some_and(|behind| behind.starts_with(char::is_alphabetic))
    })
}

/// Whether the curved quotation marks of a paragraph do not come in pairs.
fn has_odd_quotes(text: &str) -> bool {
    const OPENING: &[u8; 3] = b"\xe2\x80\x9c";
    const CLOSING: &[u8; 3] = b"\xe2\x80\x9d";
    let bytes = text.as_bytes();
    let balance = memchr::memchr_iter(OPENING[0], bytes).map(|at| match bytes[at..].first_chunk() {
        Some(OPENING) => 1,
        Some(CLOSING) => -1,
        _ => 0,
    });
    balance.sum::<isize>() != 0
}

/// Whether words of the original's page were left: a footnote or a button in another language than the text.
fn has_residue(reading: &Reading<'_>) -> bool {
    let left = |line: &&Line| {
        line.foreign && (line.cues.has(Cue::Share, Place::Start) || line.cues.has(Cue::Ibid, Place::Inside))
    };
    reading.lines.iter().any(|line| left(&line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_struck_out_are_counted() {
        for (text, count) in [
            ("contradictions in the ** field, so", 1),
            ("relied on exports** to grow", 1),
            ("described as \"**water\".", 1),
            ("what the f*** is this", 1),
            ("he said f**k and s**t", 2),
            ("the ** and the *** of it", 2),
        ] {
            assert_eq!(struck_out(text), count, "{text}");
        }
    }

    #[test]
    fn emphasis_rules_and_footnotes_are_no_struck_out_words() {
        for text in [
            "This is **very** good.",
            "**Breaking**: the port is closed",
            "** Figures of last year",
            "**Figures of last year",
            "The price rose by 3 per cent.**",
            "* * *",
            "*****",
            "5 ** 2",
            "a * b",
            "a CCI** and a CCI*** show",
            "",
        ] {
            assert_eq!(struck_out(text), 0, "{text}");
        }
    }

    #[test]
    fn marks_that_stand_apart_and_odd_quotes_are_seen() {
        assert!(has_loose_mark("military security , as well"));
        assert!(!has_loose_mark("at . 5 and , 6") && !has_loose_mark("security, as"));
        assert!(has_odd_quotes("“a” b”") && !has_odd_quotes("“a” “b”"));
    }
}
