//! From a started process to a worker that waits for documents.

use std::io;
use std::time::{Duration, Instant};

use crate::plugin::error::{CRASHED, TIMED_OUT};
use crate::plugin::generation::Generation;
use crate::pool::Setup;
use crate::pool::blame::culprit;
use crate::pool::diagnostics::Diagnostics;
use crate::pool::process::Process;
use crate::pool::verdict::{Again, Failure};
use crate::worker::breadcrumb::Phase;
use crate::worker::codec::decode_json;
use crate::worker::frame::{self, Fatal, Ready};
use crate::worker::wire::Received;

/// Waits for READY or FATAL. `wait` waits for news of the process; it says false when nobody wants the worker any more.
///
/// # Errors
/// Why it does not become ready; without a text when the process ended, which its status explains.
pub(super) fn await_ready(
    process: &mut Process,
    setup: &Setup,
    mut wait: impl FnMut(&mut Process) -> io::Result<bool>,
) -> Result<Ready, Failure> {
    let deadline = Instant::now() + setup.start;
    let mut diagnostics = Diagnostics::new();
    let disorder = |text: &dyn std::fmt::Display| failure(CRASHED, format!("the worker is out of order: {text}"));
    loop {
        process.wire.flush().or_else(only_if_gone).map_err(|error| disorder(&error))?;
        if !wait(process).map_err(|error| disorder(&error))? {
            return Err(failure(TIMED_OUT, "the daemon stops".to_owned()));
        }
        process.drain_output();
        let received = process.receive_some().map_err(|error| disorder(&error))?;
        while let Some((kind, body)) = process.wire.next_frame().map_err(|fault| disorder(&fault))? {
            match kind {
                frame::READY => return ready(body),
                frame::FATAL => {
                    let fatal = decode_json(body).map_err(|fault| disorder(&fault))?;
                    return Err(refused(&setup.generation, fatal));
                }
                frame::LOG => diagnostics.pass(&setup.generation, body).map_err(|fault| disorder(&fault))?,
                _ => return Err(disorder(&"a frame that does not belong here")),
            }
        }
        if received == Received::End {
            return Err(during_create(process, setup, CRASHED, String::new()));
        }
        if Instant::now() >= deadline {
            let text = format!("it was not ready after {} (limits.start)", words(setup.start));
            return Err(during_create(process, setup, TIMED_OUT, text));
        }
    }
}

fn ready(body: &[u8]) -> Result<Ready, Failure> {
    let ready: Ready =
        decode_json(body).map_err(|fault| failure(CRASHED, format!("the worker is out of order: {fault}")))?;
    if ready.protocol != frame::PROTOCOL || ready.build != frame::BUILD {
        return Err(failure(CRASHED, "the worker is another build: restart the daemon".to_owned()));
    }
    Ok(ready)
}

/// A failure while an extractor was loaded or created, which the breadcrumb names.
fn during_create(process: &Process, setup: &Setup, code: &str, text: String) -> Failure {
    let crumb = process.crumb().filter(|crumb| crumb.phase == Phase::Creating);
    let (extractor, plugin) = culprit(&setup.generation, crumb);
    Failure { extractor, plugin, ..failure(code, text) }
}

fn refused(generation: &Generation, fatal: Fatal) -> Failure {
    let known = generation.extractors.iter().find(|known| Some(&known.name) == fatal.extractor.as_ref());
    Failure {
        plugin: known.map(|known| known.label.clone()),
        extractor: fatal.extractor,
        code: fatal.code,
        ..failure("", fatal.text)
    }
}

/// A worker that could not be started.
pub(super) fn failure(code: &str, text: String) -> Failure {
    Failure {
        reason: "not_started",
        code: code.to_owned(),
        stage: "extractor",
        extractor: None,
        plugin: None,
        text,
        remedy: "see the text; take the extractor out of chain.order to run without it",
        output: String::new(),
        again: Again::Later,
    }
}

/// A worker that died makes sending fail, but may have answered before; the next read tells.
pub(super) fn only_if_gone(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => Ok(()),
        _ => Err(error),
    }
}

/// `20 s`, `300 ms`
pub(super) fn words(time: Duration) -> String {
    match (time.as_secs(), time.subsec_millis()) {
        (seconds, 0) => format!("{seconds} s"),
        _ => format!("{} ms", time.as_millis()),
    }
}
