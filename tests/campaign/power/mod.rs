//! Power cuts: every write of a disk is noted while daemons work on it, and any moment of that is had again, with what
//! no flush had followed kept, dropped, or kept in part. What somebody had seen by then must be there after the next
//! start.
//!
//! In reading order: `image`, a disk at one moment; `writes`, what was written to one, and what a cut leaves; `disk`,
//! disks that are mounted; `witness`, who saw what by when; `workload`, what daemons do; here, what is insisted on.
//!
//! Most cuts are judged by [`recover`], which is what a start does with journal and log; one in [`WHOLE`] by daemons.

mod disk;
mod image;
mod witness;
mod workload;
mod writes;

use std::fs;
use std::process::{Command, Stdio};

use dragoman::ledger::store::{LEDGER, Store};
use dragoman::log::line::Source;
use dragoman::log::recovery::recover;
use dragoman::log::storage::Folder;

use crate::finished;
use crate::oracle::{Oracle, contents};
use crate::power::disk::{Mounted, Workshop};
use crate::power::image::Image;
use crate::power::witness::Witness;
use crate::power::workload::{Kind, NAME, Recording, drop_rest};
use crate::power::writes::Manner;
use crate::process::{kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::Site;

/// How many cuts are made in one workload.
pub(crate) const TOGETHER: usize = 150;
/// How many cuts during recoveries follow one workload, and one of its cuts.
pub(crate) const RECOVERIES_TOGETHER: usize = 30;
const OF_ONE_RECOVERY: usize = 6;

/// One cut in so many is judged by daemons.
const WHOLE: usize = 25;

pub(crate) fn lacking() -> Option<&'static str> {
    for program in ["qemu-storage-daemon", "mkfs.ext4"] {
        let mut command = Command::new(program);
        if command.arg("-V").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
            return Some("qemu-storage-daemon (Debian's qemu-utils) or mkfs.ext4 is not installed");
        }
    }
    let place = tempfile::tempdir().unwrap();
    let workshop = Workshop::new(place.path().to_owned(), "");
    let tried = workshop.make(1024, || {}).and_then(|image| workshop.record(&image)).map(drop);
    tried.err().map(|_| "only root can mount, by /dev/fuse and a loop device")
}

pub(crate) fn play(scene: &mut Scene, random: &mut Random, cuts: usize) {
    let bench = Bench::new(scene, random);
    let recording = bench.work(scene, random);
    for number in 0..cuts {
        let cut = Cut::choose(number, &recording, random);
        let image = recording.writes.image(cut.place, cut.manner, random);
        let oracle = cut.oracle(scene, &recording);
        bench.judge(scene, oracle, &image, number % WHOLE == 0);
        scene.tally.add(cut.name(), 1);
    }
    scene.tally.add("foreign syncs", if bench.kind.synced { cuts } else { 0 });
    scene.tally.add("without old segments", if bench.kind.removes { cuts } else { 0 });
}

/// Cuts during the recovery of what a cut has left.
pub(crate) fn play_recoveries(scene: &mut Scene, random: &mut Random, cuts: usize) {
    let bench = Bench::new(scene, random);
    let recording = bench.work(scene, random);
    for first in (0..cuts).step_by(OF_ONE_RECOVERY) {
        let cut = Cut::choose(random.below(cuts), &recording, random);
        let image = recording.writes.image(cut.place, cut.manner, random);
        let recovery = bench.recover(scene, cut.witness(&recording), &image, random.one_in(2));
        for number in first..cuts.min(first + OF_ONE_RECOVERY) {
            let cut = Cut::choose(number, &recovery, random);
            let image = recovery.writes.image(cut.place, cut.manner, random);
            let oracle = cut.oracle(scene, &recovery);
            bench.judge(scene, oracle, &image, number % OF_ONE_RECOVERY == 0);
            scene.tally.add(cut.name(), 1);
        }
    }
}

/// A moment, and what is lost.
struct Cut {
    place: usize,
    manner: Manner,
}

