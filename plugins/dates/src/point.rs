//! Points of the calendar: how they are written, which days they cover.

use extractor_api::layer::{DateMention, Granularity};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// A resolved point: a day, or something longer with sharp borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// A minute of a day.
    Time(Date, u16),
    /// A day.
    Day(Date),
    /// The week of this Monday.
    Week(Date),
    /// Year and month.
    Month(i16, u8),
    /// Year and quarter.
    Quarter(i16, u8),
    /// Year and half.
    Half(i16, u8),
    /// Year and season, 1 for spring; a winter has the year in which it begins.
    Season(i16, u8),
    /// A year.
    Year(i16),
}

impl Point {
    /// How finely it is told.
    pub(crate) fn granularity(self) -> Granularity {
        match self {
            Point::Time(..) => Granularity::Time,
            Point::Day(_) => Granularity::Day,
            Point::Week(_) => Granularity::Week,
            Point::Month(..) => Granularity::Month,
            Point::Quarter(..) => Granularity::Quarter,
            Point::Half(..) | Point::Season(..) => Granularity::Season,
            Point::Year(_) => Granularity::Year,
        }
    }

    /// The first day.
    pub(crate) fn first(self) -> Option<Date> {
        match self {
            Point::Time(day, _) | Point::Day(day) | Point::Week(day) => Some(day),
            Point::Month(year, month) => date(year, month, 1),
            Point::Quarter(year, quarter) => date(year, 3 * quarter - 2, 1),
            Point::Half(year, half) => date(year, 6 * half - 5, 1),
            Point::Season(year, season) => date(year, 3 * season, 1),
            Point::Year(year) => date(year, 1, 1),
        }
    }

    /// The last day.
    pub(crate) fn last(self) -> Option<Date> {
        let months: i32 = match self {
            Point::Time(day, _) | Point::Day(day) => return Some(day),
            Point::Week(monday) => return plus(monday, 6.days()),
            Point::Month(..) => 1,
            Point::Quarter(..) | Point::Season(..) => 3,
            Point::Half(..) => 6,
            Point::Year(_) => 12,
        };
        // Two steps: a span of a month less a day would be one of a month and a day backwards.
        plus(plus(self.first()?, months.months())?, (-1).days())
    }

    /// The point of the same length so many of them later.
    pub(crate) fn step(self, count: i16) -> Option<Point> {
        let from = self.first()?;
        let count = i32::from(count);
        let moved = |span: Span| plus(from, span);
        Some(match self {
            Point::Time(_, minutes) => Point::Time(moved(count.days())?, minutes),
            Point::Day(_) => Point::Day(moved(count.days())?),
            Point::Week(_) => Point::Week(moved((7 * count).days())?),
            Point::Month(..) => month_of(moved(count.months())?),
            Point::Quarter(..) => quarter_of(moved((3 * count).months())?),
            Point::Half(..) => {
                let day = moved((6 * count).months())?;
                Point::Half(day.year(), (day.month() as u8).div_ceil(6))
            }
            Point::Season(year, season) => Point::Season(year + count as i16, season),
            Point::Year(year) => Point::Year(year.checked_add(count as i16)?),
        })
    }

    /// ISO 8601 or EDTF.
    pub(crate) fn text(self) -> String {
        match self {
            Point::Time(day, minutes) => format!("{}T{:02}:{:02}", day_text(day), minutes / 60, minutes % 60),
            Point::Day(day) => day_text(day),
            Point::Week(monday) => {
                let week = monday.iso_week_date();
                format!("{}-W{:02}", year_text(week.year()), week.week())
            }
            Point::Month(year, month) => format!("{}-{month:02}", year_text(year)),
            Point::Quarter(year, quarter) => format!("{}-{}", year_text(year), 32 + quarter),
            Point::Half(year, half) => format!("{}-{}", year_text(year), 39 + half),
            Point::Season(year, season) => format!("{}-{}", year_text(year), 20 + season),
            Point::Year(year) => year_text(year),
        }
    }
}

/// Four digits, with a minus before the year 0.
fn year_text(year: i16) -> String {
    if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") }
}

