//! A conversation with a running program: hello and ready, then one document after another.

use std::io;
use std::time::Duration;

use extractor_api::{Error, Outcome, Sink};

use crate::config::Config;
use crate::fault::{Fault, quoted};
use crate::pipes::{Deadline, Pipes};
use crate::process::Process;
use crate::reply::{Event, Reply, meaningless};
use crate::request;

/// The version of the protocol.
pub(crate) const PROTOCOL: u32 = 1;
/// The answer to the first line.
const READY: &str = "{\"ready\":1}";
/// The key of the config for the time up to that.
const START_TIMEOUT: &str = "start_timeout";
/// How long a program that has closed its standard output may take to end: it mostly is about to.
const LAST_BREATH: Duration = Duration::from_secs(2);

/// A program that has said that it is ready.
pub(crate) struct Program {
    /// For messages.
    shown: String,
    pipes: Pipes, // Dropped first: that its standard input ends tells it to end.
    process: Process,
}

impl Program {
    /// Starts the program and greets it.
    ///
    /// # Errors
    /// `key: why it cannot be used`
    pub(crate) fn start(config: &Config, should_stop: impl Fn() -> bool) -> Result<Program, String> {
        let hello = request::hello(config).map_err(|error| format!("settings: {error}"))?;
        let refused = |error: io::Error| cannot_start(&config.program[0], &error);
        let (process, streams) = Process::start(config).map_err(refused)?;
        let pipes = Pipes::new(streams).map_err(|error| refused(error.into()))?;
        let mut program = Program { shown: config.shown(), pipes, process };
        match program.greet(hello, config.start_timeout, should_stop) {
            Ok(()) => Ok(program),
            Err(fault) => {
                let key = if matches!(fault, Fault::Late(..)) { START_TIMEOUT } else { "program" };
                Err(format!("{key}: before {READY}, {}", program.fail(&fault)))
            }
        }
    }

    fn greet(&mut self, hello: Vec<u8>, limit: Duration, should_stop: impl Fn() -> bool) -> Result<(), Fault> {
        self.pipes.begin(hello);
        let line = self.pipes.next_line(Deadline::after(limit, START_TIMEOUT), should_stop)?;
        match Reply::parse(line)? {
            Reply::Ready(PROTOCOL) => self.pipes.finish(),
            Reply::Ready(version) => Err(Fault::Version(version)),
            _ => Err(meaningless(line, format!("{READY} comes first"))),
        }
    }

    /// Sends a document and emits what the program answers; the inner result is the program's own word about the
    /// document, or the host's.
    ///
    /// # Errors
    /// When the program cannot be used any more.
    pub(crate) fn ask(
        &mut self,
        request: Vec<u8>,
        id: &str,
        config: &Config,
        out: &mut Sink<'_>,
    ) -> Result<Result<Outcome, Error>, Fault> {
        self.pipes.begin(request);
        let deadline = Deadline::after(config.timeout, "timeout");
        let mut emitted = Ok(());
        let answer = loop {
            let line = self.pipes.next_line(deadline, || out.should_stop())?;
            match Reply::parse(line)? {
                // After a refusal the rest is read all the same, so that the program can be given the next document.
                Reply::Event(event) if emitted.is_ok() => emitted = emit(&event, config, out),
                Reply::Event(_) => {}
                Reply::Log(log) => out.log(log.level.into(), &log.text),
                Reply::Done(of) if of.is(id) => break Ok(Outcome::Done),
                Reply::Skipped(of) if of.is(id) => break Ok(Outcome::Skipped),
                Reply::Done(_) | Reply::Skipped(_) => return Err(Fault::OtherDocument(quoted(line))),
                Reply::Error(text) => break Err(Error::document(text)),
                Reply::Transient(text) => break Err(Error::transient(text)),
                Reply::Ready(_) => return Err(meaningless(line, "`ready` comes once")),
            }
        };
        self.pipes.finish()?;
        Ok(emitted.and(answer))
    }

    /// Asks between documents whether the program is of no more use.
    pub(crate) fn fault_at_rest(&mut self) -> Option<Fault> {
        self.pipes.check_rest().err()
    }

    /// Ends the program and says what became of it.
    pub(crate) fn fail(mut self, fault: &Fault) -> String {
        let ended = if *fault == Fault::Closed { self.process.ended(LAST_BREATH) } else { None };
        self.process.kill();
        let what = ended.map_or_else(|| fault.to_string(), |status| format!("ended ({status})"));
        match self.pipes.last_words() {
            words if words.is_empty() => format!("{} {what}", self.shown),
            words => format!("{} {what}; it last wrote: {words}", self.shown),
        }
    }
}

fn emit(event: &Event<'_>, config: &Config, out: &mut Sink<'_>) -> Result<(), Error> {
    if !config.event_types.iter().any(|known| *known == event.kind) {
        return Err(Error::document(format!("the type {:?} of an event is not in `event_types`", event.kind)));
    }
    Ok(out.emit_raw(&event.kind, &event.key, event.data.get())?)
}

fn cannot_start(name: &str, error: &io::Error) -> String {
    let hint = match error.kind() {
        io::ErrorKind::NotFound if name.contains('/') => "; a relative path starts at the folder of the config file",
        io::ErrorKind::NotFound => "; it is in no folder of PATH, which `environment` can set",
        io::ErrorKind::PermissionDenied => {
            "; workers may run as another user (`worker_user`) and in a sandbox: they must be able to read and execute \
             the file, and `read = [\"folder\"]` in the extractor's table lets them see a folder"
        }
        _ => "",
    };
    format!("program: cannot start {name:?}: {error}{hint}")
}
