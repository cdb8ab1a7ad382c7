//! A line that was read: its envelope taken apart where it stands, without parsing the data.
//!
//! The keys of a line have one order, which [`line`](mod@crate::log::line) writes, so one walk along it finds them all.

use serde::de::IgnoredAny;

use crate::log::line::{TIME_BYTES, schema_of};

/// What every line begins with.
pub(super) const BEGINNING: &str = r#"{"specversion":"1.0","#;
/// A letter and the base32 of 160 bits.
const ID_BYTES: usize = 33;
/// `d` stands for a digit.
const TIME: &[u8; TIME_BYTES] = b"dddd-dd-ddTdd:dd:dd.ddddddZ";

/// The keys of an event or a document record, as they are written: escapes are not resolved.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Envelope<'a> {
    pub(crate) id: &'a str,
    pub(crate) source: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) time: &'a str,
    pub(crate) schema: Option<&'a str>,
    pub(crate) sequence: u64,
    pub(crate) extractor: &'a str,
    /// JSON.
    pub(crate) data: &'a str,
}

impl<'a> Envelope<'a> {
    /// Takes a line without its line feed apart.
    ///
    /// # Errors
    /// What is wrong, when a key is missing or not in its place.
    pub(crate) fn parse(line: &'a [u8]) -> Result<Envelope<'a>, String> {
        let text = std::str::from_utf8(line).map_err(|error| error.to_string())?;
        let rest = text.strip_prefix(BEGINNING).ok_or_else(|| format!("it does not begin with {BEGINNING}"))?;
        let mut keys = Keys { rest };
        Ok(Envelope {
            id: keys.string("id")?,
            source: keys.string("source")?,
            kind: keys.string("type")?,
            subject: keys.string("subject")?,
            time: keys.string("time")?,
            schema: keys.string("dataschema").ok(),
            sequence: number(keys.string("sequence")?)?,
            extractor: keys.string("extractor")?,
            data: keys.data()?,
        })
    }

    /// Checks the form of every value, and that the whole is JSON.
    ///
    /// # Errors
    /// What is wrong.
    pub(crate) fn check(&self) -> Result<(), String> {
        let id = self.id.as_bytes();
        let base32 = |byte: &u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        if id.len() != ID_BYTES || id[0] != b'e' || !id.iter().all(base32) {
            return Err("its `id` is none".to_owned());
        }
        let hash = self.subject.strip_prefix("b3:").unwrap_or_default();
        if hash.len() != 64 || !hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err("its `subject` is no document".to_owned());
        }
        let digit_or_same = |(byte, form): (u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == *form };
        if self.time.len() != TIME_BYTES || !self.time.bytes().zip(TIME).all(digit_or_same) {
            return Err("its `time` is none".to_owned());
        }
        if self.schema != schema_of(self.kind).as_deref() {
            return Err("its `dataschema` is not the one of its `type`".to_owned());
        }
        if !self.extractor.contains('@') {
            return Err("its `extractor` has no version".to_owned());
        }
        is_string("type", self.kind)?;
        is_string("extractor", self.extractor)?;
        if !self.data.starts_with('{') {
            return Err("its `data` is no object".to_owned());
        }
        let data = serde_json::from_str::<IgnoredAny>(self.data);
        data.map(|_| ()).map_err(|error| format!("its `data` is no JSON: {error}"))
    }
}

/// What was not walked along yet.
struct Keys<'a> {
    rest: &'a str,
}

