//! The child process: decodes documents, loads plugins, runs the chain, answers. It trusts nothing and owns nothing.
//!
//! Parts: [`frame`], the messages; [`wire`], the socket they travel on; [`breadcrumb`], the page that tells the daemon
//! what a dead worker was doing; [`chain`], the extractors in their order; [`process`], the life of the child.
#![allow(unsafe_code)] // A page shared with another process (`breadcrumb`), and ignoring signals (`process`).

pub mod breadcrumb;
pub mod chain;
pub mod frame;
pub mod process;
pub mod wire;
