//! The host against plugins that are not this crate's: tables that must not run, and calls that make no sense.
#![allow(unsafe_code)] // Plays the plugin with raw tables, which the safe API cannot express.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::ptr::{null, null_mut};
use std::rc::Rc;
use std::time::Duration;

use extractor_api::Level;
use extractor_api::abi::{self, Str};
use extractor_api::host::{Input, Instance, Limits, Plugin, Session, TableFault, Verdict};
use extractor_api::manifest::Manifest;

const MANIFEST: &[u8] = br#"{"manifest":1,"id":"raw","version":"1.2.3","abi":[1,0],
    "event_types":["com.example.raw.v1"],"publishes":["com.example.raw/1"]}"#;

/// What the plugin's `extract` does.
type Act = fn(&Kept, *const abi::Document, &abi::Sink) -> i32;

/// What the plugin keeps of its host.
struct Kept {
    host: *const abi::Host,
}

thread_local! {
    static ACT: Cell<Act> = const { Cell::new(|_, _, _| abi::OK) };
    static CREATE_STATUS: Cell<i32> = const { Cell::new(abi::OK) };
}

unsafe extern "C" fn create(host: *const abi::Host, _: Str, out: *mut *mut c_void) -> i32 {
    let kept = Box::new(Kept { host });
    report(&kept, b"told by create");
    if CREATE_STATUS.get() == abi::OK {
        // SAFETY: the host lends the place.
        unsafe { out.write(Box::into_raw(kept).cast()) };
    }
    CREATE_STATUS.get()
}

fn report(kept: &Kept, text: &[u8]) {
    // SAFETY: the host's table outlives the instance.
    let host = unsafe { &*kept.host };
    // SAFETY: the host's own function and context, on its thread.
    unsafe { host.report_error.unwrap()(host.ctx, 0, Str::new(text)) };
}

unsafe extern "C" fn extract(kept: *mut c_void, document: *const abi::Document, sink: *const abi::Sink) -> i32 {
    // SAFETY: from `create`.
    let kept = unsafe { &*kept.cast::<Kept>() };
    // SAFETY: the host lends the sink for the call.
    ACT.get()(kept, document, unsafe { &*sink })
}

unsafe extern "C" fn destroy(kept: *mut c_void) {
    // SAFETY: from `create`, for the last time.
    drop(unsafe { Box::from_raw(kept.cast::<Kept>()) });
}

fn table() -> abi::Plugin {
    abi::Plugin {
        magic: abi::MAGIC,
        struct_size: size_of::<abi::Plugin>() as u32,
        abi_major: abi::MAJOR,
        abi_minor: 0,
        flags: 0,
        id: Str::new(b"raw"),
        version: Str::new(b"1.2.3"),
        create: Some(create),
        extract: Some(extract),
        destroy: Some(destroy),
        get_extension: None,
    }
}

fn check(change: impl FnOnce(&mut abi::Plugin)) -> Result<Plugin, TableFault> {
    let mut table = table();
    change(&mut table);
    // SAFETY: the table is never freed.
    unsafe { Plugin::check(Box::leak(Box::new(table)), Manifest::parse(MANIFEST).unwrap()) }
}

const INPUT: Input<'static> = Input {
    id: "c0ffee",
    name: "tide.txt",
    media_type: "text/plain",
    text: Some("naïf"),
    raw: b"na\xefif",
    meta_json: "{}",
    attempt: 0,
    soft_budget: None,
};

/// Runs one act over one document and returns the verdict, the events that count, and the diagnostics.
fn run(act: Act) -> (Verdict, usize, Vec<(Level, String)>) {
    ACT.set(act);
    let logs = Rc::new(RefCell::new(Vec::new()));
    let taken = Rc::clone(&logs);
    let log = Box::new(move |level, text: &str| taken.borrow_mut().push((level, text.to_owned())));
    let mut instance = Instance::create(&check(|_| ()).unwrap(), "{}", log).unwrap();
    let mut session = Session::new(INPUT, Limits::default());
    let verdict = instance.extract(&mut session, 0);
    (verdict, session.events().len(), logs.take())
}

fn emit(sink: &abi::Sink, kind: Str, key: Str, data: Str) -> i32 {
    // SAFETY: the sink's own function and context, on its thread.
    unsafe { sink.emit.unwrap()(sink.ctx, kind, key, data) }
}

fn good(sink: &abi::Sink) -> i32 {
    emit(sink, Str::new(b"com.example.raw.v1"), Str::EMPTY, Str::new(b"{}"))
}

