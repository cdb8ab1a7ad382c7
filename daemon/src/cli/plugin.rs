//! `dragoman plugin`: what plugins there are, and what one says about itself.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use crate::cli::Settings;
use crate::exit::{Exit, Failure};
use crate::plugin::find::Shelf;
use crate::plugin::image::Image;
use crate::plugin::inspect::{Inspection, inspect};

#[derive(clap::Args)]
pub(super) struct Plugin {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the plugins that the daemon would find
    List,
    /// Show what a plugin file says about itself, without running it
    Inspect {
        /// The library
        file: PathBuf,
        /// Print its manifest and the rest as one JSON object
        #[arg(long)]
        json: bool,
    },
}

impl Plugin {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        match &self.command {
            Command::List => list(settings),
            Command::Inspect { file, json } => show(file, *json),
        }
    }
}

/// One line a plugin: its id and version, its place in the chain, where it is. Libraries that were refused follow.
fn list(settings: &Settings) -> Result<Exit, Failure> {
    let chain = settings.load_or_default()?.config.chain;
    let shelf = Shelf::open(&chain.path)
        .map_err(|error| Failure::io(Exit::Io, "D0504", "cannot list the plugins", &error, "check chain.path"))?;
    let mut text = String::new();
    for plugin in shelf.plugins() {
        let manifest = &plugin.inspection.manifest;
        let place = chain.extractors.iter().position(|extractor| extractor.plugin == manifest.id);
        let place = place.map_or("not in chain".to_owned(), |place| format!("{}. in chain", place + 1));
        let label = format!("{}@{}", manifest.id, manifest.version);
        text.push_str(&format!("{label:<24} {place:<13} {}\n", plugin.path.display()));
    }
    for rejection in shelf.rejected() {
        text.push_str(&format!("{:<24} {}: {}\n", rejection.code, rejection.plugin.display(), rejection.problem));
    }
    // A reader that is gone has seen enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(if shelf.rejected().is_empty() { Exit::Fine } else { Exit::Found })
}

fn show(file: &Path, as_json: bool) -> Result<Exit, Failure> {
    let inspection = inspect(file).map_err(|rejection| Failure::new(Exit::Found, rejection))?;
    let image = Image::copy(file, &inspection.manifest.id)
        .map_err(|error| Failure::io(Exit::Io, "D0504", file.display(), &error, "check the path"))?;
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
