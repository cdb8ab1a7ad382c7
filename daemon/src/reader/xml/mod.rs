//! XML as a small tree, within limits: no document type declaration with a subset of its own, no entities but the five of
//! XML and the character names of HTML, which feeds use without declaring them.

mod blocks;
pub mod split;
#[cfg(test)]
mod tests;

use quick_xml::NsReader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

pub use blocks::push_blocks;

use crate::codes::content::{BINARY, EXCESSIVE, MALFORMED, NESTED, TRUNCATED};
use crate::reader::Failure;
use crate::reader::charset::{self, Decoded, Known};
use crate::reader::fragment;
use crate::reader::sniff::Hints;

/// Elements within each other. NITF with tables in lists needs some 20; what walks the tree recurses so deep.
pub const DEPTH_MAX: usize = 128;
/// Elements of one document. A long article has a few thousand; each costs some 200 bytes.
pub const ELEMENTS_MAX: usize = 200_000;
/// Attributes of one element. More are left out, not refused.
const ATTRIBUTES_MAX: usize = 64;

/// An element with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Without prefix.
    pub name: String,
    /// Which vocabulary it is of.
    pub space: Space,
    /// By their names without prefix, but for `xml:lang`.
    pub attributes: Vec<(String, String)>,
    /// In order.
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Words, with references resolved.
    Text(String),
}

/// The vocabularies that are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what their names say")]
pub enum Space {
    #[default]
    None,
    Atom,
    RssContent,
    DublinCore,
    Media,
    Xhtml,
    Other,
}

impl Space {
    fn of(resolved: &ResolveResult<'_>) -> Space {
        match resolved {
            ResolveResult::Unbound => Space::None,
            ResolveResult::Bound(namespace) => Space::of_name(namespace.0),
            // Feeds leave declarations out; the prefixes are the same everywhere.
            ResolveResult::Unknown(prefix) => match prefix.as_str() {
                "atom" => Space::Atom,
                "content" => Space::RssContent,
                "dc" | "dcterms" => Space::DublinCore,
                "media" => Space::Media,
                _ => Space::Other,
            },
        }
    }

    fn of_name(name: &str) -> Space {
        match name {
            "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#" => Space::Atom,
            "http://purl.org/rss/1.0/modules/content/" => Space::RssContent,
            "http://purl.org/dc/elements/1.1/" | "http://purl.org/dc/terms/" => Space::DublinCore,
            "http://search.yahoo.com/mrss/" | "http://search.yahoo.com/mrss" => Space::Media,
            "http://www.w3.org/1999/xhtml" => Space::Xhtml,
            ""
            | "http://purl.org/rss/1.0/"
            | "http://backend.userland.com/rss2"
            | "http://my.netscape.com/rdf/simple/0.9/" => Space::None,
            _ => Space::Other,
        }
    }
}

impl Element {
    /// The elements in it.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// The first element in it of that name, of any vocabulary.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The element that the names lead to, each the first of its name.
    pub fn at(&self, names: &[&str]) -> Option<&Element> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The first element of that name anywhere below, the nearest to the beginning.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| if element.name == name { Some(element) } else { element.find(name) })
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// All words in it, as they stand.
    pub fn words(&self) -> String {
        fn add(element: &Element, out: &mut String) {
            for node in &element.children {
                match node {
                    Node::Text(text) => out.push_str(text),
                    Node::Element(element) => add(element, out),
                }
            }
        }
        let mut out = String::new();
        add(self, &mut out);
        out
    }

    /// All words in it as one line; `None` when there are none.
    pub fn line(&self) -> Option<String> {
        let line = fragment::single_spaces(&self.words());
        (!line.is_empty()).then_some(line)
    }
}

/// Decodes an XML document: the byte order mark, what the container declares, or what the document itself does.
///
/// # Errors
/// When it is no text.
pub fn decode<'a>(bytes: &'a [u8], hints: &Hints) -> Result<Decoded<'a>, Failure> {
    let own = declared_encoding(bytes);
    let tld = hints.tld();
    let known = Known { label: hints.charset().or(own.as_deref()), tld: tld.as_deref() };
    charset::decode_known(bytes, known).ok_or_else(|| Failure {
        code: BINARY,
        text: "this begins as XML does, but NUL bytes stand in it: export it again".to_owned(),
    })
}

