//! The exchange that `README.md` shows, held with a real program.

use std::path::Path;

use extractor_api::Level;
use extractor_api::layer::{Language, Pool, Zone, ZoneKind};
use extractor_api::testing::Sample;
use serde_json::{Value, json};

use crate::support::{config, started, with};

const README: &str = include_str!("../../README.md");
/// What stands there for a document's id.
const ID: &str = "b8c22bce45d9...";

/// The lines of one side, unfolded.
fn lines(side: &str) -> Vec<String> {
    let exchange = README.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an exchange");
    let unfolded = exchange.replace("\n    ", "");
    unfolded.lines().filter_map(|line| line.strip_prefix(side)).map(str::to_owned).collect()
}

fn parsed(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

/// A program that keeps what it is sent in a file and gives the answers of the page: the first to the first line, the
/// rest to the second.
fn program(sent: &Path) -> Vec<String> {
    let script = format!(
        r#"read -r hello; printf '%s\n' "$hello" >{sent}; printf '%s\n' "$1"; shift
           read -r document; printf '%s\n' "$document" >>{sent}; printf '%s\n' "$@"; read -r end"#,
        sent = sent.display()
    );
    let mut program = ["sh", "-c", &script, "sh"].map(str::to_owned).to_vec();
    program.extend(lines("< ").iter().map(|reply| reply.replace(&format!("\"{ID}\""), "true")));
    program
}

#[test]
fn the_exchange_of_the_readme_is_held_as_shown() {
    let [hello, request] = [0, 1].map(|at| parsed(&lines("> ")[at]));
    let document = &request["document"];
    let folder = tempfile::tempdir().unwrap();
    let sent = folder.path().join("sent");
    let changes = json!({
        "program": program(&sent), "event_types": hello["eventTypes"], "settings": hello["settings"]
    });
    let zone = |start, end, kind| Zone { start, end, kind, confidence: 900 };
    let whole =
        Language { start: 0, end: 73, code: Language::code_bytes("en"), confidence: 900, scope: Language::TEXT };
    let mut harness = started(with(config(&[]), changes))
        .with_layer(vec![whole], Pool::new())
        .with_layer(vec![zone(0, 13, ZoneKind::Title), zone(15, 72, ZoneKind::Body)], Pool::new());
    let meta_json = &document["meta"].to_string();
    let name = document["name"].as_str().unwrap();
    let run = harness.run(Sample { name, text: document["text"].as_str(), meta_json, attempt: 0 });
    assert!(run.verdict.is_ok(), "{:?}", run.verdict);
    assert_eq!((run.events.len(), run.events[0].key.as_str()), (1, "title"));
    assert_eq!(run.logs, [(Level::Debug, "three words of a title".to_owned())]);

    let sent = std::fs::read_to_string(sent).unwrap().replace(&"b1946ac92492d2347c6235b4d2611184".repeat(2), ID);
    assert_eq!(sent.lines().map(parsed).collect::<Vec<_>>(), [hello, request]);
}
