//! Sentences coded by the makers of PLOVER, one event each: type and countries.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::Data;
use crate::chain::Snippet;
use crate::record::{Interaction, countries, members, text};
use crate::report::{Report, ratio};

/// A sentence and its event.
struct Gold {
    id: String,
    text: String,
    published: String,
    /// In today's terms.
    kind: &'static str,
    sources: BTreeSet<String>,
    targets: BTreeSet<String>,
}

/// Types of the ontology of 2016 and what became of them.
const KINDS: [(&str, &str); 18] = [
    ("AGREE", "AGREE"),
    ("CONSULT", "CONSULT"),
    ("SUPPORT", "SUPPORT"),
    ("CONCEDE", "CONCEDE"),
    ("COOPERATE", "COOPERATE"),
    ("AID", "AID"),
    ("RETREAT", "RETREAT"),
    ("DEMAND", "REQUEST"),
    ("DISAPPROVE", "ACCUSE"),
    ("INVESTIGATE", "ACCUSE"),
    ("REJECT", "REJECT"),
    ("THREATEN", "THREATEN"),
    ("PROTEST", "PROTEST"),
    ("SANCTION", "SANCTION"),
    ("MOBILIZE", "MOBILIZE"),
    ("COERCE", "COERCE"),
    ("ASSAULT", "ASSAULT"),
    ("FIGHT", "ASSAULT"),
];

/// Slips of the gold in codes of countries; two are of no country. Organizations beyond countries are one code: the gold
/// has the Red Cross and Amnesty International under either.
const CODES: [(&str, &str); 7] =
    [("JAP", "JPN"), ("ITL", "ITA"), ("VTN", "VNM"), ("IMG", ""), ("ISM", ""), ("NGO", "IGO"), ("EUR", "IGO")];

fn right(code: &str) -> &str {
    CODES.iter().find(|(slip, _)| *slip == code).map_or(code, |(_, right)| right)
}

/// Fills the table of these records.
pub(crate) fn plover(data: &Data, report: &mut Report) {
    let file = data.folder.join("plover/gold-records.json");
    let Ok(gold) = fs::read(&file) else {
        println!("  SKIPPED: there is no {}", file.display());
        return;
    };
    let gold: Value = serde_json::from_slice(&gold).expect("the records are JSON");
    let gold: Vec<Gold> = members(&gold).filter_map(Gold::read).collect();
    let snippet = |gold: &Gold| Snippet { text: gold.text.clone(), published: Some(gold.published.clone()) };
    let records = data.chain.read_snippets(&gold.iter().map(snippet).collect::<Vec<_>>());
    let (mut sums, mut reliability) = (Sums::default(), Reliability::default());
    for (gold, records) in gold.iter().zip(&records) {
        let found: Vec<_> = records.of("interaction").map(Interaction::read).collect();
        found.iter().for_each(|event| reliability.add(event.confidence, event.kind == gold.kind));
        let verdict = sums.add(gold, &found);
        if data.detail {
            gold.show(verdict, &found);
        }
    }
    report.share("type right", sums.kind, gold.len());
    report.share("both countries right", sums.countries, sums.kind);
    report.share("type and both countries right", sums.countries, gold.len());
    report.share("sentences with an event", sums.spoken, gold.len());
    report.share("extra events a sentence", sums.extra, gold.len());
    report.share("events of another type a sentence", sums.other, gold.len());
    reliability.lines().iter().for_each(|line| println!("  {line}"));
}

/// How often events of a confidence are right.
#[derive(Debug, Default)]
struct Reliability {
    /// For each tenth of confidence: events, the sum of their confidence, those of the right type.
    tenths: [(usize, f64, usize); 10],
}

impl Reliability {
    fn add(&mut self, confidence: f64, is_right: bool) {
        let tenth = (0..10).rev().find(|&tenth| confidence * 10.0 >= f64::from(tenth)).unwrap_or(0);
        let (events, told, right) = &mut self.tenths[tenth as usize];
        *events += 1;
        *told += confidence;
        *right += usize::from(is_right);
    }

    /// A line for each tenth in which there are events.
    #[expect(clippy::cast_precision_loss, reason = "some hundred events")]
    fn lines(&self) -> Vec<String> {
        let seen = self.tenths.iter().enumerate().filter(|(_, (events, ..))| *events > 0);
        let line = |(tenth, (events, told, right)): (usize, &(usize, f64, usize))| {
            let mean = told / *events as f64;
            format!("confidence from 0.{tenth}: mean {mean:.2}, right {:.2} of {events} events", ratio(*right, *events))
        };
        seen.map(line).collect()
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    spoken: usize,
    kind: usize,
    countries: usize,
    /// Events beyond the first of a sentence.
    extra: usize,
    other: usize,
}

impl Sums {
    fn add(&mut self, gold: &Gold, found: &[Interaction]) -> &'static str {
        self.spoken += usize::from(!found.is_empty());
        self.extra += found.len().saturating_sub(1);
        self.other += found.iter().filter(|event| event.kind != gold.kind).count();
        let mut same = found.iter().filter(|event| event.kind == gold.kind).peekable();
        if same.peek().is_none() {
            return if found.is_empty() { "SILENT" } else { "TYPE" };
        }
        self.kind += 1;
        if same.any(|event| gold.are_countries_right(event)) {
            self.countries += 1;
            return "RIGHT";
        }
        "COUNTRIES"
    }
}

