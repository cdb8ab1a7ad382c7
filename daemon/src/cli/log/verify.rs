//! `dragoman log verify`: every rule of the log, line by line.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::cli::Settings;
use crate::cli::log::{Place, unreadable};
use crate::cli::table::grouped;
use crate::codes::folders::LOG_DAMAGED;
use crate::exit::{Exit, Failure};
use crate::log::verify::{Report, verify};

#[derive(clap::Args)]
pub(super) struct Verify {
    #[command(flatten)]
    place: Place,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    folder: &'a Path,
    #[serde(flatten)]
    report: &'a Report,
}

impl Verify {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let folder = self.place.folder(settings)?;
        let report = verify(&folder).map_err(|error| unreadable(folder.path(), &error.into()))?;
        let text = if self.json {
            let json = Json { folder: folder.path(), report: &report };
            let json = serde_json::to_string(&json).map_err(|error| Failure::new(Exit::Internal, error))?;
            format!("{json}\n")
        } else {
            words(folder.path(), &report)
        };
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        match report.fault_count {
            0 => Ok(Exit::Fine),
            count => Err(Failure::new(
                Exit::Found,
                format_args!(
                    "error[{LOG_DAMAGED}]: {} in the log in {}\n  fix:   put back copies of the damaged segments",
                    number(count, "fault"),
                    folder.path().display()
                ),
            )),
        }
    }
}

fn words(folder: &Path, report: &Report) -> String {
    let mut text = format!(
        "{}/: {}, {}, {} valid, {}, {}\n",
        folder.display().to_string().trim_end_matches('/'),
        number(report.segments, "segment"),
        number(report.lines, "line"),
        grouped(report.valid),
        number(report.duplicate_ids, "duplicate id"),
        tail_words(report.tail_bytes),
    );
    for fault in &report.faults {
        text.push_str(&format!("  {}, byte {}: {}\n", fault.segment, fault.byte, fault.what));
    }
    let unnamed = report.fault_count - report.faults.len() as u64;
    if unnamed > 0 {
        text.push_str(&format!("  and {}\n", number(unnamed, "more fault")));
    }
    text
}

fn tail_words(bytes: u64) -> String {
    if bytes == 0 {
        return "tail complete".to_owned();
    }
    format!("tail incomplete ({} behind the last whole document)", number(bytes, "byte"))
}

/// `1 line`, `48,112 lines`
fn number(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}
