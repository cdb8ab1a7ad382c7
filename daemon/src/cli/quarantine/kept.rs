//! Files that stay in their inboxes: in quarantine are copies, and a retry has the daemon forget that it is done with the
//! file itself.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use data_encoding::BASE64;

use crate::cli::ctl::no_answer;
use crate::cli::quarantine::{refused, shown};
use crate::control::{Answer, Request, client};
use crate::exit::{Exit, Failure};
use crate::inbox::quarantine::Entry;
use crate::ledger::Batch;
use crate::ledger::kept::FileHash;
use crate::ledger::store::{LEDGER, Store};

/// Deletes the copy, and has the file read again. In this order: the file may be set aside anew at once, and a copy that is
/// there would count.
pub(super) fn retry(state: &Path, entry: &Entry) -> Result<(), Failure> {
    let name = entry.dropped_name().map_err(|error| refused("tell its name", &error))?;
    entry.delete().map_err(|error| refused(&format!("delete {}", shown(entry)), &error))?;
    forget(state, &entry.reason.inbox, name.as_bytes()).map_err(|failure| {
        let text = format!("{failure}\n  note:  the file is in its inbox; touch it to have it read again");
        Failure::new(failure.exit, text)
    })
}

/// Has the daemon forget that it is done with a file, or the ledger when no daemon runs.
fn forget(state: &Path, inbox: &str, name: &[u8]) -> Result<(), Failure> {
    let request = Request::Forget { inbox: inbox.to_owned(), name: BASE64.encode(name) };
    match client::ask(state, request) {
        // Busy, or about to end.
        Ok(Answer::Refused { text }) => Err(Failure::new(Exit::Found, text)),
        Ok(_) => Ok(()),
        Err(error) if client::is_absent(&error) => {
            let file = FileHash::new(Path::new(inbox), name);
            take_out(state, file).map_err(|error| refused("change the ledger", &error))
        }
        Err(error) => Err(no_answer(state, &error)),
    }
}

/// Takes a file out of the ledger, when no daemon has that open; a ledger that is lost knows none.
fn take_out(state: &Path, file: FileHash) -> io::Result<()> {
    let path = state.join(LEDGER);
    if !path.exists() {
        return Ok(());
    }
    let batch = Batch { kept: [(file, None)].into(), ..Batch::default() };
    Ok(Store::open_again(&path)?.save(&batch)?)
}
