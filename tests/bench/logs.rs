//! The log by itself: what the journal costs, how fast a start reads a segment.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded, unbounded};
use dragoman::id::DocumentId;
use dragoman::ledger::store::Store;
use dragoman::log::journal::frame::Noted;
use dragoman::log::line::{BlockWriter, Source};
use dragoman::log::recovery::{Found, recover};
use dragoman::log::storage::Folder;
use dragoman::log::writer::{Ack, Batch, Commit, Log, Roll, Writer};

use crate::place::settle_disk;

/// The size of a journal's file, as in the config.
const JOURNAL_BYTES: u64 = 16 << 20;
/// Documents that differ; they are committed again and again.
const DOCUMENTS: u64 = 1024;
/// Documents that wait for the writer, as in the daemon.
const QUEUE: usize = 256;
const ROUNDS: usize = 9;

/// Commits through the journal, and appends without one, by turns: batches and syncs are the same.
pub(crate) fn journal(batches: usize) {
    for (documents, event_bytes) in [(64, 0), (64, 6000), (256, 0), (256, 6000)] {
        let commits = commits(event_bytes);
        let count = documents * batches;
        let mut pairs: Vec<[f64; 2]> = (0..ROUNDS)
            .map(|_| [direct(&commits, documents, count), journaled(&commits, documents, count)])
            .map(|pair| pair.map(|time| count as f64 / time.as_secs_f64()))
            .collect();
        let gain = |[direct, journaled]: [f64; 2]| 100.0 * (journaled / direct - 1.0);
        pairs.sort_by(|one, other| gain(*one).total_cmp(&gain(*other)));
        let [direct, journaled] = pairs[ROUNDS / 2];
        println!(
            "journal: {batches} batches of {documents} documents, lines of {} bytes each: {journaled:.0} a second, {direct:.0} without journal in the median pair: {:+.0} %, all but the worst and best {:+.0} to {:+.0} %",
            commits[0].block.size(),
            gain(pairs[ROUNDS / 2]),
            gain(pairs[1]),
            gain(pairs[ROUNDS - 2])
        );
    }
}

/// Writes a log through the library and has a start read it, several times.
pub(crate) fn rebuild(megabytes: u64) {
    for event_bytes in [0, 6000] {
        let root = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder below the target folder");
        let commits = commits(event_bytes);
        let count = (megabytes << 20) as usize / commits[0].block.size();
        through_writer(root.path(), &commits, 256, count);
        let bytes = root.path().join("events/current.jsonl").metadata().expect("the log").len();
        let mut times: Vec<Duration> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                let (_, ledger) = found(root.path());
                let time = began.elapsed();
                let documents = ledger.view().and_then(|view| view.documents()).expect("the ledger");
                assert_eq!(documents, DOCUMENTS, "every document is found");
                time
            })
            .collect();
        times.sort();
        let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
        println!(
            "rebuild: a segment of {:.0} MB, {} bytes a document: median {:.0} MB a second, {:.0} to {:.0}",
            bytes as f64 / 1e6,
            commits[0].block.size(),
            rate(times[ROUNDS / 2]),
            rate(times[ROUNDS - 1]),
            rate(times[0])
        );
    }
}

fn source() -> Source {
    Source::new("desk")
}

