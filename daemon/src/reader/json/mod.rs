//! JSON: one article, a list of them, or one a line.
//!
//! Parts: [`layout`] tells which, [`split`] takes many apart, [`tree`] holds one in memory, [`mapping`] says which field is
//! what.

mod fields;
pub mod layout;
pub mod mapping;
pub mod split;
#[cfg(test)]
mod tests;
pub mod tree;

use serde_json::json;

pub use mapping::Mapping;

use crate::codes::content::{BINARY, MALFORMED, NO_TEXT};
use crate::reader::article::{Content, LineKind, Meta, Text};
use crate::reader::charset::{self, Known};
use crate::reader::fragment;
use crate::reader::sniff::Hints;
use crate::reader::{Failure, dates};
use fields::Fields;
use mapping::Part;
use tree::Value;

/// Reads one JSON document as an article.
///
/// # Errors
/// When it is no JSON, breaks a limit, or has no text in any field that the mapping knows.
pub fn read(bytes: &[u8], hints: &Hints, mapping: &Mapping) -> Result<Content, Failure> {
    let tld = hints.tld();
    let decoded =
        charset::decode_known(bytes, Known { label: hints.charset(), tld: tld.as_deref() }).ok_or_else(|| Failure {
            code: BINARY,
            text: "this begins as JSON does, but NUL bytes stand in it: export it again".to_owned(),
        })?;
    let mut facts = decoded.facts();
    let text = decoded.text.trim_start_matches('\u{feff}');
    let mended;
    let document = match Value::parse(text) {
        Ok(document) => document,
        // Half a pair is an error like any other to the parser: only then is the text gone through for it.
        Err(failure) => {
            mended = tree::mend(text).filter(|_| failure.code == MALFORMED).ok_or(failure)?;
            facts.insert("mended".to_owned(), true.into());
            Value::parse(&mended)?
        }
    };
    // Search engines wrap what they hold.
    let article = document.member("_source").filter(|inner| matches!(inner, Value::Object(_))).unwrap_or(&document);
    let mut fields = Fields::new(article, mapping);
    let (text, meta) = article_of(&mut fields, hints).ok_or_else(|| no_text(&document))?;
    if let Some(dialect) = dialect(article) {
        facts.insert("dialect".to_owned(), dialect.into());
    }
    facts.insert("fields".to_owned(), json!(fields.used));
    facts.extend(fields.notes);
    Ok(Content { media_type: "application/json", text, meta, facts })
}

/// Makes text and metadata of the fields; `None` when there is no text.
fn article_of(fields: &mut Fields<'_, '_>, hints: &Hints) -> Option<(Text, Meta)> {
    let title = fields.line(Part::Title);
    let subtitle = fields.line(Part::Subtitle);
    let description = fields.line(Part::Description);
    let mut text = Text::default();
    for heading in [&title, &subtitle].into_iter().flatten() {
        text.push(LineKind::Heading, heading);
    }
    let heading_bytes = text.as_str().len();
    fields.body(&mut text);
    if text.as_str().len() == heading_bytes {
        // A teaser is better than nothing, and the facts say that it is one.
        fields.use_description(&mut text);
    }
    if text.as_str().len() == heading_bytes {
        return None;
    }
    let language = fields.line(Part::Language).map(|tag| tag.replace('_', "-"));
    let meta = Meta {
        title,
        subtitle,
        bylines: fields.lines(Part::Byline),
        published: fields.date(Part::Published),
        updated: fields.date(Part::Updated),
        publisher: fields.line(Part::Publisher).or_else(|| hints.publisher.clone()),
        section: fields.line(Part::Section),
        language: language.filter(|tag| dates::is_language(tag)).or_else(|| hints.language.clone()),
        url: fields.url().or_else(|| hints.url.clone()),
        description,
        keywords: fields.keywords(),
    };
    Some((text, meta))
}

/// Says which fields there are, and how to tell which of them is the text.
fn no_text(document: &Value<'_>) -> Failure {
    if !matches!(document, Value::Object(_)) {
        let text = "this JSON is no object with fields, so that nothing says what its text is: drop the text itself"
            .to_owned();
        return Failure { code: NO_TEXT, text };
    }
    let fields = mapping::text_fields(document);
    let Some((longest, _)) = fields.first() else {
        return Failure {
            code: NO_TEXT,
            text: "no field of this JSON document holds text: drop the article's text instead".to_owned(),
        };
    };
    let names: Vec<&str> = fields.iter().take(8).map(|(path, _)| path.as_str()).collect();
    let more =
        if fields.len() > names.len() { format!(" and {} more", fields.len() - names.len()) } else { String::new() };
    let names = names.join(", ");
    let shown = fragment::shorten(&names, 300);
    let text = format!(
        "no field of this JSON document is known to be its text: it has {shown}{more}: name it in the config, such as \
         [reader.json] text = \"{}\"",
        fragment::shorten(longest, 80)
    );
    Failure { code: NO_TEXT, text }
}

/// Names the dialect by fields that no other has.
fn dialect(article: &Value<'_>) -> Option<&'static str> {
    let has = |name: &str| article.member(name).is_some();
    let is_object = |name: &str| matches!(article.member(name), Some(Value::Object(_)));
    Some(if has("maintext") {
        "news-please"
    } else if has("content_html") || has("content_text") {
        "JSON Feed"
    } else if is_object("content") && is_object("title") {
        "WordPress"
    } else if has("bodies") || has("headlines") {
        "ninjs 2 or 3"
    } else if has("versioncreated") || has("body_xhtml") {
        "ninjs 1"
    } else if has("publishedAt") && is_object("source") {
        "NewsAPI"
    } else if has("articleBody") || has("@context") {
        "schema.org"
    } else {
        return None;
    })
}
