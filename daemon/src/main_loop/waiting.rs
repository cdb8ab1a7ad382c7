//! Names that wait: hints and scans bring them, looking at one takes it or puts it off.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::inbox::claim::Look;
use crate::inbox::mover::{Order, SCAN_NAMES_MAX};
use crate::inbox::root::{Key, Place, is_ignored};
use crate::inbox::settle::{Patience, Settling};
use crate::main_loop::MainLoop;
use crate::main_loop::reason::of_defect;

/// How long to wait after a folder refused.
const REFUSED_WAIT: Duration = Duration::from_secs(5);

/// How long to wait when documents take all the memory that they may.
const NO_ROOM_WAIT: Duration = Duration::from_millis(50);

impl MainLoop {
    pub(super) fn scan(&mut self) {
        self.take_hints();
        if self.scanning > 0 || self.stopping.is_some() {
            return;
        }
        self.more_to_scan = false;
        for order in std::mem::take(&mut self.stuck) {
            self.parts.mover.order(order);
        }
        for root in 0..self.parts.roots.len() {
            for place in [Place::Work, Place::Inbox] {
                self.scanning += 1;
                self.parts.mover.order(Order::Scan { root, place });
            }
        }
    }

    pub(super) fn patience(&self, root: usize) -> Patience {
        Patience { quiet: self.parts.limits.quiet, settle: self.parts.roots[root].settle }
    }

    pub(super) fn take_hints(&mut self) {
        let hints = self.parts.watch.take();
        let now = Instant::now();
        for ((root, name), sign) in hints.names {
            if self.settling.len() >= SCAN_NAMES_MAX {
                // There is enough to do; the rest is found when there is less.
                self.more_to_scan = true;
            } else if !is_ignored(&name) {
                let key = Key { root, place: Place::Inbox, name };
                self.settling.hint(key, sign, self.patience(root), now);
            }
        }
        if hints.rescan {
            tracing::debug!("hints were lost, the folders are scanned");
            self.more_to_scan = true;
        }
    }

    pub(super) fn take_scan(&mut self, root: usize, place: Place, names: io::Result<(Vec<OsString>, bool)>) {
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

    pub(super) fn is_known(&self, key: &Key) -> bool {
        self.documents.values().any(|document| document.claimed.taken.key == *key)
            || self.defective.values().any(|known| known == key)
    }

    pub(super) fn take_look(&mut self, key: Key, look: Look) {
        self.looking -= 1;
        let again_in = |settling: &mut Settling, stat, after| settling.again(key.clone(), stat, Instant::now() + after);
        match look {
            Look::NotYet { stat, after } => again_in(&mut self.settling, stat, after),
            Look::NoRoom => self.settling.later(key, Instant::now() + NO_ROOM_WAIT),
            Look::Failed(error) => {
                let path = self.path_of(&key);
                tracing::warn!(path = %path.display(), %error, "cannot take a file, it is tried again");
                again_in(&mut self.settling, None, REFUSED_WAIT);
            }
            Look::Gone => self.settling.done(&key, Instant::now()),
            Look::Ignored(what) => {
                let path = self.path_of(&key);
                tracing::debug!(path = %path.display(), what, "ignored");
                self.settling.done(&key, Instant::now());
            }
            Look::Unfinished => {
                self.settling.done(&key, Instant::now());
                let patience = self.patience(key.root);
                let key = Key { place: Place::Work, ..key };
                self.settling.found(key, Patience { quiet: patience.settle, ..patience }, Instant::now());
            }
            Look::Defective(taken, defect) => {
                self.settling.done(&key, Instant::now());
                let reason = of_defect(&defect, self.parts.pools.setup());
                let sequence = self.new_sequence();
                self.set_aside(sequence, taken, reason);
            }
            Look::Claimed(claimed) => {
                self.settling.done(&key, Instant::now());
                self.admit(claimed);
            }
        }
    }

    pub(super) fn path_of(&self, key: &Key) -> PathBuf {
        self.parts.roots[key.root].path.join(&key.name)
    }
}
