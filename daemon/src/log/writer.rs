//! The one thread that appends to the log.
//!
//! Documents come in whole, as [`Block`]s; they are collected for a few milliseconds, written by one write, synced by
//! one fdatasync, and only then acknowledged. After the first failure nothing more is written: the file's end is then
//! unknown, and appending after it could tear a document.

use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use jiff::{SignedDuration, Timestamp};

use crate::log::line::{Block, Source, TIME_BYTES};
use crate::log::segment::{Segment, SegmentId, append_all};
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
    /// Whether other documents are on their way; waiting for them is what a batch is for.
    pub company: bool,
}

/// What became of commits.
#[derive(Clone, Debug)]
pub enum Ack {
    /// These are in the log, durable, in this order.
    Committed(Vec<u64>),
    /// The log refused; nothing more will be written.
    Failed(Arc<io::Error>),
}

/// The sending end of the writer.
pub struct Writer {
    queue: Sender<Commit>,
    thread: JoinHandle<()>,
}

impl Writer {
    /// Starts the thread. `acknowledge` is called on it.
    pub fn start(log: Log, batch: Batch, acknowledge: impl FnMut(Ack) + Send + 'static) -> io::Result<Writer> {
        let (queue, commits) = bounded(QUEUE_DOCUMENTS);
        let thread = thread::Builder::new()
            .name("log writer".to_owned())
            .spawn(move || run(log, batch, &commits, acknowledge))?;
        Ok(Writer { queue, thread })
    }

    /// Hands a document over; waits while the queue is full. After a failure commits go nowhere, and their sender has
    /// been told.
    pub fn commit(&self, commit: Commit) {
        let _ = self.queue.send(commit);
    }

    /// Writes what was handed over and ends the thread.
    pub fn finish(self) {
        drop(self.queue);
        if self.thread.join().is_err() {
            tracing::error!("the log writer panicked");
        }
    }
}

/// The log as the writer thread owns it.
pub struct Log {
    storage: Box<dyn Storage>,
    source: Source,
    segment: Segment,
    roll: Roll,
    bytes: Vec<u8>,
}

impl Log {
    /// Goes on after the newest segment, or begins the first.
    ///
    /// # Errors
    /// When the first segment cannot be made.
    pub fn open(storage: Box<dyn Storage>, source: Source, newest: Option<Segment>, roll: Roll) -> io::Result<Log> {
        let segment = match newest {
            Some(segment) => segment,
            None => Segment::create(&*storage, &source, SegmentId(1), 1, Timestamp::now())?,
        };
        Ok(Log { storage, source, segment, roll, bytes: Vec::new() })
    }

    /// Writes a batch: one write, one sync.
    fn append(&mut self, commits: &mut [Commit]) -> io::Result<()> {
        let now = Timestamp::now();
        if self.is_full(now) {
            self.next_segment(now)?;
        }
        let time = time_text(now);
        let time: &[u8; TIME_BYTES] = time.as_bytes().try_into().map_err(io::Error::other)?;
        self.bytes.clear();
        let mut sequence = self.segment.next_sequence;
        for commit in commits {
            commit.block.stamp(time, sequence);
            sequence += commit.block.lines();
            self.bytes.extend_from_slice(commit.block.as_bytes());
        }
        append_all(&mut *self.segment.file, &self.bytes)?;
        self.segment.file.sync()?;
        self.segment.size += self.bytes.len() as u64;
        self.segment.next_sequence = sequence;
        Ok(())
    }

    /// The age counts from the segment's birth, however often the daemon was started since.
    fn is_full(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.segment.born);
        let is_old = |every| SignedDuration::try_from(every).is_ok_and(|every| age >= every);
        self.segment.size >= self.roll.size || self.roll.every.is_some_and(is_old)
    }

    fn next_segment(&mut self, now: Timestamp) -> io::Result<()> {
        let id = SegmentId(self.segment.id.0 + 1);
        self.segment = Segment::create(&*self.storage, &self.source, id, self.segment.next_sequence, now)?;
        tracing::info!(segment = id.0, "new segment");
        Ok(())
    }
}

/// RFC 3339 in UTC with six digits, [`TIME_BYTES`] long.
pub fn time_text(time: Timestamp) -> String {
    format!("{time:.6}")
}

