//! One watched folder and its work area, both held open.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Statx, StatxFlags};
use rustix::io::Errno;

/// The work area in every root: claimed files, on the root's own mount so that a claim is a rename.
pub const WORK_AREA: &str = ".dragoman-work";

/// Endings of files that other programs are still writing.
const UNFINISHED: &[&str] = &["~", ".part", ".tmp", ".crdownload", ".swp", ".filepart"];

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
    /// Any bytes but `/` and NUL.
    pub name: OsString,
}

/// What tells whether a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// In bytes.
    pub size: u64,
    /// Inode number.
    pub inode: u64,
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
    /// As configured, absolute.
    pub path: PathBuf,
    /// Unchanged for this long means finished, where nothing better can be told.
    pub settle: Duration,
    directory: Arc<OwnedFd>,
    work: RwLock<Arc<OwnedFd>>,
}

/// How folders are opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Root {
    /// Opens a folder, making it and its work area first where they are missing.
    ///
    /// # Errors
    /// When one of them cannot be made or opened.
    pub fn open(path: &Path, settle: Duration) -> io::Result<Root> {
        std::fs::create_dir_all(path)?;
        let directory = rustix::fs::open(path, FOLDER, Mode::empty())?;
        let work = RwLock::new(Arc::new(open_work(&directory)?));
        Ok(Root { path: path.to_owned(), settle, directory: Arc::new(directory), work })
    }

    /// The open folder of a place.
    pub fn folder(&self, place: Place) -> Arc<OwnedFd> {
        match place {
            Place::Inbox => Arc::clone(&self.directory),
            Place::Work => Arc::clone(&self.work.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// Whether a place has the name.
    ///
    /// # Errors
    /// When the folder cannot be searched.
    pub fn has(&self, place: Place, name: &OsStr) -> io::Result<bool> {
        match rustix::fs::statat(self.folder(place), name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes the work area anew when somebody removed it or put another folder in its place.
    ///
    /// # Errors
    /// When that fails; its path is in the error.
    pub fn renew_work(&self) -> io::Result<()> {
        let there = rustix::fs::statat(&self.directory, WORK_AREA, AtFlags::SYMLINK_NOFOLLOW);
        if there.is_ok_and(|there| is_same(&there, &self.folder(Place::Work))) {
            return Ok(());
        }
        let path = self.path.join(WORK_AREA);
        let work = open_work(&self.directory).map_err(|error| {
            io::Error::new(
                error.kind(),
                format!("the work area {} is gone, and not made anew: {error}", path.display()),
            )
        })?;
        *self.work.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(work);
        tracing::warn!(path = %path.display(), "the work area was gone and is made anew");
        Ok(())
    }

    /// Checks that the folder that is held open is still the one that people see at its path.
    fn check_path(&self) -> io::Result<()> {
        let path = self.path.display();
        match rustix::fs::stat(&self.path) {
            Ok(there) if is_same(&there, &self.directory) => Ok(()),
            Ok(_) => Err(io::Error::other(format!("{path} was replaced: restart dragoman to watch the new one"))),
            Err(Errno::NOENT) => Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{path} was renamed or removed: put it back, or make it anew and restart dragoman"),
            )),
            Err(error) => Err(error.into()),
        }
    }

    /// Lists the names of a place that are to be read, at most `limit` of them; whether there were more.
    ///
    /// # Errors
    /// When the folder cannot be read, or is no longer the one at the root's path.
    pub fn list(&self, place: Place, limit: usize) -> io::Result<(Vec<OsString>, bool)> {
        match place {
            Place::Inbox => self.check_path()?,
            Place::Work => self.renew_work()?,
        }
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(self.folder(place))? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            let special = !matches!(entry.file_type(), FileType::RegularFile | FileType::Unknown);
            if special || is_ignored(name) {
                continue;
            }
            if names.len() == limit {
                return Ok((names, true));
            }
            names.push(name.to_owned());
        }
        Ok((names, false))
    }
}

/// Opens the work area of a root, making it first where it is missing.
fn open_work(directory: &OwnedFd) -> io::Result<OwnedFd> {
    match rustix::fs::mkdirat(directory, WORK_AREA, Mode::RWXU) {
        Ok(()) | Err(Errno::EXIST) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(rustix::fs::openat(directory, WORK_AREA, FOLDER | OFlags::NOFOLLOW, Mode::empty())?)
}

/// Whether what was found at a path is the folder that is held open; one that was removed is none.
fn is_same(there: &rustix::fs::Stat, held: &OwnedFd) -> bool {
    rustix::fs::fstat(held)
        .is_ok_and(|held| (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino) && held.st_nlink > 0)
}

/// Whether a name is one that is never read: hidden, or somebody's unfinished file. Judged on the current name only.
pub fn is_ignored(name: &OsStr) -> bool {
    let bytes = name.as_bytes();
    bytes.first() == Some(&b'.') || UNFINISHED.iter().any(|ending| bytes.ends_with(ending.as_bytes()))
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

    #[test]
    fn temporary_and_hidden_names_are_ignored() {
        for name in [".hidden", ".a.txt.Xy12", "a.part", "a.tmp", "a~", "a.crdownload", "a.swp", "a.filepart"] {
            assert!(is_ignored(OsStr::new(name)), "{name}");
        }
        for name in ["a", "part", "a.partial", "tmp.txt", "-", "a\nb", "~a"] {
            assert!(!is_ignored(OsStr::new(name)), "{name}");
        }
    }

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
        root.list(place, 10).map(|(names, _)| names)
    }

    #[test]
    fn a_work_area_that_was_removed_or_moved_away_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(folder.path(), Duration::ZERO).unwrap();
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
        let root = Root::open(folder.path(), Duration::ZERO).unwrap();
        let work = folder.path().join(WORK_AREA);
        std::fs::remove_dir(&work).unwrap();
        std::fs::write(&work, "a file where a folder should be").unwrap();
        let error = names(&root, Place::Work).unwrap_err().to_string();
        assert!(error.contains(&format!("the work area {} is gone", work.display())), "{error}");
    }

    #[test]
    fn an_inbox_that_was_replaced_or_removed_is_an_error_with_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in");
        let root = Root::open(&path, Duration::ZERO).unwrap();
        std::fs::rename(&path, folder.path().join("old")).unwrap();
        let error = names(&root, Place::Inbox).unwrap_err().to_string();
        assert!(error.contains(&format!("{} was renamed or removed", path.display())), "{error}");
        std::fs::create_dir(&path).unwrap();
        let error = names(&root, Place::Inbox).unwrap_err().to_string();
        assert!(error.contains(&format!("{} was replaced: restart dragoman", path.display())), "{error}");
        std::fs::remove_dir(&path).unwrap();
        std::fs::rename(folder.path().join("old"), &path).unwrap();
        assert_eq!(names(&root, Place::Inbox).unwrap(), [""; 0]);
    }
}
