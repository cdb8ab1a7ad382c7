//! Years and decades: "in 2019", "221 BC", "nineteen eighty-six", "the 1990s".

use super::calendar::turn;
use super::{Found, Grammar, Read};
use crate::moment::{Expression, Moment, Month, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

/// Years that are told by number alone; others need a word as anchor.
const NEAR: std::ops::RangeInclusive<i16> = 1700..=2100;

/// Years that "from" and "to" are enough for.
const BOUNDS: std::ops::RangeInclusive<i16> = 1450..=2100;

/// "a score of 2072": what is told to be of a year is not of a far one.
const OF_MAX: i16 = 2050;

/// The first year that is told by what it names, or says, alone: "the 1812 overture".
const NAMING_MIN: i16 = 1800;

impl Grammar<'_> {
    /// Four digits that can be a year.
    pub(super) fn plain_year(&self, at: usize) -> Option<i16> {
        match self.kind(at) {
            Kind::Number(Number::Plain { value: year @ 1000..=2199, digits: 4 }) => Some(year as i16),
            Kind::Number(Number::FiscalYear(year)) => Some(year as i16),
            _ => None,
        }
    }

    /// A year in digits or words, and the index behind it.
    pub(super) fn told_year(&self, at: usize) -> Option<(i16, usize)> {
        self.plain_year(at).map(|year| (year, at + 1)).or_else(|| self.spelled_year(at))
    }

    /// "two thousand and twenty", "nineteen eighty-six", "nineteen hundred ninety three".
    pub(super) fn spelled_year(&self, at: usize) -> Option<(i16, usize)> {
        let below = |at: usize| self.below_hundred(self.skip(at, Word::And));
        let then = |base: i16, at: usize| below(at).map_or(Some((base, at)), |(rest, end)| Some((base + rest, end)));
        match self.word(at)? {
            Word::Count(thousands @ 1..=2) if self.line_at(at + 1) == "thousand" => {
                let base = i16::from(thousands) * 1000;
                match self.word(at + 2) {
                    Some(Word::Count(hundreds @ 1..=9)) if self.line_at(at + 3) == "hundred" => {
                        then(base + i16::from(hundreds) * 100, at + 4)
                    }
                    _ => then(base, at + 2),
                }
            }
            Word::Count(century @ 11..=19) | Word::Tens(century @ 20) => {
                let base = i16::from(century) * 100;
                if self.line_at(at + 1) == "hundred" {
                    return then(base, at + 2);
                }
                let (rest, end) = self.below_hundred(at + 1).filter(|(rest, _)| *rest >= 10)?;
                Some((base + rest, end))
            }
            _ => None,
        }
    }

    /// "twenty", "twenty-five", "seven".
    fn below_hundred(&self, at: usize) -> Option<(i16, usize)> {
        match self.word(at)? {
            Word::Count(count) => Some((i16::from(count), at + 1)),
            Word::Tens(tens) => match self.word(self.skip_mark(at + 1, b'-')) {
                Some(Word::Count(ones @ 1..=9)) => Some((i16::from(tens + ones), self.skip_mark(at + 1, b'-') + 1)),
                _ => Some((i16::from(tens), at + 1)),
            },
            _ => None,
        }
    }

    /// A year beside a word that is anchor enough: "the year 2008", "2024 April", "2024", "221 BC".
    pub(super) fn year(&self, at: usize) -> Read {
        let number = self.skip(self.skip(at, Word::Unit(Unit::Year)), Word::Of);
        if let Some(read) = self.era(number) {
            return Some(read);
        }
        // "rose from 1061 to 1128"
        let (year, end) = self.told_year(number).filter(|(year, _)| number > at || BOUNDS.contains(year))?;
        (!matches!(self.kind(end), Kind::Word(Word::Measure | Word::Units(_)))).then_some((Moment::Year(year), end))
    }

    /// "221 BC", "AD 79".
    fn era(&self, at: usize) -> Read {
        if let (Kind::Word(Word::AnnoDomini), Kind::Number(Number::Plain { value, .. })) =
            (self.kind(at), self.kind(at + 1))
        {
            return (self.capital(at) && value > 0).then_some((Moment::Year(value as i16), at + 2));
        }
        let Kind::Number(Number::Plain { value: value @ 1..=9999, .. }) = self.kind(at) else { return None };
        let capital = self.capital(at + 1);
        match self.word(at + 1)? {
            Word::BeforeChrist if capital => Some((Moment::Year(1 - value as i16), at + 2)),
            Word::AnnoDomini if capital => Some((Moment::Year(value as i16), at + 2)),
            _ => None,
        }
    }

    /// "2017 April", "2019 Q1".
    pub(super) fn year_first(&self, at: usize) -> Read {
        let year = Year::Told(self.plain_year(at)?);
        if let Some(read) = self.year_month_day(at, year) {
            return Some(read);
        }
        let next = self.skip_mark(at + 1, b',');
        let next = self.skip_hyphen(next);
        if let Some((quarter, end)) = self.nth(self.skip(next, Word::The)).filter(|(nth, _)| (1..=4).contains(nth))
            && self.is(end, Word::Unit(Unit::Quarter))
        {
            return Some((Moment::Quarter(quarter as u8, year), end + 1));
        }
        match self.kind(next) {
            Kind::Number(Number::Quarter(quarter)) => Some((Moment::Quarter(quarter, year), next + 1)),
            Kind::Number(Number::Half(half)) => Some((Moment::Half(half, year), next + 1)),
            Kind::Word(Word::Month(month) | Word::ShortMonth(month)) if self.capital(next) || month != 5 => {
                // "in 2019 April 3" is no way to write a day; "in 2019, May said" and "in 2019, March 3" are others.
                if next > at + 1 || matches!(self.kind(next + 1), Kind::Number(_) | Kind::Name) {
                    return None;
                }
                Some((Moment::Month(Month::Named(month, year)), self.after_month(next)))
            }
            _ => None,
        }
    }

    /// "2019-Aug-01", "2019/Aug/01".
    fn year_month_day(&self, at: usize, year: Year) -> Read {
        let mark = self.kind(at + 1);
        if !matches!(mark, Kind::Mark(b'-' | b'/')) || self.kind(at + 3) != mark {
            return None;
        }
        let month = Month::Named(self.month_name(at + 2)?, year);
        let Kind::Number(Number::Plain { value: day @ 1..=31, .. }) = self.kind(at + 4) else { return None };
        Some((Moment::Day { day: day as u8, month, weekday: None }, at + 5))
    }

    /// "next year", "last year's", "this year", "the year" behind something that is part of it.
    pub(super) fn directed_year(&self, at: usize) -> Option<(i16, usize)> {
        let at = self.skip(at, Word::The);
        let shift = turn(self.word(at)?)?;
        let unit = self.skip(at + 1, Word::Calendar);
        self.is(unit, Word::Unit(Unit::Year)).then_some((shift, unit + 1))
    }

    /// A year alone, where the words around make it one. `last` is the expression before it.
    pub(super) fn lone_year(&self, at: usize, last: Option<&Found>) -> Read {
        if let Some(read) = self.era(at) {
            return Some(read);
        }
        if let Some((year, end)) = self.spelled_year(at) {
            let anchors =
                matches!(self.word_before(at), Some(Word::In | Word::Since | Word::Until | Word::By | Word::Of));
            return (anchors && self.ends_at(end)).then_some((Moment::Year(year), end));
        }
        let Kind::Number(Number::Plain { value: year @ 1000..=2199, digits: 4 }) = self.kind(at) else { return None };
        let year = year as i16;
        if self.counts_something(at) {
            return None;
        }
        // "Dunkirk-1940-x", "12/2024x": part of something else.
        let meant = if self.hangs_on(at, b"-/.:,") {
            self.is_mid_year(at)
        } else {
            self.is_anchored(at, year) || NEAR.contains(&year) && self.goes_on_later(at)
        };
        (meant || self.is_listed(at, last)).then_some((Moment::Year(year), at + 1))
    }

    /// "1500 people", "1900 weeks", "2000%".
    fn counts_something(&self, at: usize) -> bool {
        matches!(
            self.kind(at + 1),
            Kind::Word(Word::Measure | Word::Unit(_) | Word::Units(_) | Word::Half) | Kind::Mark(b'$' | b'%')
        )
    }

    /// Whether what stands before four digits makes them a year: the more surely, the less they must look like one.
    fn is_anchored(&self, at: usize, year: i16) -> bool {
        let (next, ends) = (self.kind(at + 1), self.ends_at(at + 1));
        let (near, clear) = (NEAR.contains(&year), is_clear(year));
        match self.before(at) {
            Kind::Word(Word::Since | Word::Until | Word::During | Word::Unit(Unit::Year) | Word::Season(_)) => true,
            Kind::Word(Word::Early | Word::Mid | Word::Late) => true,
            Kind::Word(Word::In) => ends || clear,
            Kind::Word(Word::By) => ends && near,
            Kind::Word(Word::Of) => ends && near && year <= OF_MAX,
            Kind::Word(Word::From | Word::To | Word::Through | Word::Between | Word::For) => ends && clear,
            // "the 2011 uprising", "Kenya's 2022 election"
            Kind::Word(Word::The | Word::This) | Kind::Possessive => {
                let names = matches!(next, Kind::Other | Kind::Name | Kind::Mark(b'-') | Kind::Past);
                clear && year >= NAMING_MIN && names
            }
            Kind::Mark(b'(') => clear && matches!(next, Kind::Mark(b')' | b',' | b';' | b'-')),
            // "2026 will bring elections", "1994 - Kenya signs a treaty", "1994: Kenya signs"
            Kind::Edge => {
                let heads = match next {
                    Kind::Mark(b'-') => !self.touches_next(at),
                    next => matches!(next, Kind::Mark(b':') | Kind::Word(Word::Told | Word::Future)),
                };
                clear && year >= NAMING_MIN && heads
            }
            _ => false,
        }
    }

    /// "2012 or later".
    fn goes_on_later(&self, at: usize) -> bool {
        matches!(self.word(at + 1), Some(Word::And | Word::Or)) && self.is(at + 2, Word::Later)
    }

    /// "in 2012 and 2016": behind a year, another needs no anchor of its own.
    fn is_listed(&self, at: usize, last: Option<&Found>) -> bool {
        let Some(last) = last else { return false };
        let behind_year =
            matches!(&last.expression, Expression::One(Moment::Year(_)) | Expression::Range(_, Moment::Year(_)));
        let near = (1..=2).contains(&(at - last.pieces.end));
        let joins = matches!(self.before(at), Kind::Word(Word::And | Word::Or) | Kind::Mark(b','));
        behind_year && near && joins && self.ends_at(at + 1)
    }

    /// "mid-1990": the word that the mark joins it to makes it a year.
    fn is_mid_year(&self, at: usize) -> bool {
        at >= 2 && matches!(self.word(at - 2), Some(Word::Mid | Word::Early | Word::Late))
    }

    /// "1990s", "the '90s", "nineties".
    pub(super) fn decade(&self, at: usize) -> Read {
        let (first, end) = self.told_decade(at)?;
        // "in her 90s", "temperatures in the 90s": two digits need an article and no owner.
        let in_nineties = self.is(at.wrapping_sub(1), Word::In) && first >= 20 && self.ends_at(end);
        let article = in_nineties
            || matches!(
                self.before(at),
                Kind::Word(Word::The | Word::Early | Word::Late | Word::Mid) | Kind::Mark(b'\'')
            );
        let tells_century = first >= 1000;
        let worded = matches!(self.kind(at), Kind::Word(_));
        let age = self.before(at) == Kind::Possessive || worded && self.before(at) == Kind::Word(Word::Small);
        (tells_century || article && !age && first >= 20).then_some((Moment::Decade(first), end))
    }

    /// The first year of a decade, without its century where that is not told, and the index behind it.
    fn told_decade(&self, at: usize) -> Option<(u16, usize)> {
        let second = self.skip_mark(at + 1, b'-');
        match self.kind(at) {
            Kind::Number(Number::Decade(first)) => Some((first, at + 1)),
            // "the 1970's", "the 70's", but not "the 70's boats"
            Kind::Number(Number::Plain { value, digits }) if self.kind(at + 1) == Kind::Possessive => {
                let owns = matches!(self.kind(at + 2), Kind::Other | Kind::Name);
                let whole = match digits {
                    4 => self.before(at) == Kind::Word(Word::The),
                    2 => value >= 20,
                    _ => false,
                };
                (whole && value % 10 == 0 && !owns && self.touches_next(at)).then_some((value, at + 2))
            }
            Kind::Word(Word::Decade(0)) => Some((2000, at + 1)),
            Kind::Word(Word::Decade(first)) => Some((u16::from(first), at + 1)),
            // "twenty-tens"
            Kind::Word(Word::Tens(20)) => self.is(second, Word::Decade(10)).then_some((2010, second + 1)),
            // "nineteen seventies"
            Kind::Word(Word::Count(century @ 15..=19)) => match self.word(second)? {
                Word::Decade(first @ 20..) => Some((u16::from(century) * 100 + u16::from(first), second + 1)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a number is hardly a count: 1987 and 2000, but neither 1900 nor 1234.
fn is_clear(year: i16) -> bool {
    NEAR.contains(&year) && (year % 100 != 0 || year == 2000)
}
