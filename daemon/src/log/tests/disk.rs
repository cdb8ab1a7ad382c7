//! A disk in memory that forgets what was not synced, and that can die at any call.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

use crate::log::storage::{Storage, StoredFile};

/// The unit in which a power cut keeps or loses what was written.
const SECTOR: usize = 512;

/// What becomes of what was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The process died, the machine did not.
    KeepAll,
    /// Nothing of it reached the disk.
    LoseAll,
    /// Some sectors and some names did; the number decides which.
    Some(u64),
}

#[derive(Clone, Default)]
struct Content {
    now: Vec<u8>,
    durable: Vec<u8>,
    /// Sectors that memory takes for durable though a failed sync lost them.
    lost: BTreeSet<usize>,
}

impl Content {
    /// Has what the device has taken the place of what was lost, in memory too.
    fn forget(&mut self) {
        for sector in std::mem::take(&mut self.lost) {
            let (start, end) = (sector * SECTOR, self.now.len().min((sector + 1) * SECTOR));
            let kept = self.durable.get(start..end.min(self.durable.len()).max(start)).unwrap_or_default().to_vec();
            self.now[start..end].fill(0);
            self.now[start..start + kept.len()].copy_from_slice(&kept);
        }
    }

    fn sync(&mut self) {
        let old = std::mem::replace(&mut self.durable, self.now.clone());
        for sector in &self.lost {
            let (start, end) = (sector * SECTOR, self.now.len().min((sector + 1) * SECTOR));
            for at in start..end {
                self.durable[at] = old.get(at).copied().unwrap_or(0);
            }
        }
    }

    /// What differs from the device is given up, every second sector of it; memory takes all for durable.
    fn fail_to_sync(&mut self) {
        let differs = |at: &usize| self.now.get(*at) != self.durable.get(*at);
        let sectors: BTreeSet<usize> = (0..self.now.len()).filter(differs).map(|at| at / SECTOR).collect();
        self.lost.extend(sectors.into_iter().step_by(2));
    }
}

#[derive(Default)]
struct State {
    contents: Vec<Content>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    calls: usize,
    /// At which call the disk dies.
    dies_at: Option<usize>,
    /// How many bytes all files may have.
    room: Option<usize>,
    /// How many syncs go well before one fails, and how.
    syncs_left: Option<(usize, io::ErrorKind)>,
}

/// One folder.
#[derive(Clone, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

struct DiskFile {
    disk: Disk,
    content: usize,
}

impl Disk {
    /// Has the disk die at its n-th call from now.
    pub(super) fn die_at(&self, call: usize) {
        let mut state = self.0.lock().unwrap();
        state.calls = 0;
        state.dies_at = Some(call);
    }

    /// Has the n-th sync from now fail, and the device lose a part of what was to be synced.
    pub(super) fn fail_sync(&self, number: usize) {
        self.0.lock().unwrap().syncs_left = Some((number, io::ErrorKind::Other));
    }

    /// Has the n-th sync from now find that there is no room.
    pub(super) fn fill_at_sync(&self, number: usize) {
        self.0.lock().unwrap().syncs_left = Some((number, io::ErrorKind::StorageFull));
    }

    /// Takes the last bytes of a file away, from memory and device.
    pub(super) fn shorten(&self, name: &str, bytes: usize) {
        let mut state = self.0.lock().unwrap();
        let content = state.names[name];
        let content = &mut state.contents[content];
        let left = content.now.len() - bytes;
        content.now.truncate(left);
        content.durable.truncate(left);
    }

    /// Lets all files together have so many bytes more.
    pub(super) fn leave_room(&self, bytes: Option<usize>) {
        let mut state = self.0.lock().unwrap();
        let used: usize = state.contents.iter().map(|content| content.now.len()).sum();
        state.room = bytes.map(|bytes| used + bytes);
    }

    /// What a reader sees in a file now.
    pub(super) fn seen(&self, name: &str) -> Option<Vec<u8>> {
        let state = self.0.lock().unwrap();
        state.names.get(name).map(|content| state.contents[*content].now.clone())
    }

    /// The names that are there now.
    pub(super) fn listed(&self) -> Vec<String> {
        self.0.lock().unwrap().names.keys().cloned().collect()
    }

    /// A disk that holds the same, and lives.
    pub(super) fn copy_of(other: &Disk) -> Disk {
        let state = other.0.lock().unwrap();
        Disk(Arc::new(Mutex::new(State {
            contents: state.contents.clone(),
            names: state.names.clone(),
            durable_names: state.durable_names.clone(),
            ..State::default()
        })))
    }

    /// Changes a bit of a file.
    pub(super) fn flip(&self, name: &str, bit: usize) {
        let mut state = self.0.lock().unwrap();
        let content = state.names[name];
        state.contents[content].now[bit / 8] ^= 1 << (bit % 8);
    }

    /// Comes back after a crash or a power cut.
    pub(super) fn restart(&self, cut: Cut) {
        let mut state = self.0.lock().unwrap();
        let state = &mut *state;
        let mut dice = match cut {
            Cut::Some(seed) => seed | 1,
            Cut::KeepAll | Cut::LoseAll => 0,
        };
        let mut keeps = || match cut {
            Cut::KeepAll => true,
            Cut::LoseAll => false,
            Cut::Some(_) => {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                dice & 1 == 1
            }
        };
        for content in &mut state.contents {
            let mut after = content.durable.clone();
            // A file's length grows by itself only together with what it holds.
            for at in (0..content.now.len().max(after.len())).step_by(SECTOR) {
                let end = (at + SECTOR).min(content.now.len());
                if at < end && keeps() {
                    after.resize(after.len().max(end), 0);
                    after[at..end].copy_from_slice(&content.now[at..end]);
                }
            }
            if cut == Cut::KeepAll {
                after.clone_from(&content.now);
            } else {
                content.lost.clear();
                content.durable.clone_from(&after);
            }
            content.now = after;
        }
        if cut != Cut::KeepAll {
            let all: BTreeSet<String> = state.names.keys().chain(state.durable_names.keys()).cloned().collect();
            let mut after = BTreeMap::new();
            for name in all {
                let source = if keeps() { &state.names } else { &state.durable_names };
                after.extend(source.get(&name).map(|content| (name, *content)));
            }
            state.names.clone_from(&after);
            state.durable_names = after;
        }
        (state.dies_at, state.room, state.syncs_left) = (None, None, None);
    }

