//! The examples, which stand for programs of users.

use std::io::Write;
use std::process::{Command, Stdio};

use extractor_api::testing::Sample;
use serde_json::json;

use crate::support::{config, started, with};

/// The path of an interpreter, which it prints itself; `None`, visibly, when there is none. What lies in `PATH` may be
/// a script that needs more of the environment than programs get.
fn interpreter(name: &str, option: &str, tell_path: &str) -> Option<String> {
    let output = Command::new(name).args([option, tell_path]).stderr(Stdio::null()).output();
    let path = output.ok().filter(|output| output.status.success());
    if path.is_none() {
        // Not by `eprintln`, which a test that succeeds hides.
        let _ = writeln!(std::io::stderr(), "skipped: no {name}");
    }
    Some(String::from_utf8(path?.stdout).expect("a path in UTF-8").trim_end().to_owned())
}

/// Runs the same articles through an example twice, with one program.
fn check(interpreter: &str, example: &str) {
    let example = format!("{}/examples/{example}", env!("CARGO_MANIFEST_DIR"));
    let mut harness = started(with(
        config(&[interpreter, &example]),
        json!({ "event_types": ["com.example.shout.v1"], "settings": { "least": 3 } }),
    ));
    let long = "Öre \u{2028} \"\\ ".repeat(50_000);
    for _ in 0..2 {
        for (text, shout) in [
            (Some("The FERRY to Öland, said the mayor, is LATE (VERY LATE)."), Some((11, 4, "FERRY"))),
            (Some("An ÄRA ends \u{2028}quietly; OK?"), Some((5, 1, "ÄRA"))),
            (Some("Nothing to see."), None),
            (Some(long.as_str()), None),
            (Some(""), None),
            (None, None),
        ] {
            let run = harness.run(Sample { name: "article.txt", text, meta_json: "{}", attempt: 0 });
            assert!(run.verdict.is_ok(), "{:?}", run.verdict);
            let data: Vec<_> = run.events.into_iter().map(|event| event.data).collect();
            let wanted = shout.map(|(words, loud, first)| json!({ "words": words, "loud": loud, "first": first }));
            assert_eq!(data, Vec::from_iter(wanted));
            assert!(run.logs.is_empty(), "{:?}", run.logs);
        }
    }
}

#[test]
fn the_example_in_python_counts_what_is_shouted() {
    if let Some(python) = interpreter("python3", "-c", "import sys; print(sys.executable)") {
        check(&python, "shout.py");
    }
}

#[test]
fn the_example_in_javascript_counts_what_is_shouted() {
    if let Some(node) = interpreter("node", "-p", "process.execPath") {
        check(&node, "shout.mjs");
    }
}
