//! The data of the records that the daemon itself writes.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

/// The last line of every document: what was read, by whom, with what result. Field names are the log's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document<'a> {
    /// How it ended.
    pub outcome: Outcome,
    /// What was dropped.
    pub file: File<'a>,
    /// The tags of the inbox.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: &'a BTreeMap<String, String>,
    /// What the reader found: media type, charset and so on; absent for a duplicate, which is not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<&'a RawValue>,
    /// For a file that holds many documents, whose own records stand before this one: what was in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Entries>,
    /// How each extractor ended, in chain order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extractors: Vec<ExtractorOutcome<'a>>,
    /// How many events of each type precede this line.
    pub events: BTreeMap<String, u64>,
    /// How often this content has been committed, this time included.
    pub arrival: u64,
    /// For a document that was read anew: the id of its `document` record before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<&'a str>,
    /// `b3:` and the content that was committed under this name before, if it was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// 1 when the first attempt succeeded.
    pub attempts: u32,
    /// Base32 of what was running: libraries, build, configs.
    pub generation: &'a str,
    /// Hex of the chain fingerprint.
    pub fingerprint: &'a str,
    /// Length of the lines before this one, in bytes.
    pub bytes: u64,
    /// `b3:` and the BLAKE3 of the `data` of those lines, each followed by a line feed.
    pub hash: String,
}

/// How a document that is in the log ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Every extractor did its part.
    Complete,
    /// An extractor with `on_error = "skip"` failed; the others did their part.
    Incomplete,
    /// The same content is in the log already.
    Duplicate,
}

/// What was dropped into the inbox.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct File<'a> {
    /// Its name; bytes that are not UTF-8 are shown as U+FFFD.
    pub name: &'a str,
    /// The name's own bytes, when they are not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_b64: Option<String>,
    /// The inbox it was dropped into.
    pub inbox: &'a str,
    /// Which of its documents this is, if it holds many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry<'a>>,
    /// In bytes.
    pub size: u64,
    /// Last written to, as the file itself says; RFC 3339, like the next three.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// First noticed.
    pub seen: String,
    /// Found to be finished.
    pub settled: String,
    /// Taken out of the inbox.
    pub claimed: String,
}

/// One document of a file that holds many.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry<'a> {
    /// Its place in the file, from 0.
    pub number: u32,
    /// What the file calls it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub name: &'a str,
    /// In bytes.
    pub size: u64,
}

/// What was in a file that holds many documents.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entries {
    /// Documents that are in the log since this file was read.
    pub documents: u64,
    /// Documents whose content was in the log already; they have no record of their own.
    pub duplicates: u64,
}

/// The name under which the ledger knows one document of a file. One that was read anew has the id of the record that it
/// follows in it: it is not to be taken for the document at that place in another file of that name.
pub fn member_name(file: &[u8], number: u32, supersedes: Option<&str>) -> Vec<u8> {
    let follows = supersedes.map(|record| format!("@{record}")).unwrap_or_default();
    [file, format!("#{number}{follows}").as_bytes()].concat()
}

/// How one extractor ended with a document.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtractorOutcome<'a> {
    /// Its name in the chain.
    pub name: &'a str,
    /// `id@version` of its plugin.
    pub plugin: &'a str,
    /// `ok`, `skipped` or `failed`.
    pub outcome: &'static str,
    /// Why it failed: a fixed word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// Why it failed, in its own words.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub text: &'a str,
    /// Events that count.
    pub events: u64,
    /// Wall time in microseconds.
    pub wall_us: u64,
}
