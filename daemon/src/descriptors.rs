//! How many files the daemon may have open at once.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More than the daemon ever has open: a few dozen, and one for each large document on its way.
const ENOUGH: u64 = 4096;

/// Raises the limit as far as the system lets it. Many systems set a low one, for programs of an older time.
pub fn raise_limit() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(ENOUGH, |hard| hard.min(ENOUGH));
    if limit.current.is_some_and(|current| current < wanted) {
        let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), ..limit });
        if let Err(error) = raised {
            tracing::debug!(%error, wanted, "the limit of open files is not raised");
        }
    }
}
