//! Entities of the seeds: who takes part in the events, with their countries, and names that are garbled.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::Data;
use crate::gold::{Actor, Seed};
use crate::record::{dash, members, text};
use crate::report::Report;

/// An entity of ours.
struct Entity {
    kind: String,
    name: String,
    country: String,
    sector: String,
    mentions: BTreeSet<String>,
    corrupted: Vec<String>,
}

/// A name that is not written as it should be, and the right one.
struct Garbled {
    text: String,
    means: String,
    /// It is only another form.
    is_alias: bool,
}

#[derive(Default)]
struct Sums {
    wanted: usize,
    found: usize,
    coded: usize,
    sector: usize,
    garbled: usize,
    merged: usize,
    wrongly_merged: usize,
}

/// Fills the table of the names.
pub(crate) fn names(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let files: Vec<_> = seeds.iter().map(|seed| seed.file.clone()).collect();
    let mut sums = Sums::default();
    for (seed, records) in seeds.iter().zip(data.chain.read(&files)) {
        let entities: Vec<_> = records.of("entity").map(Entity::read).collect();
        let show = |line: String| {
            if data.detail {
                println!("names {} {line}", seed.name);
            }
        };
        sums.add_actors(seed, &entities, show);
        sums.add_garbled(&garbled(&seed.value["corrupted_or_alias_names"]), &entities, show);
        if data.detail {
            show_all(seed, &entities);
        }
    }
    report.share("persons and countries of events found", sums.found, sums.wanted);
    report.share("persons and countries of events coded", sums.coded, sums.wanted);
    report.share("sectors of persons right", sums.sector, sums.wanted);
    report.share("corrupted names merged", sums.merged, sums.garbled);
    #[expect(clippy::cast_precision_loss, reason = "some dozen names")]
    report.measured("names wrongly merged", sums.wrongly_merged as f64);
}

impl Entity {
    fn read(value: &Value) -> Entity {
        let words = |key: &str| {
            let exact = |form: &Value| {
                let exact = [&form["exact"], &form["text"], &form["span"]["exact"], form];
                exact.into_iter().find_map(Value::as_str).map(str::to_owned)
            };
            members(&value[key]).filter_map(exact).collect::<Vec<_>>()
        };
        Entity {
            kind: text(&value["kind"]),
            name: text(&value["name"]),
            country: text(&value["country"]),
            sector: text(&value["sector"]),
            mentions: words("mentions").into_iter().collect(),
            corrupted: words("corruptedForms"),
        }
    }

    fn mentions(&self, name: &str) -> bool {
        self.mentions.iter().chain(&self.corrupted).any(|mention| same_name(mention, name))
    }

    fn is(&self, actor: &Actor) -> bool {
        if actor.kind == "country" {
            return self.kind == "country" && self.country == actor.country;
        }
        self.kind == "person" && (same_name(&self.name, &actor.name) || self.mentions(&actor.name))
    }
}

impl Sums {
    fn add_actors(&mut self, seed: &Seed, entities: &[Entity], show: impl Fn(String)) {
        let of_events = seed.events.iter().flat_map(|event| event.actors.iter().chain(&event.recipients));
        let wanted: BTreeMap<_, _> = of_events
            .filter(|actor| matches!(actor.kind.as_str(), "person" | "country"))
            .map(|actor| ((actor.kind.as_str(), actor.name.as_str()), actor))
            .collect();
        for actor in wanted.into_values() {
            let same = entities.iter().filter(|entity| entity.is(actor));
            let best = same.max_by_key(|entity| entity.country == actor.country);
            let is_coded = best.is_some_and(|entity| entity.country == actor.country);
            let sector = |entity: &Entity| entity.sector == actor.sector || actor.sectors_too.contains(&entity.sector);
            // Countries have no sector in themselves.
            let is_sector = actor.kind == "country" || best.is_some_and(sector);
            self.wanted += 1;
            self.found += usize::from(best.is_some());
            self.coded += usize::from(is_coded);
            self.sector += usize::from(best.is_some() && is_sector);
            if !is_coded || !is_sector {
                let found = best.map_or_else(|| "nothing".to_owned(), Entity::shown);
                let verdict = if is_coded { "SECTOR" } else { "WRONG" };
                let (country, sector) = (dash(&actor.country), dash(&actor.sector));
                show(format!("{verdict} {} {} {country} {sector}, found {found}", actor.kind, actor.name));
            }
        }
    }

    fn add_garbled(&mut self, garbled: &[Garbled], entities: &[Entity], show: impl Fn(String)) {
        for name in garbled {
            let is_merged = entities.iter().any(|entity| entity.mentions(&name.text) && entity.is_called(&name.means));
            self.garbled += 1;
            self.merged += usize::from(is_merged);
            if !is_merged {
                let found: Vec<_> =
                    entities.iter().filter(|entity| entity.mentions(&name.text)).map(Entity::shown).collect();
                show(format!("UNMERGED {:?} is {:?}, found {}", name.text, name.means, dash(&found.join("; "))));
            }
        }
        for entity in entities {
            for form in &entity.corrupted {
                let known = garbled.iter().find(|name| same_name(&name.text, form));
                if known.is_none_or(|name| name.is_alias || !entity.is_called(&name.means)) {
                    self.wrongly_merged += 1;
                    show(format!("MERGED {form:?} into {}", entity.shown()));
                }
            }
        }
    }
}

