//! `dragoman help`: explains a command or an error code.

use std::ffi::OsString;
use std::io::Write;

use crate::codes;
use crate::exit::{Exit, Failure};

#[derive(clap::Args)]
pub(super) struct Help {
    /// A command, such as `plugin new`; an error code, such as D0203; or `codes`, which lists all of those
    #[arg(value_name = "COMMAND|CODE")]
    topic: Vec<String>,
    /// With `codes`: print the whole catalogue of error codes as Markdown
    #[arg(long)]
    markdown: bool,
}

impl Help {
    pub(super) fn run(&self) -> Result<Exit, Failure> {
        let topic: Vec<&str> = self.topic.iter().map(String::as_str).collect();
        let text = match topic[..] {
            ["codes"] if self.markdown => codes::markdown(),
            ["codes"] => codes::list(),
            _ if self.markdown => return Err(usage("--markdown goes with `dragoman help codes` alone")),
            [word] if let Some(code) = codes::meant(word) => entry(&code)?,
            _ => return of_command(&topic),
        };
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(Exit::Fine)
    }
}

/// What the catalogue says about a code.
fn entry(code: &str) -> Result<String, Failure> {
    let found = codes::find(code).map_err(|neighbours| {
        let near = neighbours.iter().map(|entry| format!("\n  near:  {}  {}", entry.code, entry.title));
        let near: String = near.collect();
        usage(&format!("there is no error code {code}{near}\n  fix:   `dragoman help codes` lists all"))
    })?;
    Ok(found.to_string())
}

/// `help plugin new` is `plugin new --help`, also in what it says about a command that there is not.
fn of_command(words: &[&str]) -> Result<Exit, Failure> {
    let arguments = ["dragoman"].iter().chain(words).chain(&["--help"]);
    super::run(arguments.map(OsString::from).collect())
}

fn usage(text: &str) -> Failure {
    Failure::new(Exit::Usage, format_args!("error: {text}"))
}
