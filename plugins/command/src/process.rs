//! The process of a program: its start, its surroundings, its end.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};

use crate::config::Config;

/// What a program has after its standard input was closed.
const GRACE: Duration = Duration::from_millis(500);
/// Where programs are looked for when the worker has no `PATH`.
const DEFAULT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";
/// UTF-8, which is what lines are in.
const DEFAULT_LANG: &str = "C.UTF-8";

/// A process that was started and is reaped when dropped.
pub(crate) struct Process {
    child: Child,
}

/// This side's ends of a program's standard streams.
pub(crate) struct Streams {
    pub(crate) stdin: OwnedFd,
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
}

impl Process {
    /// Starts a program; returns it with its standard streams.
    ///
    /// # Errors
    /// When the system refuses.
    pub(crate) fn start(config: &Config) -> io::Result<(Process, Streams)> {
        let mut command = Command::new(&config.program[0]);
        command.args(&config.program[1..]).env_clear().envs(inherited()).envs(&config.environment);
        // No process group of its own: the daemon ends the worker's as a whole.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        die_with_this_process(&mut command);
        let mut child = command.spawn()?;
        let streams = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let process = Process { child };
        let (Some(stdin), Some(stdout), Some(stderr)) = streams else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok((process, Streams { stdin: stdin.into(), stdout: stdout.into(), stderr: stderr.into() }))
    }

    /// Waits a while for the process to end by itself; `None` when it goes on.
    pub(crate) fn ended(&mut self, grace: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + grace;
        loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(2)),
                Ok(status) => return status,
                Err(_) => return None,
            }
        }
    }

    /// Ends the process at once.
    pub(crate) fn kill(&mut self) {
        // It fails only for a process that has been reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.ended(GRACE).is_none() {
            self.kill();
        }
    }
}

/// The variables that a program always has.
fn inherited() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    let variables = [("PATH", Some(DEFAULT_PATH)), ("LANG", Some(DEFAULT_LANG)), ("TZ", None)];
    variables.into_iter().filter_map(|(name, default)| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        Some((name, value.or_else(|| default.map(Into::into))?))
    })
}

/// Has the kernel kill the process when the thread that starts it ends, which is the worker's: a worker that is killed
/// drops nothing.
#[allow(unsafe_code)] // What runs between fork and exec is vouched for here.
fn die_with_this_process(command: &mut Command) {
    let parent = getpid();
    let in_child = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // The parent may have died before that, and then somebody else is the parent.
        if getppid() == Some(parent) { Ok(()) } else { Err(io::Error::from_raw_os_error(NO_PARENT)) }
    };
    // SAFETY: the closure makes two system calls and neither allocates nor takes a lock.
    unsafe { command.pre_exec(in_child) };
}

/// `ESRCH`
const NO_PARENT: i32 = rustix::io::Errno::SRCH.raw_os_error();
