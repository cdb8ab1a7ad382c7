//! The directory of a ZIP archive: where it is, whether it is sound, and what stands in it.

use std::io::{BufReader, Read, Seek, SeekFrom};

use super::super::limits::{caught, entry_name, expands, fail, too_large};
use super::super::source::Source;
use super::no_directory;
use crate::codes::content::{EXCESSIVE, MALFORMED};
use crate::reader::Failure;

const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const END64_LOCATOR: &[u8] = b"PK\x06\x07";
const END64_LOCATOR_BYTES: u64 = 20;
const END64: &[u8] = b"PK\x06\x06";
const END64_BYTES: usize = 56;
const LISTED: &[u8] = b"PK\x01\x02";
const LISTED_BYTES: usize = 46;
/// A field of this value stands in the extra fields, with 64 bits.
const IN_EXTRA_32: u32 = u32::MAX;
const EXTRA_64: u16 = 1;
/// How many entries are looked through: 16 bytes of memory each.
const ENTRIES_MAX: usize = 2_000_000;

/// Where the directory of an archive lies.
pub(super) struct Directory {
    pub(super) start: u64,
    end: u64,
    /// How many bytes stand before the archive in the file, which its own offsets do not count.
    before: u64,
}

/// A file as the directory has it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(super) offset: u64,
    pub(super) packed: u64,
    pub(super) size: u64,
    pub(super) checksum: u32,
    pub(super) method: u16,
    pub(super) is_encrypted: bool,
    /// A link or a device.
    pub(super) is_special: bool,
    /// What it takes up at least, header and bytes.
    extent: u64,
}

impl Directory {
    /// Finds the last end record, whose comment is as long as it says.
    pub(super) fn find(source: &Source) -> Result<Directory, Failure> {
        let io = |error| caught(error, "the directory of a ZIP archive");
        let mut source = source.from_start();
        let tail_len = source.len().min((END_BYTES + usize::from(u16::MAX)) as u64);
        let tail_start = source.len() - tail_len;
        let mut tail = Vec::new();
        source.seek(SeekFrom::Start(tail_start)).map_err(io)?;
        source.read_to_end(&mut tail).map_err(io)?;
        let is_end = |at: &usize| {
            let comment = tail.len().checked_sub(at + END_BYTES);
            comment.is_some_and(|comment| comment == usize::from(u16_at(&tail[*at..], 20)))
        };
        let at = memchr::memmem::rfind_iter(&tail, END).find(is_end).ok_or_else(no_directory)?;
        let end = &tail[at..];
        let end_at = tail_start + at as u64;
        let (mut size, mut offset) = (u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)));
        let mut disks = u16_at(end, 4) != 0 && u16_at(end, 4) != u16::MAX;
        let mut directory_end = end_at;
        if let Some((record_at, record)) = end64(&mut source, end_at) {
            size = u64_at(&record, 40);
            offset = u64_at(&record, 48);
            disks = u32_at(&record, 16) != 0;
            directory_end = record_at;
        }
        if disks {
            return Err(fail(MALFORMED, "this ZIP archive is one part of several: put them together first"));
        }
        let start = directory_end.checked_sub(size);
        let before = start.and_then(|start| start.checked_sub(offset));
        match (start, before) {
            (Some(start), Some(before)) => Ok(Directory { start, end: directory_end, before }),
            _ => Err(fail(
                MALFORMED,
                "the directory of this ZIP archive is not where it should be: make the archive again",
            )),
        }
    }

    /// Reads the entries from the first.
    pub(super) fn reader(&self, source: &Source) -> Reader {
        let mut source = source.from_start();
        // Beyond the end nothing is read, and the reader says so.
        let _ = source.seek(SeekFrom::Start(self.start));
        let input = BufReader::with_capacity(64 << 10, source.take(self.end - self.start));
        Reader { input, at: self.start, end: self.end, before: self.before }
    }

    /// Looks through all entries: no two may share bytes, none may lie outside, and together they may not be too much.
    pub(super) fn check(&self, source: &Source) -> Result<(), Failure> {
        let mut reader = self.reader(source);
        let mut extents = Vec::new();
        let mut size = 0_u64;
        while let Some(listed) = reader.next()? {
            if extents.len() == ENTRIES_MAX {
                let text = format!("more than {ENTRIES_MAX} entries in this ZIP archive: make several of it");
                return Err(fail(EXCESSIVE, text));
            }
            if listed.offset.checked_add(listed.extent).is_none_or(|end| end > self.start) {
                let text = format!("{} does not lie within this ZIP archive: make the archive again", listed.name);
                return Err(fail(MALFORMED, text));
            }
            extents.push((listed.offset, listed.extent));
            size = size.saturating_add(listed.size);
        }
        extents.sort_unstable();
        if let Some(pair) = extents.windows(2).find(|pair| pair[0].0 + pair[0].1 > pair[1].0) {
            let text = format!(
                "two entries of this ZIP archive share the bytes from {} on, the mark of a decompression bomb: \
                 unpack it yourself, if it is what it says",
                pair[1].0
            );
            return Err(fail(MALFORMED, text));
        }
        if expands(size, source.len()) {
            return Err(too_large(&format!("{size} bytes would come out of the {} of this ZIP archive", source.len())));
        }
        Ok(())
    }
}

