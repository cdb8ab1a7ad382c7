//! The plugin's side: the functions that stand in the table of an [`Extractor`] written in Rust.
//!
//! No panic leaves this file. After one the instance is dropped and every further call answers [`abi::PANIC`] until
//! the host creates a new instance.

use std::ffi::c_void;
use std::marker::PhantomData;

use self::guard::guarded;
use crate::abi::view::{Document, Host, Sink};
use crate::abi::{self, Str};
use crate::{Error, Extractor, Level, Outcome, config};

mod guard;
#[cfg(feature = "log")]
mod lines;

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
        // What an extractor needs, not what this crate knows: nothing newer is called unasked, and layers, which a host
        // carries without knowing them, need no minor.
        abi_minor: 0,
        flags: 0,
        id: Str::new(id.as_bytes()),
        version: Str::new(version.as_bytes()),
        create: Some(create::<E>),
        extract: Some(extract::<E>),
        destroy: Some(destroy::<E>),
        get_extension: if E::TICKS { Some(get_extension::<E>) } else { None },
    }
}

/// Carries the extension tables of an extractor.
struct Extensions<E>(PhantomData<E>);

impl<E: Extractor> Extensions<E> {
    const TICK: &'static abi::Tick =
        &abi::Tick { struct_size: size_of::<abi::Tick>() as u32, reserved0: 0, tick: Some(tick::<E>) };
}

/// What the host's opaque pointer points at.
struct Slot<E> {
    /// The host's table; it outlives the instance.
    host: *const abi::Host,
    /// `None` after a panic.
    extractor: Option<E>,
}

impl<E: Extractor> Slot<E> {
    /// Runs one call and returns its status; after a panic the extractor is gone.
    fn run(&mut self, call: impl FnOnce(&mut E) -> Result<i32, Error>) -> i32 {
        // SAFETY: the host's table outlives the instance.
        let host = unsafe { Host::new(self.host) };
        let Some(extractor) = self.extractor.as_mut() else {
            return report(&host, &Error::panic("the instance panicked before and was not created anew"));
        };
        match guarded(&host, || call(extractor)) {
            Ok(Ok(status)) => status,
            Ok(Err(error)) => report(&host, &error),
            Err(panic) => {
                let status = report(&host, &panic);
                let broken = self.extractor.take();
                let _ = guarded(&host, || drop(broken));
                status
            }
        }
    }
}

unsafe extern "C" fn create<E: Extractor>(host: *const abi::Host, config_json: Str, out: *mut *mut c_void) -> i32 {
    if host.is_null() || out.is_null() {
        return abi::INTERNAL;
    }
    // SAFETY: the host passes its table, valid until `destroy` has returned.
    let view = unsafe { Host::new(host) };
    // SAFETY: the host lends the config's bytes until this function returns.
    let config = unsafe { config_json.bytes() };
    let made = guarded(&view, || E::create(config::read(config)?, &view));
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
    // SAFETY: the host lends the document until this function returns.
    let document = unsafe { Document::new(document) };
    // SAFETY: the host lends the sink until this function returns.
    let mut sink = unsafe { Sink::new(sink, slot.host) };
    slot.run(|extractor| match extractor.extract(&document, &mut sink)? {
        Outcome::Done => Ok(abi::OK),
        Outcome::Skipped => Ok(abi::SKIPPED),
    })
}

unsafe extern "C" fn tick<E: Extractor>(instance: *mut c_void) -> i32 {
    if instance.is_null() {
        return abi::INTERNAL;
    }
    // SAFETY: `instance` came from `create::<E>`, and the host makes one call at a time.
    let slot = unsafe { &mut *instance.cast::<Slot<E>>() };
    slot.run(|extractor| extractor.tick().map(|()| abi::OK))
}

unsafe extern "C" fn destroy<E: Extractor>(instance: *mut c_void) {
    if instance.is_null() {
        return;
    }
    // SAFETY: `instance` came from `create::<E>`'s box, and the host does not use it again.
    let slot = unsafe { Box::from_raw(instance.cast::<Slot<E>>()) };
    // SAFETY: the host's table outlives the instance until this function returns.
    let host = unsafe { Host::new(slot.host) };
    if let Err(panic) = guarded(&host, || drop(slot)) {
        host.log(Level::Error, &panic.text);
    }
}

fn report(host: &Host<'_>, error: &Error) -> i32 {
    host.report_error(&error.text);
    error.status
}

unsafe extern "C" fn get_extension<E: Extractor>(id: Str) -> *const c_void {
    // SAFETY: the host lends the id for the call.
    let id = unsafe { id.bytes() };
    if id == abi::TICK.as_bytes() { std::ptr::from_ref(Extensions::<E>::TICK).cast() } else { std::ptr::null() }
}
