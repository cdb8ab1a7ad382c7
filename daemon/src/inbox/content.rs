//! The bytes of a claimed file, read and hashed once through the descriptor it was looked at with.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::sync::Arc;

use crate::id::DocumentId;
use crate::inbox::large::Lying;
use crate::memory;
use crate::worker::frame::INLINE_BYTES_MAX;

/// The bytes of a file.
#[derive(Debug)]
pub enum Content {
    /// Up to [`INLINE_BYTES_MAX`].
    Inline(Vec<u8>),
    /// More: a sealed memory file.
    Sealed(Arc<OwnedFd>),
    /// Too many to be held: the file itself.
    Lying(Lying),
}

/// Why bytes were not read.
#[derive(Debug)]
pub enum ReadError {
    /// The file is shorter than it was.
    Shrunk,
    /// The file refuses.
    File(io::Error),
    /// There is no room for the copy in memory, or no descriptor; the file is not to blame.
    Copy(io::Error),
}

impl Content {
    /// Bytes that are in memory already.
    ///
    /// # Errors
    /// When there is no room for a copy.
    pub fn of(bytes: Vec<u8>) -> io::Result<Content> {
        Ok(if bytes.len() > INLINE_BYTES_MAX {
            Content::Sealed(Arc::new(memory::sealed("document", &bytes)?))
        } else {
            Content::Inline(bytes)
        })
    }
}

/// Reads and hashes the first `size` bytes.
///
/// # Errors
/// As [`ReadError`] tells; the file is unchanged.
pub fn read(file: &OwnedFd, size: u64) -> Result<(DocumentId, Content), ReadError> {
    if size <= INLINE_BYTES_MAX as u64 {
        let mut bytes = vec![0; size as usize];
        read_exact_at(file, &mut bytes, 0)?;
        return Ok((DocumentId::of(&bytes), Content::Inline(bytes)));
    }
    let copy = memory::create("document").map_err(ReadError::Copy)?;
    let id = copy_to(&copy, file, size)?;
    Ok((id, Content::Sealed(Arc::new(memory::seal(copy).map_err(ReadError::Copy)?))))
}

fn copy_to(mut copy: &File, file: &OwnedFd, size: u64) -> Result<DocumentId, ReadError> {
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; INLINE_BYTES_MAX];
    let mut offset = 0;
    while offset < size {
        let part = &mut chunk[..usize::try_from(size - offset).unwrap_or(usize::MAX).min(INLINE_BYTES_MAX)];
        read_exact_at(file, part, offset)?;
        hasher.update(part);
        copy.write_all(part).map_err(ReadError::Copy)?;
        offset += part.len() as u64;
    }
    Ok(DocumentId::from_bytes(hasher.finalize().into()))
}

/// Reads exactly so many bytes from a place.
pub(super) fn read_exact_at(file: &OwnedFd, mut bytes: &mut [u8], mut offset: u64) -> Result<(), ReadError> {
    while !bytes.is_empty() {
        match rustix::io::retry_on_intr(|| rustix::io::pread(file, &mut *bytes, offset)) {
            Ok(0) => return Err(ReadError::Shrunk),
            Ok(read) => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
            Err(error) => return Err(ReadError::File(error.into())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_large_file_is_read_into_a_sealed_copy() {
        let folder = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..3 << 20).map(|n| (n % 251) as u8).collect();
        fs::write(folder.path().join("a"), &bytes).unwrap();
        let file = File::open(folder.path().join("a")).unwrap().into();
        let (id, content) = super::read(&file, bytes.len() as u64).unwrap();
        assert_eq!(id, DocumentId::of(&bytes));
        let Content::Sealed(copy) = content else { panic!() };
        let mut read = vec![0; bytes.len()];
        read_exact_at(&copy, &mut read, 0).unwrap();
        assert!(read == bytes && rustix::io::write(&*copy, b"x").is_err());
    }

    /// A full disk or too many open files made the daemon set good files aside.
    #[test]
    fn a_copy_without_room_and_a_file_that_refuses_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "content").unwrap();
        let file = File::open(folder.path().join("a")).unwrap().into();
        let full = File::options().write(true).open("/dev/full").unwrap();
        assert!(matches!(copy_to(&full, &file, 7), Err(ReadError::Copy(error)) if error.raw_os_error() == Some(28)));
        assert!(matches!(read(&file, 8), Err(ReadError::Shrunk)));
        let no_file = File::open(folder.path()).unwrap().into();
        assert!(matches!(read(&no_file, 7), Err(ReadError::File(_))));
    }
}
