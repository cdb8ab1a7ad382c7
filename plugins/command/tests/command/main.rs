//! The extractor with real programs, through the plugin's real table.

mod documents;
mod endings;
mod examples;
mod faults;
mod readme;
mod starts;
mod support;
