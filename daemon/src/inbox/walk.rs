//! Lists the files of an inbox or of its work area, folder by folder.
//!
//! Folders come breadth first, so that no deep tree hides its neighbours. What bounds a walk: [`DEPTH_MAX`],
//! [`PATH_BYTES_MAX`], [`FOLDERS_MAX`], and the number of names that the caller asks for.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Dir, DirEntry, FileType, OFlags};
use rustix::io::Errno;

use crate::inbox::beneath;
use crate::inbox::filter::is_ignored;
use crate::inbox::kept::KeptFiles;
use crate::inbox::root::{Place, Root, stat_name};
use crate::ledger::kept::FileHash;

/// Folders inside each other, the inbox not counted.
pub const DEPTH_MAX: usize = 32;
/// The longest path below an inbox: it stands in a line of the log, each byte as up to six.
pub const PATH_BYTES_MAX: usize = 1024;
/// Folders of one inbox.
pub const FOLDERS_MAX: usize = 65_536;

/// A file that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// Its path below the folder that was listed.
    pub name: OsString,
    /// Files of a smaller rank are read first.
    pub rank: i128,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files.
    pub names: Vec<Found>,
    /// Whether there are more than were asked for.
    pub more: bool,
    /// Files that are remembered and are no longer there.
    pub missing: Vec<FileHash>,
    /// Folders that could not be read, and why.
    pub refused: Vec<(PathBuf, io::Error)>,
    /// Whether the whole place was listed, not one folder of it.
    pub whole: bool,
}

/// Lists the files of a place, or of the folder `from` in it, that are to be read, at most `limit` of them. `enter` is called with every folder before
/// it is read, so that what comes later than its watch is never missed.
///
/// # Errors
/// When the place itself cannot be read, or is no longer the one at the root's path.
pub fn list(root: &Root, place: Place, from: &Path, limit: usize, mut enter: impl FnMut(&Path)) -> io::Result<Listing> {
    root.check(place)?;
    let kept = root.kept.as_ref().filter(|_| place == Place::Inbox);
    let listing = Listing { whole: from.as_os_str().is_empty(), ..Listing::default() };
    let mut walk = Walk { root, place, limit, kept, folders: VecDeque::new(), entered: 0, listing };
    if !walk.listing.whole {
        walk.note_folder(from.to_owned());
        return Ok(walk.run(enter).listing);
    }
    kept.inspect(|kept| kept.begin_scan());
    enter(from);
    walk.read(from)?;
    let mut walk = walk.run(enter);
    if let Some(kept) = kept.filter(|_| walk.listing.refused.is_empty() && !walk.listing.more) {
        walk.listing.missing = kept.missing();
    }
    Ok(walk.listing)
}

struct Walk<'a> {
    root: &'a Root,
    place: Place,
    limit: usize,
    /// Where files stay: those that are done with are passed over.
    kept: Option<&'a KeptFiles>,
    /// Still to be read.
    folders: VecDeque<PathBuf>,
    /// How many were noted.
    entered: usize,
    listing: Listing,
}

