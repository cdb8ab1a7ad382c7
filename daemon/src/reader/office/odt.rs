//! The text of an ODT.
//!
//! # Source
//!
//! OASIS OpenDocument 1.3, part 3: chapter 5.

use serde_json::{Map, Value};

use super::blocks::Blocks;
use super::styles::{Role, Styles};
use super::xml::{Element, Node, Rules, collapse, walk};
use super::{Parts, properties};
use crate::codes::content::ENCRYPTED;
use crate::reader::Failure;
use crate::reader::article::{Content, LineKind, Meta};
use crate::reader::containers::limits::fail;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";
/// What is passed over whole: what was deleted, comments, numbers of notes, tables of contents, readings above
/// characters, titles of pictures, headers and footers.
const PASSED: &[&str] = &[
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
];
/// Characters of XML that text cannot have stand for what must not be taken for white space of the file.
const LINE_BREAK: char = '\u{1}';
const SPACE: char = '\u{2}';
/// How many spaces one element may stand for.
const SPACES_MAX: usize = 100;

/// Reads text, styles and properties.
pub(super) fn read(parts: &Parts<'_>) -> Result<Content, Failure> {
    refuse_encrypted(parts)?;
    let mut styles = Styles::default();
    if let Some(bytes) = parts.get("styles.xml")? {
        read_styles(&bytes, "the styles of this ODT", &mut styles)?;
    }
    let content = parts.need("content.xml")?;
    read_styles(&content, "the text of this ODT", &mut styles)?;
    let mut body = Body { styles: &styles, ..Body::new(&styles) };
    walk(&content, "the text of this ODT", Rules::Strict, &mut |node| body.visit(&node))?;
    let (properties, facts) = match parts.get("meta.xml")? {
        Some(bytes) => properties::read(&bytes, "the properties of this ODT")?,
        None => (Meta::default(), Map::new()),
    };
    Ok(body.finish(properties, facts))
}

fn refuse_encrypted(parts: &Parts<'_>) -> Result<(), Failure> {
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

struct Body<'a> {
    styles: &'a Styles,
    blocks: Blocks,
    paragraphs: Vec<Paragraph>,
    /// The notes that are open, with the number of paragraphs around each.
    notes: Vec<(usize, String)>,
    is_in_text: bool,
    passed: usize,
    lists: usize,
    title: Option<String>,
    subtitle: Option<String>,
    has_changes: bool,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles) -> Body<'a> {
        Body {
            styles,
            blocks: Blocks::default(),
            paragraphs: Vec::new(),
            notes: Vec::new(),
            is_in_text: false,
            passed: 0,
            lists: 0,
            title: None,
            subtitle: None,
            has_changes: false,
        }
    }

    fn visit(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(element) if PASSED.contains(&element.name) => {
                self.passed += 1;
                self.has_changes |= element.name == "tracked-changes";
            }
            Node::End(name) if PASSED.contains(name) => self.passed = self.passed.saturating_sub(1),
            _ if self.passed > 0 => {}
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
            "table-row" => self.blocks.begin_row(),
            "table-cell" | "covered-table-cell" => self.blocks.begin_cell(),
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
                    self.blocks.note(note);
                }
            }
            "list" => self.lists = self.lists.saturating_sub(1),
            "table-row" => self.blocks.end_row(),
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
        let kind = match paragraph.style.as_deref().and_then(|style| self.styles.role(style)) {
            Some(Role::Contents) => return,
            Some(Role::Title) => {
                self.title.get_or_insert_with(|| text.replace('\n', " "));
                LineKind::Heading
            }
            Some(Role::Subtitle) => {
                self.subtitle.get_or_insert_with(|| text.replace('\n', " "));
                LineKind::Heading
            }
            _ if paragraph.is_heading => LineKind::Heading,
            Some(Role::Line(kind)) => kind,
            None if self.lists > 0 => LineKind::ListItem,
            None => LineKind::Paragraph,
        };
        self.blocks.push(kind, text);
    }

    fn finish(mut self, properties: Meta, mut facts: Map<String, Value>) -> Content {
        while let Some(paragraph) = self.paragraphs.pop() {
            self.close(&paragraph);
        }
        if self.has_changes {
            facts.insert("deletionsLeftOut".to_owned(), true.into());
        }
        let meta = Meta { title: self.title.or(properties.title.clone()), subtitle: self.subtitle, ..properties };
        Content { media_type: MEDIA_TYPE, text: self.blocks.finish(), meta, facts }
    }
}

/// A line with the spaces that count.
fn line(text: &str) -> String {
    let text = text.replace(SPACE, " ");
    collapse(&text).trim().to_owned()
}
