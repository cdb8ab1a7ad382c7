//! The disk of the log is full, with more or less room left, and later it is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::{kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::Daemon;

/// How many times one disk fills.
pub(crate) const TOGETHER: usize = 32;

/// Room for all documents of a case.
const DISK: &str = "size=4m";
/// A tmpfs gives room by pages.
const PAGE: u64 = 4096;
/// At most so many pages are left.
const PAGES: usize = 7;
/// Documents that need more room than that.
const TOO_MANY: usize = 26;
/// One daemon in so many is killed while it waits for room.
const KILLED: usize = 8;
const FULL: &str = "the disk of the log is full";

pub(crate) fn lacking() -> Option<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    Tmpfs::mount(folder.path()).is_none().then_some("only root can mount a tmpfs")
}

pub(crate) fn play(scene: &mut Scene, random: &mut Random, levels: usize) {
    let Scene { site, oracle, tally } = scene;
    site.change("output.segment.size", if random.one_in(2) { "256 MiB" } else { "16 KiB" });
    site.change("output.batch.documents", 1 + random.below(16));
    fs::create_dir(site.path("events")).unwrap();
    let disk = Tmpfs::mount(&site.path("events")).unwrap();
    let start = || {
        let daemon = launch(site, &[], &["run"]);
        daemon.wait_until_ready();
        daemon
    };
    let mut daemon = start();
    for _ in 0..levels {
        // So that the log ends anywhere in its page.
        oracle.deliver(site, 1 + random.below(3));
        daemon.wait_for_files(oracle.delivered());
        let stalls = stalls(&daemon);
        disk.fill(random.below(PAGES) as u64 * PAGE);
        oracle.deliver(site, TOO_MANY);
        daemon.wait("a full disk", || (self::stalls(&daemon) > stalls).then_some(()));
        oracle.look(site);
        if random.one_in(KILLED) {
            kill(daemon);
            oracle.check_remains(site);
            // It refuses when it cannot publish what is committed; what is not can wait.
            let early = launch(site, &[], &["run"]);
            early.wait("a full disk again", || {
                [FULL, "error[D"].iter().any(|words| early.stderr().contains(words)).then_some(())
            });
            kill(early);
            oracle.check_remains(site);
            disk.make_room();
            daemon = start();
            tally.add("killed", 1);
        } else {
            disk.make_room();
        }
        daemon.wait_for_files(oracle.delivered());
        oracle.look(site);
    }
    kill(daemon);
    oracle.check_remains(site);
    oracle.expect_recovery(site);
}

/// How often it has found its disk full.
fn stalls(daemon: &Daemon<'_>) -> usize {
    daemon.stderr().matches(FULL).count()
}

/// A small disk; unmounted when it is dropped.
struct Tmpfs(PathBuf);

impl Tmpfs {
    fn mount(folder: &Path) -> Option<Tmpfs> {
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", DISK, "dragoman"]).arg(folder).stderr(Stdio::null());
        command.status().ok()?.success().then(|| Tmpfs(folder.to_owned()))
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }

    /// Leaves so many bytes.
    fn fill(&self, room: u64) {
        let disk = rustix::fs::statvfs(&self.0).unwrap();
        let surplus = (disk.f_bavail * disk.f_frsize).saturating_sub(room);
        fs::write(self.ballast(), vec![0; surplus as usize]).unwrap();
    }

    fn make_room(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // What was found wrong is to be looked at.
            let _ = Command::new("cp").arg("-a").arg(&self.0).arg(self.0.with_extension("kept")).status();
        }
        let _ = Command::new("umount").arg(&self.0).status();
    }
}
