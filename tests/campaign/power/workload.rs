//! A daemon at work on a disk whose writes are noted: documents are dropped, segments end, laps of the journal follow
//! one another, it is stopped and killed and started again.

use std::fs::{self, File};
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

use crate::finished::{COMPRESSED, contents_ever};
use crate::power::disk::{Recorder, Workshop};
use crate::power::image::Image;
use crate::power::witness::Witness;
use crate::power::writes::Writes;
use crate::process::{kill, launch};
use crate::random::Random;
use crate::support::{Daemon, Site, article};

/// What the two files of the journal have, in KiB.
const JOURNALS: [u64; 3] = [24, 64, 256];
const SEGMENTS: [&str; 3] = ["4 KiB", "24 KiB", "256 MiB"];
const BLOCKS: [usize; 2] = [1024, 4096];
/// How much of the finished segments stays where they are removed; the rest is had from their compressed copies.
const KEPT: &str = "16 KiB";
/// One document in so many is empty, and set aside.
const EMPTY: usize = 12;
/// Options of the file system.
const OPTIONS: [&str; 4] = ["", ",nodelalloc", ",data=writeback", ",commit=1"];
/// The name in the config, and so in the log.
pub(crate) const NAME: &str = "power";
/// How long a daemon works at most before it is killed, beside what was waited for.
const WORKING: usize = 40;
/// A slow disk, so that there is time to see what is visible before it is durable.
const SLOW_SYNCS: &str = "inject=fdatasync,fsync:delay_enter=4000";
/// Within its first so many syncs a thread is killed.
const SYNCS: usize = 14;
/// The longest pause between two syncs by somebody else.
const SYNC_PACE: usize = 20;

/// How one workload differs from others.
pub(crate) struct Kind {
    documents: usize,
    sessions: usize,
    /// The size of the journal, in bytes.
    pub(crate) journal: u64,
    pub(crate) options: &'static str,
    block: usize,
    /// Whether somebody else syncs all the time.
    pub(crate) synced: bool,
    /// Whether finished segments are removed once they are compressed.
    pub(crate) removes: bool,
}

/// What was written to a disk during some work, and what was seen of it from outside.
pub(crate) struct Recording {
    pub(crate) writes: Writes,
    pub(crate) witness: Witness,
}

impl Kind {
    pub(crate) fn choose(site: &Site, random: &mut Random) -> Kind {
        let synced = random.seed().is_multiple_of(2);
        let journal = JOURNALS[random.below(JOURNALS.len())] << 10;
        site.change("name", NAME);
        site.change("output.journal", format!("{journal} B"));
        site.change("output.segment.size", SEGMENTS[random.below(SEGMENTS.len())]);
        site.change("output.batch.documents", 1 + random.below(8));
        site.change("limits.empty_wait", "1 ms");
        let (compresses, removes) = [(false, false), (true, false), (true, true)][random.below(3)];
        if compresses {
            site.change("output.compressed", COMPRESSED);
        }
        if removes {
            site.change("output.keep.size", KEPT);
        }
        let (options, block) = (OPTIONS[random.below(OPTIONS.len())], BLOCKS[random.below(BLOCKS.len())]);
        Kind {
            documents: 40 + random.below(80),
            sessions: 3 + random.below(4),
            journal,
            options,
            block,
            synced,
            removes,
        }
    }

    /// A disk with the config, an inbox, and the documents beside it, all of it durable: whoever drops a file that he
    /// did not sync loses his own work in a power cut, not the daemon's.
    pub(crate) fn prepare(&self, workshop: &Workshop, site: &Site) -> Result<Image, String> {
        workshop.make(self.block, || {
            for folder in [site.path("inbox"), site.path("stock")] {
                fs::create_dir(folder).unwrap();
            }
            for number in 0..self.documents {
                let content = if number % EMPTY == EMPTY - 1 { String::new() } else { article(number) };
                fs::write(site.path("stock").join(name(number)), content).unwrap();
            }
            site.config();
        })
    }

    /// The names of all documents.
    pub(crate) fn names(&self) -> Vec<String> {
        (0..self.documents).map(name).collect()
    }

