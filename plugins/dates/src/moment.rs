//! What an expression of time says, before anything is counted.

use crate::words::Unit;

/// The year that belongs to a month, quarter, season or holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Year {
    /// Written out.
    Told(i16),
    /// Counted from the year of publication: "last year" is -1.
    Shift(i16),
    /// Not told: "in March".
    Open,
    /// Not told, after "last" (-1), "this" (0) or "next" (1): "last March".
    Turn(i16),
}

/// The month that a day belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Month {
    /// A named one, 1 to 12.
    Named(u8, Year),
    /// Counted from the month of publication: "next month" is 1.
    Shift(i16),
    /// Not told: "the 30th".
    Open,
}

/// The week that a weekday belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WeekOf {
    /// Not told: "on Friday".
    Nearest,
    /// Counted from the week of publication: "last Friday" is -1.
    Shift(i16),
    /// The n-th such day to come, or back for less than 0: "two Sundays ago".
    Count(i16),
    /// The latest such day: "this past Friday".
    Past,
    /// The first such day to come: "this coming Friday".
    Coming,
}

/// From what a distance is counted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum From {
    /// "three days ago".
    Publication,
    /// "three days later": from the date before it in the text.
    Text,
    /// "three days after 4 May".
    Moment(Box<Moment>),
}

/// A length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amount {
    /// Whole years.
    pub(crate) years: i32,
    /// Whole months.
    pub(crate) months: i32,
    /// Days, with weeks as seven.
    pub(crate) days: i32,
}

impl Amount {
    /// So many of a unit.
    pub(crate) fn of(count: i32, unit: Unit) -> Amount {
        let none = Amount::default();
        match unit {
            Unit::Day => Amount { days: count, ..none },
            Unit::Weekend | Unit::Week => Amount { days: 7 * count, ..none },
            Unit::Fortnight => Amount { days: 14 * count, ..none },
            Unit::Month => Amount { months: count, ..none },
            Unit::Quarter => Amount { months: 3 * count, ..none },
            Unit::Year => Amount { years: count, ..none },
            Unit::Decade => Amount { years: 10 * count, ..none },
            Unit::Century => Amount { years: 100 * count, ..none },
        }
    }

    /// Whether it counts forward.
    pub(crate) fn is_ahead(self) -> bool {
        self.years + self.months + self.days > 0
    }

    /// Both together.
    pub(crate) fn plus(self, other: Amount) -> Amount {
        Amount { years: self.years + other.years, months: self.months + other.months, days: self.days + other.days }
    }

    /// The same length backwards.
    pub(crate) fn back(self) -> Amount {
        Amount { years: -self.years, months: -self.months, days: -self.days }
    }
}

/// What a week or weekday is counted within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// "the first Friday in May".
    Month(Month),
    /// "the last week of 2016".
    Year(Year),
}

/// A part of something longer, whose borders are a custom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// "early", "the beginning of".
    Early,
    /// "mid-", "the middle of".
    Mid,
    /// "late", "the end of".
    Late,
}

/// Where a stretch lies from the publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// "the past three days".
    Back,
    /// "the next three days": from the day after.
    Ahead,
    /// "within three days": from the day itself.
    Within,
}

/// A holiday with one day in most calendars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    /// Month and day.
    Fixed(u8, u8),
    /// Days from Easter Sunday.
    Easter(i8),
}

/// One point or stretch of time, as it is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Moment {
    /// A day of a month, with the weekday where one stands beside it.
    Day { day: u8, month: Month, weekday: Option<u8> },
    /// `3/4/2024`
    Unclear { year: i16, first: u8, second: u8 },
    /// `3/4`
    Slash { first: u8, second: u8 },
    /// A month.
    Month(Month),
    /// A weekday, 1 for Monday.
    Weekday { weekday: u8, week: WeekOf },
    /// "last week", "this year", "yesterday": units counted from the publication, or from the date before it in the text.
    Period { unit: Unit, shift: i16, from: From },
    /// A year.
    Year(i16),
    /// Ten years, by the first; below 100 the century is not told.
    Decade(u16),
    /// 21 for 2000 to 2099.
    Century(u8),
    /// 1 to 4.
    Quarter(u8, Year),
    /// 1 or 2.
    Half(u8, Year),
    /// 1 for spring to 4.
    Season(u8, Year),
    /// "three days ago".
    Distance { amount: Amount, unit: Unit, from: From },
    /// "over the past three years"; without an amount the borders are not sharp: "in recent months".
    Window { amount: Option<Amount>, unit: Unit, reach: Reach },
    /// "the weekend": the one before or behind the publication.
    Weekend,
    /// "late July", "the beginning of 2024".
    Part(Part, Box<Moment>),
    /// "earlier this year", "later this week".
    Side { unit: Unit, later: bool },
    /// "the second Friday in May"; -1 for the last.
    NthWeekday { nth: i8, weekday: u8, within: Within },
    /// "the last week of 2016"; -1 for the last.
    NthWeek { nth: i8, within: Within },
    /// "the first six months of 2023"; the last ones when `last`.
    Run { last: bool, count: u8, unit: Unit, within: Within },
    /// "week 3 of 2027".
    WeekNumber(u8, Year),
    /// "the week of 4 May".
    WeekWith(Box<Moment>),
    /// "Christmas Day 2023".
    Holiday(Holiday, Year),
    /// With a time of day, in minutes.
    At(Box<Moment>, u16),
}

/// A whole expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// One moment.
    One(Moment),
    /// "from A to B".
    Range(Moment, Moment),
    /// "since A".
    Since(Moment),
    /// "until A".
    Until(Moment),
    /// "after A", which A is not part of.
    After(Moment),
    /// "before A", which A is not part of.
    Before(Moment),
}
