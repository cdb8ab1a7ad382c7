//! From a worker's answer to the lines of a document, or to the reason why there are none.
//!
//! Answers come from untrusted memory: every count, place and JSON text is checked again here.

use std::collections::BTreeMap;

use extractor_api::{abi, host, json, manifest};
use serde_json::value::{RawValue, to_raw_value};

use crate::codes::extraction::{
    BYPASSED, DISORDER, EXITED, INTERNAL, INVALID_OUTPUT, LEFT_OUT, OUT_OF_MEMORY, OVERDUE, PANICKED, REFUSED,
    SIGNALLED, STOPPED, TRANSIENT,
};
use crate::codes::{self, content};
use crate::config::OnError;
use crate::id::DocumentId;
use crate::inbox::claim::{in_base64, shown};
use crate::log::line::{Block, BlockWriter};
use crate::log::record::{self, ExtractorOutcome, Outcome};
use crate::log::writer::time_text;
use crate::plugin::generation::{Extractor, Generation};
use crate::pool::{Job, Setup};
use crate::worker::chain::ENVELOPE_BYTES;
use crate::worker::frame::{Answer, ExtractorVerdict, Malformed, Part};

/// Why a document is not in the log.
#[derive(Clone, Debug)]
pub struct Failure {
    /// A fixed word.
    pub reason: &'static str,
    /// `Dnnnn`
    pub code: String,
    /// `reader` or `extractor`.
    pub stage: &'static str,
    /// The extractor's name in the chain.
    pub extractor: Option<String>,
    /// `id@version` of its plugin.
    pub plugin: Option<String>,
    /// What happened, for people.
    pub text: String,
    /// What to do about it.
    pub remedy: &'static str,
    /// The last words of the worker.
    pub output: String,
    /// Whether to try again.
    pub again: Again,
}

impl Failure {
    /// Whether the worker ended over the document, or had to be ended.
    pub fn ended_worker(&self) -> bool {
        matches!(self.code.as_str(), SIGNALLED | EXITED | OVERDUE | OUT_OF_MEMORY | DISORDER)
    }
}

/// Whether trying again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// No: the document is what it is.
    Never,
    /// Yes, later, as often as the config says.
    Later,
    /// Once, alone in a fresh worker: only what fails again there is the document's doing.
    Alone,
}

/// What an answer comes to.
pub enum Verdict {
    /// The document's lines.
    Lines {
        /// All of them.
        block: Block,
        /// Whether an extractor failed that may.
        incomplete: bool,
        /// Events by full type.
        counts: BTreeMap<String, u64>,
    },
    /// No lines.
    Failed(Box<Failure>),
    /// There are no more documents in the file.
    End,
}

/// Judges an answer.
///
/// # Errors
/// When it does not fit the job or the chain; its worker is then not to be trusted any more.
pub fn judge(setup: &Setup, job: &Job, answer: &Answer) -> Result<Verdict, Malformed> {
    let Some(id) = answered_for(job, answer)? else { return Ok(Verdict::End) };
    if answer.extractors.len() > setup.generation.extractors.len() {
        return Err(Malformed("more extractors answer than there are"));
    }
    check_size(answer)?;
    if answer.shown.is_some() && !setup.limits.show {
        return Err(Malformed("a text that nobody asked for"));
    }
    if !answer.reader.code.is_empty() {
        return Ok(Verdict::Failed(Box::new(reader_failure(answer))));
    }
    match chain_verdict(&setup.generation.extractors, job, answer)? {
        Ok(incomplete) => write_lines(setup, job, id, answer, incomplete),
        Err(failure) => Ok(Verdict::Failed(Box::new(failure))),
    }
}

