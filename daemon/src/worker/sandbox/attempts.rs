//! Tries what a plugin must not be able to do. Each attempt is harmless when it succeeds.

use rustix::fs::{MemfdFlags, Mode, OFlags};
use rustix::net::{AddressFamily, SocketType};
use rustix::process::{Pid, WaitOptions};

use crate::worker::sandbox::Confinement;

/// Tries everything, as a plugin would.
pub(super) fn try_all(parent: u32) -> Confinement {
    Confinement {
        files: !can_list("/")
            && !can_list("/proc")
            && !can_make_file("/tmp")
            && !can_make_file("/dev/shm")
            && !can_change_mode(),
        network: [AddressFamily::UNIX, AddressFamily::INET, AddressFamily::INET6].into_iter().all(|family| {
            let socket = rustix::net::socket(family, SocketType::STREAM, None);
            socket.is_err()
        }),
        programs: !can_fork(),
        signals: !can_signal(parent),
        root: !rustix::process::geteuid().is_root() && !rustix::process::getuid().is_root(),
    }
}

fn can_list(folder: &str) -> bool {
    rustix::fs::open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).is_ok()
}

/// A file without a name, gone when it is closed.
fn can_make_file(folder: &str) -> bool {
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR).is_ok()
}

/// Of a file of its own, in memory; what it may do to that one it may do to all files of its user.
fn can_change_mode() -> bool {
    let file = rustix::fs::memfd_create("mode", MemfdFlags::CLOEXEC);
    file.is_ok_and(|file| rustix::fs::fchmod(file, Mode::RUSR).is_ok())
}

fn can_fork() -> bool {
    // SAFETY: the child only ends, without running anything of this process.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // SAFETY: ends the child at once, running no handlers.
        unsafe { libc::_exit(0) };
    }
    if let Some(child) = Pid::from_raw(child.max(0)) {
        let _ = rustix::process::waitpid(Some(child), WaitOptions::empty());
    }
    child > 0
}

fn can_signal(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    process.is_some_and(|process| rustix::process::test_kill_process(process).is_ok())
}
