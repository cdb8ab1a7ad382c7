//! Reads the event log and writes the cluster log, which is its own state: what a start must know stands in it.
//!
//! The cluster log is a log as the event log is, with a journal, so a crash at any time loses nothing and doubles nothing.
//! Each document whose interactions joined clusters has its lines there, one an interaction, and behind them its own
//! record with the place in the event log up to which it was read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::clusters::Clusters;
use super::days::Days;
use super::happening::{Happening, Interaction};
use super::record::{Member, Position, Read};
use crate::codes::folders::{CLUSTERS_OF_OTHER_LOG, LOG_REFUSED};
use crate::config::Output;
use crate::exit::{Exit, Failure};
use crate::id::{DocumentId, Fingerprint};
use crate::inbox::lock::Lock;
use crate::log::cursor::{Cursor, CursorError, Unit};
use crate::log::error::ReadError;
use crate::log::journal::frame::Noted;
use crate::log::line::{BlockWriter, DOCUMENT_TYPE, Source};
use crate::log::read::{Envelope, LogFolder};
use crate::log::seal::Sealer;
use crate::log::writer::{Ack, Batch, Commit, Writer};
use crate::startup::{self, OpenLog};

/// The record that is written.
const CLUSTER: &str = "cluster";
const CLUSTER_TYPE: &str = "dragoman.cluster.v1";
const INTERACTION_TYPE: &str = "dragoman.interaction.v1";
const ENTITY_TYPE: &str = "dragoman.entity.v1";
const ARTICLE_TYPE: &str = "dragoman.article.v1";
const EXTRACTOR: &str = concat!("cluster@", env!("CARGO_PKG_VERSION"));
/// The folder, in that of the cluster log, with its journal.
const STATE: &str = ".state";
/// Documents to a batch: nobody waits for the single one.
const BATCH: Batch = Batch { documents: 256, bytes: 1 << 20, wait: std::time::Duration::from_millis(5) };

/// The cluster log, open, and what is in it.
pub struct ClusterLog {
    clusters: Clusters,
    source: Source,
    /// The event log that it is about, once that is known.
    about: Option<String>,
    /// The line of the event log to go on with.
    next: u64,
    writer: Option<Writer>,
    sealer: Option<Sealer>,
    failure: Arc<Mutex<Option<String>>>,
    /// What was read of a document that is not at its end.
    pending: Pending,
    told: Told,
    _lock: Lock,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// Interactions that were read.
    pub interactions: u64,
    /// Of these, how many can be compared across articles.
    pub clustered: u64,
    /// Clusters that there are now, from all runs.
    pub clusters: u64,
}

/// A document's lines so far.
#[derive(Default)]
struct Pending {
    /// The number of the last line.
    last: u64,
    published: Option<Days>,
    persons: BTreeSet<String>,
    /// Ids and data.
    interactions: Vec<(String, Interaction)>,
}

