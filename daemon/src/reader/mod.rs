//! Turns the bytes of a file into text. Runs in the worker only.
//!
//! Parts: [`charset`], bytes to text; [`sniff`], what the bytes are; [`article`], what is made of them; [`entries`], files that
//! hold many documents; [`markdown`], [`json`], [`feed`] and [`newsml`], the formats; [`xml`], [`fragment`] and [`dates`], what
//! several of them need. What is recognised and not read is refused by name, so that nothing is read as what it is not.

pub mod article;
pub mod charset;
pub mod dates;
pub mod entries;
pub mod feed;
pub mod fragment;
pub mod json;
pub mod markdown;
pub mod newsml;
pub mod sniff;
pub mod xml;

use serde_json::Value;

use crate::codes::content::{BINARY, TOO_MUCH_TEXT, UNSUPPORTED};
use crate::reader::article::{Content, Meta, Text};
use crate::reader::sniff::Format;

/// Part of the chain fingerprint: raised when the same bytes would give another text.
pub const VERSION: u32 = 1;

/// A document as the chain sees it.
#[derive(Debug)]
pub struct Article<'a> {
    /// As found.
    pub media_type: &'static str,
    /// Normalised: line ends are LF, no NUL or other control characters but tab.
    pub text: Option<String>,
    /// The original bytes.
    pub raw: &'a [u8],
    /// What format and container say; a JSON object.
    pub meta_json: String,
    /// What the reader found, for the `document` record; a JSON object.
    pub facts_json: String,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// A code of the 4xx range.
    pub code: &'static str,
    /// What was found, and what to do.
    pub text: String,
}

/// Reads a document; `text_bytes_max` bounds the text.
///
/// # Errors
/// When it is no plain text, or too long.
pub fn read(bytes: &[u8], text_bytes_max: u64) -> Result<Article<'_>, Failure> {
    let head = &bytes[..bytes.len().min(sniff::HEAD_BYTES)];
    let found = sniff::sniff(head, bytes.len() as u64, &sniff::Hints::default());
    // Mail and Markdown can be read as the text that they are; what is binary is refused below.
    let is_text =
        matches!(found.format, Format::PlainText | Format::Markdown | Format::Mail | Format::Mbox | Format::Binary);
    if !is_text {
        return Err(Failure {
            code: UNSUPPORTED,
            text: format!("this is {}, and this version reads plain text: drop its text instead", found.format.name()),
        });
    }
    describe(plain(bytes)?, bytes, text_bytes_max)
}

/// Reads plain text.
fn plain(bytes: &[u8]) -> Result<Content, Failure> {
    let decoded = charset::decode(bytes).ok_or_else(|| Failure {
        code: BINARY,
        text: "these bytes are no text in any charset: NUL bytes stand among them".to_owned(),
    })?;
    let facts = decoded.facts();
    let text = Text::plain(charset::normalise(decoded.text));
    Ok(Content { media_type: "text/plain", text, meta: Meta::default(), facts })
}

/// Makes of a content what the chain sees.
fn describe(content: Content, raw: &[u8], text_bytes_max: u64) -> Result<Article<'_>, Failure> {
    let Content { media_type, text, meta, mut facts } = content;
    let bytes = text.as_str().len();
    if bytes as u64 > text_bytes_max {
        return Err(Failure {
            code: TOO_MUCH_TEXT,
            text: format!("{bytes} bytes of text, limits.max_text allows {text_bytes_max}: split the file"),
        });
    }
    facts.insert("mediaType".to_owned(), media_type.into());
    facts.insert("textBytes".to_owned(), bytes.into());
    let meta_json = meta.to_json(&text);
    let facts_json = Value::Object(facts).to_string();
    Ok(Article { media_type, text: Some(text.into_string()), raw, meta_json, facts_json })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_text_is_read_and_described() {
        let article = read("PARIS \u{2013} line\r\nline\r\n".as_bytes(), 1000).unwrap();
        assert_eq!(article.text.as_deref(), Some("PARIS \u{2013} line\nline\n"));
        let facts: serde_json::Value = serde_json::from_str(&article.facts_json).unwrap();
        assert_eq!(facts, json!({ "mediaType": "text/plain", "charset": "utf-8", "textBytes": 20 }));
    }

    #[test]
    fn other_formats_binaries_and_long_texts_are_refused_with_their_code() {
        for (bytes, limit, code) in [
            (&b"%PDF-1.7\n"[..], 100, UNSUPPORTED),
            (b"  <!DOCTYPE html><html>", 100, UNSUPPORTED),
            (b"PK\x03\x04rest", 100, UNSUPPORTED),
            (b"\x00\x01\x02\x00\x00\xff\x00", 100, BINARY),
            (b"word word word", 9, TOO_MUCH_TEXT),
        ] {
            assert_eq!(read(bytes, limit).unwrap_err().code, code, "{bytes:?}");
        }
    }
}
