//! How an event becomes a line: the CloudEvents 1.0 envelope around an extractor's `data`.
//!
//! Keys come in a fixed order. `time` and `sequence` are known only when the line is committed, so they are written
//! as blanks of their exact width and stamped in place by the writer.

use std::collections::BTreeMap;

use extractor_api::json::one_line;
use serde::Serialize;

use crate::id::{DocumentId, EventKey, Fingerprint, event_id};

/// `2026-11-21T12:00:00.123456Z`
pub const TIME_BYTES: usize = 27;
/// `00000000000000001234`
const SEQUENCE_BYTES: usize = 20;
/// The type of the last line of a document.
pub const DOCUMENT_TYPE: &str = "dragoman.document.v1";

/// What is the same in every line of a log.
#[derive(Clone, Debug)]
pub struct Source {
    urn: String,
}

impl Source {
    /// The log of this name: `urn:dragoman:<name>`.
    pub fn new(name: &str) -> Source {
        Source { urn: format!("urn:dragoman:{name}") }
    }

    /// The CloudEvents `source`.
    pub fn urn(&self) -> &str {
        &self.urn
    }
}

/// Spells out a type: one without a dot is a bundled record.
pub fn full_type(kind: &str) -> String {
    if kind.contains('.') { kind.to_owned() } else { format!("dragoman.{kind}.v1") }
}

/// The lines of one document, whole but for time and sequence.
#[derive(Clone, Debug, Default)]
pub struct Block {
    bytes: Vec<u8>,
    /// Per line, where its time and its sequence stand.
    blanks: Vec<(usize, usize)>,
}

impl Block {
    /// In bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// How many lines it has, which is how many sequence numbers it takes.
    pub fn lines(&self) -> u64 {
        self.blanks.len() as u64
    }

    /// Fills in the commit time and consecutive sequence numbers.
    pub fn stamp(&mut self, time: &[u8; TIME_BYTES], first_sequence: u64) {
        for (sequence, &(time_at, sequence_at)) in (first_sequence..).zip(&self.blanks) {
            self.bytes[time_at..time_at + TIME_BYTES].copy_from_slice(time);
            let mut rest = sequence;
            for digit in self.bytes[sequence_at..sequence_at + SEQUENCE_BYTES].iter_mut().rev() {
                (*digit, rest) = (b'0' + (rest % 10) as u8, rest / 10);
            }
        }
    }

    /// The lines.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Writes the lines of one document.
pub struct BlockWriter<'a> {
    source: &'a Source,
    document: DocumentId,
    fingerprint: &'a Fingerprint,
    subject: String,
    block: Block,
    counts: BTreeMap<String, u64>,
    /// How many events had this type and key, by the hash of both.
    ordinals: BTreeMap<[u8; 32], u64>,
    data_hash: blake3::Hasher,
}