fn day_text(day: Date) -> String {
    format!("{}-{:02}-{:02}", year_text(day.year()), day.month(), day.day())
}

/// A day of the calendar; `None` for one that it does not have.
pub(crate) fn date(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day so much later; `None` outside the calendar's years.
pub(crate) fn plus(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

/// The Monday of a day's week.
pub(crate) fn monday_of(day: Date) -> Option<Date> {
    plus(day, (-i32::from(day.weekday().to_monday_zero_offset())).days())
}

/// The month of a day.
pub(crate) fn month_of(day: Date) -> Point {
    Point::Month(day.year(), day.month() as u8)
}

/// The quarter of a day.
pub(crate) fn quarter_of(day: Date) -> Point {
    Point::Quarter(day.year(), (day.month() as u8).div_ceil(3))
}

/// The season of a day, in the north.
pub(crate) fn season_of(day: Date) -> Point {
    match day.month() as u8 {
        month @ 1..=2 => Point::Season(day.year() - 1, (month + 12) / 3),
        month => Point::Season(day.year(), month / 3),
    }
}

/// A weekday's number, 1 for Monday.
pub(crate) fn number_of(weekday: Weekday) -> u8 {
    weekday.to_monday_one_offset() as u8
}

/// Days since 1970-01-01, as the layer counts them.
pub(crate) fn day_count(day: Option<Date>) -> i32 {
    const EPOCH: Date = jiff::civil::date(1970, 1, 1);
    day.and_then(|day| day.since(EPOCH).ok()).map_or(DateMention::UNKNOWN, |span| span.get_days())
}

/// Easter Sunday in the calendar of most churches.
///
/// # Source
///
/// The anonymous Gregorian computus, as in Meeus, "Astronomical Algorithms".
pub(crate) fn easter(year: i16) -> Option<Date> {
    let year_told = i32::from(year);
    let (golden, century) = (year_told % 19, year_told / 100);
    let correction = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = correction - (correction / 28) * (1 - (29 / (correction + 1)) * ((21 - golden) / 11));
    let weekday = (year_told + year_told / 4 + moon + 2 - century + century / 4) % 7;
    let offset = moon - weekday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    date(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_written_and_cover_days() {
        let day = jiff::civil::date;
        for (point, text, first, last) in [
            (Point::Time(day(2024, 5, 3), 630), "2024-05-03T10:30", day(2024, 5, 3), day(2024, 5, 3)),
            (Point::Week(day(2023, 1, 2)), "2023-W01", day(2023, 1, 2), day(2023, 1, 8)),
            (Point::Month(2024, 2), "2024-02", day(2024, 2, 1), day(2024, 2, 29)),
            (Point::Quarter(2024, 4), "2024-36", day(2024, 10, 1), day(2024, 12, 31)),
            (Point::Half(2024, 1), "2024-40", day(2024, 1, 1), day(2024, 6, 30)),
            (Point::Season(2023, 4), "2023-24", day(2023, 12, 1), day(2024, 2, 29)),
            (Point::Year(476), "0476", day(476, 1, 1), day(476, 12, 31)),
            (Point::Year(-220), "-0220", day(-220, 1, 1), day(-220, 12, 31)),
        ] {
            assert_eq!((point.text().as_str(), point.first(), point.last()), (text, Some(first), Some(last)));
        }
    }

    #[test]
    fn easter_is_that_of_the_tables() {
        for (year, month, day) in
            [(2018, 4, 1), (2019, 4, 21), (2020, 4, 12), (2024, 3, 31), (2038, 4, 25), (1954, 4, 18)]
        {
            assert_eq!(easter(year), date(year, month, day), "{year}");
        }
    }

    #[test]
    fn steps_keep_the_length() {
        assert_eq!(Point::Quarter(2024, 1).step(-1), Some(Point::Quarter(2023, 4)));
        assert_eq!(Point::Month(2024, 12).step(1), Some(Point::Month(2025, 1)));
        assert_eq!(Point::Half(2024, 1).step(-1), Some(Point::Half(2023, 2)));
        assert_eq!(Point::Year(9999).step(1).and_then(Point::first), None);
    }
}
