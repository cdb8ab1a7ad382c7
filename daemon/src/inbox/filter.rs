//! Which names of an inbox are read: not what is hidden or unfinished by its name, and what the config says.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use globset::{Glob, GlobSet};

use crate::config::Inbox;

/// Endings of what other programs are still writing.
const UNFINISHED: &[&str] = &["~", ".part", ".tmp", ".crdownload", ".swp", ".filepart"];

/// Folders that other programs and systems keep for themselves: Synology, recycle bins, repaired file systems.
const FOREIGN: &[&str] =
    &["@eaDir", "#recycle", "#snapshot", "$RECYCLE.BIN", "System Volume Information", "lost+found"];

/// What stands for a file's name in the name of its marker.
pub const MARKER_NAME: &str = "{name}";

/// The rules of one inbox.
pub struct Filter {
    /// Absent: everything.
    include: Option<GlobSet>,
    ignore: GlobSet,
    /// What stands before and after a file's name in the name of its marker.
    marker: Option<(String, String)>,
}

impl Filter {
    /// The rules that a config gives.
    ///
    /// # Errors
    /// When all patterns together are more than can be compiled.
    pub fn new(inbox: &Inbox) -> io::Result<Filter> {
        let compile = |patterns: &[Glob]| GlobSet::new(patterns).map_err(io::Error::other);
        Ok(Filter {
            include: (!inbox.include.is_empty()).then(|| compile(&inbox.include)).transpose()?,
            ignore: compile(&inbox.ignore)?,
            marker: inbox.marker.as_ref().and_then(|marker| {
                let (before, after) = marker.split_once(MARKER_NAME)?;
                Some((before.to_owned(), after.to_owned()))
            }),
        })
    }

    /// Whether a folder, by its path below the inbox, is entered.
    pub fn enters(&self, folder: &Path) -> bool {
        !folder.file_name().is_some_and(is_ignored) && !self.ignore.is_match(folder)
    }

    /// Whether a file, by its path below the inbox, is read. Judged on the current name only.
    pub fn reads(&self, file: &Path) -> bool {
        self.enters(file)
            && self.include.as_ref().is_none_or(|include| include.is_match(file))
            && self.marked_by(file.as_os_str()).is_none()
    }

    /// Why a file, by its path below the inbox, is not read; `None` when it is.
    pub fn why_not(&self, file: &Path) -> Option<String> {
        let parts: Vec<&Path> = file.ancestors().filter(|part| part.file_name().is_some()).collect();
        if let Some(part) = parts.iter().find(|part| part.file_name().is_some_and(is_ignored)) {
            let name = part.file_name().unwrap_or_default().display().to_string();
            return Some(format!(
                "{name:?} is the name of something hidden or unfinished; a file is read once it has its final name"
            ));
        }
        if let Some(marked) = self.marked_by(file.as_os_str()) {
            return Some(format!("it is the marker of {:?}", marked.display().to_string()));
        }
        if parts.iter().any(|part| self.ignore.is_match(part)) {
            return Some("a pattern of the inbox's `ignore` leaves it out".to_owned());
        }
        let is_left_out = self.include.as_ref().is_some_and(|include| !include.is_match(file));
        is_left_out.then(|| "no pattern of the inbox's `include` takes it".to_owned())
    }

    /// The name of the file that must be there before the file of this name, which has no folder, is read.
    pub fn marker_of(&self, name: &OsStr) -> Option<OsString> {
        let (before, after) = self.marker.as_ref()?;
        Some(OsString::from_vec([before.as_bytes(), name.as_bytes(), after.as_bytes()].concat()))
    }

    /// The path of the file that a path is the marker of, if it is one.
    pub fn marked_by(&self, path: &OsStr) -> Option<OsString> {
        let (before, after) = self.marker.as_ref()?;
        let (folder, name) = split(path);
        let marked = name.as_bytes().strip_prefix(before.as_bytes())?.strip_suffix(after.as_bytes())?;
        (!marked.is_empty()).then(|| folder.join(OsStr::from_bytes(marked)).into_os_string())
    }
}

