//! How well documents are understood, measured on data that is no part of the project.
//!
//! In reading order: `report` and `floors`, figures and their bounds; `chain`, the built daemon over documents; `record`,
//! `gold`, `period` and `pairing`, both sides of a comparison; then the tables, a module each.

mod chain;
mod clusters;
mod dates;
mod exchange;
mod floors;
mod gold;
mod interactions;
mod names;
mod pairing;
mod period;
mod petrarch;
mod plover;
mod quotes;
mod record;
mod report;
mod sentences;
mod zones;

use std::path::PathBuf;

pub use chain::Chain;
pub use report::Report;

/// One table: its name, and what fills it.
pub type Table = (&'static str, fn(&Data, &mut Report));

/// The tables of what the bundled extractors find.
pub const TABLES: &[Table] = &[
    ("zones", zones::zones),
    ("sentences", sentences::sentences),
    ("quotes", quotes::quotes),
    ("names", names::names),
    ("dates", dates::dates),
    ("dates-false", dates::in_ordinary_words),
    ("seeds", interactions::seeds),
    ("seeds-exchanged", exchange::seeds_exchanged),
    ("clusters", clusters::clusters),
    ("plover", plover::plover),
    ("petrarch", petrarch::petrarch),
];

/// Where the data lies, what reads it, and how much is shown of it.
pub struct Data {
    /// The folder `shared/data`.
    pub folder: PathBuf,
    /// The folder of the seeds.
    pub seeds: PathBuf,
    /// The program and its extractors.
    pub chain: Chain,
    /// Whether what was wanted and what was found are shown side by side.
    pub detail: bool,
    /// How many of the worst items of a table are shown.
    pub worst: usize,
}
