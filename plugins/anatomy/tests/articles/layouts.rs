//! Whole articles with the zone of each line: `tests/layouts/*.txt`.
//!
//! A layout file has lines `kind | text`; two kinds in one line are joined by `+`, an empty line is an empty line of
//! the article. Lines before the first of these begin with `#!`: `#! meta {...}` gives the reader's facts, and
//! `#! /json/pointer value` says what the record holds there (`absent` for nothing).

use std::fs;
use std::path::Path;

use crate::support::{check_layer, harness, kinds_by_line, run};
use serde_json::Value;

struct Layout {
    name: String,
    meta: String,
    expected: Vec<(String, Value)>,
    kinds: Vec<String>,
    text: String,
}

fn read(path: &Path) -> Layout {
    let source = fs::read_to_string(path).expect("a readable layout");
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut layout = Layout { name, meta: "{}".into(), expected: vec![], kinds: vec![], text: String::new() };
    let mut lines = Vec::new();
    for line in source.lines() {
        if let Some(directive) = line.strip_prefix("#! ") {
            let (key, value) = directive.split_once(' ').expect("a directive with a value");
            match key {
                "meta" => layout.meta = value.to_owned(),
                _ if value == "absent" => layout.expected.push((key.to_owned(), Value::Null)),
                _ => layout.expected.push((key.to_owned(), serde_json::from_str(value).expect("a JSON value"))),
            }
        } else {
            let (kind, text) = line.split_once('|').unwrap_or(("", line));
            layout.kinds.push(kind.trim().to_owned());
            lines.push(text.strip_prefix(' ').unwrap_or(text));
        }
    }
    layout.text = lines.join("\n");
    layout
}

fn layouts() -> Vec<Layout> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the layouts").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// Lines of one layout that are not in the expected zone, and facts that are not as expected.
fn differences(layout: &Layout) -> Vec<String> {
    let mut harness = harness();
    let run = run(&mut harness, &layout.text, &layout.meta);
    let zones = run.layer();
    check_layer(&layout.text, &zones);
    let found = kinds_by_line(&layout.text, &zones);
    let lines = layout.text.split('\n').zip(layout.kinds.iter().zip(&found));
    let mut differences: Vec<String> = lines
        .filter(|(_, (expected, found))| expected != found)
        .map(|(line, (expected, found))| format!("{}: {expected} became {found}: {line:.60}", layout.name))
        .collect();
    for (pointer, expected) in &layout.expected {
        let value = run.events[0].data.pointer(pointer).cloned().unwrap_or(Value::Null);
        if value != *expected {
            differences.push(format!("{}: {pointer} is {value}, not {expected}", layout.name));
        }
    }
    differences
}

#[test]
fn every_line_of_every_layout_is_in_its_zone() {
    let layouts = layouts();
    assert!(layouts.len() >= 25, "{} layouts", layouts.len());
    let differences: Vec<String> = layouts.iter().flat_map(differences).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn zones_do_not_depend_on_empty_lines() {
    // The reader counts empty lines, too.
    for layout in layouts().into_iter().filter(|layout| !layout.meta.contains("\"lines\"")) {
        let mut harness = harness();
        let spaced = layout.text.replace('\n', "\n\n");
        let run = run(&mut harness, &spaced, &layout.meta);
        let zones = run.layer();
        check_layer(&spaced, &zones);
        let found: Vec<String> = kinds_by_line(&spaced, &zones).into_iter().filter(|kind| !kind.is_empty()).collect();
        let expected: Vec<&String> = layout.kinds.iter().filter(|kind| !kind.is_empty()).collect();
        let same = found.iter().zip(&expected).filter(|(found, expected)| found == *expected).count();
        // Hand-wrapped lines become paragraphs of their own when empty lines stand between them.
        if !layout.name.starts_with("wrapped") {
            assert!(
                same * 100 >= expected.len() * 90,
                "{}: {same} of {}\n{found:?}\n{expected:?}",
                layout.name,
                expected.len()
            );
        }
    }
}
