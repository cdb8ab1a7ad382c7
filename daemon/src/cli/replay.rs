//! `dragoman replay`: has archived documents read anew, after a plugin or its settings changed.

use std::collections::{BTreeMap, HashMap};
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
    /// Files, wherever they are or were, or the first digits of documents' hashes (b3:…); one document of a file that
    /// holds many by its number, as `wire.jsonl#3`
    #[arg(value_name = "PATH|ID", required_unless_present = "all")]
    words: Vec<OsString>,
    /// All documents of the log but those of files that hold many
    #[arg(long, conflicts_with = "words")]
    all: bool,
    /// Only tell what would be read
    #[arg(long)]
    dry_run: bool,
}

/// What the log says of one content.
#[derive(Default)]
struct Past {
    /// Whether it is a file that holds many documents.
    holds_many: bool,
    /// Whether it was asked for.
    is_meant: bool,
    /// Its newest record that has events.
    reading: Option<Reading>,
    /// Where its bytes may be: inbox and name, and when they were committed.
    files: Vec<(PathBuf, OsString, Timestamp)>,
}

struct Reading {
    /// The number of its line in the log.
    line: u64,
    id: String,
    fingerprint: String,
    inbox: String,
    name: OsString,
    /// Which of the documents of the file it is, if that holds many.
    entry: Option<u32>,
}

/// The files that hold many documents, by inbox and name.
#[derive(Default)]
struct Holders(HashMap<(String, OsString), Vec<Holder>>);

/// A file that holds many documents.
#[derive(Clone, Copy)]
struct Holder {
    /// The number of the line of its own record, which follows those of its documents.
    line: u64,
    id: DocumentId,
    committed: Timestamp,
}

/// What became of the documents that were asked for.
#[derive(Default)]
struct Outcome {
    given: usize,
    unchanged: usize,
    gone: usize,
    /// Whether files that hold many documents were left.
    of_many: bool,
}

impl Replay {
    pub(super) fn run(&self, settings: &Settings) -> Result<Exit, Failure> {
        let config = settings.load()?.config;
        let setup = startup::setup(&config, &mut Store::default())?;
        let fingerprint = &setup.generation.fingerprint_hex;
        let mut outcome = Outcome::default();
        let (pasts, holders) = self.pasts(&config)?;
        let mut archive = Archived { config: &config, found: HashMap::new() };
        for (document, past) in pasts {
            let Some(reading) = &past.reading else { continue };
            if past.holds_many || self.all && reading.entry.is_some() {
                outcome.of_many = true;
                continue;
            }
            if reading.fingerprint == *fingerprint {
                outcome.unchanged += 1;
                continue;
            }
            let file = past.file(document, &holders, &mut archive);
            match file.map_err(|error| cannot(&reading.name, &config, &error))? {
                None => outcome.gone += 1,
                Some(file) => {
                    if !self.dry_run {
                        reading.give(&file, &config).map_err(|error| cannot(&reading.name, &config, &error))?;
                    }
                    outcome.given += 1;
                    // A reader that is gone has seen enough.
                    let _ = writeln!(io::stdout(), "{}", printable(&reading.shown()));
                }
            }
        }
        self.report(&outcome, &config)
    }

