//! Plugins and hosts of other versions of the contract than today's: those of the past are kept as source, those of the
//! future are made here by enlarging every table.
#![allow(unsafe_code)] // Loads libraries and plays hosts and plugins with raw tables.

#[path = "../support/raw_host.rs"]
mod raw_host;
#[path = "../support/mod.rs"]
mod support;

mod before;
mod golden;
mod header_lock;
mod layers;
mod old_plugins;
mod other_hosts;
