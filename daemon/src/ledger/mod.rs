//! Which documents are committed, by content and by name. An index of the log: whatever is missing here is read from there
//! at the next start, and the whole of it may be deleted at any time.
//!
//! Parts: here, what is asked of it and what it is told, by the loop; [`store`], the file; [`filling`], what a start adds to
//! the file; [`keeper`], the thread that writes to it from then on; [`kept`], the files that stay in their inboxes, which
//! stand beside the commits; `untouched`, the file for a command that only reads. Commits are known at once and written together, thousands at a time: contents are hashes, so
//! that each falls into another page of the file, and a page is written once for all that fall into it.

pub mod filling;
pub mod keeper;
pub mod kept;
pub mod store;
mod untouched;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::ops::RangeInclusive;

use jiff::Timestamp;

use crate::id::DocumentId;
use crate::ledger::keeper::Keeper;
use crate::ledger::kept::{FileHash, KeptFile};
use crate::ledger::store::View;

/// Commits that are written to the file together.
pub const SAVE_ENTRIES: usize = 32_768;

/// One commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The content.
    pub document: DocumentId,
    /// The hash of the file's name.
    pub name: NameHash,
    /// When the file was claimed, in microseconds since 1970.
    pub claimed: i64,
    /// The number of its line in the log.
    pub sequence: u64,
    /// Whether an extractor failed that may.
    pub incomplete: bool,
}

/// The first eight bytes of the BLAKE3 of a file's name in its inbox.
pub type NameHash = u64;

/// The hash of a file's name.
pub fn name_hash(name: &[u8]) -> NameHash {
    blake3::hash(name).as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

impl Entry {
    /// A commit: of which content, of a file with which name, claimed when, in which line.
    pub fn new(document: DocumentId, name: &[u8], claimed: Timestamp, sequence: u64, incomplete: bool) -> Entry {
        Entry { document, name: name_hash(name), claimed: claimed.as_microsecond(), sequence, incomplete }
    }
}

/// What is known of one content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// How often it was committed.
    pub committed: u64,
    /// The number of its newest line in the log; 0 when there is none.
    pub newest: u64,
    /// Whether one of the commits was complete: a document that ended `incomplete` may be read again.
    pub complete: bool,
}

impl Arrivals {
    /// The commit that an entry is about.
    pub(super) fn of(entry: &Entry) -> Arrivals {
        Arrivals { committed: 1, newest: entry.sequence, complete: !entry.incomplete }
    }

    /// These and others of the same content.
    #[must_use]
    pub(super) fn and(self, other: Arrivals) -> Arrivals {
        Arrivals {
            committed: self.committed + other.committed,
            newest: self.newest.max(other.newest),
            complete: self.complete || other.complete,
        }
    }
}

/// A file of a certain name that was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The number of its line in the log.
    pub sequence: u64,
    /// Its content.
    pub document: DocumentId,
    /// When it was claimed, in microseconds since 1970.
    pub claimed: i64,
}

/// What is written to the file together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Commits, in the order of their lines.
    pub entries: Vec<Entry>,
    /// Files that stay in their inboxes: what to remember of them, `None` to forget them.
    pub kept: HashMap<FileHash, Option<KeptFile>>,
}

impl Batch {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        self.entries.len() + self.kept.len()
    }

    /// Adds what came later.
    pub fn extend(&mut self, later: Batch) {
        self.entries.extend(later.entries);
        self.kept.extend(later.kept);
    }
}

/// What the file does not have yet.
#[derive(Debug, Default)]
struct Unsaved {
    batch: Batch,
    arrivals: HashMap<DocumentId, Arrivals>,
    versions: BTreeMap<(NameHash, u64), Version>,
}

impl Unsaved {
    fn add(&mut self, entry: Entry) {
        let arrivals = self.arrivals.entry(entry.document).or_default();
        *arrivals = arrivals.and(Arrivals::of(&entry));
        let Entry { document, name, claimed, sequence, .. } = entry;
        self.versions.insert((name, sequence), Version { sequence, document, claimed });
        self.batch.entries.push(entry);
    }

    /// Files of a certain name, newest first.
    fn versions(&self, name: NameHash) -> impl Iterator<Item = Version> {
        self.versions.range((name, 0)..=(name, u64::MAX)).rev().map(|(_, version)| *version)
    }

    fn of(&self, document: DocumentId) -> Arrivals {
        self.arrivals.get(&document).copied().unwrap_or_default()
    }
}

/// What the keeper did.
pub enum Kept {
    /// What it was given is in the file, as this shows.
    Saved(Box<View>),
    /// The file refuses. It is tried again, for which the view must be let go of, and saved in the end.
    Refused(io::Error),
    /// The file is not what was written there; a start makes it anew.
    Damaged(io::Error),
}

/// The committed documents, as the loop knows them.
pub struct Ledger {
    /// What the file had when the last commits were saved; `None` while it refuses.
    view: Option<View>,
    /// Commits since, and those that the keeper has.
    unsaved: Unsaved,
    saving: Option<Unsaved>,
    keeper: Keeper,
}

impl Ledger {
    /// The ledger that a keeper writes.
    pub fn new(view: View, keeper: Keeper) -> Ledger {
        Ledger { view: Some(view), unsaved: Unsaved::default(), saving: None, keeper }
    }

    /// Notes a commit.
    pub fn add(&mut self, entry: Entry) {
        self.unsaved.add(entry);
        self.save_if_many();
    }

