//! WARC, the archives of web crawlers: record by record, going on behind a bad one.
//!
//! # Source
//!
//! ISO 28500:2017, and the draft of 1.0, whose brackets around addresses are still written.

mod http;
mod record;

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use self::record::Header;
use super::limits::{ENTRY_BYTES_MAX, caught, fail, read_whole, too_large};
use super::stream::Stream;
use crate::codes::content::{MALFORMED, TRUNCATED};
use crate::reader::Failure;
use crate::reader::entries::Entry;
use crate::reader::sniff::Hints;

/// What a record begins with.
pub(super) const MAGIC: &[u8] = b"WARC/";
/// How much of a record is looked at to see what it is: header of HTTP included.
const HTTP_HEADER_BYTES_MAX: usize = 64 << 10;
/// After how many broken records in a row the rest of a file is given up: no crawler writes so many, and each is told.
const BROKEN_MAX: u32 = 1000;

/// The pages of a WARC file in its order.
///
/// A record is numbered when it holds a page: `resource`, and `response` of success, of a type that may have text. The
/// name of an entry is `@` and the byte of the file where its record, or the gzip member with it, begins; further records
/// in one member are `@byte+1` and so on.
pub struct Pages {
    stream: Stream,
    is_ended: bool,
    /// Where the record before began, and the how manieth it was there.
    before: Option<(u64, u64)>,
    left_out: BTreeMap<&'static str, u64>,
    /// How many records in a row were broken.
    broken: u32,
}

/// What became of a record.
enum Found {
    Page(Entry),
    /// Why it is none.
    LeftOut(&'static str),
}

impl Pages {
    /// Reads a stream from its start.
    pub fn new(stream: Stream) -> Pages {
        Pages { stream, is_ended: false, before: None, left_out: BTreeMap::new(), broken: 0 }
    }

    /// How many records were left out, by why.
    pub fn left_out(&self) -> &BTreeMap<&'static str, u64> {
        &self.left_out
    }

    /// The next page; without its bytes when `is_wanted` says so.
    pub(super) fn step(&mut self, is_wanted: bool) -> Option<Result<Entry, Failure>> {
        while !self.is_ended {
            let record = self.record(is_wanted);
            self.broken = if matches!(record, Err(Fault::OfFile(_))) { self.broken + 1 } else { 0 };
            match record {
                Ok(Some(Found::Page(page))) => return Some(Ok(page)),
                Ok(Some(Found::LeftOut(why))) => *self.left_out.entry(why).or_default() += 1,
                Ok(None) => self.is_ended = true,
                Err(Fault::OfRecord(failure)) => return Some(Err(failure)),
                Err(Fault::OfFile(failure)) => {
                    if self.broken > BROKEN_MAX {
                        self.is_ended = true;
                        let text = format!(
                            "{BROKEN_MAX} broken records in a row, the rest is given up; the last: {}",
                            failure.text
                        );
                        return Some(Err(fail(failure.code, text)));
                    }
                    self.is_ended = !self.resynchronise();
                    return Some(Err(failure));
                }
            }
        }
        None
    }

    /// Reads one record to its end, whatever is in it.
    fn record(&mut self, is_wanted: bool) -> Result<Option<Found>, Fault> {
        let Some(at) = self.next_record()? else { return Ok(None) };
        let name = self.name(at);
        let header = Header::read(&mut self.stream, &name).map_err(Fault::OfFile)?;
        let what = format!("the record {name} of a WARC file");
        let mut block = Block { left: header.len, origin: at, stream: &mut self.stream };
        let found = page(&header, name, &mut block, &what, is_wanted);
        if let Err(fault @ Fault::OfFile(_)) = found {
            return Err(fault);
        }
        block.pass().map_err(|error| Fault::OfFile(caught(error, &what)))?;
        found.map(Some)
    }

    /// Goes to the next record over the empty lines between two; `None` at the end of the file.
    fn next_record(&mut self) -> Result<Option<u64>, Fault> {
        loop {
            let buffer = self.stream.fill_buf().map_err(|error| Fault::OfFile(caught(error, "a WARC file")))?;
            let Some(&first) = buffer.first() else { return Ok(None) };
            if !matches!(first, b'\r' | b'\n') {
                return Ok(Some(self.stream.origin()));
            }
            self.stream.consume(1);
        }
    }

    fn name(&mut self, at: u64) -> String {
        let nth = self.before.filter(|(before, _)| *before == at).map_or(0, |(_, nth)| nth + 1);
        self.before = Some((at, nth));
        if nth == 0 { format!("@{at}") } else { format!("@{at}+{nth}") }
    }

