//! A file that the library may write to as it likes, and that stays as it is: what is written stays in memory. So the file
//! of a daemon that was killed is repaired for the one who reads it, and for the next daemon it is what the last one left.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use redb::backends::FileBackend;
use redb::{BackendError, DatabaseError, StorageBackend, StorageError};

/// Bytes that are kept together.
const BLOCK: u64 = 4096;

/// The file, open for reading, and what was written since.
#[derive(Debug)]
pub(super) struct Untouched {
    file: FileBackend,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// How long it would be.
    len: u64,
    /// How much of the file is still to be seen behind the blocks.
    seen: u64,
    /// By their offset.
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Untouched {
    pub(super) fn new(file: File) -> Result<Untouched, DatabaseError> {
        let file = FileBackend::new(file)?;
        let len = file.len().map_err(StorageError::Io)?;
        Ok(Untouched { file, state: Mutex::new(State { len, seen: len, blocks: BTreeMap::new() }) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Reads what the file has at an offset, and zeros behind that.
    fn read_file(&self, file: &FileBackend, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let known = self.seen.saturating_sub(offset).min(out.len() as u64) as usize;
        let (known, zeros) = out.split_at_mut(known);
        zeros.fill(0);
        if known.is_empty() { Ok(()) } else { file.read(offset, known) }
    }
}

/// The block that a byte is in.
fn block_of(offset: u64) -> u64 {
    offset - offset % BLOCK
}

impl StorageBackend for Untouched {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let end = offset.saturating_add(out.len() as u64);
        if end > state.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        state.read_file(&self.file, offset, out)?;
        for (&start, block) in state.blocks.range(block_of(offset)..end) {
            let (from, to) = (start.max(offset), end.min(start + BLOCK));
            out[(from - offset) as usize..(to - offset) as usize]
                .copy_from_slice(&block[(from - start) as usize..(to - start) as usize]);
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let end = offset + data.len() as u64;
        for start in (block_of(offset)..end).step_by(BLOCK as usize) {
            let mut block = match state.blocks.remove(&start) {
                Some(block) => block,
                None => {
                    let mut block = vec![0; BLOCK as usize];
                    state.read_file(&self.file, start, &mut block)?;
                    block
                }
            };
            let (from, to) = (start.max(offset), end.min(start + BLOCK));
            block[(from - start) as usize..(to - start) as usize]
                .copy_from_slice(&data[(from - offset) as usize..(to - offset) as usize]);
            state.blocks.insert(start, block);
        }
        state.len = state.len.max(end);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        (state.len, state.seen) = (len, state.seen.min(len));
        state.blocks.split_off(&len);
        if let Some((start, block)) = state.blocks.last_entry().map(|block| (*block.key(), block.into_mut())) {
            block[(len - start).min(BLOCK) as usize..].fill(0);
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    /// It is only read: others may read it, too, and nobody may write.
    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Change {
        Write { offset: usize, bytes: Vec<u8> },
        SetLen(usize),
    }

    /// Where something may be: near the edges of a few blocks, mostly.
    fn place() -> impl Strategy<Value = usize> {
        (0..4_usize, 0..9_usize).prop_map(|(block, beside)| (block * BLOCK as usize + beside).saturating_sub(4))
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        (place(), 1..=255_u8).prop_map(|(length, byte)| vec![byte; length])
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            (place(), bytes()).prop_map(|(offset, bytes)| Change::Write { offset, bytes }),
            place().prop_map(Change::SetLen),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again_and_the_file_stays_as_it_is(
            content in bytes(),
            changes in proptest::collection::vec(change(), 0..9),
            read in (place(), place()),
        ) {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("a");
            fs::write(&path, &content).unwrap();
            let untouched = Untouched::new(File::open(&path).unwrap()).unwrap();
            let mut expected = content.clone();
            for change in changes {
                match change {
                    Change::Write { offset, bytes } => {
                        untouched.write(offset as u64, &bytes).unwrap();
                        expected.resize(expected.len().max(offset + bytes.len()), 0);
                        expected[offset..offset + bytes.len()].copy_from_slice(&bytes);
                    }
                    Change::SetLen(len) => {
                        untouched.set_len(len as u64).unwrap();
                        expected.resize(len, 0);
                    }
                }
                prop_assert_eq!(untouched.len().unwrap(), expected.len() as u64);
                let mut whole = vec![0xAA; expected.len()];
                untouched.read(0, &mut whole).unwrap();
                prop_assert!(whole == expected);
            }
            let (offset, length) = read;
            let mut part = vec![0xAA; length];
            match (untouched.read(offset as u64, &mut part), expected.get(offset..offset + length)) {
                (read, Some(expected)) => prop_assert!(read.is_ok() && part == expected),
                (read, None) => prop_assert!(read.is_err()),
            }
            prop_assert!(fs::read(&path).unwrap() == content);
        }
    }
}
