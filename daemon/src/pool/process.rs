//! One worker process: started, greeted, spoken with, ended.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};

use crate::pool::Setup;
use crate::worker::breadcrumb::{self, Crumb};
use crate::worker::codec::Encoder;
use crate::worker::frame::{self, Hello, Link};
use crate::worker::wire::{Mode, Received, Wire};

/// How much of a worker's own output is kept for reports.
const OUTPUT_BYTES: usize = 8 * 1024;

/// Reads of a worker's socket or output before something else has its turn.
const READS_MAX: usize = 64;

/// A running worker.
pub(super) struct Process {
    child: Child,
    /// The socket to it.
    pub(super) wire: Wire,
    /// What it prints, on either stream; `None` when it has closed both.
    output: Option<OwnedFd>,
    tail: VecDeque<u8>,
    page: Arc<OwnedFd>,
}

impl Process {
    /// Starts a worker from this very executable and queues its greeting.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub(super) fn start(setup: &Setup) -> io::Result<Process> {
        let page = Arc::new(breadcrumb::create()?);
        let (near, far) = socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        let (output, print) = pipe_with(PipeFlags::CLOEXEC)?;
        rustix::fs::fcntl_setfl(&output, rustix::fs::OFlags::NONBLOCK)?;
        // The file that runs now, even when another has been installed under its name meanwhile.
        let mut command = Command::new("/proc/self/exe");
        command.arg0("dragoman").arg("worker").env_clear().env("MALLOC_ARENA_MAX", "2");
        // Where the relative paths of extractors' settings start.
        if setup.folder.is_dir() {
            command.current_dir(&setup.folder);
        }
        // A terminal's interrupt is for the daemon, which lets its workers finish their documents.
        command.process_group(0);
        let path = setup.policy.exec.then_some("PATH");
        for kept in ["TZ", "LANG", "RUST_BACKTRACE"].into_iter().chain(path) {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        let child = command
            .stdin(Stdio::from(far))
            .stdout(Stdio::from(print.try_clone()?))
            .stderr(Stdio::from(print))
            .spawn()?;
        let mut wire = Wire::new(near, Mode::NonBlocking, 0);
        let images = setup.generation.extractors.iter().map(|extractor| Arc::clone(&extractor.image));
        let descriptors = std::iter::once(Arc::clone(&page)).chain(images).collect();
        wire.queue(Encoder::json(frame::HELLO, &hello(setup)), descriptors);
        Ok(Process { child, wire, output: Some(output), tail: VecDeque::new(), page })
    }

    /// What the worker says that it is doing.
    pub(super) fn crumb(&self) -> Option<Crumb> {
        breadcrumb::read(&self.page).ok()
    }

    /// Reads what the worker printed, so that it never waits for us; of a worker that prints without end, a part.
    pub(super) fn drain_output(&mut self) {
        let mut chunk = [0; 4096];
        for _ in 0..READS_MAX {
            let Some(output) = &self.output else { return };
            match rustix::io::read(output, &mut chunk) {
                Ok(0) => self.output = None,
                Ok(read) => {
                    let text = String::from_utf8_lossy(&chunk[..read]);
                    tracing::debug!(pid = self.child.id(), text = text.trim_end(), "a worker printed");
                    self.tail.extend(&chunk[..read]);
                    self.tail.drain(..self.tail.len().saturating_sub(OUTPUT_BYTES));
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
    }

    /// Reads what the socket has, up to a bound, so that a worker that sends without end fills no memory. The end is
    /// reported after all that came before it, by a call of its own.
    pub(super) fn receive_some(&mut self) -> io::Result<Received> {
        for _ in 0..READS_MAX {
            match self.wire.receive()? {
                Received::Bytes if self.wire.is_full() => {}
                last => return Ok(last),
            }
        }
        Ok(Received::Bytes)
    }

    /// How much memory it takes, in bytes.
    pub(super) fn memory(&self) -> Option<u64> {
        let sizes = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).ok()?;
        let pages: u64 = sizes.split_ascii_whitespace().nth(1)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    }

    /// Waits for a process that should be ending; says whether it has. A kill before that would hide how it ends.
    pub(super) fn ends_within(&self, patience: Duration) -> bool {
        let Ok(process) = pidfd_open(Pid::from_child(&self.child), PidfdFlags::empty()) else { return false };
        matches!(poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&timespec(patience))), Ok(1..))
    }

