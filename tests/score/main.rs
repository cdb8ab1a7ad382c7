//! How well documents are read and understood, measured on data most of which is no part of the project.
//!
//!     cargo test -p dragoman --release --test score             # every table
//!     cargo test -p dragoman --release --test score -- pages    # the tables whose names begin so
//!     cargo test -p dragoman --release --test score -- pages --worst 20
//!     cargo test -p dragoman --release --test score -- seeds --detail    # what was wanted beside what was found
//!
//! The data lies beside the project, in `../shared/data` and `../shared/seeds`, or where `DRAGOMAN_DATA` says for the
//! first, with the second beside it. Where it is not, the tables are skipped and say so. A figure beyond its bound ends
//! the run with an error.
//!
//! The tables of what the readers find are here, a module each, with `measure`, how texts are compared. Those of what the
//! extractors find are in the crate `scoring`, with all bounds: it runs the built program over the data.

mod charsets;
mod measure;
mod pages;
mod pdf;
mod speeds;

use std::path::PathBuf;
use std::process::ExitCode;

use scoring::{Chain, Data, Report, Table};

/// What needs no data but our own.
const OWN: &[Table] = &[("charsets", charsets::charsets), ("speeds", speeds::speeds)];

/// What the readers find.
const READING: &[Table] =
    &[("pages-news", pages::news), ("pages-views", pages::views), ("pdf-texts", pdf::texts), ("pdf-pages", pdf::pages)];

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let worst = arguments.iter().position(|argument| argument == "--worst");
    let count = worst.and_then(|at| arguments.get(at + 1)).and_then(|count| count.parse().ok()).unwrap_or(0);
    let wanted = arguments.first().filter(|argument| !argument.starts_with("--")).map_or("", String::as_str);
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    let folder = std::env::var_os("DRAGOMAN_DATA").map_or(beside, PathBuf::from);
    let own = std::env::current_exe().expect("a program knows where it is");
    let data = Data {
        seeds: folder.with_file_name("seeds"),
        // The libraries of the extractors are built beside the executables of tests.
        chain: Chain { program: env!("CARGO_BIN_EXE_dragoman").into(), plugins: own.with_file_name("") },
        detail: arguments.iter().any(|argument| argument == "--detail"),
        worst: count,
        folder,
    };
    let mut report = Report::default();
    data.chain.show_missing();
    let is_wanted = |(name, _): &&Table| name.starts_with(wanted);
    for (name, fill) in OWN.iter().filter(is_wanted) {
        report.begin(name);
        fill(&data, &mut report);
    }
    for (name, fill) in READING.iter().chain(scoring::TABLES).filter(is_wanted) {
        if data.folder.is_dir() {
            report.begin(name);
            fill(&data, &mut report);
        } else {
            println!("{name}: SKIPPED, there is no folder {}", data.folder.display());
        }
    }
    report.conclude()
}
