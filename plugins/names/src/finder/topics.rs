//! Names with "and" inside: "the Water and Energy Authority", "the Ministry of Health and Population". What stands before
//! or behind the word tells such a name from two names: a topic, or an acronym that has the letters of both halves.

use std::ops::Range;

use super::Finder;
use crate::reading::{Gap, Kind};
use crate::tables;

impl Finder<'_, '_> {
    /// Whether a unit is the word for what a body is concerned with, in capitals: "Health".
    pub(super) fn is_topic(&self, unit: usize) -> bool {
        self.starts_with_topic(unit) && self.reading.words(unit..unit + 1).len() == 1
    }

    /// Whether such a word is the first of a unit: "Health Minister".
    pub(super) fn starts_with_topic(&self, unit: usize) -> bool {
        (self.start()..self.end()).contains(&unit)
            && self.reading.units[unit].capital
            && tables::is_topic(self.reading.first(unit).word.small)
    }

    /// Where a run of name words goes on behind "and" as the same name: the unit that makes it one of an organization, and
    /// the unit after the run.
    pub(super) fn run_with_and(&self, run: Range<usize>) -> Option<(usize, usize)> {
        let right = run.end + 1;
        let joined = self.kind(run.end) == Kind::And && self.joins(run.end) && self.joins(right);
        if !joined || self.reading.parts[self.sentence].headline {
            return None;
        }
        let starts = self.reading.units[right].capital
            && (self.reading.units[right].is_name() || self.is_body(right))
            && !matches!(self.kind(right), Kind::Country(_) | Kind::Adjective(_) | Kind::Person(_) | Kind::Given(_));
        if !starts {
            return None;
        }
        let end = self.run_end(right);
        let body = (right..end).rev().find(|&unit| {
            let known = matches!(self.kind(unit), Kind::Organization(_)) && unit == right;
            let words = self.reading.words(right..unit + 1).len();
            words > 1 && (known || self.is_body(unit))
        })?;
        let one = self.is_topic(run.end - 1)
            || self.is_acronym_of(end, run.start..end) && !self.is_acronym_of(end, right..end);
        one.then_some((body, end))
    }

    /// The last unit of a role that goes on with topics: "Ministry of Environment, Water and Agriculture".
    pub(super) fn with_topics(&self, last: usize) -> usize {
        if self.reading.words(last..last + 1).len() < 3 || !self.reading.last(last).word.capital {
            return last;
        }
        let mut at = last + 1;
        while self.is_topic(at) && self.reading.units[at].gap == Gap::Comma {
            at += 1;
        }
        let topic = at + 1;
        let ends = self.kind(at) == Kind::And && self.joins(at) && self.joins(topic) && self.is_topic(topic);
        // "... and Energy Council" is another name.
        if ends && !(self.joins(topic + 1) && self.is_body(topic + 1)) { topic } else { last }
    }

    /// Whether the word in brackets at a unit has the first letter of each capital word of some units.
    pub(super) fn is_acronym_of(&self, at: usize, name: Range<usize>) -> bool {
        if at >= self.end() || self.reading.units[at].gap != Gap::Open {
            return false;
        }
        let letters = self.reading.text(at..at + 1).chars().filter(|letter| letter.is_uppercase());
        let words = self.reading.text(name).split([' ', '-']).filter_map(|word| word.chars().next());
        letters.eq(words.filter(|letter| letter.is_uppercase()))
    }
}
