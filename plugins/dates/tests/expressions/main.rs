//! What is found in texts, over the plugin's real table.

mod borders;
mod clauses;
mod documents;
mod support;
mod table;
mod years;
