//! Takes XML files with many documents apart: each element of certain names is one, as its own bytes.
//!
//! The bytes of an entry depend on the element alone, and on the namespaces that it uses: a feed that grows gives the same
//! entries again.

use std::io::{BufRead, ErrorKind};
use std::ops::Range;

use crate::codes::content::{MALFORMED, NESTED, TOO_LARGE, TRUNCATED};
use crate::reader::charset::{self, Known, Transcoded};
use crate::reader::entries::{Entries, Entry};
use crate::reader::sniff::Hints;
use crate::reader::xml::{DEPTH_MAX, declared_encoding};
use crate::reader::{Failure, fragment};

/// The longest element, and the longest stretch without one, that is held in memory.
pub const ELEMENT_BYTES_MAX: usize = 128 << 20;
/// Declarations of the root that are kept.
const NAMESPACES_MAX: usize = 64;
/// Bytes that are taken from the stream at a time.
const BLOCK_BYTES: usize = 64 << 10;
/// Words of the channel that are kept.
const WORDS_BYTES_MAX: usize = 1000;

/// The elements of an XML stream that are documents.
pub struct Elements<R> {
    window: Window<R>,
    names: &'static [&'static str],
    element_bytes_max: usize,
    media_type: &'static str,
    number: u64,
    /// The declarations of the elements around the documents, prefix and whole attribute: of each prefix, the last.
    namespaces: Vec<(Vec<u8>, Vec<u8>)>,
    encoding: Option<String>,
    language: Option<String>,
    publisher: Option<String>,
    /// The elements that are open around the documents.
    open: Vec<Vec<u8>>,
    is_ended: bool,
}

