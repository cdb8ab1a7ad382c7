//! Where files go in the end: the archive when their events are durable, else the quarantine with the reason beside
//! them. Nothing is ever replaced.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustix::fs::{AtFlags, Mode, OFlags};
use serde::Serialize;

use crate::config::Archive;
use crate::inbox::claim::Taken;
use crate::inbox::root::{Place, Root, numbered};
use crate::log::storage::rename_new;
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
    /// How often it was tried.
    pub attempts: u32,
    /// `b3:` and the content's hash, when it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What was running.
    pub generation: String,
    /// The last words of the worker on its standard output and error.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub output: String,
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
}

/// The folders that files end in.
pub struct Disposal {
    archive: Archive,
    quarantine: PathBuf,
    /// The archive's folder of the day, held open.
    today: Option<(PathBuf, OwnedFd)>,
}

impl Disposal {
    /// Files go below these folders.
    pub fn new(archive: Archive, quarantine: PathBuf) -> Disposal {
        Disposal { archive, quarantine, today: None }
    }

    /// Puts a finished file away.
    ///
    /// # Errors
    /// When it cannot be moved; it stays in the work area.
    pub fn archive(&mut self, root: &Root, taken: &Taken) -> io::Result<()> {
        let work = root.folder(Place::Work);
        let folder = match &self.archive {
            Archive::Delete => return Ok(rustix::fs::unlinkat(work, &taken.key.name, AtFlags::empty())?),
            Archive::Folder(folder) => folder.join(Timestamp::now().strftime("%Y/%m/%d").to_string()),
        };
        let moved = self.today(folder).and_then(|day| move_file(work, &taken.key.name, day));
        // The folder may have been taken away meanwhile; the next file makes it anew.
        moved.map(drop).inspect_err(|_| self.today = None)
    }

