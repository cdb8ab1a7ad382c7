//! Turns what is told into days of the calendar: against the day of publication, or a date before it in the text.

use extractor_api::layer::{DateBasis, DateMention, Granularity};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::moment::{Amount, Expression, From, Holiday, Moment, Month, Part, Reach, WeekOf, Within, Year};
use crate::point::{self, Point, date, monday_of, month_of, plus, quarter_of, season_of};
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
        let first = self.moment(from);
        let mut last = self.moment(to);
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
            Moment::Century(number) => {
                let first = (i16::from(*number) - 1) * 100;
                let years = (Some(Point::Year(first)), Some(Point::Year(first + 99)));
                Resolved::span(years.0, years.1, Granularity::Century, DateBasis::Explicit)
            }
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
            Moment::WeekWith(day) => {
                let day = self.moment(day);
                let week = day.from.and_then(Point::first).and_then(monday_of).map(Point::Week);
                Resolved::at(week, day.basis)
            }
            Moment::Holiday(holiday, year) => self.turning(*year, |year| match holiday {
                Holiday::Fixed(month, day) => date(year, *month, *day).map(Point::Day),
                Holiday::Easter(days) => plus(point::easter(year)?, i32::from(*days).days()).map(Point::Day),
            }),
            Moment::At(moment, minutes) => {
                let day = self.moment(moment);
                let time = match day.from {
                    Some(Point::Day(date)) => Some(Point::Time(date, *minutes)),
                    _ => None,
                };
                Resolved { from: time, ..day }
            }
        };
        let basis = if resolved.from.is_none() { DateBasis::None } else { resolved.basis };
        let granularity = granularity_of(moment).unwrap_or(resolved.granularity);
        Resolved { basis, granularity, ..resolved }
    }

    fn day(&self, day: u8, month: Month, weekday: Option<u8>) -> Resolved {
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
        if let Some(inherited) = self.memory.month.and_then(|(year, month)| date(year, month, day)).filter(fits) {
            return Resolved::at(Some(Point::Day(inherited)), DateBasis::Inherited);
        }
        let Some(today) = self.today() else { return Resolved::at(None, DateBasis::None) };
        if let Some(date) = date(today.year(), today.month() as u8, day).filter(|date| weekday.is_some() && fits(date)) {
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

    fn unclear(&self, year: Year, first: u8, second: u8) -> Resolved {
        let (month, day) = if first > 12 { (second, first) } else { (first, second) };
        let resolved = self.day(day, Month::Named(month, year), None);
        let unclear = first <= 12 && second <= 12 && first != second && resolved.warning.is_none();
        if unclear { Resolved { warning: Some(MONTH_FIRST), ..resolved } } else { resolved }
    }

    fn month(&self, month: Month) -> Resolved {
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
    fn turning(&self, year: Year, of: impl Fn(i16) -> Option<Point>) -> Resolved {
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

    fn season(&self, season: u8, year: Year) -> Resolved {
        match (year, self.base(Unit::Month)) {
            // "this winter" in January began last year; "last winter" is the one before.
            (Year::Turn(0), Some(today)) if season_of(today) == Point::Season(today.year() - 1, season) => {
                Resolved::at(Some(season_of(today)), DateBasis::Relative)
            }
            _ => self.turning(year, |year| Some(Point::Season(year, season))),
        }
    }

    fn weekday(&self, weekday: u8, week: WeekOf) -> Resolved {
        let Some(today) = self.today() else {
            let nearest = Resolved::at(None, DateBasis::None);
            return Resolved { warning: Some(WEEKDAY_WITHOUT_DATE), ..nearest };
        };
        let ahead = i32::from((weekday + 7 - point::number_of(today.weekday())) % 7);
        let days = match week {
            WeekOf::Nearest if self.tense == Tense::Future => ahead,
            WeekOf::Nearest => (ahead - 7) % 7,
            WeekOf::Past => ahead - 7,
            WeekOf::Coming => (ahead + 6) % 7 + 1,
            WeekOf::Shift(shift) => {
                i32::from(weekday) - i32::from(point::number_of(today.weekday())) + 7 * i32::from(shift)
            }
        };
        Resolved::at(plus(today, days.days()).map(Point::Day), DateBasis::Relative)
    }

    /// The date from which something is counted, and what the result rests on.
    fn origin(&self, from: &From, unit: Unit) -> Option<(Date, DateBasis)> {
        match from {
            From::Publication => Some((self.base(unit)?, DateBasis::Relative)),
            From::Text => {
                let month = self.memory.month.filter(|_| unit >= Unit::Month).and_then(|(year, month)| date(year, month, 1));
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

    fn period(&self, unit: Unit, shift: i16, from: &From) -> Resolved {
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
            Unit::Decade => years(base.year() - base.year().rem_euclid(10) + 10 * shift, 10, Granularity::Decade, basis),
            Unit::Century => {
                years(base.year() - base.year().rem_euclid(100) + 100 * shift, 100, Granularity::Century, basis)
            }
        }
    }

    fn distance(&self, amount: Amount, unit: Unit, from: &From) -> Resolved {
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

    fn window(&self, amount: Option<Amount>, unit: Unit, reach: Reach) -> Resolved {
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

    /// A third of a year, half of a month or week and somewhat less around the middle: the whole is what is told.
    ///
    /// # Source
    ///
    /// The borders that the tests of Microsoft's Recognizers-Text expect, but for years counted from the present one.
    fn part(&self, part: Part, of: &Moment) -> Resolved {
        let whole = self.moment(of);
        let days = |first: i32, last: i32| {
            let start = whole.from.and_then(Point::first)?;
            Some((Point::Day(plus(start, first.days())?), Point::Day(plus(start, last.days())?)))
        };
        let cut = match (whole.from, whole.to, part) {
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
    fn weekend(&self) -> Resolved {
        let begun = self.today().is_some_and(|today| point::number_of(today.weekday()) >= 6);
        let shift = if self.tense == Tense::Past && !begun { -1 } else { 0 };
        self.period(Unit::Weekend, shift, &From::Publication)
    }

    fn run(&self, last: bool, count: u8, unit: Unit, within: Within) -> Resolved {
        let container = self.within(within, Some);
        let unit_at = |day: Date| match unit {
            Unit::Day => Some(Point::Day(day)),
            Unit::Week => nth_weekday(if last { -1 } else { 1 }, 4, container.from?).and_then(monday_of).map(Point::Week),
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

    fn week_number(&self, number: u8, year: Year) -> Resolved {
        self.turning(year, |year| {
            let week = jiff::civil::ISOWeekDate::new(year, number as i8, jiff::civil::Weekday::Monday).ok()?;
            Some(Point::Week(week.date()))
        })
    }

    fn side(&self, unit: Unit, later: bool) -> Resolved {
        let period = self.period(unit, 0, &From::Publication);
        let Some(today) = self.today() else { return Resolved::at(None, DateBasis::None) };
        let (first, last) = (period.from.and_then(Point::first), period.last().and_then(Point::last));
        let (from, to) = if later { (Some(today), last) } else { (first, Some(today)) };
        Resolved::span(from.map(Point::Day), to.map(Point::Day), period.granularity, DateBasis::Relative)
    }

    fn within(&self, within: Within, of: impl Fn(Point) -> Option<Point>) -> Resolved {
        let container = match within {
            Within::Month(month) => self.month(month),
            Within::Year(Year::Told(year)) => Resolved::at(Some(Point::Year(year)), DateBasis::Explicit),
            Within::Year(Year::Shift(shift)) => self.period(Unit::Year, shift, &From::Publication),
            Within::Year(_) => self.period(Unit::Year, 0, &From::Publication),
        };
        Resolved::at(container.from.and_then(of), container.basis)
    }
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

fn decade(first: u16) -> Resolved {
    let century = if first >= 100 { 0 } else { 1900 };
    // "the 20s" are those of this century or the last.
    if first <= 20 {
        return Resolved::span(None, None, Granularity::Decade, DateBasis::None);
    }
    years(first as i16 + century, 10, Granularity::Decade, DateBasis::Explicit)
}

fn years(first: i16, count: i16, granularity: Granularity, basis: DateBasis) -> Resolved {
    Resolved::span(Some(Point::Year(first)), Some(Point::Year(first + count - 1)), granularity, basis)
}

fn add(day: Date, amount: Amount) -> Option<Date> {
    let span = jiff::Span::new().try_years(amount.years).ok()?.try_months(amount.months).ok()?.try_days(amount.days).ok()?;
    plus(day, span)
}

/// The n-th such weekday in a month or year, the last for -1.
fn nth_weekday(nth: i8, weekday: u8, within: Point) -> Option<Date> {
    let (first, last) = (within.first()?, within.last()?);
    let offset = |day: Date| i32::from((weekday + 7 - point::number_of(day.weekday())) % 7);
    if nth < 0 {
        let back = (7 - offset(last)) % 7;
        return plus(last, (-back).days());
    }
    let day = plus(first, (offset(first) + 7 * (i32::from(nth) - 1)).days())?;
    (day <= last).then_some(day)
}

/// Whether a date without a year would be told so: more than three months ahead it is the one before.
fn is_near(first: Date, today: Date) -> bool {
    first.since(today).is_ok_and(|span| span.get_days() <= 92)
}
