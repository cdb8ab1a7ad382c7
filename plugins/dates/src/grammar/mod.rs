//! Finds expressions of time in a line. Each begins with a piece that can begin one, reads a bounded number of pieces
//! behind it, and needs an anchor: a year alone, "May" or "the 30th" are dates only beside words that make them so.
//!
//! The parts, in reading order: this one walks along the line, `runs` tells where to look, `borders` joins moments to
//! ranges; `calendar` reads days and months, `anchors` tells when a month or day alone is meant, `years` reads years and
//! `parts` their parts, `relative` what lies beside another date, `counted` what is counted from it, `clock` times of day,
//! `holidays` those.

mod anchors;
mod borders;
mod calendar;
mod clock;
mod counted;
mod holidays;
mod parts;
mod relative;
mod runs;
mod years;

use std::ops::Range;

use self::runs::Run;
use crate::moment::{Expression, Moment, Month, WeekOf, Year};
use crate::numbers::Number;
use crate::pieces::{Kind, Piece};
use crate::words::Word;

/// An expression with the pieces that say it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// What it says.
    pub(crate) expression: Expression,
    /// Which pieces say it.
    pub(crate) pieces: Range<usize>,
}

/// A moment and the index behind its last piece.
type Read = Option<(Moment, usize)>;

/// A line that is searched.
pub(crate) struct Grammar<'a> {
    /// The line.
    pub(crate) line: &'a str,
    /// Its pieces.
    pub(crate) pieces: &'a [Piece],
    /// Whether "May" was a person's name in this document.
    pub(crate) may_is_name: bool,
    /// For each piece what the tags of `tokens/1` say against it.
    pub(crate) refused: &'a dyn Fn(&Piece) -> bool,
}

