//! Where the file of a document is: in the archive, or still in its inbox.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, ToSpan};

use crate::config::Archive;
use crate::id::DocumentId;
use crate::inbox::root::{NAME_BYTES_MAX, numbered};

/// Files of one name and day that are looked at.
const EQUAL_NAMES_MAX: u32 = 100;

/// Finds the file with a content that was committed at a time under a name, a path below its inbox. What has another
/// content is not it.
///
/// # Errors
/// When a file that may be it cannot be read.
pub(super) fn find(
    archive: &Archive,
    inbox: &Path,
    name: &Path,
    committed: Timestamp,
    document: DocumentId,
) -> io::Result<Option<PathBuf>> {
    if let Archive::Folder(folder) = archive
        && let Some(path) = find_in(folder, name, committed, document)?
    {
        return Ok(Some(path));
    }
    let path = inbox.join(name);
    Ok(has_content(&path, document)?.unwrap_or(false).then_some(path))
}

fn find_in(folder: &Path, name: &Path, committed: Timestamp, document: DocumentId) -> io::Result<Option<PathBuf>> {
    let Some(last) = name.file_name() else { return Ok(None) };
    // It is moved after it was committed, and may have had to wait until the day after.
    for day in [committed, committed.checked_add(24.hours()).unwrap_or(committed)] {
        let below = folder.join(day.strftime("%Y/%m/%d").to_string()).join(name);
        for number in 1..=EQUAL_NAMES_MAX {
            let path = below.with_file_name(numbered(last, number, NAME_BYTES_MAX));
            match has_content(&path, document)? {
                Some(true) => return Ok(Some(path)),
                Some(false) => {}
                None => break,
            }
        }
    }
    Ok(None)
}

/// Whether a file has the content of a document; `None` when it is not there.
fn has_content(path: &Path, document: DocumentId) -> io::Result<Option<bool>> {
    let mut hasher = blake3::Hasher::new();
    match File::open(path).and_then(|file| hasher.update_reader(file).map(|_| ())) {
        Ok(()) => Ok(Some(DocumentId::from_bytes(hasher.finalize().into()) == document)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}
