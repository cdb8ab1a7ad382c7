//! Extractors that fail too often: what they cost one document is the course's matter, here it is what they would cost
//! the next ones.
//!
//! A breaker opens when its extractor ended workers, or came near it, over several documents within a minute, or over a
//! fifth of the last fifty. Then, by `chain.on_plugin_failure`, no document is read any more, or documents are read
//! without the extractor. After a pause one document tries the extractor again; the pause doubles until that goes well.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::config::OnPluginFailure;
use crate::id::DocumentId;
use crate::pool::Setup;
use crate::pool::verdict::{Again, Failure};
use crate::worker::frame::Places;

/// Strikes older than this are forgotten.
const WINDOW: Duration = Duration::from_secs(60);
/// How many documents the share of failures is taken of.
const RECENT: usize = 50;
/// The share that opens the breaker, in tenths of a document: a fifth of them.
const RECENT_WEIGHT_MAX: u32 = RECENT as u32 * FULL / 5;
/// The first pause before the extractor is tried again.
const PAUSE_MIN: Duration = Duration::from_secs(30);
const PAUSE_MAX: Duration = Duration::from_secs(30 * 60);
/// What a failure that ends a worker, or nearly does, counts.
const FULL: u32 = 10;
/// What output that breaks the contract counts.
const LIGHT: u32 = 1;

/// How much a failure says against the extractor, in tenths; 0 when it is the document's own fault.
pub fn weight(failure: &Failure) -> u32 {
    match failure.again {
        Again::Alone if failure.reason == "killed" => 0,
        Again::Alone => FULL,
        Again::Never if failure.reason == "invalid_output" => LIGHT,
        Again::Never | Again::Later => 0,
    }
}

/// The breaker of one extractor.
#[derive(Default)]
struct Breaker {
    strikes: VecDeque<Strike>,
    /// What the last documents counted.
    recent: VecDeque<u32>,
    open: Option<Open>,
}

struct Strike {
    at: Instant,
    document: DocumentId,
    weight: u32,
}

struct Open {
    pause: Duration,
    /// When the extractor may be tried again.
    until: Instant,
    /// The document that tries it.
    trial: Option<u64>,
}

/// The breakers of a chain, by place.
pub struct Breakers {
    breakers: Vec<Breaker>,
    /// Per extractor, what its open breaker means.
    means: Vec<OnPluginFailure>,
    /// Strikes that open a breaker; 0 for never.
    strikes: u32,
}

/// What the breakers say about the next document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is to wait until then, or longer.
    Wait(Option<Instant>),
    /// It is read, without these extractors.
    Read {
        /// Their places.
        bypass: Places,
    },
    /// As before, and it tries extractors again, so no other is to be given out before it is done.
    Trial {
        /// The places that are left out still.
        bypass: Places,
    },
}

impl Breakers {
    /// Those of a chain, all closed.
    pub fn of(setup: &Setup) -> Breakers {
        let places = 0..setup.generation.extractors.len();
        Breakers::new(places.map(|place| setup.meaning_of_failure(place)).collect(), setup.strikes)
    }

    /// All closed. `means` tells, by place, what an open one leads to.
    fn new(means: Vec<OnPluginFailure>, strikes: u32) -> Breakers {
        Breakers { breakers: means.iter().map(|_| Breaker::default()).collect(), means, strikes }
    }

    /// Asks for the next document.
    pub fn admit(&self, now: Instant) -> Admission {
        let (mut bypass, mut wait, mut halted, mut trial) = (Places::default(), None, false, false);
        for (place, breaker) in self.breakers.iter().enumerate() {
            let Some(open) = &breaker.open else { continue };
            let due = open.trial.is_none() && open.until <= now;
            trial |= due;
            if due {
                continue;
            }
            match self.means[place] {
                OnPluginFailure::Bypass => bypass.insert(place),
                OnPluginFailure::Halt => {
                    halted = true;
                    wait = open.trial.is_none().then_some(open.until).max(wait);
                }
            }
        }
        match (halted, trial) {
            (true, _) => Admission::Wait(wait),
            (false, true) => Admission::Trial { bypass },
            (false, false) => Admission::Read { bypass },
        }
    }

