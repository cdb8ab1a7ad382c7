//! Explicit dates: year, month and day (or year and month) written out, in the ways of a dozen languages.
//!
//! Nothing is inferred: a day without a year is no date here, and `03/04/2024`, which is read in two ways, is none
//! either.

use std::ops::Range;

use serde::Serialize;

use crate::words::fold;

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Granularity {
    /// `2024-01`
    Month,
    /// `2024-01-28`
    Day,
}

/// A date with the words that say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    /// ISO 8601, as long as the granularity.
    pub(crate) value: String,
    /// How exact it is.
    pub(crate) granularity: Granularity,
    /// Where it stands in the text that was searched.
    pub(crate) range: Range<usize>,
}

/// Month names and short forms in the spelling of [`fold`]. English, German, French, Spanish, Italian, Portuguese,
/// Dutch, Polish, Turkish, Russian, in that order; a form of one language is not repeated for the next.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro",
        "januari", "stycznia", "styczeń", "ocak", "января", "январь", "янв",
    ],
    &[
        "february", "feb", "februar", "février", "févr", "fév", "febrero", "febbraio", "fevereiro", "fev", "februari",
        "lutego", "luty", "şubat", "февраля", "февраль", "фев",
    ],
    &[
        "march", "mar", "märz", "mrz", "mars", "marzo", "março", "maart", "mrt", "marca", "marzec", "mart", "марта",
        "март",
    ],
    &[
        "april", "apr", "avril", "avr", "abril", "abr", "aprile", "kwietnia", "kwiecień", "nisan", "апреля", "апрель",
        "апр",
    ],
    &[
        "may", "mai", "mayo", "maggio", "mag", "maio", "mei", "maja", "maj", "mayis", "мая", "май",
    ],
    &[
        "june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho", "czerwca", "czerwiec", "haziran", "июня",
        "июнь", "июн",
    ],
    &[
        "july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho", "lipca", "lipiec", "temmuz",
        "июля", "июль", "июл",
    ],
    &[
        "august", "aug", "août", "aout", "agosto", "ago", "augustus", "sierpnia", "sierpień", "ağustos", "августа",
        "август", "авг",
    ],
    &[
        "september", "sep", "sept", "septembre", "septiembre", "setiembre", "settembre", "set", "setembro",
        "września", "wrzesień", "eylül", "сентября", "сентябрь", "сен", "сент",
    ],
    &[
        "october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out", "października",
        "październik", "ekim", "октября", "октябрь", "окт",
    ],
    &[
        "november", "nov", "novembre", "noviembre", "novembro", "listopada", "listopad", "kasim", "ноября", "ноябрь",
        "ноя", "нояб",
    ],
    &[
        "december", "dec", "dezember", "dez", "décembre", "déc", "diciembre", "dic", "dicembre", "dezembro",
        "grudnia", "grudzień", "aralik", "декабря", "декабрь", "дек",
    ],
];

/// Small words between the parts of a date: "3 de mayo de 2024", "the 3rd of May, 2024", "2024 yılı".
const CONNECTORS: &[&str] = &["de", "del", "of", "den", "the"];

/// Returns the month that a word names, 1 to 12.
fn month(word: &str) -> Option<u32> {
    if !word.starts_with(char::is_alphabetic) || word.len() < 3 {
        return None;
    }
    let folded = fold(word);
    MONTHS.iter().position(|names| names.contains(&&*folded)).map(|at| at as u32 + 1)
}

/// Whether a word is the name of a month.
pub(crate) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// Finds the explicit dates of a text, in order. Costs nothing for a text without digits.
pub(crate) fn find(text: &str) -> Vec<Date> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let parts = parts(text);
    let mut dates = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        // "30 February 2024" is no date; neither is what follows its day.
        let after_day = at > 0 && matches!(parts[at - 1].0, Part::Number(_, 1..=2));
        match date_at(&parts[at..]) {
            Some((date, used)) if date.granularity == Granularity::Day || !after_day => {
                at += used;
                dates.push(date);
            }
            _ => at += 1,
        }
    }
    dates
}

/// What a date can be made of.
#[derive(Clone, Debug)]
enum Part {
    /// A run of digits: value, how many digits.
    Number(u32, usize),
    Month(u32),
    Connector,
    /// Punctuation that may stand inside a date.
    Sign(char),
    Other,
}

fn parts(text: &str) -> Vec<(Part, Range<usize>)> {
    let mut parts = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            continue;
        }
        let mut end = start + letter.len_utf8();
        let same = |other: char| {
            if letter.is_ascii_digit() {
                other.is_ascii_digit()
            } else {
                letter.is_alphabetic() && other.is_alphabetic()
            }
        };
        while let Some((at, next)) = letters.next_if(|&(_, next)| same(next)) {
            end = at + next.len_utf8();
        }
        let word = &text[start..end];
        let part = if letter.is_ascii_digit() {
            if word.len() <= 4 { Part::Number(word.parse().unwrap_or(0), word.len()) } else { Part::Other }
        } else if let Some(month) = month(word) {
            Part::Month(month)
        } else if CONNECTORS.contains(&&*word.to_lowercase()) {
            Part::Connector
        } else if matches!(letter, '-' | '.' | '/' | ',' | '年' | '月' | '日' | 'º') {
            Part::Sign(letter)
        } else if is_ordinal_ending(word) && touches_number(&parts, start) {
            continue;
        } else {
            Part::Other
        };
        parts.push((part, start..end));
    }
    parts
}

fn is_ordinal_ending(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "er" | "re")
}

