//! The built daemon over a temporary inbox: every test starts the real program, drops files, and reads what a consumer
//! would read.
//!
//! `support` is the bench: a [`support::Site`] is a folder with a config, a [`support::Daemon`] the process that runs
//! in it, a [`support::Log`] what it wrote. Whatever a test reads of a log is checked line by line against the rules
//! that all logs keep, so no test repeats them. The other modules are the claims, by theme.

mod authoring;
mod clock;
mod codes;
mod command;
mod commands;
mod configs;
mod conformance;
mod delivery;
mod disks;
mod duplicates;
mod durability;
mod explain;
mod formats;
mod hostile;
mod inbox_safety;
mod kept;
mod ledger;
mod log_commands;
mod logs;
mod matrix;
mod members;
mod plugin_changes;
mod plugin_files;
mod plugins;
mod quarantine;
mod rearm;
mod reload;
mod replay;
mod restarts;
mod sandbox;
mod shortages;
mod storms;
mod support;
mod trees;
mod workers;
