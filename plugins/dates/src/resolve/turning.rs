//! What comes again: days and months without a year, weekdays, the day of a month that is not told.

use extractor_api::layer::DateBasis;
use jiff::ToSpan;
use jiff::civil::Date;

use super::{MONTH_FIRST, NO_SUCH_DAY, OTHER_WEEKDAY, Resolved, Resolver, Tense, WEEKDAY_WITHOUT_DATE};
use crate::moment::{Month, WeekOf, Year};
use crate::point::{self, Point, date, month_of, plus, season_of};
use crate::words::Unit;

impl Resolver<'_> {
    pub(super) fn day(&self, day: u8, month: Month, weekday: Option<u8>) -> Resolved {
        let resolved = match month {
            Month::Named(month, Year::Told(year)) => {
                let point = date(year, month, day).map(Point::Day);
                let warning = point.is_none().then_some(NO_SUCH_DAY);
                Resolved { warning, ..Resolved::at(point, DateBasis::Explicit) }
            }
            Month::Named(month, year) => self.turning(year, |year| {
                let date = date(year, month, day)?;
                (weekday.is_none_or(|weekday| point::number_of(date.weekday()) == weekday)).then_some(Point::Day(date))
            }),
            Month::Shift(shift) => {
                let point = self.base(Unit::Month).map(month_of).and_then(|month| month.step(shift));
                let day = match point {
                    Some(Point::Month(year, month)) => date(year, month, day),
                    _ => None,
                };
                Resolved::at(day.map(Point::Day), DateBasis::Relative)
            }
            Month::Open => self.day_alone(day, weekday),
        };
        let other = matches!((weekday, resolved.from), (Some(weekday), Some(Point::Day(day))) if point::number_of(day.weekday()) != weekday);
        if other { Resolved { warning: Some(OTHER_WEEKDAY), ..resolved } } else { resolved }
    }

    /// "the 30th": of the month before it in the text, else of the month of publication or one beside it.
    fn day_alone(&self, day: u8, weekday: Option<u8>) -> Resolved {
        let fits = |date: &Date| weekday.is_none_or(|weekday| point::number_of(date.weekday()) == weekday);
        // "will meet in March. On the 17th he declined": what is told is not yet to come.
        let is_told = |date: &Date| self.tense != Tense::Past || self.today().is_none_or(|today| *date <= today);
        let inherited = self.memory.month.and_then(|(year, month)| date(year, month, day));
        if let Some(inherited) = inherited.filter(fits).filter(is_told) {
            return Resolved::at(Some(Point::Day(inherited)), DateBasis::Inherited);
        }
        let Some(today) = self.today() else { return Resolved::at(None, DateBasis::None) };
        if let Some(date) = date(today.year(), today.month() as u8, day).filter(|date| weekday.is_some() && fits(date))
        {
            return Resolved::at(Some(Point::Day(date)), DateBasis::Relative);
        }
        // A weekday and a day of the month meet at least once in a year and a half.
        let mut months = 0..if weekday.is_some() { 18 } else { 3 };
        let ahead = self.tense == Tense::Future;
        let found = months.find_map(|count| {
            let shift = if ahead { count } else { -count };
            let Point::Month(year, month) = month_of(today).step(shift)? else { return None };
            date(year, month, day).filter(fits).filter(|date| if ahead { *date >= today } else { *date <= today })
        });
        Resolved::at(found.map(Point::Day), DateBasis::Relative)
    }

    pub(super) fn unclear(&self, year: Year, first: u8, second: u8) -> Resolved {
        let (month, day) = if first > 12 { (second, first) } else { (first, second) };
        let resolved = self.day(day, Month::Named(month, year), None);
        let unclear = first <= 12 && second <= 12 && first != second && resolved.warning.is_none();
        if unclear { Resolved { warning: Some(MONTH_FIRST), ..resolved } } else { resolved }
    }

    pub(super) fn month(&self, month: Month) -> Resolved {
        match month {
            Month::Named(month, year) => self.turning(year, |year| Some(Point::Month(year, month))),
            Month::Shift(shift) => {
                let point = self.base(Unit::Month).map(month_of).and_then(|month| month.step(shift));
                Resolved::at(point, DateBasis::Relative)
            }
            Month::Open => Resolved::at(None, DateBasis::None),
        }
    }

    /// What comes once a year, in the year that is told or fits best.
    pub(super) fn turning(&self, year: Year, of: impl Fn(i16) -> Option<Point>) -> Resolved {
        if let Year::Told(year) = year {
            return Resolved::at(of(year), DateBasis::Explicit);
        }
        if let (Year::Open, Some(inherited)) = (year, self.inherited_year()) {
            return Resolved::at(of(inherited), DateBasis::Inherited);
        }
        let Some(today) = self.base(Unit::Month) else {
            let shifted = match (year, self.base(Unit::Year)) {
                (Year::Shift(shift), Some(today)) => of(today.year() + shift),
                _ => None,
            };
            return Resolved::at(shifted, DateBasis::Relative);
        };
        let this = today.year();
        let near = |years: [i16; 9]| years.into_iter().filter_map(|shift| of(this + shift));
        let back = || near([1, 0, -1, -2, -3, -4, -5, -6, -7]);
        let ahead = || near([-1, 0, 1, 2, 3, 4, 5, 6, 7]);
        let begun = |point: &Point| point.first().is_some_and(|first| first <= today);
        let ended = |point: &Point| point.last().is_some_and(|last| last < today);
        let point = match year {
            Year::Shift(shift) => of(this + shift),
            Year::Turn(0) => back().find(|point| begun(point) && !ended(point)).or_else(|| of(this)),
            Year::Turn(1..) => ahead().find(|point| !begun(point)),
            Year::Turn(_) => back().find(ended),
            Year::Open | Year::Told(_) => match self.tense {
                Tense::Past => back().find(begun),
                Tense::Future => ahead().find(|point| !ended(point)),
                Tense::Unknown => back().find(|point| point.first().is_some_and(|first| is_near(first, today))),
            },
        };
        Resolved::at(point, DateBasis::Relative)
    }

    /// The year of a date before this one: without a publication, or where a past year was told just before.
    fn inherited_year(&self) -> Option<i16> {
        let Some(published) = self.published.and_then(Point::first) else {
            return self.memory.near_year.or(self.memory.month.map(|(year, _)| year));
        };
        self.memory.near_year.filter(|&year| year < published.year() && self.tense != Tense::Future)
    }

    pub(super) fn season(&self, season: u8, year: Year) -> Resolved {
        match (year, self.base(Unit::Month)) {
            // "this winter" in January began last year; "last winter" is the one before.
            (Year::Turn(0), Some(today)) if season_of(today) == Point::Season(today.year() - 1, season) => {
                Resolved::at(Some(season_of(today)), DateBasis::Relative)
            }
            _ => self.turning(year, |year| Some(Point::Season(year, season))),
        }
    }

    pub(super) fn weekday(&self, weekday: u8, week: WeekOf) -> Resolved {
        let Some(today) = self.today() else {
            let nearest = Resolved::at(None, DateBasis::None);
            return Resolved { warning: Some(WEEKDAY_WITHOUT_DATE), ..nearest };
        };
        let ahead = i32::from((weekday + 7 - point::number_of(today.weekday())) % 7);
        let days = match week {
            WeekOf::Nearest if self.tense == Tense::Future => ahead,
            WeekOf::Nearest => (ahead - 7) % 7,
            WeekOf::Past => ahead - 7,
            WeekOf::Count(count) if count < 0 => ahead + 7 * i32::from(count),
            WeekOf::Count(count) => (ahead + 6) % 7 + 1 + 7 * (i32::from(count) - 1),
            WeekOf::Coming => (ahead + 6) % 7 + 1,
            WeekOf::Shift(shift) => {
                i32::from(weekday) - i32::from(point::number_of(today.weekday())) + 7 * i32::from(shift)
            }
        };
        Resolved::at(plus(today, days.days()).map(Point::Day), DateBasis::Relative)
    }
}

/// Whether a date without a year would be told so: more than three months ahead it is the one before.
fn is_near(first: Date, today: Date) -> bool {
    first.since(today).is_ok_and(|span| span.get_days() <= 92)
}
