//! One watched folder and its work area, both held open; where files stay, there is no work area.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustix::fs::{Access, AtFlags, FileType, Mode, Statx, StatxFlags};
use rustix::io::Errno;

use crate::config::Inbox;
use crate::inbox::beneath::{self, FOLDER};
use crate::inbox::filter::{Filter, split};
use crate::inbox::kept::KeptFiles;
use crate::inbox::lock::{Lock, lock};
use crate::inbox::network;
use crate::inbox::replay::{REPLAY, mark};

/// The work area in every root: claimed files, on the root's own mount so that a claim is a rename. It has the
/// sub-folders of the files that are in it.
pub const WORK_AREA: &str = ".dragoman-work";

/// One of the two folders of a root in which a file can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Dropped, not taken yet.
    Inbox,
    /// Claimed: by an earlier run, or before it turned out to be unfinished.
    Work,
}

/// One waiting file: the root's number, which of its folders, the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which root.
    pub root: usize,
    /// Which folder of it.
    pub place: Place,
    /// The path below that folder: any bytes but NUL. It is the same in both places.
    pub name: OsString,
}

/// What tells whether a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// In bytes.
    pub size: u64,
    /// Inode number.
    pub inode: u64,
    /// The device that the inode is on.
    pub device: u64,
    /// Time of the last write, in nanoseconds.
    pub modified: i128,
    /// Time of the last change of any kind, in nanoseconds; nobody can set it.
    pub changed: i128,
}

impl Stat {
    /// Whether the content is the same, so far as a file system tells. A rename changes `changed` alone.
    pub fn same_content(&self, other: &Stat) -> bool {
        (self.size, self.inode, self.modified) == (other.size, other.inode, other.modified)
    }
}

/// A watched folder.
pub struct Root {
    /// As configured.
    pub settings: Inbox,
    /// Which names are read.
    pub filter: Filter,
    /// The file system, if others than this kernel may write to it: then nothing here knows of all writers.
    pub network: Option<&'static str>,
    /// What is remembered of files that stay, where they do.
    pub kept: Option<KeptFiles>,
    folders: RwLock<Folders>,
    /// What keeps other daemons out of a folder that took the place of the first.
    lock: Mutex<Option<Lock>>,
    told_left_out: AtomicBool,
    told_mount: AtomicBool,
    /// For the folder of documents to be read anew: what stands there for each inbox of the config.
    pub replays: Option<Vec<String>>,
}

/// The open folders of a root.
struct Folders {
    inbox: Arc<OwnedFd>,
    /// Where files stay, the one that was there already, if it can be emptied.
    work: Option<Arc<OwnedFd>>,
}

impl Folders {
    fn open(path: &Path, inbox: OwnedFd, keep: bool) -> io::Result<Folders> {
        let work = if keep {
            may_change(&inbox).and_then(|()| beneath::open(&inbox, Path::new(WORK_AREA), FOLDER)).ok()
        } else {
            Some(open_work(&inbox).map_err(|error| in_work_area(path, &error, "cannot be made or opened"))?)
        };
        Ok(Folders { inbox: Arc::new(inbox), work: work.map(Arc::new) })
    }
}

impl Root {
    /// Opens a folder, making it and its work area first where they are missing. Where no file could be taken out of it,
    /// files stay.
    ///
    /// # Errors
    /// When one of them cannot be made or opened.
    pub fn open(settings: &Inbox) -> io::Result<Root> {
        let inbox = open_inbox(settings)?;
        let kept = cannot_take(&inbox).map(|error| {
            let why = format!("nothing can be taken out of it: {}", io::Error::from(error));
            KeptFiles::new(&settings.path, why)
        });
        Root::with(settings, inbox, kept)
    }

    /// Opens a folder in which files stay, making it first where it is missing.
    ///
    /// # Errors
    /// When it cannot be made or opened.
    pub fn open_to_keep(settings: &Inbox) -> io::Result<Root> {
        let kept = KeptFiles::new(&settings.path, "as `archive` says");
        Root::with(settings, open_inbox(settings)?, Some(kept))
    }

