//! Names of authors, out of the words around them.

use super::super::entity::folded;

/// Longest text that is a byline.
const BYLINE_BYTES_MAX: usize = 240;
/// Longest name, in words.
const NAME_WORDS_MAX: usize = 6;
/// Authors kept of an article.
const AUTHORS_MAX: usize = 20;

/// What stands before the names.
const BEFORE: &[&str] = &[
    "by",
    "by:",
    "written by",
    "written by:",
    "posted by",
    "posted by:",
    "reported by",
    "published by",
    "story by",
    "text by",
    "article by",
    "edited by",
    "analysis by",
    "author",
    "author:",
    "authors:",
    "contributor:",
    "von",
    "von:",
    "par",
    "par:",
    "propos recueillis par",
    "por",
    "por:",
    "escrito por",
    "autor:",
    "autora:",
    "di",
    "a cura di",
    "door",
    "door:",
    "av",
    "af",
    "tekst:",
    "text:",
    "autor",
    "przez",
    "автор:",
    "автор",
    "текст:",
    "yazan:",
    "بقلم",
    "بقلم:",
    "作者：",
    "作者:",
    "作者",
    "記者",
    "记者",
    "文／",
    "文/",
    "文：",
    "撰文：",
    "글",
    "기자",
];

/// Words between two names.
const BETWEEN: &[&str] =
    &["and", "und", "et", "y", "en", "och", "og", "ja", "и", "ve", "with", "mit", "avec", "con", "com", "和", "与"];

/// Words that no name has: offices, ranks, commands.
const NO_NAME: &[&str] = &[
    "staff",
    "admin",
    "administrator",
    "editor",
    "editors",
    "correspondent",
    "reporter",
    "reporters",
    "follow",
    "writer",
    "columnist",
    "contributor",
    "contributors",
    "producer",
    "updated",
    "published",
    "posted",
    "desk",
    "bureau",
    "redaktion",
    "redacción",
    "rédaction",
    "redazione",
    "redactie",
    "redakcja",
    "redação",
    "редакция",
    "chief",
    "editorial",
    "newsroom",
    "wire",
    "agencies",
    "agency",
    "senior",
    "special",
    "guest",
    "author",
    "authors",
    "anonymous",
    "unknown",
    "subscribe",
    "share",
    "comments",
    "min",
    "read",
    "more",
    "am",
    "pm",
    "last",
    "view",
    "profile",
    "twitter",
    "facebook",
    "email",
    "e-mail",
    "correspondant",
    "journaliste",
    "redakteur",
    "journalist",
    "reporterin",
    "specialist",
    "skip",
];

/// What stands behind a name.
const DEGREES: &[&str] = &["MD", "M.D", "PhD", "Ph.D", "MA", "M.A", "RN", "Jr", "Sr", "MPH", "MBA"];

/// Words that begin a date, not a name.
const IN_DATES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "updated",
    "published",
    "posted",
    "today",
    "yesterday",
];

/// The names in a byline as written; none when it holds no name.
pub(in super::super) fn names(byline: &str) -> Vec<String> {
    // Only the first line: what stands below it is a date or an office.
    let first = byline.trim().lines().map(str::trim).find(|line| !before_names(line).is_empty()).unwrap_or_default();
    let line = folded(&folded(first));
    if line.is_empty() || line.len() > BYLINE_BYTES_MAX {
        return Vec::new();
    }
    let line = cut(before_names(&line));
    let mut names: Vec<String> = Vec::new();
    for name in split(line) {
        if is_name(&name) && !names.contains(&name) && names.len() < AUTHORS_MAX {
            names.push(name);
        }
    }
    names
}

