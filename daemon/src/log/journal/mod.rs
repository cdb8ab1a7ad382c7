//! The commit journal: what is in it, synced, is committed; only then does it appear in the log.
//!
//! Two files of zeros, used by turns. A lap begins with a frame that says up to where the log is durable; batches
//! follow, each with the very bytes that are then appended to a segment. When a lap is full, the segment is synced and
//! the next lap begins in the other file, so that the frames of the full one are no longer needed. Parts: [`frame`], one
//! record; [`replay`](mod@replay), what a start reads; here, writing.

pub mod frame;
pub mod replay;

use std::io;

use crate::failpoint::failpoint;
use crate::log::journal::frame::{ALIGNMENT, Digest, Draft, Head, Kind, Position, padded};
use crate::log::journal::replay::Replay;
use crate::log::segment::unfinished;
use crate::log::storage::{Storage, StoredFile, write_all_at};

/// How many bytes of zeros are written at once.
const ZEROS: usize = 1 << 20;

/// The names of the two files, in the state folder.
pub(super) fn name(place: usize) -> String {
    format!("journal.{place}")
}

/// The journal as the writer owns it.
pub struct Journal {
    storage: Box<dyn Storage>,
    /// The file of the running lap.
    file: Box<dyn StoredFile>,
    /// Which of the two it is.
    place: usize,
    /// Whether the other one was made by this process, or left by one that ended well.
    other_is_sound: bool,
    size: u64,
    /// The other file and its size, when it is ready for the next lap.
    next: Option<(Box<dyn StoredFile>, u64)>,
    /// The size that new files get, in bytes.
    wanted: u64,
    lap: u64,
    number: u64,
    previous: Digest,
    /// Where the next frame begins.
    at: u64,
}

impl Journal {
    /// Begins a lap after what a start has found and made good: everything before the checkpoint is durable in the log.
    ///
    /// # Errors
    /// When a file cannot be made, written or synced.
    pub fn begin(
        storage: Box<dyn Storage>,
        found: Option<&Replay>,
        wanted: u64,
        checkpoint: Position,
    ) -> io::Result<Journal> {
        let (place, lap, sound) = match found {
            Some(found) => (1 - found.place, found.lap + 1, found.stopped_well),
            None => (0, 1, false),
        };
        let (file, size) = open(&*storage, place, sound, wanted, 0)?;
        let (number, previous, at) = (0, Digest::default(), 0);
        let (other_is_sound, next) = (sound, None);
        let mut journal =
            Journal { storage, file, place, other_is_sound, size, next, wanted, lap, number, previous, at };
        journal.note(Kind::Lap, checkpoint)?;
        Ok(journal)
    }

    /// Whether a batch fits into the running lap, and the frames after it that may have to.
    pub fn has_room(&self, batch: &Draft) -> bool {
        self.at + (batch.length() + 2 * ALIGNMENT) as u64 <= self.size
    }

    /// Commits a batch: its lines are published at the position. On return it is durable.
    ///
    /// # Errors
    /// When the file cannot be written or synced; whether the batch is committed is then unknown.
    pub fn commit(&mut self, position: Position, batch: &mut Draft) -> io::Result<()> {
        self.write(Kind::Batch, position, batch)
    }

    /// Commits the beginning of a segment: the header stands at the position, which is its first byte. The frame fits.
    ///
    /// # Errors
    /// As [`Journal::commit`].
    pub fn roll(&mut self, position: Position, header: &mut Draft) -> io::Result<()> {
        self.write(Kind::Roll, position, header)
    }

    /// Notes that all is durable in the log and the daemon ends.
    ///
    /// # Errors
    /// As [`Journal::commit`].
    pub fn stop(&mut self, position: Position) -> io::Result<()> {
        self.note(Kind::Stop, position)
    }

    /// Makes the other file ready for a lap into which a batch fits.
    ///
    /// # Errors
    /// When it cannot be made; nothing has changed, and it can be tried again.
    pub fn prepare(&mut self, batch: &Draft) -> io::Result<()> {
        let least = (padded(0, 0) + batch.length() + 2 * ALIGNMENT) as u64;
        self.next = Some(open(&*self.storage, 1 - self.place, self.other_is_sound, self.wanted, least)?);
        failpoint!("journal file ready")
    }

    /// Begins the next lap in the file that was made ready. The segment has been synced up to the checkpoint.
    ///
    /// # Errors
    /// When no file is ready, or it cannot be written or synced; the running lap is still the valid one.
    pub fn switch(&mut self, checkpoint: Position) -> io::Result<()> {
        let (file, size) = self.next.take().ok_or(io::ErrorKind::NotFound)?;
        let place = 1 - self.place;
        // The file that is left now was written by this process alone since its first switch.
        let left_is_sound = true;
        (self.file, self.size, self.place, self.other_is_sound) = (file, size, place, left_is_sound);
        (self.lap, self.number, self.previous, self.at) = (self.lap + 1, 0, Digest::default(), 0);
        self.note(Kind::Lap, checkpoint)
    }

    /// Commits a frame that has no lines.
    fn note(&mut self, kind: Kind, position: Position) -> io::Result<()> {
        self.write(kind, position, &mut Draft::default())
    }

    fn write(&mut self, kind: Kind, position: Position, draft: &mut Draft) -> io::Result<()> {
        let (lap, number, previous) = (self.lap, self.number, self.previous);
        let (frame, digest) = draft.seal(&Head { kind, lap, number, position, previous });
        write_all_at(&*self.file, frame, self.at)?;
        failpoint!("journal frame written")?;
        self.file.sync()?;
        failpoint!("journal frame synced")?;
        self.at += frame.len() as u64;
        (self.number, self.previous) = (self.number + 1, digest);
        Ok(())
    }
}

/// Opens one of the two files; makes it anew when it is not there, too small, or not to be trusted: what a device lost
/// when a sync failed, a file that was made before may go on losing.
fn open(
    storage: &dyn Storage,
    place: usize,
    sound: bool,
    wanted: u64,
    least: u64,
) -> io::Result<(Box<dyn StoredFile>, u64)> {
    let (name, size) = (name(place), wanted.max(least).next_multiple_of(ALIGNMENT as u64));
    if sound {
        match storage.amend(&name) {
            Ok(file) => {
                let found = file.size()?;
                if found >= size && found <= wanted.max(size) {
                    return Ok((file, found));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let new = unfinished(&name);
    storage.remove(&new)?;
    let made = make(storage, &new, size).and_then(|()| storage.replace(&new, &name));
    made.inspect_err(|_| {
        // Half a file would take room from whatever is to make room.
        let _ = storage.remove(&new);
    })?;
    failpoint!("journal file named")?;
    storage.sync()?;
    Ok((storage.amend(&name)?, size))
}

/// Makes a durable file of zeros.
fn make(storage: &dyn Storage, name: &str, size: u64) -> io::Result<()> {
    let mut file = storage.create(name)?;
    failpoint!("journal file made")?;
    // Zeros are written, not only allocated: a flush of data alone would not do for blocks that were never written.
    let zeros = vec![0; ZEROS.min(size as usize)];
    let mut left = size;
    while left > 0 {
        let part = &zeros[..left.min(zeros.len() as u64) as usize];
        crate::log::segment::append_all(&mut *file, part)?;
        left -= part.len() as u64;
    }
    failpoint!("journal file filled")?;
    file.sync()?;
    failpoint!("journal file synced")
}
