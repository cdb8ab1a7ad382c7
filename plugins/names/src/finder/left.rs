//! What stands beside a role or a name and belongs to it: its owner before it, or behind "of".

use extractor_api::layer::{Relation, Tag};

use super::{Finder, Owner};
use crate::memory::{Code, NONE};
use crate::reading::{Gap, Kind};
use crate::tables;

/// Words that the walk to the left goes over, at most.
const STEPS_MAX: usize = 8;

/// What introduces a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    Nothing,
    The,
    A,
    Possessive,
    /// "his", "its": the unit.
    Own(usize),
}

/// What stands before a role or a name and belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Left {
    /// First unit of the whole phrase.
    pub(super) first: usize,
    /// First unit behind owner and article.
    pub(super) inner: usize,
    pub(super) owner: Option<Owner>,
    /// Others who own it too: "Hungarian and Romanian officials".
    pub(super) others: Vec<Owner>,
    /// Whether the owner stands in the genitive or is an adjective.
    pub(super) close: bool,
    pub(super) opening: Opening,
    pub(super) sector: Code,
    pub(super) former: bool,
}

impl Finder<'_, '_> {
    /// Walks to the left from a role or a name.
    pub(super) fn left(&self, unit: usize) -> Left {
        let mut left = Left {
            first: unit,
            inner: unit,
            owner: None,
            others: Vec::new(),
            close: false,
            opening: Opening::Nothing,
            sector: NONE,
            former: false,
        };
        while left.first > self.start() && unit - left.first < STEPS_MAX && self.joins(left.first) {
            let at = left.first - 1;
            let atom = self.reading.last(at);
            match self.kind(at) {
                Kind::Article => {
                    left.opening = if self.is_word(at, &["the"]) { Opening::The } else { Opening::A };
                    left.first = at;
                    break;
                }
                Kind::Own => {
                    (left.opening, left.first) = (Opening::Own(at), at);
                    break;
                }
                Kind::Possessive => {
                    self.possessor(at, &mut left);
                    break;
                }
                Kind::Low if self.passes(at, atom.tag) => {
                    left.former |=
                        self.is_word(at, &["former", "ex", "ousted", "deposed", "late", "onetime", "exiled"]);
                    left.first = at;
                    if left.owner.is_none() {
                        left.inner = at;
                    }
                }
                Kind::Role(row) if left.owner.is_none() => {
                    left.sector = tables::ROLES[row].sector;
                    (left.first, left.inner) = (at, at);
                }
                Kind::OrganizationWord(sector) if left.owner.is_none() => {
                    left.sector = sector;
                    (left.first, left.inner) = (at, at);
                }
                Kind::Event | Kind::PlaceWord | Kind::Before | Kind::Suffix(_) if left.owner.is_none() => {
                    (left.first, left.inner) = (at, at);
                }
                // "the Trade and Industry Minister"
                Kind::And
                    if self.starts_with_topic(left.first)
                        && self.joins(at)
                        && at > self.start()
                        && self.is_topic(at - 1) =>
                {
                    left.first = at - 1;
                    if left.owner.is_none() {
                        left.inner = at - 1;
                    }
                }
                _ if self.reading.units[at].is_name() => {
                    let owner = self.owner(at).filter(|_| !self.opposed(at));
                    // "ethnic Albanian rebels" are of the country where they live.
                    let owner =
                        owner.map(|owner| if self.is_ethnic(at) { Owner { country: NONE, ..owner } } else { owner });
                    let adjective = matches!(self.kind(at), Kind::Adjective(_));
                    if left.owner.is_none_or(|known| known.country == NONE) && owner.is_some() {
                        left.owner = owner;
                        left.close = adjective;
                    } else if left.owner.is_some() && !adjective {
                        break;
                    }
                    left.first = at;
                    if owner.is_none() && left.owner.is_none() {
                        left.inner = at;
                    }
                    self.coordinated(&mut left);
                }
                _ => break,
            }
        }
        left
    }

    /// Whether a small word can stand between owner and role.
    fn passes(&self, unit: usize, tag: Tag) -> bool {
        match tag {
            Tag::Adj | Tag::Noun | Tag::Num | Tag::Propn => true,
            Tag::Verb => matches!(self.reading.relation(unit), Relation::Amod | Relation::Compound),
            Tag::Adv => self.is_word(unit, &["then", "newly", "most", "ex"]),
            Tag::X => self.is_word(unit, &["ex", "former", "senior", "top"]),
            _ => false,
        }
    }

