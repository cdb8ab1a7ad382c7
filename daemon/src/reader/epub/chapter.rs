//! The text of one page of a book. All of it: unlike a page of the web it has nothing around it.

use serde_json::{Map, json};

use crate::reader::Failure;
use crate::reader::article::{Content, LineKind, Meta, Text};
use crate::reader::office::xml::{Element, Node, Rules, collapse, walk};

/// What is passed over whole.
const PASSED: &[&str] = &["script", "style", "nav", "svg", "math", "rt", "rp", "template", "audio", "video", "object"];
/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// A character of XML that text cannot have.
const LINE_BREAK: char = '\u{1}';

/// Reads a page; what the book says of itself holds for it where it says nothing.
///
/// # Errors
/// When it is no markup at all, or nested too deep.
pub fn read(bytes: &[u8], book: &Meta, name: &str) -> Result<Content, Failure> {
    let mut page = Page::default();
    walk(bytes, name, Rules::Lenient, &mut |node| page.visit(&node))?;
    page.flush();
    let mut facts = Map::new();
    if let Some(title) = &book.title {
        facts.insert("book".to_owned(), json!(title.chars().take(200).collect::<String>()));
    }
    let meta = Meta {
        title: page.heading.or(page.title),
        language: page.language.or_else(|| book.language.clone()),
        bylines: book.bylines.clone(),
        published: book.published.clone(),
        publisher: book.publisher.clone(),
        ..Meta::default()
    };
    Ok(Content { media_type: "application/xhtml+xml", text: page.text, meta, facts })
}

/// A page while it is read.
#[derive(Default)]
struct Page {
    text: Text,
    block: String,
    /// The kinds of what is open around the block, from outside in.
    kinds: Vec<(String, LineKind)>,
    passed: usize,
    is_in_head: bool,
    /// The cells before the present one, when a row is open.
    row: Option<String>,
    title: Option<String>,
    heading: Option<String>,
    language: Option<String>,
}

impl Page {
    fn visit(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(element) if PASSED.contains(&element.name) => self.passed += 1,
            Node::End(name) if PASSED.contains(name) => self.passed = self.passed.saturating_sub(1),
            _ if self.passed > 0 => {}
            Node::Start(element) => self.start(element),
            Node::End(name) => self.end(name),
            Node::Text(text) => self.block.push_str(text),
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        let name = element.name;
        if BLOCKS.contains(&name) && self.row.is_none() {
            self.flush();
        } else if BLOCKS.contains(&name) {
            self.block.push(' ');
        }
        match name {
            "html" => self.language = element.attribute("lang").filter(|tag| !tag.is_empty()),
            "head" => self.is_in_head = true,
            "title" if self.is_in_head => self.block.clear(),
            "br" => self.block.push(if self.row.is_some() { ' ' } else { LINE_BREAK }),
            "tr" if self.row.is_none() => self.row = Some(String::new()),
            _ => {}
        }
        let is_note = || {
            let kind = element.attribute("type").or_else(|| element.attribute("role")).unwrap_or_default();
            kind.split_whitespace()
                .any(|kind| matches!(kind.trim_start_matches("doc-"), "footnote" | "endnote" | "rearnote"))
        };
        let kind = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => LineKind::Heading,
            "li" | "dt" | "dd" if is_note() => LineKind::Note,
            "li" | "dt" | "dd" => LineKind::ListItem,
            "blockquote" => LineKind::Quote,
            "figcaption" | "caption" => LineKind::Caption,
            "aside" | "div" | "section" | "p" if is_note() => LineKind::Note,
            _ => return,
        };
        self.kinds.push((name.to_owned(), kind));
    }

    fn end(&mut self, name: &str) {
        match name {
            "head" => self.is_in_head = false,
            "title" if self.is_in_head => {
                let title = collapse(&self.block).trim().to_owned();
                self.title = Some(title).filter(|title| !title.is_empty());
                self.block.clear();
            }
            "td" | "th" => {
                if let Some(row) = &mut self.row {
                    row.push_str(collapse(&self.block.replace(LINE_BREAK, " ")).trim());
                    row.push('\t');
                    self.block.clear();
                }
            }
            "tr" => {
                if let Some(row) = self.row.take() {
                    self.text.push(LineKind::TableRow, &row);
                    self.flush();
                }
            }
            _ if BLOCKS.contains(&name) && self.row.is_none() => self.flush(),
            _ => {}
        }
        // A tag that was not closed ends with what is around it.
        if let Some(at) = self.kinds.iter().rposition(|(open, _)| open == name) {
            self.kinds.truncate(at);
        }
    }

    /// Ends a block.
    fn flush(&mut self) {
        let block = std::mem::take(&mut self.block);
        if self.is_in_head || block.trim().is_empty() {
            return;
        }
        let lines: Vec<String> = block.split(LINE_BREAK).map(|line| collapse(line).trim().to_owned()).collect();
        let lines = lines.join("\n");
        let is = |kind: LineKind| self.kinds.iter().any(|(_, open)| *open == kind);
        let kind = match self.kinds.last() {
            _ if is(LineKind::Note) => LineKind::Note,
            Some((_, kind)) => *kind,
            None => LineKind::Paragraph,
        };
        if kind == LineKind::Heading && self.heading.is_none() {
            self.heading = Some(lines.trim().replace('\n', " "));
        }
        self.text.push(kind, &lines);
    }
}
