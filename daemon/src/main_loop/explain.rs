//! What the loop knows of a file.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::time::Instant;

use crate::codes::folders::LEDGER_REFUSED;
use crate::control::Answer;
use crate::control::explain::{Content, Explained, File, MOST, Question, STAYS};
use crate::id::DocumentId;
use crate::inbox::root::{Key, Place};
use crate::inbox::settle::Waiting;
use crate::ledger::name_hash;
use crate::log::writer::time_text;
use crate::main_loop::{Document, Hold, MainLoop, Stage};

impl MainLoop {
    pub(super) fn explain(&self, question: &Question) -> Answer {
        match self.explained(question) {
            Ok(explained) => Answer::Explained(explained),
            Err(error) => Answer::Refused { text: format!("error[{LEDGER_REFUSED}]: {error}") },
        }
    }

    fn explained(&self, question: &Question) -> io::Result<Explained> {
        let (mut lines, mut contents) = (Vec::new(), Vec::new());
        for file in &question.files {
            let versions = self.parts.ledger.versions(name_hash(file.name().as_bytes()), MOST)?;
            lines.extend(versions.iter().map(|version| version.sequence));
        }
        for hash in &question.hashes {
            let Some(hashes) = DocumentId::beginning_with(hash) else { continue };
            for (document, arrivals) in self.parts.ledger.among(&hashes, MOST)? {
                lines.push(arrivals.newest);
                contents.push(Content { hash: document.to_string(), committed: arrivals.committed });
            }
        }
        lines.sort_unstable_by(|a, b| b.cmp(a));
        lines.dedup();
        Ok(Explained { now: question.files.iter().filter_map(|file| self.now(file)).collect(), lines, contents })
    }

    /// What is being done with a file; `None` when nothing is.
    fn now(&self, file: &File) -> Option<String> {
        let key = |place| Key { root: file.inbox, place, name: file.name() };
        let (inbox, work) = (key(Place::Inbox), key(Place::Work));
        let is_it = |key: &Key| *key == inbox || *key == work;
        if let Some(document) = self.documents.values().find(|document| is_it(&document.claimed.taken.key)) {
            return Some(on_its_way(document));
        }
        if self.defective.values().any(is_it) {
            return Some("it is being moved into quarantine".to_owned());
        }
        if self.is_done_with(&inbox) {
            return Some(STAYS.to_owned());
        }
        let waiting = [(&inbox, "it waits in the inbox"), (&work, "it settles in the work area")];
        waiting.into_iter().find_map(|(key, what)| Some(self.waits(what, self.settling.of(key)?)))
    }

    fn waits(&self, what: &str, waiting: &Waiting) -> String {
        let why = match (waiting.looked, waiting.due()) {
            (true, _) if waiting.held.is_some() => {
                "it is held until nothing in its folder changed for the time of `settle`"
            }
            (true, _) if waiting.last.is_none() => "it could not be taken",
            (true, _) => "somebody has it open for writing, or it was not left alone long enough",
            (false, Some(due)) if due > Instant::now() => "it must be left alone a little longer",
            (false, _) => "others are before it",
        };
        let next = match (self.hold, waiting.due()) {
            (Some(Hold::Paused), _) => "the daemon is paused: `dragoman ctl resume`".to_owned(),
            (Some(Hold::SafeMode), _) => "the daemon is in safe mode: `dragoman ctl reload`".to_owned(),
            (None, _) if self.shortage.describe().is_some() => {
                format!("no file is taken now: {}", self.shortage.describe().unwrap_or_default())
            }
            (None, Some(due)) => {
                let left = due.saturating_duration_since(Instant::now()).as_secs_f64();
                format!("it is looked at again in {left:.1} s")
            }
            (None, None) => "it is being looked at".to_owned(),
        };
        format!("{what}, seen {}: {why}; {next}", time_text(waiting.seen))
    }
}

fn on_its_way(document: &Document) -> String {
    let (attempt, claimed) = (document.course.attempt + 1, time_text(document.claimed.taken.claimed));
    let stage = match &document.stage {
        Stage::Queued => format!("it waits for a worker, for attempt {attempt}"),
        Stage::Reading => format!("a worker has it, in attempt {attempt}"),
        Stage::Parked => {
            "another file of the same content is on its way, and it waits to see what becomes of that".to_owned()
        }
        Stage::Resting => {
            format!("attempt {} failed for a reason that may pass; it is tried again in a while", attempt - 1)
        }
        Stage::Between => "its documents are being written to the log".to_owned(),
        Stage::Committing { .. } => "it is being written to the log".to_owned(),
        Stage::Leaving => "it is being moved to where it ends".to_owned(),
    };
    format!("it was taken {claimed}: {stage}")
}
