//! What the host hears from an extractor, through its real table: outcomes, errors, panics, refusals.

use std::cell::Cell;
use std::fmt;
use std::process::Command;

use extractor_api::layer::Record;
use extractor_api::testing::{Harness, Run};
use extractor_api::{Document, Error, Extractor, Host, Level, Outcome, Sink, abi, export_extractor, host::Limits};
use serde::Deserialize;
use serde_json::{Value, json};

const NOTE: &str = "com.example.note.v1";

/// What [`Scripted`] does, in order.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Panic(String),
    PanicWithBomb,
    ResumeUnwind(String),
    Fail(Failure),
    /// Type and data; a refusal is ignored.
    Emit(String, String),
    /// The same, but a refusal is passed on by `?`.
    Pass(String, String),
    Flood(usize),
    PublishMark,
    PublishStray,
    PublishLiar,
    Log(String),
    Skip,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Failure {
    Document,
    Transient,
    Internal,
    Config,
    Stopped,
    Chained,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Config {
    create: Vec<Step>,
    extract: Vec<Step>,
    panic_on_drop: bool,
}

struct Scripted {
    config: Config,
}

impl Extractor for Scripted {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[NOTE];
    const PUBLISHES: &'static [&'static str] = &[Mark::LAYER, Liar::LAYER];

    fn create(config: Config, host: &Host<'_>) -> Result<Self, Error> {
        for step in &config.create {
            match step {
                Step::Panic(words) => panic!("{words}"),
                Step::Fail(failure) => return Err(failure.error()),
                Step::Log(text) => host.log(Level::Info, text),
                _ => return Err(Error::internal("not a step of create")),
            }
        }
        Ok(Scripted { config })
    }

    fn extract(&mut self, _document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        for step in &self.config.extract {
            match step {
                Step::Panic(words) => panic!("{words}"),
                Step::PanicWithBomb => std::panic::panic_any(Bomb),
                Step::ResumeUnwind(words) => std::panic::resume_unwind(Box::new(words.clone())),
                Step::Fail(failure) => return Err(failure.error()),
                Step::Emit(kind, data) => _ = out.emit_raw(kind, "", data),
                Step::Pass(kind, data) => out.emit_raw(kind, "", data)?,
                Step::Flood(count) => (0..*count).for_each(|_| _ = out.emit_raw(NOTE, "", "{}")),
                Step::PublishMark => _ = out.publish(&[Mark { start: 0, end: 1 }]),
                Step::PublishStray => _ = out.publish::<Stray>(&[]),
                Step::PublishLiar => _ = out.publish(&[Liar]),
                Step::Log(text) => out.log(Level::Warn, text),
                Step::Skip => return Ok(Outcome::Skipped),
            }
        }
        Ok(Outcome::Done)
    }
}
export_extractor!(Scripted);

thread_local! {
    static DROPPED: Cell<usize> = const { Cell::new(0) };
}

impl Drop for Scripted {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
        assert!(!self.config.panic_on_drop, "the drop fell");
    }
}

impl Failure {
    fn error(self) -> Error {
        match self {
            Failure::Document => Error::document("no verbs"),
            Failure::Transient => Error::transient("the dictionary is busy"),
            Failure::Internal => Error::internal("a table is empty"),
            Failure::Config => Error::config("min_words: at least 1 is wanted"),
            Failure::Stopped => Error::stopped(),
            Failure::Chained => Error::from(Outer("7".parse::<bool>().unwrap_err())),
        }
    }
}

/// An error with a cause.
#[derive(Debug)]
struct Outer(std::str::ParseBoolError);

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot read the flag")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// A panic's payload that panics again, with another of its kind, when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        std::panic::panic_any(Bomb);
    }
}

extractor_api::layer! {
    struct Mark: "com.example.marks/1", 16 { start: u64, end: u64 }
}
extractor_api::layer! {
    struct Stray: "com.example.stray/1", 8 { start: u64 }
}

/// A hand-written record that states a size which it does not write.
#[derive(Clone, Copy)]
struct Liar;

impl Record for Liar {
    const LAYER: &'static str = "com.example.liars/1";
    const BYTES: usize = 1 << 20;
    fn read(_: &[u8]) -> Self {
        Liar
    }
    fn write(&self, out: &mut Vec<u8>) {
        out.push(1);
    }
}

fn note(data: &str) -> Value {
    json!({ "emit": [NOTE, data] })
}

fn scripted(extract: Value) -> Harness<Scripted> {
    Harness::new(json!({ "extract": extract })).unwrap()
}

/// Checks that a run failed with this status, that its text has these words, and that nothing of it counts.
#[track_caller]
fn assert_failed(run: &Run<'_>, status: i32, words: &[&str]) {
    assert_eq!(run.verdict.status, status, "{:?}", run.verdict);
    for word in words {
        assert!(run.verdict.text.contains(word), "{word:?} is not in {:?}", run.verdict);
    }
    assert!(!run.verdict.is_ok());
    assert_eq!(run.events, []);
    assert_eq!(run.layer::<Mark>(), []);
}

