//! What daemon, ledger, log, quarantine and archive know of a file.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::fs::{Mode, OFlags};
use serde::Serialize;
use serde_json::Value;

use crate::cli::explain::asked::Asked;
use crate::cli::quarantine::shown;
use crate::cli::{archived, ctl, records};
use crate::codes::folders::{LEDGER_UNUSABLE, QUARANTINE_REFUSED};
use crate::config::Config;
use crate::control::explain::{Content, Explained, MOST, STAYS};
use crate::control::{Answer, Request, client};
use crate::exit::{Exit, Failure};
use crate::id::DocumentId;
use crate::inbox::filter::Filter;
use crate::inbox::quarantine::Entry;
use crate::inbox::root;
use crate::ledger::kept::{FileHash, Looks};
use crate::ledger::name_hash;
use crate::ledger::store::{Refusal, View, open_for_reading};
use crate::log::read::LogFolder;

/// Everything that is known.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Known {
    /// Whether a daemon runs.
    pub(super) running: bool,
    /// Where the file is now and what comes next, in words.
    pub(super) now: Vec<String>,
    /// Its reason files, the newest first.
    pub(super) quarantine: Vec<Aside>,
    /// The records in the log, the newest first.
    pub(super) records: Vec<Logged>,
    /// Contents that are known.
    pub(super) contents: Vec<Content>,
}

/// A file in quarantine.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Aside {
    pub(super) name: String,
    pub(super) when: String,
    pub(super) code: String,
    pub(super) text: String,
    pub(super) remedy: String,
}

/// A document that is in the log.
#[derive(Serialize)]
pub(super) struct Logged {
    /// The line of its record.
    pub(super) line: u64,
    /// The record with its envelope; `None` when its segment is no longer kept.
    pub(super) record: Option<Value>,
    /// Where its file is in the archive.
    pub(super) archived: Option<PathBuf>,
}

impl Known {
    /// Asks whoever knows.
    ///
    /// # Errors
    /// When a daemon does not answer, or files of ours cannot be read.
    pub(super) fn gather(asked: &Asked, config: &Config) -> Result<Known, Failure> {
        let (mut explained, running) = match client::ask(&config.state, Request::Explain(asked.question.clone())) {
            Ok(Answer::Explained(explained)) => (explained, true),
            Ok(Answer::Refused { text }) => return Err(Failure::new(Exit::Found, text)),
            Ok(_) => return Err(ctl::other_question()),
            Err(error) if client::is_absent(&error) => (read_ledger(asked, config)?, false),
            Err(error) => return Err(ctl::no_answer(&config.state, &error)),
        };
        explained.lines.truncate(MOST);
        let log = LogFolder::new(&config.log);
        let records = explained.lines.iter().map(|line| Logged::read(&log, *line, config)).collect::<Result<_, _>>()?;
        if explained.now.is_empty() {
            explained.now.extend(in_inbox(asked, config, running));
        }
        let quarantine = in_quarantine(asked, config)?;
        Ok(Known { running, now: explained.now, quarantine, records, contents: explained.contents })
    }

    /// Whether nobody has ever heard of it.
    pub(super) fn is_nothing(&self) -> bool {
        self.now.is_empty() && self.quarantine.is_empty() && self.records.is_empty()
    }
}

/// What a daemon that does not run would have answered: from the ledger, and of the log what the ledger lacks.
fn read_ledger(asked: &Asked, config: &Config) -> Result<Explained, Failure> {
    let unusable = |error: io::Error| {
        let doing = format!("cannot read the ledger in {}", config.state.display());
        let fix = "ask again; when that does not help, start the daemon: it makes the ledger anew";
        Failure::io(Exit::Io, LEDGER_UNUSABLE, doing, &error, fix)
    };
    let mut explained = Explained::default();
    let found = open_for_reading(&config.state).map_err(|refusal| unusable(refusal.into()))?;
    let reached = found.as_ref().and_then(|(_, reached)| *reached).map_or(0, |reached| reached.sequence);
    if let Some((view, _)) = found {
        for name in asked.names() {
            let versions =
                view.versions(name_hash(name.as_bytes()), MOST).map_err(|refusal| unusable(refusal.into()))?;
            explained.lines.extend(versions.iter().map(|version| version.sequence));
        }
        if is_kept(asked, config, &view).map_err(|refusal| unusable(refusal.into()))? {
            explained.now.push(STAYS.to_owned());
        }
        for hashes in asked.question.hashes.iter().filter_map(|hash| DocumentId::beginning_with(hash)) {
            for (document, arrivals) in view.among(&hashes, MOST).map_err(|refusal| unusable(refusal.into()))? {
                explained.lines.push(arrivals.newest);
                explained.contents.push(Content { hash: document.to_string(), committed: arrivals.committed });
            }
        }
    }
    read_newer(asked, config, reached, &mut explained)?;
    explained.lines.sort_unstable_by(|a, b| b.cmp(a));
    explained.lines.dedup();
    Ok(explained)
}