impl ClusterLog {
    /// Opens a folder, or begins one, and reads what is in it.
    ///
    /// # Errors
    /// As [`startup::open_log`]; when what is in it cannot be read.
    pub fn open(folder: &Path, name: &str, output: &Output) -> Result<ClusterLog, Failure> {
        let name = format!("{name}-clusters");
        let state = folder.join(STATE);
        fs::create_dir_all(folder).and_then(|()| startup::private_folder(&state).map(drop)).map_err(|error| {
            let doing = format!("cannot create the folder {}", state.display());
            let fix = "create it yourself, or name another after --into";
            Failure::io(Exit::CannotCreate, crate::codes::folders::CANNOT_CREATE, doing, &error, fix)
        })?;
        let OpenLog { log, sealer, lock, .. } = startup::open_log(folder, &state, &name, output)?;
        let (clusters, position) = remember(folder).map_err(|error| refused(folder, &error))?;
        let failure = Arc::new(Mutex::new(None));
        let told = Arc::clone(&failure);
        let acknowledge = move |ack| {
            if let Ack::Failed(error) = ack {
                told.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| error.to_string());
            }
        };
        let writer = Writer::start(log, BATCH, acknowledge).map_err(|error| refused(folder, &error))?;
        let (about, next) = position.map_or((None, 0), |(source, sequence)| (Some(source), sequence + 1));
        Ok(ClusterLog {
            clusters,
            source: Source::new(&name),
            about,
            next,
            writer: Some(writer),
            sealer: Some(sealer),
            failure,
            pending: Pending::default(),
            told: Told::default(),
            _lock: lock,
        })
    }

    /// The line of the event log to go on with; 0 at the beginning.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Stands before the first line of the event log that was not read yet.
    ///
    /// # Errors
    /// When there is no log.
    pub(crate) fn cursor(&self, events: &LogFolder) -> Result<Cursor, ReadError> {
        let from = self.next.max(events.first_sequence()?);
        Cursor::new(events.clone(), from, Unit::Document)
    }

    /// Reads all that is new in the event log, and writes what came of it.
    ///
    /// # Errors
    /// When the event log cannot be read or is another than before, or this one cannot be written.
    pub(crate) fn read(&mut self, cursor: &mut Cursor) -> Result<(), ClusterError> {
        let mut fault = None;
        let read = cursor.read(
            &mut |line| {
                if fault.is_none() {
                    fault = self.take(line).err();
                }
                false
            },
            &mut std::io::sink(),
        );
        if let Some(fault) = fault {
            return Err(ClusterError::Failed(fault));
        }
        if let Some(error) = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(ClusterError::Failed(not_written(&error)));
        }
        match read {
            Err(CursorError::Log(error)) => Err(ClusterError::Events(error)),
            Ok(()) | Err(CursorError::Output(_)) => Ok(()),
        }
    }

    /// Commits what was read, and tells what was done.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn finish(mut self) -> Result<Told, Failure> {
        if let Some(writer) = self.writer.take() {
            writer.finish();
        }
        if let Some(sealer) = self.sealer.take() {
            sealer.finish();
        }
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        match failure {
            Some(error) => Err(not_written(&error)),
            None => Ok(Told { clusters: self.clusters.count() as u64, ..self.told }),
        }
    }

    /// Takes a line of the event log.
    fn take(&mut self, line: &Envelope<'_>) -> Result<(), Failure> {
        if *self.about.get_or_insert_with(|| line.source.to_owned()) != line.source {
            return Err(self.of_other_log(line.source));
        }
        // A document that was not whole is read again from its beginning.
        if line.sequence <= self.pending.last {
            self.pending = Pending::default();
        }
        self.pending.last = line.sequence;
        match line.kind {
            ARTICLE_TYPE => self.pending.published = published(line.data),
            ENTITY_TYPE => self.pending.persons.extend(person(line.data)),
            INTERACTION_TYPE => {
                self.told.interactions += 1;
                if let Ok(interaction) = serde_json::from_str(line.data) {
                    self.pending.interactions.push((line.id.to_owned(), interaction));
                }
            }
            DOCUMENT_TYPE => {
                let pending = std::mem::take(&mut self.pending);
                self.pending.last = line.sequence;
                self.document(&pending, line);
            }
            _ => {}
        }
        Ok(())
    }

    /// Finds the clusters of a document's interactions, and commits its lines.
    fn document(&mut self, pending: &Pending, line: &Envelope<'_>) {
        let Some(record) = DocumentRecord::of(line) else { return };
        let mut block = BlockWriter::new(&self.source, record.document, &record.fingerprint);
        let number = u64::from_be_bytes(*record.document.as_bytes().first_chunk().unwrap_or(&[0; 8]));
        for (event, interaction) in &pending.interactions {
            let found = Happening::of(interaction, pending.published, |name| pending.persons.contains(name));
            let Some(happening) = found else { continue };
            let member = Member::of(event, self.clusters.add(event, number, happening));
            // The fields of a record are never what JSON cannot say.
            let data = serde_json::to_string(&member).unwrap_or_default();
            block.event(EXTRACTOR, CLUSTER, event, &extractor_api::json::one_line(&data));
            self.told.clustered += 1;
        }
        if block.counts().is_empty() {
            return;
        }
        let read = Position { source: line.source.into(), sequence: line.sequence };
        let (arrival, data) = (record.data.arrival, &record.data);
        let written = Read {
            outcome: "complete",
            file: data.file,
            reader: data.reader,
            events: block.counts().clone(),
            arrival,
            attempts: 1,
            generation: data.generation,
            fingerprint: data.fingerprint,
            bytes: block.size(),
            hash: block.hash(),
            read,
        };
        let (Ok(block), Some(writer)) = (block.finish(&written, arrival), &self.writer) else { return };
        let note = Noted { document: record.document, name: Vec::new(), claimed: 0, incomplete: false, bytes: 0 };
        writer.commit(Commit { ticket: line.sequence, block, note, company: true });
    }

    fn of_other_log(&self, found: &str) -> Failure {
        let known = self.about.as_deref().unwrap_or_default();
        Failure::new(
            Exit::Config,
            format!(
                "error[{CLUSTERS_OF_OTHER_LOG}]: these clusters are of the log {known}, and the events are of {found}\n  fix:   name another folder after --into"
            ),
        )
    }
}

/// What is asked of a document record.
struct DocumentRecord<'a> {
    document: DocumentId,
    fingerprint: Fingerprint,
    data: DocumentData<'a>,
}

