//! The files of an inbox that stay where they are: which of them are done with, so that a scan passes over them without
//! opening one.
//!
//! What is remembered here is also in the ledger's file, from which a start takes it; what is missing is read again and
//! recognised by name and content. About 40 bytes a file.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::inbox::root::Stat;
use crate::ledger::kept::{FileHash, Looks, inbox_hash, name_hash};

/// What is remembered of one inbox.
pub struct KeptFiles {
    /// Why finished files stay: a few words.
    pub why: String,
    inbox: u64,
    files: Mutex<Files>,
}

#[derive(Default)]
struct Files {
    remembered: HashMap<u128, Remembered>,
    /// The number of the scan that runs, or ran last.
    scan: u32,
    /// How many of the remembered files that one has met.
    met: usize,
}

struct Remembered {
    looks: Looks,
    /// The last scan that met it.
    scan: u32,
}

impl KeptFiles {
    /// Nothing is remembered of an inbox yet.
    pub fn new(inbox: &Path, why: impl Into<String>) -> KeptFiles {
        KeptFiles { why: why.into(), inbox: inbox_hash(inbox), files: Mutex::default() }
    }

    /// The ledger's name for the inbox.
    pub fn inbox(&self) -> u64 {
        self.inbox
    }

    /// The ledger's name for a file.
    pub fn hash_of(&self, name: &OsStr) -> FileHash {
        FileHash { inbox: self.inbox, name: name_hash(name.as_bytes()) }
    }

    /// How many files are remembered.
    pub fn len(&self) -> usize {
        self.lock().remembered.len()
    }

    /// Whether no file is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Remembers that a file is done with as long as it looks like this.
    pub fn remember(&self, name: u128, looks: Looks) {
        let mut files = self.lock();
        let scan = files.scan;
        files.remembered.insert(name, Remembered { looks, scan });
    }

    /// Forgets a file.
    pub fn forget(&self, name: u128) {
        self.lock().remembered.remove(&name);
    }

    /// Whether a file that was just looked at is done with; either way it is still there.
    pub fn is_done(&self, name: &OsStr, stat: &Stat) -> bool {
        let (name, looks) = (name_hash(name.as_bytes()), Looks::of(stat));
        let mut files = self.lock();
        let Files { remembered, scan, met } = &mut *files;
        let Some(file) = remembered.get_mut(&name) else { return false };
        *met += usize::from(std::mem::replace(&mut file.scan, *scan) != *scan);
        file.looks == looks
    }

    /// A scan of the whole inbox begins.
    pub fn begin_scan(&self) {
        let mut files = self.lock();
        files.scan = files.scan.wrapping_add(1);
        files.met = 0;
    }

    /// The scan met every file that is there; returns those that are remembered and are not. None of them when it met
    /// none at all: the inbox may be the empty place of a disk that is away.
    pub fn missing(&self) -> Vec<FileHash> {
        let files = self.lock();
        if files.met == 0 {
            return Vec::new();
        }
        let missing = files.remembered.iter().filter(|(_, file)| file.scan != files.scan);
        missing.map(|(name, _)| FileHash { inbox: self.inbox, name: *name }).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAT: Stat = Stat { size: 1, inode: 2, device: 3, modified: 4, changed: 5 };

    fn remembering(names: &[&str]) -> KeptFiles {
        let kept = KeptFiles::new(Path::new("/in"), "");
        for name in names {
            kept.remember(name_hash(name.as_bytes()), Looks::of(&STAT));
        }
        kept
    }

    #[test]
    fn a_file_is_done_with_until_it_changes_or_is_forgotten() {
        let kept = remembering(&["a"]);
        assert!(kept.is_done(OsStr::new("a"), &STAT));
        assert!(!kept.is_done(OsStr::new("a"), &Stat { changed: 6, ..STAT }) && !kept.is_done(OsStr::new("b"), &STAT));
        kept.forget(name_hash(b"a"));
        assert!(!kept.is_done(OsStr::new("a"), &STAT));
    }

    #[test]
    fn what_a_scan_does_not_meet_is_missing_and_what_came_meanwhile_or_changed_is_not() {
        let kept = remembering(&["a", "changed", "gone"]);
        kept.begin_scan();
        kept.is_done(OsStr::new("a"), &STAT);
        kept.is_done(OsStr::new("changed"), &Stat { size: 9, ..STAT });
        kept.remember(name_hash(b"came"), Looks::of(&STAT));
        assert_eq!(kept.missing(), [kept.hash_of(OsStr::new("gone"))]);
    }

    #[test]
    fn an_inbox_of_which_nothing_is_left_is_taken_for_one_that_is_away() {
        let kept = remembering(&["a", "b"]);
        kept.begin_scan();
        kept.is_done(OsStr::new("new"), &STAT);
        assert_eq!(kept.missing(), []);
    }
}
