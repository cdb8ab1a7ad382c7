//! The one thread that commits documents and appends them to the log.
//!
//! Documents come in whole, as [`Block`]s; they are collected for a few milliseconds, written to the journal by one write
//! and synced by one fdatasync, which is the commit. Only then do the same bytes appear in the segment, and only then are
//! they acknowledged. The segment itself is synced every second or so; until then the journal holds what a crash may take
//! from it.
//!
//! After a failure of the journal nothing more is written: whether the batch is committed is then unknown, and the next
//! start finds out. A full disk is no failure: what is committed is published when there is room again.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use jiff::{SignedDuration, Timestamp};

use crate::failpoint::failpoint;
use crate::log::journal::Journal;
use crate::log::journal::frame::{Draft, Noted, Position};
use crate::log::line::{Block, Source, TIME_BYTES};
use crate::log::segment::{Segment, SegmentId, header_line};
use crate::log::storage::Storage;

/// Documents waiting for the writer. When full, the loop waits, and with it the intake.
const QUEUE_DOCUMENTS: usize = 256;

/// When a batch is written: at the first limit reached.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// Documents.
    pub documents: usize,
    /// Bytes of all lines.
    pub bytes: usize,
    /// Time since the batch's first document, when other documents are on their way.
    pub wait: Duration,
}

/// When a new segment begins.
#[derive(Clone, Copy, Debug)]
pub struct Roll {
    /// Bytes after which a segment is full.
    pub size: u64,
    /// Age after which it ends, or `None`.
    pub every: Option<Duration>,
}

/// One document to be written.
pub struct Commit {
    /// The sender's own name for it, given back in the [`Ack`].
    pub ticket: u64,
    /// Its lines.
    pub block: Block,
    /// What the journal says of it.
    pub note: Noted,
    /// Whether other documents are on their way; waiting for them is what a batch is for.
    pub company: bool,
}

/// What became of commits.
#[derive(Clone, Debug)]
pub enum Ack {
    /// These are durable, and in the log, in this order: tickets, each with the number of the document's last line.
    Committed(Vec<(u64, u64)>),
    /// There is no room for what is committed; it appears when there is.
    Stalled(Arc<io::Error>),
    /// There is room again.
    Resumed,
    /// The log refused; nothing more will be written.
    Failed(Arc<io::Error>),
}

/// The sending end of the writer.
pub struct Writer {
    queue: Sender<Commit>,
    /// Whether nobody waits any more for room on a full disk.
    ending: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Writer {
    /// Starts the thread. `acknowledge` is called on it.
    pub fn start(log: Log, batch: Batch, acknowledge: impl FnMut(Ack) + Send + 'static) -> io::Result<Writer> {
        let (queue, commits) = bounded(QUEUE_DOCUMENTS);
        let ending = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ending);
        let thread = thread::Builder::new()
            .name("log writer".to_owned())
            .spawn(move || run(log, batch, &commits, &told, acknowledge))?;
        Ok(Writer { queue, ending, thread })
    }

    /// Hands a document over; waits while the queue is full. After a failure commits go nowhere, and their sender has
    /// been told.
    pub fn commit(&self, commit: Commit) {
        let _ = self.queue.send(commit);
    }

    /// Commits what was handed over and ends the thread.
    pub fn finish(self) {
        self.ending.store(true, Ordering::Release);
        drop(self.queue);
        if self.thread.join().is_err() {
            tracing::error!("the log writer panicked");
        }
    }
}

/// How many bytes one call appends to a segment.
const PUBLISH_BYTES: usize = 256 << 10;
/// How long, and how many bytes, the segment may be ahead of the disk.
const SYNC_EVERY: Duration = Duration::from_secs(1);
const SYNC_BYTES: u64 = 16 << 20;
/// How many bytes of the segment wait until the disk is told to begin with them; whole pages, since the last one is written
/// to again.
const BEGIN_BYTES: u64 = 64 << 10;
const PAGE_BYTES: u64 = 4096;
/// The first pause before a full disk is tried again; doubled each time.
const STALL_MIN: Duration = Duration::from_millis(50);
const STALL_MAX: Duration = Duration::from_secs(5);

/// The log as the writer thread owns it.
pub struct Log {
    storage: Box<dyn Storage>,
    source: Source,
    segment: Segment,
    journal: Journal,
    roll: Roll,
    /// Who is told of finished segments.
    sealer: Option<Sender<SegmentId>>,
    /// The batch: its lines, and what the journal says of their documents.
    batch: Draft,
    /// The sequence number that comes after the batch.
    next_sequence: u64,
    /// Bytes of the segment that are not known to be on the disk, and since when.
    unsynced: u64,
    synced: Instant,
    /// Bytes at the end of the segment that the disk was not told of.
    untold: u64,
}

