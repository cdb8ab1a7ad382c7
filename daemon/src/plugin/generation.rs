//! One immutable set of plugins and configs: what a pool of workers runs.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use data_encoding::BASE32_NOPAD;

use crate::config::{self, Chain, OnError};
use crate::id::Fingerprint;
use crate::plugin::Rejection;
use crate::plugin::error::{NOT_AN_EXTRACTOR, UNREADABLE};
use crate::plugin::find::{Shelf, check_layers};
use crate::plugin::image::Image;
use crate::reader;

/// A chain that was found, inspected and copied.
pub struct Generation {
    /// Short name of all that runs: libraries, configs, build.
    pub id: String,
    /// Equal when the same content would give the same events.
    pub fingerprint: Fingerprint,
    /// The same in hex.
    pub fingerprint_hex: String,
    /// The extractors, in chain order.
    pub extractors: Vec<Extractor>,
}

/// One extractor of a generation.
pub struct Extractor {
    /// Its name in the chain.
    pub name: String,
    /// `id@version` of its plugin.
    pub label: String,
    /// The manifest as the library has it.
    pub manifest: String,
    /// The event types that it may emit.
    pub event_types: Vec<String>,
    /// Its config, a JSON object.
    pub config: serde_json::Value,
    /// What its failure means for the document.
    pub on_error: OnError,
    /// The sealed copy of its library.
    pub image: Arc<OwnedFd>,
}

impl Generation {
    /// Finds, inspects and copies the plugins of a chain.
    ///
    /// # Errors
    /// The first reason to refuse the chain; nothing has been started or written then.
    pub fn assemble(chain: &Chain) -> Result<Generation, Rejection> {
        let shelf = Shelf::open(&chain.path).map_err(|error| cannot_read("chain.path", &error))?;
        // Other libraries may lie there for good reasons; an extractor that cannot be loaded does not.
        for refused in shelf.rejected().iter().filter(|refused| refused.code != NOT_AN_EXTRACTOR) {
            let path = refused.plugin.display();
            tracing::warn!(%path, code = refused.code, reason = refused.problem, "an extractor of chain.path cannot be used");
        }
        Generation::of(&chain.extractors, &shelf)
    }

    /// Copies the plugins of a chain that are on a shelf.
    ///
    /// # Errors
    /// As [`Generation::assemble`].
    pub fn of(chain: &[config::Extractor], shelf: &Shelf) -> Result<Generation, Rejection> {
        let mut located = Vec::new();
        for extractor in chain {
            located.push((extractor, shelf.get(&extractor.plugin)?));
        }
        let manifests: Vec<_> =
            located.iter().map(|(extractor, plugin)| (extractor.name.as_str(), &plugin.inspection.manifest)).collect();
        check_layers(&manifests)?;

        let mut fingerprint = blake3::Hasher::new();
        let mut running = blake3::Hasher::new();
        fingerprint.update(&reader::VERSION.to_le_bytes());
        running.update(env!("CARGO_PKG_VERSION").as_bytes());
        let mut extractors = Vec::new();
        for (extractor, plugin) in located {
            let manifest = &plugin.inspection.manifest;
            let image = Image::copy(&plugin.path, &manifest.id)
                .map_err(|error| cannot_read(&plugin.path.display().to_string(), &error))?;
            // A JSON object's keys are sorted, so equal configs have equal text.
            let config = extractor.config.to_string();
            for part in [&manifest.id, &manifest.version, &config] {
                fingerprint.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
            }
            running.update(&image.hash);
            extractors.push(Extractor {
                name: extractor.name.clone(),
                label: format!("{}@{}", manifest.id, manifest.version),
                manifest: plugin.inspection.manifest_text.clone(),
                event_types: manifest.event_types.clone(),
                config: extractor.config.clone(),
                on_error: extractor.on_error,
                image: Arc::new(image.file),
            });
        }
        let fingerprint: Fingerprint = fingerprint.finalize().into();
        running.update(&fingerprint);
        let mut id = BASE32_NOPAD.encode(&running.finalize().as_bytes()[..10]);
        id.make_ascii_lowercase();
        let fingerprint_hex = blake3::Hash::from(fingerprint).to_hex().to_string();
        Ok(Generation { id, fingerprint, fingerprint_hex, extractors })
    }
}

fn cannot_read(what: &str, error: &io::Error) -> Rejection {
    Rejection {
        code: UNREADABLE,
        plugin: what.into(),
        problem: "it cannot be read".to_owned(),
        found: error.to_string(),
        expected: "files that the daemon's user may read".to_owned(),
        remedy: "check path and permissions".to_owned(),
    }
}
