//! What a program writes to its standard error: passed on to the worker's, and its end kept for messages.

use std::collections::VecDeque;
use std::io::Write;
use std::os::fd::OwnedFd;

use rustix::io::Errno;

/// How much is kept: a stack trace of some depth.
const KEPT_BYTES: usize = 700;
/// What is read at once.
const CHUNK_BYTES: usize = 4 << 10;
/// Reads before something else has its turn.
const READS_MAX: usize = 16;

/// The standard error of a program.
pub(crate) struct LastWords {
    /// `None` when nobody holds the other end any more.
    stderr: Option<OwnedFd>,
    kept: VecDeque<u8>,
}

impl LastWords {
    /// Takes a non-blocking end.
    pub(crate) fn new(stderr: OwnedFd) -> LastWords {
        LastWords { stderr: Some(stderr), kept: VecDeque::new() }
    }

    /// Where to wait for more.
    pub(crate) fn source(&self) -> Option<&OwnedFd> {
        self.stderr.as_ref()
    }

    /// Forgets what was kept: it is about another document.
    pub(crate) fn forget(&mut self) {
        self.kept.clear();
    }

    /// Reads what is there; of a program that writes without end, a part.
    pub(crate) fn read(&mut self) {
        let mut chunk = [0; CHUNK_BYTES];
        for _ in 0..READS_MAX {
            let Some(stderr) = &self.stderr else { return };
            match rustix::io::read(stderr, &mut chunk) {
                Ok(0) => self.stderr = None,
                Ok(read) => self.keep(&chunk[..read]),
                Err(Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        // Nobody may be listening there, which is not the program's concern.
        let _ = std::io::stderr().write_all(bytes);
        self.kept.extend(bytes);
        self.kept.drain(..self.kept.len().saturating_sub(KEPT_BYTES));
    }

    /// The end of what was written, on one line; empty when nothing was.
    pub(crate) fn shown(&mut self) -> String {
        self.read();
        let text = String::from_utf8_lossy(self.kept.make_contiguous());
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        lines.join(" / ").replace(char::is_control, " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn the_end_is_kept_on_one_line() {
        for (written, shown) in [
            ("", String::new()),
            ("Traceback:\n  line 1\n\n\x1b[31mE\u{7}: né\n", "Traceback: / line 1 /  [31mE : né".to_owned()),
            (&"x".repeat(5000), "x".repeat(KEPT_BYTES)),
            (&format!("{}\nend", "é".repeat(5000)), format!("{} / end", "é".repeat((KEPT_BYTES - 4) / 2))),
        ] {
            let (near, far) = rustix::pipe::pipe().unwrap();
            File::from(far).write_all(written.as_bytes()).unwrap();
            let mut words = LastWords::new(near);
            assert_eq!(words.shown(), shown);
            assert!(words.source().is_none());
            words.forget();
            assert_eq!(words.shown(), "");
        }
    }
}
