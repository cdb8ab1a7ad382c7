//! Crashes and power cuts at every call: what was acknowledged is there once, what was seen is there still.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use jiff::Timestamp;

use crate::id::DocumentId;
use crate::ledger::store::Store;
use crate::log::journal::frame::Noted;
use crate::log::line::{BlockWriter, Source};
use crate::log::recovery::{Found, recover};
use crate::log::segment::SegmentId;
use crate::log::tests::disk::{Cut, Disk};
use crate::log::writer::{Commit, Log, Roll, Stall};

/// Small enough to switch laps every few batches.
pub(super) const JOURNAL_BYTES: u64 = 8 * 1024;
/// Small enough for several segments.
const ROLL: Roll = Roll { size: 5000, every: None };

/// Enough for some laps and segments.
const TICKETS: u64 = 30;

/// The folders of a daemon.
#[derive(Clone, Default)]
pub(super) struct Disks {
    pub(super) log: Disk,
    pub(super) state: Disk,
    /// What a start made of the ledger: behind the log, or ahead of a log that was put back.
    ledger: Ledger,
}

#[derive(Clone)]
struct Ledger(Rc<RefCell<Store>>);

impl Default for Ledger {
    fn default() -> Ledger {
        Ledger(Rc::new(RefCell::new(Store::in_memory().unwrap())))
    }
}

/// What the world knows of a run: the tickets that were acknowledged.
#[derive(Default)]
pub(super) struct Known {
    pub(super) acknowledged: Vec<u64>,
}

pub(super) fn commit(ticket: u64, source: &Source) -> Commit {
    commit_of(ticket, ticket as usize % 4, source)
}

/// A document with so many events.
pub(super) fn commit_of(ticket: u64, events: usize, source: &Source) -> Commit {
    let document = DocumentId::of(&ticket.to_le_bytes());
    let mut writer = BlockWriter::new(source, document, &[0; 32]);
    for _ in 0..events {
        writer.event("a@1", "article", "", "{\"title\":\"Ferries\"}");
    }
    let record = serde_json::json!({
        "outcome": "complete",
        "file": { "name": format!("{ticket}.txt"), "claimed": "2026-11-21T12:00:00Z" },
    });
    let block = writer.finish(&record, 1).unwrap();
    let name = format!("{ticket}.txt").into_bytes();
    let note = Noted { document, name, claimed: 0, incomplete: false, bytes: 0 };
    Commit { ticket, block, note, company: false }
}

impl Disks {
    /// A log without a journal and a ledger.
    pub(super) fn of_log(log: &Disk) -> Disks {
        Disks { log: Disk::copy_of(log), ..Disks::default() }
    }

    pub(super) fn recover(&self) -> Result<Found, io::Error> {
        let source = Source::new("desk");
        let mut ledger = self.ledger.0.borrow_mut();
        recover(&self.log, Box::new(self.state.clone()), &source, JOURNAL_BYTES, &mut ledger).map_err(Into::into)
    }

    pub(super) fn start(&self) -> io::Result<Log> {
        let found = self.recover()?;
        Ok(Log::new(Box::new(self.log.clone()), Source::new("desk"), found.newest, found.journal, ROLL))
    }

    /// Commits batches of one to three documents until all is done or the disk dies, then ends.
    pub(super) fn work(&self, tickets: impl IntoIterator<Item = u64>, known: &mut Known) -> io::Result<()> {
        let source = Source::new("desk");
        let mut log = self.start()?;
        let mut tickets = tickets.into_iter().peekable();
        while let Some(first) = tickets.peek().copied() {
            let batch: Vec<u64> = tickets.by_ref().take(1 + first as usize % 3).collect();
            let mut commits: Vec<Commit> = batch.iter().map(|ticket| commit(*ticket, &source)).collect();
            log.commit(&mut commits, |_| false)?;
            log.publish(|_| false)?;
            known.acknowledged.extend(&batch);
        }
        log.stop()
    }

    /// Both come back after a crash or a power cut.
    pub(super) fn cut(&self, cut: Cut) {
        self.log.restart(cut);
        self.state.restart(cut);
    }

    /// Has both die at their n-th call together.
    pub(super) fn die_at(&self, call: usize) {
        self.log.die_at(call);
        self.state.die_at(call);
    }

    /// What readers see: every segment and its bytes.
    pub(super) fn seen(&self) -> BTreeMap<String, Vec<u8>> {
        let names = self.log.listed().into_iter().filter(|name| SegmentId::parse(name).is_some());
        names.map(|name| (name.clone(), self.log.seen(&name).unwrap())).collect()
    }

    /// How often each document is in the log, by the name of its file.
    fn documents(&self) -> BTreeMap<String, usize> {
        let mut documents = BTreeMap::new();
        for name in self.names() {
            *documents.entry(name).or_default() += 1;
        }
        documents
    }

