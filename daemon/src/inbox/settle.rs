//! When a waiting name is looked at. Pure: time is passed in, nothing is read.
//!
//! A name comes from a hint or a scan and gets a time at which it is due. Looking at it (see [`super::claim`]) either
//! takes it or says that it is not finished, which gives it a later time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::inbox::root::{Key, Stat};
use crate::inbox::together::Groups;

/// The first pause after a folder refused a name; doubled each time it does so again.
const REFUSED_WAIT: Duration = Duration::from_millis(100);
/// The longest such pause.
const REFUSED_WAIT_MAX: Duration = Duration::from_secs(5);

/// What the kernel said about a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Made or written to.
    Touched,
    /// Closed after writing, or moved in under this name.
    Complete,
}

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// After a sign of completeness, and for names that a scan found: their writers are asked for then.
    pub quiet: Duration,
    /// After anything else.
    pub settle: Duration,
    /// For files of one folder that are read together: how long nothing in it may have changed.
    pub together: Option<Duration>,
}

/// A name that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// First noticed.
    pub seen: Timestamp,
    /// First noticed, for measuring.
    pub since: Instant,
    /// Whether the kernel told of it, or of its folder.
    pub told: bool,
    /// Whether the last sign was one of completeness.
    pub complete: bool,
    /// How it looked the last time it was looked at, and found unfinished.
    pub last: Option<Stat>,
    /// Whether it was looked at.
    pub looked: bool,
    /// Whether it was finished when it was looked at, and held, and there was no news since.
    finished: bool,
    /// How long it is held for the others of its folder; told when it is looked at.
    pub held: Option<Duration>,
    /// How often in a row its folder refused.
    refusals: u32,
    /// Of the names of a root that are due, the one of the smallest rank comes first.
    rank: i128,
    due: Option<Instant>,
}

impl Waiting {
    /// When it is looked at next; `None` while it is being looked at.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }
}

/// All names that wait.
#[derive(Default)]
pub struct Settling {
    waiting: HashMap<Key, Waiting>,
    /// Names that are due some time; those being looked at are not in it.
    due: BTreeSet<(Instant, Key)>,
    /// Names that are due now, by root.
    ready: BTreeMap<usize, BTreeSet<(i128, Key)>>,
    /// The root whose turn it was last.
    last_root: usize,
    /// Files that are read together.
    groups: Groups,
}

impl Settling {
    /// How many names wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether no name waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// What is known of a name that waits.
    pub fn of(&self, key: &Key) -> Option<&Waiting> {
        self.waiting.get(key)
    }

    /// The names that wait.
    pub fn names(&self) -> impl Iterator<Item = (&Key, &Waiting)> {
        self.waiting.iter()
    }

    /// A hint: starts the name's clock anew.
    pub fn hint(&mut self, key: Key, rank: i128, sign: Sign, patience: Patience, now: Instant) {
        let complete = sign == Sign::Complete;
        let due = now + if complete { patience.quiet } else { patience.settle };
        self.groups.note(&key, patience.together, now);
        let waiting = self.entry(&key, rank, now);
        (waiting.told, waiting.complete) = (true, complete);
        self.turn(&key, false);
        self.set_due(key, due);
    }

    /// A scan found the name; one that waits already keeps its clock.
    pub fn found(&mut self, key: Key, rank: i128, patience: Patience, now: Instant) {
        if !self.waiting.contains_key(&key) {
            self.groups.note(&key, patience.together, now);
            self.entry(&key, rank, now);
            self.set_due(key, now + patience.quiet);
        }
    }

    /// A scan found the name in a folder of which the kernel told; else as [`found`](Self::found).
    pub fn found_in_told(&mut self, key: Key, rank: i128, patience: Patience, now: Instant) {
        self.found(key.clone(), rank, patience, now);
        self.waiting.entry(key).and_modify(|waiting| waiting.told = true);
    }

    /// Takes the next name that is due, to be looked at; the roots take turns. Afterwards it is
    /// [`again`](Self::again) or [`done`](Self::done).
    pub fn next_due(&mut self, now: Instant) -> Option<(Key, Waiting)> {
        while self.due.first().is_some_and(|(due, _)| *due <= now) {
            let (_, key) = self.due.pop_first()?;
            let rank = self.waiting.get(&key)?.rank;
            self.ready.entry(key.root).or_default().insert((rank, key));
        }
        let root = self.ready.range(self.last_root + 1..).chain(&self.ready).next().map(|(root, _)| *root)?;
        let names = self.ready.get_mut(&root)?;
        let (_, key) = names.pop_first()?;
        if names.is_empty() {
            self.ready.remove(&root);
        }
        self.last_root = root;
        let waiting = self.waiting.get_mut(&key)?;
        waiting.due = None;
        waiting.held = self.groups.hold(&key, now);
        Some((key.clone(), waiting.clone()))
    }

