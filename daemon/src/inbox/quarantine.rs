//! What lies in quarantine: `DATE/NAME`, or `DATE/FOLDER/NAME` for what lay in a folder of its inbox, with the reason
//! beside it. And its way back.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};
use std::vec::IntoIter;

use data_encoding::BASE64;
use rustix::fs::{AtFlags, Mode};
use serde::Deserialize;

use crate::failpoint::waypoint;
use crate::inbox::beneath::{self, FOLDER};
use crate::inbox::dispose::{REASON_ENDING, reason_name, shares_reason_name};
use crate::inbox::filter::split;
use crate::inbox::root::{NAME_BYTES_MAX, numbered};
use crate::inbox::transfer::Transfer;

/// Far more equal names than anybody drops.
const EQUAL_NAMES_MAX: u32 = 1_000;

/// A file in quarantine.
pub struct Entry {
    /// The folder that it lies in.
    folder: PathBuf,
    /// That folder below the quarantine: its day, and what was above it in the inbox.
    pub below: PathBuf,
    /// Its name there.
    pub name: OsString,
    /// Why it is there.
    pub reason: Reason,
    /// Whether the file has gone and only the reason is left: somebody took it away, or a program that put it back ended
    /// before it could remove the reason.
    pub is_gone: bool,
}

/// What the reason file says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// A fixed word.
    pub reason: String,
    /// `Dnnnn`
    pub code: String,
    /// `claim`, `reader` or `extractor`.
    pub stage: String,
    /// What happened, for people.
    pub text: String,
    /// What to do.
    pub remedy: String,
    /// The name in the chain of the extractor whose fault it was, if it was one's.
    pub extractor: Option<String>,
    /// `id@version` of its plugin.
    pub plugin: Option<String>,
    /// `b3:` and the hash of its library.
    pub library: Option<String>,
    /// `b3:` and the hash of its settings.
    pub settings: Option<String>,
    /// How often the document was tried.
    pub attempts: u32,
    /// `b3:` and the content's hash, when it was read.
    pub document: Option<String>,
    /// The last words of the worker.
    #[serde(default)]
    pub output: String,
    name: String,
    name_b64: Option<String>,
    /// The path of the inbox that it was dropped into.
    pub inbox: String,
    /// In bytes.
    pub size: u64,
    /// When it was seen first.
    pub seen: String,
    /// When it was taken.
    pub claimed: String,
    /// When it was set aside.
    pub quarantined: String,
    /// This is a copy.
    #[serde(default)]
    pub kept: bool,
}

/// Everything in a quarantine, one folder after the other, read as it is asked for; one that was never needed is empty.
pub struct Entries {
    quarantine: PathBuf,
    /// Folders below it that are still to be listed.
    folders: Vec<PathBuf>,
    /// The folder that is being read, and what is left of it.
    below: PathBuf,
    names: IntoIter<Listed>,
}

/// A name in a folder, and whether it is a folder itself.
type Listed = (OsString, bool);

impl Entries {
    /// Those below a folder.
    pub fn of(quarantine: &Path) -> Entries {
        let (quarantine, below) = (quarantine.to_owned(), PathBuf::new());
        Entries { quarantine, folders: vec![PathBuf::new()], below, names: Vec::new().into_iter() }
    }

    fn list(&mut self, below: PathBuf) -> io::Result<()> {
        self.below = below;
        self.names = names(&self.quarantine.join(&self.below))?.into_iter();
        Ok(())
    }
}

impl Iterator for Entries {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((name, is_folder)) = self.names.next() else {
                let below = self.folders.pop()?;
                if let Err(error) = self.list(below) {
                    return Some(Err(error));
                }
                continue;
            };
            if is_folder {
                self.folders.push(self.below.join(&name));
            } else if !self.below.as_os_str().is_empty() {
                let entry = Entry::read(&self.quarantine.join(&self.below), &self.below, name);
                if let Some(entry) = entry.transpose() {
                    return Some(entry);
                }
            }
        }
    }
}

