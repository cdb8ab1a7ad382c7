//! The fault campaign: the built daemon, driven from outside through one fault after another, and one oracle over what
//! is left each time.
//!
//!     cargo test -p dragoman --test campaign -- short             # all faults, minutes
//!     cargo test -p dragoman --test campaign -- long              # all faults, hours
//!     cargo test -p dragoman --test campaign -- kills 40          # one fault, so many runs
//!     cargo test -p dragoman --test campaign -- kills 10 --seed 7 # the same runs once more
//!
//! In reading order: `oracle`, what must hold; `finished`, the same of finished segments; `scene`, where it happens; `process`, how daemons are started and ended;
//! then the faults, a module each; `report`, the table.

mod calls;
mod failpoints;
mod finished;
mod flips;
mod full_disk;
mod kills;
mod oracle;
mod power;
mod process;
mod random;
mod report;
mod scene;
#[allow(dead_code, unused_imports, reason = "shared with the tests of the daemon, which need more of it")]
#[path = "../daemon/support/mod.rs"]
mod support;
mod tailers;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::random::Random;
use crate::report::Row;
use crate::scene::Scene;

/// One kind of fault.
struct Fault {
    name: &'static str,
    /// How many runs the short and the long form make.
    short: usize,
    long: usize,
    /// How many runs are made in one folder, and decided by one seed.
    together: usize,
    /// Why it cannot be had here.
    lacking: fn() -> Option<&'static str>,
    play: fn(&mut Scene, &mut Random, usize),
}

const FAULTS: &[Fault] = &[
    Fault {
        name: "power",
        short: 3_000,
        long: 10_000,
        together: power::TOGETHER,
        lacking: power::lacking,
        play: power::play,
    },
    Fault { name: "kills", short: 500, long: 20_000, together: kills::TOGETHER, lacking: || None, play: kills::play },
    Fault {
        name: "kept-kills",
        short: 150,
        long: 1_000,
        together: kills::TOGETHER,
        lacking: || None,
        play: kills::play_kept,
    },
    Fault { name: "calls", short: 250, long: 1_600, together: 1, lacking: calls::lacking, play: calls::play },
    Fault {
        name: "failpoints",
        short: failpoints::COMBINATIONS,
        long: 8 * failpoints::COMBINATIONS,
        together: 1,
        lacking: failpoints::lacking,
        play: failpoints::play,
    },
    Fault {
        name: "full-disk",
        short: 512,
        long: 4_096,
        together: full_disk::TOGETHER,
        lacking: full_disk::lacking,
        play: full_disk::play,
    },
    Fault { name: "flips", short: 300, long: 2_000, together: flips::TOGETHER, lacking: || None, play: flips::play },
    Fault {
        name: "tailers",
        short: 100,
        long: 500,
        together: tailers::TOGETHER,
        lacking: || None,
        play: tailers::play,
    },
    Fault {
        name: "recovery-cuts",
        short: 300,
        long: 1_000,
        together: power::RECOVERIES_TOGETHER,
        lacking: power::lacking,
        play: power::play_recoveries,
    },
];

/// Faults that are tried side by side: most of the time goes by waiting for disks.
const LANES: usize = 2;

/// What was asked for.
struct Asked {
    /// Each fault with the number of its runs.
    faults: Vec<(&'static Fault, usize)>,
    seed: u64,
}

impl Asked {
    fn of(mut words: Vec<String>) -> Option<Asked> {
        let seed = match words.iter().position(|word| word == "--seed") {
            Some(place) => words.drain(place..).nth(1)?.parse().ok()?,
            None => SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs(),
        };
        let faults = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["short"] => FAULTS.iter().map(|fault| (fault, fault.short)).collect(),
            ["long"] => FAULTS.iter().map(|fault| (fault, fault.long)).collect(),
            [name] => FAULTS.iter().filter(|fault| fault.name == name).map(|fault| (fault, fault.short)).collect(),
            [name, runs] => {
                let runs = runs.parse().ok()?;
                FAULTS.iter().filter(|fault| fault.name == name).map(|fault| (fault, runs)).collect()
            }
            _ => Vec::new(),
        };
        (!faults.is_empty()).then_some(Asked { faults, seed })
    }
}

fn main() -> ExitCode {
    let Some(asked) = Asked::of(std::env::args().skip(1).collect()) else {
        let names: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
        eprintln!("usage: campaign short | long | FAULT [RUNS] [--seed N], where FAULT is one of {}", names.join(", "));
        return ExitCode::from(2);
    };
    println!("seed {}", asked.seed);
    report::print_head();
    let (left, failures) = (Mutex::new(asked.faults.into_iter()), AtomicUsize::new(0));
    let next = || left.lock().unwrap().next();
    let lane = || {
        while let Some((fault, runs)) = next() {
            let row = fault.run(runs, asked.seed);
            row.print();
            failures.fetch_add(row.failures, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| (0..LANES).for_each(|_| drop(scope.spawn(lane))));
    if failures.into_inner() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Fault {
    /// Makes so many runs, case after case; a case that fails is told of, and its folder kept.
    fn run(&self, runs: usize, seed: u64) -> Row {
        let (began, mut row) = (Instant::now(), Row::new(self.name));
        if let Some(lack) = (self.lacking)() {
            support::skip(&format!("{}: {lack}", self.name));
            row.tally.add("skipped", runs);
            return row;
        }
        for (case, first) in (0..runs).step_by(self.together).enumerate() {
            let (runs, seed) = (self.together.min(runs - first), seed + case as u64);
            let mut scene = Scene::new();
            let play = AssertUnwindSafe(|| (self.play)(&mut scene, &mut Random::new(seed), runs));
            let failed = catch_unwind(play).is_err();
            row.add(&scene, runs, failed);
            if failed {
                let folder = scene.site.path("");
                eprintln!(
                    "{} failed; kept: {}; again: {} {runs} --seed {seed}",
                    self.name,
                    folder.display(),
                    self.name
                );
                // The folder is removed with it.
                std::mem::forget(scene);
            }
        }
        row.seconds = began.elapsed().as_secs_f64();
        row
    }
}