    /// Notes that a document tries the extractors whose pause is over, but for those `without` which it is read.
    pub fn begin_trial(&mut self, sequence: u64, without: Places, now: Instant) {
        for (place, breaker) in self.breakers.iter_mut().enumerate() {
            let due = breaker.open.as_mut().filter(|open| open.trial.is_none() && open.until <= now);
            if let Some(open) = due.filter(|_| !without.contains(place)) {
                open.trial = Some(sequence);
            }
        }
    }

    /// Notes a failure of the extractor at a place; says whether it is now, or again, out of service.
    pub fn strike(&mut self, place: usize, sequence: u64, document: DocumentId, weight: u32, now: Instant) -> bool {
        let Some(breaker) = self.breakers.get_mut(place).filter(|_| self.strikes > 0 && weight > 0) else {
            return false;
        };
        if let Some(open) = breaker.open.as_mut() {
            let failed_trial = open.trial == Some(sequence);
            if failed_trial {
                let pause = (open.pause * 2).min(PAUSE_MAX);
                *open = Open { pause, until: now + pause, trial: None };
            }
            return failed_trial;
        }
        breaker.add(Strike { at: now, document, weight });
        let struck: u32 = breaker.strikes.iter().map(|strike| strike.weight).sum();
        let recent: u32 = breaker.recent.iter().sum();
        let opens = struck >= self.strikes.saturating_mul(FULL)
            || (breaker.recent.len() == RECENT && recent >= RECENT_WEIGHT_MAX);
        if opens {
            breaker.open = Some(Open { pause: PAUSE_MIN, until: now + PAUSE_MIN, trial: None });
            breaker.strikes.clear();
            breaker.recent.clear();
        }
        opens
    }

    /// Notes a document that was read; says at which places an extractor is back in service.
    pub fn served(&mut self, sequence: u64) -> Vec<usize> {
        let mut back = Vec::new();
        for (place, breaker) in self.breakers.iter_mut().enumerate() {
            if breaker.open.as_ref().is_some_and(|open| open.trial == Some(sequence)) {
                breaker.open = None;
                back.push(place);
            }
            breaker.recent(0);
        }
        back
    }

    /// A document that was to try extractors did not come to it.
    pub fn abandon(&mut self, sequence: u64) {
        for open in self.breakers.iter_mut().filter_map(|breaker| breaker.open.as_mut()) {
            if open.trial == Some(sequence) {
                open.trial = None;
            }
        }
    }

    /// The places of extractors that are out of service, and what that means.
    pub fn open(&self) -> impl Iterator<Item = (usize, OnPluginFailure)> {
        let open = self.breakers.iter().enumerate().filter(|(_, breaker)| breaker.open.is_some());
        open.map(|(place, _)| (place, self.means[place]))
    }
}

impl Breaker {
    /// Adds a strike; several over one document count once, as the heaviest.
    fn add(&mut self, strike: Strike) {
        self.strikes.retain(|old| strike.at.saturating_duration_since(old.at) < WINDOW);
        match self.strikes.iter_mut().find(|old| old.document == strike.document) {
            Some(old) => old.weight = old.weight.max(strike.weight),
            None => {
                self.recent(strike.weight);
                self.strikes.push_back(strike);
            }
        }
    }

