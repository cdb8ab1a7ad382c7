//! What was learned from treebanks, and how it is applied: the same code serves the extractor and the trainer.
//!
//! The parts, in reading order: `table` (weights, read in place), `class` (the classes that tagger, parser and
//! labeller choose from), `word` (what they see of a token), `tagger`, `parser`, `labeller`, `weights` (the file).

pub mod class;
pub mod labeller;
pub mod parser;
pub mod table;
pub mod tagger;
pub mod weights;
pub mod word;
