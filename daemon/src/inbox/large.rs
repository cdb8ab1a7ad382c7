//! Files that are too large to be held in memory: archives, for the most part. They are hashed by a thread of their own, so
//! that no other file waits for them, and read by the workers from where they lie.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::id::DocumentId;
use crate::inbox::budget::Share;
use crate::inbox::claim::{Claimed, Defect, Look, Taken};
use crate::inbox::content::{Content, ReadError, read_exact_at};
use crate::inbox::root::{Stat, stat};

/// What is read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// A file that was taken and not hashed yet.
#[derive(Debug)]
pub struct Large {
    /// The file.
    pub taken: Taken,
    /// The descriptor that it was looked at through.
    pub file: OwnedFd,
    /// How it looked then.
    pub found: Stat,
    /// Its part of the memory for documents, which is none.
    pub share: Share,
    /// How long to leave it alone when it turns out to be still changing.
    pub settle: Duration,
}

/// A large file that workers read.
#[derive(Debug)]
pub struct Lying {
    /// Where it is read from.
    pub file: Arc<OwnedFd>,
    found: Stat,
}

impl Lying {
    /// Whether somebody has written to it since it was hashed.
    pub fn has_changed(&self) -> bool {
        !stat(&self.file).is_ok_and(|(now, _)| now.same_content(&self.found))
    }
}

impl Large {
    /// Hashes it, unless that is `cancelled`.
    pub fn hash(self, cancelled: &AtomicBool) -> Look {
        let Large { taken, file, found, share, settle } = self;
        let is_changing = || match taken.stays {
            Some(_) => Look::NotYet { stat: None, after: settle },
            None => Look::Unfinished,
        };
        let mut hasher = blake3::Hasher::new();
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut offset = 0;
        while offset < found.size {
            if cancelled.load(Ordering::Relaxed) {
                return is_changing();
            }
            let left = usize::try_from(found.size - offset).unwrap_or(usize::MAX);
            let part = &mut chunk[..left.min(CHUNK_BYTES)];
            match read_exact_at(&file, part, offset) {
                Ok(()) => {}
                Err(ReadError::File(error)) if taken.stays.is_some() => return Look::Failed(error),
                Err(ReadError::File(error)) => return Look::Defective(taken, Defect::Unreadable(error)),
                Err(ReadError::Shrunk | ReadError::Copy(_)) => return is_changing(),
            }
            hasher.update(part);
            offset += part.len() as u64;
        }
        let id = DocumentId::from_bytes(hasher.finalize().into());
        let lying = Lying { file: Arc::new(file), found };
        if lying.has_changed() {
            return is_changing();
        }
        Look::Claimed(Claimed { taken, id, content: Content::Lying(lying), share })
    }
}
