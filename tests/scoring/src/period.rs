//! The days that a date of ISO 8601 or EDTF covers.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

/// From the first to the last day; a side that is open has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) first: Option<Date>,
    pub(crate) last: Option<Date>,
}

impl Period {
    /// Reads `2024`, `2024-03`, `2024-03-15`, `2024-W11`, seasons and quarters (`2024-21` to `2024-41`), `202X`, `20XX`,
    /// and intervals of these with `/`, where `..` or nothing stands for an open side.
    pub(crate) fn read(value: &str) -> Option<Period> {
        let Some((from, to)) = value.split_once('/') else { return Period::simple(value) };
        let side = |text: &str| if matches!(text, "" | "..") { Some(None) } else { Period::simple(text).map(Some) };
        let (from, to) = (side(from)?, side(to)?);
        Some(Period { first: from.and_then(|period| period.first), last: to.and_then(|period| period.last) })
    }

    /// From the start of this one to the end of the other.
    pub(crate) fn until(self, other: Period) -> Period {
        Period { first: self.first, last: other.last }
    }

    fn simple(value: &str) -> Option<Period> {
        let value = value.trim_end_matches(['~', '?', '%']);
        // A time of day says nothing about days.
        let value = value.split('T').next()?;
        let mut parts = value.split('-');
        let year = parts.next()?;
        let (first, length) = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => years(year)?,
            (Some(part), None, _) => part_of_year(number(year)?, part)?,
            (Some(month), Some(day), None) => (Date::new(number(year)?, number(month)?, number(day)?).ok()?, 1.days()),
            _ => return None,
        };
        let last = first.checked_add(length).ok()?.yesterday().ok()?;
        Some(Period { first: Some(first), last: Some(last) })
    }
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// A year, decade or century.
fn years(year: &str) -> Option<(Date, Span)> {
    if year.len() != 4 {
        return None;
    }
    let known = year.trim_end_matches('X');
    let (first, length) = match known.len() {
        4 => (number::<i16>(known)?, 1),
        3 => (number::<i16>(known)? * 10, 10),
        2 => (number::<i16>(known)? * 100, 100),
        _ => return None,
    };
    Some((Date::new(first, 1, 1).ok()?, length.years()))
}

/// A month, week, season, quarter or half of a year.
fn part_of_year(year: i16, part: &str) -> Option<(Date, Span)> {
    if let Some(week) = part.strip_prefix('W') {
        let monday = jiff::civil::ISOWeekDate::new(year, number(week)?, jiff::civil::Weekday::Monday).ok()?;
        return Some((monday.date(), 7.days()));
    }
    let (month, months) = match number::<i8>(part)? {
        month @ 1..=12 => (month, 1),
        // Spring, summer, autumn: of the northern half of the Earth, as those who marked them took it.
        season @ 21..=23 => (3 * (season - 20), 3),
        24 => (12, 3),
        quarter @ 33..=36 => (3 * (quarter - 33) + 1, 3),
        third @ 37..=39 => (4 * (third - 37) + 1, 4),
        half @ 40..=41 => (6 * (half - 40) + 1, 6),
        _ => return None,
    };
    Some((Date::new(year, month, 1).ok()?, months.months()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cover_their_days() {
        for (value, first, last) in [
            ("2024-02-29", "2024-02-29", "2024-02-29"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("199X", "1990-01-01", "1999-12-31"),
            ("19XX", "1900-01-01", "1999-12-31"),
            ("2019-W01", "2018-12-31", "2019-01-06"),
            ("2024-21", "2024-03-01", "2024-05-31"),
            ("2024-24", "2024-12-01", "2025-02-28"),
            ("2024-34", "2024-04-01", "2024-06-30"),
            ("2024-41", "2024-07-01", "2024-12-31"),
            ("2024-01-05/2024-02", "2024-01-05", "2024-02-29"),
            ("2024-01-05T10:00:00~", "2024-01-05", "2024-01-05"),
        ] {
            let period = Period::read(value).expect(value);
            assert_eq!(period.first.map(|day| day.to_string()).as_deref(), Some(first), "{value}");
            assert_eq!(period.last.map(|day| day.to_string()).as_deref(), Some(last), "{value}");
        }
    }

    #[test]
    fn open_sides_have_no_day() {
        let since = Period::read("2024-01/..").unwrap();
        assert!(since.first.is_some() && since.last.is_none());
        let before = Period::read("/2024").unwrap();
        assert!(before.first.is_none() && before.last.is_some());
    }

    #[test]
    fn what_is_no_date_has_no_days() {
        for value in ["", "P2D", "2024-13", "2024-02-30", "24", "SU", "2024-1-1-1", "XXXX-03"] {
            assert_eq!(Period::read(value), None, "{value}");
        }
    }
}
