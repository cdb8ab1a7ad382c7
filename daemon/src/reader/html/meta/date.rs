//! Dates as pages write them, brought into ISO 8601.

use jiff::civil;

/// Years that an article on the web can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Longest text taken for a date.
const DATE_BYTES_MAX: usize = 80;

/// The beginnings of the names of months, by month.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "янв", "ocak", "stycz"],
    &["feb", "fév", "fev", "фев", "şub", "lut", "hel"],
    &["mar", "mär", "mrt", "maa", "мар"],
    &["apr", "avr", "abr", "апр", "nis", "kwi", "huh"],
    &["may", "mai", "mei", "maj", "mag", "май", "мая", "tou"],
    &["jun", "juin", "giu", "июн", "haz", "cze", "kes"],
    &["jul", "juil", "lug", "июл", "tem", "lip", "hei"],
    &["aug", "aoû", "aou", "ago", "авг", "ağu", "sie", "elo"],
    &["sep", "set", "сен", "eyl", "wrz", "syy"],
    &["oct", "okt", "out", "ott", "окт", "eki", "paź", "lok"],
    &["nov", "ноя", "kas", "lis"],
    &["dec", "dez", "déc", "dic", "дек", "ara", "gru", "jou"],
];

/// Brings a date into ISO 8601: a date, or date and time, with the zone if it was given. `None` for what is no date, and
/// for dates that could be read in two ways.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > DATE_BYTES_MAX {
        return None;
    }
    year_first(text).or_else(|| mail(text)).or_else(|| worded(text)).or_else(|| east_asian(text))
}

/// The date in the path of an address: `/2026/05/03/` or `2026-05-03` or `20260503`.
pub(super) fn of_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let path = path.split(['?', '#']).next()?;
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = path.split(['/', '-', '_', '.']).collect();
    for window in parts.windows(3) {
        if digits(window[0], 4) && (1..=2).contains(&window[1].len()) && (1..=2).contains(&window[2].len()) {
            if let Some(date) = date_of(window[0], window[1], window[2]) {
                return Some(date.to_string());
            }
        }
    }
    parts
        .iter()
        .filter(|part| digits(part, 8))
        .find_map(|part| date_of(&part[..4], &part[4..6], &part[6..]).map(|date| date.to_string()))
}

fn date_of(year: &str, month: &str, day: &str) -> Option<civil::Date> {
    let year: i16 = year.parse().ok().filter(|year| YEARS.contains(year))?;
    civil::Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Digits at the beginning of a text, and what follows them.
fn number(text: &str, digits_max: usize) -> Option<(&str, &str)> {
    let digits = text.bytes().take(digits_max).take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| text.split_at(digits))
}

/// `2026-05-03T10:00:00+02:00` and its looser forms: other signs between, a space for the T, a zone behind a space.
fn year_first(text: &str) -> Option<String> {
    let (year, rest) = number(text, 4).filter(|(year, _)| year.len() == 4)?;
    let sign = rest.chars().next()?;
    let (date, rest) = if sign.is_ascii_digit() {
        let (month, rest) = rest.split_at_checked(2)?;
        let (day, rest) = rest.split_at_checked(2)?;
        (date_of(year, month, day)?, rest)
    } else {
        let rest = rest.strip_prefix(['-', '/', '.'])?;
        let (month, rest) = number(rest, 2)?;
        let (day, rest) = number(rest.strip_prefix(sign)?, 2)?;
        (date_of(year, month, day)?, rest)
    };
    let rest = rest.trim_start_matches(['T', 't', ',', ' ']);
    match time(rest) {
        Some(time) => Some(format!("{date}T{time}")),
        None if rest.starts_with(|first: char| first.is_ascii_digit()) => None,
        None => Some(date.to_string()),
    }
}

/// A time of day and its zone: `10:00`, `10:00:00.000Z`, `6:01 pm`, `10:00 +0200`.
fn time(text: &str) -> Option<String> {
    let (hour, rest) = number(text, 2)?;
    let mut hour: u8 = hour.parse().ok()?;
    let (minute, mut rest) = match rest.strip_prefix([':', 'h']) {
        Some(rest) => number(rest, 2).filter(|(minute, _)| minute.len() == 2)?,
        // `100000` without signs, as in the basic form.
        None => number(rest, 2).filter(|(minute, _)| minute.len() == 2 && text.len() >= 4)?,
    };
    let mut second = "";
    let mut fraction = "";
    if let Some((digits, after)) =
        number(rest.strip_prefix(':').unwrap_or(rest), 2).filter(|(digits, _)| digits.len() == 2)
    {
        (second, rest) = (digits, after);
        if let Some((digits, after)) = rest.strip_prefix(['.', ',']).and_then(|rest| number(rest, 9)) {
            (fraction, rest) = (digits, after);
        }
    }
    let rest = rest.trim_start();
    let lower = rest.to_ascii_lowercase();
    let half = lower.replace('.', "");
    let rest = if half.starts_with("pm") || half.starts_with("am") {
        hour = hour % 12 + if half.starts_with("pm") { 12 } else { 0 };
        rest.trim_start_matches(['a', 'A', 'p', 'P', '.', 'm', 'M']).trim_start()
    } else {
        rest
    };
    let seconds: i8 = if second.is_empty() { 0 } else { second.parse().ok()? };
    civil::Time::new(i8::try_from(hour).ok()?, minute.parse().ok()?, seconds, 0).ok()?;
    let mut time = format!("{hour:02}:{minute}");
    if !second.is_empty() {
        time.push(':');
        time.push_str(second);
        if fraction.bytes().any(|digit| digit != b'0') {
            time.push('.');
            time.push_str(fraction);
        } else if fraction.len() == 3 {
            time.push_str(".000");
        }
    }
    time.push_str(&zone(rest));
    Some(time)
}

