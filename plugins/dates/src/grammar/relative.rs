//! What lies beside the publication or the date before it: "last week", "this spring", "the next day".

use super::calendar::turn;
use super::counted::reach_of;
use super::{Grammar, Read};
use crate::moment::{Amount, From, Moment, Month, Reach, WeekOf, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

impl Grammar<'_> {
    /// "last week", "this year", "next Friday", "last March", "past three months", "recent years".
    pub(super) fn directed(&self, at: usize) -> Read {
        let (direction, next) = match (self.word(at)?, self.word(at + 1)) {
            // "this past Friday", "this coming week"
            (Word::This, Some(second @ (Word::Past | Word::Coming))) => (second, at + 2),
            (direction, _) => (direction, at + 1),
        };
        if let Some(read) = self.window(direction, next) {
            return Some(read);
        }
        let unit = self.skip(self.skip(next, Word::Calendar), Word::Fiscal);
        let end = unit + 1;
        if direction == Word::That {
            let Word::Unit(told) = self.word(unit)? else { return None };
            return self.directed_unit(at, direction, 0, told, end);
        }
        let shift = turn(direction)?;
        if let Kind::Number(Number::Slash(first, second)) = self.kind(unit) {
            return turned_slash(first, second, shift).filter(|_| self.ends_at(end)).map(|moment| (moment, end));
        }
        let from_text = matches!(direction, Word::Following | Word::Previous | Word::Same);
        match self.word(unit)? {
            Word::Unit(unit) => self.directed_unit(at, direction, shift, unit, end),
            Word::Weekday(weekday) | Word::ShortWeekday(weekday) if self.capital(unit) || !matches!(weekday, 6 | 7) => {
                self.directed_weekday(direction, shift, weekday, unit)
            }
            Word::Month(month) | Word::ShortMonth(month) if self.capital(unit) || month != 5 => {
                self.directed_month(shift, month, unit)
            }
            Word::Season(season) if !from_text => Some((Moment::Season(season, Year::Turn(shift)), end)),
            Word::Holiday => {
                let (moment, end) = self.holiday(unit)?;
                let Moment::Holiday(day, Year::Open) = moment else { return None };
                Some((Moment::Holiday(day, Year::Turn(shift)), end))
            }
            // "last night", "this morning"
            Word::PartOfDay if !from_text => {
                Some((Moment::Period { unit: Unit::Day, shift, from: From::Publication }, end))
            }
            _ => None,
        }
    }

    /// "last March", "this May 3", behind the direction.
    fn directed_month(&self, shift: i16, month: u8, at: usize) -> Read {
        let next = self.after_month(at);
        if !matches!(self.kind(next), Kind::Number(Number::Plain { digits: 1..=2, .. } | Number::Nth(_))) {
            return Some((Moment::Month(Month::Named(month, Year::Turn(shift))), next));
        }
        let (moment, end) = self.month_first(at)?;
        let Moment::Day { day, month: Month::Named(month, Year::Open), weekday } = moment else { return None };
        Some((Moment::Day { day, month: Month::Named(month, Year::Turn(shift)), weekday }, end))
    }

    fn directed_unit(&self, at: usize, direction: Word, shift: i16, unit: Unit, end: usize) -> Read {
        let period = |from| Moment::Period { unit, shift, from };
        // "last week Sunday", "next week on Friday", "last year's first quarter"
        if unit == Unit::Week && !matches!(direction, Word::Same | Word::That) {
            let on = self.skip(self.skip_mark(end, b'-'), Word::On);
            if let Some(Word::Weekday(weekday) | Word::ShortWeekday(weekday)) = self.word(on)
                && self.capital(on)
            {
                return Some((Moment::Weekday { weekday, week: WeekOf::Shift(shift) }, on + 1));
            }
        }
        if unit == Unit::Year && self.kind(end) == Kind::Possessive {
            let nth = match self.kind(end + 1) {
                Kind::Number(Number::Nth(nth)) | Kind::Word(Word::Nth(nth)) => nth,
                _ => 0,
            };
            match self.word(end + 2) {
                Some(Word::Unit(Unit::Quarter)) if (1..=4).contains(&nth) => {
                    return Some((Moment::Quarter(nth, Year::Shift(shift)), end + 3));
                }
                Some(Word::Half) if (1..=2).contains(&nth) => {
                    return Some((Moment::Half(nth, Year::Shift(shift)), end + 3));
                }
                _ => {}
            }
        }
        match direction {
            // "the next day", "on the last day of the visit" are read with their article or not at all.
            Word::Following | Word::Same | Word::Previous | Word::That if unit != Unit::Quarter => {
                self.after_text(shift, unit, end)
            }
            // "they met next day"
            Word::Next if unit == Unit::Day && !self.is(end, Word::Of) => self.after_text(1, unit, end),
            Word::Last if unit == Unit::Day => None,
            Word::Last | Word::Past if self.is(at.wrapping_sub(1), Word::The) && is_window(unit) => {
                // "over the last year": the twelve months to the publication.
                (!self.is(end, Word::Of))
                    .then_some((Moment::Window { amount: Some(Amount::of(1, unit)), unit, reach: Reach::Back }, end))
            }
            Word::Past if is_window(unit) => {
                Some((Moment::Window { amount: Some(Amount::of(1, unit)), unit, reach: Reach::Back }, end))
            }
            _ if self.is(end, Word::Of) && matches!(unit, Unit::Day | Unit::Week) => None,
            _ => Some((period(From::Publication), end)),
        }
    }

    /// "the following week", "the same day": from the date before it in the text.
    fn after_text(&self, shift: i16, unit: Unit, end: usize) -> Read {
        (!self.is(end, Word::Of)).then_some((Moment::Period { unit, shift, from: From::Text }, end))
    }

    fn directed_weekday(&self, direction: Word, shift: i16, weekday: u8, unit: usize) -> Read {
        let week = match direction {
            Word::Past => WeekOf::Past,
            Word::Coming => WeekOf::Coming,
            _ => WeekOf::Shift(shift),
        };
        let dated = self.weekday(unit);
        if let Some((Moment::Slash { first, second }, end)) = dated {
            return turned_slash(first, second, 0).map(|moment| (moment, end));
        }
        if let Some((Moment::Day { day, month, weekday }, end)) = dated {
            let month = match month {
                Month::Named(number, Year::Open) => Month::Named(number, Year::Turn(0)),
                month => month,
            };
            return Some((Moment::Day { day, month, weekday }, end));
        }
        let end = if self.is(unit + 1, Word::PartOfDay) { unit + 2 } else { unit + 1 };
        Some((Moment::Weekday { weekday, week }, end))
    }

    /// "past three months", "next few days", "recent years", "coming weeks".
    fn window(&self, direction: Word, next: usize) -> Read {
        let reach = reach_of(direction)?;
        let counted = self.count(next)?;
        // "the last three months and two days ago"
        let counted = if self.is(counted.end, Word::Ago) { self.count_once(next)? } else { counted };
        let plural = self.word(counted.end - 1).is_some_and(|word| matches!(word, Word::Units(_)));
        let told = counted.end > next + 1;
        // "the first two days", "last days of the war": it is no stretch that ends now.
        if self.is(counted.end, Word::Of)
            || !plural && !told
            || !told && !matches!(direction, Word::Recent | Word::Coming)
        {
            return None;
        }
        Some((Moment::Window { amount: counted.amount, unit: counted.unit, reach }, counted.end))
    }

    /// "the day before", "the week after next", "the day before yesterday", "the weekend".
    pub(super) fn the_unit(&self, at: usize) -> Read {
        let Some(Word::Unit(unit)) = self.word(at + 1) else { return None };
        let next = at + 2;
        let direction = match self.word(next) {
            Some(Word::Before | Word::Earlier) => -1,
            Some(Word::After | Word::Later) => 1,
            _ if unit == Unit::Week => {
                return self.of_unit(at + 1).filter(|(moment, _)| matches!(moment, Moment::WeekWith(_)));
            }
            _ if unit == Unit::Weekend => return self.the_weekend(at),
            _ => return None,
        };
        let (amount, after) = (Amount::of(direction, unit), next + 1);
        match (unit, self.word(after)) {
            (Unit::Day, Some(Word::Yesterday)) => {
                Some((Moment::Period { unit, shift: -2, from: From::Publication }, after + 1))
            }
            (Unit::Day, Some(Word::Tomorrow)) => {
                Some((Moment::Period { unit, shift: 2, from: From::Publication }, after + 1))
            }
            (_, Some(Word::The)) if direction > 0 && self.is(after + 1, Word::Next) && self.ends_at(after + 2) => {
                Some((Moment::Period { unit, shift: 2, from: From::Publication }, after + 2))
            }
            (_, Some(Word::Next)) if direction > 0 => {
                Some((Moment::Period { unit, shift: 2, from: From::Publication }, after + 1))
            }
            (_, Some(Word::Last)) if direction < 0 => {
                Some((Moment::Period { unit, shift: -2, from: From::Publication }, after + 1))
            }
            _ => {
                if let Some((base, end)) =
                    self.moment(self.skip(after, Word::The)).filter(|(_, end)| self.stands_alone(*end))
                {
                    return Some((Moment::Distance { amount, unit, from: From::Moment(Box::new(base)) }, end));
                }
                // "the day before the vote" is counted from a happening, whose day is not known.
                let ends = matches!(
                    self.kind(after),
                    Kind::Edge | Kind::Mark(b'.' | b',' | b';' | b':' | b')' | b'"' | b'?' | b'!')
                ) || self.is(after, Word::And);
                let shift = direction as i16;
                ends.then_some((Moment::Period { unit, shift, from: From::Text }, after))
            }
        }
    }

    /// "the past two decades", "the next decade": told with their article.
    pub(super) fn the_decades(&self, at: usize) -> Read {
        let (moment, end) = self.directed(at + 1)?;
        matches!(
            moment,
            Moment::Window { unit: Unit::Decade, amount: Some(_), .. } | Moment::Period { unit: Unit::Decade, .. }
        )
        .then_some((moment, end))
    }

    /// "the rest of the year", "the remainder of this week".
    pub(super) fn rest(&self, at: usize) -> Read {
        let of = self.skip(at + 1, Word::Of);
        let owned = matches!(self.word(of), Some(Word::The | Word::This | Word::Current)) || self.line_at(of) == "my";
        let unit = if owned { of + 1 } else { of };
        if !owned && !self.ends_at(unit + 1) {
            return None;
        }
        match self.word(unit)? {
            Word::Unit(unit_told @ (Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Quarter)) => {
                Some((Moment::Side { unit: unit_told, later: true }, unit + 1))
            }
            _ => None,
        }
    }

    /// "over the weekend", "at the weekend".
    fn the_weekend(&self, at: usize) -> Read {
        let anchored = matches!(
            self.before(at),
            Kind::Word(Word::Over | Word::At | Word::On | Word::During | Word::In | Word::By | Word::For)
        );
        // Also as subject: "the weekend was calm".
        let plain = !matches!(self.before(at), Kind::Word(Word::Of | Word::Before | Word::After));
        let whole = self.stands_alone(at + 2) && !self.is(at + 2, Word::Of) && !self.is(at + 2, Word::After);
        ((anchored || plain) && whole).then_some((Moment::Weekend, at + 2))
    }

    /// "the next day", "the following year", "the same month", "the previous week".
    pub(super) fn the_next(&self, at: usize) -> Read {
        let next = at + 1;
        match (self.word(next)?, self.word(next + 1)) {
            (Word::Next, Some(Word::Unit(Unit::Day))) => {
                let end = self.skip(next + 2, Word::PartOfDay);
                (!self.is(end, Word::Of))
                    .then_some((Moment::Period { unit: Unit::Day, shift: 1, from: From::Text }, end))
            }
            (Word::Following | Word::Previous | Word::Same, Some(Word::Unit(Unit::Day))) => {
                let (moment, end) = self.directed(next)?;
                Some((moment, end))
            }
            _ => None,
        }
    }

    /// "earlier this year", "later this week", "earlier in the month".
    pub(super) fn side(&self, at: usize) -> Read {
        let later = self.is(at, Word::Later);
        let in_the = self.skip(self.skip(at + 1, Word::In), Word::The);
        if in_the == at + 3
            && let Some(Word::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year))) = self.word(in_the)
        {
            return Some((Moment::Side { unit, later }, in_the + 1));
        }
        if !self.is(at + 1, Word::This) {
            return self.directed(at + 1).filter(|_| !self.is(at + 1, Word::That));
        }
        match self.word(at + 2)? {
            Word::Unit(
                unit @ (Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Quarter | Unit::Century),
            ) => Some((Moment::Side { unit, later }, at + 3)),
            Word::Season(season) => Some((Moment::Season(season, Year::Turn(0)), at + 3)),
            Word::PartOfDay | Word::Unit(Unit::Day) => {
                Some((Moment::Period { unit: Unit::Day, shift: 0, from: From::Publication }, at + 3))
            }
            _ => None,
        }
    }

    /// "today", "yesterday morning", "tomorrow".
    pub(super) fn near_day(&self, at: usize) -> Read {
        let shift = match self.word(at)? {
            Word::Yesterday => -1,
            Word::Tomorrow => 1,
            _ => 0,
        };
        // "USA Today"
        if self.before(at) == Kind::Name && self.capital(at) {
            return None;
        }
        let end = if self.is(at + 1, Word::PartOfDay) { at + 2 } else { at + 1 };
        Some((Moment::Period { unit: Unit::Day, shift, from: From::Publication }, end))
    }

    /// "now" as the end of a range: "between March and now".
    pub(super) fn now(&self, at: usize) -> Read {
        let bounds = matches!(
            self.before(at),
            Kind::Word(Word::To | Word::Until | Word::Through | Word::And | Word::From | Word::Between)
        );
        let anchored = match self.word_before(at) {
            Some(Word::And | Word::To) => {
                at >= 2
                    && matches!(self.kind(at - 2), Kind::Word(Word::Month(_) | Word::ShortMonth(_)) | Kind::Number(_))
            }
            _ => bounds,
        };
        anchored.then_some((Moment::Period { unit: Unit::Day, shift: 0, from: From::Publication }, at + 1))
    }
}

/// "this 5/12", with the month first where both could be.
fn turned_slash(first: u8, second: u8, shift: i16) -> Option<Moment> {
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    let month = Month::Named(month, Year::Turn(shift));
    (first <= 12 || second <= 12).then_some(Moment::Day { day, month, weekday: None })
}

/// Units of which "the past ..." is a stretch up to the publication.
fn is_window(unit: Unit) -> bool {
    matches!(unit, Unit::Week | Unit::Fortnight | Unit::Month | Unit::Year | Unit::Decade | Unit::Century)
}
