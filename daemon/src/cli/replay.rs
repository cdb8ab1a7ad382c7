//! `dragoman replay`: has archived documents read anew, after a plugin or its settings changed.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::explain::asked::Asked;
use crate::cli::printable::printable;
use crate::cli::records::{self, Record};
use crate::cli::table::grouped;
use crate::cli::{Settings, archived};
use crate::codes::folders::{CANNOT_REPLAY, NOT_REPLAYED};
use crate::config::Config;
use crate::control::{Request, client};
use crate::exit::{Exit, Failure};
use crate::id::DocumentId;
use crate::inbox::replay::{REPLAY, Replay as Anew};
use crate::log::read::LogFolder;
use crate::plugin::store::Store;
use crate::startup;

#[derive(clap::Args)]
pub(super) struct Replay {
    /// Files, wherever they are or were, or the first digits of documents' hashes (b3:…)
    #[arg(value_name = "PATH|ID", required_unless_present = "all")]
    words: Vec<OsString>,
    /// All documents of the log
    #[arg(long, conflicts_with = "words")]
    all: bool,
    /// Only tell what would be read
    #[arg(long)]
    dry_run: bool,
}

/// What the log says of one content.
#[derive(Default)]
struct Past {
    /// Whether it came in a file that holds many, or is one.
    of_many: bool,
    /// Whether it was asked for.
    is_meant: bool,
    /// Its newest record that has events.
    reading: Option<Reading>,
    /// Where its bytes may be: inbox and name, and when they were committed.
    files: Vec<(PathBuf, OsString, Timestamp)>,
}

struct Reading {
    id: String,
    fingerprint: String,
    inbox: String,
    name: OsString,
}

/// What became of the documents that were asked for.
#[derive(Default)]
struct Outcome {
    given: usize,
    unchanged: usize,
    gone: usize,
    of_many: usize,
}

impl Replay {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let config = settings.load()?.config;
        let setup = startup::setup(&config, &mut Store::default())?;
        let fingerprint = &setup.generation.fingerprint_hex;
        let mut outcome = Outcome::default();
        for (document, past) in self.pasts(&config)? {
            let Some(reading) = &past.reading else { continue };
            if past.of_many {
                outcome.of_many += 1;
                continue;
            }
            if reading.fingerprint == *fingerprint {
                outcome.unchanged += 1;
                continue;
            }
            match past.file(document, &config).map_err(|error| cannot(&reading.name, &config, &error))? {
                None => outcome.gone += 1,
                Some(file) => {
                    if !self.dry_run {
                        reading.give(&file, &config).map_err(|error| cannot(&reading.name, &config, &error))?;
                    }
                    outcome.given += 1;
                    // A reader that is gone has seen enough.
                    let _ = writeln!(io::stdout(), "{}", printable(&reading.name.to_string_lossy()));
                }
            }
        }
        self.report(&outcome, &config)
    }

    /// The documents that are meant, with all that the log says of them.
    fn pasts(&self, config: &Config) -> Result<BTreeMap<DocumentId, Past>, Failure> {
        let asked: Vec<Asked> = self.words.iter().map(|word| Asked::of(word, config)).collect();
        let mut pasts: BTreeMap<DocumentId, Past> = BTreeMap::new();
        records::each(&LogFolder::new(&config.log), 1, |record| {
            let Some(document) = DocumentId::parse(record.hash) else { return };
            let past = pasts.entry(document).or_default();
            past.is_meant |= self.all || asked.iter().any(|asked| means(asked, record));
            past.note(record);
        })?;
        pasts.retain(|_, past| past.is_meant);
        Ok(pasts)
    }

    fn report(&self, outcome: &Outcome, config: &Config) -> Result<Exit, Failure> {
        let Outcome { given, unchanged, gone, of_many } = *outcome;
        let documents =
            |count: usize| format!("{} document{}", grouped(count as u64), if count == 1 { "" } else { "s" });
        let mut left = Vec::new();
        if unchanged > 0 {
            let was = if unchanged == 1 { "was" } else { "were" };
            left.push(format!(
                "{} {was} read by this very chain, which would give the same events",
                documents(unchanged)
            ));
        }
        if gone > 0 {
            left.push(format!("of {} the archive has no file any more", documents(gone)));
        }
        if of_many > 0 {
            left.push(format!("{} came in files that hold many, which are not read anew", documents(of_many)));
        }
        if given == 0 {
            let why = if left.is_empty() { "the log has no such document".to_owned() } else { left.join("; ") };
            let fix = "change a plugin or its settings first; `dragoman explain` tells what is known of a file";
            return Err(Failure::new(
                Exit::Found,
                format_args!("error[{NOT_REPLAYED}]: nothing is read anew: {why}\n  fix:   {fix}"),
            ));
        }
        let by = match (self.dry_run, client::ask(&config.state, Request::Scan).is_ok()) {
            (true, _) => "to be read anew",
            (false, true) => "to be read anew by the running daemon",
            (false, false) => "to be read anew by the next `dragoman run`",
        };
        eprintln!("{} {by}", documents(given));
        left.iter().for_each(|why| eprintln!("{why}"));
        Ok(Exit::Fine)
    }
}

