//! The text of a DOCX.
//!
//! # Source
//!
//! ECMA-376, part 1: chapter 17, `WordprocessingML`. Names are compared without their prefixes, which differ between the
//! transitional and the strict form.

use std::collections::HashMap;

use serde_json::Map;

use super::body::{Body, Passed};
use super::styles::Styles;
use super::xml::{Element, Node, Rules, collapse, walk};
use super::{Parts, properties};
use crate::reader::Failure;
use crate::reader::article::{Content, LineKind, Meta};

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// What is passed over whole: what was deleted or moved away, how things were before a change, the second form of what
/// stands in two, and readings above characters.
const PASSED: Passed = Passed {
    names: &[
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
    ],
    deletions: "del",
};
/// A character of XML that text cannot have.
const LINE_BREAK: char = '\u{1}';

/// Reads the main part, the notes and the properties.
pub(super) fn read(parts: &Parts) -> Result<Content, Failure> {
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
    let mut walked = Walked::new(&styles);
    walk(&parts.need(&main)?, "the text of this DOCX", Rules::Strict, &mut |node| walked.visit(&node))?;
    let Walked { mut body, references, .. } = walked;
    for reference in references {
        if let Some(note) = notes.remove(&reference) {
            body.blocks.note(note);
        }
    }
    let (properties, facts) = match parts.get("docProps/core.xml")? {
        Some(bytes) => properties::read(&bytes, "the properties of this DOCX")?,
        None => (Meta::default(), Map::new()),
    };
    Ok(body.finish(MEDIA_TYPE, properties, facts))
}

/// The name of the part with the text, as the package says.
fn main_part(parts: &Parts) -> Result<String, Failure> {
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
    let mut open: Option<(String, Walked<'_>)> = None;
    walk(bytes, "the notes of this DOCX", Rules::Strict, &mut |node| match &node {
        // Those with a type are lines between text and notes.
        Node::Start(element) if element.name == kind => {
            let is_note = element.attribute("type").is_none_or(|kind| kind == "normal");
            open = element.attribute("id").filter(|_| is_note).map(|id| (id, Walked::new(styles)));
        }
        Node::End(name) if *name == kind => {
            if let Some((id, note)) = open.take() {
                notes.insert((kind, id), note.body.blocks.finish().into_string());
            }
        }
        _ => {
            if let Some((_, note)) = &mut open {
                note.visit(&node);
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

/// A part that is walked through.
struct Walked<'a> {
    body: Body<'a>,
    paragraphs: Vec<Paragraph>,
    references: Vec<(&'static str, String)>,
}

impl<'a> Walked<'a> {
    fn new(styles: &'a Styles) -> Walked<'a> {
        Walked { body: Body::new(styles, &PASSED), paragraphs: Vec::new(), references: Vec::new() }
    }

    fn visit(&mut self, node: &Node<'_>) {
        if !self.body.counts(node) {
            return;
        }
        match node {
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
            "tr" => self.body.blocks.begin_row(),
            "tc" => self.body.blocks.begin_cell(),
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
                    let kind = |known: Option<LineKind>| known.unwrap_or_else(|| paragraph.kind());
                    self.body.push(paragraph.style.as_deref(), paragraph.lines(), kind);
                }
            }
            "tr" => self.body.blocks.end_row(),
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

    /// What it is where its style does not say it.
    fn kind(&self) -> LineKind {
        match self {
            Paragraph { is_heading: true, .. } => LineKind::Heading,
            Paragraph { is_list: true, .. } => LineKind::ListItem,
            _ => LineKind::Paragraph,
        }
    }

    /// The text with its breaks as line ends, runs of spaces as one.
    fn lines(&self) -> String {
        let lines: Vec<String> = self.text.split(LINE_BREAK).map(|line| collapse(line).trim().to_owned()).collect();
        lines.join("\n")
    }
}
