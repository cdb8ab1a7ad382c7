//! The contract between the dragoman daemon and its extractor plugins.
//!
//! An extractor sees one document after another, emits events (lines of the log) and may publish layers, which
//! extractors after it read. An author implements [`Extractor`], writes [`export_extractor!`] below it, builds a
//! `cdylib`, and needs no `unsafe`:
//!
//! ```standalone_crate
//! use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};
//!
//! #[derive(serde::Deserialize, Default)]
//! #[serde(deny_unknown_fields, default)]
//! pub struct Config {
//!     min_words: usize,
//! }
//!
//! pub struct WordCount {
//!     config: Config,
//! }
//!
//! impl Extractor for WordCount {
//!     type Config = Config;
//!     const EVENT_TYPES: &'static [&'static str] = &["com.example.wordcount.v1"];
//!
//!     fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
//!         Ok(Self { config })
//!     }
//!
//!     fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
//!         let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
//!         let words = text.split_whitespace().count();
//!         if words >= self.config.min_words {
//!             out.emit("com.example.wordcount.v1", &serde_json::json!({ "words": words }))?;
//!         }
//!         Ok(Outcome::Done)
//!     }
//! }
//! export_extractor!(WordCount);
//! # fn main() {
//! # let mut harness = extractor_api::testing::Harness::<WordCount>::new(serde_json::json!({})).unwrap();
//! # assert_eq!(harness.run_text("one two three").events[0].data["words"], 3);
//! # }
//! ```
//!
//! The parts, in reading order: [`Extractor`] and what it is handed ([`Document`], [`Sink`], [`Host`]); [`mod@layer`],
//! typed views of what extractors tell each other; [`testing`], which drives a plugin's real table in a test;
//! [`manifest`], what a plugin says about itself; [`abi`], the binary contract that `include/extractor.h` defines;
//! [`host`], the other side of it, for programs that load plugins. The guide, `README.md`, has a tutorial and the rules of
//! the contract on one page.

#![warn(missing_docs)]

pub mod abi;
mod config;
mod error;
mod extractor;
pub mod json;
pub mod layer;
pub mod manifest;
pub mod testing;

pub use abi::host;
pub use abi::shim::Exported;
pub use abi::view::{Document, Events, Host, Sink};
pub use error::{EmitError, Error, Level, Outcome};
pub use extractor::{Extractor, Position, Span};

/// The guide, whose examples are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Guide;

/// What the macros of this crate refer to; not part of the contract.
#[doc(hidden)]
pub mod private {
    pub use crate::abi::shim;
    pub use crate::manifest::build;
}
