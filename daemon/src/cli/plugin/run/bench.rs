//! A worker whose chain ends in the plugin that is tried.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};

use crate::cli::extract;
use crate::cli::plugin::run::chain::{self, Link};
use crate::cli::plugin::run::done::Done;
use crate::config::{Config, Extractor, OnError};
use crate::exit::{Exit, Failure};
use crate::inbox::claim::Claimed;
use crate::main_loop::{WAKES_MAX, Wake};
use crate::plugin::Rejection;
use crate::plugin::find::Shelf;
use crate::plugin::generation::Generation;
use crate::pool::verdict::Failure as Failed;
use crate::pool::{Inbox, Pool, Setup};
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
        let mut shelf = Shelf::open(&config.chain.path)
            .map_err(|error| Failure::io(Exit::Io, "D0504", "cannot list the plugins", &error, "check chain.path"))?;
        let plugin = shelf.put(file).map_err(refused)?;
        let links = chain::ending_in(&plugin.id, named, &shelf, &config.chain.extractors).map_err(refused)?;
        Ok(Chain { links, shelf, event_types: plugin.event_types })
    }
}

/// One worker, for one document at a time.
pub(super) struct Bench {
    setup: Arc<Setup>,
    pool: Pool,
    woken: Receiver<Wake>,
    event_types: Vec<String>,
}

impl Bench {
    /// Starts a worker with the chain. `own` are the plugin's settings, if not those of the config.
    ///
    /// # Errors
    /// When it cannot be started, or an extractor refuses its settings; exit code 78.
    pub(super) fn start(chain: Chain, own: Option<serde_json::Value>, config: &mut Config) -> Result<Bench, Failure> {
        let extractors = chain.links.into_iter().map(|link| extractor(link.id, &config.chain.extractors));
        let mut extractors: Vec<Extractor> = extractors.collect();
        if let (Some(last), Some(own)) = (extractors.last_mut(), own) {
            last.config = own;
            // What the plugin says about these settings is not about the file.
            config.file = None;
        }
        let generation = Generation::of(&extractors, &chain.shelf).map_err(refused)?;
        let mut setup = startup::setup_of(config, generation);
        // The documents come from no inbox.
        setup.inboxes = vec![Inbox { path: String::new(), tags: BTreeMap::new() }];
        let setup = Arc::new(setup);
        let (wakes, woken) = bounded(WAKES_MAX);
        let pool = startup::start_pool(config, 1, &setup, wakes, &woken)?;
        Ok(Bench { setup, pool, woken, event_types: chain.event_types })
    }

    /// Runs the chain over a document and tells what the plugin did, or why there is nothing.
    ///
    /// # Errors
    /// When the worker cannot be started again.
    pub(super) fn extract(&mut self, claimed: &Arc<Claimed>) -> Result<Result<Done, Box<Failed>>, Failure> {
        let generation = &self.setup.generation;
        let read = extract::extract(Arc::clone(claimed), generation, &mut self.pool, &self.woken)?;
        let label = generation.extractors.last().map_or("", |plugin| plugin.label.as_str());
        Ok(read.map(|(block, _)| Done::of(block.as_bytes(), label, &self.event_types)))
    }

    /// Ends the worker.
    pub(super) fn finish(self) {
        self.pool.finish();
    }
}

/// An extractor as the configured chain has it, or without settings.
fn extractor(id: String, configured: &[Extractor]) -> Extractor {
    let known = configured.iter().find(|extractor| extractor.plugin == id);
    let config = known.map_or_else(|| serde_json::json!({}), |extractor| extractor.config.clone());
    Extractor { name: id.clone(), plugin: id, on_error: OnError::Quarantine, config }
}

fn refused(rejection: Rejection) -> Failure {
    Failure::new(Exit::Config, rejection)
}
