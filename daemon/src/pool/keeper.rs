//! The thread that keeps one worker alive: gives it documents, reads its answers, notices its death or lateness,
//! starts the next.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use extractor_api::Level;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::inbox::content::Content;
use crate::plugin::error::{CRASHED, TIMED_OUT};
use crate::pool::blame::{Breach, blame, culprit};
use crate::pool::course::Course;
use crate::pool::process::{Process, describe};
use crate::pool::verdict::{Again, Failure, Verdict, judge};
use crate::pool::{Job, Order, Report, Setup};
use crate::worker::breadcrumb::{Crumb, Phase, now};
use crate::worker::frame::{self, Answer, Fatal, File, LogLine, Malformed, Ready};
use crate::worker::wire::Received;

/// How often a worker at work is looked at.
const TICK: Duration = Duration::from_millis(100);
/// How long loading and creating the chain may take.
const START_TIMEOUT: Duration = Duration::from_secs(20);
/// Reads of a worker's socket before its frames are taken.
const READS_MAX: usize = 64;
/// How long a worker that is not needed any more may take to go.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// The pause before a worker is started again after one that answered nothing; doubled each time.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// Keeps one worker.
pub(crate) struct Keeper<R> {
    worker: usize,
    setup: Arc<Setup>,
    orders: Receiver<Order>,
    wake: Arc<OwnedFd>,
    report: R,
    /// Ordered, not sent.
    waiting: VecDeque<Job>,
    /// Sent, not answered; oldest first.
    held: VecDeque<Job>,
    /// Answers of the running worker.
    answers: u64,
    /// When something was last sent or answered.
    progress: Instant,
    stopping: bool,
}

/// How a worker's service ends.
enum End {
    /// Nobody needs it any more, or a document needs a fresh one: it is told to go.
    Dismissed,
    /// It is to be killed, if it is not dead already.
    Broken(Breach),
}

impl<R: Fn(Report)> Keeper<R> {
    pub(crate) fn new(
        worker: usize,
        setup: Arc<Setup>,
        orders: Receiver<Order>,
        wake: Arc<OwnedFd>,
        report: R,
    ) -> Keeper<R> {
        let (waiting, held) = (VecDeque::new(), VecDeque::new());
        Keeper {
            worker,
            setup,
            orders,
            wake,
            report,
            waiting,
            held,
            answers: 0,
            progress: Instant::now(),
            stopping: false,
        }
    }

    /// Keeps a worker running until told to stop.
    pub(crate) fn run(mut self) {
        let mut pause = PAUSE_MIN;
        while !self.stopping {
            self.answers = 0;
            let started = self.serve_one();
            if let Err(failure) = started {
                (self.report)(Report::NotStarted { worker: self.worker, failure: Box::new(failure) });
                for job in self.waiting.drain(..) {
                    (self.report)(Report::Returned { worker: self.worker, sequence: job.sequence });
                }
            }
            if self.answers > 0 || !self.waiting.is_empty() {
                pause = PAUSE_MIN;
            } else if !self.stopping {
                let _ = self.poll(None, Some(pause));
                self.take_orders();
                pause = (pause * 2).min(PAUSE_MAX);
            }
        }
    }

    /// Starts a worker and serves it to its end. `Err` when it did not become ready.
    fn serve_one(&mut self) -> Result<(), Failure> {
        let mut process = Process::start(&self.setup)
            .map_err(|error| start_failure(CRASHED, format!("the worker process cannot be started: {error}")))?;
        if let Err(mut failure) = self.await_ready(&mut process) {
            let (status, output) = process.end();
            if failure.text.is_empty() {
                failure.text = describe(status);
            }
            failure.output = output;
            return Err(failure);
        }
        (self.report)(Report::Ready { worker: self.worker });
        self.progress = Instant::now();
        match self.serve(&mut process) {
            End::Dismissed => self.dismiss(process),
            End::Broken(breach) => self.give_up(process, breach),
        }
        Ok(())
    }

