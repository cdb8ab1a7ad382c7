//! From one generation of plugins to the next, while documents are being read.
//!
//! A thread reads config and plugins anew and tries them; the loop then starts one worker of the new generation, which
//! reads the next document that waits. When that goes well the new generation takes over and the old one goes when it
//! is done. When anything fails, the old generation never stopped, and `status` says why.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::codes::plugins::CRASHED;
use crate::control::status::LastReload;
use crate::control::{Answer, Reply};
use crate::failpoint::waypoint;
use crate::log::writer::time_text;
use crate::main_loop::{Hold, MainLoop, Wake};
use crate::pool::breaker::{Admission, Breakers};
use crate::pool::verdict::{Again, Failure};
use crate::pool::{Report, Setup};
use crate::worker::frame::Places;
use crate::worker::sandbox::Confinement;

/// How long a folder of plugins must be left alone after a change.
const SETTLED: Duration = Duration::from_millis(500);

/// What may take the place of the generation that works.
pub struct Prepared {
    /// What its workers are started with.
    pub setup: Arc<Setup>,
    /// How many.
    pub workers: usize,
    /// What its trial found.
    pub confinement: Confinement,
    /// Where its plugins are looked for.
    pub plugin_folders: Vec<PathBuf>,
    /// Settings that were changed and need a restart.
    pub restart: Vec<&'static str>,
}

/// How reading config and plugins anew ended.
pub enum Outcome {
    /// There is something new, and it was tried.
    Prepared(Prepared),
    /// There is nothing new; the settings need a restart.
    Unchanged(Vec<&'static str>),
    /// What is new was refused before.
    StillRefused,
    /// It was refused.
    Refused {
        /// Why, and what to do.
        text: String,
        /// The generation, if it came to one.
        generation: Option<String>,
    },
}

/// Reads config and plugins anew: given what works now, and a generation that was refused and need not be tried again.
pub type Prepare = Arc<dyn Fn(&Setup, Option<&str>) -> Outcome + Send + Sync>;

/// Where the reloads are.
#[derive(Default)]
pub struct Reloads {
    stage: Stage,
    /// Those who want to know how the one under way ends.
    asked: Vec<Reply>,
    /// One was asked for while another was under way, by these, or by nobody who waits.
    again: Option<Vec<Reply>>,
    /// When the folders of plugins will have been left alone for long enough.
    due: Option<Instant>,
    /// The generation that was refused last.
    refused: Option<String>,
    pub(super) last: Option<LastReload>,
    pub(super) count: u64,
}

#[derive(Default)]
enum Stage {
    #[default]
    Idle,
    /// A thread reads and tries.
    Preparing,
    /// The first worker of a new generation starts, or reads its first document.
    Candidate(Prepared),
}

impl Reloads {
    /// When a reload is to begin by itself; one that is under way has to end first.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.due.filter(|_| matches!(self.stage, Stage::Idle))
    }
}

impl MainLoop {
    /// Begins a reload that somebody asked for; `reply` is told how it ends.
    pub(super) fn reload(&mut self, reply: Option<Reply>) {
        self.reloads.refused = None;
        if !matches!(self.reloads.stage, Stage::Idle) {
            self.reloads.again.get_or_insert_default().extend(reply);
            return;
        }
        self.reloads.asked.extend(reply);
        self.prepare();
    }

    pub(super) fn plugins_changed(&mut self) {
        self.reloads.due = Some(Instant::now() + SETTLED);
    }

    /// Begins a reload when the folders of plugins have been left alone for long enough after a change.
    pub(super) fn reload_if_settled(&mut self, now: Instant) {
        if self.reloads.deadline().is_some_and(|due| due <= now) {
            self.reloads.due = None;
            self.prepare();
        }
    }

    fn prepare(&mut self) {
        let (prepare, wakes) = (Arc::clone(&self.parts.prepare), self.parts.wakes.clone());
        let (current, refused) = (Arc::clone(self.parts.pools.setup()), self.reloads.refused.clone());
        let work = move || {
            let outcome = prepare(&current, refused.as_deref());
            // Nobody listens any more when the daemon has ended.
            let _ = wakes.send(Wake::Prepared(Box::new(outcome)));
        };
        match thread::Builder::new().name("reload".to_owned()).spawn(work) {
            Ok(_) => self.reloads.stage = Stage::Preparing,
            Err(error) => self.refuse(format!("no thread to read the plugins: {error}"), None),
        }
    }

