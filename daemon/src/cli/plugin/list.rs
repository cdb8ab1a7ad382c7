//! `dragoman plugin list`: what plugins there are.

use std::io::Write;

use crate::cli::Settings;
use crate::codes::plugins::UNREADABLE;
use crate::exit::{Exit, Failure};
use crate::plugin::find::Shelf;

/// One line a plugin: its id and version, its place in the chain, where it is. Libraries that were refused follow.
pub(super) fn run(settings: &Settings) -> Result<Exit, Failure> {
    let chain = settings.load_or_default()?.config.chain;
    let shelf = Shelf::open(&chain.path)
        .map_err(|error| Failure::io(Exit::Io, UNREADABLE, "cannot list the plugins", &error, "check chain.path"))?;
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
