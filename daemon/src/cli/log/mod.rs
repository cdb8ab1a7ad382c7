//! `dragoman log`: one file a command. They only read the log, with or without a running daemon.

mod cluster;
mod count;
mod tail;
mod verify;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Subcommand;

use crate::cli::Settings;
use crate::codes::folders::{LOG_DAMAGED, NO_LOG};
use crate::exit::{Exit, Failure};
use crate::log::error::ReadError;
use crate::log::read::LogFolder;

/// How often a log that has nothing new is looked at.
const POLL: Duration = Duration::from_millis(200);

#[derive(clap::Args)]
pub(super) struct Log {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Hold every line of the log against its rules; exit with 1 when one is broken
    Verify(verify::Verify),
    /// Count the lines of the log
    Count(count::Count),
    /// Print lines of the log, and go on as it grows
    Tail(tail::Tail),
    /// Tell which interactions of different articles speak of the same happening, in a log of its own
    Cluster(cluster::Cluster),
}

impl Log {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        match &self.command {
            Command::Verify(verify) => verify.run(settings),
            Command::Count(count) => count.run(settings),
            Command::Tail(tail) => tail.run(settings),
            Command::Cluster(cluster) => cluster.run(settings),
        }
    }
}

/// Which log.
#[derive(clap::Args)]
struct Place {
    /// The folder of its segments [default: the one of the config]
    folder: Option<PathBuf>,
}

impl Place {
    fn folder(&self, settings: &Settings) -> Result<LogFolder, Failure> {
        Ok(match &self.folder {
            Some(folder) => LogFolder::new(folder),
            None => LogFolder::new(&settings.load()?.config.log),
        })
    }
}

/// The log cannot be read, or not on.
fn unreadable(folder: &Path, error: &ReadError) -> Failure {
    match error {
        ReadError::Io(error) => {
            let doing = format!("cannot read the log in {}", folder.display());
            Failure::io(Exit::Io, NO_LOG, doing, error, "name the folder of a log, or with -c the config of its daemon")
        }
        damage => Failure::new(
            Exit::Found,
            format_args!(
                "error[{LOG_DAMAGED}]: the log in {}: {damage}\n  fix:   `dragoman log verify` shows all that is wrong; put back copies of the damaged segments",
                folder.display()
            ),
        ),
    }
}
