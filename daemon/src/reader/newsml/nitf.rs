//! NITF, the older XML of the news agencies.

use super::push_heading;
use crate::codes::content::NO_TEXT;
use crate::reader::article::{Content, Dated, LineKind, Meta, Text};
use crate::reader::xml::{self, Element};
use crate::reader::{Failure, dates};

/// Reads a document.
pub(super) fn read(root: &Element) -> Result<Content, Failure> {
    let mut text = Text::default();
    push_body(root, &mut text);
    if text.as_str().is_empty() {
        let text = "the body of this NITF document has no text: drop the document that has it".to_owned();
        return Err(Failure { code: NO_TEXT, text });
    }
    Ok(Content { media_type: "application/nitf+xml", text, meta: meta(root), ..Content::default() })
}

/// Adds headlines, dateline and text.
pub(super) fn push_body(root: &Element, text: &mut Text) {
    let Some(body) = root.child("body") else { return };
    let head = body.child("body.head");
    if let Some(headings) = head.and_then(|head| head.child("hedline")) {
        for heading in headings.elements().filter_map(Element::line) {
            push_heading(&heading, text);
        }
    }
    let mut lines = Text::default();
    for name in ["body.content", "body.end"] {
        if let Some(part) = body.child(name) {
            xml::push_blocks(part, LineKind::Paragraph, &mut lines);
        }
    }
    // Many writers leave the three parts of the body out.
    if lines.as_str().is_empty() && head.is_none() {
        xml::push_blocks(body, LineKind::Paragraph, &mut lines);
    }
    // Agencies repeat the dateline at the beginning of the text as often as not.
    let dateline = head.and_then(|head| head.child("dateline")).and_then(Element::line);
    if let Some(dateline) = dateline.filter(|dateline| !lines.as_str().contains(dateline.as_str())) {
        text.push(LineKind::Paragraph, &dateline);
    }
    let mut kinds = lines.kinds().iter().peekable();
    for (number, line) in lines.as_str().lines().enumerate() {
        let kind = kinds.next_if(|(at, _)| *at == number).map_or(LineKind::Paragraph, |(_, kind)| *kind);
        text.push(kind, line);
    }
}

/// What the document says about itself.
pub(super) fn meta(root: &Element) -> Meta {
    let none = Element::default();
    let head = root.child("head").unwrap_or(&none);
    let about = head.child("docdata").unwrap_or(&none);
    let body = root.at(&["body", "body.head"]).unwrap_or(&none);
    let published = head.child("pubdata");
    let date = |element: Option<&Element>, attribute: &str| {
        let value = dates::iso(element?.attribute(attribute)?)?;
        Some(Dated { value, basis: "nitf" })
    };
    let headings = body.child("hedline");
    let keywords = about.child("key-list").into_iter().flat_map(Element::elements);
    Meta {
        title: headings
            .and_then(|all| all.child("hl1"))
            .and_then(Element::line)
            .or_else(|| head.child("title").and_then(Element::line)),
        subtitle: headings.and_then(|all| all.child("hl2")).and_then(Element::line),
        bylines: body.elements().filter(|element| element.name == "byline").filter_map(byline).collect(),
        published: date(about.child("date.issue"), "norm")
            .or_else(|| date(published, "date.publication"))
            .or_else(|| date(body.at(&["dateline", "story.date"]), "norm")),
        publisher: body.child("distributor").and_then(Element::line).or_else(|| named(published, "name")),
        section: named(published, "position.section"),
        description: body.child("abstract").and_then(Element::line),
        language: root.attribute("xml:lang").or_else(|| root.attribute("lang")).map(str::to_owned),
        keywords: keywords.filter_map(|keyword| keyword.attribute("key")).map(str::to_owned).take(50).collect(),
        ..Meta::default()
    }
}

/// The person of a byline where it is marked, else the whole.
fn byline(element: &Element) -> Option<String> {
    element.child("person").and_then(Element::line).or_else(|| element.line())
}

fn named(element: Option<&Element>, attribute: &str) -> Option<String> {
    element?.attribute(attribute).map(str::to_owned)
}
