//! The plugin's side: the functions that stand in the table of an [`Extractor`] written in Rust.
//!
//! No panic leaves this file. After one the instance is dropped and every further call answers [`abi::PANIC`] until
//! the host creates a new instance.

use std::any::Any;
use std::cell::RefCell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use crate::abi::view::{Document, Host, Sink};
use crate::abi::{self, Str};
use crate::{Error, Extractor, Level, Outcome, config};

/// What [`export_extractor!`](crate::export_extractor) implements; lets the test harness find the real table.
///
/// # Safety
/// The table obeys the contract, as does all that it points at; hosts call its functions without looking further.
pub unsafe trait Exported: Extractor {
    /// The table that the library exports.
    fn table() -> &'static abi::Plugin;
    /// The manifest that the library carries, JSON text.
    fn manifest() -> &'static [u8];
}

/// Builds the table of an extractor; `id` and `version` as in its manifest.
pub const fn table<E: Extractor>(id: &'static str, version: &'static str) -> abi::Plugin {
    abi::Plugin {
        magic: abi::MAGIC,
        struct_size: size_of::<abi::Plugin>() as u32,
        abi_major: abi::MAJOR,
        abi_minor: 0,
        flags: 0,
        id: Str::new(id.as_bytes()),
        version: Str::new(version.as_bytes()),
        create: Some(create::<E>),
        extract: Some(extract::<E>),
        destroy: Some(destroy::<E>),
        get_extension: None,
    }
}

/// What the host's opaque pointer points at.
struct Slot<E> {
    /// The host's table; it outlives the instance.
    host: *const abi::Host,
    /// `None` after a panic.
    extractor: Option<E>,
}

unsafe extern "C" fn create<E: Extractor>(host: *const abi::Host, config_json: Str, out: *mut *mut c_void) -> i32 {
    if host.is_null() || out.is_null() {
        return abi::INTERNAL;
    }
    // SAFETY: the host passes its table, valid until `destroy` has returned.
    let view = unsafe { Host::new(host) };
    // SAFETY: the host lends the config's bytes until this function returns.
    let config = unsafe { config_json.bytes() };
    let made = guarded(|| E::create(config::read(config)?, &view));
    match made {
        Ok(Ok(extractor)) => {
            let slot = Box::new(Slot { host, extractor: Some(extractor) });
            // SAFETY: `out` was checked and the host lends it for writing.
            unsafe { out.write(Box::into_raw(slot).cast()) };
            abi::OK
        }
        Ok(Err(error)) => report(&view, &error),
        Err(panic) => report(&view, &panic),
    }
}

unsafe extern "C" fn extract<E: Extractor>(
    instance: *mut c_void,
    document: *const abi::Document,
    sink: *const abi::Sink,
) -> i32 {
    if instance.is_null() || document.is_null() || sink.is_null() {
        return abi::INTERNAL;
    }
    // SAFETY: `instance` came from `create::<E>`, and the host makes one call at a time.
    let slot = unsafe { &mut *instance.cast::<Slot<E>>() };
    // SAFETY: the host's table outlives the instance.
    let host = unsafe { Host::new(slot.host) };
    // SAFETY: the host lends the document until this function returns.
    let document = unsafe { Document::new(document) };
    // SAFETY: the host lends the sink until this function returns.
    let mut sink = unsafe { Sink::new(sink, slot.host) };
    let Some(extractor) = slot.extractor.as_mut() else {
        return report(&host, &panicked("the instance panicked before and was not created anew".to_owned()));
    };
    match guarded(|| extractor.extract(&document, &mut sink)) {
        Ok(Ok(Outcome::Done)) => abi::OK,
        Ok(Ok(Outcome::Skipped)) => abi::SKIPPED,
        Ok(Err(error)) => report(&host, &error),
        Err(panic) => {
            let status = report(&host, &panic);
            let broken = slot.extractor.take();
            let _ = guarded(|| drop(broken));
            status
        }
    }
}

unsafe extern "C" fn destroy<E: Extractor>(instance: *mut c_void) {
    if instance.is_null() {
        return;
    }
    // SAFETY: `instance` came from `create::<E>`'s box, and the host does not use it again.
    let slot = unsafe { Box::from_raw(instance.cast::<Slot<E>>()) };
    // SAFETY: the host's table outlives the instance until this function returns.
    let host = unsafe { Host::new(slot.host) };
    if let Err(panic) = guarded(|| drop(slot)) {
        host.log(Level::Error, &panic.text);
    }
}

fn report(host: &Host<'_>, error: &Error) -> i32 {
    host.report_error(&error.text);
    error.status
}

fn panicked(text: String) -> Error {
    Error { status: abi::PANIC, text }
}

thread_local! {
    /// `Some` while a call of the host is inside the plugin: where the panic hook leaves its message.
    static MESSAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the author's code; a panic becomes an error that tells message, file and line.
fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, Error> {
    catch_messages();
    let outer = MESSAGE.replace(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(call)).map_err(|payload| {
        let text = match MESSAGE.replace(Some(String::new())) {
            Some(message) if !message.is_empty() => message,
            // Raised by `resume_unwind`, which asks no hook.
            _ => format!("panicked: {}", words(&*payload)),
        };
        drop_payload(payload);
        panicked(text)
    });
    MESSAGE.set(outer);
    result
}

/// Drops what a panic carried. Its own drop may panic in turn, and that payload too; such a chain is leaked.
fn drop_payload(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
}

/// Installs, once in this plugin's copy of the standard library, a hook that keeps a panic's words for the report
/// instead of printing them. Panics outside a call of the host go to the hook that was there.
fn catch_messages() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            let inside = MESSAGE.with_borrow_mut(|message| match message {
                Some(text) => {
                    let place = info.location().map(|at| format!(" at {at}")).unwrap_or_default();
                    *text = format!("panicked{place}: {}", words(info.payload()));
                    true
                }
                None => false,
            });
            if !inside {
                previous(info);
            }
        }));
    });
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a payload that is not text")
}
