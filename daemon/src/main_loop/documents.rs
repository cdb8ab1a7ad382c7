//! Documents on their way: to a worker, to the log, to the archive or into quarantine.

use std::collections::BTreeMap;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::codes::extraction;
use crate::codes::folders::{LEDGER_REFUSED, LOG_FULL};
use crate::config::{Duplicates, OnPluginFailure};
use crate::failpoint::waypoint;
use crate::id::DocumentId;
use crate::inbox::claim::{Claimed, Taken};
use crate::inbox::dispose::Reason;
use crate::inbox::mover::{Done, Order};
use crate::inbox::root::Key;
use crate::ledger::{Entry, Kept};
use crate::log::journal::frame::Noted;
use crate::log::line::Block;
use crate::log::writer::{Ack, Commit};
use crate::main_loop::members::Unpacking;
use crate::main_loop::reason::of_failure;
use crate::main_loop::{Committed, Document, MainLoop, Refusal, Stage};
use crate::pool::breaker::weight;
use crate::pool::course::Course;
use crate::pool::verdict::{Again, Failure, duplicate};
use crate::pool::{Job, Portion, Report, Setup};
use crate::worker::frame::Places;

/// The first pause before a document is tried again after a transient error; doubled each time.
const TRANSIENT_PAUSE: Duration = Duration::from_secs(1);
/// The longest such pause.
const TRANSIENT_PAUSE_MAX: Duration = Duration::from_secs(60);

/// How long a document rests before it is tried again after so many attempts.
pub(super) fn rest(attempts: u32, document: DocumentId) -> Duration {
    spread((TRANSIENT_PAUSE * 2u32.saturating_pow(attempts - 1)).min(TRANSIENT_PAUSE_MAX), document)
}

/// A pause and up to a quarter more, so that documents that failed together are not tried again together.
fn spread(pause: Duration, document: DocumentId) -> Duration {
    pause + pause * u32::from(document.as_bytes()[0]) / 1024
}

impl MainLoop {
    pub(super) fn admit(&mut self, claimed: Claimed) {
        if self.is_known(&claimed.taken.key) {
            // A scan listed the name before its document left, and another file has it now; the next scan brings it. One
            // that stays may have changed meanwhile.
            if claimed.taken.stays.is_some() {
                self.read_again(claimed.taken.key);
            }
            return;
        }
        let sequence = self.new_sequence();
        self.keys.add(claimed.taken.key.clone());
        self.contents.add(claimed.id);
        let entry = claimed.taken.entry();
        let document = Document {
            claimed: Arc::new(claimed),
            course: Course::default(),
            apart: false,
            stage: Stage::Queued,
            unpacking: entry.map(|number| Box::new(Unpacking::of_one(number))),
            holder: None,
        };
        self.documents.insert(sequence, document);
        waypoint!("document admitted");
        self.route(sequence);
    }

    /// Decides where a document goes that nobody works on: to the log as a duplicate, behind its twin, or to a worker.
    pub(super) fn route(&mut self, sequence: u64) {
        let Some(claimed) = self.documents.get(&sequence).map(|document| Arc::clone(&document.claimed)) else { return };
        if !self.parts.ledger.is_open() {
            return self.unrouted.push(sequence);
        }
        let (id, taken) = (claimed.id, &claimed.taken);
        let ledger = &self.parts.ledger;
        let put_off = self.is_committed(taken, id);
        let known = put_off.and_then(|put_off| Ok((put_off, ledger.arrivals(id)?)));
        match known {
            Err(error) => self.failed = Some(Refusal::Ledger(error)),
            Ok((true, _)) => {
                tracing::debug!(document = %id, "committed before, put away or remembered now");
                self.archive(sequence);
            }
            Ok((false, _)) if let Some(replay) = &taken.replay => {
                if replay.fingerprint == self.parts.pools.setup().generation.fingerprint_hex {
                    tracing::info!(document = %id, "not read anew: the chain that read it before would give the same events");
                    return self.archive(sequence);
                }
                self.queue_or_park(sequence, id);
            }
            Ok((false, known)) if known.complete => self.commit_duplicate(sequence),
            Ok((false, _)) => self.queue_or_park(sequence, id),
        }
    }

