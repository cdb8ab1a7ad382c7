//! The benchmark: how many articles a second, how long from drop to line, and what it costs.
//!
//!     cargo bench -p dragoman                          # all of it but the longest, with the figures below
//!     cargo bench -p dragoman -- throughput 10000      # articles, through the bundled chain
//!     cargo bench -p dragoman -- latency 200           # articles
//!     cargo bench -p dragoman -- loop 10000            # files, with no daemon at all
//!     cargo bench -p dragoman -- inbox 100000          # files, through a chain that does nothing, beside that loop
//!     cargo bench -p dragoman -- journal 300           # batches, with and without a journal
//!     cargo bench -p dragoman -- rebuild 300           # megabytes of log that a start reads
//!     cargo bench -p dragoman -- waiting 10000         # files in the inbox; 1000000 takes minutes and 4 GB of disk
//!     cargo bench -p dragoman -- idle 20 100000        # seconds, after so many files
//!     cargo bench -p dragoman -- isolation 100000      # documents
//!     cargo bench -p dragoman -- ledger 1000000       # documents, starts over their log
//!     cargo bench -p dragoman -- start 50              # workers
//!     cargo bench -p dragoman -- reload 20             # times
//!
//! Articles are made up from a seeded word list, about 6 KB each, all different. The figures are whole-process ones;
//! on a shared machine compare medians of several runs.

mod articles;
mod inbox;
mod isolation;
mod ledger;
mod logs;
mod place;
mod processes;
mod resting;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::place::Place;

const QUIET: Duration = Duration::from_millis(50);

fn main() {
    // Workers are started from the program that runs, which here is this one.
    if std::env::args().nth(1).is_some_and(|word| word == "worker") {
        std::process::exit(i32::from(dragoman::worker::process::run() != std::process::ExitCode::SUCCESS));
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let nth = |place: usize, default| arguments.get(place).and_then(|word| word.parse().ok()).unwrap_or(default);
    let number = |default| nth(1, default);
    match arguments.first().map(String::as_str) {
        Some("throughput") => throughput(number(10_000)),
        Some("latency") => latency(number(200)),
        Some("loop") => drop(inbox::bare_loop(number(10_000))),
        Some("inbox") => inbox::inbox(number(100_000)),
        Some("journal") => logs::journal(number(300)),
        Some("rebuild") => logs::rebuild(number(300) as u64),
        Some("waiting") => resting::waiting(number(10_000)),
        Some("idle") => resting::idle(number(20) as u64, nth(2, 100_000)),
        Some("isolation") => isolation::isolation(number(100_000)),
        Some("ledger") => ledger::starts(number(1_000_000) as u64),
        Some("start") => isolation::start(number(50)),
        Some("reload") => reload(number(20)),
        Some(other) => panic!("unknown benchmark {other}"),
        None => {
            inbox::inbox(10_000);
            throughput(10_000);
            latency(200);
            logs::journal(300);
            logs::rebuild(300);
            resting::waiting(10_000);
            isolation::isolation(100_000);
            isolation::start(50);
            reload(20);
        }
    }
}

/// From the order to reload, under load, to the first document that the new generation has read.
fn reload(count: usize) {
    let place = Place::new();
    let mut daemon = place.daemon(&[]);
    let (mut log, mut times) = (place.log(), Vec::new());
    for number in 0..count {
        place.drop_numbered(number * 1000..number * 1000 + 1000);
        let timeout = format!("limits.timeout = \"{} s\"", 9 + number % 2);
        let began = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_dragoman"))
            .args(["ctl", "reload", "-c"])
            .arg(place.configured(&timeout))
            .stdout(Stdio::null())
            .status();
        assert!(status.is_ok_and(|status| status.success()), "the reload succeeds");
        log.skip();
        log.wait_for_another();
        times.push(began.elapsed());
    }
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
    times.sort();
    println!(
        "reload: order to first document after it, under load, {count} times: median {:.0} ms, max {:.0} ms",
        times[count / 2].as_secs_f64() * 1000.0,
        times[count - 1].as_secs_f64() * 1000.0
    );
}

fn throughput(count: usize) {
    let place = Place::new();
    let bytes = place.fill(count);
    let began = Instant::now();
    let mut daemon = place.daemon(&["--once"]);
    let mut peaks = BTreeMap::new();
    let status = loop {
        processes::note_memory(daemon.id(), &mut peaks);
        if let Some(status) = daemon.try_wait().expect("the daemon's status") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let elapsed = began.elapsed().as_secs_f64();
    assert!(status.success(), "the daemon failed: {status}");
    assert_eq!(place.log().documents(), count, "every article is in the log");
    println!(
        "throughput: {count} articles of {bytes} bytes in {elapsed:.2} s: {:.0} a second; peak memory {} MB in {} processes",
        count as f64 / elapsed,
        peaks.values().sum::<u64>() / 1024,
        peaks.len()
    );
}

fn latency(count: usize) {
    let place = Place::new();
    let mut daemon = place.daemon(&[]);
    // The daemon makes its log before it watches; a first article tells that all is up.
    let (mut log, mut times) = (place.log(), Vec::new());
    for number in 0..=count {
        let unfinished = place.path("article.tmp");
        fs::write(&unfinished, articles::article(number as u64)).expect("an article");
        let began = Instant::now();
        fs::rename(&unfinished, place.path("inbox").join(place::file_name(number))).expect("dropped");
        log.wait_for_another();
        if number > 0 {
            times.push(began.elapsed().saturating_sub(QUIET));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!(
        "latency: rename to durable line, above the quiet time of {} ms, {count} articles: median {:.2} ms, p90 {:.2} ms, max {:.2} ms",
        QUIET.as_millis(),
        at(50),
        at(90),
        at(100)
    );
}
