//! What the columns of the tables leave to be read out of them: which spellings belong together, family names, terms.

use crate::{key, list};

/// The names of a row, each with its other spellings: a spelling belongs to the name before it when it is its acronym,
/// or begins as it does, or holds it.
pub(crate) fn groups(names: &str) -> Vec<(&str, Vec<&str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in list(names) {
        // "~" binds a spelling that looks like no other to the name before it.
        if let Some(name) = name.strip_prefix('~') {
            groups.last_mut().unwrap_or_else(|| panic!("\"~\" without a name before it: {name}")).1.push(name);
            continue;
        }
        match groups.iter_mut().find(|group| group.1.iter().any(|known| same(known, name))) {
            Some(group) => group.1.push(name),
            None => groups.push((name, vec![name])),
        }
    }
    groups
}

fn same(known: &str, name: &str) -> bool {
    let bare = |text: &str| {
        let text: String = text.chars().filter(|letter| !key::is_silent(*letter)).map(key::base).collect();
        text.to_lowercase().replace('-', " ").trim_start_matches("the ").to_owned()
    };
    let (a, b) = (bare(known), bare(name));
    let initials = |text: &str| -> String {
        text.split(' ')
            .filter(|word| !matches!(*word, "of" | "the" | "and" | "for" | "in"))
            .filter_map(|word| word.chars().next())
            .collect()
    };
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let part = |long: &str, short: &str| format!(" {long} ").contains(&format!(" {short} "));
    let acronym = |long: &str, short: &str| {
        short.len() > 1
            && long.contains(' ')
            && (initials(long) == letters(short) || long.replace(' ', "").starts_with(short) && short.len() > 4)
    };
    part(&a, &b) || part(&b, &a) || acronym(&a, &b) || acronym(&b, &a)
}

/// A role with the months in which it was held, counted from year 0; `i32::MIN` and `i32::MAX` where the table has none.
pub(crate) fn term(place: &str, role: &str) -> (String, i32, i32) {
    let wrong = || -> ! { panic!("{place}: no years: {role}") };
    let at = role.rfind(' ').unwrap_or_else(|| wrong());
    let numbers: Vec<&str> = role[at + 1..].split('-').collect();
    let month = |year: &str, month: Option<&str>, last: bool| -> i32 {
        let year: i32 = year.parse().unwrap_or_else(|_| wrong());
        let month: i32 = month.map_or(if last { 12 } else { 1 }, |month| month.parse().unwrap_or_else(|_| wrong()));
        if !(1850..2100).contains(&year) || !(1..=12).contains(&month) {
            wrong()
        }
        year * 12 + month
    };
    let is_month = |text: &&str| text.len() == 2;
    let (from_month, rest) = match numbers.get(1).filter(|text| is_month(text)) {
        Some(month) => (Some(*month), &numbers[2..]),
        None => (None, &numbers[1..]),
    };
    let from = month(numbers[0], from_month, false);
    let until = match rest {
        [] => month(numbers[0], from_month, true),
        [""] => i32::MAX,
        [year] => month(year, None, true),
        [year, last] => month(year, Some(last), true),
        _ => wrong(),
    };
    assert!(from <= until, "{place}: ends before it starts: {role}");
    (role[..at].trim().to_owned(), from, until)
}

/// The family name: first where it stands first, else the last word with the particles before it.
pub(crate) fn surname(name: &str, code: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let first = matches!(code, "CHN" | "TWN" | "HKG" | "KOR" | "PRK" | "VNM") && words.len() > 1;
    if first {
        return words[0].to_owned();
    }
    let mut at = words.len() - 1;
    while at > 1 && words[at - 1].chars().all(char::is_lowercase) {
        at -= 1;
    }
    if name.starts_with("Aung San") { "Suu Kyi".to_owned() } else { words[at..].join(" ") }
}

/// Adjectives that are their own plural, or whose plural is a word of its own.
pub(crate) fn irregular(adjective: &str) -> bool {
    [
        "ish",
        "ch",
        "se",
        "Greek Cypriots",
        "UAE",
        "ROK",
        "Swiss",
        "Anglo",
        "Sino",
        "Russo",
        "Luso",
        "Hellenic",
        "Philippine",
        "Burkinabe",
    ]
    .iter()
    .any(|ending| adjective.ends_with(ending))
        || adjective.len() < 4
}
