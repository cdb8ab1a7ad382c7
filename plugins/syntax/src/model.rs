//! What was learned from treebanks, and how it is applied: the same code serves the extractor and the trainer.
//!
//! The parts, in reading order: `class` (the classes that tagger, parser and labeller choose from), `word` (what they see
//! of a token), `lexicon` (what is known of a word), `network` (how they decide), `tagger`, `state`,
//! `glance` and `parser`, `labeller`, `weights` (the file).

pub mod class;
pub mod glance;
pub mod labeller;
pub mod lexicon;
pub mod network;
pub mod parser;
pub mod state;
pub mod tagger;
pub mod weights;
pub mod word;
