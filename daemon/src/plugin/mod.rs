//! Plugin files: [`inspect`](mod@inspect) reads what one says about itself without running it, [`find`] looks for the
//! ones a chain names, [`image`] holds a verified copy that workers load, [`generation`] is a whole chain of them with
//! their configs, [`load`] maps one into a worker.
//!
//! The daemon inspects and copies; only workers load.
#![allow(unsafe_code)] // In `load` alone: a symbol of a shared library has whatever type we say it has.

pub mod error;
pub mod find;
pub mod generation;
pub mod image;
pub mod inspect;
pub mod load;

pub use error::Rejection;
