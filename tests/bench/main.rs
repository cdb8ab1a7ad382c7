//! The benchmark: how many articles a second, how long from drop to line, and what isolation costs.
//!
//!     cargo bench -p dragoman                          # all of it, with the figures below
//!     cargo bench -p dragoman -- throughput 10000
//!     cargo bench -p dragoman -- latency 200
//!     cargo bench -p dragoman -- isolation 100000
//!     cargo bench -p dragoman -- ledger 1000000
//!     cargo bench -p dragoman -- start 50
//!     cargo bench -p dragoman -- reload 20
//!
//! Articles are made up from a seeded word list, about 6 KB each, all different. The figures are whole-process ones;
//! on a shared machine compare medians of several runs.

mod articles;
mod isolation;
mod ledger;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const QUIET: Duration = Duration::from_millis(50);

fn main() {
    // Workers are started from the program that runs, which here is this one.
    if std::env::args().nth(1).is_some_and(|word| word == "worker") {
        std::process::exit(i32::from(dragoman::worker::process::run() != std::process::ExitCode::SUCCESS));
    }
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let number = |default| arguments.get(1).and_then(|word| word.parse().ok()).unwrap_or(default);
    match arguments.first().map(String::as_str) {
        Some("throughput") => throughput(number(10_000)),
        Some("latency") => latency(number(200)),
        Some("loop") => bare_loop(number(10_000)),
        Some("isolation") => isolation::isolation(number(100_000)),
        Some("ledger") => ledger::starts(number(1_000_000) as u64),
        Some("start") => isolation::start(number(50)),
        Some("reload") => reload(number(20)),
        Some(other) => panic!("unknown benchmark {other}"),
        None => {
            bare_loop(10_000);
            throughput(10_000);
            latency(200);
            isolation::isolation(100_000);
            isolation::start(50);
            reload(20);
        }
    }
}

/// From the order to reload, under load, to the first document that the new generation has read.
fn reload(count: usize) {
    let place = Place::new();
    let mut daemon = place.daemon(&[]);
    let log = wait_for(&place.path("events/current.jsonl"));
    let (mut position, mut times) = (0, Vec::new());
    for number in 0..count {
        place.drop_numbered(number * 1000..number * 1000 + 1000);
        let timeout = format!("limits.timeout = \"{} s\"", 9 + number % 2);
        let began = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_dragoman"))
            .args(["ctl", "reload", "-c"])
            .arg(place.configured(&timeout))
            .stdout(Stdio::null())
            .status();
        assert!(status.is_ok_and(|status| status.success()), "the reload succeeds");
        position = wait_for_document(&log, position.max(log.metadata().expect("the log").len()));
        times.push(began.elapsed());
    }
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
    times.sort();
    println!(
        "reload: order to first document after it, under load, {count} times: median {:.0} ms, max {:.0} ms",
        times[count / 2].as_secs_f64() * 1000.0,
        times[count - 1].as_secs_f64() * 1000.0
    );
}

/// A fresh folder with a config, removed at the end.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        let place = Place(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder below the target folder"));
        let plugins = std::env::current_exe().expect("the path of this program");
        let plugins = plugins.parent().expect("its folder").display().to_string();
        let config =
            format!("inbox = \"inbox\"\nlog = \"events\"\narchive = \"archive\"\n[chain]\npath = [{plugins:?}]\n");
        fs::create_dir(place.path("inbox")).expect("an inbox");
        fs::write(place.path("dragoman.toml"), config).expect("a config");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn daemon(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_dragoman"))
            .args(["run", "-c"])
            .arg(self.path("dragoman.toml"))
            .args(arguments)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the daemon starts")
    }

    fn fill(&self, count: usize) -> u64 {
        self.drop_numbered(0..count)
    }

    /// Drops articles; returns how many bytes they have.
    fn drop_numbered(&self, numbers: std::ops::Range<usize>) -> u64 {
        let bytes = numbers.map(|number| {
            let text = articles::article(number as u64);
            fs::write(self.path("inbox").join(format!("{number:06}.txt")), &text).expect("an article");
            text.len() as u64
        });
        bytes.sum()
    }

    /// The config file, with one line at its top changed.
    fn configured(&self, first_line: &str) -> PathBuf {
        let path = self.path("dragoman.toml");
        let config = fs::read_to_string(&path).expect("the config");
        let rest = config.split_once("# changes above\n").map_or(config.as_str(), |(_, rest)| rest);
        fs::write(&path, format!("{first_line}\n# changes above\n{rest}")).expect("a config");
        path
    }
}