/// What keeps a segment from being begun, or a committed batch from being published.
pub(super) enum Stall<'a> {
    Full(&'a Arc<io::Error>),
    Over,
}

impl Log {
    /// Goes on with a segment and a journal that a start has made ready.
    pub fn new(storage: Box<dyn Storage>, source: Source, segment: Segment, journal: Journal, roll: Roll) -> Log {
        let (batch, sealer, next_sequence, synced) = (Draft::default(), None, segment.next_sequence, Instant::now());
        let (unsynced, untold) = (0, 0);
        Log { storage, source, segment, journal, roll, sealer, batch, next_sequence, unsynced, synced, untold }
    }

    /// Has finished segments announced.
    pub fn announce_to(&mut self, sealer: Sender<SegmentId>) {
        self.sealer = Some(sealer);
    }

    fn position(&self) -> Position {
        let Segment { id, size, next_sequence, .. } = self.segment;
        Position { segment: id.0, offset: size, next_sequence }
    }

    /// Commits a batch: on return it is durable in the journal, and not yet visible. Returns the ticket of each document
    /// with the number of its last line. `stalled` as for [`Log::publish`].
    pub(super) fn commit(
        &mut self,
        commits: &mut [Commit],
        mut stalled: impl FnMut(Stall<'_>) -> bool,
    ) -> io::Result<Vec<(u64, u64)>> {
        let now = Timestamp::now();
        if self.is_full(now) {
            self.next_segment(now, &mut stalled)?;
        }
        let time = time_text(now);
        let time: &[u8; TIME_BYTES] = time.as_bytes().try_into().map_err(io::Error::other)?;
        commits.iter_mut().for_each(|commit| commit.note.bytes = commit.block.size() as u32);
        self.batch.begin(commits.iter().map(|commit| &commit.note));
        let mut sequence = self.segment.next_sequence;
        let mut numbered = Vec::with_capacity(commits.len());
        for commit in commits {
            commit.block.stamp(time, sequence);
            sequence += commit.block.lines();
            numbered.push((commit.ticket, sequence - 1));
            self.batch.append(commit.block.as_bytes());
        }
        if !self.journal.has_room(&self.batch) {
            self.next_lap(stalled)?;
        }
        self.segment.file.check_named()?;
        failpoint!("batch ready")?;
        self.next_sequence = sequence;
        let position = Position { next_sequence: sequence, ..self.position() };
        self.journal.commit(position, &mut self.batch)?;
        failpoint!("batch committed")?;
        self.begin_sync();
        Ok(numbered)
    }

    /// Has the disk begin with what earlier batches appended to the segment. Called when a batch is synced: the disk has
    /// nothing to do until the next one is written to the journal, and no sync of the journal waits behind the segment.
    fn begin_sync(&mut self) {
        let size = self.segment.size;
        let (begin, end) = (size - self.untold, size - size % PAGE_BYTES);
        if end >= begin + BEGIN_BYTES {
            self.segment.file.begin_sync(begin, end - begin);
            self.untold = size - end;
        }
    }

    /// Begins a lap of the journal into which the batch fits, of which nothing is committed yet.
    fn next_lap(&mut self, stalled: impl FnMut(Stall<'_>) -> bool) -> io::Result<()> {
        self.sync()?;
        let mut patience = Patience::new(stalled);
        while let Err(error) = self.journal.prepare(&self.batch) {
            let text = format!("the next file of the journal cannot be made: {error}");
            patience.wait(io::Error::new(error.kind(), text))?;
        }
        patience.rewarded();
        self.journal.switch(self.position())?;
        failpoint!("lap begun")
    }

    /// Makes a committed batch visible. `stalled` is told when the disk is full, and when it is no longer; it says
    /// whether to go on trying.
    pub(super) fn publish(&mut self, stalled: impl FnMut(Stall<'_>) -> bool) -> io::Result<()> {
        let (mut written, mut patience) = (0, Patience::new(stalled));
        let lines = self.batch.payload();
        while written < lines.len() {
            let end = lines.len().min(written + PUBLISH_BYTES);
            match self.segment.file.append(&lines[written..end]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(more) => {
                    written += more;
                    failpoint!("part published")?;
                    patience.rewarded();
                }
                Err(error) => patience.wait(error)?,
            }
        }
        let published = lines.len() as u64;
        self.segment.size += published;
        self.segment.next_sequence = self.next_sequence;
        self.unsynced += published;
        self.untold += published;
        if self.unsynced >= SYNC_BYTES { self.sync() } else { Ok(()) }
    }

    /// Makes what is visible durable in the segment, too.
    fn sync(&mut self) -> io::Result<()> {
        if self.unsynced > 0 {
            self.segment.file.sync()?;
            failpoint!("segment synced")?;
        }
        (self.unsynced, self.untold, self.synced) = (0, 0, Instant::now());
        Ok(())
    }

    /// Makes all durable and says so in the journal, so that the next start has nothing to make good.
    pub(super) fn stop(&mut self) -> io::Result<()> {
        self.sync()?;
        self.journal.stop(self.position())?;
        failpoint!("stop noted")
    }

    /// The age counts from the segment's birth, however often the daemon was started since.
    pub(super) fn is_full(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.segment.born);
        let is_old = |every| SignedDuration::try_from(every).is_ok_and(|every| age >= every);
        self.segment.size >= self.roll.size || self.roll.every.is_some_and(is_old)
    }

    fn next_segment(&mut self, now: Timestamp, mut stalled: impl FnMut(Stall<'_>) -> bool) -> io::Result<()> {
        self.sync()?;
        let finished = self.segment.id;
        let (id, first_sequence) = (SegmentId(finished.0 + 1), self.segment.next_sequence);
        let header = header_line(&self.source, id, first_sequence, now)?;
        self.batch.begin(&[]);
        self.batch.append(&header);
        if !self.journal.has_room(&self.batch) {
            self.next_lap(&mut stalled)?;
        }
        // A header is visible as soon as the segment has its name, which is before that name is durable.
        self.journal.roll(Position { segment: id.0, offset: 0, next_sequence: first_sequence }, &mut self.batch)?;
        failpoint!("roll noted")?;
        let mut patience = Patience::new(stalled);
        self.segment = loop {
            match Segment::create(&*self.storage, id, &header, first_sequence, now) {
                Ok(segment) => break segment,
                Err(error) => patience.wait(error)?,
            }
        };
        patience.rewarded();
        failpoint!("segment began")?;
        tracing::info!(segment = id.0, "new segment");
        if let Some(sealer) = &self.sealer {
            // A sealer that is gone leaves it to the next start.
            let _ = sealer.send(finished);
        }
        Ok(())
    }
}

/// What is done about a full disk: somebody is told, and it is tried again, less and less often.
struct Patience<F> {
    stalled: F,
    pause: Duration,
}

impl<F: FnMut(Stall<'_>) -> bool> Patience<F> {
    fn new(stalled: F) -> Patience<F> {
        Patience { stalled, pause: STALL_MIN }
    }

    /// Waits before the next try.
    ///
    /// # Errors
    /// The error, when it is not of a full disk, or nobody wants to wait any more.
    fn wait(&mut self, error: io::Error) -> io::Result<()> {
        if !is_full_disk(&error) {
            return Err(error);
        }
        let error = Arc::new(error);
        if !(self.stalled)(Stall::Full(&error)) {
            return Err(io::Error::other(error));
        }
        thread::sleep(self.pause);
        self.pause = (self.pause * 2).min(STALL_MAX);
        Ok(())
    }

    /// There was room.
    fn rewarded(&mut self) {
        if self.pause > STALL_MIN {
            (self.stalled)(Stall::Over);
            self.pause = STALL_MIN;
        }
    }
}

/// Whether a disk or a quota is full.
pub(super) fn is_full_disk(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// RFC 3339 in UTC with six digits, [`TIME_BYTES`] long.
pub fn time_text(time: Timestamp) -> String {
    format!("{time:.6}")
}

fn run(mut log: Log, batch: Batch, commits: &Receiver<Commit>, ending: &AtomicBool, mut acknowledge: impl FnMut(Ack)) {
    let done = serve(&mut log, batch, commits, ending, &mut acknowledge).and_then(|()| log.stop());
    if let Err(error) = done {
        let (segment, offset) = (log.segment.id.file_name(), log.segment.size);
        tracing::error!(%error, segment, offset, "the log refused, nothing more is written");
        acknowledge(Ack::Failed(Arc::new(error)));
        // Senders must not block on a queue that nobody empties.
        while commits.recv().is_ok() {}
    }
}

/// Commits and publishes until nobody sends any more.
fn serve(
    log: &mut Log,
    batch: Batch,
    commits: &Receiver<Commit>,
    ending: &AtomicBool,
    acknowledge: &mut impl FnMut(Ack),
) -> io::Result<()> {
    loop {
        let next = if log.unsynced > 0 {
            commits.recv_deadline(log.synced + SYNC_EVERY)
        } else {
            commits.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let first = match next {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                log.sync()?;
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        if log.unsynced == 0 {
            log.synced = Instant::now();
        }
        let mut collected = collect(first, batch, commits);
        let mut told = false;
        let mut stalled = |stall: Stall<'_>| {
            match stall {
                Stall::Full(error) if !std::mem::replace(&mut told, true) => {
                    acknowledge(Ack::Stalled(Arc::clone(error)));
                }
                Stall::Full(_) => {}
                Stall::Over => {
                    told = false;
                    acknowledge(Ack::Resumed);
                }
            }
            !ending.load(Ordering::Acquire)
        };
        let committed = log.commit(&mut collected, &mut stalled)?;
        log.publish(&mut stalled)?;
        failpoint!("batch published")?;
        acknowledge(Ack::Committed(committed));
        failpoint!("batch acknowledged")?;
    }
}

fn collect(first: Commit, batch: Batch, commits: &Receiver<Commit>) -> Vec<Commit> {
    let deadline = Instant::now() + batch.wait;
    let mut bytes = first.block.size();
    let mut company = first.company;
    let mut collected = Vec::with_capacity(batch.documents);
    collected.push(first);
    while collected.len() < batch.documents && bytes < batch.bytes {
        let next = if company {
            commits.recv_deadline(deadline)
        } else {
            commits.try_recv().map_err(|_| RecvTimeoutError::Timeout)
        };
        let Ok(commit) = next else { break };
        bytes += commit.block.size();
        company = commit.company;
        collected.push(commit);
    }
    collected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::DocumentId;
    use crate::ledger::store::Store;
    use crate::log::line::BlockWriter;
    use crate::log::recovery::{Found, recover};
    use crate::log::storage::Folder;

    const BATCH: Batch = Batch { documents: 4, bytes: 1 << 20, wait: Duration::from_millis(5) };

    fn commit(ticket: u64, source: &Source) -> Commit {
        let document = DocumentId::of(&ticket.to_le_bytes());
        let mut writer = BlockWriter::new(source, document, &[0; 32]);
        writer.event("a@1", "article", "", "{}");
        let record = serde_json::json!({
            "outcome": "complete",
            "file": { "name": "a", "claimed": "2026-11-21T12:00:00Z" },
        });
        let block = writer.finish(&record, 1).unwrap();
        let note = Noted { document, name: b"a".to_vec(), claimed: 0, incomplete: false, bytes: 0 };
        Commit { ticket, block, note, company: !ticket.is_multiple_of(3) }
    }

    fn found(root: &std::path::Path) -> Found {
        let folder = |name: &str| Folder::create(&root.join(name)).unwrap();
        let mut ledger = Store::in_memory().unwrap();
        recover(&folder("events"), Box::new(folder("state")), &Source::new("desk"), 256 << 10, &mut ledger).unwrap()
    }

    fn log(root: &std::path::Path, roll: Roll) -> Log {
        let found = found(root);
        let storage = Box::new(Folder::create(&root.join("events")).unwrap());
        Log::new(storage, Source::new("desk"), found.newest, found.journal, roll)
    }

    fn committed(ack: Ack) -> Vec<(u64, u64)> {
        match ack {
            Ack::Committed(documents) => documents,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn documents_are_acknowledged_in_order_and_segments_roll_between_documents() {
        let (root, source) = (tempfile::tempdir().unwrap(), Source::new("desk"));
        let (acks, acked) = crossbeam_channel::unbounded();
        let log = log(root.path(), Roll { size: 4096, every: None });
        let writer = Writer::start(log, BATCH, move |ack| acks.send(ack).unwrap()).unwrap();
        (1..=50).for_each(|ticket| writer.commit(commit(ticket, &source)));
        writer.finish();
        let documents: Vec<(u64, u64)> = acked.iter().flat_map(committed).collect();
        assert_eq!(documents, (1..=50).map(|ticket| (ticket, 2 * ticket)).collect::<Vec<_>>());
        let found = found(root.path());
        assert_eq!((found.lines, found.published), (100, 0));
        assert_eq!(found.newest.next_sequence, 101);
        assert!(found.segments > 5, "{} segments", found.segments);
    }

    #[test]
    fn nothing_is_committed_for_a_segment_that_was_removed() {
        let (root, source) = (tempfile::tempdir().unwrap(), Source::new("desk"));
        let (acks, acked) = crossbeam_channel::unbounded();
        let log = log(root.path(), Roll { size: 1 << 20, every: None });
        let writer = Writer::start(log, BATCH, move |ack| acks.send(ack).unwrap()).unwrap();
        writer.commit(commit(3, &source));
        assert_eq!(committed(acked.recv().unwrap()), [(3, 2)]);
        let folder = root.path().join("events");
        std::fs::remove_dir_all(&folder).unwrap();
        writer.commit(commit(6, &source));
        let Ack::Failed(error) = acked.recv().unwrap() else { panic!("a document went into a removed file") };
        assert_eq!(error.to_string(), "the file was removed from its folder");
        // Nor is one when the folder is there again.
        std::fs::create_dir(&folder).unwrap();
        writer.commit(commit(9, &source));
        writer.finish();
        assert!(acked.recv().is_err() && std::fs::read_dir(&folder).unwrap().next().is_none());
    }
}
