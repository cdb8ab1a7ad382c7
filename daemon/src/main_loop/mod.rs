//! The one owner of all state: which names wait, which documents are where, what comes next.
//!
//! Everything that can happen is one [`Wake`]; the loop takes one, changes its state, and hands out work to the mover,
//! the workers and the log writer. It reads no file and waits for nobody, so one slow disk or document holds up
//! nothing else.
//!
//! Parts: here, the state, waking and giving out work; `waiting`, names; `documents`, what became of them; `members`, files
//! that hold many; `reason`, why
//! a file is set aside; `shortage`, what the machine has too little of; `kept`, files that stay where they are; [`reload`],
//! from one generation of plugins to the next, and `rearm`, files that come back from quarantine with it; `control`, what people ask, and `explain`, of one file.

mod control;
mod documents;
mod explain;
mod kept;
mod members;
mod rearm;
mod reason;
pub mod reload;
mod shortage;
mod tally;
mod waiting;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use jiff::Timestamp;

use crate::config::{Duplicates, Limits};
use crate::control::{Reply, Request};
use crate::failpoint::waypoint;
use crate::id::DocumentId;
use crate::inbox::claim::Claimed;
use crate::inbox::lock::Lock;
use crate::inbox::mover::{Done, Mover, Order};
use crate::inbox::root::Key;
use crate::inbox::root::Root;
use crate::inbox::settle::Settling;
use crate::inbox::watch::Watch;
use crate::ledger::{Kept, Ledger};
use crate::log::seal::Sealer;
use crate::log::writer::{Ack, Writer};
use crate::main_loop::members::Unpacking;
use crate::main_loop::rearm::Rearming;
use crate::main_loop::reload::{Outcome, Prepare, Reloads};
use crate::main_loop::shortage::Shortage;
use crate::main_loop::tally::Tally;
use crate::plugin::watch::Folders;
use crate::pool::Report;
use crate::pool::breaker::{Admission, Breakers};
use crate::pool::course::Course;
use crate::pool::succession::Pools;
use crate::worker::sandbox::Confinement;

/// All that can wake the loop.
pub enum Wake {
    /// The watcher has names.
    Hints,
    /// Time for a scan.
    Reconcile,
    /// The mover did something.
    Moved(Done),
    /// A worker's keeper has news.
    Worker(Report),
    /// The log writer has news.
    Log(Ack),
    /// What the disks lack has changed.
    Room(Option<String>),
    /// The keeper of the ledger has news.
    Ledger(Kept),
    /// Somebody asks something over the control socket.
    Control(Request, Reply),
    /// The operator wants config and plugins to be read anew.
    Reload,
    /// A file in a folder of plugins changed.
    PluginsChanged,
    /// Config and plugins were read anew.
    Prepared(Box<Outcome>),
    /// The operator wants it to end.
    Stop,
}

/// Wakes that may wait. Wakes that do not come from outside answer something that the loop gave out, and it gives out far
/// less than this; those from outside are few, or are dropped when there are many. So senders never wait for long.
pub const WAKES_MAX: usize = 4096;

/// Documents between claim and disposal. When there are this many, the rest waits in the inbox, where nothing is lost.
const DOCUMENTS_MAX: usize = 256;
/// How long a daemon that was told to stop waits for documents that are with workers.
const GRACE: Duration = Duration::from_secs(10);
/// How long `--once` waits for a file that somebody is still writing.
const ONCE_PATIENCE: Duration = Duration::from_secs(30);

/// What the loop works with.
pub struct Parts {
    /// The watched folders.
    pub roots: Arc<Vec<Root>>,
    /// What is in the log.
    pub ledger: Ledger,
    /// The config's limits.
    pub limits: Limits,
    /// What to write about content that is in the log already.
    pub duplicates: Duplicates,
    /// Hints from the kernel.
    pub watch: Arc<Watch>,
    /// The thread that touches files.
    pub mover: Mover,
    /// The workers.
    pub pools: Pools,
    /// What the workers of a trial found that they cannot do.
    pub confinement: Confinement,
    /// How config and plugins are read anew.
    pub prepare: Prepare,
    /// The folders of plugins.
    pub plugin_folders: Folders,
    /// Where the wakes come from, for threads that the loop starts.
    pub wakes: Sender<Wake>,
    /// Whether to take nothing until a reload.
    pub safe_mode: bool,
    /// The log.
    pub writer: Writer,
    /// What seals its finished segments.
    pub sealer: Sealer,
    /// What the disks lack; absent when they have room.
    pub lacking: Option<String>,
    /// The quarantine, when files come back from there by themselves.
    pub rearm: Option<PathBuf>,
    /// Whether to end when the inboxes are empty.
    pub once: bool,
    /// What keeps a second daemon out of the folders; given up last.
    pub locks: Vec<Lock>,
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Documents whose events are in the log, incomplete ones included.
    pub done: u64,
    /// Of these, documents over which an extractor failed that may.
    pub incomplete: u64,
    /// Documents whose content was in the log already.
    pub duplicates: u64,
    /// Files in quarantine.
    pub quarantined: u64,
    /// Files that came back from there since their extractor has changed.
    pub rearmed: u64,
    /// Events by full type.
    pub events: BTreeMap<String, u64>,
    /// Names that were left because somebody is still writing them, or their folder refused.
    pub left: Vec<PathBuf>,
}

