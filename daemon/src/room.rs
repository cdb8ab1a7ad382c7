//! Whether the disks that the daemon writes to have room left. Those of other programs suffer too when one is full, so
//! it takes no more files long before that.

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Sender, TrySendError};

use crate::config::{Archive, Config};
use crate::main_loop::Wake;

/// How often the disks are looked at.
const EVERY: Duration = Duration::from_secs(5);
/// How often while one has too little room.
const EVERY_WHILE_LACKING: Duration = Duration::from_secs(1);

const MIB: u64 = 1 << 20;
/// What is left free of a large disk, unless two segments are more.
const USUAL: u64 = 1024 * MIB;
/// Of a small disk, the part that is left free.
const PART_OF_DISK: u64 = 10;
/// The part of all inodes that is left free.
const PART_OF_INODES: u64 = 20;
/// How much more than what is wanted there must be before files are taken again, as a part of it.
const PART_AGAIN: u64 = 8;

/// What a disk has.
#[derive(Clone, Copy, Debug)]
struct Disk {
    bytes: u64,
    bytes_free: u64,
    /// Zero where inodes are not counted.
    inodes: u64,
    inodes_free: u64,
}

impl Disk {
    fn of(folder: &Path) -> io::Result<Disk> {
        let found = rustix::fs::statvfs(folder)?;
        Ok(Disk {
            bytes: found.f_blocks.saturating_mul(found.f_frsize),
            bytes_free: found.f_bavail.saturating_mul(found.f_frsize),
            inodes: found.f_files,
            inodes_free: found.f_favail,
        })
    }
}

/// The folders that are written to, and what must be left of their disks.
#[derive(Clone, Debug)]
pub struct Room {
    folders: Vec<PathBuf>,
    /// As configured; zero asks for nothing.
    free: Option<u64>,
    /// The size of a segment.
    segment: u64,
}

impl Room {
    /// What a config asks for.
    pub fn of(config: &Config) -> Room {
        let mut folders = vec![config.log.clone(), config.state.clone()];
        if let Archive::Folder(archive) = &config.archive {
            folders.push(archive.clone());
        }
        folders.extend(config.output.compressed.clone());
        Room { folders, free: config.limits.free, segment: config.output.segment.size }
    }

    /// What a disk lacks, for people; `was_lacking` asks for a little more, so that nothing flutters.
    fn lack_of(&self, disk: &Disk, was_lacking: bool) -> Option<String> {
        let least = self.free.unwrap_or_else(|| USUAL.max(2 * self.segment).min(disk.bytes / PART_OF_DISK));
        if least == 0 {
            return None;
        }
        let more = |least: u64| least + if was_lacking { least / PART_AGAIN } else { 0 };
        if disk.bytes_free < more(least) {
            return Some(format!("{} free, and {} are wanted", in_words(disk.bytes_free), in_words(least)));
        }
        let inodes = disk.inodes / PART_OF_INODES;
        (disk.inodes_free < more(inodes)).then(|| format!("{} inodes free, and {inodes} are wanted", disk.inodes_free))
    }

    /// The first folder whose disk has too little room, and what it lacks.
    pub fn lacking(&self, was_lacking: bool) -> Option<String> {
        let lack = |folder: &PathBuf| {
            // A folder that cannot be asked is gone, or not there yet, and whoever writes to it finds that out.
            let disk = Disk::of(existing(folder)).ok()?;
            Some(format!("the disk of {} has {}", folder.display(), self.lack_of(&disk, was_lacking)?))
        };
        self.folders.iter().find_map(lack)
    }

