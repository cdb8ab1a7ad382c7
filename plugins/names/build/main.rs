//! Compiles the readable tables of `data` into static ones. What is wrong in them fails the build, with file and line.
//!
//! The parts: `phrases`, what words mean in the form in which they are looked up; `names`, `places` and `roles`, the files
//! of `data`; `spelling`, what their columns leave to be told.

#[path = "../src/key.rs"]
mod key;
#[allow(dead_code)] // Of the letters of a word, the build script wants less than the library.
#[path = "../src/word.rs"]
mod word;

mod names;
mod phrases;
mod places;
mod roles;
mod spelling;

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use phrases::Phrases;

/// The sectors of PLOVER 2.0.
const SECTORS: &[&str] = &[
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI",
    "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];
/// Codes that stand where a country does, beside those of `countries.txt`.
const CODES: &[&str] = &["IGO", "NGO", "MNC", "IMG", "-"];

fn main() {
    let data = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("data");
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/key.rs");
    println!("cargo::rerun-if-changed=src/word.rs");
    let mut tables = Tables::default();
    tables.countries(&read(&data, "countries.txt"));
    tables.organizations(&read(&data, "organizations.txt"));
    tables.people(&read(&data, "people.txt"));
    tables.regions(&read(&data, "regions.txt"));
    tables.cities(&read(&data, "cities.tsv"), &read(&data, "spellings.txt"));
    tables.given(&read(&data, "given.txt"));
    tables.words(&read(&data, "words.txt"));
    tables.topics(&read(&data, "topics.txt"));
    tables.roles(&read(&data, "roles.txt"));
    tables.agents(&read(&data, "agents.tsv"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    tables.write(&out);
}

/// The lines of a table that hold something, with the place of each for messages.
fn read(data: &Path, name: &str) -> Vec<(String, String)> {
    let path = data.join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| (format!("data/{name}:{}", at + 1), line.to_owned())).collect()
}

/// The columns of a line, exactly `N` of them; the last may be left out.
fn columns<const N: usize>(place: &str, line: &str) -> [String; N] {
    let mut columns: Vec<String> = line.split('|').map(|column| column.trim().to_owned()).collect();
    if columns.len() + 1 == N {
        columns.push(String::new());
    }
    columns.try_into().unwrap_or_else(|found: Vec<_>| panic!("{place}: {} columns, not {N}", found.len()))
}

fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split(';').map(str::trim).filter(|item| !item.is_empty())
}

/// The tables as they grow, line by line.
#[derive(Default)]
pub(crate) struct Tables {
    names: Phrases,
    roles: Phrases,
    codes: Vec<String>,
    countries: String,
    organizations: String,
    organization_count: usize,
    people: String,
    people_count: usize,
    regions: String,
    region_count: usize,
    cities: Vec<u8>,
    city_count: usize,
    role_rows: String,
    role_count: usize,
    bodies: Vec<String>,
    proper_roles: BTreeSet<u64>,
    words: String,
    word_count: usize,
    topics: BTreeSet<u64>,
}

impl Tables {
    /// The code as four bytes of Rust; fails on one that nobody declared.
    fn code(&self, place: &str, code: &str) -> String {
        assert!(CODES.contains(&code) || self.codes.iter().any(|known| known == code), "{place}: no country: {code}");
        if code == "-" { "*b\"\\0\\0\\0\\0\"".to_owned() } else { format!("*b\"{code}\\0\"") }
    }

    fn write(&self, out: &Path) {
        let mut rust = String::new();
        let mut table = |name: &str, kind: &str, rows: &str| {
            writeln!(rust, "pub(crate) static {name}: &[{kind}] = &[\n{rows}];").expect("a string");
        };
        table("COUNTRIES", "Country", &self.countries);
        table("ORGANIZATIONS", "Organization", &self.organizations);
        table("PEOPLE", "Person", &self.people);
        table("REGIONS", "Region", &self.regions);
        table("ROLES", "Role", &self.role_rows);
        table("WORDS", "(Class, [u8; 4])", &self.words);
        let topics: String = self.topics.iter().map(|topic| format!("{topic},\n")).collect();
        table("TOPICS", "u64", &topics);
        fs::write(out.join("tables.rs"), rust).expect("OUT_DIR takes files");
        fs::write(out.join("cities.bin"), &self.cities).expect("OUT_DIR takes files");
        self.names.write(out, "names");
        self.roles.write(out, "roles");
    }
}

/// Sectors as Rust: the first, and up to two more.
fn sectors_of(place: &str, column: &str) -> (String, String) {
    let sectors: Vec<&str> = list(column).filter(|sector| *sector != "-").collect();
    for sector in &sectors {
        assert!(SECTORS.contains(sector), "{place}: no sector: {sector}");
    }
    let code =
        |at: usize| sectors.get(at).map_or("*b\"\\0\\0\\0\\0\"".to_owned(), |sector| format!("*b\"{sector}\\0\""));
    (code(0), code(1))
}
