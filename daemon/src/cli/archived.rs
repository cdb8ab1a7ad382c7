//! Where in the archive the file of a document is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, ToSpan};

use crate::config::Archive;
use crate::id::DocumentId;
use crate::inbox::root::{NAME_BYTES_MAX, numbered};

/// Files of one name and day that are looked at.
const EQUAL_NAMES_MAX: u32 = 100;

/// Finds the file with a content that was committed at a time under a name, a path below its inbox. What has the content of
/// another document is not it.
///
/// # Errors
/// When a file that may be it cannot be read.
pub(super) fn find(
    archive: &Archive,
    name: &Path,
    committed: Timestamp,
    document: DocumentId,
) -> io::Result<Option<PathBuf>> {
    let Archive::Folder(folder) = archive else { return Ok(None) };
    let Some(last) = name.file_name() else { return Ok(None) };
    // It is moved after it was committed, and may have had to wait until the day after.
    for day in [committed, committed.checked_add(24.hours()).unwrap_or(committed)] {
        let below = folder.join(day.strftime("%Y/%m/%d").to_string()).join(name);
        for number in 1..=EQUAL_NAMES_MAX {
            let path = below.with_file_name(numbered(last, number, NAME_BYTES_MAX));
            match fs::read(&path) {
                Ok(bytes) if DocumentId::of(&bytes) == document => return Ok(Some(path)),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => break,
                Err(error) => return Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
            }
        }
    }
    Ok(None)
}