/// The byline without the words before the names.
fn before_names(line: &str) -> &str {
    let mut rest = line.trim_start_matches(|character: char| !character.is_alphanumeric());
    loop {
        let shorter = BEFORE.iter().filter_map(|before| strip_word(rest, before)).min_by_key(|shorter| shorter.len());
        match shorter {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

/// Without `word` at its beginning, in any case; a word of letters needs a border behind it.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let start = text.get(..word.len())?;
    let is_same = start == word || start.to_lowercase() == word;
    let rest = &text[word.len()..];
    let needs_border = word.ends_with(|last: char| last.is_alphabetic() && (last as u32) < 0x2e80);
    let has_border = rest.is_empty() || rest.starts_with(|next: char| next.is_whitespace() || next == ':');
    (is_same && (!needs_border || has_border)).then(|| rest.trim_start_matches([' ', ':', '：', '\u{a0}']))
}

/// Up to where the names end: a sign, a digit, a word of a date.
fn cut(line: &str) -> &str {
    let sign = line.find(['|', '•', '·', '@', '(', '[', '/', '—', '–', '<', '>', '\t']).unwrap_or(line.len());
    let digit = line.find(|character: char| character.is_ascii_digit()).unwrap_or(line.len());
    let mut end = sign.min(digit);
    for office in [" for ", " - ", " of the ", " is a ", " is the "] {
        end = line.find(office).map_or(end, |at| end.min(at));
    }
    line[..end].trim_end()
}

/// The parts between commas and words like *and*.
fn split(line: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for part in line.split([',', ';', '、', '，', '&']) {
        let mut name: Vec<&str> = Vec::new();
        for word in part.split_whitespace() {
            if BETWEEN.contains(&word.to_lowercase().as_str()) && !name.is_empty() {
                parts.push(name.join(" "));
                name.clear();
            } else if !BETWEEN.contains(&word) {
                name.push(word);
            }
        }
        parts.push(name.join(" "));
    }
    parts
        .into_iter()
        .map(|part| part.trim_matches(|c: char| matches!(c, '.' | ':' | '-' | '"' | '“' | '”' | '*' | '\'')).to_owned())
        .collect()
}

fn is_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let is_known = |word: &&str, known: &[&str]| known.contains(&word.to_lowercase().trim_matches('.'));
    !words.is_empty()
        && words.len() <= NAME_WORDS_MAX
        && name.len() > 2
        && !name.contains("://")
        && !name.starts_with("www.")
        && !words.iter().any(|word| is_known(word, NO_NAME))
        && !is_known(&words[0], IN_DATES)
        // Names begin with a capital, but for their particles; scripts without capitals are let through.
        && words.iter().any(|word| word.starts_with(|first: char| !first.is_lowercase()))
        && words.iter().all(|word| word.len() <= 4 || word.starts_with(|first: char| !first.is_lowercase()))
        && !DEGREES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_without_the_words_around_them() {
        for (written, read) in [
            ("By Ada Field and Ben Stone", &["Ada Field", "Ben Stone"][..]),
            ("BY: ADA FIELD, Science editor", &["ADA FIELD"]),
            ("Von Ada Feld und Ben Stein", &["Ada Feld", "Ben Stein"]),
            ("Par Anne Dubois (avec Luc Petit)", &["Anne Dubois"]),
            ("by Ada Field 22 Dec 2026 651", &["Ada Field"]),
            ("Ada Field | The Harbour Post", &["Ada Field"]),
            ("Written by Ada Field\n   Edited by Ben Stone", &["Ada Field"]),
            ("作者：李明", &["李明"]),
            ("Byron Field", &["Byron Field"]),
            ("Ada Field, MD", &["Ada Field"]),
            ("Harbour News", &["Harbour News"]),
        ] {
            assert_eq!(names(written), read, "{written}");
        }
    }

    #[test]
    fn what_is_no_name_gives_none() {
        for written in [
            "",
            "By",
            "Staff",
            "Staff Reporter",
            "admin",
            "May 3, 2026",
            "3 May 2026",
            "ada@post.example",
            "https://post.example/ada",
            "Follow Author",
            "by the sea",
        ] {
            assert_eq!(names(written), [""; 0], "{written}");
        }
    }
}
