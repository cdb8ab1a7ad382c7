//! Moves a file into a folder: by rename or, to another file system, by a copy that is checked before the original is
//! removed. Nothing is ever replaced. Of a file that stays where it is, only the copy is made.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;

use rustix::fs::{AtFlags, Mode, OFlags, SeekFrom};

use crate::failpoint::failpoint;
use crate::log::storage::rename_new;

/// One file on its way; new names are tried until one is free.
pub struct Transfer<'a> {
    from: &'a OwnedFd,
    name: &'a OsStr,
    to: &'a OwnedFd,
    stays: bool,
    /// Made once, when a rename does not reach the folder, or the file stays.
    copy: Option<Copy<'a>>,
}

impl<'a> Transfer<'a> {
    /// The file `name` in `from` is to go to `to`.
    pub fn new(from: &'a OwnedFd, name: &'a OsStr, to: &'a OwnedFd) -> Transfer<'a> {
        Transfer { from, name, to, stays: false, copy: None }
    }

    /// A copy of the file `name` in `from` is to go to `to`.
    ///
    /// # Errors
    /// When the copy cannot be made.
    pub fn of_copy(from: &'a OwnedFd, name: &'a OsStr, to: &'a OwnedFd) -> io::Result<Transfer<'a>> {
        Ok(Transfer { from, name, to, stays: true, copy: Some(Copy::make(from, name, to)?) })
    }

    /// Moves the file to a new name. One that has it already counts when it is the copy that a daemon made of this very
    /// file before it ended.
    ///
    /// # Errors
    /// `AlreadyExists` when the name is taken: another one can be tried. After all errors the original is where it was.
    pub fn finish_as(&mut self, new: &OsStr) -> io::Result<()> {
        let copy = match &self.copy {
            Some(copy) => copy,
            None => match rename_new(self.from, self.name, self.to, new) {
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                    self.copy.insert(Copy::make(self.from, self.name, self.to)?)
                }
                result => return result,
            },
        };
        match rename_new(self.to, &copy.name, self.to, new) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.was_copied_to(new)? => {}
            named => named?,
        }
        self.remove_original().inspect_err(|_| {
            // Then there are two; but an error of a network may hide that there is one.
            if rustix::fs::statat(self.from, self.name, AtFlags::SYMLINK_NOFOLLOW).is_ok() {
                let _ = rustix::fs::unlinkat(self.to, new, AtFlags::empty());
            }
        })
    }

    /// Whether a name leads to a copy of the file: one with its time and its content, on another file system unless the
    /// file stays.
    ///
    /// # Errors
    /// When one of the two cannot be read.
    pub fn was_copied_to(&self, new: &OsStr) -> io::Result<bool> {
        let original = open_to_read(self.from, self.name)?;
        let found = match open_to_read(self.to, new) {
            // What no copy is, may not let itself be opened.
            Err(_) => return Ok(false),
            Ok(found) => found,
        };
        let (here, there) = (original.metadata()?, found.metadata()?);
        let apart = self.stays || here.dev() != there.dev();
        let alike = there.is_file() && apart && here.len() == there.len();
        Ok(alike && here.modified()? == there.modified()? && hash(original)? == hash(found)?)
    }

    /// Removes the file, of which a durable copy is to be had, unless it stays.
    ///
    /// # Errors
    /// When the copy cannot be made durable, or the file not be removed.
    pub fn remove_original(&self) -> io::Result<()> {
        failpoint!("copy named")?;
        rustix::fs::fsync(self.to)?;
        failpoint!("copy durable")?;
        if self.stays {
            return Ok(());
        }
        Ok(rustix::fs::unlinkat(self.from, self.name, AtFlags::empty())?)
    }
}

fn open_to_read(folder: &OwnedFd, name: &OsStr) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::openat(folder, name, flags, Mode::empty())?))
}

/// A checked copy under a temporary name, which is removed unless it was renamed.
struct Copy<'a> {
    folder: &'a OwnedFd,
    name: OsString,
}

impl Drop for Copy<'_> {
    fn drop(&mut self) {
        // Not there any more when it has its final name.
        let _ = rustix::fs::unlinkat(self.folder, &self.name, AtFlags::empty());
    }
}

