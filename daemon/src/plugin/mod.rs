//! Plugin files: [`library`] reads the file, [`inspect`](mod@inspect) what it says about itself, neither runs it; [`find`] looks for the
//! ones a chain names, [`store`] holds the sealed copies that workers load, [`generation`] is a whole chain of them with
//! their configs, [`load`] maps one into a worker; [`schema`] checks their settings.
//!
//! The daemon inspects and copies; only workers load.
#![allow(unsafe_code)] // A symbol of a shared library has whatever type we say (`load`); asking for glibc's version (`library`).

pub mod error;
pub mod find;
pub mod generation;
pub mod inspect;
pub mod library;
pub mod load;
pub mod schema;
pub mod store;
pub mod watch;

pub use error::Rejection;
