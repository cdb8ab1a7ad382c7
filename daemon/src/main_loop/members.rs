//! Files that hold many documents. Each of these is committed by itself, as it comes; the file follows its last one to the
//! archive, or into quarantine when one of them could not be read. What an earlier run committed of it is known by content,
//! and where the file was left is found in the ledger.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::failpoint::waypoint;
use crate::id::DocumentId;
use crate::inbox::claim::Taken;
use crate::inbox::content::Content;
use crate::inbox::dispose::FailedEntry;
use crate::ledger::{Entry, Ledger, name_hash};
use crate::log::journal::frame::Noted;
use crate::log::line::Block;
use crate::log::record::{Entries, member_name};
use crate::log::writer::Commit;
use crate::main_loop::documents::rest;
use crate::main_loop::reason::of_members;
use crate::main_loop::{Committed, MainLoop, Refusal, Stage};
use crate::pool::course::Course;
use crate::pool::verdict::{Again, Failure, emptied};
use crate::pool::{Member, Portion, Setup};
use crate::worker::frame::Places;

/// Documents of one file that may wait for the log; at more, the file waits.
const COMMITTING_MAX: usize = 64;
/// Workers that may die over a file one after the other without one document read between.
const DEATHS_MAX: u32 = 6;

/// How far a file is.
#[derive(Default)]
pub(super) struct Unpacking {
    /// The number of the next document that nobody has looked at.
    next: u32,
    /// Documents before this one were committed by an earlier run.
    committed_before: u32,
    /// What the reader found of the file, once there are no more documents in it.
    end: Option<String>,
    /// Documents to be read again when all were read once.
    again: VecDeque<Retry>,
    /// The one of these that is being read.
    retried: Option<Retry>,
    /// Documents that could not be read.
    failed: Vec<(FailedEntry, Failure)>,
    /// Documents that are with the log writer.
    committing: usize,
    /// Workers that died over it since a document of it was read.
    deaths: u32,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    documents: u64,
    duplicates: u64,
}

#[derive(Clone, Copy)]
struct Retry {
    number: u32,
    course: Course,
    /// How often its content will have been committed.
    arrival: u64,
    /// Whether to wait a while before.
    rests: bool,
}

impl Retry {
    fn of(number: u32) -> Retry {
        Retry { number, course: Course::default(), arrival: 1, rests: false }
    }
}

impl Unpacking {
    /// One document of a file is read anew, and the others are passed over.
    pub(super) fn of_one(number: u32) -> Unpacking {
        Unpacking { end: Some(String::new()), retried: Some(Retry::of(number)), ..Unpacking::default() }
    }

    /// What to ask a worker for.
    pub(super) fn portion(&self) -> Portion {
        match self.retried {
            Some(Retry { number, arrival, .. }) => Portion { from: number, most: 1, arrival },
            None => Portion { from: self.next, ..Portion::FIRST },
        }
    }

    /// Places of another chain mean nothing in this one.
    pub(super) fn forget_places(&mut self) {
        self.again.iter_mut().for_each(|retry| retry.course.without = Places::default());
    }

    /// A document was looked at.
    fn passed(&mut self, number: u32) {
        if self.retried.take().is_none() {
            self.next = self.next.max(number + 1);
        }
    }
}

/// A document of such a file that is with the log writer.
pub(super) struct Committing {
    file: u64,
    document: DocumentId,
    name: Vec<u8>,
    incomplete: bool,
    events: BTreeMap<String, u64>,
}

/// What to do with a document that was read.
enum Verdict {
    Commit,
    Duplicate,
    /// It is not the one that was to be read anew.
    Another,
    /// It cannot be told yet, or its lines must say something else.
    Again(Retry),
}

impl MainLoop {
    /// The file as one that holds many documents, which the first report about one of them shows it to be.
    fn unpacking(&mut self, file: u64, worker: usize) -> Option<&mut Unpacking> {
        let document = self.documents.get_mut(&file)?;
        document.holder = Some(worker);
        if document.unpacking.is_none() {
            let before = match committed_before(&self.parts.ledger, &document.claimed.taken) {
                Ok(before) => before,
                Err(error) => {
                    self.failed = Some(Refusal::Ledger(error));
                    return None;
                }
            };
            let counts = Counts { documents: before.into(), duplicates: 0 };
            let unpacking = Unpacking { next: before, committed_before: before, counts, ..Unpacking::default() };
            document.unpacking = Some(Box::new(unpacking));
        }
        document.unpacking.as_deref_mut()
    }