    fn with(settings: &Inbox, inbox: OwnedFd, kept: Option<KeptFiles>) -> io::Result<Root> {
        let folders = Folders::open(&settings.path, inbox, kept.is_some())?;
        Ok(Root {
            kept,
            filter: Filter::new(settings)?,
            network: network::file_system(&folders.inbox),
            settings: settings.clone(),
            folders: RwLock::new(folders),
            lock: Mutex::default(),
            told_left_out: AtomicBool::new(false),
            told_mount: AtomicBool::new(false),
            replays: None,
        })
    }

    /// Opens the folder of documents to be read anew.
    ///
    /// # Errors
    /// As [`Root::open`].
    pub fn open_replays(state: &Path, inboxes: &[Inbox]) -> io::Result<Root> {
        let marks = inboxes.iter().map(|inbox| mark(&inbox.path)).collect();
        Ok(Root { replays: Some(marks), ..Root::open(&Inbox::at(state.join(REPLAY)))? })
    }

    /// The open folder of a place.
    ///
    /// # Errors
    /// `NotFound` for the work area where files stay.
    pub fn folder(&self, place: Place) -> io::Result<Arc<OwnedFd>> {
        match place {
            Place::Inbox => Ok(self.inbox()),
            Place::Work => self.work().ok_or_else(|| Errno::NOENT.into()),
        }
    }

    /// The open folder itself.
    pub fn inbox(&self) -> Arc<OwnedFd> {
        Arc::clone(&self.folders.read().unwrap_or_else(PoisonError::into_inner).inbox)
    }

    fn work(&self) -> Option<Arc<OwnedFd>> {
        self.folders.read().unwrap_or_else(PoisonError::into_inner).work.clone()
    }

    /// The places in which files can wait, in the order in which they are scanned.
    pub fn places(&self) -> Vec<Place> {
        if self.work().is_some() { vec![Place::Work, Place::Inbox] } else { vec![Place::Inbox] }
    }

