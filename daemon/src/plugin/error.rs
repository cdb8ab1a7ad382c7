//! Why a plugin was not taken: a stable code, the file, what was found, what was expected, what to do.

use std::fmt;
use std::path::PathBuf;

pub(crate) use crate::codes::plugins::*;

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
