//! Asks the kernel whether somebody has a file open for writing.
#![allow(unsafe_code)] // One system call that no safe wrapper offers: fcntl(F_SETLEASE).

use std::os::fd::{AsRawFd, OwnedFd};

/// What a lease tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writers {
    /// Nobody has it open for writing.
    None,
    /// Somebody has.
    Some,
    /// This file system, or our rights, give no answer.
    Unknown,
}

/// Takes a read lease and gives it back: it is granted only while nobody has the file open for writing.
///
/// Somebody who opens the file for writing in between makes the kernel send SIGIO, so the daemon handles that signal.
pub fn writers(file: &OwnedFd) -> Writers {
    let lease = |kind: i32| {
        // SAFETY: F_SETLEASE takes a descriptor, which is open, and an integer.
        unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLEASE, kind) }
    };
    if lease(libc::F_RDLCK) == 0 {
        lease(libc::F_UNLCK);
        return Writers::None;
    }
    match std::io::Error::last_os_error().raw_os_error() {
        Some(libc::EAGAIN) => Writers::Some,
        _ => Writers::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn an_open_writer_is_seen_until_it_closes() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        let writer = File::create(&path).unwrap();
        let reader = OwnedFd::from(File::open(&path).unwrap());
        if writers(&reader) == Writers::Unknown {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: this file system has no leases\n");
            return;
        }
        assert_eq!(writers(&reader), Writers::Some);
        drop(writer);
        assert_eq!(writers(&reader), Writers::None);
    }
}
