//! What a daemon says of itself.

use serde::{Deserialize, Serialize};

/// How a daemon is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Its version.
    pub version: String,
    /// Its process id.
    pub pid: u32,
    /// When it started, RFC 3339.
    pub since: String,
    /// `working`, `degraded`, `no room`, `stalled`, `halted` (and why), `paused`, `safe mode` or `stopping`.
    pub state: String,
    /// The generation that works.
    pub generation: String,
    /// How many generations took over from another.
    pub reloads: u64,
    /// The last reload that was asked for, however it ended.
    pub last_reload: Option<LastReload>,
    /// The extractors, in chain order.
    pub chain: Vec<ExtractorStatus>,
    /// Its workers.
    pub workers: WorkersStatus,
    /// Its documents.
    pub documents: DocumentsStatus,
    /// Its inboxes.
    pub inboxes: Vec<InboxStatus>,
}

/// One inbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboxStatus {
    /// Its folder.
    pub path: String,
    /// How files that come in are noticed.
    pub watch: String,
    /// Files that only a scan found, of which the kernel told nothing.
    pub found_by_scans: u64,
    /// What keeps it, or a part of it, from being read.
    pub trouble: Option<String>,
}

/// How a reload ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastReload {
    /// When, RFC 3339.
    pub time: String,
    /// Whether a new generation works, or nothing had changed.
    pub ok: bool,
    /// What happened.
    pub text: String,
}

/// One extractor.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtractorStatus {
    /// Its name in the chain.
    pub name: String,
    /// `id@version`
    pub plugin: String,
    /// `in service`, `bypassed`, or `out of service`.
    pub state: String,
}

/// The workers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkersStatus {
    /// How many there should be.
    pub wanted: usize,
    /// How many wait for documents or read some.
    pub ready: usize,
    /// How many took the place of one that ended.
    pub restarts: u64,
    /// What they cannot do, as they found it.
    pub sandbox: String,
    /// What the config wants them not to do, and this machine does not keep from them.
    pub gaps: Vec<String>,
}

/// Documents since the start.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentsStatus {
    /// Names that wait in the inboxes, as far as they are known.
    pub waiting: usize,
    /// Between claim and disposal.
    pub in_work: usize,
    /// Of these, how many wait to be tried again.
    pub retry: usize,
    /// In the log.
    pub done: u64,
    /// Of these, how many lack an extractor's events.
    pub incomplete: u64,
    /// Known already.
    pub duplicates: u64,
    /// Put aside.
    pub quarantined: u64,
    /// Put back by themselves, since the extractor that failed over them has changed.
    #[serde(default)]
    pub rearmed: u64,
}

impl Status {
    /// One screen for people.
    pub fn text(&self) -> String {
        let Status { documents, workers, .. } = self;
        let mut text = format!(
            "{}   dragoman {}   pid {}   since {}   generation {}\n",
            self.state, self.version, self.pid, self.since, self.generation
        );
        let mut row = |label: &str, value: String| text.push_str(&format!("{label:<10} {value}\n"));
        row(
            "documents",
            format!(
                "waiting {}   in work {}   retry {}   done {}   incomplete {}   duplicates {}   quarantined {}   rearmed {}",
                documents.waiting,
                documents.in_work,
                documents.retry,
                documents.done,
                documents.incomplete,
                documents.duplicates,
                documents.quarantined,
                documents.rearmed
            ),
        );
        for (place, inbox) in self.inboxes.iter().enumerate() {
            let label = if place == 0 { "inboxes" } else { "" };
            row(label, format!("{}   {}   found by scans alone {}", inbox.path, inbox.watch, inbox.found_by_scans));
            inbox.trouble.iter().for_each(|trouble| row("  trouble", trouble.clone()));
        }
        row("workers", format!("{} of {} ready   restarts {}", workers.ready, workers.wanted, workers.restarts));
        row("sandbox", workers.sandbox.clone());
        workers.gaps.iter().for_each(|gap| row("  open", gap.clone()));
        for (place, extractor) in self.chain.iter().enumerate() {
            let label = if place == 0 { "chain" } else { "" };
            row(label, format!("{:<16} {:<24} {}", extractor.name, extractor.plugin, extractor.state));
        }
        let reload = match &self.last_reload {
            Some(last) => format!("{} {}: {}", last.time, if last.ok { "ok" } else { "refused" }, last.text),
            None => "none yet".to_owned(),
        };
        row("reload", reload.replace('\n', "\n           "));
        text
    }
}
