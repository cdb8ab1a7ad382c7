//! Moves a file into a folder: by rename or, to another file system, by a copy that is checked before the original is
//! removed. Nothing is ever replaced.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, Mode, OFlags, SeekFrom};

use crate::failpoint::failpoint;
use crate::log::storage::rename_new;

/// One file on its way; new names are tried until one is free.
pub struct Transfer<'a> {
    from: &'a OwnedFd,
    name: &'a OsStr,
    to: &'a OwnedFd,
    /// Made once, when a rename does not reach the folder.
    copy: Option<Copy<'a>>,
}

impl<'a> Transfer<'a> {
    /// The file `name` in `from` is to go to `to`.
    pub fn new(from: &'a OwnedFd, name: &'a OsStr, to: &'a OwnedFd) -> Transfer<'a> {
        Transfer { from, name, to, copy: None }
    }

    /// Moves the file to a new name.
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
        rename_new(self.to, &copy.name, self.to, new)?;
        failpoint!("copy named")?;
        rustix::fs::fsync(self.to)?;
        failpoint!("copy durable")?;
        Ok(rustix::fs::unlinkat(self.from, self.name, AtFlags::empty())?)
    }
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
        let read = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let write = OFlags::RDWR | OFlags::CREATE | OFlags::TRUNC | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let original = File::from(rustix::fs::openat(from, name, read, Mode::empty())?);
        let copy = Copy { folder, name: format!(".copy-{}.tmp", std::process::id()).into() };
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
