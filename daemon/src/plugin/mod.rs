//! Plugin files: [`library`] reads the file, [`inspect`](mod@inspect) what it says about itself, neither runs it; [`find`] looks for the
//! ones a chain names, [`image`] holds a verified copy that workers load, [`generation`] is a whole chain of them with
//! their configs, [`load`] maps one into a worker; [`conformance`] checks whether one keeps the contract.
//!
//! The daemon inspects and copies; only workers load, and the processes in which the checks run.
#![allow(unsafe_code)] // A symbol of a shared library has whatever type we say (`load`, `conformance`); asking for glibc's version (`library`).

pub mod conformance;
pub mod error;
pub mod find;
pub mod generation;
pub mod image;
pub mod inspect;
pub mod library;
pub mod load;

pub use error::Rejection;
