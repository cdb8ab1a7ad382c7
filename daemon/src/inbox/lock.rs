//! One daemon at a time for an inbox, a log and a state folder.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{AtFlags, FlockOperation};

/// Somebody else holds a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Process id, where the kernel tells.
    pub pid: Option<u32>,
    /// When that process started, RFC 3339, where it can be told.
    pub since: Option<String>,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.pid, &self.since) {
            (Some(pid), Some(since)) => write!(f, "process {pid}, running since {since}"),
            (Some(pid), None) => write!(f, "process {pid}"),
            (None, _) => f.write_str("another process"),
        }
    }
}

/// An exclusive lock on a folder, for as long as this lives.
#[derive(Debug)]
pub struct Lock(OwnedFd);

impl Drop for Lock {
    fn drop(&mut self) {
        // Not by closing alone: a process that is just being started has a copy of the descriptor until it runs its program.
        let _ = rustix::fs::flock(&self.0, FlockOperation::Unlock);
    }
}

/// Takes the lock on an open folder; `Err` names who has it.
///
/// # Errors
/// When the file system cannot lock.
pub fn lock(folder: &OwnedFd) -> io::Result<Result<Lock, Holder>> {
    // A new open file description: locks belong to it, so a folder that is opened twice is locked once.
    let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC;
    let own = rustix::fs::openat(folder, ".", flags, rustix::fs::Mode::empty())?;
    match rustix::fs::flock(&own, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Ok(Lock(own))),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(Err(holder_of(own.as_fd()))),
        Err(error) => Err(error.into()),
    }
}

/// Finds who holds the lock in the kernel's list.
fn holder_of(folder: impl AsFd) -> Holder {
    let unknown = Holder { pid: None, since: None };
    let Ok(found) = rustix::fs::statx(folder, "", AtFlags::EMPTY_PATH, rustix::fs::StatxFlags::BASIC_STATS) else {
        return unknown;
    };
    let inode = format!("{:02x}:{:02x}:{}", found.stx_dev_major, found.stx_dev_minor, found.stx_ino);
    // The list is read in pieces; where locks come and go between two of them, an entry can be missing.
    let Some(pid) = (0..3).find_map(|_| holder_in(&std::fs::read_to_string("/proc/locks").ok()?, &inode)) else {
        return unknown;
    };
    // A process's folder in /proc is as old as the process.
    let started = std::fs::metadata(format!("/proc/{pid}")).and_then(|process| process.modified()).ok();
    let since = started.and_then(|time| jiff::Timestamp::try_from(time).ok()).map(|time| format!("{time:.0}"));
    Holder { pid: Some(pid), since }
}

/// The process of the entry for a file, `1: FLOCK  ADVISORY  WRITE 4242 fe:00:131 0 EOF`; the kernel writes 0 for one that
/// cannot be seen from here.
fn holder_in(locks: &str, inode: &str) -> Option<u32> {
    let pid = locks.lines().find_map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
        [_, "FLOCK", _, "WRITE", pid, id, ..] if id == inode => pid.parse().ok(),
        _ => None,
    });
    pid.filter(|&pid| pid != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_names_the_first_until_it_is_gone() {
        let root = tempfile::tempdir().unwrap();
        let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::DIRECTORY;
        let folder = rustix::fs::open(root.path(), flags, rustix::fs::Mode::empty()).unwrap();
        let first = lock(&folder).unwrap().unwrap();
        let holder = lock(&folder).unwrap().unwrap_err();
        assert_eq!(holder.pid, Some(std::process::id()));
        assert!(holder.since.is_some());
        drop(first);
        assert!(lock(&folder).unwrap().is_ok());
    }

    #[test]
    fn a_lock_ends_when_it_is_dropped_though_its_descriptor_was_copied() {
        let root = tempfile::tempdir().unwrap();
        let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::DIRECTORY;
        let folder = rustix::fs::open(root.path(), flags, rustix::fs::Mode::empty()).unwrap();
        let first = lock(&folder).unwrap().unwrap();
        let copy = first.0.try_clone().unwrap();
        assert!(lock(&folder).unwrap().is_err());
        drop(first);
        assert!(lock(&folder).unwrap().is_ok());
        drop(copy);
    }

    #[test]
    fn the_holder_is_who_locks_that_very_file() {
        let locks = "1: FLOCK  ADVISORY  WRITE 4242 fe:00:131 0 EOF\n\
                     1: -> FLOCK  ADVISORY  WRITE 7 fe:00:132 0 EOF\n\
                     2: POSIX  ADVISORY  WRITE 8 fe:00:133 0 EOF\n\
                     3: FLOCK  ADVISORY  WRITE 0 fe:00:134 0 EOF\n";
        let holders = [131, 132, 133, 134, 135].map(|file| holder_in(locks, &format!("fe:00:{file}")));
        assert_eq!(holders, [Some(4242), None, None, None, None]);
    }
}
