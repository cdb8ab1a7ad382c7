//! The one owner of all state: which names wait, which documents are where, what comes next.
//!
//! Everything that can happen is one [`Wake`]; the loop takes one, changes its state, and hands out work to the mover,
//! the workers and the log writer. It reads no file and waits for nobody, so one slow disk or document holds up
//! nothing else.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};

use crate::config::{Duplicates, Limits};
use crate::id::DocumentId;
use crate::inbox::claim::{Claimed, Defect, Look, Taken};
use crate::inbox::dispose::Reason;
use crate::inbox::mover::{Done, Mover, Order};
use crate::inbox::root::{Key, Place, Root, is_ignored};
use crate::inbox::settle::{Patience, Settling};
use crate::inbox::watch::Watch;
use crate::ledger::Ledger;
use crate::log::line::Block;
use crate::log::writer::{Ack, Commit, Writer};
use crate::pool::verdict::{Again, Failure, duplicate};
use crate::pool::{Job, Pool, Report, Setup};

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
    /// The operator wants it to end.
    Stop,
}

/// Wakes that may wait. Every wake but [`Wake::Stop`], [`Wake::Hints`] and [`Wake::Reconcile`] answers something that
/// the loop gave out, and it gives out far less than this, so senders never wait for long.
pub const WAKES_MAX: usize = 4096;

/// Documents between claim and disposal. When there are this many, the rest waits in the inbox, where nothing is lost.
const DOCUMENTS_MAX: usize = 128;
/// How long a daemon that was told to stop waits for documents that are with workers.
const GRACE: Duration = Duration::from_secs(10);
/// How long `--once` waits for a file that somebody is still writing.
const ONCE_PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait after a folder refused.
const REFUSED_WAIT: Duration = Duration::from_secs(5);
/// The first pause before a document is tried again after a transient error; doubled each time.
const TRANSIENT_PAUSE: Duration = Duration::from_secs(1);

/// What the loop works with.
pub struct Parts {
    /// The watched folders.
    pub roots: Arc<Vec<Root>>,
    /// What is in the log.
    pub ledger: Ledger,
    /// The chain and its limits.
    pub setup: Arc<Setup>,
    /// The config's limits.
    pub limits: Limits,
    /// What to write about content that is in the log already.
    pub duplicates: Duplicates,
    /// Hints from the kernel.
    pub watch: Watch,
    /// The thread that touches files.
    pub mover: Mover,
    /// The workers.
    pub pool: Pool,
    /// The log.
    pub writer: Writer,
    /// Whether to end when the inboxes are empty.
    pub once: bool,
    /// What keeps a second daemon out of the folders; given up last.
    pub locks: Vec<OwnedFd>,
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
    /// Events by full type.
    pub events: BTreeMap<String, u64>,
    /// Names that were left because somebody is still writing them, or their folder refused.
    pub left: Vec<PathBuf>,
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
    /// With the log writer.
    Committing { outcome: Outcome, events: BTreeMap<String, u64> },
    /// With the mover.
    Leaving,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Complete,
    Incomplete,
    Duplicate,
}

struct Document {
    claimed: Arc<Claimed>,
    attempt: u32,
    stage: Stage,
}

/// The state.
pub struct MainLoop {
    parts: Parts,
    settling: Settling,
    documents: HashMap<u64, Document>,
    next_sequence: u64,
    /// Bytes of all documents that are held in memory.
    bytes: u64,
    /// Names that the mover is looking at.
    looking: usize,
    /// Scans that the mover has not brought yet.
    scanning: usize,
    /// A scan brought as many names as it may; there are more.
    more_to_scan: bool,
    queue: VecDeque<u64>,
    alone: VecDeque<u64>,
    resting: BTreeMap<Instant, Vec<u64>>,
    /// The document that is on its way with each content.
    in_flight: HashMap<DocumentId, u64>,
    /// Files that could not be moved; tried again at every scan.
    stuck: Vec<(u64, Taken)>,
    /// When to end whatever is unfinished, once told to stop.
    stopping: Option<Instant>,
    failed: Option<Arc<io::Error>>,
    summary: Summary,
}

impl MainLoop {
    /// Nothing is known yet.
    pub fn new(parts: Parts) -> MainLoop {
        MainLoop {
            parts,
            settling: Settling::default(),
            documents: HashMap::new(),
            next_sequence: 1,
            bytes: 0,
            looking: 0,
            scanning: 0,
            more_to_scan: false,
            queue: VecDeque::new(),
            alone: VecDeque::new(),
            resting: BTreeMap::new(),
            in_flight: HashMap::new(),
            stuck: Vec::new(),
            stopping: None,
            failed: None,
            summary: Summary::default(),
        }
    }

