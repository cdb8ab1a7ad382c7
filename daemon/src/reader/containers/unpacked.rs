//! All documents of a file, whatever containers they lie in.

use std::collections::BTreeMap;

use super::limits::{DEPTH_MAX, NESTED_BYTES_MAX, expands, fail, too_large};
use super::{Container, Kind, Source};
use crate::codes::content::{EXCESSIVE, NESTED};
use crate::reader::Failure;
use crate::reader::entries::{Entries, Entry};

/// What the name of a container within another ends in. Without such a name an entry is a document: to look into each
/// would make passing over a million of them as slow as reading them.
const ENDINGS: &[&str] = &[".zip", ".tar", ".tgz", ".tzst", ".gz", ".zst", ".warc", ".mbox"];

/// The documents of a container and of those within it, one after the other.
///
/// The names of containers stand before those of what is in them, each with `!/` behind it.
pub struct Unpacked {
    /// From the file itself inwards.
    levels: Vec<Level>,
    /// What came out of the containers within the file.
    out: u64,
    file_bytes: u64,
    left_out: BTreeMap<&'static str, u64>,
}

struct Level {
    container: Container,
    prefix: String,
}

impl Unpacked {
    /// Begins with the first document of a file that [`Kind::of`] found to be a container; `name` is that of the file.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn open(source: &Source, kind: Kind, name: &str) -> Result<Unpacked, Failure> {
        let container = Container::open(source, kind, name)?;
        let levels = vec![Level { container, prefix: String::new() }];
        Ok(Unpacked { levels, out: 0, file_bytes: source.len(), left_out: BTreeMap::new() })
    }

    /// Passes over entries as [`Entries::next`] would tell them, and returns over how many: fewer at the end of the file.
    pub fn pass(&mut self, count: u64) -> u64 {
        (0..count).take_while(|_| self.step(false).is_some()).count() as u64
    }

    /// How many entries were left out up to now, by why.
    pub fn left_out(&self) -> BTreeMap<&'static str, u64> {
        let mut left_out = self.left_out.clone();
        for (why, count) in self.levels.iter().flat_map(|level| level.container.left_out()) {
            *left_out.entry(why).or_default() += count;
        }
        left_out
    }

    fn step(&mut self, is_wanted: bool) -> Option<Result<Entry, Failure>> {
        loop {
            let depth = self.levels.len();
            let level = self.levels.last_mut()?;
            let (is_one, has_file_names) = (level.container.is_one(), level.container.has_file_names());
            let is_container = |name: &str| is_one || has_file_names && is_container_name(name);
            // What lies deeper is read even when passed over, so that it counts the same.
            let wants = |name: &str| is_wanted || depth > 1 || is_container(name);
            let step = level.container.step(&wants);
            let prefix = level.prefix.clone();
            let Some(step) = step else {
                self.close();
                continue;
            };
            let mut entry = match step {
                Ok(entry) => entry,
                Err(failure) => return Some(Err(within(failure, &prefix))),
            };
            if depth > 1 {
                self.out += entry.bytes.len() as u64;
                if expands(self.out, self.file_bytes) {
                    self.levels.clear();
                    let what = format!("{} bytes came out of containers within one of {}", self.out, self.file_bytes);
                    return Some(Err(too_large(&what)));
                }
            }
            entry.name.insert_str(0, &prefix);
            if !is_container(&entry.name) {
                return Some(Ok(entry));
            }
            match self.enter(entry) {
                Ok(None) => {}
                Ok(Some(document)) => return Some(Ok(document)),
                Err(failure) => return Some(Err(within(failure, &prefix))),
            }
        }
    }

    /// Opens a container within the present one, or gives the entry back when it is a document.
    fn enter(&mut self, entry: Entry) -> Result<Option<Entry>, Failure> {
        let Entry { name, bytes, hints } = entry;
        let source = Source::memory(bytes);
        let Some(kind) = Kind::of(&source)? else {
            return Ok(Some(Entry { name, bytes: source.into_bytes(), hints }));
        };
        if self.levels.len() == DEPTH_MAX {
            let text =
                format!("{name} is a container within {DEPTH_MAX} others, the most that are opened: drop it by itself");
            return Err(fail(NESTED, text));
        }
        if source.len() > NESTED_BYTES_MAX {
            let text = format!(
                "{name} is a container of {} bytes within another, which may have {NESTED_BYTES_MAX}: drop it by itself",
                source.len()
            );
            return Err(fail(EXCESSIVE, text));
        }
        let container = Container::open(&source, kind, &name)?;
        self.levels.push(Level { container, prefix: format!("{name}!/") });
        Ok(None)
    }

    fn close(&mut self) {
        if let Some(level) = self.levels.pop() {
            for (why, count) in level.container.left_out() {
                *self.left_out.entry(why).or_default() += count;
            }
        }
    }
}

impl Entries for Unpacked {
    fn next(&mut self) -> Option<Result<Entry, Failure>> {
        self.step(true)
    }
}

/// Says in which container something went wrong.
fn within(failure: Failure, prefix: &str) -> Failure {
    if prefix.is_empty() {
        failure
    } else {
        fail(failure.code, format!("in {}: {}", prefix.trim_end_matches("!/"), failure.text))
    }
}

fn is_container_name(name: &str) -> bool {
    let ends_in = |ending: &&str| {
        let end = name.len().checked_sub(ending.len()).and_then(|at| name.get(at..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    ENDINGS.iter().any(|ending| ends_in(&ending))
}
