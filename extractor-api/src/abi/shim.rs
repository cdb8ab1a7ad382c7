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
use crate::{Error, Extractor, Outcome};

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
    let made = guarded(|| {
        let config = read_config(config)?;
        E::create(config, &view)
    });
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
    let _ = guarded(|| drop(slot));
}

/// Reads the config object; an error names the key it is about where one can be told.
fn read_config<C: serde::de::DeserializeOwned>(config: &[u8]) -> Result<C, Error> {
    serde_json::from_slice(config).map_err(|error| {
        let text = error.to_string();
        // The place is one in the host's rendering of the table, which nobody has seen.
        let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what).to_owned();
        match key_before(config, error.column()) {
            Some(key) if !text.contains(&format!("`{key}`")) => Error::config(format!("{key}: {text}")),
            _ => Error::config(text),
        }
    })
}

/// Finds the top-level key whose value a parser was reading when it stopped at `column` of a one-line JSON object.
fn key_before(config: &[u8], column: usize) -> Option<String> {
    let mut stream = serde_json::Deserializer::from_slice(config).into_iter::<serde_json::Value>();
    let serde_json::Value::Object(table) = stream.next()?.ok()? else { return None };
    let starts = table.keys().filter_map(|key| {
        let quoted = format!("{}:", serde_json::Value::from(key.as_str()));
        let at = config.windows(quoted.len()).position(|window| window == quoted.as_bytes())?;
        (at < column).then_some((at, key))
    });
    starts.max().map(|(_, key)| key.clone())
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
    let result = catch_unwind(AssertUnwindSafe(call));
    let message = MESSAGE.replace(outer).unwrap_or_default();
    result.map_err(|payload| {
        drop_payload(payload);
        panicked(message)
    })
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
                    let words = payload_text(info).unwrap_or("a payload that is not text");
                    let place = info.location().map(|at| format!(" at {at}")).unwrap_or_default();
                    *text = format!("panicked{place}: {words}");
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

fn payload_text<'a>(info: &'a std::panic::PanicHookInfo<'_>) -> Option<&'a str> {
    let payload = info.payload();
    payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}
