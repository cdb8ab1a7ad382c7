//! One immutable set of plugins and configs: what a pool of workers runs.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use extractor_api::manifest::EXEC;

use crate::config::{self, Chain, Grant, OnError};
use crate::id::Fingerprint;
use crate::plugin::Rejection;
use crate::plugin::error::{NOT_AN_EXTRACTOR, NOT_GRANTED, TOO_MANY, UNREADABLE};
use crate::plugin::find::{Shelf, check_layers};
use crate::plugin::inspect::{Inspection, inspect_opened};
use crate::plugin::store::{Image, Store};
use crate::reader::{self, json::Mapping};
use crate::worker::frame::PLACES_MAX;

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
    /// How documents are read for them.
    pub reader: config::Reader,
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
    /// Whether it may start programs.
    pub exec: bool,
    /// The JSON Schema of its config.
    pub config_schema: Option<serde_json::Value>,
    /// The BLAKE3 hash of its library.
    pub hash: [u8; 32],
    /// The BLAKE3 hash of its table in the config: its own settings, and those that every extractor has.
    pub settings: [u8; 32],
    /// The sealed copy of its library.
    pub image: Arc<OwnedFd>,
}

impl Generation {
    /// The place of the extractor with this name.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.extractors.iter().position(|extractor| extractor.name == name)
    }

    /// Finds, inspects and copies the plugins of a chain.
    ///
    /// # Errors
    /// The first reason to refuse the chain; nothing has been started or written then.
    pub fn assemble(chain: &Chain, reader: &config::Reader, store: &mut Store) -> Result<Generation, Rejection> {
        let shelf = Shelf::open(&chain.path).map_err(|error| cannot_read("chain.path", &error))?;
        // Other libraries may lie there for good reasons; an extractor that cannot be loaded does not.
        for refused in shelf.rejected().iter().filter(|refused| refused.code != NOT_AN_EXTRACTOR) {
            let path = refused.plugin.display();
            tracing::warn!(%path, code = refused.code, reason = refused.problem, "an extractor of chain.path cannot be used");
        }
        Generation::of(&chain.extractors, reader, &shelf, store)
    }

    /// Copies the plugins of a chain that are on a shelf.
    ///
    /// # Errors
    /// As [`Generation::assemble`].
    pub fn of(
        chain: &[config::Extractor],
        reader: &config::Reader,
        shelf: &Shelf,
        store: &mut Store,
    ) -> Result<Generation, Rejection> {
        if chain.len() > PLACES_MAX {
            return Err(too_many(chain.len()));
        }
        let mut taken = Vec::new();
        for extractor in chain {
            let path = &shelf.get(&extractor.plugin)?.path;
            let image = store.copy(path).map_err(|error| cannot_read(&path.display().to_string(), &error))?;
            // What was found may be another file by now; this is the one that workers load.
            let copy = image.file.try_clone().map_err(|error| cannot_read(&path.display().to_string(), &error))?;
            let inspection = inspect_opened(path, &File::from(copy))?;
            taken.push(Taken { extractor, image, inspection });
        }
        let manifests: Vec<_> =
            taken.iter().map(|taken| (taken.extractor.name.as_str(), &taken.inspection.manifest)).collect();
        check_layers(&manifests)?;
        taken.iter().try_for_each(Taken::check_grants)?;
        Ok(Generation::seal(taken, reader.clone()))
    }

    fn seal(taken: Vec<Taken<'_>>, reader: config::Reader) -> Generation {
        let mut fingerprint = blake3::Hasher::new();
        let mut running = blake3::Hasher::new();
        fingerprint.update(&reader::VERSION.to_le_bytes());
        running.update(env!("CARGO_PKG_VERSION").as_bytes());
        let mut extractors = Vec::new();
        for Taken { extractor, image, inspection } in taken {
            let manifest = inspection.manifest;
            // A JSON object's keys are sorted, so equal configs have equal text.
            let config = extractor.config.to_string();
            for part in [&manifest.id, &manifest.version, &config] {
                fingerprint.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
            }
            running.update(&(extractor.name.len() as u64).to_le_bytes()).update(extractor.name.as_bytes());
            running.update(&image.hash).update(format!("{:?}{:?}", extractor.on_error, extractor.grant).as_bytes());
            extractors.push(Extractor {
                name: extractor.name.clone(),
                label: format!("{}@{}", manifest.id, manifest.version),
                manifest: inspection.manifest_text,
                event_types: manifest.event_types,
                config: extractor.config.clone(),
                on_error: extractor.on_error,
                exec: manifest.capabilities.iter().any(|wanted| wanted == EXEC),
                config_schema: manifest.config_schema,
                hash: image.hash,
                settings: hash_of_settings(extractor),
                image: image.file,
            });
        }
        update_with_reader(&mut fingerprint, &reader);
        let fingerprint: Fingerprint = fingerprint.finalize().into();
        running.update(&fingerprint);
        let mut id = BASE32_NOPAD.encode(&running.finalize().as_bytes()[..10]);
        id.make_ascii_lowercase();
        let fingerprint_hex = blake3::Hash::from(fingerprint).to_hex().to_string();
        Generation { id, fingerprint, fingerprint_hex, extractors, reader }
    }
}

