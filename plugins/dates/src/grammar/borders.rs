//! Ranges and borders: "from A to B", "between A and B", "since A", "before A", and what their halves lend each other.

use super::{Grammar, Read};
use crate::moment::{Amount, Expression, From, Moment, Month, Part, Year};
use crate::numbers::Number;
use crate::pieces::Kind;
use crate::words::{Unit, Word};

const TODAY: Moment = Moment::Period { unit: Unit::Day, shift: 0, from: From::Publication };

impl Grammar<'_> {
    /// "from A to B", "between A and B", "since A", "until A", "after A", "before A".
    pub(super) fn bounded(&self, at: usize) -> Option<(Expression, usize)> {
        let next = at + 1;
        if let Kind::Number(Number::Plain { digits: 1..=3, .. }) = self.kind(at) {
            return self.run_from(at);
        }
        match self.word(at)? {
            Word::From | Word::Between => self.two_borders(at),
            Word::Starting if !self.is(next, Word::Of) => {
                let (moment, end) = self.border(self.skip(next, Word::On))?;
                (!is_deictic(&moment)).then_some((Expression::Since(moment), end))
            }
            Word::No | Word::Later | Word::Earlier | Word::As => self.compared(at),
            Word::More | Word::Less => self.more_or_less(at),
            Word::Count(_) | Word::Couple | Word::A | Word::For => self.run_from(at),
            Word::Since => self.border(self.skip_the(next)).map(|(moment, end)| (Expression::Since(moment), end)),
            Word::Until => {
                let (moment, end) = self.any_moment(self.skip_the(next)).or_else(|| self.to_date(next))?;
                self.stands_alone(end).then_some((Expression::Until(moment), end))
            }
            Word::After | Word::Before => self.beside(at),
            _ => None,
        }
    }

    /// A moment that bounds: not the year in "since the 2019 election", nor the day in "before Monday's talks".
    fn border(&self, at: usize) -> Read {
        self.any_moment(at).filter(|(_, end)| self.stands_alone(*end))
    }

    /// "date" in "till date", "to date": the day of publication.
    fn to_date(&self, at: usize) -> Read {
        (self.line_at(at) == "date").then_some((TODAY, at + 1))
    }

    /// "from A to B", "between A and B".
    fn two_borders(&self, at: usize) -> Option<(Expression, usize)> {
        let next = at + 1;
        if let Kind::Number(Number::Years(..) | Number::Pair(..)) = self.kind(next) {
            return self.pair(next);
        }
        let (from, end) = self.any_moment(self.skip_the(next)).or_else(|| self.day_number(next))?;
        let and = self.skip_dot(end);
        let pairs = self.is(at, Word::Between) && self.is(and, Word::And);
        let range = self.up_to(&from, end).or_else(|| pairs.then(|| self.joined(&from, and + 1)).flatten());
        range.filter(|(range, _)| tells_month(range))
    }

    /// "after A", "before A".
    fn beside(&self, at: usize) -> Option<(Expression, usize)> {
        let (moment, end) = self.border(self.skip_the(at + 1))?;
        // "the day before the 4th"
        let counts = matches!(self.before(at), Kind::Word(Word::Unit(_) | Word::Units(_)));
        if counts && !matches!(moment, Moment::Year(_)) || is_deictic(&moment) {
            return None;
        }
        let expression = match moment {
            moment if self.is(at, Word::After) => Expression::After(moment),
            // "before the end of 2026": until 2026 is over.
            Moment::Part(Part::Late, whole) => Expression::Until(*whole),
            moment => Expression::Before(moment),
        };
        Some((expression, end))
    }

    /// "no later than A", "earlier than A", "as late as A".
    fn compared(&self, at: usize) -> Option<(Expression, usize)> {
        let sign = if self.is(at, Word::No) || self.is(at, Word::As) { at + 1 } else { at };
        let later = match self.word(sign)? {
            Word::Later | Word::Late => true,
            Word::Earlier | Word::Early => false,
            _ => return None,
        };
        let joins = if self.is(at, Word::As) { self.is(sign + 1, Word::As) } else { self.line_at(sign + 1) == "than" };
        let (moment, end) = self.any_moment(self.skip_the(if joins { sign + 2 } else { return None }))?;
        let expression = match (sign > at, later) {
            (true, true) => Expression::Until(moment),
            (true, false) => Expression::Since(moment),
            (false, true) => Expression::After(moment),
            (false, false) => Expression::Before(moment),
        };
        self.stands_alone(end).then_some((expression, end))
    }

    /// "more than two weeks before A", "less than three days after A".
    fn more_or_less(&self, at: usize) -> Option<(Expression, usize)> {
        if self.line_at(at + 1) != "than" {
            return None;
        }
        let (moment, end) = self.counted(at + 2)?;
        let Moment::Distance { amount, from, .. } = &moment else { return None };
        // "more than two weeks ago" tells two weeks ago.
        if self.is(end - 1, Word::Ago) || *from == From::Text {
            return None;
        }
        let base = match from {
            From::Moment(base) => (**base).clone(),
            _ => TODAY,
        };
        let expression = match (self.is(at, Word::More), amount.is_ahead()) {
            (true, true) => Expression::Since(moment),
            (true, false) => Expression::Until(moment),
            (false, true) => Expression::Range(base, moment),
            (false, false) => Expression::Range(moment, base),
        };
        Some((expression, end))
    }

    /// "three days starting next Monday", "for a week from 20 December".
    fn run_from(&self, at: usize) -> Option<(Expression, usize)> {
        let count_at = self.skip(at, Word::For);
        let (amount, unit, end) = self.amount(count_at)?;
        if count_at > at && self.is(end, Word::Starting) {
            return None;
        }
        let comma = self.skip_mark(end, b',');
        let base_at = match self.word(comma)? {
            Word::Starting => self.skip(self.skip(comma + 1, Word::From), Word::On),
            Word::From if count_at > at => comma + 1,
            _ => return None,
        };
        let (base, end) = self.moment(base_at)?;
        let amount = amount.plus(Amount::of(-1, Unit::Day));
        let last = Moment::Distance { amount, unit, from: From::Moment(Box::new(base.clone())) };
        (self.stands_alone(end) && super::clock::is_one_day(&base)).then_some((Expression::Range(base, last), end))
    }

    /// Whether what ends here is no modifier of a noun behind it.
    pub(super) fn stands_alone(&self, end: usize) -> bool {
        self.kind(end) != Kind::Possessive && self.ends_at(end)
    }

    /// "A to B", "A-B", after A was read.
    pub(super) fn up_to(&self, from: &Moment, end: usize) -> Option<(Expression, usize)> {
        let end = self.skip_dot(end);
        let next = match self.kind(end) {
            Kind::Word(Word::To | Word::Through | Word::Until) => end + 1,
            Kind::Mark(b'-') => end + 1,
            _ => return None,
        };
        self.joined(from, next)
    }

    /// The second half of a range, which lends the first what that lacks, or takes it from it.
    fn joined(&self, from: &Moment, next: usize) -> Option<(Expression, usize)> {
        let next = self.skip_the(self.skip(next, Word::From));
        let of_month = || {
            let (to, end) = self.day_number(self.skip_the(next))?;
            let (Moment::Day { day, .. }, Some((month, end))) = (&to, self.turned_month(end)) else {
                return Some((to, end));
            };
            Some((Moment::Day { day: *day, month, weekday: None }, end))
        };
        let read = self.any_moment(next).or_else(|| match from {
            Moment::Day { .. } => of_month(),
            _ => None,
        });
        let (to, end) = read.or_else(|| self.to_date(next))?;
        let (from, to) = share(from.clone(), to)?;
        Some((Expression::Range(from, to), end))
    }

    /// "January to March", "2014 to 2018": what is no date alone is one before its pair.
    pub(super) fn first_of_two(&self, at: usize) -> Read {
        let dot = self.skip_dot(at + 1);
        if !matches!(self.kind(dot), Kind::Word(Word::To | Word::Through | Word::Until) | Kind::Mark(b'-')) {
            return None;
        }
        if let (Some(month), Some(_)) = (self.month_name(at), self.month_name(dot + 1)) {
            let capitals = self.capital(at) && self.capital(dot + 1);
            return capitals.then_some((Moment::Month(Month::Named(month, Year::Open)), at + 1));
        }
        if let Some(read) = self.day_of_two(at, dot) {
            return Some(read);
        }
        let (first, last) = (self.plain_year(at)?, self.plain_year(dot + 1)?);
        let near = (1700..=2100).contains(&first) && first < last && last - first <= 120;
        let joined = at > 0 && self.touches_next(at - 1) && matches!(self.before(at), Kind::Mark(_));
        let counts =
            matches!(self.kind(dot + 2), Kind::Word(Word::Measure | Word::Units(_)) | Kind::Other | Kind::Mark(b'-'));
        (near && !joined && !counts).then_some((Moment::Year(first), at + 1))
    }

    /// Days of a month need nothing more; years with a dash could count anything unless they lie near.
    pub(super) fn is_plain_pair(&self, expression: &Expression, at: usize, end: usize) -> bool {
        let Expression::Range(Moment::Year(first), Moment::Year(last)) = expression else { return true };
        let near = (1700..=2100).contains(first) && last - first <= 120;
        near && !self.hangs_on(at, b"-/.:")
            && !matches!(self.kind(end), Kind::Word(Word::Measure | Word::Units(_)))
            && !self.is_mark(end, b'/')
    }
}

