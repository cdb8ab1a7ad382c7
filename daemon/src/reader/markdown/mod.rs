//! Markdown, with the front matter that editors and site builders put before it.

mod front;
#[cfg(test)]
mod tests;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::codes::content::{BINARY, NESTED, NO_TEXT};
use crate::reader::article::{Content, Dated, LineKind, Meta, Text};
use crate::reader::charset::{self, Known, normalise};
use crate::reader::sniff::Hints;
use crate::reader::{Failure, dates, fragment};
use front::Front;

/// Blocks and emphases within each other. Quotes in lists in quotes need six.
const DEPTH_MAX: usize = 128;

/// Reads a Markdown document.
///
/// # Errors
/// When it is no text, is nested too deep, or there is no text but markup.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Content, Failure> {
    let tld = hints.tld();
    let known = Known { label: hints.charset(), tld: tld.as_deref() };
    let decoded = charset::decode_known(bytes, known).ok_or_else(|| Failure {
        code: BINARY,
        text: "these bytes are no text in any charset: NUL bytes stand among them".to_owned(),
    })?;
    let mut facts = decoded.facts();
    let whole = normalise(decoded.text);
    let (front, body) = front::split(&whole);
    if let Some(front) = &front {
        facts.insert("frontMatter".to_owned(), front.syntax.into());
    }
    let front = front.unwrap_or_default();
    let mut lines = Lines::default();
    let title = front.line(&["title", "headline"]);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    check_depth(body)?;
    for event in Parser::new_ext(body, options) {
        lines.see(event)?;
    }
    let first = lines.first_heading.take();
    let mut text = Text::default();
    if let Some(title) = title.as_ref().filter(|title| first.as_ref() != Some(*title)) {
        text.push(LineKind::Heading, title);
    }
    lines.finish(&mut text);
    if text.as_str().is_empty() {
        let text =
            "there is no text in this Markdown document, only markup or front matter: drop one with text".to_owned();
        return Err(Failure { code: NO_TEXT, text });
    }
    let meta = meta(&front, title.or(first), hints);
    Ok(Content { media_type: "text/markdown", text, meta, facts })
}

fn meta(front: &Front, title: Option<String>, hints: &Hints) -> Meta {
    let date = |keys: &[&str]| {
        let value = dates::iso(&front.line(keys)?)?;
        Some(Dated { value, basis: "front matter" })
    };
    let language = front.line(&["lang", "language", "locale"]).map(|tag| tag.replace('_', "-"));
    Meta {
        title,
        subtitle: front.line(&["subtitle", "subheadline"]),
        bylines: front.lines(&["author", "authors", "byline"]),
        published: date(&["date", "published", "pubDate", "publishDate", "created"]),
        updated: date(&["updated", "lastmod", "modified", "last_modified_at"]),
        publisher: front.line(&["publisher", "source"]).or_else(|| hints.publisher.clone()),
        section: front.line(&["section", "category"]),
        language: language.or_else(|| hints.language.clone()).filter(|tag| dates::is_language(tag)),
        url: front
            .line(&["canonical", "canonical_url", "url"])
            .filter(|url| url.starts_with("http"))
            .or_else(|| hints.url.clone()),
        description: front.line(&["description", "summary", "excerpt"]),
        keywords: front.lines(&["tags", "keywords", "categories"]),
    }
}

/// Refuses lines that open more quotes or lists than any text has, before the parser takes them apart one by one.
fn check_depth(body: &str) -> Result<(), Failure> {
    let is_mark = |c: &char| matches!(c, '>' | '-' | '*' | '+' | ' ' | '\t');
    for (number, line) in body.lines().enumerate() {
        let opened = line.chars().take_while(is_mark).filter(|c| *c == '>').count();
        let listed = line.chars().take_while(is_mark).filter(|c| matches!(c, '-' | '*' | '+')).count();
        let is_rule = !line.trim_end().ends_with(|c: char| !is_mark(&c));
        if opened > DEPTH_MAX || listed > DEPTH_MAX && !is_rule {
            return Err(too_deep(number + 1));
        }
    }
    Ok(())
}

fn too_deep(line: usize) -> Failure {
    let text = format!(
        "quotes or lists are nested deeper than {DEPTH_MAX} around line {line} of this Markdown: drop it as plain text"
    );
    Failure { code: NESTED, text }
}

/// Gathers lines from events.
#[derive(Default)]
struct Lines {
    done: Vec<(LineKind, String)>,
    line: String,
    /// Of the blocks that are open.
    kinds: Vec<LineKind>,
    depth: usize,
    /// Whether a cell stands in the row already.
    has_cell: bool,
    /// HTML that stands between blocks, and is read when it ends.
    html: String,
    first_heading: Option<String>,
    heading: Option<HeadingLevel>,
}

impl Lines {
    fn see(&mut self, event: Event<'_>) -> Result<(), Failure> {
        match event {
            Event::Start(tag) => self.start(&tag)?,
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) => self.line.push_str(&words),
            Event::Html(html) => self.html.push_str(&html),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.line.push('\n'),
            Event::Rule => self.flush(),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(too_deep(self.done.len()));
        }
        let kind = match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some(*level);
                Some(LineKind::Heading)
            }
            Tag::BlockQuote(_) => Some(LineKind::Quote),
            Tag::Item => Some(LineKind::ListItem),
            Tag::FootnoteDefinition(_) => Some(LineKind::Note),
            Tag::TableHead | Tag::TableRow => {
                self.has_cell = false;
                Some(LineKind::TableRow)
            }
            Tag::TableCell => {
                if std::mem::replace(&mut self.has_cell, true) {
                    self.line.push('\t');
                }
                None
            }
            Tag::HtmlBlock | Tag::Paragraph | Tag::CodeBlock(_) | Tag::List(_) | Tag::Table(_) => {
                self.flush();
                None
            }
            _ => None,
        };
        if let Some(kind) = kind {
            self.flush();
            self.kinds.push(kind);
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Heading(_) => {
                if self.heading.take().is_some() && self.first_heading.is_none() {
                    self.first_heading = Some(fragment::single_spaces(&self.line)).filter(|line| !line.is_empty());
                }
                self.flush();
                self.kinds.pop();
            }
            TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                self.flush();
                self.kinds.pop();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.flush(),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let kind = self.kinds.last().copied().unwrap_or(LineKind::Paragraph);
        if !self.line.trim().is_empty() {
            self.done.push((kind, std::mem::take(&mut self.line)));
        }
        self.line.clear();
        if !self.html.is_empty() {
            let mut text = Text::default();
            fragment::push(&std::mem::take(&mut self.html), &mut text);
            let mut kinds = text.kinds().iter().peekable();
            for (number, line) in text.as_str().lines().enumerate() {
                let own = kinds.next_if(|(at, _)| *at == number).map_or(kind, |(_, kind)| *kind);
                self.done.push((own, line.to_owned()));
            }
        }
    }

    fn finish(mut self, text: &mut Text) {
        self.flush();
        for (kind, line) in self.done {
            text.push(kind, &line);
        }
    }
}
