//! The text of a DOCX.
//!
//! # Source
//!
//! ECMA-376, part 1: chapter 17, `WordprocessingML`. Names are compared without their prefixes, which differ between the
//! transitional and the strict form.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::blocks::Blocks;
use super::styles::{Role, Styles};
use super::xml::{Element, Node, Rules, collapse, walk};
use super::{Parts, properties};
use crate::reader::Failure;
use crate::reader::article::{Content, LineKind, Meta, Text};

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// What is passed over whole: what was deleted or moved away, how things were before a change, the second form of what
/// stands in two, and readings above characters.
const PASSED: &[&str] = &[
    "del",
    "moveFrom",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "sectPrChange",
    "Fallback",
    "rt",
];

/// Reads the main part, the notes and the properties.
pub(super) fn read(parts: &Parts<'_>) -> Result<Content, Failure> {
    let main = main_part(parts)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = match parts.get(&format!("{folder}/styles.xml"))? {
        Some(bytes) => Styles::of_word(&bytes, "the styles of this DOCX")?,
        None => Styles::default(),
    };
    let mut notes = HashMap::new();
    for (kind, name) in [("footnote", "footnotes"), ("endnote", "endnotes")] {
        if let Some(bytes) = parts.get(&format!("{folder}/{name}.xml"))? {
            read_notes(&bytes, kind, &styles, &mut notes)?;
        }
    }
    let mut body = Body::new(&styles);
    walk(&parts.need(&main)?, "the text of this DOCX", Rules::Strict, &mut |node| body.visit(&node))?;
    for reference in std::mem::take(&mut body.references) {
        if let Some(note) = notes.remove(&reference) {
            body.blocks.note(note);
        }
    }
    let (properties, facts) = match parts.get("docProps/core.xml")? {
        Some(bytes) => properties::read(&bytes, "the properties of this DOCX")?,
        None => (Meta::default(), Map::new()),
    };
    Ok(body.finish(properties, facts))
}

/// The name of the part with the text, as the package says.
fn main_part(parts: &Parts<'_>) -> Result<String, Failure> {
    const USUAL: &str = "word/document.xml";
    let mut main = None;
    if let Some(bytes) = parts.get("_rels/.rels")? {
        walk(&bytes, "the relations of this DOCX", Rules::Lenient, &mut |node| {
            if let Node::Start(element) = node
                && element.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                main = element.attribute("Target").map(|target| target.trim_start_matches('/').to_owned());
            }
        })?;
    }
    Ok(main.filter(|main| parts.has(main)).unwrap_or_else(|| USUAL.to_owned()))
}

