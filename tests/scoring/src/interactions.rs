//! Interactions of the seeds, scored as `how_to_read.scoring` of the gold says.

use std::collections::BTreeSet;

use crate::Data;
use crate::chain::Records;
use crate::gold::{Actor, Event, Seed};
use crate::pairing::best_pairs;
use crate::period::Period;
use crate::record::{Interaction, Party, countries, dash, overlap};
use crate::report::{Report, f1, ratio};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is this event.
    Right(usize),
    /// It is this event once more, where the text mentions it again.
    Again(usize),
    /// It lies on what must not become an event.
    Trap,
    /// There is no such event.
    Wrong,
}

/// The records of a seed beside its events.
pub(crate) struct Scored {
    /// For each event of the gold its record.
    pub(crate) found: Vec<Option<usize>>,
    pub(crate) verdicts: Vec<Verdict>,
    sentences: Vec<Option<usize>>,
}

/// What is added up over the seeds.
#[derive(Default)]
pub(crate) struct Sums {
    core: usize,
    core_found: usize,
    extra: usize,
    extra_found: usize,
    wrong: usize,
    traps: usize,
    traps_as_fact: usize,
    again: usize,
    mode: usize,
    actors: usize,
    status: usize,
    full: usize,
}

/// Fills the table of the seeds.
pub(crate) fn seeds(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let files: Vec<_> = seeds.iter().map(|seed| seed.file.clone()).collect();
    let sums = score_all(data.detail, &seeds, &data.chain.read(&files)).0;
    report.measured("precision", sums.precision());
    report.share("recall", sums.core_found, sums.core);
    report.measured("F1", f1(sums.precision(), ratio(sums.core_found, sums.core)));
    report.share("actors right", sums.actors, sums.core_found);
    report.share("status family right", sums.status, sums.core_found);
    report.share("mode right", sums.mode, sums.core_found);
    report.share("all right", sums.full, sums.core_found);
    report.share("extra events found", sums.extra_found, sums.extra);
    println!(
        "  {} wrong, {} of them on traps ({} as fact); {} once more where an event is mentioned again",
        sums.wrong, sums.traps, sums.traps_as_fact, sums.again
    );
}

/// Scores the records of all seeds; also the ids of the events that were found.
pub(crate) fn score_all(detail: bool, seeds: &[Seed], records: &[Records]) -> (Sums, BTreeSet<String>) {
    let mut sums = Sums::default();
    let mut found = BTreeSet::new();
    for (seed, records) in seeds.iter().zip(records) {
        let interactions: Vec<_> = records.of("interaction").map(Interaction::read).collect();
        let scored = score(seed, &interactions);
        sums.add(seed, &interactions, &scored);
        let events = seed.events.iter().zip(&scored.found);
        found.extend(events.filter(|(_, record)| record.is_some()).map(|(event, _)| event.id.clone()));
        if detail {
            show(seed, &interactions, &scored);
        }
    }
    (sums, found)
}

impl Sums {
    /// Extra events are neutral, and so is what is found again.
    pub(crate) fn precision(&self) -> f64 {
        ratio(self.core_found, self.core_found + self.wrong)
    }

    /// How many of the core events that were found have the right actors.
    pub(crate) fn actors(&self) -> (usize, usize) {
        (self.actors, self.core_found)
    }

    fn add(&mut self, seed: &Seed, interactions: &[Interaction], scored: &Scored) {
        for (event, record) in seed.events.iter().zip(&scored.found) {
            let (all, found) = match event.is_core {
                true => (&mut self.core, &mut self.core_found),
                false => (&mut self.extra, &mut self.extra_found),
            };
            *all += 1;
            *found += usize::from(record.is_some());
            if let Some(record) = record.filter(|_| event.is_core) {
                let of = Agreement::of(event, &interactions[record]);
                self.mode += usize::from(of.mode);
                self.actors += usize::from(of.actors);
                self.status += usize::from(of.status);
                self.full += usize::from(of.is_full());
            }
        }
        for (interaction, verdict) in interactions.iter().zip(&scored.verdicts) {
            match verdict {
                Verdict::Right(_) => {}
                Verdict::Again(_) => self.again += 1,
                Verdict::Wrong => self.wrong += 1,
                Verdict::Trap => {
                    self.wrong += 1;
                    self.traps += 1;
                    let is_fact = family(&interaction.status) == "fact" && !interaction.negated;
                    self.traps_as_fact += usize::from(is_fact);
                }
            }
        }
    }
}

