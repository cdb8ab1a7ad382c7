//! The thread that keeps one worker alive: gives it documents, reads its answers, notices its death or lateness,
//! starts the next.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use extractor_api::abi;

use crate::id::DocumentId;
use crate::inbox::claim::shown;
use crate::inbox::content::Content;
use crate::plugin::error::CRASHED;
use crate::pool::blame::{Breach, blame, culprit};
use crate::pool::diagnostics::Diagnostics;
use crate::pool::process::{News, Process, describe, wait};
use crate::pool::starting::{self, await_ready, only_if_gone};
use crate::pool::verdict::{Failure, Verdict, judge};
use crate::pool::{Job, Member, Order, Portion, Report, Reporter, Setup};
use crate::worker::breadcrumb::{Crumb, Phase, now};
use crate::worker::frame::{self, Answer, File, Malformed, Part, Ready, Sent};
use crate::worker::wire::Received;

/// How often a worker at work is looked at.
const TICK: Duration = Duration::from_millis(100);
/// How long a worker that is not needed any more may take to go.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a worker that has closed its socket may take to end.
const END_TIMEOUT: Duration = Duration::from_secs(1);
/// The pause before a worker is started again after one that answered nothing; doubled each time.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// A worker whose extractors panicked this often is not trusted with more documents.
const PANICS_MAX: u32 = 3;
/// The part of its memory limit, in hundredths, that a worker may fill before another takes its place.
const MEMORY_PERCENT: u64 = 80;

/// The part from which on its memory is looked at after every answer, not every [`TICK`] only.
const FILLING_PERCENT: u64 = 25;

/// Keeps one worker.
pub(crate) struct Keeper {
    worker: usize,
    setup: Arc<Setup>,
    orders: Receiver<Order>,
    wake: Arc<OwnedFd>,
    report: Reporter,
    /// Ordered, not sent.
    waiting: VecDeque<Job>,
    /// Sent, not answered; oldest first.
    held: VecDeque<Job>,
    /// The files that the running worker has open, each with the number of its next document.
    open: HashMap<u64, u32>,
    /// Answers of the running worker.
    answers: u64,
    /// When something was last sent or answered.
    progress: Instant,
    diagnostics: Diagnostics,
    /// Panics of the running worker.
    panics: u32,
    /// Whether the running worker has more memory than most ever have.
    is_filling: bool,
    /// Why the running worker gets no more documents.
    worn: Option<&'static str>,
    leaving: Leaving,
    /// Whether a worker was ready before.
    was_ready: bool,
}

/// Whether the keeper's time is over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    No,
    /// When all that was ordered is answered.
    WhenDone,
    Now,
}

/// How a worker's service ends.
enum End {
    /// Nobody needs it any more, or a document needs a fresh one: it is told to go.
    Dismissed,
    /// It is to be killed, if it is not dead already.
    Broken(Breach),
}

impl Keeper {
    pub(crate) fn new(
        worker: usize,
        setup: Arc<Setup>,
        orders: Receiver<Order>,
        wake: Arc<OwnedFd>,
        report: Reporter,
    ) -> Keeper {
        let (waiting, held) = (VecDeque::new(), VecDeque::new());
        Keeper {
            worker,
            setup,
            orders,
            wake,
            report,
            waiting,
            held,
            open: HashMap::new(),
            answers: 0,
            progress: Instant::now(),
            diagnostics: Diagnostics::new(),
            panics: 0,
            is_filling: false,
            worn: None,
            leaving: Leaving::No,
            was_ready: false,
        }
    }

    /// Keeps a worker running until told to stop.
    pub(crate) fn run(mut self) {
        let mut pause = PAUSE_MIN;
        while !self.is_over() {
            (self.answers, self.panics, self.is_filling, self.worn) = (0, 0, false, None);
            self.open.clear();
            if let Err(failure) = self.serve_one() {
                (self.report)(Report::NotStarted { worker: self.worker, failure: Box::new(failure) });
                self.return_waiting();
            }
            if self.answers > 0 || !self.waiting.is_empty() {
                pause = PAUSE_MIN;
            } else if !self.is_over() {
                let _ = wait(&self.wake, None, Some(pause));
                self.take_orders();
                pause = (pause * 2).min(PAUSE_MAX);
            }
        }
        self.return_waiting();
        (self.report)(Report::Ended { worker: self.worker });
    }

