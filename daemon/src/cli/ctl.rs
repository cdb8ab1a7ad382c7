//! `dragoman ctl`: tells the running daemon what to do.

use std::io;
use std::path::Path;

use clap::Subcommand;

use crate::cli::Settings;
use crate::codes::control::{NO_ANSWER, OTHER_ANSWER};
use crate::control::{Answer, Request, client};
use crate::exit::{Exit, Failure};

#[derive(clap::Args)]
pub(super) struct Ctl {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Look for new files now
    Scan,
    /// Take no more files; what is in work is finished
    Pause,
    /// Take files again
    Resume,
    /// Read config and plugins anew; the old ones work on when the new ones fail
    Reload,
    /// Finish what is in work and end
    Stop,
}

impl Ctl {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let request = match self.command {
            Command::Scan => Request::Scan,
            Command::Pause => Request::Pause,
            Command::Resume => Request::Resume,
            Command::Reload => Request::Reload,
            Command::Stop => Request::Stop,
        };
        // What is wrong with the config is better told at once, and in its place.
        let state =
            if matches!(request, Request::Reload) { settings.load()?.config.state } else { settings.state_folder()? };
        match ask(&state, request)? {
            Answer::Done { text } => {
                println!("{text}");
                Ok(Exit::Fine)
            }
            Answer::Refused { text } => Err(Failure::new(Exit::Found, text)),
            Answer::Status(_) | Answer::Explained(_) => Err(other_question()),
        }
    }
}

/// The daemon answered what was not asked.
pub(super) fn other_question() -> Failure {
    Failure::new(
        Exit::Internal,
        format_args!(
            "error[{OTHER_ANSWER}]: the daemon answered another question\n  fix:   restart it, it may be another version"
        ),
    )
}

/// Asks the daemon of a state folder.
///
/// # Errors
/// 69 when there is none, or it does not answer.
pub(super) fn ask(state: &Path, request: Request) -> Result<Answer, Failure> {
    client::ask(state, request).map_err(|error| no_answer(state, &error))
}

/// The daemon of a state folder could not be asked.
pub(super) fn no_answer(state: &Path, error: &io::Error) -> Failure {
    let (doing, fix) = if client::is_absent(error) {
        ("no daemon runs with this config", "start it with `dragoman run`, or name its config with -c")
    } else if error.kind() == io::ErrorKind::PermissionDenied {
        ("the daemon is another user's", "ask as the user that runs it, or as root")
    } else {
        ("the daemon does not answer", "ask again; `dragoman run` says on standard error what it is doing")
    };
    Failure::io(Exit::Unavailable, NO_ANSWER, format!("{doing} (state folder {})", state.display()), error, fix)
}
