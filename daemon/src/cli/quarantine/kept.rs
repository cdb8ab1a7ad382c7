//! Files that stay in their inboxes: in quarantine are copies, and a retry has the daemon forget that it is done with the
//! file itself.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;

use crate::cli::ctl::no_answer;
use crate::cli::quarantine::entry::Entry;
use crate::cli::quarantine::refused;
use crate::control::{Answer, Request, client};
use crate::exit::{Exit, Failure};
use crate::ledger::Batch;
use crate::ledger::kept::FileHash;
use crate::ledger::store::{LEDGER, Store};

/// The file of which a copy is in quarantine, if it is still in its inbox.
pub(super) fn original(entry: &Entry) -> Option<PathBuf> {
    entry.original().ok().filter(|path| entry.reason.kept && path.symlink_metadata().is_ok())
}

/// Has the file read again, and deletes the copy.
pub(super) fn retry(state: &Path, entry: &Entry) -> Result<(), Failure> {
    let name = entry.dropped_name().map_err(|error| refused("tell its name", &error))?;
    let inbox = entry.reason.inbox.clone();
    let request = Request::Forget { inbox: inbox.clone(), name: BASE64.encode(name.as_bytes()) };
    match client::ask(state, request) {
        // Busy, or about to end.
        Ok(Answer::Refused { text }) => return Err(Failure::new(Exit::Found, text)),
        Ok(_) => {}
        Err(error) if client::is_absent(&error) => {
            let file = FileHash::new(Path::new(&inbox), name.as_bytes());
            forget(state, file).map_err(|error| refused("change the ledger", &error))?;
        }
        Err(error) => return Err(no_answer(state, &error)),
    }
    entry.delete().map_err(|error| refused(&format!("delete {}", entry.shown()), &error))
}

/// Takes a file out of the ledger, when no daemon has that open; a ledger that is lost knows none.
fn forget(state: &Path, file: FileHash) -> io::Result<()> {
    let path = state.join(LEDGER);
    if !path.exists() {
        return Ok(());
    }
    let batch = Batch { kept: [(file, None)].into(), ..Batch::default() };
    Ok(Store::open_again(&path)?.save(&batch)?)
}
