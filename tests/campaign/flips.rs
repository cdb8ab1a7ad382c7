//! One bit of journal, ledger, log or the notes on finished segments is another than was written: the start refuses, or goes
//! on from exactly what was there; what it cannot see of a finished segment, `log verify` does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::oracle::contents;
use crate::process::{kill, launch};
use crate::random::Random;
use crate::scene::Scene;
use crate::support::{Site, article};

/// How many bits are tried with one log.
pub(crate) const TOGETHER: usize = 50;

const DOCUMENTS: usize = 12;
/// A document that is dropped before every start; no other has its content.
const PROBE: (&str, usize) = ("probe.txt", usize::MAX);

/// Files with what they hold.
type Files = BTreeMap<PathBuf, Vec<u8>>;

pub(crate) fn play(scene: &mut Scene, random: &mut Random, flips: usize) {
    let Scene { site, oracle, tally } = scene;
    site.change("output.batch.documents", 2);
    // Both files of the journal have a lap, and none ends well.
    for _ in 0..2 {
        oracle.deliver(site, DOCUMENTS);
        let daemon = launch(site, &[], &["run"]);
        daemon.wait_until_ready();
        daemon.wait_for_files(oracle.delivered());
        kill(daemon);
    }
    let kinds = [journal(site), contents(site), notes(site), ledger(site)];
    let [_, segments, ..] = &kinds;
    let whole: Files = kinds.iter().flatten().map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
    let read: Vec<String> = site.log().outcomes().into_iter().map(|(name, _)| name.to_owned()).collect();
    for _ in 0..flips {
        let flipped = flip(&whole, &kinds[random.below(kinds.len())], random);
        restore(site, &flipped);
        tally.add(start(site, segments, &flipped, &read), 1);
    }
}

/// Starts over a flipped bit, checks what comes of it and gives it a name.
fn start(site: &Site, whole: &Files, flipped: &Files, read: &[String]) -> &'static str {
    site.deliver(PROBE.0, article(PROBE.1));
    let finished = site.run_once();
    let found = contents(site);
    let holds = |path: &Path, bytes: &[u8]| found.get(path).is_some_and(|found| found.starts_with(bytes));
    match finished.code {
        Some(0) if whole.iter().all(|(path, bytes)| holds(path, bytes)) => {
            site.log().expect_each_once(read.iter().map(String::as_str).chain([PROBE.0]));
            "exact"
        }
        // A bit of a text that is still JSON, in a segment that the journal no longer has.
        Some(0) => {
            assert!(whole.keys().all(|path| holds(path, &flipped[path])), "the log was changed\n{}", finished.stderr);
            // A segment that was not sealed yet is sealed as it is found.
            let sealed = String::from_utf8_lossy(&flipped[&site.path("events/manifest.jsonl")]).into_owned();
            let is_sealed = |path: &Path| sealed.contains(&*path.file_name().unwrap().to_string_lossy());
            if whole.iter().any(|(path, bytes)| flipped[path] != *bytes && is_sealed(path)) {
                site.execute(&["log", "verify"]).expect(1);
                return "left to verify";
            }
            "unnoticed"
        }
        Some(74 | 78) => {
            let unchanged = |path: &PathBuf, found: &Vec<u8>| *found == whole[path] || *found == flipped[path];
            assert!(found.iter().all(|(path, found)| unchanged(path, found)), "a refused log was changed");
            finished.expect_words(&["error[D03"]);
            "refused"
        }
        code => panic!("ended with {code:?}\n{}", finished.stderr),
    }
}

/// Another value for one bit of some files, among all.
fn flip(whole: &Files, some: &Files, random: &mut Random) -> Files {
    let mut at = random.below(some.values().map(Vec::len).sum());
    let mut flipped = whole.clone();
    for (path, bytes) in some {
        if at < bytes.len() {
            flipped.get_mut(path).unwrap()[at] ^= 1 << random.below(8);
            break;
        }
        at -= bytes.len();
    }
    flipped
}

/// The file of the ledger.
fn ledger(site: &Site) -> Files {
    let path = site.path(".dragoman/ledger.redb");
    [(path.clone(), fs::read(path).unwrap())].into()
}

/// The files of the journal, without the zeros behind their last frame.
fn journal(site: &Site) -> Files {
    let paths = ["journal.0", "journal.1"].map(|name| site.path(".dragoman").join(name));
    let files = paths.map(|path| {
        let mut bytes = fs::read(&path).unwrap();
        bytes.truncate(bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1));
        (path, bytes)
    });
    files.into()
}

/// What is noted of finished segments.
fn notes(site: &Site) -> Files {
    let sealed = fs::read_dir(site.path("events/sealed")).unwrap().map(|entry| entry.unwrap().path());
    let sidecars = sealed.filter(|path| path.extension().is_some_and(|extension| extension == "hashes"));
    let paths = sidecars.chain([site.path("events/manifest.jsonl")]);
    paths.map(|path| (path.clone(), fs::read(&path).unwrap())).collect()
}

/// Makes log, journal and inbox what they were, but for the bit.
fn restore(site: &Site, files: &Files) {
    for folder in ["events", "archive"] {
        let _ = fs::remove_dir_all(site.path(folder));
    }
    for place in ["", ".dragoman-work"] {
        let _ = fs::remove_file(site.inbox(place).join(PROBE.0));
    }
    fs::create_dir_all(site.path("events/sealed")).unwrap();
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
}
