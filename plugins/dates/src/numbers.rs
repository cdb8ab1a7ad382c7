//! What a run of digits and marks says by itself: a day written in numbers, a span of years, a time of day, or nothing.

/// What digits mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    /// At most four digits.
    Plain {
        /// The value.
        value: u16,
        /// How many digits.
        digits: u8,
    },
    /// "21st", "3rd"; 1 to 99.
    Nth(u8),
    /// "1990s", with its first year; "90s" has a year below 100.
    Decade(u16),
    /// `2024-01-28` and the ways that are read in one way only.
    Date(u16, u8, u8),
    /// `03/04/2024`: month and day may be meant in this order or the other.
    Unclear(u16, u8, u8),
    /// `3/4` without a year, each at most 31.
    Slash(u8, u8),
    /// `2024-01`.
    YearMonth(u16, u8),
    /// `2012-2014`, `2012-14`.
    Years(u16, u16),
    /// `3-5`.
    Pair(u8, u8),
    /// `10:30`, in minutes of the day.
    Clock(u16),
    /// "Q3".
    Quarter(u8),
    /// "H1".
    Half(u8),
    /// "FY2024".
    FiscalYear(u16),
}

/// The years that a number of four digits is taken for.
const YEARS: std::ops::RangeInclusive<u16> = 1000..=2199;

/// Digits of one part.
#[derive(Clone, Copy, Default)]
struct Part {
    value: u32,
    digits: u8,
}

/// Reads the number that begins at `start`: what it means, if anything, and where it ends.
pub(crate) fn read(line: &str, start: usize) -> (Option<Number>, usize) {
    let bytes = line.as_bytes();
    let mut parts = [Part::default(); 4];
    let mut marks = [0u8; 4];
    let (mut count, mut at) = (0, start);
    let mut too_long = false;
    loop {
        let part_start = at;
        let mut part = Part::default();
        while let Some(byte @ b'0'..=b'9') = bytes.get(at) {
            part.value = part.value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
            at += 1;
        }
        part.digits = (at - part_start).min(99) as u8;
        match parts.get_mut(count) {
            Some(place) => *place = part,
            None => too_long = true,
        }
        let Some((mark, next)) = mark_before_digit(line, at) else { break };
        if count == 0 && mark == b',' && part.digits <= 2 && is_year(bytes, next) {
            break; // "May 15,2024"
        }
        // "10/1-11/7" is two of them.
        if mark == b'-' && count > 0 && marks[..count.min(4)].contains(&b'/') {
            break;
        }
        if let Some(place) = marks.get_mut(count) {
            *place = mark;
        }
        count += 1;
        at = next;
    }
    let (suffix, end) = suffix(bytes, at);
    if too_long || suffix == Suffix::Letters {
        return (None, end);
    }
    let number = match (count, suffix) {
        (0, Suffix::Nth) => (1..=99).contains(&parts[0].value).then_some(Number::Nth(parts[0].value as u8)),
        (0, Suffix::S) => decade(parts[0]),
        (0, Suffix::None) => single(parts[0]),
        (1, Suffix::None) => pair(parts[0], marks[0], parts[1]),
        (2, Suffix::None) if marks[0] == marks[1] => triple(parts[0], marks[0], parts[1], parts[2]),
        (2, Suffix::None) if marks[0] == b':' => None,
        _ => None,
    };
    (number, end)
}

/// The mark at `at` when a digit follows it, and where that digit stands. Every dash is `-`.
fn mark_before_digit(line: &str, at: usize) -> Option<(u8, usize)> {
    let bytes = line.as_bytes();
    let (mark, next) = match bytes.get(at)? {
        mark @ (b'.' | b'/' | b',' | b':' | b'-' | b'~') => (*mark, at + 1),
        0xe2 if line[at..].starts_with(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}']) => (b'-', at + 3),
        _ => return None,
    };
    let mark = if mark == b'~' { b'-' } else { mark };
    bytes.get(next).is_some_and(u8::is_ascii_digit).then_some((mark, next))
}

