//! One watched folder and its work area, both held open.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{AtFlags, FileType, Mode, OFlags, Statx, StatxFlags};

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
    directory: OwnedFd,
    work: OwnedFd,
}

impl Root {
    /// Opens a folder, making it and its work area first where they are missing.
    ///
    /// # Errors
    /// When one of them cannot be made or opened.
    pub fn open(path: &Path, settle: Duration) -> io::Result<Root> {
        std::fs::create_dir_all(path)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let directory = rustix::fs::open(path, flags, Mode::empty())?;
        match rustix::fs::mkdirat(&directory, WORK_AREA, Mode::RWXU) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let work = rustix::fs::openat(&directory, WORK_AREA, flags | OFlags::NOFOLLOW, Mode::empty())?;
        Ok(Root { path: path.to_owned(), settle, directory, work })
    }

    /// The open folder of a place.
    pub fn folder(&self, place: Place) -> &OwnedFd {
        match place {
            Place::Inbox => &self.directory,
            Place::Work => &self.work,
        }
    }

    /// Lists the names of a place that are to be read, at most `limit` of them; whether there were more.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn list(&self, place: Place, limit: usize) -> io::Result<(Vec<OsString>, bool)> {
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
    let found = rustix::fs::statx(file, "", AtFlags::EMPTY_PATH, StatxFlags::BASIC_STATS)?;
    Ok((stat_of(&found), FileType::from_raw_mode(found.stx_mode.into())))
}

fn stat_of(found: &Statx) -> Stat {
    let nanoseconds =
        |time: &rustix::fs::StatxTimestamp| i128::from(time.tv_sec) * 1_000_000_000 + i128::from(time.tv_nsec);
    Stat {
        size: found.stx_size,
        inode: found.stx_ino,
        modified: nanoseconds(&found.stx_mtime),
        changed: nanoseconds(&found.stx_ctime),
    }
}

/// A name with a number before its ending: `report.txt`, `report-2.txt`, `report-3.txt`.
pub fn numbered(name: &OsStr, number: u32) -> OsString {
    if number <= 1 {
        return name.to_owned();
    }
    let bytes = name.as_bytes();
    let dot = bytes.iter().rposition(|&byte| byte == b'.').filter(|&at| at > 0).unwrap_or(bytes.len());
    let suffix = format!("-{number}");
    // Names have at most 255 bytes; the stem gives way.
    let stem = &bytes[..dot.min(255usize.saturating_sub(suffix.len() + bytes.len() - dot))];
    OsString::from_vec([stem, suffix.as_bytes(), &bytes[dot..]].concat())
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
    fn a_number_goes_before_the_ending_and_the_name_stays_short_enough() {
        for (name, number, wanted) in [
            ("a.txt", 1, "a.txt"),
            ("a.txt", 2, "a-2.txt"),
            ("a", 3, "a-3"),
            (".a", 2, ".a-2"),
            ("a.b.c", 2, "a.b-2.c"),
        ] {
            assert_eq!(numbered(OsStr::new(name), number), wanted);
        }
        let long = format!("{}.txt", "x".repeat(251));
        assert_eq!(numbered(OsStr::new(&long), 10).len(), 255);
    }
}
