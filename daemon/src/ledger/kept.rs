//! What the ledger remembers of files that stay in their inboxes.

use std::path::Path;

use crate::id::DocumentId;
use crate::inbox::root::Stat;

/// Which file: the inbox that it stays in, and its name there, each as the beginning of a BLAKE3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileHash {
    /// Of the path of the inbox.
    pub inbox: u64,
    /// Of the path below it.
    pub name: u128,
}

impl FileHash {
    /// The hash of a file: the bytes of its inbox's path and of its name below that.
    pub fn new(inbox: &Path, name: &[u8]) -> FileHash {
        FileHash { inbox: inbox_hash(inbox), name: name_hash(name) }
    }
}

/// The part of a [`FileHash`] that is the same for all files of an inbox.
pub fn inbox_hash(inbox: &Path) -> u64 {
    let hash = blake3::hash(inbox.as_os_str().as_encoded_bytes());
    hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The part of a [`FileHash`] that tells the files of an inbox apart.
pub fn name_hash(name: &[u8]) -> u128 {
    blake3::hash(name).as_bytes().first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes))
}

/// How a file looks to the file system, as a hash: equal as long as nobody changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks(pub u64);

impl Looks {
    /// The hash of everything that a [`Stat`] has.
    pub fn of(stat: &Stat) -> Looks {
        let mut bytes = [0; 56];
        let (numbers, times) = bytes.split_at_mut(24);
        for (place, number) in numbers.chunks_exact_mut(8).zip([stat.size, stat.inode, stat.device]) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        for (place, time) in times.chunks_exact_mut(16).zip([stat.modified, stat.changed]) {
            place.copy_from_slice(&time.to_le_bytes());
        }
        Looks(blake3::hash(&bytes).as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }
}

/// A file that stays in its inbox and is done with until it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// How it looked.
    pub looks: Looks,
    /// The content that was committed; `None` when the file was set aside instead.
    pub committed: Option<DocumentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_changes_of_a_file_changes_its_looks() {
        let stat = Stat { size: 1, inode: 2, device: 3, modified: 4, changed: 5 };
        let others = [
            Stat { size: 2, ..stat },
            Stat { inode: 3, ..stat },
            Stat { device: 4, ..stat },
            Stat { modified: 5, ..stat },
            Stat { changed: -5, ..stat },
        ];
        assert_eq!(Looks::of(&stat), Looks::of(&stat.clone()));
        assert!(others.iter().all(|other| Looks::of(other) != Looks::of(&stat)));
    }

    #[test]
    fn files_of_one_name_in_two_inboxes_are_told_apart() {
        let [one, two] = ["/in", "/in2"].map(|inbox| FileHash::new(Path::new(inbox), b"a"));
        assert!(one.inbox != two.inbox && one.name == two.name);
        assert_ne!(FileHash::new(Path::new("/in"), b"b").name, one.name);
    }
}
