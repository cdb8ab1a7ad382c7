//! What an ELF library holds: the manifest, the versions of the contract that it speaks, the C library that it needs.

use std::ffi::CStr;
use std::fmt;
use std::fs::File;

use extractor_api::abi;
use object::read::elf::{ElfFile64, FileHeader};
use object::{Endianness, Object, ObjectSection, ObjectSymbol, ReadCache, ReadRef, elf};

/// The symbol of version N is `extractor_plugin_vN`.
pub const SYMBOL_PREFIX: &str = "extractor_plugin_v";

/// What was read from a library; no code of it was run.
pub struct Library {
    /// The section of the manifest.
    pub manifest: Option<Vec<u8>>,
    /// The major versions of the contract whose symbols it exports.
    pub majors: Vec<u16>,
    /// The newest version of the C library that one of its symbols needs.
    pub glibc: Option<GlibcVersion>,
}

/// A version of the GNU C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GlibcVersion {
    major: u32,
    minor: u32,
}

impl Library {
    /// Reads a file.
    ///
    /// # Errors
    /// What was found instead of a library for this machine.
    pub fn read(file: &File) -> Result<Library, String> {
        let cache = ReadCache::new(file);
        let wrong = |error: object::Error| format!("no ELF library: {error}");
        if (&cache).read_bytes_at(0, 4).unwrap_or_default() != elf::ELFMAG {
            return Err("no ELF file".to_owned());
        }
        let library: ElfFile64<'_, Endianness, _> = ElfFile64::parse(&cache).map_err(wrong)?;
        let (header, endian) = (library.elf_header(), library.endian());
        if header.e_type(endian) != elf::ET_DYN || header.e_machine(endian) != native_machine() {
            return Err("an ELF file that is not a shared library for this machine".to_owned());
        }
        let manifest = match library.section_by_name(abi::MANIFEST_SECTION) {
            Some(section) => Some(section.data().map_err(wrong)?.to_vec()),
            None => None,
        };
        let defined = library.dynamic_symbols().filter(|symbol| symbol.is_definition());
        let majors = defined.filter_map(|symbol| symbol.name().ok()?.strip_prefix(SYMBOL_PREFIX)?.parse().ok());
        Ok(Library { manifest, majors: majors.collect(), glibc: glibc_floor(&library).map_err(wrong)? })
    }
}

/// The newest `GLIBC_x.y` that the library's symbols ask for.
fn glibc_floor<'data, R: ReadRef<'data>>(
    library: &ElfFile64<'data, Endianness, R>,
) -> object::Result<Option<GlibcVersion>> {
    let (endian, sections) = (library.endian(), library.elf_section_table());
    let Some((mut needs, strings)) = sections.gnu_verneed(endian, library.data())? else { return Ok(None) };
    let strings = sections.strings(endian, library.data(), strings)?;
    let mut floor = None;
    while let Some((_, mut versions)) = needs.next()? {
        while let Some(version) = versions.next()? {
            floor = floor.max(GlibcVersion::parse(version.name(endian, strings)?));
        }
    }
    Ok(floor)
}

fn native_machine() -> elf::Machine {
    if cfg!(target_arch = "aarch64") { elf::EM_AARCH64 } else { elf::EM_X86_64 }
}

impl GlibcVersion {
    /// Reads the name of a symbol version: `GLIBC_2.34`, `GLIBC_2.2.5`.
    fn parse(name: &[u8]) -> Option<GlibcVersion> {
        GlibcVersion::named(std::str::from_utf8(name.strip_prefix(b"GLIBC_")?).ok()?)
    }

    /// Reads `2.34`; what follows the second number is ignored.
    pub fn named(version: &str) -> Option<GlibcVersion> {
        let mut numbers = version.split('.').map(str::parse);
        Some(GlibcVersion { major: numbers.next()?.ok()?, minor: numbers.next()?.ok()? })
    }

    /// The C library that this process runs with.
    pub fn running() -> Option<GlibcVersion> {
        // SAFETY: the function has no preconditions.
        let version = unsafe { libc::gnu_get_libc_version() };
        // SAFETY: it returns a static string.
        let version = unsafe { CStr::from_ptr(version) };
        GlibcVersion::parse(&[b"GLIBC_", version.to_bytes()].concat())
    }
}

impl fmt::Display for GlibcVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number_and_other_names_are_none() {
        let version = |name: &str| GlibcVersion::parse(name.as_bytes());
        assert!(version("GLIBC_2.34") > version("GLIBC_2.9") && version("GLIBC_2.2.5") > None);
        assert_eq!(version("GLIBC_2.2.5").unwrap().to_string(), "2.2");
        for name in ["GLIBC_PRIVATE", "GLIBC_2", "GCC_3.0", "GLIBC_ABI_DT_RELR"] {
            assert_eq!(version(name), None, "{name}");
        }
        assert!(GlibcVersion::running() >= version("GLIBC_2.17"));
    }

    #[test]
    fn this_very_program_needs_no_newer_library_than_it_runs_with() {
        let program = Library::read(&File::open(std::env::current_exe().unwrap()).unwrap()).unwrap();
        assert!(program.glibc.is_some() && program.glibc <= GlibcVersion::running());
        // This one may have an extractor of the tests in it.
        let shell = Library::read(&File::open("/bin/sh").unwrap()).unwrap();
        assert!(shell.manifest.is_none() && shell.majors.is_empty());
    }
}
