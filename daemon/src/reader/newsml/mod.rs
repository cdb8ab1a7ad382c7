//! NewsML-G2 and NITF, the formats of news agencies. A NewsML-G2 message is a file of many documents, each item one.

mod nitf;
#[cfg(test)]
mod tests;

use std::io::BufRead;

use crate::codes::content::{MALFORMED, NO_TEXT, UNSUPPORTED};
use crate::reader::article::{Content, Dated, LineKind, Meta, Text};
use crate::reader::sniff::Hints;
use crate::reader::xml::split::Elements;
use crate::reader::xml::{self, Element};
use crate::reader::{Failure, dates, fragment};

/// Items of a message.
const ITEMS: &[&str] = &["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"];
const ITEM_TYPE: &str = "application/vnd.iptc.g2.newsitem+xml";
/// Authors and keywords that are kept.
const VALUES_MAX: usize = 50;

/// The items of a NewsML-G2 message, one at a time, each as an XML document of its own that [`read`] reads.
///
/// # Errors
/// When the stream cannot be read.
pub fn items<R: BufRead>(stream: R) -> Result<Elements<R>, Failure> {
    Elements::new(stream, ITEMS, ITEM_TYPE)
}

/// Reads a NewsML-G2 item or an NITF document.
///
/// # Errors
/// When it is no XML, breaks a limit, is another kind of item than news, or has no text.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Content, Failure> {
    let decoded = xml::decode(bytes, hints)?;
    let root = xml::parse(&decoded.text)?;
    let mut content = match root.name.as_str() {
        "nitf" => nitf::read(&root)?,
        "newsItem" => news_item(&root)?,
        "packageItem" => {
            let text =
                "this NewsML-G2 item is a package, which lists other items and has no text of its own: drop the items";
            return Err(Failure { code: UNSUPPORTED, text: text.to_owned() });
        }
        name if ITEMS.contains(&name) => {
            let text = format!("this NewsML-G2 item is a <{name}>, which is no news and has no text: take it out");
            return Err(Failure { code: UNSUPPORTED, text });
        }
        name => {
            let text = format!(
                "a NewsML-G2 item or NITF was wanted, and this is <{}>: export it again",
                fragment::shorten(name, 60)
            );
            return Err(Failure { code: MALFORMED, text });
        }
    };
    content.facts.extend(decoded.facts());
    let meta = &mut content.meta;
    meta.publisher = meta.publisher.take().or_else(|| hints.publisher.clone());
    meta.language = meta.language.take().or_else(|| hints.language.clone()).filter(|tag| dates::is_language(tag));
    meta.url = meta.url.take().or_else(|| hints.url.clone());
    Ok(content)
}

fn news_item(root: &Element) -> Result<Content, Failure> {
    let none = Element::default();
    let about = root.child("itemMeta").unwrap_or(&none);
    let described = root.child("contentMeta").unwrap_or(&none);
    let mut content = Content { media_type: ITEM_TYPE, meta: meta(root, about, described), ..Content::default() };
    let class = about.child("itemClass").and_then(|class| class.attribute("qcode"));
    for (key, value) in [("itemClass", class), ("guid", root.attribute("guid")), ("version", root.attribute("version"))]
    {
        if let Some(value) = value {
            content.facts.insert(key.to_owned(), fragment::shorten(value, 200).into());
        }
    }
    if let Some(status) = about.child("pubStatus").and_then(|status| status.attribute("qcode")) {
        content.facts.insert("pubStatus".to_owned(), fragment::shorten(status, 200).into());
    }
    let headings = described.elements().filter(|element| matches!(element.name.as_str(), "headline" | "subheadline"));
    for heading in headings.filter_map(Element::line) {
        push_heading(&heading, &mut content.text);
    }
    let heading_bytes = content.text.as_str().len();
    let set = root.child("contentSet").unwrap_or(&none);
    let from = push_content(set, &mut content);
    if content.text.as_str().len() == heading_bytes {
        return Err(no_content(set, class));
    }
    content.facts.insert("text".to_owned(), from.into());
    Ok(content)
}

