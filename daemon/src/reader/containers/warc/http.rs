//! The answer of a web server within a record: status, what its header says of the page, and the page unpacked.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::super::gzip::{self, Members};
use super::super::limits::{RATIO_FLOOR, RATIO_MAX, caught, entry_name, fail};
use super::super::source::Source;
use super::super::zstd::Frames;
use super::{Block, Fault, HTTP_HEADER_BYTES_MAX, unpack};
use crate::codes::content::{MALFORMED, TRUNCATED, UNSUPPORTED};
use crate::reader::Failure;
use crate::reader::sniff::Hints;

/// How many fields a header is read with; servers refuse more than a hundred.
const FIELDS_MAX: usize = 256;
/// How many packings may lie around a page.
const ENCODINGS_MAX: usize = 3;

/// An answer up to its page.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    encodings: Vec<String>,
    is_chunked: bool,
    /// What was read of the page already.
    begun: Vec<u8>,
}

impl Answer {
    /// Reads status and fields from the start of a block.
    pub(super) fn read(block: &mut Block, what: &str) -> Result<Answer, Fault> {
        let mut head = Vec::new();
        let mut piece = [0_u8; 4096];
        let body = loop {
            let count = block.read(&mut piece).map_err(|error| Fault::OfFile(caught(error, what)))?;
            let from = head.len().saturating_sub(3);
            head.extend_from_slice(&piece[..count]);
            if let Some(end) = header_end(&head, from) {
                break end;
            }
            if count == 0 {
                let (code, how) = if block.left > 0 { (TRUNCATED, "ends") } else { (MALFORMED, "is over") };
                let failure = fail(code, format!("{what} {how} within the header of the answer"));
                return Err(if block.left > 0 { Fault::OfFile(failure) } else { Fault::OfRecord(failure) });
            }
            if head.len() > HTTP_HEADER_BYTES_MAX {
                return Err(Fault::OfRecord(fail(MALFORMED, format!("{what} has a header without end"))));
            }
        };
        let mut fields = [httparse::EMPTY_HEADER; FIELDS_MAX];
        let mut response = httparse::Response::new(&mut fields);
        let mut config = httparse::ParserConfig::default();
        config
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true);
        // Some crawlers write the status line of HTTP/2, which has no such line, as they like.
        let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let start = head[..body].to_vec();
        let start = with_status_line(&start, line);
        if config.parse_response(&mut response, &start).is_err() {
            return Err(Fault::OfRecord(fail(MALFORMED, format!("{what} holds no answer of a web server"))));
        }
        let mut answer = Answer {
            status: response.code.unwrap_or_default(),
            content_type: None,
            encodings: Vec::new(),
            is_chunked: false,
            begun: head.split_off(body),
        };
        for field in response.headers.iter() {
            answer.take(field.name, field.value);
        }
        Ok(answer)
    }

    fn take(&mut self, name: &str, value: &[u8]) {
        let items = || entry_name(value).to_ascii_lowercase();
        if name.eq_ignore_ascii_case("Content-Type") {
            self.content_type = Some(entry_name(value));
        } else if name.eq_ignore_ascii_case("Content-Encoding") {
            self.encodings.extend(items().split(',').map(|item| item.trim().to_owned()));
        } else if name.eq_ignore_ascii_case("Transfer-Encoding") {
            self.is_chunked |= items().contains("chunked");
        }
    }

    /// Whether nothing of a page was read with the header.
    pub(super) fn is_empty(&self) -> bool {
        self.begun.is_empty()
    }

    /// The page, from the `rest` of the block.
    pub(super) fn decode(mut self, rest: Vec<u8>, what: &str) -> Result<Vec<u8>, Failure> {
        self.begun.extend_from_slice(&rest);
        drop(rest);
        // Many crawlers store what they unpacked and leave the fields as they were: what does not look packed is not.
        let mut page = match self.is_chunked.then(|| join_chunks(&self.begun)).flatten() {
            Some(joined) => joined,
            None => self.begun,
        };
        if self.encodings.len() > ENCODINGS_MAX {
            return Err(fail(MALFORMED, format!("{what} is packed {} times over", self.encodings.len())));
        }
        for encoding in self.encodings.iter().rev() {
            page = decode_one(encoding, page, what)?;
        }
        Ok(page)
    }
}