#[derive(Deserialize)]
struct DocumentData<'a> {
    #[serde(borrow)]
    file: &'a RawValue,
    #[serde(borrow)]
    reader: Option<&'a RawValue>,
    arrival: u64,
    generation: &'a str,
    fingerprint: &'a str,
}

impl<'a> DocumentRecord<'a> {
    fn of(line: &Envelope<'a>) -> Option<DocumentRecord<'a>> {
        let data: DocumentData<'a> = serde_json::from_str(line.data).ok()?;
        let document = DocumentId::parse(line.subject.strip_prefix("b3:")?)?;
        let fingerprint = blake3::Hash::from_hex(data.fingerprint).ok()?.into();
        Some(DocumentRecord { document, fingerprint, data })
    }
}

/// When an article appeared.
fn published(article: &str) -> Option<Days> {
    #[derive(Deserialize)]
    struct Article<'a> {
        #[serde(borrow)]
        published: Option<Date<'a>>,
        updated: Option<Date<'a>>,
    }
    #[derive(Deserialize)]
    struct Date<'a> {
        value: &'a str,
    }
    let article: Article<'_> = serde_json::from_str(article).ok()?;
    Days::read(article.published.or(article.updated)?.value, None)
}

/// The name of an entity that is a person.
fn person(entity: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Entity {
        kind: String,
        name: String,
    }
    serde_json::from_str::<Entity>(entity).ok().filter(|entity| entity.kind == "person").map(|entity| entity.name)
}

/// Reads a cluster log: its clusters, and the place in the event log up to which they go.
fn remember(folder: &Path) -> Result<(Clusters, Option<(String, u64)>), ReadError> {
    #[derive(Deserialize)]
    struct Record<'a> {
        #[serde(borrow)]
        read: Position<'a>,
    }
    let log = LogFolder::new(folder);
    let (mut clusters, mut position) = (Clusters::default(), None);
    let mut cursor = Cursor::new(log.clone(), log.first_sequence()?, Unit::Document)?;
    let read = cursor.read(
        &mut |line| {
            if line.kind == CLUSTER_TYPE {
                let document = line.subject.get(3..19).and_then(|hex| u64::from_str_radix(hex, 16).ok());
                let member = serde_json::from_str::<Member>(line.data).ok();
                if let Some((document, member)) = document.zip(member) {
                    let id = member.cluster.clone();
                    if let Some(known) = member.known() {
                        clusters.remember(&id, document, known);
                    }
                }
            } else if let Ok(record) = serde_json::from_str::<Record<'_>>(line.data) {
                position = Some((record.read.source.into_owned(), record.read.sequence));
            }
            false
        },
        &mut std::io::sink(),
    );
    match read {
        Err(CursorError::Log(error)) => Err(error),
        Ok(()) | Err(CursorError::Output(_)) => Ok((clusters, position)),
    }
}

fn refused(folder: &Path, error: &impl std::fmt::Display) -> Failure {
    let fix = "put back copies of its segments; or name another folder after --into, and all is clustered anew";
    let text = format!("error[{LOG_REFUSED}]: the cluster log in {}: {error}\n  fix:   {fix}", folder.display());
    Failure::new(Exit::Io, text)
}

fn not_written(error: &str) -> Failure {
    let fix = "see that the disk is well and has room, then start again: it goes on where it was";
    Failure::new(Exit::Io, format!("error[{LOG_REFUSED}]: the cluster log cannot be written: {error}\n  fix:   {fix}"))
}

/// Why reading stopped.
pub(crate) enum ClusterError {
    /// The event log cannot be read.
    Events(ReadError),
    /// Anything else.
    Failed(Failure),
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An event log into which articles are written that tell of talks between two countries.
    struct Events {
        folder: tempfile::TempDir,
        articles: u64,
    }

    impl Events {
        fn new() -> Events {
            Events { folder: tempfile::tempdir().unwrap(), articles: 0 }
        }

        fn folder(&self) -> LogFolder {
            LogFolder::new(&self.folder.path().join("events"))
        }