/// The zone at the beginning of a text; empty when there is none that has one meaning.
fn zone(text: &str) -> String {
    if text.starts_with(['Z', 'z']) || text.starts_with("GMT") || text.starts_with("UTC") {
        return "Z".to_owned();
    }
    let Some(sign) = text.chars().next().filter(|sign| matches!(sign, '+' | '-')) else { return String::new() };
    let digits: String =
        text[1..].chars().filter(|character| *character != ':').take_while(char::is_ascii_digit).collect();
    match digits.len() {
        2 => format!("{sign}{digits}:00"),
        4 => format!("{sign}{}:{}", &digits[..2], &digits[2..]),
        _ => String::new(),
    }
}

/// `Sun, 3 May 2026 10:00:00 GMT`.
fn mail(text: &str) -> Option<String> {
    let stamp = jiff::fmt::rfc2822::parse(text).ok().filter(|stamp| YEARS.contains(&stamp.year()))?;
    Some(stamp.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string().replace("+00:00", "Z"))
}

/// `3 May 2026`, `May 3, 2026 at 10:00`, `3. Mai 2026`.
fn worded(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|character: char| character.is_whitespace() || matches!(character, ',' | '.'))
        .filter(|word| {
            !word.is_empty() && !matches!(*word, "de" | "del" | "of" | "at" | "um" | "à" | "a" | "den" | "the")
        })
        .collect();
    let month_at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[month_at])?;
    let day = |word: Option<&&str>| {
        let word = word?.trim_end_matches(|last: char| last.is_alphabetic() || last == 'º');
        word.parse::<i8>().ok().filter(|day| (1..=31).contains(day))
    };
    let year = |word: Option<&&str>| word?.parse::<i16>().ok().filter(|year| YEARS.contains(year));
    let before = month_at.checked_sub(1).and_then(|at| words.get(at));
    let (day, year_at) = match (day(before), year(words.get(month_at + 1))) {
        (Some(day), Some(_)) => (day, month_at + 1),
        _ => (day(words.get(month_at + 1))?, month_at + 2),
    };
    let date = civil::Date::new(year(words.get(year_at))?, month, day).ok()?;
    let rest = words[year_at + 1..].join(" ");
    Some(match time(rest.trim_start_matches(['-', '–', '|', ' '])) {
        Some(time) => format!("{date}T{time}"),
        None => date.to_string(),
    })
}

fn month(word: &str) -> Option<i8> {
    let index = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    word.chars().all(char::is_alphabetic).then_some(index as i8 + 1)
}

/// `2026年5月3日 10:00`.
fn east_asian(text: &str) -> Option<String> {
    let (year, rest) = number(text, 4)?;
    let rest = rest.trim_start().strip_prefix(['年', '년'])?;
    let (month, rest) = number(rest.trim_start(), 2)?;
    let rest = rest.trim_start().strip_prefix(['月', '월'])?;
    let (day, rest) = number(rest.trim_start(), 2)?;
    let date = date_of(year, month, day)?;
    let rest = rest.trim_start().trim_start_matches(['日', '일']).trim_start();
    Some(time(rest).map_or_else(|| date.to_string(), |time| format!("{date}T{time}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_many_forms_become_iso() {
        for (written, read) in [
            ("2026-05-03", "2026-05-03"),
            ("2026-05-03T10:00:00Z", "2026-05-03T10:00:00Z"),
            ("2026-05-03T10:00:00.000Z", "2026-05-03T10:00:00.000Z"),
            ("2026-05-03T10:00", "2026-05-03T10:00"),
            ("2026-05-03 10:00:00 +0200", "2026-05-03T10:00:00+02:00"),
            ("2026/5/3 9:05", "2026-05-03T09:05"),
            ("20260503T100000Z", "2026-05-03T10:00:00Z"),
            ("20260503", "2026-05-03"),
            ("Sun, 3 May 2026 10:00:00 GMT", "2026-05-03T10:00:00Z"),
            ("May 3, 2026 at 6:01 pm", "2026-05-03T18:01"),
            ("3. Mai 2026", "2026-05-03"),
            ("3 de mayo de 2026", "2026-05-03"),
            ("2026年5月3日 10:00", "2026-05-03T10:00"),
        ] {
            assert_eq!(iso(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_or_two_is_none() {
        for written in ["", "3/5/2026", "2026-13-40", "yesterday", "1234", "2026", "may", "0000-00-00", "12345678"] {
            assert_eq!(iso(written), None, "{written}");
        }
    }

    #[test]
    fn an_address_gives_its_date_when_it_has_a_whole_one() {
        assert_eq!(of_address("https://post.example/2026/05/03/ferry").as_deref(), Some("2026-05-03"));
        assert_eq!(of_address("https://post.example/ferry-20260503.html").as_deref(), Some("2026-05-03"));
        assert_eq!(of_address("https://post.example/2026/05/ferry"), None);
        assert_eq!(of_address("https://2026-05-03.example/ferry?d=2026-05-03"), None);
    }
}