    /// Waits for READY or FATAL.
    fn await_ready(&mut self, process: &mut Process) -> Result<(), Failure> {
        let deadline = Instant::now() + START_TIMEOUT;
        let disorder =
            |text: &dyn std::fmt::Display| start_failure(CRASHED, format!("the worker is out of order: {text}"));
        let during_create = |code, text, process: &Process, setup: &Setup| {
            let crumb = process.crumb().filter(|crumb| crumb.phase == Phase::Creating);
            let (extractor, plugin) = culprit(&setup.generation, crumb);
            Failure { extractor, plugin, ..start_failure(code, text) }
        };
        loop {
            self.take_orders();
            if self.stopping {
                return Err(start_failure(TIMED_OUT, "the daemon stops".to_owned()));
            }
            process.wire.flush().or_else(only_if_gone).map_err(|error| disorder(&error))?;
            self.poll(Some(process), Some(TICK)).map_err(|error| disorder(&error))?;
            process.drain_output();
            let received = receive_some(process).map_err(|error| disorder(&error))?;
            while let Some((kind, body)) = process.wire.next_frame().map_err(|fault| disorder(&fault))? {
                match kind {
                    frame::READY => {
                        let ready: Ready = frame::decode_json(body).map_err(|fault| disorder(&fault))?;
                        if ready.protocol != frame::PROTOCOL || ready.build != frame::BUILD {
                            return Err(disorder(&"it is another build"));
                        }
                        tracing::debug!(
                            worker = self.worker,
                            pid = process.id(),
                            load_us = ready.load_us,
                            "worker ready"
                        );
                        return Ok(());
                    }
                    frame::FATAL => return Err(self.fatal(frame::decode_json(body).map_err(|fault| disorder(&fault))?)),
                    frame::LOG => self.log(LogLine::decode(body).map_err(|fault| disorder(&fault))?),
                    _ => return Err(disorder(&"a frame that does not belong here")),
                }
            }
            if received == Received::End {
                return Err(during_create(CRASHED, String::new(), process, &self.setup));
            }
            if Instant::now() >= deadline {
                let text = format!("it was not ready after {} s", START_TIMEOUT.as_secs());
                return Err(during_create(TIMED_OUT, text, process, &self.setup));
            }
        }
    }

    fn fatal(&self, fatal: Fatal) -> Failure {
        let mut extractors = self.setup.generation.extractors.iter();
        let known = extractors.find(|known| Some(&known.name) == fatal.extractor.as_ref());
        Failure {
            plugin: known.map(|known| known.label.clone()),
            extractor: fatal.extractor,
            code: fatal.code,
            ..start_failure("", fatal.text)
        }
    }

    /// Gives documents and takes answers until the worker ends or must.
    fn serve(&mut self, process: &mut Process) -> End {
        let mut last_crumb = None;
        let mut last_look = Instant::now();
        loop {
            self.take_orders();
            if self.stopping {
                return if self.held.is_empty() { End::Dismissed } else { End::Broken(Breach::Unwanted) };
            }
            let fresh_wanted = self.waiting.front().is_some_and(|job| job.course.alone && self.answers > 0);
            if fresh_wanted && self.held.is_empty() {
                return End::Dismissed;
            }
            if !fresh_wanted {
                self.send_waiting(process);
            }
            let patience = if self.held.is_empty() { None } else { Some(TICK) };
            let mut gone = false;
            let turn = process
                .wire
                .flush()
                .or_else(|error| only_if_gone(error).inspect(|()| gone = true))
                .and_then(|()| self.poll(Some(process), patience))
                .and_then(|()| receive_some(process));
            process.drain_output();
            let received = match turn {
                Ok(turn) => turn,
                Err(error) => return End::Broken(Breach::Disorder(error.to_string())),
            };
            if let Err(fault) = self.take_answers(process) {
                return End::Broken(Breach::Disorder(fault.to_string()));
            }
            if received == Received::End || gone {
                return End::Broken(Breach::Gone);
            }
            // By the clock, not by the lack of news: a worker that prints for ever is late too.
            if !self.held.is_empty() && last_look.elapsed() >= TICK {
                last_look = Instant::now();
                if let Some(breach) = self.lateness(process.crumb(), &mut last_crumb) {
                    return End::Broken(breach);
                }
            }
        }
    }