/// Whether a record is about what a word means: a content, if the word tells which, else a name.
fn means(asked: &Asked, record: &Record<'_>) -> bool {
    let hashes = &asked.question.hashes;
    hashes.iter().any(|digits| record.hash.starts_with(digits))
        || hashes.is_empty() && asked.names().iter().any(|name| name.as_bytes() == record.name)
}

impl Past {
    fn note(&mut self, record: &Record<'_>) {
        self.of_many |= record.of_many;
        let name = OsString::from_vec(record.name.clone());
        if record.outcome != "duplicate" {
            let (id, fingerprint) = (record.id.to_owned(), record.fingerprint.clone().into_owned());
            self.reading = Some(Reading { id, fingerprint, inbox: record.inbox.clone(), name: name.clone() });
        }
        let inbox = PathBuf::from(&record.inbox);
        self.files.extend(record.time.parse().ok().map(|time| (inbox, name, time)));
    }

    /// A file of the archive, or of an inbox where files stay, that has the content.
    fn file(&self, document: DocumentId, config: &Config) -> io::Result<Option<PathBuf>> {
        for (inbox, name, committed) in &self.files {
            if let Some(path) = archived::find(&config.archive, inbox, Path::new(name), *committed, document)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}

impl Reading {
    /// Puts a file where the daemon reads it anew. One that waits there already is left.
    fn give(&self, file: &Path, config: &Config) -> io::Result<()> {
        // An inbox that is no longer in the config: the first one's settings must do.
        let of = config.inboxes.iter().find(|inbox| inbox.path.as_os_str() == OsStr::new(&self.inbox));
        let inbox = of.unwrap_or(&config.inboxes[0]);
        let Reading { id, fingerprint, name, .. } = self;
        let anew = Anew { inbox: 0, name: name.clone(), fingerprint: fingerprint.clone(), supersedes: id.clone() };
        let target = config.state.join(REPLAY).join(anew.path(&inbox.path));
        fs::create_dir_all(target.parent().unwrap_or(&target))?;
        match fs::hard_link(file, &target) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            // Another file system, or another user's file.
            Err(_) => copy(file, &target),
            Ok(()) => Ok(()),
        }
    }
}

/// Copies a file so that it is there whole or not at all.
fn copy(file: &Path, target: &Path) -> io::Result<()> {
    let mut unfinished = target.as_os_str().to_owned();
    unfinished.push(".part");
    fs::copy(file, &unfinished)?;
    fs::rename(&unfinished, target)
}

fn cannot(name: &OsStr, config: &Config, error: &io::Error) -> Failure {
    let folder = config.state.join(REPLAY);
    let doing = format!("cannot put {} into {}", printable(&name.to_string_lossy()), folder.display());
    let fix = "do it as the user that runs the daemon, and see that its disk has room";
    Failure::io(Exit::Io, CANNOT_REPLAY, doing, error, fix)
}
