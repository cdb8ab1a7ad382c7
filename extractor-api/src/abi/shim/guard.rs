//! The barrier around the author's code: a panic becomes an error, and is told once, to the host.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

#[cfg(feature = "log")]
use super::lines;
use crate::Error;
use crate::abi::view::Host;

thread_local! {
    /// `Some` while a call of the host is inside the plugin: where the panic hook leaves its message.
    static MESSAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs the author's code in a call of this host; a panic becomes an error that tells message, file and line.
pub(super) fn guarded<T>(host: &Host<'_>, call: impl FnOnce() -> T) -> Result<T, Error> {
    catch_messages();
    #[cfg(feature = "log")]
    let _forwarding = lines::forward(host);
    #[cfg(not(feature = "log"))]
    let _ = host;
    let outer = MESSAGE.replace(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(call)).map_err(|payload| {
        let text = match MESSAGE.replace(Some(String::new())) {
            Some(message) if !message.is_empty() => message,
            // Raised by `resume_unwind`, which asks no hook.
            _ => format!("panicked: {}", words(&*payload)),
        };
        drop_payload(payload);
        Error::panic(text)
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