    fn take_orders(&mut self) {
        let mut count = [0; 8];
        // Empties the counter that made poll return; empty already is fine too.
        let _ = rustix::io::read(&self.wake, &mut count);
        for order in self.orders.try_iter() {
            match order {
                Order::Read(job) => self.waiting.push_back(job),
                Order::Stop => self.stopping = true,
            }
        }
    }

    fn send_waiting(&mut self, process: &mut Process) {
        for job in self.waiting.drain(..) {
            let claimed = &job.claimed;
            let (content, descriptors) = match &claimed.content {
                Content::Inline(bytes) => (Some(bytes.as_slice()), Vec::new()),
                Content::Sealed(copy) => (None, vec![Arc::clone(copy)]),
            };
            let Course { attempt, without, .. } = job.course;
            let (name, hash) = (claimed.taken.shown_name(), *claimed.id.as_bytes());
            let file = File { sequence: job.sequence, attempt, without, hash, name: &name, content };
            process.wire.queue(file.encode(), descriptors);
            self.progress = Instant::now();
            self.held.push_back(job);
        }
    }

    /// Waits for the worker, its output, an order, or the end of patience.
    fn poll(&self, process: Option<&mut Process>, patience: Option<Duration>) -> io::Result<()> {
        let timeout = patience.map(|patience| Timespec {
            tv_sec: patience.as_secs().cast_signed(),
            tv_nsec: patience.subsec_nanos().into(),
        });
        let mut waited = vec![PollFd::new(&self.wake, PollFlags::IN)];
        if let Some(process) = &process {
            let flags = if process.wire.has_queued() { PollFlags::IN | PollFlags::OUT } else { PollFlags::IN };
            waited.push(PollFd::from_borrowed_fd(process.wire.as_fd(), flags));
            if let Some(output) = process.output() {
                waited.push(PollFd::from_borrowed_fd(output, PollFlags::IN));
            }
        }
        match poll(&mut waited, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn take_answers(&mut self, process: &mut Process) -> Result<(), Malformed> {
        while let Some((kind, body)) = process.wire.next_frame()? {
            match kind {
                frame::LOG => self.log(LogLine::decode(body)?),
                frame::RESULT => {
                    let answer = Answer::decode(body)?;
                    let Some(job) = self.held.front().filter(|job| job.sequence == answer.sequence) else {
                        return Err(Malformed("an answer that nobody asked for"));
                    };
                    let verdict = judge(&self.setup, job, &answer)?;
                    self.held.pop_front();
                    self.answers += 1;
                    self.progress = Instant::now();
                    let (worker, sequence) = (self.worker, answer.sequence);
                    (self.report)(match verdict {
                        Verdict::Lines { block, incomplete, counts } => {
                            Report::Read { worker, sequence, block, incomplete, counts }
                        }
                        Verdict::Failed(failure) => Report::Failed { worker, sequence, failure },
                    });
                }
                _ => return Err(Malformed("a frame that does not belong here")),
            }
        }
        Ok(())
    }

    /// Whether the worker has been at one thing for too long. The page is written while we read it, so only a step that
    /// looks the same twice is believed.
    fn lateness(&self, crumb: Option<Crumb>, last: &mut Option<Crumb>) -> Option<Breach> {
        let setup = &self.setup;
        // Whatever the page says: the oldest document that it holds began before our last news of it.
        if self.progress.elapsed() > setup.document_timeout + setup.timeout {
            return Some(Breach::Silent);
        }
        let crumb = crumb?;
        if last.replace(crumb) != Some(crumb) || crumb.phase == Phase::Idle {
            return None;
        }
        let now = now();
        let late = now.saturating_sub(crumb.step_began) > setup.timeout
            || now.saturating_sub(crumb.document_began) > setup.document_timeout;
        late.then_some(Breach::Late)
    }

    /// Lets a worker destroy its extractors and go; one that does not is killed.
    fn dismiss(&mut self, mut process: Process) {
        process.wire.queue(frame::drain(), Vec::new());
        let deadline = Instant::now() + DRAIN_TIMEOUT;
        while Instant::now() < deadline {
            self.take_orders();
            // However the talk ends, the process is then ended.
            let turn = process.wire.flush().and_then(|()| self.poll(Some(&mut process), Some(TICK)));
            process.drain_output();
            match turn.and_then(|()| receive_some(&mut process)) {
                Ok(Received::End) | Err(_) => break,
                Ok(_) => {}
            }
        }
        process.end();
    }

    /// Ends a worker that broke, and tells whose fault it was.
    fn give_up(&mut self, process: Process, breach: Breach) {
        let crumb = process.crumb();
        let id = process.id();
        let (status, output) = process.end();
        let words = breach.describe(status);
        if self.held.is_empty() {
            if !self.stopping {
                tracing::warn!(
                    worker = self.worker,
                    pid = id,
                    reason = words,
                    "a worker ended while it had nothing to do"
                );
            }
            return;
        }
        // A worker that died over a document did something: the next is started at once.
        self.answers += 1;
        // Answers come in order, so it is the oldest that was being read; the page tells by which extractor.
        let oldest = self.held.front().map(|job| job.sequence);
        let crumb = crumb.filter(|crumb| Some(crumb.sequence) == oldest);
        let unwanted = matches!(breach, Breach::Unwanted);
        let failure = Box::new(blame(&self.setup, &breach, crumb, status, output));
        for job in self.held.drain(..) {
            let (worker, sequence) = (self.worker, job.sequence);
            (self.report)(if Some(sequence) == oldest && !unwanted {
                tracing::warn!(worker, pid = id, document = %job.claimed.id, extractor = failure.extractor, reason = words, "a worker ended over a document");
                Report::Failed { worker, sequence, failure: failure.clone() }
            } else {
                Report::Returned { worker, sequence }
            });
        }
    }

    fn log(&self, line: LogLine<'_>) {
        let extractors = &self.setup.generation.extractors;
        let extractor = extractors.get(usize::from(line.extractor)).map(|known| known.name.as_str());
        let text = line.text;
        match Level::from_number(line.level) {
            Level::Error => tracing::error!(extractor, text, "an extractor says"),
            Level::Warn => tracing::warn!(extractor, text, "an extractor says"),
            Level::Info => tracing::info!(extractor, text, "an extractor says"),
            Level::Debug => tracing::debug!(extractor, text, "an extractor says"),
            Level::Trace => tracing::trace!(extractor, text, "an extractor says"),
        }
    }
}

/// Reads what the socket has, up to a bound, so that a worker that sends without end fills no memory. The end is
/// reported after all that came before it.
fn receive_some(process: &mut Process) -> io::Result<Received> {
    for _ in 0..READS_MAX {
        match process.wire.receive()? {
            Received::Bytes => {}
            last => return Ok(last),
        }
    }
    Ok(Received::Bytes)
}

/// A worker that died makes sending fail, but may have answered before; the next read tells.
fn only_if_gone(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => Ok(()),
        _ => Err(error),
    }
}

fn start_failure(code: &str, text: String) -> Failure {
    Failure {
        reason: "not_started",
        code: code.to_owned(),
        stage: "extractor",
        extractor: None,
        plugin: None,
        text,
        remedy: "see the text; take the extractor out of chain.order to run without it",
        output: String::new(),
        again: Again::Later,
    }
}