    /// Goes to the next line, or gzip member, that begins as a record does; `false` when there is none.
    fn resynchronise(&mut self) -> bool {
        let mut line = Vec::new();
        loop {
            line.clear();
            let is_line = match self.stream.fill_buf() {
                Ok([]) => return false,
                Ok(buffer) if buffer.starts_with(MAGIC) => return true,
                // A line longer than the buffer is passed in pieces, none of which begins a line but the first.
                Ok(_) => (&mut self.stream).take(64 << 10).read_until(b'\n', &mut line).is_ok(),
                Err(_) => false,
            };
            if !is_line && !self.stream.resynchronise() {
                return false;
            }
        }
    }
}

/// Whether the rest of the file can be read after what went wrong.
enum Fault {
    /// The record's end is known, and the next begins behind it.
    OfRecord(Failure),
    /// What follows has to be searched for the next record.
    OfFile(Failure),
}

/// What is in a record.
fn page(header: &Header, name: String, block: &mut Block, what: &str, is_wanted: bool) -> Result<Found, Fault> {
    let is_response = match &*header.kind {
        "response" => true,
        "resource" => false,
        other => {
            const KINDS: [&str; 6] = ["warcinfo", "request", "metadata", "revisit", "conversion", "continuation"];
            return Ok(Found::LeftOut(KINDS.into_iter().find(|kind| *kind == other).unwrap_or("other")));
        }
    };
    // Answers of other protocols, name servers above all.
    let is_http =
        header.url.as_deref().is_none_or(|url| url.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http")));
    if is_response && !is_http {
        return Ok(Found::LeftOut("not HTTP"));
    }
    let mut hints = Hints { url: header.url.clone(), ..Hints::default() };
    let answer = if is_response {
        let answer = http::Answer::read(block, what)?;
        if !(200..300).contains(&answer.status) {
            return Ok(Found::LeftOut("not a success"));
        }
        http::describe(answer.content_type.as_deref(), &mut hints);
        Some(answer)
    } else {
        http::describe(header.content_type.as_deref(), &mut hints);
        None
    };
    if hints.media_type.as_deref().is_some_and(http::is_no_document) {
        return Ok(Found::LeftOut("no text"));
    }
    if block.left == 0 && answer.as_ref().is_none_or(http::Answer::is_empty) {
        return Ok(Found::LeftOut("empty"));
    }
    if block.left > ENTRY_BYTES_MAX {
        let text = format!("{what} has {} bytes, at most {ENTRY_BYTES_MAX} are read", block.left);
        return Err(Fault::OfRecord(too_large(&text)));
    }
    if !is_wanted {
        return Ok(Found::Page(Entry { name, bytes: Vec::new(), hints }));
    }
    let mut bytes = whole(block, what)?;
    if let Some(answer) = answer {
        bytes = answer.decode(bytes, what).map_err(Fault::OfRecord)?;
    }
    Ok(Found::Page(Entry { name, bytes, hints }))
}

/// What is left of a block.
fn whole(block: &mut Block, what: &str) -> Result<Vec<u8>, Fault> {
    let len = block.left;
    let mut bytes = Vec::new();
    block.read_to_end(&mut bytes).map_err(|error| Fault::OfFile(caught(error, what)))?;
    if (bytes.len() as u64) < len {
        let text = format!("{what} ends after {} of {len} bytes: copy the file again", bytes.len());
        return Err(Fault::OfFile(fail(TRUNCATED, text)));
    }
    Ok(bytes)
}

/// The block of a record.
struct Block<'a> {
    stream: &'a mut Stream,
    left: u64,
    /// Where the bytes came from that were read last.
    origin: u64,
}

impl Block<'_> {
    /// What can be read at once. Nothing where another record begins in a gzip member of its own: then this one is shorter
    /// than it says, and must not swallow that.
    fn fill(&mut self) -> io::Result<&[u8]> {
        let buffer = self.stream.fill_buf()?;
        let is_record = buffer.starts_with(MAGIC);
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let before = std::mem::replace(&mut self.origin, self.stream.origin());
        if is_record && self.stream.is_packed() && before != self.origin {
            return Ok(&[]);
        }
        Ok(&self.stream.fill_buf()?[..most])
    }

    /// Passes over what is left of it.
    fn pass(&mut self) -> io::Result<()> {
        if !self.stream.is_packed() {
            return self.stream.pass(std::mem::take(&mut self.left));
        }
        while self.left > 0 {
            let count = self.fill()?.len();
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.take(count);
        }
        Ok(())
    }

    fn take(&mut self, count: usize) {
        self.stream.consume(count);
        self.left -= count as u64;
    }
}

impl Read for Block<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Ok(0);
        }
        let filled = self.fill()?;
        let count = filled.len().min(buffer.len());
        buffer[..count].copy_from_slice(&filled[..count]);
        self.take(count);
        Ok(count)
    }
}

/// Unpacks a body that a server packed.
fn unpack(input: impl Read, what: &str) -> Result<Vec<u8>, Failure> {
    read_whole(input, ENTRY_BYTES_MAX, what).map_err(|failure| match failure.code {
        TRUNCATED | MALFORMED => fail(failure.code, format!("{what} is packed and damaged: {}", failure.text)),
        _ => failure,
    })
}
