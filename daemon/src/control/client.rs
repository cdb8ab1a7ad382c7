//! The end of the control socket that commands hold.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{Mode, OFlags};

use crate::control::server::path_in;
use crate::control::{Answer, Request};

/// How long an answer may take: a reload tries plugins before it speaks.
const PATIENCE: Duration = Duration::from_secs(120);

/// Asks the daemon that has a state folder.
///
/// # Errors
/// `NotFound` or `ConnectionRefused` when no daemon runs there; others when the talk fails.
pub fn ask(state: &Path, request: Request) -> io::Result<Answer> {
    let folder = rustix::fs::open(state, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let mut stream = UnixStream::connect(path_in(&folder))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut question = serde_json::to_string(&request)?;
    question.push('\n');
    stream.write_all(question.as_bytes())?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    if line.is_empty() {
        return Err(io::Error::new(io::ErrorKind::ConnectionReset, "the daemon ended before it answered"));
    }
    Ok(serde_json::from_str(&line)?)
}

/// Whether an error of [`ask`] means that no daemon runs.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused)
}
