//! The daemon's side of the workers: keeps them alive, hands them documents, judges their answers.
//!
//! Parts: `keeper`, the thread that keeps one worker; `pace`, how many documents it may hold; `process`, the worker as a
//! child process; `starting`, until it is ready; `diagnostics`, what its extractors say; [`verdict`], from an answer to
//! lines or a failure; [`course`], what a failure leads to; `blame`, what a dead worker says about its document;
//! [`breaker`], when an extractor has failed too often; [`probe`](mod@probe), a trial of a whole chain; [`succession`],
//! from one generation to the next; and here, the handles by which the loop gives out work.

mod blame;
pub mod breaker;
pub mod course;
mod diagnostics;
mod keeper;
mod pace;
pub mod probe;
mod process;
mod starting;
pub mod succession;
pub mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use rustix::event::EventfdFlags;

use crate::config::{OnError, OnPluginFailure};
use crate::id::DocumentId;
use crate::inbox::claim::Claimed;
use crate::log::line::{Block, Source};
use crate::plugin::generation::Generation;
use crate::pool::course::Course;
use crate::pool::keeper::Keeper;
use crate::pool::pace::{Pace, WINDOW_MAX};
use crate::pool::verdict::Failure;
use crate::worker::frame::{Limits, Places, Shown};
use crate::worker::group::GROUP_MAX;
use crate::worker::sandbox::{Confinement, Policy};

/// What all workers of a generation are started with.
pub struct Setup {
    /// What they run.
    pub generation: Generation,
    /// The log's `source`.
    pub source: Source,
    /// What a document may cost.
    pub limits: Limits,
    /// How they are confined.
    pub policy: Policy,
    /// Where the relative paths of extractors' settings start.
    pub folder: PathBuf,
    /// How long loading and creating the chain may take.
    pub start: Duration,
    /// How long one extractor may take for one document.
    pub timeout: Duration,
    /// How long all of them together may take.
    pub document_timeout: Duration,
    /// What an extractor that fails again and again leads to, if it is one whose failures cost documents.
    pub on_plugin_failure: OnPluginFailure,
    /// Over how many documents within a minute that is; 0 for never.
    pub strikes: u32,
    /// Per inbox, the tags that go into its document records.
    pub inboxes: Vec<Inbox>,
}

impl Setup {
    /// What it leads to when the extractor at a place fails again and again. One that may fail does not halt the rest.
    pub fn meaning_of_failure(&self, place: usize) -> OnPluginFailure {
        match self.generation.extractors[place].on_error {
            OnError::Skip => OnPluginFailure::Bypass,
            OnError::Quarantine => self.on_plugin_failure,
        }
    }

    /// Whether workers of the other would do the same.
    pub fn is_like(&self, other: &Setup) -> bool {
        let key = |setup: &Setup| {
            let Setup { generation, limits, policy, folder, start, timeout, on_plugin_failure, strikes, .. } = setup;
            let what = (generation.id.clone(), *limits, policy.clone(), folder.clone());
            (what, *start, *timeout, *on_plugin_failure, *strikes)
        };
        key(self) == key(other)
    }
}

/// What a document record says of its inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// Its path.
    pub path: String,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// One document on its way to a worker.
#[derive(Clone)]
pub struct Job {
    /// The loop's name for it.
    pub sequence: u64,
    /// How it is tried.
    pub course: Course,
    /// Whether a worker died over a group that it was in, so that it is in none from then on.
    pub apart: bool,
    /// What is wanted of it, should it hold many documents.
    pub portion: Portion,
    /// How many documents before that the worker has passed; it may go on as long as these become more.
    pub passed: u32,
    /// The places of extractors that failed too often and are left out for now.
    pub bypass: Places,
    /// How often this content will have been committed.
    pub arrival: u64,
    /// The content that was committed under the file's name before, if it was another.
    pub previous: Option<DocumentId>,
    /// The file.
    pub claimed: Arc<Claimed>,
}

/// Some of the documents of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// The number of the first, from 0.
    pub from: u32,
    /// How many at most.
    pub most: u32,
    /// How often the first one's content will have been committed; the others are new.
    pub arrival: u64,
}

/// Documents that a worker reads of a file at one order. The more, the fewer threads wake; the longer others wait.
const PORTION: u32 = GROUP_MAX as u32;

impl Portion {
    /// What is asked of a file of which nothing is known yet.
    pub const FIRST: Portion = Portion { from: 0, most: PORTION, arrival: 1 };
}

/// One document of a file that holds many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its number, from 0.
    pub number: u32,
    /// What the file calls it; may be empty.
    pub name: String,
    /// Its content; of one that could not be read, nothing.
    pub document: DocumentId,
    /// Whether the worker goes on with the next.
    pub more: bool,
}