    fn is_over(&self) -> bool {
        match self.leaving {
            Leaving::No => false,
            Leaving::WhenDone => self.waiting.is_empty() && self.held.is_empty(),
            Leaving::Now => true,
        }
    }

    fn return_waiting(&mut self) {
        for job in self.waiting.drain(..) {
            (self.report)(Report::Returned { worker: self.worker, sequence: job.sequence, apart: false });
        }
    }

    /// Starts a worker and serves it to its end. `Err` when it did not become ready.
    fn serve_one(&mut self) -> Result<(), Failure> {
        let mut process = Process::start(&self.setup)
            .map_err(|error| starting::failure(CRASHED, format!("the worker process cannot be started: {error}")))?;
        let setup = Arc::clone(&self.setup);
        let ready = await_ready(&mut process, &setup, |process| {
            self.take_orders();
            wait(&self.wake, Some(process), Some(TICK))?;
            Ok(self.leaving != Leaving::Now)
        });
        let Ready { confinement, load_us, .. } = match ready {
            Ok(ready) => ready,
            Err(mut failure) => {
                let (status, output) = process.end();
                if failure.text.is_empty() {
                    failure.text = describe(status);
                }
                failure.output = output;
                return Err(failure);
            }
        };
        tracing::debug!(worker = self.worker, pid = process.id(), load_us, "worker ready");
        let again = std::mem::replace(&mut self.was_ready, true);
        (self.report)(Report::Ready { worker: self.worker, confinement, again });
        self.progress = Instant::now();
        match self.serve(&mut process) {
            End::Dismissed => self.dismiss(process),
            End::Broken(breach) => self.give_up(process, breach),
        }
        Ok(())
    }

    /// Gives documents and takes answers until the worker ends or must.
    fn serve(&mut self, process: &mut Process) -> End {
        let mut last_crumb = None;
        let mut last_look = Instant::now();
        // How many answers it had given when it was last looked at.
        let mut seen = self.answers;
        let mut news = News::ALL;
        loop {
            if news.orders {
                self.take_orders();
            }
            if self.leaving == Leaving::Now && !self.held.is_empty() {
                return End::Broken(Breach::Unwanted);
            }
            let alone = self.waiting.front().is_some_and(|job| job.course.alone && self.answers > 0);
            let fresh_wanted = alone || self.worn.is_some();
            if self.held.is_empty() && (self.is_over() || fresh_wanted) {
                return End::Dismissed;
            }
            if !fresh_wanted {
                self.send_waiting(process);
            }
            let patience = if self.held.is_empty() && seen == self.answers { None } else { Some(TICK) };
            let is_gone;
            (news, is_gone) = match self.exchange(process, patience) {
                Ok(turn) => turn,
                Err(error) => return End::Broken(Breach::Disorder(error.to_string())),
            };
            if news.words {
                process.drain_output();
            }
            if let Err(fault) = self.take_answers(process) {
                return End::Broken(Breach::Disorder(fault.to_string()));
            }
            if is_gone {
                return End::Broken(Breach::Gone);
            }
            self.count_panics(process);
            // By the clock, not by the lack of news: a worker that prints for ever is late too.
            if last_look.elapsed() >= TICK {
                (last_look, seen) = (Instant::now(), self.answers);
                self.look_for_leaks(process);
                if let Some(breach) = self.lateness(process.crumb(), &mut last_crumb) {
                    return End::Broken(breach);
                }
            } else if self.is_filling && seen != self.answers {
                seen = self.answers;
                self.look_for_leaks(process);
            }
        }
    }

    /// Sends what is to be sent, waits for news, and receives what came; also tells whether the worker is gone, after
    /// which all that it ever sent was received.
    fn exchange(&self, process: &mut Process, patience: Option<Duration>) -> io::Result<(News, bool)> {
        let mut is_gone = false;
        process.wire.flush().or_else(|error| only_if_gone(error).inspect(|()| is_gone = true))?;
        let news = wait(&self.wake, Some(process), patience)?;
        if news.answers || is_gone {
            is_gone |= process.receive_some()? == Received::End;
        }
        Ok((news, is_gone))
    }