fn touches_number(parts: &[(Part, Range<usize>)], start: usize) -> bool {
    matches!(parts.last(), Some((Part::Number(..), range)) if range.end == start)
}

/// Three numbers and two signs between them.
const NUMERIC_PARTS: usize = 5;

/// Reads the date that begins with the first part; says how many parts it takes.
fn date_at(parts: &[(Part, Range<usize>)]) -> Option<(Date, usize)> {
    let (year, month, day, used) = match numeric_date(parts) {
        Some((year, month, day)) => (year, month, Some(day), NUMERIC_PARTS),
        None => written_date(parts)?,
    };
    let (value, granularity) = match day {
        Some(day) if is_day(year, month, day) => (format!("{year:04}-{month:02}-{day:02}"), Granularity::Day),
        Some(_) => return None,
        None => (format!("{year:04}-{month:02}"), Granularity::Month),
    };
    let range = parts[0].1.start..parts[used - 1].1.end;
    Some((Date { value, granularity, range }, used))
}

/// `2024-01-28`, `28.01.2024`, `28/01/2024`, `2024年1月28日`; all parts touch each other, or dots have blanks after.
fn numeric_date(parts: &[(Part, Range<usize>)]) -> Option<(u32, u32, u32)> {
    let [
        (Part::Number(a, la), _),
        (Part::Sign(s), _),
        (Part::Number(b, lb), _),
        (Part::Sign(t), _),
        (Part::Number(c, lc), last),
    ] = parts.get(..NUMERIC_PARTS)?
    else {
        return None;
    };
    // A longer chain ("1.2.2024.5", "10-12-2023-44") is a version or an address, not a date.
    let chained = matches!(parts.get(NUMERIC_PARTS), Some((Part::Sign('-' | '/'), range)) if range.start == last.end)
        && matches!(parts.get(NUMERIC_PARTS + 1), Some((Part::Number(..), _)));
    if last.end - parts[0].1.start > 14 || chained {
        return None;
    }
    match (s, t, la, lb, lc) {
        ('年', '月', 4, 1..=2, 1..=2) => Some((*a, *b, *c)),
        ('-' | '.' | '/', _, 4, 1..=2, 1..=2) if s == t => Some((*a, *b, *c)),
        ('.' | '-', _, 1..=2, 1..=2, 4) if s == t => Some((*c, *b, *a)),
        ('/', '/', 1..=2, 1..=2, 4) if *a > 12 || a == b => Some((*c, *b, *a)),
        ('/', '/', 1..=2, 1..=2, 4) if *b > 12 => Some((*c, *a, *b)),
        _ => None,
    }
}

/// `28 January 2024`, `January 28, 2024`, `28 de enero de 2024`, `January 2024`: year, month, day, parts taken.
fn written_date(parts: &[(Part, Range<usize>)]) -> Option<(u32, u32, Option<u32>, usize)> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut found_month = None;
    for (used, (part, _)) in parts.iter().enumerate().take(9) {
        match part {
            Part::Month(number) if found_month.is_none() => found_month = Some(*number),
            Part::Number(value, digits @ 1..=2) if numbers.is_empty() => numbers.push((*value, *digits)),
            Part::Number(year @ 1500..=2199, 4) => {
                let day = numbers.first().map(|&(day, _)| day);
                return Some((*year, found_month?, day, used + 1));
            }
            Part::Connector | Part::Sign('.' | ',' | '-' | '/' | 'º') if used > 0 => {}
            _ => return None,
        }
    }
    None
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1500..2200).contains(&year) && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explicit_dates_are_found_in_all_orders_and_languages() {
        for (text, expected) in [
            ("Updated on 2024-01-28", "2024-01-28"),
            ("2024-01-28T10:11:12Z", "2024-01-28"),
            ("28 January 2024", "2024-01-28"),
            ("January 28, 2024", "2024-01-28"),
            ("Jan. 28, 2024, 10:15 am", "2024-01-28"),
            ("the 28th of January, 2024", "2024-01-28"),
            ("28.01.2024", "2024-01-28"),
            ("(28.1.2024).", "2024-01-28"),
            ("28. 1. 2024", "2024-01-28"),
            ("28/01/2024", "2024-01-28"),
            ("01/28/2024", "2024-01-28"),
            ("2024/01/28", "2024-01-28"),
            ("2024年1月28日", "2024-01-28"),
            ("28. Januar 2024", "2024-01-28"),
            ("1er février 2024", "2024-02-01"),
            ("28 de enero de 2024", "2024-01-28"),
            ("28 Ocak 2024", "2024-01-28"),
            ("1 KASIM 2023", "2023-11-01"),
            ("28 января 2024 г.", "2024-01-28"),
            ("28 stycznia 2024", "2024-01-28"),
            ("29 February 2024", "2024-02-29"),
            ("January 2024", "2024-01"),
            ("in March 2021 and later", "2021-03"),
        ] {
            let found: Vec<_> = find(text).into_iter().map(|date| date.value).collect();
            assert_eq!(found, [expected], "{text}");
        }
    }

    #[test]
    fn what_is_no_explicit_date_is_not_guessed() {
        for text in [
            "28 January",
            "03/04/2024",
            "31.04.2024",
            "29 February 2023",
            "version 1.2.3",
            "2024",
            "may 20 people",
            "call 10-12-2023-44",
            "30 in 2023",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn the_range_covers_the_words_of_the_date() {
        let text = "Published: 28 de enero de 2024, at noon; updated 29.01.2024";
        let found: Vec<_> = find(text).into_iter().map(|date| &text[date.range]).collect();
        assert_eq!(found, ["28 de enero de 2024", "29.01.2024"]);
    }
}
