//! The sample file says what the program does.

use toml::de::{DeTable, DeValue};

use super::super::raw::{RawConfig, Shape, Table};
use super::super::{Config, REFERENCE};
use super::{config, load_text};

/// The sample with its commented examples put in force, and without the line that excludes one of them.
fn with_examples() -> String {
    let uncommented = REFERENCE.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if is_setting(rest) => rest,
        _ => line,
    });
    uncommented.filter(|line| !line.starts_with("inbox ")).collect::<Vec<_>>().join("\n")
}

/// Whether a commented line is a setting or the head of a table, and no sentence.
fn is_setting(line: &str) -> bool {
    line.starts_with('[') || line.split_once('=').is_some_and(|(key, _)| !key.trim_end().contains(' '))
}

#[test]
fn the_sample_shows_the_defaults() {
    assert_eq!(config(REFERENCE), config(""));
}

#[test]
fn the_commented_examples_are_valid() {
    let text = with_examples();
    let loaded = load_text(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(loaded.warnings, [""; 0]);
    let Config { inboxes, mut chain, .. } = loaded.config;
    assert!(inboxes[0].tags.contains_key("desk"));
    // The defaults of an extractor's own settings are in its library: `tests/daemon/configs.rs` asks it.
    chain.extractors.iter_mut().for_each(|extractor| extractor.config = serde_json::json!({}));
    assert_eq!(chain, config("").chain, "the examples show defaults too");
}

#[test]
fn every_key_stands_in_the_sample() {
    let text = with_examples();
    let root = DeTable::parse(&text).unwrap_or_else(|error| panic!("{error}")).into_inner();
    let mut missing = Vec::new();
    find_missing(&root, &RawConfig::TABLE, &mut missing);
    assert_eq!(missing, ["inbox"], "this one was taken out for the tables to stand");
    assert!(REFERENCE.contains("\ninbox "));
}

fn find_missing(table: &DeTable<'_>, known: &Table, missing: &mut Vec<&'static str>) {
    for (key, shape) in known.keys {
        match (shape, table.get(*key).map(|value| value.get_ref())) {
            (_, None) => missing.push(key),
            (Shape::Table(inner), Some(DeValue::Table(table))) => find_missing(table, inner, missing),
            (Shape::Tables(inner), Some(DeValue::Array(items))) => {
                let first = items.first().and_then(|item| item.get_ref().as_table());
                find_missing(first.expect("a table"), inner, missing);
            }
            _ => {}
        }
    }
}

#[test]
fn every_line_of_settings_is_explained() {
    let settings = REFERENCE.lines().filter(|line| is_setting(line.trim_start_matches("# ")));
    for line in settings.filter(|line| !line.contains('[') || line.contains('=')) {
        assert!(line.trim_start_matches("# ").contains(" # "), "{line}");
        assert!(line.chars().count() <= 120, "{line}");
    }
}