#[test]
fn a_panic_costs_the_document_and_the_instance() {
    let mut harness = scripted(json!([note("{}"), "publish_mark", { "panic": "the sky fell" }]));
    let dropped = DROPPED.get();
    assert_failed(&harness.run_text("a"), abi::PANIC, &["the sky fell", "contract.rs:"]);
    assert_eq!(DROPPED.get(), dropped + 1, "the broken extractor is dropped at once");
    for _ in 0..2 {
        assert_failed(&harness.run_text("b"), abi::PANIC, &["panicked before"]);
    }
    drop(harness);
    assert_eq!(DROPPED.get(), dropped + 1);
}

#[test]
fn a_panic_without_a_message_still_has_words() {
    for (step, words) in [
        (json!("panic_with_bomb"), "a payload that is not text"),
        (json!({ "resume_unwind": "raised again" }), "panicked: raised again"),
    ] {
        assert_failed(&scripted(json!([step])).run_text("a"), abi::PANIC, &[words]);
    }
}

#[test]
fn a_panic_in_drop_stays_inside() {
    for extract in [json!([]), json!([{ "panic": "the sky fell" }])] {
        let mut harness = Harness::<Scripted>::new(json!({ "extract": extract, "panic_on_drop": true })).unwrap();
        let verdict = harness.run_text("a").verdict;
        assert!(verdict.is_ok() || verdict.text.contains("the sky fell"), "the first panic is told: {verdict:?}");
    }
}

/// Standard error belongs to the process, so another process is looked at.
#[test]
fn a_panic_in_a_call_prints_nothing_and_one_elsewhere_is_seen() {
    const CHILD: &str = "EXTRACTOR_TEST_PANICS_QUIETLY";
    if std::env::var_os(CHILD).is_some() {
        scripted(json!([{ "panic": "the sky fell" }])).run_text("a");
        assert!(std::thread::spawn(|| panic!("the ground shook")).join().is_err());
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "a_panic_in_a_call_prints_nothing_and_one_elsewhere_is_seen", "--nocapture"]);
    let output = child.env(CHILD, "1").output().unwrap();
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("the ground shook") && !printed.contains("the sky fell"), "{printed}");
}

#[test]
fn create_fails_with_its_status_and_words() {
    for (step, status, words) in [
        (json!({ "panic": "no ground" }), abi::PANIC, "no ground"),
        (json!({ "fail": "config" }), abi::CONFIG, "min_words: at least 1 is wanted"),
        (json!({ "fail": "internal" }), abi::INTERNAL, "a table is empty"),
        (json!({ "fail": "transient" }), abi::TRANSIENT, "the dictionary is busy"),
    ] {
        let verdict = Harness::<Scripted>::new(json!({ "create": [step] })).err().unwrap();
        assert!(verdict.status == status && verdict.text.contains(words), "{verdict:?}");
    }
}

#[test]
fn a_config_error_names_its_key() {
    for (config, words) in [
        (json!({ "extarct": [] }), "unknown field `extarct`"),
        (json!({ "panic_on_drop": 1 }), "panic_on_drop: invalid type: integer `1`, expected a boolean"),
        (json!({ "extract": [{ "fail": "loudly" }] }), "extract.fail: unknown variant `loudly`"),
        (json!([7]), "invalid type: integer `7`"),
    ] {
        let verdict = Harness::<Scripted>::new(config).err().unwrap();
        assert!(verdict.status == abi::CONFIG && verdict.text.contains(words), "{verdict:?}");
    }
}

#[test]
fn an_error_has_its_status_and_words_and_the_instance_lives_on() {
    for (failure, status, words) in [
        ("document", abi::DOCUMENT, "no verbs"),
        ("transient", abi::TRANSIENT, "the dictionary is busy"),
        ("internal", abi::INTERNAL, "a table is empty"),
        ("stopped", abi::STOPPED, "stopped: "),
        ("chained", abi::DOCUMENT, "cannot read the flag: provided string was not `true` or `false`"),
        // A config error has no place in `extract`.
        ("config", abi::INTERNAL, "unknown status -3"),
    ] {
        let mut harness = scripted(json!([note("{}"), "publish_mark", { "fail": failure }]));
        for _ in 0..2 {
            assert_failed(&harness.run_text("a"), status, &[words]);
        }
    }
}