/// Pairs the records with the events.
pub(crate) fn score(seed: &Seed, interactions: &[Interaction]) -> Scored {
    let sentences: Vec<_> = interactions.iter().map(|found| sentence_of(seed, found)).collect();
    let is_trap: Vec<_> = interactions.iter().map(|found| lies_on_trap(seed, found)).collect();
    let place = |event: &Event, record: usize| match sentences[record] {
        Some(sentence) if sentence == event.sentence => Some(true),
        Some(sentence) if event.mentions.contains(&sentence) => Some(false),
        _ => None,
    };
    let weight = |event: usize, record: usize| {
        let (event, found) = (&seed.events[event], &interactions[record]);
        let Some(is_trigger) = place(event, record) else { return 0 };
        if is_trap[record] || !is_type_right(event, found) {
            return 0;
        }
        // As many events as can be; a record stands for the one whose words it has, before one that counts for more.
        let of = Agreement::of(event, found);
        let has_words = found.trigger.as_ref().is_some_and(|words| overlap(&words.range(), &event.trigger.range()) > 0);
        let marks = [
            (true, 10_000),
            (has_words, 400),
            (event.is_core, 200),
            (is_trigger, 40),
            (of.actors, 20),
            (of.status, 10),
            (of.mode, 5),
        ];
        marks.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum()
    };
    let found = best_pairs(seed.events.len(), interactions.len(), weight);
    let verdict = |record: usize| {
        if let Some(event) = found.iter().position(|pair| *pair == Some(record)) {
            return Verdict::Right(event);
        }
        if is_trap[record] {
            return Verdict::Trap;
        }
        let is_again =
            |event: &Event| place(event, record) == Some(false) && is_type_right(event, &interactions[record]);
        let again = seed.events.iter().enumerate().find(|(at, event)| found[*at].is_some() && is_again(event));
        again.map_or(Verdict::Wrong, |(at, _)| Verdict::Again(at))
    };
    let verdicts = (0..interactions.len()).map(verdict).collect();
    Scored { found, verdicts, sentences }
}

/// The sentence of the trigger where it lies inside the evidence, else that of the evidence.
fn sentence_of(seed: &Seed, found: &Interaction) -> Option<usize> {
    match (&found.trigger, &found.evidence) {
        (Some(trigger), Some(evidence)) if overlap(&trigger.range(), &evidence.range()) == 0 => {
            seed.sentence_of(evidence)
        }
        (Some(trigger), _) => seed.sentence_of(trigger),
        (None, Some(evidence)) => seed.sentence_of(evidence),
        (None, None) => None,
    }
}

fn lies_on_trap(seed: &Seed, found: &Interaction) -> bool {
    let Some(trigger) = found.trigger.as_ref().or(found.evidence.as_ref()) else { return false };
    seed.traps.iter().any(|trap| overlap(trap, &trigger.range()) > 0)
}

fn is_type_right(event: &Event, found: &Interaction) -> bool {
    found.kind == event.kind || event.accepted.iter().any(|code| *code == found.kind || *code == found.coded())
}

/// What else of a record agrees with its event.
struct Agreement {
    mode: bool,
    actors: bool,
    sectors: bool,
    status: bool,
    date: bool,
    place: bool,
}

impl Agreement {
    fn of(event: &Event, found: &Interaction) -> Agreement {
        let is_accepted = event.accepted.iter().any(|code| *code == found.coded());
        Agreement {
            mode: is_accepted || (found.kind == event.kind && found.mode == event.mode),
            actors: are_actors_right(event, found),
            sectors: are_sectors_right(&event.actors, &found.actors)
                && are_sectors_right(&event.recipients, &found.recipients),
            status: family(&found.status) == family(&event.status),
            date: is_date_right(event, found),
            place: event.place_country == found.place_country,
        }
    }

    fn is_full(&self) -> bool {
        self.actors && self.sectors && self.status && self.date && self.place
    }

    /// The parts that are wrong.
    fn misses(&self) -> String {
        let parts = [
            ("mode", self.mode),
            ("actors", self.actors),
            ("sectors", self.sectors),
            ("status", self.status),
            ("date", self.date),
            ("place", self.place),
        ];
        let wrong: Vec<_> = parts.iter().filter(|(_, right)| !right).map(|(part, _)| *part).collect();
        if wrong.is_empty() { "all right".to_owned() } else { format!("wrong: {}", wrong.join(",")) }
    }
}

fn are_actors_right(event: &Event, found: &Interaction) -> bool {
    let (actors, recipients) = (wanted(&event.actors), wanted(&event.recipients));
    let (our_actors, our_recipients) = (countries(&found.actors), countries(&found.recipients));
    let is_mutual = matches!(event.kind.as_str(), "CONSULT" | "AGREE" | "SUPPORT" | "COOPERATE");
    if is_mutual && event.recipients.is_empty() {
        return actors == our_actors.union(&our_recipients).copied().collect();
    }
    actors == our_actors && recipients == our_recipients
}

