//! Plugins built for version 1.0, and plugins that know more than this host, run with the whole outcome.

use std::cell::RefCell;
use std::rc::Rc;

use extractor_api::host::{Input, Instance, Limits, Plugin, Session};
use extractor_api::layer::PoolStr;
use extractor_api::{Level, abi};
use serde_json::{Value, json};

use crate::before::{self, EVENT};
use crate::golden::{self, Golden};
use crate::raw_host::TEXT;

extractor_api::layer! {
    struct Place: "com.example.golden/1", 24 { start: u64, end: u64, word: PoolStr }
}

type Lines = Rc<RefCell<Vec<(Level, String)>>>;

/// Loads a golden plugin into this crate's host.
fn check(golden: &Golden, table: *const abi::Plugin) -> Plugin {
    // SAFETY: a table of a library that is never unloaded, or a copy of it that is never freed.
    unsafe { Plugin::check(table, golden.manifest.clone()) }.unwrap_or_else(|fault| panic!("{}: {fault}", golden.build))
}

fn create(plugin: &Plugin, config: &str) -> (Result<Instance, extractor_api::host::Verdict>, Lines) {
    let lines = Lines::default();
    let taken = Rc::clone(&lines);
    let log = Box::new(move |level, text: &str| taken.borrow_mut().push((level, text.to_owned())));
    (Instance::create(plugin, config, log), lines)
}

fn session(name: &'static str, text: Option<&'static str>) -> Session<'static> {
    let soft_budget = Some(std::time::Duration::ZERO);
    let (id, media_type, raw, meta_json, attempt) = ("c0ffee", "text/plain", &b"raw"[..], "{\"a\":1}", 3);
    let input = Input { id, name, media_type, text, raw, meta_json, attempt, soft_budget };
    let mut session = Session::new(input, Limits::default());
    before::run(before::LANGUAGES, &mut session);
    session
}

/// What the golden extractor says about the document, as every host must see it.
fn expected(documents: u64) -> Value {
    let before = |key, n| json!({ "type": EVENT, "key": key, "producer": "before", "data": { "n": n } });
    let language = |scope| json!({ "code": "tok", "end": 26, "confidence": 900, "scope": scope });
    json!({
        "id": "c0ffee", "name": "tide.txt", "media_type": "text/plain", "text": TEXT, "raw": 3, "meta": { "a": 1 },
        "budget_ns": 0, "attempt": 3, "first": 11, "stop": 1, "documents": documents, "none": null,
        "layers": [{ "name": "languages/1", "producer": "before", "count": 2, "pool": 0 }],
        "events": [before("", 1), before("second", 2)],
        "languages": [language(0), language(1)],
    })
}

