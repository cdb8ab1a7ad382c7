//! What daemon, ledger, log, quarantine and archive know of a file.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use jiff::Timestamp;
use rustix::fs::{Mode, OFlags};
use serde::Serialize;
use serde_json::Value;

use crate::cli::explain::asked::Asked;
use crate::cli::quarantine::shown;
use crate::cli::{archived, ctl, records};
use crate::codes::folders::{LEDGER_UNUSABLE, QUARANTINE_REFUSED};
use crate::config::Config;
use crate::control::explain::{Content, Explained, File, MOST, Question, STAYS};
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
use crate::log::record::member_name;

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
        let log = LogFolder::new(&config.log);
        let (source, mut explained) = Source::ask(asked, config)?;
        let running = matches!(source, Source::Daemon);
        let mut records = source.records(&log, &explained.lines, config)?;
        if let Some(from) = source.let_go() {
            let newer = read_newer(asked, &log, from, &mut explained.contents)?;
            records.extend(Logged::newest(&log, &newer, config)?);
        }
        records.sort_unstable_by_key(|logged| Reverse(logged.line));
        records.dedup_by_key(|logged| logged.line);
        records.truncate(MOST);
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

/// Who knows which lines of the log are about a file.
enum Source {
    /// The daemon.
    Daemon,
    /// None runs. Its ledger, if there is one, and the line up to which that reaches; the log has the rest.
    Files { ledger: Option<View>, reached: u64 },
}

impl Source {
    /// Finds out who knows, and what they answer; without a daemon, what the ledger has.
    fn ask(asked: &Asked, config: &Config) -> Result<(Source, Explained), Failure> {
        match client::ask(&config.state, Request::Explain(asked.question.clone())) {
            Err(error) if client::is_absent(&error) => {
                let found = open_for_reading(&config.state).map_err(|refusal| unusable(config, refusal))?;
                let Some((view, reached)) = found else {
                    return Ok((Source::Files { ledger: None, reached: 0 }, Explained::default()));
                };
                let explained = read_ledger(asked, config, &view).map_err(|refusal| unusable(config, refusal))?;
                let reached = reached.map_or(0, |reached| reached.sequence);
                Ok((Source::Files { ledger: Some(view), reached }, explained))
            }
            answer => Ok((Source::Daemon, explained(answer, config)?)),
        }
    }

    /// The newest records on some lines, and on the lines of what was read anew since: one document of many is then known
    /// by the record that it follows.
    fn records(&self, log: &LogFolder, lines: &[u64], config: &Config) -> Result<Vec<Logged>, Failure> {
        let mut records = Logged::newest(log, lines, config)?;
        let mut followed = 0;
        while followed < records.len() {
            let names = records[followed..].iter().filter_map(Logged::name_when_read_anew).collect();
            followed = records.len();
            records.extend(Logged::newest(log, &self.lines_of(names, config)?, config)?);
        }
        Ok(records)
    }

    /// Leaves the ledger to whoever starts now; returns from which line on the log must be asked instead.
    fn let_go(self) -> Option<u64> {
        match self {
            Source::Daemon => None,
            Source::Files { reached, .. } => Some(reached + 1),
        }
    }

    /// The lines about files of some names.
    fn lines_of(&self, names: Vec<OsString>, config: &Config) -> Result<Vec<u64>, Failure> {
        match self {
            _ if names.is_empty() => Ok(Vec::new()),
            Source::Daemon => {
                let files = names.iter().map(|name| File::new(0, name)).collect();
                let question = Question { files, hashes: Vec::new() };
                Ok(explained(client::ask(&config.state, Request::Explain(question)), config)?.lines)
            }
            Source::Files { ledger: None, .. } => Ok(Vec::new()),
            Source::Files { ledger: Some(view), .. } => {
                lines_in(view, &names).map_err(|refusal| unusable(config, refusal))
            }
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

fn unusable(config: &Config, refusal: Refusal) -> Failure {
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

/// What the log has behind the line up to which the ledger reaches: the lines, and in which contents.
fn read_newer(asked: &Asked, log: &LogFolder, from: u64, contents: &mut Vec<Content>) -> Result<Vec<u64>, Failure> {
    let (names, mut lines) = (asked.names(), Vec::new());
    records::each_backwards(log, from, |record| {
        let is_meant = asked.question.hashes.iter().any(|digits| record.hash.starts_with(digits));
        if is_meant || names.iter().any(|name| name.as_bytes() == record.name) {
            lines.push(record.line);
        }
        if is_meant {
            match contents.iter_mut().find(|content| content.hash == record.hash) {
                Some(content) => content.committed += 1,
                None => contents.push(Content { hash: record.hash.to_owned(), committed: 1 }),
            }
        }
    })?;
    Ok(lines)
}

impl Logged {
    /// Reads the newest of some lines.
    fn newest(log: &LogFolder, lines: &[u64], config: &Config) -> Result<Vec<Logged>, Failure> {
        let mut lines = lines.to_vec();
        lines.sort_unstable_by_key(|line| Reverse(*line));
        lines.dedup();
        lines.iter().take(MOST).map(|line| Logged::read(log, *line, config)).collect()
    }

    fn read(log: &LogFolder, line: u64, config: &Config) -> Result<Logged, Failure> {
        let found = log.line(line).map_err(|error| records::unreadable(log, &error.into()))?;
        let record: Option<Value> = found.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let archived = record.as_ref().and_then(|record| find_archived(record, config));
        Ok(Logged { line, record, archived })
    }

    /// The name under which this document is known should it have been read anew after this, if it is one of many.
    fn name_when_read_anew(&self) -> Option<OsString> {
        let record = self.record.as_ref()?;
        let (id, file) = (record["id"].as_str()?, &record["data"]["file"]);
        let number = u32::try_from(file["entry"]["number"].as_u64()?).ok()?;
        let name = match file["nameB64"].as_str() {
            Some(encoded) => BASE64.decode(encoded.as_bytes()).ok()?,
            None => file["name"].as_str()?.into(),
        };
        Some(OsString::from_vec(member_name(&name, number, Some(id))))
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
