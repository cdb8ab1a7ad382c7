//! The daemon's side of the workers: keeps them alive, hands them documents, judges their answers.
//!
//! Parts: `keeper`, the thread that keeps one worker; `process`, the worker as a child process; [`verdict`], from an
//! answer to lines or a failure; [`course`], what a failure leads to; `blame`, what a dead worker says about its document; and here, the handles by which
//! the loop gives out work.

mod blame;
pub mod course;
mod keeper;
mod process;
pub mod verdict;

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::Sender;
use rustix::event::EventfdFlags;

use crate::inbox::claim::Claimed;
use crate::log::line::{Block, Source};
use crate::plugin::generation::Generation;
use crate::pool::course::Course;
use crate::pool::keeper::Keeper;
use crate::pool::verdict::Failure;
use crate::worker::frame::Limits;

/// Documents that a worker may hold: one in work, one waiting in its socket so that it never waits for us.
pub const WINDOW: usize = 2;

/// What all workers are started with.
pub struct Setup {
    /// What they run.
    pub generation: Generation,
    /// The log's `source`.
    pub source: Source,
    /// What a document may cost.
    pub limits: Limits,
    /// How long one extractor may take for one document.
    pub timeout: Duration,
    /// How long all of them together may take.
    pub document_timeout: Duration,
    /// Per inbox, the tags that go into its document records.
    pub inboxes: Vec<Inbox>,
}

/// What a document record says of its inbox.
pub struct Inbox {
    /// Its path.
    pub path: String,
    /// Its tags.
    pub tags: std::collections::BTreeMap<String, String>,
}

/// One document on its way to a worker.
#[derive(Clone)]
pub struct Job {
    /// The loop's name for it.
    pub sequence: u64,
    /// How it is tried.
    pub course: Course,
    /// How often this content will have been committed.
    pub arrival: u64,
    /// The file.
    pub claimed: Arc<Claimed>,
}

/// What a worker's keeper tells the loop.
pub enum Report {
    /// The worker is loaded and waits.
    Ready {
        /// Which.
        worker: usize,
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
        counts: std::collections::BTreeMap<String, u64>,
    },
    /// A document could not be read, or its worker died over it.
    Failed {
        /// Which worker.
        worker: usize,
        /// Which document.
        sequence: u64,
        /// Why, and whether to try again.
        failure: Box<Failure>,
    },
    /// The worker died while the document waited for it: nobody looked at it.
    Returned {
        /// Which worker.
        worker: usize,
        /// Which document.
        sequence: u64,
    },
}

/// What the loop tells a keeper.
pub(crate) enum Order {
    Read(Job),
    Stop,
}

/// One worker as the loop sees it.
struct Handle {
    orders: Sender<Order>,
    wake: Arc<rustix::fd::OwnedFd>,
    thread: JoinHandle<()>,
    /// Documents given and not reported.
    held: usize,
    /// Kept free of other documents: one that must run alone is here, or about to come.
    reserved: bool,
    ready: bool,
}

/// The workers.
pub struct Pool {
    handles: Vec<Handle>,
}

impl Pool {
    /// Starts the keepers of `workers` workers; `report` is called on their threads.
    ///
    /// # Errors
    /// When no thread or descriptor can be had.
    pub fn start(
        workers: usize,
        setup: &Arc<Setup>,
        report: impl Fn(Report) + Send + Clone + 'static,
    ) -> io::Result<Pool> {
        let mut handles = Vec::new();
        for worker in 0..workers {
            // One more than the window, for the order to stop.
            let (orders, incoming) = crossbeam_channel::bounded(WINDOW + 1);
            let wake = Arc::new(rustix::event::eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
            let keeper = Keeper::new(worker, Arc::clone(setup), incoming, Arc::clone(&wake), report.clone());
            let thread = std::thread::Builder::new().name(format!("keeper {worker}")).spawn(move || keeper.run())?;
            handles.push(Handle { orders, wake, thread, held: 0, reserved: false, ready: false });
        }
        Ok(Pool { handles })
    }

    /// Notes a report; every report belongs here before anything else is done with it.
    pub fn note(&mut self, report: &Report) {
        match *report {
            Report::Ready { worker } => self.handles[worker].ready = true,
            Report::NotStarted { worker, .. } => self.handles[worker].ready = false,
            Report::Read { worker, .. } | Report::Failed { worker, .. } | Report::Returned { worker, .. } => {
                let handle = &mut self.handles[worker];
                handle.held -= 1;
                if handle.held == 0 {
                    handle.reserved = false;
                }
            }
        }
    }

    /// Whether every worker is ready.
    pub fn is_ready(&self) -> bool {
        self.handles.iter().all(|handle| handle.ready)
    }

    /// Documents that are with workers.
    pub fn held(&self) -> usize {
        self.handles.iter().map(|handle| handle.held).sum()
    }

    /// A worker that can take one more document, the least loaded.
    pub fn free(&self) -> Option<usize> {
        let free = |(_, handle): &(usize, &Handle)| handle.ready && !handle.reserved && handle.held < WINDOW;
        self.handles.iter().enumerate().filter(free).min_by_key(|(_, handle)| handle.held).map(|(worker, _)| worker)
    }

    /// A worker that holds nothing, for a document that must run alone. When there is none, the least loaded is kept
    /// free from now on, so that there will be.
    pub fn free_alone(&mut self) -> Option<usize> {
        let ready = self.handles.iter_mut().enumerate().filter(|(_, handle)| handle.ready);
        let (worker, handle) = ready.min_by_key(|(_, handle)| (!handle.reserved, handle.held))?;
        handle.reserved = true;
        (handle.held == 0).then_some(worker)
    }

    /// Gives a document to a worker that [`Pool::free`] or [`Pool::free_alone`] named.
    pub fn give(&mut self, worker: usize, job: Job) {
        let handle = &mut self.handles[worker];
        handle.held += 1;
        handle.tell(Order::Read(job));
    }

    /// Lets every worker finish what it holds, and ends them and their keepers.
    pub fn finish(self) {
        for handle in &self.handles {
            handle.tell(Order::Stop);
        }
        for handle in self.handles {
            if handle.thread.join().is_err() {
                tracing::error!("a keeper panicked");
            }
        }
    }
}

impl Handle {
    fn tell(&self, order: Order) {
        // Both fail only when the keeper is gone, which its join reports.
        let _ = self.orders.send(order);
        let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
    }
}