fn wanted(actors: &[Actor]) -> BTreeSet<&str> {
    actors.iter().map(|actor| actor.country.as_str()).filter(|country| !country.is_empty()).collect()
}

/// Whether each party of a country has a sector that the gold gives one of that country.
fn are_sectors_right(wanted: &[Actor], found: &[Party]) -> bool {
    found.iter().filter(|party| !party.country.is_empty()).all(|party| {
        let mut same = wanted.iter().filter(|actor| actor.country == party.country).peekable();
        same.peek().is_none()
            || same.any(|actor| actor.sector == party.sector || actor.sectors_too.contains(&party.sector))
    })
}

fn is_date_right(event: &Event, found: &Interaction) -> bool {
    if event.date.is_empty() || found.date.is_empty() {
        return event.date == found.date;
    }
    let mut ours = Period::read(&found.date);
    if let (Some(period), Some(end)) = (ours, Period::read(&found.date_end)) {
        ours = Some(period.until(end));
    }
    ours.is_some() && ours == Period::read(&event.date)
}

/// The family of a status, of the gold's words and of ours.
pub(crate) fn family(status: &str) -> &'static str {
    match status {
        "past_fact" | "ongoing_fact" | "past" | "ongoing" | "recurring" | "state" | "historical" => "fact",
        "plan" | "promise" | "offer" | "hope" => "future",
        "demand" => "wish",
        "prediction" | "hypothetical" | "opinion" => "unreal",
        _ => "unknown",
    }
}

