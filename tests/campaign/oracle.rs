//! What must hold after every fault, whatever it was.
//!
//! | | |
//! |---|---|
//! | I1 | every acknowledged document is in the log exactly once and complete |
//! | I2 | the log is whole documents after each header |
//! | I3 | bytes that a consumer has seen are unchanged at the same place |
//! | I4 | the sequence has no gap and no repeat |
//! | I5 | each dropped file is in exactly one of inbox, archive and quarantine, and archived only when it is in the log; where files stay, in the inbox |
//! | I6 | the notes on finished segments and their compressed copies are whole, the ledger is what the log says |
//! | I7 | one more start changes nothing in the log |
//! | I8 | no temporary files and no processes are left |
//!
//! I2 and I4 are checked wherever a [`Log`] is read; the processes of I8 where one ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde_json::json;

use crate::finished;
use crate::process::{kill, launch};
use crate::support::{Log, Site, article};

/// What the header of a segment has at least, and so every segment that is visible.
pub(crate) const HEADER_BYTES_MIN: u64 = 1024;

/// What the world knows of a daemon: the files that it was given, and the bytes that it has shown.
#[derive(Default)]
pub(crate) struct Oracle {
    dropped: Vec<String>,
    /// How many documents there are in those that hold many.
    many: BTreeMap<String, usize>,
    /// Whether finished files stay in the inbox.
    pub(crate) files_stay: bool,
    seen: BTreeMap<PathBuf, Vec<u8>>,
    /// Files that were seen in the archive.
    acknowledged: BTreeSet<String>,
    /// Whether a power cut may have put files back into the inbox: the daemon finds them there once more then, and what
    /// they hold is known already.
    may_return: bool,
}

impl Oracle {
    /// Drops files, each with its own content.
    pub(crate) fn deliver(&mut self, site: &Site, count: usize) {
        let first = self.dropped.len();
        self.dropped.extend(site.deliver_reports(first..first + count));
    }

    /// Drops an empty file, which is set aside.
    pub(crate) fn deliver_empty(&mut self, site: &Site) {
        let name = format!("empty-{:04}.txt", self.dropped.len());
        site.deliver(&name, "");
        self.dropped.push(name);
    }

    /// Drops files that the extractor refuses, so that they are set aside.
    pub(crate) fn deliver_refused(&mut self, site: &Site, count: usize) {
        for _ in 0..count {
            let name = format!("refused-{:04}.txt", self.dropped.len());
            site.deliver(&name, format!("mischief: refuse {}", self.dropped.len()));
            self.dropped.push(name);
        }
    }

    /// Drops a file that holds so many documents, two at least: a line alone is a document, not a file of many.
    pub(crate) fn deliver_many(&mut self, site: &Site, count: usize) {
        let first = 1_000_000 + 1_000 * self.dropped.len();
        let lines =
            (first..first + count).map(|number| json!({ "title": "A day", "text": article(number) }).to_string());
        let name = format!("many-{:04}.jsonl", self.dropped.len());
        site.deliver(&name, lines.collect::<Vec<_>>().join("\n"));
        self.many.insert(name.clone(), count);
        self.dropped.push(name);
    }

    /// Changes how a file looks, and not its content.
    pub(crate) fn touch(&self, site: &Site, number: usize) {
        let file = fs::File::options().append(true).open(site.inbox(&self.dropped[number])).unwrap();
        file.set_modified(UNIX_EPOCH).unwrap();
    }

    /// Takes note of files that somebody else drops.
    pub(crate) fn expect(&mut self, names: Vec<String>) {
        self.dropped.extend(names);
    }

    /// One who was given the same files, has seen this and nothing else, and knows of a power cut.
    pub(crate) fn who_saw(&self, seen: BTreeMap<PathBuf, Vec<u8>>, acknowledged: BTreeSet<String>) -> Oracle {
        Oracle {
            dropped: self.dropped.clone(),
            many: self.many.clone(),
            files_stay: self.files_stay,
            seen,
            acknowledged,
            may_return: true,
        }
    }

    /// How many files were dropped.
    pub(crate) fn delivered(&self) -> usize {
        self.dropped.len()
    }

    /// Reads, as a consumer does, the segments that have grown.
    pub(crate) fn look(&mut self, site: &Site) {
        for path in segments(site) {
            let size = fs::metadata(&path).unwrap().len();
            assert!(size >= HEADER_BYTES_MIN, "I2: {} is visible before its header", path.display());
            if self.seen.get(&path).is_none_or(|seen| seen.len() as u64 != size) {
                self.read(path);
            }
        }
    }

    fn read(&mut self, path: PathBuf) {
        let bytes = fs::read(&path).unwrap_or_default();
        let seen = self.seen.entry(path.clone()).or_default();
        let same = seen.iter().zip(&bytes).take_while(|(seen, found)| seen == found).count();
        assert!(same == seen.len(), "I3: {} is not what was seen, from byte {same}", path.display());
        *seen = bytes;
    }

    /// Checks what a daemon has left that ended anyhow: the newest document may be torn, nothing else.
    pub(crate) fn check_remains(&mut self, site: &Site) {
        self.check_log(site, &Log::unfinished(site));
    }

