//! Takes files with many JSON documents apart, one at a time, without reading the whole into memory.

use std::io::{BufRead, ErrorKind};

use crate::codes::content::{MALFORMED, TOO_LARGE, TRUNCATED};
use crate::reader::Failure;
use crate::reader::charset::Transcoded;
use crate::reader::entries::{Entries, Entry};
use crate::reader::json::layout::Layout;
use crate::reader::sniff::Hints;

/// The longest document that is held in memory.
pub const DOCUMENT_BYTES_MAX: usize = 128 << 20;
/// Keys are compared by their first bytes: a longer one is none that is looked for.
const KEY_BYTES_MAX: usize = 256;
/// Titles are shorter than this.
const NOTE_BYTES_MAX: usize = 4096;

/// The documents of a JSON file.
pub struct Documents<R> {
    source: Source<R>,
    layout: Layout,
    document_bytes_max: usize,
    /// Entries so far.
    number: u64,
    /// What stands before the list about all of it, when it is a feed.
    feed: Option<Feed>,
    state: State,
}

/// What a feed says of itself.
#[derive(Default)]
struct Feed {
    title: Option<String>,
    language: Option<String>,
}

#[derive(PartialEq, Eq)]
enum State {
    /// Before the list.
    Outside,
    Inside,
    Ended,
}

impl<R: BufRead> Documents<R> {
    /// The documents of a stream that is laid out in that way.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn new(stream: R, layout: Layout) -> Result<Documents<R>, Failure> {
        let stream = Transcoded::new(stream).map_err(|error| unreadable(&error))?;
        let source = Source { stream, offset: 0 };
        Ok(Documents {
            source,
            layout,
            document_bytes_max: DOCUMENT_BYTES_MAX,
            number: 0,
            feed: None,
            state: State::Outside,
        })
    }

    /// Lowers the limit for one document.
    #[must_use]
    pub fn with_limit(self, document_bytes_max: usize) -> Documents<R> {
        Documents { document_bytes_max, ..self }
    }

    /// Takes title and language of the whole, where they stand before the list, for each of its documents.
    #[must_use]
    pub fn of_feed(self) -> Documents<R> {
        Documents { feed: Some(Feed::default()), ..self }
    }

    fn line(&mut self) -> Option<Result<Entry, Failure>> {
        loop {
            let start = self.source.offset;
            let mut bytes = Vec::new();
            let end = match self.source.line(&mut bytes, self.document_bytes_max) {
                Ok(end) => end,
                Err(failure) => return self.stop(failure),
            };
            if end == End::Nothing {
                return None;
            }
            self.number += 1;
            if end == End::TooLong {
                return Some(Err(self.too_long("line", start)));
            }
            // The same document is the same bytes whatever system wrote the file.
            bytes.truncate(bytes.trim_ascii_end().len());
            if !bytes.is_empty() {
                return Some(Ok(self.entry(bytes)));
            }
        }
    }

    fn element(&mut self) -> Option<Result<Entry, Failure>> {
        let is_list = matches!(self.layout, Layout::List(_));
        let separators: &[u8] = if is_list { b"," } else { b"\x1e" };
        let first = match self.source.skip_space(separators) {
            Ok(first) => first,
            Err(failure) => return self.stop(failure),
        };
        match first {
            None if is_list => {
                let text = format!(
                    "the list ends after {} documents without its closing bracket: copy the file again, whole",
                    self.number
                );
                self.stop(Failure { code: TRUNCATED, text })
            }
            None => self.end(),
            Some(b']') if is_list => self.end(),
            Some(_) => {
                let start = self.source.offset;
                let mut bytes = Vec::new();
                let end = self.source.value(Some(&mut bytes), self.document_bytes_max);
                self.number += 1;
                match end {
                    Ok(End::Whole) => Some(Ok(self.entry(bytes))),
                    Ok(End::TooLong) => Some(Err(self.too_long("document", start))),
                    Ok(End::Nothing) => {
                        let text = format!(
                            "the file ends within document {}, which begins at byte {start}: copy the file again, whole",
                            self.number
                        );
                        self.stop(Failure { code: TRUNCATED, text })
                    }
                    Err(failure) => self.stop(failure),
                }
            }
        }
    }

    fn entry(&self, bytes: Vec<u8>) -> Entry {
        let media_type = Some("application/json".to_owned());
        let (publisher, language) =
            self.feed.as_ref().map_or((None, None), |feed| (feed.title.clone(), feed.language.clone()));
        let hints = Hints { media_type, publisher, language, ..Hints::default() };
        Entry { name: self.number.to_string(), bytes, hints }
    }

    fn too_long(&self, what: &str, start: u64) -> Failure {
        let max = self.document_bytes_max;
        let number = self.number;
        Failure {
            code: TOO_LARGE,
            text: format!("{what} {number}, which begins at byte {start}, is longer than {max} bytes: split it"),
        }
    }

    fn end(&mut self) -> Option<Result<Entry, Failure>> {
        self.state = State::Ended;
        None
    }

    fn stop(&mut self, failure: Failure) -> Option<Result<Entry, Failure>> {
        self.state = State::Ended;
        Some(Err(failure))
    }
}

