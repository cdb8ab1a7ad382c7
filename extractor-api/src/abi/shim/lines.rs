//! The bridge from the `log` crate: what is logged in a call of the host goes to that host's diagnostics.

use std::cell::Cell;
use std::ptr::null;
use std::sync::Once;

use log::{LevelFilter, Log, Metadata, Record};

use crate::Level;
use crate::abi;
use crate::abi::view::{self, Host};

thread_local! {
    /// The table of the host whose call is inside the plugin on this thread; null outside a call.
    static CALLER: Cell<*const abi::Host> = const { Cell::new(null()) };
}

/// Forwards the lines of this thread to `host` until the result is dropped.
pub(super) fn forward(host: &Host<'_>) -> Forwarding {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // An author who installed another logger wants that one.
        if log::set_logger(&Bridge).is_ok() {
            log::set_max_level(LevelFilter::Trace);
        }
    });
    Forwarding { outer: CALLER.replace(host.table) }
}

/// While it lives, lines go to a host.
pub(super) struct Forwarding {
    outer: *const abi::Host,
}

impl Drop for Forwarding {
    fn drop(&mut self) {
        CALLER.set(self.outer);
    }
}

struct Bridge;

impl Log for Bridge {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        !CALLER.get().is_null()
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            view::log(CALLER.get(), level(record.level()), &format!("{}: {}", record.target(), record.args()));
        }
    }

    fn flush(&self) {}
}

fn level(level: log::Level) -> Level {
    match level {
        log::Level::Error => Level::Error,
        log::Level::Warn => Level::Warn,
        log::Level::Info => Level::Info,
        log::Level::Debug => Level::Debug,
        log::Level::Trace => Level::Trace,
    }
}
