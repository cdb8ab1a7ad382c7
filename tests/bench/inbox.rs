//! The whole way from inbox to archive, through a chain that does nothing, beside what the file system alone costs.

use std::fs::{self, File};
use std::io::Write;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::place::{Place, file_name};
use crate::processes::{Time, end_of};

/// Files between two syncs of the bare loop.
const SYNC_FILES: usize = 256;
/// Pairs of small runs, before the one of full size.
const ROUNDS: usize = 3;

/// By turns, three times a fifth of the files and then all of them.
pub(crate) fn inbox(count: usize) {
    let mut rates = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        let files = if round < ROUNDS { count.div_ceil(5) } else { count };
        let (bare, daemon) = (bare_loop(files), through_daemon(files));
        if round < ROUNDS {
            rates[0].push(bare);
            rates[1].push(daemon);
        } else {
            println!("inbox: {files} files: {:.0} % of the bare loop's rate", 100.0 * daemon / bare);
        }
    }
    let [bare, daemon] = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[ROUNDS / 2]
    });
    println!("inbox: medians of {ROUNDS} smaller runs: {:.0} % of the bare loop's rate", 100.0 * daemon / bare);
}

/// Files a second.
fn through_daemon(count: usize) -> f64 {
    let place = Place::passing_through();
    place.fill(count);
    let began = Instant::now();
    let time = end_of(place.daemon(&["--once"]));
    let elapsed = began.elapsed();
    assert_eq!(place.log().documents(), count, "every article is in the log");
    let Time { user, system, children } = time;
    let each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
    let rate = count as f64 / elapsed.as_secs_f64();
    println!(
        "daemon: {count} files in {:.2} s: {rate:.0} a second; a file takes {:.0} + {:.0} µs of the daemon (user + system), {:.0} µs of the workers",
        elapsed.as_secs_f64(),
        each(user),
        each(system),
        each(children)
    );
    rate
}

/// What the file system alone costs: one thread that reads, hashes, appends, syncs every 256 files and renames. Files a
/// second.
pub(crate) fn bare_loop(count: usize) -> f64 {
    let place = Place::new();
    let bytes = place.fill(count);
    fs::create_dir(place.path("done")).expect("a folder");
    let mut log = File::create(place.path("log")).expect("a log");
    let (began, worked) = (Instant::now(), thread_time());
    for number in 0..count {
        let name = file_name(number);
        let text = fs::read(place.path("inbox").join(&name)).expect("an article");
        writeln!(log, "{name} {}", blake3::hash(&text)).expect("a line");
        if number % SYNC_FILES == SYNC_FILES - 1 {
            log.sync_data().expect("synced");
        }
        fs::rename(place.path("inbox").join(&name), place.path("done").join(&name)).expect("moved");
    }
    log.sync_data().expect("synced");
    let (elapsed, worked) = (began.elapsed().as_secs_f64(), thread_time().saturating_sub(worked));
    let rate = count as f64 / elapsed;
    println!(
        "bare loop: {count} files of {bytes} bytes in {elapsed:.2} s: {rate:.0} a second; a file takes {:.0} µs",
        worked.as_secs_f64() * 1e6 / count as f64
    );
    rate
}

fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.cast_unsigned(), time.tv_nsec as u32)
}
