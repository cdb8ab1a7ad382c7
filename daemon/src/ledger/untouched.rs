//! A file that the library may write to as it likes, and that stays as it is: what is written stays in memory. So the file
//! of a daemon that was killed is repaired for the one who reads it, and for the next daemon it is what the last one left.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};

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
    pub(super) fn new(file: File) -> Result<Untouched, redb::DatabaseError> {
        let len = file.metadata().map_err(redb::StorageError::Io)?.len();
        let state = State { len, seen: len, blocks: BTreeMap::new() };
        Ok(Untouched { file: FileBackend::new(file)?, state: Mutex::new(state) })
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
        let end = offset + out.len() as u64;
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