    /// The documents that are meant, with all that the log says of them, and the files that hold many.
    fn pasts(&self, config: &Config) -> Result<(BTreeMap<DocumentId, Past>, Holders), Failure> {
        let asked: Vec<Asked> = self.words.iter().map(|word| Asked::of(word, config)).collect();
        let mut pasts: BTreeMap<DocumentId, Past> = BTreeMap::new();
        let mut holders = Holders::default();
        records::each(&LogFolder::new(&config.log), 1, |record| {
            let Some(document) = DocumentId::parse(record.hash) else { return };
            let past = pasts.entry(document).or_default();
            past.is_meant |= self.all || asked.iter().any(|asked| means(asked, record));
            past.note(record);
            holders.note(record, document);
        })?;
        pasts.retain(|_, past| past.is_meant);
        Ok((pasts, holders))
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
        if of_many {
            let fix = "name one of their documents by its hash, or by its number as wire.jsonl#3";
            left.push(format!("files that hold many documents are not read anew as a whole: {fix}"));
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
        self.holds_many |= record.holds_many;
        let name = OsString::from_vec(record.file.clone());
        if record.outcome != "duplicate" {
            // A record of its file follows the first of its own, and none the later ones.
            let first = self.reading.as_ref().map(|reading| reading.line).filter(|_| record.is_anew);
            self.reading = Some(Reading {
                line: first.unwrap_or(record.line),
                id: record.id.to_owned(),
                fingerprint: record.fingerprint.clone().into_owned(),
                inbox: record.inbox.clone(),
                name: name.clone(),
                entry: record.entry,
            });
        }
        if record.entry.is_none() {
            let inbox = PathBuf::from(&record.inbox);
            self.files.extend(record.time.parse().ok().map(|time| (inbox, name, time)));
        }
    }

    /// A file of the archive, or of an inbox where files stay, that has the content, or that holds it.
    fn file(&self, document: DocumentId, holders: &Holders, archive: &mut Archived<'_>) -> io::Result<Option<PathBuf>> {
        if let Some(reading) = self.reading.as_ref().filter(|reading| reading.entry.is_some()) {
            let Some(Holder { id, committed, .. }) = holders.of(reading) else { return Ok(None) };
            return archive.find(Path::new(&reading.inbox), &reading.name, committed, id);
        }
        for (inbox, name, committed) in &self.files {
            if let Some(path) = archive.find(inbox, name, *committed, document)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}

impl Holders {
    fn note(&mut self, record: &Record<'_>, document: DocumentId) {
        if let Some(committed) = record.time.parse().ok().filter(|_| record.holds_many) {
            let file = (record.inbox.clone(), OsString::from_vec(record.file.clone()));
            self.0.entry(file).or_default().push(Holder { line: record.line, id: document, committed });
        }
    }

    /// The file that a document was read from.
    fn of(&self, reading: &Reading) -> Option<Holder> {
        let files = self.0.get(&(reading.inbox.clone(), reading.name.clone()))?;
        files.iter().find(|holder| holder.line > reading.line).copied()
    }
}

/// The archive, and what was found in it: a large file is not hashed for each of its documents.
struct Archived<'a> {
    config: &'a Config,
    found: HashMap<DocumentId, PathBuf>,
}

impl Archived<'_> {
    fn find(
        &mut self,
        inbox: &Path,
        name: &OsStr,
        committed: Timestamp,
        document: DocumentId,
    ) -> io::Result<Option<PathBuf>> {
        if let Some(path) = self.found.get(&document) {
            return Ok(Some(path.clone()));
        }
        let path = archived::find(&self.config.archive, inbox, Path::new(name), committed, document)?;
        self.found.extend(path.clone().map(|path| (document, path)));
        Ok(path)
    }
}

impl Reading {
    /// What it is called, for people.
    fn shown(&self) -> String {
        let number = self.entry.map(|number| format!("#{number}")).unwrap_or_default();
        format!("{}{number}", self.name.to_string_lossy())
    }

    /// Puts a file where the daemon reads it anew. One that waits there already is left.
    fn give(&self, file: &Path, config: &Config) -> io::Result<()> {
        // An inbox that is no longer in the config: the first one's settings must do.
        let of = config.inboxes.iter().find(|inbox| inbox.path.as_os_str() == OsStr::new(&self.inbox));
        let inbox = of.unwrap_or(&config.inboxes[0]);
        let Reading { id, fingerprint, name, entry, .. } = self;
        let (fingerprint, supersedes) = (fingerprint.clone(), id.clone());
        let anew = Anew { inbox: 0, name: name.clone(), fingerprint, supersedes, entry: *entry };
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
