//! Where files go in the end: the archive when their events are durable, else the quarantine with the reason beside
//! them. Nothing is ever replaced.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustix::fs::{AtFlags, Mode, OFlags};
use serde::Serialize;

use crate::config::Archive;
use crate::failpoint::{failpoint, waypoint};
use crate::inbox::beneath::FOLDER;
use crate::inbox::claim::{Taken, in_base64, shown};
use crate::inbox::filter::split;
use crate::inbox::root::{NAME_BYTES_MAX, Place, Root, Stat, cut, is_absence, numbered, stat_name};
use crate::inbox::take::give_back;
use crate::inbox::transfer::Transfer;
use crate::log::writer::time_text;

/// Why a file is in quarantine: written beside it as `<name>.reason.json`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// A fixed word: `empty`, `timeout`, `panic` and so on.
    pub reason: &'static str,
    /// `Dnnnn`
    pub code: String,
    /// `claim`, `reader` or `extractor`.
    pub stage: &'static str,
    /// What happened, for people.
    pub text: String,
    /// What to do.
    pub remedy: String,
    /// The extractor's name in the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extractor: Option<String>,
    /// `id@version` of its plugin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plugin: Option<String>,
    /// `b3:` and the hash of its library.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// `b3:` and the hash of its settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// `b3:` and the content's hash, when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What was running.
    pub generation: String,
    /// For a file that holds many documents: those that could not be read, at most a hundred of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<FailedEntry>,
    /// The last words of the worker on its standard output and error.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub output: String,
}

/// A document of a file that holds many, which could not be read.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailedEntry {
    /// Its place in the file, from 0.
    pub number: u32,
    /// What the file calls it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// `Dnnnn`
    pub code: String,
    /// What happened, for people.
    pub text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReasonFile<'a> {
    #[serde(flatten)]
    reason: &'a Reason,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_b64: Option<String>,
    inbox: String,
    size: u64,
    seen: String,
    settled: String,
    claimed: String,
    quarantined: String,
    /// What lies in quarantine is a copy, the file stays in its inbox.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    kept: bool,
}

/// The folders that files end in.
pub struct Disposal {
    archive: Archive,
    quarantine: PathBuf,
    /// The folder of the archive that the last file went to, held open.
    recent: Option<(PathBuf, OwnedFd)>,
}

impl Disposal {
    /// Files go below these folders.
    pub fn new(archive: Archive, quarantine: PathBuf) -> Disposal {
        Disposal { archive, quarantine, recent: None }
    }

    /// Puts a finished file away. One that somebody took out of the work area is as good as put away.
    ///
    /// # Errors
    /// When it cannot be moved; it stays in the work area.
    pub fn archive(&mut self, root: &Root, taken: &Taken) -> io::Result<()> {
        let name = &taken.key.name;
        let error = match self.put_away(root, name) {
            Err(error) if is_absence(&error) => error,
            result => return result,
        };
        // The archive's folder may be what was not found.
        if root.has(Place::Work, name)? {
            return Err(error);
        }
        let path = root.settings.path.join(name);
        tracing::warn!(path = %path.display(), "a finished file has vanished from the work area, it is not archived");
        Ok(())
    }

    fn put_away(&mut self, root: &Root, name: &OsStr) -> io::Result<()> {
        let (work, last) = root.enter(Place::Work, name)?;
        if root.replays.is_some() {
            // The archive has the file still.
            rustix::fs::unlinkat(&work, last, AtFlags::empty())?;
            remove_emptied(root, Path::new(name));
            return Ok(());
        }
        let day = match &self.archive {
            Archive::Keep => return give_back(root, name),
            Archive::Delete => return Ok(rustix::fs::unlinkat(&work, last, AtFlags::empty())?),
            Archive::Folder(folder) => folder.join(Timestamp::now().strftime("%Y/%m/%d").to_string()),
        };
        let moved = self.open_recent(day, split(name).0).and_then(|folder| {
            failpoint!("archive folder open")?;
            move_file(&work, last, folder)?;
            waypoint!("file archived");
            Ok(())
        });
        // The folder may have been taken away meanwhile; the next file makes it anew.
        moved.inspect_err(|_| self.recent = None)
    }