/// The document that is answered for; `None` when the answer only tells how far the file was read.
fn answered_for(job: &Job, answer: &Answer) -> Result<Option<DocumentId>, Malformed> {
    match &answer.part {
        Part::Entry { number, name, .. } => {
            if *number != job.portion.from || name.len() > MEMBER_NAME_BYTES_MAX {
                return Err(Malformed("it answers for another document of the file"));
            }
            Ok(Some(DocumentId::from_bytes(answer.document)))
        }
        _ if answer.document != *job.claimed.id.as_bytes() => Err(Malformed("it answers for another document")),
        Part::End { count } if *count == job.portion.from => {
            json::check(answer.reader.facts.as_bytes()).map_err(|_| Malformed(NO_FACTS))?;
            check_size(answer).map(|()| None)
        }
        // Reported to nobody.
        Part::Closed => Ok(None),
        Part::Passed { count } if *count > job.passed && *count <= job.portion.from => Ok(None),
        Part::Whole if job.portion.from == 0 => Ok(Some(job.claimed.id)),
        _ => Err(Malformed("it answers for another part of the file")),
    }
}

/// Whether an extractor failed that may, or the failure of one that may not.
fn chain_verdict(extractors: &[Extractor], job: &Job, answer: &Answer) -> Result<Result<bool, Failure>, Malformed> {
    let mut incomplete = false;
    for (place, (extractor, verdict)) in extractors.iter().zip(&answer.extractors).enumerate() {
        if job.left_out().contains(place) {
            incomplete = true;
            continue;
        }
        if is_ok(verdict.status) {
            continue;
        }
        // A crash of an extractor that may fail is tried alone first all the same: it may not have been its document.
        let failure = extractor_failure(extractor, verdict);
        let alone_first = failure.again == Again::Alone && !job.course.alone;
        if extractor.on_error == OnError::Quarantine || failure.again == Again::Later || alone_first {
            return Ok(Err(failure));
        }
        incomplete = true;
    }
    if answer.extractors.len() < extractors.len() {
        return Err(Malformed("an extractor does not answer"));
    }
    Ok(Ok(incomplete))
}

/// Asks again what the worker was to keep to, so that a broken one cannot fill our memory or the log.
fn check_size(answer: &Answer) -> Result<(), Malformed> {
    let limits = host::Limits::default();
    let bytes: usize = answer.events.iter().map(|event| event.kind.len() + event.key.len() + event.data.len()).sum();
    if answer.events.len() > limits.events || bytes > limits.output_bytes {
        return Err(Malformed("more events than a document may have"));
    }
    if answer.reader.facts.len() > FACTS_BYTES_MAX {
        return Err(Malformed("more words of the reader than there can be"));
    }
    if !answer.reader.code.is_empty() && codes::find(&answer.reader.code).is_err() {
        return Err(Malformed("a code of the reader that there is not"));
    }
    for (place, verdict) in answer.extractors.iter().enumerate() {
        let events = answer.events.iter().filter(|event| usize::from(event.extractor) == place).count();
        if events != verdict.events as usize {
            return Err(Malformed("a count of events that is not theirs"));
        }
    }
    Ok(())
}

/// What is kept of an explanation: a record has a line of the log to fit into, beside those of other extractors.
const TEXT_BYTES_MAX: usize = 1000;
/// What a file may call one of its documents.
const MEMBER_NAME_BYTES_MAX: usize = 4096;
const NO_FACTS: &str = "reader facts that are not a JSON object";
/// What the reader may say about one document.
const FACTS_BYTES_MAX: usize = 8 * 1024;

fn is_ok(status: i32) -> bool {
    matches!(status, abi::OK | abi::SKIPPED)
}

