//! A plugin's table, checked before anything in it is called.

use std::fmt;
use std::mem::MaybeUninit;

use crate::abi;
use crate::manifest::Manifest;

/// Why a table is not one that this host can run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// The first eight bytes are not [`abi::MAGIC`].
    Magic,
    /// Another major version of the contract.
    Major {
        /// What the table says.
        found: u16,
    },
    /// The plugin needs a newer minor version than this host's.
    Minor {
        /// What the table says.
        found: u16,
    },
    /// `struct_size` ends before the fields of version 1.0.
    Short {
        /// What the table says.
        found: u32,
    },
    /// A required function is null.
    Missing(&'static str),
    /// A flag that this host does not know and must not ignore.
    Flags(u64),
    /// Id, version or contract version differ from the manifest.
    Differs {
        /// `id`, `version` or `abi`.
        field: &'static str,
        /// What the table says.
        table: String,
        /// What the manifest says.
        manifest: String,
    },
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableFault::Magic => write!(f, "the symbol {} does not begin with XTRPLUG 0x01", abi::SYMBOL),
            TableFault::Major { found } => {
                write!(f, "it is built for major version {found} of the contract, this host runs {}", abi::MAJOR)
            }
            TableFault::Minor { found } => write!(
                f,
                "it needs version {}.{found} of the contract, this host runs {}.{}",
                abi::MAJOR,
                abi::MAJOR,
                abi::MINOR
            ),
            TableFault::Short { found } => {
                write!(f, "its table has {found} bytes, version 1.0 has {}", abi::PLUGIN_V1_0_BYTES)
            }
            TableFault::Missing(function) => write!(f, "its table has no {function} function"),
            TableFault::Flags(flags) => write!(f, "its table sets flags that this host does not know: {flags:#x}"),
            TableFault::Differs { field, table, manifest } => {
                write!(f, "the {field} is {table:?} in its table and {manifest:?} in its manifest")
            }
        }
    }
}

impl std::error::Error for TableFault {}

/// A plugin whose table was checked against its manifest.
#[derive(Clone)]
pub struct Plugin {
    pub(super) create: abi::CreateFn,
    pub(super) extract: abi::ExtractFn,
    pub(super) destroy: abi::DestroyFn,
    pub(super) get_extension: Option<abi::PluginExtensionFn>,
    manifest: Manifest,
}

impl Plugin {
    /// Checks a table against the contract and the plugin's manifest; fails closed.
    ///
    /// # Errors
    /// The first [`TableFault`].
    ///
    /// # Safety
    /// `table` is the address of the symbol [`abi::SYMBOL`] of a library that is never unloaded.
    pub unsafe fn check(table: *const abi::Plugin, manifest: Manifest) -> Result<Plugin, TableFault> {
        // SAFETY: every version of the symbol begins with magic, size and major version; the rest is not read yet.
        unsafe { check_head(table) }?;
        // SAFETY: its head was checked, and it is read-only for the life of the process.
        let table = unsafe { read(table) };
        if table.abi_minor > abi::MINOR {
            return Err(TableFault::Minor { found: table.abi_minor });
        }
        if table.flags >> 32 != 0 {
            return Err(TableFault::Flags(table.flags));
        }
        // SAFETY: the table's strings live as long as the library.
        let text = |field: abi::Str| String::from_utf8_lossy(unsafe { field.bytes() }).into_owned();
        let version_of = |(major, minor): (u16, u16)| format!("{major}.{minor}");
        for (field, table, manifest) in [
            ("id", text(table.id), manifest.id.clone()),
            ("version", text(table.version), manifest.version.clone()),
            ("abi", version_of((table.abi_major, table.abi_minor)), version_of(manifest.abi)),
        ] {
            if table != manifest {
                return Err(TableFault::Differs { field, table, manifest });
            }
        }
        Ok(Plugin {
            create: table.create.ok_or(TableFault::Missing("create"))?,
            extract: table.extract.ok_or(TableFault::Missing("extract"))?,
            destroy: table.destroy.ok_or(TableFault::Missing("destroy"))?,
            get_extension: table.get_extension,
            manifest,
        })
    }

    /// What the plugin says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

/// Checks what every version of the table begins with, and that version 1.0's fields are there.
///
/// # Safety
/// The first sixteen bytes behind `table` are readable.
unsafe fn check_head(table: *const abi::Plugin) -> Result<(), TableFault> {
    // SAFETY: readable, as the caller says; bytes need no alignment.
    let magic = unsafe { table.cast::<[u8; 8]>().read() };
    if magic != abi::MAGIC || !table.is_aligned() {
        return Err(TableFault::Magic);
    }
    // SAFETY: readable, as the caller says, and aligned.
    let major = unsafe { (*table).abi_major };
    if major != abi::MAJOR {
        return Err(TableFault::Major { found: major });
    }
    // SAFETY: readable, as the caller says, and aligned.
    let found = unsafe { (*table).struct_size };
    if (found as usize) < abi::PLUGIN_V1_0_BYTES { Err(TableFault::Short { found }) } else { Ok(()) }
}

/// Copies a table as far as it goes; a field behind its end is zero, which is the default of all that are appended.
///
/// # Safety
/// As many bytes as the table's `struct_size` says are readable behind `table`.
unsafe fn read(table: *const abi::Plugin) -> abi::Plugin {
    // SAFETY: readable, as the caller says.
    let found = unsafe { (*table).struct_size } as usize;
    let mut copy = MaybeUninit::<abi::Plugin>::zeroed();
    let bytes = found.min(size_of::<abi::Plugin>());
    // SAFETY: readable, as the caller says, and no more than the copy holds.
    unsafe { copy.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(table.cast(), bytes) };
    // SAFETY: zero is a value of every field: a number, a null pointer, no function.
    unsafe { copy.assume_init() }
}
