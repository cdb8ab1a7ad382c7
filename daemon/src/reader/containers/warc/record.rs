//! The header of a WARC record.

use std::io::{BufRead, Read};

use super::super::limits::{caught, entry_name, fail};
use super::super::stream::Stream;
use super::MAGIC;
use crate::codes::content::{MALFORMED, TRUNCATED};
use crate::reader::Failure;

/// What a header may be in all; addresses of pages are the longest part, and servers refuse those of 16 KiB.
const HEADER_BYTES_MAX: u64 = 256 << 10;

/// What a record says about itself, as far as it is asked.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// `response`, `resource`, …
    pub(super) kind: String,
    /// How long the block is.
    pub(super) len: u64,
    pub(super) url: Option<String>,
    pub(super) content_type: Option<String>,
}

impl Header {
    /// Reads version, fields and the empty line.
    pub(super) fn read(stream: &mut Stream, name: &str) -> Result<Header, Failure> {
        let what = format!("the header of the WARC record {name}");
        let mut header = Header::default();
        let mut len = None;
        let mut input = stream.take(HEADER_BYTES_MAX);
        let mut line = Vec::new();
        let mut is_first = true;
        loop {
            line.clear();
            input.read_until(b'\n', &mut line).map_err(|error| caught(error, &what))?;
            if line.pop() != Some(b'\n') {
                let (code, how) =
                    if input.limit() == 0 { (MALFORMED, "is too long") } else { (TRUNCATED, "is cut off") };
                return Err(fail(code, format!("{what} {how}: make or copy the file again")));
            }
            let text = line.trim_ascii_end();
            if std::mem::take(&mut is_first) {
                if !text.starts_with(MAGIC) {
                    return Err(fail(MALFORMED, format!("no WARC record begins at {name}, where one should")));
                }
                continue;
            }
            if text.is_empty() {
                break;
            }
            let Some(colon) = memchr::memchr(b':', text) else { continue };
            let (key, value) = (&text[..colon], text[colon + 1..].trim_ascii());
            header.take(key, value, &mut len);
        }
        let len = len.ok_or_else(|| fail(MALFORMED, format!("{what} does not say how long the record is")))?;
        // A place beyond what files can have is none.
        header.len = i64::try_from(len)
            .map_or_else(|_| Err(fail(MALFORMED, format!("{what} says {len} bytes"))), |_| Ok(len))?;
        Ok(header)
    }

    fn take(&mut self, key: &[u8], value: &[u8], len: &mut Option<u64>) {
        let text = || entry_name(value);
        if key.eq_ignore_ascii_case(b"WARC-Type") {
            self.kind = text().to_ascii_lowercase();
        } else if key.eq_ignore_ascii_case(b"Content-Length") {
            *len = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
        } else if key.eq_ignore_ascii_case(b"WARC-Target-URI") {
            let url = text();
            let url = url.strip_prefix('<').and_then(|url| url.strip_suffix('>')).unwrap_or(&url);
            self.url = Some(url.to_owned());
        } else if key.eq_ignore_ascii_case(b"Content-Type") {
            self.content_type = Some(text());
        }
    }
}
