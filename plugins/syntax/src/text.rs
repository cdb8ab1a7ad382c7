//! From a text to sentences and tokens, by rule.
//!
//! The parts, in reading order: `stretches` (lines, cut where zones begin), `sentences`, `abbreviations`, `tokens`,
//! `clitics` and `addresses`.

mod abbreviations;
mod addresses;
mod clitics;
pub mod sentences;
pub mod stretches;
pub mod tokens;
