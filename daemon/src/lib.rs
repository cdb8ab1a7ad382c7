//! Dragoman: turns a folder of news articles into a log of events.
//!
//! In reading order: [`config`], what the operator wants; [`startup`], everything that must be right before a file is
//! touched; [`main_loop`], the one owner of all state, woken by one closed enum; [`inbox`], what waits and what is
//! taken; [`pool`] and [`worker`], the two ends of the process boundary; [`memory`], what is handed across it;
//! [`plugin`], the libraries that workers load; [`reader`], from bytes to text, in the worker; [`log`], the public
//! output; [`ledger`], what is in it; [`room`] and [`descriptors`], what the machine has; [`cli`], the commands;
//! [`codes`], what every error code means; [`failpoint`], where tests let it fail.

pub mod cli;
pub mod cluster;
pub mod codes;
pub mod config;
pub mod control;
pub mod descriptors;
pub mod exit;
pub mod failpoint;
pub mod id;
pub mod inbox;
pub mod ledger;
pub mod log;
pub mod main_loop;
pub mod memory;
pub mod panics;
pub mod plugin;
pub mod pool;
pub mod reader;
pub mod room;
pub mod signals;
pub mod startup;
pub mod worker;