    fn take_orders(&mut self) {
        let mut count = [0; 8];
        // Empties the counter that made poll return; empty already is fine too.
        let _ = rustix::io::read(&self.wake, &mut count);
        for order in self.orders.try_iter() {
            match order {
                Order::Read(job) => self.waiting.push_back(job),
                Order::Leave => self.leaving = Leaving::WhenDone,
                Order::Stop => self.leaving = Leaving::Now,
            }
        }
    }

    fn send_waiting(&mut self, process: &mut Process) {
        for job in self.waiting.drain(..) {
            let (claimed, Portion { from, most, .. }) = (&job.claimed, job.portion);
            let (content, descriptors) = match &claimed.content {
                _ if self.open.get(&job.sequence) == Some(&from) => (Sent::Open, Vec::new()),
                Content::Inline(bytes) => (Sent::Inline(bytes), Vec::new()),
                Content::Sealed(copy) => (Sent::Attached, vec![Arc::clone(copy)]),
                Content::Lying(lying) => (Sent::Attached, vec![Arc::clone(&lying.file)]),
            };
            let (name, hash) = (shown(claimed.taken.name()), *claimed.id.as_bytes());
            let (sequence, attempt, without) = (job.sequence, job.course.attempt, job.left_out());
            let apart = job.apart || job.course.alone;
            let file = File { sequence, attempt, without, hash, name: &name, from, most, apart, content };
            process.wire.queue(file.encode(), descriptors);
            self.progress = Instant::now();
            self.held.push_back(job);
        }
    }

    fn take_answers(&mut self, process: &mut Process) -> Result<(), Malformed> {
        while let Some((kind, body)) = process.wire.next_frame()? {
            match kind {
                frame::LOG => self.diagnostics.pass(&self.setup.generation, body)?,
                frame::RESULT => {
                    let answer = Answer::decode(body)?;
                    self.take_answer(answer)?;
                }
                _ => return Err(Malformed("a frame that does not belong here")),
            }
        }
        Ok(())
    }

    fn take_answer(&mut self, mut answer: Answer) -> Result<(), Malformed> {
        let (worker, sequence) = (self.worker, answer.sequence);
        let Some(mut job) = self.held.pop_front().filter(|job| job.sequence == sequence) else {
            return Err(Malformed("an answer that nobody asked for"));
        };
        let judged = judge(&self.setup, &job, &answer);
        let shown = answer.shown.take().map(Box::new);
        self.progress = Instant::now();
        self.diagnostics.renew();
        if answer.part == Part::Closed && judged.is_ok() {
            // It had too many files open. It gets the content again.
            self.open.remove(&sequence);
            job.passed = 0;
            self.waiting.push_front(job);
            return Ok(());
        }
        if let (Part::Passed { count }, Ok(_)) = (&answer.part, &judged) {
            job.passed = *count;
            self.held.push_front(job);
            return Ok(());
        }
        self.answers += 1;
        self.panics += answer.extractors.iter().filter(|one| one.status == abi::PANIC).count() as u32;
        let member = match answer.part {
            Part::Entry { number, name, .. } => {
                job.portion = Portion { from: number + 1, most: job.portion.most - 1, arrival: 1 };
                let more = job.portion.most > 0;
                self.open.insert(sequence, number + 1);
                Some(Member { number, name, document: DocumentId::from_bytes(answer.document), more })
            }
            _ => {
                self.open.remove(&sequence);
                None
            }
        };
        let goes_on = member.as_ref().is_some_and(|member| member.more);
        if goes_on || judged.is_err() {
            self.held.push_front(job);
        }
        (self.report)(match judged? {
            Verdict::Lines { block, incomplete, counts } => {
                Report::Read { worker, sequence, block, incomplete, counts, member, shown }
            }
            Verdict::Failed(failure) => Report::Failed { worker, sequence, member, failure },
            Verdict::End => Report::Emptied { worker, sequence, facts: answer.reader.facts },
        });
        Ok(())
    }

    /// Decides whether the worker has served enough because its heap may be damaged by panics.
    fn count_panics(&mut self, process: &Process) {
        if self.panics >= PANICS_MAX {
            self.wear_out(process, "its extractors panicked too often");
        }
    }

    /// The same because it leaks.
    fn look_for_leaks(&mut self, process: &Process) {
        let Some(memory) = process.memory().filter(|_| self.answers > 0) else { return };
        let part = |percent| self.setup.limits.memory_bytes / 100 * percent;
        self.is_filling = memory > part(FILLING_PERCENT);
        if memory > part(MEMORY_PERCENT) {
            self.wear_out(process, "it fills its memory");
        }
    }

