//! Plugin files: [`library`] reads the file, [`inspect`](mod@inspect) what it says about itself, neither runs it; [`find`]
//! looks for the ones a chain names, [`store`] holds the sealed copies that workers load, [`generation`] is a whole chain
//! of them with their configs, [`schema`] checks their settings, [`load`] maps one into a worker, [`watch`] notices when
//! one changes; [`pedal`] notes that some are being tried; [`conformance`] checks whether one keeps the contract.
//!
//! The daemon inspects and copies; only workers load, and the processes in which the checks run.
#![allow(unsafe_code)] // A symbol of a shared library has whatever type we say (`load`, `conformance`); asking for glibc's version (`library`).

pub mod conformance;
pub mod error;
pub mod find;
pub mod generation;
pub mod inspect;
pub mod library;
pub mod load;
pub mod pedal;
pub mod schema;
pub mod store;
pub mod watch;

pub use error::Rejection;
