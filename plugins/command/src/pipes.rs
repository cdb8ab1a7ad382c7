//! Carries lines to and from a program at the same time, so that neither side waits for the other for ever.

use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;

use crate::fault::{Fault, quoted};
use crate::last_words::LastWords;
use crate::lines::Lines;
use crate::process::Streams;

/// How long to wait before asking again whether to stop.
const TICK: Duration = Duration::from_millis(50);
/// What is read at once: what a pipe holds.
const CHUNK_BYTES: usize = 64 << 10;

/// The pipes of a program, seen from here.
pub(crate) struct Pipes {
    /// `None` when the program has closed its end.
    stdin: Option<OwnedFd>,
    stdout: OwnedFd,
    request: Vec<u8>,
    /// How much of the request has been written.
    written: usize,
    lines: Lines,
    last_words: LastWords,
}

/// When a program must have answered.
#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    began: Instant,
    limit: Duration,
    key: &'static str,
}

impl Deadline {
    /// A time from now, by a key of the config.
    pub(crate) fn after(limit: Duration, key: &'static str) -> Deadline {
        Deadline { began: Instant::now(), limit, key }
    }

    fn left(&self) -> Result<Duration, Fault> {
        match self.limit.saturating_sub(self.began.elapsed()) {
            Duration::ZERO => Err(Fault::Late(self.limit, self.key)),
            left => Ok(left),
        }
    }
}

impl Pipes {
    /// Takes this side's ends.
    ///
    /// # Errors
    /// When they cannot be made non-blocking.
    pub(crate) fn new(streams: Streams) -> Result<Pipes, Errno> {
        for stream in [&streams.stdin, &streams.stdout, &streams.stderr] {
            rustix::io::ioctl_fionbio(stream, true)?;
        }
        Ok(Pipes {
            stdin: Some(streams.stdin),
            stdout: streams.stdout,
            request: Vec::new(),
            written: 0,
            lines: Lines::default(),
            last_words: LastWords::new(streams.stderr),
        })
    }

    /// Begins to send a request, which is one line with its end. [`Pipes::next_line`] writes it.
    pub(crate) fn begin(&mut self, request: Vec<u8>) {
        (self.request, self.written) = (request, 0);
        self.lines.renew_allowance();
        self.last_words.forget();
    }

    /// Waits for a line, writing meanwhile what is left of the request.
    ///
    /// # Errors
    /// When none comes in time or within bounds.
    pub(crate) fn next_line(&mut self, deadline: Deadline, should_stop: impl Fn() -> bool) -> Result<&[u8], Fault> {
        while !self.lines.is_whole()? {
            if should_stop() {
                return Err(Fault::Stopped);
            }
            self.wait(deadline.left()?.min(TICK))?;
            self.last_words.read();
            self.write()?;
            self.read()?;
        }
        Ok(self.lines.take())
    }

    /// Ends an exchange: the request was taken, and nothing follows the answer.
    ///
    /// # Errors
    /// When this is not so.
    pub(crate) fn finish(&mut self) -> Result<(), Fault> {
        if self.written < self.request.len() {
            return Err(Fault::Hasty);
        }
        self.check_silence()
    }

    /// Asks between exchanges whether the program is still there and has kept silent.
    ///
    /// # Errors
    /// When it is not or has not.
    pub(crate) fn check_rest(&mut self) -> Result<(), Fault> {
        self.read()?;
        self.check_silence()
    }

    /// What the program has written to its standard error since the exchange began.
    pub(crate) fn last_words(&mut self) -> String {
        self.last_words.shown()
    }

    fn check_silence(&self) -> Result<(), Fault> {
        match self.lines.rest() {
            [] => Ok(()),
            rest => Err(Fault::Unasked(quoted(rest))),
        }
    }