/// Undoes one packing.
fn decode_one(encoding: &str, page: Vec<u8>, what: &str) -> Result<Vec<u8>, Failure> {
    let limit = RATIO_FLOOR + page.len() as u64 * RATIO_MAX;
    match encoding {
        "gzip" | "x-gzip" if page.starts_with(gzip::MAGIC) => unpack(Members::new(Source::memory(page)), what),
        "zstd" if page.starts_with(super::super::zstd::MAGIC) => unpack(Frames::new(Source::memory(page)), what),
        "deflate" if !page.is_empty() => {
            // The standard says zlib, half of the servers send it bare, and some crawlers store it unpacked.
            let zlib = super::read_whole(ZlibDecoder::new(&page[..]), limit, what);
            let bare = || super::read_whole(DeflateDecoder::new(&page[..]), limit, what);
            match zlib
                .or_else(|failure| if failure.code == crate::codes::content::EXPANDS { Err(failure) } else { bare() })
            {
                Ok(unpacked) => Ok(unpacked),
                Err(failure) if std::str::from_utf8(&page).is_err() => Err(failure),
                Err(_) => Ok(page),
            }
        }
        "br" if std::str::from_utf8(&page).is_err() => {
            let text =
                format!("{what} is packed with Brotli, which is not read: have the crawler store pages unpacked");
            Err(fail(UNSUPPORTED, text))
        }
        _ => Ok(page),
    }
}

/// Where the page begins: behind the first empty line.
fn header_end(head: &[u8], from: usize) -> Option<usize> {
    memchr::memchr_iter(b'\n', &head[from..]).map(|at| from + at + 1).find_map(|line| match &head[line..] {
        [b'\n', ..] => Some(line + 1),
        [b'\r', b'\n', ..] => Some(line + 2),
        _ => None,
    })
}

/// The header with a status line that can be parsed: `HTTP/2 200` is written as that of HTTP/1.1.
fn with_status_line<'a>(head: &'a [u8], line: &[u8]) -> Cow<'a, [u8]> {
    let is_newer = line.starts_with(b"HTTP/2") || line.starts_with(b"HTTP/3");
    let Some(space) = line.iter().position(|&byte| byte == b' ').filter(|_| is_newer) else { return head.into() };
    let mut plain = b"HTTP/1.1".to_vec();
    plain.extend_from_slice(&head[space..]);
    plain.into()
}

/// Joins the chunks of a page; `None` when it has none.
fn join_chunks(mut page: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(page.len());
    let mut is_begun = false;
    loop {
        let Some(line_end) = memchr::memchr(b'\n', page) else { break };
        let line = std::str::from_utf8(&page[..line_end]).ok()?;
        let digits = line.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(digits, 16) else {
            // Behind chunks that were read there may be a page cut off; before them it is simply not chunked.
            return is_begun.then_some(joined);
        };
        is_begun = true;
        page = &page[line_end + 1..];
        if size == 0 {
            break;
        }
        let chunk = &page[..size.min(page.len())];
        joined.extend_from_slice(chunk);
        page = &page[chunk.len()..];
        page = page.strip_prefix(b"\r").unwrap_or(page);
        page = page.strip_prefix(b"\n").unwrap_or(page);
    }
    is_begun.then_some(joined)
}

/// Puts media type and charset of a `Content-Type` into hints.
pub(super) fn describe(content_type: Option<&str>, hints: &mut Hints) {
    let Some(content_type) = content_type else { return };
    let mut parts = content_type.split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    hints.media_type = Some(media_type).filter(|media_type| media_type.contains('/'));
    hints.charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (key.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
}

/// Whether nothing of this type is a document: pictures, films, and what pages are made of.
pub(super) fn is_no_document(media_type: &str) -> bool {
    let (family, kind) = media_type.split_once('/').unwrap_or((media_type, ""));
    matches!(family, "image" | "audio" | "video" | "font")
        || matches!(
            kind,
            "css" | "javascript" | "x-javascript" | "ecmascript" | "wasm" | "x-shockwave-flash" | "manifest+json"
        )
        || kind.starts_with("font-")
        || kind.starts_with("x-font-")
        || matches!(kind, "vnd.ms-fontobject")
}
