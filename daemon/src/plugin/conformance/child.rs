//! The process of its own in which a check runs plugin code: this very program, started with one word.
//!
//! It gets its task as JSON on standard input and answers with JSON on what was its standard output; what the plugin
//! prints, on either stream, goes to what was its standard error.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use extractor_api::manifest::EXEC;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Resource, Rlimit, Signal};
use serde::{Deserialize, Serialize};

use super::subject::Subject;
use super::{Finding, catalogue};
use crate::plugin::store::Store;
use crate::worker::sandbox::user::User;
use crate::worker::sandbox::{self, Policy};

/// The word that starts such a process.
pub const WORD: &str = "conformance-check";

/// Whom workers become as a rule.
const NOBODY: &str = "nobody";
/// The most memory that a check may use, in bytes: enough for its documents, too little to take the machine along.
const MEMORY_BYTES: u64 = 4 << 30;
/// A check that asks for a transcript has a shorter time of its own, and the process dies with it.
const TRANSCRIPT_TIMEOUT: Duration = Duration::from_secs(60);
/// How much of what a plugin printed is shown.
const PRINTED_BYTES: usize = 512;

/// What the process does.
#[derive(Serialize, Deserialize)]
pub(super) enum Task {
    /// Runs the check with this name.
    Check(String),
    /// Reads the samples and answers with the transcript.
    Transcript(Surroundings),
}

/// How a process differs from the one that asks for its transcript.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) enum Surroundings {
    /// In its addresses and hash seeds.
    Plain,
    /// It prints where panics came from, too.
    Backtraces,
    /// It is confined as a worker is.
    Sandbox,
}

#[derive(Serialize, Deserialize)]
struct Request {
    task: Task,
    subject: Subject,
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Check(Finding),
    Transcript(Result<Vec<String>, Finding>),
}

/// Runs a check in a process of its own. A crash or a timeout is a failed check.
pub(super) fn check(name: &str, subject: &Subject, timeout: Duration) -> Finding {
    match ask(Task::Check(name.to_owned()), subject, timeout) {
        Ok(Answer::Check(finding)) | Err(finding) => finding,
        Ok(Answer::Transcript(_)) => lost("it answered another question".to_owned()),
    }
}

/// What an instance in another process makes of the samples.
pub(super) fn transcript(subject: &Subject, surroundings: Surroundings) -> Result<Vec<String>, Finding> {
    match ask(Task::Transcript(surroundings), subject, TRANSCRIPT_TIMEOUT)? {
        Answer::Transcript(transcript) => transcript,
        Answer::Check(finding) => Err(finding),
    }
}

fn ask(task: Task, subject: &Subject, timeout: Duration) -> Result<Answer, Finding> {
    let backtraces = matches!(task, Task::Transcript(Surroundings::Backtraces));
    let request = Request { task, subject: subject.clone() };
    let failed = |error: io::Error| lost(format!("the process for the check could not be used: {error}"));
    let mut child = spawn(backtraces).map_err(failed)?;
    let said = converse(&mut child, &request, Instant::now() + timeout);
    let _ = child.kill();
    let status = child.wait().map_err(failed)?;
    let said = said.map_err(failed)?;
    if said.late {
        return Err(late(timeout, &said.printed));
    }
    serde_json::from_slice(&said.answer).map_err(|_| died(status, &said.printed))
}

