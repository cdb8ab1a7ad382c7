//! XML as a sequence of starts, ends and text, for the formats that are made of it.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::codes::content::{EXCESSIVE, MALFORMED, NESTED, TRUNCATED};
use crate::reader::Failure;
use crate::reader::charset;
use crate::reader::containers::limits::fail;

/// How deep elements may stand within each other; text boxes in tables in text boxes come to 60.
const DEPTH_MAX: usize = 512;
/// How many elements one part may have: a book of a million words has two million, with a style for each.
const ELEMENTS_MAX: usize = 10_000_000;

/// What comes next in the part.
pub(crate) enum Node<'a> {
    /// An element begins.
    Start(Element<'a>),
    /// The element of this name ends.
    End(&'a str),
    /// Text between two tags, entities resolved.
    Text(&'a str),
}

/// A start tag.
pub(crate) struct Element<'a> {
    /// Without its prefix.
    pub(crate) name: &'a str,
    tag: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The value of an attribute, whatever its prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.html_attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
        let value = quick_xml::escape::unescape_with(&found.value, resolve).map_or(found.value.clone(), |value| value);
        Some(value.into_owned())
    }

    /// The same as a number.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// How much of the rules is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    /// What programs write: every tag is closed.
    Strict,
    /// What people write: tags that were not closed, references that are none.
    Lenient,
}

/// Tells `visit` what is in `bytes`, the part that is called `what`.
pub(crate) fn walk(bytes: &[u8], what: &str, rules: Rules, visit: &mut dyn FnMut(Node<'_>)) -> Result<(), Failure> {
    let decoded =
        charset::decode(bytes).ok_or_else(|| fail(MALFORMED, format!("{what} is no XML: save the document again")))?;
    let mut reader = Reader::from_str(decoded.text.strip_prefix('\u{feff}').unwrap_or(&decoded.text));
    let config = reader.config_mut();
    config.check_end_names = rules == Rules::Strict;
    config.allow_unmatched_ends = rules == Rules::Lenient;
    config.allow_dangling_amp = rules == Rules::Lenient;
    let (mut depth, mut elements) = (0_usize, 0_usize);
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| broken(&error, what, at))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                elements += 1;
                if depth > DEPTH_MAX {
                    let text = format!(
                        "at byte {at} of {what} elements stand more than {DEPTH_MAX} deep: drop its text instead"
                    );
                    return Err(fail(NESTED, text));
                }
                visit(Node::Start(Element { name: tag.local_name().as_ref(), tag: &tag }));
            }
            Event::Empty(tag) => {
                elements += 1;
                let local_name = tag.local_name();
                visit(Node::Start(Element { name: local_name.as_ref(), tag: &tag }));
                visit(Node::End(local_name.as_ref()));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Node::End(tag.local_name().as_ref()));
            }
            Event::Text(text) => visit(Node::Text(&text.xml10_content())),
            Event::CData(text) => visit(Node::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => visit(Node::Text(c.encode_utf8(&mut buffer))),
                    _ => visit(Node::Text(resolve(&reference.into_inner()).unwrap_or_default())),
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if elements > ELEMENTS_MAX {
            return Err(fail(EXCESSIVE, format!("more than {ELEMENTS_MAX} elements in {what}: drop its text instead")));
        }
    }
    if depth > 0 && rules == Rules::Strict {
        return Err(fail(
            TRUNCATED,
            format!("{what} ends within {depth} open elements: copy the document again, whole"),
        ));
    }
    Ok(())
}

/// The text of an entity: those of XML and those of HTML; own ones are never read.
fn resolve(name: &str) -> Option<&'static str> {
    resolve_predefined_entity(name).or_else(|| quick_xml::escape::resolve_html5_entity(name))
}

fn broken(error: &quick_xml::Error, what: &str, at: u64) -> Failure {
    fail(MALFORMED, format!("{what} breaks the rules of XML at byte {at}: {error}; save the document again"))
}

/// Runs of white space become one space; soft hyphens and invisible marks go.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{feff}' | '\u{200b}' => {}
            ' ' | '\t' | '\r' | '\n' if out.ends_with([' ', '\n']) => {}
            ' ' | '\t' | '\r' | '\n' => out.push(' '),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            _ => out.push(c),
        }
    }
    out
}
