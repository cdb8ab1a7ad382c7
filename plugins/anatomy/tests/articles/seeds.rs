//! Scores the zones of real articles against a reader's, where the articles are at hand: `../shared/seeds` beside
//! the workspace. They are not part of the repository.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::support::{check_layer, harness, kinds_by_line, run};
use serde_json::Value;

/// The folder, or `None` after a visible line that says so.
fn seeds() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if folder.is_dir() {
        return Some(folder);
    }
    // Not by println, which the test runner would swallow.
    let _ = writeln!(std::io::stderr(), "skipped: no articles at ../shared/seeds");
    None
}

/// The kind of each line by the gold zones; empty for lines that the reader left out.
fn gold_kinds(text: &str, gold: &Value) -> Vec<String> {
    let byte = |point: u64| text.char_indices().nth(point as usize).map_or(text.len(), |(at, _)| at);
    let mut zones: Vec<(usize, usize, &str)> = Vec::new();
    for zone in gold["metadata"]["zones"].as_array().into_iter().flatten() {
        let (start, end) = (zone["start"].as_u64().unwrap_or(0), zone["end"].as_u64().unwrap_or(0));
        zones.push((byte(start), byte(end), zone["kind"].as_str().unwrap_or_default()));
    }
    let mut start = 0;
    let mut kinds = Vec::new();
    for line in text.split('\n') {
        let end = start + line.len();
        let touching = zones.iter().filter(|zone| zone.0 < end && zone.1 > start).map(|zone| zone.2);
        kinds.push(if line.trim().is_empty() { String::new() } else { touching.collect::<Vec<_>>().join("+") });
        start = end + 1;
    }
    kinds
}

#[test]
fn nearly_all_lines_of_real_articles_are_in_their_zone() {
    let Some(folder) = seeds() else { return };
    let gold: Value = serde_json::from_str(&fs::read_to_string(folder.join("gold.json")).expect("gold")).expect("JSON");
    let (mut right, mut total) = (0, 0);
    for seed in gold["seeds"].as_array().expect("seeds") {
        let name = seed["file"].as_str().expect("a file name");
        let text = fs::read_to_string(folder.join(name)).expect("the article").replace("\r\n", "\n");
        let mut harness = harness();
        let run = run(&mut harness, &text, "{}");
        let zones = run.layer();
        check_layer(&text, &zones);
        let (found, expected) = (kinds_by_line(&text, &zones), gold_kinds(&text, seed));
        for (at, (found, expected)) in found.iter().zip(&expected).enumerate().filter(|(_, (_, kind))| !kind.is_empty())
        {
            let same = found == expected || (found == "heading" && expected == "body");
            println!("{name}:{} {expected} -> {found}{}", at + 1, if same { "" } else { "  WRONG" });
            (right, total) = (right + usize::from(same), total + 1);
        }
    }
    println!("{right} of {total} lines");
    assert!(right * 100 >= total * 95, "{right} of {total}");
}

#[test]
fn the_body_of_real_articles_has_no_boilerplate() {
    let Some(folder) = seeds() else { return };
    for entry in fs::read_dir(folder).expect("the folder").flatten() {
        if entry.path().extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("the article").replace("\r\n", "\n");
        let mut harness = harness();
        let run = run(&mut harness, &text, "{}");
        let kinds = kinds_by_line(&text, &run.layer());
        for (line, kind) in text.split('\n').zip(&kinds) {
            println!("{:<28} {line:.70}", kind);
            let body = kind.contains("body");
            let words = line.split_whitespace().count();
            let foreign_matter = line.starts_with("[1] ")
                || line.contains("legal liability")
                || line.contains("graduated from")
                || line.starts_with('#');
            assert!(!(body && foreign_matter), "in the body: {line}");
            assert!(
                body || words < 40 || foreign_matter || line.starts_with("This article"),
                "not in the body: {line}"
            );
        }
    }
}
