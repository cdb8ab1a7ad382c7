//! What people ask over the control socket.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::time::Instant;

use data_encoding::BASE64;

use crate::codes::control::SAFE_MODE;
use crate::config::OnPluginFailure;
use crate::control::status::{DocumentsStatus, ExtractorStatus, InboxStatus, Status, WorkersStatus};
use crate::control::{Answer, Reply, Request};
use crate::log::writer::time_text;
use crate::main_loop::{Hold, MainLoop, Stage};
use crate::pool::breaker::Admission;

impl MainLoop {
    pub(super) fn take_request(&mut self, request: Request, reply: Reply) {
        let done = |text: &str| Answer::Done { text: text.to_owned() };
        let answer = match request {
            Request::Status => Answer::Status(Box::new(self.status())),
            Request::Explain(question) => self.explain(&question),
            Request::Reload => return self.reload(Some(reply)),
            Request::Scan => {
                self.scan();
                done("scanning")
            }
            Request::Forget { inbox, name } => self.forget_kept(&inbox, &name),
            Request::Pause => match self.hold {
                Some(Hold::SafeMode) => done("already in safe mode: nothing is taken"),
                _ => {
                    self.hold = Some(Hold::Paused);
                    done("paused: what workers hold is finished, nothing more is taken until `dragoman ctl resume`")
                }
            },
            Request::Resume => match self.hold {
                Some(Hold::SafeMode) => Answer::Refused {
                    text: format!(
                        "error[{SAFE_MODE}]: the daemon is in safe mode: it has no plugins\n  fix:   dragoman ctl reload"
                    ),
                },
                _ => {
                    self.hold = None;
                    done("taking files")
                }
            },
            Request::Stop => {
                self.stop();
                done("stopping: what workers hold is finished first")
            }
        };
        // Whoever asked may be gone.
        let _ = reply.send(answer);
    }

    fn forget_kept(&mut self, inbox: &str, name: &str) -> Answer {
        let name = BASE64.decode(name.as_bytes()).map(OsString::from_vec);
        let text = match name.ok().and_then(|name| self.read_anew(inbox, name)) {
            Some(()) => "the file is read again",
            None => "no files stay there, so none was to be forgotten",
        };
        Answer::Done { text: text.to_owned() }
    }

    fn status(&self) -> Status {
        let pools = &self.parts.pools;
        let setup = pools.setup();
        let gaps = self.parts.confinement.gaps(&setup.policy);
        Status {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            since: time_text(self.began),
            state: self.state(),
            generation: setup.generation.id.clone(),
            reloads: self.reloads.count,
            last_reload: self.reloads.last.clone(),
            chain: self.chain_status(),
            workers: WorkersStatus {
                wanted: pools.current().len(),
                ready: pools.current().ready(),
                restarts: self.restarts,
                sandbox: self.parts.confinement.describe(),
                gaps: gaps.iter().map(|gap| format!("{}: {}", gap.what, gap.consequence)).collect(),
            },
            documents: DocumentsStatus {
                waiting: self.settling.len(),
                in_work: self.taken(),
                retry: self.documents.values().filter(|document| matches!(document.stage, Stage::Resting)).count(),
                done: self.summary.done,
                incomplete: self.summary.incomplete,
                duplicates: self.summary.duplicates,
                quarantined: self.summary.quarantined,
                rearmed: self.summary.rearmed,
            },
            inboxes: self.inbox_status(),
        }
    }

    fn state(&self) -> String {
        let state = match self.hold {
            _ if self.stopping.is_some() => "stopping",
            Some(Hold::Paused) => "paused",
            Some(Hold::SafeMode) => "safe mode",
            None if self.stalled => "stalled: no room for the log",
            None if !self.parts.ledger.is_open() => "stalled: the ledger cannot be written",
            // Their keepers try again and again.
            None if self.parts.pools.current().ready() == 0 => "halted: no worker can be started",
            None if matches!(self.breakers.admit(Instant::now()), Admission::Wait(_)) => "halted",
            None => {
                let lack = self.shortage.describe();
                let degraded = || Some(format!("degraded: {}", self.troubles.values().next()?));
                return lack.or_else(degraded).unwrap_or_else(|| "working".to_owned());
            }
        };
        state.to_owned()
    }

    fn inbox_status(&self) -> Vec<InboxStatus> {
        let inboxes = self.parts.roots.iter().enumerate().filter(|(_, root)| root.replays.is_none());
        let status = inboxes.map(|(number, root)| InboxStatus {
            path: root.settings.path.display().to_string(),
            watch: self.parts.watch.describe(number),
            found_by_scans: self.found_by_scans.get(&number).copied().unwrap_or_default(),
            trouble: self.troubles.get(&number).cloned(),
        });
        status.collect()
    }

    fn chain_status(&self) -> Vec<ExtractorStatus> {
        let state = |place: usize| {
            let open = self.breakers.open().find(|(broken, _)| *broken == place);
            match open.map(|(_, meaning)| meaning) {
                None => "in service",
                Some(OnPluginFailure::Bypass) => "bypassed: it failed over too many documents",
                Some(OnPluginFailure::Halt) => "out of service: it failed over too many documents",
            }
        };
        let extractors = self.parts.pools.setup().generation.extractors.iter().enumerate();
        let status = extractors.map(|(place, extractor)| ExtractorStatus {
            name: extractor.name.clone(),
            plugin: extractor.label.clone(),
            state: state(place).to_owned(),
        });
        status.collect()
    }
}
