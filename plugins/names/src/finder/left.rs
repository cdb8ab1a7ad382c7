//! What stands beside a role or a name and belongs to it: its owner before it, or behind "of".

use std::ops::ControlFlow::{self, Break, Continue};
use std::ops::Range;

use extractor_api::layer::{Relation, Tag};

use super::{Finder, Owner};
use crate::memory::{Code, NONE};
use crate::reading::{Gap, Kind};
use crate::tables;

/// Words that the walk to the left goes over, at most.
const STEPS_MAX: usize = 8;
/// Words between "of" and a name, at most.
const BEFORE_NAME_MAX: usize = 3;
/// So far behind a name its country is looked for.
const COUNTRY_BEHIND_MAX: usize = 7;

/// Those who serve in a country that is not theirs.
pub(crate) const DIPLOMATS: &[&str] =
    &["ambassador", "ambassadors", "diplomat", "diplomats", "envoy", "envoys", "consul", "consuls"];
/// Where they serve.
const MISSIONS: &[&str] = &["embassy", "embassies", "consulate"];

/// What a country does for others: "Iranian-backed rebels" and "rebels backed by Iran" are not of Iran.
pub(crate) const BACKED: &[&str] =
    &["backed", "supported", "funded", "financed", "armed", "trained", "sponsored", "allied", "aligned"];

/// Whoever these stand before has the role no more.
const FORMER: &[&str] = &["former", "ex", "ousted", "deposed", "late", "onetime", "exiled"];