fn run(mut log: Log, batch: Batch, commits: &Receiver<Commit>, mut acknowledge: impl FnMut(Ack)) {
    while let Ok(first) = commits.recv() {
        let mut collected = collect(first, batch, commits);
        match log.append(&mut collected) {
            Ok(()) => acknowledge(Ack::Committed(collected.iter().map(|commit| commit.ticket).collect())),
            Err(error) => {
                let segment = log.segment.id.file_name();
                tracing::error!(%error, segment, offset = log.segment.size, "the log refused a batch, nothing more is written");
                acknowledge(Ack::Failed(Arc::new(error)));
                // Senders must not block on a queue that nobody empties.
                while commits.recv().is_ok() {}
                return;
            }
        }
    }
}

fn collect(first: Commit, batch: Batch, commits: &Receiver<Commit>) -> Vec<Commit> {
    let deadline = Instant::now() + batch.wait;
    let mut bytes = first.block.size();
    let mut company = first.company;
    let mut collected = vec![first];
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
    use crate::log::line::BlockWriter;
    use crate::log::recovery;
    use crate::log::storage::{Folder, StoredFile};

    const BATCH: Batch = Batch { documents: 4, bytes: 1 << 20, wait: Duration::from_millis(5) };

    fn commit(ticket: u64, source: &Source) -> Commit {
        let mut writer = BlockWriter::new(source, DocumentId::of(&ticket.to_le_bytes()), &[0; 32]);
        writer.event("a@1", "article", "", "{}");
        let block = writer.finish(&serde_json::json!({ "outcome": "complete", "file": { "name": "a", "claimed": "2026-11-21T12:00:00Z" } }), 1).unwrap();
        Commit { ticket, block, company: !ticket.is_multiple_of(3) }
    }

    fn committed(ack: Ack) -> Vec<u64> {
        match ack {
            Ack::Committed(tickets) => tickets,
            Ack::Failed(error) => panic!("{error}"),
        }
    }

    #[test]
    fn documents_are_acknowledged_in_order_and_segments_roll_between_documents() {
        let root = tempfile::tempdir().unwrap();
        let source = Source::new("desk");
        let roll = Roll { size: 4096, every: None };
        let (acks, acked) = crossbeam_channel::unbounded();
        let log = Log::open(Box::new(Folder::create(root.path()).unwrap()), source.clone(), None, roll).unwrap();
        let writer = Writer::start(log, BATCH, move |ack| acks.send(ack).unwrap()).unwrap();
        (1..=50).for_each(|ticket| writer.commit(commit(ticket, &source)));
        writer.finish();
        let tickets: Vec<u64> = acked.iter().flat_map(committed).collect();
        assert_eq!(tickets, (1..=50).collect::<Vec<_>>());
        let found = recovery::read(&Folder::create(root.path()).unwrap(), &source).unwrap();
        assert_eq!((found.lines, found.ledger.len(), found.cut), (100, 50, None));
        assert_eq!(found.newest.unwrap().next_sequence, 101);
        assert!(found.segments > 5, "{} segments", found.segments);
    }

    /// A disk whose n-th sync fails.
    struct Failing {
        folder: Folder,
        syncs_left: Arc<std::sync::atomic::AtomicI64>,
    }

    struct FailingFile {
        file: Box<dyn StoredFile>,
        syncs_left: Arc<std::sync::atomic::AtomicI64>,
    }

    impl Failing {
        fn wrap(&self, file: io::Result<Box<dyn StoredFile>>) -> io::Result<Box<dyn StoredFile>> {
            Ok(Box::new(FailingFile { file: file?, syncs_left: Arc::clone(&self.syncs_left) }))
        }
    }

    impl Storage for Failing {
        fn names(&self) -> io::Result<Vec<String>> {
            self.folder.names()
        }
        fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
            self.wrap(self.folder.create(name))
        }
        fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
            self.wrap(self.folder.open(name))
        }
        fn link(&self, from: &str, to: &str) -> io::Result<()> {
            self.folder.link(from, to)
        }
        fn replace(&self, from: &str, to: &str) -> io::Result<()> {
            self.folder.replace(from, to)
        }
        fn rename(&self, from: &str, to: &str) -> io::Result<()> {
            self.folder.rename(from, to)
        }
        fn remove(&self, name: &str) -> io::Result<()> {
            self.folder.remove(name)
        }
        fn sync(&self) -> io::Result<()> {
            self.folder.sync()
        }
    }

    impl StoredFile for FailingFile {
        fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
            // Short writes are part of the contract.
            self.file.append(&bytes[..bytes.len().div_ceil(2)])
        }
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
            self.file.read_at(buffer, offset)
        }
        fn sync(&self) -> io::Result<()> {
            if self.syncs_left.fetch_sub(1, std::sync::atomic::Ordering::SeqCst) == 0 {
                return Err(io::Error::other("the disk is gone"));
            }
            self.file.sync()
        }
        fn size(&self) -> io::Result<u64> {
            self.file.size()
        }
        fn cut(&self, size: u64) -> io::Result<()> {
            self.file.cut(size)
        }
    }

    #[test]
    fn nothing_is_written_or_acknowledged_after_a_failed_sync() {
        let root = tempfile::tempdir().unwrap();
        let source = Source::new("desk");
        let storage = Failing {
            folder: Folder::create(root.path()).unwrap(),
            syncs_left: Arc::new(std::sync::atomic::AtomicI64::new(3)),
        };
        let (acks, acked) = crossbeam_channel::unbounded();
        let roll = Roll { size: 1 << 20, every: None };
        let log = Log::open(Box::new(storage), source.clone(), None, roll).unwrap();
        let one = Batch { documents: 1, ..BATCH };
        let writer = Writer::start(log, one, move |ack| acks.send(ack).unwrap()).unwrap();
        (1..=9).for_each(|ticket| writer.commit(commit(ticket, &source)));
        writer.finish();
        let acks: Vec<Ack> = acked.iter().collect();
        assert!(matches!(&acks[..], [Ack::Committed(_), Ack::Committed(_), Ack::Failed(_)]), "{acks:?}");
        // The batch whose sync failed was written before; nothing after it was.
        let found = recovery::read(&Folder::create(root.path()).unwrap(), &source).unwrap();
        assert_eq!(found.ledger.len(), 3);
    }

    /// A start must not make an old segment young.
    #[test]
    fn the_age_of_a_segment_counts_from_its_birth_and_not_from_the_start() {
        let root = tempfile::tempdir().unwrap();
        let source = Source::new("desk");
        let every = Duration::from_secs(3600);
        let storage = || Box::new(Folder::create(root.path()).unwrap());
        let born: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        Segment::create(&*storage(), &source, SegmentId(1), 1, born).unwrap();
        let found = recovery::read(&*storage(), &source).unwrap();
        let roll = Roll { size: 1 << 20, every: Some(every) };
        let mut log = Log::open(storage(), source.clone(), found.newest, roll).unwrap();
        let second = Duration::from_secs(1);
        for (now, full) in [(born + every, true), (born + every - second, false), (born - 9 * every, false)] {
            assert_eq!(log.is_full(now), full, "{now}");
        }
        log.roll.every = None;
        assert!(!log.is_full(born + 1000 * every));
    }

    #[test]
    fn nothing_is_acknowledged_into_a_segment_that_was_removed() {
        let root = tempfile::tempdir().unwrap();
        let (folder, source) = (root.path().join("events"), Source::new("desk"));
        let (acks, acked) = crossbeam_channel::unbounded();
        let roll = Roll { size: 1 << 20, every: None };
        let log = Log::open(Box::new(Folder::create(&folder).unwrap()), source.clone(), None, roll).unwrap();
        let writer = Writer::start(log, BATCH, move |ack| acks.send(ack).unwrap()).unwrap();
        writer.commit(commit(3, &source));
        assert_eq!(committed(acked.recv().unwrap()), [3]);
        std::fs::remove_dir_all(&folder).unwrap();
        writer.commit(commit(6, &source));
        let Ack::Failed(error) = acked.recv().unwrap() else { panic!("a document went into a removed file") };
        assert_eq!(error.to_string(), "the segment was removed from its folder");
        // Nor is one when the folder is there again.
        std::fs::create_dir(&folder).unwrap();
        writer.commit(commit(9, &source));
        writer.finish();
        assert!(acked.recv().is_err() && std::fs::read_dir(&folder).unwrap().next().is_none());
    }
}
