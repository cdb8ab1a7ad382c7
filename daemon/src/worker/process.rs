//! The life of a worker: hello, load, ready, then one file after another until it is told to stop or the daemon is
//! gone.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

use extractor_api::Level;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{FileType, Mode as FileMode, OFlags};
use rustix::process::{Resource, Rlimit};

use crate::codes::sandbox::INCOMPLETE;
use crate::worker::breadcrumb::Trail;
use crate::worker::chain::{Chain, LogLine};
use crate::worker::codec::{Encoder, decode_json};
use crate::worker::desk::Desk;
use crate::worker::frame::{self, Answer, Fatal, File, Hello, Malformed, Ready, Sent};
use crate::worker::sandbox;
use crate::worker::wire::{DESCRIPTORS_MAX, Mode, Received, Wire};

/// Descriptors beside one a plugin: the socket, standard streams, a document, some for the plugins themselves. The
/// socket's own number is 64 or more.
const DESCRIPTORS_SPARE: u64 = 128;
/// How often extractors that want it are called between documents.
const TICK: Duration = Duration::from_secs(1);

/// Runs a worker on the socket that is its standard input.
pub fn run() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("worker: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    let wire = Rc::new(RefCell::new(Wire::new(take_socket()?, Mode::Blocking, DESCRIPTORS_MAX)));
    let Some(hello) = read_hello(&mut wire.borrow_mut())? else { return Ok(()) };
    leave_signals_to_the_daemon();
    limit_resources(&hello)?;
    let confinement = sandbox::enter(&hello.policy, hello.parent)?;

    let page = wire.borrow_mut().next_descriptor().ok_or_else(|| invalid("no breadcrumb page"))?;
    let received = std::iter::from_fn(|| wire.borrow_mut().next_descriptor());
    let images: Vec<OwnedFd> = received.take(hello.plugins.len()).collect();
    if images.len() != hello.plugins.len() {
        return Err(invalid("a plugin without its image"));
    }
    if hello.policy.required
        && let missing = confinement.missing(&hello.policy)
        && !missing.is_empty()
    {
        let text = format!("chain.sandbox is \"required\", but this kernel leaves open: {}", missing.join(", "));
        let fatal = Fatal { code: INCOMPLETE.to_owned(), extractor: None, text };
        return send(&wire, Encoder::json(frame::FATAL, &fatal));
    }
    let trail = Trail::open(&page)?;
    let began = Instant::now();
    let chain = Chain::start(&hello.plugins, images, hello.limits, &trail, log_to(&wire));
    let mut desk = match chain {
        Ok(chain) => Desk::new(chain, hello.limits, hello.json),
        Err(fatal) => return send(&wire, Encoder::json(frame::FATAL, &fatal)),
    };
    let load_us = began.elapsed().as_micros() as u64;
    let ready = Ready { protocol: frame::PROTOCOL, build: frame::BUILD.to_owned(), confinement, load_us };
    send(&wire, Encoder::json(frame::READY, &ready))?;

    let tell = &mut |answer: &Answer| send(&wire, answer.encode());
    let mut ticked = Instant::now();
    loop {
        let left = TICK.saturating_sub(ticked.elapsed());
        if desk.chain().wants_ticks() && (left.is_zero() || !await_order(&wire, left)?) {
            desk.chain().tick(&trail);
            ticked = Instant::now();
            continue;
        }
        match next_order(&wire)? {
            Some(Order::Read { body, content }) => {
                let file = File::decode(&body).map_err(malformed)?;
                desk.read(&file, content, &trail, tell)?;
            }
            Some(Order::Drain) => return desk.finish(&trail, tell),
            None => return Ok(()),
        }
        if !await_order(&wire, Duration::ZERO)? {
            desk.finish(&trail, tell)?;
        }
    }
}

/// Moves the socket away from standard input, where a plugin might close or read it.
fn take_socket() -> io::Result<OwnedFd> {
    if !FileType::from_raw_mode(rustix::fs::fstat(io::stdin())?.st_mode).is_socket() {
        return Err(invalid("workers are started by the daemon, with a socket as their standard input"));
    }
    // Behind the standard streams, and no further: few descriptors may be all that there are.
    let socket = rustix::io::fcntl_dupfd_cloexec(io::stdin().as_fd(), 3)?;
    close_all_but(&socket);
    let null = rustix::fs::open("/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, FileMode::empty())?;
    rustix::stdio::dup2_stdin(null)?;
    Ok(socket)
}

/// Closes what the daemon was itself given by whoever started it and does not know of: a plugin could write to it.
fn close_all_but(socket: &OwnedFd) {
    let socket = socket.as_raw_fd();
    for (first, last) in [(3, socket - 1), (socket + 1, i32::MAX)] {
        // SAFETY: this process has just begun and has opened nothing but the socket, which stays. A kernel without the call
        // has no landlock either, which is told.
        unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) };
    }
}

