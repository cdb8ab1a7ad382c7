//! What the checks want to know of an ELF file, beyond what every host reads of it.

use std::fs::File;

use object::read::elf::{ElfFile64, ProgramHeader};
use object::{Endianness, Object, ObjectSymbol, ReadCache, ReadRef, elf};

/// Facts about a library; no code of it was run.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Names of the symbols that it defines for others.
    pub(super) exports: Vec<String>,
    /// Names of the libraries that it needs.
    pub(super) needed: Vec<String>,
    /// Folders in which it has the linker look for them.
    pub(super) search_path: Vec<String>,
    /// Its stack is to be executable.
    pub(super) executable_stack: bool,
    /// The linker has to write into its code.
    pub(super) text_relocations: bool,
    /// Panics and exceptions can pass through it.
    pub(super) unwind_tables: bool,
}

impl Facts {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no ELF library.
    pub(super) fn read(file: &File) -> Result<Facts, String> {
        let cache = ReadCache::new(file);
        let library = ElfFile64::<Endianness, _>::parse(&cache).map_err(|error| error.to_string())?;
        let mut facts = Facts::of_dynamic(&library).map_err(|error| error.to_string())?;
        let exported = library.dynamic_symbols().filter(|symbol| symbol.is_definition());
        facts.exports = exported.filter_map(|symbol| Some(symbol.name().ok()?.to_owned())).collect();
        let endian = library.endian();
        let stack = library.elf_program_headers().iter().find(|segment| segment.p_type(endian) == elf::PT_GNU_STACK);
        // Without the header the kernel assumes the worst.
        facts.executable_stack = stack.is_none_or(|segment| segment.p_flags(endian).contains(elf::PF_X));
        facts.unwind_tables = library.section_by_name(".eh_frame").is_some();
        Ok(facts)
    }

    fn of_dynamic<'data, R: ReadRef<'data>>(library: &ElfFile64<'data, Endianness, R>) -> object::Result<Facts> {
        let mut facts = Facts::default();
        let table = library.elf_dynamic_table()?;
        for entry in &table {
            let text = || Ok::<_, object::Error>(String::from_utf8_lossy(table.string(entry)?).into_owned());
            match entry.tag {
                elf::DT_NEEDED => facts.needed.push(text()?),
                elf::DT_RPATH | elf::DT_RUNPATH => facts.search_path.extend(text()?.split(':').map(str::to_owned)),
                elf::DT_TEXTREL => facts.text_relocations = true,
                elf::DT_FLAGS if entry.val & elf::DF_TEXTREL.0 != 0 => facts.text_relocations = true,
                _ => {}
            }
        }
        Ok(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_very_program_is_read() {
        let program = Facts::read(&File::open(std::env::current_exe().unwrap()).unwrap()).unwrap();
        assert!(program.needed.iter().any(|name| name.starts_with("libc.so")), "{program:?}");
        assert!(program.unwind_tables && !program.executable_stack && !program.text_relocations);
    }
}
