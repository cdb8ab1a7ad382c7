//! Datelines: what stands before the first sentence of an agency report, place, day, agency, and a dash.

use crate::dates;

/// A dateline is short; a dash further in belongs to the sentence.
const BYTES_MAX: usize = 120;

/// A day is shorter still.
const DAY_BYTES_MAX: usize = 40;

/// What stands between a day and what happened on it.
const DAY_SEPARATORS: &[&str] = &[" - ", " – ", " — ", " -- ", ": ", "—", "– "];

/// Dashes and what agencies write instead of them, longer ones first.
const SEPARATORS: &[&str] =
    &[".- ", ".– ", ".— ", " -- ", " --", "--", " – ", " — ", " - ", " ― ", "–", "—", "- ", ": "];

/// Returns the length in bytes of the dateline with which a paragraph begins, its dash included; `None` when there
/// is none or nothing follows it.
///
/// It has a place in capitals, or a place with an agency in brackets or a date, then a dash; or it is the name of a
/// site between slashes or in square brackets.
pub(crate) fn length(paragraph: &str) -> Option<usize> {
    let length = enclosed(paragraph).or_else(|| place_and_agency(paragraph))?;
    (!paragraph[length..].trim().is_empty()).then_some(length)
}

/// Returns the length in bytes of the day with which an entry of a timeline begins, its dash included: "3 May 1994 - Peru
/// signs", "1994: Peru signs"; `None` when there is none.
pub(crate) fn day_length(paragraph: &str) -> Option<usize> {
    const PARTS_OF_YEAR: &[&str] = &[
        "early",
        "late",
        "mid",
        "spring",
        "summer",
        "autumn",
        "winter",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    // Most paragraphs begin with a word that is no part of a date.
    let first = paragraph.split([' ', ':', ',', '-']).next()?;
    let is_number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    let is_part = |word: &str| PARTS_OF_YEAR.iter().any(|part| word.eq_ignore_ascii_case(part));
    if !is_number(first) && !is_part(first) && !dates::is_month(first) {
        return None;
    }
    let window = &paragraph[..floor(paragraph, DAY_BYTES_MAX)];
    let ends = DAY_SEPARATORS.iter().filter_map(|separator| Some((window.find(separator)?, separator.len())));
    let (end, length) = ends.min()?;
    let mut words = window[..end].split([' ', ',', '-', '–']).filter(|word| !word.is_empty());
    let is_year = |word: &str| word.len() == 4 && matches!(word.parse(), Ok(1000..=2100));
    let is_day = |word: &str| {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        matches!(digits.parse(), Ok(1..=31)) && ["", "st", "nd", "rd", "th"].contains(&&word[digits.len()..])
    };
    let tells = words.clone().any(|word| is_year(word) || dates::is_month(word));
    let is_date = words.all(|word| is_year(word) || is_day(word) || is_part(word) || dates::is_month(word));
    let rest = paragraph[end + length..].trim_start();
    (tells && is_date && rest.starts_with(char::is_uppercase)).then_some(end + length)
}

/// Whether a line is a dateline and nothing else: "PARIS, 3 May 2024".
pub(crate) fn is_line(line: &str) -> bool {
    let line =
        line.trim_end_matches(|letter: char| matches!(letter, '-' | '–' | '—' | '.' | ':') || letter.is_whitespace());
    line.len() <= 80
        && line.contains([',', '('])
        && Head::read(line).is_some_and(|head| head.shouted && (head.dated || head.agency))
}

/// `/ the site /`, `[Site]`, `【Site】` at the very start.
fn enclosed(paragraph: &str) -> Option<usize> {
    let (close, open_length) = match paragraph.chars().next()? {
        '/' => ('/', 1),
        '[' => (']', 1),
        '【' => ('】', '【'.len_utf8()),
        _ => return None,
    };
    let inner_length = paragraph[open_length..].find(close)?;
    let inner = &paragraph[open_length..open_length + inner_length];
    let length = open_length + inner_length + close.len_utf8();
    let named =
        inner.chars().any(char::is_alphabetic) && !inner.contains("//") && inner.split_whitespace().count() <= 6;
    // "/the/ ..." of a path has no blank after it, a note "[...]" in a quotation no letters.
    let stands_free =
        paragraph[length..].starts_with(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '–' | '—'));
    (named && inner.len() <= 60 && stands_free).then(|| length + separator_length(&paragraph[length..]))
}

fn separator_length(rest: &str) -> usize {
    let trimmed = rest.trim_start();
    let dash =
        trimmed.chars().take_while(|letter| matches!(letter, '-' | '–' | '—' | ':')).map(char::len_utf8).sum::<usize>();
    if dash == 0 { 0 } else { rest.len() - trimmed.len() + dash }
}

fn place_and_agency(paragraph: &str) -> Option<usize> {
    let window = &paragraph[..floor(paragraph, BYTES_MAX)];
    let mut candidates: Vec<(usize, usize)> = SEPARATORS
        .iter()
        .filter_map(|separator| window.find(separator).map(|at| (at, separator.trim_end().len())))
        .collect();
    // Brackets may end a dateline without a dash: "Port Lune, May 3 (Reporter Ada Field) The harbour ..."
    candidates.extend(window.find(") ").map(|at| (at + 1, 0)));
    // "Port Lune, 3 May. /Agency/."
    candidates.extend(window.find(". /").map(|at| (at, 1)));
    candidates.sort_unstable_by_key(|&(at, length)| (at, std::cmp::Reverse(length)));
    candidates.into_iter().find_map(|(at, length)| {
        let head = Head::read(window[..at].trim_end())?;
        let dash = length > 0 && !window[at..at + length].ends_with(':');
        let proofs = usize::from(head.shouted) + usize::from(head.agency) + usize::from(head.dated);
        let enough = if dash { proofs >= 1 } else { proofs >= 2 };
        enough.then(|| at + length + agency_between_slashes(&paragraph[at + length..]))
    })
}

