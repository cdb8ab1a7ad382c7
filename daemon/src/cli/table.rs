//! Events for people.

mod found;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::log::line::DOCUMENT_TYPE;

/// The longest line of a table; what is longer is cut with an ellipsis.
const COLUMNS: usize = 120;

/// Counts in words, each kind under its own name: "1 article, 3 interactions".
pub(super) fn count_words(counts: &BTreeMap<String, u64>) -> String {
    if counts.is_empty() {
        return "no events".to_owned();
    }
    let words: Vec<String> = counts
        .iter()
        .map(|(kind, count)| match bundled(kind) {
            Some("entity") if *count != 1 => format!("{count} entities"),
            Some(record) => format!("{count} {record}{}", if *count == 1 { "" } else { "s" }),
            None => format!("{count} × {kind}"),
        })
        .collect();
    words.join(", ")
}

/// `48,112`
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The record's name in `dragoman.<record>.v1`.
fn bundled(kind: &str) -> Option<&str> {
    kind.strip_prefix("dragoman.")?.split('.').next()
}

/// The lines of one document as a table.
pub(super) fn table(path: &Path, lines: &[u8]) -> String {
    let events: Vec<Value> =
        lines.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let mut out = format!("{}\n", path.display());
    for event in &events {
        let data = &event["data"];
        match event["type"].as_str() {
            Some(DOCUMENT_TYPE) => {
                found::rows(&events).iter().for_each(|(label, words)| row(&mut out, label, words));
                row(&mut out, "document", &document_words(data));
            }
            Some("dragoman.article.v1") => article_rows(&mut out, data),
            Some(kind) if found::shows(kind) => {}
            Some(kind) => row(&mut out, bundled(kind).unwrap_or(kind), &fields(data)),
            None => {}
        }
    }
    out
}

fn row(out: &mut String, label: &str, words: &str) {
    let line = format!("  {label:<12} {}", words.replace(char::is_control, " "));
    match line.char_indices().nth(COLUMNS) {
        Some((end, _)) => out.push_str(&format!("{}…\n", &line[..end])),
        None => out.push_str(&format!("{}\n", line.trim_end())),
    }
}

fn article_rows(out: &mut String, data: &Value) {
    row(out, "title", data["title"].as_str().unwrap_or("(none)"));
    for (label, key) in [("subtitle", "subtitle"), ("publisher", "publisher"), ("section", "section")] {
        if let Some(text) = data[key].as_str() {
            row(out, label, text);
        }
    }
    let by = list(&data["bylines"], |byline| byline.as_str().or_else(|| byline["name"].as_str()).map(str::to_owned));
    if !by.is_empty() {
        row(out, "by", &by);
    }
    for key in ["published", "updated", "accessed"] {
        if let Some(value) = data[key]["value"].as_str() {
            row(out, key, value);
        }
    }
    if let Some(code) = data["language"]["code"].as_str() {
        row(out, "language", code);
    }
    let mut zones: Vec<(String, u64)> = Vec::new();
    for kind in data["zones"].as_array().into_iter().flatten().filter_map(|zone| zone["kind"].as_str()) {
        match zones.iter_mut().find(|(known, _)| known == kind) {
            Some((_, count)) => *count += 1,
            None => zones.push((kind.to_owned(), 1)),
        }
    }
    let zones: Vec<String> =
        zones.into_iter().map(|(kind, count)| if count == 1 { kind } else { format!("{count} × {kind}") }).collect();
    row(out, "zones", &zones.join(", "));
    if let (Some(words), Some(sentences)) = (data["counts"]["words"].as_u64(), data["counts"]["sentences"].as_u64()) {
        row(out, "body", &format!("{words} words, {sentences} sentences"));
    }
    let hashtags = list(&data["hashtags"], |tag| tag.as_str().map(str::to_owned));
    if !hashtags.is_empty() {
        row(out, "hashtags", &hashtags);
    }
}

fn list(values: &Value, name: impl Fn(&Value) -> Option<String>) -> String {
    values.as_array().into_iter().flatten().filter_map(name).collect::<Vec<_>>().join(", ")
}

fn document_words(data: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let reader = &data["reader"];
    let guessed = if reader["charsetGuessed"] == true { " (guessed)" } else { "" };
    let mut words = format!(
        "{}, {} {}{guessed}, {} bytes",
        text(&data["outcome"]),
        text(&reader["mediaType"]),
        text(&reader["charset"]),
        data["file"]["size"]
    );
    for extractor in data["extractors"].as_array().into_iter().flatten() {
        words.push_str(&format!(", {} {} µs", text(&extractor["plugin"]), extractor["wallUs"]));
    }
    words
}

/// The fields of an event that this table knows nothing about.
fn fields(data: &Value) -> String {
    let fields = data.as_object().into_iter().flatten();
    fields
        .map(|(key, value)| format!("{key}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_counted_under_its_own_name() {
        let counts = |pairs: &[(&str, u64)]| {
            count_words(&pairs.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect())
        };
        assert_eq!(counts(&[]), "no events");
        assert_eq!(counts(&[("dragoman.article.v1", 1), ("dragoman.quote.v1", 2)]), "1 article, 2 quotes");
        assert_eq!(
            counts(&[("com.example.words.v1", 3), ("dragoman.entity.v1", 2)]),
            "3 × com.example.words.v1, 2 entities"
        );
    }

    #[test]
    fn digits_are_grouped_by_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn an_unknown_event_shows_its_fields_and_long_rows_are_cut() {
        let line = format!(r#"{{"type":"com.example.words.v1","data":{{"n":3,"t":"{}"}}}}"#, "x".repeat(200));
        let table = table(Path::new("a.txt"), line.as_bytes());
        let row = table.lines().nth(1).unwrap();
        assert!(row.starts_with("  com.example.words.v1 n: 3, t: xxx") && row.ends_with('…'), "{table}");
        assert_eq!(row.chars().count(), COLUMNS + 1);
    }
}