fn publish(sink: &abi::Sink, layer: *const abi::Layer) -> i32 {
    // SAFETY: the sink's own function and context, on its thread.
    unsafe { sink.publish_layer.unwrap()(sink.ctx, layer) }
}

/// A layer of one record of eight bytes.
fn layer() -> abi::Layer {
    static WORD: u64 = 7;
    abi::Layer {
        name: Str::new(b"com.example.raw/1"),
        records: (&raw const WORD).cast(),
        count: 1,
        stride: 8,
        producer: Str::EMPTY,
        pool: Str::new(b"pool"),
    }
}

/// A length as C makes it of -1, on a pointer that may not be followed that far.
const NEGATIVE: Str = Str { ptr: b"x".as_ptr(), len: usize::MAX };

#[test]
fn a_table_that_breaks_the_contract_is_refused() {
    let differs = |field, table: &str, manifest: &str| TableFault::Differs {
        field,
        table: table.to_owned(),
        manifest: manifest.to_owned(),
    };
    type Change = fn(&mut abi::Plugin);
    let cases: [(Change, TableFault, &str); 12] = [
        (|table| table.magic[7] = 2, TableFault::Magic, "does not begin with XTRPLUG 0x01"),
        (|table| table.abi_major = 2, TableFault::Major { found: 2 }, "built for major version 2"),
        (
            |table| table.abi_minor = abi::MINOR + 1,
            TableFault::Minor { found: abi::MINOR + 1 },
            "of the contract, this host runs 1.",
        ),
        (|table| table.struct_size = 87, TableFault::Short { found: 87 }, "has 87 bytes, version 1.0 has 88"),
        (|table| table.struct_size = 0, TableFault::Short { found: 0 }, "has 0 bytes"),
        (|table| table.create = None, TableFault::Missing("create"), "no create function"),
        (|table| table.extract = None, TableFault::Missing("extract"), "no extract function"),
        (|table| table.destroy = None, TableFault::Missing("destroy"), "no destroy function"),
        (|table| table.flags = 1 << 32, TableFault::Flags(1 << 32), "0x100000000"),
        (|table| table.id = Str::new(b"row"), differs("id", "row", "raw"), "the id is \"row\" in its table"),
        (|table| table.id = Str::EMPTY, differs("id", "", "raw"), "and \"raw\" in its manifest"),
        (|table| table.version = Str::new(b"1.2"), differs("version", "1.2", "1.2.3"), "the version is"),
    ];
    for (change, fault, words) in cases {
        let found = check(change).err().unwrap();
        assert_eq!(found, fault);
        assert!(found.to_string().contains(words), "{found}");
    }
}

#[test]
fn a_manifest_for_another_contract_version_is_refused() {
    let manifest = Manifest { abi: (1, 1), ..Manifest::parse(MANIFEST).unwrap() };
    // SAFETY: the table is never freed.
    let fault = unsafe { Plugin::check(Box::leak(Box::new(table())), manifest) }.err().unwrap();
    assert_eq!(fault.to_string(), "the abi is \"1.0\" in its table and \"1.1\" in its manifest");
}

#[test]
fn what_a_later_minor_version_may_add_is_accepted() {
    assert!(check(|table| table.struct_size = 4096).is_ok());
    assert!(check(|table| table.flags = 0xffff_ffff).is_ok());
}

#[test]
fn a_status_of_create_that_no_contract_knows_counts_as_internal() {
    let plugin = check(|_| ()).unwrap();
    for (status, expected) in [(1, abi::INTERNAL), (7, abi::INTERNAL), (-99, abi::INTERNAL), (-3, abi::CONFIG)] {
        CREATE_STATUS.set(status);
        let verdict = Instance::create(&plugin, "{}", Box::new(|_, _| ())).err().unwrap();
        assert_eq!((verdict.status, verdict.text.as_str()), (expected, "told by create"));
    }
    CREATE_STATUS.set(abi::OK);
}

#[test]
fn a_status_of_extract_that_no_contract_knows_counts_as_internal() {
    for act in [(|_, _, sink| good(sink) + 2) as Act, |_, _, sink| good(sink) - 7, |_, _, _| i32::MIN] {
        let (verdict, events, _) = run(act);
        assert_eq!((verdict.status, events), (abi::INTERNAL, 0), "{verdict:?}");
        assert!(verdict.text.contains("unknown status"), "{verdict:?}");
    }
}

