//! Turns what is told into days of the calendar: against the day of publication, or a date before it in the text.

mod counted;
mod turning;

use extractor_api::layer::{DateBasis, DateMention, Granularity};
use jiff::ToSpan;
use jiff::civil::Date;

use self::counted::{century, decade, is_hundred, nth_weekday};
use crate::moment::{Expression, Holiday, Moment, Month, WeekOf, Year};
use crate::point::{self, Point, date, monday_of, plus};
use crate::words::Unit;

/// What the clause of a date says about its side of the publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tense {
    /// Nothing.
    #[default]
    Unknown,
    /// It has happened.
    Past,
    /// It is to come.
    Future,
}

/// The dates before one in the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// The latest day.
    pub(crate) day: Option<Date>,
    /// Year and month of the latest day or month.
    pub(crate) month: Option<(i16, u8)>,
    /// A year told shortly before, in the same line.
    pub(crate) near_year: Option<i16>,
}

/// What a date means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    /// The point, or the first of a range.
    pub(crate) from: Border,
    /// The last of a range.
    pub(crate) to: Option<Border>,
    /// How finely it is told.
    pub(crate) granularity: Granularity,
    /// How it came about.
    pub(crate) basis: DateBasis,
    /// First and last day that it can mean, counted from 1970-01-01.
    pub(crate) days: (i32, i32),
    /// What is odd about it.
    pub(crate) warnings: Vec<&'static str>,
}

/// One end of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// Not known.
    None,
    /// There is no border on this side.
    Open,
    /// A point.
    Point(Point),
}

/// A weekday of a text whose day of publication is not known.
const WEEKDAY_WITHOUT_DATE: &str = "weekday_without_date";
/// `3/4/2024`: read with the month first.
const MONTH_FIRST: &str = "month_read_first";
/// 30 February.
const NO_SUCH_DAY: &str = "no_such_day";
/// The day is another weekday than the text says.
const OTHER_WEEKDAY: &str = "other_weekday";

/// Resolves the moments of one expression.
pub(crate) struct Resolver<'a> {
    /// When the article was published, as exactly as it is known.
    pub(crate) published: Option<Point>,
    /// The dates before this one.
    pub(crate) memory: &'a Memory,
    /// What the clause says.
    pub(crate) tense: Tense,
}

/// A moment's point, or first and last point, before it becomes a value.
#[derive(Clone, Debug)]
struct Resolved {
    from: Option<Point>,
    to: Option<Point>,
    granularity: Granularity,
    basis: DateBasis,
    /// The days it can mean, where those are more than its points.
    cover: Option<(Date, Date)>,
    warning: Option<&'static str>,
}

impl Resolved {
    fn at(point: Option<Point>, basis: DateBasis) -> Resolved {
        let granularity = point.map_or(Granularity::Unknown, Point::granularity);
        Resolved { from: point, to: None, granularity, basis, cover: None, warning: None }
    }

    fn span(from: Option<Point>, to: Option<Point>, granularity: Granularity, basis: DateBasis) -> Resolved {
        let (from, to) = if to.is_some() { (from, to.filter(|_| from.is_some())) } else { (None, None) };
        Resolved { from, to, granularity, basis, cover: None, warning: None }
    }

    fn last(&self) -> Option<Point> {
        self.to.or(self.from)
    }
}

