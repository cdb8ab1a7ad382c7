//! The records of interactions, as far as they are scored.

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;

/// A place in the text, in code points, and its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) exact: String,
}

impl Span {
    pub(crate) fn read(value: &Value) -> Option<Span> {
        let at = |key: &str| value[key].as_u64().and_then(|at| usize::try_from(at).ok());
        Some(Span { start: at("start")?, end: at("end")?, exact: text(&value["exact"]) })
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// How many code points two ranges share.
pub(crate) fn overlap(one: &Range<usize>, other: &Range<usize>) -> usize {
    one.end.min(other.end).saturating_sub(one.start.max(other.start))
}

/// The text of a value; empty when it has none.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The members of an array; none when it is absent.
pub(crate) fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// One actor or recipient.
#[derive(Clone, Debug, Default)]
pub(crate) struct Party {
    pub(crate) text: String,
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) sector: String,
    pub(crate) span: Option<Span>,
}

impl Party {
    fn read(value: &Value) -> Party {
        Party {
            text: text(&value["text"]),
            name: text(&value["name"]),
            country: text(&value["country"]),
            sector: text(&value["sector"]),
            span: Span::read(&value["span"]),
        }
    }

    /// Whether any of its words stands for one of the names.
    pub(crate) fn is_named(&self, names: &[&str]) -> bool {
        let exact = self.span.as_ref().map_or("", |span| span.exact.as_str());
        let ours = [self.text.as_str(), self.name.as_str(), exact].map(|words| words.replace('_', " ").to_lowercase());
        names.iter().any(|name| ours.iter().any(|words| words.contains(&name.to_lowercase())))
    }
}

/// An interaction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interaction {
    pub(crate) kind: String,
    pub(crate) mode: String,
    pub(crate) actors: Vec<Party>,
    pub(crate) recipients: Vec<Party>,
    pub(crate) status: String,
    pub(crate) negated: bool,
    pub(crate) trigger: Option<Span>,
    pub(crate) evidence: Option<Span>,
    pub(crate) date: String,
    pub(crate) date_end: String,
    pub(crate) place_country: String,
    /// 0 to 1.
    pub(crate) confidence: f64,
}

impl Interaction {
    pub(crate) fn read(data: &Value) -> Interaction {
        let parties = |key: &str| members(&data[key]).map(Party::read).collect();
        Interaction {
            kind: text(&data["eventType"]),
            mode: text(&data["mode"]),
            actors: parties("actors"),
            recipients: parties("recipients"),
            status: text(&data["status"]),
            negated: data["negated"].as_bool().unwrap_or_default(),
            trigger: Span::read(&data["trigger"]["span"]).or_else(|| Span::read(&data["trigger"])),
            evidence: Span::read(&data["evidence"]["span"]).or_else(|| Span::read(&data["evidence"])),
            date: text(&data["date"]["value"]),
            date_end: text(&data["date"]["end"]),
            place_country: text(&data["location"]["country"]),
            confidence: data["confidence"].as_f64().unwrap_or_default(),
        }
    }

    /// The type, with its mode where it has one.
    pub(crate) fn coded(&self) -> String {
        if self.mode.is_empty() { self.kind.clone() } else { format!("{}/{}", self.kind, self.mode) }
    }

    /// Who to whom, on one line.
    pub(crate) fn sides(&self) -> String {
        let side = |parties: &[Party]| {
            let shown = parties.iter().map(|party| {
                let name = if party.name.is_empty() { &party.text } else { &party.name };
                format!("{name}({},{})", dash(&party.country), dash(&party.sector))
            });
            dash(&shown.collect::<Vec<_>>().join("+")).to_owned()
        };
        format!("{} -> {}", side(&self.actors), side(&self.recipients))
    }

    /// All that is scored, on one line.
    pub(crate) fn shown(&self) -> String {
        let trigger = self.trigger.as_ref().map_or("", |trigger| trigger.exact.as_str());
        let negated = if self.negated { " negated" } else { "" };
        format!(
            "{} {} {}{negated} date={} in={} {trigger:?}",
            self.coded(),
            self.sides(),
            dash(&self.status),
            dash(&self.date),
            dash(&self.place_country)
        )
    }
}

/// A dash for what is empty, so that columns stay.
pub(crate) fn dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// The countries of a side, each once; parties without one say nothing.
pub(crate) fn countries(parties: &[Party]) -> BTreeSet<&str> {
    parties.iter().map(|party| party.country.as_str()).filter(|country| !country.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_record_is_read_with_what_it_lacks() {
        let read = Interaction::read(&json!({
            "eventType": "AID", "status": "past", "actors": [{"text": "Oslo", "country": "NOR"}, {"text": "donors"}],
            "trigger": {"span": {"start": 5, "end": 9, "exact": "sent"}}
        }));
        assert_eq!(read.coded(), "AID");
        assert_eq!(countries(&read.actors), BTreeSet::from(["NOR"]));
        assert!(read.recipients.is_empty() && read.evidence.is_none() && !read.negated);
        assert_eq!(read.trigger.unwrap().range(), 5..9);
        assert!(Interaction::read(&json!({})).kind.is_empty());
    }

    #[test]
    fn a_party_is_named_by_any_of_its_words() {
        let party = Party { text: "the Elvish minister".to_owned(), name: "Ada Moss".to_owned(), ..Party::default() };
        assert!(party.is_named(&["elvish"]) && party.is_named(&["Dwarf", "Moss"]) && !party.is_named(&["Dwarf"]));
    }
}