/// "3 мая. /АГЕНТСТВО/. Text": the agency follows the dash or stop.
fn agency_between_slashes(rest: &str) -> usize {
    let trimmed = rest.trim_start();
    let Some(inner) = trimmed.strip_prefix('/').and_then(|inner| inner.split_once('/')) else { return 0 };
    if inner.0.len() > 40 {
        return 0;
    }
    let stop = usize::from(inner.1.starts_with('.'));
    rest.len() - trimmed.len() + inner.0.len() + 2 + stop
}

/// What stands before the dash.
struct Head {
    /// The place is written in capitals.
    shouted: bool,
    /// Something stands in brackets.
    agency: bool,
    /// A month, or a whole date.
    dated: bool,
}

impl Head {
    /// Reads it; `None` when a word is neither a name nor part of a date, as in any sentence.
    fn read(text: &str) -> Option<Head> {
        let (outside, inside) = match text.split_once('(') {
            Some((outside, rest)) => (outside, Some(rest.split_once(')')?)),
            None => (text, None),
        };
        if inside.is_some_and(|(_, after)| !after.trim_matches([' ', ',', '.']).is_empty()) {
            return None;
        }
        let words: Vec<&str> = outside
            .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '/' | '.' | ';'))
            .filter(|word| !word.is_empty())
            .collect();
        let dated = words.iter().any(|word| dates::is_month(word)) || !dates::find(outside).is_empty();
        let first = words.first()?;
        if words.len() > 9 || !words.iter().all(|word| belongs(word, dated)) || !first.starts_with(char::is_uppercase) {
            return None;
        }
        let letters = first.chars().filter(|letter| letter.is_alphabetic());
        let shouted = letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase);
        // The comma tells "Port Lune, 3 May" from "In May".
        Some(Head { shouted, agency: inside.is_some(), dated: dated && outside.contains([',', '.']) })
    }
}

fn belongs(word: &str, dated: bool) -> bool {
    const SMALL: &[&str] =
        &["de", "del", "la", "le", "el", "al", "am", "of", "and", "den", "der", "sur", "г", "года", "th", "a", "p"];
    let numeric = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | 'h' | 't' | 's' | 'n' | 'd' | 'r');
    word.starts_with(char::is_uppercase)
        || SMALL.contains(&word)
        || dates::is_month(word)
        || (dated && word.starts_with(|letter: char| letter.is_ascii_digit()) && word.chars().all(numeric))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_end_where_the_sentence_begins() {
        for (dateline, sentence) in [
            ("PORT LUNE, 3 May (Agency) -", " The harbour was closed."),
            ("PORT LUNE (Agency) —", " The harbour was closed."),
            ("PORT LUNE —", " The harbour was closed."),
            ("PORT LUNE--", "The harbour was closed."),
            ("Port Lune (agy) -", " Der Hafen war zu."),
            ("Port Lune, 3 mai 2024 (AGY) –", " Le port était fermé."),
            ("Puerto Luna, 3 may (AGY).-", " El puerto cerró."),
            ("LİMAN (AGY) -", " Liman kapatıldı."),
            ("ОРН, 3 мая. /АГЕНТСТВО/.", " Порт закрыли."),
            ("ПОРТ-ЛУН, 3 мая —", " Порт закрыли."),
            ("Agency, Port Lune, May 3 (Reporter Ada Field)", " The harbour was closed."),
            ("/ the lune post /", " The harbour was closed."),
            ("[Lune Post]", " The harbour was closed."),
        ] {
            let paragraph = format!("{dateline}{sentence}");
            assert_eq!(length(&paragraph).map(|length| &paragraph[..length]), Some(dateline), "{paragraph}");
        }
    }

    #[test]
    fn entries_of_a_timeline_begin_with_their_day() {
        for (day, sentence) in [
            ("1994 -", " Peru signs a treaty."),
            ("1994:", " Peru signs a treaty."),
            ("May 1994 –", " Peru signs a treaty."),
            ("3 May 1994 —", " Peru signs a treaty."),
            ("May 3, 1994:", " Peru signs a treaty."),
            ("Friday, 3rd May -", " Peru signs a treaty."),
            ("1994-1996 -", " Peru is at war."),
        ] {
            let paragraph = format!("{day}{sentence}");
            assert_eq!(day_length(&paragraph).map(|length| paragraph[..length].trim_end()), Some(day), "{paragraph}");
        }
        for paragraph in [
            "1994",
            "1994 - a year of treaties",
            "1994 was a year of treaties - Peru signed two.",
            "12 - Peru signs a treaty.",
            "12: Peru signs a treaty.",
            "20:41 - Peru signs a treaty.",
            "Peru: The treaty is signed.",
        ] {
            assert_eq!(day_length(paragraph), None, "{paragraph}");
        }
    }

    #[test]
    fn sentences_with_dashes_are_not_datelines() {
        for paragraph in [
            "The harbour – closed for a day – was opened.",
            "Peace — that is what the fishermen want.",
            "Port Lune – a small town – has a harbour.",
            "“Port Lune (the old one) - not the new one,” she said.",
            "He said: The harbour is closed.",
            "In May - as in June - the harbour was closed.",
            "[...] and the harbour was closed.",
            "/ and then the harbour was closed",
            "PORT LUNE",
        ] {
            assert_eq!(length(paragraph), None, "{paragraph}");
        }
    }
}
