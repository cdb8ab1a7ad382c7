//! `dragoman explain`: what happened to a file or a document, and why. It only reads, with or without a running daemon.
//!
//! Parts: `asked`, which files and contents a word means; `source`, who knows where the log speaks of them; `known`, what
//! log, inbox, quarantine and archive have of them; `words`, that for people.

pub(super) mod asked;
mod known;
mod source;
mod words;

use std::ffi::OsString;
use std::io::Write;

use crate::cli::Settings;
use crate::cli::explain::asked::Asked;
use crate::cli::explain::known::Known;
use crate::exit::{Exit, Failure};

#[derive(clap::Args)]
pub(super) struct Explain {
    /// A file, wherever it is or was, or the first digits of a document's hash (b3:…)
    #[arg(value_name = "PATH|ID")]
    word: OsString,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let config = settings.load()?.config;
        let asked = Asked::of(&self.word, &config);
        let known = Known::gather(&asked, &config)?;
        let text = if self.json {
            let json = serde_json::to_string(&known).map_err(|error| Failure::new(Exit::Internal, error))?;
            format!("{json}\n")
        } else {
            words::of(&asked, &known)
        };
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(if known.is_nothing() { Exit::Found } else { Exit::Fine })
    }
}
