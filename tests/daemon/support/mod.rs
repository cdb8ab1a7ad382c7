//! What the tests are made of.
//!
//! In reading order: `site`, a folder with a config and all that a daemon makes of it; `daemon`, the running process;
//! `finished`, one that has ended; `log`, a log that was read and checked; `rules`, the proof that its checks catch;
//! `schema`, the published shape of records; `processes`, what the kernel tells; `compiler`, plugins in C; `wait`, the
//! one way to wait.

mod compiler;
mod daemon;
mod finished;
mod log;
mod processes;
mod rules;
mod schema;
mod site;
mod wait;

use std::io::Write;

pub(crate) use compiler::{compile_c, compile_c_with, compile_launcher};
pub(crate) use daemon::Daemon;
pub(crate) use finished::Finished;
pub(crate) use log::{Event, Log};
pub(crate) use processes::Process;
pub(crate) use site::{Site, libraries};
pub(crate) use wait::until;

/// Says that a test cannot be run here, past the harness, which hides what passing tests print.
pub(crate) fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// How much of something a test does: enough to find mistakes, or, with `DRAGOMAN_STORM=full`, what a release wants.
pub(crate) fn storm_size(usual: usize, full: usize) -> usize {
    if std::env::var_os("DRAGOMAN_STORM").is_some_and(|size| size == "full") { full } else { usual }
}

/// A text of one paragraph that no other number gives.
pub(crate) fn article(number: usize) -> String {
    format!(
        "Ferry number {number} leaves on time\n\nPORT ELLERY - The harbour office of Port Ellery said on Monday that \
         ferry number {number} left its berth without delay.\n"
    )
}