/// Adds the content in the best form that is there; its name.
fn push_content(set: &Element, content: &mut Content) -> &'static str {
    let forms = || set.elements().filter(|form| form.name == "inlineXML" || form.name == "inlineData");
    let nitf = forms().find_map(|form| form.child("nitf"));
    if let Some(nitf) = nitf {
        nitf::push_body(nitf, &mut content.text);
        let inner = nitf::meta(nitf);
        fill(&mut content.meta, inner);
        return "nitf";
    }
    if let Some(page) = forms().find_map(|form| form.child("html")) {
        push_page(page, &mut content.text);
        return "xhtml";
    }
    for form in forms() {
        let before = content.text.as_str().len();
        if form.elements().next().is_some() {
            xml::push_blocks(form, LineKind::Paragraph, &mut content.text);
        } else {
            let words = form.words();
            if form.attribute("contenttype").is_some_and(|kind| kind.contains("html"))
                || fragment::looks_like_html(&words)
            {
                fragment::push(&words, &mut content.text);
            } else {
                content.text.push(LineKind::Paragraph, &words);
            }
        }
        if content.text.as_str().len() > before {
            return if form.name == "inlineData" { "inlineData" } else { "inlineXML" };
        }
    }
    "none"
}

/// Adds the body of an XHTML page, whose heading most often is the headline again.
fn push_page(page: &Element, text: &mut Text) {
    let mut lines = Text::default();
    xml::push_blocks(page.child("body").unwrap_or(page), LineKind::Paragraph, &mut lines);
    let mut kinds = lines.kinds().iter().peekable();
    for (number, line) in lines.as_str().lines().enumerate() {
        let kind = kinds.next_if(|(at, _)| *at == number).map_or(LineKind::Paragraph, |(_, kind)| *kind);
        if kind == LineKind::Heading {
            push_heading(line, text);
        } else {
            text.push(kind, line);
        }
    }
}

/// Adds a heading that does not stand there yet.
fn push_heading(heading: &str, text: &mut Text) {
    if !text.as_str().lines().any(|line| line == heading) {
        text.push(LineKind::Heading, heading);
    }
}

fn no_content(set: &Element, class: Option<&str>) -> Failure {
    let remote = set.elements().filter(|element| element.name == "remoteContent").count();
    let text = if remote > 0 {
        let class = class.map(|class| format!(" of class {}", fragment::shorten(class, 60))).unwrap_or_default();
        format!(
            "this NewsML-G2 item{class} only names {remote} files that hold its content, and none is fetched: drop the text itself"
        )
    } else {
        "there is no text in the contentSet of this NewsML-G2 item: drop the item that has it".to_owned()
    };
    Failure { code: NO_TEXT, text }
}

fn meta(root: &Element, about: &Element, described: &Element) -> Meta {
    let dated = |element: Option<&Element>| {
        let value = dates::iso(&element?.line()?)?;
        Some(Dated { value, basis: "newsml" })
    };
    let of_root = root.attribute("xml:lang").map(str::to_owned);
    let tag = described.child("language").and_then(|language| language.attribute("tag")).map(str::to_owned);
    Meta {
        title: described
            .child("headline")
            .and_then(Element::line)
            .or_else(|| about.child("title").and_then(Element::line)),
        subtitle: described.child("subheadline").and_then(Element::line),
        bylines: named(described, &["by"], named(described, &["creator", "contributor"], Vec::new())),
        published: dated(described.child("contentCreated"))
            .or_else(|| dated(about.child("firstCreated")))
            .or_else(|| dated(about.child("versionCreated"))),
        updated: dated(described.child("contentModified")).or_else(|| dated(about.child("versionCreated"))),
        publisher: about.child("provider").and_then(|provider| {
            let literal = || provider.attribute("literal").map(str::to_owned);
            provider.child("name").and_then(Element::line).or_else(literal)
        }),
        language: tag.or(of_root),
        description: described.child("description").and_then(Element::line),
        keywords: named(described, &["subject", "keyword"], Vec::new()),
        ..Meta::default()
    }
}

/// The names of the elements of those kinds; `fallback` when there are none.
fn named(parent: &Element, kinds: &[&str], fallback: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for element in parent.elements().filter(|element| kinds.contains(&element.name.as_str())) {
        let Some(name) = element.child("name").and_then(Element::line).or_else(|| element.line()) else { continue };
        if names.len() < VALUES_MAX && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { fallback } else { names }
}

/// Takes from the NITF within an item what the item itself leaves out.
fn fill(meta: &mut Meta, inner: Meta) {
    let take = |slot: &mut Option<String>, value: Option<String>| *slot = slot.take().or(value);
    take(&mut meta.title, inner.title);
    take(&mut meta.subtitle, inner.subtitle);
    take(&mut meta.publisher, inner.publisher);
    take(&mut meta.section, inner.section);
    take(&mut meta.description, inner.description);
    meta.published = meta.published.take().or(inner.published);
    if meta.bylines.is_empty() {
        meta.bylines = inner.bylines;
    }
    if meta.keywords.is_empty() {
        meta.keywords = inner.keywords;
    }
}