impl<R: BufRead> Elements<R> {
    /// The elements of those names, without prefix, as entries of that media type.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn new(stream: R, names: &'static [&'static str], media_type: &'static str) -> Result<Elements<R>, Failure> {
        let stream = Transcoded::new(stream).map_err(|error| unreadable(&error))?;
        Ok(Elements {
            window: Window { stream, bytes: Vec::new(), at: 0, dropped: 0, is_ended: false },
            names,
            element_bytes_max: ELEMENT_BYTES_MAX,
            media_type,
            number: 0,
            namespaces: Vec::new(),
            encoding: None,
            language: None,
            publisher: None,
            open: Vec::new(),
            is_ended: false,
        })
    }

    /// Lowers the limit for one element.
    #[must_use]
    pub fn with_limit(self, element_bytes_max: usize) -> Elements<R> {
        Elements { element_bytes_max, ..self }
    }

    fn step(&mut self) -> Result<Option<Entry>, Failure> {
        loop {
            self.window.forget();
            let Some(piece) = self.window.piece(self.element_bytes_max)? else {
                if let Some(name) = self.open.last() {
                    let text = format!(
                        "the XML ends after {} documents before <{}> is closed: copy the file again, whole",
                        self.number,
                        String::from_utf8_lossy(name)
                    );
                    return Err(Failure { code: TRUNCATED, text });
                }
                return Ok(None);
            };
            match piece.kind {
                Kind::Declaration => self.encoding = declared_encoding(self.window.get(&piece.range)),
                Kind::Start { is_empty } => {
                    let tag = self.window.get(&piece.range);
                    let name = tag_name(tag).to_vec();
                    let local = local_name(&name);
                    if self.names.iter().any(|wanted| wanted.as_bytes() == local) {
                        return self.entry(&piece.range, &name, is_empty).map(Some);
                    }
                    let tag = tag.to_vec();
                    self.declare(&tag);
                    if !is_empty {
                        self.open.push(name);
                    }
                }
                Kind::End => {
                    let name = tag_name(self.window.get(&piece.range)).to_vec();
                    // An end tag closes what was forgotten within it, too.
                    if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                        self.open.truncate(at);
                    }
                }
                Kind::Text => self.note(&piece.range),
                Kind::Other => {}
            }
            if self.open.len() > DEPTH_MAX {
                let text = format!(
                    "elements are nested deeper than {DEPTH_MAX} around the documents: drop the articles themselves"
                );
                return Err(Failure { code: NESTED, text });
            }
        }
    }

    /// Reads on to the end of an element, whose start tag was read, and makes an entry of it.
    fn entry(&mut self, start: &Range<usize>, name: &[u8], is_empty: bool) -> Result<Entry, Failure> {
        self.number += 1;
        // The element stays in the window from its start on: ranges are kept as they are.
        let mut end = start.end;
        let mut depth = usize::from(!is_empty);
        while depth > 0 {
            let left = self.element_bytes_max.saturating_sub(end - start.start);
            let Some(piece) = self.window.piece(left)? else {
                let text = format!("the XML ends within document {}: copy the file again, whole", self.number);
                return Err(Failure { code: TRUNCATED, text });
            };
            let is_same = || tag_name(self.window.get(&piece.range)) == name;
            match piece.kind {
                Kind::Start { is_empty: false } if is_same() => depth += 1,
                Kind::End if is_same() => depth -= 1,
                _ => {}
            }
            end = piece.range.end;
        }
        let element = self.window.get(&(start.start..end));
        let bytes = self.on_its_own(element, name.len());
        let hints = Hints {
            media_type: Some(self.media_type.to_owned()),
            publisher: self.publisher.clone(),
            language: self.language.clone(),
            ..Hints::default()
        };
        Ok(Entry { name: self.number.to_string(), bytes, hints })
    }

    /// An element as a document: with its encoding, unless it is UTF-8, and the namespaces that it uses.
    fn on_its_own(&self, element: &[u8], name_bytes: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(element.len() + 200);
        if let Some(encoding) = self.encoding.as_deref().filter(|label| !label.eq_ignore_ascii_case("utf-8"))
            && !self.window.stream.is_transcoded()
        {
            out.extend_from_slice(format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n").as_bytes());
        }
        let after_name = 1 + name_bytes;
        let start_tag = &element[..memchr::memchr(b'>', element).unwrap_or(element.len())];
        out.extend_from_slice(&element[..after_name]);
        for (prefix, attribute) in &self.namespaces {
            let is_used = match &prefix[..] {
                b"xml:lang" | b"" => true,
                _ => memchr::memmem::find_iter(element, prefix).any(|at| element.get(at + prefix.len()) == Some(&b':')),
            };
            let key = &attribute[..memchr::memchr(b'=', attribute).unwrap_or(attribute.len())];
            let is_own =
                memchr::memmem::find_iter(start_tag, key).any(|at| start_tag.get(at + key.len()) == Some(&b'='));
            if is_used && !is_own {
                out.push(b' ');
                out.extend_from_slice(attribute);
            }
        }
        out.extend_from_slice(&element[after_name..]);
        out
    }

    /// Keeps the namespaces and the language that a start tag declares.
    fn declare(&mut self, tag: &[u8]) {
        for (key, attribute) in Attributes(&tag[1 + tag_name(tag).len()..]) {
            let prefix: &[u8] = match key {
                b"xmlns" => b"",
                b"xml:lang" => key,
                _ => match key.strip_prefix(b"xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
            };
            self.namespaces.retain(|(known, _)| known != prefix);
            if self.namespaces.len() < NAMESPACES_MAX {
                self.namespaces.push((prefix.to_vec(), attribute.to_vec()));
            }
        }
    }

    /// Keeps the title and the language of the channel, before its first document.
    fn note(&mut self, range: &Range<usize>) {
        if self.number > 0 || self.open.len() < 2 {
            return;
        }
        let is_channel = matches!(local_name(&self.open[self.open.len() - 2]), b"channel" | b"feed");
        let last = local_name(&self.open[self.open.len() - 1]);
        let slot = match last {
            b"title" if is_channel => &mut self.publisher,
            b"language" if is_channel => &mut self.language,
            _ => return,
        };
        let bytes = self.window.get(range);
        let bytes = bytes.strip_prefix(b"<![CDATA[").and_then(|rest| rest.strip_suffix(b"]]>")).unwrap_or(bytes);
        let bytes = &bytes[..bytes.len().min(WORDS_BYTES_MAX)];
        let label = self.encoding.as_deref();
        let Some(decoded) = charset::decode_known(bytes, Known { label, tld: None }) else { return };
        let words = fragment::line(&decoded.text);
        if slot.is_none() && !words.is_empty() {
            *slot = Some(words);
        }
    }
}

impl<R: BufRead> Entries for Elements<R> {
    fn next(&mut self) -> Option<Result<Entry, Failure>> {
        if self.is_ended {
            return None;
        }
        let step = self.step();
        self.is_ended = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

/// The name of a start or end tag, prefix and all.
fn tag_name(tag: &[u8]) -> &[u8] {
    let from = 1 + usize::from(tag.get(1) == Some(&b'/'));
    let rest = tag.get(from..).unwrap_or_default();
    let end = rest.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
    &rest[..end.unwrap_or(rest.len())]
}

fn local_name(name: &[u8]) -> &[u8] {
    name.rsplit(|&byte| byte == b':').next().unwrap_or(name)
}

/// The attributes of a start tag, from after its name: key, and the whole with its value.
struct Attributes<'a>(&'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_ascii_start();
        let equals = memchr::memchr(b'=', rest)?;
        let key = rest[..equals].trim_ascii();
        let value_at = equals + 1 + rest[equals + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let quote = *rest.get(value_at).filter(|byte| matches!(byte, b'"' | b'\''))?;
        let end = value_at + 1 + memchr::memchr(quote, &rest[value_at + 1..])?;
        self.0 = &rest[end + 1..];
        Some((key, &rest[..=end]))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Start {
        is_empty: bool,
    },
    End,
    /// Words, or a CDATA section of them.
    Text,
    Declaration,
    /// Comments, instructions, the document type.
    Other,
}

struct Piece {
    kind: Kind,
    range: Range<usize>,
}

fn unreadable(error: &std::io::Error) -> Failure {
    let code = if error.kind() == ErrorKind::UnexpectedEof { TRUNCATED } else { MALFORMED };
    Failure { code, text: format!("reading on failed: {error}: copy the file again, whole") }
}

/// The part of the stream that is looked at.
struct Window<R> {
    stream: Transcoded<R>,
    bytes: Vec<u8>,
    /// Where the next piece begins.
    at: usize,
    /// Bytes of the stream before the window.
    dropped: u64,
    is_ended: bool,
}

impl<R: BufRead> Window<R> {
    fn get(&self, range: &Range<usize>) -> &[u8] {
        &self.bytes[range.clone()]
    }

    /// Drops what was looked at, when it is enough to be worth the move of the rest.
    fn forget(&mut self) {
        if self.at > BLOCK_BYTES || self.at == self.bytes.len() {
            self.dropped += self.at as u64;
            self.bytes.drain(..self.at);
            self.at = 0;
        }
    }

    /// The next piece; `None` at the end of the stream.
    fn piece(&mut self, bytes_max: usize) -> Result<Option<Piece>, Failure> {
        let start = self.at;
        if !self.has(start + 1)? {
            return Ok(None);
        }
        if self.bytes[start] != b'<' {
            return self
                .until(start, b"<", 0, bytes_max)
                .map(|found| found.map(|end| self.found(Kind::Text, start..end)));
        }
        // The longest beginning that must be told from another.
        self.has(start + 9)?;
        let rest = &self.bytes[start..];
        let (kind, end, from): (Kind, &[u8], usize) = if rest.starts_with(b"<![CDATA[") {
            (Kind::Text, b"]]>", 9)
        } else if rest.starts_with(b"<!--") {
            (Kind::Other, b"-->", 4)
        } else if rest.starts_with(b"<?xml ") {
            (Kind::Declaration, b"?>", 2)
        } else if rest.starts_with(b"<?") {
            (Kind::Other, b"?>", 2)
        } else if rest.starts_with(b"<!") {
            return self.doctype(start, bytes_max);
        } else if rest.starts_with(b"</") {
            (Kind::End, b">", 2)
        } else {
            return self.start_tag(start, bytes_max);
        };
        let found = self.until(start + from, end, end.len(), bytes_max)?;
        let end = found.ok_or_else(|| self.cut(start))?;
        Ok(Some(self.found(kind, start..end)))
    }

    fn doctype(&mut self, start: usize, bytes_max: usize) -> Result<Option<Piece>, Failure> {
        let Some(end) = self.until(start, b">", 1, bytes_max)? else { return Err(self.cut(start)) };
        if self.bytes[start..end].contains(&b'[') {
            let text = "the XML declares entities of its own, which are not expanded: write it without the part of its \
                        DOCTYPE in square brackets";
            return Err(Failure { code: MALFORMED, text: text.to_owned() });
        }
        Ok(Some(self.found(Kind::Other, start..end)))
    }

    /// A start tag ends at a `>` outside quotes.
    fn start_tag(&mut self, start: usize, bytes_max: usize) -> Result<Option<Piece>, Failure> {
        let (mut at, mut quote) = (start + 1, None);
        loop {
            let rest = &self.bytes[at..];
            let next = match quote {
                None => memchr::memchr3(b'>', b'"', b'\'', rest),
                Some(quote) => memchr::memchr(quote, rest),
            };
            let Some(offset) = next else {
                at = self.bytes.len();
                self.room(start, bytes_max)?;
                if !self.has(at + 1)? {
                    return Err(self.cut(start));
                }
                continue;
            };
            at += offset + 1;
            match (self.bytes[at - 1], quote) {
                (b'>', None) => {
                    let is_empty = self.bytes[at - 2] == b'/';
                    return Ok(Some(self.found(Kind::Start { is_empty }, start..at)));
                }
                (_, Some(_)) => quote = None,
                (byte, None) => quote = Some(byte),
            }
        }
    }

    /// The end of what reaches up to a mark and so many bytes into it; `None` when the stream ends before. Words need no
    /// mark: they end with the stream, too.
    fn until(&mut self, from: usize, mark: &[u8], into: usize, bytes_max: usize) -> Result<Option<usize>, Failure> {
        let mut at = from;
        loop {
            if let Some(offset) = memchr::memmem::find(&self.bytes[at.min(self.bytes.len())..], mark) {
                return Ok(Some(at + offset + into));
            }
            self.room(from, bytes_max)?;
            // A mark may be cut by the end of the window.
            at = (self.bytes.len() + 1).saturating_sub(mark.len()).max(from);
            let length = self.bytes.len();
            if !self.has(length + 1)? {
                return Ok((into == 0).then_some(length));
            }
        }
    }

    fn room(&self, from: usize, bytes_max: usize) -> Result<(), Failure> {
        if self.bytes.len().saturating_sub(from) <= bytes_max {
            return Ok(());
        }
        let at = self.dropped + from as u64;
        let text = format!("the XML has more than {ELEMENT_BYTES_MAX} bytes in one piece around byte {at}: split it");
        Err(Failure { code: TOO_LARGE, text })
    }

    fn found(&mut self, kind: Kind, range: Range<usize>) -> Piece {
        self.at = range.end;
        Piece { kind, range }
    }

    fn cut(&self, start: usize) -> Failure {
        let at = self.dropped + start as u64;
        Failure {
            code: TRUNCATED,
            text: format!("the XML ends within the markup at byte {at}: copy the file again, whole"),
        }
    }

    /// Whether the window reaches so far, after reading on if it must.
    fn has(&mut self, bytes: usize) -> Result<bool, Failure> {
        while self.bytes.len() < bytes && !self.is_ended {
            match self.stream.fill_buf() {
                Ok(block) => {
                    // A stream that is in memory gives all of itself at once.
                    let read = block.len().min(BLOCK_BYTES);
                    self.bytes.extend_from_slice(&block[..read]);
                    self.is_ended = read == 0;
                    self.stream.consume(read);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&error)),
            }
        }
        Ok(self.bytes.len() >= bytes)
    }
}
