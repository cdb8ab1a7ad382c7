//! The bridge from the `log` crate to the host's diagnostics: `cargo test -p extractor-api --features log`.
#![cfg(feature = "log")]

use extractor_api::testing::Harness;
use extractor_api::{Document, Error, Extractor, Host, Level, Outcome, Sink, export_extractor};
use serde_json::{Value, json};

/// Logs wherever it is called.
struct Chatty;

impl Extractor for Chatty {
    type Config = Value;
    const TICKS: bool = true;

    fn create(_config: Value, _host: &Host<'_>) -> Result<Self, Error> {
        log::info!(target: "chatty", "created");
        Ok(Chatty)
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        log::error!("1");
        out.log(Level::Info, "between");
        log::warn!("2");
        log::debug!("4");
        log::trace!("5 {}", document.name());
        std::thread::spawn(|| log::error!("from a thread of its own")).join().map_err(|_| Error::internal("join"))?;
        assert!(document.text().is_some(), "no text");
        Ok(Outcome::Done)
    }

    fn tick(&mut self) -> Result<(), Error> {
        log::info!(target: "chatty", "ticked");
        Ok(())
    }
}
export_extractor!(Chatty);

fn line(level: Level, text: &str) -> (Level, String) {
    (level, text.to_owned())
}

#[test]
fn what_is_logged_in_a_call_goes_to_the_host_and_the_rest_nowhere() {
    log::error!("before any call");
    let mut harness = Harness::<Chatty>::new(json!({})).unwrap();
    log::error!("between calls");
    assert_eq!(harness.take_logs(), [line(Level::Info, "chatty: created")]);
    let expected = [
        line(Level::Error, "log: 1"),
        line(Level::Info, "between"),
        line(Level::Warn, "log: 2"),
        line(Level::Debug, "log: 4"),
        line(Level::Trace, "log: 5 sample.txt"),
    ];
    assert_eq!(harness.run_text("a").logs, expected);
    assert!(harness.tick().unwrap().is_ok());
    assert_eq!(harness.take_logs(), [line(Level::Info, "chatty: ticked")]);
}

#[test]
fn lines_before_a_panic_arrive_and_none_after_it() {
    let mut harness = Harness::<Chatty>::new(json!({})).unwrap();
    let sample = extractor_api::testing::Sample { name: "empty", text: None, meta_json: "{}", attempt: 0 };
    let run = harness.run(sample);
    assert_eq!(run.verdict.status, extractor_api::abi::PANIC);
    assert_eq!(run.logs.len(), 5);
    log::error!("after the panic");
    assert_eq!(harness.take_logs(), []);
}

#[test]
fn two_instances_keep_their_lines_apart() {
    let mut first = Harness::<Chatty>::new(json!({})).unwrap();
    let mut second = Harness::<Chatty>::new(json!({})).unwrap();
    assert_eq!([first.run_text("a").logs.len(), second.run_text("a").logs.len()], [5, 5]);
    first.tick();
    assert_eq!([first.take_logs().len(), second.take_logs().len()], [1, 0]);
}