    /// The name was not finished and looked like this; `at` is when to look again. A hint that came meanwhile wins.
    pub fn again(&mut self, key: Key, last: Option<Stat>, at: Instant) {
        let Some(waiting) = self.waiting.get_mut(&key) else { return };
        (waiting.last, waiting.looked, waiting.refusals) = (last, true, 0);
        self.turn(&key, false);
        self.later(key, at);
    }

    /// The name was finished, and is held for others of its folder. A hint that came meanwhile wins.
    pub fn hold(&mut self, key: Key, last: Stat, now: Instant) {
        let Some(waiting) = self.waiting.get_mut(&key) else { return };
        (waiting.last, waiting.looked, waiting.refusals) = (Some(last), true, 0);
        self.turn(&key, true);
        let left = self.groups.hold(&key, now).unwrap_or_default();
        self.later(key, now + left);
    }

    /// The folder refused the name: it is looked at again, after a longer pause each time. A hint that came meanwhile
    /// wins.
    pub fn refused(&mut self, key: Key, now: Instant) {
        let Some(waiting) = self.waiting.get_mut(&key) else { return };
        let pause = REFUSED_WAIT.saturating_mul(2u32.saturating_pow(waiting.refusals)).min(REFUSED_WAIT_MAX);
        (waiting.last, waiting.looked) = (None, true);
        waiting.refusals = waiting.refusals.saturating_add(1);
        self.later(key, now + pause);
    }

    /// The name was finished, but could not be taken; `at` is when to look again.
    pub fn later(&mut self, key: Key, at: Instant) {
        if self.waiting.get(&key).is_some_and(|waiting| waiting.due.is_none()) {
            self.set_due(key, at);
        }
    }

    /// The name waits no longer: it was taken, or is gone. A hint that came meanwhile tells of another file of this
    /// name, whose wait begins `now`.
    pub fn done(&mut self, key: &Key, now: Instant) {
        match self.waiting.get_mut(key) {
            Some(waiting) if waiting.due.is_some() => {
                *waiting = Waiting {
                    seen: Timestamp::now(),
                    since: now,
                    last: None,
                    looked: false,
                    refusals: 0,
                    ..waiting.clone()
                };
                self.turn(key, false);
            }
            Some(waiting) => {
                self.groups.leave(key, waiting.finished);
                self.waiting.remove(key);
            }
            None => {}
        }
    }

    /// When the next name is due.
    pub fn deadline(&self) -> Option<Instant> {
        let ready = self.ready.values().flatten().next().and_then(|(_, key)| self.waiting.get(key)?.due);
        ready.or(self.due.first().map(|(due, _)| *due))
    }

    fn entry(&mut self, key: &Key, rank: i128, now: Instant) -> &mut Waiting {
        let groups = &mut self.groups;
        self.waiting.entry(key.clone()).or_insert_with(|| {
            groups.join(key);
            Waiting {
                seen: Timestamp::now(),
                since: now,
                told: false,
                finished: false,
                held: None,
                complete: false,
                last: None,
                looked: false,
                refusals: 0,
                rank,
                due: None,
            }
        })
    }

    /// Notes whether a name is finished, for those that wait for it.
    fn turn(&mut self, key: &Key, finished: bool) {
        if let Some(waiting) = self.waiting.get_mut(key)
            && std::mem::replace(&mut waiting.finished, finished) != finished
        {
            self.groups.turn(key, finished);
        }
    }

