//! What is known, for people.

use jiff::Timestamp;
use serde_json::Value;

use crate::cli::explain::asked::Asked;
use crate::cli::explain::known::{Aside, Known, Logged};
use crate::cli::printable::printable;
use crate::cli::table::{count_words, grouped};

/// One screen.
pub(super) fn of(asked: &Asked, known: &Known) -> String {
    let mut text = format!("{}\n", printable(&asked.shown));
    if known.is_nothing() {
        row(
            &mut text,
            "nothing",
            "it is in no inbox and not in quarantine, and the log has no document of this name or content",
        );
        row(&mut text, "", "names are paths below the inbox; `dragoman log tail` shows the newest documents");
        return text;
    }
    known.now.iter().for_each(|now| row(&mut text, "now", now));
    known.quarantine.iter().for_each(|aside| aside_rows(&mut text, aside));
    for content in &known.contents {
        let times = if content.committed == 1 { "once".to_owned() } else { format!("{} times", content.committed) };
        row(&mut text, "content", &format!("b3:{}: in the log {times}", content.hash));
    }
    known.records.iter().for_each(|logged| record_rows(&mut text, logged));
    if known.records.is_empty() && !known.running && known.now.is_empty() {
        row(&mut text, "log", "nothing");
    }
    text
}

fn row(text: &mut String, label: &str, words: &str) {
    text.push_str(&format!("  {label:<11} {}\n", printable(words)));
}

fn aside_rows(text: &mut String, aside: &Aside) {
    row(text, "quarantine", &format!("{}, since {}: {}: {}", aside.name, aside.when, aside.code, aside.text));
    if !aside.remedy.is_empty() {
        row(text, "", &format!("fix: {}", aside.remedy));
    }
    row(text, "", &format!("then: dragoman quarantine retry {}", aside.name));
}

fn record_rows(text: &mut String, logged: &Logged) {
    let Some(record) = &logged.record else {
        return row(text, "log", &format!("line {}, in a segment that is no longer kept", grouped(logged.line)));
    };
    let (data, words) = (&record["data"], |value: &Value| value.as_str().unwrap_or_default().to_owned());
    let outcome = match data["outcome"].as_str() {
        Some("duplicate") => "duplicate: the same content was in the log already".to_owned(),
        Some("incomplete") => format!("incomplete, {}", counts(data)),
        _ => format!("complete, {}", counts(data)),
    };
    row(text, "log", &format!("line {}, {}: {outcome}", grouped(logged.line), words(&record["time"])));
    let file = &data["file"];
    row(
        text,
        "",
        &format!(
            "{} in {}, {} bytes, arrival {}",
            words(&file["name"]),
            words(&file["inbox"]),
            file["size"],
            data["arrival"]
        ),
    );
    row(
        text,
        "",
        &format!(
            "{}, {} {}",
            times(record),
            data["attempts"],
            if data["attempts"] == 1 { "attempt" } else { "attempts" }
        ),
    );
    for extractor in data["extractors"].as_array().into_iter().flatten() {
        let (plugin, outcome) = (words(&extractor["plugin"]), words(&extractor["outcome"]));
        let why = match (extractor["code"].as_str(), extractor["text"].as_str()) {
            (Some(code), Some(why)) => format!(": {code}: {why}"),
            (Some(code), None) => format!(": {code}"),
            (None, _) => String::new(),
        };
        row(text, "", &format!("{plugin} {outcome}, {} µs{why}", extractor["wallUs"]));
    }
    if let Some(path) = &logged.archived {
        row(text, "file", &path.display().to_string());
    }
}

fn counts(data: &Value) -> String {
    let counts = data["events"].as_object().into_iter().flatten();
    count_words(&counts.filter_map(|(kind, count)| Some((kind.clone(), count.as_u64()?))).collect())
}

/// `seen 2026-03-14T08:00:00.000000Z, finished after 0.052 s, taken after 0.053 s, in the log after 0.061 s`
fn times(record: &Value) -> String {
    let file = &record["data"]["file"];
    let at = |value: &Value| value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let seen = at(&file["seen"]);
    let after = |value: &Value| match (seen, at(value)) {
        (Some(seen), Some(then)) => format!("{:.3} s", then.duration_since(seen).as_secs_f64()),
        _ => "an unknown time".to_owned(),
    };
    format!(
        "seen {}, finished after {}, taken after {}, in the log after {}",
        file["seen"].as_str().unwrap_or_default(),
        after(&file["settled"]),
        after(&file["claimed"]),
        after(&record["time"])
    )
}
