//! The file calls of the log, behind one trait, so that tests can put a disk behind them that fails or forgets.
#![allow(unsafe_code)] // One system call that no safe wrapper offers: sync_file_range.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

/// One folder whose files are appended to.
pub trait Storage: Send {
    /// The names of all entries, in no order; names that are not UTF-8 are left out.
    fn names(&self) -> io::Result<Vec<String>>;
    /// Makes a new file for appending; an existing one is an error.
    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;
    /// Opens a file for reading and appending.
    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;
    /// Opens a file for reading and for writing at offsets, which a file that is open for appending does not do.
    fn amend(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;
    /// Gives a file a second name; an existing one is an error.
    fn link(&self, from: &str, to: &str) -> io::Result<()>;
    /// Renames a file over whatever had the new name.
    fn replace(&self, from: &str, to: &str) -> io::Result<()>;
    /// Renames a file; an existing new name is an error.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a name; a missing one is no error.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes created, linked, renamed and removed names durable.
    fn sync(&self) -> io::Result<()>;
}

/// One open file of a [`Storage`].
pub trait StoredFile: Send {
    /// Appends some of the bytes and returns how many, as `write` does.
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Writes some of the bytes at an offset and returns how many, as `pwrite` does.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;
    /// Gives up what memory holds of the file and the device has, too, so that the next read asks the device.
    fn forget(&self) -> io::Result<()>;
    /// Reads at an offset; 0 at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Has the device begin with some of the written bytes, and waits for nothing: there is less left for the next sync.
    fn begin_sync(&self, offset: u64, bytes: u64);
    /// Makes all written bytes durable.
    fn sync(&self) -> io::Result<()>;
    /// Checks that a name still leads to the file: what is written to one without a name ends with the process.
    fn check_named(&self) -> io::Result<()>;
    /// In bytes.
    fn size(&self) -> io::Result<u64>;
}

/// Fills a buffer from an offset on, however many calls it takes; returns how much of it the file had.
///
/// # Errors
/// The first failed call.
pub fn read_all_at(file: &dyn StoredFile, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match file.read_at(&mut buffer[read..], offset + read as u64)? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

/// Writes all of the bytes at an offset, however many calls it takes.
///
/// # Errors
/// The first failed call; some of the bytes may have been written.
pub fn write_all_at(file: &dyn StoredFile, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(bytes, offset)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => {
                bytes = &bytes[written..];
                offset += written as u64;
            }
        }
    }
    Ok(())
}

/// A folder of the file system, held open: it stays the same one when somebody renames it or mounts over it.
pub struct Folder {
    directory: OwnedFd,
}

impl Folder {
    /// Opens a folder, making it first (with its parents) when it is not there.
    pub fn create(path: &Path) -> io::Result<Folder> {
        std::fs::DirBuilder::new().recursive(true).mode(0o750).create(path)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Folder { directory: rustix::fs::open(path, flags, Mode::empty())? })
    }

    /// The open directory, for locking it.
    pub fn directory(&self) -> &OwnedFd {
        &self.directory
    }

    fn open_file(&self, name: &str, extra: OFlags) -> io::Result<Box<dyn StoredFile>> {
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NOFOLLOW | extra;
        let mode = Mode::from_raw_mode(0o640);
        Ok(Box::new(SegmentFile { file: rustix::fs::openat(&self.directory, name, flags, mode)? }))
    }
}

impl Storage for Folder {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.directory)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().to_str()
                && !matches!(name, "." | "..")
            {
                names.push(name.to_owned());
            }
        }
        Ok(names)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open_file(name, OFlags::APPEND | OFlags::CREATE | OFlags::EXCL)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open_file(name, OFlags::APPEND)
    }

    fn amend(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open_file(name, OFlags::empty())
    }

    fn link(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(rustix::fs::linkat(&self.directory, from, &self.directory, to, AtFlags::empty())?)
    }

    fn replace(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.directory, from, &self.directory, to)?)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        rename_new(&self.directory, OsStr::new(from), &self.directory, OsStr::new(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match rustix::fs::unlinkat(&self.directory, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.directory)?)
    }
}

/// Renames within or between open folders and never replaces anything.
///
/// # Errors
/// `AlreadyExists` when the new name is taken, `CrossesDevices` when the folders are on different mounts.
pub fn rename_new(from: &OwnedFd, old: &OsStr, to: &OwnedFd, new: &OsStr) -> io::Result<()> {
    match rustix::fs::renameat_with(from, old, to, new, RenameFlags::NOREPLACE) {
        // Not every file system, those of the network least of all, can refuse to replace.
        Err(Errno::INVAL) => link_new(from, old, to, new),
        result => Ok(result?),
    }
}

/// The same in two steps: a new link replaces nothing. A crash between them leaves both names.
fn link_new(from: &OwnedFd, old: &OsStr, to: &OwnedFd, new: &OsStr) -> io::Result<()> {
    rustix::fs::linkat(from, old, to, new, AtFlags::empty())?;
    if let Err(error) = rustix::fs::unlinkat(from, old, AtFlags::empty()) {
        rustix::fs::unlinkat(to, new, AtFlags::empty())?;
        return Err(error.into());
    }
    Ok(())
}

struct SegmentFile {
    file: OwnedFd,
}

impl StoredFile for SegmentFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::retry_on_intr(|| rustix::io::write(&self.file, bytes))?)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        Ok(rustix::io::retry_on_intr(|| rustix::io::pwrite(&self.file, bytes, offset))?)
    }

    fn forget(&self) -> io::Result<()> {
        // Dirty pages stay; they are what a killed process wrote, and valid.
        Ok(rustix::fs::fadvise(&self.file, 0, None, rustix::fs::Advice::DontNeed)?)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        Ok(rustix::io::retry_on_intr(|| rustix::io::pread(&self.file, &mut *buffer, offset))?)
    }

    fn begin_sync(&self, offset: u64, bytes: u64) {
        let (offset, bytes) = (offset.cast_signed(), bytes.cast_signed());
        // SAFETY: the call takes a descriptor, which is open, and integers. What it cannot do, the next sync does.
        unsafe { libc::sync_file_range(self.file.as_raw_fd(), offset, bytes, libc::SYNC_FILE_RANGE_WRITE) };
    }

    fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fdatasync(&self.file)?)
    }

    fn check_named(&self) -> io::Result<()> {
        if rustix::fs::fstat(&self.file)?.st_nlink == 0 {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the file was removed from its folder"));
        }
        Ok(())
    }

    fn size(&self) -> io::Result<u64> {
        Ok(rustix::fs::fstat(&self.file)?.st_size as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_new_name_replaces_nothing_with_or_without_help_from_the_file_system() {
        for rename in [rename_new, link_new] {
            let path = tempfile::tempdir().unwrap();
            let folder = Folder::create(path.path()).unwrap().directory;
            fs::write(path.path().join("a"), "first").unwrap();
            fs::write(path.path().join("b"), "second").unwrap();
            let rename = |old: &str, new: &str| rename(&folder, OsStr::new(old), &folder, OsStr::new(new));
            assert_eq!(rename("a", "b").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(rename("gone", "c").unwrap_err().kind(), io::ErrorKind::NotFound);
            rename("a", "c").unwrap();
            let contents = ["a", "b", "c"].map(|name| fs::read_to_string(path.path().join(name)).ok());
            assert_eq!(contents, [None, Some("second".to_owned()), Some("first".to_owned())]);
        }
    }
}