impl Entry {
    /// All files in a quarantine, the longest there first.
    ///
    /// # Errors
    /// When a folder or a reason file cannot be read.
    pub fn all(quarantine: &Path) -> io::Result<Vec<Entry>> {
        let entries = Entries::of(quarantine).filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.is_gone));
        let mut entries: Vec<Entry> = entries.collect::<io::Result<_>>()?;
        entries.sort_by(|a, b| (&a.reason.quarantined, &a.name).cmp(&(&b.reason.quarantined, &b.name)));
        Ok(entries)
    }

    /// `None` for what has no reason beside it, as the reasons of files that are there.
    fn read(folder: &Path, below: &Path, name: OsString) -> io::Result<Option<Entry>> {
        let entry = |name, reason, is_gone| {
            let (folder, below) = (folder.to_owned(), below.to_owned());
            Some(Entry { folder, below, name, reason, is_gone })
        };
        let beside = reason_name(&name);
        let path = folder.join(&beside);
        // The longest names share theirs with their reasons.
        let bytes = if beside == name { None } else { read_if_there(&path)? };
        if let Some(bytes) = bytes {
            let reason = serde_json::from_slice(&bytes).map_err(|error| in_file(&path, &error.into()))?;
            return Ok(entry(name, reason, false));
        }
        let Some(file) = name.as_bytes().strip_suffix(REASON_ENDING.as_bytes()).map(OsStr::from_bytes) else {
            return Ok(None);
        };
        if shares_reason_name(file) || folder.join(file).symlink_metadata().is_ok() {
            return Ok(None);
        }
        let bytes = read_if_there(&folder.join(&name))?.unwrap_or_default();
        // It may be anything that has such a name.
        Ok(serde_json::from_slice(&bytes).ok().and_then(|reason| entry(file.to_owned(), reason, true)))
    }

    /// `DATE/NAME`, `DATE/FOLDER/NAME`.
    pub fn path(&self) -> PathBuf {
        self.below.join(&self.name)
    }

    /// Whether `NAME`, `FOLDER/NAME` or the whole of it means it.
    pub fn is_named(&self, name: &Path) -> bool {
        let path = self.path();
        let without_day: PathBuf = path.components().skip(1).collect();
        name == self.name || name == without_day || name == path
    }

    /// Moves the file back to where it was dropped, under its own name or, when that is taken, with a number; returns
    /// its path. Then the reason is removed: a program that ends between the two leaves the file in its inbox, and a reason
    /// for nothing.
    ///
    /// # Errors
    /// When the inbox is gone, or a folder refuses; the file is where it was.
    pub fn retry(&self) -> io::Result<PathBuf> {
        let dropped = self.dropped_name()?;
        let (folders, name) = split(&dropped);
        // The inbox itself must be there; folders in it may have gone when they were empty, or be links by now.
        let inbox = open(Path::new(&self.reason.inbox))?;
        let to = if folders.as_os_str().is_empty() { inbox } else { beneath::make_folders(&inbox, folders)? };
        let from = open(&self.folder)?;
        let mut transfer = Transfer::new(&from, &self.name, &to);
        for number in 1..=EQUAL_NAMES_MAX {
            let new = numbered(name, number, NAME_BYTES_MAX);
            match transfer.finish_as(&new) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => {
                    waypoint!("file out of quarantine");
                    remove_if_there(&from, &reason_name(&self.name))?;
                    return Ok(Path::new(&self.reason.inbox).join(folders).join(new));
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Deletes the file, then the reason.
    ///
    /// # Errors
    /// When the folder refuses.
    pub fn delete(&self) -> io::Result<()> {
        let folder = open(&self.folder)?;
        remove(&folder, &self.name)?;
        waypoint!("file out of quarantine");
        remove_if_there(&folder, &reason_name(&self.name))
    }

    /// Deletes the reason of a file that has gone.
    ///
    /// # Errors
    /// When the folder refuses.
    pub fn delete_reason(&self) -> io::Result<()> {
        remove_if_there(&open(&self.folder)?, &reason_name(&self.name))
    }

    /// Whether the file is there still.
    pub fn is_there(&self) -> bool {
        self.folder.join(&self.name).symlink_metadata().is_ok()
    }

    /// The file itself, when this is a copy of one that is still in its inbox.
    pub fn original_that_stays(&self) -> Option<PathBuf> {
        self.original().ok().filter(|path| self.reason.kept && path.symlink_metadata().is_ok())
    }

    /// Where the file was dropped.
    fn original(&self) -> io::Result<PathBuf> {
        Ok(Path::new(&self.reason.inbox).join(self.dropped_name()?))
    }

    /// The path below its inbox.
    ///
    /// # Errors
    /// When the reason file names nothing that could lie there.
    pub fn dropped_name(&self) -> io::Result<OsString> {
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

fn names(folder: &Path) -> io::Result<Vec<Listed>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| in_file(folder, &error))?,
    };
    let listed = |entry: fs::DirEntry| Ok((entry.file_name(), entry.file_type()?.is_dir()));
    entries.map(|entry| listed(entry?)).collect()
}

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|error| in_file(path, &error)),
    }
}

fn open(folder: &Path) -> io::Result<OwnedFd> {
    Ok(rustix::fs::open(folder, FOLDER, Mode::empty())?)
}

fn remove(folder: &OwnedFd, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(folder, name, AtFlags::empty())?)
}

/// A daemon and a command may remove the same reason.
fn remove_if_there(folder: &OwnedFd, name: &OsStr) -> io::Result<()> {
    match remove(folder, name) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn in_file(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
