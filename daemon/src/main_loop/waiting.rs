//! Names that wait: hints and scans bring them, looking at one takes it or puts it off.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::config::Inbox;
use crate::inbox::claim::{Defect, Look};
use crate::inbox::mover::{Order, SCAN_NAMES_MAX};
use crate::inbox::root::{Key, Place};
use crate::inbox::settle::{Patience, Sign};
use crate::inbox::walk::{Listing, PATH_BYTES_MAX};
use crate::main_loop::MainLoop;
use crate::main_loop::reason::of_defect;

/// How long to wait when documents take all the memory that they may.
const NO_ROOM_WAIT: Duration = Duration::from_millis(50);

/// Which folders could not be listed.
fn in_words(refused: &[(PathBuf, io::Error)]) -> Option<String> {
    let (path, error) = refused.first()?;
    let more = if refused.len() > 1 { format!(", and {} more folders", refused.len() - 1) } else { String::new() };
    Some(format!("{}: {error}{more}", path.display()))
}

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
            self.scan_root(root);
        }
    }

    fn scan_root(&mut self, root: usize) {
        for place in self.parts.roots[root].places() {
            self.scan_folder(root, place, PathBuf::new());
        }
    }

    fn scan_folder(&mut self, root: usize, place: Place, from: PathBuf) {
        self.scanning += 1;
        self.parts.mover.order(Order::Scan { root, place, from });
    }

    /// Scans the roots of which the kernel tells nothing, when it is time.
    pub(super) fn poll(&mut self, now: Instant) {
        let due: Vec<usize> = self.polls.iter().filter(|(_, due)| **due <= now).map(|(root, _)| *root).collect();
        for root in due {
            self.polls.remove(&root);
            self.scan_root(root);
        }
    }

    pub(super) fn patience(&self, root: usize) -> Patience {
        let Inbox { settle, poll, together, .. } = self.parts.roots[root].settings;
        // Where the kernel tells nothing, a scan must have had the time to.
        let unseen = if self.parts.watch.is_polled(root) { poll } else { Duration::ZERO };
        Patience { quiet: self.parts.limits.quiet, settle, together: together.then_some(settle + unseen) }
    }

    pub(super) fn take_hints(&mut self) {
        let hints = self.parts.watch.take();
        for ((root, name), sign) in hints.names {
            self.take_hint(root, name, sign);
        }
        if hints.rescan {
            tracing::debug!("hints were lost, the inboxes are scanned");
            self.more_to_scan = true;
        }
    }

    fn take_hint(&mut self, root: usize, name: OsString, sign: Sign) {
        let filter = &self.parts.roots[root].filter;
        let (name, sign) = match filter.marked_by(&name) {
            Some(marked) => (marked, Sign::Complete),
            None => (name, sign),
        };
        if self.settling.len() >= SCAN_NAMES_MAX {
            // There is enough to do; the rest is found when there is less.
            self.more_to_scan = true;
        } else if filter.enters(Path::new(&name)) && name.len() <= PATH_BYTES_MAX {
            // Whether it is a file, and then one to be read, is seen when it is looked at.
            let rank = self.parts.roots[root].settings.order.rank(|| Some(Timestamp::now().as_nanosecond()));
            let key = Key { root, place: Place::Inbox, name };
            self.settling.hint(key, rank, sign, self.patience(root), Instant::now());
        }
    }

    pub(super) fn take_scan(&mut self, root: usize, place: Place, listing: io::Result<Listing>) {
        self.scanning -= 1;
        if place == Place::Inbox && self.parts.watch.is_polled(root) {
            self.polls.insert(root, Instant::now() + self.parts.roots[root].settings.poll);
        }
        let listing = match listing {
            Ok(listing) => listing,
            Err(error) => return self.note_trouble(root, Some(error.to_string())),
        };
        if listing.whole && place == Place::Inbox || !listing.refused.is_empty() {
            self.note_trouble(root, in_words(&listing.refused));
        }
        self.more_to_scan |= listing.more;
        self.forget_missing(root, &listing.missing);
        let (now, patience) = (Instant::now(), self.patience(root));
        for found in listing.names {
            if self.settling.len() >= SCAN_NAMES_MAX {
                self.more_to_scan = true;
                break;
            }
            let key = Key { root, place, name: found.name };
            // Files of documents that are on their way lie in the work area, too, or where they stay.
            if !self.is_known(&key) {
                match listing.whole {
                    true => self.settling.found(key, found.rank, patience, now),
                    false => self.settling.found_in_told(key, found.rank, patience, now),
                }
            }
        }
        if listing.whole && place == Place::Inbox {
            self.first_scans.entry(root).or_insert(now);
        }
    }

    /// Counts a file that was taken and of which the kernel should have told, and did not.
    fn count_scanned(&mut self, key: &Key) {
        let Some(waiting) = self.settling.of(key).filter(|_| !self.parts.watch.is_polled(key.root)) else { return };
        let is_late = self.first_scans.get(&key.root).is_some_and(|first| waiting.since > *first);
        if key.place == Place::Inbox && is_late && !waiting.told {
            *self.found_by_scans.entry(key.root).or_default() += 1;
        }
    }

    /// What keeps a root from being listed, or `None` when nothing does; said aloud when it changes.
    fn note_trouble(&mut self, root: usize, trouble: Option<String>) {
        let path = self.parts.roots[root].settings.path.display();
        if let Some(trouble) = trouble {
            if self.troubles.get(&root) != Some(&trouble) {
                tracing::warn!(%path, trouble, "cannot list an inbox, or a part of it; it is tried again at every scan");
            }
            self.troubles.insert(root, trouble);
        } else if self.troubles.remove(&root).is_some() {
            tracing::info!(%path, "all of an inbox can be listed again");
        }
    }

    pub(super) fn is_known(&self, key: &Key) -> bool {
        self.keys.of(key) > 0
    }

    pub(super) fn take_look(&mut self, key: Key, look: Look) {
        self.looking -= 1;
        match look {
            Look::NotYet { stat, after } => self.settling.again(key, stat, Instant::now() + after),
            Look::Held(stat) => self.settling.hold(key, stat, Instant::now()),
            Look::NoRoom => self.settling.later(key, Instant::now() + NO_ROOM_WAIT),
            Look::Failed(error) => {
                let path = self.path_of(&key);
                tracing::warn!(path = %path.display(), %error, "cannot take a file, it is tried again");
                self.settling.refused(key, Instant::now());
            }
            Look::Gone => self.settling.done(&key, Instant::now()),
            Look::Ignored(what) => {
                let path = self.path_of(&key);
                tracing::debug!(path = %path.display(), what, "ignored");
                self.settling.done(&key, Instant::now());
            }
            Look::Unfinished => self.settle_in_work_area(key),
            Look::Large(large) => {
                self.settling.done(&key, Instant::now());
                self.keys.add(large.taken.key.clone());
                self.looking += 1;
                self.parts.mover.have_hashed(*large);
            }
            Look::Short { error, taken } => self.run_short(key, taken, &error),
            Look::Folder => {
                self.settling.done(&key, Instant::now());
                if self.parts.roots[key.root].settings.recursive {
                    self.scan_folder(key.root, Place::Inbox, key.name.into());
                }
            }
            Look::Defective(taken, Defect::Unreadable(error)) if taken.stays.is_some() => {
                self.settling.done(&key, Instant::now());
                self.pass_over(&taken, &error);
            }
            Look::Defective(taken, defect) => {
                self.settling.done(&key, Instant::now());
                let reason = of_defect(&defect, self.parts.pools.setup());
                let sequence = self.new_sequence();
                self.set_aside(sequence, taken, reason);
            }
            Look::Claimed(claimed) => {
                self.shortage.found_descriptor();
                self.count_scanned(&key);
                self.settling.done(&key, Instant::now());
                self.admit(claimed);
            }
        }
    }

    pub(super) fn path_of(&self, key: &Key) -> PathBuf {
        self.parts.roots[key.root].settings.path.join(&key.name)
    }
}
