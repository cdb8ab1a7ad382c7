//! The bytes of a file, wherever they are: in memory, or behind a descriptor that others read from as well.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;

/// Bytes that can be read from any place.
#[derive(Debug)]
pub enum Source {
    /// In memory.
    Memory(Cursor<Vec<u8>>),
    /// Behind a descriptor.
    File(Shared),
}

/// A file that is read without moving the place that all holders of its descriptor share.
#[derive(Debug)]
pub struct Shared {
    file: File,
    place: u64,
    bytes: u64,
}

impl Source {
    /// Bytes in memory.
    pub fn of_bytes(bytes: Vec<u8>) -> Source {
        Source::Memory(Cursor::new(bytes))
    }

    /// The file behind a descriptor, of the size that it has now.
    ///
    /// # Errors
    /// When the file refuses to tell its size.
    pub fn of_file(file: File) -> io::Result<Source> {
        let bytes = file.metadata()?.len();
        Ok(Source::File(Shared { file, place: 0, bytes }))
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match self {
            Source::Memory(bytes) => bytes.get_ref().len() as u64,
            Source::File(shared) => shared.bytes,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first bytes, at most so many; the place stays where it is.
    ///
    /// # Errors
    /// When the file refuses.
    pub fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let most = most.min(usize::try_from(self.len()).unwrap_or(usize::MAX));
        match self {
            Source::Memory(bytes) => Ok(bytes.get_ref()[..most].to_vec()),
            Source::File(shared) => {
                let mut head = vec![0; most];
                shared.file.read_exact_at(&mut head, 0)?;
                Ok(head)
            }
        }
    }

    /// All bytes.
    ///
    /// # Errors
    /// When the file refuses, or is shorter than it was.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        match self {
            Source::Memory(bytes) => Ok(bytes.into_inner()),
            Source::File(Shared { file, bytes, .. }) => {
                let mut all = vec![0; usize::try_from(bytes).map_err(io::Error::other)?];
                file.read_exact_at(&mut all, 0)?;
                Ok(all)
            }
        }
    }
}

impl Read for Source {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::Memory(memory) => memory.read(bytes),
            Source::File(shared) => {
                let left = usize::try_from(shared.bytes.saturating_sub(shared.place)).unwrap_or(usize::MAX);
                let most = left.min(bytes.len());
                let read = shared.file.read_at(&mut bytes[..most], shared.place)?;
                shared.place += read as u64;
                Ok(read)
            }
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Source::Memory(memory) => memory.seek(to),
            Source::File(shared) => {
                let place = match to {
                    SeekFrom::Start(place) => Some(place),
                    SeekFrom::End(by) => shared.bytes.checked_add_signed(by),
                    SeekFrom::Current(by) => shared.place.checked_add_signed(by),
                };
                shared.place = place.ok_or(io::ErrorKind::InvalidInput)?;
                Ok(shared.place)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reads_like_memory_and_leaves_the_shared_place_alone() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a"), "0123456789").unwrap();
        let mut shared = File::open(folder.path().join("a")).unwrap();
        let copy = shared.try_clone().unwrap();
        for mut source in [Source::of_bytes(b"0123456789".to_vec()), Source::of_file(copy).unwrap()] {
            assert_eq!((source.len(), source.head(3).unwrap()), (10, b"012".to_vec()));
            let mut part = String::new();
            source.seek(SeekFrom::End(-4)).unwrap();
            source.seek(SeekFrom::Current(1)).unwrap();
            source.read_to_string(&mut part).unwrap();
            assert_eq!(part, "789");
            assert!(source.seek(SeekFrom::Current(-11)).is_err());
            assert_eq!(source.into_bytes().unwrap(), b"0123456789");
        }
        let mut rest = String::new();
        shared.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "0123456789");
    }
}
