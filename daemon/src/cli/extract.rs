//! `dragoman extract`: the same worker and chain for a few files, printed instead of logged. Writes nothing.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, bounded};
use jiff::Timestamp;

use crate::cli::table::{count_words, table};
use crate::cli::{Settings, diagnostics};
use crate::exit::{Exit, Failure};
use crate::id::DocumentId;
use crate::inbox::budget::Budget;
use crate::inbox::claim::{Claimed, Taken};
use crate::inbox::content::Content;
use crate::inbox::root::{Key, Place};
use crate::log::line::{Block, TIME_BYTES};
use crate::log::writer::time_text;
use crate::main_loop::{WAKES_MAX, Wake};
use crate::memory;
use crate::plugin::generation::Generation;
use crate::pool::course::Course;
use crate::pool::verdict::Failure as Failed;
use crate::pool::{Inbox, Job, Pool, Report};
use crate::startup;
use crate::worker::frame::INLINE_BYTES_MAX;

#[derive(clap::Args)]
pub(super) struct Extract {
    /// The files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the lines of the log instead of a table
    #[arg(long)]
    json: bool,
}

impl Extract {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let began = Instant::now();
        let mut config = settings.load_or_default()?.config;
        if config.diagnostics.level == "info" {
            // A newcomer wants the events, not the worker's life.
            "warn".clone_into(&mut config.diagnostics.level);
        }
        diagnostics::start(settings, &config.diagnostics)?;
        let mut setup = startup::setup(&config)?;
        // The files come from no inbox.
        setup.inboxes = vec![Inbox { path: String::new(), tags: BTreeMap::new() }];
        let setup = Arc::new(setup);
        let (wakes, woken) = bounded(WAKES_MAX);
        let mut pool = startup::start_pool(&config, 1, &setup, wakes, &woken)?;

        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut printed = Printed { sequence: 1, counts: BTreeMap::new(), exit: Exit::Fine };
        for path in &self.files {
            let claimed = match read(path, config.limits.max_document) {
                Ok(claimed) => Arc::new(claimed),
                Err(error) => {
                    let fix = "name a readable file of at most limits.max_document";
                    printed.fail(&mut out, path, "D0406", &error.to_string(), fix);
                    continue;
                }
            };
            let done = match extract(claimed, &setup.generation, &mut pool, &woken)? {
                Ok((block, counts)) => printed.show(&mut out, self.json, path, block, counts),
                Err(failed) => {
                    printed.fail(&mut out, path, &failed.code, &failed.text, failed.remedy);
                    Ok(())
                }
            };
            if done.is_err() {
                // A reader that is gone has seen enough.
                break;
            }
        }
        if !self.json {
            let elapsed = began.elapsed().as_millis();
            let _ = writeln!(out, "{} in {elapsed} ms   (--json for the records)", count_words(&printed.counts));
        }
        let _ = out.flush();
        pool.finish();
        Ok(printed.exit)
    }
}

/// What was printed so far.
struct Printed {
    sequence: u64,
    counts: BTreeMap<String, u64>,
    exit: Exit,
}

impl Printed {
    fn show(
        &mut self,
        out: &mut impl Write,
        json: bool,
        path: &Path,
        mut block: Block,
        counts: BTreeMap<String, u64>,
    ) -> io::Result<()> {
        let time = time_text(Timestamp::now());
        block.stamp(time.as_bytes().first_chunk().unwrap_or(&[b'0'; TIME_BYTES]), self.sequence);
        self.sequence += block.lines();
        for (kind, count) in counts {
            *self.counts.entry(kind).or_default() += count;
        }
        if json { out.write_all(block.as_bytes()) } else { out.write_all(table(path, block.as_bytes()).as_bytes()) }
    }

    fn fail(&mut self, out: &mut impl Write, path: &Path, code: &str, text: &str, fix: &str) {
        self.exit = Exit::Found;
        // So that the message stands where its file would have.
        let _ = out.flush();
        eprintln!("{}: error[{code}]: {text}\n  fix:   {fix}", path.display());
    }
}

/// The lines of a document, and how many events of each type they have.
pub(super) type Lines = (Block, BTreeMap<String, u64>);

/// Runs one document through the worker; one that ends it is tried again as the daemon does. Nobody waits for what is
/// transient.
pub(super) fn extract(
    claimed: Arc<Claimed>,
    generation: &Generation,
    pool: &mut Pool,
    woken: &Receiver<Wake>,
) -> Result<Result<Lines, Box<Failed>>, Failure> {
    let mut job = Job { sequence: 0, course: Course::default(), arrival: 1, claimed };
    let mut given = false;
    loop {
        if !given && let Some(worker) = pool.free_alone() {
            pool.give(worker, job.clone());
            given = true;
        }
        let Ok(wake) = woken.recv() else {
            return Err(Failure::new(Exit::Internal, "error[D0305]: the workers are gone"));
        };
        let Wake::Worker(report) = wake else { continue };
        pool.note(&report);
        match report {
            Report::Ready { .. } => {}
            Report::NotStarted { failure, .. } => {
                let text = format!("error[{}]: the worker cannot be started again: {}", failure.code, failure.text);
                return Err(Failure::new(Exit::Config, text));
            }
            Report::Read { block, counts, .. } => return Ok(Ok((block, counts))),
            Report::Failed { failure, .. } if job.course.go_on(&failure, generation, 0) => given = false,
            Report::Failed { failure, .. } => return Ok(Err(failure)),
            Report::Returned { .. } => given = false,
        }
    }
}

/// Reads a file as the daemon would have claimed it.
pub(super) fn read(path: &Path, bytes_max: u64) -> io::Result<Claimed> {
    let mut bytes = Vec::new();
    let (mut file, name): (Box<dyn Read>, OsString) = if path == Path::new("-") {
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
    let now = Timestamp::now();
    let taken = Taken {
        key: Key { root: 0, place: Place::Inbox, name },
        size: bytes.len() as u64,
        seen: now,
        settled: now,
        claimed: now,
        recovered: None,
    };
    let id = DocumentId::of(&bytes);
    let content = if bytes.len() > INLINE_BYTES_MAX {
        Content::Sealed(Arc::new(memory::sealed("document", &bytes)?))
    } else {
        Content::Inline(bytes)
    };
    let share = Budget::new(u64::MAX).take(taken.size).ok_or(io::ErrorKind::FileTooLarge)?;
    Ok(Claimed { taken, id, content, share })
}