    /// Remembers a file that stays in its inbox, or forgets it.
    pub fn keep(&mut self, file: FileHash, remembered: Option<KeptFile>) {
        self.unsaved.batch.kept.insert(file, remembered);
        self.save_if_many();
    }

    /// Whether what is remembered of a file is not in the ledger's file yet.
    pub fn is_unsaved(&self, file: FileHash) -> bool {
        let mut unsaved = [Some(&self.unsaved), self.saving.as_ref()].into_iter().flatten();
        unsaved.any(|unsaved| unsaved.batch.kept.contains_key(&file))
    }

    fn save_if_many(&mut self) {
        if self.unsaved.batch.len() >= SAVE_ENTRIES {
            self.save();
        }
    }

    /// Has what is known written to the file, unless there is nothing new or the keeper still writes.
    pub fn save(&mut self) {
        if self.saving.is_none() && !self.unsaved.batch.is_empty() {
            let unsaved = std::mem::take(&mut self.unsaved);
            self.keeper.save(unsaved.batch.clone());
            self.saving = Some(unsaved);
        }
    }

    /// The file has what the keeper was given, as this shows.
    pub fn saved(&mut self, view: View) {
        (self.view, self.saving) = (Some(view), None);
    }

    /// Lets go of a file that refuses; [`Ledger::saved`] ends that.
    pub fn close(&mut self) {
        self.view = None;
    }

    /// Whether it can be asked; if not, its file refuses just now.
    pub fn is_open(&self) -> bool {
        self.view.is_some()
    }

    /// What is known of a content.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn arrivals(&self, document: DocumentId) -> io::Result<Arrivals> {
        let saving = self.saving.as_ref().map(|saving| saving.of(document)).unwrap_or_default();
        Ok(self.view()?.arrivals(document)?.and(saving).and(self.unsaved.of(document)))
    }

    /// Contents whose hash is one of these, at most so many, and what is known of each.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn among(&self, hashes: &RangeInclusive<DocumentId>, most: usize) -> io::Result<Vec<(DocumentId, Arrivals)>> {
        let saved = self.view()?.among(hashes, most)?.into_iter().map(|(document, _)| document);
        let unsaved = self.saving.iter().chain([&self.unsaved]).flat_map(|unsaved| unsaved.arrivals.keys().copied());
        let found: BTreeSet<DocumentId> = saved.chain(unsaved.filter(|document| hashes.contains(document))).collect();
        found.into_iter().take(most).map(|document| Ok((document, self.arrivals(document)?))).collect()
    }

    /// Files of a certain name, newest first, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn versions(&self, name: NameHash, most: usize) -> io::Result<Vec<Version>> {
        let view = self.view()?;
        let saving = self.saving.iter().flat_map(|saving| saving.versions(name));
        let mut versions: Vec<Version> = self.unsaved.versions(name).chain(saving).take(most).collect();
        if versions.len() < most {
            versions.extend(view.versions(name, most - versions.len())?);
        }
        Ok(versions)
    }

    /// The newest content but this one that was committed under a name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn previous(&self, document: DocumentId, name: &[u8]) -> io::Result<Option<DocumentId>> {
        let newest = self.versions(name_hash(name), 1)?.first().map(|version| version.document);
        Ok(newest.filter(|newest| *newest != document))
    }

    /// Whether a file that lies in the work area was committed by an earlier run that ended before it could put the
    /// file away. `changed` is when the file was renamed into the work area, as its inode says: one that was dropped
    /// again later got there after the claim of the commit that we know.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn was_committed(&self, document: DocumentId, name: &[u8], changed: Timestamp) -> io::Result<bool> {
        let versions = self.versions(name_hash(name), usize::MAX)?;
        let of_it = |version: &Version| version.document == document && changed.as_microsecond() <= version.claimed;
        Ok(versions.iter().any(of_it))
    }

    /// Whether a file that stays in its inbox, and that somebody changed or that is not remembered, has nothing new: it was
    /// committed with this content already. One that has had another content meanwhile was not. `changed` is the time of
    /// its inode.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_kept(&self, file: FileHash, document: DocumentId, name: &[u8], changed: Timestamp) -> io::Result<bool> {
        match self.kept(file)? {
            Some(remembered) if remembered.committed == Some(document) => Ok(true),
            // Not remembered yet, or no longer.
            Some(_) => self.was_committed(document, name, changed),
            None => {
                let versions = self.versions(name_hash(name), usize::MAX)?;
                Ok(versions.iter().any(|version| version.document == document))
            }
        }
    }

    fn kept(&self, file: FileHash) -> io::Result<Option<KeptFile>> {
        let unsaved = [Some(&self.unsaved), self.saving.as_ref()].into_iter().flatten();
        match unsaved.filter_map(|unsaved| unsaved.batch.kept.get(&file)).next() {
            Some(remembered) => Ok(*remembered),
            None => Ok(self.view()?.kept(file)?),
        }
    }

    /// Writes what is known to the file and ends the keeper. A file that refuses is left: the next start reads what it
    /// lacks from the log.
    pub fn finish(self) {
        let Ledger { view, unsaved, keeper, .. } = self;
        drop(view);
        if !unsaved.batch.is_empty() {
            keeper.save(unsaved.batch);
        }
        keeper.finish();
    }

    fn view(&self) -> io::Result<&View> {
        self.view.as_ref().ok_or_else(|| io::Error::other("the ledger cannot be read just now"))
    }
}

#[cfg(test)]
mod tests;