impl Summary {
    /// Counts the events of a document.
    fn count(&mut self, events: BTreeMap<String, u64>) {
        for (kind, count) in events {
            *self.events.entry(kind).or_default() += count;
        }
    }
}

/// Where a document is.
enum Stage {
    /// Waits for a worker.
    Queued,
    /// With a worker.
    Reading,
    /// The same content is on its way; waits to see what becomes of it.
    Parked,
    /// Waits to be tried again.
    Resting,
    /// Of a file that holds many: nobody reads it just now, some of them are with the log writer.
    Between,
    /// With the log writer.
    Committing { outcome: Committed, events: BTreeMap<String, u64> },
    /// With the mover.
    Leaving,
}

impl Stage {
    /// Whether somebody has it who will answer.
    fn is_under_way(&self) -> bool {
        matches!(self, Stage::Reading | Stage::Committing { .. } | Stage::Leaving)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Committed {
    Complete,
    Incomplete,
    Duplicate,
    /// A file that held many documents; they were counted one by one.
    Emptied,
}

struct Document {
    claimed: Arc<Claimed>,
    course: Course,
    /// Whether it goes through the chain in no group.
    apart: bool,
    stage: Stage,
    /// How far it is, if it turned out to hold many.
    unpacking: Option<Box<Unpacking>>,
    /// The worker that has it open then.
    holder: Option<usize>,
}

/// Why no file is taken though all is well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// Until somebody says otherwise.
    Paused,
    /// The daemon was started with `--safe-mode`; a reload ends it.
    SafeMode,
}

/// The state.
pub struct MainLoop {
    parts: Parts,
    settling: Settling,
    documents: HashMap<u64, Document>,
    next_sequence: u64,
    /// Names that the mover is looking at.
    looking: usize,
    /// Scans that the mover has not brought yet.
    scanning: usize,
    /// A scan brought as many names as it may; there are more.
    more_to_scan: bool,
    /// When which root is scanned because the kernel tells nothing of it.
    polls: BTreeMap<usize, Instant>,
    queue: VecDeque<u64>,
    alone: VecDeque<u64>,
    resting: BTreeMap<Instant, Vec<u64>>,
    /// Documents of files that hold many, with the log writer.
    members: HashMap<u64, members::Committing>,
    /// The document that is on its way with each content.
    in_flight: HashMap<DocumentId, u64>,
    /// Files that were taken and cannot become documents, on their way to quarantine.
    defective: HashMap<u64, Key>,
    /// The files of both.
    keys: Tally<Key>,
    /// The contents of documents.
    contents: Tally<DocumentId>,
    /// Moves that failed; tried again at every scan.
    stuck: Vec<Order>,
    /// Extractors that failed too often.
    breakers: Breakers,
    /// Why no file is taken, when the operator wants none to be.
    hold: Option<Hold>,
    /// What keeps which root, or a part of it, from being listed.
    troubles: BTreeMap<usize, String>,
    /// How many files of which root only a scan found, after the first.
    found_by_scans: BTreeMap<usize, u64>,
    /// When which root was listed first; the kernel tells of what comes later.
    first_scans: BTreeMap<usize, Instant>,
    /// What the machine has too little of.
    shortage: Shortage,
    reloads: Reloads,
    rearming: Rearming,
    began: Timestamp,
    /// Workers that became ready in the place of others.
    restarts: u64,
    /// Whether there is no room for what is committed.
    stalled: bool,
    /// Documents that came while the ledger could not be asked.
    unrouted: Vec<u64>,
    /// When to end whatever is unfinished, once told to stop.
    stopping: Option<Instant>,
    failed: Option<Refusal>,
    summary: Summary,
}

/// Why the daemon ends though nobody told it to.
#[derive(Debug)]
pub enum Refusal {
    /// The log or its journal cannot be written.
    Log(Arc<io::Error>),
    /// The ledger cannot be read.
    Ledger(io::Error),
}

impl MainLoop {
    /// Nothing is known yet.
    pub fn new(parts: Parts) -> MainLoop {
        MainLoop {
            breakers: Breakers::of(parts.pools.setup()),
            hold: parts.safe_mode.then_some(Hold::SafeMode),
            troubles: BTreeMap::new(),
            found_by_scans: BTreeMap::new(),
            first_scans: BTreeMap::new(),
            shortage: Shortage::of(parts.lacking.clone()),
            reloads: Reloads::default(),
            rearming: Rearming::default(),
            began: Timestamp::now(),
            restarts: 0,
            stalled: false,
            unrouted: Vec::new(),
            parts,
            settling: Settling::default(),
            documents: HashMap::new(),
            next_sequence: 0,
            looking: 0,
            scanning: 0,
            more_to_scan: false,
            polls: BTreeMap::new(),
            queue: VecDeque::new(),
            alone: VecDeque::new(),
            resting: BTreeMap::new(),
            members: HashMap::new(),
            in_flight: HashMap::new(),
            defective: HashMap::new(),
            keys: Tally::default(),
            contents: Tally::default(),
            stuck: Vec::new(),
            stopping: None,
            failed: None,
            summary: Summary::default(),
        }
    }