fn write_lines(
    setup: &Setup,
    job: &Job,
    id: DocumentId,
    answer: &Answer,
    incomplete: bool,
) -> Result<Verdict, Malformed> {
    let generation = &setup.generation;
    let mut writer = BlockWriter::new(&setup.source, id, &generation.fingerprint);
    for event in &answer.events {
        let place = usize::from(event.extractor);
        let extractor = generation.extractors.get(place).ok_or(Malformed("an event of an unknown extractor"))?;
        let counts = |verdict: &ExtractorVerdict| is_ok(verdict.status) && !job.left_out().contains(place);
        if !answer.extractors.get(place).is_some_and(counts) {
            return Err(Malformed("an event of an extractor that failed"));
        }
        if !manifest::may_emit(&extractor.event_types, &event.kind) {
            return Err(Malformed("an event of an undeclared type"));
        }
        json::check(event.data.as_bytes()).map_err(|_| Malformed("an event that is not one JSON object"))?;
        let before = writer.size();
        writer.event(&extractor.label, &event.kind, &event.key, &event.data);
        if writer.size() - before > setup.limits.line_bytes as u64 {
            return Err(Malformed("a line that is too long"));
        }
    }
    json::check(answer.reader.facts.as_bytes()).map_err(|_| Malformed(NO_FACTS))?;
    let facts: &RawValue =
        serde_json::from_str(&answer.reader.facts).map_err(|_| Malformed("reader facts that are not JSON"))?;
    let counts = writer.counts().clone();
    let name = shown(job.claimed.taken.name());
    let mut document = document(setup, job, &name, if incomplete { Outcome::Incomplete } else { Outcome::Complete });
    if let Part::Entry { number, name, size } = &answer.part {
        document.file.entry = Some(record::Entry { number: *number, name, size: *size });
        (document.arrival, document.previous) = (job.portion.arrival, None);
    }
    let arrival = document.arrival;
    document.reader = Some(facts);
    document.extractors = extractor_outcomes(generation, job, answer);
    document.events.clone_from(&counts);
    document.bytes = writer.size();
    document.hash = writer.hash();
    let record = fitting(document, setup.limits.line_bytes);
    let block = record.and_then(|record| writer.finish(&record, arrival));
    let block = block.map_err(|_| Malformed("a record that cannot be written"))?;
    Ok(Verdict::Lines { block, incomplete, counts })
}

/// The lines of a document whose content is in the log already: its record alone.
///
/// # Errors
/// When the record cannot be written as JSON.
pub fn duplicate(setup: &Setup, job: &Job) -> serde_json::Result<Block> {
    let writer = BlockWriter::new(&setup.source, job.claimed.id, &setup.generation.fingerprint);
    let name = shown(job.claimed.taken.name());
    let mut document = document(setup, job, &name, Outcome::Duplicate);
    document.attempts = 0;
    document.hash = writer.hash();
    writer.finish(&document, job.arrival)
}

/// The record of a file that holds many documents, after the last of them.
///
/// # Errors
/// When the record cannot be written as JSON.
pub fn emptied(setup: &Setup, job: &Job, facts: &str, entries: record::Entries) -> serde_json::Result<Block> {
    let writer = BlockWriter::new(&setup.source, job.claimed.id, &setup.generation.fingerprint);
    let name = shown(job.claimed.taken.name());
    let mut document = document(setup, job, &name, Outcome::Complete);
    document.reader = Some(serde_json::from_str(facts)?);
    document.entries = Some(entries);
    document.hash = writer.hash();
    writer.finish(&document, job.arrival)
}

fn document<'a>(setup: &'a Setup, job: &'a Job, name: &'a str, outcome: Outcome) -> record::Document<'a> {
    let taken = &job.claimed.taken;
    let inbox = &setup.inboxes[taken.inbox()];
    record::Document {
        outcome,
        file: record::File {
            name,
            name_b64: in_base64(taken.name()),
            inbox: &inbox.path,
            entry: None,
            size: taken.size,
            modified: taken.modified.map(time_text),
            seen: time_text(taken.seen),
            settled: time_text(taken.settled),
            claimed: time_text(taken.claimed),
        },
        tags: &inbox.tags,
        reader: None,
        entries: None,
        extractors: Vec::new(),
        events: BTreeMap::new(),
        arrival: job.arrival,
        supersedes: taken.replay.as_ref().map(|replay| replay.supersedes.as_str()),
        previous: job.previous.map(|document| format!("b3:{document}")),
        attempts: job.course.attempt + 1,
        generation: &setup.generation.id,
        fingerprint: &setup.generation.fingerprint_hex,
        bytes: 0,
        hash: String::new(),
    }
}