    /// Runs until told to stop, until the inboxes are empty (`once`), or until the log refuses.
    ///
    /// # Errors
    /// The log's error: nothing was acknowledged after it, and nothing was lost.
    pub fn run(mut self, wakes: &Receiver<Wake>) -> Result<Summary, Arc<io::Error>> {
        self.scan();
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
            Wake::Reconcile => self.scan(),
            Wake::Moved(done) => self.take_moved(done),
            Wake::Worker(report) => self.take_report(report),
            Wake::Log(ack) => self.take_ack(ack),
            Wake::Stop => {
                let again = self.stopping.is_some();
                tracing::info!(
                    documents = self.documents.len(),
                    again,
                    "stopping: what workers hold is finished first"
                );
                self.stopping = Some(if again { Instant::now() } else { Instant::now() + GRACE });
            }
        }
    }

    // What waits.

    fn scan(&mut self) {
        self.take_hints();
        if self.scanning > 0 || self.stopping.is_some() {
            return;
        }
        self.more_to_scan = false;
        for (sequence, taken) in std::mem::take(&mut self.stuck) {
            self.parts.mover.order(Order::Archive { sequence, taken });
        }
        for root in 0..self.parts.roots.len() {
            for place in [Place::Work, Place::Inbox] {
                self.scanning += 1;
                self.parts.mover.order(Order::Scan { root, place });
            }
        }
    }

    fn patience(&self, root: usize) -> Patience {
        Patience { quiet: self.parts.limits.quiet, settle: self.parts.roots[root].settle }
    }

    fn take_hints(&mut self) {
        let hints = self.parts.watch.take();
        let now = Instant::now();
        for ((root, name), sign) in hints.names {
            if !is_ignored(&name) {
                let key = Key { root, place: Place::Inbox, name };
                self.settling.hint(key, sign, self.patience(root), now);
            }
        }
        if hints.rescan {
            tracing::debug!("hints were lost, the folders are scanned");
            self.more_to_scan = true;
        }
    }

    fn take_scan(&mut self, root: usize, place: Place, names: io::Result<(Vec<OsString>, bool)>) {
        self.scanning -= 1;
        let (names, more) = match names {
            Ok(names) => names,
            Err(error) => {
                tracing::warn!(path = %self.parts.roots[root].path.display(), %error, "cannot list an inbox, it is tried again at the next scan");
                return;
            }
        };
        self.more_to_scan |= more;
        let (now, patience) = (Instant::now(), self.patience(root));
        for name in names {
            let key = Key { root, place, name };
            // Files of documents that are on their way lie in the work area too.
            if place == Place::Inbox || !self.is_known(&key) {
                self.settling.found(key, patience, now);
            }
        }
    }

    fn is_known(&self, key: &Key) -> bool {
        self.documents.values().any(|document| document.claimed.taken.key == *key)
    }

    fn take_look(&mut self, key: Key, look: Look) {
        self.looking -= 1;
        let again_in = |settling: &mut Settling, stat, after| settling.again(key.clone(), stat, Instant::now() + after);
        match look {
            Look::NotYet { stat, after } => again_in(&mut self.settling, stat, after),
            Look::Failed(error) => {
                let path = self.path_of(&key);
                tracing::warn!(path = %path.display(), %error, "cannot take a file, it is tried again");
                again_in(&mut self.settling, None, REFUSED_WAIT);
            }
            Look::Gone => self.settling.done(&key),
            Look::Ignored(what) => {
                let path = self.path_of(&key);
                tracing::debug!(path = %path.display(), what, "ignored");
                self.settling.done(&key);
            }
            Look::Unfinished => {
                self.settling.done(&key);
                let patience = self.patience(key.root);
                let key = Key { place: Place::Work, ..key };
                self.settling.found(key, Patience { quiet: patience.settle, ..patience }, Instant::now());
            }
            Look::Defective(taken, defect) => {
                self.settling.done(&key);
                let reason = defect_reason(&defect, &self.parts.setup);
                self.set_aside(None, taken, reason);
            }
            Look::Claimed(claimed) => {
                self.settling.done(&key);
                self.admit(claimed);
            }
        }
    }

    fn path_of(&self, key: &Key) -> PathBuf {
        self.parts.roots[key.root].path.join(&key.name)
    }

    // Documents on their way.

    fn admit(&mut self, claimed: Claimed) {
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        self.bytes += claimed.taken.size;
        let document = Document { claimed: Arc::new(claimed), attempt: 0, stage: Stage::Queued };
        self.documents.insert(sequence, document);
        self.route(sequence);
    }

    /// Decides where a document goes that nobody works on: to the log as a duplicate, behind its twin, or to a worker.
    fn route(&mut self, sequence: u64) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        let (id, taken) = (document.claimed.id, &document.claimed.taken);
        if taken.recovered && self.parts.ledger.was_committed_as(id, taken.key.name.as_bytes()) {
            tracing::debug!(document = %id, "committed by an earlier run, put away now");
            return self.archive(sequence);
        }
        if self.parts.ledger.is_duplicate(id) {
            return self.commit_duplicate(sequence);
        }
        match self.in_flight.get(&id) {
            Some(&twin) if twin != sequence => document.stage = Stage::Parked,
            _ => {
                self.in_flight.insert(id, sequence);
                document.stage = Stage::Queued;
                self.queue.push_back(sequence);
            }
        }
    }

    fn job(&self, sequence: u64, alone: bool) -> Option<Job> {
        let document = self.documents.get(&sequence)?;
        // The ledger learns of a document when it is committed; equal ones may be on their way to the log before it.
        let committing = |other: &&Document| {
            other.claimed.id == document.claimed.id && matches!(other.stage, Stage::Committing { .. })
        };
        let ahead = self.documents.values().filter(committing).count() as u64;
        Some(Job {
            sequence,
            attempt: document.attempt,
            alone,
            arrival: self.parts.ledger.next_arrival(document.claimed.id) + ahead,
            claimed: Arc::clone(&document.claimed),
        })
    }

    fn commit_duplicate(&mut self, sequence: u64) {
        let Some(job) = self.job(sequence, false) else { return };
        tracing::debug!(document = %job.claimed.id, path = %self.path_of(&job.claimed.taken.key).display(), "duplicate");
        match duplicate(&self.parts.setup, &job) {
            Ok(block) if self.parts.duplicates == Duplicates::Mark => {
                self.commit(sequence, block, Outcome::Duplicate, BTreeMap::new());
            }
            _ => {
                self.summary.duplicates += 1;
                self.archive(sequence);
            }
        }
    }

    fn commit(&mut self, sequence: u64, block: Block, outcome: Outcome, events: BTreeMap<String, u64>) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        document.stage = Stage::Committing { outcome, events };
        let company = self.parts.pool.held() > 0 || !self.queue.is_empty();
        self.parts.writer.commit(Commit { ticket: sequence, block, company });
    }

    fn take_report(&mut self, report: Report) {
        self.parts.pool.note(&report);
        match report {
            Report::Ready { .. } => {}
            Report::NotStarted { worker, failure } => {
                tracing::error!(
                    worker,
                    code = failure.code,
                    error = failure.text,
                    "a worker cannot be started, it is tried again"
                );
            }
            Report::Read { sequence, block, incomplete, counts, .. } => {
                let outcome = if incomplete { Outcome::Incomplete } else { Outcome::Complete };
                self.commit(sequence, block, outcome, counts);
            }
            Report::Returned { sequence, .. } => {
                if let Some(document) = self.documents.get_mut(&sequence) {
                    document.stage = Stage::Queued;
                    // One that ran alone does so again.
                    let again = if document.attempt > 0 { &mut self.alone } else { &mut self.queue };
                    again.push_front(sequence);
                }
            }
            Report::Failed { sequence, failure, .. } => self.take_failure(sequence, *failure),
        }
    }

    fn take_failure(&mut self, sequence: u64, failure: Failure) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        let attempts = document.attempt + 1;
        let again = match failure.again {
            Again::Never => false,
            Again::Alone => attempts == 1,
            Again::Later => attempts <= self.parts.limits.retries,
        };
        if !again {
            let claimed = Arc::clone(&document.claimed);
            let reason = failure_reason(failure, attempts, &claimed, &self.parts.setup);
            self.forget_flight(sequence);
            return self.set_aside(Some(sequence), claimed.taken.clone(), reason);
        }
        tracing::info!(document = %document.claimed.id, reason = failure.reason, attempt = attempts, "a document is tried again");
        document.attempt += 1;
        if failure.again == Again::Alone {
            document.stage = Stage::Queued;
            self.alone.push_back(sequence);
        } else {
            document.stage = Stage::Resting;
            let pause = TRANSIENT_PAUSE * 2u32.saturating_pow(attempts - 1);
            self.resting.entry(Instant::now() + pause).or_default().push(sequence);
        }
    }

    fn take_ack(&mut self, ack: Ack) {
        match ack {
            Ack::Failed(error) => self.failed = Some(error),
            Ack::Committed(sequences) => {
                for sequence in sequences {
                    self.committed(sequence);
                }
            }
        }
    }

    fn committed(&mut self, sequence: u64) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        let stage = std::mem::replace(&mut document.stage, Stage::Leaving);
        let Stage::Committing { outcome, events } = stage else { return };
        let name = document.claimed.taken.key.name.as_bytes();
        self.parts.ledger.add(document.claimed.id, name, outcome == Outcome::Incomplete);
        let counted = match outcome {
            Outcome::Duplicate => &mut self.summary.duplicates,
            Outcome::Complete | Outcome::Incomplete => &mut self.summary.done,
        };
        *counted += 1;
        self.summary.incomplete += u64::from(outcome == Outcome::Incomplete);
        for (kind, count) in events {
            *self.summary.events.entry(kind).or_default() += count;
        }
        self.forget_flight(sequence);
        self.archive(sequence);
    }

    /// The content is no longer on its way; documents that waited for it are routed anew.
    fn forget_flight(&mut self, sequence: u64) {
        let Some(id) = self.documents.get(&sequence).map(|document| document.claimed.id) else { return };
        if self.in_flight.get(&id) != Some(&sequence) {
            return;
        }
        self.in_flight.remove(&id);
        let twins =
            self.documents.iter().filter(|(_, other)| other.claimed.id == id && matches!(other.stage, Stage::Parked));
        let mut twins: Vec<u64> = twins.map(|(twin, _)| *twin).collect();
        twins.sort_unstable();
        for twin in twins {
            self.route(twin);
        }
    }

    // Leaving.

    fn archive(&mut self, sequence: u64) {
        let Some(document) = self.documents.get_mut(&sequence) else { return };
        document.stage = Stage::Leaving;
        let taken = document.claimed.taken.clone();
        self.parts.mover.order(Order::Archive { sequence, taken });
    }

    fn set_aside(&mut self, sequence: Option<u64>, taken: Taken, reason: Reason) {
        if let Some(document) = sequence.and_then(|sequence| self.documents.get_mut(&sequence)) {
            document.stage = Stage::Leaving;
        } else {
            self.looking += 1;
        }
        let path = self.path_of(&taken.key);
        tracing::warn!(path = %path.display(), reason = reason.reason, code = reason.code, extractor = reason.extractor, text = reason.text, "document set aside");
        self.parts.mover.order(Order::Quarantine { sequence, taken, reason: Box::new(reason) });
    }

    fn take_moved(&mut self, done: Done) {
        match done {
            Done::Scanned { root, place, names } => self.take_scan(root, place, names),
            Done::Looked { key, look } => self.take_look(key, *look),
            Done::Archived { sequence, taken, result } => match result {
                Ok(()) => self.forget(sequence),
                Err(error) => {
                    let path = self.path_of(&taken.key);
                    tracing::warn!(path = %path.display(), %error, "done, but the file cannot be moved to the archive; it is tried again at every scan");
                    self.stuck.push((sequence, taken));
                }
            },
            Done::Quarantined { sequence, taken, reason, result } => {
                match sequence {
                    Some(sequence) => self.forget(sequence),
                    None => self.looking -= 1,
                }
                match result {
                    Ok(path) => {
                        self.summary.quarantined += 1;
                        tracing::debug!(path = %path.display(), reason = reason.reason, "in quarantine");
                    }
                    Err(error) => {
                        let path = self.path_of(&taken.key);
                        tracing::error!(path = %path.display(), %error, "cannot move a file into quarantine; it stays in the work area and is read again at the next start");
                        self.summary.left.push(path);
                    }
                }
            }
        }
    }

    fn forget(&mut self, sequence: u64) {
        if let Some(document) = self.documents.remove(&sequence) {
            self.bytes -= document.claimed.taken.size;
        }
    }

    // Giving out work.

    fn hand_out(&mut self) {
        if self.failed.is_some() || self.stopping.is_some() {
            return;
        }
        let now = Instant::now();
        while let Some(entry) = self.resting.first_entry().filter(|entry| *entry.key() <= now) {
            self.queue.extend(entry.remove());
        }
        while let Some(&sequence) = self.alone.front() {
            let Some(worker) = self.parts.pool.free_alone() else { break };
            self.alone.pop_front();
            self.give(worker, sequence, true);
        }
        while let Some(&sequence) = self.queue.front() {
            let Some(worker) = self.parts.pool.free() else { break };
            self.queue.pop_front();
            self.give(worker, sequence, false);
        }
        let room = |this: &MainLoop| {
            this.documents.len() + this.looking < DOCUMENTS_MAX && this.bytes < this.parts.limits.queue
        };
        while room(self)
            && let Some((key, waiting)) = self.settling.next_due(now)
        {
            self.looking += 1;
            self.parts.mover.order(Order::Look { key, waiting });
        }
        if self.more_to_scan && self.settling.len() < DOCUMENTS_MAX {
            self.scan();
        }
    }

    fn give(&mut self, worker: usize, sequence: u64, alone: bool) {
        let Some(job) = self.job(sequence, alone) else { return };
        if let Some(document) = self.documents.get_mut(&sequence) {
            document.stage = Stage::Reading;
        }
        self.parts.pool.give(worker, job);
    }

    /// When to look again without being woken.
    fn deadline(&self) -> Option<Instant> {
        if self.stopping.is_some() {
            return self.stopping;
        }
        let full = self.documents.len() + self.looking >= DOCUMENTS_MAX || self.bytes >= self.parts.limits.queue;
        let settled = if full { None } else { self.settling.deadline() };
        let rested = self.resting.keys().next().copied();
        let patience = (self.parts.once && self.documents.is_empty()).then(|| Instant::now() + Duration::from_secs(1));
        [settled, rested, patience].into_iter().flatten().min()
    }

    // Ending.

    fn is_over(&self) -> bool {
        if self.failed.is_some() {
            return true;
        }
        let stuck = self.stuck.len();
        if let Some(deadline) = self.stopping {
            let busy = |document: &Document| {
                matches!(document.stage, Stage::Reading | Stage::Committing { .. } | Stage::Leaving)
            };
            let leaving = self.documents.values().filter(|document| busy(document)).count() > stuck;
            return !(leaving || self.looking > 0) || Instant::now() >= deadline;
        }
        let idle = self.documents.len() == stuck && self.looking == 0 && self.scanning == 0 && !self.more_to_scan;
        self.parts.once && idle && self.settling.names().all(|(_, waiting)| waiting.since.elapsed() >= ONCE_PATIENCE)
    }

    /// Closes the intake, lets the log be written, ends all threads.
    fn end(mut self, wakes: &Receiver<Wake>) -> Result<Summary, Arc<io::Error>> {
        let left: Vec<PathBuf> = self.settling.names().map(|(key, _)| self.path_of(key)).collect();
        self.summary.left.extend(left);
        let stuck: Vec<PathBuf> = self.stuck.iter().map(|(_, taken)| self.path_of(&taken.key)).collect();
        self.summary.left.extend(stuck);
        self.summary.left.sort();
        let Parts { pool, writer, mover, locks: _locks, .. } = self.parts;
        // The threads that end still send what they have; somebody must take it.
        std::thread::scope(|scope| {
            let ending = scope.spawn(move || {
                pool.finish();
                writer.finish();
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

fn defect_reason(defect: &Defect, setup: &Setup) -> Reason {
    let (reason, code, text, remedy) = match defect {
        Defect::Empty => (
            "empty",
            "D0404",
            "the file is empty, and stayed so for limits.empty_wait".to_owned(),
            "drop it again with its content",
        ),
        Defect::TooLarge { limit } => (
            "too_large",
            "D0405",
            format!("the file is larger than limits.max_document, {limit} bytes"),
            "split it, or raise limits.max_document",
        ),
        Defect::Unreadable(error) => (
            "unreadable",
            "D0406",
            format!("the file cannot be read: {error}"),
            "make it readable for the user that runs the daemon, and drop it again",
        ),
    };
    Reason {
        reason,
        code: code.to_owned(),
        stage: "claim",
        text,
        remedy: remedy.to_owned(),
        extractor: None,
        plugin: None,
        attempts: 0,
        document: None,
        generation: setup.generation.id.clone(),
        output: String::new(),
    }
}

fn failure_reason(failure: Failure, attempts: u32, claimed: &Claimed, setup: &Setup) -> Reason {
    Reason {
        reason: failure.reason,
        code: failure.code,
        stage: failure.stage,
        text: failure.text,
        remedy: failure.remedy.to_owned(),
        extractor: failure.extractor,
        plugin: failure.plugin,
        attempts,
        document: Some(format!("b3:{}", claimed.id)),
        generation: setup.generation.id.clone(),
        output: failure.output,
    }
}
