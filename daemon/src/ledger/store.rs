//! The file of the ledger: two tables, up to where in the log they reach, and the files that stay in their inboxes.
//!
//! | table | key | value |
//! |---|---|---|
//! | `documents` | content | how often committed, newest line, whether complete once |
//! | `names` | hash of the file's name, line | content, when claimed |
//! | `position` | - | the newest line that is in both, and its content |
//! | `kept` | inbox and name | how the file looked, and the content that was committed, if it was |
//!
//! All change together or not at all.

use std::fs;
use std::io::{self, ErrorKind};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use redb::backends::InMemoryBackend;
use redb::{
    Builder, Database, ReadOnlyTable, ReadableDatabase, ReadableTableMetadata, TableDefinition, WriteTransaction,
};

use crate::id::DocumentId;
use crate::ledger::kept::{FileHash, KeptFile, Looks};
use crate::ledger::untouched::Untouched;
use crate::ledger::{Arrivals, Batch, Entry, NameHash, Version};
use crate::panics::caught;

/// Its name in the state folder.
pub const LEDGER: &str = "ledger.redb";
/// What the library keeps in memory of the file; its own default grows to hundreds of megabytes.
const CACHE_BYTES: usize = 32 << 20;

/// How long a command may take that reads the file of a daemon that does not run.
const READING_TIME: Duration = Duration::from_secs(5);

type ArrivalsRow = (u64, u64, bool);
type VersionRow<'a> = (&'a [u8; 32], i64);
type KeptRow<'a> = (u64, Option<&'a [u8; 32]>);

const DOCUMENTS: TableDefinition<&[u8; 32], ArrivalsRow> = TableDefinition::new("documents");
const NAMES: TableDefinition<(NameHash, u64), VersionRow<'static>> = TableDefinition::new("names");
const POSITION: TableDefinition<(), (u64, &[u8; 32])> = TableDefinition::new("position");
const KEPT: TableDefinition<(u64, u128), KeptRow<'static>> = TableDefinition::new("kept");

/// The newest commit that the file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The number of its line.
    pub sequence: u64,
    /// Its content.
    pub document: DocumentId,
}

/// The file, open for writing.
pub struct Store {
    database: Database,
    /// `None` for one in memory.
    path: Option<PathBuf>,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be read or written now.
    Io(io::Error),
    /// It is not what was written there.
    Damaged(String),
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> io::Error {
        match refusal {
            Refusal::Io(error) => error,
            Refusal::Damaged(why) => io::Error::new(ErrorKind::InvalidData, why),
        }
    }
}

impl<E: Into<redb::Error>> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        use redb::Error;
        match error.into() {
            Error::Io(error) if !matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) => {
                Refusal::Io(error)
            }
            // Another one has it open: a view that is about to be let go of, or a command.
            error @ Error::DatabaseAlreadyOpen => Refusal::Io(io::Error::new(ErrorKind::ResourceBusy, error)),
            error @ Error::PreviousIo => Refusal::Io(io::Error::other(error)),
            error => Refusal::Damaged(error.to_string()),
        }
    }
}

