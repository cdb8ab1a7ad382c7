//! `dragoman quarantine`: the files that could not be processed, and what becomes of them. Works on the folder alone,
//! with or without a running daemon, which is asked only about files that stay in their inboxes.

mod kept;
mod list;
mod select;
mod show;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::Settings;
use crate::cli::printable::printable;
use crate::cli::quarantine::select::{Selector, find};
use crate::codes::folders::QUARANTINE_REFUSED;
use crate::exit::{Exit, Failure};
use crate::inbox::quarantine::Entry;

#[derive(clap::Args)]
pub(super) struct Quarantine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// One line a file: when, which, why
    List {
        /// Print one JSON array
        #[arg(long)]
        json: bool,
    },
    /// All that is known about one file, and what to do
    Show {
        /// As `quarantine list` names it: DATE/NAME, or NAME alone
        name: PathBuf,
    },
    /// Move files back into their inbox, to be read again; have those that stayed there read again
    Retry {
        #[command(flatten)]
        selector: Selector,
    },
    /// Delete files and their reasons for good
    Drop {
        #[command(flatten)]
        selector: Selector,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

impl Quarantine {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let state = settings.state_folder()?;
        let folder = state.join("quarantine");
        let entries = Entry::all(&folder).map_err(|error| refused("read the quarantine", &error))?;
        match &self.command {
            Command::List { json } => print(&if *json { list::json(&entries)? } else { list::table(&entries) }),
            Command::Show { name } => print(&show::words(find(&entries, name)?)),
            Command::Retry { selector } => Ok(for_each(&selector.choose(entries)?, |entry| retry(&state, entry))),
            Command::Drop { selector, yes } => {
                let chosen = selector.choose(entries)?;
                if !yes && !chosen.is_empty() && io::stdin().is_terminal() && !confirmed(chosen.len()) {
                    return Ok(Exit::Found);
                }
                Ok(for_each(&chosen, delete))
            }
        }
    }
}

fn print(text: &str) -> Result<Exit, Failure> {
    // A reader that is gone has seen enough.
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(Exit::Fine)
}

/// Does something to each file and says so; what one file refuses does not keep it from the others.
fn for_each(chosen: &[Entry], act: impl Fn(&Entry) -> Result<String, Failure>) -> Exit {
    let mut exit = Exit::Fine;
    if chosen.is_empty() {
        eprintln!("nothing in quarantine is meant");
    }
    for entry in chosen {
        match act(entry) {
            // A reader that is gone has seen enough; the work goes on.
            Ok(done) => drop(writeln!(io::stdout(), "{done}")),
            Err(failure) => {
                eprintln!("{failure}");
                exit = failure.exit;
            }
        }
    }
    exit
}

fn retry(state: &Path, entry: &Entry) -> Result<String, Failure> {
    if let Some(original) = entry.original_that_stays() {
        kept::retry(state, entry)?;
        return Ok(format!("{}  ->  {}", shown(entry), printable(&original.display().to_string())));
    }
    let path = entry.retry().map_err(|error| {
        refused(&format!("move {} back into {}", shown(entry), printable(&entry.reason.inbox)), &error)
    })?;
    Ok(format!("{}  ->  {}", shown(entry), printable(&path.display().to_string())))
}

/// Where it lies, as people see it.
pub(super) fn shown(entry: &Entry) -> String {
    printable(&entry.path().display().to_string())
}

fn delete(entry: &Entry) -> Result<String, Failure> {
    entry.delete().map_err(|error| refused(&format!("delete {}", shown(entry)), &error))?;
    Ok(format!("{}  deleted", shown(entry)))
}

/// Asks whoever sits at the terminal.
fn confirmed(files: usize) -> bool {
    eprint!("delete {files} file{} for good? [y/N] ", if files == 1 { "" } else { "s" });
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok() && matches!(answer.trim(), "y" | "Y" | "yes")
}

fn refused(doing: &str, error: &io::Error) -> Failure {
    Failure::io(
        Exit::Io,
        QUARANTINE_REFUSED,
        format_args!("cannot {doing}"),
        error,
        "do it as the user that runs the daemon; it is where it was",
    )
}