/// Whether exactly four digits stand here.
fn is_year(bytes: &[u8], at: usize) -> bool {
    bytes[at..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count() == 4
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Suffix {
    None,
    Nth,
    S,
    /// Letters that make it no number of ours, or a sign of percent.
    Letters,
}

/// What touches the digits at their end, and where that ends.
fn suffix(bytes: &[u8], at: usize) -> (Suffix, usize) {
    let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80).count();
    match &bytes[at..at + letters] {
        b"st" | b"nd" | b"rd" | b"th" | b"ST" | b"ND" | b"RD" | b"TH" => (Suffix::Nth, at + 2),
        b"s" => (Suffix::S, at + 1),
        b"am" | b"pm" | b"AM" | b"PM" | [] => (Suffix::None, at),
        [b'T', b'0'..=b'9', ..] => (Suffix::None, at + letters),
        // A dash, a quotation mark or another sign of three bytes.
        [0xe2, ..] => (Suffix::None, at),
        [b's', 0xe2, ..] => (Suffix::S, at + 1),
        [_, _, 0xe2, ..] if matches!(&bytes[at..at + 2], b"st" | b"nd" | b"rd" | b"th") => (Suffix::Nth, at + 2),
        [0xc2, 0xa0, ..] => (Suffix::None, at),
        _ => (Suffix::Letters, at + ascii_run(&bytes[at..])),
    }
}

/// The letters and digits to skip; what lies beyond ASCII begins a piece of its own.
fn ascii_run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

fn decade(part: Part) -> Option<Number> {
    match (part.digits, part.value) {
        (4, 1000..=2090) if part.value.is_multiple_of(10) => Some(Number::Decade(part.value as u16)),
        (2, 10..=90) if part.value.is_multiple_of(10) => Some(Number::Decade(part.value as u16)),
        _ => None,
    }
}

fn single(part: Part) -> Option<Number> {
    match part.digits {
        1..=4 => Some(Number::Plain { value: part.value as u16, digits: part.digits }),
        8 => {
            let (year, month, day) = (part.value / 10_000, part.value / 100 % 100, part.value % 100);
            let fits = (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
            fits.then_some(Number::Date(year as u16, month as u8, day as u8))
        }
        _ => None,
    }
}

fn pair(a: Part, mark: u8, b: Part) -> Option<Number> {
    let (first, second) = (a.value as u16, b.value as u16);
    match (mark, a.digits, b.digits) {
        (b':', 1..=2, 2) if a.value < 24 && b.value < 60 => Some(Number::Clock(first * 60 + second)),
        (b'-', 4, 4) if YEARS.contains(&first) && YEARS.contains(&second) && first < second => {
            Some(Number::Years(first, second))
        }
        // A year and a month, or a year and a later one of the same century.
        (b'-' | b'/', 4, 2)
            if YEARS.contains(&first)
                && (first % 100 + 1..=first % 100 + 15).contains(&second)
                && (second > 12 || first % 100 >= 9) =>
        {
            Some(Number::Years(first, first - first % 100 + second))
        }
        (b'-' | b'/', 4, 1..=2) if YEARS.contains(&first) && (1..=12).contains(&second) => {
            Some(Number::YearMonth(first, second as u8))
        }
        (b'-' | b'/', 1..=2, 4) if YEARS.contains(&second) && (1..=12).contains(&first) => {
            Some(Number::YearMonth(second, first as u8))
        }
        (b'-', 1..=2, 1..=2) if is_day(a) && is_day(b) => Some(Number::Pair(first as u8, second as u8)),
        (b'/', 1..=2, 1..=2) if is_day(a) && is_day(b) => Some(Number::Slash(first as u8, second as u8)),
        _ => None,
    }
}

fn is_day(part: Part) -> bool {
    (1..=31).contains(&part.value)
}

fn triple(a: Part, mark: u8, b: Part, c: Part) -> Option<Number> {
    if !matches!(mark, b'-' | b'/' | b'.') {
        return None;
    }
    match (a.digits, b.digits, c.digits) {
        (4, 1..=2, 1..=2) if YEARS.contains(&(a.value as u16)) && b.value <= 12 && is_day(b) && is_day(c) => {
            Some(Number::Date(a.value as u16, b.value as u8, c.value as u8))
        }
        (1..=2, 1..=2, 4) if YEARS.contains(&(c.value as u16)) => day_and_month(a, mark, b, c.value as u16),
        (1..=2, 1..=2, 2) if mark == b'/' && a.digits == 2 && b.digits == 2 => {
            let century = if c.value > 50 { 1900 } else { 2000 };
            day_and_month(a, mark, b, century + c.value as u16)
        }
        _ => None,
    }
}

fn day_and_month(a: Part, mark: u8, b: Part, year: u16) -> Option<Number> {
    if !is_day(a) || !is_day(b) || a.value > 12 && b.value > 12 {
        return None;
    }
    let (first, second) = (a.value as u8, b.value as u8);
    Some(match (first, second) {
        _ if first > 12 => Number::Date(year, second, first),
        _ if second > 12 => Number::Date(year, first, second),
        _ if first == second || mark == b'.' => Number::Date(year, second, first),
        _ => Number::Unclear(year, first, second),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_what_they_are_by_themselves() {
        for (text, number) in [
            ("7", Number::Plain { value: 7, digits: 1 }),
            ("2024.", Number::Plain { value: 2024, digits: 4 }),
            ("2024, 3", Number::Plain { value: 2024, digits: 4 }),
            ("15,2024", Number::Plain { value: 15, digits: 2 }),
            ("21st", Number::Nth(21)),
            ("21st’s", Number::Nth(21)),
            ("1990s", Number::Decade(1990)),
            ("1990s–", Number::Decade(1990)),
            ("90s", Number::Decade(90)),
            ("2024-01-28", Number::Date(2024, 1, 28)),
            ("2024-01-28T10:11:12Z", Number::Date(2024, 1, 28)),
            ("28.01.2024", Number::Date(2024, 1, 28)),
            ("1/28/2024", Number::Date(2024, 1, 28)),
            ("3/4/2024", Number::Unclear(2024, 3, 4)),
            ("03/18/40", Number::Date(2040, 3, 18)),
            ("20240128", Number::Date(2024, 1, 28)),
            ("2024-01", Number::YearMonth(2024, 1)),
            ("2012–2014", Number::Years(2012, 2014)),
            ("2012–14", Number::Years(2012, 2014)),
            ("2009-10", Number::Years(2009, 2010)),
            ("2023/24", Number::Years(2023, 2024)),
            ("3–5", Number::Pair(3, 5)),
            ("10:30", Number::Clock(630)),
        ] {
            assert_eq!(read(text, 0).0, Some(number), "{text}");
        }
    }

    #[test]
    fn versions_telephones_scores_and_measures_say_nothing() {
        for text in [
            "1.2.3",
            "555-1212",
            "138-2010-2015",
            "2,000",
            "6.45",
            "10km",
            "3G",
            "1.2.2024.5",
            "10-12-2023-44",
            "32/2015",
            "2015-32-11",
            "100-98",
            "12345",
            "2014-2011",
            "99:99",
            "5,107.31",
            "2024x",
        ] {
            assert!(read(text, 0).0.is_none(), "{text}: {:?}", read(text, 0));
        }
    }
}
