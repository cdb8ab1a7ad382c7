//! Takes a file out of the inbox: a rename into the work area, below the same folders, and a look at what was renamed.

use std::ffi::OsStr;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use rustix::fs::{AtFlags, FileType};
use rustix::io::Errno;

use crate::failpoint::failpoint;
use crate::inbox::beneath;
use crate::inbox::filter::split;
use crate::inbox::root::{Key, NAME_BYTES_MAX, Place, Root, is_absence, numbered, stat_name};
use crate::log::storage::rename_new;

/// What became of a claim.
#[derive(Debug, PartialEq, Eq)]
pub enum Take {
    /// It is in the work area.
    Taken,
    /// Nothing has the name any more.
    Gone,
    /// The work area has a file of this name.
    NameTaken,
    /// Another file had the name by then; it is taken now, but nobody looked at it.
    Replaced,
    /// Something that is no file had the name by then; it was put back.
    NoFile,
}

/// Claims by rename; `inode` is the file that was looked at.
///
/// # Errors
/// When a folder refuses; the file is where it was.
pub fn take(root: &Root, key: &Key, inode: u64) -> io::Result<Take> {
    if key.place == Place::Work {
        return Ok(Take::Taken);
    }
    let (inbox, name) = match root.enter(key.place, &key.name) {
        Err(error) if is_absence(&error) => return Ok(Take::Gone),
        entered => entered?,
    };
    let work = match rename_to_work(root, key, &inbox, name) {
        Ok(work) => work,
        Err(error) => {
            return match Errno::from_io_error(&error) {
                Some(Errno::NOENT) if !root.has(key.place, &key.name)? => Ok(Take::Gone),
                // In the work area a file may have the name of a folder, too.
                Some(Errno::EXIST | Errno::NOTDIR) => Ok(Take::NameTaken),
                _ => Err(error),
            };
        }
    };
    failpoint!("file claimed")?;
    if let Some(marker) = root.filter.marker_of(name) {
        // After the claim: were it lost before, the file would wait for ever.
        let _ = rustix::fs::unlinkat(&inbox, &marker, AtFlags::empty());
    }
    match stat_name(&work, name)? {
        (now, FileType::RegularFile) if now.inode == inode => Ok(Take::Taken),
        (_, FileType::RegularFile) => Ok(Take::Replaced),
        _ => put_back(&work, name, &inbox).map(|()| Take::NoFile),
    }
}

/// Renames into the work area and returns the folder there; if the area is what was not found, it is made anew first.
fn rename_to_work(root: &Root, key: &Key, inbox: &OwnedFd, name: &OsStr) -> io::Result<Arc<OwnedFd>> {
    let rename = || {
        let work = root.make_work_folder(&key.name)?;
        failpoint!("work folder made")?;
        rename_new(inbox, name, &work, name).map(|()| work)
    };
    match rename() {
        Err(error) if error.kind() == io::ErrorKind::NotFound && root.has(key.place, &key.name)? => {
            root.renew_work()?;
            rename()
        }
        result => result,
    }
}

/// Puts a file of the work area back into the inbox, under the first free name.
///
/// # Errors
/// When a folder refuses; the file is where it was.
pub fn give_back(root: &Root, name: &OsStr) -> io::Result<()> {
    let (work, last) = root.enter(Place::Work, name)?;
    let folder = split(name).0;
    let inbox = if folder.as_os_str().is_empty() {
        root.inbox()
    } else {
        Arc::new(beneath::make_folders(root.inbox(), folder)?)
    };
    put_back(&work, last, &inbox)
}

/// Puts back what is no file, under the first free name: nothing in the work area would ever take it away.
fn put_back(work: &OwnedFd, name: &OsStr, inbox: &OwnedFd) -> io::Result<()> {
    for number in 1..1000 {
        match rename_new(work, name, inbox, &numbered(name, number, NAME_BYTES_MAX)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Inbox;
    use std::fs;
    use std::path::Path;

    fn taking(folder: &Path, name: &str) -> Take {
        let root = Root::open(&Inbox::at(folder.to_owned())).unwrap();
        let inode = rustix::fs::lstat(folder.join("looked-at")).unwrap().st_ino;
        take(&root, &Key { root: 0, place: Place::Inbox, name: name.into() }, inode).unwrap()
    }

    #[test]
    fn what_took_the_place_of_a_file_is_told_apart_and_only_files_stay_in_the_work_area() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("looked-at"), "x").unwrap();
        fs::create_dir_all(path("sub/folder")).unwrap();
        fs::write(path("sub/other"), "y").unwrap();
        std::os::unix::fs::symlink("/etc/hostname", path("sub/link")).unwrap();
        for (name, wanted, in_work) in [
            ("sub/link", Take::NoFile, false),
            ("sub/folder", Take::NoFile, false),
            ("sub/other", Take::Replaced, true),
            ("sub/gone", Take::Gone, false),
            ("gone/gone", Take::Gone, false),
            ("looked-at", Take::Taken, true),
        ] {
            fs::write(path("looked-at"), "x").unwrap();
            assert_eq!(taking(folder.path(), name), wanted, "{name}");
            assert_eq!(path(".dragoman-work").join(name).exists(), in_work, "{name}");
        }
        assert!(path("sub/link").is_symlink() && path("sub/folder").is_dir());
    }

    #[test]
    fn a_file_waits_while_a_folder_in_the_work_area_has_its_name_and_the_other_way_round() {
        let folder = tempfile::tempdir().unwrap();
        let work = folder.path().join(".dragoman-work");
        fs::create_dir_all(work.join("a/deep")).unwrap();
        fs::write(work.join("b"), "older").unwrap();
        fs::write(folder.path().join("looked-at"), "x").unwrap();
        fs::write(folder.path().join("a"), "file").unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        fs::write(folder.path().join("b/c"), "file").unwrap();
        for name in ["a", "b/c"] {
            assert_eq!(taking(folder.path(), name), Take::NameTaken, "{name}");
            assert!(folder.path().join(name).is_file());
        }
    }
}