    /// A document of a file was read.
    pub(super) fn take_member(
        &mut self,
        file: u64,
        worker: usize,
        member: Member,
        block: Block,
        incomplete: bool,
        events: BTreeMap<String, u64>,
    ) {
        let Some(unpacking) = self.unpacking(file, worker) else { return };
        unpacking.deaths = 0;
        let (number, portion) = (member.number, unpacking.portion());
        if number >= unpacking.committed_before {
            let arrival = if number == portion.from { portion.arrival } else { 1 };
            unpacking.passed(number);
            let is_anew = self.documents.get(&file).is_some_and(|document| document.claimed.taken.replay.is_some());
            match self.judge_member(member.document, number, arrival, is_anew) {
                Ok(Verdict::Commit) => self.commit_member(file, &member, block, incomplete, events),
                Ok(Verdict::Another) => {
                    tracing::warn!(number, document = %member.document, "not read anew: the file has another document there now");
                }
                Ok(Verdict::Duplicate) => {
                    self.summary.duplicates += 1;
                    self.with_unpacking(file, |unpacking| unpacking.counts.duplicates += 1);
                }
                Ok(Verdict::Again(retry)) => self.with_unpacking(file, |unpacking| unpacking.again.push_back(retry)),
                Err(error) => self.failed = Some(Refusal::Ledger(error)),
            }
        }
        if !member.more {
            self.go_on(file);
        }
    }

    fn with_unpacking(&mut self, file: u64, change: impl FnOnce(&mut Unpacking)) {
        if let Some(unpacking) = self.documents.get_mut(&file).and_then(|document| document.unpacking.as_deref_mut()) {
            change(unpacking);
        }
    }

    fn judge_member(&self, document: DocumentId, number: u32, arrival: u64, is_anew: bool) -> io::Result<Verdict> {
        let later = Verdict::Again(Retry { rests: true, ..Retry::of(number) });
        if !self.parts.ledger.is_open() {
            return Ok(later);
        }
        if let Some(flight) = self.in_flight.get(&document) {
            return Ok(if self.members.contains_key(flight) && !is_anew { Verdict::Duplicate } else { later });
        }
        let known = self.parts.ledger.arrivals(document)?;
        Ok(match known.committed + 1 {
            _ if is_anew && known.committed == 0 => Verdict::Another,
            _ if known.complete && !is_anew => Verdict::Duplicate,
            next if next == arrival => Verdict::Commit,
            next => Verdict::Again(Retry { arrival: next, ..Retry::of(number) }),
        })
    }

    fn commit_member(
        &mut self,
        file: u64,
        member: &Member,
        block: Block,
        incomplete: bool,
        events: BTreeMap<String, u64>,
    ) {
        let Some(taken) = self.documents.get(&file).map(|document| &document.claimed.taken) else { return };
        let document = member.document;
        let name = name_of(taken, member.number);
        let claimed = taken.claimed.as_microsecond();
        let note = Noted { document, name: name.clone(), claimed, incomplete, bytes: 0 };
        let ticket = self.new_sequence();
        self.in_flight.insert(document, ticket);
        self.contents.add(document);
        self.members.insert(ticket, Committing { file, document, name, incomplete, events });
        self.with_unpacking(file, |unpacking| unpacking.committing += 1);
        self.parts.writer.commit(Commit { ticket, block, note, company: true });
        waypoint!("member given to the log");
    }

    /// Whether a document of a file that was to be read anew is committed, and only has to be put away.
    pub(super) fn is_read_anew(&self, taken: &Taken) -> io::Result<bool> {
        let Some(number) = taken.entry() else { return Ok(false) };
        Ok(!self.parts.ledger.versions(name_hash(&name_of(taken, number)), 1)?.is_empty())
    }

    /// A document of a file is durable, and its last line has this number; says whether the ticket was one's.
    pub(super) fn member_committed(&mut self, ticket: u64, line: u64) -> bool {
        let Some(member) = self.members.remove(&ticket) else { return false };
        let Committing { file, document, name, incomplete, events } = member;
        if let Some(taken) = self.documents.get(&file).map(|document| &document.claimed.taken) {
            self.parts.ledger.add(Entry::new(document, &name, taken.claimed, line, incomplete));
        }
        self.summary.done += 1;
        self.summary.incomplete += u64::from(incomplete);
        self.summary.count(events);
        waypoint!("member's commit noted");
        self.land(document, ticket);
        self.contents.take(document);
        self.with_unpacking(file, |unpacking| {
            unpacking.committing -= 1;
            unpacking.counts.documents += 1;
        });
        if self.documents.get(&file).is_some_and(|document| matches!(document.stage, Stage::Between)) {
            self.go_on(file);
        }
        true
    }

