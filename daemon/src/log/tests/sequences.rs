//! Any sequence of work, faults and ends, against a model of the log: the list of what is committed.
//!
//! `PROPTEST_CASES=2000` makes more of them than the tests of every day do.

use std::collections::BTreeMap;
use std::io;

use proptest::prelude::*;

use crate::log::line::Source;
use crate::log::tests::crash::{Disks, commit_of};
use crate::log::tests::disk::Cut;
use crate::log::writer::{Log, Roll, Stall};

/// How many sequences take about a second.
const USUAL: u32 = 250;

/// What happens next.
#[derive(Clone, Debug)]
enum Step {
    /// A batch: how many events each of its documents has.
    Commit(Vec<usize>),
    /// It ends well, and another goes on, with segments of another size.
    Stop { segment: u64 },
    /// It dies with the process or the machine, and again at a call of the start that follows.
    Crash { cut: Cut, again: Option<(usize, Cut)> },
    /// The disks die at a call of what follows.
    DieAt(usize),
    /// A sync of what follows fails: of the log's, or of the journal's.
    FailSync { journal: bool, number: usize },
    /// There is so much room left, until it is found too little and made, or until the next crash.
    Full { journal: bool, room: usize, made: bool },
}

fn cut() -> impl Strategy<Value = Cut> {
    prop_oneof![Just(Cut::KeepAll), Just(Cut::LoseAll), any::<u64>().prop_map(Cut::Some)]
}

fn step() -> impl Strategy<Value = Step> {
    // The largest documents need more than a lap of the journal.
    let events = prop_oneof![8 => 0..4usize, 1 => 20..30usize];
    prop_oneof![
        10 => prop::collection::vec(events, 1..5).prop_map(Step::Commit),
        1 => (1500..12_000u64).prop_map(|segment| Step::Stop { segment }),
        4 => (cut(), prop::option::of((0..40usize, cut()))).prop_map(|(cut, again)| Step::Crash { cut, again }),
        2 => (0..20usize).prop_map(Step::DieAt),
        2 => (any::<bool>(), 0..4usize).prop_map(|(journal, number)| Step::FailSync { journal, number }),
        1 => (any::<bool>(), 0..9000usize, any::<bool>())
            .prop_map(|(journal, room, made)| Step::Full { journal, room, made }),
    ]
}

/// A daemon's log and its model.
struct World {
    disks: Disks,
    log: Option<Log>,
    segment: u64,
    /// Whether room is made when there is too little.
    made: bool,
    /// Whether a sync fails, or has, since the last start.
    lossy: bool,
    next_ticket: u64,
    /// The files of all committed documents, in their order.
    committed: Vec<String>,
    /// Those of a batch whose commit failed: all of them are committed, or none.
    doubtful: Vec<String>,
    /// What readers have seen.
    seen: BTreeMap<String, Vec<u8>>,
}

impl World {
    fn new() -> World {
        let (committed, doubtful) = (Vec::new(), Vec::new());
        let (disks, segment, seen) = (Disks::default(), 5000, BTreeMap::new());
        let (made, lossy, next_ticket) = (false, false, 0);
        let mut world = World { disks, log: None, segment, made, lossy, next_ticket, committed, doubtful, seen };
        world.rise(Cut::KeepAll);
        world
    }

    fn take(&mut self, step: &Step) {
        // What a failed call has left is there for the crash.
        if self.log.is_none() && !matches!(step, Step::Crash { .. }) {
            self.rise(Cut::KeepAll);
        }
        match step {
            Step::Commit(documents) => self.commit(documents),
            Step::Stop { segment } => {
                self.segment = *segment;
                // A fault that is still to come comes now.
                let _ = self.log.take().map(|mut log| log.stop());
            }
            Step::Crash { cut, again } => {
                let was = *cut;
                self.fall(was);
                if let Some((call, cut)) = again {
                    self.disks.die_at(*call);
                    let _ = self.disks.recover();
                    // After a power cut or a failed sync, readers wait for the end of the start: what a device has
                    // lost is there again only then.
                    if was == Cut::KeepAll && !self.lossy {
                        self.look();
                    }
                    self.fall(*cut);
                }
                self.rise(Cut::KeepAll);
            }
            Step::DieAt(call) => self.disks.die_at(*call),
            Step::FailSync { journal, number } => {
                let disk = if *journal { &self.disks.state } else { &self.disks.log };
                disk.fail_sync(*number);
                self.lossy = true;
            }
            Step::Full { journal, room, made } => {
                let disk = if *journal { &self.disks.state } else { &self.disks.log };
                disk.leave_room(Some(*room));
                self.made = *made;
            }
        }
    }

    fn commit(&mut self, documents: &[usize]) {
        let Some(log) = &mut self.log else { return };
        let (source, first) = (Source::new("desk"), self.next_ticket);
        let mut commits: Vec<_> =
            documents.iter().zip(first..).map(|(events, ticket)| commit_of(ticket, *events, &source)).collect();
        self.next_ticket += commits.len() as u64;
        let names = (first..self.next_ticket).map(|ticket| format!("{ticket}.txt"));
        let (disks, made) = (self.disks.clone(), self.made);
        let mut stalled = |_: Stall<'_>| {
            [&disks.log, &disks.state].iter().for_each(|disk| disk.leave_room(None));
            made
        };
        match log.commit(&mut commits, &mut stalled) {
            Ok(_) => self.committed.extend(names),
            Err(_) => {
                self.doubtful.extend(names);
                self.log = None;
                return self.look();
            }
        }
        if log.publish(&mut stalled).is_err() {
            self.log = None;
        }
        self.look();
    }

    /// The process ends, or the machine; all faults are over.
    fn fall(&mut self, cut: Cut) {
        self.log = None;
        self.disks.cut(cut);
    }

    /// The next start, to which nothing happens: log and model agree.
    fn rise(&mut self, cut: Cut) {
        self.fall(cut);
        self.disks.recover().unwrap();
        let names = self.disks.names();
        let with_doubtful = [&self.committed[..], &self.doubtful].concat();
        assert!(names == self.committed || names == with_doubtful, "{names:?}, but {:?}", self.committed);
        self.committed = names;
        self.doubtful.clear();
        self.lossy = false;
        self.look();
        self.log = Some(self.start().unwrap());
        let before = std::mem::take(&mut self.seen);
        self.look();
        assert!(self.seen == before, "a start that had nothing to do has changed the log");
    }

    fn start(&self) -> io::Result<Log> {
        let found = self.disks.recover()?;
        let roll = Roll { size: self.segment, every: None };
        Ok(Log::new(Box::new(self.disks.log.clone()), Source::new("desk"), found.newest, found.journal, roll))
    }

    /// What readers see now begins with what they saw before.
    fn look(&mut self) {
        let now = self.disks.seen();
        for (name, before) in &self.seen {
            let after = now.get(name).unwrap_or_else(|| panic!("{name} is gone"));
            assert!(after.starts_with(before), "{name} was changed");
        }
        self.seen = now;
    }
}

/// Goes through a sequence, and then through a power cut.
fn go_through(steps: &[Step]) {
    let mut world = World::new();
    steps.iter().for_each(|step| world.take(step));
    world.rise(Cut::LoseAll);
}

/// Few sequences, unless the environment wants more.
fn config() -> ProptestConfig {
    let wanted = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { wanted.cases } else { USUAL };
    ProptestConfig { cases, failure_persistence: None, ..wanted }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_happens_the_log_is_the_list_of_what_was_committed(steps in prop::collection::vec(step(), 1..20)) {
        go_through(&steps);
    }
}
