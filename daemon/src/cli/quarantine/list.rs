//! `dragoman quarantine list`.

use serde::Serialize;

use crate::cli::printable::printable;
use crate::exit::{Exit, Failure};
use crate::inbox::quarantine::Entry;

/// One line of the list.
#[derive(Serialize)]
struct Row<'a> {
    when: &'a str,
    name: String,
    code: &'a str,
    reason: &'a str,
    extractor: Option<&'a str>,
    attempts: u32,
}

impl<'a> Row<'a> {
    fn of(entry: &'a Entry) -> Row<'a> {
        let reason = &entry.reason;
        Row {
            when: &reason.quarantined,
            name: entry.path().to_string_lossy().into_owned(),
            code: &reason.code,
            reason: &reason.reason,
            extractor: reason.extractor.as_deref(),
            attempts: reason.attempts,
        }
    }
}

/// The list for programs.
pub(super) fn json(entries: &[Entry]) -> Result<String, Failure> {
    let rows: Vec<Row<'_>> = entries.iter().map(Row::of).collect();
    let json = serde_json::to_string(&rows).map_err(|error| Failure::new(Exit::Internal, error))?;
    Ok(format!("{json}\n"))
}

/// The list for people; names, which may be long, come last.
pub(super) fn table(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "nothing in quarantine\n".to_owned();
    }
    let mut text =
        format!("{:<20} {:<6} {:<18} {:<14} {:>8}  {}\n", "when", "code", "reason", "extractor", "attempts", "name");
    for row in entries.iter().map(Row::of) {
        // To the second is enough here.
        let when = row.when.get(..19).unwrap_or(row.when);
        let (reason, extractor) = (printable(row.reason), printable(row.extractor.unwrap_or("-")));
        text.push_str(&format!(
            "{when}Z {:<6} {reason:<18} {extractor:<14} {:>8}  {}\n",
            row.code,
            row.attempts,
            printable(&row.name)
        ));
    }
    text
}