    /// The names of the documents' files, in the order of the log, whose lines are numbered without a gap.
    pub(super) fn names(&self) -> Vec<String> {
        let (mut names, mut sequence) = (Vec::new(), 1);
        for bytes in self.seen().values() {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(text.ends_with('\n'), "a torn line: {text}");
            for line in text.lines().skip(1) {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                assert_eq!(line["sequence"], format!("{sequence:020}"));
                sequence += 1;
                if line["type"] == "dragoman.document.v1" {
                    names.push(line["data"]["file"]["name"].as_str().unwrap().to_owned());
                }
            }
        }
        names
    }

    /// The promises, after a crash in which the world had seen this and knew that.
    pub(super) fn check(&self, seen: &BTreeMap<String, Vec<u8>>, known: &Known, what: &str) {
        let now = self.seen();
        for (name, before) in seen {
            let after = now.get(name).unwrap_or_else(|| panic!("{what}: {name} is gone"));
            assert!(after.starts_with(before), "{what}: {name} was changed");
        }
        let documents = self.documents();
        assert!(documents.values().all(|count| *count == 1), "{what}: {documents:?}");
        for ticket in &known.acknowledged {
            assert!(documents.contains_key(&format!("{ticket}.txt")), "{what}: {ticket} was acknowledged and is lost");
        }
    }
}

/// A call that never comes.
const NEVER: usize = 1 << 40;

const CUTS: [Cut; 6] = [Cut::KeepAll, Cut::LoseAll, Cut::Some(3), Cut::Some(77), Cut::Some(901), Cut::Some(4242)];

/// Kills a run at a call, and again during the recovery at another, with a cut of its own; then lets all go well.
fn crash(at: usize, cut: Cut, again: Option<(usize, Cut)>) -> bool {
    let (disks, mut known) = (Disks::default(), Known::default());
    disks.work(0..6, &mut known).unwrap();
    disks.die_at(at);
    let ended = disks.work(6..TICKETS, &mut known).is_ok();
    let what = format!("at call {at}, {cut:?}, again {again:?}");
    let mut seen = vec![disks.seen()];
    disks.cut(cut);
    let was = cut;
    if let Some((call, cut)) = again {
        disks.die_at(call);
        let _ = disks.start();
        // What the recovery had published by then was seen, too. After a power cut, readers wait for its end.
        if was == Cut::KeepAll {
            seen.push(disks.seen());
        }
        disks.cut(cut);
    }
    disks.recover().unwrap_or_else(|error| panic!("{what}: {error}"));
    seen.iter().for_each(|seen| disks.check(seen, &known, &what));
    let after = disks.seen();
    disks.recover().unwrap_or_else(|error| panic!("{what}: the second time: {error}"));
    assert_eq!(disks.seen(), after, "{what}: a recovery changes nothing the second time");
    // What was not acknowledged is read again, unless it is in the log.
    let there = disks.documents();
    let rest: Vec<u64> = (6..TICKETS).filter(|ticket| !there.contains_key(&format!("{ticket}.txt"))).collect();
    disks.work(rest, &mut known).unwrap_or_else(|error| panic!("{what}: {error}"));
    disks.check(&after, &known, &what);
    assert_eq!(disks.documents().len() as u64, TICKETS, "{what}");
    ended
}

#[test]
fn a_crash_at_any_call_loses_nothing_that_was_seen_or_acknowledged() {
    for cut in CUTS {
        let calls = (0..).find(|at| crash(*at, cut, None)).unwrap();
        assert!(calls > 100, "{calls} calls");
    }
}

#[test]
fn a_crash_during_the_recovery_from_a_crash_loses_nothing() {
    for (nth, at) in (5..230).step_by(9).enumerate() {
        // At the last of these the recovery is over, and a lap has begun that knows nothing of the one before.
        for again in (nth % 3..66).step_by(3).chain((70..400).step_by(17)).chain([NEVER]) {
            let (first, second) = (CUTS[(nth + again) % CUTS.len()], CUTS[again % CUTS.len()]);
            crash(at, first, Some((again, second)));
            // A killed process leaves what a power cut then takes.
            crash(at, Cut::KeepAll, Some((again, Cut::LoseAll)));
        }
    }
}

/// Kills the very first start at a call, then lets all go well; says whether the start was over before.
fn crash_at_birth(at: usize, cut: Cut) -> bool {
    let (disks, mut known) = (Disks::default(), Known::default());
    disks.die_at(at);
    let ended = disks.start().is_ok();
    disks.cut(cut);
    let what = format!("at call {at}, {cut:?}");
    disks.work(0..3, &mut known).unwrap_or_else(|error| panic!("{what}: {error}"));
    disks.check(&BTreeMap::new(), &known, &what);
    ended
}

/// A journal that was made and not yet written to was damage to every later start.
#[test]
fn a_crash_at_any_call_of_the_first_start_keeps_no_later_one_from_its_work() {
    for cut in CUTS {
        assert!((0..).any(|at| crash_at_birth(at, cut)));
    }
}

