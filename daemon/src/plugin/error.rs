//! Why a plugin was not taken: a stable code, the file, what was found, what was expected, what to do.

use std::fmt;
use std::path::PathBuf;

/// One reason to refuse a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// `D0501` and so on.
    pub code: &'static str,
    /// The plugin's file, or its name when no file was found.
    pub plugin: PathBuf,
    /// What is wrong with it.
    pub problem: String,
    /// What was found there.
    pub found: String,
    /// What was expected instead.
    pub expected: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error[{}]: plugin {}: {}\n  found:    {}\n  expected: {}\n  fix:      {}",
            self.code,
            self.plugin.display(),
            self.problem,
            self.found,
            self.expected,
            self.remedy
        )
    }
}

impl std::error::Error for Rejection {}

/// No file of the search path holds this plugin.
pub const NOT_FOUND: &str = "D0501";
/// Two files of one folder hold the same plugin.
pub const TWICE: &str = "D0502";
/// The file is not an extractor: no ELF library, no manifest, no symbol.
pub const NOT_AN_EXTRACTOR: &str = "D0503";
/// The file cannot be read.
pub const UNREADABLE: &str = "D0504";
/// The chain has more extractors than a worker can hold.
pub const TOO_MANY: &str = "D0506";
/// A layer is read that nobody before publishes.
pub const LAYER_MISSING: &str = "D0505";
/// Built for another major version of the contract.
pub const ABI_MAJOR: &str = "D0510";
/// Needs a newer minor version of the contract.
pub const ABI_MINOR: &str = "D0511";
/// Needs a host extension that is not there.
pub const EXTENSION: &str = "D0512";
/// Needs a newer C library.
pub const GLIBC: &str = "D0520";
/// It wants to do what the config does not grant it.
pub const NOT_GRANTED: &str = "D0514";
/// Its table breaks the contract.
pub const TABLE: &str = "D0513";
/// The dynamic linker refused it.
pub const LINK: &str = "D0521";
/// Its `create` failed, and not because of its config.
pub const CREATE: &str = "D0530";
/// The sandbox is required, and the kernel has not all of it.
pub const SANDBOX: &str = "D0560";
/// The worker died while loading or creating it.
pub const CRASHED: &str = "D0531";
/// The machine went down while it was tried, more than once.
pub const TOOK_MACHINE_DOWN: &str = "D0533";
/// Its config schema is none.
pub const SCHEMA: &str = "D0515";
/// It was not ready in time.
pub const TIMED_OUT: &str = "D0532";
