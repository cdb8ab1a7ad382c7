//! The config: where it is found, what it may say, and what is wrong with it.
//!
//! [`load`] finds the file, lays environment and `--set` over it, and checks the whole. What comes out is a
//! [`Config`] with absolute paths and real durations, so that nothing past startup checks again; or a [`ConfigError`]
//! that lists every fault at once, each with its place and what to write instead.
//!
//! The way of a setting: `find` reads the file, `syntax` speaks when it is no TOML; `layers` lays the overrides over
//! it; `keys` takes out what is not known; `raw` mirrors the file, each value read by its kind in `value` and
//! `units`; `check` makes the [`Config`], with `places` for folders that lie inside each other and `plugins` for the
//! tables of extractors, `inbox` for those of inboxes, `reader` for that of the reader. `source_map` remembers where everything stood, `error` shows it. `edit` changes the
//! chain in a file.

mod check;
mod code;
mod edit;
mod error;
mod find;
mod inbox;
mod keys;
mod layers;
mod load;
mod names;
mod places;
mod plugins;
mod raw;
mod reader;
mod source_map;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;
mod units;
mod value;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

pub use code::Code;
pub use edit::Edit;
pub use error::ConfigError;
pub use inbox::{Inbox, Order, Watching, glob};
pub use load::{load, load_or_default, state_folder};
pub use plugins::point_at_plugin;
use units::{KIB, MIB};

use crate::reader::json::Mapping;

/// The sample file: every key, explained, at its default.
pub const REFERENCE: &str = include_str!("../../../config/dragoman.toml");

/// Where settings come from, the strongest last: the file, `environment`, `set`.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The file that `--config` names; searched for when absent.
    pub file: Option<PathBuf>,
    /// The `--set KEY=VALUE` arguments.
    pub set: Vec<String>,
    /// The environment, all of it.
    pub environment: Vec<(String, String)>,
    /// The current folder, absolute.
    pub folder: PathBuf,
}

/// A config that can be run.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The checked config.
    pub config: Config,
    /// What is likely a mistake, rendered without colours.
    pub warnings: Vec<String>,
}

/// The checked config; every path is absolute.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// Where its relative paths start.
    pub folder: PathBuf,
    /// Names the log: `urn:dragoman:NAME`.
    pub name: String,
    /// The watched folders; at least one, none inside another.
    pub inboxes: Vec<Inbox>,
    /// The folder of the log's segments.
    pub log: PathBuf,
    /// What becomes of finished files.
    pub archive: Archive,
    /// The daemon's own folder: the quarantine is in it.
    pub state: PathBuf,
    /// How much of everything.
    pub limits: Limits,
    /// How the log is written.
    pub output: Output,
    /// What becomes of files that were set aside.
    pub quarantine: Quarantine,
    /// How documents are read.
    pub reader: Reader,
    /// Which extractors, in which order.
    pub chain: Chain,
    /// What the daemon says about itself.
    pub diagnostics: Diagnostics,
}

impl Config {
    /// The settings that another config changes and that a running daemon cannot take over.
    pub fn needing_restart(&self, other: &Config) -> Vec<&'static str> {
        let limits = |config: &Config| {
            let Limits {
                max_document,
                max_file,
                reconcile,
                quiet,
                empty_wait,
                truncated_wait,
                empty,
                retries,
                queue,
                free,
                ..
            } = config.limits;
            (max_document, max_file, reconcile, quiet, empty_wait, truncated_wait, empty, retries, queue, free)
        };
        let output = |config: &Config| {
            let Output { batch, journal, segment, keep, compressed, duplicates, .. } = config.output.clone();
            (batch, journal, segment, keep, compressed, duplicates)
        };
        let rows = [
            ("name", self.name != other.name),
            ("inbox", self.inboxes != other.inboxes),
            ("log", self.log != other.log),
            ("archive", self.archive != other.archive),
            ("state", self.state != other.state),
            ("[limits] of the inboxes", limits(self) != limits(other)),
            ("[output]", output(self) != output(other)),
            ("[quarantine]", self.quarantine != other.quarantine),
            ("[diagnostics]", self.diagnostics != other.diagnostics),
        ];
        rows.into_iter().filter_map(|(key, changed)| changed.then_some(key)).collect()
    }
}

