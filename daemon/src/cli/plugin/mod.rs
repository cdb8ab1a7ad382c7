//! `dragoman plugin`: one file a command.

mod add;
mod change;
mod check;
mod inspect;
mod list;
mod new;
mod remove;
mod run;

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::Settings;
use crate::exit::{Exit, Failure};

#[derive(clap::Args)]
pub(super) struct Plugin {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check whether a plugin keeps the contract
    Check(check::Check),
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
    /// Write a new plugin that builds, with tests and an example
    New(new::New),
    /// Run a plugin file over documents, without a daemon; touches nothing else
    Run(run::Run),
    /// Put a plugin into the chain of the config, and of the daemon that runs with it
    Add(add::Add),
    /// Take an extractor out of the chain
    Remove(remove::Remove),
}

impl Plugin {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        match &self.command {
            Command::Add(add) => add.run(settings),
            Command::Remove(remove) => remove.run(settings),
            Command::Check(check) => check.run(),
            Command::List => list::run(settings),
            Command::Inspect { file, json } => inspect::run(file, *json),
            Command::New(new) => new.run(),
            Command::Run(run) => run.run(settings),
        }
    }
}
