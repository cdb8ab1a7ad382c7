//! `dragoman log count`: how many lines of which kind.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::cli::Settings;
use crate::cli::log::{Place, unreadable};
use crate::cli::table::grouped;
use crate::exit::{Exit, Failure};
use crate::log::cursor::{Cursor, CursorError, Unit};
use crate::log::line::DOCUMENT_TYPE;
use crate::log::read::Envelope;

#[derive(clap::Args)]
pub(super) struct Count {
    #[command(flatten)]
    place: Place,
    /// What to count by
    #[arg(long, value_enum, default_value_t = By::Type)]
    by: By,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What makes two lines alike.
#[derive(Clone, Copy, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum By {
    /// The type
    Type,
    /// The extractor and its version
    Extractor,
    /// The day of the commit, in UTC
    Day,
    /// How documents ended; of the lines, only their records count
    Outcome,
}

#[derive(Serialize)]
struct Json<'a> {
    folder: &'a Path,
    by: By,
    counts: &'a BTreeMap<String, u64>,
    total: u64,
}

impl Count {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let folder = self.place.folder(settings)?;
        let failed = |error| unreadable(folder.path(), &error);
        let mut counts = BTreeMap::new();
        let oldest = folder.first_sequence().map_err(failed)?;
        let mut cursor = Cursor::new(folder.clone(), oldest, Unit::Line).map_err(failed)?;
        let counted = cursor.read(
            &mut |line| {
                if let Some(key) = self.by.key(line) {
                    match counts.get_mut(key) {
                        Some(count) => *count += 1,
                        None => drop(counts.insert(key.to_owned(), 1)),
                    }
                }
                false
            },
            &mut std::io::sink(),
        );
        match counted {
            Ok(()) | Err(CursorError::Output(_)) => {}
            Err(CursorError::Log(error)) => return Err(failed(error)),
        }
        let total = counts.values().sum();
        let text = if self.json {
            let json = Json { folder: folder.path(), by: self.by, counts: &counts, total };
            format!("{}\n", serde_json::to_string(&json).map_err(|error| Failure::new(Exit::Internal, error))?)
        } else {
            words(&counts, total)
        };
        // A reader that is gone has seen enough.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(Exit::Fine)
    }
}

impl By {
    /// Under what a line counts; `None` when it does not.
    fn key<'a>(self, line: &Envelope<'a>) -> Option<&'a str> {
        match self {
            By::Type => Some(line.kind),
            By::Extractor => Some(line.extractor),
            By::Day => Some(line.time.get(..10).unwrap_or(line.time)),
            By::Outcome => (line.kind == DOCUMENT_TYPE).then(|| outcome(line.data)),
        }
    }
}

fn outcome(record: &str) -> &str {
    #[derive(Deserialize)]
    struct Record<'a> {
        outcome: &'a str,
    }
    serde_json::from_str::<Record<'_>>(record).map_or("(unknown)", |record| record.outcome)
}

fn words(counts: &BTreeMap<String, u64>, total: u64) -> String {
    let rows = counts.iter().map(|(key, count)| (key.as_str(), *count)).chain([("total", total)]);
    rows.map(|(key, count)| format!("{:>13}  {key}\n", grouped(count))).collect()
}