/// Settings of the reader give another text. The defaults, which most have, leave the fingerprint as it was before there
/// were any.
fn update_with_reader(fingerprint: &mut blake3::Hasher, reader: &config::Reader) {
    let config::Reader { json } = reader;
    if *json != Mapping::default() {
        let json = serde_json::json!({ "reader.json": json }).to_string();
        fingerprint.update(&(json.len() as u64).to_le_bytes()).update(json.as_bytes());
    }
}

fn hash_of_settings(extractor: &config::Extractor) -> [u8; 32] {
    let config::Extractor { on_error, grant, read, config, .. } = extractor;
    blake3::hash(format!("{config}{on_error:?}{grant:?}{read:?}").as_bytes()).into()
}

/// A plugin on its way into a generation.
struct Taken<'a> {
    extractor: &'a config::Extractor,
    image: Image,
    inspection: Inspection,
}

impl Taken<'_> {
    /// Checks that the config grants what the plugin cannot do without.
    fn check_grants(&self) -> Result<(), Rejection> {
        let (name, wanted) = (&self.extractor.name, &self.inspection.manifest.capabilities);
        if !wanted.iter().any(|wanted| wanted == EXEC) || self.extractor.grant.contains(&Grant::Exec) {
            return Ok(());
        }
        Err(Rejection {
            code: NOT_GRANTED,
            plugin: name.into(),
            problem: "it starts programs, which the config does not grant it".to_owned(),
            found: "a manifest with the capability \"exec\"".to_owned(),
            expected: format!("grant = [\"exec\"] in [plugins.{name}]"),
            remedy: format!("add that when you trust the programs that it starts, or take {name} out of chain.order"),
        })
    }
}

fn too_many(extractors: usize) -> Rejection {
    Rejection {
        code: TOO_MANY,
        plugin: "chain.order".into(),
        problem: "the chain is too long".to_owned(),
        found: format!("{extractors} extractors"),
        expected: format!("at most {PLACES_MAX}"),
        remedy: "take some out".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint_with(json: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let json = serde_json::from_str(json).unwrap();
        update_with_reader(&mut hasher, &config::Reader { json });
        hasher.finalize().into()
    }

    #[test]
    fn another_mapping_of_json_is_another_fingerprint_and_none_is_the_one_that_was() {
        let none: [u8; 32] = blake3::Hasher::new().finalize().into();
        assert_eq!(fingerprint_with("{}"), none);
        let (kop, titel) = (fingerprint_with(r#"{"title": ["kop"]}"#), fingerprint_with(r#"{"title": ["titel"]}"#));
        assert!(kop != none && titel != none && kop != titel);
    }
}