/// Terminals and service managers signal whole groups; the daemon lets its workers finish, and ends them itself. A file
/// that would grow past the limit is an error that a plugin can report.
fn leave_signals_to_the_daemon() {
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGXFSZ] {
        // SAFETY: ignoring a signal installs no handler.
        unsafe { libc::signal(signal, libc::SIG_IGN) };
    }
}

/// Takes away what no extractor needs: memory beyond the limit, files written, cores dumped, memory locked, a multitude
/// of descriptors. Programs that an extractor may start reserve far more addresses than they use; of those workers
/// the data is limited.
fn limit_resources(hello: &Hello) -> io::Result<()> {
    let descriptors = DESCRIPTORS_SPARE + hello.plugins.len() as u64;
    let memory = if hello.policy.exec { Resource::Data } else { Resource::As };
    for (resource, limit) in [
        (memory, hello.limits.memory_bytes),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Memlock, 0),
        (Resource::Nofile, descriptors),
    ] {
        // A hard limit that is lower already stays.
        let limit = rustix::process::getrlimit(resource).maximum.map_or(limit, |hard| hard.min(limit));
        rustix::process::setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    Ok(())
}

fn read_hello(wire: &mut Wire) -> io::Result<Option<Hello>> {
    loop {
        if let Some((kind, body)) = wire.next_frame().map_err(malformed)? {
            let hello: Hello = decode_json(body).map_err(malformed)?;
            if kind != frame::HELLO || hello.protocol != frame::PROTOCOL || hello.build != frame::BUILD {
                return Err(invalid("the daemon is another build"));
            }
            return Ok(Some(hello));
        }
        if wire.receive()? == Received::End {
            return Ok(None);
        }
    }
}

enum Order {
    Read { body: Vec<u8>, content: Option<OwnedFd> },
    Drain,
}

/// Waits until something of an order has come, at most for so long; says whether it has.
fn await_order(wire: &RefCell<Wire>, patience: Duration) -> io::Result<bool> {
    let wire = wire.borrow();
    if wire.has_unread() {
        return Ok(true);
    }
    let timeout = Timespec { tv_sec: patience.as_secs().cast_signed(), tv_nsec: patience.subsec_nanos().into() };
    let ready = rustix::io::retry_on_intr(|| poll(&mut [PollFd::new(&*wire, PollFlags::IN)], Some(&timeout)))?;
    Ok(ready > 0)
}

/// Waits for the next order; `None` when the daemon is gone.
fn next_order(wire: &RefCell<Wire>) -> io::Result<Option<Order>> {
    let mut wire = wire.borrow_mut();
    loop {
        match wire.next_frame().map_err(malformed)? {
            Some((frame::FILE, body)) => {
                let body = body.to_vec();
                let is_attached = File::decode(&body).map_err(malformed)?.content == Sent::Attached;
                let content = if is_attached { wire.next_descriptor() } else { None };
                return Ok(Some(Order::Read { body, content }));
            }
            Some((frame::DRAIN, _)) => return Ok(Some(Order::Drain)),
            Some(_) => return Err(invalid("an order of an unknown kind")),
            None => {}
        }
        if wire.receive()? == Received::End {
            return Ok(None);
        }
    }
}

fn send(wire: &RefCell<Wire>, frame: Vec<u8>) -> io::Result<()> {
    let mut wire = wire.borrow_mut();
    wire.queue(frame, Vec::new());
    wire.flush()
}

/// Sends extractors' diagnostics at once, so that those of a call that never returns arrive too.
fn log_to(wire: &Rc<RefCell<Wire>>) -> LogLine {
    let wire = Rc::clone(wire);
    Rc::new(move |extractor, level: Level, text: &str| {
        let line = frame::LogLine { level: level as u32, extractor: extractor as u16, text };
        // A daemon that does not listen is gone, which the next read finds out.
        let _ = send(&wire, line.encode());
    })
}

fn malformed(fault: Malformed) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, fault)
}

fn invalid(text: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, text)
}
