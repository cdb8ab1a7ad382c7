//! Who knows which lines of the log are about a file: the daemon; or, when none runs, the file of its ledger, and the log
//! for what came after that.

use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::OsStrExt;

use rustix::fs::{Mode, OFlags};

use crate::cli::explain::asked::Asked;
use crate::cli::{ctl, records};
use crate::codes::folders::LEDGER_UNUSABLE;
use crate::config::Config;
use crate::control::explain::{Content, Explained, File, MOST, Question, STAYS};
use crate::control::{Answer, Request, client};
use crate::exit::{Exit, Failure};
use crate::id::DocumentId;
use crate::inbox::root;
use crate::ledger::kept::{FileHash, Looks};
use crate::ledger::name_hash;
use crate::ledger::store::{Refusal, View, open_for_reading};
use crate::log::read::LogFolder;
use crate::panics::caught;

/// Who knows.
pub(super) enum Source {
    /// The daemon.
    Daemon,
    /// None runs. Its ledger, if there is one, and the line up to which that reaches; the log has the rest.
    Files { ledger: Option<Box<View>>, reached: u64 },
}

impl Source {
    /// Finds out who knows, and what they answer; without a daemon, what the ledger has.
    ///
    /// # Errors
    /// When a daemon does not answer, or the ledger cannot be read.
    pub(super) fn ask(asked: &Asked, config: &Config) -> Result<(Source, Explained), Failure> {
        match client::ask(&config.state, Request::Explain(asked.question.clone())) {
            Err(error) if client::is_absent(&error) => reading(config, || Source::open(asked, config)),
            answer => Ok((Source::Daemon, explained(answer, config)?)),
        }
    }

    fn open(asked: &Asked, config: &Config) -> Result<(Source, Explained), Refusal> {
        let Some((view, reached)) = open_for_reading(&config.state)? else {
            return Ok((Source::Files { ledger: None, reached: 0 }, Explained::default()));
        };
        let explained = read_ledger(asked, config, &view)?;
        let reached = reached.map_or(0, |reached| reached.sequence);
        Ok((Source::Files { ledger: Some(Box::new(view)), reached }, explained))
    }

    /// The lines about files of some names, without those that the log alone has.
    ///
    /// # Errors
    /// As [`Source::ask`].
    pub(super) fn lines_of(&self, names: &[OsString], config: &Config) -> Result<Vec<u64>, Failure> {
        match self {
            _ if names.is_empty() => Ok(Vec::new()),
            Source::Daemon => {
                // For what is in the log, names count alone.
                let files = names.iter().map(|name| File::new(0, name)).collect();
                let question = Question { files, hashes: Vec::new() };
                Ok(explained(client::ask(&config.state, Request::Explain(question)), config)?.lines)
            }
            Source::Files { ledger: None, .. } => Ok(Vec::new()),
            Source::Files { ledger: Some(view), .. } => reading(config, || lines_in(view, names)),
        }
    }

    /// Leaves the ledger to whoever starts now; returns from which line on the log must be asked instead.
    pub(super) fn let_go(self) -> Option<u64> {
        match self {
            Source::Daemon => None,
            Source::Files { reached, .. } => Some(reached + 1),
        }
    }
}

/// What a daemon that runs answered.
fn explained(answer: io::Result<Answer>, config: &Config) -> Result<Explained, Failure> {
    match answer {
        Ok(Answer::Explained(explained)) => Ok(explained),
        Ok(Answer::Refused { text }) => Err(Failure::new(Exit::Found, text)),
        Ok(_) => Err(ctl::other_question()),
        Err(error) => Err(ctl::no_answer(&config.state, &error)),
    }
}

/// Reads the ledger, of which not every page was checked.
fn reading<T>(config: &Config, read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Failure> {
    let read = caught(read).unwrap_or_else(|panic| Err(Refusal::Damaged(panic)));
    read.map_err(|refusal| unusable(config, refusal))
}

/// The ledger is being used, or is not what was written there.
pub(super) fn unusable(config: &Config, refusal: Refusal) -> Failure {
    let doing = format!("cannot read the ledger in {}", config.state.display());
    let fix = "ask again; when that does not help, start the daemon: it makes the ledger anew";
    Failure::io(Exit::Io, LEDGER_UNUSABLE, doing, &refusal.into(), fix)
}

/// What a daemon that does not run would have answered, as far as the ledger has it.
fn read_ledger(asked: &Asked, config: &Config, view: &View) -> Result<Explained, Refusal> {
    let mut explained = Explained { lines: lines_in(view, &asked.names())?, ..Explained::default() };
    if is_kept(asked, config, view)? {
        explained.now.push(STAYS.to_owned());
    }
    for hashes in asked.question.hashes.iter().filter_map(|hash| DocumentId::beginning_with(hash)) {
        for (document, arrivals) in view.among(&hashes, MOST)? {
            explained.lines.push(arrivals.newest);
            explained.contents.push(Content { hash: document.to_string(), committed: arrivals.committed });
        }
    }
    Ok(explained)
}

/// The lines about files of some names that the ledger has.
fn lines_in(view: &View, names: &[OsString]) -> Result<Vec<u64>, Refusal> {
    let mut lines = Vec::new();
    for name in names {
        lines.extend(view.versions(name_hash(name.as_bytes()), MOST)?.iter().map(|version| version.sequence));
    }
    Ok(lines)
}

/// Whether the file stays in its inbox and is remembered as it looks now.
fn is_kept(asked: &Asked, config: &Config, view: &View) -> Result<bool, Refusal> {
    let Some((inbox, name, path)) = &asked.in_inbox else { return Ok(false) };
    let found = rustix::fs::open(path, OFlags::PATH | OFlags::NOFOLLOW, Mode::empty()).ok();
    let Some((stat, _)) = found.and_then(|file| root::stat(&file).ok()) else { return Ok(false) };
    let file = FileHash::new(&config.inboxes[*inbox].path, name.as_os_str().as_bytes());
    Ok(view.kept(file)?.is_some_and(|remembered| remembered.looks == Looks::of(&stat)))
}

/// What the log has from a line on: the lines that are meant, and in which contents.
///
/// # Errors
/// When the log cannot be read.
pub(super) fn read_newer(
    asked: &Asked,
    log: &LogFolder,
    from: u64,
    contents: &mut Vec<Content>,
) -> Result<Vec<u64>, Failure> {
    let mut lines = Vec::new();
    records::each_backwards(log, from, |record| {
        let has_hash = asked.has_hash(record.hash);
        if has_hash || asked.has_name(&record.name) {
            lines.push(record.line);
        }
        if has_hash {
            match contents.iter_mut().find(|content| content.hash == record.hash) {
                Some(content) => content.committed += 1,
                None => contents.push(Content { hash: record.hash.to_owned(), committed: 1 }),
            }
        }
    })?;
    Ok(lines)
}
