//! What a careful person extracts from the seeds: `gold.json`.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::record::{Span, members, text};

/// An article and what is in it.
pub(crate) struct Seed {
    /// The first three digits of its file.
    pub(crate) name: String,
    pub(crate) file: PathBuf,
    pub(crate) text: String,
    pub(crate) sentences: Vec<Range<usize>>,
    pub(crate) events: Vec<Event>,
    /// What must not become an event.
    pub(crate) traps: Vec<Range<usize>>,
    pub(crate) value: Value,
}

/// An event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) is_core: bool,
    pub(crate) kind: String,
    pub(crate) mode: String,
    /// Other types, or types with a mode, that are right too.
    pub(crate) accepted: Vec<String>,
    pub(crate) actors: Vec<Actor>,
    pub(crate) recipients: Vec<Actor>,
    /// The sentence of its trigger.
    pub(crate) sentence: usize,
    /// Other sentences that mention it.
    pub(crate) mentions: Vec<usize>,
    pub(crate) status: String,
    pub(crate) date: String,
    pub(crate) place_country: String,
    pub(crate) trigger: Span,
}

/// Who takes part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Actor {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) country: String,
    pub(crate) sector: String,
    /// Other sectors that are right too.
    pub(crate) sectors_too: Vec<String>,
}

impl Seed {
    /// All seeds with gold; none, and a line that says so, where the file is missing.
    pub(crate) fn all(folder: &Path) -> Vec<Seed> {
        let Some(gold) = read(folder) else { return Vec::new() };
        members(&gold["seeds"])
            .map(|seed| {
                let file = folder.join(text(&seed["file"]));
                let text = fs::read_to_string(&file).expect("a seed");
                Seed::new(file, text, seed.clone())
            })
            .collect()
    }

    pub(crate) fn new(file: PathBuf, text: String, value: Value) -> Seed {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        Seed {
            name: name.split('_').next().unwrap_or_default().to_owned(),
            text,
            sentences: ranges(&value["sentences"]),
            events: members(&value["events"]).map(Event::read).collect(),
            traps: ranges(&value["traps"]),
            file,
            value,
        }
    }

    /// The sentence in which a span lies: that of its trigger when there is one, else that of which it covers most.
    pub(crate) fn sentence_of(&self, span: &Span) -> Option<usize> {
        let shared = |sentence: &Range<usize>| crate::record::overlap(sentence, &span.range());
        // The first of the best: `max_by_key` would take the last.
        let best = self.sentences.iter().enumerate().rev().max_by_key(|(_, sentence)| shared(sentence))?;
        (shared(best.1) > 0).then_some(best.0)
    }
}

/// The cluster of each event that is in one, both by their ids.
pub(crate) fn clusters(folder: &Path) -> BTreeMap<String, String> {
    let gold = read(folder).unwrap_or_default();
    let members_of = |cluster: &Value| {
        let id = text(&cluster["id"]);
        members(&cluster["members"]).map(|event| (text(event), id.clone())).collect::<Vec<_>>()
    };
    members(&gold["clusters"]).flat_map(members_of).collect()
}

/// The gold; none, and a line that says so, where the file is missing.
fn read(folder: &Path) -> Option<Value> {
    let file = folder.join("gold.json");
    let Ok(gold) = fs::read(&file) else {
        println!("  SKIPPED: there is no {}", file.display());
        return None;
    };
    Some(serde_json::from_slice(&gold).expect("the gold is JSON"))
}

fn ranges(value: &Value) -> Vec<Range<usize>> {
    members(value).filter_map(|value| Some(Span::read(value)?.range())).collect()
}

fn sentence(value: &Value) -> usize {
    value["sentence"].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(usize::MAX)
}

impl Event {
    pub(crate) fn read(value: &Value) -> Event {
        let actors = |key: &str| members(&value[key]).map(Actor::read).collect();
        Event {
            id: text(&value["id"]),
            is_core: value["tier"] == "core",
            kind: text(&value["type"]),
            mode: text(&value["mode"]),
            accepted: members(&value["also_accept"]).map(text).collect(),
            actors: actors("actors"),
            recipients: actors("recipients"),
            sentence: sentence(&value["trigger"]),
            mentions: members(&value["mentions"]).map(sentence).collect(),
            status: text(&value["reported_as"]),
            date: text(&value["date"]["resolved"]),
            place_country: text(&value["location"]["country"]),
            trigger: Span {
                exact: text(&value["trigger"]["text"]),
                ..Span::read(&value["trigger"]).unwrap_or_default()
            },
        }
    }
}

impl Actor {
    fn read(value: &Value) -> Actor {
        Actor {
            name: text(&value["name"]),
            kind: text(&value["kind"]),
            country: text(&value["country"]),
            sector: text(&value["sector"]),
            sectors_too: members(&value["sector_also"]).map(text).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_span_lies_in_the_sentence_of_which_it_covers_most() {
        let value = json!({"sentences": [{"start": 0, "end": 10}, {"start": 11, "end": 30}]});
        let seed = Seed::new(PathBuf::from("007_x.txt"), String::new(), value);
        let at = |start, end| seed.sentence_of(&Span { start, end, exact: String::new() });
        assert_eq!(seed.name, "007");
        assert_eq!((at(0, 10), at(8, 20), at(0, 12), at(10, 11), at(90, 99)), (Some(0), Some(1), Some(0), None, None));
    }

    #[test]
    fn an_event_is_read() {
        let event = Event::read(&json!({
            "id": "1", "tier": "core", "type": "AID", "mode": null, "also_accept": ["SUPPORT"],
            "actors": [{"name": "Norway", "kind": "country", "country": "NOR", "sector": "GOV", "sector_also": ["MIL"]}],
            "trigger": {"sentence": 3}, "mentions": [{"sentence": 5}], "reported_as": "past_fact",
            "date": {"resolved": null}, "location": null
        }));
        assert!(event.is_core && event.mode.is_empty() && event.date.is_empty() && event.recipients.is_empty());
        assert_eq!((event.sentence, event.mentions), (3, vec![5]));
        assert_eq!(event.actors[0].sectors_too, ["MIL"]);
    }
}
