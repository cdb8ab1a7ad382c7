#![no_main]

// Panics of the library are caught by the reader; any other still ends the run, after this.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| ())),
    |bytes: &[u8]| decoders::mail(bytes)
);