fn throughput(count: usize) {
    let place = Place::new();
    let bytes = place.fill(count);
    let began = Instant::now();
    let mut daemon = place.daemon(&["--once"]);
    let mut peaks = BTreeMap::new();
    let status = loop {
        note_memory(daemon.id(), &mut peaks);
        if let Some(status) = daemon.try_wait().expect("the daemon's status") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let elapsed = began.elapsed().as_secs_f64();
    assert!(status.success(), "the daemon failed: {status}");
    let lines = fs::read_to_string(place.path("events/current.jsonl")).expect("the log");
    let documents = lines.lines().filter(|line| line.contains("\"type\":\"dragoman.document.v1\"")).count();
    assert_eq!(documents, count, "every article is in the log");
    println!(
        "throughput: {count} articles of {} bytes in {elapsed:.2} s: {:.0} a second; peak memory {} MB in {} processes",
        bytes / count as u64,
        count as f64 / elapsed,
        peaks.values().sum::<u64>() / 1024,
        peaks.len()
    );
}

/// Keeps the highest resident size of a process and its children, in KiB.
fn note_memory(parent: u32, peaks: &mut BTreeMap<u32, u64>) {
    let mut ids = vec![parent];
    for task in fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        ids.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
    }
    for id in ids {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let peak: Option<u64> =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        if let Some(peak) = peak {
            let known = peaks.entry(id).or_default();
            *known = peak.max(*known);
        }
    }
}

fn latency(count: usize) {
    let place = Place::new();
    let mut daemon = place.daemon(&[]);
    let log = wait_for(&place.path("events/current.jsonl"));
    // The daemon makes its log before it watches; a first article tells that all is up.
    let mut position = 0;
    let mut times = Vec::new();
    for number in 0..=count {
        let unfinished = place.path("article.tmp");
        fs::write(&unfinished, articles::article(number as u64)).expect("an article");
        let began = Instant::now();
        fs::rename(&unfinished, place.path("inbox").join(format!("{number:06}.txt"))).expect("dropped");
        position = wait_for_document(&log, position);
        if number > 0 {
            times.push(began.elapsed().saturating_sub(QUIET));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    daemon.kill().expect("killed");
    daemon.wait().expect("gone");
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!(
        "latency: rename to durable line, above the quiet time of {} ms, {count} articles: median {:.2} ms, p90 {:.2} ms, max {:.2} ms",
        QUIET.as_millis(),
        at(50),
        at(90),
        at(100)
    );
}

fn wait_for(path: &Path) -> fs::File {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        match fs::File::open(path) {
            Ok(file) => return file,
            Err(error) => assert!(Instant::now() < deadline, "{}: {error}", path.display()),
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Reads the log from `position` until it holds one more document, and returns where that ends.
fn wait_for_document(log: &fs::File, position: u64) -> u64 {
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut bytes = vec![0; 1 << 20];
    loop {
        let read = log.read_at(&mut bytes, position).expect("the log");
        let text = String::from_utf8_lossy(&bytes[..read]);
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        if text[..whole].contains("\"type\":\"dragoman.document.v1\"") {
            return position + whole as u64;
        }
        assert!(Instant::now() < deadline, "no document within 30 s");
        std::thread::sleep(Duration::from_micros(100));
    }
}

/// What the file system alone costs: one thread that reads, hashes, appends, syncs every 256 files and renames.
fn bare_loop(count: usize) {
    use std::io::Write;
    let place = Place::new();
    let bytes = place.fill(count);
    fs::create_dir(place.path("done")).expect("a folder");
    let mut log = fs::File::create(place.path("log")).expect("a log");
    let began = Instant::now();
    for number in 0..count {
        let name = format!("{number:06}.txt");
        let text = fs::read(place.path("inbox").join(&name)).expect("an article");
        writeln!(log, "{name} {}", blake3::hash(&text)).expect("a line");
        if number % 256 == 255 {
            log.sync_data().expect("synced");
        }
        fs::rename(place.path("inbox").join(&name), place.path("done").join(&name)).expect("moved");
    }
    log.sync_data().expect("synced");
    let elapsed = began.elapsed().as_secs_f64();
    println!(
        "bare loop: {count} files of {} bytes in {elapsed:.2} s: {:.0} a second",
        bytes / count as u64,
        count as f64 / elapsed
    );
}