/// Whether a name is one that is never read: hidden, somebody's unfinished file, or something that programs keep for
/// themselves.
pub fn is_ignored(name: &OsStr) -> bool {
    let bytes = name.as_bytes();
    bytes.starts_with(b".")
        // A document that Office has open.
        || bytes.starts_with(b"~$")
        || FOREIGN.iter().any(|folder| bytes == folder.as_bytes())
        || UNFINISHED.iter().any(|ending| bytes.ends_with(ending.as_bytes()))
}

/// The folder and the last name of a path below an inbox.
pub fn split(path: &OsStr) -> (&Path, &OsStr) {
    let bytes = path.as_bytes();
    let (folder, name) = match bytes.iter().rposition(|&byte| byte == b'/') {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (&b""[..], bytes),
    };
    (Path::new(OsStr::from_bytes(folder)), OsStr::from_bytes(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(change: impl FnOnce(&mut Inbox)) -> Filter {
        let mut inbox = Inbox::at("/in".into());
        change(&mut inbox);
        Filter::new(&inbox).unwrap()
    }

    fn globs(patterns: &[&str]) -> Vec<Glob> {
        patterns.iter().map(|pattern| crate::config::glob(pattern).unwrap()).collect()
    }

    #[test]
    fn temporary_and_hidden_names_are_ignored() {
        for name in [
            ".hidden",
            // rsync, Syncthing.
            ".a.txt.Xy12",
            ".stfolder",
            ".stversions",
            ".syncthing.a.txt.tmp",
            "~syncthing~a.txt.tmp",
            "@eaDir",
            "#recycle",
            "lost+found",
            "~$letter.docx",
            "a.part",
            "a.tmp",
            "a~",
            "a.crdownload",
            "a.swp",
            "a.filepart",
        ] {
            assert!(is_ignored(OsStr::new(name)), "{name}");
        }
        for name in ["a", "part", "a.partial", "tmp.txt", "-", "a\nb", "~a", "#a", "eaDir", "@eaDir.txt"] {
            assert!(!is_ignored(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn patterns_choose_files_and_folders_by_their_path() {
        let filter = filter(|inbox| {
            inbox.include = globs(&["**/*.txt", "wire/*"]);
            inbox.ignore = globs(&["**/draft-*", "old"]);
        });
        for (path, reads) in [
            ("a.txt", true),
            ("a.html", false),
            ("sub/deep/a.txt", true),
            ("wire/a.html", true),
            ("wire/deep/a.html", false),
            ("sub/draft-1.txt", false),
            ("sub/.a.txt", false),
        ] {
            assert_eq!(filter.reads(Path::new(path)), reads, "{path}");
        }
        for (path, enters) in [("old", false), ("sub/old", true), ("draft-x", false), ("sub/.git", false)] {
            assert_eq!(filter.enters(Path::new(path)), enters, "{path}");
        }
    }

    #[test]
    fn patterns_match_names_that_are_no_text() {
        let filter = filter(|inbox| inbox.include = globs(&["*.txt"]));
        assert!(filter.reads(Path::new(OsStr::from_bytes(b"caf\xe9\n.txt"))));
    }

    #[test]
    fn a_marker_is_no_article_and_knows_its_file() {
        let filter = filter(|inbox| inbox.marker = Some("{name}.done".to_owned()));
        assert_eq!(filter.marker_of(OsStr::new("a.txt")).unwrap(), "a.txt.done");
        assert_eq!(filter.marked_by(OsStr::new("sub/a.txt.done")).unwrap(), "sub/a.txt");
        assert_eq!((filter.marked_by(OsStr::new(".done")), filter.marked_by(OsStr::new("a.txt"))), (None, None));
        assert!(filter.reads(Path::new("a.txt")) && !filter.reads(Path::new("sub/a.txt.done")));
    }
}
