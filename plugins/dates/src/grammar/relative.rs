//! What is counted from the publication or from the date before it: "last week", "three days ago", "the next day".

use super::calendar::turn;
use super::{Grammar, Read};
use crate::moment::{Amount, From, Moment, Month, Reach, WeekOf, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

/// A number of units: how many, the finest of them, and the index behind.
struct Counted {
    amount: Option<Amount>,
    unit: Unit,
    end: usize,
}

impl Grammar<'_> {
    /// "last week", "this year", "next Friday", "last March", "past three months", "recent years".
    pub(super) fn directed(&self, at: usize) -> Read {
        let direction = self.word(at)?;
        let mut next = at + 1;
        // "this past Friday", "this coming week", "the next few days"
        let mut direction = direction;
        if let (Word::This, Some(second @ (Word::Past | Word::Coming))) = (direction, self.word(next)) {
            (direction, next) = (second, next + 1);
        }
        if let Some(read) = self.window(direction, next) {
            return Some(read);
        }
        let shift = if direction == Word::That { 0 } else { turn(direction)? };
        let unit = self.skip(self.skip(next, Word::Calendar), Word::Fiscal);
        let end = unit + 1;
        let text = |direction| matches!(direction, Word::Following | Word::Previous | Word::Same | Word::That);
        if direction == Word::That && !matches!(self.word(unit), Some(Word::Unit(_))) {
            return None;
        }
        if let Kind::Number(Number::Slash(first, second)) = self.kind(unit) {
            return turned_slash(first, second, shift).filter(|_| self.ends_at(end)).map(|moment| (moment, end));
        }
        match self.word(unit)? {
            Word::Unit(unit) => self.directed_unit(at, direction, shift, unit, end),
            Word::Weekday(weekday) | Word::ShortWeekday(weekday) if self.capital(unit) || !matches!(weekday, 6 | 7) => {
                self.directed_weekday(direction, shift, weekday, unit)
            }
            Word::Month(month) | Word::ShortMonth(month) if self.capital(unit) || month != 5 => {
                // "this May 3" has its own day; "last May said" is about a person.
                if !matches!(
                    self.kind(self.after_month(unit)),
                    Kind::Number(Number::Plain { digits: 1..=2, .. } | Number::Nth(_))
                ) {
                    return Some((Moment::Month(Month::Named(month, Year::Turn(shift))), self.after_month(unit)));
                }
                let (moment, end) = self.month_first(unit)?;
                let Moment::Day { day, month: Month::Named(number, Year::Open), weekday } = moment else { return None };
                Some((Moment::Day { day, month: Month::Named(number, Year::Turn(shift)), weekday }, end))
            }
            Word::Season(season) if !text(direction) => Some((Moment::Season(season, Year::Turn(shift)), end)),
            Word::Holiday => {
                let (moment, end) = self.holiday(unit)?;
                let Moment::Holiday(day, Year::Open) = moment else { return None };
                Some((Moment::Holiday(day, Year::Turn(shift)), end))
            }
            // "last night", "this morning"
            Word::PartOfDay if !text(direction) => {
                let moment = Moment::Period { unit: Unit::Day, shift, from: From::Publication };
                Some((moment, end))
            }
            _ => None,
        }
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

    /// A sharp number of units, its finest unit, and the index behind.
    pub(super) fn amount(&self, at: usize) -> Option<(Amount, Unit, usize)> {
        let counted = self.count(at)?;
        Some((counted.amount?, counted.unit, counted.end))
    }

    /// A number with its unit: "three days", "a week", "a couple of years", "few months", "2 years 1 month and 3 days".
    fn count(&self, at: usize) -> Option<Counted> {
        let first = self.count_once(at)?;
        let mut total = first;
        for _ in 0..3 {
            let and = self.skip(self.skip_mark(total.end, b','), Word::And);
            let (Some(amount), Some(more)) = (total.amount, self.count_once(and).filter(|more| more.end > and + 1))
            else {
                break;
            };
            let Some(more_amount) = more.amount.filter(|_| more.unit != total.unit) else { break };
            total = Counted { amount: Some(amount.plus(more_amount)), unit: more.unit.min(total.unit), end: more.end };
        }
        Some(total)
    }

    fn count_once(&self, at: usize) -> Option<Counted> {
        let (count, next) = match self.kind(at) {
            Kind::Number(Number::Plain { value, digits: 1..=3 }) => (Some(i32::from(value)), at + 1),
            Kind::Word(Word::Count(count)) => (Some(i32::from(count)), at + 1),
            Kind::Word(Word::Tens(tens)) => match self.word(self.skip_mark(at + 1, b'-')) {
                Some(Word::Count(ones @ 1..=9)) => (Some(i32::from(tens + ones)), self.skip_mark(at + 1, b'-') + 1),
                _ => (Some(i32::from(tens)), at + 1),
            },
            Kind::Word(Word::A) => match self.word(at + 1) {
                Some(Word::Couple) => (Some(2), self.skip(at + 2, Word::Of)),
                Some(Word::Few) => (None, at + 2),
                _ => (Some(1), at + 1),
            },
            Kind::Word(Word::Couple) => (Some(2), self.skip(at + 1, Word::Of)),
            Kind::Word(Word::Few) => (None, at + 1),
            // "recent years"
            Kind::Word(Word::Units(_)) => (None, at),
            _ => return None,
        };
        let unit = self.skip(self.skip_hyphen(next), Word::Calendar);
        match self.word(unit)? {
            Word::Unit(unit_told) | Word::Units(unit_told) => Some(Counted {
                amount: count.map(|count| Amount::of(count, unit_told)),
                unit: unit_told,
                end: unit + 1,
            }),
            _ => None,
        }
    }

    /// "three days ago", "a week earlier", "two days after 4 May".
    pub(super) fn counted(&self, at: usize) -> Read {
        if let Some(read) = self.counted_window(at).or_else(|| self.counted_weekdays(at)) {
            return Some(read);
        }
        let Counted { amount, unit, end } = self.count(at)?;
        let vague = Moment::Window { amount: None, unit, reach: Reach::Back };
        let from = |amount: Amount, from| Some(Moment::Distance { amount, unit, from });
        let (moment, end) = match self.word(end)? {
            Word::Ago => (amount.map_or(Some(vague), |amount| from(amount.back(), From::Publication)), end + 1),
            Word::Earlier => (amount.and_then(|amount| from(amount.back(), From::Text)), end + 1),
            // "two days later", but not "two days later this month".
            Word::Later if !self.is(end + 1, Word::This) => {
                (amount.and_then(|amount| from(amount, From::Text)), end + 1)
            }
            Word::From if matches!(self.word(end + 1), Some(Word::Now | Word::Today)) => {
                (amount.and_then(|amount| from(amount, From::Publication)), end + 2)
            }
            direction @ (Word::After | Word::Before | Word::From) => {
                let (base, base_end) = self.moment(self.skip(end + 1, Word::The))?;
                if !self.stands_alone(base_end) {
                    return None;
                }
                let signed = amount.map(|amount| if direction == Word::Before { amount.back() } else { amount })?;
                (from(signed, From::Moment(Box::new(base))), base_end)
            }
            _ => return None,
        };
        Some((moment?, end))
    }

    /// "the two previous years", "3 next weeks".
    fn counted_window(&self, at: usize) -> Read {
        let count = match self.kind(at) {
            Kind::Number(Number::Plain { value, digits: 1..=2 }) => i32::from(value),
            Kind::Word(Word::Count(count)) => i32::from(count),
            _ => return None,
        };
        let reach = reach_of(self.word(at + 1)?)?;
        let Word::Units(unit) = self.word(at + 2)? else { return None };
        Some((Moment::Window { amount: Some(Amount::of(count, unit)), unit, reach }, at + 3))
    }

    /// "two Sundays ago", "three Fridays from now".
    fn counted_weekdays(&self, at: usize) -> Read {
        let Kind::Word(Word::Count(count)) = self.kind(at) else { return None };
        let (Word::Weekday(weekday) | Word::Weekdays(weekday)) = self.word(at + 1)? else { return None };
        let (count, end) = match (self.word(at + 2)?, self.word(at + 3)) {
            (Word::Ago | Word::Earlier, _) => (-i16::from(count), at + 3),
            (Word::Later, _) => (i16::from(count), at + 3),
            (Word::From, Some(Word::Now | Word::Today)) => (i16::from(count), at + 4),
            _ => return None,
        };
        Some((Moment::Weekday { weekday, week: WeekOf::Count(count) }, end))
    }

    /// "Monday two weeks from now", "Saturday, three days from now".
    pub(super) fn distance_with_weekday(&self, weekday: u8, at: usize) -> Read {
        let (moment, end) = self.counted(self.skip_mark(at, b','))?;
        let Moment::Distance { amount, unit: Unit::Week | Unit::Fortnight, from: From::Publication } = moment else {
            return None;
        };
        Some((Moment::Weekday { weekday, week: WeekOf::Shift((amount.days / 7) as i16) }, end))
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

    /// "in two weeks", "within three months", "in the next two days": the latter keep their own words.
    pub(super) fn in_time(&self, at: usize) -> Read {
        let within = self.is(at, Word::Within);
        let next = if within { self.skip(at + 1, Word::The) } else { at + 1 };
        if within && let (Some(Word::Next | Word::Coming), Some(counted)) = (self.word(next), self.count(next + 1)) {
            let amount = Some(counted.amount?);
            return Some((Moment::Window { amount, unit: counted.unit, reach: Reach::Within }, counted.end));
        }
        // "in 2024 days" has no unit that counts; "in three-day talks" has no end.
        let Counted { amount, unit, end } = self.count(next)?;
        let amount = amount?;
        let time = self.kind(end) == Kind::Possessive && self.line_at(end + 1).starts_with("time");
        if end <= next + 1 || !self.ends_at(end) && !time || self.is_mark(end, b'-') || self.is(end, Word::Of) {
            return None;
        }
        // "the first visit in five years", "the most in a decade": a stretch that is over.
        if self.is_superlative(at) {
            return None;
        }
        if within {
            return Some((Moment::Window { amount: Some(amount), unit, reach: Reach::Within }, end));
        }
        Some((Moment::Distance { amount, unit, from: From::Publication }, end))
    }

    /// Whether "first", "most", "highest" or "time" stands shortly before: "for the first time in".
    fn is_superlative(&self, at: usize) -> bool {
        (at.saturating_sub(5)..at).any(|before| match self.kind(before) {
            Kind::Word(Word::Nth(_) | Word::Last) | Kind::Number(Number::Nth(_)) => true,
            Kind::Other | Kind::Past => {
                let words = self.line_at(before);
                let last = words.rsplit(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
                last == "time"
                    || words
                        .split(' ')
                        .rev()
                        .take(4)
                        .any(|word| word.ends_with("est") || matches!(word, "most" | "least" | "worst" | "best"))
            }
            _ => false,
        })
    }
}

/// Where "past", "next" and their like put a number of units.
fn reach_of(direction: Word) -> Option<Reach> {
    match direction {
        Word::Last | Word::Past | Word::Previous | Word::Recent => Some(Reach::Back),
        Word::Next | Word::Coming | Word::Following => Some(Reach::Ahead),
        _ => None,
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
