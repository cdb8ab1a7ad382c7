//! An extractor that misbehaves when a document tells it to: `mischief: panic` anywhere in the text, and so on.
//! Every other document gives one `com.example.mischief.v1` event.

use std::time::Duration;

use extractor_api::{Document, Error, Extractor, Host, Level, Outcome, Sink, export_extractor};

/// The config of [`Mischief`].
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Milliseconds that every document takes.
    delay_ms: u64,
    /// Ends the process over texts with this word, when not empty.
    abort_on: String,
    /// Fails `create` with this text when not empty.
    refuse: String,
    /// Panics in `create`.
    panic: bool,
}

/// Does as the document says.
pub struct Mischief {
    delay: Duration,
    abort_on: String,
    /// Panics when the instance is dropped.
    charge: Option<Charge>,
}

/// Panics when it is dropped.
struct Charge;

impl Drop for Charge {
    fn drop(&mut self) {
        panic!("in drop");
    }
}

const EVENT: &str = "com.example.mischief.v1";

impl Extractor for Mischief {
    type Config = Config;
    const EVENT_TYPES: &'static [&'static str] = &[EVENT];

    fn create(config: Config, _host: &Host<'_>) -> Result<Self, Error> {
        if !config.refuse.is_empty() {
            return Err(Error::config(config.refuse));
        }
        assert!(!config.panic, "as the config asked");
        Ok(Mischief { delay: Duration::from_millis(config.delay_ms), abort_on: config.abort_on, charge: None })
    }

    fn extract(&mut self, document: &Document<'_>, out: &mut Sink<'_>) -> Result<Outcome, Error> {
        let Some(text) = document.text() else { return Ok(Outcome::Skipped) };
        std::thread::sleep(self.delay);
        if !self.abort_on.is_empty() && text.contains(&self.abort_on) {
            std::process::abort();
        }
        out.emit(EVENT, &serde_json::json!({ "bytes": text.len() }))?;
        let word = text.split_once("mischief: ").and_then(|(_, rest)| rest.split_whitespace().next());
        match word {
            Some("panic") => panic!("as the document asked"),
            // Only the first attempt fails.
            Some("panic-once") if document.attempt() == 0 => panic!("once"),
            // The payload's own drop panics.
            Some("panic-payload") => std::panic::panic_any(Charge),
            Some("panic-drop") => {
                self.charge = Some(Charge);
                panic!("and the instance's drop panics, too");
            }
            // Only when the worker ends.
            Some("charge") => self.charge = Some(Charge),
            Some("overflow") => _ = deeper(&[1; 1024]),
            Some("abort") => std::process::abort(),
            Some("exit") => std::process::exit(0),
            Some("hang") => loop {
                std::thread::sleep(Duration::from_secs(1));
            },
            Some("obey") => {
                while !out.should_stop() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                return Err(Error::stopped());
            }
            Some("leak") => std::mem::forget(vec![1u8; 16 << 20]),
            // More than any test lets a worker have, and touched, so that it is really taken.
            Some("hog") => out.log(Level::Debug, &format!("{}", vec![1u8; 1 << 30].len())),
            Some("refuse") => return Err(Error::document("refused, as the document asked")),
            Some("invalid") => _ = out.emit_raw(EVENT, "", "[1]"),
            Some("undeclared") => _ = out.emit("com.example.other.v1", &serde_json::json!({})),
            Some("flood") => {
                for number in 0..20_000 {
                    _ = out.emit(EVENT, &serde_json::json!({ "number": number }));
                }
            }
            Some("print") => println!("words on stdout\n{{\"specversion\":\"1.0\"}}"),
            _ => {}
        }
        Ok(Outcome::Done)
    }
}
export_extractor!(Mischief);

/// Calls itself until the stack is full.
fn deeper(caller: &[u8; 1024]) -> u8 {
    let room = std::hint::black_box([caller[0]; 1024]);
    if room[0] == 0 { 0 } else { deeper(&room).wrapping_add(room[1]) }
}
