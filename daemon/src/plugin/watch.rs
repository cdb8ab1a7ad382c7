//! Notices when a file in a folder of plugins changes. Only a hint: what is there decides.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Watches the folders of `chain.path`.
pub struct Folders {
    watcher: RecommendedWatcher,
    wanted: Vec<PathBuf>,
    watched: Vec<Watched>,
}

/// A folder that is watched, told from another that takes its path later.
struct Watched {
    path: PathBuf,
    identity: (u64, u64),
}

impl Folders {
    /// Starts watching; `changed` is called on the watcher's thread.
    ///
    /// # Errors
    /// When the kernel has no watcher left.
    pub fn watch(folders: &[PathBuf], changed: impl Fn() + Send + 'static) -> notify::Result<Folders> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, concerns_a_library) {
                changed();
            }
        })?;
        let mut folders = Folders { watcher, wanted: folders.to_vec(), watched: Vec::new() };
        folders.renew();
        Ok(folders)
    }

    /// Watches other folders from now on.
    pub fn follow(&mut self, folders: &[PathBuf]) {
        self.wanted = folders.to_vec();
        self.renew();
    }

    /// Watches those that were not there before, or are not what was there before; says whether there are any.
    pub fn renew(&mut self) -> bool {
        let is_same = |folder: &Watched| identity(&folder.path) == Some(folder.identity);
        for left in self.watched.extract_if(.., |folder| !self.wanted.contains(&folder.path) || !is_same(folder)) {
            // It may be gone.
            let _ = self.watcher.unwatch(&left.path);
        }
        let before = self.watched.len();
        for path in &self.wanted {
            let Some(identity) = identity(path).filter(|_| !self.watched.iter().any(|folder| folder.path == *path))
            else {
                continue;
            };
            if self.watcher.watch(path, RecursiveMode::NonRecursive).is_ok() {
                self.watched.push(Watched { path: path.clone(), identity });
            }
        }
        self.watched.len() > before
    }
}

/// Device and number of the folder at a path, if there is one.
fn identity(path: &Path) -> Option<(u64, u64)> {
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
    Some((found.dev(), found.ino()))
}

/// Whether an event may have changed a library; reading one, as workers' daemons do, has not.
fn concerns_a_library(event: &Event) -> bool {
    let written = AccessKind::Close(AccessMode::Write);
    let changes = match event.kind {
        EventKind::Access(kind) => kind == written,
        _ => true,
    };
    let is_library = |path: &PathBuf| path.extension() == Some("so".as_ref());
    changes && (event.paths.is_empty() || event.paths.iter().any(is_library))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_change_of_a_library_concerns_us_and_reading_one_does_not() {
        use notify::event::{CreateKind, ModifyKind};
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        for (kind, path, concerns) in [
            (EventKind::Create(CreateKind::File), "p/a.so", true),
            (EventKind::Modify(ModifyKind::Any), "p/a.so", true),
            (written, "p/a.so", true),
            (opened, "p/a.so", false),
            (written, "p/notes.txt", false),
        ] {
            let event = Event::new(kind).add_path(path.into());
            assert_eq!(concerns_a_library(&event), concerns, "{event:?}");
        }
    }

    #[test]
    fn a_folder_that_comes_later_is_watched_when_it_is_there() {
        let root = tempfile::tempdir().unwrap();
        let later = root.path().join("later");
        let (sent, noticed) = crossbeam_channel::unbounded();
        let mut folders = Folders::watch(std::slice::from_ref(&later), move || sent.send(()).unwrap()).unwrap();
        assert!(!folders.renew());
        std::fs::create_dir(&later).unwrap();
        assert!(folders.renew());
        std::fs::write(later.join("c.so"), "x").unwrap();
        assert!(noticed.recv_timeout(Duration::from_secs(10)).is_ok());
    }

    #[test]
    fn a_folder_that_is_put_in_the_place_of_another_is_watched_instead() {
        let root = tempfile::tempdir().unwrap();
        let [folder, new, old] = ["plugins", "plugins.new", "plugins.old"].map(|name| root.path().join(name));
        std::fs::create_dir(&folder).unwrap();
        let (sent, noticed) = crossbeam_channel::unbounded();
        let mut folders = Folders::watch(std::slice::from_ref(&folder), move || sent.send(()).unwrap()).unwrap();
        std::fs::create_dir(&new).unwrap();
        std::fs::rename(&folder, &old).unwrap();
        std::fs::rename(&new, &folder).unwrap();
        assert!(folders.renew() && !folders.renew());
        while noticed.try_recv().is_ok() {}
        std::fs::write(folder.join("c.so"), "x").unwrap();
        assert!(noticed.recv_timeout(Duration::from_secs(10)).is_ok());
    }
}
