//! Drives a plugin's real table in the process of a test, with the same host code as the daemon's worker.
//!
//! ```standalone_crate
//! # use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor, testing::Harness};
//! # #[derive(serde::Deserialize)]
//! # struct Config { min_words: usize }
//! # struct WordCount(Config);
//! # impl Extractor for WordCount {
//! #     type Config = Config;
//! #     const EVENT_TYPES: &'static [&'static str] = &["com.example.wordcount.v1"];
//! #     fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> { Ok(Self(config)) }
//! #     fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
//! #         let words = document.text().unwrap_or_default().split_whitespace().count();
//! #         if words >= self.0.min_words {
//! #             out.emit("com.example.wordcount.v1", &serde_json::json!({ "words": words }))?;
//! #         }
//! #         Ok(Outcome::Done)
//! #     }
//! # }
//! # export_extractor!(WordCount);
//! # fn main() {
//! let mut harness = Harness::<WordCount>::new(serde_json::json!({ "min_words": 2 })).unwrap();
//! let run = harness.run_text("a b c");
//! assert_eq!(run.events[0].data["words"], 3);
//! # }
//! ```
#![allow(unsafe_code)] // One call: the table's address comes from the macro, not from a loaded library.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use crate::abi::host::{Input, Instance, Limits, Plugin, Session, Verdict};
use crate::layer::{Pool, Record};
use crate::manifest::Manifest;
use crate::{Exported, Level};

/// One extractor, created and ready to run.
///
/// ```
/// use extractor_api::layer::{Language, Pool};
/// use extractor_api::testing::{Harness, Sample};
/// # use wordcount::WordCount;
///
/// let language = Language { start: 0, end: 4, code: Language::code_bytes("en"), confidence: 990, scope: Language::TEXT };
/// let mut harness = Harness::<WordCount>::new(serde_json::json!({})).unwrap().with_layer(vec![language], Pool::new());
/// harness.limits.events = 0;
///
/// let run = harness.run(Sample { name: "tide.txt", text: Some("High tide"), meta_json: r#"{"title":"Tide"}"#, attempt: 1 });
/// assert_eq!(run.verdict.status, extractor_api::abi::LIMIT);
/// assert_eq!(harness.manifest().event_types, ["com.example.wordcount.v1"]);
/// ```
pub struct Harness<E> {
    instance: Instance,
    before: Vec<Instance>,
    layers: Vec<AddLayer>,
    logs: Rc<RefCell<Vec<(Level, String)>>>,
    /// What a document may cost; change it to see how the extractor takes a refusal.
    pub limits: Limits,
    extractor: std::marker::PhantomData<E>,
}

/// Adds a layer to a session.
type AddLayer = Box<dyn Fn(&mut Session<'_>)>;

/// What one document gave.
pub struct Run<'a> {
    /// Events that count; empty when the extractor failed.
    pub events: Vec<Event>,
    /// The status and its text.
    pub verdict: Verdict,
    /// Diagnostics of this run.
    pub logs: Vec<(Level, String)>,
    session: Session<'a>,
}

/// An event with its data parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// As emitted.
    pub kind: String,
    /// As emitted.
    pub key: String,
    /// Parsed.
    pub data: Value,
}

/// A document for [`Harness::run`]; [`Harness::run_text`] is the short way.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// File name.
    pub name: &'a str,
    /// The text, or `None` for a document that has none.
    pub text: Option<&'a str>,
    /// What the reader says, a JSON object.
    pub meta_json: &'a str,
    /// The attempt, 0 for the first.
    pub attempt: u32,
}

impl<E: Exported> Harness<E> {
    /// Checks table and manifest and creates the extractor.
    ///
    /// # Errors
    /// What `create` answered.
    ///
    /// # Panics
    /// When manifest or table break the contract.
    pub fn new(config: Value) -> Result<Harness<E>, Verdict> {
        let logs = Rc::new(RefCell::new(Vec::new()));
        let instance = create::<E>(&config, Rc::clone(&logs))?;
        Ok(Harness {
            instance,
            before: Vec::new(),
            layers: Vec::new(),
            logs,
            limits: Limits::default(),
            extractor: std::marker::PhantomData,
        })
    }