    /// Counts a call; fails when the disk is dead by now.
    fn call<T>(&self, run: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.0.lock().unwrap();
        if state.dies_at.is_some_and(|call| state.calls >= call) {
            return Err(io::Error::other("the disk is dead"));
        }
        state.calls += 1;
        run(&mut state)
    }

    /// Fails when the sync that is asked for is the one that is to.
    fn try_sync(state: &mut State) -> io::Result<()> {
        match &mut state.syncs_left {
            Some((0, kind)) => {
                let error = io::Error::new(*kind, "the sync failed");
                state.syncs_left = None;
                Err(error)
            }
            Some((left, _)) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn file(&self, content: usize) -> Box<dyn StoredFile> {
        Box::new(DiskFile { disk: self.clone(), content })
    }

    fn find(state: &State, name: &str) -> io::Result<usize> {
        state.names.get(name).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Storage for Disk {
    fn names(&self) -> io::Result<Vec<String>> {
        self.call(|state| Ok(state.names.keys().cloned().collect()))
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let content = self.call(|state| {
            if state.names.contains_key(name) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.contents.push(Content::default());
            state.names.insert(name.to_owned(), state.contents.len() - 1);
            Ok(state.contents.len() - 1)
        })?;
        Ok(self.file(content))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let content = self.call(|state| Disk::find(state, name))?;
        Ok(self.file(content))
    }

    fn amend(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        self.open(name)
    }

    fn link(&self, from: &str, to: &str) -> io::Result<()> {
        self.call(|state| {
            let content = Disk::find(state, from)?;
            if state.names.contains_key(to) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.names.insert(to.to_owned(), content);
            Ok(())
        })
    }

    fn replace(&self, from: &str, to: &str) -> io::Result<()> {
        self.call(|state| {
            let content = Disk::find(state, from)?;
            // Two names of one file: the kernel does nothing.
            if state.names.get(to) != Some(&content) {
                state.names.remove(from);
                state.names.insert(to.to_owned(), content);
            }
            Ok(())
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.call(|state| {
            let content = Disk::find(state, from)?;
            if state.names.contains_key(to) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.names.remove(from);
            state.names.insert(to.to_owned(), content);
            Ok(())
        })
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.call(|state| {
            state.names.remove(name);
            Ok(())
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.call(|state| {
            Disk::try_sync(state)?;
            state.durable_names.clone_from(&state.names);
            Ok(())
        })
    }
}

impl DiskFile {
    fn with<T>(&self, run: impl FnOnce(&mut State, usize) -> io::Result<T>) -> io::Result<T> {
        let (disk, content) = (self.disk.clone(), self.content);
        disk.call(|state| run(state, content))
    }

    /// Writes a part of it, as calls may.
    fn put(state: &mut State, content: usize, bytes: &[u8], at: usize) -> io::Result<usize> {
        let used: usize = state.contents.iter().map(|content| content.now.len()).sum();
        let now = &mut state.contents[content].now;
        let mut length = bytes.len().div_ceil(2).max(bytes.len().min(64));
        if let Some(room) = state.room {
            let grows = (at + length).saturating_sub(now.len());
            length -= grows.saturating_sub(room.saturating_sub(used)).min(length);
            if length == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        let end = at + length;
        now.resize(now.len().max(end), 0);
        now[at..end].copy_from_slice(&bytes[..length]);
        state.contents[content].lost.retain(|sector| !(at / SECTOR..end.div_ceil(SECTOR)).contains(sector));
        Ok(length)
    }
}

impl StoredFile for DiskFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(|state, content| {
            let at = state.contents[content].now.len();
            DiskFile::put(state, content, bytes, at)
        })
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        self.with(|state, content| DiskFile::put(state, content, bytes, offset as usize))
    }

    fn forget(&self) -> io::Result<()> {
        self.with(|state, content| {
            state.contents[content].forget();
            Ok(())
        })
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.with(|state, content| {
            let rest = state.contents[content].now.get(offset as usize..).unwrap_or_default();
            let length = rest.len().min(buffer.len());
            buffer[..length].copy_from_slice(&rest[..length]);
            Ok(length)
        })
    }

    /// Promises nothing, so nothing is done.
    fn begin_sync(&self, _offset: u64, _bytes: u64) {}

    fn sync(&self) -> io::Result<()> {
        self.with(|state, content| {
            Disk::try_sync(state).inspect_err(|_| state.contents[content].fail_to_sync())?;
            state.contents[content].sync();
            Ok(())
        })
    }

    fn check_named(&self) -> io::Result<()> {
        self.with(|state, content| {
            if state.names.values().any(|known| *known == content) {
                Ok(())
            } else {
                Err(io::Error::new(io::ErrorKind::NotFound, "the file was removed from its folder"))
            }
        })
    }

    fn size(&self) -> io::Result<u64> {
        self.with(|state, content| Ok(state.contents[content].now.len() as u64))
    }
}
