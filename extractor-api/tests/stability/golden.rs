//! Builds and loads the golden plugins: one extractor that touches every field of version 1.0, in C and in Rust.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use extractor_api::abi;
use extractor_api::manifest::Manifest;
use object::{Object, ObjectSection};

use crate::support::{self, Language};

/// A build of the golden extractor.
#[derive(Debug)]
pub(crate) struct Golden {
    pub(crate) build: &'static str,
    pub(crate) table: *const abi::Plugin,
    pub(crate) manifest: Manifest,
}

// SAFETY: the table is read-only for the life of the process.
unsafe impl Send for Golden {}
// SAFETY: as above.
unsafe impl Sync for Golden {}

/// Every build that this machine's compilers make: against the frozen header, without any header, and against the
/// header of today.
pub(crate) fn builds() -> &'static [Golden] {
    static BUILDS: OnceLock<Vec<Golden>> = OnceLock::new();
    BUILDS.get_or_init(build)
}

fn build() -> Vec<Golden> {
    let folder = tempfile::tempdir().unwrap();
    let frozen = source("v1_0");
    let builds = [
        ("C, frozen header", c(&frozen, folder.path().join("frozen.so"))),
        ("Rust, no header", rust(folder.path().join("golden.so"))),
        ("C, today's header", c(&support::include(), folder.path().join("today.so"))),
    ];
    builds.into_iter().filter_map(|(build, library)| Some(load(build, &library?))).collect()
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stability").join(name)
}

fn c(include: &Path, library: PathBuf) -> Option<PathBuf> {
    let mut command = support::compiler(Language::C, include)?;
    command.args(["-std=c99", "-O1", "-shared", "-fPIC", "-fvisibility=hidden", "-o"]).arg(&library);
    // Read from the standard input, because a quoted include is sought beside its source first.
    command.args(["-x", "c", "-"]).stdin(std::fs::File::open(source("v1_0/golden.c")).unwrap());
    support::compile(command);
    Some(library)
}

fn rust(library: PathBuf) -> Option<PathBuf> {
    let compiler = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    if !support::runs(&compiler) {
        return None;
    }
    let mut command = Command::new(compiler);
    command.args(["--crate-type", "cdylib", "--edition", "2021", "-D", "warnings", "-o"]).arg(&library);
    command.arg(source("v1_0/golden.rs"));
    support::compile(command);
    Some(library)
}

fn load(build: &'static str, library: &Path) -> Golden {
    let bytes = std::fs::read(library).unwrap();
    let file = object::File::parse(&*bytes).unwrap();
    let section = file.section_by_name(abi::MANIFEST_SECTION).unwrap();
    let manifest = Manifest::parse(section.data().unwrap()).unwrap();
    // SAFETY: the golden plugins have no constructors.
    let library = unsafe { libloading::Library::new(library) }.unwrap();
    // SAFETY: version 1 of the contract fixes the type of this symbol.
    let table = *unsafe { library.get::<*const abi::Plugin>(abi::SYMBOL) }.unwrap();
    std::mem::forget(library); // Plugins are never unloaded.
    Golden { build, table, manifest }
}