impl Job {
    /// The places of extractors that do not run.
    pub fn left_out(&self) -> Places {
        self.course.without | self.bypass
    }
}

/// What a worker's keeper tells the loop.
pub enum Report {
    /// The worker is loaded and waits.
    Ready {
        /// Which.
        worker: usize,
        /// What it cannot do.
        confinement: Confinement,
        /// Whether it takes the place of one that ended.
        again: bool,
    },
    /// The worker could not be started; its keeper tries again.
    NotStarted {
        /// Which.
        worker: usize,
        /// Why.
        failure: Box<Failure>,
    },
    /// A document was read whole.
    Read {
        /// Which worker.
        worker: usize,
        /// Which document.
        sequence: u64,
        /// Its lines.
        block: Block,
        /// Whether an extractor failed that may.
        incomplete: bool,
        /// How many events of each type.
        counts: BTreeMap<String, u64>,
        /// Which one it is, of a file that holds many.
        member: Option<Member>,
        /// What the extractors saw, if the setup asks for it.
        shown: Option<Box<Shown>>,
    },
    /// A file that holds many documents holds no more.
    Emptied {
        /// Which worker.
        worker: usize,
        /// Which file.
        sequence: u64,
        /// What the reader found of the file itself, a JSON object.
        facts: String,
    },
    /// A document could not be read, or its worker died over it.
    Failed {
        /// Which worker.
        worker: usize,
        /// Which document.
        sequence: u64,
        /// Which one it is, of a file that holds many, when the worker lives and says so.
        member: Option<Member>,
        /// Why, and whether to try again.
        failure: Box<Failure>,
    },
    /// The worker died while the document waited for it, or over a group that it was in: it may be nobody's fault.
    Returned {
        /// Which worker.
        worker: usize,
        /// Which document.
        sequence: u64,
        /// Whether it may have been in the group, and is to be in none.
        apart: bool,
    },
    /// The worker has gone for good, and so has its keeper.
    Ended {
        /// Which.
        worker: usize,
    },
}

impl Report {
    /// Whether the worker still has the file, and goes on with its next document.
    fn goes_on(&self) -> bool {
        let (Report::Read { member, .. } | Report::Failed { member, .. }) = self else { return false };
        member.as_ref().is_some_and(|member| member.more)
    }

    /// The worker that it is about.
    pub fn worker(&self) -> usize {
        match *self {
            Report::Ready { worker, .. }
            | Report::NotStarted { worker, .. }
            | Report::Read { worker, .. }
            | Report::Emptied { worker, .. }
            | Report::Failed { worker, .. }
            | Report::Returned { worker, .. }
            | Report::Ended { worker } => worker,
        }
    }
}

/// Takes reports, on the threads of the keepers.
pub type Reporter = Arc<dyn Fn(Report) + Send + Sync>;

/// What the loop tells a keeper.
pub(crate) enum Order {
    Read(Job),
    /// Finish what was ordered, then end.
    Leave,
    /// End.
    Stop,
}

/// One worker as the loop sees it.
struct Handle {
    orders: Sender<Order>,
    wake: Arc<rustix::fd::OwnedFd>,
    thread: JoinHandle<()>,
    /// Documents given and not reported.
    held: BTreeSet<u64>,
    pace: Pace,
    /// Kept free of other documents: one that must run alone is here, or about to come.
    reserved: bool,
    ready: bool,
}

/// The workers of one generation.
pub struct Pool {
    setup: Arc<Setup>,
    handles: BTreeMap<usize, Handle>,
}

impl Pool {
    /// Starts the keepers of workers with these numbers.
    ///
    /// # Errors
    /// When no thread or descriptor can be had.
    pub fn start(workers: Range<usize>, setup: &Arc<Setup>, report: &Reporter) -> io::Result<Pool> {
        let mut pool = Pool { setup: Arc::clone(setup), handles: BTreeMap::new() };
        pool.grow(workers, report)?;
        Ok(pool)
    }

