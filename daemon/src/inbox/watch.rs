//! Hints from the kernel: names that were written or moved in. They may be missing or repeated; the scan is the truth.
//!
//! Every folder is watched by itself, when a scan enters it. Where the kernel tells nothing, on network mounts and when
//! its limits are reached, the scans come more often: the root is polled.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RenameMode};
use notify::{ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::codes::watching::CANNOT_WATCH;
use crate::config::Watching;
use crate::inbox::root::Root;
use crate::inbox::settle::Sign;

/// Names that wait to be taken over by the loop. More than this many, and a scan takes their place.
const HINTS_MAX: usize = 65_536;

/// Every claim of ours is an event too, two of them, which bring nothing and wake the watcher's thread all the same. After
/// one it looks away for so long, and the next ones come in one bundle: a tenth less work for a file. The kernel's queue
/// holds 16,384 events, which is a hundred times what comes in that time.
const REST: Duration = Duration::from_millis(1);

/// What came in since the last [`Watch::take`].
#[derive(Debug, Default)]
pub struct Hints {
    /// Names by root.
    pub names: HashMap<(usize, OsString), Sign>,
    /// Whether hints were lost, so that the inboxes must be scanned.
    pub rescan: bool,
}

impl Hints {
    fn is_empty(&self) -> bool {
        self.names.is_empty() && !self.rescan
    }
}

/// Watches the folders of all roots.
pub struct Watch {
    roots: Arc<Vec<Root>>,
    shared: Arc<Mutex<Shared>>,
    /// Absent when the kernel gave none.
    watcher: Option<Mutex<RecommendedWatcher>>,
    /// By root.
    polled: Vec<AtomicBool>,
}

#[derive(Default)]
struct Shared {
    hints: Hints,
    /// The folders that are watched.
    folders: BTreeSet<PathBuf>,
}

impl Watch {
    /// Starts watching; `wake` is called, from a thread of the watcher, when there are hints after there were none.
    pub fn start(roots: Arc<Vec<Root>>, wake: impl Fn() + Send + 'static) -> Watch {
        let shared = Arc::<Mutex<Shared>>::default();
        let (told, seen) = (Arc::clone(&shared), Arc::clone(&roots));
        let mut rested = Instant::now();
        // This closure does nothing but note names, so that the kernel's queue never fills.
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let mut shared = lock(&told);
            let was_empty = shared.hints.is_empty();
            let is_hint = note(&mut shared, &seen, event);
            let is_empty = shared.hints.is_empty();
            drop(shared);
            if was_empty && !is_empty {
                wake();
            }
            if !is_hint && rested.elapsed() > REST / 4 {
                thread::sleep(REST);
                rested = Instant::now();
            }
        });
        let by_choice = |root: &Root| match root.settings.watch {
            Watching::Poll => true,
            Watching::Events => false,
            Watching::Auto => root.network.is_some(),
        };
        let polled = roots.iter().map(|root| AtomicBool::new(by_choice(root))).collect();
        let (watcher, refused) = match watcher {
            Ok(watcher) => (Some(Mutex::new(watcher)), None),
            Err(error) => (None, Some(error)),
        };
        let watch = Watch { roots, shared, watcher, polled };
        for root in (0..watch.roots.len()).filter(|_| refused.is_some()) {
            watch.poll_instead(root, refused.as_ref());
        }
        watch
    }

    /// Takes all hints.
    pub fn take(&self) -> Hints {
        std::mem::take(&mut lock(&self.shared).hints)
    }

    /// Whether scans alone tell what comes into a root.
    pub fn is_polled(&self, root: usize) -> bool {
        self.polled[root].load(Ordering::Relaxed)
    }

    /// How a root is watched, for people.
    pub fn describe(&self, root: usize) -> String {
        let root_of = &self.roots[root];
        if !self.is_polled(root) {
            return "kernel events".to_owned();
        }
        let every = format!("polling every {:?}", root_of.settings.poll);
        match root_of.network {
            Some(name) => format!("{every} ({name}: kernel events do not reach network mounts)"),
            None => every,
        }
    }

    /// A scan is about to read a folder of a root: from here on the kernel tells what comes into it.
    pub fn enter(&self, root: usize, folder: &Path) {
        let Some(watcher) = self.watcher.as_ref().filter(|_| !self.is_polled(root)) else { return };
        let top = &self.roots[root].settings.path;
        let is_top = folder.as_os_str().is_empty();
        let path = if is_top { top.clone() } else { top.join(folder) };
        // The root itself may be another folder than before, of which no event told.
        if !lock(&self.shared).folders.insert(path.clone()) && !is_top {
            return;
        }
        // Not while `shared` is locked: the watcher's thread, which answers this, may be waiting for it.
        let watched = lock(watcher).watch(&path, RecursiveMode::NonRecursive);
        if let Err(error) = watched {
            lock(&self.shared).folders.remove(&path);
            if !matches!(error.kind, ErrorKind::PathNotFound) {
                self.poll_instead(root, Some(&error));
            }
        }
    }

    /// The kernel's limits are a reason to be slower, not to stop.
    fn poll_instead(&self, root: usize, error: Option<&notify::Error>) {
        if self.polled[root].swap(true, Ordering::Relaxed) {
            return;
        }
        let settings = &self.roots[root].settings;
        let limit = |name: &str| std::fs::read_to_string(format!("/proc/sys/fs/inotify/{name}")).unwrap_or_default();
        tracing::warn!(
            code = CANNOT_WATCH,
            path = %settings.path.display(),
            error = error.map(tracing::field::display),
            max_user_watches = limit("max_user_watches").trim(),
            max_user_instances = limit("max_user_instances").trim(),
            doing = format!("polling this folder every {:?} instead", settings.poll),
            fix = "raise fs.inotify.max_user_watches and fs.inotify.max_user_instances (sysctl), then restart",
            "cannot watch an inbox"
        );
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes what an event says; whether it says anything of use.
fn note(shared: &mut Shared, roots: &[Root], event: notify::Result<Event>) -> bool {
    let Shared { hints, folders } = shared;
    let Ok(event) = event else {
        hints.rescan = true;
        return true;
    };
    // An overflow comes without paths, so the flag is asked for on the event.
    if event.need_rescan() || hints.names.len() >= HINTS_MAX {
        hints.rescan = true;
        return true;
    }
    // A rename within the folder names the old path first.
    let Some(path) = event.paths.last() else { return false };
    if is_move(event.kind) {
        forget_below(folders, path);
    }
    let below = |(number, root): (usize, &Root)| Some((number, path.strip_prefix(&root.settings.path).ok()?));
    let Some((root, name)) = roots.iter().enumerate().find_map(below) else { return false };
    let sign = sign_of(event.kind).filter(|_| !name.as_os_str().is_empty());
    if let Some(sign) = sign {
        hints.names.insert((root, name.as_os_str().to_owned()), sign);
    }
    sign.is_some()
}

/// Whether a path is no longer what it was: the watches of folders there are gone.
fn is_move(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Remove(_) | EventKind::Create(CreateKind::Folder) | EventKind::Modify(ModifyKind::Name(_))
    )
}

