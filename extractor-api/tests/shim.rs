//! An extractor's table under a host that is not this crate's: older, with fewer fields, or careless.
#![allow(unsafe_code)] // Plays the host with raw tables, which the safe API cannot express.

#[path = "support/raw_host.rs"]
mod raw_host;

use std::ffi::c_void;
use std::mem::offset_of;
use std::ptr::{NonNull, null, null_mut};

use extractor_api::abi::{self, Str};
use extractor_api::layer::{Language, Record};
use extractor_api::{Document, Error, Exported, Extractor, Host, Level, Outcome, Sink, export_extractor};
use serde_json::{Value, json};

use raw_host::{FUTURE, Life, Shown, Sizes, TEXT, TODAY, Told, V1_0, host, sink, take_told, with_document};

const SEEN: &str = "com.example.seen.v1";

/// Touches every field of every table and tells what it found.
struct Toucher {
    panic_on_drop: bool,
}

#[derive(serde::Deserialize)]
struct Config {
    panic_on_drop: bool,
}

impl Extractor for Toucher {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[SEEN];
    const PUBLISHES: &'static [&'static str] = &[Language::LAYER];

    fn create(config: Config, host: &Host<'_>) -> Result<Self, Error> {
        host.log(Level::Info, &host.name());
        Ok(Toucher { panic_on_drop: config.panic_on_drop })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        out.log(Level::Info, "extract");
        let text = document.text().unwrap_or_default();
        let seen = json!({
            "text": document.text(),
            "end": document.span(0..text.len()).end,
            "id": document.id(),
            "name": document.name(),
            "media_type": document.media_type(),
            "meta": document.meta_json(),
            "raw": document.raw().len(),
            "attempt": document.attempt(),
            "budget_ns": document.soft_budget().map(|budget| budget.as_nanos() as u64),
            "events": document.events().map(|event| json!([event.key, event.data_json])).collect::<Vec<_>>(),
            "languages": document.layer::<Language>().map(|layer| {
                layer.iter().map(|record| json!([record.code(), record.scope])).collect::<Vec<_>>()
            }),
            "stop": out.should_stop(),
        });
        out.emit(SEEN, &seen)?;
        out.publish::<Language>(&[])?;
        if document.name() == "bad" { Err(Error::document("a bad document")) } else { Ok(Outcome::Done) }
    }
}
export_extractor!(Toucher);

impl Drop for Toucher {
    fn drop(&mut self) {
        assert!(!self.panic_on_drop, "the drop fell");
    }
}

fn create(host: *const abi::Host, config: &str, out: *mut *mut c_void) -> i32 {
    // SAFETY: the caller passes null or a table, and null or a place.
    unsafe { Toucher::table().create.unwrap()(host, Str::new(config.as_bytes()), out) }
}

fn extract(instance: *mut c_void, document: *const abi::Document, sink: *const abi::Sink) -> i32 {
    // SAFETY: the caller passes null or what `create` gave, and null or tables.
    unsafe { Toucher::table().extract.unwrap()(instance, document, sink) }
}

fn destroy(instance: *mut c_void) {
    // SAFETY: null, or what `create` gave, for the last time.
    unsafe { Toucher::table().destroy.unwrap()(instance) }
}

/// One whole life over one document; returns the status of `extract` and what the host was told.
fn live(sizes: Sizes, name: &'static str, panic_on_drop: bool) -> (i32, Told) {
    let config = json!({ "panic_on_drop": panic_on_drop }).to_string();
    Life { plugin: Toucher::table(), config: &config, name, sizes }.live()
}

/// What the toucher saw, when its event arrived.
fn seen(told: &Told) -> Option<Value> {
    told.events.first().map(|[_, _, data]| serde_json::from_str(data).unwrap())
}

#[test]
fn under_a_host_of_version_1_0_of_today_and_of_the_future_everything_is_there() {
    for sizes in [V1_0, TODAY, FUTURE] {
        let (status, told) = live(sizes, "tide", false);
        assert_eq!(status, abi::OK, "{sizes:?}");
        assert_eq!(told.logs, [(3, "a host".to_owned()), (3, "extract".to_owned())]);
        assert_eq!(told.errors, []);
        let expected = json!({
            "text": TEXT, "end": 25, "id": "c0ffee", "name": "tide", "media_type": "text/plain", "meta": "{\"a\":1}",
            "raw": 3, "attempt": 3, "budget_ns": 5, "stop": true,
            "events": [["", "{\"n\":1}"], ["second", "{\"n\":2}"]], "languages": [["tok", 0], ["tok", 1]],
        });
        assert_eq!(seen(&told), Some(expected));
        assert_eq!(told.layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>(), [Language::LAYER]);
    }
}