/// What becomes of finished files.
#[derive(Clone, Debug, PartialEq)]
pub enum Archive {
    /// They are moved here.
    Folder(PathBuf),
    /// They are deleted.
    Delete,
    /// They stay in the inbox and are remembered.
    Keep,
}

/// How much of everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// How many processes run plugins; `None` for as many as there are cores.
    pub workers: Option<NonZeroUsize>,
    /// The largest document, in bytes.
    pub max_document: u64,
    /// The largest file, which may hold many documents, in bytes.
    pub max_file: u64,
    /// The longest text of a document, in bytes.
    pub max_text: u64,
    /// How long one extractor may take for one document.
    pub timeout: Duration,
    /// How long a worker may take to load and create the chain.
    pub start: Duration,
    /// How often the inboxes are scanned, whatever the kernel tells.
    pub reconcile: Duration,
    /// How long a file must be left alone after it was closed or moved in.
    pub quiet: Duration,
    /// How long a file that ends too early, and that nobody writes to, is given before it is set aside.
    pub truncated_wait: Duration,
    /// How long an empty file may stay empty.
    pub empty_wait: Duration,
    /// What becomes of one that stays empty longer.
    pub empty: Empty,
    /// How often a document is tried again after a transient error.
    pub retries: u32,
    /// How much memory a worker may take, in bytes of address space.
    pub memory: u64,
    /// How many bytes of documents may be in flight.
    pub queue: u64,
    /// How many bytes must be free on each disk that is written to; `None` for what suits the disk.
    pub free: Option<u64>,
}

/// What becomes of a file that stays empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// It is set aside.
    Quarantine,
    /// It stays where it is.
    Ignore,
}

/// How the log is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// When a batch is committed.
    pub batch: Batch,
    /// The longest line, in bytes.
    pub max_line: usize,
    /// The size of each of the two files of the commit journal, in bytes.
    pub journal: u64,
    /// When a new segment starts.
    pub segment: Segment,
    /// How long finished segments stay.
    pub keep: Keep,
    /// Where finished segments are compressed to.
    pub compressed: Option<PathBuf>,
    /// What a log or state folder on a network file system leads to.
    pub on_network: OnNetwork,
    /// What is written about a document that was committed before.
    pub duplicates: Duplicates,
}

/// When a batch is committed: at the first limit that is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// How many documents.
    pub documents: usize,
    /// How many bytes of lines.
    pub bytes: usize,
    /// How long the first document waits for company.
    pub wait: Duration,
}

/// How long finished segments stay: until the first limit is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// After their end; `None` for ever.
    pub age: Option<Duration>,
    /// Bytes of all of them; `None` for any.
    pub size: Option<u64>,
}

/// When a new segment starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The size at which a segment ends.
    pub size: u64,
    /// The age at which it ends; `None` for never.
    pub every: Option<Duration>,
}

/// What is written about a document that was committed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// A document record that says so.
    Mark,
    /// Nothing.
    Skip,
}

/// What a log or state folder on a network file system leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnNetwork {
    /// No start.
    Refuse,
    /// Nothing.
    Allow,
}

/// What becomes of files that were set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantine {
    /// Whether they are read again by themselves when the extractor that failed over them has changed.
    pub rearm: bool,
}

/// How documents are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reader {
    /// Where the parts of an article stand in JSON, before the places that are known.
    pub json: Mapping,
}

/// Which extractors, in which order.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Where plugin libraries are looked for first.
    pub path: Vec<PathBuf>,
    /// The extractors, first to last.
    pub extractors: Vec<Extractor>,
    /// How workers are confined.
    pub sandbox: Sandbox,
    /// Whom workers run as when the daemon runs as root: a name of `/etc/passwd`, or a number.
    pub worker_user: String,
    /// What an extractor that fails again and again leads to.
    pub on_plugin_failure: OnPluginFailure,
    /// Over how many documents within a minute that is; 0 for never.
    pub strikes: u32,
}

