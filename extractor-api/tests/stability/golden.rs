//! Builds and loads the golden plugins, each in C and in Rust: one extractor that touches every field of version 1.0, and
//! one that tells every field of the layers which came with 1.1.

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

/// The golden extractor of version 1.0, in every build that this machine's compilers make: against the frozen header,
/// without any header, and against the header of today.
pub(crate) fn v1_0() -> &'static [Golden] {
    static BUILDS: OnceLock<Vec<Golden>> = OnceLock::new();
    BUILDS.get_or_init(|| build("v1_0"))
}

/// The same of version 1.1.
pub(crate) fn v1_1() -> &'static [Golden] {
    static BUILDS: OnceLock<Vec<Golden>> = OnceLock::new();
    BUILDS.get_or_init(|| build("v1_1"))
}

fn build(version: &str) -> Vec<Golden> {
    let folder = tempfile::tempdir().unwrap();
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stability").join(version);
    let source = frozen.join("golden.c");
    let builds = [
        ("C, frozen header", c(&source, &frozen, folder.path().join("frozen.so"))),
        ("Rust, no header", rust(&frozen.join("golden.rs"), folder.path().join("golden.so"))),
        ("C, today's header", c(&source, &support::include(), folder.path().join("today.so"))),
    ];
    builds.into_iter().filter_map(|(build, library)| Some(load(build, &library?))).collect()
}

fn c(source: &Path, include: &Path, library: PathBuf) -> Option<PathBuf> {
    let mut command = support::compiler(Language::C, include)?;
    command.args(["-std=c99", "-O1", "-shared", "-fPIC", "-fvisibility=hidden", "-o"]).arg(&library);
    // Read from the standard input, because a quoted include is sought beside its source first.
    command.args(["-x", "c", "-"]).stdin(std::fs::File::open(source).unwrap());
    support::compile(command);
    Some(library)
}

fn rust(source: &Path, library: PathBuf) -> Option<PathBuf> {
    let compiler = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    if !support::runs(&compiler) {
        return None;
    }
    let mut command = Command::new(compiler);
    command.args(["--crate-type", "cdylib", "--edition", "2021", "-D", "warnings", "-o"]).arg(&library);
    command.arg(source);
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