/// Starts the process with the environment that workers have.
fn spawn(backtraces: bool) -> io::Result<Child> {
    let mut command = Command::new("/proc/self/exe");
    command.arg0("dragoman").arg(WORD).env_clear().env("MALLOC_ARENA_MAX", "2");
    for kept in ["TZ", "LANG"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    if backtraces {
        command.env("RUST_BACKTRACE", "1");
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

/// What a process said until it closed its answer or its time was up.
struct Said {
    answer: Vec<u8>,
    printed: Vec<u8>,
    late: bool,
}

fn converse(child: &mut Child, request: &Request, deadline: Instant) -> io::Result<Said> {
    let lacking = || io::Error::other("it has no pipe");
    let mut input = child.stdin.take().ok_or_else(lacking)?;
    let answer = File::from(OwnedFd::from(child.stdout.take().ok_or_else(lacking)?));
    let printed = File::from(OwnedFd::from(child.stderr.take().ok_or_else(lacking)?));
    // It reads all of it before it loads anything; one that died earlier has told why.
    let _ = input.write_all(&serde_json::to_vec(request)?);
    drop(input);
    let mut said = Said { answer: Vec::new(), printed: Vec::new(), late: false };
    let mut printing = true;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let wait = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() };
        let mut polled = [PollFd::new(&answer, PollFlags::IN), PollFd::new(&printed, PollFlags::IN)];
        let watched = if printing { &mut polled[..] } else { &mut polled[..1] };
        match poll(watched, Some(&wait)) {
            Ok(0) => return Ok(Said { late: true, ..said }),
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [answered, spoken] = polled.map(|one| !one.revents().is_empty());
        if spoken {
            printing = receive(&printed, &mut said.printed)?;
            said.printed.drain(..said.printed.len().saturating_sub(PRINTED_BYTES));
        }
        if answered && !receive(&answer, &mut said.answer)? {
            return Ok(said);
        }
    }
}

/// Reads what is there; `false` at the end.
fn receive(from: &File, into: &mut Vec<u8>) -> io::Result<bool> {
    let mut chunk = [0; 16 * 1024];
    let read = (&*from).read(&mut chunk)?;
    into.extend_from_slice(&chunk[..read]);
    Ok(read > 0)
}

fn lost(found: String) -> Finding {
    Finding::fail(found, "an answer", "run it again with --in-process to see what happens")
}

fn late(timeout: Duration, printed: &[u8]) -> Finding {
    Finding::fail(
        format!("no answer after {} s{}", timeout.as_secs(), last_words(printed)),
        "an end within the time of a check",
        "look for a loop without end; attach a debugger with --in-process; slow machines may need --timeout",
    )
}

fn died(status: ExitStatus, printed: &[u8]) -> Finding {
    Finding::fail(
        format!("the process ended without an answer, {status}{}", last_words(printed)),
        "an answer from the plugin, whatever the document",
        "run the check in a debugger with --in-process",
    )
}

fn last_words(printed: &[u8]) -> String {
    let text = String::from_utf8_lossy(printed);
    if text.trim().is_empty() { String::new() } else { format!("; it printed: {}", text.trim()) }
}

/// Runs such a process: one task, one answer.
pub fn run() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{WORD}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Confines this process as a worker is, the library in hand.
fn confined(subject: Subject) -> io::Result<Subject> {
    let image = Store::default().copy(&subject.file)?;
    let exec = subject.manifest().is_ok_and(|manifest| manifest.capabilities.iter().any(|wanted| wanted == EXEC));
    let user = rustix::process::geteuid().is_root().then(|| User::find(NOBODY).ok()).flatten();
    let policy = Policy { enabled: true, required: false, user, exec, read: Vec::new() };
    let parent = rustix::process::getppid().map_or(0, |parent| parent.as_raw_nonzero().get().cast_unsigned());
    sandbox::enter(&policy, parent)?;
    let file = format!("/proc/self/fd/{}", image.file.as_raw_fd()).into();
    // It stays open for as long as the library is loaded: for ever.
    std::mem::forget(image);
    Ok(Subject { file, ..subject })
}

fn serve() -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    let mut request = Vec::new();
    io::stdin().read_to_end(&mut request)?;
    let request: Request = serde_json::from_slice(&request)?;
    // The answer's pipe goes where a plugin does not look for it.
    let answer = rustix::io::fcntl_dupfd_cloexec(io::stdout().as_fd(), 64)?;
    rustix::stdio::dup2_stdout(io::stderr())?;
    rustix::stdio::dup2_stdin(rustix::fs::open("/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?)?;
    for (resource, limit) in [(Resource::Core, 0), (Resource::As, MEMORY_BYTES)] {
        let limit = rustix::process::getrlimit(resource).maximum.map_or(limit, |hard| hard.min(limit));
        rustix::process::setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    let done = match request.task {
        Task::Check(name) => Answer::Check(catalogue::run(&name, &request.subject)),
        Task::Transcript(Surroundings::Sandbox) => Answer::Transcript(confined(request.subject)?.transcript()),
        Task::Transcript(_) => Answer::Transcript(request.subject.transcript()),
    };
    File::from(answer).write_all(&serde_json::to_vec(&done)?)
}
