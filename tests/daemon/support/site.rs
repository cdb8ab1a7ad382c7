//! A temporary folder with a config, an inbox, and all that a daemon makes of them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::support::daemon::Daemon;
use crate::support::finished::Finished;
use crate::support::log::{End, Log};
use crate::support::skip;

/// A folder for one test, removed with it.
pub(crate) struct Site {
    folder: tempfile::TempDir,
    inbox: PathBuf,
    inbox_settings: String,
    settings: Mutex<BTreeMap<&'static str, Value>>,
    launcher: Vec<String>,
}

/// A file in quarantine with the reason beside it.
#[derive(Debug)]
pub(crate) struct SetAside {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
    pub(crate) reason: Value,
}

impl Site {
    /// A chain of `mischief` alone, two workers, and no more patience than a test needs.
    pub(crate) fn new() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let inbox = folder.path().join("inbox");
        fs::create_dir(&inbox).unwrap();
        let site = Site {
            folder,
            inbox,
            inbox_settings: "settle = \"200 ms\"\n".to_owned(),
            settings: Mutex::default(),
            launcher: Vec::new(),
        };
        site.set("chain.path", json!([libraries()]))
            .set("chain.order", json!(["mischief"]))
            .set("limits.workers", 2)
            .set("limits.quiet", "20 ms")
            // The disks of tests are as full as they are, and some are filled to their end.
            .set("limits.free", "0 B")
            .set("diagnostics.level", "debug")
    }

    /// Writes one setting: its dotted key and its value.
    pub(crate) fn set(self, key: &'static str, value: impl Into<Value>) -> Site {
        self.change(key, value);
        self
    }

    /// Writes one setting while a daemon may be running; it is in the file when the next command is executed.
    pub(crate) fn change(&self, key: &'static str, value: impl Into<Value>) {
        self.settings.lock().unwrap().insert(key, value.into());
    }

    /// Takes another folder as the inbox.
    pub(crate) fn inbox_at(mut self, inbox: &Path) -> Site {
        self.inbox = inbox.to_owned();
        self
    }

    /// Writes more settings of the inbox, as TOML.
    pub(crate) fn inbox_setting(mut self, toml: &str) -> Site {
        self.inbox_settings.push_str(toml);
        self.inbox_settings.push('\n');
        self
    }

    /// Starts the daemon by way of another program.
    pub(crate) fn launcher(mut self, words: &[&str]) -> Site {
        self.launcher = words.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    /// Runs all programs as nobody, to whom files can be closed; `None`, and a visible line, where that cannot be done.
    pub(crate) fn run_by_nobody(self) -> Option<Site> {
        const NOBODY: [&str; 4] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        if !rustix::process::geteuid().is_root() {
            return Some(self);
        }
        let version = [env!("CARGO_BIN_EXE_dragoman"), "--version"];
        let runs = Command::new(NOBODY[0]).args(&NOBODY[1..]).args(version).output();
        if !runs.is_ok_and(|output| output.status.success()) {
            skip("cannot run the program as another user");
            return None;
        }
        self.config();
        for path in [self.path(""), self.inbox.clone(), self.path("dragoman.toml")] {
            std::os::unix::fs::chown(path, Some(65534), Some(65534)).unwrap();
        }
        Some(self.launcher(&NOBODY))
    }

    /// A place in the folder.
    pub(crate) fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// The config file, written anew.
    pub(crate) fn config(&self) -> PathBuf {
        // JSON texts, numbers and lists of texts are TOML as well.
        let mut text: String =
            self.settings.lock().unwrap().iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        text.push_str(&format!("[[inboxes]]\npath = {}\n{}", json!(self.inbox), self.inbox_settings));
        let path = self.path("dragoman.toml");
        // Whole at once, and only when it differs: a daemon may be reading it.
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            let new = self.path("dragoman.toml.new");
            fs::write(&new, text).unwrap();
            fs::rename(new, &path).unwrap();
        }
        path
    }

    /// The line of the config file on which a setting stands, from 1.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        1 + self.settings.lock().unwrap().keys().position(|known| *known == key).unwrap()
    }

    // Files.

    /// Drops a file as everybody should: written elsewhere, then renamed into the inbox.
    pub(crate) fn deliver(&self, name: impl AsRef<OsStr>, content: impl AsRef<[u8]>) {
        let outside = self.path("delivery");
        fs::write(&outside, content).unwrap();
        fs::rename(outside, self.inbox.join(name.as_ref())).unwrap();
    }

    /// Drops files `report-0001.txt` and on, each with its own content; returns their names.
    pub(crate) fn deliver_reports(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
        let names = numbers.into_iter().map(|number| {
            self.deliver(numbered(number), crate::support::article(number));
            numbered(number)
        });
        names.collect()
    }

    /// A place in the inbox.
    pub(crate) fn inbox(&self, name: impl AsRef<Path>) -> PathBuf {
        self.inbox.join(name)
    }

    /// What lies in the inbox, sorted; the work area is not a part of it.
    pub(crate) fn inbox_names(&self) -> Vec<String> {
        let names = names(&self.inbox).into_iter().filter(|name| name != ".dragoman-work");
        names.collect()
    }

    /// What lies in the archive, as paths below it.
    pub(crate) fn archived(&self) -> Vec<PathBuf> {
        let archive = self.path("archive");
        let files = files_below(&archive);
        files.iter().map(|path| path.strip_prefix(&archive).unwrap().to_owned()).collect()
    }

    /// What lies in quarantine, sorted by name. The code of every reason is in the catalogue.
    pub(crate) fn quarantined(&self) -> Vec<SetAside> {
        let files = files_below(&self.path(".dragoman/quarantine"));
        let mut found = Vec::new();
        for path in files.iter().filter(|path| !path.as_os_str().as_bytes().ends_with(b".reason.json")) {
            let mut beside = path.clone().into_os_string();
            beside.push(".reason.json");
            let Ok(reason) = fs::read(&beside) else { panic!("{} has no reason beside it", path.display()) };
            let reason: Value = serde_json::from_slice(&reason).unwrap();
            assert!(reason["code"].as_str().is_some_and(is_explained), "ERRORS.md does not explain {reason}");
            found.push(SetAside {
                name: path.file_name().unwrap().to_string_lossy().into_owned(),
                content: fs::read(path).unwrap_or_default(),
                reason,
            });
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    /// How many files have left the inbox for good.
    pub(crate) fn disposed(&self) -> usize {
        let is_reason = |path: &PathBuf| path.as_os_str().as_bytes().ends_with(b".reason.json");
        let aside = files_below(&self.path(".dragoman/quarantine"));
        self.archived().len() + aside.iter().filter(|path| !is_reason(path)).count()
    }

    /// Every file of the folder with its content; special files and folders with none.
    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut tree = BTreeMap::new();
        walk(self.folder.path(), &mut |path| {
            let content = if path.is_file() { fs::read(path).unwrap() } else { Vec::new() };
            tree.insert(path.to_owned(), content);
        });
        tree
    }

    // Programs.

    /// The program, with none of our environment's settings.
    pub(crate) fn program(&self) -> Command {
        let program = env!("CARGO_BIN_EXE_dragoman");
        let mut words = self.launcher.iter().map(String::as_str).chain([program]);
        let mut command = Command::new(words.next().unwrap_or(program));
        command.args(words).current_dir(self.folder.path());
        for (name, _) in std::env::vars_os() {
            if name == "RUST_LOG" || name.as_bytes().starts_with(b"DRAGOMAN_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// One of the program's commands, with this config.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.program();
        command.args(arguments).arg("--config").arg(self.config());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn execute(&self, arguments: &[&str]) -> Finished {
        Finished::of(&mut self.command(arguments))
    }

    /// Starts the daemon and waits until it is ready.
    #[track_caller]
    pub(crate) fn start(&self) -> Daemon<'_> {
        let daemon = Daemon::spawn(self, &mut self.command(&["run"]));
        daemon.wait_until_ready();
        daemon
    }

    /// Empties the inbox.
    pub(crate) fn run_once(&self) -> Finished {
        self.execute(&["run", "--once"])
    }

    /// The log that a daemon left; every document in it must be whole.
    #[track_caller]
    pub(crate) fn log(&self) -> Log {
        Log::read(&self.log_folder(), End::Whole)
    }

    pub(super) fn log_folder(&self) -> PathBuf {
        self.path("events")
    }
}

/// Where the libraries of the bundled and the test extractors are: beside the executable of the tests.
pub(crate) fn libraries() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

/// `report-0042.txt`
fn numbered(number: usize) -> String {
    format!("report-{number:04}.txt")
}

fn is_explained(code: &str) -> bool {
    include_str!("../../../ERRORS.md").contains(&format!("\n### {code}\n"))
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(folder, &mut |path| {
        if !path.is_dir() {
            files.push(path.to_owned());
        }
    });
    files
}

/// Visits everything below a folder that may be changing.
fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort_unstable();
    for path in paths {
        visit(&path);
        if path.is_dir() && !path.is_symlink() {
            walk(&path, visit);
        }
    }
}