impl Resolver<'_> {
    /// What an expression means.
    pub(crate) fn value(&self, expression: &Expression) -> Value {
        match expression {
            Expression::One(moment) => value_of(self.moment(moment)),
            Expression::Range(from, to) => self.range(from, to),
            Expression::Since(moment) => self.bounded(moment, 0, true),
            Expression::After(moment) => self.bounded(moment, 1, true),
            Expression::Until(moment) => self.bounded(moment, 0, false),
            Expression::Before(moment) => self.bounded(moment, -1, false),
        }
    }

    fn range(&self, from: &Moment, to: &Moment) -> Value {
        let mut first = self.moment(from);
        let mut last = self.moment(to);
        // "will run from August to October", told in September: the range that has begun, not that of next year.
        let open = self.tense != Tense::Past && turns_yearly(from) && turns_yearly(to);
        if let (true, Some(start), Some(end), Some(today)) = (open, first.from, last.from, self.today()) {
            let year_before = |point: Point| match point {
                Point::Day(day) => plus(day, (-1).years()).map(Point::Day),
                Point::Month(year, month) => Some(Point::Month(year - 1, month)),
                _ => None,
            };
            let ends = if end.first() < start.first() { Some(end) } else { year_before(end) };
            if let (Some(start), Some(ends)) = (year_before(start), ends)
                && ends.last().is_some_and(|last| last >= today)
                && start.first().is_some_and(|first| first <= today)
            {
                (first.from, last.from) = (Some(start), Some(ends));
            }
        }
        if let (Some(start), Some(end)) = (first.from.and_then(Point::first), last.from.and_then(Point::first))
            && end < start
        {
            last.from = later_turn(to, last.from, start);
        }
        let (Some(start), Some(end)) = (first.from, last.last()) else {
            return value_of(Resolved::span(None, None, first.granularity, DateBasis::None));
        };
        let sound = matches!((start.first(), end.last()), (Some(first), Some(last)) if first <= last);
        let basis = first.basis.max(last.basis);
        let both = sound.then_some(end);
        let warning = first.warning.or(last.warning);
        value_of(Resolved { warning, ..Resolved::span(Some(start), both, first.granularity, basis) })
    }

    /// Everything on one side of a moment, which is `past` of it where that has more than a day.
    fn bounded(&self, moment: &Moment, past: i16, since: bool) -> Value {
        let resolved = self.moment(moment);
        let point = if since { resolved.last().filter(|_| past != 0).or(resolved.from) } else { resolved.last() };
        let point = if past < 0 { resolved.from } else { point };
        let stepped = point.and_then(|point| match point {
            Point::Day(_) | Point::Time(..) => Some(point),
            point => point.step(past),
        });
        let Some(point) = stepped else { return value_of(Resolved { from: None, to: None, ..resolved }) };
        let mut value = value_of(Resolved { to: None, cover: None, ..resolved });
        let today = point::day_count(self.today());
        let border = Border::Point(point);
        if since {
            let first = point::day_count(point.first());
            let last = if today >= first { today } else { DateMention::UNKNOWN };
            (value.from, value.to, value.days) = (border, Some(Border::Open), (first, last));
        } else {
            (value.from, value.to) = (Border::Open, Some(border));
            value.days = (DateMention::UNKNOWN, point::day_count(point.last()));
        }
        value
    }

    fn today(&self) -> Option<Date> {
        match self.published? {
            Point::Day(day) | Point::Time(day, _) => Some(day),
            _ => None,
        }
    }

    /// The first day of what is known about the publication, for units that it is fine enough for.
    fn base(&self, unit: Unit) -> Option<Date> {
        let enough = match self.published? {
            Point::Day(_) | Point::Time(..) => true,
            Point::Month(..) => unit >= Unit::Month,
            Point::Year(_) => unit >= Unit::Year,
            _ => false,
        };
        self.published.filter(|_| enough)?.first()
    }

    fn moment(&self, moment: &Moment) -> Resolved {
        let resolved = match moment {
            Moment::Day { day, month, weekday } => self.day(*day, *month, *weekday),
            Moment::Unclear { year, first, second } => self.unclear(Year::Told(*year), *first, *second),
            Moment::Slash { first, second } => self.unclear(Year::Open, *first, *second),
            Moment::Month(month) => self.month(*month),
            Moment::Weekday { weekday, week } => self.weekday(*weekday, *week),
            Moment::Period { unit, shift, from } => self.period(*unit, *shift, from),
            Moment::Year(year) => Resolved::at(Some(Point::Year(*year)), DateBasis::Explicit),
            Moment::Decade(first) => decade(*first),
            Moment::Century(number) => century(*number),
            Moment::Quarter(quarter, year) => self.turning(*year, |year| Some(Point::Quarter(year, *quarter))),
            Moment::Half(half, year) => self.turning(*year, |year| Some(Point::Half(year, *half))),
            Moment::Season(season, year) => self.season(*season, *year),
            Moment::Distance { amount, unit, from } => self.distance(*amount, *unit, from),
            Moment::Window { amount, unit, reach } => self.window(*amount, *unit, *reach),
            Moment::Weekend => self.weekend(),
            Moment::Run { last, count, unit, within } => self.run(*last, *count, *unit, *within),
            Moment::WeekNumber(number, year) => self.week_number(*number, *year),
            Moment::Part(part, of) => self.part(*part, of),
            Moment::Side { unit, later } => self.side(*unit, *later),
            Moment::NthWeekday { nth, weekday, within } => {
                self.within(*within, |point| Some(Point::Day(nth_weekday(*nth, *weekday, point)?)))
            }
            Moment::NthWeek { nth, within } => {
                // The week that has the first Thursday is the first, as in ISO 8601.
                self.within(*within, |point| Some(Point::Week(monday_of(nth_weekday(*nth, 4, point)?)?)))
            }
            Moment::WeekWith(day) => self.week_with(day),
            Moment::Holiday(holiday, year) => self.turning(*year, |year| day_of_holiday(*holiday, year)),
            Moment::At(moment, minutes) => self.at_time(moment, *minutes),
        };
        let basis = if resolved.from.is_none() { DateBasis::None } else { resolved.basis };
        let granularity = granularity_of(moment).unwrap_or(resolved.granularity);
        Resolved { basis, granularity, ..resolved }
    }

    fn week_with(&self, day: &Moment) -> Resolved {
        let day = self.moment(day);
        let week = day.from.and_then(Point::first).and_then(monday_of).map(Point::Week);
        Resolved::at(week, day.basis)
    }

    /// A time of day, in minutes, where the moment is a single day.
    fn at_time(&self, moment: &Moment, minutes: u16) -> Resolved {
        let day = self.moment(moment);
        let time = match day.from {
            Some(Point::Day(date)) => Some(Point::Time(date, minutes)),
            _ => None,
        };
        Resolved { from: time, ..day }
    }
}