    /// Waits until there is something to read, or to write if there is something left to be written.
    fn wait(&self, limit: Duration) -> Result<(), Fault> {
        let mut ends = vec![PollFd::new(&self.stdout, PollFlags::IN)];
        ends.extend(self.last_words.source().map(|stderr| PollFd::new(stderr, PollFlags::IN)));
        if let Some(stdin) = self.stdin.as_ref().filter(|_| self.written < self.request.len()) {
            ends.push(PollFd::new(stdin, PollFlags::OUT));
        }
        let limit = Timespec { tv_sec: limit.as_secs().cast_signed(), tv_nsec: limit.subsec_nanos().into() };
        match rustix::event::poll(&mut ends, Some(&limit)) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(Fault::Pipe(error)),
        }
    }

    fn write(&mut self) -> Result<(), Fault> {
        let Some(stdin) = self.stdin.as_ref().filter(|_| self.written < self.request.len()) else { return Ok(()) };
        match rustix::io::write(stdin, &self.request[self.written..]) {
            Ok(written) => self.written += written,
            // It may have died of something that its last lines tell about.
            Err(Errno::PIPE) => self.stdin = None,
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(error) => return Err(Fault::Pipe(error)),
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), Fault> {
        let mut chunk = [0; CHUNK_BYTES];
        match rustix::io::read(&self.stdout, &mut chunk) {
            Ok(0) => Err(Fault::Closed),
            Ok(read) => {
                self.lines.push(&chunk[..read]);
                Ok(())
            }
            Err(Errno::AGAIN | Errno::INTR) => Ok(()),
            Err(error) => Err(Fault::Pipe(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::io::{Read, Write};

    /// A minute.
    fn long() -> Deadline {
        Deadline::after(Duration::from_secs(60), "timeout")
    }

    /// Pipes, and their far ends: what the program reads and what it writes. Its standard error is closed.
    fn pipes() -> (Pipes, File, File) {
        let [(far_in, stdin), (stdout, far_out), (stderr, _)] = [(); 3].map(|()| rustix::pipe::pipe().unwrap());
        (Pipes::new(Streams { stdin, stdout, stderr }).unwrap(), far_in.into(), far_out.into())
    }

    #[test]
    fn a_program_that_writes_before_it_reads_is_not_waited_for() {
        let (mut pipes, mut far_in, mut far_out) = pipes();
        let request = vec![b'q'; 1 << 20];
        let program = std::thread::spawn(move || {
            let lines = format!("{}\n", "a".repeat(500_000)).repeat(2) + "last\n";
            far_out.write_all(lines.as_bytes()).unwrap();
            let mut read = vec![0; 1 << 20];
            far_in.read_exact(&mut read).unwrap();
            far_out.write_all(b"read\n").unwrap();
            read
        });
        pipes.begin(request.clone());
        for length in [500_000, 500_000, 4, 4] {
            assert_eq!(pipes.next_line(long(), || false).unwrap().len(), length);
        }
        assert_eq!(pipes.finish(), Ok(()));
        assert_eq!(program.join().unwrap(), request);
    }

    #[test]
    fn waiting_ends_when_time_is_up_or_the_host_says_so_or_nobody_is_there() {
        let (mut pipes, far_in, far_out) = pipes();
        let limit = Duration::from_millis(1);
        assert_eq!(pipes.next_line(Deadline::after(limit, "timeout"), || false), Err(Fault::Late(limit, "timeout")));
        assert_eq!(pipes.next_line(long(), || true), Err(Fault::Stopped));
        drop(far_in);
        pipes.begin(b"question\n".to_vec());
        drop(far_out);
        assert_eq!(pipes.next_line(long(), || false), Err(Fault::Closed));
        assert_eq!((pipes.finish(), pipes.check_rest()), (Err(Fault::Hasty), Err(Fault::Closed)));
    }

    #[test]
    fn what_nobody_asked_for_is_found_at_rest() {
        let (mut pipes, _far_in, mut far_out) = pipes();
        far_out.write_all(b"one\n").unwrap();
        assert_eq!(pipes.next_line(long(), || false), Ok(&b"one"[..]));
        assert_eq!((pipes.finish(), pipes.check_rest()), (Ok(()), Ok(())));
        far_out.write_all(b"tw").unwrap();
        assert_eq!(pipes.check_rest(), Err(Fault::Unasked("\"tw\"".to_owned())));
    }
}
