//! The functions that an extractor calls, and what stands behind their contexts.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::rc::{Rc, Weak};
use std::thread::{self, ThreadId};
use std::time::Instant;

use super::call::{Call, Refusal};
use super::instance::Log;
use super::plugin::Plugin;
use super::session::Session;
use crate::Level;
use crate::abi::{self, Str};

/// What the contexts of host and sink point at: one place, alive as long as the instance, so that a sink used after
/// its `extract` finds out that it is stale.
///
/// Lives in an [`Rc`], not a `Box`: the plugin holds pointers into it, and moving a box claims that nobody does.
/// Both sides only ever have shared references to it; what changes is in cells.
pub(super) struct HostSide {
    pub(super) plugin: Plugin,
    pub(super) table: abi::Host,
    pub(super) sink: abi::Sink,
    thread: ThreadId,
    log: RefCell<Log>,
    pub(super) reported: RefCell<String>,
    /// Null outside `extract`.
    pub(super) session: Cell<*const Session<'static>>,
    pub(super) call: RefCell<Call>,
    pub(super) deadline: Cell<Option<Instant>>,
}

impl HostSide {
    pub(super) fn new(plugin: Plugin, log: Log) -> Rc<HostSide> {
        Rc::new_cyclic(|place: &Weak<HostSide>| {
            let ctx = place.as_ptr().cast_mut().cast();
            HostSide {
                plugin,
                table: host_table(ctx),
                sink: sink_table(ctx),
                thread: thread::current().id(),
                log: RefCell::new(log),
                reported: RefCell::default(),
                session: Cell::new(std::ptr::null()),
                call: RefCell::default(),
                deadline: Cell::new(None),
            }
        })
    }

    /// Runs one call of the sink; the first refusal sticks.
    fn during_call(&self, run: impl FnOnce(&Session<'_>, &mut Call) -> Result<(), Refusal>) -> i32 {
        // SAFETY: not null only while `extract` runs, and the session is only read meanwhile.
        let Some(session) = (unsafe { self.session.get().as_ref() }) else { return abi::STALE };
        let mut call = self.call.borrow_mut();
        match run(session, &mut call) {
            Ok(()) => abi::ACCEPTED,
            Err(refusal) => call.refusal.get_or_insert(refusal).code,
        }
    }
}

fn host_table(ctx: *mut c_void) -> abi::Host {
    abi::Host {
        struct_size: size_of::<abi::Host>() as u32,
        abi_major: abi::MAJOR,
        abi_minor: abi::MINOR,
        ctx,
        name: Str::new(b"dragoman"),
        version: Str::new(env!("CARGO_PKG_VERSION").as_bytes()),
        get_extension: Some(get_extension),
        log: Some(log_line),
        report_error: Some(report_error),
    }
}

fn sink_table(ctx: *mut c_void) -> abi::Sink {
    abi::Sink {
        struct_size: size_of::<abi::Sink>() as u32,
        reserved0: 0,
        ctx,
        emit: Some(emit),
        should_stop: Some(should_stop),
        publish_layer: Some(publish_layer),
    }
}

/// What the context of a document points at.
pub(super) struct Lent<'a> {
    pub(super) session: &'a Session<'a>,
    pub(super) layers: &'a [abi::Layer],
}

pub(super) unsafe extern "C" fn find_layer(ctx: *mut c_void, name: Str) -> *const abi::Layer {
    // SAFETY: the context is the `Lent` of the running `extract`.
    let lent = unsafe { &*ctx.cast::<Lent<'_>>() };
    // SAFETY: the plugin lends the name for the call.
    let name = unsafe { name.bytes() };
    // SAFETY: layer names point into the session, which outlives the call.
    let found = lent.layers.iter().position(|layer| unsafe { layer.name.bytes() } == name);
    found.map_or(std::ptr::null(), |at| &raw const lent.layers[at])
}

pub(super) unsafe extern "C" fn code_points(ctx: *mut c_void, byte_offset: u64) -> u64 {
    // SAFETY: the context is the `Lent` of the running `extract`.
    let lent = unsafe { &*ctx.cast::<Lent<'_>>() };
    lent.session.code_points_before(byte_offset)
}

/// Finds the host's side behind a context.
///
/// # Safety
/// `ctx` is the context of an instance that has not been destroyed.
unsafe fn host_side<'a>(ctx: *mut c_void) -> &'a HostSide {
    // SAFETY: as the caller says.
    let host = unsafe { &*ctx.cast::<HostSide>() };
    if thread::current().id() != host.thread {
        // Another thread inside these cells is a data race; going on could corrupt other documents.
        eprintln!("extractor called its host from a thread that is not its own");
        std::process::abort();
    }
    host
}

/// The longest line of diagnostics, or explanation of a failure, that is kept, in bytes.
const TEXT_BYTES_MAX: usize = 16 << 10;

/// Reads a text for people; what is not UTF-8 is replaced, what is too long is cut off.
///
/// # Safety
/// The plugin lends `text` during `'a`.
unsafe fn words<'a>(text: Str) -> Cow<'a, str> {
    let text = Str { len: text.len.min(TEXT_BYTES_MAX), ..text };
    // SAFETY: as the caller says.
    String::from_utf8_lossy(unsafe { text.bytes() })
}

unsafe extern "C" fn get_extension(_ctx: *mut c_void, _id: Str) -> *const c_void {
    std::ptr::null()
}

unsafe extern "C" fn log_line(ctx: *mut c_void, level: u32, text: Str) {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    // SAFETY: the plugin lends the text for the call.
    let text = unsafe { words(text) };
    if let Ok(mut log) = host.log.try_borrow_mut() {
        log(Level::from_number(level), &text);
    }
}

unsafe extern "C" fn report_error(ctx: *mut c_void, _code: i32, text: Str) {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    // SAFETY: the plugin lends the text for the call.
    *host.reported.borrow_mut() = unsafe { words(text) }.into_owned();
}

unsafe extern "C" fn should_stop(ctx: *mut c_void) -> i32 {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    i32::from(host.deadline.get().is_some_and(|deadline| Instant::now() >= deadline))
}

unsafe extern "C" fn emit(ctx: *mut c_void, kind: Str, key: Str, data_json: Str) -> i32 {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    host.during_call(|session, call| {
        let fields = [kind, key, data_json];
        // Before a byte is read: a length that was a negative number in C is refused here.
        call.check_room(session, fields.iter().fold(0, |sum: usize, field| sum.saturating_add(field.len)))?;
        // SAFETY: the plugin lends the three strings for the call.
        call.emit(host.plugin.manifest(), session, fields.map(|field| unsafe { field.bytes() }))
    })
}

unsafe extern "C" fn publish_layer(ctx: *mut c_void, layer: *const abi::Layer) -> i32 {
    // SAFETY: a context that this file handed out.
    let host = unsafe { host_side(ctx) };
    host.during_call(|session, call| {
        // SAFETY: null, or a layer that the plugin lends for the call.
        let Some(layer) = (unsafe { layer.as_ref() }) else {
            return Err(Refusal { code: abi::INVALID_EVENT, text: "a layer is null".to_owned() });
        };
        // SAFETY: the plugin lends name, records and pool for the call.
        unsafe { call.publish(host.plugin.manifest(), session, layer) }
    })
}
