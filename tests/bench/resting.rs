//! What many files cost that nothing happens to: memory while they wait, processor time when they are done.

use std::time::{Duration, Instant};

use crate::place::Place;
use crate::processes::{Time, family, memory};

/// Of more files than this, so many are read.
const READ_MAX: usize = 50_000;
/// How long any of it may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// What comes after the last document: archiving, and the last sync of the segment.
const CALM: Duration = Duration::from_secs(3);

/// The memory of a daemon in whose inbox many tiny files wait.
pub(crate) fn waiting(count: usize) {
    let place = Place::passing_through();
    place.fill_tiny(count);
    let mut daemon = place.daemon(&[]);
    let (mut log, wanted, deadline) = (place.log(), count.min(READ_MAX), Instant::now() + PATIENCE);
    let began = Instant::now();
    while log.documents() < wanted {
        assert!(Instant::now() < deadline, "not {wanted} documents within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    let elapsed = began.elapsed().as_secs_f64();
    let [now, peak] = ["VmRSS", "VmHWM"].map(|which| memory(daemon.id(), which).expect("its memory") as f64 / 1024.0);
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
    println!(
        "waiting: {count} files, {wanted} of them read in {elapsed:.1} s: the daemon takes {now:.0} MB, {peak:.0} MB at its highest"
    );
}

/// The processor time that daemon and workers take while nothing happens, after many files.
pub(crate) fn idle(seconds: u64, count: usize) {
    let place = Place::passing_through();
    place.fill_tiny(count);
    let mut daemon = place.daemon(&[]);
    place.log().wait_for_documents(count, Duration::from_millis(100), PATIENCE);
    std::thread::sleep(CALM);
    let ids = family(daemon.id());
    let spent = || ids.iter().map(|id| Time::of(*id).total()).sum::<Duration>();
    let before = spent();
    std::thread::sleep(Duration::from_secs(seconds));
    let spent = spent() - before;
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
    println!(
        "idle: after {count} files, {:.0} ms of processor time within {seconds} s in {} processes: {:.2} %",
        spent.as_secs_f64() * 1e3,
        ids.len(),
        100.0 * spent.as_secs_f64() / seconds as f64
    );
}
