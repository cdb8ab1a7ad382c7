//! A fresh folder with an inbox and a config, and the daemon over it.

use std::fs::{self, File};
use std::io::Write;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::articles;

/// What the last line of a document has, and no other.
const DOCUMENT: &[u8] = br#""type":"dragoman.document.v1""#;

/// The folder, removed at the end.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    /// With the bundled chain.
    pub(crate) fn new() -> Place {
        Place::configured_with("")
    }

    /// With a chain that does nothing.
    pub(crate) fn passing_through() -> Place {
        Place::configured_with("order = [\"noop\"]\n")
    }

    fn configured_with(chain: &str) -> Place {
        let place = Place(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder below the target folder"));
        let plugins = std::env::current_exe().expect("the path of this program");
        let plugins = plugins.parent().expect("its folder").display().to_string();
        let config = format!(
            "inbox = \"inbox\"\nlog = \"events\"\narchive = \"archive\"\n[chain]\npath = [{plugins:?}]\n{chain}"
        );
        fs::create_dir(place.path("inbox")).expect("an inbox");
        fs::write(place.path("dragoman.toml"), config).expect("a config");
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn daemon(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_dragoman"))
            .args(["run", "-c"])
            .arg(self.path("dragoman.toml"))
            .args(arguments)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the daemon starts")
    }

    /// Drops articles and waits until the disk has them; returns how many bytes they have on average.
    pub(crate) fn fill(&self, count: usize) -> usize {
        let bytes = self.drop_numbered(0..count);
        settle_disk(self.0.path());
        bytes / count
    }

    /// Drops articles; returns how many bytes they have.
    pub(crate) fn drop_numbered(&self, numbers: Range<usize>) -> usize {
        let bytes = numbers.map(|number| {
            let text = articles::article(number as u64);
            fs::write(self.path("inbox").join(file_name(number)), &text).expect("an article");
            text.len()
        });
        bytes.sum()
    }

    /// Drops files of one line each, all different, and waits until the disk has them.
    pub(crate) fn fill_tiny(&self, count: usize) {
        let inbox = self.path("inbox");
        for number in 0..count {
            let mut file = File::create(inbox.join(file_name(number))).expect("a file");
            writeln!(file, "Talks number {number} were held.").expect("its line");
        }
        settle_disk(self.0.path());
    }

    /// The config file, with one line at its top changed.
    pub(crate) fn configured(&self, first_line: &str) -> PathBuf {
        let path = self.path("dragoman.toml");
        let config = fs::read_to_string(&path).expect("the config");
        let rest = config.split_once("# changes above\n").map_or(config.as_str(), |(_, rest)| rest);
        fs::write(&path, format!("{first_line}\n# changes above\n{rest}")).expect("a config");
        path
    }

    /// The newest segment, once there is one.
    pub(crate) fn log(&self) -> Tail {
        Tail { file: wait_for(&self.path("events/current.jsonl")), position: 0, documents: 0, bytes: vec![0; 1 << 20] }
    }
}

/// Waits until all that was written to the file system of a folder is on the disk, so that no measurement pays for it.
pub(crate) fn settle_disk(folder: &Path) {
    rustix::fs::syncfs(File::open(folder).expect("the folder")).expect("synced");
}

pub(crate) fn file_name(number: usize) -> String {
    format!("{number:07}.txt")
}

/// A segment that is followed as it grows.
pub(crate) struct Tail {
    file: File,
    position: u64,
    documents: usize,
    bytes: Vec<u8>,
}

impl Tail {
    /// How many whole documents have been read so far.
    pub(crate) fn documents(&mut self) -> usize {
        loop {
            let read = self.file.read_at(&mut self.bytes, self.position).expect("the log");
            let Some(end) = memchr::memrchr(b'\n', &self.bytes[..read]) else { return self.documents };
            self.documents += memchr::memmem::find_iter(&self.bytes[..end], DOCUMENT).count();
            self.position += end as u64 + 1;
        }
    }

    /// Goes to the end; what comes later counts.
    pub(crate) fn skip(&mut self) {
        self.position = self.position.max(self.file.metadata().expect("the log").len());
    }

    /// Waits for so many documents.
    pub(crate) fn wait_for_documents(&mut self, count: usize, look: Duration, patience: Duration) {
        let deadline = Instant::now() + patience;
        while self.documents() < count {
            assert!(Instant::now() < deadline, "not {count} documents within {patience:?}");
            std::thread::sleep(look);
        }
    }

    /// Waits for one more document.
    pub(crate) fn wait_for_another(&mut self) {
        let wanted = self.documents + 1;
        self.wait_for_documents(wanted, Duration::from_micros(100), Duration::from_secs(30));
    }
}

fn wait_for(path: &Path) -> File {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        match File::open(path) {
            Ok(file) => return file,
            Err(error) => assert!(Instant::now() < deadline, "{}: {error}", path.display()),
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
