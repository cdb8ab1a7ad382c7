//! What a look at a waiting name comes to: a file that is ours, with its bytes, or why it is not yet, or never.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::time::Duration;

use jiff::Timestamp;

use crate::config::Empty;
use crate::id::DocumentId;
use crate::inbox::budget::{Budget, Share};
use crate::inbox::content::Content;
use crate::inbox::large::Large;
use crate::inbox::replay::Replay;
use crate::inbox::root::{Key, Place, Stat};

/// A file in the work area, ours to read and to move; or one that stays in its inbox, to be read only.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Which root and which name; the place is [`Place::Work`], or, when it stays, [`Place::Inbox`].
    pub key: Key,
    /// How it looked when it was read, when it stays.
    pub stays: Option<Box<Stat>>,
    /// In bytes.
    pub size: u64,
    /// Last written to, by its own time; absent when that is none, or it lies in no inbox.
    pub modified: Option<Timestamp>,
    /// First noticed.
    pub seen: Timestamp,
    /// Found to be finished.
    pub settled: Timestamp,
    /// Taken out of the inbox.
    pub claimed: Timestamp,
    /// When it was renamed into the work area, if it was found there.
    pub recovered: Option<Timestamp>,
    /// For a document to be read anew: what it is.
    pub replay: Option<Replay>,
}

impl Taken {
    /// The path below the inbox that it was dropped into.
    pub fn name(&self) -> &OsStr {
        self.replay.as_ref().map_or(&self.key.name, |replay| &replay.name)
    }

    /// The place of that inbox in the config.
    pub fn inbox(&self) -> usize {
        self.replay.as_ref().map_or(self.key.root, |replay| replay.inbox)
    }

    /// For a document to be read anew: which one of its file it is, if that holds many.
    pub fn entry(&self) -> Option<u32> {
        self.replay.as_ref().and_then(|replay| replay.entry)
    }

    /// Whether nobody wrote to the file between two looks. A rename of ours shows in the second, unless the file stays.
    pub(super) fn is_unchanged(&self, before: &Stat, after: &Stat) -> bool {
        if self.stays.is_some() { before == after } else { before.same_content(after) }
    }
}

/// A taken file whose bytes were read and did not change meanwhile.
#[derive(Debug)]
pub struct Claimed {
    /// The file.
    pub taken: Taken,
    /// The hash of its bytes.
    pub id: DocumentId,
    /// Its bytes.
    pub content: Content,
    /// Its part of the memory for documents.
    pub share: Share,
}

impl Claimed {
    /// A document that lies in no inbox.
    ///
    /// # Errors
    /// When there is no room for its bytes in memory.
    pub fn of_bytes(name: OsString, bytes: Vec<u8>) -> io::Result<Claimed> {
        let now = Timestamp::now();
        let taken = Taken {
            key: Key { root: 0, place: Place::Inbox, name },
            stays: None,
            size: bytes.len() as u64,
            modified: None,
            seen: now,
            settled: now,
            claimed: now,
            recovered: None,
            replay: None,
        };
        let share = Budget::new(u64::MAX).take(taken.size).ok_or(io::ErrorKind::FileTooLarge)?;
        let id = DocumentId::of(&bytes);
        Ok(Claimed { taken, id, content: Content::of(bytes)?, share })
    }
}

/// Why a file was taken but cannot be read.
#[derive(Debug)]
pub enum Defect {
    /// It stayed empty.
    Empty,
    /// It is larger than a file may be.
    TooLarge {
        /// `limits.max_file`
        limit: u64,
    },
    /// Opening or reading it failed.
    Unreadable(io::Error),
}

/// A name for people and records; bytes that are not UTF-8 become U+FFFD.
pub fn shown(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// A name's bytes in base64, when they are not UTF-8.
pub fn in_base64(name: &OsStr) -> Option<String> {
    name.to_str().is_none().then(|| data_encoding::BASE64.encode(name.as_bytes()))
}

/// What came of looking at a name.
#[derive(Debug)]
pub enum Look {
    /// Taken and read.
    Claimed(Claimed),
    /// Taken, and to be hashed first.
    Large(Box<Large>),
    /// Taken, to be put into quarantine.
    Defective(Taken, Defect),
    /// Not finished; look again after this time.
    NotYet {
        /// How it looks now.
        stat: Option<Stat>,
        /// When to look again.
        after: Duration,
    },
    /// Finished, and held for the others of its folder; how it looks now.
    Held(Stat),
    /// Taken, but it turned out to be still changing, or there was no room to read it: it settles again in the work
    /// area.
    Unfinished,
    /// There is no descriptor to open it with.
    Short {
        /// What the kernel said.
        error: io::Error,
        /// Whether it was taken by then.
        taken: bool,
    },
    /// Finished, but there is no room for it in memory now.
    NoRoom,
    /// No longer there.
    Gone,
    /// Not a file that is ever read.
    Ignored(&'static str),
    /// A folder: its files are found by a scan.
    Folder,
    /// The folder refuses; the name is left where it is.
    Failed(io::Error),
}

/// The rules by which a file is finished.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How long an empty file may stay empty.
    pub empty_wait: Duration,
    /// What becomes of it then.
    pub empty: Empty,
    /// The largest document; a larger file may hold many.
    pub document_bytes_max: u64,
    /// The largest file.
    pub file_bytes_max: u64,
    /// What all documents together may hold in memory.
    pub budget: Budget,
}
