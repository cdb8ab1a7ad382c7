//! Reads what a plugin file says about itself, without running any of its code.

use std::fs::File;
use std::io;
use std::path::Path;

use extractor_api::abi;
use extractor_api::manifest::Manifest;
use object::read::elf::{ElfFile64, FileHeader};
use object::{Endianness, Object, ObjectSection, ObjectSymbol, ReadCache, ReadRef, elf};

use crate::plugin::error::{ABI_MAJOR, ABI_MINOR, EXTENSION, NOT_AN_EXTRACTOR, Rejection, UNREADABLE};

/// The symbol of version N is `extractor_plugin_vN`.
const SYMBOL_PREFIX: &str = "extractor_plugin_v";

/// Reads and checks the manifest of a plugin file; gives it with the text it was read from.
///
/// # Errors
/// A [`Rejection`] that says why the file is not a plugin that this host can load.
pub fn inspect(path: &Path) -> Result<(Manifest, String), Rejection> {
    let reject = |code, problem: &str, found: String, expected: &str, remedy: &str| Rejection {
        code,
        plugin: path.to_owned(),
        problem: problem.to_owned(),
        found,
        expected: expected.to_owned(),
        remedy: remedy.to_owned(),
    };
    let file = File::open(path).map_err(|error| {
        let remedy = if error.kind() == io::ErrorKind::PermissionDenied {
            "make it readable for the user that runs the daemon"
        } else {
            "check the path"
        };
        reject(UNREADABLE, "it cannot be read", error.to_string(), "a readable file", remedy)
    })?;
    let not_an_extractor = |problem: &str, found: String| {
        let expected = "a shared library with a manifest and the symbol extractor_plugin_v1";
        reject(
            NOT_AN_EXTRACTOR,
            problem,
            found,
            expected,
            "build it as a cdylib with export_extractor!, or take it out of the plugin folder",
        )
    };
    let contents = contents(&file).map_err(|found| not_an_extractor("it is not an extractor", found))?;

    if !contents.majors.contains(&abi::MAJOR) {
        if let Some(other) = contents.majors.iter().max() {
            return Err(reject(
                ABI_MAJOR,
                "it is built for another major version of the plugin contract",
                format!("the symbol {SYMBOL_PREFIX}{other}"),
                abi::SYMBOL,
                "rebuild it with the extractor-api of this release, or use the daemon it was built for",
            ));
        }
        return Err(not_an_extractor("it is not an extractor", format!("no symbol {}", abi::SYMBOL)));
    }
    let Some(section) = contents.manifest else {
        return Err(not_an_extractor("it has no manifest", format!("no section {}", abi::MANIFEST_SECTION)));
    };
    let manifest = Manifest::parse(&section).map_err(|fault| not_an_extractor("its manifest is not valid", fault))?;
    let (major, minor) = manifest.abi;
    let found = format!("version {major}.{minor}");
    let expected = format!("version {}.{} or an older minor", abi::MAJOR, abi::MINOR);
    if major != abi::MAJOR {
        let remedy = "rebuild it with the extractor-api of this release, or use the daemon it was built for";
        return Err(reject(
            ABI_MAJOR,
            "its manifest names another major version of the plugin contract",
            found,
            &expected,
            remedy,
        ));
    }
    if minor > abi::MINOR {
        return Err(reject(ABI_MINOR, "it needs a newer plugin contract", found, &expected, "upgrade the daemon"));
    }
    if let Some(extension) = manifest.requires.first() {
        return Err(reject(
            EXTENSION,
            "it needs an extension that this daemon does not have",
            extension.clone(),
            "no required extensions",
            "upgrade the daemon, or ask the plugin's author to make the extension optional",
        ));
    }
    let text = String::from_utf8_lossy(&section).trim_end_matches('\0').to_owned();
    Ok((manifest, text))
}

struct Contents {
    manifest: Option<Vec<u8>>,
    /// The major versions whose symbols the library exports.
    majors: Vec<u16>,
}

/// Reads section and symbols; the error is what was found instead of a library for this machine.
fn contents(file: &File) -> Result<Contents, String> {
    let cache = ReadCache::new(file);
    let wrong = |error: object::Error| format!("no ELF library: {error}");
    let magic = (&cache).read_bytes_at(0, 4).unwrap_or_default();
    if magic != elf::ELFMAG {
        return Err("no ELF file".to_owned());
    }
    let library: ElfFile64<'_, Endianness, _> = ElfFile64::parse(&cache).map_err(wrong)?;
    let header = library.elf_header();
    if header.e_type(library.endian()) != elf::ET_DYN || header.e_machine(library.endian()) != native_machine() {
        return Err("an ELF file that is not a shared library for this machine".to_owned());
    }
    let manifest = match library.section_by_name(abi::MANIFEST_SECTION) {
        Some(section) => Some(section.data().map_err(wrong)?.to_vec()),
        None => None,
    };
    let majors = library
        .dynamic_symbols()
        .filter(|symbol| symbol.is_definition())
        .filter_map(|symbol| symbol.name().ok()?.strip_prefix(SYMBOL_PREFIX)?.parse().ok())
        .collect();
    Ok(Contents { manifest, majors })
}

fn native_machine() -> elf::Machine {
    if cfg!(target_arch = "aarch64") { elf::EM_AARCH64 } else { elf::EM_X86_64 }
}
