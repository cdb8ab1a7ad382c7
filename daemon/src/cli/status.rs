//! `dragoman status`: health of the running daemon in one screen.

use std::io::Write;

use crate::cli::{Settings, ctl};
use crate::control::{Answer, Request};
use crate::exit::{Exit, Failure};

#[derive(clap::Args)]
pub(super) struct Status {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let Answer::Status(status) = ctl::ask(&settings.state_folder()?, Request::Status)? else {
            return Err(ctl::other_question());
        };
        let text = if self.json {
            let json = serde_json::to_string(&status).map_err(|error| Failure::new(Exit::Internal, error))?;
            format!("{json}\n")
        } else {
            status.text()
        };
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(Exit::Fine)
    }
}