/// Documents with a record like the daemon's and, if it is to have bytes, one event.
fn commits(event_bytes: usize) -> Vec<Commit> {
    let source = source();
    let commit = |number: u64| {
        let document = DocumentId::of(&number.to_le_bytes());
        let mut writer = BlockWriter::new(&source, document, &[0; 32]);
        if event_bytes > 0 {
            let text = "and the talks went on \\\"until late\\\" ".repeat(event_bytes.div_ceil(36));
            writer.event("anatomy@0.1.0", "article", "article", &format!("{{\"text\":\"{text}\"}}"));
        }
        let time = "2026-11-21T12:00:00.000000Z";
        let record = serde_json::json!({
            "outcome": "complete",
            "file": { "name": format!("{number:07}.txt"), "inbox": "/srv/dragoman/inbox", "size": 6013,
                "seen": time, "settled": time, "claimed": time },
            "reader": { "mediaType": "text/plain", "charset": "UTF-8" },
            "extractors": [{ "name": "anatomy", "plugin": "anatomy@0.1.0", "outcome": "ok", "events": 1, "wallUs": 99 }],
            "events": writer.counts(), "arrival": 1, "attempts": 1,
            "generation": "etnot5ew6lmbyz4oxskk72uwtt4hybzue", "fingerprint": "0".repeat(64),
            "bytes": writer.size(), "hash": writer.hash(),
        });
        let block = writer.finish(&record, 1).expect("a record");
        let note = Noted { document, name: format!("{number:07}.txt").into(), claimed: 0, incomplete: false, bytes: 0 };
        Commit { ticket: number, block, note, company: true }
    };
    (0..DOCUMENTS).map(commit).collect()
}

fn again(commit: &Commit) -> Commit {
    Commit { block: commit.block.clone(), note: commit.note.clone(), ..*commit }
}

/// Makes a log ready as a start does, and a ledger in memory from it.
fn found(root: &Path) -> (Found, Store) {
    let mut ledger = Store::in_memory().expect("memory");
    let folder = |name: &str| Folder::create(&root.join(name)).expect("a folder");
    let found = recover(&folder("events"), Box::new(folder("state")), &source(), JOURNAL_BYTES, &mut ledger);
    (found.expect("a log"), ledger)
}

fn journaled(commits: &[Commit], documents: usize, count: usize) -> Duration {
    let root = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder below the target folder");
    through_writer(root.path(), commits, documents, count)
}

/// The time from the first commit to the last acknowledgement.
fn through_writer(root: &Path, commits: &[Commit], documents: usize, count: usize) -> Duration {
    let (Found { newest, journal, .. }, _) = found(root);
    let storage = Box::new(Folder::create(&root.join("events")).expect("a folder"));
    let log = Log::new(storage, source(), newest, journal, Roll { size: u64::MAX, every: None });
    let batch = Batch { documents, bytes: usize::MAX, wait: Duration::from_millis(100) };
    let (acks, acked) = unbounded();
    let writer = Writer::start(log, batch, move |ack| match ack {
        Ack::Committed(tickets) => drop(acks.send(tickets.len())),
        other => panic!("{other:?}"),
    });
    let writer = writer.expect("a writer");
    settle_disk(root);
    let began = Instant::now();
    commits.iter().cycle().take(count).for_each(|commit| writer.commit(again(commit)));
    await_all(&acked, count);
    let elapsed = began.elapsed();
    writer.finish();
    elapsed
}

/// The same with one append and one sync a batch, and nothing else.
fn direct(commits: &[Commit], documents: usize, count: usize) -> Duration {
    let root = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder below the target folder");
    let mut file = File::create(root.path().join("log")).expect("a file");
    let ((queue, queued), (acks, acked)) = (bounded::<Commit>(QUEUE), unbounded());
    settle_disk(root.path());
    let began = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let (mut bytes, mut sequence) = (Vec::new(), 1);
            loop {
                bytes.clear();
                let batch: Vec<Commit> = queued.iter().take(documents).collect();
                if batch.is_empty() {
                    return;
                }
                let batch_size = batch.len();
                for mut commit in batch {
                    commit.block.stamp(b"2026-11-21T12:00:00.000000Z", sequence);
                    sequence += commit.block.lines();
                    bytes.extend_from_slice(commit.block.as_bytes());
                }
                file.write_all(&bytes).expect("appended");
                file.sync_data().expect("synced");
                let _ = acks.send(batch_size);
            }
        });
        commits.iter().cycle().take(count).for_each(|commit| queue.send(again(commit)).expect("a writer"));
        drop(queue);
        await_all(&acked, count);
    });
    began.elapsed()
}

fn await_all(acked: &Receiver<usize>, count: usize) {
    let mut done = 0;
    while done < count {
        done += acked.recv().expect("an acknowledgement");
    }
}