    fn set_due(&mut self, key: Key, due: Instant) {
        let Some(waiting) = self.waiting.get_mut(&key) else { return };
        let rank = waiting.rank;
        if let Some(earlier) = waiting.due.replace(due)
            && !self.due.remove(&(earlier, key.clone()))
            && let Some(ready) = self.ready.get_mut(&key.root)
        {
            ready.remove(&(rank, key.clone()));
            if ready.is_empty() {
                self.ready.remove(&key.root);
            }
        }
        self.due.insert((due, key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::root::Place;

    const PATIENCE: Patience =
        Patience { quiet: Duration::from_millis(50), settle: Duration::from_secs(1), together: None };
    const MS: Duration = Duration::from_millis(1);

    fn key(name: &str) -> Key {
        Key { root: 0, place: Place::Inbox, name: name.into() }
    }

    fn due(settling: &mut Settling, now: Instant) -> Vec<String> {
        std::iter::from_fn(|| settling.next_due(now)).map(|(key, _)| key.name.into_string().unwrap()).collect()
    }

    #[test]
    fn a_finished_file_waits_for_quiet_and_a_written_one_for_settling() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        settling.hint(key("moved"), 0, Sign::Complete, PATIENCE, start);
        settling.hint(key("written"), 0, Sign::Touched, PATIENCE, start);
        assert_eq!(settling.deadline(), Some(start + PATIENCE.quiet));
        assert_eq!(due(&mut settling, start + 49 * MS), [""; 0]);
        assert_eq!(due(&mut settling, start + 50 * MS), ["moved"]);
        assert_eq!(due(&mut settling, start + 1000 * MS), ["written"]);
    }

    #[test]
    fn every_write_restarts_the_clock_and_a_scan_does_not() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        settling.hint(key("a"), 0, Sign::Complete, PATIENCE, start);
        settling.hint(key("a"), 0, Sign::Touched, PATIENCE, start + 40 * MS);
        settling.found(key("a"), 0, PATIENCE, start + 60 * MS);
        assert_eq!(due(&mut settling, start + 1039 * MS), [""; 0]);
        assert_eq!(due(&mut settling, start + 1040 * MS), ["a"]);
    }

    #[test]
    fn a_hint_during_the_look_wins_over_its_result() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        settling.found(key("a"), 0, PATIENCE, start);
        assert_eq!(due(&mut settling, start + 50 * MS), ["a"]);
        settling.hint(key("a"), 0, Sign::Complete, PATIENCE, start + 60 * MS);
        settling.again(key("a"), None, start + 1000 * MS);
        assert_eq!(settling.deadline(), Some(start + 110 * MS));
    }

    /// One failed rename made `run --once` take five seconds.
    #[test]
    fn a_name_that_its_folder_refuses_is_tried_again_soon_and_then_less_and_less_often() {
        let (mut settling, mut now) = (Settling::default(), Instant::now());
        settling.found(key("a"), 0, PATIENCE, now);
        let mut pause_after = |refused: bool| {
            now = settling.deadline().unwrap();
            assert_eq!(due(&mut settling, now), ["a"]);
            match refused {
                true => settling.refused(key("a"), now),
                false => settling.again(key("a"), None, now + MS),
            }
            settling.deadline().unwrap() - now
        };
        let pauses: Vec<u128> = (0..8).map(|_| pause_after(true).as_millis()).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 3200, 5000, 5000]);
        assert_eq!([false, true].map(pause_after), [MS, 100 * MS]);
    }

    /// A file dropped under the name of one that was just being taken waited for the next scan.
    #[test]
    fn a_hint_during_the_look_outlives_the_file_that_was_taken() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        settling.found(key("a"), 0, PATIENCE, start);
        assert_eq!(due(&mut settling, start + 50 * MS), ["a"]);
        settling.hint(key("a"), 0, Sign::Complete, PATIENCE, start + 60 * MS);
        settling.done(&key("a"), start + 70 * MS);
        let (_, waiting) = settling.next_due(start + 110 * MS).unwrap();
        assert_eq!((waiting.since, waiting.complete, waiting.last), (start + 70 * MS, true, None));
        settling.done(&key("a"), start + 120 * MS);
        assert_eq!((settling.len(), settling.deadline()), (0, None));
    }

    #[test]
    fn of_names_that_are_due_the_smallest_rank_is_first_and_the_roots_take_turns() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        for (root, name, rank) in [(0, "c", 3), (0, "a", 9), (0, "b", -1), (1, "x", 5), (1, "y", 4)] {
            let key = Key { root, ..key(name) };
            settling.found(key, rank, PATIENCE, start);
        }
        assert_eq!(due(&mut settling, start + 50 * MS), ["y", "b", "x", "c", "a"]);
    }

    #[test]
    fn a_hint_takes_back_a_name_that_was_due() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        settling.found(key("a"), 1, PATIENCE, start);
        settling.found(key("b"), 2, PATIENCE, start);
        assert_eq!(settling.next_due(start + 50 * MS).unwrap().0, key("a"));
        assert_eq!(settling.deadline(), Some(start + 50 * MS));
        settling.hint(key("b"), 0, Sign::Touched, PATIENCE, start + 60 * MS);
        assert_eq!(due(&mut settling, start + 1059 * MS), [""; 0]);
        assert_eq!(due(&mut settling, start + 1060 * MS), ["b"]);
    }
}
