//! tar archives, entry by entry.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use super::limits::{ENTRY_BYTES_MAX, carry, caught, entry_name, fail, is_clutter, read_whole, too_large};
use super::stream::Stream;
use crate::codes::content::{EXCESSIVE, MALFORMED, TRUNCATED, UNSUPPORTED};
use crate::reader::Failure;
use crate::reader::entries::Entry;
use crate::reader::sniff::Hints;

const BLOCK_BYTES: usize = 512;
/// What may stand before an entry: its header and longer names.
const HEADERS_BYTES_MAX: u64 = 1 << 20;

/// Whether a stream begins as a tar archive does: with a header whose checksum is right.
pub(super) fn begins(head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK_BYTES) else { return false };
    let header = tar::Header::from_byte_slice(block);
    let sum: u32 = block[..148].iter().chain(&block[156..]).map(|&byte| u32::from(byte)).sum();
    header.cksum().is_ok_and(|told| told == sum + 8 * u32::from(b' '))
}

/// The files of a tar archive in its order.
pub struct Files {
    stream: Stream,
    /// Where the next header begins, in the unpacked archive.
    at: u64,
    is_ended: bool,
    left_out: u64,
}

/// What the headers of an entry say.
struct Described {
    name: String,
    size: u64,
    kind: tar::EntryType,
    /// How many bytes the headers took.
    headers: u64,
}

impl Files {
    /// Reads a stream from its start.
    pub fn new(stream: Stream) -> Files {
        Files { stream, at: 0, is_ended: false, left_out: 0 }
    }

    /// How many entries were left out: folders, links, devices, hidden files.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The next file; without its bytes when `is_wanted` says so of its name.
    pub(super) fn step(&mut self, is_wanted: &dyn Fn(&str) -> bool) -> Option<Result<Entry, Failure>> {
        while !self.is_ended {
            let described = match self.describe() {
                Ok(described) => described?,
                Err(failure) => return Some(Err(self.end(failure))),
            };
            let is_file = described.kind.is_file() || described.kind.is_contiguous() || described.kind.is_gnu_sparse();
            let is_document = is_file && !is_clutter(&described.name);
            let result = if is_document { self.content(&described, is_wanted) } else { Ok(Ok(Vec::new())) };
            let padding = described.size.next_multiple_of(BLOCK_BYTES as u64) - described.size;
            let result = result.and_then(|bytes| {
                // A packed empty file's block, or what was not wanted, was passed over by `content` already.
                let rest = if is_document { padding } else { described.size + padding };
                self.stream.pass(rest).map_err(|error| caught(error, &described.what()))?;
                Ok(bytes)
            });
            self.at += described.headers + described.size + padding;
            let bytes = match result {
                Ok(bytes) => bytes,
                Err(failure) => return Some(Err(self.end(failure))),
            };
            if !is_document {
                self.left_out += 1;
                continue;
            }
            let hints = Hints { name: Some(described.name.clone()), ..Hints::default() };
            return Some(bytes.map(|bytes| Entry { name: described.name, bytes, hints }));
        }
        None
    }

    fn end(&mut self, failure: Failure) -> Failure {
        self.is_ended = true;
        failure
    }

    /// Reads the headers of the next entry; `None` at the end of the archive.
    fn describe(&mut self) -> Result<Option<Described>, Failure> {
        let at = self.at;
        let what = || format!("the header at byte {at} of a tar archive");
        let had = self.stream.fill_buf().map_err(|error| caught(error, &what()))?.len();
        if had == 0 {
            self.is_ended = true;
            return Err(fail(
                TRUNCATED,
                format!("this tar archive has no end mark behind byte {at}: copy it again, whole"),
            ));
        }
        // A new archive an entry, since one that is read on would have to borrow itself.
        let is_cut = Cell::new(false);
        let headers = Headers { stream: &mut self.stream, left: HEADERS_BYTES_MAX, is_cut: &is_cut };
        let mut archive = tar::Archive::new(headers);
        let entry = match archive.entries().map(|mut entries| entries.next()) {
            Ok(Some(Ok(entry))) => entry,
            Ok(None) => {
                self.is_ended = true;
                // Behind the end mark comes the checksum of the packing: without it the last files may be damaged.
                let rest = if self.stream.is_packed() { io::copy(&mut self.stream, &mut io::sink()) } else { Ok(0) };
                return rest.map(|_| None).map_err(|error| caught(error, "a tar archive"));
            }
            Ok(Some(Err(_))) | Err(_) if is_cut.get() => {
                return Err(caught(io::ErrorKind::UnexpectedEof.into(), &what()));
            }
            Ok(Some(Err(error))) | Err(error) => return Err(caught(error, &what())),
        };
        let described = Described {
            name: entry_name(&entry.path_bytes()),
            // The size of what is stored, which for a file with holes is not its own.
            size: if entry.header().entry_type().is_gnu_sparse() {
                entry.header().entry_size().map_err(|error| caught(error, &what()))?
            } else {
                entry.size()
            },
            kind: entry.header().entry_type(),
            headers: entry.raw_file_position(),
        };
        let end = described.size.checked_add(at).and_then(|end| end.checked_add(HEADERS_BYTES_MAX));
        if end.is_none_or(|end| i64::try_from(end).is_err()) {
            return Err(fail(MALFORMED, format!("{} says that it is {} bytes long", described.what(), described.size)));
        }
        Ok(Some(described))
    }

    /// Reads a file or passes over it. The outer failure ends the archive, the inner one is of this file alone.
    fn content(
        &mut self,
        described: &Described,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Result<Vec<u8>, Failure>, Failure> {
        let (name, size) = (&described.name, described.size);
        let refused = if described.kind.is_gnu_sparse() {
            Some(fail(UNSUPPORTED, format!("{name} in the archive is stored with holes: pack it without --sparse")))
        } else if size > ENTRY_BYTES_MAX {
            Some(too_large(&format!("{name} in the archive has {size} bytes, at most {ENTRY_BYTES_MAX} are read")))
        } else {
            None
        };
        if refused.is_some() || !is_wanted(name) {
            self.stream.pass(size).map_err(|error| caught(error, &described.what()))?;
            return Ok(refused.map_or(Ok(Vec::new()), Err));
        }
        let bytes = read_whole((&mut self.stream).take(size), ENTRY_BYTES_MAX, &described.what())?;
        if (bytes.len() as u64) < size {
            return Err(caught(io::ErrorKind::UnexpectedEof.into(), &described.what()));
        }
        Ok(Ok(bytes))
    }
}

impl Described {
    fn what(&self) -> String {
        format!("{} in a tar archive", self.name)
    }
}

/// The stream while headers are read from it: a name of a hundred megabytes is no name.
struct Headers<'a> {
    stream: &'a mut Stream,
    left: u64,
    /// Set when the stream ended.
    is_cut: &'a Cell<bool>,
}

impl Read for Headers<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 && !buffer.is_empty() {
            let text = format!("more than {HEADERS_BYTES_MAX} bytes of headers before one entry of this tar archive");
            return Err(carry(fail(EXCESSIVE, text)));
        }
        let count = self.stream.read(&mut buffer[..most])?;
        self.left -= count as u64;
        self.is_cut.set(self.is_cut.get() || count == 0 && !buffer.is_empty());
        Ok(count)
    }
}
