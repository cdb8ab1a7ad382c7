//! `dragoman plugin inspect`: what a plugin file says about itself.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::codes::plugins::UNREADABLE;
use crate::exit::{Exit, Failure};
use crate::plugin::inspect::{Inspection, inspect};
use crate::plugin::store::Store;

pub(super) fn run(file: &Path, as_json: bool) -> Result<Exit, Failure> {
    let inspection = inspect(file).map_err(|rejection| Failure::new(Exit::Found, rejection))?;
    let image = Store::default()
        .copy(file)
        .map_err(|error| Failure::io(Exit::Io, UNREADABLE, file.display(), &error, "check the path"))?;
    let hash = blake3::Hash::from(image.hash).to_hex();
    let text = if as_json { json_text(&inspection, &hash) } else { table(&inspection, &hash) };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Fine)
}

fn json_text(inspection: &Inspection, hash: &str) -> String {
    let manifest: serde_json::Value = serde_json::from_str(&inspection.manifest_text).unwrap_or_default();
    let glibc = inspection.glibc.map(|version| version.to_string());
    format!("{}\n", json!({ "manifest": manifest, "glibc": glibc, "hash": format!("b3:{hash}") }))
}

fn table(inspection: &Inspection, hash: &str) -> String {
    let manifest = &inspection.manifest;
    let list = |items: &[String]| if items.is_empty() { "none".to_owned() } else { items.join(", ") };
    let (major, minor) = manifest.abi;
    let rows = [
        ("plugin", format!("{}@{}", manifest.id, manifest.version)),
        ("about", manifest.description.clone()),
        ("licence", manifest.license.clone()),
        ("contract", format!("{major}.{minor}")),
        ("reads", list(&manifest.reads)),
        ("publishes", list(&manifest.publishes)),
        ("emits", list(&manifest.event_types)),
        (
            "for",
            if manifest.media_types.is_empty() { "every media type".to_owned() } else { list(&manifest.media_types) },
        ),
        (
            "config",
            if manifest.config_schema.is_some() { "has a schema (--json shows it)" } else { "no schema" }.to_owned(),
        ),
        ("glibc", inspection.glibc.map_or("none needed".to_owned(), |version| format!("{version} or newer"))),
        ("hash", format!("b3:{hash}")),
    ];
    rows.iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| format!("{label:<10} {value}\n")).collect()
}
