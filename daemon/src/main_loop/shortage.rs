//! What the machine has too little of: room on a disk, or descriptors. Then no file is taken, and nothing is lost by it;
//! what is on its way goes on.

use std::io;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustix::process::Resource;

use crate::codes::content::TRUNCATED;
use crate::codes::folders::{FEW_DESCRIPTORS, LOW_ROOM};
use crate::inbox::claim::Taken;
use crate::inbox::root::{Key, Place};
use crate::inbox::settle::Patience;
use crate::main_loop::MainLoop;
use crate::pool::verdict::Failure;

/// How long no file is taken after there was no descriptor for one.
const PAUSE: Duration = Duration::from_millis(500);

/// What there is too little of.
pub(super) struct Shortage {
    /// What the disks lack.
    room: Option<String>,
    descriptors: Option<Descriptors>,
}

/// There was no descriptor for a file.
#[derive(Clone, Copy)]
struct Descriptors {
    /// For the first of them; none has been taken since.
    since: Instant,
    /// When the next one is tried.
    until: Instant,
}

impl Shortage {
    /// What the disks lack at the start.
    pub(super) fn of(room: Option<String>) -> Shortage {
        tell(room.as_deref());
        Shortage { room, descriptors: None }
    }

    /// Whether no file is taken now.
    pub(super) fn holds_up(&self, now: Instant) -> bool {
        self.room.is_some() || self.deadline(now).is_some()
    }

    /// When a file is tried again.
    pub(super) fn deadline(&self, now: Instant) -> Option<Instant> {
        self.descriptors.map(|short| short.until).filter(|until| *until > now)
    }

    /// Whether there is no sense in waiting for the end of it; nobody makes room for a single run.
    pub(super) fn outlasts(&self, patience: Duration) -> bool {
        self.room.is_some() || self.descriptors.is_some_and(|short| short.since.elapsed() >= patience)
    }

    /// In words.
    pub(super) fn describe(&self) -> Option<String> {
        let room = self.room.as_ref().map(|lack| format!("no room: {lack}"));
        room.or_else(|| self.descriptors.map(|_| "no descriptors: too many files are open".to_owned()))
    }

    /// There was a descriptor for a file.
    pub(super) fn found_descriptor(&mut self) {
        if self.descriptors.take().is_some() {
            tracing::info!("files can be opened again");
        }
    }
}

fn tell(room: Option<&str>) {
    match room {
        Some(lack) => tracing::warn!(
            code = LOW_ROOM,
            lack,
            fix = "make room there, or lower limits.free",
            "no file is taken until there is room"
        ),
        None => tracing::debug!("the disks have room"),
    }
}

impl MainLoop {
    pub(super) fn take_room(&mut self, lacking: Option<String>) {
        if lacking.is_none() && self.shortage.room.is_some() {
            tracing::info!("there is room on the disks again, files are taken");
        } else {
            tell(lacking.as_deref());
        }
        self.shortage.room = lacking;
    }

    /// There was no descriptor for a file. It is `taken` if it is in the work area by now.
    pub(super) fn run_short(&mut self, key: Key, taken: bool, error: &io::Error) {
        let now = Instant::now();
        let since = self.shortage.descriptors.map_or(now, |short| short.since);
        if self.shortage.descriptors.is_none() {
            let limit = rustix::process::getrlimit(Resource::Nofile).current;
            tracing::warn!(
                code = FEW_DESCRIPTORS,
                %error,
                limit,
                fix = "raise the limit of open files (LimitNOFILE of the service, or ulimit -n)",
                "no file can be opened, none is taken until one can"
            );
        }
        self.shortage.descriptors = Some(Descriptors { since, until: now + PAUSE });
        if taken {
            self.settle_in_work_area(key);
        } else {
            self.settling.later(key, now + PAUSE);
        }
    }

    /// A file that was taken is not read yet: it settles again where it is now.
    pub(super) fn settle_in_work_area(&mut self, key: Key) {
        self.settling.done(&key, Instant::now());
        self.settle_again(Key { place: Place::Work, ..key }, Duration::ZERO);
    }

    /// A file settles once more, for so long at least.
    fn settle_again(&mut self, key: Key, pause: Duration) {
        let patience = self.patience(key.root);
        let quiet = patience.settle.max(pause);
        self.settling.found(key, 0, Patience { quiet, ..patience }, Instant::now());
    }

    /// Whether a document that ends too early may not be finished yet, its writer only pausing, and how long to wait then:
    /// as long as the file has been quiet for already, and no longer than it is given in all.
    pub(super) fn comes_back(&self, failure: &Failure, taken: &Taken) -> Option<Duration> {
        let quiet = Timestamp::now().duration_since(taken.modified.filter(|_| failure.code == TRUNCATED)?);
        let quiet = Duration::try_from(quiet).ok()?;
        let left = self.parts.limits.truncated_wait.checked_sub(quiet).filter(|left| !left.is_zero())?;
        Some(quiet.min(left))
    }

    /// A document turned out to be unfinished: its file settles again where it is.
    pub(super) fn read_anew_when_settled(&mut self, sequence: u64, pause: Duration) {
        let Some(key) = self.documents.get(&sequence).map(|document| document.claimed.taken.key.clone()) else {
            return;
        };
        tracing::debug!(path = %self.path_of(&key).display(), ?pause, "not finished after all, it settles again");
        self.forget_flight(sequence);
        self.forget(sequence);
        self.settle_again(key, pause);
    }
}
