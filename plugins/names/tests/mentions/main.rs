//! Tests of the whole extractor, a record for each feature of language, on sentences with their parse written down.

mod bad_input;
mod joined;
mod memory;
mod names;
mod pronouns;
mod roles;
mod support;