    /// Lets daemons work.
    pub(crate) fn record(&self, site: &Site, recorder: Recorder, random: &mut Random) -> Recording {
        let mut witness = Witness::default();
        let (over, log, pauses) = (AtomicBool::new(false), recorder.log().to_owned(), Random::new(random.seed()));
        thread::scope(|scope| {
            scope.spawn(|| witness.watch(site, &log, &over));
            if self.synced {
                scope.spawn(|| sync(site, pauses, &over));
            }
            let _ending = Ending(&over);
            self.work(site, random);
        });
        witness.expect_unchanged(&contents_ever(site));
        Recording { writes: recorder.finish(), witness }
    }

    fn work(&self, site: &Site, random: &mut Random) {
        let mut dropped = 0;
        for session in 1..=self.sessions {
            let all = self.documents * session / self.sessions;
            let last = session == self.sessions;
            if !last && random.one_in(2) {
                end_at_a_sync(site, dropped..all, random);
                dropped = all;
                continue;
            }
            let daemon = if random.one_in(3) { launch(site, &[], &["run"]) } else { launch_with(site, SLOW_SYNCS) };
            if random.one_in(2) {
                daemon.wait_until_ready();
            }
            while dropped < all {
                let burst = (1 + random.below(12)).min(all - dropped);
                (dropped..dropped + burst).for_each(|number| drop_file(site, &name(number)));
                dropped += burst;
                if random.one_in(2) {
                    daemon.wait_until_ready();
                    daemon.wait_for_files(dropped);
                }
            }
            if last || random.one_in(3) {
                daemon.wait_until_ready();
                daemon.stop();
            } else {
                sleep(Duration::from_millis(random.below(WORKING) as u64));
                kill(daemon);
            }
        }
    }
}

/// Kills a daemon, where strace can be had, just before one of its syncs: what it wrote, memory has and the disk has
/// not.
fn end_at_a_sync(site: &Site, documents: Range<usize>, random: &mut Random) {
    let when = 1 + random.below(SYNCS);
    let daemon = launch_with(site, &format!("inject=fdatasync:signal=KILL:when={when}"));
    // What has ended has no program any more.
    let has_ended = || fs::read_link(format!("/proc/{}/exe", daemon.pid())).is_err();
    for number in documents {
        drop_file(site, &name(number));
        let has_come = || fs::exists(site.inbox(name(number))).is_ok_and(|waits| !waits);
        daemon.wait("claim or end", || (has_ended() || has_come()).then_some(()));
    }
    kill(daemon);
}

/// Starts a daemon under strace, where that can be had. The daemon is the leader of its session all the same.
fn launch_with<'a>(site: &'a Site, injection: &str) -> Daemon<'a> {
    static LACKING: LazyLock<bool> = LazyLock::new(|| crate::calls::lacking().is_some());
    let strace = ["strace", "-D", "-f", "-q", "-b", "execve", "-o", "/dev/null", "-e", "trace=fdatasync,fsync"];
    let launcher = if *LACKING { Vec::new() } else { [&strace[..], &["-e", injection]].concat() };
    launch(site, &launcher, &["run"])
}

/// Says that it is over when it is dropped, also by a panic.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

fn name(number: usize) -> String {
    format!("report-{number:04}.txt")
}

/// Drops a document, if that was not done yet.
fn drop_file(site: &Site, name: &str) {
    fs::rename(site.path("stock").join(name), site.inbox(name)).unwrap();
}

/// Drops all documents that a cut has left outside.
pub(crate) fn drop_rest(site: &Site) {
    for entry in fs::read_dir(site.path("stock")).unwrap() {
        drop_file(site, entry.unwrap().file_name().to_str().unwrap());
    }
}

/// Writes down what the disk's cache holds, now and then, as any program on the machine may.
fn sync(site: &Site, mut pauses: Random, over: &AtomicBool) {
    let folder = File::open(site.path("")).unwrap();
    while !over.load(Ordering::Acquire) {
        rustix::fs::syncfs(&folder).unwrap();
        sleep(Duration::from_millis(pauses.below(SYNC_PACE) as u64));
    }
}
