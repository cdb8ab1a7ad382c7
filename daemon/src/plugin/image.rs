//! A copy of a plugin file that was inspected, sealed in memory, that every worker loads.
//!
//! The copy cannot change under a running worker, whatever happens to the file on disk, and a worker needs no right to
//! open that file. Its pages are shared between workers.

use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use crate::memory;

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
        let bytes = std::fs::read(path)?;
        Ok(Image { file: memory::sealed(id, &bytes)?, hash: blake3::hash(&bytes).into() })
    }
}