/// How workers are confined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sandbox {
    /// As far as the kernel can.
    Auto,
    /// Files, network and programs, or not at all.
    Required,
    /// Not.
    Off,
}

/// What an extractor that fails again and again leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPluginFailure {
    /// No document is taken any more.
    Halt,
    /// The chain runs without it.
    Bypass,
}

/// One extractor of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Extractor {
    /// Its name in the chain.
    pub name: String,
    /// The id of its plugin.
    pub plugin: String,
    /// What a failure costs.
    pub on_error: OnError,
    /// What it may do beyond reading documents.
    pub grant: Vec<Grant>,
    /// Folders that it may read.
    pub read: Vec<PathBuf>,
    /// Its own settings, a JSON object.
    pub config: serde_json::Value,
}

/// What an extractor may do beyond reading documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Start programs.
    Exec,
}

/// What a failure of an extractor costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// The document: it goes to the quarantine.
    Quarantine,
    /// This extractor's events only.
    Skip,
}

/// What the daemon says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostics {
    /// The least important level written, or a list of `part=level`.
    pub level: String,
    /// How lines look.
    pub format: Format,
}

/// How lines of diagnostics look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// What suits the place that they go to.
    Auto,
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// The settings of the top of the file, before they are joined to a folder.
mod top {
    pub(super) const NAME: &str = "dragoman";
    pub(super) const INBOX: &str = "inbox";
    pub(super) const LOG: &str = "events";
    pub(super) const ARCHIVE: &str = "archive";
    pub(super) const STATE: &str = ".dragoman";
    pub(super) const PLUGINS: [&str; 1] = ["plugins"];
    pub(super) const WORKER_USER: &str = "nobody";
    /// One bad document is an accident, two are bad luck.
    pub(super) const STRIKES: u32 = 3;
    pub(super) const ORDER: [&str; 7] = ["language", "anatomy", "syntax", "dates", "names", "quotes", "interactions"];
    /// Slow writers pause between chunks for less than a second as a rule.
    pub(super) const SETTLE: std::time::Duration = std::time::Duration::from_secs(1);
    pub(super) const POLL: std::time::Duration = std::time::Duration::from_secs(5);
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            workers: None,
            max_document: 64 * MIB,
            max_file: 8192 * MIB,
            max_text: 8 * MIB,
            // Extraction takes milliseconds: whoever needs this long is stuck.
            timeout: Duration::from_secs(10),
            // Loading takes milliseconds; programs that extractors start may take seconds.
            start: Duration::from_secs(20),
            reconcile: Duration::from_secs(30),
            quiet: Duration::from_millis(50),
            empty_wait: Duration::from_secs(60),
            truncated_wait: Duration::from_secs(20),
            retries: 3,
            // Four of the largest documents.
            memory: 512 * MIB,
            queue: 256 * MIB,
            empty: Empty::Quarantine,
            free: None,
        }
    }
}

impl Default for Output {
    fn default() -> Self {
        Output {
            batch: Batch::default(),
            // Log shippers cut lines at 32 KiB.
            max_line: 30 * KIB as usize,
            // Some seconds of work; larger ones are synced more rarely and read longer by a start.
            journal: 16 * MIB,
            segment: Segment::default(),
            keep: Keep { age: None, size: None },
            compressed: None,
            on_network: OnNetwork::Refuse,
            duplicates: Duplicates::Mark,
        }
    }
}

impl Default for Batch {
    fn default() -> Self {
        Batch { documents: 64, bytes: MIB as usize, wait: Duration::from_millis(5) }
    }
}

impl Default for Segment {
    fn default() -> Self {
        Segment { size: 256 * MIB, every: Some(Duration::from_secs(24 * 60 * 60)) }
    }
}

impl Default for Quarantine {
    fn default() -> Self {
        Quarantine { rearm: true }
    }
}

impl Default for Diagnostics {
    fn default() -> Self {
        Diagnostics { level: "info".to_owned(), format: Format::Auto }
    }
}
