//! The daemon is killed at any time: while it starts, and under load, where files leave their inbox and where they stay.

use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::process::{kill, launch};
use crate::random::Random;
use crate::scene::Scene;

/// How many kills a folder lives through.
pub(crate) const TOGETHER: usize = 10;

/// One kill in so many comes with more documents than a lap of the journal holds.
const LAPS: usize = 8;
const STARTING: Duration = Duration::from_millis(120);
const WORKING: Duration = Duration::from_millis(100);
/// How often the consumer looks, and another file is dropped.
const PACE: Duration = Duration::from_millis(2);

/// The same where files stay; some are touched meanwhile, which must give no line.
pub(crate) fn play_kept(scene: &mut Scene, random: &mut Random, kills: usize) {
    scene.site.change("archive", "keep");
    scene.oracle.files_stay = true;
    play(scene, random, kills / 2);
    for number in 0..scene.oracle.delivered() {
        if random.one_in(3) {
            scene.oracle.touch(&scene.site, number);
        }
    }
    play(scene, random, kills - kills / 2);
}

pub(crate) fn play(scene: &mut Scene, random: &mut Random, kills: usize) {
    let Scene { site, oracle, .. } = scene;
    site.change("output.batch.documents", 1 + random.below(8));
    for _ in 0..kills {
        oracle.deliver(site, if random.one_in(LAPS) { 250 } else { random.below(30) });
        if !oracle.files_stay && random.one_in(2) {
            oracle.deliver_many(site, 2 + random.below(100));
        }
        let daemon = launch(site, &[], &["run"]);
        let window = if random.one_in(3) {
            STARTING
        } else {
            daemon.wait_until_ready();
            WORKING
        };
        let moment = Instant::now() + window.mul_f64(random.below(1000) as f64 / 1000.0);
        while Instant::now() < moment {
            oracle.deliver(site, 1);
            oracle.look(site);
            sleep(PACE);
        }
        kill(daemon);
        oracle.check_remains(site);
    }
    oracle.expect_recovery(site);
}
