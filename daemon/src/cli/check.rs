//! `dragoman check`: everything that `run` would refuse, without running.

use std::io::Write;
use std::sync::Arc;

use crate::cli::{Settings, workers};
use crate::exit::{Exit, Failure};
use crate::plugin::store::Store;
use crate::startup;

#[derive(clap::Args)]
pub(super) struct Check {
    /// Only the config and the plugin files; starts no worker
    #[arg(long)]
    offline: bool,
    /// Exit with 1 when there are warnings
    #[arg(long)]
    deny_warnings: bool,
}

impl Check {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let loaded = settings.load()?;
        let config = loaded.config;
        let setup = Arc::new(startup::setup(&config, &mut Store::default())?);
        startup::refuse_network(&config)?;
        let found = if self.offline { None } else { Some(startup::probe(&config, &setup)?) };
        let mut text = String::new();
        let mut line = |what: &str, value: &dyn std::fmt::Display| text.push_str(&format!("{what:<9}{value}\n"));
        if let Some(file) = &config.file {
            line("config", &file.display());
        }
        for inbox in &config.inboxes {
            let note = if inbox.path.is_dir() { "" } else { "  (not there yet; run makes it)" };
            line("inbox", &format_args!("{}{note}", inbox.path.display()));
        }
        line("log", &config.log.display());
        for extractor in &setup.generation.extractors {
            line("plugin", &extractor.label);
        }
        line("workers", &workers(&config.limits));
        if let Some(found) = found {
            line("sandbox", &found.describe());
            for gap in found.gaps(&setup.policy) {
                line("  open", &format_args!("{}: {}", gap.what, gap.consequence));
            }
        }
        let worker = if self.offline { "no worker was started" } else { "a worker loaded them and read a sample" };
        line("fine", &format_args!("{} plugins, {worker}", setup.generation.extractors.len()));
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(if self.deny_warnings && !loaded.warnings.is_empty() { Exit::Found } else { Exit::Fine })
    }
}
