//! `dragoman plugin run`: one plugin over a few documents, in a real worker, for its author. Writes nothing.

mod chain;
mod done;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};

use crate::cli::plugin::run::done::Done;
use crate::cli::table::table;
use crate::cli::{Settings, diagnostics, extract};
use crate::config::{Config, Extractor, OnError};
use crate::exit::{Exit, Failure};
use crate::inbox::claim::Claimed;
use crate::log::line::Block;
use crate::main_loop::{WAKES_MAX, Wake};
use crate::plugin::Rejection;
use crate::plugin::find::Shelf;
use crate::plugin::generation::Generation;
use crate::pool::verdict::Failure as Failed;
use crate::pool::{Inbox, Pool, Setup};
use crate::startup;

#[derive(clap::Args)]
pub(super) struct Run {
    /// The library
    file: PathBuf,
    /// The documents; - for standard input
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<PathBuf>,
    /// The plugin's settings: a JSON object, or @FILE with one [default: its table of the config file]
    #[arg(long, value_name = "JSON")]
    plugin_config: Option<String>,
    /// Plugins to run before it, by id; those that publish the layers that it reads are found without this
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    before: Vec<String>,
    /// Print its events as the lines of an example instead of a table
    #[arg(long)]
    json: bool,
    /// Read every document so many times, to tell how long it takes
    #[arg(long, value_name = "N", default_value = "1")]
    repeat: NonZeroU32,
}

impl Run {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let mut config = settings.load_or_default()?.config;
        diagnostics::start(settings, &config.diagnostics)?;
        let mut bench = self.bench(&mut config)?;
        let mut out = io::stdout().lock();
        let mut exit = Exit::Fine;
        for path in &self.documents {
            let text = match self.read(path, &config, &mut bench)? {
                Ok(text) => text,
                Err(complaint) => {
                    eprintln!("{}: {complaint}", path.display());
                    exit = Exit::Found;
                    continue;
                }
            };
            if out.write_all(text.as_bytes()).is_err() {
                // A reader that is gone has seen enough.
                break;
            }
        }
        bench.pool.finish();
        Ok(exit)
    }

    /// Makes the chain and starts a worker with it.
    fn bench(&self, config: &mut Config) -> Result<Bench, Failure> {
        let refused = |rejection: Rejection| Failure::new(Exit::Config, rejection);
        let mut shelf = Shelf::open(&config.chain.path)
            .map_err(|error| Failure::io(Exit::Io, "D0504", "cannot list the plugins", &error, "check chain.path"))?;
        let plugin = shelf.put(&self.file).map_err(refused)?;
        let links = chain::ending_in(&plugin.id, &self.before, &shelf, &config.chain.extractors).map_err(refused)?;
        for link in &links {
            if let Some(layer) = &link.layer {
                eprintln!("{} runs before it, for the layer {layer}", link.id);
            }
        }
        let mut extractors: Vec<_> =
            links.into_iter().map(|link| extractor(link.id, &config.chain.extractors)).collect();
        if let (Some(last), Some(settings)) = (extractors.last_mut(), &self.plugin_config) {
            last.config = plugin_config(settings)?;
            // What the plugin says of these settings is no matter of the file.
            config.file = None;
        }
        let generation = Generation::of(&extractors, &shelf).map_err(refused)?;
        Bench::start(config, generation, plugin.event_types)
    }

    /// Runs one document and tells what came of it.
    fn read(&self, path: &Path, config: &Config, bench: &mut Bench) -> Result<Result<String, String>, Failure> {
        let claimed = match extract::read(path, config.limits.max_document) {
            Ok(claimed) => Arc::new(claimed),
            Err(error) => {
                let fix = "name a readable file of at most limits.max_document";
                return Ok(Err(format!("error[D0406]: {error}\n  fix:   {fix}")));
            }
        };
        let (mut first, mut times) = (None, Vec::new());
        for _ in 0..self.repeat.get() {
            let block = match bench.extract(&claimed)? {
                Ok(block) => block,
                Err(failed) => return Ok(Err(complaint(&failed))),
            };
            let done = bench.done(&block);
            times.push(done.wall_us());
            first.get_or_insert(done);
        }
        let Some(done) = first else { return Ok(Ok(String::new())) };
        let ended = done.tell(times);
        Ok(Ok(if self.json {
            eprintln!("{}: {ended}", path.display());
            done.json
        } else {
            format!("{}  {:<12} {ended}\n", table(path, &done.lines), "ended")
        }))
    }
}

/// A worker with a chain that ends in the plugin.
struct Bench {
    setup: Arc<Setup>,
    pool: Pool,
    woken: Receiver<Wake>,
    event_types: Vec<String>,
}

impl Bench {
    fn start(config: &Config, generation: Generation, event_types: Vec<String>) -> Result<Bench, Failure> {
        let mut setup = startup::setup_of(config, generation);
        // The documents come from no inbox.
        setup.inboxes = vec![Inbox { path: String::new(), tags: BTreeMap::new() }];
        let setup = Arc::new(setup);
        let (wakes, woken) = bounded(WAKES_MAX);
        let pool = startup::start_pool(config, 1, &setup, wakes, &woken)?;
        Ok(Bench { setup, pool, woken, event_types })
    }

    fn extract(&mut self, claimed: &Arc<Claimed>) -> Result<Result<Block, Box<Failed>>, Failure> {
        let done = extract::extract(Arc::clone(claimed), &self.setup.generation, &mut self.pool, &self.woken)?;
        Ok(done.map(|(block, _)| block))
    }

    /// What the plugin did, which is the last of the chain.
    fn done(&self, block: &Block) -> Done {
        let label = self.setup.generation.extractors.last().map_or("", |plugin| plugin.label.as_str());
        Done::of(block.as_bytes(), label, &self.event_types)
    }
}

/// An extractor as the configured chain has it, or without settings.
fn extractor(id: String, configured: &[Extractor]) -> Extractor {
    let known = configured.iter().find(|extractor| extractor.plugin == id);
    let config = known.map_or_else(|| serde_json::json!({}), |extractor| extractor.config.clone());
    Extractor { name: id.clone(), plugin: id, on_error: OnError::Quarantine, config }
}

/// Reads `--plugin-config`.
fn plugin_config(argument: &str) -> Result<serde_json::Value, Failure> {
    let refused = |why: &dyn std::fmt::Display| {
        let text = format!("error[D0562]: --plugin-config {argument}: {why}\n  fix:   write a JSON object, or @FILE");
        Failure::new(Exit::Usage, text)
    };
    let text = match argument.strip_prefix('@') {
        Some(file) => Cow::Owned(std::fs::read_to_string(file).map_err(|error| refused(&error))?),
        None => Cow::Borrowed(argument),
    };
    let object: serde_json::Map<_, _> = serde_json::from_str(&text).map_err(|error| refused(&error))?;
    Ok(object.into())
}

/// Why a document gave nothing; whose doing it was, and what the worker printed last.
fn complaint(failed: &Failed) -> String {
    let who = failed.plugin.as_ref().map(|plugin| format!("{plugin}: ")).unwrap_or_default();
    let mut text = format!("error[{}]: {who}{}\n  fix:   {}", failed.code, failed.text, failed.remedy);
    if !failed.output.is_empty() {
        text.push_str(&format!("\n  it printed: {}", failed.output.replace('\n', "\n              ")));
    }
    text
}
