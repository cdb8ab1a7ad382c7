//! Hints from the kernel: names that were written or moved in. They may be missing or repeated; the scan is the truth.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::inbox::settle::Sign;

/// Names that wait to be taken over by the loop. More than this many, and a scan takes their place.
const HINTS_MAX: usize = 65_536;

/// What came in since the last [`Watch::take`].
#[derive(Default)]
pub struct Hints {
    /// Names by root.
    pub names: HashMap<(usize, OsString), Sign>,
    /// Whether hints were lost, so that the folders must be scanned.
    pub rescan: bool,
}

/// Watches the folders of all roots.
pub struct Watch {
    hints: Arc<Mutex<Hints>>,
    _watchers: Vec<RecommendedWatcher>,
}

impl Watch {
    /// Starts watching; `wake` is called, from a thread of the watcher, when there are hints after there were none.
    ///
    /// # Errors
    /// When a folder cannot be watched; its path is in the error.
    pub fn start(roots: &[&Path], wake: impl Fn() + Send + Sync + Clone + 'static) -> notify::Result<Watch> {
        let hints = Arc::new(Mutex::new(Hints::default()));
        let mut watchers = Vec::new();
        for (root, path) in roots.iter().enumerate() {
            let (hints, wake) = (Arc::clone(&hints), wake.clone());
            // This closure does nothing but note names, so that the kernel's queue is emptied as fast as it can be.
            let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
                let mut hints = hints.lock().unwrap_or_else(PoisonError::into_inner);
                let was_empty = hints.names.is_empty() && !hints.rescan;
                note(&mut hints, root, event);
                let is_empty = hints.names.is_empty() && !hints.rescan;
                drop(hints);
                if was_empty && !is_empty {
                    wake();
                }
            })?;
            watcher.watch(path, RecursiveMode::NonRecursive)?;
            watchers.push(watcher);
        }
        Ok(Watch { hints, _watchers: watchers })
    }

    /// Takes all hints.
    pub fn take(&self) -> Hints {
        std::mem::take(&mut *self.hints.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn note(hints: &mut Hints, root: usize, event: notify::Result<Event>) {
    let Ok(event) = event else {
        hints.rescan = true;
        return;
    };
    // An overflow comes without paths, so the flag is asked for on the event.
    if event.need_rescan() || hints.names.len() >= HINTS_MAX {
        hints.rescan = true;
        return;
    }
    let Some(sign) = sign_of(event.kind) else { return };
    // A rename within the folder names the old path first.
    if let Some(name) = event.paths.last().and_then(|path| path.file_name()) {
        hints.names.insert((root, name.to_owned()), sign);
    }
}

fn sign_of(kind: EventKind) -> Option<Sign> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Sign::Complete),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(Sign::Complete),
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_)) => Some(Sign::Touched),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, Flag};

    fn event(kind: EventKind, paths: &[&str]) -> notify::Result<Event> {
        Ok(paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into())))
    }

    #[test]
    fn only_the_new_name_counts_and_the_last_sign_wins() {
        let mut hints = Hints::default();
        let rename = |mode| EventKind::Modify(ModifyKind::Name(mode));
        note(&mut hints, 0, event(EventKind::Create(CreateKind::File), &["/in/a"]));
        note(&mut hints, 0, event(EventKind::Access(AccessKind::Close(AccessMode::Write)), &["/in/a"]));
        note(&mut hints, 0, event(rename(RenameMode::From), &["/in/gone"]));
        note(&mut hints, 1, event(rename(RenameMode::Both), &["/in/b.tmp", "/in/b"]));
        note(&mut hints, 0, event(EventKind::Access(AccessKind::Open(AccessMode::Read)), &["/in/c"]));
        note(&mut hints, 0, event(EventKind::Modify(ModifyKind::Data(DataChange::Any)), &["/in/d"]));
        let mut names: Vec<_> = hints.names.into_iter().collect();
        names.sort();
        let wanted =
            [((0, "a".into()), Sign::Complete), ((0, "d".into()), Sign::Touched), ((1, "b".into()), Sign::Complete)];
        assert_eq!(names, wanted);
        assert!(!hints.rescan);
    }

    #[test]
    fn an_overflow_or_an_error_asks_for_a_scan() {
        for event in [Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)), Err(notify::Error::generic("lost"))] {
            let mut hints = Hints::default();
            note(&mut hints, 0, event);
            assert!(hints.rescan && hints.names.is_empty());
        }
    }
}
