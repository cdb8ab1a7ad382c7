//! One worker for commands that read a few documents and write nothing: `extract` and `plugin run`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use crossbeam_channel::{Receiver, unbounded};

use crate::codes::folders::NO_PROCESS;
use crate::config::Config;
use crate::exit::{Exit, Failure};
use crate::inbox::claim::Claimed;
use crate::log::line::Block;
use crate::plugin::generation::Generation;
use crate::pool::course::Course;
use crate::pool::verdict::Failure as Failed;
use crate::pool::{Inbox, Job, Member, Pool, Portion, Report, Reporter, Setup};
use crate::startup;
use crate::worker::frame::{Places, Shown};

/// What was read of a document.
pub(super) struct Read {
    /// Its lines.
    pub(super) block: Block,
    /// How many events of each type they have.
    pub(super) counts: BTreeMap<String, u64>,
    /// What the extractors saw, if the setup asks for it.
    pub(super) shown: Option<Box<Shown>>,
}

/// A worker, and the news of it.
pub(super) struct OneWorker<'a> {
    config: &'a Config,
    pool: Pool,
    reported: Receiver<Report>,
}

impl<'a> OneWorker<'a> {
    /// Starts it.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub(super) fn start(config: &'a Config, mut setup: Setup) -> Result<OneWorker<'a>, Failure> {
        // Its documents come from no inbox.
        setup.inboxes = vec![Inbox { path: String::new(), tags: BTreeMap::new() }];
        let (reports, reported) = unbounded();
        let reporter: Reporter = Arc::new(move |report| drop(reports.send(report)));
        let pool = Pool::start(0..1, &Arc::new(setup), &reporter).map_err(|error| {
            Failure::io(Exit::Internal, NO_PROCESS, "cannot start a worker", &error, "raise the limit of processes")
        })?;
        Ok(OneWorker { config, pool, reported })
    }

    /// What it runs.
    pub(super) fn generation(&self) -> &Generation {
        &self.pool.setup().generation
    }

    /// Reads a file and tells of each of its documents; one that ends the worker is tried again as the daemon does. Nobody
    /// waits for what is transient.
    ///
    /// # Errors
    /// When the worker cannot be started, or not again.
    pub(super) fn extract(
        &mut self,
        claimed: Arc<Claimed>,
        mut each: impl FnMut(Option<&Member>, Result<Read, Box<Failed>>),
    ) -> Result<(), Failure> {
        let mut job = first_job(claimed);
        let (mut given, mut is_unpacked) = (false, false);
        loop {
            if !given && let Some(worker) = self.pool.free_alone() {
                self.pool.give(worker, job.clone());
                given = true;
            }
            let Ok(report) = self.reported.recv() else {
                return Err(Failure::new(Exit::Internal, format_args!("error[{NO_PROCESS}]: the workers are gone")));
            };
            self.pool.note(&report);
            match report {
                Report::Ready { confinement, again: false, .. } => {
                    startup::tell_confinement(&confinement, self.pool.setup());
                }
                Report::Ready { .. } | Report::Ended { .. } => {}
                Report::NotStarted { failure, .. } => {
                    return Err(Failure::new(Exit::Config, startup::describe_start(self.config, &failure)));
                }
                Report::Read { block, counts, shown, member, .. } => {
                    each(member.as_ref(), Ok(Read { block, counts, shown }));
                    let Some(member) = member else { return Ok(()) };
                    (is_unpacked, given) = (true, member.more);
                    (job.portion.from, job.course) = (member.number + 1, Course::default());
                }
                Report::Emptied { .. } => return Ok(()),
                // A worker that lives goes on with the next document, which must not keep this one from its second try.
                Report::Failed { failure, member, .. } => {
                    let again = member.as_ref().is_none_or(|member| !member.more)
                        && job.course.go_on(&failure, self.generation(), 0);
                    if again {
                        given = false;
                        continue;
                    }
                    each(member.as_ref(), Err(failure));
                    if member.is_none() && !is_unpacked {
                        return Ok(());
                    }
                    is_unpacked = true;
                    given = member.as_ref().is_some_and(|member| member.more);
                    job.portion.from = member.map_or(job.portion.from, |member| member.number) + 1;
                    job.course = Course::default();
                }
                Report::Returned { apart, .. } => (given, job.apart) = (false, job.apart || apart),
            }
        }
    }

    /// Ends it.
    pub(super) fn finish(self) {
        self.pool.finish();
    }
}

/// All of a file, for the first time.
fn first_job(claimed: Arc<Claimed>) -> Job {
    let (course, bypass, portion) = (Course::default(), Places::default(), Portion::FIRST);
    Job { sequence: 0, course, apart: false, portion, passed: 0, bypass, arrival: 1, previous: None, claimed }
}

/// Reads a file as the daemon would have claimed it; `-` is standard input.
///
/// # Errors
/// When it cannot be read, is empty, or is larger than a document may be.
pub(super) fn read(path: &Path, bytes_max: u64) -> io::Result<Claimed> {
    let mut bytes = Vec::new();
    let (mut file, name): (Box<dyn io::Read>, OsString) = if path == Path::new("-") {
        (Box::new(io::stdin()), "-".into())
    } else {
        (Box::new(File::open(path)?), path.file_name().unwrap_or_default().to_owned())
    };
    file.by_ref().take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is empty"));
    }
    if bytes.len() as u64 > bytes_max {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("the file has more than {bytes_max} bytes")));
    }
    Claimed::of_bytes(name, bytes)
}