fn show(seed: &Seed, interactions: &[Interaction], scored: &Scored) {
    let shown = |actors: &[Actor]| {
        let each =
            actors.iter().map(|actor| format!("{}({},{})", actor.name, dash(&actor.country), dash(&actor.sector)));
        dash(&each.collect::<Vec<_>>().join("+")).to_owned()
    };
    for (event, record) in seed.events.iter().zip(&scored.found) {
        let tier = if event.is_core { "core" } else { "extra" };
        let mode = if event.mode.is_empty() { String::new() } else { format!("/{}", event.mode) };
        println!(
            "seeds GOLD {} {tier} s{} mentions{:?} {}{mode} {} -> {} {} date={} in={} {:?}",
            event.id,
            event.sentence,
            event.mentions,
            event.kind,
            shown(&event.actors),
            shown(&event.recipients),
            event.status,
            dash(&event.date),
            dash(&event.place_country),
            event.trigger.exact,
        );
        match record {
            Some(record) => {
                let found = &interactions[*record];
                println!("seeds   FOUND {} {} | {}", event.id, found.shown(), Agreement::of(event, found).misses());
            }
            None => println!("seeds   MISSED {} {tier}", event.id),
        }
    }
    for ((found, verdict), sentence) in interactions.iter().zip(&scored.verdicts).zip(&scored.sentences) {
        let verdict = match verdict {
            Verdict::Right(_) => continue,
            Verdict::Again(event) => format!("AGAIN {}", seed.events[*event].id),
            Verdict::Trap => "TRAP".to_owned(),
            Verdict::Wrong => "WRONG".to_owned(),
        };
        let sentence = sentence.map_or_else(|| "-".to_owned(), |sentence| sentence.to_string());
        println!("seeds {verdict} {} s{sentence} {}", seed.name, found.shown());
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::{Value, json};

    use super::*;

    /// Three sentences of ten code points: a core event in the first with a mention in the second, an extra one in the
    /// second, a trap in the third.
    fn seed() -> Seed {
        let value = json!({
            "sentences": [{"start": 0, "end": 10}, {"start": 10, "end": 20}, {"start": 20, "end": 30}],
            "traps": [{"start": 25, "end": 30}],
            "events": [
                {"id": "1", "tier": "core", "type": "CONSULT", "mode": "visit", "also_accept": ["AGREE/x"],
                 "actors": [{"country": "NOR", "sector": "GOV"}, {"country": "PER", "sector": "GOV"}],
                 "trigger": {"sentence": 0}, "mentions": [{"sentence": 1}], "reported_as": "past_fact"},
                {"id": "2", "tier": "extra", "type": "AID", "actors": [{"country": "NOR", "sector": "GOV"}],
                 "recipients": [{"country": "PER", "sector": "GOV"}], "trigger": {"sentence": 1},
                 "reported_as": "promise"}
            ]
        });
        Seed::new(PathBuf::from("1_x.txt"), String::new(), value)
    }

    fn interaction(kind: &str, start: usize, more: Value) -> Interaction {
        let span = json!({"start": start, "end": start + 2, "exact": "xx"});
        let mut data = json!({"eventType": kind, "trigger": {"span": span}, "evidence": {"span": span}});
        for (key, value) in more.as_object().unwrap() {
            data[key] = value.clone();
        }
        Interaction::read(&data)
    }

    #[test]
    fn each_record_gets_its_verdict() {
        let found = [
            interaction("CONSULT", 12, json!({})),
            interaction("CONSULT", 2, json!({})),
            interaction("CONSULT", 3, json!({})),
            interaction("AID", 12, json!({})),
            interaction("CONSULT", 26, json!({})),
            interaction("PROTEST", 2, json!({})),
            interaction("CONSULT", 20, json!({})),
        ];
        let scored = score(&seed(), &found);
        use Verdict::{Again, Right, Trap, Wrong};
        assert_eq!(scored.verdicts, [Again(0), Right(0), Wrong, Right(1), Trap, Wrong, Wrong]);
        let mut sums = Sums::default();
        sums.add(&seed(), &found, &scored);
        assert_eq!((sums.core_found, sums.extra_found, sums.wrong, sums.again), (1, 1, 4, 1));
        assert!((sums.precision() - 0.2).abs() < 1e-9);
    }

    #[test]
    fn a_record_stands_for_the_event_whose_words_it_has() {
        let trigger = |start| json!({"sentence": 0, "start": start, "end": start + 3});
        let event = |id, tier, start| json!({"id": id, "tier": tier, "type": "AID", "trigger": trigger(start)});
        let events = [event("1", "core", 0), event("2", "extra", 5)];
        let value = json!({"sentences": [{"start": 0, "end": 10}], "events": events});
        let seed = Seed::new(PathBuf::from("1_x.txt"), String::new(), value);
        let verdicts = |starts: &[usize]| {
            score(&seed, &starts.iter().map(|start| interaction("AID", *start, json!({}))).collect::<Vec<_>>()).verdicts
        };
        assert_eq!(verdicts(&[6]), [Verdict::Right(1)]);
        assert_eq!(verdicts(&[8]), [Verdict::Right(0)]);
        assert_eq!(verdicts(&[6, 8]), [Verdict::Right(1), Verdict::Right(0)]);
    }

    #[test]
    fn another_type_is_right_with_the_mode_that_is_accepted() {
        let scored = |found| score(&seed(), &[found]).verdicts;
        assert_eq!(scored(interaction("AGREE", 2, json!({"mode": "x"}))), [Verdict::Right(0)]);
        assert_eq!(scored(interaction("AGREE", 2, json!({}))), [Verdict::Wrong]);
    }

    #[test]
    fn parties_of_a_mutual_event_are_compared_together() {
        let event = &seed().events[0];
        let sides = |actors: &[&str], recipients: &[&str]| {
            let parties = |codes: &[&str]| codes.iter().map(|code| json!({"country": code})).collect::<Vec<_>>();
            interaction("CONSULT", 2, json!({"actors": parties(actors), "recipients": parties(recipients)}))
        };
        assert!(are_actors_right(event, &sides(&["NOR"], &["PER"])));
        assert!(are_actors_right(event, &sides(&["NOR", "PER", ""], &[])));
        assert!(!are_actors_right(event, &sides(&["NOR"], &[])));
        let aid = &seed().events[1];
        assert!(are_actors_right(aid, &sides(&["NOR"], &["PER"])));
        assert!(!are_actors_right(aid, &sides(&["PER"], &["NOR"])));
    }

    #[test]
    fn dates_agree_by_the_days_they_cover() {
        let event = Event { date: "1930/1949".to_owned(), ..Event::default() };
        let dated = |date| interaction("AID", 0, json!({"date": date}));
        assert!(is_date_right(&event, &dated(json!({"value": "193X", "end": "194X"}))));
        assert!(is_date_right(&event, &dated(json!({"value": "1930-01-01/1949-12-31"}))));
        assert!(!is_date_right(&event, &dated(json!({"value": "193X"}))));
        assert!(!is_date_right(&event, &dated(json!({}))));
        assert!(is_date_right(&Event::default(), &dated(json!({}))));
    }

    #[test]
    fn the_statuses_of_both_sides_have_families() {
        assert_eq!(family("past_fact"), family("historical"));
        assert_eq!(family("offer"), family("hope"));
        assert_ne!(family("demand"), family("plan"));
        assert_eq!(family(""), "unknown");
    }
}
