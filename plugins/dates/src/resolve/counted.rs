//! What is counted: from the publication, from a date of the text, or within a month or year.

use extractor_api::layer::{DateBasis, Granularity};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Resolved, Resolver, Tense};
use crate::moment::{Amount, From, Moment, Part, Reach, Within, Year};
use crate::point::{self, Point, date, monday_of, month_of, plus, quarter_of};
use crate::words::Unit;

impl Resolver<'_> {
    /// The date from which something is counted, and what the result rests on.
    fn origin(&self, from: &From, unit: Unit) -> Option<(Date, DateBasis)> {
        match from {
            From::Publication => Some((self.base(unit)?, DateBasis::Relative)),
            From::Text => {
                let month =
                    self.memory.month.filter(|_| unit >= Unit::Month).and_then(|(year, month)| date(year, month, 1));
                let year = self.memory.near_year.filter(|_| unit >= Unit::Year).and_then(|year| date(year, 1, 1));
                let inherited = self.memory.day.or(month).or(year).map(|day| (day, DateBasis::Inherited));
                inherited.or_else(|| Some((self.base(unit)?, DateBasis::Relative)))
            }
            From::Moment(moment) => {
                let resolved = self.moment(moment);
                Some((resolved.from?.first()?, resolved.basis))
            }
        }
    }

    pub(super) fn period(&self, unit: Unit, shift: i16, from: &From) -> Resolved {
        let Some((base, basis)) = self.origin(from, unit) else { return Resolved::at(None, DateBasis::None) };
        let step = |point: Option<Point>, count: i16| point.and_then(|point| point.step(count));
        let week = || monday_of(base).map(Point::Week);
        match unit {
            Unit::Day => Resolved::at(step(Some(Point::Day(base)), shift), basis),
            Unit::Week => Resolved::at(step(week(), shift), basis),
            Unit::Month => Resolved::at(month_of(base).step(shift), basis),
            Unit::Quarter => Resolved::at(quarter_of(base).step(shift), basis),
            Unit::Year => Resolved::at(Point::Year(base.year()).step(shift), basis),
            Unit::Weekend => {
                let monday = step(week(), shift).and_then(Point::first);
                let day = |days: i32| monday.and_then(|monday| plus(monday, days.days())).map(Point::Day);
                Resolved::span(day(5), day(6), Granularity::Week, basis)
            }
            Unit::Fortnight => {
                let first = step(week(), 2 * shift);
                Resolved::span(first, step(first, 1), Granularity::Week, basis)
            }
            Unit::Decade => {
                years(base.year() - base.year().rem_euclid(10) + 10 * shift, 10, Granularity::Decade, basis)
            }
            Unit::Century => {
                years(base.year() - base.year().rem_euclid(100) + 100 * shift, 100, Granularity::Century, basis)
            }
        }
    }

    pub(super) fn distance(&self, amount: Amount, unit: Unit, from: &From) -> Resolved {
        let Some((base, basis)) = self.origin(from, Unit::Day) else { return Resolved::at(None, DateBasis::None) };
        let Some(day) = add(base, amount) else { return Resolved::at(None, DateBasis::None) };
        // Told in years, the day that is counted stands for all that year.
        let around = match unit {
            Unit::Day => Some(Point::Day(day)),
            Unit::Weekend | Unit::Week | Unit::Fortnight => monday_of(day).map(Point::Week),
            Unit::Month => Some(month_of(day)),
            Unit::Quarter => Some(quarter_of(day)),
            Unit::Year | Unit::Decade | Unit::Century => Some(Point::Year(day.year())),
        };
        let cover = around.and_then(|point| Some((point.first()?, point.last()?)));
        Resolved { cover, ..Resolved::at(Some(Point::Day(day)), basis) }
    }

    pub(super) fn window(&self, amount: Option<Amount>, unit: Unit, reach: Reach) -> Resolved {
        if let (Unit::Quarter, Some(amount), Some(today)) = (unit, amount, self.base(Unit::Quarter)) {
            let count = (amount.months / 3) as i16;
            let (first, last) = if reach == Reach::Back { (-count, -1) } else { (1, count) };
            let quarter = |shift| quarter_of(today).step(shift);
            return Resolved::span(quarter(first), quarter(last), Granularity::Span, DateBasis::Relative);
        }
        let borders = amount.zip(self.today()).and_then(|(amount, today)| {
            Some(match reach {
                Reach::Back => (add(today, amount.back())?, today),
                Reach::Ahead => (plus(today, 1.days())?, add(today, amount)?),
                Reach::Within => (today, add(today, amount)?),
            })
        });
        let (from, to) = (borders.map(|(from, _)| Point::Day(from)), borders.map(|(_, to)| Point::Day(to)));
        Resolved::span(from, to, Granularity::Span, DateBasis::Relative)
    }

    /// A third of a year (half of one that is counted from the present: "early next year"), half of a month or week, and
    /// somewhat less around the middle.
    ///
    /// # Source
    ///
    /// The borders that the tests of Microsoft's Recognizers-Text expect.
    pub(super) fn part(&self, part: Part, of: &Moment) -> Resolved {
        let whole = self.moment(of);
        let days = |first: i32, last: i32| {
            let start = whole.from.and_then(Point::first)?;
            Some((Point::Day(plus(start, first.days())?), Point::Day(plus(start, last.days())?)))
        };
        let relative = matches!(of, Moment::Period { .. });
        let cut = match (whole.from, whole.to, part) {
            (Some(Point::Year(year)), None, Part::Early) if relative => {
                Some((Point::Month(year, 1), Point::Month(year, 6)))
            }
            (Some(Point::Year(year)), None, Part::Late) if relative => {
                Some((Point::Month(year, 7), Point::Month(year, 12)))
            }
            (Some(Point::Year(year)), None, Part::Early) => Some((Point::Month(year, 1), Point::Month(year, 4))),
            (Some(Point::Year(year)), None, Part::Mid) => Some((Point::Month(year, 5), Point::Month(year, 8))),
            (Some(Point::Year(year)), None, Part::Late) => Some((Point::Month(year, 9), Point::Month(year, 12))),
            (Some(Point::Month(..)), None, Part::Early) => days(0, 14),
            (Some(Point::Month(..)), None, Part::Mid) => days(9, 19),
            (Some(point @ Point::Month(..)), None, Part::Late) => {
                days(15, 15).zip(point.last()).map(|((first, _), last)| (first, Point::Day(last)))
            }
            (Some(Point::Week(_)), None, Part::Early) => days(0, 2),
            (Some(Point::Week(_)), None, Part::Mid) => days(1, 4),
            (Some(Point::Week(_)), None, Part::Late) => days(3, 6),
            _ => None,
        };
        match cut {
            Some((from, to)) => Resolved { from: Some(from), to: Some(to), ..whole },
            None => whole,
        }
    }

    /// "over the weekend": on a Monday the one that is over, before "will" the next.
    pub(super) fn weekend(&self) -> Resolved {
        let begun = self.today().is_some_and(|today| point::number_of(today.weekday()) >= 6);
        let shift = if self.tense == Tense::Past && !begun { -1 } else { 0 };
        self.period(Unit::Weekend, shift, &From::Publication)
    }

    pub(super) fn run(&self, last: bool, count: u8, unit: Unit, within: Within) -> Resolved {
        let container = self.within(within, Some);
        let unit_at = |day: Date| match unit {
            Unit::Day => Some(Point::Day(day)),
            Unit::Week => {
                nth_weekday(if last { -1 } else { 1 }, 4, container.from?).and_then(monday_of).map(Point::Week)
            }
            _ => Some(month_of(day)),
        };
        let count = i16::from(count) - 1;
        let edge = |day: Option<Date>| day.and_then(unit_at);
        let (from, to) = if last {
            let end = edge(container.from.and_then(Point::last));
            (end.and_then(|end| end.step(-count)), end)
        } else {
            let start = edge(container.from.and_then(Point::first));
            (start, start.and_then(|start| start.step(count)))
        };
        Resolved::span(from, to, Granularity::Span, container.basis)
    }

    pub(super) fn week_number(&self, number: u8, year: Year) -> Resolved {
        let year = if year == Year::Turn(0) { Year::Shift(0) } else { year };
        self.turning(year, |year| {
            let week = jiff::civil::ISOWeekDate::new(year, number as i8, jiff::civil::Weekday::Monday).ok()?;
            Some(Point::Week(week.date()))
        })
    }

    pub(super) fn side(&self, unit: Unit, later: bool) -> Resolved {
        let period = self.period(unit, 0, &From::Publication);
        let Some(today) = self.today() else { return Resolved::at(None, DateBasis::None) };
        let (first, last) = (period.from.and_then(Point::first), period.last().and_then(Point::last));
        let (from, to) = if later { (Some(today), last) } else { (first, Some(today)) };
        Resolved::span(from.map(Point::Day), to.map(Point::Day), period.granularity, DateBasis::Relative)
    }

    pub(super) fn within(&self, within: Within, of: impl Fn(Point) -> Option<Point>) -> Resolved {
        let container = match within {
            Within::Month(month) => self.month(month),
            Within::Year(Year::Told(year)) => Resolved::at(Some(Point::Year(year)), DateBasis::Explicit),
            Within::Year(Year::Shift(shift)) => self.period(Unit::Year, shift, &From::Publication),
            Within::Year(_) => self.period(Unit::Year, 0, &From::Publication),
        };
        Resolved::at(container.from.and_then(of), container.basis)
    }
}

