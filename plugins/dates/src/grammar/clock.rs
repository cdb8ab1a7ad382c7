//! Times of day beside a date: "10 a.m. on Friday", "Friday at 10:30", "3pm today".

use super::{Grammar, Read};
use crate::moment::Moment;
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::Word;

const MINUTES: u16 = 60;

impl Grammar<'_> {
    /// A time of day in minutes, and the index behind it.
    fn clock(&self, at: usize) -> Option<(u16, usize)> {
        let (minutes, next, sure) = match self.kind(at) {
            Kind::Number(Number::Clock(minutes)) => (minutes, at + 1, true),
            Kind::Number(Number::Plain { value: hour @ 1..=12, digits: 1..=2 }) => (hour * MINUTES, at + 1, false),
            Kind::Word(Word::Noon) => return Some((12 * MINUTES, at + 1)),
            Kind::Word(Word::Midnight) => return Some((0, at + 1)),
            _ => return None,
        };
        if let Some((afternoon, end)) = self.half_of_day(next) {
            let hour = minutes / MINUTES;
            if hour == 0 || hour > 12 {
                return Some((minutes, end));
            }
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            return Some((hour * MINUTES + minutes % MINUTES, end));
        }
        sure.then_some((minutes, next))
    }

    /// "a.m.", "pm": whether it is the second half of the day.
    fn half_of_day(&self, at: usize) -> Option<(bool, usize)> {
        match self.word(at)? {
            Word::Am => Some((false, at + 1)),
            Word::Pm => Some((true, at + 1)),
            _ => None,
        }
    }

    /// Joins the times before and behind a date to it.
    pub(super) fn with_clock(&self, moment: Moment, start: usize, end: usize) -> (Moment, usize, usize) {
        if !is_one_day(&moment) {
            return (moment, start, end);
        }
        let comma = self.skip_mark(end, b',');
        let at = if self.is(comma, Word::At) { comma + 1 } else { end };
        match self.clock(at) {
            Some((minutes, clock_end)) => (Moment::At(Box::new(moment), minutes), start, clock_end),
            None => (moment, start, end),
        }
    }

    /// "10 a.m. on Friday", "3pm today": a time of day with the date behind it.
    pub(super) fn clock_first(&self, at: usize) -> Read {
        let (minutes, end) = self.clock(at)?;
        let comma = self.skip_mark(end, b',');
        let (moment, end) = self.moment(self.skip(comma, Word::On))?;
        is_one_day(&moment).then_some((Moment::At(Box::new(moment), minutes), end))
    }
}

pub(super) fn is_one_day(moment: &Moment) -> bool {
    use crate::words::Unit;
    matches!(
        moment,
        Moment::Day { .. }
            | Moment::Weekday { .. }
            | Moment::Period { unit: Unit::Day, .. }
            | Moment::Unclear { .. }
            | Moment::Holiday(..)
    )
}
