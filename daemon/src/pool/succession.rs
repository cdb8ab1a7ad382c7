//! From one generation of workers to the next, without a moment in which nobody works.
//!
//! A candidate starts with one worker. That one reads the next document that waits; when it comes back, the candidate
//! takes over with all its workers and the old ones go when they are done. When the candidate fails, the old generation
//! never stopped.

use std::io;
use std::sync::Arc;

use crate::pool::{Job, Pool, Report, Reporter, Setup};

/// The generation that works, the one that may follow it, those that are leaving.
pub struct Pools {
    current: Pool,
    candidate: Option<Candidate>,
    retiring: Vec<Pool>,
    report: Reporter,
    next_worker: usize,
}

struct Candidate {
    pool: Pool,
    workers: usize,
    /// The document that it reads first.
    canary: Option<u64>,
}

impl Pools {
    /// Starts the first generation.
    ///
    /// # Errors
    /// When no thread or descriptor can be had.
    pub fn start(workers: usize, setup: &Arc<Setup>, report: Reporter) -> io::Result<Pools> {
        let current = Pool::start(0..workers, setup, &report)?;
        Ok(Pools { current, candidate: None, retiring: Vec::new(), report, next_worker: workers })
    }

    /// The generation that works.
    pub fn current(&self) -> &Pool {
        &self.current
    }

    /// The same, to give it work.
    pub fn current_mut(&mut self) -> &mut Pool {
        &mut self.current
    }

    /// What the workers of the current generation were started with.
    pub fn setup(&self) -> &Arc<Setup> {
        self.current.setup()
    }

    /// What the worker that sent a report was started with.
    pub fn setup_of(&self, worker: usize) -> &Arc<Setup> {
        let mut others = self.candidate.iter().map(|candidate| &candidate.pool).chain(&self.retiring);
        others.find(|pool| pool.has(worker)).unwrap_or(&self.current).setup()
    }

    /// Notes a report; every report belongs here before anything else is done with it.
    pub fn note(&mut self, report: &Report) {
        let candidate = self.candidate.as_mut().map(|candidate| &mut candidate.pool);
        for pool in std::iter::once(&mut self.current).chain(candidate).chain(&mut self.retiring) {
            pool.note(report);
        }
        self.retiring.retain(|pool| !pool.is_empty());
    }

    /// Documents that are with workers.
    pub fn held(&self) -> usize {
        let candidate = self.candidate.iter().map(|candidate| candidate.pool.held());
        let retiring = self.retiring.iter().map(Pool::held);
        self.current.held() + candidate.chain(retiring).sum::<usize>()
    }

    /// Starts the first worker of a generation that is to take over with this many.
    ///
    /// # Errors
    /// When no thread or descriptor can be had.
    pub fn introduce(&mut self, workers: usize, setup: &Arc<Setup>) -> io::Result<()> {
        let first = self.take_numbers(1);
        let pool = Pool::start(first, setup, &self.report)?;
        self.candidate = Some(Candidate { pool, workers, canary: None });
        Ok(())
    }

    /// Whether a report is the candidate's.
    pub fn is_candidate(&self, worker: usize) -> bool {
        self.candidate.as_ref().is_some_and(|candidate| candidate.pool.has(worker))
    }

    /// The candidate's worker, when it waits for its first document.
    pub fn candidate_free(&self) -> Option<usize> {
        let candidate = self.candidate.as_ref().filter(|candidate| candidate.canary.is_none())?;
        candidate.pool.free()
    }

    /// Gives the candidate its first document.
    pub fn give_canary(&mut self, worker: usize, job: Job) {
        if let Some(candidate) = &mut self.candidate {
            candidate.canary = Some(job.sequence);
            candidate.pool.give(worker, job);
        }
    }

    /// The candidate takes over; the old generation goes when it is done.
    ///
    /// # Errors
    /// When its other workers cannot all be started; it has taken over even so.
    pub fn promote(&mut self) -> io::Result<()> {
        let Some(mut candidate) = self.candidate.take() else { return Ok(()) };
        let others = self.take_numbers(candidate.workers.saturating_sub(1));
        let grown = candidate.pool.grow(others, &self.report);
        let old = std::mem::replace(&mut self.current, candidate.pool);
        self.retire(old);
        grown
    }

    /// The candidate goes.
    pub fn reject(&mut self) {
        if let Some(candidate) = self.candidate.take() {
            self.retire(candidate.pool);
        }
    }

    fn retire(&mut self, pool: Pool) {
        pool.retire();
        if !pool.is_empty() {
            self.retiring.push(pool);
        }
    }

    fn take_numbers(&mut self, count: usize) -> std::ops::Range<usize> {
        let first = self.next_worker;
        self.next_worker += count;
        first..self.next_worker
    }

    /// Ends all workers, whatever they hold.
    pub fn finish(self) {
        let candidate = self.candidate.map(|candidate| candidate.pool);
        for pool in std::iter::once(self.current).chain(candidate).chain(self.retiring) {
            pool.finish();
        }
    }
}