/// Gives month and year from one half of a range to the other; `None` when the halves do not belong together.
fn share(from: Moment, to: Moment) -> Option<(Moment, Moment)> {
    use Moment::{Day, Quarter, Slash, Unclear, Weekday};
    Some(match (from, to) {
        (Day { day: first, month, weekday }, Day { day: last, month: other, weekday: second }) => {
            let (month, other) = months_of_days((first, month), (last, other));
            (Day { day: first, month, weekday }, Day { day: last, month: other, weekday: second })
        }
        (Moment::Month(first), Moment::Month(last)) => {
            (Moment::Month(dated_back(first, last)), Moment::Month(dated_on(first, last)))
        }
        (Moment::Month(first), to @ Day { month: last, .. }) => (Moment::Month(dated_back(first, last)), to),
        (Day { day, month, weekday }, Moment::Month(last)) => {
            (Day { day, month: dated_back(month, last), weekday }, Moment::Month(last))
        }
        (Slash { first, second }, to @ Unclear { year, .. }) => (Unclear { year, first, second }, to),
        (Quarter(first, Year::Open), to @ Quarter(_, year)) => (Quarter(first, year), to),
        (Moment::Year(first), Moment::Year(last)) if first >= last => return None,
        // A year after "to" behind a day or a weekday is some other number: "on Friday to 2024 people".
        (Day { .. } | Weekday { .. }, Moment::Year(_)) => return None,
        halves => halves,
    })
}