    fn wear_out(&mut self, process: &Process, reason: &'static str) {
        if self.worn.replace(reason).is_none() {
            let (worker, pid, memory) = (self.worker, process.id(), process.memory());
            tracing::info!(worker, pid, reason, memory, "a worker is replaced by a fresh one");
        }
    }

    /// Whether the worker has been at one thing for too long. The page is written while we read it, so only a step that
    /// looks the same twice is believed.
    fn lateness(&self, crumb: Option<Crumb>, last: &mut Option<Crumb>) -> Option<Breach> {
        if self.held.is_empty() {
            return None;
        }
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
            let turn = process.wire.flush().and_then(|()| wait(&self.wake, Some(&process), Some(TICK)));
            process.drain_output();
            let received = turn.and_then(|_| process.receive_some());
            // It may have something to say when its extractors are destroyed.
            let answers = self.take_answers(&mut process);
            if answers.is_err() || !matches!(received, Ok(Received::Bytes | Received::Nothing)) {
                break;
            }
        }
        let pid = process.id();
        // It closes its socket a moment before it ends.
        process.ends_within(deadline.saturating_duration_since(Instant::now()));
        let (status, _) = process.end();
        if !status.is_some_and(|status| status.success()) {
            let reason = describe(status);
            tracing::warn!(
                worker = self.worker,
                pid,
                reason,
                "a worker did not end well when its extractors were destroyed"
            );
        }
    }

    /// Ends a worker that broke, and tells whose fault it was.
    fn give_up(&mut self, process: Process, breach: Breach) {
        let crumb = process.crumb();
        let id = process.id();
        let breach = match breach {
            Breach::Gone if !process.ends_within(END_TIMEOUT) => {
                Breach::Disorder("it closed its socket and did not end".to_owned())
            }
            breach => breach,
        };
        let (status, output) = process.end();
        let words = breach.describe(status);
        let ticking = crumb.filter(|crumb| crumb.phase == Phase::Ticking);
        if self.leaving == Leaving::No && (self.held.is_empty() || ticking.is_some()) {
            let (extractor, _) = culprit(&self.setup.generation, ticking);
            tracing::warn!(
                worker = self.worker,
                pid = id,
                extractor,
                reason = words,
                "a worker ended between documents"
            );
        }
        if self.held.is_empty() {
            return;
        }
        // A worker that died over a document did something: the next is started at once.
        self.answers += 1;
        let innocent = ticking.is_some() || matches!(breach, Breach::Unwanted);
        if !innocent
            && let Some(crumb) = crumb.filter(|crumb| crumb.group > 1)
            && self.part_group()
        {
            let (extractor, _) = culprit(&self.setup.generation, Some(crumb));
            tracing::warn!(
                worker = self.worker,
                pid = id,
                extractor,
                reason = words,
                "a worker ended over one of several documents, they are read again one at a time"
            );
            return self.return_held();
        }
        // Answers come in order, so it is the oldest that was being read; the page tells by which extractor.
        let oldest = self.held.front().map(|job| job.sequence);
        let crumb = crumb.filter(|crumb| Some(crumb.sequence) == oldest);
        let failure = Box::new(blame(&self.setup, &breach, crumb, status, output));
        if !innocent && let Some(job) = self.held.pop_front() {
            let (worker, sequence) = (self.worker, job.sequence);
            tracing::warn!(worker, pid = id, document = %job.claimed.id, extractor = failure.extractor, reason = words, "a worker ended over a document");
            (self.report)(Report::Failed { worker, sequence, member: None, failure });
        }
        self.return_held();
    }

    /// Sees that those of its documents that may have been in a group are in none from now on. Says whether the oldest,
    /// over which or over whose group the worker ended, is one of them.
    fn part_group(&mut self) -> bool {
        let grouped = self.held.iter_mut().take_while(|job| !job.apart && !job.course.alone);
        grouped.map(|job| job.apart = true).count() > 0
    }

    fn return_held(&mut self) {
        for job in self.held.drain(..) {
            (self.report)(Report::Returned { worker: self.worker, sequence: job.sequence, apart: job.apart });
        }
    }
}

#[cfg(test)]
mod tests;
