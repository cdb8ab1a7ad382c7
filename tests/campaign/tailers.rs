//! Real tailers follow the log through restarts and rolls, and get every line: GNU `tail -F` of `current.jsonl`, and
//! rsyslog's imfile, over all segments, where it is installed.
//!
//! `tail` looks at no more than the newest segment: so it is given the time to follow, from portion to portion.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::process::{Child, Command, Stdio};

use crate::oracle::contents;
use crate::process::{kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::{Site, skip};

/// How many restarts one tailer follows.
pub(crate) const TOGETHER: usize = 100;

/// Between two restarts.
const PORTIONS: usize = 4;
/// Documents of a portion: not as many as a segment holds, so that it begins one new segment at most.
const PORTION: usize = 5;
const SEGMENT: &str = "8 KiB";

pub(crate) fn play(scene: &mut Scene, random: &mut Random, restarts: usize) {
    let Scene { site, oracle, tally } = scene;
    site.change("output.segment.size", SEGMENT);
    let mut tailers = Vec::new();
    for _ in 0..restarts {
        let daemon = launch(site, &[], &["run"]);
        daemon.wait_until_ready();
        if tailers.is_empty() {
            tailers = Tailer::start_all(site);
        }
        for _ in 0..PORTIONS {
            oracle.deliver(site, PORTION);
            daemon.wait_for_files(oracle.delivered());
            let last = lines(site).pop().unwrap();
            for tailer in &mut tailers {
                daemon.wait(tailer.program, || tailer.has(&last).then_some(()));
            }
        }
        if random.one_in(2) {
            kill(daemon);
        } else {
            daemon.stop();
        }
    }
    let written = lines(site);
    for tailer in &tailers {
        tally.add(format!("lines twice by {}", tailer.program), tailer.expect_all(&written));
    }
    tally.add("rolls", contents(site).len() - 1);
    oracle.expect_recovery(site);
}

/// All lines of the log in their order, headers included.
fn lines(site: &Site) -> Vec<Vec<u8>> {
    contents(site).values().flat_map(|bytes| bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec)).collect()
}

/// A running program that follows the log; ended when it is dropped.
struct Tailer {
    program: &'static str,
    child: Child,
    output: File,
    /// What was read of a line that has no end yet.
    begun: Vec<u8>,
    /// How often it has told each line.
    told: BTreeMap<Vec<u8>, usize>,
}

impl Tailer {
    /// Starts those that are installed, and names the others.
    fn start_all(site: &Site) -> Vec<Tailer> {
        let start = |(program, prepare): (&'static str, fn(&mut Command, &Site))| {
            let output = site.path(program);
            let mut command = Command::new(program);
            command.current_dir(site.path("")).stdout(File::create(&output).unwrap()).stderr(Stdio::null());
            prepare(&mut command, site);
            let Ok(child) = command.spawn() else {
                skip(&format!("tailers: {program} is not installed"));
                return None;
            };
            let output = File::open(output).unwrap();
            Some(Tailer { program, child, output, begun: Vec::new(), told: BTreeMap::new() })
        };
        [("tail", tail as fn(&mut Command, &Site)), ("rsyslogd", rsyslogd)].into_iter().filter_map(start).collect()
    }

    /// Whether it has told this line.
    fn has(&mut self, line: &[u8]) -> bool {
        self.output.read_to_end(&mut self.begun).unwrap();
        let whole = self.begun.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        for line in self.begun.drain(..whole).as_slice().split_inclusive(|&byte| byte == b'\n') {
            *self.told.entry(line.to_vec()).or_default() += 1;
        }
        self.told.contains_key(line)
    }

    /// Insists that it has told what was written and nothing else; returns how many lines it told again.
    fn expect_all(&self, written: &[Vec<u8>]) -> usize {
        let missing = written.iter().filter(|line| !self.told.contains_key(*line)).count();
        let foreign = self.told.len() + missing - written.len();
        assert_eq!((missing, foreign), (0, 0), "{}: lines that it missed, lines that nobody wrote", self.program);
        self.told.values().sum::<usize>() - self.told.len()
    }
}

fn tail(command: &mut Command, _site: &Site) {
    command.args(["-n", "+1", "-F", "events/current.jsonl"]);
}

fn rsyslogd(command: &mut Command, site: &Site) {
    let folder = site.path("");
    let folder = folder.display();
    let config = format!(
        "global(workDirectory=\"{folder}\" maxMessageSize=\"64k\")\n\
         module(load=\"imfile\")\n\
         template(name=\"line\" type=\"string\" string=\"%msg%\\n\")\n\
         ruleset(name=\"copy\") {{ action(type=\"omfile\" file=\"{folder}/rsyslogd\" template=\"line\") }}\n\
         input(type=\"imfile\" file=\"{folder}/events/events-*.jsonl\" tag=\"log\" ruleset=\"copy\")\n"
    );
    fs::write(site.path("rsyslog.conf"), config).unwrap();
    command.args(["-n", "-f", "rsyslog.conf", "-i", "rsyslogd.pid"]);
}

impl Drop for Tailer {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