impl Entity {
    /// Whether it has the name, or a name of which this is the short form.
    fn is_called(&self, name: &str) -> bool {
        let initials: String = self.name.chars().filter(|character| character.is_uppercase()).collect();
        same_name(&self.name, name) || self.mentions(name) || initials == name
    }

    fn shown(&self) -> String {
        let corrupted =
            if self.corrupted.is_empty() { String::new() } else { format!(" corrupted {:?}", self.corrupted) };
        let (country, sector) = (dash(&self.country), dash(&self.sector));
        format!("{} {} {country} {sector} {:?}{corrupted}", self.kind, self.name, self.mentions)
    }
}

fn show_all(seed: &Seed, entities: &[Entity]) {
    for entity in entities {
        println!("names {} ENTITY {}", seed.name, entity.shown());
    }
}

/// Whether two names are the same but for the order of their parts, case and marks on letters that ASCII has too.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    let parts = |name: &str| {
        let letters = name.replace(['\'', '’', '.', ','], " ").to_lowercase();
        letters.split_whitespace().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let parts = (parts(one), parts(other));
    !parts.0.is_empty() && parts.0 == parts.1
}

/// Of what the gold remarks on wording, the names.
fn garbled(value: &Value) -> Vec<Garbled> {
    let is_name = |words: &str| {
        words.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
            && !words.contains(|c: char| c.is_ascii_digit())
    };
    members(value)
        .filter_map(|item| {
            let (garbled, means) = (text(&item["text"]), text(&item["means"]));
            let means = means.split(" (").next().unwrap_or_default().to_owned();
            let is_alias = item["why"].as_str().is_some_and(|why| why.contains("not corrupt"));
            (is_name(&garbled) && is_name(&means)).then_some(Garbled { text: garbled, means, is_alias })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::*;

    fn entity(kind: &str, name: &str, country: &str, mentions: &[&str], corrupted: &[&str]) -> Entity {
        let spans: Vec<_> = mentions.iter().map(|words| json!({"start": 0, "end": 1, "exact": words})).collect();
        let forms: Vec<_> = corrupted.iter().map(|words| json!({"text": words})).collect();
        Entity::read(&json!({
            "kind": kind, "name": name, "country": country, "sector": "GOV", "mentions": spans, "corruptedForms": forms
        }))
    }

    #[test]
    fn actors_count_once_and_with_their_country() {
        let actor = |name: &str, kind: &str, country: &str| json!({"name": name, "kind": kind, "country": country, "sector": "GOV"});
        let events = json!({"events": [
            {"actors": [actor("Ada Moss", "person", "NOR"), actor("Peru", "country", "PER")]},
            {"actors": [actor("Ada Moss", "person", "NOR"), actor("some fleet", "org", "PER")],
             "recipients": [actor("Bo Lind", "person", "PER")]},
        ]});
        let seed = Seed::new(PathBuf::from("1_x"), String::new(), events);
        let entities =
            [entity("person", "Moss", "NOR", &["Ada MOSS"], &[]), entity("person", "Lind Bo", "NOR", &[], &[])];
        let mut sums = Sums::default();
        sums.add_actors(&seed, &entities, |_| {});
        assert_eq!((sums.wanted, sums.found, sums.coded), (3, 2, 1));
    }

    #[test]
    fn garbled_names_are_those_that_are_names() {
        let found = garbled(&json!([
            {"text": "Bo Lint", "means": "Bo Lind", "why": "misspelling"},
            {"text": "Lind", "means": "Bo Lind (second mention)", "why": "not corrupt: short form"},
            {"text": "the added leader", "means": "the leader added", "why": "order"},
            {"text": "On May 3, 2023", "means": "the 4th", "why": "zone"}
        ]));
        let shown: Vec<_> = found.iter().map(|name| (name.text.as_str(), name.means.as_str(), name.is_alias)).collect();
        assert_eq!(shown, [("Bo Lint", "Bo Lind", false), ("Lind", "Bo Lind", true)]);
        let mut sums = Sums::default();
        let entities = [
            entity("person", "Bo Lind", "PER", &["Bo Lind", "Lind"], &["Bo Lint", "Ada Moss"]),
            entity("organization", "Peru Data Union", "PER", &["PDX"], &[]),
        ];
        sums.add_garbled(&found, &entities, |_| {});
        assert_eq!((sums.garbled, sums.merged, sums.wrongly_merged), (2, 2, 1));
        assert!(entities[1].is_called("PDU"));
    }
}
