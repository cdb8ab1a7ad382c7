//! Turns the bytes of a file into text. Runs in the worker only.
//!
//! Parts: [`sniff`], what the bytes are; [`charset`], bytes to text; [`article`], what is made of them. Then the formats: of
//! one document, [`html`], [`markdown`], [`json`], [`feed`], [`newsml`], [`mail`], [`office`], [`pdf`]; of many, [`entries`]
//! says what they have in common, and [`containers`] and [`epub`] are such, with what [`json`], [`feed`] and [`newsml`] take
//! apart. [`xml`], [`fragment`] and [`dates`] are what several need.

pub mod article;
pub mod charset;
pub mod containers;
pub mod dates;
pub mod entries;
pub mod epub;
pub mod feed;
pub mod fragment;
pub mod html;
pub mod json;
pub mod mail;
pub mod markdown;
pub mod newsml;
pub mod office;
pub mod open;
pub mod pdf;
pub mod sniff;
pub mod xml;

use serde_json::Value;

use crate::codes::content::{BINARY, ENCRYPTED, MALFORMED, TOO_MUCH_TEXT, TRUNCATED, UNSUPPORTED};
use crate::reader::article::{Content, Meta, Text};
use crate::reader::charset::{Decoded, Known};
use crate::reader::json::Mapping;
use crate::reader::sniff::{Format, Hints, Sniffed, sniff};

/// Part of the chain fingerprint: raised when the same bytes would give another text.
pub const VERSION: u32 = 2;

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

/// How documents are read.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Longest text, in bytes.
    pub text_bytes_max: u64,
    /// Where the parts of a document stand in JSON, before the known dialects.
    pub json: Mapping,
}

/// Reads a document of which this is known.
///
/// # Errors
/// When its format is not read, it breaks the rules of its format or the limits, or there is no text in it.
pub fn read<'a>(bytes: &'a [u8], hints: &Hints, rules: &Rules) -> Result<Article<'a>, Failure> {
    let found = sniff(bytes, bytes.len() as u64, hints);
    read_as(bytes, &found, hints, rules)
}

/// Reads a document that was sniffed already.
///
/// # Errors
/// As [`read`].
pub fn read_as<'a>(bytes: &'a [u8], found: &Sniffed, hints: &Hints, rules: &Rules) -> Result<Article<'a>, Failure> {
    let mut content = content(bytes, found, hints, rules)?;
    content.facts.insert("sniffed".to_owned(), found.fact());
    describe(content, bytes, rules.text_bytes_max)
}

fn content(bytes: &[u8], found: &Sniffed, hints: &Hints, rules: &Rules) -> Result<Content, Failure> {
    match found.format {
        Format::PlainText => plain(bytes, hints),
        Format::Markdown => markdown::read(bytes, hints),
        Format::Html => page(bytes, hints),
        Format::Xhtml => match &hints.book {
            Some(book) => epub::chapter::read(bytes, book, hints.name.as_deref().unwrap_or_default()),
            None => page(bytes, hints),
        },
        Format::Json => json::read(bytes, hints, &rules.json),
        Format::FeedItem => feed::read(bytes, hints),
        Format::NewsMl | Format::Nitf => newsml::read(bytes, hints),
        Format::Mail => mail::read(bytes, |text| html::read(text, &html::Hints::default())),
        Format::Pdf => pdf::read(bytes),
        Format::Docx | Format::Odt => office::read(bytes),
        // Its first bytes do not always tell one from an archive of files.
        Format::Zip => office::read(bytes).map_err(|failure| match failure.code {
            UNSUPPORTED => refused(found.format, found),
            _ => failure,
        }),
        Format::OldWord | Format::OldOffice => Err(office::refuse_ole(bytes)),
        format => Err(refused(format, found)),
    }
}

/// Why a format is not read as one document.
fn refused(format: Format, found: &Sniffed) -> Failure {
    let (name, because) = (format.name(), &found.reason);
    if let Some(missing) = found.truncated {
        return Failure { code: TRUNCATED, text: format!("this is {name}, and {missing}: copy it again, whole") };
    }
    match format.remedy() {
        Some(remedy) if format == Format::Binary => {
            Failure { code: BINARY, text: format!("these bytes are no text in any charset ({because}): {remedy}") }
        }
        Some(remedy) if format == Format::Encrypted => {
            Failure { code: ENCRYPTED, text: format!("this is {name} ({because}): {remedy}") }
        }
        Some(remedy) => {
            Failure { code: UNSUPPORTED, text: format!("this is {name} ({because}), which is not read: {remedy}") }
        }
        None => Failure {
            code: MALFORMED,
            text: format!(
                "this is {name} ({because}) within another file, where it is not taken apart: drop it by itself"
            ),
        },
    }
}

/// Reads plain text.
fn plain(bytes: &[u8], hints: &Hints) -> Result<Content, Failure> {
    let decoded = decoded(bytes, hints, None)?;
    let facts = decoded.facts();
    let text = Text::plain(charset::normalise(decoded.text));
    Ok(Content { media_type: "text/plain", text, meta: Meta::default(), facts })
}

/// Reads a page of the web.
fn page(bytes: &[u8], hints: &Hints) -> Result<Content, Failure> {
    let decoded = decoded(bytes, hints, html::declared_charset(bytes))?;
    let outside = html::Hints { address: hints.url.as_deref() };
    let mut content = html::read(&decoded.text, &outside)?;
    content.facts.extend(decoded.facts());
    Ok(content)
}

/// Decodes; `declared` is what the document itself says of its charset.
fn decoded<'a>(bytes: &'a [u8], hints: &Hints, declared: Option<String>) -> Result<Decoded<'a>, Failure> {
    let tld = hints.tld();
    let label = hints.charset().or(declared.as_deref());
    charset::decode_known(bytes, Known { label, tld: tld.as_deref() }).ok_or_else(|| Failure {
        code: BINARY,
        text: "these bytes are no text in any charset: NUL bytes stand among them".to_owned(),
    })
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

    fn rules(text_bytes_max: u64) -> Rules {
        Rules { text_bytes_max, ..Rules::default() }
    }

    #[test]
    fn plain_text_is_read_and_described() {
        let bytes = "PARIS \u{2013} line\r\nline\r\n".as_bytes();
        let article = read(bytes, &Hints::default(), &rules(1000)).unwrap();
        assert_eq!(article.text.as_deref(), Some("PARIS \u{2013} line\nline\n"));
        let facts: Value = serde_json::from_str(&article.facts_json).unwrap();
        assert_eq!((&facts["mediaType"], &facts["charset"]), (&json!("text/plain"), &json!("utf-8")));
        assert_eq!((&facts["textBytes"], &facts["sniffed"]["format"]), (&json!(20), &json!("plainText")));
    }

    #[test]
    fn other_formats_binaries_and_long_texts_are_refused_with_their_code() {
        for (bytes, limit, code) in [
            (&b"{\\rtf1 words}"[..], 100, UNSUPPORTED),
            (b"\x89PNG\r\n\x1a\n rest", 100, UNSUPPORTED),
            (b"\x00\x01\x02\x00\x00\xff\x00", 100, BINARY),
            (b"word word word", 9, TOO_MUCH_TEXT),
        ] {
            assert_eq!(read(bytes, &Hints::default(), &rules(limit)).unwrap_err().code, code, "{bytes:?}");
        }
    }
}
