//! A worker whose chain ends in the plugin that is tried.

use std::path::Path;
use std::sync::Arc;

use crate::cli::one_worker::OneWorker;
use crate::cli::plugin::run::chain::{self, Link};
use crate::cli::plugin::run::done::Done;
use crate::codes::plugins::UNREADABLE;
use crate::config::{Config, Extractor, Grant, OnError};
use crate::exit::{Exit, Failure};
use crate::inbox::claim::Claimed;
use crate::plugin::Rejection;
use crate::plugin::find::Shelf;
use crate::plugin::generation::Generation;
use crate::plugin::store::Store;
use crate::pool::verdict::Failure as Failed;
use crate::startup;

/// The chain of a plugin file: which plugins, and the file among those that were found.
pub(super) struct Chain {
    pub(super) links: Vec<Link>,
    shelf: Shelf,
    event_types: Vec<String>,
}

impl Chain {
    /// Puts the plugins that it needs, and the `named` ones, before the one in `file`.
    ///
    /// # Errors
    /// When one is refused or not found; exit code 78.
    pub(super) fn of(file: &Path, named: &[String], config: &Config) -> Result<Chain, Failure> {
        let mut shelf = Shelf::open(&config.chain.path).map_err(|error| {
            Failure::io(Exit::Io, UNREADABLE, "cannot list the plugins", &error, "check chain.path")
        })?;
        let plugin = shelf.put(file).map_err(refused)?;
        let links = chain::ending_in(&plugin.id, named, &shelf, &config.chain.extractors).map_err(refused)?;
        Ok(Chain { links, shelf, event_types: plugin.event_types })
    }
}

/// One worker, for one document at a time.
pub(super) struct Bench<'a> {
    worker: OneWorker<'a>,
    event_types: Vec<String>,
}

impl<'a> Bench<'a> {
    /// Starts a worker with the chain. `own` are the plugin's settings, if not those of the config;
    /// `grants` are what it may do beyond those of the config.
    ///
    /// # Errors
    /// When it cannot be started, or an extractor refuses its settings; exit code 78.
    pub(super) fn start(
        chain: Chain,
        own: Option<serde_json::Value>,
        grants: &[Grant],
        config: &'a mut Config,
    ) -> Result<Bench<'a>, Failure> {
        let extractors = chain.links.into_iter().map(|link| extractor(link.id, &config.chain.extractors));
        let mut extractors: Vec<Extractor> = extractors.collect();
        if let Some(last) = extractors.last_mut() {
            last.grant.extend(grants);
        }
        if let (Some(last), Some(own)) = (extractors.last_mut(), own) {
            last.config = own;
            // What the plugin says about these settings is not about the file.
            config.file = None;
        }
        let generation =
            Generation::of(&extractors, &config.reader, &chain.shelf, &mut Store::default()).map_err(refused)?;
        let worker = OneWorker::start(config, startup::setup_of(config, generation)?)?;
        Ok(Bench { worker, event_types: chain.event_types })
    }

    /// Runs the chain over a document and tells what the plugin did, or why there is nothing.
    ///
    /// # Errors
    /// When the worker cannot be started again.
    pub(super) fn extract(&mut self, claimed: &Arc<Claimed>) -> Result<Result<Done, Box<Failed>>, Failure> {
        let (mut lines, mut failed) = (Vec::new(), None);
        self.worker.extract(Arc::clone(claimed), |_, read| match read {
            Ok(read) => lines.extend_from_slice(read.block.as_bytes()),
            Err(failure) => failed = failed.take().or(Some(failure)),
        })?;
        let read = failed.map_or(Ok(lines), Err);
        let label = self.worker.generation().extractors.last().map_or("", |plugin| plugin.label.as_str());
        Ok(read.map(|lines| Done::of(&lines, label, &self.event_types)))
    }

    /// Ends the worker.
    pub(super) fn finish(self) {
        self.worker.finish();
    }
}

/// An extractor as the configured chain has it, or without settings.
fn extractor(id: String, configured: &[Extractor]) -> Extractor {
    let known = configured.iter().find(|extractor| extractor.plugin == id);
    let (config, grant, read) = match known {
        Some(extractor) => (extractor.config.clone(), extractor.grant.clone(), extractor.read.clone()),
        None => (serde_json::json!({}), Vec::new(), Vec::new()),
    };
    Extractor { name: id.clone(), plugin: id, on_error: OnError::Quarantine, grant, read, config }
}

fn refused(rejection: Rejection) -> Failure {
    Failure::new(Exit::Config, rejection)
}
