//! What lies in quarantine: `DATE/NAME`, or `DATE/FOLDER/NAME` for what lay in a folder of its inbox, with the reason
//! beside it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::path::{Component, Path, PathBuf};

use data_encoding::BASE64;
use rustix::fs::{AtFlags, Mode, OFlags};
use serde::Deserialize;

use crate::inbox::dispose::reason_name;
use crate::inbox::root::{NAME_BYTES_MAX, numbered};
use crate::inbox::transfer::Transfer;

/// Far more equal names than anybody drops.
const EQUAL_NAMES_MAX: u32 = 1_000;

/// A file in quarantine.
pub(in crate::cli) struct Entry {
    /// The folder that it lies in.
    folder: PathBuf,
    /// That folder below the quarantine: its day, and what was above it in the inbox.
    pub(in crate::cli) below: PathBuf,
    pub(in crate::cli) name: OsString,
    pub(in crate::cli) reason: Reason,
}

/// What the reason file says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::cli) struct Reason {
    pub(in crate::cli) reason: String,
    pub(in crate::cli) code: String,
    pub(in crate::cli) stage: String,
    pub(in crate::cli) text: String,
    pub(in crate::cli) remedy: String,
    pub(in crate::cli) extractor: Option<String>,
    pub(in crate::cli) plugin: Option<String>,
    pub(in crate::cli) attempts: u32,
    pub(in crate::cli) document: Option<String>,
    #[serde(default)]
    pub(in crate::cli) output: String,
    name: String,
    name_b64: Option<String>,
    pub(in crate::cli) inbox: String,
    pub(in crate::cli) size: u64,
    pub(in crate::cli) seen: String,
    pub(in crate::cli) claimed: String,
    pub(in crate::cli) quarantined: String,
    /// This is a copy.
    #[serde(default)]
    pub(in crate::cli) kept: bool,
}

impl Entry {
    /// Everything in a quarantine, the longest there first; a quarantine that was never needed is empty.
    pub(in crate::cli) fn all(quarantine: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        let mut folders: Vec<PathBuf> = names(quarantine)?.into_iter().map(PathBuf::from).collect();
        while let Some(below) = folders.pop() {
            let folder = quarantine.join(&below);
            if !folder.is_dir() || folder.is_symlink() {
                continue;
            }
            for name in names(&folder)? {
                folders.push(below.join(&name));
                entries.extend(Entry::read(&folder, &below, name)?);
            }
        }
        entries.sort_by(|a, b| (&a.reason.quarantined, &a.name).cmp(&(&b.reason.quarantined, &b.name)));
        Ok(entries)
    }

    /// `None` for what has no reason beside it, as reasons themselves.
    fn read(folder: &Path, below: &Path, name: OsString) -> io::Result<Option<Entry>> {
        let beside = reason_name(&name);
        // The longest names share theirs with their reasons.
        if beside == name {
            return Ok(None);
        }
        let bytes = match fs::read(folder.join(&beside)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| in_file(&folder.join(&beside), &error))?,
        };
        let reason = serde_json::from_slice(&bytes).map_err(|error| in_file(&folder.join(&beside), &error.into()))?;
        Ok(Some(Entry { folder: folder.to_owned(), below: below.to_owned(), name, reason }))
    }

    /// `DATE/NAME`, `DATE/FOLDER/NAME`.
    pub(in crate::cli) fn path(&self) -> PathBuf {
        self.below.join(&self.name)
    }

    /// [`Entry::path`] as people see it.
    pub(in crate::cli) fn shown(&self) -> String {
        printable(&self.path().display().to_string())
    }

    /// Whether `NAME`, `FOLDER/NAME` or the whole of it means it.
    pub(in crate::cli) fn is_named(&self, name: &Path) -> bool {
        let path = self.path();
        let without_day: PathBuf = path.components().skip(1).collect();
        name == self.name || name == without_day || name == path
    }

    /// Moves the file back to where it was dropped, under its own name or, when that is taken, with a number; returns
    /// its path. The reason is removed.
    pub(in crate::cli) fn retry(&self) -> io::Result<PathBuf> {
        let original = self.original()?;
        let parent = original.parent().unwrap_or(Path::new("/"));
        let name = original.file_name().unwrap_or(&self.name);
        // The inbox itself must be there; folders in it may have gone when they were empty.
        open(Path::new(&self.reason.inbox))?;
        fs::create_dir_all(parent)?;
        let (from, to) = (open(&self.folder)?, open(parent)?);
        let mut transfer = Transfer::new(&from, &self.name, &to);
        for number in 1..=EQUAL_NAMES_MAX {
            let new = numbered(name, number, NAME_BYTES_MAX);
            match transfer.finish_as(&new) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    remove(&from, &reason_name(&self.name))?;
                    return Ok(parent.join(new));
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Deletes the file, then the reason.
    pub(in crate::cli) fn delete(&self) -> io::Result<()> {
        let folder = open(&self.folder)?;
        remove(&folder, &self.name)?;
        remove(&folder, &reason_name(&self.name))
    }

    /// Where the file was dropped.
    pub(super) fn original(&self) -> io::Result<PathBuf> {
        Ok(Path::new(&self.reason.inbox).join(self.dropped_name()?))
    }

    /// The path below its inbox.
    pub(super) fn dropped_name(&self) -> io::Result<OsString> {
        let name = match &self.reason.name_b64 {
            Some(encoded) => OsString::from_vec(BASE64.decode(encoded.as_bytes()).map_err(io::Error::other)?),
            None => self.reason.name.clone().into(),
        };
        let below = Path::new(&name);
        if name.is_empty() || !below.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(io::Error::other("its reason file has no name that it could have had"));
        }
        Ok(name)
    }
}

/// Text without orders for a terminal.
pub(in crate::cli) fn printable(text: &str) -> String {
    let show = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(show).collect()
}

fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| in_file(folder, &error))?,
    };
    entries.map(|entry| Ok(entry?.file_name())).collect()
}

fn open(folder: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(folder, flags, Mode::empty())?)
}

fn remove(folder: &OwnedFd, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(folder, name, AtFlags::empty())?)
}

fn in_file(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