    /// "pro-Russian", "anti-Syria": no owner.
    fn opposed(&self, unit: usize) -> bool {
        self.reading.units[unit].gap == Gap::Hyphen
            && unit > self.start()
            && self.is_word(unit - 1, &["pro", "anti", "non", "post", "ex"])
    }

    /// "ethnic Albanian": a people, not a country.
    pub(super) fn is_ethnic(&self, unit: usize) -> bool {
        unit > self.start() && self.joins(unit) && self.is_word(unit - 1, &["ethnic"])
    }

    /// The owner before a "'s".
    fn possessor(&self, mark: usize, left: &mut Left) {
        left.opening = Opening::Possessive;
        if mark == self.start() {
            return;
        }
        left.first = mark;
        let at = mark - 1;
        // Inside of a name, "'s" is no owner's: "the People's Bank of China's governor".
        let Some(owner) = self.owner(at) else { return };
        if left.owner.is_none_or(|known| known.country == NONE) {
            (left.owner, left.close) = (Some(owner), true);
        }
        left.first = at;
        self.coordinated(left);
    }

    /// "German, French and Italian", "Japan and China's".
    fn coordinated(&self, left: &mut Left) {
        let mut at = left.first;
        while at >= self.start() + 2 && left.others.len() < 8 && self.kind(at - 1) == Kind::And && self.joins(at) {
            let other = at - 2;
            if !matches!(self.kind(other), Kind::Adjective(_) | Kind::Country(_) | Kind::Seat(_)) {
                return;
            }
            left.others.extend(self.owner(other));
            at = other;
            while at > self.start()
                && self.reading.units[at].gap == Gap::Comma
                && matches!(self.kind(at - 1), Kind::Adjective(_) | Kind::Country(_))
                && left.others.len() < 8
            {
                at -= 1;
                left.others.extend(self.owner(at));
            }
        }
        left.first = at;
    }

    /// Whom "of Kenya", "at the bank", "in Nairobi" name, and the unit after it.
    pub(super) fn complement(&self, at: usize, sector: Code) -> Option<(Owner, usize)> {
        if !self.joins(at) {
            return None;
        }
        let place_only = match self.kind(at) {
            Kind::Of => false,
            Kind::Link if self.is_word(at, &["at", "from", "with", "for"]) => false,
            Kind::Link if self.is_word(at, &["in"]) && sector != *b"MIL\0" => true,
            _ => return None,
        };
        let mut next = at + 1;
        while next < self.end()
            && next < at + 4
            && self.joins(next)
            && (self.kind(next) == Kind::Article
                || self.kind(next) == Kind::Low
                    && matches!(self.reading.last(next).tag, Tag::Adj | Tag::Noun | Tag::Num))
        {
            next += 1;
        }
        if next >= self.end() || !self.joins(next) || !self.reading.units[next].is_name() {
            return None;
        }
        let mut end = next + 1;
        while end < self.end()
            && end - next < STEPS_MAX
            && self.joins(end)
            && (self.reading.units[end].is_name() || matches!(self.kind(end), Kind::Of))
        {
            end += 1;
        }
        let body = (next..end).find_map(|unit| match self.kind(unit) {
            Kind::OrganizationWord(sector) | Kind::Suffix(sector) => Some(sector),
            _ => None,
        });
        let known = (next..end).filter(|&unit| !matches!(self.kind(unit), Kind::Cap | Kind::Given(_)));
        let owner =
            known.filter_map(|unit| self.owner(unit)).find(|owner| owner.country != NONE || owner.sector != NONE);
        if place_only && !matches!(self.kind(next), Kind::Country(_) | Kind::City(_) | Kind::Seat(_) | Kind::Region(_))
        {
            return None;
        }
        let mut owner = owner.or(body.map(|_| Owner { country: NONE, sector: NONE, other: NONE, unit: next }))?;
        if let Some(sector) = body {
            owner.sector = sector;
        }
        if owner.country == NONE && self.joins(end) && self.is_word(end.min(self.end() - 1), &["in", "for"]) {
            // "director of the Canon Institute for Global Studies in Japan"
            let mut rest = end;
            while rest < self.end() && rest < end + 7 && self.joins(rest) {
                if let Kind::Country(row) | Kind::Seat(row) = self.kind(rest) {
                    owner.country = tables::COUNTRIES[row].code;
                    break;
                }
                rest += 1;
            }
        }
        Some((owner, end))
    }
}