/// Whether the file stays in its inbox and is remembered as it looks now.
fn is_kept(asked: &Asked, config: &Config, view: &View) -> Result<bool, Refusal> {
    let Some((inbox, name, path)) = &asked.in_inbox else { return Ok(false) };
    let found = rustix::fs::open(path, OFlags::PATH | OFlags::NOFOLLOW, Mode::empty()).ok();
    let Some((stat, _)) = found.and_then(|file| root::stat(&file).ok()) else { return Ok(false) };
    let file = FileHash::new(&config.inboxes[*inbox].path, name.as_os_str().as_bytes());
    Ok(view.kept(file)?.is_some_and(|remembered| remembered.looks == Looks::of(&stat)))
}

/// Adds what the log has behind the line up to which the ledger reaches.
fn read_newer(asked: &Asked, config: &Config, reached: u64, explained: &mut Explained) -> Result<(), Failure> {
    let names = asked.names();
    records::each(&LogFolder::new(&config.log), reached + 1, |record| {
        let is_meant = asked.question.hashes.iter().any(|digits| record.hash.starts_with(digits));
        if is_meant || names.iter().any(|name| name.as_bytes() == record.name) {
            explained.lines.push(record.line);
        }
        if is_meant {
            match explained.contents.iter_mut().find(|content| content.hash == record.hash) {
                Some(content) => content.committed += 1,
                None => explained.contents.push(Content { hash: record.hash.to_owned(), committed: 1 }),
            }
        }
    })
}

impl Logged {
    fn read(log: &LogFolder, line: u64, config: &Config) -> Result<Logged, Failure> {
        let found = log.line(line).map_err(|error| records::unreadable(log, &error.into()))?;
        let record: Option<Value> = found.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let archived = record.as_ref().and_then(|record| find_archived(record, config));
        Ok(Logged { line, record, archived })
    }
}

fn find_archived(record: &Value, config: &Config) -> Option<PathBuf> {
    let document = DocumentId::parse(record["subject"].as_str()?.strip_prefix("b3:")?)?;
    let committed: Timestamp = record["time"].as_str()?.parse().ok()?;
    let file = &record["data"]["file"];
    let (inbox, name) = (Path::new(file["inbox"].as_str()?), Path::new(file["name"].as_str()?));
    // A file that cannot be read is not shown as found.
    archived::find(&config.archive, inbox, name, committed, document).ok()?
}

/// What comes of a file that lies in an inbox and that no daemon speaks of.
fn in_inbox(asked: &Asked, config: &Config, running: bool) -> Option<String> {
    let (inbox, name, path) = asked.in_inbox.as_ref()?;
    let inbox = &config.inboxes[*inbox];
    let found = path.symlink_metadata().ok()?;
    let filter = Filter::new(inbox).ok()?;
    let why_not = if found.is_symlink() {
        Some("it is a symbolic link, and links are never followed; drop the file itself".to_owned())
    } else if found.is_dir() {
        Some(
            if inbox.recursive {
                "it is a folder: ask about the files in it"
            } else {
                "it is a folder, and `recursive` is off"
            }
            .to_owned(),
        )
    } else if !found.is_file() {
        Some("it is no regular file".to_owned())
    } else if let Some(why) = filter.why_not(name) {
        Some(why)
    } else {
        let marker = filter.marker_of(name.file_name()?).map(|marker| path.with_file_name(marker));
        marker
            .filter(|marker| !marker.exists())
            .map(|marker| format!("its marker {} is not there yet", marker.display()))
    };
    let next = if running {
        "the daemon has not seen it yet; it does at the next scan (`dragoman ctl scan`)"
    } else {
        "no daemon runs; the next `dragoman run` takes it"
    };
    Some(match why_not {
        Some(why) => format!("it lies in the inbox and is not read: {why}"),
        None => format!("it lies in the inbox: {next}"),
    })
}

/// What the quarantine has of it.
fn in_quarantine(asked: &Asked, config: &Config) -> Result<Vec<Aside>, Failure> {
    let entries = Entry::all(&config.state.join("quarantine")).map_err(|error| {
        let fix = "do it as the user that runs the daemon";
        Failure::io(Exit::Io, QUARANTINE_REFUSED, "cannot read the quarantine", &error, fix)
    })?;
    let names = asked.names();
    let is_meant = |entry: &Entry| {
        let hash =
            entry.reason.document.as_deref().and_then(|document| document.strip_prefix("b3:")).unwrap_or_default();
        names.iter().any(|name| entry.is_named(Path::new(name)))
            || asked.in_quarantine.as_ref().is_some_and(|path| entry.path() == *path)
            || asked.question.hashes.iter().any(|digits| hash.starts_with(digits))
    };
    let asides = entries.iter().rev().filter(|entry| is_meant(entry)).take(MOST).map(|entry| Aside {
        name: shown(entry),
        when: entry.reason.quarantined.clone(),
        code: entry.reason.code.clone(),
        text: entry.reason.text.clone(),
        remedy: entry.reason.remedy.clone(),
    });
    Ok(asides.collect())
}