/// The encoding that an XML declaration names.
pub fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(200)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = &head[..memchr::memmem::find(head, b"?>")?];
    let rest = &head[memchr::memmem::find(head, b"encoding")? + "encoding".len()..];
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *rest.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let label = &rest[1..];
    String::from_utf8(label[..memchr::memchr(quote, label)?].to_vec()).ok()
}

/// Reads a document into a tree; its root.
///
/// # Errors
/// When it is not well-formed, not closed, or breaks a limit.
pub fn parse(text: &str) -> Result<Element, Failure> {
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().allow_dangling_amp = true;
    // A document that closes what it never opened can still be read.
    reader.config_mut().allow_unmatched_ends = true;
    let mut tree = Tree::default();
    loop {
        let (space, event) = match reader.read_resolved_event() {
            Ok((resolved, event)) => (Space::of(&resolved), event),
            Err(error) => return Err(failure(&error, reader.error_position(), tree.open.last())),
        };
        let at = reader.buffer_position();
        match event {
            Event::Start(start) => tree.open(&start, space, at)?,
            Event::Empty(start) => {
                tree.open(&start, space, at)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.text(&text.into_inner()),
            Event::CData(text) => tree.text(&text.into_inner()),
            Event::GeneralRef(reference) => tree.text(&fragment::unescape(&format!("&{};", &*reference.into_inner()))),
            Event::DocType(doctype) => check_doctype(&doctype)?,
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if let Some(element) = tree.open.last() {
        return Err(truncated(&element.name));
    }
    tree.root.ok_or_else(|| Failure {
        code: MALFORMED,
        text: "there is no element in this XML: drop its text instead".to_owned(),
    })
}

fn check_doctype(doctype: &str) -> Result<(), Failure> {
    if !doctype.contains('[') {
        return Ok(());
    }
    let text = "the XML declares entities of its own, which are not expanded: write it without the part of its DOCTYPE in \
                square brackets";
    Err(Failure { code: MALFORMED, text: text.to_owned() })
}

fn truncated(name: &str) -> Failure {
    let name = fragment::shorten(name, 60);
    Failure { code: TRUNCATED, text: format!("the XML ends before <{name}> is closed: copy the file again, whole") }
}

fn failure(error: &Error, at: u64, open: Option<&Element>) -> Failure {
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) | Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {}
        Error::Syntax(_) | Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
            return truncated(open.map_or("the document", |element| &element.name));
        }
        Error::Namespace(_) => {
            let text = format!(
                "an element at byte {at} declares too many namespaces, or wrong ones: export the document again"
            );
            return Failure { code: EXCESSIVE, text };
        }
        _ => {}
    }
    let message = error.to_string();
    let text = format!(
        "this is not XML at byte {at}: {}: correct it there, or drop the text instead",
        fragment::shorten(&message, 200)
    );
    Failure { code: MALFORMED, text }
}

/// What was read so far.
#[derive(Default)]
struct Tree {
    root: Option<Element>,
    /// The elements that are open, the outermost first.
    open: Vec<Element>,
    elements: usize,
}

impl Tree {
    fn open(&mut self, start: &BytesStart<'_>, space: Space, at: u64) -> Result<(), Failure> {
        if self.open.len() == DEPTH_MAX {
            let text = format!(
                "elements are nested deeper than {DEPTH_MAX} at byte {at}: drop the text of the article instead"
            );
            return Err(Failure { code: NESTED, text });
        }
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            let text = format!("the XML has more than {ELEMENTS_MAX} elements: split it into one file an article");
            return Err(Failure { code: EXCESSIVE, text });
        }
        let name = start.local_name().into_inner().to_owned();
        self.open.push(Element { name, space, attributes: attributes(start), children: Vec::new() });
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => {
                self.root.get_or_insert(element);
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else { return };
        if let Some(Node::Text(words)) = element.children.last_mut() {
            words.push_str(text);
        } else {
            element.children.push(Node::Text(text.to_owned()));
        }
    }
}

fn attributes(start: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut all = start.attributes();
    let all = all.with_checks(false).take(ATTRIBUTES_MAX).flatten();
    let own = all.filter(|attribute| attribute.key.prefix().is_none_or(|prefix| prefix.into_inner() != "xmlns"));
    own.map(|attribute| {
        let name = match attribute.key.into_inner() {
            "xml:lang" => "xml:lang",
            _ => attribute.key.local_name().into_inner(),
        };
        (name.to_owned(), fragment::unescape(&attribute.value).into_owned())
    })
    .collect()
}
