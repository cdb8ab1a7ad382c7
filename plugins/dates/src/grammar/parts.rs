//! Parts of years and what is longer than one: "the third quarter of 2023", "late summer", "the 21st century", "week 3".

use super::{Grammar, Read};
use crate::moment::{From, Moment, Month, Part, Within, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

impl Grammar<'_> {
    /// "the summer of 2016", "last spring", "in the autumn".
    pub(super) fn season(&self, at: usize) -> Read {
        let Some(Word::Season(season)) = self.word(at) else { return None };
        let (year, end) = self.year_behind(at + 1);
        if year != Year::Open {
            return Some((Moment::Season(season, year), end));
        }
        // "the fall of Kiel", "spring to mind", "summer school": alone it needs "in (the)" before and an end behind.
        let article = matches!(self.before(at), Kind::Word(Word::The | Word::Early | Word::Late | Word::Mid));
        let before = if article { self.before(at - 1) } else { self.before(at) };
        let anchored = matches!(
            before,
            Kind::Word(Word::In | Word::During | Word::Since | Word::Until | Word::By | Word::Through)
        );
        let plain = article
            || !matches!(season, 1 | 3)
            || self.is(at, Word::Season(3)) && self.line_at(at).starts_with(['a', 'A']);
        let ends = self.ends_at(at + 1) && !self.is(at + 1, Word::Of) && !self.is_mark(at + 1, b'-');
        (anchored && plain && ends).then_some((Moment::Season(season, Year::Open), at + 1))
    }

    /// A number in a row: 1 and more, -1 for the last.
    pub(super) fn nth(&self, at: usize) -> Option<(i8, usize)> {
        match self.kind(at) {
            Kind::Number(Number::Nth(nth)) => Some((nth as i8, at + 1)),
            Kind::Word(Word::Nth(nth)) => Some((nth as i8, at + 1)),
            Kind::Word(Word::Tens(tens)) => match self.word(self.skip_mark(at + 1, b'-'))? {
                Word::Nth(ones @ 1..=9) => Some(((tens + ones) as i8, self.skip_mark(at + 1, b'-') + 1)),
                _ => None,
            },
            Kind::Word(Word::Last) => Some((-1, at + 1)),
            _ => None,
        }
    }

    /// "21st century", "third quarter of 2023", "second half of the year", "first week of May", "last Friday in May".
    pub(super) fn nth_of(&self, at: usize) -> Read {
        let (nth, next) = self.nth(at)?;
        let unit = self.skip_hyphen(next);
        let unit = self.skip(unit, Word::Fiscal);
        if let Some(read) = self.run_of(nth, unit) {
            return Some(read);
        }
        match self.word(unit)? {
            Word::Unit(Unit::Century) | Word::Units(Unit::Century) if (1..=21).contains(&nth) => {
                Some((Moment::Century(nth as u8), unit + 1))
            }
            Word::Unit(Unit::Quarter) if nth <= 4 => {
                let (year, end) = self.year_of_part(unit + 1)?;
                Some((Moment::Quarter(if nth < 0 { 4 } else { nth as u8 }, year), end))
            }
            Word::Half if (1..=2).contains(&nth) => {
                let (year, end) = self.year_of_part(unit + 1)?;
                Some((Moment::Half(nth as u8, year), end))
            }
            Word::Unit(Unit::Week) => {
                let (within, end) = self.within(unit + 1).filter(|_| nth.abs() <= 53)?;
                Some((Moment::NthWeek { nth, within }, end))
            }
            // "first Sunday", and no more: of the present month.
            Word::Weekday(weekday)
                if matches!(self.kind(unit + 1), Kind::Edge | Kind::Mark(b'.' | b',')) && nth > 0 =>
            {
                let within = Within::Month(Month::Shift(0));
                (nth <= 5).then_some((Moment::NthWeekday { nth, weekday, within }, unit + 1))
            }
            Word::Weekday(weekday) => {
                let (within, end) = self
                    .within(unit + 1)
                    .filter(|_| nth <= 5 && matches!(self.word(unit + 1), Some(Word::Of | Word::In)))?;
                Some((Moment::NthWeekday { nth, weekday, within }, end))
            }
            Word::Unit(Unit::Month) if (1..=12).contains(&nth) && self.is(unit + 1, Word::Of) => {
                let (year, end) = self.year_of_part(unit + 1)?;
                Some((Moment::Month(Month::Named(nth as u8, year)), end))
            }
            _ => None,
        }
    }

    /// "first six months of 2023", "last two weeks of May"; `nth` says from which end.
    fn run_of(&self, nth: i8, at: usize) -> Read {
        let (count, next) = match self.kind(at) {
            Kind::Number(Number::Plain { value, digits: 1..=2 }) => (value as u8, at + 1),
            Kind::Word(Word::Count(count) | Word::Tens(count)) => (count, at + 1),
            _ => return None,
        };
        let Some(Word::Units(unit @ (Unit::Day | Unit::Week | Unit::Month))) = self.word(next) else { return None };
        let (within, end) = self.within(next + 1)?;
        (nth.abs() == 1 && (1..=60).contains(&count))
            .then_some((Moment::Run { last: nth < 0, count, unit, within }, end))
    }

    /// The year that a quarter or half needs: " of 2023", " 2023", " of the year", " this year".
    fn year_of_part(&self, at: usize) -> Option<(Year, usize)> {
        let of = self.skip(at, Word::Of);
        let the = self.skip(of, Word::The);
        let fiscal = self.skip(the, Word::Fiscal);
        if let Some((year, end)) = self.told_year(fiscal) {
            return Some((Year::Told(year), end));
        }
        if let Some((shift, end)) = self.directed_year(of) {
            return Some((Year::Shift(shift), end));
        }
        let comma = self.skip_mark(at, b',');
        if let (true, Some(year)) = (comma > at, self.plain_year(comma)) {
            return Some((Year::Told(year), comma + 1));
        }
        (the > of && self.is(the, Word::Unit(Unit::Year))).then_some((Year::Turn(0), the + 1))
    }

    /// "early 2024", "mid-November", "end of the month", "late last year": part of what follows.
    pub(super) fn part(&self, at: usize) -> Read {
        let part = match self.word(at)? {
            Word::Early | Word::Start | Word::Starting => Part::Early,
            Word::Mid | Word::Middle => Part::Mid,
            _ => Part::Late,
        };
        let (whole, end) = self.whole_of_part(at)?;
        Some((Moment::Part(part, Box::new(whole)), end))
    }

    fn whole_of_part(&self, at: usize) -> Read {
        let noun = matches!(self.word(at)?, Word::Start | Word::Starting | Word::Middle | Word::End);
        let mut next = self.skip_hyphen(at + 1);
        if noun {
            next = self.skip(next, Word::Of);
            if next == at + 1 {
                return None;
            }
        }
        let after_the = self.skip(next, Word::The);
        if let Some(Word::Month(_) | Word::ShortMonth(_)) = self.word(after_the)
            && self.capital(after_the)
        {
            return self.month_first(after_the).or_else(|| self.bare_month(after_the));
        }
        if let Some(read) = self.decade(after_the).or_else(|| self.nth_century(after_the)) {
            return Some(read);
        }
        let seasoned = self.word(after_the).is_some_and(|word| matches!(word, Word::Season(_)));
        if let Some(Word::Season(season)) = self.word(after_the).filter(|_| seasoned) {
            let (year, end) = self.year_behind(after_the + 1);
            let sure = year != Year::Open || self.ends_at(after_the + 1) && !self.is(after_the + 1, Word::Of);
            return sure.then_some((Moment::Season(season, year), end));
        }
        if let Some((moment, end)) = self.directed(after_the) {
            return Some((moment, end));
        }
        // "the end of the month", "end of year"
        if let (true, Some(Word::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year)))) = (noun, self.word(after_the)) {
            let moment = Moment::Period { unit, shift: 0, from: From::Publication };
            return self.ends_at(after_the + 1).then_some((moment, after_the + 1));
        }
        let hyphen = next > at + 1 && !noun;
        self.year(after_the).filter(|(_, end)| noun || hyphen || self.ends_at(*end) || self.kind(*end) == Kind::Name)
    }

    fn nth_century(&self, at: usize) -> Read {
        self.nth_of(at)
            .filter(|(moment, _)| matches!(moment, Moment::Century(_) | Moment::Quarter(..) | Moment::Half(..)))
    }

    /// "the week of 4 May", "fiscal year 2024", "year 2024".
    pub(super) fn of_unit(&self, at: usize) -> Read {
        if matches!(self.word(at), Some(Word::Fiscal | Word::Calendar)) {
            let unit = self.skip(at + 1, Word::Unit(Unit::Year));
            let year = self.plain_year(unit)?;
            return (unit > at + 1 || self.is(at, Word::Fiscal)).then_some((Moment::Year(year), unit + 1));
        }
        match self.word(at)? {
            // "in the year to date"
            Word::Unit(Unit::Year) if self.is(at + 1, Word::To) && self.line_at(at + 2) == "date" => {
                Some((Moment::Side { unit: Unit::Year, later: false }, at + 3))
            }
            Word::Unit(Unit::Year) => self.year(at).filter(|(_, end)| *end > at + 1),
            Word::Unit(Unit::Week) => {
                if let Some(read) = self.numbered_week(at + 1).or_else(|| self.week_of_this_year(at)) {
                    return Some(read);
                }
                let beginning = match self.kind(at + 1) {
                    Kind::Word(Word::Of) => at + 2,
                    Kind::Word(Word::Starting) => self.skip(at + 2, Word::On),
                    _ => return None,
                };
                let the = self.skip(beginning, Word::The);
                let (day, end) = match self.kind(the) {
                    Kind::Word(Word::Month(_) | Word::ShortMonth(_)) => self.month_first(the),
                    Kind::Number(Number::Date(..)) => self.numeric(the),
                    Kind::Number(_) | Kind::Word(Word::Nth(_) | Word::Tens(_)) => {
                        self.day_first(the).or_else(|| self.day_number(the).filter(|_| the > beginning))
                    }
                    _ => None,
                }?;
                matches!(day, Moment::Day { .. }).then_some((Moment::WeekWith(Box::new(day)), end))
            }
            _ => None,
        }
    }

    /// "from week 31 to week 35", "the week 31": alone a number of a week may be one of a season or a course.
    fn week_of_this_year(&self, at: usize) -> Read {
        let Kind::Number(Number::Plain { value: number @ 1..=53, digits: 1..=2 }) = self.kind(at + 1) else {
            return None;
        };
        let anchored = matches!(
            self.before(at),
            Kind::Word(Word::The | Word::From | Word::To | Word::Between | Word::And | Word::Since | Word::Until)
                | Kind::Mark(b',')
        );
        let ends = self.ends_at(at + 2) && !self.is(at + 2, Word::Of) && !self.is(at + 2, Word::In);
        (anchored && ends).then_some((Moment::WeekNumber(number as u8, Year::Turn(0)), at + 2))
    }

    /// "week 3 of 2027".
    fn numbered_week(&self, at: usize) -> Read {
        let Kind::Number(Number::Plain { value: number @ 1..=53, digits: 1..=2 }) = self.kind(at) else { return None };
        match self.year_behind(at + 1) {
            (Year::Open, _) => None,
            (year, end) => Some((Moment::WeekNumber(number as u8, year), end)),
        }
    }
}