impl Store {
    /// Opens the ledger in a state folder, or begins one. A file that is damaged gives way to an empty one: all that it
    /// held is in the log.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn open_or_renew(state: &Path) -> io::Result<Store> {
        let path = state.join(LEDGER);
        // The library checks what it opens, and means to tell of damage rather than panic.
        let open = || caught(|| Store::open(&path)).unwrap_or_else(|panic| Err(Refusal::Damaged(panic)));
        match until_free(open) {
            Err(Refusal::Damaged(why)) => {
                tracing::warn!(path = %path.display(), why, "the ledger is damaged, it is made anew from the log");
                fs::remove_file(&path)?;
                Ok(Store::open(&path)?)
            }
            opened => Ok(opened?),
        }
    }

    /// Opens the file, or begins one.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is damaged.
    pub fn open(path: &Path) -> Result<Store, Refusal> {
        Store::with_tables(builder().create(path)?, Some(path.to_owned()))
    }

    /// Opens a file that was open before. One that is gone since then is damage: an empty one would be taken for whole.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is damaged.
    pub fn open_again(path: &Path) -> Result<Store, Refusal> {
        match builder().open(path).map_err(Refusal::from) {
            Ok(database) => Store::with_tables(database, Some(path.to_owned())),
            Err(Refusal::Io(error)) if error.kind() == ErrorKind::NotFound => {
                Err(Refusal::Damaged("it was removed".to_owned()))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// A ledger that nobody keeps.
    ///
    /// # Errors
    /// When there is no memory.
    pub fn in_memory() -> Result<Store, Refusal> {
        Store::with_tables(builder().create_with_backend(InMemoryBackend::new())?, None)
    }

    fn with_tables(database: Database, path: Option<PathBuf>) -> Result<Store, Refusal> {
        let mut store = Store { database, path };
        // Also where all are there: opening a file leaves it so that nobody else can read it before a commit.
        store.amend(make_tables)?;
        Ok(store)
    }

    /// Where the file is; `None` when it is none.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Up to where it reaches; `None` when it is empty.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn reached(&self) -> Result<Option<Reached>, Refusal> {
        reached_in(&self.database)
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn clear(&mut self) -> Result<(), Refusal> {
        self.amend(|transaction| {
            transaction.delete_table(DOCUMENTS)?;
            transaction.delete_table(NAMES)?;
            transaction.delete_table(POSITION)?;
            transaction.delete_table(KEPT)?;
            make_tables(transaction)
        })
    }

    /// Adds commits, in the order of their lines. Those that it has already are left out; all are in the file on return.
    ///
    /// # Errors
    /// When the file cannot be written; nothing was added then, and nothing can be read until it is opened anew.
    pub fn add(&mut self, entries: &[Entry]) -> Result<(), Refusal> {
        let new = self.lacking(entries)?;
        if new.is_empty() { Ok(()) } else { self.amend(|transaction| add_commits(transaction, new)) }
    }

    /// Adds commits, and changes what is remembered of files that stay in their inboxes.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn save(&mut self, batch: &Batch) -> Result<(), Refusal> {
        let new = self.lacking(&batch.entries)?;
        self.amend(|transaction| {
            add_commits(transaction, new)?;
            change_kept(transaction, batch)
        })
    }

    /// Those of some commits that it does not have.
    fn lacking(&self, entries: &[Entry]) -> Result<Vec<Entry>, Refusal> {
        let reached = self.reached()?.map_or(0, |reached| reached.sequence);
        Ok(entries.iter().filter(|entry| entry.sequence > reached).copied().collect())
    }

    fn amend(&mut self, change: impl FnOnce(&WriteTransaction) -> Result<(), redb::Error>) -> Result<(), Refusal> {
        let mut transaction = self.database.begin_write()?;
        // A file whose daemon was killed can be opened for reading, too.
        transaction.set_quick_repair(true);
        change(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// What it holds now, to be read beside whoever writes.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn view(&self) -> Result<View, Refusal> {
        View::of(&self.database)
    }
}

/// Opens a file that a command may be reading just now.
fn until_free(open: impl Fn() -> Result<Store, Refusal>) -> Result<Store, Refusal> {
    let deadline = Instant::now() + READING_TIME;
    loop {
        match open() {
            Err(Refusal::Io(error)) if error.kind() == ErrorKind::ResourceBusy && Instant::now() < deadline => {
                thread::sleep(READING_TIME / 500);
            }
            opened => return opened,
        }
    }
}

/// Opens the ledger of a daemon that does not run, for reading. What a killed daemon left is repaired for the reader alone,
/// which a file whose every commit was made for it takes in a moment. `None` when there is none, or none that can be
/// repaired: the log has all of it.
///
/// # Errors
/// When the file cannot be read, or a daemon has it.
pub fn open_for_reading(state: &Path) -> Result<Option<(View, Option<Reached>)>, Refusal> {
    let file = match fs::File::open(state.join(LEDGER)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file.map_err(Refusal::Io)?,
    };
    let open = || -> Result<_, Refusal> {
        let database = Builder::new().set_cache_size(CACHE_BYTES).create_with_backend(Untouched::new(file)?)?;
        let (view, reached) = (View::of(&database)?, reached_in(&database)?);
        Ok((View { _open: Some(database), ..view }, reached))
    };
    match caught(open) {
        Ok(Err(Refusal::Io(error))) => Err(Refusal::Io(error)),
        opened => Ok(opened.ok().and_then(Result::ok)),
    }
}

fn reached_in(database: &impl ReadableDatabase) -> Result<Option<Reached>, Refusal> {
    let found = database.begin_read()?.open_table(POSITION)?.get(())?;
    Ok(found.map(|row| {
        let (sequence, document) = row.value();
        Reached { sequence, document: DocumentId::from_bytes(*document) }
    }))
}

fn add_commits(transaction: &WriteTransaction, mut new: Vec<Entry>) -> Result<(), redb::Error> {
    let Some(last) = new.last().copied() else { return Ok(()) };
    // Neighbours in the file are written together.
    new.sort_unstable_by_key(|entry| *entry.document.as_bytes());
    let mut documents = transaction.open_table(DOCUMENTS)?;
    for entries in new.chunk_by(|one, next| one.document == next.document) {
        let arrivals = entries.iter().map(Arrivals::of).fold(Arrivals::default(), Arrivals::and);
        let key = entries[0].document;
        let before = documents.insert(key.as_bytes(), row_of(arrivals))?.map(|row| arrivals_of(row.value()));
        if let Some(before) = before {
            documents.insert(key.as_bytes(), row_of(before.and(arrivals)))?;
        }
    }
    new.sort_unstable_by_key(|entry| (entry.name, entry.sequence));
    let mut names = transaction.open_table(NAMES)?;
    for entry in &new {
        names.insert((entry.name, entry.sequence), (entry.document.as_bytes(), entry.claimed))?;
    }
    transaction.open_table(POSITION)?.insert((), (last.sequence, last.document.as_bytes()))?;
    Ok(())
}

fn change_kept(transaction: &WriteTransaction, batch: &Batch) -> Result<(), redb::Error> {
    let mut changes: Vec<_> = batch.kept.iter().collect();
    changes.sort_unstable_by_key(|(file, _)| **file);
    let mut kept = transaction.open_table(KEPT)?;
    for (file, remembered) in changes {
        let key = (file.inbox, file.name);
        match remembered {
            Some(KeptFile { looks, committed }) => {
                kept.insert(key, (looks.0, committed.as_ref().map(DocumentId::as_bytes)))?;
            }
            None => drop(kept.remove(key)?),
        }
    }
    Ok(())
}

fn make_tables(transaction: &WriteTransaction) -> Result<(), redb::Error> {
    transaction.open_table(DOCUMENTS)?;
    transaction.open_table(NAMES)?;
    transaction.open_table(POSITION)?;
    transaction.open_table(KEPT)?;
    Ok(())
}

fn builder() -> Builder {
    let mut builder = Builder::new();
    // A file that was altered is found out at once, instead of by a panic at any time later.
    builder.set_cache_size(CACHE_BYTES).set_check_integrity_on_open(true);
    builder
}

fn row_of(arrivals: Arrivals) -> ArrivalsRow {
    (arrivals.committed, arrivals.newest, arrivals.complete)
}

fn arrivals_of((committed, newest, complete): ArrivalsRow) -> Arrivals {
    Arrivals { committed, newest, complete }
}

/// What the file held at some time.
pub struct View {
    by_content: ReadOnlyTable<&'static [u8; 32], ArrivalsRow>,
    by_name: ReadOnlyTable<(NameHash, u64), VersionRow<'static>>,
    kept: ReadOnlyTable<(u64, u128), KeptRow<'static>>,
    /// For a view of a file that nobody else has open: what keeps it open.
    _open: Option<Database>,
}

impl View {
    fn of(database: &impl ReadableDatabase) -> Result<View, Refusal> {
        let transaction = database.begin_read()?;
        Ok(View {
            _open: None,
            by_content: transaction.open_table(DOCUMENTS)?,
            by_name: transaction.open_table(NAMES)?,
            kept: transaction.open_table(KEPT)?,
        })
    }

    /// How many different documents it has.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn documents(&self) -> Result<u64, Refusal> {
        Ok(self.by_content.len()?)
    }

    /// What is known of a content.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn arrivals(&self, document: DocumentId) -> Result<Arrivals, Refusal> {
        let found = self.by_content.get(document.as_bytes())?;
        Ok(found.map(|row| arrivals_of(row.value())).unwrap_or_default())
    }

    /// Contents whose hash is one of these, at most so many, and what is known of each.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn among(
        &self,
        hashes: &RangeInclusive<DocumentId>,
        most: usize,
    ) -> Result<Vec<(DocumentId, Arrivals)>, Refusal> {
        let mut found = Vec::new();
        for row in self.by_content.range::<&[u8; 32]>(hashes.start().as_bytes()..=hashes.end().as_bytes())?.take(most) {
            let (key, value) = row?;
            found.push((DocumentId::from_bytes(*key.value()), arrivals_of(value.value())));
        }
        Ok(found)
    }

    /// Files of a certain name, newest first, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn versions(&self, name: NameHash, most: usize) -> Result<Vec<Version>, Refusal> {
        let mut versions = Vec::new();
        for row in self.by_name.range((name, 0)..=(name, u64::MAX))?.rev().take(most) {
            let (key, value) = row?;
            let ((_, sequence), (document, claimed)) = (key.value(), value.value());
            versions.push(Version { sequence, document: DocumentId::from_bytes(*document), claimed });
        }
        Ok(versions)
    }

    /// What is remembered of a file that stays in its inbox.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn kept(&self, file: FileHash) -> Result<Option<KeptFile>, Refusal> {
        Ok(self.kept.get((file.inbox, file.name))?.map(|row| kept_of(row.value())))
    }

    /// Passes on all that is remembered of an inbox.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn each_kept(&self, inbox: u64, mut take: impl FnMut(u128, KeptFile)) -> Result<(), Refusal> {
        for row in self.kept.range((inbox, 0)..=(inbox, u128::MAX))? {
            let (key, value) = row?;
            take(key.value().1, kept_of(value.value()));
        }
        Ok(())
    }
}

fn kept_of((looks, committed): KeptRow<'_>) -> KeptFile {
    KeptFile { looks: Looks(looks), committed: committed.map(|bytes| DocumentId::from_bytes(*bytes)) }
}
