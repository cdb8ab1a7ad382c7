//! How the program ends: exit codes, and the message that goes with a bad one.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// The exit codes, after sysexits(3) where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// It ran, but some documents failed or a check found something.
    Found = 1,
    /// Wrong arguments.
    Usage = 2,
    /// The daemon does not answer.
    Unavailable = 69,
    /// A bug.
    Internal = 70,
    /// Something cannot be created.
    CannotCreate = 73,
    /// Reading or writing failed.
    Io = 74,
    /// Another instance holds this inbox.
    Held = 75,
    /// No permission.
    Permission = 77,
    /// The config, or a plugin that it names, was rejected.
    Config = 78,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why the program cannot go on: printed once, at the top.
#[derive(Debug)]
pub struct Failure {
    /// The code to end with.
    pub exit: Exit,
    /// What, where, why, what now.
    pub text: String,
}

impl Failure {
    /// A failure with a ready message.
    pub fn new(exit: Exit, text: impl fmt::Display) -> Failure {
        Failure { exit, text: text.to_string() }
    }

    /// A failed call: what was being done, to what, and what to do.
    pub fn io(exit: Exit, code: &str, doing: impl fmt::Display, error: &io::Error, fix: &str) -> Failure {
        let exit = if error.kind() == io::ErrorKind::PermissionDenied { Exit::Permission } else { exit };
        Failure { exit, text: format!("error[{code}]: {doing}: {error}\n  fix:   {fix}") }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.trim_end())
    }
}
