//! Which files and contents a word means.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use crate::config::{Archive, Config, Inbox};
use crate::control::explain::{File, Question};
use crate::id::DocumentId;
use crate::inbox::root::WORK_AREA;

/// So many hex digits without `b3:` before them are taken for the beginning of a hash.
const DIGITS_MIN: usize = 8;
/// The days of an archive are three folders, `2026/03/14`, those of a quarantine one.
const ARCHIVE_DAY_FOLDERS: usize = 3;
const QUARANTINE_DAY_FOLDERS: usize = 1;

/// What is asked about.
pub(in crate::cli) struct Asked {
    /// The word, for people.
    pub(in crate::cli) shown: String,
    /// Names that it may be in an inbox.
    pub(in crate::cli) question: Question,
    /// What lies in an inbox or its work area now: which inbox, the path below either, the path.
    pub(in crate::cli) in_inbox: Option<(usize, PathBuf, PathBuf)>,
    /// Its path below the quarantine.
    pub(in crate::cli) in_quarantine: Option<PathBuf>,
}

impl Asked {
    pub(in crate::cli) fn of(word: &OsStr, config: &Config) -> Asked {
        let shown = word.to_string_lossy().into_owned();
        let path = std::path::absolute(word).unwrap_or_else(|_| word.into());
        let exists = path.symlink_metadata().is_ok();
        let hash = hash_digits(&shown, exists);
        let mut asked = Asked { shown, question: Question::default(), in_inbox: None, in_quarantine: None };
        if let Some(digits) = hash {
            asked.question.hashes.push(digits);
            return asked;
        }
        asked.place(&path, word, config);
        // Where it lies says little about where it came from; its content does.
        if path.is_file()
            && !path.is_symlink()
            && path.metadata().is_ok_and(|found| found.len() <= config.limits.max_document)
            && let Ok(bytes) = fs::read(&path)
        {
            asked.question.hashes.push(DocumentId::of(&bytes).to_string());
        }
        asked
    }

    /// Finds the folder of ours that a path leads into, and with it the name in an inbox.
    fn place(&mut self, path: &Path, word: &OsStr, config: &Config) {
        for (place, inbox) in config.inboxes.iter().enumerate() {
            if let Some(below) = below(path, &inbox.path) {
                let name = below.strip_prefix(WORK_AREA).unwrap_or(&below).to_owned();
                self.question.files.push(File::new(place, name.as_os_str()));
                self.in_inbox = lying(place, inbox, name);
                return;
            }
        }
        let archived = match &config.archive {
            Archive::Folder(folder) => below(path, folder).map(|below| without(&below, ARCHIVE_DAY_FOLDERS)),
            Archive::Delete | Archive::Keep => None,
        };
        self.in_quarantine = below(path, &config.state.join("quarantine"));
        let quarantined = self.in_quarantine.as_ref().map(|below| without(below, QUARANTINE_DAY_FOLDERS));
        let is_name = !word.is_empty() && Path::new(word).components().all(|part| matches!(part, Component::Normal(_)));
        let mut name = archived.or(quarantined);
        if name.is_none() && is_name {
            let mut inboxes = config.inboxes.iter().enumerate();
            self.in_inbox = inboxes.find_map(|(place, inbox)| lying(place, inbox, PathBuf::from(word)));
            name = Some(PathBuf::from(word));
        }
        if let Some(name) = name.filter(|name| !name.as_os_str().is_empty()) {
            let files = (0..config.inboxes.len()).map(|place| File::new(place, name.as_os_str()));
            self.question.files.extend(files);
        }
    }

    /// The names that it may have in an inbox.
    pub(in crate::cli) fn names(&self) -> Vec<OsString> {
        self.question.files.iter().map(File::name).collect()
    }

    /// Whether this is one of them.
    pub(super) fn has_name(&self, name: &[u8]) -> bool {
        self.question.files.iter().any(|file| file.name().as_bytes() == name)
    }

    /// Whether a content with this hash, in hex, is meant.
    pub(super) fn has_hash(&self, hash: &str) -> bool {
        self.question.hashes.iter().any(|digits| hash.starts_with(digits))
    }
}

/// What lies in an inbox under a name, or was taken out of there and lies in its work area.
fn lying(place: usize, inbox: &Inbox, name: PathBuf) -> Option<(usize, PathBuf, PathBuf)> {
    let paths = [inbox.path.join(&name), inbox.path.join(WORK_AREA).join(&name)];
    let path = paths.into_iter().find(|path| path.symlink_metadata().is_ok())?;
    Some((place, name, path))
}

/// The hex digits of a word that is a hash or its beginning.
fn hash_digits(word: &str, is_file: bool) -> Option<String> {
    let (digits, min) = match word.strip_prefix("b3:") {
        Some(digits) => (digits, 1),
        None if is_file => return None,
        None => (word, DIGITS_MIN),
    };
    let is_hash = digits.len() >= min && DocumentId::beginning_with(digits).is_some();
    is_hash.then(|| digits.to_ascii_lowercase())
}

/// A path below a folder, whatever links lead to either.
fn below(path: &Path, folder: &Path) -> Option<PathBuf> {
    if let Ok(below) = path.strip_prefix(folder) {
        return Some(below.to_owned());
    }
    let parent = fs::canonicalize(path.parent()?).ok()?;
    let below = parent.join(path.file_name()?);
    below.strip_prefix(fs::canonicalize(folder).ok()?).ok().map(ToOwned::to_owned)
}

/// A path without its first folders.
fn without(path: &Path, folders: usize) -> PathBuf {
    path.components().skip(folders).collect()
}
