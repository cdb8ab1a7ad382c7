//! Files that come back from quarantine by themselves, since the extractor that failed over them has changed.
//!
//! After a start and after a reload the mover goes through the quarantine, a portion at a time. Most files are simply put
//! back. Of those that stay in their inboxes only a copy lies there: the ledger forgets the file first, for good, and then
//! the copy goes, so that a daemon that is killed in between finds a file to read and not one that is done with.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use crate::codes::folders::QUARANTINE_REFUSED;
use crate::inbox::mover::Order;
use crate::inbox::quarantine::Entry;
use crate::inbox::rearm::{Portion, Running, Sweep};
use crate::ledger::kept::FileHash;
use crate::main_loop::reason::identity;
use crate::main_loop::{Hold, MainLoop};

/// Where the way back from quarantine is.
#[derive(Default)]
pub(super) struct Rearming {
    /// Whether the mover goes through the quarantine.
    sweeping: bool,
    /// Whether the chain has changed meanwhile.
    again: bool,
    /// Copies whose files the ledger's file has not forgotten yet.
    staying: Vec<Entry>,
    /// How often the mover was told to delete some.
    deleting: usize,
}

impl Rearming {
    /// Whether files may still come back.
    pub(super) fn is_busy(&self) -> bool {
        self.sweeping || !self.staying.is_empty() || self.deleting > 0
    }
}

impl MainLoop {
    /// Has the files come back whose extractor is not what it was when it failed over them.
    pub(super) fn rearm(&mut self) {
        // In safe mode there is no chain, which says nothing of the extractors.
        let Some(quarantine) = self.parts.rearm.as_ref().filter(|_| self.hold != Some(Hold::SafeMode)) else { return };
        if self.rearming.sweeping {
            self.rearming.again = true;
            return;
        }
        let extractors = &self.parts.pools.setup().generation.extractors;
        let running: Running = extractors.iter().map(|one| (one.name.clone(), identity(one))).collect();
        self.parts.mover.order(Order::Sweep(Box::new(Sweep::of(quarantine, running))));
        self.rearming.sweeping = true;
    }

    pub(super) fn take_swept(&mut self, sweep: Box<Sweep>, portion: Portion) {
        self.rearming.sweeping = false;
        self.summary.rearmed += portion.back;
        // The kernel does not tell of all inboxes.
        self.more_to_scan |= portion.back > 0;
        self.forget_staying(portion.staying);
        let again = std::mem::take(&mut self.rearming.again);
        if portion.is_last || again || self.stopping.is_some() {
            sweep.tell();
            if again && self.stopping.is_none() {
                self.rearm();
            }
            return;
        }
        self.parts.mover.order(Order::Sweep(sweep));
        self.rearming.sweeping = true;
    }

    fn forget_staying(&mut self, staying: Vec<Entry>) {
        let files: Vec<FileHash> = staying.iter().filter_map(|entry| self.kept_file(entry)).collect();
        for file in files {
            self.parts.ledger.keep(file, None);
        }
        self.rearming.staying.extend(staying);
        self.delete_forgotten();
    }

    /// Has copies deleted as soon as the ledger's file has forgotten what they are copies of.
    pub(super) fn delete_forgotten(&mut self) {
        if self.rearming.staying.is_empty() || self.stopping.is_some() {
            return;
        }
        let mut files = self.rearming.staying.iter().filter_map(|entry| self.kept_file(entry));
        if files.any(|file| self.parts.ledger.is_unsaved(file)) {
            self.parts.ledger.save();
            return;
        }
        let entries = std::mem::take(&mut self.rearming.staying);
        self.parts.mover.order(Order::DeleteCopies(entries));
        self.rearming.deleting += 1;
    }

    pub(super) fn take_deleted(&mut self, entries: Vec<(Entry, io::Result<()>)>) {
        self.rearming.deleting -= 1;
        for (entry, deleted) in entries {
            if let Err(error) = deleted {
                let path = entry.path();
                tracing::warn!(code = QUARANTINE_REFUSED, path = %path.display(), %error, "cannot delete a copy from quarantine; its file is read again at the next start");
                continue;
            }
            self.summary.rearmed += 1;
            if let Ok(name) = entry.dropped_name() {
                // Where files no longer stay, a scan finds it.
                self.more_to_scan |= self.read_anew(&entry.reason.inbox, name).is_none();
            }
        }
    }

    /// What the ledger calls the file of an entry, when files stay in its inbox.
    fn kept_file(&self, entry: &Entry) -> Option<FileHash> {
        let root = self.parts.roots.iter().find(|root| root.settings.path == Path::new(&entry.reason.inbox))?;
        let name: OsString = entry.dropped_name().ok()?;
        Some(root.kept.as_ref()?.hash_of(&name))
    }
}
