//! Programs to run, and how to run them.

use command::Command;
use extractor_api::host::Verdict;
use extractor_api::testing::Harness;
use serde_json::{Value, json};

/// Longer than any program here takes on any machine.
const LONG_MS: u32 = 120_000;

/// The type that programs here may emit.
pub(crate) const NOTE: &str = "com.example.note.v1";

/// The config for a shell script that greets and goes on with `script`.
pub(crate) fn after_greeting(script: &str) -> Value {
    config(&["sh", "-c", &format!("read -r hello; echo '{{\"ready\":1}}'; {script}")])
}

/// The config for a program.
pub(crate) fn config(program: &[&str]) -> Value {
    json!({ "program": program, "event_types": [NOTE], "timeout": LONG_MS, "start_timeout": LONG_MS })
}

/// A config with other values for some keys.
pub(crate) fn with(mut config: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().expect("changes are an object") {
        config[key] = value.clone();
    }
    config
}

/// An extractor whose program has started.
#[track_caller]
pub(crate) fn started(config: Value) -> Harness<Command> {
    Harness::new(config).unwrap_or_else(|verdict| panic!("{verdict:?}"))
}

/// Why an extractor cannot be created.
#[track_caller]
pub(crate) fn refusal(config: &Value) -> Verdict {
    match Harness::<Command>::new(config.clone()) {
        Ok(_) => panic!("it was created: {config}"),
        Err(verdict) => verdict,
    }
}
