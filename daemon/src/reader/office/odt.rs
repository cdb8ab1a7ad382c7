//! The text of an ODT.
//!
//! # Source
//!
//! OASIS OpenDocument 1.3, part 3: chapter 5.

use serde_json::Map;

use super::body::{Body, Passed};
use super::styles::Styles;
use super::xml::{Element, Node, Rules, collapse, walk};
use super::{Parts, properties};
use crate::codes::content::ENCRYPTED;
use crate::reader::Failure;
use crate::reader::article::{Content, LineKind, Meta};
use crate::reader::containers::limits::fail;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";
/// What is passed over whole: what was deleted, comments, numbers of notes, tables of contents, readings above
/// characters, titles of pictures, headers and footers.
const PASSED: Passed = Passed {
    names: &[
        "tracked-changes",
        "annotation",
        "note-citation",
        "table-of-content",
        "alphabetical-index",
        "illustration-index",
        "table-index",
        "user-index",
        "bibliography",
        "ruby-text",
        "title",
        "desc",
        "forms",
        "script",
        "binary-data",
    ],
    deletions: "tracked-changes",
};
/// Characters of XML that text cannot have stand for what must not be taken for white space of the file.
const LINE_BREAK: char = '\u{1}';
const SPACE: char = '\u{2}';
/// How many spaces one element may stand for.
const SPACES_MAX: usize = 100;

/// Reads text, styles and properties.
pub(super) fn read(parts: &Parts) -> Result<Content, Failure> {
    refuse_encrypted(parts)?;
    let mut styles = Styles::default();
    if let Some(bytes) = parts.get("styles.xml")? {
        read_styles(&bytes, "the styles of this ODT", &mut styles)?;
    }
    let content = parts.need("content.xml")?;
    read_styles(&content, "the text of this ODT", &mut styles)?;
    let mut walked = Walked::new(&styles);
    walk(&content, "the text of this ODT", Rules::Strict, &mut |node| walked.visit(&node))?;
    let (properties, facts) = match parts.get("meta.xml")? {
        Some(bytes) => properties::read(&bytes, "the properties of this ODT")?,
        None => (Meta::default(), Map::new()),
    };
    Ok(walked.body.finish(MEDIA_TYPE, properties, facts))
}

fn refuse_encrypted(parts: &Parts) -> Result<(), Failure> {
    let mut is_encrypted = parts.has("encrypted-package");
    if let Some(bytes) = parts.get("META-INF/manifest.xml")? {
        walk(&bytes, "the list of parts of this ODT", Rules::Lenient, &mut |node| {
            is_encrypted |= matches!(node, Node::Start(element) if element.name == "encryption-data");
        })?;
    }
    if is_encrypted {
        return Err(fail(ENCRYPTED, "this ODT is encrypted: save it without a password, and drop it again"));
    }
    Ok(())
}

fn read_styles(bytes: &[u8], what: &str, styles: &mut Styles) -> Result<(), Failure> {
    walk(bytes, what, Rules::Strict, &mut |node| {
        if let Node::Start(element) = node
            && element.name == "style"
            && element.attribute("family").is_some_and(|family| family == "paragraph")
        {
            styles.add_open_document(&element);
        }
    })
}

/// A paragraph that is open; a text box or a note stands within one and has its own.
struct Paragraph {
    text: String,
    is_heading: bool,
    style: Option<String>,
}

/// The text that is walked through.
struct Walked<'a> {
    body: Body<'a>,
    paragraphs: Vec<Paragraph>,
    /// The notes that are open, with the number of paragraphs around each.
    notes: Vec<(usize, String)>,
    is_in_text: bool,
    lists: usize,
}

impl<'a> Walked<'a> {
    fn new(styles: &'a Styles) -> Walked<'a> {
        let body = Body::new(styles, &PASSED);
        Walked { body, paragraphs: Vec::new(), notes: Vec::new(), is_in_text: false, lists: 0 }
    }

    fn visit(&mut self, node: &Node<'_>) {
        if !self.body.counts(node) {
            return;
        }
        match node {
            Node::Start(element) => self.start(element),
            Node::End(name) => self.end(name),
            Node::Text(text) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.text.push_str(text);
                }
            }
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        match element.name {
            "text" => self.is_in_text = true,
            "p" | "h" if self.is_in_text => self.paragraphs.push(Paragraph {
                text: String::new(),
                is_heading: element.name == "h",
                style: element.attribute("style-name"),
            }),
            "note" => self.notes.push((self.paragraphs.len(), String::new())),
            "list" => self.lists += 1,
            "table-row" => self.body.blocks.begin_row(),
            "table-cell" | "covered-table-cell" => self.body.blocks.begin_cell(),
            _ => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                match element.name {
                    "s" => {
                        let count = element.number("c").unwrap_or(1).min(SPACES_MAX);
                        paragraph.text.extend(std::iter::repeat_n(SPACE, count));
                    }
                    "tab" => paragraph.text.push(SPACE),
                    "line-break" => paragraph.text.push(LINE_BREAK),
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.close(&paragraph);
                }
            }
            "note" => {
                if let Some((_, note)) = self.notes.pop() {
                    self.body.blocks.note(note);
                }
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "table-row" => self.body.blocks.end_row(),
            _ => {}
        }
    }

    fn close(&mut self, paragraph: &Paragraph) {
        let lines: Vec<String> = paragraph.text.split(LINE_BREAK).map(line).collect();
        let text = lines.join("\n");
        if text.trim().is_empty() {
            return;
        }
        if let Some((around, note)) = self.notes.last_mut()
            && self.paragraphs.len() >= *around
        {
            if !note.is_empty() {
                note.push(' ');
            }
            note.push_str(&text);
            return;
        }
        let is_listed = self.lists > 0;
        self.body.push(paragraph.style.as_deref(), text, |known| match known {
            _ if paragraph.is_heading => LineKind::Heading,
            Some(known) => known,
            None if is_listed => LineKind::ListItem,
            None => LineKind::Paragraph,
        });
    }
}

/// A line with the spaces that count.
fn line(text: &str) -> String {
    let text = text.replace(SPACE, " ");
    collapse(&text).trim().to_owned()
}
