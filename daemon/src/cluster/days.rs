//! The days that a date of a record covers.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// From the first day to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    first: Date,
    last: Date,
}

/// Dates may differ by so many days because the earth is round.
const TIME_ZONES: i64 = 1;
/// A date of more days tells little about which happening it was.
const COARSE: i64 = 10;

impl Days {
    /// Reads an ISO 8601 or EDTF date, with the end of its range where there is one. `None` for what is neither, and for
    /// an open range.
    pub fn read(value: &str, end: Option<&str>) -> Option<Days> {
        let (value, end) = match value.split_once('/') {
            Some((first, last)) => (first, Some(last)),
            None => (value, end),
        };
        let first = unit(value)?;
        let last = end.map_or(Some(first), unit)?;
        Days::new(first.first, last.last)
    }

    /// From one day to another; `None` when they stand in the wrong order.
    pub fn new(first: Date, last: Date) -> Option<Days> {
        (first <= last).then_some(Days { first, last })
    }

    /// The first and the last day.
    pub fn ends(self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// Whether both may be dates of one happening.
    pub fn agree(self, other: Days) -> bool {
        let slack = TIME_ZONES.days();
        let near = |date: Date, by: jiff::Span| date.checked_add(by).unwrap_or(date);
        near(self.first, -slack) <= other.last && other.first <= near(self.last, slack) && self.shares_year(other)
    }

    /// Two days around midnight of New Year are of different years and may be one.
    fn shares_year(self, other: Days) -> bool {
        let in_years = self.first.year() <= other.last.year() && other.first.year() <= self.last.year();
        in_years || self.first == self.last && other.first == other.last
    }

    /// Whether it says little about which day it was.
    pub fn is_coarse(self) -> bool {
        self.length() > COARSE
    }

    /// How many days lie between two, at least.
    pub fn distance(self, other: Days) -> i64 {
        let between = |from: Date, to: Date| from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()));
        between(self.last, other.first).max(between(other.last, self.first)).max(0)
    }

    /// The one of two that tells more.
    pub fn finer(self, other: Days) -> Days {
        if other.length() < self.length() { other } else { self }
    }

    fn length(self) -> i64 {
        self.first.until(self.last).map_or(i64::MAX, |span| i64::from(span.get_days()))
    }
}

/// A day, week, month, season, quarter, year or decade. A time of day behind it does not matter.
fn unit(value: &str) -> Option<Days> {
    let value = value.split('T').next()?.trim_end_matches(['~', '?', '%']);
    let parts: Vec<&str> = value.split('-').collect();
    match parts[..] {
        [year] => years(year),
        [year, part] => part_of_year(number(year)?, part),
        [year, month, day] => {
            let day = Date::new(number(year)?, number(month)?, number(day)?).ok()?;
            Some(Days { first: day, last: day })
        }
        _ => None,
    }
}

/// `2024`, or `202X` for ten years.
fn years(text: &str) -> Option<Days> {
    let (first, count) = match text.strip_suffix('X') {
        Some(decade) => (number::<i16>(decade)?.checked_mul(10)?, 10),
        None => (number(text)?, 1),
    };
    let last = Date::new(first.checked_add(count - 1)?, 12, 31).ok()?;
    Some(Days { first: Date::new(first, 1, 1).ok()?, last })
}

/// A month, a week (`W07`), or a part by its number in EDTF: seasons from 21, quarters from 33, halves from 40.
fn part_of_year(year: i16, part: &str) -> Option<Days> {
    if let Some(week) = part.strip_prefix('W') {
        let first = jiff::civil::ISOWeekDate::new(year, number(week)?, Weekday::Monday).ok()?.date();
        return Some(Days { first, last: first.checked_add(6.days()).ok()? });
    }
    let (month, months) = match number::<i8>(part)? {
        month @ 1..=12 => (month, 1),
        // A winter begins in the December before or after, as speakers differ: both ends of it count.
        season @ 21..=23 => (season * 3 - 60, 3),
        24 => (12, 3),
        quarter @ 33..=36 => (quarter * 3 - 98, 3),
        half @ 40..=41 => ((half - 40) * 6 + 1, 6),
        _ => return None,
    };
    let first = Date::new(year, month, 1).ok()?;
    let last = first.checked_add(months.months()).ok()?.checked_sub(1.day()).ok()?;
    Some(Days { first, last })
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days(text: &str) -> Days {
        Days::read(text, None).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn every_form_of_a_date_covers_its_days() {
        for (value, first, last) in [
            ("2024-03-15", date(2024, 3, 15), date(2024, 3, 15)),
            ("2024-03-15T10:00", date(2024, 3, 15), date(2024, 3, 15)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
            ("202X", date(2020, 1, 1), date(2029, 12, 31)),
            ("2024-W07", date(2024, 2, 12), date(2024, 2, 18)),
            ("2024-21", date(2024, 3, 1), date(2024, 5, 31)),
            ("2024-24", date(2024, 12, 1), date(2025, 2, 28)),
            ("2024-34", date(2024, 4, 1), date(2024, 6, 30)),
            ("2024-41", date(2024, 7, 1), date(2024, 12, 31)),
            ("2024-03-01/2024-03-04", date(2024, 3, 1), date(2024, 3, 4)),
        ] {
            assert_eq!(days(value), Days { first, last }, "{value}");
        }
        for value in ["", "soon", "2024-13", "2024-02-30", "2024-03-04/2024-03-01", "2024-01/..", "20-24-01-01", "-1"] {
            assert_eq!(Days::read(value, None), None, "{value}");
        }
    }

    #[test]
    fn dates_agree_a_day_apart_and_never_across_years() {
        for (left, right, agrees) in [
            ("2023-11-16", "2023-11-17", true),
            ("2023-11-16", "2023-11-18", false),
            ("2023-11", "2023-11-16", true),
            ("2023-12", "2023-11-30", true),
            ("2023", "2023-11-16", true),
            ("2023", "2024-01-01", false),
            ("2023-12-31", "2024-01-01", true),
            ("2021-11-16", "2023-11-16", false),
        ] {
            assert_eq!(
                (days(left).agree(days(right)), days(right).agree(days(left))),
                (agrees, agrees),
                "{left} {right}"
            );
        }
        assert_eq!((days("2023-11").is_coarse(), days("2023-W46").is_coarse()), (true, false));
        assert_eq!((days("2023-11-01").distance(days("2023-11-11")), days("2023-11").distance(days("2023"))), (10, 0));
        assert_eq!(days("2023").finer(days("2023-11")), days("2023-11"));
    }
}
