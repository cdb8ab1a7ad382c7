//! A process that has ended, and what it said.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus};

/// How a process ended.
#[derive(Debug)]
pub(crate) struct Finished {
    /// `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    signal: Option<i32>,
}

impl Finished {
    pub(crate) fn new(status: ExitStatus, stdout: &[u8], stderr: &[u8]) -> Finished {
        Finished {
            code: status.code(),
            signal: status.signal(),
            stdout: String::from_utf8_lossy(stdout).into_owned(),
            stderr: String::from_utf8_lossy(stderr).into_owned(),
        }
    }

    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Finished {
        let output = command.output().unwrap();
        Finished::new(output.status, &output.stdout, &output.stderr)
    }

    /// Insists on an exit code.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Finished {
        assert_eq!(
            (self.code, self.signal),
            (Some(code), None),
            "exit code and signal\n--- stdout\n{}\n--- stderr\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    /// Insists on words on standard error.
    #[track_caller]
    pub(crate) fn expect_words(self, words: &[&str]) -> Finished {
        for word in words {
            assert!(self.stderr.contains(word), "standard error lacks {word:?}:\n{}", self.stderr);
        }
        self
    }
}
