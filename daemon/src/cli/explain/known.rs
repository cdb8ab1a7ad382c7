//! What daemon, ledger, log, quarantine and archive know of a file.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::cli::explain::asked::Asked;
use crate::cli::explain::source::{Source, read_newer, unusable};
use crate::cli::quarantine::shown;
use crate::cli::{archived, records};
use crate::codes::folders::QUARANTINE_REFUSED;
use crate::config::Config;
use crate::control::explain::{Content, MOST};
use crate::exit::{Exit, Failure};
use crate::id::DocumentId;
use crate::inbox::filter::Filter;
use crate::inbox::quarantine::Entry;
use crate::inbox::root::WORK_AREA;
use crate::ledger::store::Refusal;
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
        let mut records = all_readings(&source, &log, explained.lines, config)?;
        // Asked after the reading: what is removed meanwhile counts as removed.
        let oldest = log.first_sequence().unwrap_or(u64::MAX);
        if let Some(wrong) = records.iter().find(|logged| !running && !logged.is_meant(asked, oldest)) {
            let why = format!("line {} of the log is about something else than it says", wrong.line);
            return Err(unusable(config, Refusal::Damaged(why)));
        }
        if let Some(from) = source.let_go() {
            let newer = read_newer(asked, &log, from, &mut explained.contents)?;
            records.extend(Logged::newest(&log, newer, config)?);
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

/// The newest records on some lines, and on the lines of what was read anew since: one document of many is then known by
/// the record that it follows.
fn all_readings(
    source: &Source,
    log: &LogFolder,
    mut lines: Vec<u64>,
    config: &Config,
) -> Result<Vec<Logged>, Failure> {
    let mut records: Vec<Logged> = Vec::new();
    while !lines.is_empty() {
        let found = Logged::newest(log, lines, config)?;
        let names: Vec<OsString> = found.iter().filter_map(Logged::name_when_read_anew).collect();
        records.extend(found);
        lines = source.lines_of(&names, config)?;
        lines.retain(|line| records.iter().all(|logged| logged.line != *line));
    }
    Ok(records)
}

impl Logged {
    /// Reads the newest of some lines.
    fn newest(log: &LogFolder, mut lines: Vec<u64>, config: &Config) -> Result<Vec<Logged>, Failure> {
        lines.sort_unstable_by_key(|line| Reverse(*line));
        lines.dedup();
        lines.into_iter().take(MOST).map(|line| Logged::read(log, line, config)).collect()
    }

    fn read(log: &LogFolder, line: u64, config: &Config) -> Result<Logged, Failure> {
        let found = log.line(line).map_err(|error| records::unreadable(log, &error.into()))?;
        let record: Option<Value> = found.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let archived = record.as_ref().and_then(|record| find_archived(record, config));
        Ok(Logged { line, record, archived })
    }

    /// Whether this is what was asked about; what stood before the oldest line that is kept is believed.
    fn is_meant(&self, asked: &Asked, oldest: u64) -> bool {
        let Some(record) = &self.record else { return self.line < oldest };
        let hash = record["subject"].as_str().and_then(|subject| subject.strip_prefix("b3:")).unwrap_or_default();
        let has_name = |(file, entry): (Vec<u8>, Option<u32>)| match entry {
            Some(number) => asked.has_name(&member_name(&file, number, None)),
            None => asked.has_name(&file),
        };
        asked.has_hash(hash) || self.file().is_some_and(has_name)
    }

    /// The name under which this document is known should it have been read anew after this, if it is one of many.
    fn name_when_read_anew(&self) -> Option<OsString> {
        let (file, entry) = self.file()?;
        let id = self.record.as_ref()?["id"].as_str()?;
        Some(OsString::from_vec(member_name(&file, entry?, Some(id))))
    }

    /// The path of the file below its inbox, and which of its documents this is, if it holds many.
    fn file(&self) -> Option<(Vec<u8>, Option<u32>)> {
        let file = &self.record.as_ref()?["data"]["file"];
        let path = match file["nameB64"].as_str() {
            Some(encoded) => BASE64.decode(encoded.as_bytes()).ok()?,
            None => file["name"].as_str()?.into(),
        };
        let entry = file["entry"]["number"].as_u64().and_then(|number| number.try_into().ok());
        Some((path, entry))
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
    if path.starts_with(inbox.path.join(WORK_AREA)) {
        let waits = "a daemon that ended had taken it out of the inbox; the next `dragoman run` goes on with it";
        return (!running).then(|| waits.to_owned());
    }
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
            || asked.has_hash(hash)
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
