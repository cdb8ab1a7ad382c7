//! The daemon's end of the control socket.

use std::fs::Permissions;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::Sender;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;

use crate::codes::control::{BUSY, ENDING, UNKNOWN_REQUEST};
use crate::control::{Answer, Request, SOCKET};
use crate::main_loop::Wake;

/// The longest question.
const QUESTION_BYTES_MAX: u64 = 64 * 1024;
/// How long somebody who connected may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// The path of the socket by way of its open folder: the kernel allows a socket's path 107 bytes, a folder's many more.
pub(super) fn path_in(folder: &OwnedFd) -> PathBuf {
    format!("/proc/self/fd/{}/{SOCKET}", folder.as_raw_fd()).into()
}

/// Begins to listen in a state folder that this daemon has locked. Must be called within the runtime that serves.
///
/// # Errors
/// When the socket cannot be made.
pub fn listen(state: &OwnedFd) -> io::Result<UnixListener> {
    let path = path_in(state);
    // Left by a daemon that had no time to clean up; the lock says that it is gone.
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(&path)?;
    // The folder may have been made by somebody else, for all to enter.
    std::fs::set_permissions(&path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Serves whoever connects, for as long as the daemon lives.
pub async fn serve(listener: UnixListener, wakes: Sender<Wake>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(converse(stream, wakes.clone()))),
            // Too many open files, as a rule.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn converse(stream: UnixStream, wakes: Sender<Wake>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading.take(QUESTION_BYTES_MAX)).lines();
    while let Ok(Ok(Some(line))) = tokio::time::timeout(PATIENCE, lines.next_line()).await {
        let mut answer = serde_json::to_string(&answer(&line, &wakes).await).unwrap_or_default();
        answer.push('\n');
        if writing.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn answer(line: &str, wakes: &Sender<Wake>) -> Answer {
    let request: Request = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(error) => {
            return Answer::Refused { text: format!("error[{UNKNOWN_REQUEST}]: no request that is known: {error}") };
        }
    };
    let (reply, answered) = oneshot::channel();
    let busy = || Answer::Refused { text: format!("error[{ENDING}]: the daemon is ending") };
    // The loop takes wakes faster than people ask; a full queue is a daemon in distress, which this thread must not join.
    if wakes.try_send(Wake::Control(request, reply)).is_err() {
        return Answer::Refused { text: format!("error[{BUSY}]: the daemon is too busy, ask again") };
    }
    answered.await.unwrap_or_else(|_| busy())
}
