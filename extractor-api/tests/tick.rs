//! The extension `xtr.tick/1`: a call between documents, offered by the plugin and found by the host.
#![allow(unsafe_code)] // Plays plugins with raw tables, which the safe API cannot express.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::{NonNull, null};

use extractor_api::abi::{self, Str};
use extractor_api::host::{Instance, Plugin, Verdict};
use extractor_api::manifest::Manifest;
use extractor_api::testing::Harness;
use extractor_api::{Document, Error, Exported, Extractor, Host, Level, Outcome, Sink, export_extractor};
use serde_json::json;

/// Remembers texts until a tick lets them go.
struct Rememberer {
    seen: Vec<String>,
    fails_at: usize,
}

#[derive(serde::Deserialize)]
struct Config {
    /// Texts at which a tick fails; with one more it panics.
    fails_at: usize,
}

const SEEN: &str = "com.example.seen.v1";

impl Extractor for Rememberer {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[SEEN];
    const TICKS: bool = true;

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Rememberer { seen: Vec::new(), fails_at: config.fails_at })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        self.seen.extend(document.text().map(str::to_owned));
        out.emit(SEEN, &json!({ "seen": self.seen.len() }))?;
        Ok(Outcome::Done)
    }

    fn tick(&mut self) -> Result<(), Error> {
        assert!(self.seen.len() <= self.fails_at, "the memory burst");
        if self.seen.len() == self.fails_at {
            return Err(Error::transient("the memory is full"));
        }
        self.seen.clear();
        Ok(())
    }
}
export_extractor!(Rememberer);

fn harness(fails_at: usize) -> Harness<Rememberer> {
    Harness::new(json!({ "fails_at": fails_at })).unwrap()
}

fn seen(harness: &mut Harness<Rememberer>) -> u64 {
    harness.run_text("a").events[0].data["seen"].as_u64().unwrap()
}

#[test]
fn a_tick_between_documents_tends_what_is_kept() {
    let mut harness = harness(9);
    assert_eq!([seen(&mut harness), seen(&mut harness)], [1, 2]);
    assert_eq!(harness.tick(), Some(Verdict { status: abi::OK, text: String::new() }));
    assert_eq!(seen(&mut harness), 1);
}

#[test]
fn a_tick_that_fails_is_told_and_the_instance_goes_on() {
    let mut harness = harness(1);
    seen(&mut harness);
    let verdict = harness.tick().unwrap();
    assert_eq!((verdict.status, verdict.text.as_str()), (abi::TRANSIENT, "the memory is full"));
    assert_eq!(seen(&mut harness), 2);
}

#[test]
fn a_tick_that_panics_poisons_the_instance() {
    let mut harness = harness(0);
    seen(&mut harness);
    let verdict = harness.tick().unwrap();
    assert!(verdict.status == abi::PANIC && verdict.text.contains("the memory burst"), "{verdict:?}");
    for verdict in [harness.tick().unwrap(), harness.run_text("a").verdict] {
        assert!(verdict.status == abi::PANIC && verdict.text.contains("panicked before"), "{verdict:?}");
    }
}

#[test]
fn the_manifest_names_the_extension_as_optional() {
    let manifest = Manifest::parse(Rememberer::manifest()).unwrap();
    assert_eq!(manifest.optional, [abi::TICK]);
    assert_eq!(manifest.requires, [""; 0]);
}

#[test]
fn a_plugin_answers_null_for_an_extension_that_it_does_not_have() {
    let get_extension = Rememberer::table().get_extension.unwrap();
    for id in ["", "xtr.tick/2", "xtr.tick/11", "com.example.tick/1"] {
        // SAFETY: the table's own function; the id lives for the call.
        assert!(unsafe { get_extension(Str::new(id.as_bytes())) }.is_null(), "{id}");
    }
}

/// A tick table in more memory than it says, or than this host knows.
#[repr(C, align(8))]
struct Wide {
    tick: abi::Tick,
    tail: [u8; 64],
}

thread_local! {
    static EXTENSION: Cell<*const c_void> = const { Cell::new(null()) };
    static STATUS: Cell<i32> = const { Cell::new(abi::OK) };
}

unsafe extern "C" fn create(_: *const abi::Host, _: Str, out: *mut *mut c_void) -> i32 {
    // SAFETY: the host lends the place.
    unsafe { out.write(NonNull::dangling().as_ptr()) };
    abi::OK
}

unsafe extern "C" fn extract(_: *mut c_void, _: *const abi::Document, _: *const abi::Sink) -> i32 {
    abi::OK
}

unsafe extern "C" fn destroy(_: *mut c_void) {}

unsafe extern "C" fn get_extension(id: Str) -> *const c_void {
    // SAFETY: the host lends the id for the call.
    let id = unsafe { id.bytes() };
    assert_eq!(id, abi::TICK.as_bytes());
    EXTENSION.get()
}

unsafe extern "C" fn tick(_: *mut c_void) -> i32 {
    STATUS.get()
}

/// Creates an instance of a plugin whose `get_extension` answers with this table.
fn instance(extension: *const c_void, get_extension: Option<abi::PluginExtensionFn>) -> Instance {
    EXTENSION.set(extension);
    let table = Box::leak(Box::new(abi::Plugin {
        magic: abi::MAGIC,
        struct_size: size_of::<abi::Plugin>() as u32,
        abi_major: abi::MAJOR,
        abi_minor: 0,
        flags: 0,
        id: Str::new(b"raw"),
        version: Str::new(b"1.0.0"),
        create: Some(create),
        extract: Some(extract),
        destroy: Some(destroy),
        get_extension,
    }));
    let manifest = Manifest::parse(br#"{"manifest":1,"id":"raw","version":"1.0.0","abi":[1,0]}"#).unwrap();
    // SAFETY: the table is never freed.
    let plugin = unsafe { Plugin::check(table, manifest) }.unwrap();
    Instance::create(&plugin, "{}", Box::new(|_: Level, _: &str| ())).unwrap()
}

fn wide(struct_size: u32, tick: Option<abi::TickFn>) -> Wide {
    Wide { tick: abi::Tick { struct_size, reserved0: u32::MAX, tick }, tail: [0xa5; 64] }
}

#[test]
fn a_host_ticks_only_what_has_a_whole_table() {
    for (table, ticks) in [
        (wide(16, Some(tick)), true),
        (wide(80, Some(tick)), true),
        (wide(15, Some(tick)), false),
        (wide(0, Some(tick)), false),
        (wide(16, None), false),
    ] {
        let table = (&raw const table).cast();
        assert_eq!(instance(table, Some(get_extension)).wants_tick(), ticks);
        assert_eq!(instance(table, Some(get_extension)).tick().is_some(), ticks);
        assert!(!instance(table.wrapping_byte_add(4), Some(get_extension)).wants_tick(), "not aligned");
        assert!(!instance(table, None).wants_tick());
    }
    assert!(!instance(null(), Some(get_extension)).wants_tick());
}

#[test]
fn a_status_of_tick_that_no_contract_knows_counts_as_internal() {
    let table = wide(16, Some(tick));
    let mut instance = instance((&raw const table).cast(), Some(get_extension));
    for (status, expected) in [(1, abi::INTERNAL), (7, abi::INTERNAL), (-99, abi::INTERNAL), (-6, abi::STOPPED)] {
        STATUS.set(status);
        let verdict = instance.tick().unwrap();
        assert_eq!(verdict.status, expected);
        assert!(verdict.text.contains("gave no reason"), "a failure always has words: {verdict:?}");
    }
}
