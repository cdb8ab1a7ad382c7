//! The thread that touches files for the loop: scans, looks, claims, archives, quarantines. In the order of its orders; only
//! large files are hashed by a thread of their own.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Sender, bounded};

use crate::inbox::claim::{Look, Rules, Taken};
use crate::inbox::dispose::{Disposal, Reason};
use crate::inbox::large::Large;
use crate::inbox::look::look;
use crate::inbox::quarantine::Entry;
use crate::inbox::rearm::{Portion, Sweep};
use crate::inbox::root::{Key, Place, Root};
use crate::inbox::settle::Waiting;
use crate::inbox::walk::{Listing, list};
use crate::inbox::watch::Watch;

/// Orders that may wait: two a file that is taken, two a root. With more roots than fit, the loop waits for the mover now
/// and then; the mover never waits for the loop.
pub const ORDERS_MAX: usize = 1024;

/// Names that one scan brings; the rest comes with the next, when these are done.
pub const SCAN_NAMES_MAX: usize = 65_536;

/// What the loop wants done.
pub enum Order {
    /// List a root.
    Scan {
        /// Which.
        root: usize,
        /// Which of its folders.
        place: Place,
        /// The sub-folder to begin at; empty for all.
        from: PathBuf,
    },
    /// Look at a name.
    Look {
        /// Which.
        key: Key,
        /// What is known of it.
        waiting: Waiting,
    },
    /// Put a finished file away.
    Archive {
        /// The loop's name for the document.
        sequence: u64,
        /// The file.
        taken: Taken,
    },
    /// Set a file aside.
    Quarantine {
        /// The loop's name for the document.
        sequence: u64,
        /// The file.
        taken: Taken,
        /// Why.
        reason: Box<Reason>,
    },
    /// Go through the quarantine for a while.
    Sweep(Box<Sweep>),
    /// Delete copies from the quarantine.
    DeleteCopies(Vec<Entry>),
}

impl Order {
    /// The file that it is about.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Order::Scan { .. } | Order::Sweep(_) | Order::DeleteCopies(_) => None,
            Order::Look { key, .. } => Some(key),
            Order::Archive { taken, .. } | Order::Quarantine { taken, .. } => Some(&taken.key),
        }
    }
}

/// What was done.
pub enum Done {
    /// A folder was listed.
    Scanned {
        /// Which root.
        root: usize,
        /// Which of its folders.
        place: Place,
        /// What it has.
        listing: io::Result<Listing>,
    },
    /// A name was looked at.
    Looked {
        /// Which.
        key: Key,
        /// What came of it.
        look: Box<Look>,
    },
    /// A large file was hashed, or not.
    Hashed {
        /// Which.
        key: Key,
        /// What came of it.
        look: Box<Look>,
    },
    /// A file was put away, or not.
    Archived {
        /// As ordered.
        sequence: u64,
        /// As ordered.
        taken: Taken,
        /// Whether it was moved.
        result: io::Result<()>,
    },
    /// A file was set aside, or not.
    Quarantined {
        /// As ordered.
        sequence: u64,
        /// As ordered.
        taken: Taken,
        /// As ordered.
        reason: Box<Reason>,
        /// Where it is now.
        result: io::Result<PathBuf>,
    },
    /// A part of the quarantine was gone through.
    Swept {
        /// As ordered.
        sweep: Box<Sweep>,
        /// What it came to.
        portion: Portion,
    },
    /// Copies were deleted, or not.
    CopiesDeleted(Vec<(Entry, io::Result<()>)>),
}

/// The sending end of the mover.
pub struct Mover {
    orders: Sender<Order>,
    large: Sender<Large>,
    /// Whether the daemon ends, and large files are left.
    ending: Arc<AtomicBool>,
    threads: [JoinHandle<()>; 2],
}

impl Mover {
    /// Starts the threads; `report` is called on them.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(
        roots: Arc<Vec<Root>>,
        watch: Arc<Watch>,
        rules: Rules,
        mut disposal: Disposal,
        report: impl Fn(Done) + Send + Sync + 'static,
    ) -> io::Result<Mover> {
        let (orders, incoming) = bounded(ORDERS_MAX);
        let (large, files) = bounded::<Large>(ORDERS_MAX);
        let (report, ending) = (Arc::new(report), Arc::<AtomicBool>::default());
        let (hashed, ended) = (Arc::clone(&report), Arc::clone(&ending));
        let hasher = thread::Builder::new().name("hasher".to_owned()).spawn(move || {
            for file in files {
                let key = file.taken.key.clone();
                hashed(Done::Hashed { key, look: Box::new(file.hash(&ended)) });
            }
        })?;
        let mover = thread::Builder::new().name("mover".to_owned()).spawn(move || {
            for order in incoming {
                report(carry_out(order, &roots, &watch, &rules, &mut disposal));
            }
        })?;
        Ok(Mover { orders, large, ending, threads: [mover, hasher] })
    }

    /// Hands an order over.
    pub fn order(&self, order: Order) {
        // The thread ends only when this sender is gone.
        let _ = self.orders.send(order);
    }

    /// Has a large file hashed.
    pub fn have_hashed(&self, file: Large) {
        // As with orders.
        let _ = self.large.send(file);
    }

    /// Leaves large files to the next start.
    pub fn leave_large(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Carries out what was ordered and ends the threads.
    pub fn finish(self) {
        self.leave_large();
        let Mover { orders, large, threads, .. } = self;
        drop((orders, large));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("the mover panicked");
            }
        }
    }
}

fn carry_out(order: Order, roots: &[Root], watch: &Watch, rules: &Rules, disposal: &mut Disposal) -> Done {
    match order {
        Order::Scan { root, place, from } => {
            let listing = list(&roots[root], place, &from, SCAN_NAMES_MAX, |folder| {
                if place == Place::Inbox {
                    watch.enter(root, folder);
                }
            });
            Done::Scanned { root, place, listing }
        }
        Order::Look { key, waiting } => {
            let look = Box::new(look(&roots[key.root], &key, &waiting, rules));
            Done::Looked { key, look }
        }
        Order::Archive { sequence, taken } => {
            let result = disposal.archive(&roots[taken.key.root], &taken);
            Done::Archived { sequence, taken, result }
        }
        Order::Quarantine { sequence, taken, reason } => {
            let result = disposal.quarantine(&roots[taken.key.root], &taken, &reason);
            Done::Quarantined { sequence, taken, reason, result }
        }
        Order::Sweep(mut sweep) => {
            let portion = sweep.go_on(roots);
            Done::Swept { sweep, portion }
        }
        Order::DeleteCopies(entries) => {
            let delete = |entry: Entry| {
                let deleted = entry.delete();
                (entry, deleted)
            };
            Done::CopiesDeleted(entries.into_iter().map(delete).collect())
        }
    }
}
