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

/// Takes an exclusive lock on an open folder for as long as the returned descriptor lives; `Err` names who has it.
///
/// # Errors
/// When the file system cannot lock.
pub fn lock(folder: &OwnedFd) -> io::Result<Result<OwnedFd, Holder>> {
    // A new open file description: locks belong to it, so a folder that is opened twice is locked once.
    let flags = rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC;
    let own = rustix::fs::openat(folder, ".", flags, rustix::fs::Mode::empty())?;
    match rustix::fs::flock(&own, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Ok(own)),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(Err(holder_of(own.as_fd()))),
        Err(error) => Err(error.into()),
    }
}

/// Finds who holds the lock in the kernel's list: `1: FLOCK  ADVISORY  WRITE 4242 fe:00:131 0 EOF`.
fn holder_of(folder: impl AsFd) -> Holder {
    let unknown = Holder { pid: None, since: None };
    let Ok(found) = rustix::fs::statx(folder, "", AtFlags::EMPTY_PATH, rustix::fs::StatxFlags::BASIC_STATS) else {
        return unknown;
    };
    let inode = format!("{:02x}:{:02x}:{}", found.stx_dev_major, found.stx_dev_minor, found.stx_ino);
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    let pid = locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [_, "FLOCK", _, "WRITE", pid, id, ..] if id == inode => pid.parse::<u32>().ok(),
            _ => None,
        }
    });
    let Some(pid) = pid.filter(|&pid| pid != 0) else { return unknown };
    // A process's folder in /proc is as old as the process.
    let started = std::fs::metadata(format!("/proc/{pid}")).and_then(|process| process.modified()).ok();
    let since = started.and_then(|time| jiff::Timestamp::try_from(time).ok()).map(|time| format!("{time:.0}"));
    Holder { pid: Some(pid), since }
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
}
