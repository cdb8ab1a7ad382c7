//! Names of people in bylines, told by their shape: capitalised words and the small particles between them.

/// Words inside names that are written small.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "van", "von", "vom", "zu", "zur",
    "der", "den", "ten", "ter", "bin", "ibn", "al", "el", "e", "y", "af", "av",
];

/// Words between the names of several authors.
const BETWEEN_NAMES: &[&str] = &["and", "&", "with", "ve", "et", "y", "und", "en", "e", "i", "и", "ile"];

/// Capitalised words with which headlines and sections begin, but names do not.
#[rustfmt::skip]
const NOT_IN_NAMES: &[&str] = &[
    "the", "a", "an", "in", "on", "at", "of", "to", "for", "from", "with", "by", "and", "or", "is", "are", "how",
    "why", "what", "when", "where", "who", "new", "no", "not", "more", "our", "your", "this", "that", "after",
    "before", "about", "read", "news", "world", "east", "west", "north", "south", "war", "peace", "sea", "region",
    "talks", "deal", "crisis", "policy", "relations", "introduction", "conclusion", "background", "outlook",
    "summary", "analysis", "les", "los", "las", "die", "das", "ein", "eine", "une", "un", "bir", "minister",
    "president", "government", "ministry", "council", "agency", "international", "group", "times", "daily", "post",
    "staff", "desk", "security", "trade", "economic", "military", "regional", "foreign", "future", "next", "steps",
    "history", "question", "issue", "role", "impact", "climate", "energy",
];

/// Whether a text is one name: two to five words, all capitalised but for particles, nothing else.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (first, last) = match words[..] {
        [first, .., last] if words.len() <= 5 => (first, last),
        _ => return false,
    };
    is_capitalised(first) && is_capitalised(last) && words.iter().all(|word| is_name_word(word))
}

fn is_name_word(word: &str) -> bool {
    let plain = word.strip_suffix('.').unwrap_or(word);
    let signs_are_inside =
        plain.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-' | '.'));
    let lower = plain.to_lowercase();
    signs_are_inside
        && !NOT_IN_NAMES.contains(&&*lower)
        && (is_capitalised(plain) || PARTICLES.contains(&&*lower))
        // A full stop ends initials and short forms only.
        && (plain.len() == word.len() || plain.chars().count() <= 3)
}

/// Whether a word begins with a capital, or with one after `d’` and the like.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(first), ..) if first.is_uppercase() => true,
        (Some(_), Some('\'' | '’'), Some(third)) => third.is_uppercase(),
        _ => false,
    }
}

/// Reads the names of a byline whose first `label_words` words ("By", "Written by") are not part of them.
///
/// Names end at the first part that is none: "By Ada Field and Bo Lund, Harbour correspondents | 3 May 2024" gives
/// the two names. One word counts as a name only after a label.
pub(crate) fn names(byline: &str, label_words: usize) -> Vec<String> {
    let byline = byline.trim_matches(|letter: char| {
        matches!(letter, '(' | ')' | '[' | ']' | '*' | '–' | '—' | '-') || letter.is_whitespace()
    });
    let rest = skip_words(byline, label_words);
    let rest = &rest[..rest.find(['|', '•', '·', ';', '(', '/', '—', '–', '@']).unwrap_or(rest.len())];
    let rest = rest.split(" - ").next().unwrap_or_default();
    let mut names = Vec::new();
    for part in split_names(rest) {
        let single =
            label_words > 0 && names.is_empty() && !part.contains(' ') && is_capitalised(&part) && is_name_word(&part);
        if !is_name(&part) && !single {
            break;
        }
        names.push(part);
    }
    names
}

/// The text after `count` words and the colon or dash that may follow them.
fn skip_words(text: &str, count: usize) -> &str {
    let mut rest = text;
    for _ in 0..count {
        let start = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let end = rest[start..].find(char::is_whitespace).map_or(rest.len(), |length| start + length);
        rest = &rest[end..];
    }
    rest.trim_start_matches(|letter: char| letter == ':' || letter == '-' || letter.is_whitespace())
}

fn split_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split(',') {
        let mut name: Vec<&str> = Vec::new();
        for word in part.split_whitespace() {
            // "y" and "e" stand inside names as well as between them; between them a full name lies on both sides.
            if BETWEEN_NAMES.contains(&&*word.to_lowercase()) && name.len() >= 2 {
                names.push(name.join(" "));
                name.clear();
            } else if word.starts_with(|letter: char| letter.is_ascii_digit()) {
                break;
            } else {
                name.push(word);
            }
        }
        if !name.is_empty() {
            names.push(name.join(" "));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_by_their_shape() {
        for name in [
            "Ada Field",
            "Ada M. FIELD",
            "Jean-Paul d’Orne",
            "ADA FIELD",
            "Ludwig van der Meer",
            "Ayşe Nur Çelik",
            "Анна Белова",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in
            ["Ada", "Ada field", "The Field", "Ada Field.", "Ada, Field", "Trade Talks Resume", "Ada Field 2", "a b"]
        {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn bylines_give_their_names_and_nothing_else() {
        for (byline, label_words, expected) in [
            ("By Ada Field", 1, &["Ada Field"][..]),
            ("By Ada Field and Bo Lund, Harbour correspondents | 3 May 2024", 1, &["Ada Field", "Bo Lund"]),
            ("(Reporting by Ada Field; Editing by Bo Lund)", 2, &["Ada Field"]),
            ("Yazar: Ayşe Nur Çelik", 1, &["Ayşe Nur Çelik"]),
            ("Par Léa Roux et Luc Brun", 1, &["Léa Roux", "Luc Brun"]),
            ("Von Uwe Holm - 3. Mai 2024", 1, &["Uwe Holm"]),
            ("By Reuters", 1, &["Reuters"]),
            ("Ada Field", 0, &["Ada Field"]),
            ("By the look of it", 1, &[]),
            ("Von der Leyen warnt", 1, &[]),
        ] {
            assert_eq!(names(byline, label_words), expected, "{byline}");
        }
    }
}