    /// A document of a file could not be read, or, where no `member` is told, a worker died over one.
    pub(super) fn take_members_failure(
        &mut self,
        file: u64,
        worker: usize,
        member: Option<Member>,
        failure: Failure,
        setup: &Arc<Setup>,
    ) {
        let retries = self.parts.limits.retries;
        let Some(unpacking) = self.unpacking(file, worker) else { return };
        unpacking.deaths = if member.is_some() { 0 } else { unpacking.deaths + 1 };
        let (gives_up, more) = (unpacking.deaths > DEATHS_MAX, member.as_ref().is_some_and(|member| member.more));
        let number = member.as_ref().map_or(unpacking.portion().from, |member| member.number);
        let mut course = unpacking.retried.map_or_else(Course::default, |retry| retry.course);
        unpacking.passed(number);
        if number >= unpacking.committed_before {
            if !gives_up && course.go_on(&failure, &setup.generation, retries) {
                let rests = failure.again == Again::Later;
                unpacking.again.push_back(Retry { course, rests, ..Retry::of(number) });
            } else {
                let name = member.map(|member| member.name).unwrap_or_default();
                let (code, text) = (failure.code.clone(), failure.text.clone());
                unpacking.failed.push((FailedEntry { number, name, code, text }, failure));
            }
        }
        if gives_up {
            unpacking.again.clear();
            unpacking.end.get_or_insert_default();
        }
        if !more {
            self.go_on(file);
        }
    }

    /// There are no more documents in a file.
    pub(super) fn take_end(&mut self, file: u64, worker: usize, facts: String) {
        let Some(unpacking) = self.unpacking(file, worker) else { return };
        unpacking.deaths = 0;
        if let Some(retry) = unpacking.retried.take() {
            tracing::warn!(number = retry.number, "a document that was to be read again is not there any more");
        }
        unpacking.end = Some(facts);
        self.go_on(file);
    }

    /// Nobody reads the file just now: its next documents are asked for, or those that must be read again, or it is done.
    pub(super) fn go_on(&mut self, file: u64) {
        let Some(document) = self.documents.get_mut(&file) else { return };
        let Some(unpacking) = document.unpacking.as_deref_mut() else { return };
        document.stage = Stage::Between;
        if unpacking.committing >= COMMITTING_MAX {
            return;
        }
        if unpacking.end.is_none() {
            document.course = Course::default();
        } else if let Some(retry) = unpacking.again.pop_front() {
            (document.course, unpacking.retried) = (retry.course, Some(retry));
            if retry.rests {
                document.stage = Stage::Resting;
                let pause = rest(retry.course.attempt.max(1), document.claimed.id);
                return self.resting.entry(Instant::now() + pause).or_default().push(file);
            }
        } else {
            return if unpacking.committing == 0 {
                self.close(file)
            };
        }
        document.stage = Stage::Queued;
        self.line_of(file).push_back(file);
    }

    /// All documents of a file are in the log, or it is known why they are not.
    fn close(&mut self, file: u64) {
        let Some(document) = self.documents.get_mut(&file) else { return };
        let Some(unpacking) = document.unpacking.as_deref_mut() else { return };
        let Counts { documents, duplicates } = unpacking.counts;
        let (facts, failed) = (unpacking.end.clone().unwrap_or_default(), std::mem::take(&mut unpacking.failed));
        let claimed = Arc::clone(&document.claimed);
        if let Content::Lying(lying) = &claimed.content
            && lying.has_changed()
        {
            tracing::info!(document = %claimed.id, "a large file has changed while it was read, it is read again");
            return self.read_anew_when_settled(file, Duration::ZERO);
        }
        let cut_off = failed.iter().find_map(|(_, failure)| self.comes_back(failure, &claimed.taken));
        if let Some(pause) = cut_off {
            return self.read_anew_when_settled(file, pause);
        }
        let mut failed = failed.into_iter();
        if let Some((first, failure)) = failed.next() {
            let others = failed.map(|(entry, _)| entry).collect();
            let reason = of_members(first, failure, others, documents + duplicates, &claimed, self.parts.pools.setup());
            self.forget_flight(file);
            return self.set_aside(file, claimed.taken.clone(), reason);
        }
        if claimed.taken.replay.is_some() {
            self.forget_flight(file);
            return self.archive(file);
        }
        let Some(job) = self.job(file, Places::default()) else { return };
        match emptied(self.parts.pools.setup(), &job, &facts, Entries { documents, duplicates }) {
            Ok(block) => self.commit(file, block, Committed::Emptied, BTreeMap::new()),
            Err(error) => tracing::error!(document = %claimed.id, %error, "the record of a file cannot be written"),
        }
    }
}

/// The name under which the ledger knows a document of a file.
fn name_of(taken: &Taken, number: u32) -> Vec<u8> {
    let supersedes = taken.replay.as_ref().map(|replay| replay.supersedes.as_str());
    member_name(taken.name().as_bytes(), number, supersedes)
}

/// How many documents of a file, from the first on, an earlier run committed that ended before it could go on.
fn committed_before(ledger: &Ledger, taken: &Taken) -> io::Result<u32> {
    let Some(changed) = taken.recovered else { return Ok(0) };
    for number in 0.. {
        let versions = ledger.versions(name_hash(&name_of(taken, number)), 1)?;
        // Since the file was renamed into the work area.
        if !versions.iter().any(|version| changed.as_microsecond() <= version.claimed) {
            return Ok(number);
        }
    }
    Ok(u32::MAX)
}