    /// Starts more.
    ///
    /// # Errors
    /// As [`Pool::start`]; those started before stay.
    pub fn grow(&mut self, workers: Range<usize>, report: &Reporter) -> io::Result<()> {
        for worker in workers {
            // One more than the window, for the order to stop.
            let (orders, incoming) = crossbeam_channel::bounded(WINDOW_MAX + 2);
            let wake = Arc::new(rustix::event::eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
            let keeper = Keeper::new(worker, Arc::clone(&self.setup), incoming, Arc::clone(&wake), Arc::clone(report));
            let thread = std::thread::Builder::new().name(format!("keeper {worker}")).spawn(move || keeper.run())?;
            let (held, pace) = (BTreeSet::new(), Pace::new(Instant::now()));
            let handle = Handle { orders, wake, thread, held, pace, reserved: false, ready: false };
            self.handles.insert(worker, handle);
        }
        Ok(())
    }

    /// What its workers were started with.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// Notes a report; every report of one of these workers belongs here before anything else is done with it.
    pub fn note(&mut self, report: &Report) {
        let Some(handle) = self.handles.get_mut(&report.worker()) else { return };
        match report {
            Report::Ready { .. } => handle.ready = true,
            Report::NotStarted { .. } => handle.ready = false,
            _ if report.goes_on() => handle.pace.read(Instant::now()),
            Report::Read { sequence, .. }
            | Report::Emptied { sequence, .. }
            | Report::Failed { sequence, .. }
            | Report::Returned { sequence, .. } => {
                handle.held.remove(sequence);
                let now = Instant::now();
                match report {
                    Report::Read { .. } => handle.pace.read(now),
                    _ => handle.pace = Pace::new(now),
                }
                if handle.held.is_empty() {
                    handle.reserved = false;
                }
            }
            Report::Ended { worker } => self.join(*worker),
        }
    }

    fn join(&mut self, worker: usize) {
        let Some(handle) = self.handles.remove(&worker) else { return };
        if handle.thread.join().is_err() {
            tracing::error!(worker, "a keeper panicked");
        }
    }

    /// Whether one of the workers has this number.
    pub fn has(&self, worker: usize) -> bool {
        self.handles.contains_key(&worker)
    }

    /// How many workers it has, ready or not.
    pub fn len(&self) -> usize {
        self.handles.len()
    }

    /// Whether all its workers have gone.
    pub fn is_empty(&self) -> bool {
        self.handles.is_empty()
    }

    /// Whether every worker is ready.
    pub fn is_ready(&self) -> bool {
        self.handles.values().all(|handle| handle.ready)
    }

    /// Workers that are ready.
    pub fn ready(&self) -> usize {
        self.handles.values().filter(|handle| handle.ready).count()
    }

    /// Documents that are with workers.
    pub fn held(&self) -> usize {
        self.handles.values().map(|handle| handle.held.len()).sum()
    }

    /// A worker that can take one more document, the least loaded.
    pub fn free(&self) -> Option<usize> {
        let free = |(_, handle): &(&usize, &Handle)| handle.has_room();
        self.handles.iter().filter(free).min_by_key(|(_, handle)| handle.held.len()).map(|(worker, _)| *worker)
    }

    /// The worker that has a file open already, when it can take more; else as [`Pool::free`], unless it is only busy.
    pub fn free_for(&self, holder: Option<usize>) -> Option<usize> {
        match holder.and_then(|worker| Some((worker, self.handles.get(&worker)?))) {
            Some((worker, handle)) => handle.has_room().then_some(worker),
            None => self.free(),
        }
    }

    /// A worker that holds nothing, for a document that must run alone. When there is none, the least loaded is kept
    /// free from now on, so that there will be.
    pub fn free_alone(&mut self) -> Option<usize> {
        let ready = self.handles.iter_mut().filter(|(_, handle)| handle.ready);
        let (worker, handle) = ready.min_by_key(|(_, handle)| (!handle.reserved, handle.held.len()))?;
        handle.reserved = true;
        handle.held.is_empty().then_some(*worker)
    }

    /// Gives a document to a worker that [`Pool::free`] or [`Pool::free_alone`] named.
    pub fn give(&mut self, worker: usize, job: Job) {
        if let Some(handle) = self.handles.get_mut(&worker) {
            if handle.held.is_empty() {
                handle.pace.begin(Instant::now());
            }
            handle.held.insert(job.sequence);
            handle.tell(Order::Read(job));
        }
    }

    /// Lets every worker finish what it was given and go; each then reports that it has ended.
    pub fn retire(&self) {
        self.handles.values().for_each(|handle| handle.tell(Order::Leave));
    }

    /// Ends all workers, whatever they hold, and their keepers.
    pub fn finish(mut self) {
        self.handles.values().for_each(|handle| handle.tell(Order::Stop));
        for worker in self.handles.keys().copied().collect::<Vec<_>>() {
            self.join(worker);
        }
    }
}

impl Handle {
    fn has_room(&self) -> bool {
        self.ready && !self.reserved && self.held.len() < self.pace.window()
    }

    fn tell(&self, order: Order) {
        // Both fail only when the keeper is gone, which its join reports.
        let _ = self.orders.send(order);
        let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
    }
}