    fn open_recent(&mut self, day: PathBuf, below: &Path) -> io::Result<&OwnedFd> {
        let wanted = day.join(below);
        if self.recent.as_ref().is_none_or(|(path, _)| *path != wanted) {
            self.recent = Some((wanted, open_folder(&make_folder(&day, below)?)?));
        }
        match &self.recent {
            Some((_, folder)) => Ok(folder),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Sets a file aside with the reason beside it, or a copy of one that stays; returns where that is now.
    ///
    /// # Errors
    /// When it cannot be moved or copied; it stays where it is. Also when one that stays has changed.
    pub fn quarantine(&mut self, root: &Root, taken: &Taken, reason: &Reason) -> io::Result<PathBuf> {
        let now = Timestamp::now();
        let day = self.quarantine.join(now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string());
        let path = make_folder(&day, split(&taken.key.name).0)?;
        let folder = open_folder(&path)?;
        failpoint!("quarantine folder open")?;
        let words = ReasonFile::new(root, taken, reason, now).to_bytes()?;
        let (from, name) = root.enter(taken.key.place, &taken.key.name)?;
        let mut transfer = match &taken.stays {
            Some(stat) => copy_unchanged(&from, name, &folder, stat)?,
            None => Transfer::new(&from, name, &folder),
        };
        for name in free_names(name, NAME_BYTES_MAX - REASON_ENDING.len()) {
            // The reason comes first and reserves the name: a file in quarantine never lacks its reason.
            if !reserve(&folder, &name, &words)? {
                if transfer.was_copied_to(&name)? {
                    // A daemon ended between the copy and the end of the original.
                    return transfer.remove_original().map(|()| path.join(name));
                }
                continue;
            }
            match failpoint!("reason in place").and_then(|()| transfer.finish_as(&name)) {
                Ok(()) => {
                    waypoint!("file set aside");
                    return Ok(path.join(name));
                }
                Err(error) => {
                    rustix::fs::unlinkat(&folder, reason_name(&name), AtFlags::empty())?;
                    if error.kind() != io::ErrorKind::AlreadyExists {
                        return Err(error);
                    }
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl<'a> ReasonFile<'a> {
    fn new(root: &Root, taken: &Taken, reason: &'a Reason, now: Timestamp) -> ReasonFile<'a> {
        ReasonFile {
            reason,
            name: shown(&taken.key.name),
            name_b64: in_base64(&taken.key.name),
            inbox: root.settings.path.display().to_string(),
            size: taken.size,
            seen: time_text(taken.seen),
            settled: time_text(taken.settled),
            claimed: time_text(taken.claimed),
            quarantined: time_text(now),
            kept: taken.stays.is_some(),
        }
    }

    fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// What the name of a reason file ends with.
pub(crate) const REASON_ENDING: &str = ".reason.json";

/// The name of the file that tells why another is in quarantine.
pub(crate) fn reason_name(name: &OsStr) -> OsString {
    // A name of 255 bytes leaves no room for the ending; its own end gives way.
    let stem = cut(name.as_bytes(), NAME_BYTES_MAX - REASON_ENDING.len());
    OsString::from_vec([stem, REASON_ENDING.as_bytes()].concat())
}

/// Whether the reason for a file may be that of a longer name, of which it has what `cut` leaves.
pub(crate) fn shares_reason_name(name: &OsStr) -> bool {
    name.len() + REASON_ENDING.len() + 3 >= NAME_BYTES_MAX
}

/// Writes the reason for a file that is to get a name; says false when the name is another file's.
fn reserve(folder: &OwnedFd, name: &OsStr, words: &[u8]) -> io::Result<bool> {
    let beside = reason_name(name);
    match write_new(folder, &beside, words) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let alone = is_alone(folder, name)?;
            if alone {
                rustix::fs::unlinkat(folder, &beside, AtFlags::empty())?;
                write_new(folder, &beside, words)?;
            }
            Ok(alone)
        }
        written => written.map(|()| true),
    }
}

/// Whether the reason for a file is there without the file: a daemon ended between the two, or somebody took it away.
fn is_alone(folder: &OwnedFd, name: &OsStr) -> io::Result<bool> {
    match stat_name(folder, name) {
        Err(error) if is_absence(&error) => Ok(!shares_reason_name(name)),
        found => found.map(|_| false),
    }
}

/// Makes the folders `below` a day's folder. One whose name a file has there gets a number.
fn make_folder(day: &Path, below: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(day)?;
    let mut path = day.to_owned();
    for name in below {
        let free =
            free_names(name, NAME_BYTES_MAX).map(|name| path.join(name)).find_map(|path| match fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => path.is_dir().then_some(Ok(path)),
                made => Some(made.map(|()| path)),
            });
        path = free.unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into()))?;
    }
    Ok(path)
}

/// Removes the folders above a file that is gone, as far as nothing else is in them.
fn remove_emptied(root: &Root, name: &Path) {
    for place in [Place::Work, Place::Inbox] {
        let Ok(top) = root.folder(place) else { continue };
        let above = name.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        for folder in above {
            // The first one that something is in ends it.
            if rustix::fs::unlinkat(&top, folder, AtFlags::REMOVEDIR).is_err() {
                break;
            }
        }
    }
}

fn open_folder(path: &Path) -> io::Result<OwnedFd> {
    Ok(rustix::fs::open(path, FOLDER, Mode::empty())?)
}

/// The name itself, then with numbers and at most `bytes_max` long; far more than one day's equal names.
fn free_names(name: &OsStr, bytes_max: usize) -> impl Iterator<Item = OsString> {
    // Past a hundred equal names, the clock finds a free number sooner than counting does.
    let clock = Timestamp::now().subsec_nanosecond().unsigned_abs();
    let numbers = (1..100).chain((0..100).map(move |step| 1_000 + clock.wrapping_add(step * 7919)));
    numbers.map(move |number| numbered(name, number, bytes_max))
}

/// Copies a file that must still look as it did when it was read.
fn copy_unchanged<'a>(from: &'a OwnedFd, name: &'a OsStr, to: &'a OwnedFd, stat: &Stat) -> io::Result<Transfer<'a>> {
    let transfer = Transfer::of_copy(from, name, to)?;
    let (now, _) = stat_name(from, name)?;
    if now == *stat { Ok(transfer) } else { Err(io::Error::other("it has changed since it was read")) }
}

/// Moves a file into a folder under the first free name.
fn move_file(from: &OwnedFd, name: &OsStr, to: &OwnedFd) -> io::Result<()> {
    let mut transfer = Transfer::new(from, name, to);
    for new in free_names(name, NAME_BYTES_MAX) {
        match transfer.finish_as(&new) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Writes a new file whole; an existing one is an error and stays as it is.
fn write_new(folder: &OwnedFd, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let mut file = File::from(rustix::fs::openat(folder, name, flags, Mode::RUSR | Mode::WUSR | Mode::RGRP)?);
    let written = file.write_all(bytes).and_then(|()| failpoint!("reason written"));
    written.and_then(|()| file.sync_all()).inspect_err(|_| {
        // Half a reason would keep the name from the next try.
        let _ = rustix::fs::unlinkat(folder, name, AtFlags::empty());
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Inbox;
    use crate::inbox::root::Key;

    fn taken(name: &str) -> Taken {
        let key = Key { root: 0, place: Place::Work, name: name.into() };
        {
            let now = Timestamp::now();
            Taken {
                key,
                stays: None,
                size: 1,
                modified: None,
                seen: now,
                settled: now,
                claimed: now,
                recovered: None,
                replay: None,
            }
        }
    }

    fn reason() -> Reason {
        Reason {
            reason: "empty",
            code: "D0404".to_owned(),
            stage: "claim",
            text: "it stayed empty".to_owned(),
            remedy: String::new(),
            extractor: None,
            plugin: None,
            library: None,
            settings: None,
            attempts: 0,
            document: None,
            generation: "g".to_owned(),
            entries: Vec::new(),
            output: String::new(),
        }
    }

    #[test]
    fn equal_names_get_numbers_and_nothing_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        let mut disposal = Disposal::new(Archive::Folder(folder.path().join("archive")), folder.path().join("q"));
        for content in ["first", "second", "third"] {
            fs::write(folder.path().join("in/.dragoman-work/a.txt"), content).unwrap();
            disposal.archive(&root, &taken("a.txt")).unwrap();
        }
        let day = folder.path().join("archive").join(Timestamp::now().strftime("%Y/%m/%d").to_string());
        for (name, content) in [("a.txt", "first"), ("a-2.txt", "second"), ("a-3.txt", "third")] {
            assert_eq!(fs::read_to_string(day.join(name)).unwrap(), content);
        }
    }

    #[test]
    fn a_quarantined_file_has_its_reason_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        let mut disposal = Disposal::new(Archive::Delete, folder.path().join("q"));
        let long = "x".repeat(255);
        for (name, stored) in [("a.txt", "a.txt"), ("a.txt", "a-2.txt"), (&long, &long)] {
            fs::write(folder.path().join("in/.dragoman-work").join(name), "x").unwrap();
            let path = disposal.quarantine(&root, &taken(name), &reason()).unwrap();
            assert_eq!(path.file_name().unwrap(), stored);
            let beside = path.with_file_name(reason_name(OsStr::new(stored)));
            let reason: serde_json::Value = serde_json::from_slice(&fs::read(beside).unwrap()).unwrap();
            assert_eq!((&reason["reason"], &reason["name"]), (&"empty".into(), &name.into()));
        }
    }

    /// A daemon that was killed between the two left the reason for good, and the file got another name.
    #[test]
    fn a_reason_that_lost_its_file_gives_way_to_the_next_of_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        let mut disposal = Disposal::new(Archive::Delete, folder.path().join("q"));
        let mut set_aside = |name: &str| {
            fs::write(folder.path().join("in/.dragoman-work").join(name), "x").unwrap();
            disposal.quarantine(&root, &taken(name), &reason()).unwrap()
        };
        let first = set_aside("a");
        fs::remove_file(&first).unwrap();
        assert_eq!(set_aside("a"), first);
        // The longest names share the names of their reasons.
        let lengths = [("x", 242), ("x", 255), ("y", 255), ("y", 242)];
        lengths.iter().for_each(|(letter, length)| drop(set_aside(&letter.repeat(*length))));
        assert_eq!(fs::read_dir(first.parent().unwrap()).unwrap().count(), 2 * (1 + lengths.len()));
    }

    /// Names too long for a number or for the reason's ending stayed in the work area for ever.
    #[test]
    fn the_longest_names_are_put_away_as_often_as_they_come() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        let mut disposal = Disposal::new(Archive::Folder(folder.path().join("archive")), folder.path().join("q"));
        for name in ["x".repeat(255), format!("a.{}", "x".repeat(253)), format!("{}.txt", "y".repeat(251))] {
            let file = folder.path().join("in/.dragoman-work").join(&name);
            let paths = [(); 3].map(|()| {
                fs::write(&file, "x").unwrap();
                disposal.archive(&root, &taken(&name)).unwrap();
                fs::write(&file, "x").unwrap();
                disposal.quarantine(&root, &taken(&name), &reason()).unwrap()
            });
            assert!(!file.exists());
            for (path, number) in paths[1..].iter().zip(["-2", "-3"]) {
                let mut beside = path.clone().into_os_string();
                beside.push(REASON_ENDING);
                assert!(path.to_str().unwrap().contains(number) && path.exists() && Path::new(&beside).exists());
            }
        }
        let day = folder.path().join("archive").join(Timestamp::now().strftime("%Y/%m/%d").to_string());
        assert_eq!(fs::read_dir(day).unwrap().count(), 9);
    }

    /// A file that somebody took out of the work area was tried again at every scan, for ever.
    #[test]
    fn a_finished_file_that_vanished_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        for archive in [Archive::Delete, Archive::Folder(folder.path().join("archive"))] {
            let mut disposal = Disposal::new(archive, folder.path().join("q"));
            disposal.archive(&root, &taken("gone")).unwrap();
        }
    }

    #[test]
    fn a_finished_file_outlives_an_archive_that_vanished() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        let archive = folder.path().join("archive");
        let mut disposal = Disposal::new(Archive::Folder(archive.clone()), folder.path().join("q"));
        let put = |name: &str| fs::write(folder.path().join("in/.dragoman-work").join(name), "x").unwrap();
        put("a");
        disposal.archive(&root, &taken("a")).unwrap();
        fs::remove_dir_all(&archive).unwrap();
        put("b");
        assert!(disposal.archive(&root, &taken("b")).is_err());
        disposal.archive(&root, &taken("b")).unwrap();
        assert!(!root.has(Place::Work, OsStr::new("b")).unwrap());
    }

    #[test]
    fn a_file_reaches_another_file_system_by_a_checked_copy() {
        let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no second file system\n");
            return;
        };
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&Inbox::at(folder.path().join("in"))).unwrap();
        let mut disposal = Disposal::new(Archive::Folder(other.path().to_owned()), folder.path().join("q"));
        fs::write(folder.path().join("in/.dragoman-work/a"), "content").unwrap();
        disposal.archive(&root, &taken("a")).unwrap();
        let day = other.path().join(Timestamp::now().strftime("%Y/%m/%d").to_string());
        assert_eq!(fs::read_to_string(day.join("a")).unwrap(), "content");
        assert_eq!(fs::read_dir(day).unwrap().count(), 1);
        assert!(!folder.path().join("in/.dragoman-work/a").exists());
    }
}
