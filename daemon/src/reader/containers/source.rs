//! The bytes of a file, wherever they are.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

/// A file or a piece of memory, with a place in it. A descriptor's own place is neither used nor moved, so that several may
/// read the same one.
#[derive(Clone, Debug)]
pub struct Source {
    bytes: Bytes,
    at: u64,
    len: u64,
}

#[derive(Clone, Debug)]
enum Bytes {
    File(Arc<File>),
    Memory(Arc<Vec<u8>>),
}

impl Source {
    /// The content of a regular or memory file.
    ///
    /// # Errors
    /// When its size cannot be told.
    pub fn file(file: File) -> io::Result<Source> {
        let len = file.metadata()?.len();
        Ok(Source { bytes: Bytes::File(Arc::new(file)), at: 0, len })
    }

    /// Bytes that were read already.
    pub fn memory(bytes: Vec<u8>) -> Source {
        Source { len: bytes.len() as u64, bytes: Bytes::Memory(Arc::new(bytes)), at: 0 }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the next byte is read.
    pub fn position(&self) -> u64 {
        self.at
    }

    /// The bytes of a piece of memory that nobody else reads; of a file none.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self.bytes {
            Bytes::File(_) => Vec::new(),
            Bytes::Memory(bytes) => Arc::unwrap_or_clone(bytes),
        }
    }

    /// The same bytes, from the first.
    #[must_use]
    pub fn from_start(&self) -> Source {
        Source { at: 0, ..self.clone() }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.len.saturating_sub(self.at);
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = match &self.bytes {
            Bytes::File(file) => file.read_at(&mut buffer[..most], self.at)?,
            Bytes::Memory(bytes) => {
                let rest = usize::try_from(self.at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                buffer[..most].copy_from_slice(&rest[..most]);
                most
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