#[test]
fn what_was_emitted_before_a_skip_counts() {
    let mut harness = scripted(json!([note(r#"{"n":1}"#), "publish_mark", "skip", note(r#"{"n":2}"#)]));
    let run = harness.run_text("a");
    assert_eq!((run.verdict.status, run.verdict.text.as_str()), (abi::SKIPPED, ""));
    assert_eq!(run.events.iter().map(|event| event.data["n"].clone()).collect::<Vec<_>>(), [1]);
    assert_eq!(run.layer::<Mark>(), [Mark { start: 0, end: 1 }]);
}

#[test]
fn a_refusal_sticks_though_the_extractor_goes_on() {
    let long = json!({ "a": "x".repeat(30 << 10) }).to_string();
    // 10 KiB as emitted, 60 KiB with its escapes.
    let growing = format!("{{\"a\":\"{}\"}}", "\u{7f}".repeat(10 << 10));
    for (step, code, words) in [
        (note("[1]"), abi::INVALID_EVENT, "event 2: its data: an object is wanted at byte 0"),
        (note("{\"a\":1}\n"), abi::INVALID_EVENT, "nothing may follow the object"),
        (note(""), abi::INVALID_EVENT, "an object is wanted"),
        (note(&"[".repeat(1000)), abi::INVALID_EVENT, "an object is wanted"),
        (note(r#"{"n":9007199254740993}"#), abi::INVALID_EVENT, "2^53"),
        (json!({ "emit": ["com.example.other.v1", "{}"] }), abi::INVALID_EVENT, "com.example.other.v1"),
        (json!({ "emit": ["", "{}"] }), abi::INVALID_EVENT, "its type \"\""),
        (note(&long), abi::TOO_LARGE, "at most 28672 fit a line"),
        (note(&growing), abi::TOO_LARGE, "at most 28672 fit a line"),
        (json!({ "flood": 10_000 }), abi::LIMIT, "event 10001: a document may have 10000 events"),
        (json!("publish_stray"), abi::INVALID_EVENT, "layer \"com.example.stray/1\": it is not among"),
        (json!("publish_mark"), abi::INVALID_EVENT, "layer \"com.example.marks/1\": it was published before"),
    ] {
        let mut harness = scripted(json!(["publish_mark", note("{}"), step, note("{}")]));
        assert_failed(&harness.run_text("a"), code, &[words]);
        if let Some(emit) = step.get("emit") {
            assert_failed(&scripted(json!([note("{}"), { "pass": emit }])).run_text("a"), code, &[words]);
        }
    }
}

#[test]
fn the_first_refusal_is_the_one_that_is_told() {
    let mut harness = scripted(json!([note("[]"), { "emit": ["com.example.other.v1", "{}"] }]));
    assert_failed(&harness.run_text("a"), abi::INVALID_EVENT, &["event 1: its data"]);
}

#[test]
fn a_failure_of_its_own_kind_wins_over_a_refusal() {
    for (step, status, words) in [
        (json!({ "panic": "the sky fell" }), abi::PANIC, "the sky fell"),
        (json!({ "fail": "transient" }), abi::TRANSIENT, "the dictionary is busy"),
        (json!({ "fail": "document" }), abi::INVALID_EVENT, "event 1"),
        (json!("skip"), abi::INVALID_EVENT, "event 1"),
    ] {
        assert_failed(&scripted(json!([note("[]"), step])).run_text("a"), status, &[words]);
    }
}

#[test]
fn limits_count_what_extractors_before_emitted() {
    let five = json!({ "extract": [{ "flood": 5 }] });
    for (events, output_bytes, fits) in
        [(10, 1 << 20, true), (9, 1 << 20, false), (10, 10 * (NOTE.len() + 2), true), (10, 10 * NOTE.len(), false)]
    {
        let mut harness = Harness::<Scripted>::new(five.clone()).unwrap().after::<Scripted>(five.clone()).unwrap();
        harness.limits = Limits { events, output_bytes, ..Limits::default() };
        let run = harness.run_text("a");
        if fits {
            assert_eq!((run.verdict.status, run.events.len()), (abi::OK, 5));
        } else {
            assert_failed(&run, abi::LIMIT, &["a document may have"]);
        }
    }
}

#[test]
fn a_record_that_lies_about_its_size_is_a_panic_and_not_an_overread() {
    let mut harness = scripted(json!(["publish_liar"]));
    assert_failed(&harness.run_text("a"), abi::PANIC, &["com.example.liars/1", "wrote 1 bytes, not 1048576"]);
}

#[test]
fn diagnostics_arrive_with_their_level() {
    let config = json!({ "create": [{ "log": "made" }], "extract": [{ "log": "first" }, { "log": "päck\n" }] });
    let mut harness = Harness::<Scripted>::new(config).unwrap();
    let expected = ["first", "päck\n"].map(|text| (Level::Warn, text.to_owned()));
    for _ in 0..2 {
        assert_eq!(harness.run_text("a").logs, expected);
    }
}

#[test]
fn the_manifest_says_what_the_extractor_declares() {
    let harness = scripted(json!([]));
    let manifest = harness.manifest();
    assert_eq!((manifest.id.as_str(), manifest.abi), (env!("CARGO_PKG_NAME"), (abi::MAJOR, 0)));
    assert_eq!(manifest.event_types, [NOTE]);
    assert_eq!(manifest.publishes, [Mark::LAYER, Liar::LAYER]);
    assert_eq!(manifest.media_types, ["text/*"]);
    assert_eq!(manifest.version, env!("CARGO_PKG_VERSION"));
}