/// Writes a record, leaving out what it can do without until it fits a line: the words of failures, then the reader's
/// facts.
fn fitting(mut document: record::Document<'_>, line_bytes: usize) -> serde_json::Result<Box<RawValue>> {
    let fits = |record: &RawValue| record.get().len() + ENVELOPE_BYTES <= line_bytes;
    let mut record = to_raw_value(&document)?;
    if !fits(&record) {
        document.extractors.iter_mut().for_each(|extractor| extractor.text = "");
        record = to_raw_value(&document)?;
    }
    if !fits(&record) {
        document.reader = None;
        record = to_raw_value(&document)?;
    }
    Ok(record)
}

fn extractor_outcomes<'a>(generation: &'a Generation, job: &Job, answer: &'a Answer) -> Vec<ExtractorOutcome<'a>> {
    let pairs = generation.extractors.iter().zip(&answer.extractors).enumerate();
    let outcomes = pairs.map(|(place, (extractor, verdict))| {
        let (outcome, code, text) = match verdict.status {
            _ if job.course.without.contains(place) => ("failed", Some(LEFT_OUT), "left out: its worker ended over it"),
            _ if job.bypass.contains(place) => {
                ("failed", Some(BYPASSED), "left out: it failed over too many documents")
            }
            abi::OK => ("ok", None, ""),
            abi::SKIPPED => ("skipped", None, ""),
            status => ("failed", Some(Status::of(status).code), beginning(&verdict.text)),
        };
        let (events, wall_us) = (verdict.events.into(), verdict.wall_ns / 1000);
        ExtractorOutcome { name: &extractor.name, plugin: &extractor.label, outcome, code, text, events, wall_us }
    });
    outcomes.collect()
}

/// The first part of an explanation.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]
}

fn reader_failure(answer: &Answer) -> Failure {
    let code = &answer.reader.code;
    let reason = match code.as_str() {
        content::TOO_LARGE => "too_large",
        content::TRUNCATED => "truncated",
        content::ENCRYPTED => "encrypted",
        content::NO_TEXT => "no_text",
        _ => "unreadable_content",
    };
    Failure {
        reason,
        code: code.clone(),
        stage: "reader",
        extractor: None,
        plugin: None,
        text: beginning(&answer.reader.text).to_owned(),
        remedy: codes::find(code).map_or("", |entry| entry.remedy),
        output: String::new(),
        again: Again::Never,
    }
}

fn extractor_failure(extractor: &Extractor, verdict: &ExtractorVerdict) -> Failure {
    let status = Status::of(verdict.status);
    Failure {
        reason: status.reason,
        code: status.code.to_owned(),
        stage: "extractor",
        extractor: Some(extractor.name.clone()),
        plugin: Some(extractor.label.clone()),
        text: if verdict.text.is_empty() {
            format!("status {} without words", verdict.status)
        } else {
            beginning(&verdict.text).to_owned()
        },
        remedy: status.remedy,
        output: String::new(),
        again: status.again,
    }
}

/// What a status of the plugin contract means for a document.
struct Status {
    code: &'static str,
    reason: &'static str,
    again: Again,
    remedy: &'static str,
}

impl Status {
    fn of(status: i32) -> Status {
        const AUTHOR: &str = "tell the plugin's author, with this file; or set on_error = \"skip\" for it";
        let (code, reason, again, remedy) = match status {
            abi::DOCUMENT => {
                (REFUSED, "refused", Again::Never, "see the text; or set on_error = \"skip\" for the extractor")
            }
            abi::TRANSIENT => (TRANSIENT, "transient", Again::Later, "drop the file again when the cause is gone"),
            abi::PANIC => (PANICKED, "panic", Again::Alone, AUTHOR),
            abi::STOPPED => (
                STOPPED,
                "timeout",
                Again::Alone,
                "split the document, raise limits.timeout, or set on_error = \"skip\"",
            ),
            abi::STALE..=abi::INVALID_EVENT => (INVALID_OUTPUT, "invalid_output", Again::Never, AUTHOR),
            _ => (INTERNAL, "internal", Again::Alone, AUTHOR),
        };
        Status { code, reason, again, remedy }
    }
}