    /// Runs until told to stop, until the inboxes are empty (`once`), or until log or ledger refuses.
    ///
    /// # Errors
    /// Their error: nothing was acknowledged after it, and nothing was lost.
    pub fn run(mut self, wakes: &Receiver<Wake>) -> Result<Summary, Refusal> {
        self.scan();
        self.rearm();
        while !self.is_over() {
            self.hand_out();
            let wake = match self.deadline() {
                Some(deadline) => wakes.recv_deadline(deadline),
                None => wakes.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match wake {
                Ok(wake) => self.take(wake),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            // Taking all that has come in before handing out anew fills batches and windows better.
            for wake in wakes.try_iter().take(DOCUMENTS_MAX) {
                self.take(wake);
            }
        }
        self.end(wakes)
    }

    fn take(&mut self, wake: Wake) {
        match wake {
            Wake::Hints => self.take_hints(),
            Wake::Reconcile => {
                if self.parts.plugin_folders.renew() {
                    self.plugins_changed();
                }
                self.parts.ledger.save();
                self.scan();
            }
            Wake::Moved(done) => self.take_moved(done),
            Wake::Worker(report) => self.take_report(report),
            Wake::Log(ack) => self.take_ack(ack),
            Wake::Ledger(kept) => self.take_kept(kept),
            Wake::Room(lacking) => self.take_room(lacking),
            Wake::Control(request, reply) => self.take_request(request, reply),
            Wake::Reload => self.reload(None),
            Wake::PluginsChanged => self.plugins_changed(),
            Wake::Prepared(outcome) => self.take_prepared(*outcome),
            Wake::Stop => self.stop(),
        }
    }

    fn stop(&mut self) {
        let again = self.stopping.is_some();
        self.parts.mover.leave_large();
        tracing::info!(documents = self.documents.len(), again, "stopping: what workers hold is finished first");
        self.stopping = Some(if again { Instant::now() } else { Instant::now() + GRACE });
    }

    fn new_sequence(&mut self) -> u64 {
        self.next_sequence += 1;
        self.next_sequence
    }

    /// Files between claim and disposal, and names that may become such.
    fn taken(&self) -> usize {
        self.documents.len() + self.defective.len() + self.looking
    }

    fn hand_out(&mut self) {
        if self.failed.is_some() || self.stopping.is_some() {
            return;
        }
        let now = Instant::now();
        self.poll(now);
        while let Some(entry) = self.resting.first_entry().filter(|entry| *entry.key() <= now) {
            for sequence in entry.remove() {
                self.line_of(sequence).push_back(sequence);
            }
        }
        self.reload_if_settled(now);
        if self.hold.is_some() || self.stalled || !self.parts.ledger.is_open() {
            return;
        }
        while self.give_next(now) {}
        if matches!(self.breakers.admit(now), Admission::Wait(_)) {
            return;
        }
        if self.shortage.holds_up(now) {
            return;
        }
        while self.taken() < DOCUMENTS_MAX
            && let Some((key, waiting)) = self.settling.next_due(now)
        {
            if self.puts_off(&key) {
                continue;
            }
            self.looking += 1;
            self.parts.mover.order(Order::Look { key, waiting });
        }
        if self.more_to_scan && self.settling.len() < DOCUMENTS_MAX {
            self.scan();
        }
    }

    /// Gives one waiting document to a worker; says whether it could.
    fn give_next(&mut self, now: Instant) -> bool {
        let (bypass, trial) = match self.breakers.admit(now) {
            Admission::Wait(_) => return false,
            Admission::Read { bypass } => (bypass, false),
            Admission::Trial { bypass } => (bypass, true),
        };
        let pool = self.parts.pools.current_mut();
        let lone = if self.alone.is_empty() { None } else { pool.free_alone() };
        let (worker, sequence) = if let Some(worker) = lone {
            (worker, self.alone.pop_front())
        } else if pool.free().is_some() {
            let holder = |sequence| self.documents.get(sequence).and_then(|document| document.holder);
            let takers = self.queue.iter().map(|sequence| pool.free_for(holder(sequence)));
            let first = takers.enumerate().find_map(|(place, worker)| Some((place, worker?)));
            let Some((place, worker)) = first else { return false };
            (worker, self.queue.remove(place))
        } else {
            return false;
        };
        let Some(sequence) = sequence else { return false };
        if let Some(job) = self.job(sequence, bypass) {
            self.parts.pools.current_mut().give(worker, job);
            self.note_given(sequence, trial.then_some(now));
            waypoint!("document given out");
        }
        true
    }

    /// A document is with a worker; `trial` when it tries extractors that were out of service.
    fn note_given(&mut self, sequence: u64, trial: Option<Instant>) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        document.stage = Stage::Reading;
        if let Some(now) = trial {
            self.breakers.begin_trial(sequence, document.course.without, now);
        }
    }

    /// The line that a document waits in for a worker.
    fn line_of(&mut self, sequence: u64) -> &mut VecDeque<u64> {
        let alone = self.documents.get(&sequence).is_some_and(|document| document.course.alone);
        if alone { &mut self.alone } else { &mut self.queue }
    }

    /// When to look again without being woken.
    fn deadline(&self) -> Option<Instant> {
        if self.stopping.is_some() {
            return self.stopping;
        }
        let now = Instant::now();
        let admission = self.breakers.admit(now);
        let trial = if let Admission::Wait(until) = admission { until } else { None };
        // What is due but must not be done now is nothing to wake up for: there is no end to that.
        let takes = self.hold.is_none()
            && !matches!(admission, Admission::Wait(_))
            && !self.shortage.holds_up(now)
            && self.taken() < DOCUMENTS_MAX;
        let settled = if takes { self.settling.deadline() } else { None };
        let rested = self.resting.keys().next().copied();
        let patience = (self.parts.once && self.documents.is_empty()).then(|| now + Duration::from_secs(1));
        let polled = self.polls.values().min().copied();
        [settled, rested, patience, trial, polled, self.shortage.deadline(now), self.reloads.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    fn is_over(&self) -> bool {
        if self.failed.is_some() {
            return true;
        }
        let stuck = self.stuck.len();
        if let Some(deadline) = self.stopping {
            let busy = self.documents.values().filter(|document| document.stage.is_under_way());
            let leaving = busy.count() + self.members.len() + self.defective.len() > stuck;
            return !(leaving || self.looking > 0) || Instant::now() >= deadline;
        }
        if !self.parts.once {
            return false;
        }
        if matches!(self.breakers.admit(Instant::now()), Admission::Wait(_)) {
            // Nobody is there to mend the extractor; what is left stays where the next start finds it.
            return !self.documents.values().any(|document| document.stage.is_under_way()) && self.looking == 0;
        }
        if self.taken() == stuck && self.scanning == 0 && self.shortage.outlasts(ONCE_PATIENCE) {
            return true;
        }
        let idle = self.taken() == stuck && self.scanning == 0 && !self.more_to_scan && !self.rearming.is_busy();
        idle && self.settling.names().all(|(_, waiting)| waiting.looked && waiting.since.elapsed() >= ONCE_PATIENCE)
    }

    /// Closes the intake, lets the log be written, ends all threads.
    fn end(mut self, wakes: &Receiver<Wake>) -> Result<Summary, Refusal> {
        let left: Vec<PathBuf> = self.settling.names().map(|(key, _)| self.path_of(key)).collect();
        self.summary.left.extend(left);
        let stuck: Vec<PathBuf> = self.stuck.iter().filter_map(|order| Some(self.path_of(order.key()?))).collect();
        self.summary.left.extend(stuck);
        if self.parts.once {
            let undone = self.documents.values().filter(|document| !document.stage.is_under_way());
            let undone: Vec<PathBuf> = undone.map(|document| self.path_of(&document.claimed.taken.key)).collect();
            self.summary.left.extend(undone);
            let unlisted = self.troubles.keys().map(|root| self.parts.roots[*root].settings.path.clone());
            self.summary.left.extend(unlisted);
        }
        self.summary.left.sort();
        let Parts { pools, writer, ledger, sealer, mover, locks: _locks, .. } = self.parts;
        // The threads that end still send what they have; somebody must take it.
        std::thread::scope(|scope| {
            let ending = scope.spawn(move || {
                pools.finish();
                waypoint!("workers ended");
                writer.finish();
                waypoint!("writer ended");
                ledger.finish();
                sealer.finish();
                waypoint!("sealer ended");
                mover.finish();
            });
            while !ending.is_finished() {
                let _ = wakes.recv_timeout(Duration::from_millis(10));
            }
        });
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.summary),
        }
    }
}
