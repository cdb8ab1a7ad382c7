//! The lines that a program is sent.

use extractor_api::layer::{Language, Zone};
use extractor_api::{Document, Error, json};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::config::Config;
use crate::program::PROTOCOL;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Hello<'a> {
    hello: u32,
    settings: &'a Map<String, Value>,
    event_types: &'a [String],
}

/// The first line.
///
/// # Errors
/// When the settings cannot be written as JSON.
pub(crate) fn hello(config: &Config) -> serde_json::Result<Vec<u8>> {
    line(&Hello { hello: PROTOCOL, settings: &config.settings, event_types: &config.event_types })
}

#[derive(Serialize)]
struct Request<'a> {
    document: Shown<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    id: &'a str,
    name: &'a str,
    media_type: &'a str,
    attempt: u32,
    meta: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zones: Option<Vec<Stretch>>,
    text: Option<&'a str>,
}

/// A zone, in code points.
#[derive(Serialize)]
struct Stretch {
    kind: &'static str,
    start: u64,
    end: u64,
}

/// The line for a document.
///
/// # Errors
/// When its meta is not JSON.
pub(crate) fn document(document: &Document<'_>) -> Result<Vec<u8>, Error> {
    let shown = Shown {
        id: document.id(),
        name: document.name(),
        media_type: document.media_type(),
        attempt: document.attempt(),
        meta: document.meta()?,
        language: language(document),
        zones: zones(document),
        text: document.text(),
    };
    Ok(line(&Request { document: shown })?)
}

fn language(document: &Document<'_>) -> Option<String> {
    let whole = document.layer::<Language>()?.iter().find(|record| record.scope == Language::TEXT)?;
    Some(whole.code().to_owned())
}

fn zones(document: &Document<'_>) -> Option<Vec<Stretch>> {
    let code_points = |offset: u64| document.code_points(usize::try_from(offset).unwrap_or(usize::MAX));
    let stretch =
        |zone: Zone| Stretch { kind: zone.kind.name(), start: code_points(zone.start), end: code_points(zone.end) };
    Some(document.layer::<Zone>()?.iter().map(stretch).collect())
}

/// One line for every reader: some take U+2028 for the end of one.
fn line(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut line = json::one_line(&serde_json::to_string(value)?).into_owned().into_bytes();
    line.push(b'\n');
    Ok(line)
}