    /// The same, of a log that was read already.
    pub(crate) fn check_log(&mut self, site: &Site, log: &Log) {
        let known: BTreeSet<PathBuf> = self.seen.keys().cloned().chain(segments(site)).collect();
        known.into_iter().for_each(|path| self.read(path));
        let logged = self.logged(log);
        let lost: Vec<_> = self.acknowledged.iter().filter(|name| !logged.contains(&***name)).collect();
        assert!(lost.is_empty(), "I1: archived before, and not in the log: {lost:?}");
        let (waiting, archived, aside) = (waiting(site), archived(site), aside(site));
        let mut found: Vec<&String> = waiting.iter().chain(&archived).chain(&aside).collect();
        let mut dropped: Vec<&String> = self.dropped.iter().collect();
        found.sort();
        dropped.sort();
        assert_eq!(found, dropped, "I5: the files");
        assert!(archived.iter().all(|name| logged.contains(&**name)), "I5: archived without being in the log");
        assert!(!aside.iter().any(|name| logged.contains(&**name)), "I5: in quarantine and in the log");
    }

    /// The files whose documents are in the log, each once.
    fn logged<'a>(&self, log: &'a Log) -> BTreeSet<&'a str> {
        let mut logged = BTreeSet::new();
        // They are sorted, so that a duplicate comes after what it is one of.
        for (name, outcome) in log.outcomes() {
            let returned = self.may_return && outcome == "duplicate" && logged.contains(name);
            let counts = returned || logged.insert(name) && outcome == "complete";
            assert!(counts, "I1: {name} is {outcome}, {}", log.documents.len());
        }
        for (file, count) in &self.many {
            let of_it = |name: &&str| name.strip_prefix(file.as_str()).is_some_and(|rest| rest.starts_with('#'));
            let members = logged.iter().filter(|name| of_it(name)).count();
            let is_right = if logged.contains(file.as_str()) { members == *count } else { members <= *count };
            assert!(is_right, "I1: {members} of {count} documents of {file}");
        }
        logged.into_iter().filter(|name| !name.contains('#')).collect()
    }

    /// Starts a daemon that nothing happens to and checks what it makes of the remains; returns how many files it set
    /// aside.
    pub(crate) fn check_recovery(&mut self, site: &Site) -> usize {
        let daemon = launch(site, &[], &["run"]);
        daemon.wait_until_ready();
        if self.files_stay {
            // The last line may be there in part.
            let is_all = || Log::unfinished(site).documents.len() == self.dropped.len();
            daemon.wait("all documents", || is_all().then_some(()));
        } else {
            daemon.wait_for_files(self.dropped.len());
        }
        // It has nothing left to do, so that what a start changes now, it does not change for the first time.
        kill(daemon);
        self.check_remains(site);
        let done = if self.files_stay { self.dropped.clone() } else { archived(site) };
        let done: BTreeSet<String> = done.into_iter().collect();
        assert!(self.logged(&site.log()).into_iter().eq(&done), "I1: the log and what is done with");
        let before = contents(site);
        site.run_once().expect(0);
        assert!(contents(site) == before, "I7: a start that had nothing to do has changed the log");
        finished::check(site);
        let tree = site.tree();
        let is_alone = |path: &&PathBuf| reason_for(path).is_some_and(|file| !tree.contains_key(&file));
        let reasons: Vec<&PathBuf> = tree.keys().filter(is_alone).collect();
        assert!(reasons.is_empty(), "I5: in quarantine without a file: {reasons:?}");
        let temporary: Vec<&PathBuf> = tree.keys().filter(|path| is_temporary(path)).collect();
        assert!(temporary.is_empty(), "I8: temporary files: {temporary:?}");
        aside(site).len()
    }

    /// The same, where no file has deserved the quarantine.
    pub(crate) fn expect_recovery(&mut self, site: &Site) {
        assert_eq!(self.check_recovery(site), 0, "files were set aside: {:?}", site.quarantined());
    }
}

/// What every segment holds.
pub(crate) fn contents(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    segments(site).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

pub(crate) fn segments(site: &Site) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(site.path("events")) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| is_segment(path)).collect();
    paths.sort();
    paths
}

fn is_segment(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("events-"))
        && path.extension().is_some_and(|extension| extension == "jsonl")
}

/// Files that are not done with: in the inbox, or in its work area.
fn waiting(site: &Site) -> Vec<String> {
    let work = fs::read_dir(site.inbox(".dragoman-work")).into_iter().flatten();
    let work = work.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    site.inbox_names().into_iter().chain(work).collect()
}

pub(crate) fn archived(site: &Site) -> Vec<String> {
    let paths = site.archived().into_iter();
    paths.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

fn aside(site: &Site) -> Vec<String> {
    site.quarantined().into_iter().map(|file| file.name).collect()
}

/// The file for which a reason stands in quarantine.
fn reason_for(path: &Path) -> Option<PathBuf> {
    Some(path.to_str()?.strip_suffix(".reason.json")?.into())
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".tmp") || name.ends_with(".new") || name.starts_with(".plugin-")
}