        /// Appends an article for each date.
        fn add(&mut self, name: &str, dates: &[&str]) {
            let (folder, state) = (self.folder.path().join("events"), self.folder.path().join("state"));
            startup::private_folder(&state).unwrap();
            let output = Output { journal: 256 << 10, ..Output::default() };
            let open = startup::open_log(&folder, &state, name, &output).unwrap();
            let writer = Writer::start(open.log, BATCH, |_| {}).unwrap();
            for date in dates {
                self.articles += 1;
                let (number, source) = (self.articles, Source::new(name));
                let document = DocumentId::of(&number.to_le_bytes());
                let mut block = BlockWriter::new(&source, document, &[7; 32]);
                block.event("a@1", "article", "", r#"{"published":{"value":"2024-03-16"}}"#);
                block.event("n@1", "entity", "", r#"{"kind":"person","name":"Anna Kovar"}"#);
                let talks = format!(
                    r#"{{"eventType":"CONSULT","status":"past","actors":[{{"name":"Anna Kovar","country":"SVN"}},{{"name":"Kenya","country":"KEN"}}],"date":{{"value":"{date}"}}}}"#
                );
                block.event("i@1", "interaction", "", &talks);
                let record = serde_json::json!({
                    "outcome": "complete",
                    "file": { "name": format!("{number}.txt"), "claimed": "2024-03-16T08:00:00.000000Z" },
                    "reader": { "mediaType": "text/plain" },
                    "events": block.counts(),
                    "arrival": 1,
                    "attempts": 1,
                    "generation": "g",
                    "fingerprint": "07".repeat(32),
                    "bytes": block.size(),
                    "hash": block.hash(),
                });
                let note = Noted { document, name: Vec::new(), claimed: 0, incomplete: false, bytes: 0 };
                let block = block.finish(&record, 1).unwrap();
                writer.commit(Commit { ticket: number, block, note, company: true });
            }
            writer.finish();
            open.sealer.finish();
        }

        fn cluster(&self, ends_well: bool) -> Result<Told, Failure> {
            let into = self.folder.path().join("clusters");
            let output = Output { journal: 256 << 10, ..Output::default() };
            let mut clusters = ClusterLog::open(&into, "desk", &output)?;
            let mut cursor = clusters.cursor(&self.folder()).unwrap();
            clusters.read(&mut cursor).map_err(|error| match error {
                ClusterError::Failed(failure) => failure,
                ClusterError::Events(error) => panic!("{error}"),
            })?;
            if !ends_well {
                // What was handed over is written, and nothing says that this was the end.
                clusters.writer.take().unwrap().finish();
                return Ok(clusters.told);
            }
            clusters.finish()
        }

        /// Cluster and number of members, line by line.
        fn records(&self) -> Vec<(String, u64)> {
            let into = LogFolder::new(&self.folder.path().join("clusters"));
            let report = crate::log::verify::verify(&into).unwrap();
            assert_eq!(report.fault_count, 0, "{:?}", report.faults);
            let mut records = Vec::new();
            let mut cursor = Cursor::new(into, 1, Unit::Line).unwrap();
            let mut keep = |line: &Envelope<'_>| {
                if line.kind == CLUSTER_TYPE {
                    let member: Member = serde_json::from_str(line.data).unwrap();
                    records.push((member.cluster, member.members));
                }
                false
            };
            cursor.read(&mut keep, &mut std::io::sink()).map_err(|_| ()).unwrap();
            records
        }
    }

    #[test]
    fn a_later_run_goes_on_where_one_ended_well_or_not() {
        for ends_well in [true, false] {
            let mut events = Events::new();
            events.add("desk", &["2024-03-15", "2024-03-16", "2024-01-01"]);
            assert_eq!(events.cluster(ends_well).unwrap().clustered, 3);
            assert_eq!(events.cluster(true).unwrap(), Told { interactions: 0, clustered: 0, clusters: 2 });
            events.add("desk", &["2024-03-12", "2024-03-15"]);
            assert_eq!(events.cluster(true).unwrap(), Told { interactions: 2, clustered: 2, clusters: 3 });
            let records = events.records();
            let talks = &records[0].0;
            let members: Vec<u64> = records.iter().filter(|(id, _)| id == talks).map(|(_, members)| *members).collect();
            assert_eq!((records.len(), members), (5, vec![1, 2, 3]), "{records:?}");
        }
    }

    #[test]
    fn one_run_and_many_give_the_same_clusters() {
        let dates = ["2024-03-15", "2024-03-16", "2024-01-01", "2023-12-31", "2024-03"];
        let mut whole = Events::new();
        whole.add("desk", &dates);
        whole.cluster(true).unwrap();
        let mut parts = Events::new();
        for date in dates {
            parts.add("desk", &[date]);
            parts.cluster(true).unwrap();
        }
        assert_eq!(whole.records(), parts.records());
    }

    #[test]
    fn clusters_of_another_log_are_refused() {
        let mut events = Events::new();
        events.add("desk", &["2024-03-15"]);
        events.cluster(true).unwrap();
        std::fs::remove_dir_all(events.folder.path().join("events")).unwrap();
        std::fs::remove_dir_all(events.folder.path().join("state")).unwrap();
        events.add("harbour", &["2024-03-15", "2024-03-15"]);
        let refused = events.cluster(true).unwrap_err();
        assert!(refused.text.contains("D0325") && refused.text.contains("urn:dragoman:harbour"), "{refused}");
    }
}
