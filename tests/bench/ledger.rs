//! What a start costs when the log holds very many documents.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dragoman::id::DocumentId;
use dragoman::ledger::store::{LEDGER, Store};
use dragoman::log::journal::frame::Noted;
use dragoman::log::line::{BlockWriter, Source};
use dragoman::log::recovery::recover;
use dragoman::log::seal::Sealer;
use dragoman::log::storage::Folder;
use dragoman::log::writer::{Batch, Commit, Log, Roll, Writer};

use crate::Place;

const SEGMENT_BYTES: u64 = 256 << 20;
const JOURNAL_BYTES: u64 = 16 << 20;

/// Starts over a log of so many documents: after a good end, after a kill, and with no ledger, then with no notes on
/// sealed segments either.
pub(crate) fn starts(count: u64) {
    let place = Place::new();
    write(&place, count);
    let size: u64 = segments(&place).map(|path| fs::metadata(path).expect("a segment").len()).sum();
    println!("ledger: {count} documents, log of {} MB", size >> 20);
    start(&place, "with a new log", &["--once"]);
    start(&place, "after a good end", &["--once"]);
    explain(&place, "after a good end");
    killed(&place);
    explain(&place, "after a kill");
    start(&place, "after a kill", &["--once"]);
    println!("ledger: its file has {} MB", fs::metadata(place.path(".dragoman").join(LEDGER)).expect("it").len() >> 20);
    fs::remove_file(place.path(".dragoman").join(LEDGER)).expect("removed");
    start(&place, "without a ledger", &["--once"]);
    fs::remove_file(place.path(".dragoman").join(LEDGER)).expect("removed");
    fs::remove_file(place.path("events/manifest.jsonl")).expect("removed");
    let seconds = start(&place, "from the log alone", &["--once"]);
    println!("ledger: made anew from the log at {:.0} MB/s", (size >> 20) as f64 / seconds);
}

fn segments(place: &Place) -> impl Iterator<Item = std::path::PathBuf> {
    let entries = fs::read_dir(place.path("events")).expect("the log").flatten().map(|entry| entry.path());
    entries.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("events-")))
}

/// A log as a daemon leaves it, with an event and a record of the usual size for each document.
fn write(place: &Place, count: u64) {
    let [log_path, state] = ["events", ".dragoman"].map(|name| place.path(name));
    let source = Source::new("dragoman");
    let folder = |path: &Path| Box::new(Folder::create(path).expect("a folder"));
    let mut ledger = Store::in_memory().expect("memory");
    let found = recover(&*folder(&log_path), folder(&state), &source, JOURNAL_BYTES, &mut ledger).expect("a new log");
    let roll = Roll { size: SEGMENT_BYTES, every: None };
    let mut log = Log::new(folder(&log_path), Source::new("dragoman"), found.newest, found.journal, roll);
    let keep = dragoman::config::Keep { age: None, size: None };
    let sealer = Sealer::start(&log_path, keep, None, Vec::new()).expect("a sealer");
    log.announce_to(sealer.orders());
    let batch = Batch { documents: 2048, bytes: 8 << 20, wait: Duration::from_millis(5) };
    let writer = Writer::start(log, batch, |_| ()).expect("a writer");
    for ticket in 0..count {
        let document = DocumentId::of(&ticket.to_le_bytes());
        let mut block = BlockWriter::new(&source, document, &[0; 32]);
        block.event("anatomy@0.1.0", "article", "", &format!(r#"{{"title":"{}"}}"#, "x".repeat(700)));
        let name = format!("{ticket:07}.txt");
        let record = serde_json::json!({
            "outcome": "complete",
            "file": { "name": name, "claimed": "2026-11-21T12:00:00.000000Z", "filling": "y".repeat(500) },
        });
        let block = block.finish(&record, 1).expect("a block");
        let note = Noted { document, name: name.into_bytes(), claimed: 0, incomplete: false, bytes: 0 };
        writer.commit(Commit { ticket, block, note, company: true });
    }
    writer.finish();
    sealer.finish();
}

/// From the start of the process to its end, with nothing to do in between.
fn start(place: &Place, how: &str, arguments: &[&str]) -> f64 {
    let began = Instant::now();
    let status = place.daemon(arguments).wait().expect("it ends");
    let seconds = began.elapsed().as_secs_f64();
    assert!(status.success(), "{how}: {status}");
    println!("ledger: start and stop {how}: {seconds:.2} s");
    seconds
}

/// What it takes to tell of one document, by its name and by its content.
fn explain(place: &Place, how: &str) {
    for word in ["0000007.txt".to_owned(), format!("b3:{}", DocumentId::of(&7_u64.to_le_bytes()))] {
        let began = Instant::now();
        let explained = Command::new(env!("CARGO_BIN_EXE_dragoman"))
            .args(["explain", &word, "-c"])
            .arg(place.path("dragoman.toml"))
            .output()
            .expect("it explains");
        assert!(explained.status.success(), "{}", String::from_utf8_lossy(&explained.stderr));
        println!("ledger: explain {word:.11} {how}: {:.1} ms", began.elapsed().as_secs_f64() * 1000.0);
    }
}

/// A daemon that takes some thousand files, and is killed.
fn killed(place: &Place) {
    place.fill(5000);
    let mut daemon = Command::new(env!("CARGO_BIN_EXE_dragoman"))
        .args(["run", "-c"])
        .arg(place.path("dragoman.toml"))
        .env("RUST_LOG", "warn")
        .stdout(Stdio::null())
        .spawn()
        .expect("the daemon starts");
    while fs::read_dir(place.path("inbox")).expect("the inbox").count() > 1 {
        std::thread::sleep(Duration::from_millis(20));
    }
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
}