    fn today(&mut self, folder: PathBuf) -> io::Result<&OwnedFd> {
        if self.today.as_ref().is_none_or(|(path, _)| *path != folder) {
            self.today = Some((folder.clone(), make_folder(&folder)?));
        }
        match &self.today {
            Some((_, day)) => Ok(day),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Sets a file aside with the reason beside it; returns where it is now.
    ///
    /// # Errors
    /// When it cannot be moved; it stays in the work area.
    pub fn quarantine(&mut self, root: &Root, taken: &Taken, reason: &Reason) -> io::Result<PathBuf> {
        let now = Timestamp::now();
        let folder = self.quarantine.join(now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string());
        let day = make_folder(&folder)?;
        let mut words = serde_json::to_vec_pretty(&ReasonFile {
            reason,
            name: taken.shown_name(),
            name_b64: taken.name_b64(),
            inbox: root.path.display().to_string(),
            size: taken.size,
            seen: time_text(taken.seen),
            settled: time_text(taken.settled),
            claimed: time_text(taken.claimed),
            quarantined: time_text(now),
        })?;
        words.push(b'\n');
        for name in free_names(&taken.key.name) {
            // The reason comes first and reserves the name: a file in quarantine never lacks its reason.
            let beside = reason_name(&name);
            match write_new(&day, &beside, &words) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                written => written?,
            }
            match move_to(root.folder(Place::Work), &taken.key.name, &day, &name) {
                Ok(()) => return Ok(folder.join(name)),
                Err(error) => {
                    rustix::fs::unlinkat(&day, &beside, AtFlags::empty())?;
                    if error.kind() != io::ErrorKind::AlreadyExists {
                        return Err(error);
                    }
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// The name of the file that tells why another is in quarantine.
fn reason_name(name: &OsStr) -> OsString {
    const ENDING: &str = ".reason.json";
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    // A name of 255 bytes leaves no room for the ending; its own end gives way.
    let stem = &name.as_bytes()[..name.len().min(255 - ENDING.len())];
    OsString::from_vec([stem, ENDING.as_bytes()].concat())
}

fn make_folder(path: &Path) -> io::Result<OwnedFd> {
    fs::create_dir_all(path)?;
    Ok(rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?)
}

/// The name itself, then with numbers; far more than one day's equal names.
fn free_names(name: &OsStr) -> impl Iterator<Item = OsString> {
    let name = name.to_owned();
    // Past a hundred equal names, the clock finds a free number sooner than counting does.
    let clock = Timestamp::now().subsec_nanosecond().unsigned_abs();
    (1..100).chain((0..100).map(move |step| 1_000 + clock.wrapping_add(step * 7919))).map(move |n| numbered(&name, n))
}

/// Moves a file into a folder under the first free name, and returns that name.
fn move_file(from: &OwnedFd, name: &OsStr, to: &OwnedFd) -> io::Result<OsString> {
    for new in free_names(name) {
        match move_to(from, name, to, &new) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|()| new),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Moves a file by rename or, to another file system, by a copy that is checked before the original is removed.
fn move_to(from: &OwnedFd, name: &OsStr, to: &OwnedFd, new: &OsStr) -> io::Result<()> {
    match rename_new(from, name, to, new) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            copy_to(from, name, to, new)?;
            Ok(rustix::fs::unlinkat(from, name, AtFlags::empty())?)
        }
        result => result,
    }
}

fn copy_to(from: &OwnedFd, name: &OsStr, to: &OwnedFd, new: &OsStr) -> io::Result<()> {
    let read = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let write = OFlags::RDWR | OFlags::CREATE | OFlags::TRUNC | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let unfinished = OsString::from(format!(".copy-{}.tmp", std::process::id()));
    let mut original = File::from(rustix::fs::openat(from, name, read, Mode::empty())?);
    let mut copy = File::from(rustix::fs::openat(to, &unfinished, write, Mode::RUSR | Mode::WUSR | Mode::RGRP)?);
    io::copy(&mut original, &mut copy)?;
    copy.set_times(fs::FileTimes::new().set_modified(original.metadata()?.modified()?))?;
    copy.sync_all()?;
    for file in [&mut original, &mut copy] {
        rustix::fs::seek(&*file, rustix::fs::SeekFrom::Start(0))?;
    }
    if hash(original)? != hash(copy)? {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the copy differs from the original"));
    }
    rename_new(to, &unfinished, to, new)?;
    Ok(rustix::fs::fsync(to)?)
}

fn hash(mut file: File) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; 64 * 1024];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hasher.finalize()),
            read => hasher.update(&chunk[..read]),
        };
    }
}

/// Writes a new file whole; an existing one is an error and stays as it is.
fn write_new(folder: &OwnedFd, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let mut file = File::from(rustix::fs::openat(folder, name, flags, Mode::RUSR | Mode::WUSR | Mode::RGRP)?);
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::root::Key;
    use std::time::Duration;

    fn taken(name: &str) -> Taken {
        let key = Key { root: 0, place: Place::Work, name: name.into() };
        {
            let now = Timestamp::now();
            Taken { key, size: 1, seen: now, settled: now, claimed: now, recovered: None }
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
            attempts: 0,
            document: None,
            generation: "g".to_owned(),
            output: String::new(),
        }
    }

    #[test]
    fn equal_names_get_numbers_and_nothing_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&folder.path().join("in"), Duration::ZERO).unwrap();
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
        let root = Root::open(&folder.path().join("in"), Duration::ZERO).unwrap();
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

    #[test]
    fn a_file_reaches_another_file_system_by_a_checked_copy() {
        let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no second file system\n");
            return;
        };
        let folder = tempfile::tempdir().unwrap();
        let root = Root::open(&folder.path().join("in"), Duration::ZERO).unwrap();
        let mut disposal = Disposal::new(Archive::Folder(other.path().to_owned()), folder.path().join("q"));
        fs::write(folder.path().join("in/.dragoman-work/a"), "content").unwrap();
        disposal.archive(&root, &taken("a")).unwrap();
        let day = other.path().join(Timestamp::now().strftime("%Y/%m/%d").to_string());
        assert_eq!(fs::read_to_string(day.join("a")).unwrap(), "content");
        assert_eq!(fs::read_dir(day).unwrap().count(), 1);
        assert!(!folder.path().join("in/.dragoman-work/a").exists());
    }
}
