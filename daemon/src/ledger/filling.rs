//! From the log into the ledger, at a start: what the file lacks, or all of it when it is the file of another log.

use std::io;
use std::thread::{Scope, ScopedJoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::ledger::Entry;
use crate::ledger::store::{Reached, Refusal, Store};

/// Commits that are added to the file together.
const ADD_ENTRIES: usize = 1 << 18;

/// Takes the commits of a log in the order of their lines, and keeps those that the file lacks. They are added to the file
/// by a thread of its own: that takes as long as reading them.
pub struct Filling<'scope> {
    reached: Option<Reached>,
    /// Whether the newest commit of the file was found in the log, where the file has it.
    is_confirmed: bool,
    missing: Vec<Entry>,
    added: Sender<Vec<Entry>>,
    thread: ScopedJoinHandle<'scope, Result<(), Refusal>>,
}

impl<'scope> Filling<'scope> {
    /// Goes on where the file ends.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn new<'store: 'scope>(
        scope: &'scope Scope<'scope, '_>,
        store: &'store mut Store,
    ) -> io::Result<Filling<'scope>> {
        let reached = store.reached()?;
        let (added, batches): (_, Receiver<Vec<Entry>>) = bounded(0);
        let thread = scope.spawn(move || batches.iter().try_for_each(|batch| store.add(&batch)));
        Ok(Filling { reached, is_confirmed: reached.is_none(), missing: Vec::new(), added, thread })
    }

    /// Whether the file needs nothing of what stands before a line of this number.
    pub fn has_all_before(&self, sequence: u64) -> bool {
        self.reached.is_some_and(|reached| reached.sequence >= sequence)
    }

    /// Takes one commit.
    pub fn note(&mut self, entry: Entry) {
        match self.reached {
            Some(reached) if entry.sequence < reached.sequence => {}
            Some(reached) if entry.sequence == reached.sequence => {
                self.is_confirmed = entry.document == reached.document;
            }
            _ if self.is_confirmed => {
                self.missing.push(entry);
                if self.missing.len() >= ADD_ENTRIES {
                    self.add();
                }
            }
            _ => {}
        }
    }

    fn add(&mut self) {
        // A thread that ended tells why in the end.
        let _ = self.added.send(std::mem::take(&mut self.missing));
    }

    /// Ends it; says false when the file is that of another log. Nothing was added then: it must be cleared, and all be
    /// taken once more.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> io::Result<bool> {
        self.add();
        let Filling { added, thread, is_confirmed, .. } = self;
        drop(added);
        thread.join().map_err(|_| io::Error::other("the thread that fills the ledger panicked"))??;
        Ok(is_confirmed)
    }
}
