//! When a month, a weekday or the day of a month alone is meant: "in May", "the 30th", "18 and 19 June".

use super::{Found, Grammar, Read};
use crate::moment::{Expression, Moment, Month, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

impl Grammar<'_> {
    /// "the 30th", "on the 30th": a day of the month before it in the text.
    pub(super) fn lone_day(&self, at: usize) -> Read {
        if !self.is(at, Word::The) {
            return None;
        }
        let anchored = matches!(
            self.before(at),
            Kind::Word(
                Word::On | Word::Until | Word::By | Word::Since | Word::From | Word::To | Word::Through | Word::For
            )
        );
        let (day, end) = self.day_of_month(at + 1)?;
        let is_nth = matches!(self.kind(at + 1), Kind::Number(Number::Nth(_)))
            || matches!(self.kind(at + 1), Kind::Word(Word::Nth(_) | Word::Tens(_))) && day > 10;
        let ends = match self.kind(end) {
            Kind::Edge | Kind::Mark(b'.' | b',' | b';' | b':' | b')' | b'?' | b'!' | b'"') => true,
            Kind::Word(word) => matches!(
                word,
                Word::And
                    | Word::Or
                    | Word::To
                    | Word::At
                    | Word::In
                    | Word::For
                    | Word::By
                    | Word::After
                    | Word::Before
                    | Word::From
                    | Word::Until
                    | Word::Small
                    | Word::Future
                    | Word::Told
                    | Word::This
            ),
            _ => false,
        };
        let month = if self.is(end, Word::This) && self.is(end + 1, Word::Unit(Unit::Month)) {
            return Some((Moment::Day { day, month: Month::Shift(0), weekday: None }, end + 2));
        } else {
            Month::Open
        };
        (anchored && is_nth && ends).then_some((Moment::Day { day, month, weekday: None }, end))
    }

    /// A month alone behind a word that is anchor enough: "since Feb".
    pub(super) fn bare_month(&self, at: usize) -> Read {
        let month = self.month_name(at)?;
        // After "from", "between", "since" and their like: small letters will do but where they mean something else.
        let long = matches!(self.word(at), Some(Word::Month(_)));
        let bounds = matches!(
            self.word_before(at),
            Some(
                Word::From
                    | Word::Between
                    | Word::Since
                    | Word::Until
                    | Word::After
                    | Word::Before
                    | Word::To
                    | Word::Through
                    | Word::And
            )
        ) || self.is_mark(at.wrapping_sub(1), b'-')
            || self.is(at.wrapping_sub(1), Word::The);
        let named = self.kind(at + 1) == Kind::Name || month == 5 && self.may_is_name;
        let sure = bounds && !named && (self.capital(at) || long && !matches!(month, 3 | 5));
        (sure || self.capital(at) && self.month_is_meant(at))
            .then_some((Moment::Month(Month::Named(month, Year::Open)), at + 1))
    }

    /// Whether a month's name alone means the month.
    pub(super) fn month_is_meant(&self, at: usize) -> bool {
        let next = self.kind(at + 1);
        if next == Kind::Name && !matches!(self.word_before(at), Some(Word::In | Word::Last | Word::Next | Word::Since))
        {
            return false;
        }
        let Some(word) = self.word(at) else { return false };
        if self.is(at.wrapping_sub(1), Word::Every) {
            return false;
        }
        let month = self.month_name(at).unwrap_or_default();
        if self.before(at) == Kind::Name && matches!(month, 3..=6 | 8) {
            return false;
        }
        let in_or_turn = matches!(
            self.word_before(at),
            Some(
                Word::In
                    | Word::Since
                    | Word::Until
                    | Word::During
                    | Word::Last
                    | Word::Next
                    | Word::This
                    | Word::Early
                    | Word::Mid
                    | Word::Late
                    | Word::Through
                    | Word::Between
            )
        ) || self.is_mark(at.wrapping_sub(1), b'-');
        let anchored = in_or_turn
            || matches!(
                self.word_before(at),
                Some(Word::By | Word::From | Word::To | Word::Of | Word::For | Word::Before | Word::After | Word::Over)
            )
            || matches!(next, Kind::Word(Word::To | Word::Through | Word::Until)) && self.month_name(at + 2).is_some();
        match (word, month) {
            (Word::ShortMonth(_), 3 | 6 | 8) if !self.capital(at) => false,
            (Word::ShortMonth(_), _) => in_or_turn,
            // "in the march", "it may": a capital, or a word that no verb and no noun of motion follows.
            (_, 5) if !self.capital(at) => matches!(self.word_before(at), Some(Word::In | Word::Last | Word::Since)),
            (_, 3) if !self.capital(at) => matches!(self.word_before(at), Some(Word::In | Word::Since)),
            (_, 8) if !self.capital(at) => matches!(self.word_before(at), Some(Word::In | Word::Since | Word::Last)),
            (_, 5) => in_or_turn || anchored && !self.may_is_name,
            (_, 3 | 4 | 6 | 8) => anchored,
            _ => true,
        }
    }

    /// "Sunday Times", "Black Friday", "Good Friday Agreement", "every Friday".
    pub(super) fn is_named_weekday(&self, at: usize, end: usize) -> bool {
        let paper = self.is(end, Word::Paper) && self.capital(end);
        paper || matches!(self.before(at), Kind::Word(Word::Naming | Word::Every | Word::Holiday))
            // "the first Sunday of Advent" is not the one beside the publication.
            || matches!(self.before(at), Kind::Word(Word::Nth(_)) | Kind::Number(Number::Nth(_)))
    }

    /// The "18" of "18 and 19 June".
    pub(super) fn listed_day(&self, at: usize) -> Read {
        let (day, end) = self.day_of_month(at)?;
        let joins = matches!(self.kind(end), Kind::Word(Word::And | Word::Or) | Kind::Mark(b',' | b'/'));
        let (second, second_end) = self.day_of_month(if joins { end + 1 } else { return None })?;
        let month_at = self.skip(second_end, Word::Of);
        let month = self.month_name(month_at).filter(|_| self.capital(month_at) && second > day)?;
        let (year, _) = self.year_behind(self.after_month(month_at));
        Some((Moment::Day { day, month: Month::Named(month, year), weekday: None }, end))
    }

    /// The first of "9 to 12 June", "10/1-11/2/2017"; `join` is what stands between them.
    pub(super) fn day_of_two(&self, at: usize, join: usize) -> Read {
        if let (Kind::Number(Number::Slash(first, second)), Kind::Number(Number::Unclear(..) | Number::Date(..))) =
            (self.kind(at), self.kind(join + 1))
        {
            return Some((Moment::Slash { first, second }, at + 1));
        }
        let (day, end) = self.day_of_month(at).filter(|(_, end)| *end == join)?;
        let (second, second_end) = self.day_of_month(self.skip(join + 1, Word::The))?;
        let month_at = self.skip(second_end, Word::Of);
        let named = self.month_name(month_at).is_some() && self.capital(month_at);
        let dated = (named || self.turned_month(second_end).is_some()) && second > day;
        dated.then_some((Moment::Day { day, month: Month::Open, weekday: None }, end))
    }

    /// The others of "on 11/20, 11/22 or 11/25".
    pub(super) fn listed_slash(&self, at: usize, last: Option<&Found>) -> Read {
        let Kind::Number(Number::Slash(first, second)) = self.kind(at) else { return None };
        let follows = last.is_some_and(|last| {
            matches!(last.expression, Expression::One(Moment::Slash { .. }))
                && (1..=2).contains(&(at - last.pieces.end))
        });
        let joins = matches!(self.before(at), Kind::Word(Word::And | Word::Or) | Kind::Mark(b','));
        (follows && joins).then_some((Moment::Slash { first, second }, at + 1))
    }
}