impl<'a> Keys<'a> {
    /// The string under the next key, with the comma behind it; where another key is next, nothing is taken.
    fn string(&mut self, key: &str) -> Result<&'a str, String> {
        let missing = || format!("its `{key}` is missing, no string, or not in its place");
        let opened = self.rest.strip_prefix('"').and_then(|rest| rest.strip_prefix(key)?.strip_prefix(r#"":""#));
        let opened = opened.ok_or_else(missing)?;
        let end = end_of_string(opened).ok_or_else(missing)?;
        self.rest = opened[end..].strip_prefix(r#"","#).ok_or_else(missing)?;
        Ok(&opened[..end])
    }

    /// The value under the last key.
    fn data(&self) -> Result<&'a str, String> {
        let value = self.rest.strip_prefix(r#""data":"#).and_then(|rest| rest.strip_suffix('}'));
        value.ok_or_else(|| "its `data` is missing, not in its place, or cut off".to_owned())
    }
}

/// Where the quotation mark stands that ends a string.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

fn number(digits: &str) -> Result<u64, String> {
    let is_number = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_number.then(|| digits.parse().ok()).flatten();
    number.ok_or_else(|| "its `sequence` is no number of 20 digits".to_owned())
}

/// Checks the escapes of a string that has any.
fn is_string(key: &str, written: &str) -> Result<(), String> {
    let is_plain = written.bytes().all(|byte| byte >= b' ' && byte != b'\\');
    if is_plain || serde_json::from_str::<IgnoredAny>(&format!("\"{written}\"")).is_ok() {
        return Ok(());
    }
    Err(format!("its `{key}` is no string"))
}

/// A string as it stands in a line, between its quotation marks.
pub(super) fn written(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocumentId;
    use crate::log::line::{BlockWriter, Source};

    /// An event of this type, as the log has it.
    fn line(kind: &str) -> String {
        let source = Source::new("desk \"south\"");
        let mut writer = BlockWriter::new(&source, DocumentId::of(b"x"), &[0; 32]);
        writer.event("a@1", kind, "", r#"{"n":"}"}"#);
        let mut block = writer.finish(&serde_json::json!({}), 1).unwrap();
        block.stamp(b"2026-11-21T12:00:00.123456Z", 41);
        String::from_utf8(block.as_bytes().to_vec()).unwrap().lines().next().unwrap().to_owned()
    }

    #[test]
    fn a_line_is_taken_apart_as_it_was_put_together() {
        for (kind, schema) in [("article", Some("urn:dragoman:schema:article:1.0")), ("com.example.words.v1", None)] {
            let line = line(kind);
            let envelope = Envelope::parse(line.as_bytes()).unwrap();
            assert_eq!(envelope.check(), Ok(()));
            assert_eq!((envelope.sequence, envelope.schema, envelope.data), (41, schema, r#"{"n":"}"}"#));
            assert_eq!(envelope.source, written("urn:dragoman:desk \"south\""));
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told() {
        for (from, to, told) in [
            ("1.0", "2.0", "does not begin with"),
            ("\"type\"", "\"kind\"", "its `type` is missing"),
            (r#""time":"2026-"#, r#""time":"2026/"#, "its `time` is none"),
            (r#""subject":"b3:"#, r#""subject":"b4:"#, "its `subject` is no document"),
            (r#""id":"e"#, r#""id":"E"#, "its `id` is none"),
            (r#""sequence":"0"#, r#""sequence":""#, "its `sequence` is no number"),
            (":article:", ":articles:", "its `dataschema` is not"),
            ("a@1", "a", "its `extractor` has no version"),
            ("a@1", r"a@\x", "its `extractor` is no string"),
            (r#""}"}}"#, r#""}"}"#, "its `data` is no JSON"),
            (r#""}"}}"#, r#""}"},"more":1}"#, "its `data` is no JSON"),
            (r#"{"n":"}"}"#, "[]", "its `data` is no object"),
            (r#"{"n":"}"}}"#, "", "its `data` is missing"),
        ] {
            let whole = line("article");
            let damaged = whole.replacen(from, to, 1);
            assert_ne!(damaged, whole, "{from}");
            let fault = Envelope::parse(damaged.as_bytes()).and_then(|envelope| envelope.check()).unwrap_err();
            assert!(fault.contains(told), "{damaged}: {fault}");
        }
        assert!(Envelope::parse(b"\xff").unwrap_err().contains("utf-8"));
    }
}
