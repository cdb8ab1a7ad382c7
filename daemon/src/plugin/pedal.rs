//! A note that a chain is being tried, in case the trial takes the machine down: a chain that did so twice is not tried
//! again by a daemon that starts by itself at every boot.
//!
//! The note is a file in the state folder, written before the trial and removed after it, whatever came of it. One that
//! is found was left by a daemon that was killed meanwhile, which says nothing, or by a machine that went down, which is
//! told by the kernel's boot id.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::plugin::Rejection;
use crate::plugin::error::TOOK_MACHINE_DOWN;

/// The note's name in the state folder.
const FILE: &str = "trial.json";
/// Once is an accident, or a power cut.
const DOWN_MAX: u32 = 2;

/// The note.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    generation: String,
    boot: String,
    /// How often the machine went down in the middle of a trial of this generation.
    down: u32,
}

/// A trial that is under way.
pub struct Pedal {
    path: PathBuf,
}

impl Pedal {
    /// Notes that a generation is tried.
    ///
    /// # Errors
    /// When the machine went down over it too often. A note that cannot be written is no error: the trial matters more.
    pub fn press(state: &Path, generation: &str) -> Result<Pedal, Rejection> {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().to_owned();
        Pedal::press_at(state.join(FILE), generation, &boot)
    }

    fn press_at(path: PathBuf, generation: &str, boot: &str) -> Result<Pedal, Rejection> {
        let found = fs::read(&path).ok().and_then(|note| serde_json::from_slice::<Note>(&note).ok());
        let down = match found {
            Some(note) if note.generation == generation => note.down + u32::from(note.boot != boot),
            _ => 0,
        };
        if down >= DOWN_MAX {
            return Err(Rejection {
                code: TOOK_MACHINE_DOWN,
                plugin: format!("generation {generation}").into(),
                problem: "the machine went down while this chain was tried".to_owned(),
                found: format!("{down} times, says {}", path.display()),
                expected: "a trial that ends".to_owned(),
                remedy: format!(
                    "try its plugins one by one on another machine; to try again here, remove {}",
                    path.display()
                ),
            });
        }
        let note = Note { generation: generation.to_owned(), boot: boot.to_owned(), down };
        if let Err(error) = write(&path, &note) {
            tracing::warn!(path = %path.display(), %error, "cannot note that plugins are tried");
        }
        Ok(Pedal { path })
    }
}

impl Drop for Pedal {
    fn drop(&mut self) {
        // One that stays says at worst what is no longer true of this boot.
        let _ = fs::remove_file(&self.path);
    }
}

fn write(path: &Path, note: &Note) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(&serde_json::to_vec(note)?)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_goes_down_twice_over_a_chain_is_not_risked_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = || folder.path().join(FILE);
        // A daemon or machine that dies leaves the note.
        let die = |generation: &str, boot: &str| Pedal::press_at(path(), generation, boot).map(std::mem::forget);
        die("a", "boot 1").unwrap();
        die("a", "boot 1").unwrap();
        die("a", "boot 2").unwrap();
        let refused = die("a", "boot 3").unwrap_err();
        assert!(refused.code == TOOK_MACHINE_DOWN && refused.remedy.contains(FILE), "{refused}");
        die("b", "boot 3").unwrap();
        drop(Pedal::press_at(path(), "b", "boot 4").unwrap());
        assert!(!path().exists(), "a trial that ends leaves nothing");
    }
}
