//! What is counted in units: "three days ago", "in two weeks", "two Sundays from now".

use super::{Grammar, Read};
use crate::moment::{Amount, From, Moment, Reach, WeekOf};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

/// A number of units: how many, the finest of them, and the index behind.
pub(super) struct Counted {
    pub(super) amount: Option<Amount>,
    pub(super) unit: Unit,
    pub(super) end: usize,
}

impl Grammar<'_> {
    /// A sharp number of units, its finest unit, and the index behind.
    pub(super) fn amount(&self, at: usize) -> Option<(Amount, Unit, usize)> {
        let counted = self.count(at)?;
        Some((counted.amount?, counted.unit, counted.end))
    }

    /// A number with its unit: "three days", "a week", "a couple of years", "few months", "2 years 1 month and 3 days".
    pub(super) fn count(&self, at: usize) -> Option<Counted> {
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

    pub(super) fn count_once(&self, at: usize) -> Option<Counted> {
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
pub(super) fn reach_of(direction: Word) -> Option<Reach> {
    match direction {
        Word::Last | Word::Past | Word::Previous | Word::Recent => Some(Reach::Back),
        Word::Next | Word::Coming | Word::Following => Some(Reach::Ahead),
        _ => None,
    }
}