pub(super) fn decade(first: u16) -> Resolved {
    let century = if first >= 100 { 0 } else { 1900 };
    // "the 20s" are those of this century or the last.
    if first <= 20 {
        return Resolved::span(None, None, Granularity::Decade, DateBasis::None);
    }
    // "the 1300s" are a hundred years, "the 2000s" ten.
    if is_hundred(first) {
        return years(first as i16, 100, Granularity::Century, DateBasis::Explicit);
    }
    years(first as i16 + century, 10, Granularity::Decade, DateBasis::Explicit)
}

/// 21 for 2000 to 2099.
pub(super) fn century(number: u8) -> Resolved {
    years((i16::from(number) - 1) * 100, 100, Granularity::Century, DateBasis::Explicit)
}

/// "the 1300s"
pub(super) fn is_hundred(first: u16) -> bool {
    (1000..2000).contains(&first) && first.is_multiple_of(100)
}

pub(super) fn years(first: i16, count: i16, granularity: Granularity, basis: DateBasis) -> Resolved {
    Resolved::span(Some(Point::Year(first)), Some(Point::Year(first + count - 1)), granularity, basis)
}

fn add(day: Date, amount: Amount) -> Option<Date> {
    let span =
        jiff::Span::new().try_years(amount.years).ok()?.try_months(amount.months).ok()?.try_days(amount.days).ok()?;
    plus(day, span)
}

/// The n-th such weekday in a month or year, the last for -1.
pub(super) fn nth_weekday(nth: i8, weekday: u8, within: Point) -> Option<Date> {
    let (first, last) = (within.first()?, within.last()?);
    let offset = |day: Date| i32::from((weekday + 7 - point::number_of(day.weekday())) % 7);
    if nth < 0 {
        let back = (7 - offset(last)) % 7;
        return plus(last, (-back).days());
    }
    let day = plus(first, (offset(first) + 7 * (i32::from(nth) - 1)).days())?;
    (day <= last).then_some(day)
}