    /// Whether a file with this content only has to be put away: an earlier run committed it, or it stays, and its
    /// content is not new.
    fn is_committed(&self, taken: &Taken, id: DocumentId) -> io::Result<bool> {
        let name = taken.name().as_bytes();
        match (&taken.stays, taken.recovered) {
            _ if taken.entry().is_some() => self.is_read_anew(taken),
            (Some(stat), _) => self.has_kept(taken, id, stat),
            (None, Some(changed)) => self.parts.ledger.was_committed(id, name, changed),
            (None, None) => Ok(false),
        }
    }

    fn queue_or_park(&mut self, sequence: u64, id: DocumentId) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        match self.in_flight.get(&id) {
            Some(&twin) if twin != sequence => document.stage = Stage::Parked,
            _ => {
                self.in_flight.insert(id, sequence);
                document.stage = Stage::Queued;
                self.queue.push_back(sequence);
            }
        }
    }

    pub(super) fn job(&mut self, sequence: u64, bypass: Places) -> Option<Job> {
        let document = self.documents.get(&sequence)?;
        let id = document.claimed.id;
        let (ledger, taken) = (&self.parts.ledger, &document.claimed.taken);
        // What is read anew follows another record.
        let is_new = taken.replay.is_none();
        let previous = || if is_new { ledger.previous(id, taken.name().as_bytes()) } else { Ok(None) };
        let known = ledger.arrivals(id).and_then(|known| Ok((known.committed, previous()?)));
        let (known, previous) = match known {
            Ok(known) => known,
            Err(error) => {
                self.failed = Some(Refusal::Ledger(error));
                return None;
            }
        };
        // The ledger learns of a document when it is committed; equal ones may be on their way to the log before it.
        let committing = |other: &&Document| other.claimed.id == id && matches!(other.stage, Stage::Committing { .. });
        let is_alone = self.contents.of(&id) == 1;
        let ahead = if is_alone { 0 } else { self.documents.values().filter(committing).count() as u64 };
        Some(Job {
            sequence,
            course: document.course,
            apart: document.apart,
            portion: document.unpacking.as_ref().map_or(Portion::FIRST, |unpacking| unpacking.portion()),
            passed: 0,
            bypass,
            arrival: known + ahead + 1,
            previous,
            claimed: Arc::clone(&document.claimed),
        })
    }

    pub(super) fn commit_duplicate(&mut self, sequence: u64) {
        let Some(job) = self.job(sequence, Places::default()) else { return };
        tracing::debug!(document = %job.claimed.id, path = %self.path_of(&job.claimed.taken.key).display(), "duplicate");
        match duplicate(self.parts.pools.setup(), &job) {
            Ok(block) if self.parts.duplicates == Duplicates::Mark => {
                self.commit(sequence, block, Committed::Duplicate, BTreeMap::new());
            }
            _ => {
                self.summary.duplicates += 1;
                self.archive(sequence);
            }
        }
    }

    pub(super) fn commit(&mut self, sequence: u64, block: Block, outcome: Committed, events: BTreeMap<String, u64>) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        let taken = &document.claimed.taken;
        let note = Noted {
            document: document.claimed.id,
            name: taken.name().as_bytes().to_vec(),
            claimed: taken.claimed.as_microsecond(),
            incomplete: outcome == Committed::Incomplete,
            bytes: 0,
        };
        document.stage = Stage::Committing { outcome, events };
        let company = self.parts.pools.held() > 0 || !self.queue.is_empty();
        self.parts.writer.commit(Commit { ticket: sequence, block, note, company });
    }

    pub(super) fn take_report(&mut self, report: Report) {
        let worker = report.worker();
        let (setup, of_candidate) =
            (Arc::clone(self.parts.pools.setup_of(worker)), self.parts.pools.is_candidate(worker));
        self.parts.pools.note(&report);
        if of_candidate {
            return self.take_candidates_report(report, &setup);
        }
        match report {
            Report::Ready { confinement, again, .. } => {
                self.restarts += u64::from(again);
                if confinement != self.parts.confinement && setup.policy.enabled {
                    let (found, tried) = (confinement.describe(), self.parts.confinement.describe());
                    tracing::error!(worker, found, tried, "a worker is not confined as the one of the trial was");
                }
            }
            Report::NotStarted { failure, .. } => {
                let (code, error) = (failure.code, failure.text);
                tracing::error!(worker, code, error, "a worker cannot be started, it is tried again");
            }
            Report::Read { sequence, block, incomplete, counts, member, .. } => {
                if Arc::ptr_eq(&setup, self.parts.pools.setup()) {
                    self.note_served(sequence);
                }
                match member {
                    Some(member) => self.take_member(sequence, worker, member, block, incomplete, counts),
                    None if self.is_of_many(sequence) => self.take_end(sequence, worker, String::new()),
                    None => self.take_lines(sequence, block, incomplete, counts),
                }
            }
            Report::Emptied { sequence, facts, .. } => self.take_end(sequence, worker, facts),
            Report::Returned { sequence, apart, .. } => self.take_back(sequence, apart),
            Report::Failed { sequence, member, failure, .. } => {
                if member.is_some() || self.is_of_many(sequence) {
                    if Arc::ptr_eq(&setup, self.parts.pools.setup()) {
                        self.note_strike(sequence, &failure);
                    }
                    return self.take_members_failure(sequence, worker, member, *failure, &setup);
                }
                self.take_failure(sequence, *failure, &setup);
            }
            Report::Ended { .. } => {}
        }
    }

    /// Whether a file is known to hold many documents.
    fn is_of_many(&self, sequence: u64) -> bool {
        self.documents.get(&sequence).is_some_and(|document| document.unpacking.is_some())
    }

    pub(super) fn take_lines(&mut self, sequence: u64, block: Block, incomplete: bool, counts: BTreeMap<String, u64>) {
        let outcome = if incomplete { Committed::Incomplete } else { Committed::Complete };
        self.commit(sequence, block, outcome, counts);
    }

    /// A document comes back unread; `apart` when it is to be in no group from now on.
    pub(super) fn take_back(&mut self, sequence: u64, apart: bool) {
        self.breakers.abandon(sequence);
        if let Some(document) = self.documents.get_mut(&sequence) {
            document.apart |= apart;
            document.stage = Stage::Queued;
            self.line_of(sequence).push_front(sequence);
        }
    }

    fn note_served(&mut self, sequence: u64) {
        for place in self.breakers.served(sequence) {
            let extractor = &self.parts.pools.setup().generation.extractors[place];
            tracing::info!(extractor = extractor.name, plugin = extractor.label, "an extractor is back in service");
        }
    }

    /// Counts a failure against the extractor that it names.
    fn note_strike(&mut self, sequence: u64, failure: &Failure) {
        let setup = self.parts.pools.setup();
        let place = failure.extractor.as_deref().and_then(|name| setup.generation.place_of(name));
        let document = self.documents.get(&sequence).map(|document| document.claimed.id);
        if let (Some(place), Some(document)) = (place, document)
            && self.breakers.strike(place, sequence, document, weight(failure), Instant::now())
        {
            let (extractor, plugin) = (&failure.extractor, &failure.plugin);
            let fix = "see the quarantine; mend the plugin and `dragoman ctl reload`, or take it out of chain.order";
            match setup.meaning_of_failure(place) {
                OnPluginFailure::Halt => {
                    tracing::error!(
                        code = extraction::HALTED,
                        extractor,
                        plugin,
                        fix,
                        "halted: an extractor fails over too many documents, no more are read until it goes well again"
                    );
                }
                OnPluginFailure::Bypass => {
                    tracing::error!(
                        code = extraction::BYPASS,
                        extractor,
                        plugin,
                        fix,
                        "bypassed: an extractor fails over too many documents, they are read without it until it goes well again"
                    );
                }
            }
        }
        self.breakers.abandon(sequence);
    }

    pub(super) fn take_failure(&mut self, sequence: u64, failure: Failure, setup: &Arc<Setup>) {
        let is_current = Arc::ptr_eq(setup, self.parts.pools.setup());
        if is_current {
            self.note_strike(sequence, &failure);
        }
        let Some(document) = self.documents.get(&sequence) else { return };
        let claimed = Arc::clone(&document.claimed);
        if let Some(pause) = self.comes_back(&failure, &claimed.taken) {
            return self.read_anew_when_settled(sequence, pause);
        }
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        let attempts = document.course.attempt + 1;
        let again = document.course.go_on(&failure, &setup.generation, self.parts.limits.retries);
        if !is_current {
            // Places of another chain.
            document.course.without = Places::default();
        }
        if !again {
            let claimed = Arc::clone(&document.claimed);
            let reason = of_failure(failure, attempts, &claimed, setup);
            self.forget_flight(sequence);
            return self.set_aside(sequence, claimed.taken.clone(), reason);
        }
        tracing::info!(document = %document.claimed.id, reason = failure.reason, attempt = attempts, "a document is tried again");
        if failure.again == Again::Alone {
            document.stage = Stage::Queued;
            self.line_of(sequence).push_back(sequence);
        } else {
            document.stage = Stage::Resting;
            let pause = rest(attempts, document.claimed.id);
            self.resting.entry(Instant::now() + pause).or_default().push(sequence);
        }
    }

    pub(super) fn take_ack(&mut self, ack: Ack) {
        match ack {
            Ack::Failed(error) => self.failed = Some(Refusal::Log(error)),
            Ack::Stalled(error) => {
                tracing::error!(code = LOG_FULL, %error, "the disk of the log is full: nothing is taken until there is room; what is committed appears then");
                self.stalled = true;
            }
            Ack::Resumed => {
                tracing::info!("there is room for the log again");
                self.stalled = false;
            }
            Ack::Committed(documents) => {
                for (sequence, line) in documents {
                    self.committed(sequence, line);
                }
            }
        }
    }

    pub(super) fn take_kept(&mut self, kept: Kept) {
        match kept {
            Kept::Saved(view) => {
                if !self.parts.ledger.is_open() {
                    tracing::info!("the ledger can be written again");
                }
                self.parts.ledger.saved(*view);
                self.delete_forgotten();
                for sequence in std::mem::take(&mut self.unrouted) {
                    self.route(sequence);
                }
            }
            Kept::Refused(error) => {
                tracing::error!(code = LEDGER_REFUSED, %error, "the ledger cannot be written: nothing is taken until it can");
                self.parts.ledger.close();
            }
            Kept::Damaged(error) => self.failed = Some(Refusal::Ledger(error)),
        }
    }

    /// A document is durable, and its last line has this number.
    pub(super) fn committed(&mut self, sequence: u64, line: u64) {
        if self.member_committed(sequence, line) {
            return;
        }
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        let stage = std::mem::replace(&mut document.stage, Stage::Leaving);
        let Stage::Committing { outcome, events } = stage else { return };
        let (taken, incomplete) = (&document.claimed.taken, outcome == Committed::Incomplete);
        let name = taken.name().as_bytes();
        self.parts.ledger.add(Entry::new(document.claimed.id, name, taken.claimed, line, incomplete));
        match outcome {
            Committed::Duplicate => self.summary.duplicates += 1,
            Committed::Complete | Committed::Incomplete => self.summary.done += 1,
            Committed::Emptied => {}
        }
        self.summary.incomplete += u64::from(outcome == Committed::Incomplete);
        self.summary.count(events);
        waypoint!("commit noted");
        self.forget_flight(sequence);
        self.archive(sequence);
    }

    /// The content is no longer on its way; documents that waited for it are routed anew.
    pub(super) fn forget_flight(&mut self, sequence: u64) {
        let Some(id) = self.documents.get(&sequence).map(|document| document.claimed.id) else { return };
        self.land(id, sequence);
    }

    /// The same, of a content.
    pub(super) fn land(&mut self, id: DocumentId, sequence: u64) {
        if self.in_flight.get(&id) != Some(&sequence) {
            return;
        }
        self.in_flight.remove(&id);
        if self.contents.of(&id) == 1 {
            return;
        }
        let twins =
            self.documents.iter().filter(|(_, other)| other.claimed.id == id && matches!(other.stage, Stage::Parked));
        let mut twins: Vec<u64> = twins.map(|(twin, _)| *twin).collect();
        twins.sort_unstable();
        for twin in twins {
            self.route(twin);
        }
    }

    pub(super) fn archive(&mut self, sequence: u64) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        document.stage = Stage::Leaving;
        let (id, taken) = (document.claimed.id, document.claimed.taken.clone());
        if let Some(stat) = &taken.stays {
            self.remember(&taken.key, stat, Some(id));
            return self.forget(sequence);
        }
        self.parts.mover.order(Order::Archive { sequence, taken });
    }

    pub(super) fn set_aside(&mut self, sequence: u64, taken: Taken, reason: Reason) {
        match self.documents.get_mut(&sequence) {
            Some(document) => document.stage = Stage::Leaving,
            None => {
                self.keys.add(taken.key.clone());
                self.defective.insert(sequence, taken.key.clone());
            }
        }
        let path = self.path_of(&taken.key);
        tracing::warn!(path = %path.display(), reason = reason.reason, code = reason.code, extractor = reason.extractor, text = reason.text, "document set aside");
        self.parts.mover.order(Order::Quarantine { sequence, taken, reason: Box::new(reason) });
    }

    pub(super) fn take_moved(&mut self, done: Done) {
        match done {
            Done::Scanned { root, place, listing } => self.take_scan(root, place, listing),
            Done::Looked { key, look } => self.take_look(key, *look),
            Done::Hashed { key, look } => {
                self.keys.take(key.clone());
                self.take_look(key, *look);
            }
            Done::Swept { sweep, portion } => self.take_swept(sweep, portion),
            Done::CopiesDeleted(entries) => self.take_deleted(entries),
            Done::Archived { sequence, result: Ok(()), .. } => self.forget(sequence),
            Done::Archived { sequence, taken, result: Err(error) } => {
                let path = self.path_of(&taken.key);
                tracing::warn!(path = %path.display(), %error, "done, but the file cannot be moved to the archive; it is tried again at every scan");
                self.stuck.push(Order::Archive { sequence, taken });
            }
            Done::Quarantined { sequence, taken, reason, result: Ok(path) } => {
                tracing::debug!(path = %path.display(), reason = reason.reason, "in quarantine");
                self.summary.quarantined += 1;
                if let Some(stat) = &taken.stays {
                    self.remember(&taken.key, stat, None);
                    // Were it lost, the copy would be made once more.
                    self.parts.ledger.save();
                }
                self.forget(sequence);
                if reason.extractor.is_some() && reason.generation != self.parts.pools.setup().generation.id {
                    // It failed in the last worker of a chain that has gone meanwhile.
                    self.rearm();
                }
            }
            Done::Quarantined { sequence, taken, result: Err(_), .. } if self.has_vanished(&taken.key) => {
                let path = self.path_of(&taken.key);
                tracing::warn!(path = %path.display(), "a file has vanished from the work area, it is not in quarantine");
                self.forget(sequence);
            }
            Done::Quarantined { sequence, taken, result: Err(error), .. } if self.has_changed(&taken) => {
                let path = self.path_of(&taken.key);
                tracing::info!(path = %path.display(), %error, "a file has changed before it was set aside, it is read again");
                self.forget(sequence);
                self.read_again(taken.key);
            }
            Done::Quarantined { sequence, taken, reason, result: Err(error) } => {
                let path = self.path_of(&taken.key);
                tracing::error!(path = %path.display(), %error, "cannot move a file into quarantine; it is tried again at every scan");
                self.stuck.push(Order::Quarantine { sequence, taken, reason });
            }
        }
    }

    fn has_vanished(&self, key: &Key) -> bool {
        matches!(self.parts.roots[key.root].has(key.place, &key.name), Ok(false))
    }

    pub(super) fn forget(&mut self, sequence: u64) {
        if let Some(key) = self.defective.remove(&sequence) {
            self.keys.take(key);
        }
        if let Some(document) = self.documents.remove(&sequence) {
            self.keys.take(document.claimed.taken.key.clone());
            self.contents.take(document.claimed.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_failed_together_are_tried_again_one_after_the_other() {
        let pause = |first| spread(Duration::from_secs(8), DocumentId::from_bytes([first; 32]));
        let pauses = [0, 1, 128, 255].map(pause);
        assert!(pauses.is_sorted() && pauses[0] < pauses[1], "{pauses:?}");
        assert_eq!(pauses[0], Duration::from_secs(8));
        assert!(pauses[3] < Duration::from_secs(10), "{pauses:?}");
    }
}