/// Reads footnotes or endnotes into `notes`, by kind and id.
fn read_notes(
    bytes: &[u8],
    kind: &'static str,
    styles: &Styles,
    notes: &mut HashMap<(&'static str, String), String>,
) -> Result<(), Failure> {
    let mut open: Option<(String, Body<'_>)> = None;
    walk(bytes, "the notes of this DOCX", Rules::Strict, &mut |node| match &node {
        // Those with a type are lines between text and notes.
        Node::Start(element) if element.name == kind => {
            let is_note = element.attribute("type").is_none_or(|kind| kind == "normal");
            open = element.attribute("id").filter(|_| is_note).map(|id| (id, Body::new(styles)));
        }
        Node::End(name) if *name == kind => {
            if let Some((id, body)) = open.take() {
                notes.insert((kind, id), body.blocks.finish().into_string());
            }
        }
        _ => {
            if let Some((_, body)) = &mut open {
                body.visit(&node);
            }
        }
    })
}

/// A paragraph that is open; a text box stands within one and has its own.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    is_heading: bool,
    is_list: bool,
    is_in_properties: bool,
    is_in_run_properties: bool,
    is_in_text: bool,
    /// The run is not to be seen.
    is_hidden: bool,
}

/// What is gathered of a part.
struct Body<'a> {
    styles: &'a Styles,
    blocks: Blocks,
    paragraphs: Vec<Paragraph>,
    /// How many elements are open that are passed over.
    passed: usize,
    references: Vec<(&'static str, String)>,
    title: Option<String>,
    subtitle: Option<String>,
    has_deletions: bool,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles) -> Body<'a> {
        Body {
            styles,
            blocks: Blocks::default(),
            paragraphs: Vec::new(),
            passed: 0,
            references: Vec::new(),
            title: None,
            subtitle: None,
            has_deletions: false,
        }
    }

    fn visit(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(element) if PASSED.contains(&element.name) => {
                self.passed += 1;
                self.has_deletions |= element.name == "del";
            }
            Node::End(name) if PASSED.contains(name) => self.passed = self.passed.saturating_sub(1),
            _ if self.passed > 0 => {}
            Node::Start(element) => self.start(element),
            Node::End(name) => self.end(name),
            Node::Text(text) => {
                if let Some(paragraph) = self.paragraphs.last_mut()
                    && paragraph.is_in_text
                    && !paragraph.is_hidden
                {
                    paragraph.text.push_str(text);
                }
            }
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        match element.name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "tr" => self.blocks.begin_row(),
            "tc" => self.blocks.begin_cell(),
            "footnoteReference" | "endnoteReference" => {
                let kind = if element.name == "footnoteReference" { "footnote" } else { "endnote" };
                self.references.extend(element.attribute("id").map(|id| (kind, id)));
            }
            _ => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.start(element);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.close(&paragraph);
                }
            }
            "tr" => self.blocks.end_row(),
            _ => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                match name {
                    "t" => paragraph.is_in_text = false,
                    "pPr" => paragraph.is_in_properties = false,
                    "rPr" => paragraph.is_in_run_properties = false,
                    "r" => paragraph.is_hidden = false,
                    _ => {}
                }
            }
        }
    }

    fn close(&mut self, paragraph: &Paragraph) {
        let text = paragraph.lines();
        let role = paragraph.style.as_deref().and_then(|style| self.styles.role(style));
        let kind = match role {
            _ if text.trim().is_empty() => return,
            Some(Role::Contents) => return,
            Some(Role::Title) => {
                self.title.get_or_insert_with(|| text.trim().replace('\n', " "));
                LineKind::Heading
            }
            Some(Role::Subtitle) => {
                self.subtitle.get_or_insert_with(|| text.trim().replace('\n', " "));
                LineKind::Heading
            }
            Some(Role::Line(kind)) => kind,
            None if paragraph.is_heading => LineKind::Heading,
            None if paragraph.is_list => LineKind::ListItem,
            None => LineKind::Paragraph,
        };
        self.blocks.push(kind, text);
    }

    fn finish(mut self, properties: Meta, mut facts: Map<String, Value>) -> Content {
        // What a document that ends within its paragraphs would still have: the parser does not let it come to this.
        while let Some(paragraph) = self.paragraphs.pop() {
            self.close(&paragraph);
        }
        if self.has_deletions {
            facts.insert("deletionsLeftOut".to_owned(), true.into());
        }
        let text: Text = self.blocks.finish();
        let meta = Meta { title: self.title.or(properties.title.clone()), subtitle: self.subtitle, ..properties };
        Content { media_type: MEDIA_TYPE, text, meta, facts }
    }
}

impl Paragraph {
    fn start(&mut self, element: &Element<'_>) {
        match element.name {
            "t" => self.is_in_text = true,
            "pPr" => self.is_in_properties = true,
            "rPr" => self.is_in_run_properties = true,
            "pStyle" if self.is_in_properties => self.style = element.attribute("val"),
            "outlineLvl" if self.is_in_properties => {
                self.is_heading = element.number("val").is_some_and(|level| level < 9)
            }
            "numId" if self.is_in_properties => self.is_list = element.number("val") != Some(0),
            "vanish" if self.is_in_run_properties && !self.is_in_properties => {
                self.is_hidden =
                    !element.attribute("val").is_some_and(|value| matches!(&*value, "0" | "false" | "off"));
            }
            _ if self.is_in_properties || self.is_hidden => {}
            "tab" | "ptab" => self.text.push('\t'),
            // Marked, so that it is told from the white space of the XML.
            "br" | "cr" => self.text.push(LINE_BREAK),
            "noBreakHyphen" => self.text.push('\u{2011}'),
            _ => {}
        }
    }

    /// The text with its breaks as line ends, runs of spaces as one.
    fn lines(&self) -> String {
        let lines: Vec<String> = self.text.split(LINE_BREAK).map(|line| collapse(line).trim().to_owned()).collect();
        lines.join("\n")
    }
}

/// A character of XML that text cannot have.
const LINE_BREAK: char = '\u{1}';