#[test]
fn senseless_events_are_refused_without_following_their_pointers() {
    let cases: [(Act, i32, &str); 6] = [
        (|_, _, sink| emit(sink, Str::EMPTY, Str::EMPTY, NEGATIVE), abi::TOO_LARGE, "fit a line"),
        (|_, _, sink| emit(sink, NEGATIVE, NEGATIVE, NEGATIVE), abi::TOO_LARGE, "fit a line"),
        (|_, _, sink| emit(sink, Str { ptr: null(), len: 5 }, Str::EMPTY, Str::EMPTY), abi::INVALID_EVENT, "type \"\""),
        (|_, _, sink| emit(sink, Str::new(b"\xff"), Str::EMPTY, Str::EMPTY), abi::INVALID_EVENT, "type is not UTF-8"),
        (|_, _, sink| emit(sink, Str::EMPTY, Str::new(b"\xff"), Str::EMPTY), abi::INVALID_EVENT, "key is not UTF-8"),
        (
            |_, _, sink| emit(sink, Str::new(b"com.example.raw.v1"), Str::EMPTY, Str::new(b"{\"a\":\"\xc3\"}")),
            abi::INVALID_EVENT,
            "not UTF-8 at byte 6",
        ),
    ];
    for (act, code, words) in cases {
        assert_sticks(act, code, words);
    }
}

#[test]
fn senseless_layers_are_refused_without_following_their_pointers() {
    static BYTES: [u64; 2] = [0; 2];
    let cases: [(Act, i32, &str); 9] = [
        (|_, _, sink| publish(sink, null()), abi::INVALID_EVENT, "a layer is null"),
        (|_, _, sink| publish(sink, &abi::Layer { stride: 0, ..layer() }), abi::INVALID_EVENT, "multiple of 8"),
        (|_, _, sink| publish(sink, &abi::Layer { stride: 12, ..layer() }), abi::INVALID_EVENT, "multiple of 8"),
        (|_, _, sink| publish(sink, &abi::Layer { records: null(), ..layer() }), abi::INVALID_EVENT, "null or not"),
        (
            |_, _, sink| publish(sink, &abi::Layer { records: BYTES.as_ptr().wrapping_byte_add(4).cast(), ..layer() }),
            abi::INVALID_EVENT,
            "8-byte aligned",
        ),
        (|_, _, sink| publish(sink, &abi::Layer { pool: Str::new(b"\xff"), ..layer() }), abi::INVALID_EVENT, "UTF-8"),
        (|_, _, sink| publish(sink, &abi::Layer { pool: NEGATIVE, ..layer() }), abi::LIMIT, "268435456 bytes"),
        (|_, _, sink| publish(sink, &abi::Layer { name: NEGATIVE, ..layer() }), abi::LIMIT, "268435456 bytes"),
        (
            // Count times stride plus pool is 12 in arithmetic that wraps around.
            |_, _, sink| {
                let pool = Str { ptr: null(), len: 0x2_0000_0007 };
                publish(sink, &abi::Layer { count: u32::MAX, stride: 0xffff_fff8, pool, ..layer() })
            },
            abi::LIMIT,
            "268435456 bytes",
        ),
    ];
    for (act, code, words) in cases {
        assert_sticks(act, code, words);
    }
}

/// Checks that an act is answered with this code, and that the document fails though the plugin says that all is well.
#[track_caller]
fn assert_sticks(act: Act, code: i32, words: &str) {
    let (verdict, _, _) = run(act);
    assert!(verdict.status == code && verdict.text.contains(words), "{verdict:?}");
    thread_local! {
        static INNER: Cell<Act> = const { Cell::new(|_, _, _| abi::OK) };
    }
    INNER.set(act);
    let (verdict, events, _) = run(|kept, document, sink| {
        good(sink);
        INNER.get()(kept, document, sink);
        abi::OK
    });
    assert_eq!((verdict.status, events), (code, 0), "{verdict:?}");
}

#[test]
fn an_empty_layer_needs_no_records() {
    let (verdict, _, _) = run(|_, _, sink| publish(sink, &abi::Layer { records: null(), count: 0, ..layer() }));
    assert_eq!(verdict, Verdict { status: abi::OK, text: String::new() });
}

#[test]
fn a_sink_that_was_kept_is_stale() {
    thread_local! {
        static KEPT: Cell<*const abi::Sink> = const { Cell::new(null()) };
    }
    ACT.set(|_, _, sink| {
        KEPT.set(sink);
        good(sink)
    });
    let mut instance = Instance::create(&check(|_| ()).unwrap(), "{}", Box::new(|_, _| ())).unwrap();
    let mut session = Session::new(INPUT, Limits::default());
    assert!(instance.extract(&mut session, 0).is_ok());
    // SAFETY: the sink lives as long as the instance.
    let sink = unsafe { &*KEPT.get() };
    assert_eq!([good(sink), publish(sink, &layer()), publish(sink, null())], [abi::STALE; 3]);
    assert_eq!(session.events().len(), 1);
}