/// Runs a whole life of the golden extractor under this crate's host.
fn check_life(golden: &Golden, table: *const abi::Plugin) {
    let plugin = check(golden, table);
    let (instance, lines) = create(&plugin, r#"{"word":"tide"}"#);
    let mut instance = instance.unwrap();
    assert_eq!(
        instance.tick().map(|verdict| (verdict.status, verdict.text)),
        Some((abi::TRANSIENT, "nothing to tend".into()))
    );
    for documents in 1..=2 {
        let mut session = session("tide.txt", Some(TEXT));
        let verdict = instance.extract(&mut session, 1);
        assert!(verdict.status == abi::OK && verdict.text.is_empty(), "{}: {verdict:?}", golden.build);
        let places: Vec<Place> = session.layer::<Place>().unwrap().iter().collect();
        let word = PoolStr { offset: 0, length: 4 };
        assert_eq!(places, [Place { start: 12, end: 16, word }, Place { start: 21, end: 25, word }]);
        assert_eq!(session.layer::<Place>().unwrap().str(word), "tide");
        let events = session.into_events();
        assert_eq!(
            (events.len(), events[2].kind.as_str(), events[2].key.as_str()),
            (3, "com.example.golden.v1", "a key")
        );
        assert_eq!(serde_json::from_str::<Value>(&events[2].data).unwrap(), expected(documents), "{}", golden.build);
    }
    assert_eq!(instance.tick().map(|verdict| verdict.status), Some(abi::OK));
    drop(instance);
    let extracts = (Level::Warn, "extracts tide.txt");
    let ticked = (Level::Debug, "ticked");
    let told = [(Level::Info, "created by dragoman"), ticked, extracts, extracts, ticked, (Level::Trace, "destroyed")];
    assert_eq!(*lines.borrow(), told.map(|(level, text)| (level, text.to_owned())), "{}", golden.build);
}

#[test]
fn a_plugin_of_version_1_0_runs_with_its_whole_outcome() {
    for golden in golden::v1_0() {
        check_life(golden, golden.table);
    }
}

#[test]
fn a_plugin_of_version_1_0_fails_with_its_status_and_words() {
    for golden in golden::v1_0() {
        let plugin = check(golden, golden.table);
        let refused = create(&plugin, "{}").0.err().unwrap();
        assert_eq!((refused.status, refused.text.as_str()), (abi::CONFIG, "word: a string is wanted"));
        let mut instance = create(&plugin, r#"{"word":"tide"}"#).0.unwrap();
        for (name, text, status, words) in [
            ("none", None, abi::SKIPPED, ""),
            ("bad", Some(TEXT), abi::DOCUMENT, "a bad document"),
            ("late", Some(TEXT), abi::STOPPED, "too late"),
        ] {
            let mut session = session(name, text);
            let verdict = instance.extract(&mut session, 1);
            assert_eq!((verdict.status, verdict.text.as_str()), (status, words), "{}", golden.build);
            assert_eq!((session.events().len(), session.layer::<Place>().is_none()), (2, true));
        }
    }
}

#[test]
fn the_manifest_of_version_1_0_is_read_key_by_key() {
    for Golden { manifest, build, .. } in golden::v1_0() {
        assert_eq!((manifest.id.as_str(), manifest.version.as_str(), manifest.abi), ("golden", "1.0.0", (1, 0)));
        assert_eq!(
            (manifest.description.as_str(), manifest.license.as_str()),
            ("Touches everything", "MIT"),
            "{build}"
        );
        for (list, expected) in [
            (&manifest.media_types, &["text/*"][..]),
            (&manifest.event_types, &["com.example.golden.v1"]),
            (&manifest.reads, &["languages/1"]),
            (&manifest.publishes, &["com.example.golden/1"]),
            (&manifest.requires, &[]),
            (&manifest.optional, &["xtr.tick/1"]),
            (&manifest.capabilities, &[]),
        ] {
            assert_eq!(list, expected, "{build}");
        }
        assert_eq!(manifest.config_schema, Some(json!({ "type": "object", "required": ["word"] })), "{build}");
    }
}

/// Copies a table as a later minor version may have it: longer, with flags that may be ignored.
fn of_the_future(table: *const abi::Plugin) -> *const abi::Plugin {
    const WORDS: usize = 32;
    let mut words = Box::new([0xa5a5_a5a5_a5a5_a5a5_u64; WORDS]);
    // What this host may know beyond version 1.0, the plugin leaves empty.
    words[..size_of::<abi::Plugin>() / 8].fill(0);
    let copy = Box::leak(words).as_mut_ptr().cast::<abi::Plugin>();
    // SAFETY: every table has all of version 1.0, and the copy is longer.
    unsafe { copy.cast::<u8>().copy_from_nonoverlapping(table.cast(), abi::PLUGIN_V1_0_BYTES) };
    // SAFETY: the copy is this function's own.
    unsafe { (*copy).struct_size = 8 * WORDS as u32 };
    // SAFETY: the copy is this function's own.
    unsafe { (*copy).flags = 0xffff_ffff };
    copy
}

#[test]
fn a_plugin_of_the_future_that_needs_only_version_1_0_runs_with_its_whole_outcome() {
    for golden in golden::v1_0() {
        check_life(golden, of_the_future(golden.table));
    }
}
