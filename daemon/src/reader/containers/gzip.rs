//! gzip, member by member, with the place of each.

use std::io::{self, BufRead, BufReader, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::limits::{carry, expands, fail, too_large};
use super::source::Source;
use crate::codes::content::{MALFORMED, TRUNCATED};
use crate::reader::Failure;

/// What a member begins with: magic, and deflate as its method.
pub(super) const MAGIC: &[u8] = b"\x1f\x8b\x08";
/// Flags of a member's header that no version has given a meaning to.
const FLAGS_UNKNOWN: u8 = 0xe0;
/// The longest text field of a header that is kept or passed over.
const FIELD_BYTES_MAX: u64 = 64 << 10;
/// How much is read from the file at once.
const BUFFER_BYTES: usize = 64 << 10;

/// How many bytes are read twice to find the next member behind a damaged one, in all of a file.
const REWORK_BYTES_MAX: u64 = 16 << 20;

/// Unpacks the members of a gzip file, one after the other. A read never returns bytes of two members.
pub struct Members {
    input: BufReader<Source>,
    inflate: Decompress,
    crc: Crc,
    state: State,
    /// Where the present member begins.
    start: u64,
    name: Option<Vec<u8>>,
    /// What came out of all members.
    out: u64,
    /// How many bytes may be read again behind failures.
    rework: u64,
    /// What went wrong: it goes on doing so until somebody calls [`Members::resynchronise`].
    failure: Option<Failure>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Header,
    Body,
    End,
}

impl Members {
    /// Reads from where the source stands.
    pub fn new(source: Source) -> Members {
        Members {
            start: source.position(),
            input: BufReader::with_capacity(BUFFER_BYTES, source),
            inflate: Decompress::new(false),
            crc: Crc::new(),
            state: State::Header,
            name: None,
            out: 0,
            rework: REWORK_BYTES_MAX,
            failure: None,
        }
    }

    /// Where the member begins from which the last bytes came.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The name of the packed file, as the last header with one gave it.
    pub fn name(&self) -> Option<&[u8]> {
        self.name.as_deref()
    }

    fn position(&self) -> u64 {
        self.input.get_ref().position() - self.input.buffer().len() as u64
    }

    /// Goes to what looks like the next member after a failure; `false` when there is none.
    ///
    /// Damaged lengths may have led far beyond the next member, so the search begins within the damaged one, but not for
    /// ever: a file made of what looks like members would be read over and over.
    pub(super) fn resynchronise(&mut self) -> io::Result<bool> {
        let led = self.position() - self.start;
        // Nine bytes of what was taken for a header or a trailer may be the beginning of a member, the tenth may not.
        let mut at = self.position().saturating_sub(9).max(self.start + 1);
        if led <= self.rework {
            self.rework -= led;
            at = self.start + 1;
        }
        self.input.seek_relative(at.cast_signed() - self.position().cast_signed())?;
        self.failure = None;
        self.state = State::Header;
        let mut seen = [0_u8; 4];
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                self.state = State::End;
                return Ok(false);
            }
            let mut used = 0;
            for &byte in buffer {
                used += 1;
                seen = [seen[1], seen[2], seen[3], byte];
                if seen.starts_with(MAGIC) && byte & FLAGS_UNKNOWN == 0 {
                    break;
                }
            }
            self.input.consume(used);
            if seen.starts_with(MAGIC) && seen[3] & FLAGS_UNKNOWN == 0 {
                self.input.seek_relative(-4)?;
                return Ok(true);
            }
        }
    }

    /// Reads a member's header; `false` at the end of the file.
    fn header(&mut self) -> Result<bool, Failure> {
        self.start = self.position();
        let start = self.start;
        let cut =
            |_| fail(TRUNCATED, format!("the gzip member at byte {start} ends within its header: copy the file again"));
        if self.input.fill_buf().map_err(cut)?.is_empty() {
            if start == 0 {
                return Err(fail(TRUNCATED, "this gzip file is empty: copy it again, whole"));
            }
            return Ok(false);
        }
        let mut fixed = [0_u8; 10];
        let mut had = 0;
        while had < fixed.len() {
            match self.input.read(&mut fixed[had..]).map_err(cut)? {
                0 => break,
                count => had += count,
            }
        }
        // Tapes and some copiers fill up the last block with zeros.
        if start > 0 && fixed[..had].iter().all(|&byte| byte == 0) {
            return self.only_zeros();
        }
        if !fixed[..had].starts_with(&MAGIC[..had.min(MAGIC.len())]) || had > 3 && fixed[3] & FLAGS_UNKNOWN != 0 {
            return Err(fail(MALFORMED, format!("what stands at byte {start} is no gzip member: pack the file again")));
        }
        if had < fixed.len() {
            return Err(cut(io::ErrorKind::UnexpectedEof.into()));
        }
        let flags = fixed[3];
        if flags & 0x04 != 0 {
            let mut len = [0_u8; 2];
            self.input.read_exact(&mut len).map_err(cut)?;
            let len = u64::from(u16::from_le_bytes(len));
            if io::copy(&mut (&mut self.input).take(len), &mut io::sink()).map_err(cut)? < len {
                return Err(cut(io::ErrorKind::UnexpectedEof.into()));
            }
        }
        if flags & 0x08 != 0 {
            self.name = Some(self.field()?);
        }
        if flags & 0x10 != 0 {
            self.field()?;
        }
        if flags & 0x02 != 0 {
            self.input.read_exact(&mut [0; 2]).map_err(cut)?;
        }
        Ok(true)
    }

    /// A text field of the header, which ends in NUL.
    fn field(&mut self) -> Result<Vec<u8>, Failure> {
        let start = self.start;
        let mut field = Vec::new();
        let read = (&mut self.input).take(FIELD_BYTES_MAX).read_until(0, &mut field);
        if read.is_err() || field.pop() != Some(0) {
            let (code, what) = if field.len() as u64 + 1 >= FIELD_BYTES_MAX {
                (MALFORMED, "has a name without end")
            } else {
                (TRUNCATED, "ends within its name")
            };
            return Err(fail(code, format!("the gzip member at byte {start} {what}: pack the file again")));
        }
        Ok(field)
    }

    /// Whether nothing but zeros follows, which is an end.
    fn only_zeros(&mut self) -> Result<bool, Failure> {
        let start = self.start;
        loop {
            let buffer = self.input.fill_buf().map_err(|error| super::limits::caught(error, "a gzip file"))?;
            if buffer.is_empty() {
                return Ok(false);
            }
            if buffer.iter().any(|&byte| byte != 0) {
                let text =
                    format!("what stands after the zeros at byte {start} is no gzip member: pack the file again");
                return Err(fail(MALFORMED, text));
            }
            let len = buffer.len();
            self.input.consume(len);
        }
    }

    /// Unpacks into `buffer`; 0 at the end of the member, whose checksum was then right.
    fn body(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        let start = self.start;
        let cut = || {
            fail(TRUNCATED, format!("the gzip member at byte {start} ends before its checksum: copy the file again"))
        };
        loop {
            let input = self.input.fill_buf().map_err(|error| super::limits::caught(error, "a gzip file"))?;
            if input.is_empty() {
                return Err(cut());
            }
            let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(input, buffer, FlushDecompress::None);
            let used = usize::try_from(self.inflate.total_in() - before_in).unwrap_or(input.len());
            let made = usize::try_from(self.inflate.total_out() - before_out).unwrap_or(buffer.len());
            self.input.consume(used);
            let is_stuck = used == 0 && made == 0 && !matches!(status, Ok(Status::StreamEnd));
            let Some(status) = status.ok().filter(|_| !is_stuck) else {
                let text = format!(
                    "the gzip member at byte {start} is damaged near byte {}: copy the file again",
                    self.position()
                );
                return Err(fail(MALFORMED, text));
            };
            self.crc.update(&buffer[..made]);
            self.out += made as u64;
            if expands(self.out, self.position()) {
                let text = format!("{} bytes came out of {} of this gzip file", self.out, self.position());
                return Err(too_large(&text));
            }
            if status == Status::StreamEnd {
                let mut trailer = [0_u8; 8];
                self.input.read_exact(&mut trailer).map_err(|_| cut())?;
                self.state = State::Header;
                let told = u64::from_le_bytes(trailer);
                if told != u64::from(self.crc.sum()) | u64::from(self.crc.amount()) << 32 {
                    let text = format!("the checksum of the gzip member at byte {start} differs: copy the file again");
                    return Err(fail(MALFORMED, text));
                }
                return Ok(made);
            }
            if made > 0 {
                return Ok(made);
            }
        }
    }
}

impl Members {
    /// As [`Read::read`].
    fn unpack(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        loop {
            match self.state {
                State::End => return Ok(0),
                State::Header => {
                    self.state = if self.header()? { State::Body } else { State::End };
                    self.inflate.reset(false);
                    self.crc.reset();
                }
                State::Body => match self.body(buffer)? {
                    0 => {}
                    count => return Ok(count),
                },
            }
        }
    }
}

impl Read for Members {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if let Some(failure) = &self.failure {
            return Err(carry(failure.clone()));
        }
        let read = self.unpack(buffer);
        self.failure = read.as_ref().err().cloned();
        read.map_err(carry)
    }
}
