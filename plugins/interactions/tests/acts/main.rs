//! The whole extractor over sentences whose parse is written down: one for each feature of grammar.

mod apart;
mod families;
mod grammar;
mod hung;
mod mended;
mod misread;
mod noise;
mod records;
mod speech;
mod support;
mod taken;
mod timed;
mod wires;
