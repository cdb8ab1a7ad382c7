//! Why a worker was given up, and what that says about the document it was reading.

use std::process::ExitStatus;

use std::os::unix::process::ExitStatusExt;

use crate::codes::extraction::{DISORDER, EXITED, OUT_OF_MEMORY, OVERDUE, SIGNALLED};
use crate::plugin::generation::Generation;
use crate::pool::Setup;
use crate::pool::process::describe;
use crate::pool::verdict::{Again, Failure};
use crate::worker::breadcrumb::{Crumb, Phase};

/// Why a worker was given up.
pub(crate) enum Breach {
    /// It ended, or closed its socket.
    Gone,
    /// An extractor or the reader took too long.
    Late,
    /// It does nothing, and does not answer.
    Silent,
    /// It sent what no worker sends.
    Disorder(String),
    /// The daemon stops and waits no longer.
    Unwanted,
}

impl Breach {
    /// For people; `status` is how the process ended.
    pub(crate) fn describe(&self, status: Option<ExitStatus>) -> String {
        match self {
            Breach::Gone => describe(status),
            Breach::Late => "it took too long".to_owned(),
            Breach::Silent => "it does not answer".to_owned(),
            Breach::Disorder(text) => format!("it is out of order: {text}"),
            Breach::Unwanted => "the daemon stops".to_owned(),
        }
    }
}

/// Names the extractor that a breadcrumb points at: its name in the chain, and `id@version`.
pub(crate) fn culprit(generation: &Generation, crumb: Option<Crumb>) -> (Option<String>, Option<String>) {
    let crumb = crumb.filter(|crumb| matches!(crumb.phase, Phase::Creating | Phase::Extracting | Phase::Ticking));
    let place = crumb.and_then(|crumb| usize::try_from(crumb.extractor).ok());
    match place.and_then(|place| generation.extractors.get(place)) {
        Some(extractor) => (Some(extractor.name.clone()), Some(extractor.label.clone())),
        None => (None, None),
    }
}

/// What the end of a worker says about the document that it was reading: to be tried again, alone.
pub(crate) fn blame(
    setup: &Setup,
    breach: &Breach,
    crumb: Option<Crumb>,
    status: Option<ExitStatus>,
    output: String,
) -> Failure {
    let (extractor, plugin) = culprit(&setup.generation, crumb);
    let out_of_memory = output.contains("memory allocation of");
    let (reason, code) = match breach {
        Breach::Late | Breach::Silent => ("timeout", OVERDUE),
        Breach::Disorder(_) => ("disorder", DISORDER),
        _ if out_of_memory => ("memory", OUT_OF_MEMORY),
        _ if status.is_some_and(|status| status.signal().is_none()) => ("exit", EXITED),
        // By the kernel that needed memory, or by somebody: the extractor may have had no part in it.
        _ if status.and_then(|status| status.signal()) == Some(libc::SIGKILL) => ("killed", SIGNALLED),
        _ => ("crash", SIGNALLED),
    };
    let who = match (&extractor, &plugin) {
        (Some(name), Some(label)) if label.split('@').next() == Some(name.as_str()) => format!("the extractor {label}"),
        (Some(name), Some(label)) => format!("the extractor {name} ({label})"),
        _ if crumb.is_some_and(|crumb| crumb.phase == Phase::Reading) => "the reader".to_owned(),
        _ => "no extractor".to_owned(),
    };
    let limit = match breach {
        Breach::Late => format!(" (limits.timeout is {} ms)", setup.timeout.as_millis()),
        _ => String::new(),
    };
    Failure {
        reason,
        code: code.to_owned(),
        stage: if extractor.is_some() { "extractor" } else { "reader" },
        extractor,
        plugin,
        text: format!("the worker was given up while {who} was at work: {}{limit}", breach.describe(status)),
        remedy: "tell the plugin's author, with this file; or take the extractor out of chain.order",
        output,
        again: Again::Alone,
    }
}