fn day_of_holiday(holiday: Holiday, year: i16) -> Option<Point> {
    let day = match holiday {
        Holiday::Fixed(month, day) => date(year, month, day),
        Holiday::Easter(days) => plus(point::easter(year)?, i32::from(days).days()),
    };
    day.map(Point::Day)
}

/// How finely a moment is told, which its value may be finer than: "two years ago".
fn granularity_of(moment: &Moment) -> Option<Granularity> {
    Some(match moment {
        Moment::Part(_, of) => return granularity_of(of),
        Moment::Day { .. } | Moment::Unclear { .. } | Moment::Slash { .. } | Moment::Weekday { .. } => Granularity::Day,
        Moment::NthWeekday { .. } | Moment::Holiday(..) => Granularity::Day,
        Moment::Month(_) => Granularity::Month,
        Moment::Period { unit, .. } | Moment::Distance { unit, .. } | Moment::Side { unit, .. } => match unit {
            Unit::Day => Granularity::Day,
            Unit::Weekend | Unit::Week | Unit::Fortnight => Granularity::Week,
            Unit::Month => Granularity::Month,
            Unit::Quarter => Granularity::Quarter,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
            Unit::Century => Granularity::Century,
        },
        Moment::Year(_) => Granularity::Year,
        Moment::Decade(first) if is_hundred(*first) => Granularity::Century,
        Moment::Decade(_) => Granularity::Decade,
        Moment::Century(_) => Granularity::Century,
        Moment::Quarter(..) => Granularity::Quarter,
        Moment::Half(..) | Moment::Season(..) => Granularity::Season,
        Moment::Window { .. } | Moment::Run { .. } => Granularity::Span,
        Moment::NthWeek { .. } | Moment::WeekWith(_) | Moment::WeekNumber(..) | Moment::Weekend => Granularity::Week,
        Moment::At(..) => Granularity::Time,
    })
}

fn value_of(resolved: Resolved) -> Value {
    let known = |point: Option<Point>| point.map_or(Border::None, Border::Point);
    let days = match (resolved.cover, resolved.from, resolved.last()) {
        (Some((first, last)), ..) => (point::day_count(Some(first)), point::day_count(Some(last))),
        (None, Some(from), Some(to)) => (point::day_count(from.first()), point::day_count(to.last())),
        _ => (DateMention::UNKNOWN, DateMention::UNKNOWN),
    };
    Value {
        from: known(resolved.from),
        to: resolved.to.map(Border::Point),
        granularity: resolved.granularity,
        basis: if resolved.from.is_some() { resolved.basis } else { DateBasis::None },
        days,
        warnings: resolved.warning.into_iter().collect(),
    }
}

/// The end of a range that would lie before its start, a year or a week later.
fn later_turn(told: &Moment, end: Option<Point>, start: Date) -> Option<Point> {
    let open = |month: &Month| matches!(month, Month::Named(_, Year::Open | Year::Turn(_)));
    let next = match (told, end?) {
        (Moment::Day { month, .. }, Point::Day(day)) if open(month) => Point::Day(plus(day, 1.years())?),
        (Moment::Slash { .. }, Point::Day(day)) => Point::Day(plus(day, 1.years())?),
        (Moment::Month(month), Point::Month(year, number)) if open(month) => Point::Month(year + 1, number),
        (Moment::Day { month: Month::Open, .. }, Point::Day(day)) => Point::Day(plus(day, 1.months())?),
        (Moment::Weekday { week: WeekOf::Nearest, .. }, Point::Day(day)) => Point::Day(plus(day, 7.days())?),
        _ => return end,
    };
    next.first().filter(|first| *first >= start).map(|_| next)
}

/// A month or day whose year is not told.
fn turns_yearly(moment: &Moment) -> bool {
    match moment {
        Moment::Day { month, .. } | Moment::Month(month) => matches!(month, Month::Named(_, Year::Open)),
        Moment::Slash { .. } => true,
        _ => false,
    }
}
