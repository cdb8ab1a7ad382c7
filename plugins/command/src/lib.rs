//! Runs a program in any language as an extractor: documents go to its standard input, its answers come from its
//! standard output, one JSON object a line. `README.md` shows the whole exchange.
//!
//! The parts, in reading order: `config`; `program`, a conversation with a running program; `request` and `reply`, the
//! lines of either side; `fault`, what ends a conversation; `pipes`, `lines` and `last_words`, which carry it
//! within bounds; `process`, start and end; `backoff`, how soon a program that keeps failing is started again.

mod backoff;
mod config;
mod fault;
mod last_words;
mod lines;
mod pipes;
mod process;
mod program;
mod reply;
mod request;

use std::time::Instant;

use extractor_api::manifest::{ANY_TYPE, EXEC};
use extractor_api::{Document, Error, Extractor, Host, Level, Outcome, Sink, export_extractor};

use crate::backoff::Backoff;
use crate::fault::Fault;
use crate::program::Program;

pub use config::Config;

/// The extractor.
pub struct Command {
    config: Config,
    /// `None` when the last one failed.
    program: Option<Program>,
    backoff: Backoff,
}

impl Extractor for Command {
    type Config = Config;
    const MEDIA_TYPES: &'static [&'static str] = &[];
    const EVENT_TYPES: &'static [&'static str] = &[ANY_TYPE];
    const CAPABILITIES: &'static [&'static str] = &[EXEC];
    const CONFIG_SCHEMA: Option<&'static str> = Some(config::SCHEMA);

    fn create(config: Config, _host: &Host<'_>) -> Result<Command, Error> {
        config.check().map_err(Error::config)?;
        let program = Program::start(&config, || false).map_err(Error::config)?;
        Ok(Command { config, program: Some(program), backoff: Backoff::default() })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        self.backoff.check(Instant::now()).map_err(Error::transient)?;
        let request = request::document(document)?;
        let mut program = self.take_program(out)?;
        match program.ask(request, document.id(), &self.config, out) {
            Ok(answer) => {
                self.backoff.succeeded();
                self.program = Some(program);
                answer
            }
            Err(fault) => {
                let stopped = matches!(fault, Fault::Stopped);
                let text = program.fail(&fault);
                self.backoff.failed(Instant::now(), &text);
                if !stopped {
                    return Err(Error::internal(text));
                }
                out.log(Level::Warn, &text);
                Err(Error::stopped())
            }
        }
    }
}
export_extractor!(Command);

impl Command {
    /// Takes the running program, or starts one when there is none or it is of no more use.
    fn take_program(&mut self, out: &mut Sink<'_>) -> Result<Program, Error> {
        if let Some(mut program) = self.program.take() {
            let Some(fault) = program.fault_at_rest() else { return Ok(program) };
            out.log(Level::Info, &format!("between documents, {}; it is started again", program.fail(&fault)));
        }
        Program::start(&self.config, || out.should_stop()).map_err(|text| {
            self.backoff.failed(Instant::now(), &text);
            Error::internal(text)
        })
    }
}