#[test]
fn a_full_disk_holds_up_segments_and_what_is_committed_and_tears_nothing() {
    for room in (0..3000).step_by(61) {
        let (disks, mut known) = (Disks::default(), Known::default());
        disks.work(0..3, &mut known).unwrap();
        disks.log.leave_room(Some(room));
        let source = Source::new("desk");
        let mut log = disks.start().unwrap();
        let mut commits: Vec<Commit> = (3..9).map(|ticket| commit(ticket, &source)).collect();
        let mut make_room = |_: Stall<'_>| {
            disks.log.leave_room(None);
            true
        };
        log.commit(&mut commits, &mut make_room).unwrap();
        log.publish(&mut make_room).unwrap();
        known.acknowledged.extend(3..9);
        log.stop().unwrap();
        disks.check(&BTreeMap::new(), &known, &format!("room {room}"));
        assert_eq!(disks.documents().len(), 9);
    }
}

#[test]
fn a_stop_while_the_disk_is_full_leaves_what_is_committed_to_the_next_start() {
    let (disks, mut known, source) = (Disks::default(), Known::default(), Source::new("desk"));
    let mut log = disks.start().unwrap();
    disks.log.leave_room(Some(700));
    log.commit(&mut [commit(0, &source), commit(1, &source)], |_| false).unwrap();
    let error = log.publish(|_| false).unwrap_err();
    assert!(error.to_string().contains("no storage space"), "{error}");
    let seen = disks.seen();
    disks.log.leave_room(None);
    known.acknowledged.extend([0, 1]);
    disks.recover().unwrap();
    disks.check(&seen, &known, "after the stop");
}

#[test]
fn a_full_disk_of_the_journal_holds_up_the_next_lap_and_loses_nothing() {
    for room in (0..4 * JOURNAL_BYTES as usize).step_by(1511) {
        let (disks, mut known, source) = (Disks::default(), Known::default(), Source::new("desk"));
        let mut log = disks.start().unwrap();
        disks.state.leave_room(Some(room));
        let mut stalls = 0;
        let mut make_room = |stall: Stall<'_>| {
            if matches!(stall, Stall::Full(_)) {
                stalls += 1;
                assert!(disks.state.listed().iter().all(|name| !name.ends_with(".tmp")), "half a file keeps its room");
                disks.state.leave_room(None);
            }
            true
        };
        for ticket in 0..TICKETS {
            // The last is larger than a file of the journal.
            let events = if ticket + 1 == TICKETS { 60 } else { ticket as usize % 4 };
            log.commit(&mut [commit_of(ticket, events, &source)], &mut make_room).unwrap();
            log.publish(&mut make_room).unwrap();
            known.acknowledged.push(ticket);
        }
        log.stop().unwrap();
        assert_eq!(stalls, 1, "room {room}");
        disks.recover().unwrap();
        disks.check(&BTreeMap::new(), &known, &format!("room {room}"));
    }
}

#[test]
fn a_journal_that_cannot_be_made_refuses_the_start_and_the_next_one_goes_well() {
    for room in (0..JOURNAL_BYTES as usize).step_by(517) {
        for past in [0, 3] {
            let (disks, mut known) = (Disks::default(), Known::default());
            if past > 0 {
                disks.work(0..past, &mut known).unwrap();
            }
            let before = disks.state.listed();
            disks.state.leave_room(Some(room));
            let error = disks.recover().err().unwrap();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{error}");
            assert_eq!(disks.state.listed(), before, "half a file keeps its room");
            disks.state.leave_room(None);
            disks.work(past..past + 3, &mut known).unwrap();
            disks.check(&BTreeMap::new(), &known, &format!("room {room}"));
        }
    }
}

/// Every bit of the newest journal: a start either refuses, or finds what was acknowledged.
#[test]
fn a_flipped_bit_in_the_journal_invents_nothing_and_loses_nothing_that_is_in_the_log() {
    let (disks, mut known) = (Disks::default(), Known::default());
    disks.work(0..6, &mut known).unwrap();
    disks.die_at(70);
    let _ = disks.work(6..TICKETS, &mut known);
    let seen = disks.seen();
    let names = disks.state.listed();
    for name in names {
        let bytes = disks.state.seen(&name).unwrap();
        for bit in (0..bytes.len() * 8).step_by(251) {
            let (log, state) = (Disk::copy_of(&disks.log), Disk::copy_of(&disks.state));
            let harmed = Disks { log, state, ledger: Ledger::default() };
            harmed.state.flip(&name, bit);
            if harmed.recover().is_ok() {
                harmed.check(&seen, &known, &format!("{name}, bit {bit}"));
            }
        }
    }
}

#[test]
fn a_segment_ends_when_its_time_has_come_whatever_happened_to_the_daemon() {
    let (disks, mut known) = (Disks::default(), Known::default());
    disks.work(0..3, &mut known).unwrap();
    let found = disks.recover().unwrap();
    let every = Duration::from_secs(3600);
    let roll = Roll { size: 1 << 20, every: Some(every) };
    let born = found.newest.born;
    let log = Log::new(Box::new(disks.log.clone()), Source::new("desk"), found.newest, found.journal, roll);
    for (now, full) in [(born + every, true), (born + every / 2, false), (born - 9 * every, false)] {
        assert_eq!(log.is_full(now), full, "{now}");
    }
    assert!(born <= Timestamp::now());
}