impl<R: BufRead> Entries for Documents<R> {
    fn next(&mut self) -> Option<Result<Entry, Failure>> {
        if self.state == State::Outside {
            self.state = State::Inside;
            if let Layout::List(keys) = &self.layout
                && let Err(failure) = self.source.enter(keys, self.feed.as_mut())
            {
                return self.stop(failure);
            }
        }
        match (&self.state, &self.layout) {
            (State::Ended, _) => None,
            (_, Layout::Lines) => self.line(),
            _ => self.element(),
        }
    }
}

/// How a piece ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// It was skipped.
    TooLong,
    /// The stream ends before or within it.
    Nothing,
}

struct Source<R> {
    stream: Transcoded<R>,
    /// Bytes consumed.
    offset: u64,
}

fn unreadable(error: &std::io::Error) -> Failure {
    let code = if error.kind() == ErrorKind::UnexpectedEof { TRUNCATED } else { MALFORMED };
    Failure { code, text: format!("reading on failed: {error}: copy the file again, whole") }
}

impl<R: BufRead> Source<R> {
    fn fill(&mut self) -> Result<&[u8], Failure> {
        loop {
            match self.stream.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&error)),
            }
        }
        self.stream.fill_buf().map_err(|error| unreadable(&error))
    }

    fn consume(&mut self, bytes: usize) {
        self.stream.consume(bytes);
        self.offset += bytes as u64;
    }

    /// Reads up to a line end.
    fn line(&mut self, out: &mut Vec<u8>, bytes_max: usize) -> Result<End, Failure> {
        let (mut is_any, mut is_long) = (false, false);
        loop {
            let block = self.fill()?;
            if block.is_empty() {
                return Ok(if is_any { ended(is_long) } else { End::Nothing });
            }
            is_any = true;
            let end = memchr::memchr(b'\n', block);
            let piece = &block[..end.unwrap_or(block.len())];
            take(out, piece, bytes_max, &mut is_long);
            let bytes = piece.len() + usize::from(end.is_some());
            self.consume(bytes);
            if end.is_some() {
                return Ok(ended(is_long));
            }
        }
    }

    /// Skips white space and separators; the byte that follows, which is not consumed.
    fn skip_space(&mut self, separators: &[u8]) -> Result<Option<u8>, Failure> {
        loop {
            let block = self.fill()?;
            if block.is_empty() {
                return Ok(None);
            }
            let is_space = |byte: &u8| byte.is_ascii_whitespace() || separators.contains(byte);
            let skipped = block.iter().take_while(|byte| is_space(byte)).count();
            let next = block.get(skipped).copied();
            self.consume(skipped);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// Reads one value, which begins at the next byte, or skips it when there is nowhere to put it.
    fn value(&mut self, mut out: Option<&mut Vec<u8>>, bytes_max: usize) -> Result<End, Failure> {
        let mut border = Border::default();
        let mut is_long = false;
        loop {
            let block = self.fill()?;
            if block.is_empty() {
                return Ok(if border.is_scalar { ended(is_long) } else { End::Nothing });
            }
            let end = border.find(block);
            let piece = &block[..end.unwrap_or(block.len())];
            if let Some(out) = &mut out {
                take(out, piece, bytes_max, &mut is_long);
            }
            let bytes = piece.len();
            self.consume(bytes);
            if end.is_some() {
                return Ok(ended(is_long));
            }
        }
    }

    /// Goes to the first element of the array that the keys lead to, and notes what stands before it.
    fn enter(&mut self, keys: &[String], mut feed: Option<&mut Feed>) -> Result<(), Failure> {
        let cut = || Failure {
            code: TRUNCATED,
            text: "the JSON ends before its list of documents: copy the file again, whole".to_owned(),
        };
        let gone = || Failure {
            code: MALFORMED,
            text: format!("there is no list {} in the JSON: correct the file", keys.join(".")),
        };
        for key in keys {
            self.skip_space(b"")?.ok_or_else(cut)?;
            self.consume(1);
            loop {
                if self.skip_space(b",")?.ok_or_else(cut)? != b'"' {
                    return Err(gone());
                }
                let mut name = Vec::new();
                if self.value(Some(&mut name), KEY_BYTES_MAX)? == End::Nothing {
                    return Err(cut());
                }
                self.skip_space(b":")?.ok_or_else(cut)?;
                if name.len() >= 2 && name[1..name.len() - 1] == *key.as_bytes() {
                    break;
                }
                let note = feed.as_mut().and_then(|feed| match &name[..] {
                    b"\"title\"" => Some(&mut feed.title),
                    b"\"language\"" => Some(&mut feed.language),
                    _ => None,
                });
                let mut value = Vec::new();
                if self.value(note.is_some().then_some(&mut value), NOTE_BYTES_MAX)? == End::Nothing {
                    return Err(cut());
                }
                if let Some(note) = note {
                    *note = serde_json::from_slice(&value).ok();
                }
            }
        }
        if self.skip_space(b"")?.ok_or_else(cut)? != b'[' {
            return Err(gone());
        }
        self.consume(1);
        Ok(())
    }
}

fn ended(is_long: bool) -> End {
    if is_long { End::TooLong } else { End::Whole }
}

/// Adds a piece while there is room for it.
fn take(out: &mut Vec<u8>, piece: &[u8], bytes_max: usize, is_long: &mut bool) {
    *is_long |= out.len() + piece.len() > bytes_max;
    if *is_long {
        *out = Vec::new();
    } else {
        out.extend_from_slice(piece);
    }
}

/// Finds where a value ends, block after block.
#[derive(Default)]
struct Border {
    is_begun: bool,
    is_scalar: bool,
    in_string: bool,
    is_escaped: bool,
    depth: usize,
}

impl Border {
    /// The offset of the byte after the value, or `None` when the block ends before.
    fn find(&mut self, block: &[u8]) -> Option<usize> {
        let mut at = 0;
        while at < block.len() {
            if self.in_string {
                at = self.string(block, at)?;
                if self.depth == 0 {
                    return Some(at);
                }
                continue;
            }
            let byte = block[at];
            if self.is_scalar {
                if matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace() {
                    return Some(at);
                }
                at += 1;
                continue;
            }
            at += 1;
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    // One that closes nothing is a value of its own, which its reader refuses.
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at);
                    }
                }
                _ if !self.is_begun => self.is_scalar = true,
                _ => {}
            }
            self.is_begun = true;
        }
        None
    }

    /// Goes on within a string to the byte after its closing quote; `None` when the block ends before.
    fn string(&mut self, block: &[u8], mut at: usize) -> Option<usize> {
        if self.is_escaped {
            self.is_escaped = false;
            at += 1;
        }
        loop {
            at += memchr::memchr2(b'"', b'\\', block.get(at..)?)?;
            if block[at] == b'"' {
                self.in_string = false;
                return Some(at + 1);
            }
            at += 2;
            if at > block.len() {
                self.is_escaped = true;
                return None;
            }
        }
    }
}
