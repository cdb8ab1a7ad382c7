//! The commands. Results go to standard output, everything else to standard error.

mod archived;
mod check;
mod ctl;
mod diagnostics;
mod explain;
mod extract;
mod help;
mod init;
mod log;
mod one_worker;
mod plugin;
mod printable;
mod quarantine;
mod records;
mod replay;
mod run;
mod status;
mod table;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{ArgAction, Parser, Subcommand};

use crate::codes::folders::CURRENT_FOLDER;
use crate::config::{self, Loaded, Sources};
use crate::exit::{Exit, Failure};

/// Turn a folder of news articles into a log of events.
#[derive(Parser)]
#[command(name = "dragoman", version, max_term_width = 100, after_help = EXAMPLES, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  dragoman init news && dragoman run -c news/dragoman.toml
  dragoman extract article.txt
  dragoman extract --json article.txt | jq .data.title
  dragoman help D0203";

#[derive(Clone, clap::Args)]
struct Settings {
    /// Config file [default: the nearest dragoman.toml]
    #[arg(short, long, value_name = "FILE", global = true, env = "DRAGOMAN_CONFIG")]
    config: Option<PathBuf>,
    /// Override one setting, e.g. --set limits.workers=1 (repeatable)
    #[arg(long, value_name = "KEY=VALUE", global = true)]
    set: Vec<String>,
    /// Only errors; twice: nothing
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "verbose")]
    quiet: u8,
    /// More detail; twice: even more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
}

#[derive(Subcommand)]
enum Command {
    /// Write a small config, its folders and three sample articles
    Init(init::Init),
    /// Show the events of one or more files; touches nothing else
    Extract(extract::Extract),
    /// Watch the inbox until stopped (--once: empty it and exit)
    Run(run::Run),
    /// Health of the running daemon in one screen
    Status(status::Status),
    /// What happened to a file or a document, and why
    Explain(explain::Explain),
    /// Check config, plugins and folders without running
    Check(check::Check),
    /// List, show, retry or drop the files that could not be processed
    Quarantine(quarantine::Quarantine),
    /// Read archived documents anew, after a plugin or its settings changed
    Replay(replay::Replay),
    /// Verify, count or print the event log
    Log(log::Log),
    /// Control the running daemon: scan, pause, resume, reload, stop
    Ctl(ctl::Ctl),
    /// List and inspect extractor plugins
    Plugin(plugin::Plugin),
    /// Explain a command or an error code
    Help(help::Help),
}

/// Runs the command that the arguments name.
///
/// # Errors
/// What stopped it, with its exit code.
pub fn run(arguments: Vec<OsString>) -> Result<Exit, Failure> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // A reader that is gone has seen enough.
            let _ = error.print();
            return Ok(if asked { Exit::Fine } else { Exit::Usage });
        }
    };
    let settings = arguments.settings;
    match arguments.command {
        Command::Init(init) => init.run(),
        Command::Extract(extract) => extract.run(&settings),
        Command::Run(run) => run.run(&settings),
        Command::Status(status) => status.run(&settings),
        Command::Explain(explain) => explain.run(&settings),
        Command::Check(check) => check.run(&settings),
        Command::Quarantine(quarantine) => quarantine.run(&settings),
        Command::Replay(replay) => replay.run(&settings),
        Command::Log(log) => log.run(&settings),
        Command::Ctl(ctl) => ctl.run(&settings),
        Command::Plugin(plugin) => plugin.run(&settings),
        Command::Help(help) => help.run(),
    }
}

impl Settings {
    /// Settings that name a config file and nothing else.
    fn of_file(file: &Path) -> Settings {
        Settings { config: Some(file.to_owned()), set: Vec::new(), quiet: 0, verbose: 0 }
    }

    /// The level that `-q` or `-v` ask for; without them, nothing.
    fn level(&self) -> Option<&'static str> {
        match (self.quiet, self.verbose) {
            (0, 0) => None,
            (1, _) => Some("error"),
            (2.., _) => Some("off"),
            (0, 1) => Some("debug"),
            (0, _) => Some("trace"),
        }
    }

    fn sources(&self) -> Result<Sources, Failure> {
        let folder = std::env::current_dir().map_err(|error| {
            Failure::io(
                Exit::Io,
                CURRENT_FOLDER,
                "cannot tell the current folder",
                &error,
                "change to a folder that exists",
            )
        })?;
        let variables = std::env::vars_os();
        let environment =
            variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Ok(Sources { file: self.config.clone(), set: self.set.clone(), environment: environment.collect(), folder })
    }

    /// Reads the config; its warnings are printed.
    ///
    /// # Errors
    /// All its faults, rendered; exit code 78.
    fn load(&self) -> Result<Loaded, Failure> {
        checked(config::load(&self.sources()?))
    }

    /// The folder of the daemon that runs with the config, whatever else is wrong with it.
    ///
    /// # Errors
    /// As [`Settings::load`] when there is no config file.
    fn state_folder(&self) -> Result<PathBuf, Failure> {
        config::state_folder(&self.sources()?).map_err(|error| Failure::new(Exit::Config, error.render(false)))
    }

    /// Reads the config, or takes the defaults where there is none.
    ///
    /// # Errors
    /// As [`Settings::load`].
    fn load_or_default(&self) -> Result<Loaded, Failure> {
        checked(config::load_or_default(&self.sources()?))
    }
}

fn checked(loaded: Result<Loaded, config::ConfigError>) -> Result<Loaded, Failure> {
    let color = std::io::IsTerminal::is_terminal(&std::io::stderr()) && std::env::var_os("NO_COLOR").is_none();
    let loaded = loaded.map_err(|error| Failure::new(Exit::Config, error.render(color)))?;
    for warning in &loaded.warnings {
        eprintln!("{}", warning.trim_end());
    }
    Ok(loaded)
}

/// How many workers to run: as configured, or as many as there are cores.
fn workers(limits: &config::Limits) -> usize {
    limits.workers.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from)
}