    /// Looks at the disks from now on and sends [`Wake::Room`] when what they lack changes; `lacking` is what they lacked
    /// before. The thread ends with the process.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn watch(self, mut lacking: Option<String>, wakes: Sender<Wake>) -> io::Result<()> {
        if self.free == Some(0) {
            return Ok(());
        }
        thread::Builder::new().name("room".to_owned()).spawn(move || {
            loop {
                thread::sleep(if lacking.is_some() { EVERY_WHILE_LACKING } else { EVERY });
                let now = self.lacking(lacking.is_some());
                if now.is_some() == lacking.is_some() {
                    continue;
                }
                match wakes.try_send(Wake::Room(now.clone())) {
                    Ok(()) => lacking = now,
                    Err(TrySendError::Full(_)) => {}
                    Err(TrySendError::Disconnected(_)) => return,
                }
            }
        })?;
        Ok(())
    }
}

/// The folder itself, or the nearest above it that is there.
pub fn existing(folder: &Path) -> &Path {
    folder.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"))
}

/// `1.5 GiB`
fn in_words(bytes: u64) -> String {
    let units = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", MIB), ("KiB", 1 << 10)];
    let unit = units.iter().find(|(_, worth)| bytes >= *worth);
    unit.map_or(format!("{bytes} B"), |(name, worth)| format!("{:.1} {name}", bytes as f64 / *worth as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    fn room(free: Option<u64>, segment: u64) -> Room {
        Room { folders: Vec::new(), free, segment }
    }

    fn disk(bytes: u64, bytes_free: u64) -> Disk {
        Disk { bytes, bytes_free, inodes: 0, inodes_free: 0 }
    }

    #[test]
    fn what_must_be_left_suits_the_disk_unless_it_is_given() {
        for (free, segment, bytes, least) in [
            (None, 256 * MIB, 1000 * GIB, GIB),
            (None, 4 * GIB, 1000 * GIB, 8 * GIB),
            (None, 256 * MIB, 100 * MIB, 10 * MIB),
            (Some(5 * GIB), 256 * MIB, 100 * MIB, 5 * GIB),
            (Some(1), 256 * MIB, 100 * GIB, 1),
        ] {
            let room = room(free, segment);
            assert_eq!(room.lack_of(&disk(bytes, least), false), None, "{free:?} of {bytes}");
            assert!(room.lack_of(&disk(bytes, least - 1), false).is_some(), "{free:?} of {bytes}");
        }
    }

    #[test]
    fn nothing_is_asked_of_a_full_disk_when_nothing_is_to_be_left() {
        let full = Disk { inodes: 1000, ..disk(GIB, 0) };
        assert_eq!(room(Some(0), GIB).lack_of(&full, true), None);
    }

    #[test]
    fn a_disk_without_inodes_lacks_room_and_one_that_counts_none_does_not() {
        let with = |inodes, inodes_free| Disk { inodes, inodes_free, ..disk(1000 * GIB, 500 * GIB) };
        let lack = |disk| room(None, MIB).lack_of(&disk, false);
        assert_eq!(lack(with(1000, 49)).unwrap(), "49 inodes free, and 50 are wanted");
        assert_eq!((lack(with(1000, 50)), lack(with(0, 0))), (None, None));
    }

    #[test]
    fn a_disk_that_lacked_room_must_have_a_little_more_before_it_lacks_none() {
        let room = room(Some(800 * MIB), MIB);
        for (free, before, after) in [(799, true, true), (800, false, true), (899, false, true), (900, false, false)] {
            let lacks = |was_lacking| room.lack_of(&disk(GIB, free * MIB), was_lacking).is_some();
            assert_eq!((lacks(false), lacks(true)), (before, after), "{free} MiB");
        }
        let words = room.lack_of(&disk(GIB, 3 << 9), false).unwrap();
        assert_eq!(words, "1.5 KiB free, and 800.0 MiB are wanted");
    }

    #[test]
    fn the_first_folder_that_lacks_room_is_named_and_one_that_is_not_there_yet_counts_as_its_parent() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/there");
        let all = Room { folders: vec![path.clone()], ..room(Some(u64::MAX), MIB) };
        assert!(all.lacking(false).unwrap().starts_with(&format!("the disk of {} has ", path.display())));
        assert_eq!(Room { free: Some(1), ..all }.lacking(false), None);
        assert_eq!(existing(&path), folder.path());
    }
}
