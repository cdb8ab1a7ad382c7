//! The k-th of the daemon's calls fails, or is its last: strace puts the fault in its way.
//!
//! Calls are counted for each thread by itself, so one injection may hit several threads. Workers are not concerned:
//! strace lets go of a process when it becomes another program.

use std::fs;
use std::process::{Command, Stdio};

use crate::oracle::Oracle;
use crate::process::{expect_none_left, kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::{Finished, Site};

/// The calls that have to do with files, each with its variants, and more than a thread makes of them in a run.
const CALLS: &[(&str, usize)] = &[
    ("write", 40),
    ("pwrite64", 20),
    ("fdatasync", 28),
    ("fsync", 8),
    ("rename,renameat,renameat2", 44),
    ("unlink,unlinkat", 18),
    ("openat,openat2", 32),
    ("linkat", 6),
];
const HOWS: &[&str] = &["error=EIO", "error=ENOSPC", "error=EINTR", "signal=KILL"];
const DOCUMENTS: usize = 20;
/// The trace, in the folder of a run.
const TRACE: &str = "trace";
/// Where the watcher's library and tokio write to their eventfds.
const WAKERS: [&str; 2] = ["/src/inotify.rs:", "/src/runtime/io/driver.rs:"];
/// Numbers of one seed and the next are so far apart, so that any number of seeds is spread over all calls.
const STRIDE: u64 = 7919;

/// One fault.
#[derive(Clone, Copy, Debug)]
struct Injection {
    calls: &'static str,
    how: &'static str,
    /// Which of the calls of a thread, from 1.
    number: usize,
}

impl Injection {
    /// The one with this number among all, counted round and round.
    fn of(place: u64) -> Injection {
        let all = CALLS.iter().flat_map(|(calls, most)| (1..=*most).map(move |number| (calls, number)));
        let all: Vec<_> =
            all.flat_map(|(calls, number)| HOWS.iter().map(move |how| Injection { calls, how, number })).collect();
        all[(place % all.len() as u64) as usize]
    }
}

pub(crate) fn lacking() -> Option<&'static str> {
    let tried =
        Command::new("strace").args(["-b", "execve", "true"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    (!tried.is_ok_and(|status| status.success())).then_some("strace is not installed, or may not trace")
}

pub(crate) fn play(scene: &mut Scene, random: &mut Random, _runs: usize) {
    let injection = Injection::of(random.seed().wrapping_mul(STRIDE));
    let Scene { site, oracle, tally } = scene;
    prepare(site, oracle, random.one_in(2));
    let finished = traced_run(site, &injection);
    tally.add(judge(&finished, &injection), 1);
    let trace = fs::read_to_string(site.path(TRACE)).unwrap();
    let missed = !(trace.contains("(INJECTED)") || trace.contains("killed by SIGKILL"));
    tally.add("missed", usize::from(missed));
    oracle.check_remains(site);
    tally.add("set aside", oracle.check_recovery(site));
}

/// Drops the documents; with a past, some of them are in the log already, and a daemon was killed.
fn prepare(site: &Site, oracle: &mut Oracle, with_past: bool) {
    site.change("output.batch.documents", 2);
    if with_past {
        oracle.deliver(site, DOCUMENTS / 2);
        let daemon = launch(site, &[], &["run"]);
        daemon.wait_for_files(DOCUMENTS / 4);
        kill(daemon);
        oracle.check_remains(site);
    }
    oracle.deliver(site, DOCUMENTS);
}

/// Empties the inbox under strace.
fn traced_run(site: &Site, Injection { calls, how, number }: &Injection) -> Finished {
    let [trace, inject] = [format!("trace={calls}"), format!("inject={calls}:{how}:when={number}")];
    let launcher = ["strace", "-f", "-q", "-b", "execve", "-o", TRACE, "-e", &trace, "-e", &inject];
    let daemon = launch(site, &launcher, &["run", "--once"]);
    let session = daemon.pid();
    let finished = daemon.finish();
    expect_none_left(session);
    finished
}

/// Insists on an end that a fault may bring about, and gives it a name.
fn judge(finished: &Finished, injection: &Injection) -> String {
    let (code, said) = (finished.code, &finished.stderr);
    let allowed = match code {
        None => injection.how == "signal=KILL",
        Some(0 | 1) => true,
        // The program did not even come to its first line.
        Some(127) => said.contains("error while loading shared libraries"),
        // Libraries insist on eventfds that can be written to, which no disk has a part in.
        Some(70) => injection.calls == "write" && WAKERS.iter().any(|place| said.contains(place)),
        Some(73 | 74 | 77 | 78) => said.contains("error[D"),
        Some(_) => false,
    };
    assert!(allowed, "ended with {code:?} over {injection:?}:\n{said}");
    code.map_or("killed".to_owned(), |code| format!("exit {code}"))
}
