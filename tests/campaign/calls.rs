//! The k-th of the daemon's calls fails, or is its last: strace puts the fault in its way.
//!
//! Calls are counted for each thread by itself, so one injection may hit several threads. Workers are not concerned:
//! strace lets go of a process when it becomes another program.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use crate::oracle::Oracle;
use crate::process::{expect_none_left, kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::{Finished, Site};

/// The calls that have to do with files, each with its variants.
const CALLS: &[&str] = &[
    "write",
    "pwrite64",
    "fdatasync",
    "fsync",
    "rename,renameat,renameat2",
    "unlink,unlinkat",
    "openat,openat2",
    "linkat",
];
const HOWS: &[&str] = &["error=EIO", "error=ENOSPC", "error=EINTR", "signal=KILL"];
const DOCUMENTS: usize = 20;
/// The trace, in the folder of a run.
const TRACE: &str = "trace";
/// Numbers of one seed and the next are so far apart, so that any number of seeds is spread over all calls.
const STRIDE: u64 = 7919;

/// One fault.
#[derive(Debug)]
struct Injection {
    calls: &'static str,
    how: &'static str,
    /// Which of the calls of a thread, from 1.
    number: usize,
}

/// Every call of a run in which nothing fails, with every fault.
static INJECTIONS: LazyLock<Vec<Injection>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for calls in CALLS {
        for number in 1..=most_calls(calls) {
            all.extend(HOWS.iter().map(|how| Injection { calls, how, number }));
        }
    }
    all
});

pub(crate) fn lacking() -> Option<&'static str> {
    let tried =
        Command::new("strace").args(["-b", "execve", "true"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    (!tried.is_ok_and(|status| status.success())).then_some("strace is not installed, or may not trace")
}

pub(crate) fn play(scene: &mut Scene, random: &mut Random, _runs: usize) {
    let place = random.seed().wrapping_mul(STRIDE) % INJECTIONS.len() as u64;
    let injection = &INJECTIONS[place as usize];
    let Scene { site, oracle, tally } = scene;
    prepare(site, oracle, random.one_in(2));
    let Injection { calls, how, number } = injection;
    let finished = traced_run(site, calls, Some(&format!("inject={calls}:{how}:when={number}")));
    tally.add(judge(&finished, injection), 1);
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
fn traced_run(site: &Site, calls: &str, injection: Option<&str>) -> Finished {
    let trace = format!("trace={calls}");
    let mut launcher = vec!["strace", "-f", "-q", "-b", "execve", "-o", TRACE, "-e", &trace];
    launcher.extend(injection.iter().flat_map(|injection| ["-e", injection]));
    let daemon = launch(site, &launcher, &["run", "--once"]);
    let session = daemon.pid();
    let finished = daemon.finish();
    expect_none_left(session);
    finished
}

/// How many of these calls one thread makes at most.
fn most_calls(calls: &str) -> usize {
    let Scene { site, mut oracle, .. } = Scene::new();
    prepare(&site, &mut oracle, true);
    traced_run(&site, calls, None).expect(0);
    let trace = fs::read_to_string(site.path(TRACE)).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // Thread and name of the call.
    for call in trace.lines().filter_map(|line| Some(line.split_once('(')?.0)) {
        *counts.entry(call).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

/// Insists on an end that a fault may bring about, and gives it a name.
fn judge(finished: &Finished, injection: &Injection) -> String {
    let (code, said) = (finished.code, &finished.stderr);
    let allowed = match code {
        None => injection.how == "signal=KILL",
        Some(0 | 1) => true,
        // The program did not even come to its first line.
        Some(127) => said.contains("error while loading shared libraries"),
        Some(73 | 74 | 77 | 78) => said.contains("error[D"),
        Some(_) => false,
    };
    assert!(allowed, "ended with {code:?} over {injection:?}:\n{said}");
    code.map_or("killed".to_owned(), |code| format!("exit {code}"))
}