impl<'a> BlockWriter<'a> {
    /// Begins a document.
    pub fn new(source: &'a Source, document: DocumentId, fingerprint: &'a Fingerprint) -> BlockWriter<'a> {
        BlockWriter {
            source,
            document,
            fingerprint,
            subject: format!("b3:{document}"),
            block: Block::default(),
            counts: BTreeMap::new(),
            ordinals: BTreeMap::new(),
            data_hash: blake3::Hasher::new(),
        }
    }

    /// Adds an event. `extractor` is `id@version`, `data` one JSON object without line ends.
    pub fn event(&mut self, extractor: &str, kind: &str, key: &str, data: &str) {
        let full = full_type(kind);
        let key = if key.is_empty() { data } else { key };
        let mut hasher = blake3::Hasher::new();
        hasher.update(full.as_bytes()).update(&[0]).update(key.as_bytes());
        let ordinal = self.ordinals.entry(hasher.finalize().into()).or_default();
        let id = event_id(&EventKey {
            document: self.document,
            fingerprint: self.fingerprint,
            kind: &full,
            key: key.as_bytes(),
            ordinal: *ordinal,
        });
        *ordinal += 1;
        *self.counts.entry(full.clone()).or_default() += 1;
        self.data_hash.update(data.as_bytes()).update(b"\n");
        self.line(&id, &full, extractor, data.as_bytes());
    }

    /// How many events of each full type were added.
    pub fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    /// Bytes of the lines so far.
    pub fn size(&self) -> u64 {
        self.block.size() as u64
    }

    /// `b3:` and the hash of all `data` so far.
    pub fn hash(&self) -> String {
        format!("b3:{}", self.data_hash.finalize().to_hex())
    }

    /// Ends the document with its own record. `arrival` is how often this content has been committed, this time
    /// included.
    ///
    /// # Errors
    /// When the record cannot be written as JSON.
    pub fn finish(mut self, record: &impl Serialize, arrival: u64) -> serde_json::Result<Block> {
        // A file's name may hold what ends a line for some readers; the data of extractors comes escaped.
        let data = serde_json::to_string(record)?;
        let data = one_line(&data);
        let id = event_id(&EventKey {
            document: self.document,
            fingerprint: self.fingerprint,
            kind: DOCUMENT_TYPE,
            key: &[],
            ordinal: arrival,
        });
        let extractor = concat!("dragoman@", env!("CARGO_PKG_VERSION"));
        self.line(&id, DOCUMENT_TYPE, extractor, data.as_bytes());
        Ok(self.block)
    }

    fn line(&mut self, id: &str, full_type: &str, extractor: &str, data: &[u8]) {
        let out = &mut self.block.bytes;
        out.reserve(data.len() + 512);
        out.extend_from_slice(br#"{"specversion":"1.0","id":""#);
        out.extend_from_slice(id.as_bytes());
        string(out, r#"","source":"#, self.source.urn());
        string(out, r#","type":"#, full_type);
        string(out, r#","subject":"#, &self.subject);
        out.extend_from_slice(br#","time":""#);
        let time_at = out.len();
        out.extend_from_slice(&[b' '; TIME_BYTES]);
        out.push(b'"');
        if let Some(schema) = schema_of(full_type) {
            string(out, r#","dataschema":"#, &schema);
        }
        out.extend_from_slice(br#","sequence":""#);
        let sequence_at = out.len();
        out.extend_from_slice(&[b' '; SEQUENCE_BYTES]);
        out.push(b'"');
        string(out, r#","extractor":"#, extractor);
        out.extend_from_slice(br#","data":"#);
        out.extend_from_slice(data);
        out.extend_from_slice(b"}\n");
        self.block.blanks.push((time_at, sequence_at));
    }
}

/// Appends a prefix and a JSON string.
fn string(out: &mut Vec<u8>, prefix: &str, value: &str) {
    out.extend_from_slice(prefix.as_bytes());
    // Writing a string into a vector cannot fail.
    let _ = serde_json::to_writer(&mut *out, value);
}

/// `urn:dragoman:schema:article:1.0` for the records of this project, none for those of others.
pub fn schema_of(full_type: &str) -> Option<String> {
    let (record, major) = full_type.strip_prefix("dragoman.")?.rsplit_once(".v")?;
    Some(format!("urn:dragoman:schema:{record}:{major}.0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block() -> Block {
        let source = Source::new("desk");
        let mut writer = BlockWriter::new(&source, DocumentId::of(b"x"), &[0; 32]);
        writer.event("wordcount@1.2.0", "com.example.wordcount.v1", "", r#"{"n":3}"#);
        writer.event("anatomy@0.1.0", "article", "article", r#"{"title":"\"A\""}"#);
        writer.event("wordcount@1.2.0", "com.example.wordcount.v1", "", r#"{"n":3}"#);
        assert_eq!(writer.counts()["com.example.wordcount.v1"], 2);
        let mut block = writer.finish(&serde_json::json!({ "outcome": "complete" }), 1).unwrap();
        block.stamp(b"2026-11-21T12:00:00.123456Z", 41);
        block
    }

    #[test]
    fn a_line_is_a_cloud_event_with_its_keys_in_order() {
        let block = block();
        let text = std::str::from_utf8(block.as_bytes()).unwrap();
        let first = text.lines().next().unwrap();
        let id = serde_json::from_str::<serde_json::Value>(first).unwrap()["id"].as_str().unwrap().to_owned();
        assert_eq!(
            first,
            format!(
                concat!(
                    r#"{{"specversion":"1.0","id":"{}","source":"urn:dragoman:desk","type":"com.example.wordcount.v1","#,
                    r#""subject":"b3:{}","time":"2026-11-21T12:00:00.123456Z","sequence":"00000000000000000041","#,
                    r#""extractor":"wordcount@1.2.0","data":{{"n":3}}}}"#
                ),
                id,
                DocumentId::of(b"x")
            )
        );
    }

    #[test]
    fn a_record_has_no_character_that_ends_a_line_for_some_readers() {
        let source = Source::new("desk");
        let writer = BlockWriter::new(&source, DocumentId::of(b"x"), &[0; 32]);
        let record = serde_json::json!({ "name": "a\u{2028}b\u{85}c\nd" });
        let block = writer.finish(&record, 1).unwrap();
        let text = std::str::from_utf8(block.as_bytes()).unwrap();
        assert!(text.ends_with("\"data\":{\"name\":\"a\\u2028b\\u0085c\\nd\"}}\n"), "{text}");
    }

    #[test]
    fn lines_are_numbered_and_ids_differ_even_for_equal_events() {
        let block = block();
        let lines: Vec<serde_json::Value> =
            block.as_bytes().split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        assert_eq!((lines.len(), block.lines()), (4, 4));
        for (index, line) in lines.iter().enumerate() {
            assert_eq!(line["sequence"], format!("{:020}", 41 + index));
            assert!(lines[..index].iter().all(|other| other["id"] != line["id"]));
        }
        assert_eq!(lines[1]["dataschema"], "urn:dragoman:schema:article:1.0");
        assert_eq!(lines[3]["type"], DOCUMENT_TYPE);
        assert_eq!(lines[0].get("dataschema"), None);
    }
}
