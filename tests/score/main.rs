//! How well documents are read, measured on data that is no part of the project.
//!
//!     cargo test -p dragoman --release --test score             # every table
//!     cargo test -p dragoman --release --test score -- pages    # the tables whose names begin so
//!     cargo test -p dragoman --release --test score -- pages --worst 20
//!
//! The data lies beside the project, in `../shared/data`, or where `DRAGOMAN_DATA` says. Where it is not, the tables are
//! skipped and say so. A figure below its floor ends the run with an error.
//!
//! In reading order: `measure`, how texts are compared; `report`, figures and floors; then the tables, a module each.

mod measure;
mod pages;
mod pdf;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::report::Report;

/// One table: its name, and what fills it.
type Table = (&'static str, fn(&Data, &mut Report));

const TABLES: &[Table] =
    &[("pages-news", pages::news), ("pages-views", pages::views), ("pdf-texts", pdf::texts), ("pdf-pages", pdf::pages)];

/// Where the data lies, and how much is shown of it.
struct Data {
    folder: PathBuf,
    /// How many of the worst items of a table are shown.
    worst: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let worst = arguments.iter().position(|argument| argument == "--worst");
    let count = worst.and_then(|at| arguments.get(at + 1)).and_then(|count| count.parse().ok()).unwrap_or(0);
    let wanted = arguments.first().filter(|argument| !argument.starts_with("--")).map_or("", String::as_str);
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    let data = Data { folder: std::env::var_os("DRAGOMAN_DATA").map_or(beside, PathBuf::from), worst: count };
    let mut report = Report::default();
    for (name, fill) in TABLES.iter().filter(|(name, _)| name.starts_with(wanted)) {
        if data.folder.is_dir() {
            println!("\n{name}");
            fill(&data, &mut report);
        } else {
            println!("{name}: SKIPPED, there is no folder {}", data.folder.display());
        }
    }
    report.conclude()
}
