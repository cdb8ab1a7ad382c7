//! What was written to a disk, in order, and what a power cut leaves of it.
//!
//! The format is that of the kernel's dm-log-writes, as QEMU's `blklogwrites` writes it: a block that names the format;
//! then entries, each a block with the place on the disk, its length and flags, and the data.
//! Places and lengths are counted in blocks, all numbers are little-endian.

use std::fs;
use std::path::Path;

use crate::power::image::{DISK_BYTES, Image, sectors};
use crate::random::Random;

/// What all places and lengths in the log are multiples of.
pub(crate) const BLOCK: usize = 512;
const MAGIC: u64 = 0x006a_7366_7773_6872;
const FLUSH: u64 = 1;
const DISCARD: u64 = 4;

/// What becomes of writes that no flush has followed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    Kept,
    Dropped,
    /// Each is kept, dropped or torn between two sectors, and none waits for another.
    Some,
}

/// A disk, and what was written to it since.
pub(crate) struct Writes {
    base: Image,
    entries: Vec<Entry>,
    bytes: Vec<u8>,
}

struct Entry {
    flush: bool,
    /// Where on the disk.
    at: u64,
    /// Where in the log its data begins and ends; what is discarded has none.
    data: std::ops::Range<usize>,
    discarded: usize,
    /// Where in the log it begins.
    begins: u64,
}

impl Writes {
    /// Reads a log up to where it ended when the disk was still in use.
    pub(crate) fn read(base: Image, log: &Path, end: u64) -> Writes {
        let bytes = fs::read(log).unwrap();
        let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        assert_eq!((number(0), number(8)), (MAGIC, 1), "the log of writes has another format");
        let (mut entries, mut begins) = (Vec::new(), BLOCK);
        while (begins as u64) < end {
            let [sector, sectors, flags] = [0, 8, 16].map(|field| number(begins + field));
            let (at, length) = (sector * BLOCK as u64, sectors as usize * BLOCK);
            assert!(flags & !(FLUSH | DISCARD) == 0 && at + length as u64 <= DISK_BYTES, "an unknown kind of write");
            let discarded = if flags & DISCARD == 0 { 0 } else { length };
            let data = begins + BLOCK..begins + BLOCK + length - discarded;
            let next = data.end.next_multiple_of(BLOCK);
            let flush = flags & FLUSH != 0;
            entries.push(Entry { flush, at, data, discarded, begins: begins as u64 });
            begins = next;
        }
        Writes { base, entries, bytes }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The first cut by which the log had grown to this size.
    pub(crate) fn cut_after(&self, size: u64) -> usize {
        self.entries.partition_point(|entry| entry.begins < size)
    }

    /// How much of the log a cut has left at least.
    pub(crate) fn size_before(&self, cut: usize) -> u64 {
        self.entries.get(cut).map_or(u64::MAX, |entry| entry.begins)
    }

    /// The last cut before the next flush: no other leaves more writes unflushed.
    pub(crate) fn before_next_flush(&self, cut: usize) -> usize {
        let next = self.entries[cut..].iter().position(|entry| entry.flush);
        next.map_or(self.entries.len(), |next| cut + next)
    }

    /// What the disk has after the first writes, and a power cut.
    pub(crate) fn image(&self, cut: usize, manner: Manner, random: &mut Random) -> Image {
        let flushed = self.entries[..cut].iter().rposition(|entry| entry.flush).unwrap_or(0);
        let mut image = self.base.clone();
        for (number, entry) in self.entries[..cut].iter().enumerate() {
            let manner = if number < flushed { Manner::Kept } else { manner };
            let fate = match manner {
                Manner::Kept => 0,
                Manner::Dropped => 2,
                Manner::Some => random.below(3),
            };
            self.redo(entry, &mut image, || fate == 0 || fate == 1 && random.one_in(2));
        }
        image
    }

    fn redo(&self, entry: &Entry, image: &mut Image, mut is_kept: impl FnMut() -> bool) {
        let zeros = vec![0; entry.discarded];
        let bytes = if entry.discarded > 0 { &zeros[..] } else { &self.bytes[entry.data.clone()] };
        for (at, part) in sectors(entry.at, bytes).filter(|_| is_kept()) {
            image.write(at, part);
        }
    }
}
