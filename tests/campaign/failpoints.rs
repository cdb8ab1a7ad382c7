//! The daemon fails, ends or dawdles between two of its steps, at every point that it has for that.
//!
//! Every combination of a point with what it can do is tried once before any is tried again, at the first pass of a
//! daemon that has no past, or at a later one. A point that is not passed fails its run.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use dragoman::failpoint::{FAILPOINTS, VARIABLE, WAYPOINTS};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::finished::COMPRESSED;
use crate::oracle::Oracle;
use crate::process::{expect_none_left, has_ended, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::{Finished, Site};

/// Points with what they can do.
pub(crate) const COMBINATIONS: usize = FAILPOINTS.len() * 3 + WAYPOINTS.len() * 2;

/// Enough for some segments; and, a frame each, for a lap of the journal.
const DOCUMENTS: usize = 24;
const FRAMES: usize = 250;
/// Documents in a file that holds many.
const MANY: usize = 20;
/// Files that come back from quarantine when the extractor's settings change.
const REFUSED: usize = 3;
/// Points that are passed only when the archive is on another file system begin with this.
const COPY: &str = "copy";

/// One fault.
#[derive(Clone, Copy, Debug)]
struct Injection {
    point: &'static str,
    how: &'static str,
    /// Whether the daemon has a past, and has passed the point before.
    late: bool,
}

impl Injection {
    /// The one with this number among all, counted round and round: first all early ones, then all late ones.
    fn of(place: u64) -> Injection {
        let place = (place % (2 * COMBINATIONS as u64)) as usize;
        let fails = FAILPOINTS.iter().map(|point| (point, &["error", "abort", "delay"][..]));
        let waits = WAYPOINTS.iter().map(|point| (point, &["abort", "delay"][..]));
        let mut all = fails.chain(waits).flat_map(|(point, hows)| hows.iter().map(move |how| (point, how)));
        let (point, how) = all.nth(place % COMBINATIONS).unwrap();
        Injection { point, how, late: place >= COMBINATIONS }
    }
}

pub(crate) fn lacking() -> Option<&'static str> {
    (!cfg!(debug_assertions)).then_some("a release has no failpoints")
}

pub(crate) fn play(scene: &mut Scene, random: &mut Random, _runs: usize) {
    let injection = Injection::of(random.seed());
    let Scene { site, oracle, tally } = scene;
    site.change("output.batch.documents", 1);
    site.change("limits.empty_wait", "1 ms");
    site.change("output.compressed", COMPRESSED);
    let Some(_archive) = lay_out(site, &injection) else {
        tally.add("skipped, no second file system", 1);
        return;
    };
    // Some points are passed by a daemon with a past only, and some only once by each daemon.
    let passes = if injection.late { [(true, 3), (true, 1)] } else { [(false, 1), (true, 1)] };
    let hit = passes.into_iter().any(|(with_past, number)| {
        if with_past {
            run(site, oracle, "batch committed=abort@4");
            check_remains(site, oracle, &injection);
        }
        let finished = run(site, oracle, &format!("{}={}@{number}", injection.point, injection.how));
        let hit = has_hit(&finished, injection.point);
        if hit {
            tally.add(judge(&finished, &injection), 1);
        }
        hit
    });
    assert!(hit, "the point was not passed: {injection:?}");
    check_remains(site, oracle, &injection);
    // What the daemon was to put back when it ended is to lie still, so that one more start has nothing to do.
    site.change("quarantine.rearm", false);
    oracle.check_recovery(site);
}

/// Checks what is left, where files are not copied: one that was being copied is in two places until the next start.
fn check_remains(site: &Site, oracle: &mut Oracle, injection: &Injection) {
    if !injection.point.starts_with(COPY) {
        oracle.check_remains(site);
    }
}

/// Puts the archive on another file system where a copy is wanted; `None` when there is none.
fn lay_out(site: &Site, injection: &Injection) -> Option<Option<TempDir>> {
    if !injection.point.starts_with(COPY) {
        return Some(None);
    }
    let archive = tempfile::tempdir_in("/dev/shm").ok()?;
    let device = |path: &Path| fs::metadata(path).unwrap().dev();
    if device(archive.path()) == device(&site.path("")) {
        return None;
    }
    symlink(archive.path(), site.path("archive")).unwrap();
    Some(Some(archive))
}

/// The life of a daemon with an armed point: documents, files that are set aside, a reload after which those that the
/// extractor refused are read again, a stop; until it is over.
fn run(site: &Site, oracle: &mut Oracle, armed: &str) -> Finished {
    let lap = armed.starts_with("journal file") || armed.starts_with("lap");
    oracle.deliver_empty(site);
    oracle.deliver_refused(site, REFUSED);
    oracle.deliver_many(site, MANY);
    oracle.deliver(site, if lap { FRAMES } else { DOCUMENTS });
    let daemon = launch(site, &["env", &format!("{VARIABLE}={armed}")], &["run"]);
    let session = daemon.pid();
    daemon.wait("an end of the work", || {
        oracle.look(site);
        (has_ended(&daemon) || site.disposed() >= oracle.delivered()).then_some(())
    });
    if !has_ended(&daemon) {
        site.change("limits.timeout", format!("{} s", 60 + oracle.delivered()));
        // Another one than before: one run drops no multiple of this many files more than the last.
        site.change("plugins.mischief.delay_ms", oracle.delivered() % 5);
        // It may end meanwhile.
        let _ = site.execute(&["ctl", "reload"]);
        let is_back = || daemon.stderr().contains("come back from quarantine") && site.disposed() >= oracle.delivered();
        daemon.wait("the files from quarantine", || (has_ended(&daemon) || is_back()).then_some(()));
    }
    // One that has ended is still waited for, so nobody else has its number.
    daemon.signal(Signal::TERM);
    let finished = daemon.finish();
    expect_none_left(session);
    finished
}

fn has_hit(finished: &Finished, point: &str) -> bool {
    finished.stderr.contains(&format!("failpoint: {point}: "))
}

/// Insists on an end that the fault may bring about, and gives it a name.
fn judge(finished: &Finished, injection: &Injection) -> String {
    let (code, said) = (finished.code, &finished.stderr);
    let allowed = match (injection.how, code) {
        ("abort", None) | ("delay" | "error", Some(0)) => true,
        ("error", Some(73 | 74)) => said.contains("error[D"),
        _ => false,
    };
    assert!(allowed, "ended with {code:?} over {injection:?}:\n{said}");
    code.map_or("aborted".to_owned(), |code| format!("exit {code}"))
}
