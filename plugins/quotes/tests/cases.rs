//! One feature a file: `tests/cases/*.txt`, with the parse beside the words, so that no parser is needed.
//!
//! Lines with `>` say what must be found: kind, words for the speaker, name, reporting words, listener, words said, and
//! warnings, apart by `|`; `-` is nothing. Lines with `@` are mentions: words, kind, number of the entity, name, and a
//! flag; `@=` lies on the same words as the one before. The rest is the notation of `parsed::fixture`. Some parses are
//! wrong, as parsers are.

use std::fs;
use std::path::Path;

use extractor_api::layer::{Mention, MentionKind, Pool, Quote, QuoteKind, Resolution};
use extractor_api::testing::Harness;
use parsed::fixture::Fixture;
use quotes::Quotes;
use serde_json::{Value, json};

struct Case {
    name: String,
    fixture: Fixture,
    mentions: Vec<Mention>,
    pool: Pool,
    expected: Vec<String>,
}

fn read(path: &Path) -> Case {
    let source = fs::read_to_string(path).expect("a readable case");
    let notation: String = source.lines().filter(|line| !line.starts_with(['>', '@'])).fold(String::new(), joined);
    let fixture = Fixture::read(&notation);
    let (mut mentions, mut pool): (Vec<Mention>, Pool) = (Vec::new(), Pool::new());
    for line in source.lines().filter_map(|line| line.strip_prefix('@')) {
        let again = line.starts_with('=');
        let from = mentions.last().map_or(0, |last| if again { last.start } else { last.end }) as usize;
        let mention = mention(&fixture, line.trim_start_matches('='), from, &mut pool);
        mentions.push(mention);
    }
    let claims = source.lines().filter_map(|line| line.strip_prefix("> ")).filter(|line| *line != "nothing");
    Case {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        fixture,
        mentions,
        pool,
        expected: claims.map(str::to_owned).collect(),
    }
}

fn joined(mut all: String, line: &str) -> String {
    all.push_str(line);
    all.push('\n');
    all
}

fn mention(fixture: &Fixture, line: &str, from: usize, pool: &mut Pool) -> Mention {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let start = from + fixture.text[from..].find(fields[0]).expect("the words of the mention");
    let flags = match fields.get(4) {
        None => 0,
        Some(&"member") => Mention::MEMBER,
        Some(&"corrupted") => Mention::CORRUPTED,
        Some(flag) => panic!("no flag: {flag}"),
    };
    Mention {
        start: start as u64,
        end: (start + fields[0].len()) as u64,
        entity: fields[2].parse().expect("a number"),
        head: u32::MAX,
        kind: MentionKind::from_name(fields[1]).expect("a kind"),
        how: Resolution::Memory,
        flags,
        confidence: 900,
        country: [0; 4],
        sector: [0; 4],
        name: pool.add(fields[3]),
        role: pool.add(""),
        latitude: 0,
        longitude: 0,
        geonames: 0,
        lead: 0,
    }
}

/// An event in the notation of the cases.
fn line(data: &Value) -> String {
    let text = |pointer: &str| data.pointer(pointer).and_then(Value::as_str).unwrap_or("-").to_owned();
    let mut fields = vec![text("/kind"), text("/speaker/text"), text("/speaker/name"), text("/cue/text")];
    fields.extend([text("/addressee/text"), text("/span/exact")]);
    fields
        .extend(data["warnings"].as_array().into_iter().flatten().map(|warning| warning.as_str().unwrap().to_owned()));
    fields.join(" | ")
}

fn differences(case: &Case) -> Vec<String> {
    let harness = Harness::<Quotes>::new(json!({})).expect("the default config");
    let mut harness = case.fixture.before(harness).with_layer(case.mentions.clone(), case.pool.clone());
    let run = harness.run_text(&case.fixture.text);
    assert!(run.verdict.is_ok(), "{}: {:?}", case.name, run.verdict);
    let found: Vec<String> = run.events.iter().map(|event| line(&event.data)).collect();
    let layer: Vec<Quote> = run.layer();
    let kinds: Vec<QuoteKind> = layer.iter().map(|quote| quote.kind).collect();
    let named = |event: &extractor_api::testing::Event| QuoteKind::from_name(event.data["kind"].as_str().unwrap());
    assert_eq!(run.events.iter().filter_map(named).collect::<Vec<_>>(), kinds, "{}: layer and events", case.name);
    let mut differences: Vec<String> =
        case.expected.iter().filter(|line| !found.contains(line)).map(|line| format!("missing {line}")).collect();
    differences.extend(found.iter().filter(|line| !case.expected.contains(line)).map(|line| format!("found {line}")));
    differences.iter().map(|line| format!("{}: {line}", case.name)).collect()
}

#[test]
fn every_case_gives_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the cases").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    assert!(paths.len() >= 45, "{} cases", paths.len());
    let differences: Vec<String> = paths.iter().flat_map(|path| differences(&read(path))).collect();
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}
