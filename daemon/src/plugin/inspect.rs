//! Reads what a plugin file says about itself and decides whether this host can load it, without running any of its
//! code.

use std::fs::File;
use std::io;
use std::path::Path;

use extractor_api::abi;
use extractor_api::manifest::Manifest;
use rustix::fs::{Mode, OFlags};
use serde_json::Value;

use crate::plugin::error::{ABI_MAJOR, ABI_MINOR, EXTENSION, GLIBC, NOT_AN_EXTRACTOR, Rejection, SCHEMA, UNREADABLE};
use crate::plugin::library::{GlibcVersion, Library, SYMBOL_PREFIX};
use crate::plugin::schema::Schema;

/// What a plugin file says about itself.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// Its manifest.
    pub manifest: Manifest,
    /// The same as the library has it.
    pub manifest_text: String,
    /// The oldest C library that it can run with, if it uses one.
    pub glibc: Option<GlibcVersion>,
}

/// The largest library that is looked at: no worker has the memory for a larger one.
const LIBRARY_BYTES_MAX: u64 = 1 << 30;

/// Opens a plugin file for reading, without waiting for anybody.
///
/// # Errors
/// When it cannot be opened, is no regular file, or is larger than any plugin.
pub fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    if found.len() > LIBRARY_BYTES_MAX {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it has {} bytes", found.len())));
    }
    Ok(file)
}

/// Reads and checks a plugin file.
///
/// # Errors
/// A [`Rejection`] that says why the file is not a plugin that this host can load.
pub fn inspect(path: &Path) -> Result<Inspection, Rejection> {
    let file = open(path).map_err(|error| {
        let remedy = if error.kind() == io::ErrorKind::PermissionDenied {
            "make it readable for the user that runs the daemon"
        } else {
            "check the path and what lies there"
        };
        Rejection {
            code: UNREADABLE,
            plugin: path.to_owned(),
            problem: "it cannot be read".to_owned(),
            found: error.to_string(),
            expected: "a readable file of at most 1 GiB".to_owned(),
            remedy: remedy.to_owned(),
        }
    })?;
    inspect_opened(path, &file)
}

/// Reads and checks a plugin file that is open already; `path` is for the message.
///
/// # Errors
/// As [`inspect`].
pub fn inspect_opened(path: &Path, file: &File) -> Result<Inspection, Rejection> {
    let check = Check { path };
    let library = Library::read(file).map_err(|found| check.not_an_extractor("it is not an extractor", found))?;
    check.majors(&library)?;
    let Some(section) = &library.manifest else {
        return Err(check.not_an_extractor("it has no manifest", format!("no section {}", abi::MANIFEST_SECTION)));
    };
    let manifest =
        Manifest::parse(section).map_err(|fault| check.not_an_extractor("its manifest is not valid", fault))?;
    check.contract(manifest.abi)?;
    check.extensions(&manifest.requires)?;
    check.schema(manifest.config_schema.as_ref())?;
    check.c_library(library.glibc)?;
    let manifest_text = String::from_utf8_lossy(section).trim_end_matches('\0').to_owned();
    Ok(Inspection { manifest, manifest_text, glibc: library.glibc })
}

const REBUILD: &str = "rebuild it with the extractor-api of this release, or use the daemon it was built for";

/// What is asked of a plugin file, one after the other.
struct Check<'p> {
    path: &'p Path,
}

impl Check<'_> {
    fn reject(
        &self,
        code: &'static str,
        problem: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        remedy: &str,
    ) -> Rejection {
        Rejection {
            code,
            plugin: self.path.to_owned(),
            problem: problem.to_owned(),
            found: found.into(),
            expected: expected.into(),
            remedy: remedy.to_owned(),
        }
    }

    fn not_an_extractor(&self, problem: &str, found: String) -> Rejection {
        let expected = "a shared library with a manifest and the symbol extractor_plugin_v1";
        let remedy = "build it as a cdylib with export_extractor!, or take it out of the plugin folder";
        self.reject(NOT_AN_EXTRACTOR, problem, found, expected, remedy)
    }

    /// Whether it was built for this major version of the contract, by its symbols.
    fn majors(&self, library: &Library) -> Result<(), Rejection> {
        if library.majors.contains(&abi::MAJOR) {
            return Ok(());
        }
        let Some(other) = library.majors.iter().max() else {
            return Err(self.not_an_extractor("it is not an extractor", format!("no symbol {}", abi::SYMBOL)));
        };
        let problem = "it is built for another major version of the plugin contract";
        Err(self.reject(ABI_MAJOR, problem, format!("the symbol {SYMBOL_PREFIX}{other}"), abi::SYMBOL, REBUILD))
    }

    /// Whether the version of the contract that its manifest names is one of ours.
    fn contract(&self, (major, minor): (u16, u16)) -> Result<(), Rejection> {
        let found = format!("version {major}.{minor}");
        let expected = format!("version {}.{} or an older minor", abi::MAJOR, abi::MINOR);
        if major != abi::MAJOR {
            let problem = "its manifest names another major version of the plugin contract";
            return Err(self.reject(ABI_MAJOR, problem, found, expected, REBUILD));
        }
        if minor > abi::MINOR {
            let problem = "it needs a newer plugin contract";
            return Err(self.reject(ABI_MINOR, problem, found, expected, "upgrade the daemon"));
        }
        Ok(())
    }

    fn extensions(&self, required: &[String]) -> Result<(), Rejection> {
        let Some(lacking) = required.iter().find(|id| !abi::EXTENSIONS.contains(&id.as_str())) else { return Ok(()) };
        let problem = "it needs an extension that this daemon does not have";
        let expected = format!("one of {}", abi::EXTENSIONS.join(", "));
        let remedy = "upgrade the daemon, or ask the plugin's author to make the extension optional";
        Err(self.reject(EXTENSION, problem, lacking, expected, remedy))
    }

    fn schema(&self, schema: Option<&Value>) -> Result<(), Rejection> {
        let Some(Err(fault)) = schema.map(Schema::compile) else { return Ok(()) };
        let (problem, expected) = ("its config_schema is not valid", "a JSON Schema that is whole in itself");
        Err(self.reject(SCHEMA, problem, fault, expected, "tell the plugin's author"))
    }

    fn c_library(&self, needed: Option<GlibcVersion>) -> Result<(), Rejection> {
        match (needed, GlibcVersion::running()) {
            (Some(needed), Some(running)) if needed > running => Err(self.reject(
                GLIBC,
                "it was built for a newer C library",
                format!("it needs glibc {needed}"),
                format!("glibc {running}, which this machine has, or older"),
                "build it on an older system, or ask its author for a build with a lower floor",
            )),
            _ => Ok(()),
        }
    }
}