impl Grammar<'_> {
    /// Finds the expressions of the line, in order.
    pub(crate) fn find(&mut self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let (mut at, mut run) = (0, Run::default());
        while at < self.pieces.len() {
            if matches!(self.kind(at), Kind::Word(Word::Month(5))) {
                self.may_is_name |= self.is_family_name(at);
            }
            if at >= run.end {
                run = Run::from(self.pieces, at);
            }
            if at >= run.telling || !runs::begins(self.kind(at)) {
                at += 1;
                continue;
            }
            let last = found.last();
            match self.expression(at, last) {
                Some(next) => {
                    at = next.pieces.end;
                    found.push(next);
                }
                None => at += 1,
            }
        }
        found
    }

    /// "Theresa May": from there on a bare "May" is a name.
    fn is_family_name(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| self.pieces[before]) else { return false };
        before.kind == Kind::Name && !matches!(self.kind(at + 1), Kind::Number(_))
    }

    /// The kind of a piece; [`Kind::Edge`] behind the last.
    fn kind(&self, at: usize) -> Kind {
        self.pieces.get(at).map_or(Kind::Edge, |piece| piece.kind)
    }

    /// The kind of the piece before; [`Kind::Edge`] at the first.
    fn before(&self, at: usize) -> Kind {
        at.checked_sub(1).map_or(Kind::Edge, |before| self.kind(before))
    }

    fn word(&self, at: usize) -> Option<Word> {
        match self.kind(at) {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn word_before(&self, at: usize) -> Option<Word> {
        at.checked_sub(1).and_then(|before| self.word(before))
    }

    fn is(&self, at: usize, word: Word) -> bool {
        self.word(at) == Some(word)
    }

    fn is_mark(&self, at: usize, mark: u8) -> bool {
        matches!(self.kind(at), Kind::Mark(found) if found == mark)
    }

    fn capital(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.capital)
    }

    /// The text of a piece.
    fn line_at(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &self.line[piece.start as usize..piece.end as usize])
    }

    /// Whether nothing lies between a piece and the next.
    fn touches_next(&self, at: usize) -> bool {
        matches!((self.pieces.get(at), self.pieces.get(at + 1)), (Some(this), Some(next)) if this.end == next.start)
    }

    /// Whether one of these marks stands before a piece, without a blank: "x/2024".
    fn hangs_on(&self, at: usize, marks: &[u8]) -> bool {
        at > 0 && self.touches_next(at - 1) && matches!(self.before(at), Kind::Mark(mark) if marks.contains(&mark))
    }

    /// The index behind a word that may stand here.
    fn skip(&self, at: usize, word: Word) -> usize {
        if self.is(at, word) { at + 1 } else { at }
    }

    /// The index behind a mark that may stand here.
    fn skip_mark(&self, at: usize, mark: u8) -> usize {
        if self.is_mark(at, mark) { at + 1 } else { at }
    }

    /// The index behind a dash without blanks: "mid-November", "18th-century".
    fn skip_hyphen(&self, at: usize) -> usize {
        let joins = self.is_mark(at, b'-') && at > 0 && self.touches_next(at - 1) && self.touches_next(at);
        if joins { at + 1 } else { at }
    }

    /// Whether a sentence or clause can end here, or goes on with a small word: what stands before is no part of a name
    /// or measure.
    fn ends_at(&self, at: usize) -> bool {
        match self.kind(at) {
            Kind::Edge | Kind::Mark(_) | Kind::Past => true,
            Kind::Word(word) => !matches!(word, Word::Measure | Word::Unit(_) | Word::Units(_) | Word::Half),
            _ => false,
        }
    }

    /// Reads an expression that begins at `at`; `last` is the one before it.
    fn expression(&self, at: usize, last: Option<&Found>) -> Option<Found> {
        let found = |expression, end| Some(Found { expression, pieces: at..end });
        if let Some((expression, end)) = self.bounded(at) {
            return found(expression, end);
        }
        if let Some((expression, end)) =
            self.pair(at).filter(|(expression, end)| self.is_plain_pair(expression, at, *end))
        {
            return found(expression, end);
        }
        if let Some((moment, end)) = self.clock_first(at) {
            return found(Expression::One(moment), end);
        }
        let read = self.moment(at).or_else(|| self.lone_year(at, last)).or_else(|| self.lone_day(at));
        let read = read.or_else(|| self.listed_day(at)).or_else(|| self.listed_slash(at, last));
        let (from, end) = read.or_else(|| self.first_of_two(at))?;
        if let Some((expression, end)) = self.up_to(&from, end) {
            return found(expression, end);
        }
        let (moment, start, end) = self.with_clock(from, at, end);
        // "2012 or later", "3 May and after"
        if matches!(self.word(end), Some(Word::And | Word::Or))
            && matches!(self.word(end + 1), Some(Word::Later | Word::After))
            && matches!(self.kind(end + 2), Kind::Edge | Kind::Mark(_))
        {
            return found(Expression::Since(moment), end + 2);
        }
        Some(Found { expression: Expression::One(moment), pieces: start..end })
    }

    /// The index behind the full stop of a short month: "Sept. to Nov."
    fn skip_dot(&self, at: usize) -> usize {
        let short = matches!(self.word_before(at), Some(Word::ShortMonth(_))) && self.touches_next(at - 1);
        if short { self.skip_mark(at, b'.') } else { at }
    }

    fn skip_the(&self, at: usize) -> usize {
        self.skip(at, Word::The)
    }

    /// A moment beside a word that is anchor enough: years and months need no other.
    fn any_moment(&self, at: usize) -> Read {
        let slash = || match self.kind(at) {
            Kind::Number(Number::Slash(first, second)) => Some((Moment::Slash { first, second }, at + 1)),
            _ => None,
        };
        let read = self.moment(at).or_else(|| self.year(at)).or_else(|| self.bare_month(at)).or_else(slash);
        let (moment, end) = read?;
        let (moment, _, end) = self.with_clock(moment, at, end);
        Some((moment, end))
    }

    /// Any moment that needs no anchor beside its own words.
    fn moment(&self, at: usize) -> Read {
        let read = match self.kind(at) {
            Kind::Number(_) => self.numeric(at).or_else(|| self.day_first(at)).or_else(|| self.counted(at)),
            Kind::Word(word) => self.worded(at, word),
            _ => None,
        };
        read.filter(|(moment, end)| *end > at && self.fits(moment, at, *end))
    }

    fn worded(&self, at: usize, word: Word) -> Read {
        match word {
            Word::Month(_) | Word::ShortMonth(_) => self.holiday(at).or_else(|| self.month_first(at)),
            Word::Weekday(_) | Word::ShortWeekday(_) => self.weekday(at),
            Word::Season(_) => self.season(at),
            Word::Holiday => self.holiday(at),
            Word::Nth(_) | Word::Tens(_) => {
                self.day_first(at).or_else(|| self.nth_of(at)).or_else(|| self.decade(at)).or_else(|| self.counted(at))
            }
            Word::Count(_) => self.counted(at).or_else(|| self.day_first(at)).or_else(|| self.decade(at)),
            Word::A | Word::Couple | Word::Few => self.counted(at),
            Word::The => self.with_article(at),
            Word::Last | Word::Next | Word::Past | Word::Previous | Word::This | Word::Current | Word::Coming => {
                self.nth_of(at).or_else(|| self.directed(at))
            }
            Word::Following | Word::Recent | Word::Same | Word::That => self.directed(at),
            Word::Rest => self.rest(at),
            Word::Early | Word::Mid | Word::Late | Word::Start | Word::Starting | Word::Middle | Word::End => {
                self.part(at)
            }
            Word::Earlier | Word::Later => self.side(at),
            Word::Today | Word::Yesterday | Word::Tomorrow | Word::Tonight => self.near_day(at),
            Word::Now => self.now(at),
            Word::In | Word::Within => self.in_time(at),
            Word::Decade(_) => self.decade(at),
            Word::Unit(_) | Word::Units(_) | Word::Fiscal | Word::Calendar => self.of_unit(at),
            _ => None,
        }
    }

    /// "the 3rd of May", "the first week of 2024": the article belongs to what cannot do without.
    fn with_article(&self, at: usize) -> Read {
        let next = at + 1;
        if let Some(read) = self.decade(self.skip_mark(next, b'\'')) {
            return Some(read);
        }
        match self.kind(next) {
            Kind::Number(Number::Nth(_)) | Kind::Word(Word::Nth(_) | Word::Tens(_)) => {
                let (moment, end) = self.moment(next)?;
                matches!(
                    moment,
                    Moment::Day { .. }
                        | Moment::NthWeekday { .. }
                        | Moment::NthWeek { .. }
                        | Moment::Quarter(..)
                        | Moment::Half(..)
                        | Moment::Run { .. }
                        | Moment::Month(_)
                )
                .then_some((moment, end))
            }
            Kind::Word(Word::Last) if self.the_decades(at).is_some() => self.the_decades(at),
            Kind::Word(Word::Last) => self.nth_of(next).filter(|(moment, _)| {
                matches!(moment, Moment::NthWeekday { .. } | Moment::NthWeek { .. } | Moment::Run { .. })
            }),
            Kind::Word(Word::Unit(_)) => self.the_unit(at),
            Kind::Word(Word::Season(2 | 4)) => {
                // "the summer" at the end of its phrase; "the summer school" is none.
                let (_, end) = (!self.is(at + 2, Word::Of) && self.stands_alone(at + 2)).then_some(((), at + 2))?;
                let Some(Word::Season(season)) = self.word(next) else { return None };
                Some((Moment::Season(season, Year::Open), end))
            }
            Kind::Word(Word::Next | Word::Previous | Word::Following | Word::Same) => {
                self.the_next(at).or_else(|| self.the_decades(at))
            }
            Kind::Word(Word::Past | Word::Coming) => self.the_decades(at),
            _ => None,
        }
    }

    /// What speaks against a moment: the tags, the words around.
    fn fits(&self, moment: &Moment, at: usize, end: usize) -> bool {
        match moment {
            Moment::Month(Month::Named(_, Year::Open)) if self.pieces[at..end].len() == 1 => {
                self.month_is_meant(at) && !(self.refused)(&self.pieces[at])
            }
            Moment::Weekday { week: WeekOf::Nearest, .. } => {
                !self.is_named_weekday(at, end) && !(self.refused)(&self.pieces[at])
            }
            _ => true,
        }
    }
}
