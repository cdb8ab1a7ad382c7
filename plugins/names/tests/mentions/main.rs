//! Tests of the whole extractor, a record for each feature of language, on sentences with their parse written down.

mod bad_input;
mod beside;
mod context;
mod joined;
mod memory;
mod names;
mod places;
mod pronouns;
mod roles;
mod senses;
mod single;
mod support;