#[test]
fn a_host_cut_at_any_byte_is_used_as_far_as_it_goes() {
    for size in 0..=TODAY.host {
        let (status, told) = live(Sizes { host: size, ..TODAY }, "bad", false);
        assert_eq!(status, abi::DOCUMENT, "{size}");
        let logs = if size >= offset_of!(abi::Host, report_error) { 2 } else { 0 };
        assert_eq!(
            (told.logs.len(), told.errors.len(), told.events.len()),
            (logs, (size >= V1_0.host).into(), 1),
            "{size}"
        );
    }
}

#[test]
fn a_document_cut_at_any_byte_has_the_documented_defaults() {
    let (_, whole) = live(TODAY, "tide", false);
    for size in 0..=TODAY.document {
        let (status, told) = live(Sizes { document: size, ..TODAY }, "tide", false);
        assert_eq!((status, told.events.len()), (abi::OK, 1), "{size}");
        for (key, from, default) in [
            ("text", offset_of!(abi::Document, raw), json!(null)),
            // Without the host's function the code points are counted here.
            ("end", offset_of!(abi::Document, raw), json!(0)),
            ("id", offset_of!(abi::Document, name), json!("")),
            ("name", offset_of!(abi::Document, media_type), json!("")),
            ("media_type", offset_of!(abi::Document, text), json!("")),
            ("meta", offset_of!(abi::Document, layers), json!("{}")),
            ("raw", offset_of!(abi::Document, meta_json), json!(0)),
            ("attempt", offset_of!(abi::Document, reserved0), json!(0)),
            ("budget_ns", offset_of!(abi::Document, attempt), json!(null)),
            ("events", offset_of!(abi::Document, find_layer), json!([])),
            ("languages", offset_of!(abi::Document, code_points), json!(null)),
        ] {
            let (whole, found) = (seen(&whole).unwrap(), seen(&told).unwrap());
            let expected = if size >= from { &whole[key] } else { &default };
            assert_eq!(&found[key], expected, "{key} of {size} bytes");
        }
    }
}

#[test]
fn a_sink_cut_at_any_byte_takes_what_it_can() {
    for size in 0..=TODAY.sink {
        let (status, told) = live(Sizes { sink: size, ..TODAY }, "tide", false);
        let emits = size >= offset_of!(abi::Sink, should_stop);
        let publishes = size >= V1_0.sink;
        assert_eq!((told.events.len(), told.layers.len()), (emits.into(), publishes.into()), "{size}");
        assert_eq!(status, if publishes { abi::OK } else { abi::DOCUMENT }, "{size}");
        let asked = size >= offset_of!(abi::Sink, publish_layer);
        assert!(seen(&told).is_none_or(|seen| seen["stop"] == asked), "{size}");
    }
}

#[test]
fn null_pointers_are_answered_and_not_followed() {
    let (host, sink) = (Shown::new(&host(), TODAY.host), Shown::new(&sink(), TODAY.sink));
    let mut instance = null_mut();
    let config = r#"{"panic_on_drop":false}"#;
    assert_eq!(create(null(), config, &mut instance), abi::INTERNAL);
    assert_eq!(create(host.as_ptr(), config, null_mut()), abi::INTERNAL);
    assert!(instance.is_null());
    assert_eq!(create(host.as_ptr(), config, &mut instance), abi::OK);
    with_document("tide", TODAY, &[], |document| {
        assert_eq!(extract(null_mut(), document, sink.as_ptr()), abi::INTERNAL);
        assert_eq!(extract(instance, null(), sink.as_ptr()), abi::INTERNAL);
        assert_eq!(extract(instance, document, null()), abi::INTERNAL);
        assert_eq!(extract(instance, document, sink.as_ptr()), abi::OK);
    });
    destroy(instance);
    destroy(null_mut());
}

#[test]
fn a_failed_create_leaves_the_place_alone() {
    let host = Shown::new(&host(), TODAY.host);
    let untouched = NonNull::<c_void>::dangling().as_ptr();
    let mut instance = untouched;
    for config in ["", "{}", "[", "{\"panic_on_drop\":7}", "\u{0}"] {
        take_told();
        assert_eq!(create(host.as_ptr(), config, &mut instance), abi::CONFIG, "{config:?}");
        assert_eq!((instance, take_told().errors.len()), (untouched, 1), "{config:?}");
    }
}

#[test]
fn a_panic_in_drop_is_told_to_the_diagnostics() {
    let (status, told) = live(TODAY, "tide", true);
    assert_eq!(status, abi::OK);
    let (_, last) = told.logs.last().unwrap();
    assert!(last.contains("the drop fell") && last.contains("shim.rs:"), "{last}");
}