/// Takes a folder and those below it out of a set, in which they stand together.
fn forget_below(folders: &mut BTreeSet<PathBuf>, path: &Path) {
    let from = (Bound::Included(path), Bound::Unbounded);
    while let Some(folder) = folders.range::<Path, _>(from).next().filter(|folder| folder.starts_with(path)).cloned() {
        folders.remove(&folder);
    }
}

fn sign_of(kind: EventKind) -> Option<Sign> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Sign::Complete),
        // What is in it tells of itself.
        EventKind::Create(CreateKind::Folder) => Some(Sign::Complete),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(Sign::Complete),
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_)) => Some(Sign::Touched),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Inbox;
    use notify::event::{DataChange, Flag, RemoveKind};

    fn event(kind: EventKind, paths: &[&Path]) -> notify::Result<Event> {
        Ok(paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.to_path_buf())))
    }

    const fn rename(mode: RenameMode) -> EventKind {
        EventKind::Modify(ModifyKind::Name(mode))
    }

    fn roots(folder: &tempfile::TempDir) -> Vec<Root> {
        ["in", "other"].map(|name| Root::open(&Inbox::at(folder.path().join(name))).unwrap()).into()
    }

    #[test]
    fn only_the_new_name_counts_and_the_last_sign_wins() {
        let folder = tempfile::tempdir().unwrap();
        let (roots, mut shared) = (roots(&folder), Shared::default());
        let close = EventKind::Access(AccessKind::Close(AccessMode::Write));
        for (kind, paths) in [
            (EventKind::Create(CreateKind::File), &["in/a"][..]),
            (close, &["in/a"]),
            (rename(RenameMode::From), &["in/gone"]),
            (rename(RenameMode::Both), &["other/b.tmp", "other/sub/b"]),
            (EventKind::Access(AccessKind::Open(AccessMode::Read)), &["in/c"]),
            (EventKind::Modify(ModifyKind::Data(DataChange::Any)), &["in/d"]),
        ] {
            let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
            note(&mut shared, &roots, event(kind, &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>()));
        }
        let mut names: Vec<_> = shared.hints.names.into_iter().collect();
        names.sort();
        let wanted = [
            ((0, "a".into()), Sign::Complete),
            ((0, "d".into()), Sign::Touched),
            ((1, "sub/b".into()), Sign::Complete),
        ];
        assert_eq!(names, wanted);
        assert!(!shared.hints.rescan);
    }

    #[test]
    fn an_overflow_or_an_error_asks_for_a_scan() {
        for event in [Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)), Err(notify::Error::generic("lost"))] {
            let mut shared = Shared::default();
            note(&mut shared, &[], event);
            assert!(shared.hints.rescan && shared.hints.names.is_empty());
        }
    }

    #[test]
    fn a_folder_that_comes_or_goes_is_watched_anew_with_all_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let roots = roots(&folder);
        let path = |name: &str| folder.path().join(name);
        let all = ["in", "in/sub", "in/sub/deep", "in/sub-b", "other"];
        let rest = &["in", "in/sub-b", "other"][..];
        for (kind, name, left, hint) in [
            (EventKind::Remove(RemoveKind::Folder), "in/sub", rest, None),
            (rename(RenameMode::From), "in/sub", rest, None),
            (rename(RenameMode::To), "in/sub", rest, Some(Sign::Complete)),
            (EventKind::Create(CreateKind::Folder), "in/sub", rest, Some(Sign::Complete)),
            (rename(RenameMode::From), "in", &["other"][..], None),
            (EventKind::Create(CreateKind::File), "in/sub", &all[..], Some(Sign::Touched)),
        ] {
            let mut shared = Shared { folders: all.map(path).into(), ..Shared::default() };
            note(&mut shared, &roots, event(kind, &[&path(name)]));
            assert_eq!(shared.folders, left.iter().map(|name| path(name)).collect(), "{kind:?}");
            assert_eq!(shared.hints.names.into_values().next(), hint, "{kind:?}");
        }
    }

    #[test]
    fn a_root_is_polled_by_choice_and_when_the_kernel_gives_no_watch() {
        let folder = tempfile::tempdir().unwrap();
        let inboxes = [Watching::Auto, Watching::Poll, Watching::Events]
            .map(|watch| Inbox { watch, ..Inbox::at(folder.path().join(format!("{watch:?}"))) });
        let roots: Vec<Root> = inboxes.iter().map(|inbox| Root::open(inbox).unwrap()).collect();
        let watch = Watch::start(Arc::new(roots), || {});
        assert_eq!([0, 1, 2].map(|root| watch.is_polled(root)), [false, true, false]);
        assert_eq!((watch.describe(0), watch.describe(1)), ("kernel events".into(), "polling every 5s".into()));
        let limit = notify::Error::new(ErrorKind::MaxFilesWatch);
        watch.poll_instead(0, Some(&limit));
        assert!(watch.is_polled(0) && !watch.is_polled(2));
    }
}