    /// The open folder that a file of a place lies in, and the file's name there.
    ///
    /// # Errors
    /// When the way to it leads over something that is no folder of this place.
    pub fn enter<'a>(&self, place: Place, name: &'a OsStr) -> io::Result<(Arc<OwnedFd>, &'a OsStr)> {
        let (folder, last) = split(name);
        let top = self.folder(place)?;
        if folder.as_os_str().is_empty() {
            return Ok((top, last));
        }
        Ok((Arc::new(beneath::open(&top, folder, FOLDER)?), last))
    }

    /// The folder of the work area that a file of this name lies in; made where it is missing.
    ///
    /// # Errors
    /// When it cannot be made, or something else has its name.
    pub fn make_work_folder(&self, name: &OsStr) -> io::Result<Arc<OwnedFd>> {
        let (folder, _) = split(name);
        let work = self.folder(Place::Work)?;
        if folder.as_os_str().is_empty() {
            return Ok(work);
        }
        Ok(Arc::new(beneath::make_folders(&work, folder)?))
    }

    /// Removes a folder of a place if it is empty.
    pub fn remove_folder(&self, place: Place, name: &OsStr) {
        if let Ok((folder, last)) = self.enter(place, name) {
            // What came into it meanwhile keeps it.
            let _ = rustix::fs::unlinkat(&folder, last, AtFlags::REMOVEDIR);
        }
    }

    /// Whether a place has the name.
    ///
    /// # Errors
    /// When the folder cannot be searched.
    pub fn has(&self, place: Place, name: &OsStr) -> io::Result<bool> {
        let found = self.enter(place, name).and_then(|(folder, last)| stat_name(&folder, last));
        match found {
            Ok(_) => Ok(true),
            Err(error) if is_absence(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Checks before a scan that a place is still the one that people see at its path.
    ///
    /// # Errors
    /// When it is not, and what is there cannot take its place.
    pub fn check(&self, place: Place) -> io::Result<()> {
        match place {
            Place::Inbox => self.renew_inbox(),
            Place::Work if self.kept.is_some() => Ok(()),
            Place::Work => self.renew_work(),
        }
    }

    /// Makes the work area anew when somebody removed it or put another folder in its place.
    ///
    /// # Errors
    /// When that fails; its path is in the error.
    pub fn renew_work(&self) -> io::Result<()> {
        let inbox = self.inbox();
        let there = rustix::fs::statat(&inbox, WORK_AREA, AtFlags::SYMLINK_NOFOLLOW);
        if there.is_ok_and(|there| self.work().is_some_and(|work| is_same(&there, &work))) {
            return Ok(());
        }
        let path = &self.settings.path;
        let work = open_work(&inbox).map_err(|error| in_work_area(path, &error, "is gone, and not made anew"))?;
        self.folders.write().unwrap_or_else(PoisonError::into_inner).work = Some(Arc::new(work));
        tracing::warn!(path = %path.join(WORK_AREA).display(), "the work area was gone and is made anew");
        Ok(())
    }

    /// Goes on with the folder that people see at the root's path, if it is another than the one that is held open.
    fn renew_inbox(&self) -> io::Result<()> {
        let path = self.settings.path.display();
        match rustix::fs::stat(&self.settings.path) {
            Ok(there) if is_same(&there, &self.inbox()) => return Ok(()),
            Ok(_) => {}
            Err(Errno::NOENT) => {
                let text = format!("{path} was renamed or removed: put it back, or make it anew");
                return Err(io::Error::new(io::ErrorKind::NotFound, text));
            }
            Err(error) => return Err(error.into()),
        }
        let inbox = rustix::fs::open(&self.settings.path, FOLDER, Mode::empty())?;
        let folders = Folders::open(&self.settings.path, inbox, self.kept.is_some())?;
        let held = lock(&folders.inbox)?.map_err(|holder| {
            io::Error::other(format!("{path} was replaced by a folder of another daemon: {holder}"))
        })?;
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
        *self.folders.write().unwrap_or_else(PoisonError::into_inner) = folders;
        tracing::warn!(%path, "the inbox was replaced, the new folder is watched now");
        Ok(())
    }

    /// Says, once, that another file system in the inbox is not read.
    pub fn tell_mount(&self, folder: &Path) {
        if !self.told_mount.swap(true, Ordering::Relaxed) {
            let path = self.settings.path.join(folder);
            tracing::warn!(path = %path.display(), fix = "give it an [[inboxes]] table of its own, and leave it out of this one", "another file system is mounted in the inbox, and not read");
        }
    }

    /// Says, once, that not all of a tree is read.
    pub fn tell_left_out(&self, path: &Path) {
        if !self.told_left_out.swap(true, Ordering::Relaxed) {
            let path = self.settings.path.join(path);
            tracing::warn!(path = %path.display(), "a part of the inbox is not read: it is too deep, its path too long, or there are too many folders");
        }
    }
}

fn open_inbox(settings: &Inbox) -> io::Result<OwnedFd> {
    std::fs::create_dir_all(&settings.path)?;
    Ok(rustix::fs::open(&settings.path, FOLDER, Mode::empty())?)
}

/// Opens the work area of a root, making it first where it is missing.
fn open_work(inbox: &OwnedFd) -> io::Result<OwnedFd> {
    beneath::make_folders(inbox, Path::new(WORK_AREA))
}

/// Whether names may be added to and taken out of a folder; its file system may be mounted read-only.
fn may_change(folder: &OwnedFd) -> Result<(), Errno> {
    rustix::fs::accessat(folder, ".", Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS)
}

/// Why no file of an inbox can be renamed into a work area, if that is so.
fn cannot_take(inbox: &OwnedFd) -> Option<Errno> {
    let error = match (may_change(inbox), open_work(inbox)) {
        (Err(error), _) => error,
        (Ok(()), work) => Errno::from_io_error(&work.err()?)?,
    };
    matches!(error, Errno::ROFS | Errno::ACCESS | Errno::PERM | Errno::XDEV).then_some(error)
}

fn in_work_area(inbox: &Path, error: &io::Error, what: &str) -> io::Error {
    io::Error::new(error.kind(), format!("the work area {} {what}: {error}", inbox.join(WORK_AREA).display()))
}

/// Whether what was found at a path is the folder that is held open; one that was removed is none.
fn is_same(there: &rustix::fs::Stat, held: &OwnedFd) -> bool {
    rustix::fs::fstat(held)
        .is_ok_and(|held| (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino) && held.st_nlink > 0)
}

/// Whether an error says that a path leads nowhere: its folder is gone, or no folder any more.
pub fn is_absence(error: &io::Error) -> bool {
    matches!(Errno::from_io_error(error), Some(Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::XDEV))
}

/// Looks at an open file.
///
/// # Errors
/// When the file system refuses.
pub fn stat(file: &OwnedFd) -> io::Result<(Stat, FileType)> {
    Ok(stat_of(&rustix::fs::statx(file, "", AtFlags::EMPTY_PATH, StatxFlags::BASIC_STATS)?))
}

/// Looks at a file by its name; a symbolic link is not followed.
///
/// # Errors
/// When there is none, or the file system refuses.
pub fn stat_name(folder: &OwnedFd, name: &OsStr) -> io::Result<(Stat, FileType)> {
    Ok(stat_of(&rustix::fs::statx(folder, name, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::BASIC_STATS)?))
}

fn stat_of(found: &Statx) -> (Stat, FileType) {
    let nanoseconds =
        |time: &rustix::fs::StatxTimestamp| i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec);
    let stat = Stat {
        size: found.stx_size,
        inode: found.stx_ino,
        device: rustix::fs::makedev(found.stx_dev_major, found.stx_dev_minor),
        modified: nanoseconds(&found.stx_mtime),
        changed: nanoseconds(&found.stx_ctime),
    };
    (stat, FileType::from_raw_mode(found.stx_mode.into()))
}

/// The longest name that a folder takes, in bytes.
pub const NAME_BYTES_MAX: usize = 255;

/// A longer ending, with its dot, is taken for a part of the name that happens to have a dot before it.
const ENDING_BYTES_MAX: usize = 32;

/// A name with a number before its ending: `report.txt`, `report-2.txt`, `report-3.txt`. From the second on it has
/// at most `bytes_max` bytes, to which the stem is cut.
pub fn numbered(name: &OsStr, number: u32, bytes_max: usize) -> OsString {
    if number <= 1 {
        return name.to_owned();
    }
    let bytes = name.as_bytes();
    let dot = bytes.iter().rposition(|&byte| byte == b'.');
    let dot = dot.filter(|&at| at > 0 && bytes.len() - at <= ENDING_BYTES_MAX).unwrap_or(bytes.len());
    let (stem, ending) = bytes.split_at(dot);
    let suffix = format!("-{number}");
    let stem = cut(stem, bytes_max.saturating_sub(suffix.len() + ending.len()));
    OsString::from_vec([stem, suffix.as_bytes(), ending].concat())
}

/// The first `bytes_max` bytes of a name, or up to three less, so that no UTF-8 character is torn.
pub fn cut(name: &[u8], bytes_max: usize) -> &[u8] {
    if name.len() <= bytes_max {
        return name;
    }
    let is_boundary = |at: &usize| name[*at] & 0xC0 != 0x80;
    &name[..(bytes_max.saturating_sub(3)..=bytes_max).rev().find(is_boundary).unwrap_or(bytes_max)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::walk::list;

    #[test]
    fn a_number_goes_before_the_ending() {
        for (name, number, wanted) in [
            ("a.txt", 1, "a.txt"),
            ("a.txt", 2, "a-2.txt"),
            ("a", 3, "a-3"),
            (".a", 2, ".a-2"),
            ("a.b.c", 2, "a.b-2.c"),
        ] {
            assert_eq!(numbered(OsStr::new(name), number, NAME_BYTES_MAX), wanted);
        }
    }

    #[test]
    fn a_number_never_makes_a_name_too_long_and_tears_no_character() {
        let ending = |bytes: usize| format!("{}.{}", "x".repeat(254 - bytes), "y".repeat(bytes));
        for (name, kept) in [
            ("x".repeat(255), ""),
            (ending(3), ".yyy"),
            (ending(31), &*format!(".{}", "y".repeat(31))),
            (ending(32), ""),
            (format!("a.{}", "y".repeat(253)), ""),
            (format!("a{}", "\u{20ac}".repeat(84)), ""),
        ] {
            for (number, bytes_max) in [(2, NAME_BYTES_MAX), (1_000_783_000, NAME_BYTES_MAX), (2, 243)] {
                let numbered = numbered(OsStr::new(&name), number, bytes_max).into_string().unwrap();
                assert!(numbered.len() <= bytes_max && numbered.len() > bytes_max - 3, "{numbered}");
                assert!(numbered.ends_with(&format!("-{number}{kept}")), "{numbered}");
            }
        }
    }

    fn names(root: &Root, place: Place) -> io::Result<Vec<OsString>> {
        let listing = list(root, place, Path::new(""), 10, |_| {})?;
        Ok(listing.names.into_iter().map(|found| found.name).collect())
    }

    #[test]
    fn a_work_area_that_was_removed_or_moved_away_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().to_owned())).unwrap();
        let work = folder.path().join(WORK_AREA);
        std::fs::remove_dir(&work).unwrap();
        assert!(names(&root, Place::Work).unwrap().is_empty() && work.is_dir());
        std::fs::rename(&work, folder.path().join("elsewhere")).unwrap();
        root.renew_work().unwrap();
        std::fs::write(work.join("a"), "").unwrap();
        assert_eq!(names(&root, Place::Work).unwrap(), ["a"]);
    }

    #[test]
    fn a_work_area_that_cannot_be_made_anew_is_an_error_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().to_owned())).unwrap();
        let work = folder.path().join(WORK_AREA);
        std::fs::remove_dir(&work).unwrap();
        std::fs::write(&work, "a file where a folder should be").unwrap();
        let error = names(&root, Place::Work).unwrap_err().to_string();
        assert!(error.contains(&format!("the work area {} is gone", work.display())), "{error}");
    }

    #[test]
    fn an_inbox_that_was_removed_is_an_error_until_there_is_one_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in");
        let root = Root::open(&Inbox::at(path.clone())).unwrap();
        std::fs::rename(&path, folder.path().join("old")).unwrap();
        let error = names(&root, Place::Inbox).unwrap_err().to_string();
        assert!(error.contains(&format!("{} was renamed or removed", path.display())), "{error}");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("a"), "").unwrap();
        assert_eq!(names(&root, Place::Inbox).unwrap(), ["a"]);
        assert!(path.join(WORK_AREA).is_dir() && names(&root, Place::Work).unwrap().is_empty());
    }

    #[test]
    fn an_inbox_of_another_daemon_never_takes_the_place_of_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in");
        let root = Root::open(&Inbox::at(path.clone())).unwrap();
        std::fs::rename(&path, folder.path().join("old")).unwrap();
        let other = Root::open(&Inbox::at(path.clone())).unwrap();
        let _held = lock(&other.inbox()).unwrap().unwrap();
        let error = names(&root, Place::Inbox).unwrap_err().to_string();
        assert!(error.contains("another daemon"), "{error}");
    }
}