    fn recent(&mut self, weight: u32) {
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breakers(means: OnPluginFailure) -> Breakers {
        Breakers::new(vec![OnPluginFailure::Bypass, means], 3)
    }

    fn document(number: u8) -> DocumentId {
        DocumentId::of(&[number])
    }

    fn bypass(place: usize) -> Places {
        let mut places = Places::default();
        places.insert(place);
        places
    }

    #[test]
    fn three_documents_within_a_minute_open_a_breaker_and_one_document_never_does() {
        let (mut breakers, now) = (breakers(OnPluginFailure::Halt), Instant::now());
        for _ in 0..5 {
            assert!(!breakers.strike(1, 1, document(1), FULL, now));
        }
        assert!(!breakers.strike(1, 2, document(2), FULL, now));
        assert_eq!(breakers.admit(now), Admission::Read { bypass: Places::default() });
        assert!(!breakers.strike(1, 3, document(3), FULL, now + WINDOW), "the others are forgotten");
        assert!(!breakers.strike(1, 4, document(4), FULL, now + WINDOW));
        assert!(breakers.strike(1, 5, document(5), FULL, now + WINDOW));
        assert_eq!(breakers.admit(now + WINDOW), Admission::Wait(Some(now + WINDOW + PAUSE_MIN)));
        assert_eq!(breakers.open().collect::<Vec<_>>(), [(1, OnPluginFailure::Halt)]);
    }

    #[test]
    fn a_fifth_of_the_last_fifty_documents_opens_a_breaker_however_slowly() {
        let (mut breakers, mut now) = (breakers(OnPluginFailure::Bypass), Instant::now());
        let mut opened_after = 0;
        for number in 0..100u8 {
            now += WINDOW;
            if number % 5 > 0 {
                breakers.served(number.into());
            } else if breakers.strike(1, number.into(), document(number), FULL, now) {
                opened_after = number;
                break;
            }
        }
        assert_eq!(opened_after, 50, "fifty were seen, and ten of the last fifty failed");
        assert_eq!(breakers.admit(now), Admission::Read { bypass: bypass(1) });
    }

    #[test]
    fn output_that_breaks_the_contract_counts_a_tenth() {
        let (mut breakers, now) = (breakers(OnPluginFailure::Halt), Instant::now());
        let opened = (0..40).position(|number| breakers.strike(1, 0, document(number), LIGHT, now));
        assert_eq!(opened, Some(29));
        // A trial that ends so is no better, or every document would be a trial from then on.
        let now = now + PAUSE_MIN;
        breakers.begin_trial(41, Places::default(), now);
        assert!(breakers.strike(1, 41, document(41), LIGHT, now));
        assert_eq!(breakers.admit(now), Admission::Wait(Some(now + 2 * PAUSE_MIN)));
    }

    #[test]
    fn after_a_pause_one_document_decides_whether_the_breaker_closes() {
        let (mut breakers, mut now) = (breakers(OnPluginFailure::Halt), Instant::now());
        for number in 0..3 {
            breakers.strike(1, number.into(), document(number), FULL, now);
        }
        now += PAUSE_MIN;
        assert_eq!(breakers.admit(now), Admission::Trial { bypass: Places::default() });
        breakers.begin_trial(7, Places::default(), now);
        assert_eq!(breakers.admit(now), Admission::Wait(None), "one at a time");
        assert!(breakers.strike(1, 7, document(7), FULL, now));
        assert_eq!(breakers.admit(now + PAUSE_MIN), Admission::Wait(Some(now + 2 * PAUSE_MIN)));
        now += 2 * PAUSE_MIN;
        breakers.begin_trial(8, Places::default(), now);
        breakers.abandon(8);
        breakers.begin_trial(9, Places::default(), now);
        assert_eq!(breakers.served(8), [0; 0]);
        assert_eq!(breakers.served(9), [1]);
        assert_eq!(breakers.admit(now), Admission::Read { bypass: Places::default() });
    }

    #[test]
    fn a_document_that_is_read_without_an_extractor_does_not_try_it() {
        let (mut breakers, mut now) = (breakers(OnPluginFailure::Bypass), Instant::now());
        for number in 0..3 {
            breakers.strike(1, number.into(), document(number), FULL, now);
        }
        now += PAUSE_MIN;
        breakers.begin_trial(7, bypass(1), now);
        assert_eq!(breakers.served(7), [0; 0]);
        assert_eq!(breakers.admit(now), Admission::Trial { bypass: Places::default() });
    }

    #[test]
    fn no_strikes_means_never() {
        let (mut breakers, now) = (Breakers::new(vec![OnPluginFailure::Halt], 0), Instant::now());
        assert!((0..200).all(|number| !breakers.strike(0, 0, document(number), FULL, now)));
    }
}
