//! Opens what lies beneath a folder that is held open, and nothing else: whatever somebody puts in the place of a folder
//! or file meanwhile, no link is followed and no other file system is entered.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Component, Path};

use rustix::fs::{AtFlags, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

/// How folders are opened.
pub const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

const RESOLVE: ResolveFlags = ResolveFlags::BENEATH
    .union(ResolveFlags::NO_SYMLINKS)
    .union(ResolveFlags::NO_MAGICLINKS)
    .union(ResolveFlags::NO_XDEV);

/// The kernel gives up when names are moved about while it resolves a path; more often than this, and so do we.
const TRIES_MAX: usize = 16;

/// Opens a path beneath a folder.
///
/// # Errors
/// `LOOP` for a symbolic link anywhere in the path, `XDEV` for what is on another file system or not beneath.
pub fn open(folder: impl AsFd, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    for _ in 0..TRIES_MAX {
        match rustix::fs::openat2(&folder, path, flags | OFlags::CLOEXEC, Mode::empty(), RESOLVE) {
            Err(Errno::AGAIN) => {}
            // A kernel before 5.6 has no such call, and the filters of some containers forbid it.
            Err(Errno::NOSYS | Errno::PERM) => return open_by_steps(folder, path, flags),
            result => return result,
        }
    }
    Err(Errno::AGAIN)
}

/// The same one component at a time, none of which may be a link.
fn open_by_steps(folder: impl AsFd, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let device = rustix::fs::fstat(&folder)?.st_dev;
    let mut here = rustix::fs::openat(&folder, ".", FOLDER, Mode::empty())?;
    let mut components = path.components().peekable();
    while let Some(component) = components.next() {
        let Component::Normal(name) = component else { return Err(Errno::XDEV) };
        let how = if components.peek().is_some() { FOLDER | OFlags::NOFOLLOW } else { flags | OFlags::NOFOLLOW };
        here = open_step(&here, name, how)?;
        if rustix::fs::fstat(&here)?.st_dev != device {
            return Err(Errno::XDEV);
        }
    }
    Ok(here)
}

fn open_step(here: &OwnedFd, name: &OsStr, flags: OFlags) -> Result<OwnedFd, Errno> {
    rustix::fs::openat(here, name, flags | OFlags::CLOEXEC, Mode::empty()).map_err(|error| {
        // Asked for a folder, the kernel says of a link that it is none.
        let is_link = error == Errno::NOTDIR
            && rustix::fs::statat(here, name, AtFlags::SYMLINK_NOFOLLOW)
                .is_ok_and(|found| rustix::fs::FileType::from_raw_mode(found.st_mode).is_symlink());
        if is_link { Errno::LOOP } else { error }
    })
}

/// Opens a folder beneath another, making those that are missing, for this user alone.
///
/// # Errors
/// When one cannot be made, or something else has its name.
pub fn make_folders(folder: impl AsFd, path: &Path) -> io::Result<OwnedFd> {
    match open(&folder, path, FOLDER) {
        Err(Errno::NOENT) => {}
        result => return Ok(result?),
    }
    let mut here = rustix::fs::openat(&folder, ".", FOLDER, Mode::empty())?;
    for name in path {
        match rustix::fs::mkdirat(&here, name, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        here = open(&here, Path::new(name), FOLDER)?;
    }
    Ok(here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    type Open = fn(&OwnedFd, &Path, OFlags) -> Result<OwnedFd, Errno>;

    #[test]
    fn only_what_lies_beneath_is_opened_with_or_without_help_from_the_kernel() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("root/a/b")).unwrap();
        fs::write(path("root/a/b/file"), "").unwrap();
        fs::write(path("outside"), "").unwrap();
        symlink(path("outside"), path("root/link")).unwrap();
        symlink("a", path("root/folder-link")).unwrap();
        symlink("/proc/self/fd", path("root/magic")).unwrap();
        let root = rustix::fs::open(path("root"), FOLDER, Mode::empty()).unwrap();
        let cases = [
            ("a/b/file", None),
            ("a/b", None),
            ("link", Some(Errno::LOOP)),
            ("folder-link/b/file", Some(Errno::LOOP)),
            ("magic/0", Some(Errno::LOOP)),
            ("../outside", Some(Errno::XDEV)),
            ("/etc", Some(Errno::XDEV)),
            ("a/gone", Some(Errno::NOENT)),
            ("a/b/file/x", Some(Errno::NOTDIR)),
        ];
        for open in [(|folder, path, flags| open(folder, path, flags)) as Open, |folder, path, flags| {
            open_by_steps(folder, path, flags)
        }] {
            for (path, error) in cases {
                assert_eq!(open(&root, Path::new(path), OFlags::RDONLY).err(), error, "{path}");
            }
        }
    }

    #[test]
    fn folders_are_made_beneath_and_nothing_is_made_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("root")).unwrap();
        fs::create_dir(path("outside")).unwrap();
        symlink(path("outside"), path("root/link")).unwrap();
        let root = rustix::fs::open(path("root"), FOLDER, Mode::empty()).unwrap();
        for _ in 0..2 {
            make_folders(&root, Path::new("a/b/c")).unwrap();
        }
        assert!(path("root/a/b/c").is_dir());
        assert!(make_folders(&root, Path::new("link/x")).is_err());
        assert_eq!(fs::read_dir(path("outside")).unwrap().count(), 0);
    }
}