    /// Puts a layer before the extractor in every run, as if one before it had published it.
    pub fn with_layer<R: Record + 'static>(mut self, records: Vec<R>, pool: Pool) -> Harness<E> {
        self.layers.push(Box::new(move |session| session.add_layer("test", &records, &pool)));
        self
    }

    /// Runs another extractor of the same crate before this one, in the order of the calls. Two crates cannot be in one
    /// test, since both export the symbol of a plugin; for the layers of another crate there is
    /// [`Harness::with_layer`].
    ///
    /// # Errors
    /// What its `create` answered.
    pub fn after<B: Exported>(mut self, config: Value) -> Result<Harness<E>, Verdict> {
        self.before.push(create::<B>(&config, Rc::clone(&self.logs))?);
        Ok(self)
    }

    /// What the plugin says about itself.
    pub fn manifest(&self) -> &Manifest {
        self.instance.manifest()
    }

    /// Runs the extractor over a plain text.
    pub fn run_text<'a>(&mut self, text: &'a str) -> Run<'a> {
        self.run(Sample { name: "sample.txt", text: Some(text), meta_json: "{}", attempt: 0 })
    }

    /// Runs the extractor over a document.
    ///
    /// # Panics
    /// When an extractor before this one fails, or an accepted event is not JSON.
    pub fn run<'a>(&mut self, sample: Sample<'a>) -> Run<'a> {
        self.logs.take();
        let input = Input {
            id: "b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184",
            name: sample.name,
            media_type: "text/plain",
            text: sample.text,
            raw: sample.text.unwrap_or("\u{0}").as_bytes(),
            meta_json: sample.meta_json,
            attempt: sample.attempt,
            soft_budget: None,
        };
        let mut session = Session::new(input, self.limits);
        for add_layer in &self.layers {
            add_layer(&mut session);
        }
        for (place, before) in self.before.iter_mut().enumerate() {
            let verdict = before.extract(&mut session, place);
            assert!(verdict.is_ok(), "{} failed before: {verdict:?}", before.manifest().id);
        }
        let place = self.before.len();
        let verdict = self.instance.extract(&mut session, place);
        let events = session.events().iter().filter(|event| event.producer == place).map(|event| Event {
            kind: event.kind.clone(),
            key: event.key.clone(),
            data: serde_json::from_str(&event.data).expect("accepted data is JSON"),
        });
        Run { events: events.collect(), verdict, logs: self.logs.take(), session }
    }

    /// Calls the extractor between documents; `None` when [`Extractor::TICKS`](crate::Extractor::TICKS) is not set.
    pub fn tick(&mut self) -> Option<Verdict> {
        self.instance.tick()
    }

    /// Takes the diagnostics since the last run: those of `create` and `tick`.
    pub fn take_logs(&mut self) -> Vec<(Level, String)> {
        self.logs.take()
    }
}

impl Run<'_> {
    /// The records of a published layer; empty when it was not published.
    pub fn layer<R: Record>(&self) -> Vec<R> {
        self.session.layer::<R>().map(|layer| layer.iter().collect()).unwrap_or_default()
    }
}

/// Numbers that look random and are the same in every run: for tests that put texts and layers together by chance.
///
/// ```
/// use extractor_api::testing::Numbers;
///
/// let mut numbers = Numbers::new(1);
/// let text = numbers.text(&["tide", " ", "é"], 5);
/// assert!(text.chars().count() <= 20 && numbers.below(3) < 3);
/// ```
pub struct Numbers(u64);

impl Numbers {
    /// Begins a row of numbers; another seed begins another.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    /// A text of up to `scraps_max` scraps, one in sixteen of them a character from anywhere in Unicode.
    pub fn text(&mut self, scraps: &[&str], scraps_max: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.below(scraps_max + 1) {
            match self.below(16) {
                0 => text.extend(char::from_u32(self.below(0x11_0000) as u32)),
                _ => text.push_str(scraps[self.below(scraps.len())]),
            }
        }
        text
    }

    /// The next number, less than `limit`.
    ///
    /// # Panics
    /// When `limit` is 0.
    ///
    /// # Source
    ///
    /// The multiplier is Knuth's for MMIX; the upper bits, which repeat latest, make the number.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// A number that the environment may set: how many rounds a test with [`Numbers`] runs, or with which it begins.
pub fn from_environment(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

fn create<E: Exported>(config: &Value, logs: Rc<RefCell<Vec<(Level, String)>>>) -> Result<Instance, Verdict> {
    let manifest = Manifest::parse(E::manifest()).expect("a manifest that hosts can read");
    // SAFETY: the table is a static of this very program, and `Exported` vouches for it.
    let plugin = unsafe { Plugin::check(E::table(), manifest) }.expect("a table that hosts can run");
    Instance::create(
        &plugin,
        &config.to_string(),
        Box::new(move |level, text| {
            logs.borrow_mut().push((level, text.to_owned()));
        }),
    )
}
