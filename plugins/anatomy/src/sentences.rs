//! How many sentences a text has. A count, not a segmentation: that is the work of the syntax extractor.

/// Short forms before a capital that end no sentence.
#[rustfmt::skip]
const SHORT_FORMS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Gen", "Col", "Lt", "Sen", "Rep", "Gov", "Jr", "Sr", "No", "vs", "Jan",
    "Feb", "Mar", "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Hr", "Fr", "Nr", "Sra", "Sta", "Av", "bzw", "ca",
    "etc", "т", "г",
];

const SHORT_FORM_BYTES_MAX: usize = 4;

/// Counts stops, question marks and the like that are followed by the start of a sentence, and ends of lines.
pub(crate) fn count(text: &str) -> usize {
    text.lines().map(count_line).sum()
}

fn count_line(line: &str) -> usize {
    let line = line.trim();
    if !line.contains(char::is_alphanumeric) {
        return 0;
    }
    let ascii = memchr::memchr3_iter(b'.', b'!', b'?', line.as_bytes()).filter(|&at| ends_sentence(line, at));
    ascii.count() + ideographic_stops(line) + 1
}

/// Full-width stops, which need no blank after them, but for one at the end.
fn ideographic_stops(line: &str) -> usize {
    const STOPS: [char; 3] = ['。', '！', '？'];
    /// With what they begin in UTF-8.
    const FIRST_BYTES: (u8, u8) = (0xe3, 0xef);
    match memchr::memchr2(FIRST_BYTES.0, FIRST_BYTES.1, line.as_bytes()) {
        Some(_) => line.trim_end_matches(STOPS).matches(STOPS).count(),
        None => 0,
    }
}

/// Whether the sign at byte `at` ends a sentence that another follows on the same line.
fn ends_sentence(line: &str, at: usize) -> bool {
    let closed = line[at + 1..].trim_start_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let after = without_footnote_marks(closed);
    if !after.starts_with(' ') {
        return false;
    }
    let next = after.trim_start().trim_start_matches(['"', '“', '‘', '«', '„', '(', '[', '\'']);
    let begins = next.chars().next().is_some_and(|letter| letter.is_alphanumeric() && !letter.is_lowercase());
    if !begins || line.as_bytes()[at] != b'.' {
        return begins;
    }
    let word = line[..at].rsplit([' ', '.', '(', '“', '"']).next().unwrap_or_default();
    let initial = word.starts_with(char::is_uppercase) && word.chars().count() == 1;
    !initial && (word.len() > SHORT_FORM_BYTES_MAX || !SHORT_FORMS.contains(&word))
}

/// Marks of footnotes may stand between the stop and the next sentence: "it rained.[1] [2] She left."
fn without_footnote_marks(mut text: &str) -> &str {
    while let Some((mark, rest)) = text.trim_start().strip_prefix('[').and_then(|mark| mark.split_once(']')) {
        if mark.is_empty() || !mark.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_counted_past_short_forms_quotes_and_footnote_marks() {
        for (text, expected) in [
            ("", 0),
            ("***", 0),
            ("One", 1),
            ("One. Two. Three.", 3),
            ("It rained.[1] It poured. [2]", 2),
            ("“It rained.” She left.", 2),
            ("Mr. Lund met J. Field in the U.S. capital.", 1),
            ("It cost 3.5 crowns. 12 were paid.", 2),
            ("One?\n\nTwo!", 2),
            ("雨が降った。風が吹いた。", 2),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }
}
