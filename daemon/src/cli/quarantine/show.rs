//! `dragoman quarantine show`.

use std::fmt::Write;

use crate::cli::printable::printable;
use crate::cli::quarantine::shown;
use crate::codes;
use crate::inbox::quarantine::Entry;

/// All that is known about a file, in words.
pub(super) fn words(entry: &Entry) -> String {
    let reason = &entry.reason;
    let tries = if reason.attempts == 1 { "attempt" } else { "attempts" };
    let mut text = format!("{}   quarantined after {} {tries}\n\n", shown(entry), reason.attempts);
    let mut row = |label: &str, value: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "  {label:<12} {}", printable(value));
    };
    row("inbox", &reason.inbox);
    row("size", &format!("{} bytes", reason.size));
    row("seen", &reason.seen);
    row("claimed", &reason.claimed);
    row("quarantined", &reason.quarantined);
    row("document", reason.document.as_deref().unwrap_or("(not read)"));
    row("failed in", &place(entry));
    if reason.kept {
        row("kept", "this is a copy, the file stays in its inbox");
    }
    let _ = writeln!(text, "\nWhy: {}", printable(&reason.text));
    if !reason.remedy.is_empty() {
        let _ = writeln!(text, "Fix: {}", printable(&reason.remedy));
    }
    let _ = writeln!(text, "     dragoman quarantine retry {}", shown(entry));
    if let Ok(known) = codes::find(&reason.code) {
        let _ = writeln!(text, "{}: {}; `dragoman help {}` tells more", known.code, known.title, known.code);
    }
    if !reason.output.is_empty() {
        let lines: String = reason.output.lines().map(|line| format!("  {}\n", printable(line))).collect();
        let _ = write!(text, "\nLast words of the worker:\n{lines}");
    }
    text
}

/// `extractor quotes (quotes@0.1.0)`
fn place(entry: &Entry) -> String {
    let reason = &entry.reason;
    match (&reason.extractor, &reason.plugin) {
        (Some(name), Some(plugin)) => format!("{} {name} ({plugin})", reason.stage),
        (Some(name), None) => format!("{} {name}", reason.stage),
        (None, _) => reason.stage.clone(),
    }
}