    /// Kills the process if it still runs, and all that it started, and collects its status and its last words.
    pub(super) fn end(mut self) -> (Option<ExitStatus>, String) {
        // Its number is its group's, and is not given to another before it is waited for.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        self.drain_output();
        (status, String::from_utf8_lossy(self.tail.make_contiguous()).trim_end().to_owned())
    }

    /// The process id.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

fn hello(setup: &Setup) -> Hello {
    let plugins = setup.generation.extractors.iter().map(|extractor| Link {
        name: extractor.name.clone(),
        manifest: extractor.manifest.clone(),
        config: extractor.config.clone(),
        skip_on_error: extractor.on_error == crate::config::OnError::Skip,
    });
    Hello {
        protocol: frame::PROTOCOL,
        build: frame::BUILD.to_owned(),
        parent: std::process::id(),
        limits: setup.limits,
        policy: setup.policy.clone(),
        plugins: plugins.collect(),
        json: setup.generation.reader.json.clone(),
    }
}

/// What there is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct News {
    /// The wake: somebody gave orders.
    pub(super) orders: bool,
    /// The worker's socket, or its end.
    pub(super) answers: bool,
    /// What the worker prints.
    pub(super) words: bool,
}

impl News {
    /// What is assumed before anybody has looked.
    pub(super) const ALL: News = News { orders: true, answers: true, words: true };
}

/// Waits until there is a wake, something of the worker's, or an end of patience; tells which.
///
/// # Errors
/// When the kernel cannot wait.
pub(super) fn wait(wake: &OwnedFd, process: Option<&Process>, patience: Option<Duration>) -> io::Result<News> {
    let timeout = patience.map(timespec);
    let mut waited = vec![PollFd::new(wake, PollFlags::IN)];
    if let Some(process) = process {
        let flags = if process.wire.has_queued() { PollFlags::IN | PollFlags::OUT } else { PollFlags::IN };
        waited.push(PollFd::from_borrowed_fd(process.wire.as_fd(), flags));
        if let Some(output) = &process.output {
            waited.push(PollFd::from_borrowed_fd(output.as_fd(), PollFlags::IN));
        }
    }
    match poll(&mut waited, timeout.as_ref()) {
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Ok(News::ALL),
        Err(error) => return Err(error.into()),
    }
    // Room in the socket is nothing to be read; its end is.
    let has_news = |place: usize| waited.get(place).is_some_and(|one| one.revents().intersects(!PollFlags::OUT));
    Ok(News { orders: has_news(0), answers: has_news(1), words: has_news(2) })
}

fn timespec(time: Duration) -> Timespec {
    Timespec { tv_sec: time.as_secs().cast_signed(), tv_nsec: time.subsec_nanos().into() }
}

/// How a process ended, for people.
pub(super) fn describe(status: Option<ExitStatus>) -> String {
    match status.map(|status| (status.signal(), status.code())) {
        Some((Some(signal), _)) => format!("it was ended by signal {signal} ({})", signal_name(signal)),
        Some((None, Some(code))) => format!("it exited with code {code}"),
        _ => "it ended in an unknown way".to_owned(),
    }
}

fn signal_name(signal: i32) -> &'static str {
    match signal {
        libc::SIGSEGV => "segmentation fault",
        libc::SIGABRT => "abort",
        libc::SIGBUS => "bus error: was a file it maps replaced?",
        libc::SIGILL => "illegal instruction: was the plugin built for another processor?",
        libc::SIGFPE => "arithmetic error",
        libc::SIGKILL => "killed",
        libc::SIGTERM => "terminated",
        libc::SIGXFSZ => "file too large",
        libc::SIGSYS => "forbidden system call",
        _ => "see signal(7)",
    }
}