    pub(super) fn take_prepared(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Refused { text, generation } => self.refuse(text, generation),
            // Nobody waits for an answer: those who ask have it tried again. What was said of it still holds.
            Outcome::StillRefused => {
                tracing::debug!("the plugins changed to what was refused before");
                self.begin_next();
            }
            Outcome::Unchanged(restart) if self.hold != Some(Hold::SafeMode) => {
                self.conclude(true, format!("nothing changed{}", needing(&restart)));
            }
            Outcome::Unchanged(_) => self.refuse("the chain is empty".to_owned(), None),
            Outcome::Prepared(prepared) => {
                waypoint!("reload prepared");
                let introduced = self.parts.pools.introduce(prepared.workers, &prepared.setup);
                match introduced {
                    Ok(()) => self.reloads.stage = Stage::Candidate(prepared),
                    Err(error) => self.refuse(format!("no thread for a worker: {error}"), None),
                }
            }
        }
    }

    /// Takes a report of the candidate's one worker.
    pub(super) fn take_candidates_report(&mut self, report: Report, setup: &Arc<Setup>) {
        match report {
            Report::Ready { .. } => self.try_candidate(),
            Report::NotStarted { failure, .. } => self.reject(format!("error[{}]: {}", failure.code, failure.text)),
            Report::Read { worker, sequence, block, incomplete, counts, member, .. } => {
                match member {
                    Some(member) => self.take_member(sequence, worker, member, block, incomplete, counts),
                    None => self.take_lines(sequence, block, incomplete, counts),
                }
                self.promote();
            }
            Report::Emptied { worker, sequence, facts } => {
                self.take_end(sequence, worker, facts);
                self.promote();
            }
            Report::Failed { sequence, failure, .. } if speaks_against_generation(&failure) => {
                let id = self.documents.get(&sequence).map(|document| document.claimed.id.to_string());
                self.take_back(sequence, false);
                let id = id.unwrap_or_default();
                self.reject(format!("error[{}]: its first document, {id}: {}", failure.code, failure.text));
            }
            Report::Failed { worker, sequence, member, failure } => {
                match member {
                    Some(member) => self.take_members_failure(sequence, worker, Some(member), *failure, setup),
                    None => self.take_failure(sequence, *failure, setup),
                }
                self.promote();
            }
            Report::Returned { sequence, apart, .. } => {
                self.take_back(sequence, apart);
                self.reject(format!("error[{CRASHED}]: its first worker ended"));
            }
            Report::Ended { .. } => {}
        }
    }

    /// Gives the candidate the next document that waits. When none waits, the trial has to do.
    fn try_candidate(&mut self) {
        let open = self.hold.is_none() && matches!(self.breakers.admit(Instant::now()), Admission::Read { .. });
        let next = if open { self.queue.pop_front() } else { None };
        let job = next.and_then(|sequence| self.job(sequence, Places::default()));
        match (job, self.parts.pools.candidate_free()) {
            (Some(mut job), Some(worker)) => {
                let sequence = job.sequence;
                // The trial ends with one document.
                job.portion.most = 1;
                self.parts.pools.give_canary(worker, job);
                self.note_given(sequence, None);
            }
            (Some(job), None) => self.queue.push_front(job.sequence),
            (None, _) => self.promote(),
        }
    }

    fn promote(&mut self) {
        let Stage::Candidate(prepared) = std::mem::take(&mut self.reloads.stage) else { return };
        waypoint!("reload commits");
        if let Err(error) = self.parts.pools.promote() {
            tracing::error!(%error, "not all workers of the new generation can be started");
        }
        self.breakers = Breakers::of(&prepared.setup);
        // Places of the chain that went.
        for document in self.documents.values_mut() {
            document.course.without = Places::default();
            if let Some(unpacking) = &mut document.unpacking {
                unpacking.forget_places();
            }
        }
        self.hold = self.hold.filter(|hold| *hold != Hold::SafeMode);
        self.parts.confinement = prepared.confinement;
        self.parts.plugin_folders.follow(&prepared.plugin_folders);
        self.reloads.count += 1;
        waypoint!("reload committed");
        let generation = &prepared.setup.generation;
        let chain: Vec<&str> = generation.extractors.iter().map(|extractor| extractor.label.as_str()).collect();
        tracing::info!(generation = generation.id, chain = chain.join(" "), "a new generation of plugins works");
        let text = format!("generation {}: {}{}", generation.id, chain.join(" "), needing(&prepared.restart));
        self.conclude(true, text);
    }

    fn reject(&mut self, text: String) {
        let Stage::Candidate(prepared) = std::mem::take(&mut self.reloads.stage) else { return };
        self.parts.pools.reject();
        self.refuse(text, Some(prepared.setup.generation.id.clone()));
    }

    fn refuse(&mut self, text: String, generation: Option<String>) {
        tracing::error!(reason = text, "the reload was refused, all goes on as before");
        self.reloads.refused = generation;
        self.conclude(false, text);
    }

    fn conclude(&mut self, ok: bool, text: String) {
        for reply in self.reloads.asked.drain(..) {
            let text = text.clone();
            // Whoever asked may be gone.
            let _ = reply.send(if ok { Answer::Done { text } } else { Answer::Refused { text } });
        }
        self.reloads.last = Some(LastReload { time: time_text(Timestamp::now()), ok, text });
        if ok {
            self.rearm();
        }
        self.begin_next();
    }

    /// No reload is under way any more; the next begins when somebody has asked for it.
    fn begin_next(&mut self) {
        self.reloads.stage = Stage::Idle;
        if let Some(asked) = self.reloads.again.take() {
            self.reloads.asked = asked;
            self.prepare();
        }
    }
}

/// Whether a failure over its first document says that a generation is worse than none.
fn speaks_against_generation(failure: &Failure) -> bool {
    failure.again == Again::Alone || failure.reason == "invalid_output"
}

fn needing(restart: &[&str]) -> String {
    if restart.is_empty() { String::new() } else { format!("; these need a restart: {}", restart.join(", ")) }
}
