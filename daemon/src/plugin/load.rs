//! Maps a plugin into this process. Called by workers only.

use std::os::fd::{AsRawFd, OwnedFd};

use extractor_api::abi;
use extractor_api::host::{Plugin, TableFault};
use extractor_api::manifest::Manifest;
use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

/// Why an image could not be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// The dynamic linker refused it.
    Link(String),
    /// Its table breaks the contract.
    Table(TableFault),
}

/// Loads an image and checks its table. The library stays loaded for the life of the process, and so does its
/// descriptor: the dynamic linker tells libraries apart by path, and `/proc/self/fd/N` must not come to mean another.
///
/// # Errors
/// When the linker refuses the library or the table breaks the contract.
pub fn load(image: OwnedFd, manifest: Manifest) -> Result<Plugin, LoadError> {
    let path = format!("/proc/self/fd/{}", image.as_raw_fd());
    std::mem::forget(image);
    // SAFETY: this runs the library's constructors. They are the plugin's code, which the operator chose and which
    // this process exists to contain.
    let library = unsafe { Library::open(Some(&path), RTLD_NOW | RTLD_LOCAL) };
    let library = library.map_err(|error| LoadError::Link(error_chain(&error)))?;
    // SAFETY: the symbol's name fixes its type: the table of version 1.
    let symbol = unsafe { library.get::<*const abi::Plugin>(abi::SYMBOL.as_bytes()) };
    let table: *const abi::Plugin = match symbol {
        Ok(symbol) => symbol.into_raw().cast(),
        Err(error) => return Err(LoadError::Link(error_chain(&error))),
    };
    std::mem::forget(library);
    // SAFETY: `table` is the address of that symbol, and the library is never unloaded.
    unsafe { Plugin::check(table, manifest) }.map_err(LoadError::Table)
}

fn error_chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