/// Going on would be a data race, so the host's process, a worker, ends and the daemon tries the document again.
#[test]
fn a_call_from_another_thread_ends_the_process() {
    const CHILD: &str = "EXTRACTOR_TEST_CALLS_FROM_ANOTHER_THREAD";
    if std::env::var_os(CHILD).is_some() {
        run(|_, _, sink| {
            let sink = std::ptr::from_ref(sink).expose_provenance();
            // SAFETY: the sink outlives the thread, which is joined.
            let call = move || good(unsafe { &*std::ptr::with_exposed_provenance::<abi::Sink>(sink) });
            std::thread::spawn(call).join().unwrap_or(abi::INTERNAL)
        });
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "a_call_from_another_thread_ends_the_process", "--nocapture"]).env(CHILD, "1");
    let output = child.output().unwrap();
    assert_eq!(output.status.signal(), Some(6), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("from a thread that is not its own"), "{output:?}");
}

#[test]
fn diagnostics_and_reports_are_cut_and_repaired() {
    let (verdict, _, logs) = run(|kept, _, _| {
        // SAFETY: the host's table outlives the instance.
        let host = unsafe { &*kept.host };
        let long = "x".repeat(1 << 20);
        for (level, text) in [(1, &b"bad \xff byte"[..]), (0, long.as_bytes()), (99, b"")] {
            // SAFETY: the host's own function and context, on its thread.
            unsafe { host.log.unwrap()(host.ctx, level, Str::new(text)) };
        }
        report(kept, long.as_bytes());
        abi::DOCUMENT
    });
    let lines: Vec<_> = logs.iter().map(|(level, text)| (*level, text.len())).collect();
    assert_eq!(lines, [(Level::Error, "bad \u{fffd} byte".len()), (Level::Info, 16 << 10), (Level::Info, 0)]);
    assert_eq!((verdict.status, verdict.text.len()), (abi::DOCUMENT, 16 << 10));
}

#[test]
fn a_report_counts_for_its_own_document_only() {
    let mut instance = Instance::create(&check(|_| ()).unwrap(), "{}", Box::new(|_, _| ())).unwrap();
    let mut session = Session::new(INPUT, Limits::default());
    let cases: [(Act, &str); 3] = [
        (|_, _, _| abi::DOCUMENT, "the extractor gave no reason"),
        (
            |kept, _, _| {
                report(kept, b"no verbs");
                abi::DOCUMENT
            },
            "no verbs",
        ),
        (|_, _, _| abi::TRANSIENT, "the extractor gave no reason"),
    ];
    for (act, words) in cases {
        ACT.set(act);
        assert_eq!(instance.extract(&mut session, 0).text, words);
    }
}

#[test]
fn the_soft_budget_is_what_should_stop_asks() {
    let mut instance = Instance::create(&check(|_| ()).unwrap(), "{}", Box::new(|_, _| ())).unwrap();
    ACT.set(|_, _, sink| {
        // SAFETY: the sink's own function and context, on its thread.
        if unsafe { sink.should_stop.unwrap()(sink.ctx) } == 1 { abi::STOPPED } else { abi::OK }
    });
    for (soft_budget, status) in
        [(None, abi::OK), (Some(Duration::from_secs(3600)), abi::OK), (Some(Duration::ZERO), abi::STOPPED)]
    {
        let mut session = Session::new(Input { soft_budget, ..INPUT }, Limits::default());
        assert_eq!(instance.extract(&mut session, 0).status, status);
    }
}

#[test]
fn code_points_and_layers_are_found_by_the_host_s_functions() {
    let (verdict, _, _) = run(|_, document, sink| {
        publish(sink, &layer());
        // SAFETY: the host lends the document for the call.
        let document = unsafe { &*document };
        for (offset, expected) in [(0, 0), (2, 2), (3, 2), (4, 3), (5, 4), (u64::MAX, 4)] {
            // SAFETY: the document's own function and context, on its thread.
            let found = unsafe { document.code_points.unwrap()(document.ctx, offset) };
            assert_eq!(found, expected, "before byte {offset}");
        }
        for name in [Str::new(b"com.example.raw/1"), Str::EMPTY, Str { ptr: null_mut(), len: 3 }] {
            // SAFETY: the document's own function and context, on its thread.
            let found = unsafe { document.find_layer.unwrap()(document.ctx, name) };
            assert!(found.is_null(), "what this call publishes is for the extractors after it");
        }
        abi::OK
    });
    assert!(verdict.is_ok());
}