/// The end record with fields of 64 bits, and where it begins.
fn end64(source: &mut Source, end_at: u64) -> Option<(u64, [u8; END64_BYTES])> {
    let mut locator = [0_u8; END64_LOCATOR_BYTES as usize];
    let locator_at = end_at.checked_sub(END64_LOCATOR_BYTES)?;
    source.seek(SeekFrom::Start(locator_at)).ok()?;
    source.read_exact(&mut locator).ok()?;
    if !locator.starts_with(END64_LOCATOR) {
        return None;
    }
    // Where it says, or right before the locator when something stands before the archive.
    let places = [Some(u64_at(&locator, 8)), locator_at.checked_sub(END64_BYTES as u64)];
    places.into_iter().flatten().find_map(|at| {
        let mut record = [0_u8; END64_BYTES];
        source.seek(SeekFrom::Start(at)).ok()?;
        source.read_exact(&mut record).ok()?;
        (record.starts_with(END64) && at < end_at).then_some((at, record))
    })
}

/// Reads a directory entry by entry.
pub(super) struct Reader {
    input: BufReader<std::io::Take<Source>>,
    at: u64,
    end: u64,
    before: u64,
}

impl Reader {
    /// The next entry; `None` at the end, and after a failure.
    pub(super) fn next(&mut self) -> Result<Option<Listed>, Failure> {
        if self.at >= self.end {
            return Ok(None);
        }
        let at = self.at;
        let listed = self.read(at);
        if listed.is_err() {
            self.at = self.end;
        }
        listed.map(Some)
    }

    fn read(&mut self, at: u64) -> Result<Listed, Failure> {
        let io = |error| caught(error, &format!("the directory of a ZIP archive, at byte {at}"));
        let mut fixed = [0_u8; LISTED_BYTES];
        self.input.read_exact(&mut fixed).map_err(io)?;
        if !fixed.starts_with(LISTED) {
            let text =
                format!("the directory of this ZIP archive is damaged at byte {at}: copy or make the archive again");
            return Err(fail(MALFORMED, text));
        }
        let [name_len, extra_len, comment_len] = [28, 30, 32].map(|at| usize::from(u16_at(&fixed, at)));
        let mut rest = vec![0; name_len + extra_len + comment_len];
        self.input.read_exact(&mut rest).map_err(io)?;
        self.at += (LISTED_BYTES + rest.len()) as u64;
        let (name, extra) = rest.split_at(name_len);
        let mut wide = extra_64(&extra[..extra_len]).chunks_exact(8).map(|field| u64_at(field, 0));
        let mut field = |at: usize| match u32_at(&fixed, at) {
            IN_EXTRA_32 => wide.next().unwrap_or(u64::from(IN_EXTRA_32)),
            value => u64::from(value),
        };
        // In this order they stand in the extra field.
        let (size, packed, offset) = (field(24), field(20), field(42));
        let flags = u16_at(&fixed, 8);
        // The upper byte of what made it: 3 is Unix, whose file type stands in the upper half of the attributes.
        let unix_type = (fixed[5] == 3).then(|| u32_at(&fixed, 38) >> 28).unwrap_or_default();
        Ok(Listed {
            name: entry_name(name),
            offset: offset.saturating_add(self.before),
            packed,
            size,
            checksum: u32_at(&fixed, 16),
            method: u16_at(&fixed, 10),
            is_encrypted: flags & 1 != 0,
            is_special: !matches!(unix_type, 0 | 0o10),
            extent: (super::LOCAL_BYTES as u64 + name_len as u64).saturating_add(packed),
        })
    }
}

/// The extra field with the values of 64 bits.
fn extra_64(mut extra: &[u8]) -> &[u8] {
    while extra.len() >= 4 {
        let (id, len) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let end = (4 + len).min(extra.len());
        if id == EXTRA_64 {
            return &extra[4..end];
        }
        extra = &extra[end..];
    }
    &[]
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