/// The months of the first and the last day of a range, each of which may be told for both.
fn months_of_days((first, from): (u8, Month), (last, to): (u8, Month)) -> (Month, Month) {
    match (from, to) {
        // "May 3 to 5", "28 May to the 3rd"
        (month, Month::Open) => (month, if last < first { after(month) } else { month }),
        // "3 to 5 May 2024", "4 to 22 this month"
        (Month::Open, month) => (month, month),
        // "December 28, 2023 to January 4"
        (from, Month::Named(_, Year::Open)) => (from, dated_on(from, to)),
        // "3 May to 5 June 2024"
        (from, to) => (dated_back(from, to), to),
    }
}

/// The first of two months with the year that only the last tells: "January to March 2024".
fn dated_back(first: Month, last: Month) -> Month {
    match (first, last) {
        (Month::Named(first, Year::Open), Month::Named(last, year)) => {
            Month::Named(first, earlier_year(first, last, year))
        }
        _ => first,
    }
}

/// The last of two months with the year that only the first tells, or the next: "March 2023 to June".
fn dated_on(first: Month, last: Month) -> Month {
    match (first, last) {
        (Month::Named(first, year), Month::Named(last, Year::Open)) => {
            Month::Named(last, later_year(first, last, year))
        }
        _ => last,
    }
}

/// The year of the first of two months whose second has this year: "November to February 2017" began in 2016.
fn earlier_year(first: u8, last: u8, year: Year) -> Year {
    match year {
        Year::Told(year) if first > last => Year::Told(year - 1),
        Year::Shift(shift) if first > last => Year::Shift(shift - 1),
        year => year,
    }
}

/// The year of the last of two months whose first has this year.
fn later_year(first: u8, last: u8, year: Year) -> Year {
    match year {
        Year::Told(year) if first > last => Year::Told(year + 1),
        Year::Shift(shift) if first > last => Year::Shift(shift + 1),
        // "last March to June": each turns by itself.
        Year::Turn(_) => Year::Open,
        year => year,
    }
}

/// The month after a named one.
fn after(month: Month) -> Month {
    match month {
        Month::Named(12, Year::Told(year)) => Month::Named(1, Year::Told(year + 1)),
        Month::Named(12, year) => Month::Named(1, year),
        Month::Named(number, year) => Month::Named(number + 1, year),
        Month::Shift(shift) => Month::Shift(shift + 1),
        Month::Open => Month::Open,
    }
}

/// Whether a day of one half has a month: "from 4 to 22" counts anything.
fn tells_month(range: &Expression) -> bool {
    let open = |moment: &Moment| matches!(moment, Moment::Day { month: Month::Open, weekday: None, .. });
    !matches!(range, Expression::Range(from, to) if open(from) && open(to))
}

/// Counted from the publication or the text, so that "after" and "before" say more than their end.
fn is_deictic(moment: &Moment) -> bool {
    matches!(moment, Moment::Window { .. } | Moment::Side { .. } | Moment::Distance { .. })
}
