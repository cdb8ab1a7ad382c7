//! Tells by their first bytes which files are no plain text.

/// Formats by what they begin with, after white space for those that are text themselves.
const BINARY: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"),
    (b"WARC/", "a WARC archive"),
];
const MARKUP: &[(&[u8], &str)] = &[
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<head", "an HTML page"),
    (b"<body", "an HTML page"),
    (b"<?xml", "an XML document"),
    (b"<rss", "a feed"),
    (b"<feed", "a feed"),
];

/// Names the format of bytes that are not plain text, or `None`.
pub fn other_format(bytes: &[u8]) -> Option<&'static str> {
    let known = |table: &[(&[u8], &'static str)], bytes: &[u8]| {
        let begins = |magic: &[u8]| bytes.get(..magic.len()).is_some_and(|head| head.eq_ignore_ascii_case(magic));
        table.iter().find(|(magic, _)| begins(magic)).map(|(_, name)| *name)
    };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    known(BINARY, bytes).or_else(|| known(MARKUP, text)).or_else(|| is_json(text).then_some("a JSON document"))
}

/// Whether a whole text is one JSON object or array, or lines of them.
fn is_json(text: &[u8]) -> bool {
    let first = match text.first() {
        Some(b'{' | b'[') => text.split(|&byte| byte == b'\n').next().unwrap_or_default(),
        _ => return false,
    };
    let is_value = |bytes: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
    is_value(text) || is_value(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_that_begins_oddly_is_still_plain_text() {
        for text in ["", "{not json", "[1] A footnote first", "< 5 dead", "% of voters"] {
            assert_eq!(other_format(text.as_bytes()), None, "{text}");
        }
        assert_eq!(other_format(b"{\"title\":\"A\"}\n{\"title\":\"B\"}\n"), Some("a JSON document"));
    }
}