impl Gold {
    /// `None` for the record that documents the file, and one without a text.
    fn read(value: &Value) -> Option<Gold> {
        let kind = KINDS.iter().find(|(old, _)| value["event"] == *old)?.1;
        let codes = |key: &str| {
            let code = |actor: &Value| right(&text(&actor["code"])).to_owned();
            members(&value[key]).map(code).filter(|code| !code.is_empty()).collect()
        };
        Some(Gold {
            id: text(&value["id"]).trim_start_matches("PLOVER-GSR01-").to_owned(),
            text: value["text"].as_str()?.split_whitespace().collect::<Vec<_>>().join(" "),
            published: text(&value["date"]),
            kind,
            sources: codes("source"),
            targets: codes("target"),
        })
    }

    /// Whether the countries of both sides are right. A side that the gold leaves open is not compared: it stands for
    /// events without a recipient and for mutual ones, whose parties it lists on either side.
    fn are_countries_right(&self, found: &Interaction) -> bool {
        let side = |wanted: &BTreeSet<String>, found: BTreeSet<&str>| {
            wanted.is_empty() || wanted.iter().map(String::as_str).collect::<BTreeSet<_>>() == found
        };
        let actors: BTreeSet<&str> = countries(&found.actors).into_iter().map(right).collect();
        let recipients: BTreeSet<&str> = countries(&found.recipients).into_iter().map(right).collect();
        if matches!(self.kind, "CONSULT" | "AGREE" | "SUPPORT" | "COOPERATE") {
            let wanted = self.sources.union(&self.targets).cloned().collect();
            let together: BTreeSet<&str> = actors.union(&recipients).copied().collect();
            if side(&wanted, together) {
                return true;
            }
        }
        side(&self.sources, actors) && side(&self.targets, recipients)
    }

    fn show(&self, verdict: &str, found: &[Interaction]) {
        println!("plover {verdict} {} {} {:?} -> {:?} | {}", self.id, self.kind, self.sources, self.targets, self.text);
        for event in found {
            println!("plover   FOUND {} {}", self.id, event.shown());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn gold(value: Value) -> Gold {
        let mut record = json!({"id": "PLOVER-GSR01-X-1", "text": "Some  text.", "date": "2000-01-01"});
        for (key, value) in value.as_object().unwrap() {
            record[key] = value.clone();
        }
        Gold::read(&record).unwrap()
    }

    fn found(kind: &str, actors: &[&str], recipients: &[&str]) -> Interaction {
        let parties = |codes: &[&str]| codes.iter().map(|code| json!({"country": code})).collect::<Vec<_>>();
        Interaction::read(&json!({"eventType": kind, "actors": parties(actors), "recipients": parties(recipients)}))
    }

    #[test]
    fn old_types_and_slips_are_mapped() {
        let gold = gold(json!({
            "event": "FIGHT", "source": [{"code": "JAP"}, {"code": "IMG"}], "target": ""
        }));
        assert_eq!((gold.kind, gold.id.as_str(), gold.text.as_str()), ("ASSAULT", "X-1", "Some text."));
        assert_eq!(gold.sources, BTreeSet::from(["JPN".to_owned()]));
        assert!(gold.targets.is_empty());
        assert!(Gold::read(&json!({"event": "DOCUMENT", "text": "x"})).is_none());
    }

    #[test]
    fn the_sides_count_but_for_mutual_events() {
        let demand = gold(json!({"event": "DEMAND", "source": [{"code": "PER"}], "target": [{"code": "NOR"}]}));
        assert!(demand.are_countries_right(&found("REQUEST", &["PER"], &["NOR"])));
        assert!(!demand.are_countries_right(&found("REQUEST", &["NOR"], &["PER"])));
        let consult = gold(json!({"event": "CONSULT", "source": [{"code": "PER"}], "target": [{"code": "IGO"}]}));
        assert!(consult.are_countries_right(&found("CONSULT", &["PER", "EUR"], &[])));
        let promise = gold(json!({"event": "AGREE", "source": [{"code": "PER"}]}));
        assert!(promise.are_countries_right(&found("AGREE", &["PER"], &["NOR"])));
        assert!(!promise.are_countries_right(&found("AGREE", &["NOR"], &[])));
    }

    #[test]
    fn reliability_is_told_for_each_tenth() {
        let mut reliability = Reliability::default();
        for (confidence, is_right) in [(0.84, true), (0.86, false), (1.0, true), (0.05, false)] {
            reliability.add(confidence, is_right);
        }
        assert_eq!(
            reliability.lines(),
            [
                "confidence from 0.0: mean 0.05, right 0.00 of 1 events",
                "confidence from 0.8: mean 0.85, right 0.50 of 2 events",
                "confidence from 0.9: mean 1.00, right 1.00 of 1 events"
            ]
        );
    }

    #[test]
    fn sums_are_those_of_the_records() {
        let gold = gold(json!({"event": "AID", "source": [{"code": "PER"}], "target": [{"code": "NOR"}]}));
        let mut sums = Sums::default();
        assert_eq!(sums.add(&gold, &[found("AID", &["PER"], &["NOR"]), found("AGREE", &[], &[])]), "RIGHT");
        assert_eq!(sums.add(&gold, &[found("AID", &["PER"], &[])]), "COUNTRIES");
        assert_eq!(sums.add(&gold, &[found("AGREE", &["PER"], &[])]), "TYPE");
        assert_eq!(sums.add(&gold, &[]), "SILENT");
        assert_eq!(sums, Sums { spoken: 3, kind: 2, countries: 1, extra: 1, other: 2 });
    }
}
