//! Lines of text from the elements of XHTML and NITF.

use super::{Element, Node};
use crate::reader::article::{LineKind, Text};
use crate::reader::fragment;

/// What an element does to the lines.
enum Role {
    /// Its words belong to the line around it.
    Inline,
    /// It is a line of its own, or several.
    Block(Option<LineKind>),
    Row,
    Break,
    Silent,
}

fn role(name: &str) -> Role {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl1" | "hl2" => Role::Block(Some(LineKind::Heading)),
        "li" | "dt" | "dd" => Role::Block(Some(LineKind::ListItem)),
        "figcaption" | "caption" | "media-caption" => Role::Block(Some(LineKind::Caption)),
        "blockquote" | "bq" => Role::Block(Some(LineKind::Quote)),
        "fn" | "footnote" => Role::Block(Some(LineKind::Note)),
        "p" | "div" | "ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tfoot" | "section" | "article" | "figure"
        | "block" | "media" | "body" | "pre" | "hr" | "abstract" | "dateline" | "byline" | "tagline" | "aside"
        | "header" | "footer" | "main" | "address" | "nitf-table" | "html" => Role::Block(None),
        "tr" | "nitf-table-row" => Role::Row,
        "br" => Role::Break,
        "script"
        | "style"
        | "head"
        | "media-metadata"
        | "media-reference"
        | "media-object"
        | "media-producer"
        | "svg"
        | "iframe"
        | "object"
        | "template"
        | "nitf-table-metadata"
        | "nitf-col" => Role::Silent,
        _ => Role::Inline,
    }
}

/// Adds the lines of an element; those without a kind of their own are of the kind that is given.
pub fn push_blocks(element: &Element, kind: LineKind, text: &mut Text) {
    let mut line = String::new();
    walk(element, kind, &mut line, text);
    flush(&mut line, kind, text);
}

// The tree is never deeper than its parser allows.
fn walk(element: &Element, kind: LineKind, line: &mut String, text: &mut Text) {
    for node in &element.children {
        let child = match node {
            Node::Text(words) => {
                line.push_str(words);
                continue;
            }
            Node::Element(child) => child,
        };
        match role(&child.name) {
            Role::Inline => walk(child, kind, line, text),
            Role::Break => flush(line, kind, text),
            Role::Silent => {}
            Role::Row => {
                flush(line, kind, text);
                let cells: Vec<String> = child.elements().filter_map(Element::line).collect();
                text.push(LineKind::TableRow, &cells.join("\t"));
            }
            Role::Block(own) => {
                flush(line, kind, text);
                let kind = own.unwrap_or(kind);
                walk(child, kind, line, text);
                flush(line, kind, text);
            }
        }
    }
}

fn flush(line: &mut String, kind: LineKind, text: &mut Text) {
    text.push(kind, &fragment::single_spaces(line));
    line.clear();
}
