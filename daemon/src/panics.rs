//! What a panic means: the end of the daemon, or, around a library that panics over a damaged file, an error.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

use crate::exit::Exit;

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Ends the process when any of its threads panics: the others would wait for it for ever. Nothing is lost by it, as by
/// no other sudden end.
pub fn end_process() {
    let print = take_hook();
    set_hook(Box::new(move |info| {
        if !IS_CAUGHT.get() {
            print(info);
            std::process::exit(Exit::Internal as i32);
        }
    }));
}

/// Runs something whose panics are errors; what it leaves half done must not be used again.
///
/// # Errors
/// What the panic says.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    IS_CAUGHT.set(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    IS_CAUGHT.set(false);
    result.map_err(|payload| message(&*payload))
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str).or_else(|| payload.downcast_ref().copied());
    format!("a panic: {}", text.unwrap_or("no words"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_that_is_caught_is_told_in_its_own_words() {
        let number: Option<u8> = std::hint::black_box(None);
        assert_eq!(caught(|| 7), Ok(7));
        assert_eq!(caught(|| number.expect("a number")), Err("a panic: a number".to_owned()));
        assert_eq!(caught(|| assert!(number.is_some(), "{}", 1 + 1)), Err("a panic: 2".to_owned()));
    }
}