impl Walk<'_> {
    fn run(mut self, mut enter: impl FnMut(&Path)) -> Self {
        while let Some(folder) = self.folders.pop_front().filter(|_| !self.listing.more) {
            enter(&folder);
            match self.read(&folder).map_err(|error| (error.kind(), error)) {
                Ok(()) | Err((io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, _)) => {}
                Err((_, error)) => self.listing.refused.push((folder, error)),
            }
        }
        self
    }

    fn read(&mut self, folder: &Path) -> io::Result<()> {
        let place = self.root.folder(self.place)?;
        let path = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let opened = match beneath::open(&place, path, OFlags::RDONLY | OFlags::DIRECTORY) {
            Err(Errno::LOOP) => return Ok(()),
            // Another file system in the inbox is an inbox of its own: a claim by rename would not reach the work area.
            Err(Errno::XDEV) => {
                self.root.tell_mount(folder);
                return Ok(());
            }
            opened => opened?,
        };
        let mut is_empty = true;
        for entry in Dir::read_from(&opened)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            is_empty = false;
            self.take(&opened, folder.join(name), &entry)?;
            if self.listing.more {
                return Ok(());
            }
        }
        if is_empty && self.place == Place::Work && !folder.as_os_str().is_empty() {
            self.root.remove_folder(self.place, folder.as_os_str());
        }
        Ok(())
    }

    fn take(&mut self, folder: &std::os::fd::OwnedFd, path: PathBuf, entry: &DirEntry) -> io::Result<()> {
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        let kind = match entry.file_type() {
            // Some file systems do not tell.
            FileType::Unknown => stat_name(folder, name).map_or(FileType::Unknown, |(_, kind)| kind),
            kind => kind,
        };
        match kind {
            FileType::Directory if self.enters(&path) => self.note_folder(path),
            FileType::RegularFile if self.reads(&path) => {
                let stat = self.kept.and_then(|_| Some(stat_name(folder, name).ok()?.0));
                if path.as_os_str().len() > PATH_BYTES_MAX {
                    self.root.tell_left_out(&path);
                } else if self.kept.zip(stat).is_some_and(|(kept, stat)| kept.is_done(path.as_os_str(), &stat)) {
                    return Ok(());
                } else if self.listing.names.len() == self.limit {
                    self.listing.more = true;
                } else {
                    let stat = || stat.or_else(|| Some(stat_name(folder, name).ok()?.0));
                    let rank = self.root.settings.order.rank(|| Some(stat()?.modified));
                    self.listing.names.push(Found { name: path.into_os_string(), rank });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn enters(&self, path: &Path) -> bool {
        match self.place {
            Place::Inbox => self.root.settings.recursive && self.root.filter.enters(path),
            // What was taken under another config has its folders, too.
            Place::Work => true,
        }
    }

    fn reads(&self, path: &Path) -> bool {
        match self.place {
            Place::Inbox => self.root.filter.reads(path),
            Place::Work => !path.file_name().is_some_and(is_ignored),
        }
    }

    fn note_folder(&mut self, path: PathBuf) {
        let too_deep = path.components().count() > DEPTH_MAX || path.as_os_str().len() > PATH_BYTES_MAX;
        if too_deep || self.entered == FOLDERS_MAX {
            return self.root.tell_left_out(&path);
        }
        self.entered += 1;
        self.folders.push_back(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Inbox, Order};
    use crate::ledger::kept::Looks;
    use std::fs;
    use std::time::{Duration, SystemTime};

    struct Fixture {
        folder: tempfile::TempDir,
        root: Root,
    }

    impl Fixture {
        fn new(change: impl FnOnce(&mut Inbox)) -> Fixture {
            let folder = tempfile::tempdir().unwrap();
            let mut inbox = Inbox::at(folder.path().join("in"));
            change(&mut inbox);
            let root = Root::open(&inbox).unwrap();
            Fixture { folder, root }
        }

        fn put(&self, path: &str) {
            let path = self.folder.path().join("in").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }

        fn names(&self, place: Place) -> Vec<String> {
            let listing = list(&self.root, place, Path::new(""), 1000, |_| {}).unwrap();
            let mut names: Vec<_> = listing.names.into_iter().map(|found| found.name.into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    #[test]
    fn files_of_sub_folders_are_found_and_links_and_hidden_folders_are_not_followed() {
        let fixture = Fixture::new(|_| {});
        for path in ["a", "sub/b", "sub/deep/c", ".git/d", "half.part/e", ".dragoman-work/f"] {
            fixture.put(path);
        }
        let inbox = fixture.folder.path().join("in");
        fs::create_dir(fixture.folder.path().join("outside")).unwrap();
        fs::write(fixture.folder.path().join("outside/g"), "x").unwrap();
        std::os::unix::fs::symlink(fixture.folder.path().join("outside"), inbox.join("link")).unwrap();
        assert_eq!(fixture.names(Place::Inbox), ["a", "sub/b", "sub/deep/c"]);
        assert_eq!(fixture.names(Place::Work), ["f"]);
    }

    #[test]
    fn an_inbox_that_is_not_recursive_is_one_folder() {
        let fixture = Fixture::new(|inbox| inbox.recursive = false);
        fixture.put("a");
        fixture.put("sub/b");
        assert_eq!(fixture.names(Place::Inbox), ["a"]);
    }

    #[test]
    fn a_tree_is_entered_as_deep_as_the_bound_and_no_deeper() {
        let fixture = Fixture::new(|_| {});
        let deep = |levels: usize| format!("{}x", "d/".repeat(levels));
        fixture.put(&deep(DEPTH_MAX));
        fixture.put(&deep(DEPTH_MAX + 1));
        fixture.put(&format!("{0}/{0}/{0}/{0}/{0}", "n".repeat(250)));
        assert_eq!(fixture.names(Place::Inbox), [deep(DEPTH_MAX)]);
    }

    #[test]
    fn every_folder_is_entered_before_it_is_read() {
        let fixture = Fixture::new(|_| {});
        fixture.put("sub/a");
        let mut entered = Vec::new();
        let listing = list(&fixture.root, Place::Inbox, Path::new(""), 1000, |folder| {
            entered.push(folder.to_owned());
            // What comes in between entering and reading is found.
            fixture.put(folder.join("late").to_str().unwrap());
        });
        assert_eq!(entered, [PathBuf::new(), PathBuf::from("sub")]);
        assert_eq!(listing.unwrap().names.len(), 3);
    }

    #[test]
    fn one_folder_is_listed_with_all_below_it_and_its_names_are_whole_paths() {
        let fixture = Fixture::new(|_| {});
        for path in ["a", "sub/b", "sub/deep/c", "sub-b/d"] {
            fixture.put(path);
        }
        let listing = list(&fixture.root, Place::Inbox, Path::new("sub"), 1000, |_| {}).unwrap();
        let names: Vec<_> = listing.names.iter().map(|found| found.name.to_str().unwrap()).collect();
        assert_eq!(names, ["sub/b", "sub/deep/c"]);
        assert!(list(&fixture.root, Place::Inbox, Path::new("gone"), 1000, |_| {}).unwrap().names.is_empty());
    }

    #[test]
    fn no_more_names_are_brought_than_were_asked_for() {
        let fixture = Fixture::new(|_| {});
        for path in ["a", "b", "sub/c"] {
            fixture.put(path);
        }
        for (limit, brought, more) in [(2, 2, true), (3, 3, false)] {
            let listing = list(&fixture.root, Place::Inbox, Path::new(""), limit, |_| {}).unwrap();
            assert_eq!((listing.names.len(), listing.more), (brought, more), "{limit}");
        }
    }

    /// What is done with takes no room from what is not.
    #[test]
    fn files_that_are_remembered_are_not_listed_and_those_that_are_gone_are_told_by_whole_scans_only() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open_to_keep(&Inbox::at(folder.path().join("in"))).unwrap();
        let fixture = Fixture { folder, root };
        let kept = fixture.root.kept.as_ref().unwrap();
        for path in ["a", "b", "sub/c"] {
            fixture.put(path);
            let (stat, _) = stat_name(&fixture.root.inbox(), OsStr::new(path)).unwrap();
            kept.remember(kept.hash_of(OsStr::new(path)).name, Looks::of(&stat));
        }
        fixture.put("new");
        let scan = |from: &str, limit| {
            let listing = list(&fixture.root, Place::Inbox, Path::new(from), limit, |_| {}).unwrap();
            (listing.names.len(), listing.more, listing.missing.len())
        };
        assert_eq!(scan("", 1), (1, false, 0));
        fs::write(fixture.folder.path().join("in/a"), "other").unwrap();
        fs::remove_file(fixture.folder.path().join("in/sub/c")).unwrap();
        assert_eq!([scan("sub", 9), scan("", 1), scan("", 9)], [(0, false, 0), (1, true, 0), (2, false, 1)]);
    }

    #[test]
    fn the_rank_is_the_age_by_the_last_write() {
        for (order, wanted) in [(Order::Oldest, ["b", "a"]), (Order::Newest, ["a", "b"]), (Order::Name, ["a", "b"])] {
            let fixture = Fixture::new(|inbox| inbox.order = order);
            fixture.put("a");
            fixture.put("b");
            let old = fs::File::options().write(true).open(fixture.folder.path().join("in/b")).unwrap();
            old.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
            let mut found = list(&fixture.root, Place::Inbox, Path::new(""), 1000, |_| {}).unwrap().names;
            found.sort_by_key(|found| (found.rank, found.name.clone()));
            let names: Vec<_> = found.iter().map(|found| found.name.to_str().unwrap()).collect();
            assert_eq!(names, wanted, "{order:?}");
        }
    }

    #[test]
    fn empty_folders_of_the_work_area_are_removed() {
        let fixture = Fixture::new(|_| {});
        let work = fixture.folder.path().join("in/.dragoman-work");
        fs::create_dir_all(work.join("a/b")).unwrap();
        fs::create_dir_all(work.join("c")).unwrap();
        fs::write(work.join("c/d"), "x").unwrap();
        for _ in 0..2 {
            assert_eq!(fixture.names(Place::Work), ["c/d"]);
        }
        assert!(!work.join("a").exists() && work.join("c/d").exists());
    }
}
