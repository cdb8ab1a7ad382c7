//! Days and months: "3 May 2024", "May 3rd", "Friday, May 3", "the 30th", "in March".

use super::{Grammar, Read};
use crate::moment::{Expression, Moment, Month, WeekOf, Within, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

impl Grammar<'_> {
    /// A month's name, short or not.
    pub(super) fn month_name(&self, at: usize) -> Option<u8> {
        match self.word(at)? {
            Word::Month(month) | Word::ShortMonth(month) => Some(month),
            _ => None,
        }
    }

    /// The index behind a month's name with its full stop.
    pub(super) fn after_month(&self, at: usize) -> usize {
        let short = matches!(self.word(at), Some(Word::ShortMonth(_)));
        if short && self.touches_next(at) { self.skip_mark(at + 1, b'.') } else { at + 1 }
    }

    /// A day of a month in digits or words: "3", "3rd", "third", "twenty-first".
    pub(super) fn day_of_month(&self, at: usize) -> Option<(u8, usize)> {
        let (day, end) = match self.kind(at) {
            Kind::Number(Number::Plain { value: day @ 1..=31, digits: 1..=2 }) => (day as u8, at + 1),
            Kind::Number(Number::Nth(day)) => (day, at + 1),
            Kind::Word(Word::Nth(day)) => (day, at + 1),
            Kind::Word(Word::Tens(tens)) => match self.word(self.skip_mark(at + 1, b'-'))? {
                Word::Nth(ones @ 1..=9) => (tens + ones, self.skip_mark(at + 1, b'-') + 1),
                // "May twenty nine." and no "May twenty nine people"
                Word::Count(ones @ 1..=9) => {
                    let end = self.skip_mark(at + 1, b'-') + 1;
                    let closed = matches!(self.kind(end), Kind::Edge | Kind::Mark(_));
                    (closed || self.spelled_year(end).is_some() || self.month_name(end).is_some()).then_some(())?;
                    (tens + ones, end)
                }
                _ => return None,
            },
            Kind::Word(Word::Count(day)) => {
                let dated = self.month_name(at + 1).is_some() && self.spelled_year(at + 2).is_some();
                dated.then_some((day, at + 1))?
            }
            _ => return None,
        };
        (1..=31).contains(&day).then_some((day, end))
    }

    /// A day without a month, as half of a range.
    pub(super) fn day_number(&self, at: usize) -> Read {
        let (day, end) = self.day_of_month(self.skip(at, Word::The))?;
        if let Kind::Word(Word::Measure | Word::Units(_) | Word::Unit(_)) = self.kind(end) {
            return None;
        }
        Some((Moment::Day { day, month: Month::Open, weekday: None }, end))
    }

    /// A year behind a day or month: ", 2024", "of 2024", " 2024".
    pub(super) fn year_behind(&self, at: usize) -> (Year, usize) {
        for next in
            [at, self.skip_mark(at, b','), self.skip(at, Word::Of), self.skip(at, Word::In), self.skip_mark(at, b'/')]
        {
            if let Some((year, end)) = self.told_year(next) {
                return (Year::Told(year), end);
            }
            if let Some((shift, end)) = self.directed_year(next) {
                return (Year::Shift(shift), end);
            }
        }
        if let Some(year) = self.short_year(at) {
            return (Year::Told(year), at + 2);
        }
        let hyphen = self.skip_hyphen(at);
        match self.plain_year(hyphen) {
            Some(year) if hyphen > at => (Year::Told(year), hyphen + 1),
            _ => (Year::Open, at),
        }
    }

    /// "of 87" or "'87" behind a month, with nothing behind it.
    fn short_year(&self, at: usize) -> Option<i16> {
        let Kind::Number(Number::Plain { value: year @ 32..=99, digits: 2 }) = self.kind(at + 1) else { return None };
        let closed = matches!(self.kind(at + 2), Kind::Edge | Kind::Mark(b'.' | b',' | b';' | b')'));
        let joins = self.is(at, Word::Of) || self.is_mark(at, b'\'');
        (closed && joins).then_some(1900 + year as i16)
    }

    /// "May 3", "May 3-5", "May 2024", "May".
    pub(super) fn month_first(&self, at: usize) -> Read {
        let month = self.month_name(at)?;
        let next = self.after_month(at);
        if let Some(read) = self.month_with_day(at, month, next) {
            return Some(read);
        }
        let (year, end) = self.year_behind(next);
        let long = matches!(self.word(at), Some(Word::Month(_)));
        let end = if year == Year::Open { at + 1 } else { end };
        (long || year != Year::Open).then_some((Moment::Month(Month::Named(month, year)), end))
    }

    fn month_with_day(&self, at: usize, month: u8, next: usize) -> Read {
        let mut day_at = self.skip(next, Word::The);
        if day_at == next {
            day_at = self.skip_hyphen(next);
            if day_at == next && self.is_mark(next, b'/') {
                day_at = next + 1;
            }
            // "October, 1st"
            if day_at == next && self.is_mark(next, b',') && matches!(self.kind(next + 1), Kind::Number(Number::Nth(_)))
            {
                day_at = next + 1;
            }
        }
        let (day, end) = self.day_of_month(day_at)?;
        // "May 20 people", "June 3 percent", "march 10 km"
        if let Kind::Word(Word::Measure | Word::Units(_) | Word::Unit(_)) = self.kind(end) {
            return None;
        }
        let (year, end) = self.year_behind(end);
        let sure = year != Year::Open || self.capital(at) || matches!(self.kind(day_at), Kind::Number(Number::Nth(_)));
        if !sure && matches!(month, 3 | 5) {
            return None;
        }
        Some((Moment::Day { day, month: Month::Named(month, year), weekday: None }, end))
    }

    /// "of this month", "in next month" behind a day.
    pub(super) fn turned_month(&self, at: usize) -> Option<(Month, usize)> {
        let of = self.skip(self.skip(self.skip(at, Word::Of), Word::In), Word::The);
        let shift = turn(self.word(of)?)?;
        self.is(of + 1, Word::Unit(Unit::Month)).then_some((Month::Shift(shift), of + 2))
    }

    /// "3 May 2024", "3rd of May", "15th day of next month".
    pub(super) fn day_first(&self, at: usize) -> Read {
        let (day, end) = self.day_of_month(at)?;
        // "16. Nov. 2016"
        if let Some(month) = self.month_name(self.skip_mark(end, b'.')).filter(|_| self.is_mark(end, b'.')) {
            let (year, end) = self.year_behind(self.after_month(end + 1));
            return (year != Year::Open)
                .then_some((Moment::Day { day, month: Month::Named(month, year), weekday: None }, end));
        }
        let is_nth = !matches!(self.kind(at), Kind::Number(Number::Plain { .. }));
        let next = if is_nth && self.is(end, Word::Unit(Unit::Day)) { end + 1 } else { end };
        let of = self.skip(next, Word::Of);
        let hyphen = self.skip_hyphen(of);
        let month_at = if of == next && self.is_mark(next, b'/') { next + 1 } else { hyphen };
        if let Some(month) = self.month_name(month_at) {
            // "3 may be", "20 march on": small letters need a year.
            let (year, end) = self.year_behind(self.after_month(month_at));
            let sure = self.capital(month_at) || year != Year::Open || !matches!(month, 3 | 5) || of > next;
            let end = if year == Year::Open { month_at + 1 } else { end };
            return sure.then_some((Moment::Day { day, month: Month::Named(month, year), weekday: None }, end));
        }
        if of == next || !is_nth {
            return None;
        }
        let of = self.skip(of, Word::The);
        let (shift, end) = match (self.word(of), self.word(of + 1)) {
            (Some(direction), Some(Word::Unit(Unit::Month))) => (turn(direction)?, of + 2),
            (Some(Word::Unit(Unit::Month)), _) => (0, of + 1),
            _ => return None,
        };
        Some((Moment::Day { day, month: Month::Shift(shift), weekday: None }, end))
    }

    /// `2024-01-28`, `5/12/2024`, `2024-11`, `2024Q2`, `FY2024`: a number that is a date or begins one.
    pub(super) fn numeric(&self, at: usize) -> Read {
        let Kind::Number(number) = self.kind(at) else { return None };
        // "report-2024-01-28", "x/2024-01-28": part of some name.
        if at > 1 && self.hangs_on(at, b"-/.:") && !self.touches_month(at) {
            return None;
        }
        let end = at + 1;
        match number {
            Number::Date(year, month, day) => {
                let month = Month::Named(month, Year::Told(year as i16));
                Some((Moment::Day { day, month, weekday: None }, end))
            }
            Number::Unclear(year, first, second) => Some((Moment::Unclear { year: year as i16, first, second }, end)),
            Number::Slash(first, second) => self.slash(at, first, second),
            Number::YearMonth(year, month) => {
                let month = Month::Named(month, Year::Told(year as i16));
                (!self.goes_on_as_name(at)).then_some((Moment::Month(month), end))
            }
            Number::Quarter(quarter) => {
                let (year, end) = self.year_behind(self.skip_hyphen(end));
                Some((Moment::Quarter(quarter, year), end))
            }
            Number::Half(half) => match self.year_behind(self.skip_hyphen(end)) {
                (Year::Open, _) => None,
                (year, end) => Some((Moment::Half(half, year), end)),
            },
            Number::FiscalYear(year) => Some((Moment::Year(year as i16), end)),
            Number::Decade(_) => self.decade(at),
            Number::Nth(_) => self.nth_of(at),
            Number::Plain { digits: 4, .. } => {
                self.year_first(at).or_else(|| self.decade(at)).or_else(|| self.spaced_month(at))
            }
            Number::Plain { digits: 2, value: 13.. } => self.decade(at),
            Number::Plain { value: 1..=12, .. } => self.spaced_month(at),
            _ => None,
        }
    }

    /// "5/12 2024", "on 5/12": two numbers with a slash count anything, unless a year or a word makes them a day.
    fn slash(&self, at: usize, first: u8, second: u8) -> Read {
        if let (Year::Told(year), end) = self.year_behind(at + 1) {
            return Some((Moment::Unclear { year, first, second }, end));
        }
        let anchored = matches!(
            self.word_before(at),
            Some(Word::On | Word::Since | Word::Until | Word::From | Word::Between | Word::To | Word::Through)
        );
        (anchored && self.ends_at(at + 1)).then_some((Moment::Slash { first, second }, at + 1))
    }

    /// "1990-11-x": a number and a word behind it, with marks and without blanks.
    fn goes_on_as_name(&self, at: usize) -> bool {
        self.touches_next(at)
            && matches!(self.kind(at + 1), Kind::Mark(b'-' | b'/'))
            && self.touches_next(at + 1)
            && !matches!(self.kind(at + 2), Kind::Number(_) | Kind::Word(_))
    }

    /// "2016 - 11", "11 / 2016": a year and a month with a mark and blanks, and nothing behind.
    fn spaced_month(&self, at: usize) -> Read {
        let closed = matches!(self.kind(at + 3), Kind::Edge | Kind::Mark(b'.' | b',' | b';' | b')'));
        let loose = !matches!(
            self.before(at),
            Kind::Mark(_) | Kind::Number(_) | Kind::Word(Word::Month(_) | Word::ShortMonth(_))
        );
        if !closed || !loose || !matches!(self.kind(at + 1), Kind::Mark(b'-' | b'/')) {
            return None;
        }
        let (year, month) = match (self.kind(at), self.kind(at + 2)) {
            (
                Kind::Number(Number::Plain { value: year @ 1900..=2100, digits: 4 }),
                Kind::Number(Number::Plain { value: month, .. }),
            ) => (year, month),
            (
                Kind::Number(Number::Plain { value: month, .. }),
                Kind::Number(Number::Plain { value: year @ 1900..=2100, digits: 4 }),
            ) => (year, month),
            _ => return None,
        };
        let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
        Some((Moment::Month(Month::Named(month, Year::Told(year as i16))), at + 3))
    }

    /// Whether the number is joined to a month or another number: "Dec-2018", "10/1/2018-10/7/2018".
    fn touches_month(&self, at: usize) -> bool {
        at >= 2 && (self.month_name(at - 2).is_some() || matches!(self.kind(at - 2), Kind::Number(_)))
    }

    /// Days or years with a dash between them: "3-5 May", "May 3-5, 2024", "2012-2014".
    pub(super) fn pair(&self, at: usize) -> Option<(Expression, usize)> {
        match self.kind(at) {
            Kind::Number(Number::Years(first, last)) => {
                Some((Expression::Range(Moment::Year(first as i16), Moment::Year(last as i16)), at + 1))
            }
            Kind::Number(Number::Pair(first, last)) => {
                if let Some((month, end)) = self.turned_month(at + 1) {
                    let day = |day| Moment::Day { day, month, weekday: None };
                    return (first < last).then(|| (Expression::Range(day(first), day(last)), end));
                }
                let of = self.skip(at + 1, Word::Of);
                let month = self.month_name(of)?;
                let (year, end) = self.year_behind(self.after_month(of));
                days_of(first, last, month, year).map(|range| (range, end))
            }
            Kind::Word(Word::Month(_) | Word::ShortMonth(_)) => {
                let next = self.skip_hyphen(self.after_month(at));
                let (Kind::Number(Number::Pair(first, last)), Some(month)) = (self.kind(next), self.month_name(at))
                else {
                    return None;
                };
                let (year, end) = self.year_behind(next + 1);
                days_of(first, last, month, year).map(|range| (range, end))
            }
            _ => None,
        }
    }

    /// "Friday", "Friday, 3 May 2024", "Friday the 3rd", "Friday of last week", "Friday morning".
    pub(super) fn weekday(&self, at: usize) -> Read {
        let (weekday, short) = match self.word(at)? {
            Word::Weekday(weekday) => (weekday, false),
            Word::ShortWeekday(weekday) => (weekday, true),
            _ => return None,
        };
        let mut next = at + 1;
        if short && self.touches_next(at) {
            next = self.skip_mark(next, b'.');
        }
        if let Some(read) = self.weekday_with_date(weekday, next) {
            return Some(read);
        }
        if short && !self.capital(at) {
            return None;
        }
        if let Some((shift, end)) = self.week_behind(next) {
            return Some((Moment::Weekday { weekday, week: WeekOf::Shift(shift) }, end));
        }
        if let Some(read) = self.distance_with_weekday(weekday, next) {
            return Some(read);
        }
        let end = if self.is(next, Word::PartOfDay) { next + 1 } else { next };
        (!short).then_some((Moment::Weekday { weekday, week: WeekOf::Nearest }, end))
    }

    fn weekday_with_date(&self, weekday: u8, next: usize) -> Read {
        let mut start = self.skip_mark(next, b',');
        if start == next {
            start = self.skip_hyphen(next);
        }
        let bracket = start == next && self.is_mark(next, b'(');
        let start = if bracket { next + 1 } else { start };
        let start = self.skip(start, Word::The);
        let read = match self.kind(start) {
            Kind::Number(Number::Slash(first, second)) => Some((Moment::Slash { first, second }, start + 1)),
            Kind::Number(_) => self.numeric(start).or_else(|| self.day_first(start)),
            Kind::Word(Word::Nth(_) | Word::Tens(_)) => self.day_first(start),
            Kind::Word(Word::Month(_) | Word::ShortMonth(_)) => self.month_first(start),
            _ => None,
        };
        let with = |moment| match moment {
            Moment::Day { day, month, .. } => Some(Moment::Day { day, month, weekday: Some(weekday) }),
            Moment::Slash { .. } | Moment::Unclear { .. } => Some(moment),
            _ => None,
        };
        if let Some((moment, end)) = read.and_then(|(moment, end)| Some((with(moment)?, end))) {
            return Some((moment, if bracket { self.skip_mark(end, b')') } else { end }));
        }
        // "Friday the 3rd", "Mon 13th"
        let (day, end) = self.day_of_month(start)?;
        let is_nth = !matches!(self.kind(start), Kind::Number(Number::Plain { .. }));
        let alone = start == next || self.is(start - 1, Word::The);
        // "on Monday 21 people died"
        let closed = matches!(self.kind(end), Kind::Edge | Kind::Mark(b'.' | b'!' | b'?' | b';' | b')'));
        (alone && (is_nth && self.ends_at(end) || closed))
            .then_some((Moment::Day { day, month: Month::Open, weekday: Some(weekday) }, end))
    }

    /// "next week", "of last week", "- last week" behind a weekday.
    pub(super) fn week_behind(&self, at: usize) -> Option<(i16, usize)> {
        let at = self.skip(self.skip(self.skip_mark(self.skip_mark(at, b','), b'-'), Word::Of), Word::The);
        let shift = turn(self.word(at)?)?;
        self.is(at + 1, Word::Unit(Unit::Week)).then_some((shift, at + 2))
    }

    /// "the first Friday in May", "last week of 2016": after the number.
    pub(super) fn within(&self, at: usize) -> Option<(Within, usize)> {
        let of = match self.word(at) {
            Some(Word::Of | Word::In) => at + 1,
            _ => at,
        };
        let the = self.skip(of, Word::The);
        if let Some(month) = self.month_name(the) {
            let (year, end) = self.year_behind(self.after_month(the));
            let end = if year == Year::Open { the + 1 } else { end };
            return Some((Within::Month(Month::Named(month, year)), end));
        }
        if let Some((year, end)) = self.told_year(self.skip(the, Word::Unit(Unit::Year))) {
            return Some((Within::Year(Year::Told(year)), end));
        }
        let (shift, unit) = match (self.word(the), self.word(the + 1)) {
            (Some(Word::Unit(unit)), _) if the > of => ((0, the + 1), unit),
            (Some(direction), Some(Word::Unit(unit))) => ((turn(direction)?, the + 2), unit),
            _ => return None,
        };
        match unit {
            Unit::Month => Some((Within::Month(Month::Shift(shift.0)), shift.1)),
            Unit::Year => Some((Within::Year(Year::Shift(shift.0)), shift.1)),
            _ => None,
        }
    }
}

/// Days of one month with a dash between them.
fn days_of(first: u8, last: u8, month: u8, year: Year) -> Option<Expression> {
    let day = |day| Moment::Day { day, month: Month::Named(month, year), weekday: None };
    (first < last).then(|| Expression::Range(day(first), day(last)))
}

/// How far "last", "this" or "next" counts from the present unit.
pub(super) fn turn(direction: Word) -> Option<i16> {
    match direction {
        Word::Last | Word::Past | Word::Previous => Some(-1),
        Word::This | Word::Current | Word::Same => Some(0),
        Word::Next | Word::Coming | Word::Following => Some(1),
        _ => None,
    }
}
