//! What one extractor did with a document, taken out of the lines that the log would have got.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::log::line::{DOCUMENT_TYPE, full_type};

/// What an extractor did with one document.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// Its lines of the log.
    pub(super) lines: Vec<u8>,
    /// Its events as examples have them, one object a line: type and data.
    pub(super) json: String,
    ended: Ended,
}

/// A line of the log.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    extractor: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// What is wanted of the `document` record.
#[derive(Deserialize)]
struct Record {
    extractors: Vec<Ended>,
}

/// How an extractor ended.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ended {
    plugin: String,
    outcome: String,
    events: u64,
    wall_us: u64,
}

impl Done {
    /// Reads the lines of a document. `label` is the extractor's `id@version`, `event_types` are those of its manifest.
    pub(super) fn of(lines: &[u8], label: &str, event_types: &[String]) -> Done {
        let mut done = Done::default();
        for text in lines.split_inclusive(|&byte| byte == b'\n') {
            // What the daemon writes is JSON.
            let Ok(line) = serde_json::from_slice::<Line<'_>>(text) else { continue };
            if line.kind == DOCUMENT_TYPE {
                let record: Option<Record> = serde_json::from_str(line.data.get()).ok();
                let ended = record.and_then(|record| record.extractors.into_iter().find(|ended| ended.plugin == label));
                done.ended = ended.unwrap_or_default();
            } else if line.extractor == label {
                // As emitted, which for the records of this project is the short form.
                let kind = event_types.iter().find(|kind| full_type(kind) == line.kind);
                let kind = Value::from(kind.map_or(&*line.kind, String::as_str));
                done.json.push_str(&format!("{{\"type\":{kind},\"data\":{}}}\n", line.data));
                done.lines.extend_from_slice(text);
            }
        }
        done
    }

    /// How long it took, in microseconds.
    pub(super) fn wall_us(&self) -> u64 {
        self.ended.wall_us
    }

    /// Outcome, events and time in words; `times` are those of all its runs over the document, in microseconds.
    pub(super) fn tell(&self, mut times: Vec<u64>) -> String {
        let Ended { outcome, events, wall_us, .. } = &self.ended;
        let plural = if *events == 1 { "" } else { "s" };
        times.sort_unstable();
        let spread = match times.as_slice() {
            [least, _, ..] => format!(" (of {}: least {least} µs, median {} µs)", times.len(), times[times.len() / 2]),
            _ => String::new(),
        };
        format!("{outcome}, {events} event{plural}, {wall_us} µs{spread}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = concat!(
        r#"{"type":"dragoman.article.v1","extractor":"anatomy@1.0.0","data":{"title":"A"}}"#,
        "\n",
        r#"{"type":"com.example.words.v1","extractor":"words@1.0.0","data":{"n":1.50}}"#,
        "\n",
        r#"{"type":"dragoman.document.v1","extractor":"dragoman@0.1.0","data":{"extractors":["#,
        r#"{"plugin":"anatomy@1.0.0","outcome":"ok","events":1,"wallUs":900},"#,
        r#"{"plugin":"words@1.0.0","outcome":"ok","events":1,"wallUs":12}]}}"#,
        "\n",
    );

    #[test]
    fn events_are_those_of_the_extractor_as_it_wrote_them() {
        for (label, kind, wanted) in [
            ("words@1.0.0", "com.example.words.v1", "{\"type\":\"com.example.words.v1\",\"data\":{\"n\":1.50}}\n"),
            ("anatomy@1.0.0", "article", "{\"type\":\"article\",\"data\":{\"title\":\"A\"}}\n"),
            ("other@1.0.0", "article", ""),
        ] {
            assert_eq!(Done::of(LINES.as_bytes(), label, &[kind.to_owned()]).json, wanted);
        }
    }

    #[test]
    fn the_time_is_told_with_its_spread_when_there_are_several() {
        let done = Done::of(LINES.as_bytes(), "words@1.0.0", &[]);
        assert_eq!(done.tell(vec![12]), "ok, 1 event, 12 µs");
        assert_eq!(done.tell(vec![12, 7, 30]), "ok, 1 event, 12 µs (of 3: least 7 µs, median 12 µs)");
    }
}
