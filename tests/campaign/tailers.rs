//! GNU `tail -F` follows the log through restarts and rolls, and gets every line.
//!
//! It reads a segment to its end only when it has seen that there is a newer one, and looks at no more than the newest:
//! so it is given the time to follow, from portion to portion.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::process::{Child, Command, Stdio};

use crate::oracle::contents;
use crate::process::{kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::Site;

/// How many restarts one tailer follows.
pub(crate) const TOGETHER: usize = 100;

/// Between two restarts.
const PORTIONS: usize = 3;
/// Documents of a portion: not as many as a segment holds, so that it begins one new segment at most.
const PORTION: usize = 5;
const SEGMENT: &str = "8 KiB";

pub(crate) fn play(scene: &mut Scene, random: &mut Random, restarts: usize) {
    let Scene { site, oracle, tally } = scene;
    site.change("output.segment.size", SEGMENT);
    let mut tailer = None;
    for _ in 0..restarts {
        let daemon = launch(site, &[], &["run"]);
        daemon.wait_until_ready();
        let tailer = tailer.get_or_insert_with(|| Tailer::start(site));
        for _ in 0..PORTIONS {
            oracle.deliver(site, PORTION);
            daemon.wait_for_files(oracle.delivered());
            let last = lines(site).pop().unwrap();
            daemon.wait("line in the tailer's output", || tailer.has(&last).then_some(()));
        }
        if random.one_in(2) {
            kill(daemon);
        } else {
            daemon.stop();
        }
    }
    let Some(tailer) = tailer else { return };
    let written = lines(site);
    let missing = written.iter().filter(|line| !tailer.lines.contains_key(*line)).count();
    let copies: usize = tailer.lines.values().sum();
    let foreign = tailer.lines.len() + missing - written.len();
    assert_eq!((missing, foreign), (0, 0), "lines that tail missed, and lines that nobody wrote");
    tally.add("rolls", contents(site).len() - 1);
    tally.add("lines twice", copies - tailer.lines.len());
    oracle.expect_recovery(site);
}

/// All lines of the log in their order, headers included.
fn lines(site: &Site) -> Vec<Vec<u8>> {
    contents(site).values().flat_map(|bytes| bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec)).collect()
}

/// A running `tail`; ended when it is dropped.
struct Tailer {
    child: Child,
    output: File,
    /// What was read of a line that has no end yet.
    begun: Vec<u8>,
    /// How often it has told each line.
    lines: BTreeMap<Vec<u8>, usize>,
}

impl Tailer {
    fn start(site: &Site) -> Tailer {
        let output = site.path("tailed");
        let mut command = Command::new("tail");
        command.args(["-n", "+1", "-F", "events/current.jsonl"]).current_dir(site.path(""));
        let child = command.stdout(File::create(&output).unwrap()).stderr(Stdio::null()).spawn().unwrap();
        Tailer { child, output: File::open(output).unwrap(), begun: Vec::new(), lines: BTreeMap::new() }
    }

    /// Whether it has told this line.
    fn has(&mut self, line: &[u8]) -> bool {
        self.output.read_to_end(&mut self.begun).unwrap();
        let whole = self.begun.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        for line in self.begun.drain(..whole).as_slice().split_inclusive(|&byte| byte == b'\n') {
            *self.lines.entry(line.to_vec()).or_default() += 1;
        }
        self.lines.contains_key(line)
    }
}

impl Drop for Tailer {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
