//! The checks of what is emitted: is it valid, and is it the same every time?

use extractor_api::json;
use extractor_api::manifest::{Manifest, may_emit};
use serde_json::Value;

use super::child::{self, Surroundings};
use super::samples::{Example, Sample};
use super::subject::{Subject, compare};
use super::witness::{Event, Said};
use super::{Finding, Verdict};

pub(super) fn events_valid(subject: &Subject) -> Verdict {
    let manifest = subject.manifest()?;
    let mut instance = subject.start()?;
    let mut events = 0;
    for sample in subject.samples() {
        let said = instance.read(&sample).said;
        judge(&said, &manifest, &sample.name)?;
        events += said.events.len();
    }
    Ok(format!("{events} events"))
}

fn judge(said: &Said, manifest: &Manifest, name: &str) -> Result<(), Finding> {
    for event in &said.events {
        let kind = String::from_utf8_lossy(&event.kind);
        if !may_emit(&manifest.event_types, &kind) {
            let found = format!("{name}: an event of type {kind:?}");
            let expected = format!("one of the manifest's event_types: {}", manifest.event_types.join(", "));
            return Err(Finding::fail(found, expected, "add the type to event_types"));
        }
        if let Err(fault) = judge_content(event) {
            let expected = "data that is one JSON object on one line, a key that is UTF-8";
            let fix = "write data with a JSON library that escapes control characters";
            return Err(Finding::fail(format!("{name}: an event of type {kind}: {fault}"), expected, fix));
        }
    }
    let mut layers = said.layers.iter().map(|layer| String::from_utf8_lossy(&layer.name));
    match layers.find(|layer| !manifest.publishes.iter().any(|known| known == layer)) {
        None => Ok(()),
        Some(layer) => Err(Finding::fail(
            format!("{name}: a layer {layer:?}"),
            format!("one of the manifest's publishes: {}", manifest.publishes.join(", ")),
            "add the layer to publishes",
        )),
    }
}

fn judge_content(event: &Event) -> Result<(), String> {
    std::str::from_utf8(&event.key).map_err(|_| "its key is not UTF-8".to_owned())?;
    json::check(&event.data).map_err(|fault| fault.to_string())
}

pub(super) fn error_text(subject: &Subject) -> Verdict {
    let mut instance = subject.start()?;
    let odd =
        [Sample::of_text("empty", ""), Sample::of_text("blank", " \n\n"), Sample::of_bytes("undecoded", b"\xff\xfe")];
    for sample in subject.samples().iter().chain(&odd) {
        let said = instance.read(sample).said;
        if said.status < 0 && said.text.trim().is_empty() {
            return Err(Finding::fail(
                format!("{}: status {} without a text", sample.name, said.status),
                "a text beside every error",
                "call report_error with what is wrong before you return",
            ));
        }
    }
    Ok(String::new())
}

pub(super) fn examples(subject: &Subject) -> Verdict {
    if subject.examples.is_empty() {
        return Err(Finding::skip("no examples; pass a folder with --examples"));
    }
    let mut instance = subject.start()?;
    for example in &subject.examples {
        let sample = example.sample();
        let found = instance.read(&sample).said;
        reproduces(example, &sample.name, &found)?;
    }
    Ok(format!("{} examples", subject.examples.len()))
}

/// Compares the events with the expected ones, in order; a key counts where one is given.
fn reproduces(example: &Example, name: &str, said: &Said) -> Result<(), Finding> {
    let fix = "correct the plugin, or the example";
    let mut events = said.events.iter();
    for line in example.expected.lines().filter(|line| !line.trim().is_empty()) {
        let expected: Value = serde_json::from_str(line).map_err(|error| {
            Finding::fail(format!("{name}: {error} in {line}"), "expected events as JSON Lines", fix)
        })?;
        let found = events.next().map(event_json);
        let same = |key: &str| found.as_ref().is_some_and(|found| found[key] == expected[key]);
        if !same("type") || !same("data") || (expected.get("key").is_some() && !same("key")) {
            let nothing = || format!("no further event, status {} {}", said.status, said.text);
            let found = found.as_ref().map_or_else(nothing, Value::to_string);
            return Err(Finding::fail(format!("{name}: {found}"), line, fix));
        }
    }
    match events.next() {
        None => Ok(()),
        Some(event) => Err(Finding::fail(format!("{name}: {}", event_json(event)), "no further event", fix)),
    }
}

fn event_json(event: &Event) -> Value {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let data: Value = serde_json::from_slice(&event.data).unwrap_or_default();
    serde_json::json!({ "type": text(&event.kind), "key": text(&event.key), "data": data })
}

/// What a repeated document must be like, and what to do when it is not.
const SAME: &str =
    "let the output depend on document, config and layers alone: no time, address, counter or hash order";

pub(super) fn same_again(subject: &Subject) -> Verdict {
    let mut instance = subject.start()?;
    let samples = subject.samples();
    let mut read = || samples.iter().map(|sample| instance.transcribe(sample)).collect::<Vec<_>>();
    compare(&samples, &read(), &read(), SAME).map(|()| String::new())
}

pub(super) fn same_in_another_instance(subject: &Subject) -> Verdict {
    compare(&subject.samples(), &subject.transcript()?, &subject.transcript()?, SAME).map(|()| String::new())
}

pub(super) fn same_in_another_order(subject: &Subject) -> Verdict {
    let (mut instance, samples) = (subject.start()?, subject.samples());
    let mut reversed: Vec<String> = samples.iter().rev().map(|sample| instance.transcribe(sample)).collect();
    reversed.reverse();
    compare(&samples, &subject.transcript()?, &reversed, SAME).map(|()| String::new())
}

pub(super) fn same_in_another_process(subject: &Subject) -> Verdict {
    same_elsewhere(subject, Surroundings::Plain)
}

pub(super) fn same_with_backtraces(subject: &Subject) -> Verdict {
    same_elsewhere(subject, Surroundings::Backtraces)
}

pub(super) fn same_in_the_sandbox(subject: &Subject) -> Verdict {
    same_elsewhere(subject, Surroundings::Sandbox)
}

/// Another process has other addresses and other hash seeds.
fn same_elsewhere(subject: &Subject, surroundings: Surroundings) -> Verdict {
    // First, because a process in which a plugin is loaded does not fork.
    let elsewhere = child::transcript(subject, surroundings)?;
    compare(&subject.samples(), &subject.transcript()?, &elsewhere, SAME).map(|()| String::new())
}
