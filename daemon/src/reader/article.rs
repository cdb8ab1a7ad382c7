//! What a format makes of the bytes of a document: lines of text, and what the container says about them.

use serde_json::{Map, Value, json};

use crate::reader::charset;

/// A document as read, before the limits are asked.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The media type that was found.
    pub media_type: &'static str,
    /// The text.
    pub text: Text,
    /// What container and format say about it.
    pub meta: Meta,
    /// What the reader noticed, for the `document` record; a JSON object of at most a few hundred bytes.
    pub facts: Map<String, Value>,
}

/// What a line is, where the format says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// A paragraph, or nothing known.
    Paragraph,
    /// A heading of any level, the title too.
    Heading,
    /// An item of a list.
    ListItem,
    /// What stands below a picture or a table.
    Caption,
    /// A quotation set apart.
    Quote,
    /// A row of a table, its cells separated by tabs.
    TableRow,
    /// A footnote or an endnote.
    Note,
}

impl LineKind {
    /// Its name in the metadata, and `None` for paragraphs, which are not listed.
    fn key(self) -> Option<&'static str> {
        match self {
            LineKind::Paragraph => None,
            LineKind::Heading => Some("headings"),
            LineKind::ListItem => Some("listItems"),
            LineKind::Caption => Some("captions"),
            LineKind::Quote => Some("quotes"),
            LineKind::TableRow => Some("tableRows"),
            LineKind::Note => Some("notes"),
        }
    }
}

/// Text as lines, one a block of the format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    text: String,
    lines: usize,
    /// The lines that are no paragraphs.
    kinds: Vec<(usize, LineKind)>,
}

impl Text {
    /// Text that comes without blocks; of its control characters, line ends and tabs stay.
    pub fn plain(text: String) -> Text {
        let text = charset::normalise(text);
        Text { lines: memchr::memchr_iter(b'\n', text.as_bytes()).count(), text, kinds: Vec::new() }
    }

    /// Adds a block. White space at its ends is dropped; one that holds line ends is several lines of its kind; one of
    /// white space alone is none. Control characters are dropped, which formats that hold text in their own way do not do.
    pub fn push(&mut self, kind: LineKind, block: &str) {
        for line in charset::normal(block).trim().lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.text.push_str(line);
            self.text.push('\n');
            if kind != LineKind::Paragraph {
                self.kinds.push((self.lines, kind));
            }
            self.lines += 1;
        }
    }

    /// The text as it stands.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text itself.
    pub fn into_string(self) -> String {
        self.text
    }

    /// The lines that are no paragraphs, by their number from 0, in order.
    pub fn kinds(&self) -> &[(usize, LineKind)] {
        &self.kinds
    }
}

/// A date as it was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// As written when it is ISO 8601 already, else brought into that form: a date, or date and time with zone.
    pub value: String,
    /// Where it stood: `json-ld`, `og`, `header`, `url`, …
    pub basis: &'static str,
}

/// What container and format say about a document; absent rather than guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what their names say")]
pub struct Meta {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub bylines: Vec<String>,
    pub published: Option<Dated>,
    pub updated: Option<Dated>,
    pub publisher: Option<String>,
    pub section: Option<String>,
    /// A BCP 47 tag.
    pub language: Option<String>,
    /// The address that the document gives for itself.
    pub url: Option<String>,
    pub description: Option<String>,
    pub keywords: Vec<String>,
}

impl Meta {
    /// The JSON object that extractors see, with the numbers of the lines that are no paragraphs.
    pub fn to_json(&self, text: &Text) -> String {
        let mut meta = Map::new();
        let mut put = |key: &str, value: &Option<String>| {
            if let Some(value) = value {
                meta.insert(key.to_owned(), json!(value));
            }
        };
        put("title", &self.title);
        put("subtitle", &self.subtitle);
        put("publisher", &self.publisher);
        put("section", &self.section);
        put("language", &self.language);
        put("url", &self.url);
        put("description", &self.description);
        for (key, basis_key, dated) in
            [("published", "publishedBasis", &self.published), ("updated", "updatedBasis", &self.updated)]
        {
            if let Some(dated) = dated {
                meta.insert(key.to_owned(), json!(dated.value));
                meta.insert(basis_key.to_owned(), json!(dated.basis));
            }
        }
        for (key, values) in [("byline", &self.bylines), ("keywords", &self.keywords)] {
            if !values.is_empty() {
                meta.insert(key.to_owned(), json!(values));
            }
        }
        let mut lines = Map::new();
        for &(number, kind) in text.kinds() {
            let Some(key) = kind.key() else { continue };
            if let Value::Array(numbers) = lines.entry(key).or_insert_with(|| json!([])) {
                numbers.push(json!(number));
            }
        }
        if !lines.is_empty() {
            meta.insert("lines".to_owned(), Value::Object(lines));
        }
        Value::Object(meta).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_no_part_of_a_text() {
        let mut text = Text::default();
        text.push(LineKind::Heading, "Harbour\u{f} talks\u{0}\r");
        text.push(LineKind::Paragraph, "They\rmet\r\nand\u{1b}\tleft.\u{c}");
        assert_eq!(text.as_str(), "Harbour talks\nThey\nmet\nand\tleft.\n");
        assert_eq!(text.kinds(), [(0, LineKind::Heading)]);
        assert_eq!(Text::plain("a\u{0}b\r".to_owned()).as_str(), "ab\n");
    }

    #[test]
    fn blocks_become_lines_and_the_metadata_names_those_that_are_no_paragraphs() {
        let mut text = Text::default();
        text.push(LineKind::Heading, " Harbour talks ");
        text.push(LineKind::Paragraph, "They met.\n\n They left. ");
        text.push(LineKind::Paragraph, " \n ");
        text.push(LineKind::Caption, "The harbour");
        assert_eq!(text.as_str(), "Harbour talks\nThey met.\nThey left.\nThe harbour\n");
        let meta = Meta {
            title: Some("Harbour talks".to_owned()),
            published: Some(Dated { value: "2026-11-20".to_owned(), basis: "json-ld" }),
            bylines: vec!["Ada Field".to_owned()],
            ..Meta::default()
        };
        let json: Value = serde_json::from_str(&meta.to_json(&text)).unwrap();
        let expected = json!({
            "title": "Harbour talks", "published": "2026-11-20", "publishedBasis": "json-ld", "byline": ["Ada Field"],
            "lines": { "headings": [0], "captions": [3] },
        });
        assert_eq!(json, expected);
    }
}