impl<'a> Copy<'a> {
    fn make(from: &OwnedFd, name: &OsStr, folder: &'a OwnedFd) -> io::Result<Copy<'a>> {
        let write = OFlags::RDWR | OFlags::CREATE | OFlags::TRUNC | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let original = open_to_read(from, name)?;
        let found = original.metadata()?;
        // The name that it had if a daemon ended while it made one; nobody else's has it.
        let copy = Copy { folder, name: format!(".copy-{:x}-{:x}.tmp", found.dev(), found.ino()).into() };
        let mode = Mode::RUSR | Mode::WUSR | Mode::RGRP;
        fill(original, File::from(rustix::fs::openat(folder, &copy.name, write, mode)?))?;
        Ok(copy)
    }
}

fn fill(mut original: File, mut copy: File) -> io::Result<()> {
    io::copy(&mut original, &mut copy)?;
    copy.set_times(fs::FileTimes::new().set_modified(original.metadata()?.modified()?))?;
    failpoint!("copy written")?;
    copy.sync_all()?;
    for file in [&original, &copy] {
        rustix::fs::seek(file, SeekFrom::Start(0))?;
    }
    if hash(original)? != hash(copy)? {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the copy differs from the original"));
    }
    failpoint!("copy checked")
}

fn hash(mut file: File) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; 64 * 1024];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hasher.finalize()),
            read => hasher.update(&chunk[..read]),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// Two folders on two file systems, if there are two.
    fn folders() -> Option<[tempfile::TempDir; 2]> {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir_in("/dev/shm").ok()?];
        let device = |folder: &tempfile::TempDir| rustix::fs::stat(folder.path()).unwrap().st_dev;
        if device(&folders[0]) != device(&folders[1]) {
            return Some(folders);
        }
        let _ = io::Write::write_all(&mut io::stderr(), b"skipped: no second file system\n");
        None
    }

    fn open(path: &Path) -> OwnedFd {
        rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap()
    }

    fn names(path: &Path) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_copied_once_however_many_names_are_taken() {
        let Some([here, there]) = folders() else { return };
        fs::write(here.path().join("a"), "content").unwrap();
        fs::write(there.path().join("a"), "older").unwrap();
        let (from, to) = (open(here.path()), open(there.path()));
        let mut transfer = Transfer::new(&from, OsStr::new("a"), &to);
        let copies = |transfer: &Transfer| transfer.copy.as_ref().map(|copy| copy.name.clone());
        assert_eq!(transfer.finish_as(OsStr::new("a")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let copy = copies(&transfer).unwrap();
        let inode = rustix::fs::stat(there.path().join(&copy)).unwrap().st_ino;
        transfer.finish_as(OsStr::new("a-2")).unwrap();
        drop(transfer);
        assert_eq!(rustix::fs::stat(there.path().join("a-2")).unwrap().st_ino, inode);
        assert_eq!((names(here.path()), names(there.path())), (vec![], vec!["a".into(), "a-2".into()]));
        assert_eq!(fs::read_to_string(there.path().join("a-2")).unwrap(), "content");
    }

    /// A daemon that was killed between the two left a second file, and a temporary one.
    #[test]
    fn a_copy_that_a_killed_daemon_left_finished_or_not_is_the_only_one() {
        let Some([here, there]) = folders() else { return };
        let (from, to) = (open(here.path()), open(there.path()));
        for finished in [false, true] {
            fs::write(here.path().join("a"), "content").unwrap();
            let copy = Copy::make(&from, OsStr::new("a"), &to).unwrap();
            if finished {
                fs::rename(there.path().join(&copy.name), there.path().join("a")).unwrap();
            }
            // As a kill does, which ends nothing properly.
            std::mem::forget(copy);
            Transfer::new(&from, OsStr::new("a"), &to).finish_as(OsStr::new("a")).unwrap();
            assert_eq!((names(here.path()), names(there.path())), (vec![], vec!["a".into()]), "{finished}");
            fs::remove_file(there.path().join("a")).unwrap();
        }
    }

    #[test]
    fn another_file_of_the_name_is_no_copy() {
        let Some([here, there]) = folders() else { return };
        let (from, to) = (open(here.path()), open(there.path()));
        let time = std::time::SystemTime::now();
        let write = |folder: &Path, content: &str, time| {
            fs::write(folder.join("a"), content).unwrap();
            File::options().write(true).open(folder.join("a")).unwrap().set_modified(time).unwrap();
        };
        write(here.path(), "content", time);
        let later = time + std::time::Duration::from_secs(1);
        for (content, time, same) in [("content", time, true), ("context", time, false), ("content", later, false)] {
            write(there.path(), content, time);
            let transfer = Transfer::new(&from, OsStr::new("a"), &to);
            assert_eq!(transfer.was_copied_to(OsStr::new("a")).unwrap(), same, "{content}");
        }
        fs::remove_file(there.path().join("a")).unwrap();
        assert!(!Transfer::new(&from, OsStr::new("a"), &to).was_copied_to(OsStr::new("a")).unwrap());
    }

    #[test]
    fn a_copy_that_gets_no_name_or_cannot_be_made_is_removed() {
        let Some([here, there]) = folders() else { return };
        fs::write(here.path().join("a"), "content").unwrap();
        fs::create_dir(here.path().join("folder")).unwrap();
        fs::write(there.path().join("taken"), "older").unwrap();
        let (from, to) = (open(here.path()), open(there.path()));
        for name in ["a", "folder"] {
            assert!(Transfer::new(&from, OsStr::new(name), &to).finish_as(OsStr::new("taken")).is_err(), "{name}");
            assert_eq!((names(here.path()).len(), names(there.path())), (2, vec!["taken".into()]), "{name}");
        }
    }
}