impl Cut {
    /// Every other one as late after something was seen as the disk may still lack all of it, the rest at any time.
    fn choose(number: usize, Recording { writes, witness }: &Recording, random: &mut Random) -> Cut {
        if number.is_multiple_of(2) && witness.sights() > 0 {
            let place = writes.cut_after(witness.mark(number / 2));
            return Cut { place: writes.before_next_flush(place), manner: Manner::Dropped };
        }
        let place = random.below(writes.len() + 1);
        Cut { place, manner: if random.one_in(3) { Manner::Kept } else { Manner::Some } }
    }

    fn name(&self) -> &'static str {
        match self.manner {
            Manner::Kept => "kept",
            Manner::Dropped => "dropped",
            Manner::Some => "kept in part",
        }
    }

    /// Who has seen what there was to see by then.
    fn witness(&self, Recording { writes, witness }: &Recording) -> Witness {
        let (seen, archived) = witness.until(writes.size_before(self.place));
        Witness::of(seen, archived)
    }

    fn oracle(&self, scene: &Scene, Recording { writes, witness }: &Recording) -> Oracle {
        let (seen, archived) = witness.until(writes.size_before(self.place));
        scene.oracle.who_saw(seen, archived)
    }
}

/// Where one workload's cuts are judged.
struct Bench {
    workshop: Workshop,
    kind: Kind,
}

impl Bench {
    fn new(scene: &mut Scene, random: &mut Random) -> Bench {
        let kind = Kind::choose(&scene.site, random);
        Bench { workshop: Workshop::new(scene.site.path(""), kind.options), kind }
    }

    fn work(&self, scene: &mut Scene, random: &mut Random) -> Recording {
        let base = self.kind.prepare(&self.workshop, &scene.site).unwrap();
        scene.oracle.expect(self.kind.names());
        let recorder = self.workshop.record(&base).unwrap();
        let recording = self.kind.record(&scene.site, recorder, random);
        scene.tally.add("writes", recording.writes.len());
        recording
    }

    /// Recovers on a disk whose writes are noted.
    fn recover(&self, scene: &Scene, mut witness: Witness, image: &Image, whole: bool) -> Recording {
        let site = &scene.site;
        let recorder = self.workshop.record(image).unwrap();
        if whole {
            let daemon = launch(site, &[], &["run"]);
            daemon.wait_until_ready();
            witness.look(site, recorder.log());
            kill(daemon);
        } else {
            self.recover_once(site);
        }
        // Only now: what a consumer may find before is not promised.
        witness.look(site, recorder.log());
        Recording { writes: recorder.finish(), witness }
    }

    /// Recovers journal, log and ledger as a start does; returns how many documents the ledger has.
    fn recover_once(&self, site: &Site) -> u64 {
        let [log, state] = ["events", ".dragoman"].map(|name| Folder::create(&site.path(name)).unwrap());
        let mut ledger = Store::open_or_renew(&site.path(".dragoman")).unwrap();
        let found = recover(&log, Box::new(state), &Source::new(NAME), self.kind.journal, &mut ledger);
        found.unwrap_or_else(|error| panic!("the start refuses: {error}"));
        ledger.view().unwrap().documents().unwrap()
    }

    /// Recovers a disk and checks what is there then.
    fn judge(&self, scene: &Scene, mut oracle: Oracle, image: &Image, whole: bool) {
        let site = &scene.site;
        let _mounted: Mounted = self.workshop.mount(image);
        drop_rest(site);
        if self.kind.removes {
            // What is no longer in the log, the ledger has from the notes on it.
            let _ = fs::remove_file(site.path(".dragoman").join(LEDGER));
        } else if whole {
            oracle.check_recovery(site);
            return;
        }
        let documents = self.recover_once(site);
        finished::check(site);
        finished::put_back(site);
        let (log, before) = (site.log(), contents(site));
        let complete = log.documents.iter().filter(|document| document.outcome == "complete").count();
        assert_eq!(documents, complete as u64, "I6: the ledger and the log");
        oracle.check_log(site, &log);
        assert_eq!(self.recover_once(site), documents, "I7: a second start has another ledger");
        assert!(contents(site) == before, "I7: a second start has changed the log");
    }
}
