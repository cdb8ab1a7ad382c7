//! Files that stay where they are: what is done with is remembered instead of moved.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::codes::content::UNREADABLE;
use crate::id::DocumentId;
use crate::inbox::claim::Taken;
use crate::inbox::root::{Key, Place, Stat, stat_name};
use crate::ledger::kept::{FileHash, KeptFile, Looks};
use crate::main_loop::MainLoop;

/// How long a name waits whose file is on its way already.
const BUSY_WAIT: Duration = Duration::from_millis(100);

impl MainLoop {
    /// Remembers that a file is done with as long as it looks like this: its content was committed, or it was set aside.
    pub(super) fn remember(&mut self, key: &Key, stat: &Stat, committed: Option<DocumentId>) {
        let Some(kept) = &self.parts.roots[key.root].kept else { return };
        let (file, looks) = (kept.hash_of(&key.name), Looks::of(stat));
        kept.remember(file.name, looks);
        self.parts.ledger.keep(file, Some(KeptFile { looks, committed }));
    }

    /// Whether a file that stays has nothing new, though it is not remembered as it looks.
    pub(super) fn has_kept(&self, taken: &Taken, id: DocumentId, stat: &Stat) -> io::Result<bool> {
        let Some(kept) = &self.parts.roots[taken.key.root].kept else { return Ok(false) };
        let changed = Timestamp::from_nanosecond(stat.changed).unwrap_or_default();
        self.parts.ledger.has_kept(kept.hash_of(&taken.key.name), id, taken.key.name.as_bytes(), changed)
    }

    /// Forgets files that a scan found gone.
    pub(super) fn forget_missing(&mut self, root: usize, missing: &[FileHash]) {
        let Some(kept) = &self.parts.roots[root].kept else { return };
        for file in missing {
            kept.forget(file.name);
            self.parts.ledger.keep(*file, None);
        }
    }

    /// Puts off a name whose file stays and is on its way: it is looked at again when that is done with.
    pub(super) fn puts_off(&mut self, key: &Key) -> bool {
        let busy = self.parts.roots[key.root].kept.is_some() && self.is_known(key);
        if busy {
            self.settling.later(key.clone(), Instant::now() + BUSY_WAIT);
        }
        busy
    }

    /// A file that stays cannot be opened, nor copied into quarantine: it is left until somebody changes it.
    pub(super) fn pass_over(&mut self, taken: &Taken, error: &io::Error) {
        let path = self.path_of(&taken.key);
        tracing::warn!(code = UNREADABLE, path = %path.display(), %error, fix = "let the daemon's user read it", "a file cannot be read, it is tried again when it changes");
        self.summary.left.push(path);
        if let Some(stat) = &taken.stays {
            self.remember(&taken.key, stat, None);
        }
    }

    /// Whether a file that stays no longer looks as it did when it was read.
    pub(super) fn has_changed(&self, taken: &Taken) -> bool {
        let Some(stat) = &taken.stays else { return false };
        let root = &self.parts.roots[taken.key.root];
        let now = root.enter(taken.key.place, &taken.key.name).and_then(|(folder, name)| stat_name(&folder, name));
        now.is_ok_and(|(now, _)| now != **stat)
    }

    /// Whether a file stays and is remembered as it looks now.
    pub(super) fn is_done_with(&self, key: &Key) -> bool {
        let Some(root) = self.parts.roots.get(key.root) else { return false };
        let now = root.enter(key.place, &key.name).and_then(|(folder, name)| stat_name(&folder, name));
        root.kept.as_ref().zip(now.ok()).is_some_and(|(kept, (stat, _))| kept.is_done(&key.name, &stat))
    }

    /// Has a name looked at as if a scan had found it.
    pub(super) fn read_again(&mut self, key: Key) {
        let patience = self.patience(key.root);
        self.settling.found(key, 0, patience, Instant::now());
    }

    /// Forgets a file, so that it is read again though nobody changed it. `None` when files do not stay in that inbox.
    pub(super) fn read_anew(&mut self, inbox: &str, name: OsString) -> Option<()> {
        let is_it = |path: &Path| path.display().to_string() == inbox;
        let root = self.parts.roots.iter().position(|root| is_it(&root.settings.path))?;
        let kept = self.parts.roots[root].kept.as_ref()?;
        let file = kept.hash_of(&name);
        kept.forget(file.name);
        self.parts.ledger.keep(file, None);
        self.parts.ledger.save();
        self.read_again(Key { root, place: Place::Inbox, name });
        Some(())
    }
}
