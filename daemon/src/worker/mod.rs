//! The child process: decodes documents, loads plugins, runs the chain, answers. It trusts nothing and owns nothing.
//!
//! Parts: [`frame`], the messages; [`codec`], how they are written; [`wire`], the socket they travel on; [`breadcrumb`], the page that tells the daemon
//! what a dead worker was doing; [`sandbox`], what it gives up before it loads a plugin; [`chain`], the extractors in their order; `desk`, the file that is
//! being read; [`group`], documents on their way together; [`process`], the life of the child.
#![allow(unsafe_code)] // A page shared with another process (`breadcrumb`), ignored signals (`process`), a trial fork (`sandbox`).

pub mod breadcrumb;
pub mod chain;
pub mod codec;
mod desk;
pub mod frame;
pub mod group;
pub mod process;
pub mod sandbox;
pub mod wire;
