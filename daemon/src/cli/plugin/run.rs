//! `dragoman plugin run`: one plugin over a few documents, in a real worker, for its author. Writes nothing.

mod bench;
mod chain;
mod done;

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::plugin::run::bench::{Bench, Chain};
use crate::cli::plugin::run::done::Done;
use crate::cli::table::table;
use crate::cli::{Settings, diagnostics, one_worker};
use crate::codes::authoring::RUN_CONFIG;
use crate::codes::content::UNREADABLE;
use crate::config::Grant;
use crate::exit::{Exit, Failure};
use crate::pool::verdict::Failure as Failed;

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
    #[arg(long, value_name = "ID,...", value_delimiter = ',')]
    before: Vec<String>,
    /// Let it start programs, as grant = ["exec"] in its table would
    #[arg(long)]
    grant_exec: bool,
    /// Print its events as the lines of an example instead of a table
    #[arg(long)]
    json: bool,
    /// Read every document so many times, to tell how long it takes
    #[arg(long, value_name = "N", default_value = "1")]
    repeat: NonZeroUsize,
}

impl Run {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let mut config = settings.load_or_default()?.config;
        diagnostics::start(settings, &config.diagnostics)?;
        let own = self.plugin_config.as_deref().map(plugin_config).transpose()?;
        let chain = Chain::of(&self.file, &self.before, &config)?;
        for link in &chain.links {
            if let Some(layer) = &link.layer {
                hint(settings, format_args!("{} runs before it, for the layer {layer}", link.id));
            }
        }
        let grants: &[Grant] = if self.grant_exec { &[Grant::Exec] } else { &[] };
        let bytes_max = config.limits.max_document;
        let mut bench = Bench::start(chain, own, grants, &mut config)?;
        let mut out = io::stdout().lock();
        let mut exit = Exit::Fine;
        for path in &self.documents {
            let (done, times) = match self.read(path, bytes_max, &mut bench)? {
                Ok(done) => done,
                Err(complaint) => {
                    exit = Exit::Found;
                    eprintln!("{}: {complaint}", path.display());
                    continue;
                }
            };
            let ended = done.tell(times);
            let text = if self.json {
                hint(settings, format_args!("{}: {ended}", path.display()));
                done.json
            } else {
                format!("{}  {:<12} {ended}\n", table(path, &done.lines), "ended")
            };
            if out.write_all(text.as_bytes()).is_err() {
                // A reader that is gone has seen enough.
                break;
            }
        }
        bench.finish();
        Ok(exit)
    }

    /// Runs one document: what the plugin did the last time, and how long it took each time, in microseconds; or why
    /// there is nothing.
    fn read(
        &self,
        path: &Path,
        bytes_max: u64,
        bench: &mut Bench<'_>,
    ) -> Result<Result<(Done, Vec<u64>), String>, Failure> {
        let claimed = match one_worker::read(path, bytes_max) {
            Ok(claimed) => Arc::new(claimed),
            Err(error) => {
                let fix = "name a readable file of at most limits.max_document";
                return Ok(Err(format!("error[{UNREADABLE}]: {error}\n  fix:   {fix}")));
            }
        };
        let mut times = Vec::new();
        loop {
            let done = match bench.extract(&claimed)? {
                Ok(done) => done,
                Err(failed) => return Ok(Err(complaint(&failed))),
            };
            times.push(done.wall_us());
            if times.len() == self.repeat.get() {
                return Ok(Ok((done, times)));
            }
        }
    }
}

/// Says what is no result, unless `-q` asks for errors only.
fn hint(settings: &Settings, text: fmt::Arguments<'_>) {
    if settings.quiet == 0 {
        eprintln!("{text}");
    }
}

/// Reads `--plugin-config`.
fn plugin_config(argument: &str) -> Result<serde_json::Value, Failure> {
    let refused = |why: &dyn fmt::Display| {
        let text =
            format!("error[{RUN_CONFIG}]: --plugin-config {argument}: {why}\n  fix:   write a JSON object, or @FILE");
        Failure::new(Exit::Usage, text)
    };
    let text = match argument.strip_prefix('@') {
        Some(file) => Cow::Owned(std::fs::read_to_string(file).map_err(|error| refused(&error))?),
        None => Cow::Borrowed(argument),
    };
    let object: serde_json::Map<_, _> = serde_json::from_str(&text).map_err(|error| refused(&error))?;
    Ok(object.into())
}

/// Why a document gave nothing: whose doing it was, and what the worker printed last.
fn complaint(failed: &Failed) -> String {
    let who = failed.plugin.as_ref().map(|plugin| format!("{plugin}: ")).unwrap_or_default();
    let mut text = format!("error[{}]: {who}{}\n  fix:   {}", failed.code, failed.text, failed.remedy);
    if !failed.output.is_empty() {
        text.push_str(&format!("\n  it printed: {}", failed.output.replace('\n', "\n              ")));
    }
    text
}
