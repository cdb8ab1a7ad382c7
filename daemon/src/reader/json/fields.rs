//! The fields of one document as values of the article.

use serde_json::Map;

use super::mapping::{Mapping, Part};
use super::tree::Value;
use crate::reader::article::{Dated, LineKind, Text};
use crate::reader::{dates, fragment};

/// How much of a line of metadata is kept: a longer one is the text in the wrong field.
const LINE_BYTES_MAX: usize = 2000;
/// Authors and keywords that are kept.
const VALUES_MAX: usize = 50;

/// A document with what was found in it.
pub(super) struct Fields<'v, 'a> {
    document: &'v Value<'a>,
    mapping: &'v Mapping,
    /// Which path gave which part, for the facts.
    pub(super) used: Map<String, serde_json::Value>,
    /// What else was noticed.
    pub(super) notes: Map<String, serde_json::Value>,
}

fn is_line(value: &Value<'_>) -> bool {
    value.text().is_some_and(|text| !text.trim().is_empty())
}

impl<'v, 'a> Fields<'v, 'a> {
    pub(super) fn new(document: &'v Value<'a>, mapping: &'v Mapping) -> Fields<'v, 'a> {
        Fields { document, mapping, used: Map::new(), notes: Map::new() }
    }

    /// The values of a part, and notes the path where it matters to know.
    fn find(&mut self, part: Part, wanted: impl Fn(&Value<'a>) -> bool) -> Vec<&'v Value<'a>> {
        let Some((path, values)) = self.mapping.find(part, self.document, wanted) else { return Vec::new() };
        let name = match part {
            Part::Title => "title",
            Part::Text => "text",
            Part::Published => "published",
            _ => return values,
        };
        self.used.insert(name.to_owned(), path.into_owned().into());
        values
    }

    /// One line of plain text.
    pub(super) fn line(&mut self, part: Part) -> Option<String> {
        self.find(part, is_line).first().and_then(|value| tidy_line(value.text()?))
    }

    /// Several, each once.
    pub(super) fn lines(&mut self, part: Part) -> Vec<String> {
        let mut lines = Vec::new();
        for line in self.find(part, is_line).into_iter().filter_map(|value| tidy_line(value.text()?)) {
            if lines.len() < VALUES_MAX && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// Keywords, which may stand in one text with commas.
    pub(super) fn keywords(&mut self) -> Vec<String> {
        let mut lines = self.lines(Part::Keywords);
        if let [line] = &lines[..] {
            let words = line.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
            lines = words.take(VALUES_MAX).map(str::to_owned).collect();
        }
        lines
    }

    pub(super) fn date(&mut self, part: Part) -> Option<Dated> {
        let found = self.mapping.find(part, self.document, |value| date(value).is_some())?;
        let value = date(found.1.first()?)?;
        // WordPress writes the time of the site without its zone, and that of Greenwich beside it.
        let is_gmt = found.0.ends_with("_gmt") && value.contains('T') && dates::is_without_zone(&value);
        self.find(part, |value| date(value).is_some());
        Some(Dated { value: if is_gmt { value + "Z" } else { value }, basis: "json" })
    }

    pub(super) fn url(&mut self) -> Option<String> {
        let is_url = |value: &Value<'a>| {
            value.text().is_some_and(|text| text.starts_with("http://") || text.starts_with("https://"))
        };
        self.find(Part::Url, is_url).first().and_then(|value| tidy_line(value.text()?))
    }

    /// Adds the text of the article.
    pub(super) fn body(&mut self, text: &mut Text) {
        let is_body = |value: &Value<'a>| is_line(value) || best_body(std::slice::from_ref(&value)).is_some();
        let values = self.find(Part::Text, is_body);
        if let Some(body) = best_body(&values) {
            self.push(body, text);
            return;
        }
        for value in values {
            if let Some(block) = value.text() {
                self.push(block, text);
            }
        }
    }

    /// Adds the description for want of a text.
    pub(super) fn use_description(&mut self, text: &mut Text) {
        for value in self.find(Part::Description, is_line).into_iter().take(1) {
            self.notes.insert("text".to_owned(), "description".into());
            self.push(value.text().unwrap_or_default(), text);
        }
    }

    fn push(&mut self, block: &str, text: &mut Text) {
        let block = self.without_cut_mark(block);
        if fragment::looks_like_html(block) {
            fragment::push(block, text);
        } else {
            text.push(LineKind::Paragraph, block);
        }
    }

    /// `NewsAPI` ends a text that it has cut with `[+1234 chars]`: no word of the article.
    fn without_cut_mark<'b>(&mut self, block: &'b str) -> &'b str {
        let cut = || {
            let (before, mark) = block.trim_end().strip_suffix(" chars]")?.rsplit_once("[+")?;
            Some((before.trim_end(), mark.parse::<u64>().ok()?))
        };
        let Some((before, characters)) = cut() else { return block };
        self.notes.insert("cutCharacters".to_owned(), characters.into());
        before
    }
}

/// The best of the bodies of ninjs 2 and 3, which are objects with a content type: the one with marked paragraphs.
fn best_body<'v>(values: &[&'v Value<'_>]) -> Option<&'v str> {
    let rank = |value: &&&'v Value<'_>| {
        let content_type = ["contenttype", "contentType"].iter().find_map(|name| value.member(name)?.text());
        match content_type {
            Some(content_type) if content_type.contains("html") => 2,
            _ => 1,
        }
    };
    let bodies = values.iter().filter(|value| value.member("value").is_some_and(is_line));
    // The first of the best: `max_by_key` would take the last.
    bodies.rev().max_by_key(rank)?.member("value")?.text()
}

fn date(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => dates::iso(text),
        Value::Number(number) => dates::from_unix(*number),
        _ => None,
    }
}

/// One line: no markup, no entities, white space single.
fn tidy_line(text: &str) -> Option<String> {
    let line = fragment::line(text);
    (!line.is_empty()).then(|| fragment::shorten(&line, LINE_BYTES_MAX).to_owned())
}
