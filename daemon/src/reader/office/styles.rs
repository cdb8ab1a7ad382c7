//! What the styles of a document make of a paragraph.

use std::collections::HashMap;

use super::xml::{Node, Rules, walk};
use crate::reader::Failure;
use crate::reader::article::LineKind;

/// How far a style is followed to those it is based on: also ends a circle.
const BASED_MAX: usize = 16;

/// What is known of a kind of paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The document's title, and what stands below it.
    Title,
    Subtitle,
    /// A line of a table of contents, which repeats a heading.
    Contents,
    Line(LineKind),
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    has_outline: bool,
    is_list: bool,
}

/// The paragraph styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn of_word(bytes: &[u8], what: &str) -> Result<Styles, Failure> {
        let mut styles = Styles::default();
        let mut open: Option<(String, Style)> = None;
        walk(bytes, what, Rules::Lenient, &mut |node| match node {
            Node::Start(element) => match (element.name, &mut open) {
                ("style", _) => open = element.attribute("styleId").map(|id| (id, Style::default())),
                ("name", Some((_, style))) => style.name = element.attribute("val").unwrap_or_default(),
                ("basedOn", Some((_, style))) => style.based_on = element.attribute("val"),
                ("outlineLvl", Some((_, style))) => {
                    style.has_outline = element.number("val").is_some_and(|level| level < 9)
                }
                ("numId", Some((_, style))) => style.is_list = element.number("val") != Some(0),
                _ => {}
            },
            Node::End("style") => styles.0.extend(open.take()),
            Node::End(_) | Node::Text(_) => {}
        })?;
        Ok(styles)
    }

    /// Adds the styles of an OpenDocument part.
    pub(super) fn add_open_document(&mut self, element: &super::xml::Element<'_>) {
        let Some(id) = element.attribute("name") else { return };
        let name = element.attribute("display-name").unwrap_or_else(|| id.replace("_20_", " "));
        let has_outline = element.attribute("default-outline-level").is_some_and(|level| !level.is_empty());
        let style = Style { name, based_on: element.attribute("parent-style-name"), has_outline, is_list: false };
        self.0.insert(id, style);
    }

    /// What a style makes of a paragraph, by its name or that of one it is based on.
    pub(super) fn role(&self, id: &str) -> Option<Role> {
        let mut id = id;
        for _ in 0..BASED_MAX {
            let style = self.0.get(id);
            let name = style.map_or(id, |style| style.name.as_str());
            if let Some(role) = role_of(name) {
                return Some(role);
            }
            let style = style?;
            if style.has_outline {
                return Some(Role::Line(LineKind::Heading));
            }
            if style.is_list {
                return Some(Role::Line(LineKind::ListItem));
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}

/// What the built-in styles are called in every language: Word keeps their English names beside the translated ones.
fn role_of(name: &str) -> Option<Role> {
    let name = name.to_ascii_lowercase();
    let name = name.replace(['_', '-'], " ");
    // LibreOffice bases its titles and headings on one style, which says nothing by itself when it is based on further.
    let line = match name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ') {
        "title" => return Some(Role::Title),
        "subtitle" => return Some(Role::Subtitle),
        "toc" | "contents" | "table of figures" | "index" => return Some(Role::Contents),
        "heading" => LineKind::Heading,
        "caption" | "illustration" | "table" | "figure" | "drawing" => LineKind::Caption,
        "quote" | "intense quote" | "block text" | "quotations" => LineKind::Quote,
        "list bullet" | "list number" => LineKind::ListItem,
        _ => return None,
    };
    Some(Role::Line(line))
}