/// Words that tell a time, and stand in no phrase of a role.
const TIMES: &[&str] = &[
    "today",
    "yesterday",
    "tomorrow",
    "tonight",
    "week",
    "weekend",
    "month",
    "year",
    "morning",
    "evening",
    "night",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

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

impl Left {
    /// Nothing stands before this unit yet.
    fn of(unit: usize) -> Left {
        Left {
            first: unit,
            inner: unit,
            owner: None,
            others: Vec::new(),
            close: false,
            opening: Opening::Nothing,
            sector: NONE,
            former: false,
        }
    }

    /// Goes over a unit of the phrase; what stands behind the owner is its inner part.
    fn goes_over(&mut self, unit: usize) {
        self.first = unit;
        if self.owner.is_none() {
            self.inner = unit;
        }
    }
}

impl Finder<'_, '_> {
    /// Walks to the left from a role or a name.
    pub(super) fn left(&self, unit: usize) -> Left {
        let mut left = Left::of(unit);
        while left.first > self.start() && unit - left.first < STEPS_MAX && self.joins(left.first) {
            if self.step(left.first - 1, &mut left).is_break() {
                break;
            }
        }
        left
    }

    /// Takes in the unit before the phrase; breaks off at one that opens the phrase, or is no part of it.
    fn step(&self, at: usize, left: &mut Left) -> ControlFlow<()> {
        match self.kind(at) {
            Kind::Article => {
                left.opening = if self.is_word(at, &["the"]) { Opening::The } else { Opening::A };
                left.first = at;
                return Break(());
            }
            Kind::Own => {
                (left.opening, left.first) = (Opening::Own(at), at);
                return Break(());
            }
            Kind::Possessive => {
                self.possessor(at, left);
                return Break(());
            }
            Kind::Low if self.passes(at) => {
                left.former |= self.is_word(at, FORMER);
                left.goes_over(at);
            }
            // "the Trade and Industry Minister"
            Kind::And if self.joins_topics(at) => left.goes_over(at - 1),
            Kind::Role(_)
            | Kind::OrganizationWord(_)
            | Kind::Suffix(_)
            | Kind::Event
            | Kind::PlaceWord
            | Kind::Before => {
                if left.owner.is_some() {
                    return Break(());
                }
                left.goes_over(at);
                left.sector = self.sector_of_word(at).unwrap_or(left.sector);
            }
            _ if self.reading.units[at].is_name() => return self.step_over_name(at, left),
            _ => return Break(()),
        }
        Continue(())
    }

    /// Takes in a name before the phrase: its owner, unless a nearer one with a country is known.
    fn step_over_name(&self, at: usize, left: &mut Left) -> ControlFlow<()> {
        let adjective = matches!(self.kind(at), Kind::Adjective(_));
        let owner = self.owner_by_name(at);
        if owner.is_some() && left.owner.is_none_or(|known| known.country == NONE) {
            (left.owner, left.close) = (owner, adjective);
        } else if left.owner.is_some() && !adjective {
            return Break(());
        }
        left.goes_over(at);
        self.coordinated(left);
        Continue(())
    }

    /// Whom a name before a role makes its owner.
    fn owner_by_name(&self, unit: usize) -> Option<Owner> {
        let owner = self.owner(unit).filter(|_| !self.opposed(unit))?;
        // "ethnic Albanian rebels" are of the country where they live; so are "Iranian-backed rebels".
        let is_foreign = self.is_ethnic(unit) || self.is_ally(unit) || self.is_of_old(unit);
        Some(if is_foreign { Owner { country: NONE, ..owner } } else { owner })
    }

    /// The sector that a word without a name tells: "army", "bank".
    fn sector_of_word(&self, unit: usize) -> Option<Code> {
        match self.kind(unit) {
            Kind::Role(row) => Some(tables::ROLES[row].sector),
            Kind::OrganizationWord(sector) => Some(sector),
            _ => None,
        }
    }

    /// Whether "and" stands between what a body is concerned with: "Trade and Industry".
    fn joins_topics(&self, and: usize) -> bool {
        self.starts_with_topic(and + 1) && self.joins(and) && and > self.start() && self.is_topic(and - 1)
    }

    /// Whether a small word can stand between owner and role.
    fn passes(&self, unit: usize) -> bool {
        // "The cabinet today welcomed President Kovar": what stands behind a time describes nobody.
        if self.is_word(unit, TIMES) || unit > self.start() && self.is_word(unit - 1, TIMES) {
            return false;
        }
        // "The police shot dead two farmers": no farmers of the police.
        if self.is_word(unit, &["dead"]) {
            return false;
        }
        // "At least 17 people": it is the number that is at least so much.
        if self.is_word(unit, &["least", "most"]) && unit > self.start() && self.is_word(unit - 1, &["at"]) {
            return false;
        }
        match self.reading.last(unit).tag {
            Tag::Adj | Tag::Noun | Tag::Num | Tag::Propn => true,
            Tag::Verb => {
                // "the Taliban's acting minister", whatever the parser makes of it.
                matches!(self.reading.relation(unit), Relation::Amod | Relation::Compound)
                    || self.is_word(unit, &["acting", "outgoing", "incoming", "visiting"])
            }
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

    /// "former Soviet republic": a state that is no more.
    pub(super) fn is_of_old(&self, unit: usize) -> bool {
        unit > self.start() && self.is_word(unit, &["Soviet"]) && self.is_word(unit - 1, &["former", "ex", "post"])
    }

    /// "Iranian-backed": whose friends they are, not of whom.
    fn is_ally(&self, unit: usize) -> bool {
        const ALLIED: &[&str] =
            &["friendly", "speaking", "held", "occupied", "controlled", "installed", "annexed", "administered"];
        let behind = unit + 1;
        self.joins(behind)
            && self.reading.units[behind].gap == Gap::Hyphen
            && (self.is_word(behind, BACKED) || self.is_word(behind, ALLIED))
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
        // "left North Korea, and Minister Cho met him": a person is not one more country.
        if !matches!(self.kind(at), Kind::Adjective(_) | Kind::Country(_) | Kind::Seat(_) | Kind::City(_)) {
            return;
        }
        while at >= self.start() + 2 && left.others.len() < 8 && self.kind(at - 1) == Kind::And && self.joins(at) {
            let other = at - 2;
            if !matches!(self.kind(other), Kind::Adjective(_) | Kind::Country(_) | Kind::Seat(_)) {
                return;
            }
            let owner = self.owner(other);
            // "closed its border with Serbia and Serbia's army marched": the first is of what was told before.
            if owner.is_some_and(|owner| left.owner.is_some_and(|known| known.country == owner.country)) {
                break;
            }
            left.others.extend(owner);
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
        let place_only = match self.kind(at) {
            _ if !self.joins(at) => return None,
            Kind::Of => false,
            Kind::Link if self.is_word(at, &["at", "from", "with", "for"]) => false,
            // "ambassadors in Norway" are of others.
            Kind::Link
                if self.is_word(at, &["in"]) && (self.is_word(at - 1, DIPLOMATS) || self.is_word(at - 1, MISSIONS)) =>
            {
                return None;
            }
            Kind::Link if self.is_word(at, &["in"]) && sector != *b"MIL\0" => true,
            _ => return None,
        };
        let name = self.name_behind(at)?;
        if place_only
            && !matches!(self.kind(name.start), Kind::Country(_) | Kind::City(_) | Kind::Seat(_) | Kind::Region(_))
        {
            return None;
        }
        let end = name.end;
        let mut owner = self.owner_inside(name)?;
        // "director of the Canon Institute for Global Studies in Japan"
        if owner.country == NONE && self.joins(end) && self.is_word(end, &["in", "for"]) {
            owner.country = self.country_within(end..self.end().min(end + COUNTRY_BEHIND_MAX)).unwrap_or(NONE);
        }
        Some((owner, end))
    }

    /// The name behind "of" and what can stand between: "of the new central Bank of Kenya".
    fn name_behind(&self, of: usize) -> Option<Range<usize>> {
        let between = |unit: usize| match self.kind(unit) {
            Kind::Article => true,
            Kind::Low => matches!(self.reading.last(unit).tag, Tag::Adj | Tag::Noun | Tag::Num),
            _ => false,
        };
        let inside = |unit: usize| self.reading.units[unit].is_name() || self.kind(unit) == Kind::Of;
        let first = self.skip_while(of + 1, BEFORE_NAME_MAX, between);
        let name = first..self.skip_while(first, STEPS_MAX, inside);
        // "Foreign Minister of Norway Ada Kovar": the names behind the country are hers.
        let country = name.clone().find(|&unit| matches!(self.kind(unit), Kind::Country(_)));
        let is_person = |behind: usize| (behind..name.end).all(|unit| self.reading.units[unit].is_personal());
        let name = match country.map(|country| country + 1).filter(|&behind| is_person(behind)) {
            Some(behind) => first..behind,
            None => name,
        };
        (!name.is_empty() && self.reading.units[first].is_name()).then_some(name)
    }

    /// The unit behind as many as join one another and are alike, from the first on.
    fn skip_while(&self, first: usize, units_max: usize, alike: impl Fn(usize) -> bool) -> usize {
        let mut end = first;
        while end - first < units_max && self.joins(end) && alike(end) {
            end += 1;
        }
        end
    }

    /// The owner whom the first telling word of a name means; it has the sector of the body, if the name is one's.
    fn owner_inside(&self, name: Range<usize>) -> Option<Owner> {
        let body = name.clone().find_map(|unit| match self.kind(unit) {
            Kind::OrganizationWord(sector) | Kind::Suffix(sector) => Some(sector),
            _ => None,
        });
        let known = name.clone().filter(|&unit| !matches!(self.kind(unit), Kind::Cap | Kind::Given(_)));
        let telling = |owner: &Owner| owner.country != NONE || owner.sector != NONE;
        let owner = known.filter_map(|unit| self.owner(unit)).find(telling);
        match body {
            Some(sector) => {
                let bare = Owner { country: NONE, sector, other: NONE, unit: name.start };
                Some(owner.map_or(bare, |owner| Owner { sector, ..owner }))
            }
            None => owner,
        }
    }

    /// The first country that some units name, as far as they join one another.
    fn country_within(&self, units: Range<usize>) -> Option<Code> {
        units.take_while(|&unit| self.joins(unit)).find_map(|unit| match self.kind(unit) {
            Kind::Country(row) | Kind::Seat(row) => Some(tables::COUNTRIES[row].code),
            _ => None,
        })
    }
}
