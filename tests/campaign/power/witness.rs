//! Somebody who watches log and archive, and notes how far the disk's writes had come when he saw what.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::oracle::{HEADER_BYTES_MIN, archived, segments};
use crate::support::Site;

/// How often he looks.
const PACE: Duration = Duration::from_micros(500);

/// What was seen, and when.
#[derive(Clone, Default)]
pub(crate) struct Witness {
    seen: BTreeMap<PathBuf, Vec<u8>>,
    archived: BTreeSet<String>,
    sights: Vec<Sight>,
}

/// What is new at one look.
#[derive(Clone)]
struct Sight {
    /// How large the log of writes was after the look: all that could be seen was answered before, so a cut that has left
    /// as much of the log must leave all of it.
    mark: u64,
    sizes: Vec<(PathBuf, usize)>,
    archived: Vec<String>,
}

impl Witness {
    /// One who has seen this before everything else.
    pub(crate) fn of(seen: BTreeMap<PathBuf, Vec<u8>>, archived: BTreeSet<String>) -> Witness {
        let sizes = seen.iter().map(|(path, bytes)| (path.clone(), bytes.len())).collect();
        let first = Sight { mark: 0, sizes, archived: archived.iter().cloned().collect() };
        Witness { seen, archived, sights: vec![first] }
    }

    /// Looks until it is over, and once more then.
    pub(crate) fn watch(&mut self, site: &Site, writes: &Path, over: &AtomicBool) {
        loop {
            let last = over.load(Ordering::Acquire);
            self.look(site, writes);
            if last {
                return;
            }
            sleep(PACE);
        }
    }

    /// Looks once.
    pub(crate) fn look(&mut self, site: &Site, writes: &Path) {
        let sizes: Vec<_> = segments(site).into_iter().filter_map(|path| self.read_on(path)).collect();
        let archived: Vec<_> = archived(site).into_iter().filter(|name| self.archived.insert(name.clone())).collect();
        let mark = fs::metadata(writes).unwrap().len();
        if !(sizes.is_empty() && archived.is_empty()) {
            self.sights.push(Sight { mark, sizes, archived });
        }
    }

    /// Reads what a segment has more than before, if it has.
    fn read_on(&mut self, path: PathBuf) -> Option<(PathBuf, usize)> {
        let seen = self.seen.entry(path.clone()).or_default();
        let before = seen.len();
        // One that is past what is kept may go at any time.
        let size = fs::metadata(&path).ok()?.len();
        assert!(size >= HEADER_BYTES_MIN, "I2: {} is visible before its header", path.display());
        if size > before as u64 {
            let mut file = File::open(&path).ok()?;
            file.seek(SeekFrom::Start(before as u64)).unwrap();
            file.read_to_end(seen).unwrap();
        }
        (seen.len() > before).then_some((path, seen.len()))
    }

    /// Insists that what was seen has stayed.
    pub(crate) fn expect_unchanged(&self, contents: &BTreeMap<PathBuf, Vec<u8>>) {
        for (path, seen) in &self.seen {
            assert!(contents[path].starts_with(seen), "I3: {} is not what was seen", path.display());
        }
    }

    /// How far the writes had come at one of the looks that found something.
    pub(crate) fn mark(&self, place: usize) -> u64 {
        self.sights[place % self.sights.len()].mark
    }

    /// How many looks found something.
    pub(crate) fn sights(&self) -> usize {
        self.sights.len()
    }

    /// What he had seen when the log of writes had grown to this size.
    pub(crate) fn until(&self, size: u64) -> (BTreeMap<PathBuf, Vec<u8>>, BTreeSet<String>) {
        let (mut seen, mut archived) = (BTreeMap::<PathBuf, Vec<u8>>::new(), BTreeSet::new());
        for sight in self.sights.iter().take_while(|sight| sight.mark <= size) {
            for (path, size) in &sight.sizes {
                seen.insert(path.clone(), self.seen[path][..*size].to_vec());
            }
            archived.extend(sight.archived.iter().cloned());
        }
        (seen, archived)
    }
}
