//! A file as a stream of bytes, unpacked when it is gzip or zstd.

use std::io::{self, BufRead, BufReader, Read};

use super::gzip::{self, Members};
use super::limits::{caught, entry_name};
use super::source::Source;
use super::zstd::{self, Frames};
use crate::reader::Failure;

const BUFFER_BYTES: usize = 64 << 10;

/// The bytes of a file, unpacked, with their place in it.
pub struct Stream(Packing);

enum Packing {
    None(BufReader<Source>),
    Gzip(Box<BufReader<Members>>),
    Zstd(Box<BufReader<Frames>>),
}

impl Stream {
    /// Reads `source` from its start, and unpacks it when it is gzip or zstd.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn open(source: &Source) -> Result<Stream, Failure> {
        let mut first = [0_u8; 4];
        let mut head = source.from_start();
        let had = read_up_to(&mut head, &mut first).map_err(|error| caught(error, "the file"))?;
        let source = source.from_start();
        Ok(Stream(if first[..had].starts_with(gzip::MAGIC) {
            Packing::Gzip(Box::new(BufReader::with_capacity(BUFFER_BYTES, Members::new(source))))
        } else if first[..had].starts_with(zstd::MAGIC) {
            Packing::Zstd(Box::new(BufReader::with_capacity(BUFFER_BYTES, Frames::new(source))))
        } else {
            Packing::None(BufReader::with_capacity(BUFFER_BYTES, source))
        }))
    }

    /// Whether the file is packed.
    pub fn is_packed(&self) -> bool {
        !matches!(self.0, Packing::None(_))
    }

    /// Where in the file the next byte is, or the member or frame that it comes from. To be asked after
    /// [`BufRead::fill_buf`].
    pub fn origin(&self) -> u64 {
        match &self.0 {
            Packing::None(input) => input.get_ref().position() - input.buffer().len() as u64,
            Packing::Gzip(input) => input.get_ref().start(),
            Packing::Zstd(input) => input.get_ref().start(),
        }
    }

    /// The name of what is packed, where the packing gives one.
    pub fn inner_name(&self) -> Option<String> {
        match &self.0 {
            // Only the last part: the rest is a folder of the machine where it was packed.
            Packing::Gzip(input) => {
                let name = entry_name(input.get_ref().name()?);
                name.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// Goes on behind a failure of a gzip member; `false` when there is nothing more to read.
    pub(super) fn resynchronise(&mut self) -> bool {
        match &mut self.0 {
            Packing::Gzip(input) => {
                let len = input.buffer().len();
                input.consume(len);
                input.get_mut().resynchronise().unwrap_or(false)
            }
            _ => false,
        }
    }

    /// Passes over `count` bytes.
    ///
    /// # Errors
    /// When there are not as many.
    pub(super) fn pass(&mut self, count: u64) -> io::Result<()> {
        if let Packing::None(input) = &mut self.0 {
            let end = input.get_ref().position() - input.buffer().len() as u64;
            if end.checked_add(count).is_none_or(|end| end > input.get_ref().len()) {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            return input.seek_relative(count.cast_signed());
        }
        let passed = io::copy(&mut self.take(count), &mut io::sink())?;
        if passed == count { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Packing::None(input) => input.read(buffer),
            Packing::Gzip(input) => input.read(buffer),
            Packing::Zstd(input) => input.read(buffer),
        }
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.0 {
            Packing::None(input) => input.fill_buf(),
            Packing::Gzip(input) => input.fill_buf(),
            Packing::Zstd(input) => input.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        match &mut self.0 {
            Packing::None(input) => input.consume(count),
            Packing::Gzip(input) => input.consume(count),
            Packing::Zstd(input) => input.consume(count),
        }
    }
}

/// Reads until `buffer` is full or nothing is left, and tells how much there was.
pub(super) fn read_up_to(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut had = 0;
    while had < buffer.len() {
        match input.read(&mut buffer[had..])? {
            0 => break,
            count => had += count,
        }
    }
    Ok(had)
}
