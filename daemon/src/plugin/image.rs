//! A verified copy of a plugin file, sealed in memory, that every worker loads.
//!
//! The copy cannot change under a running worker, whatever happens to the file on disk, and a worker needs no right to
//! open that file. Its pages are shared between workers.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{MemfdFlags, SealFlags};

/// A sealed copy of a library.
pub struct Image {
    /// The copy; readable, never writable again.
    pub file: OwnedFd,
    /// Its BLAKE3 hash.
    pub hash: [u8; 32],
}

impl Image {
    /// Copies a plugin file.
    ///
    /// # Errors
    /// When the file cannot be read or the copy not be made.
    pub fn copy(path: &Path, id: &str) -> io::Result<Image> {
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        Ok(Image { file: seal(id, &bytes)?, hash: blake3::hash(&bytes).into() })
    }
}

/// Puts bytes into a memory file that nobody can change; its offset is at the start.
///
/// # Errors
/// When the kernel has no memory or no descriptor left.
pub fn seal(name: &str, bytes: &[u8]) -> io::Result<OwnedFd> {
    let fd = rustix::fs::memfd_create(name, MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
    let mut file = File::from(fd);
    file.write_all(bytes)?;
    let fd = OwnedFd::from(file);
    rustix::fs::seek(&fd, rustix::fs::SeekFrom::Start(0))?;
    rustix::fs::fcntl_add_seals(&fd, SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE)?;
    Ok(fd)
}
