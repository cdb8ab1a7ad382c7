//! Compiles the readable tables of `data` into static ones. What is wrong in them fails the build, with file and line.

#[path = "src/key.rs"]
mod key;
#[allow(dead_code)] // Of the letters of a word, the build script wants less than the library.
#[path = "src/word.rs"]
mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use key::Key;

/// What a phrase can mean, with the number that `src/tables.rs` reads.
#[derive(Clone, Copy)]
enum Sense {
    Country = 0,
    Adjective = 1,
    People = 2,
    Seat = 3,
    Organization = 4,
    Person = 5,
    Surname = 6,
    City = 7,
    Region = 8,
    Given = 9,
    Word = 10,
    Role = 11,
    Holder = 12,
}

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

/// Phrases and what they mean, by fingerprint.
#[derive(Default)]
struct Phrases {
    senses: BTreeMap<u64, Vec<u32>>,
    texts: BTreeMap<u64, String>,
    prefixes: BTreeMap<u64, ()>,
    /// First words of roles, and of names that start with a small letter.
    first_words: BTreeSet<usize>,
}

impl Phrases {
    fn add(&mut self, place: &str, seed: Key, text: &str, sense: Sense, payload: usize) {
        let mut key = seed;
        let words: Vec<_> = word::words(text, 0).collect();
        assert!(!words.is_empty(), "{place}: no word in \"{text}\"");
        for (at, word) in words.iter().enumerate() {
            let word_key = if matches!(sense, Sense::Role) { word.small } else { word.key };
            key = key.word(word_key);
            if at == 0 && (matches!(sense, Sense::Role) || !word.capital) {
                self.first_words.insert(word_key.filter_bit());
            }
            if at + 1 < words.len() {
                self.prefixes.insert(key.mixed(), ());
            }
        }
        let written: String = words.iter().map(|word| &text[word.start..word.end]).collect::<Vec<_>>().join(" ");
        let written: String = written.chars().filter(|&letter| !key::is_silent(letter)).map(key::base).collect();
        let written = if matches!(sense, Sense::Role) { written.to_lowercase() } else { written };
        let known = self.texts.entry(key.mixed()).or_insert_with(|| written.clone());
        assert!(*known == written, "{place}: \"{written}\" has the fingerprint of \"{known}\"");
        let value = ((payload as u32 + 1) << 5) | sense as u32;
        let senses = self.senses.entry(key.mixed()).or_default();
        if !senses.contains(&value) {
            senses.push(value);
        }
    }
}

#[derive(Default)]
struct Tables {
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
}

impl Tables {
    fn countries(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let [code, name, others, adjectives, people, seats] = columns(place, line);
            assert!(code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()), "{place}: no code: {code}");
            assert!(
                self.codes.last().is_none_or(|last| *last < code),
                "{place}: {code} is not in the order of the codes"
            );
            let row = self.codes.len();
            writeln!(self.countries, "Country {{ code: *b\"{code}\\0\", name: {name:?} }},").expect("a string");
            for name in [name.as_str()].into_iter().chain(list(&others)) {
                self.names.add(place, Key::NAME, name, Sense::Country, row);
            }
            for adjective in list(&adjectives) {
                self.names.add(place, Key::NAME, adjective, Sense::Adjective, row);
                if adjective.ends_with(['n', 'i', 'k', 'o', 'r', 't', 'b', 'e', 'h', 'z', 'v']) && !irregular(adjective)
                {
                    self.names.add(place, Key::NAME, &format!("{adjective}s"), Sense::People, row);
                }
            }
            for people in list(&people) {
                self.names.add(place, Key::NAME, people, Sense::People, row);
            }
            for seat in list(&seats) {
                self.names.add(place, Key::NAME, seat, Sense::Seat, row);
            }
            self.codes.push(code);
        }
    }

    /// The code as four bytes of Rust; fails on one that nobody declared.
    fn code(&self, place: &str, code: &str) -> String {
        assert!(CODES.contains(&code) || self.codes.iter().any(|known| known == code), "{place}: no country: {code}");
        if code == "-" { "*b\"\\0\\0\\0\\0\"".to_owned() } else { format!("*b\"{code}\\0\"") }
    }

    fn organizations(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let [names, code, sectors] = columns(place, line);
            let (sector, other) = sectors_of(place, &sectors);
            let code = self.code(place, &code);
            // A row may list names of many: only spellings that share an initial mean one and the same.
            for (name, same) in groups(&names) {
                writeln!(
                    self.organizations,
                    "Organization {{ name: {name:?}, country: {code}, sector: {sector}, other: {other} }},"
                )
                .expect("a string");
                for spelling in same {
                    self.names.add(place, Key::NAME, spelling, Sense::Organization, self.organization_count);
                }
                self.organization_count += 1;
            }
        }
    }

    fn people(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let [names, code, sector, gender, roles] = columns(place, line);
            let famous = names.starts_with('*');
            let names = names.trim_start_matches('*');
            let (sector, _) = sectors_of(place, &sector);
            let code_text = code.clone();
            let code = self.code(place, &code);
            assert!(matches!(gender.as_str(), "m" | "f"), "{place}: no gender: {gender}");
            let name = list(names).next().unwrap_or_else(|| panic!("{place}: no name"));
            let mut held = String::new();
            for role in list(&roles) {
                let (title, from, until) = term(place, role);
                write!(held, "({title:?}, {from}, {until}), ").expect("a string");
            }
            assert!(!held.is_empty(), "{place}: no role");
            writeln!(
                self.people,
                "Person {{ name: {name:?}, country: {code}, sector: {sector}, gender: b'{gender}', roles: &[{held}] }},"
            )
            .expect("a string");
            for spelling in list(names) {
                self.names.add(place, Key::NAME, spelling, Sense::Person, self.people_count);
            }
            let surname = surname(name, &code_text);
            let bare = surname.trim_start_matches("al-").trim_start_matches("el-");
            for surname in [surname.as_str(), bare] {
                if name.contains(' ') && !matches!(surname, "King" | "Queen" | "Pope") {
                    let sense = if famous { Sense::Surname } else { Sense::Holder };
                    self.names.add(place, Key::NAME, surname, sense, self.people_count);
                }
            }
            self.people_count += 1;
        }
    }

    fn regions(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let columns_found = line.split('|').count();
            let [names, code, kind, sector] =
                if columns_found == 3 { columns(place, &format!("{line}|-")) } else { columns(place, line) };
            let (sector, _) = sectors_of(place, &sector);
            let kind = match kind.as_str() {
                "place" | "sea" => "Place",
                "region" => "Region",
                "people" => "People",
                other => panic!("{place}: no kind of region: {other}"),
            };
            let code = self.code(place, &code);
            for name in list(&names) {
                writeln!(
                    self.regions,
                    "Region {{ name: {name:?}, country: {code}, kind: RegionKind::{kind}, sector: {sector} }},"
                )
                .expect("a string");
                self.names.add(place, Key::NAME, name, Sense::Region, self.region_count);
                self.region_count += 1;
            }
        }
    }

    fn cities(&mut self, lines: &[(String, String)], spellings: &[(String, String)]) {
        let mut rows: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let mut senses: BTreeMap<u64, usize> = BTreeMap::new();
        for (place, line) in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            let [code, people, latitude, longitude, number, name] = columns[..] else {
                panic!("{place}: not six columns")
            };
            let country = self.codes.iter().position(|known| known == code);
            let Some(country) = country else { continue };
            let read = |what: &str, text: &str| -> i32 {
                text.parse().unwrap_or_else(|_| panic!("{place}: no {what}: {text}"))
            };
            let people = read("number of people", people).min(i32::from(u16::MAX)) as u16;
            self.cities.extend(read("latitude", latitude).to_le_bytes());
            self.cities.extend(read("longitude", longitude).to_le_bytes());
            self.cities.extend(read("number", number).to_le_bytes());
            self.cities.extend(people.to_le_bytes());
            self.cities.extend((country as u16).to_le_bytes());
            // Towns of a name beside the three largest are hardly ever meant.
            let known = senses.entry(key::name(name).mixed()).or_default();
            if *known < 3 {
                *known += 1;
                self.names.add(place, Key::NAME, name, Sense::City, self.city_count);
            }
            rows.entry((name.to_owned(), code)).or_insert(self.city_count);
            self.city_count += 1;
        }
        for (place, line) in spellings {
            let (spelling, city) = line.split_once('=').unwrap_or_else(|| panic!("{place}: no \"=\""));
            let (city, code) = city.rsplit_once(',').unwrap_or_else(|| panic!("{place}: no country"));
            let row = rows.get(&(city.trim().to_owned(), code.trim()));
            let row = *row.unwrap_or_else(|| panic!("{place}: no city: {city},{code}"));
            self.names.add(place, Key::NAME, spelling.trim(), Sense::City, row);
        }
    }

    fn given(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let (gender, names) = line.split_once(':').unwrap_or_else(|| panic!("{place}: no \":\""));
            let gender = match gender {
                "m" | "f" | "u" | "x" => gender.as_bytes()[0],
                _ => panic!("{place}: no gender: {gender}"),
            };
            for name in names.split_whitespace() {
                self.names.add(place, Key::NAME, name, Sense::Given, usize::from(gender));
            }
        }
    }

    fn words(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let (class, rest) = line.split_once(':').unwrap_or_else(|| panic!("{place}: no \":\""));
            let (words, sector) = rest.split_once('|').unwrap_or_else(|| panic!("{place}: no \"|\""));
            let class = match class {
                "organization" => "Organization",
                "suffix" => "Suffix",
                "place" => "Place",
                "before" => "Before",
                "never" => "Never",
                "event" => "Event",
                "particle" => "Particle",
                "weak" => "Weak",
                _ => panic!("{place}: no class: {class}"),
            };
            let (sector, _) = sectors_of(place, sector.trim());
            writeln!(self.words, "(Class::{class}, {sector}),").expect("a string");
            for word in words.split_whitespace() {
                self.names.add(place, Key::NAME, word, Sense::Word, self.word_count);
            }
            self.word_count += 1;
        }
    }

    fn roles(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let mut line = line.clone();
            while line.split('|').count() < 4 {
                line.push('|');
            }
            let [words, kind, sectors, gender] = columns(place, &line);
            let (sector, other) = sectors_of(place, &sectors);
            let gender = match gender.as_str() {
                "" => 'u',
                "m" => 'm',
                "f" => 'f',
                other => panic!("{place}: no gender: {other}"),
            };
            let kinds = match kind.as_str() {
                "person" => ("Person", "People"),
                "people" => ("People", "People"),
                "body" => ("Body", "Bodies"),
                "gender" => ("Gender", "Gender"),
                "honorific" => ("Honorific", "Honorific"),
                other => panic!("{place}: no kind of role: {other}"),
            };
            let singular = self.role_row(kinds.0, &sector, &other, gender);
            let plural = self.role_row(kinds.1, &sector, &other, gender);
            for words in list(&words) {
                let bare = words.trim_end_matches('=');
                self.names_of_role(place, bare, singular, kinds.0);
                if bare == words && matches!(kind.as_str(), "person" | "body") {
                    self.names_of_role(place, &plural_of(bare), plural, kinds.1);
                }
                if kind == "body" {
                    self.bodies.push(bare.to_lowercase());
                }
            }
        }
    }

    /// Adds a role unless an earlier row has it; genders and forms of address stand beside what else the word means.
    fn names_of_role(&mut self, place: &str, words: &str, row: usize, kind: &str) {
        let beside = matches!(kind, "Gender" | "Honorific");
        let known = !beside && !self.proper_roles.insert(key::role(words).mixed());
        if !known {
            self.roles.add(place, Key::ROLE, words, Sense::Role, row);
        }
    }

    fn role_row(&mut self, kind: &str, sector: &str, other: &str, gender: char) -> usize {
        writeln!(
            self.role_rows,
            "Role {{ kind: RoleKind::{kind}, sector: {sector}, other: {other}, gender: b'{gender}' }},"
        )
        .expect("a string");
        self.role_count += 1;
        self.role_count - 1
    }

    /// Agents of the dictionary: what `roles.txt` has is told there already.
    fn agents(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let (sectors, words) = line.split_once('\t').unwrap_or_else(|| panic!("{place}: no tab"));
            let (sector, other) = sectors_of(place, &sectors.replace(' ', ";"));
            let head = words.rsplit(' ').next().unwrap_or_default();
            let head = words.split(" of ").next().and_then(|start| start.rsplit(' ').next()).unwrap_or(head);
            let body = self.bodies.iter().any(|known| known == head || known == words)
                || ![
                    "er", "or", "ist", "man", "woman", "person", "ian", "ant", "ent", "ee", "eer", "ess", "st", "l",
                    "n", "te", "nt",
                ]
                .iter()
                .any(|ending| head.ends_with(ending));
            let kinds = if body { ("Body", "Bodies") } else { ("Person", "People") };
            let singular = self.role_row(kinds.0, &sector, &other, 'u');
            let plural = self.role_row(kinds.1, &sector, &other, 'u');
            if head.ends_with("men") || head.ends_with("people") || head.ends_with('s') {
                let plural = if head.ends_with("ss") { singular } else { plural };
                self.names_of_role(place, words, plural, kinds.1);
            } else {
                self.names_of_role(place, words, singular, kinds.0);
                self.names_of_role(place, &plural_of(words), plural, kinds.1);
            }
        }
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
        fs::write(out.join("tables.rs"), rust).expect("OUT_DIR takes files");
        fs::write(out.join("cities.bin"), &self.cities).expect("OUT_DIR takes files");
        write_phrases(&self.names, &out.join("names.bin"));
        write_phrases(&self.roles, &out.join("roles.bin"));
    }
}

/// Writes phrases for `src/tables.rs`: how many there are, how many bits of a fingerprint tell the bucket, a filter of
/// 2^16 bits of the first words, where each bucket starts, fingerprints, values, senses.
fn write_phrases(phrases: &Phrases, path: &Path) {
    let mut all: BTreeMap<u64, (bool, &[u32])> = BTreeMap::new();
    for (&key, senses) in &phrases.senses {
        all.insert(key, (phrases.prefixes.contains_key(&key), senses));
    }
    for &key in phrases.prefixes.keys() {
        all.entry(key).or_insert((true, &[]));
    }
    let bits = all.len().next_power_of_two().trailing_zeros();
    let (mut prints, mut values, mut senses) = (Vec::new(), Vec::new(), vec![0_u32]);
    let mut starts = vec![0_u32; (1 << bits) + 1];
    for (&key, &(prefix, meanings)) in &all {
        starts[(key >> (64 - bits)) as usize + 1] += 1;
        prints.extend(((key >> 16) as u32).to_le_bytes());
        let first = if meanings.is_empty() { 0 } else { senses.len() as u32 };
        for (at, &meaning) in meanings.iter().enumerate() {
            senses.push(meaning | u32::from(at + 1 == meanings.len()) << 4);
        }
        values.extend((first | u32::from(prefix) << 31).to_le_bytes());
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut filter = vec![0_u32; 1 << 11];
    for &bit in &phrases.first_words {
        filter[bit / 32] |= 1 << (bit % 32);
    }
    let numbers = [all.len() as u32, bits].into_iter().chain(filter).chain(starts);
    let mut bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    bytes.extend(prints);
    bytes.extend(values);
    bytes.extend(senses.iter().flat_map(|sense| sense.to_le_bytes()));
    fs::write(path, bytes).expect("OUT_DIR takes files");
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

/// The names of a row, each with its other spellings: a spelling belongs to the name before it when it is its acronym,
/// or begins as it does, or holds it.
fn groups(names: &str) -> Vec<(&str, Vec<&str>)> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in list(names) {
        // "~" binds a spelling that looks like no other to the name before it.
        if let Some(name) = name.strip_prefix('~') {
            groups.last_mut().unwrap_or_else(|| panic!("\"~\" without a name before it: {name}")).1.push(name);
            continue;
        }
        match groups.iter_mut().find(|group| group.1.iter().any(|known| same(known, name))) {
            Some(group) => group.1.push(name),
            None => groups.push((name, vec![name])),
        }
    }
    groups
}

fn same(known: &str, name: &str) -> bool {
    let bare = |text: &str| {
        let text: String = text.chars().filter(|letter| !key::is_silent(*letter)).map(key::base).collect();
        text.to_lowercase().replace('-', " ").trim_start_matches("the ").to_owned()
    };
    let (a, b) = (bare(known), bare(name));
    let initials = |text: &str| -> String {
        text.split(' ')
            .filter(|word| !matches!(*word, "of" | "the" | "and" | "for" | "in"))
            .filter_map(|word| word.chars().next())
            .collect()
    };
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let part = |long: &str, short: &str| format!(" {long} ").contains(&format!(" {short} "));
    let acronym = |long: &str, short: &str| {
        short.len() > 1
            && long.contains(' ')
            && (initials(long) == letters(short) || long.replace(' ', "").starts_with(short) && short.len() > 4)
    };
    part(&a, &b) || part(&b, &a) || acronym(&a, &b) || acronym(&b, &a)
}

/// A role with the months in which it was held, counted from year 0; `i32::MIN` and `i32::MAX` where the table has none.
fn term(place: &str, role: &str) -> (String, i32, i32) {
    let wrong = || -> ! { panic!("{place}: no years: {role}") };
    let at = role.rfind(' ').unwrap_or_else(|| wrong());
    let numbers: Vec<&str> = role[at + 1..].split('-').collect();
    let month = |year: &str, month: Option<&str>, last: bool| -> i32 {
        let year: i32 = year.parse().unwrap_or_else(|_| wrong());
        let month: i32 = month.map_or(if last { 12 } else { 1 }, |month| month.parse().unwrap_or_else(|_| wrong()));
        if !(1850..2100).contains(&year) || !(1..=12).contains(&month) {
            wrong()
        }
        year * 12 + month
    };
    let is_month = |text: &&str| text.len() == 2;
    let (from_month, rest) = match numbers.get(1).filter(|text| is_month(text)) {
        Some(month) => (Some(*month), &numbers[2..]),
        None => (None, &numbers[1..]),
    };
    let from = month(numbers[0], from_month, false);
    let until = match rest {
        [] => month(numbers[0], from_month, true),
        [""] => i32::MAX,
        [year] => month(year, None, true),
        [year, last] => month(year, Some(last), true),
        _ => wrong(),
    };
    assert!(from <= until, "{place}: ends before it starts: {role}");
    (role[..at].trim().to_owned(), from, until)
}

/// The family name: first where it stands first, else the last word with the particles before it.
fn surname(name: &str, code: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let first = matches!(code, "CHN" | "TWN" | "HKG" | "KOR" | "PRK" | "VNM") && words.len() > 1;
    if first {
        return words[0].to_owned();
    }
    let mut at = words.len() - 1;
    while at > 1 && words[at - 1].chars().all(char::is_lowercase) {
        at -= 1;
    }
    if name.starts_with("Aung San") { "Suu Kyi".to_owned() } else { words[at..].join(" ") }
}

/// Adjectives that are their own plural, or whose plural is a word of its own.
fn irregular(adjective: &str) -> bool {
    [
        "ish",
        "ch",
        "se",
        "Greek Cypriots",
        "UAE",
        "ROK",
        "Swiss",
        "Anglo",
        "Sino",
        "Russo",
        "Luso",
        "Hellenic",
        "Philippine",
        "Burkinabe",
    ]
    .iter()
    .any(|ending| adjective.ends_with(ending))
        || adjective.len() < 4
}

fn plural_of(words: &str) -> String {
    // The plural of "minister of justice" is made of its first word.
    for link in [" of ", " for ", "-in-", " in ", "-general", " general", " to "] {
        if let Some(at) = words.find(link).filter(|_| {
            !matches!(words, "prosecutor general" | "lieutenant general" | "major general" | "brigadier general")
        }) {
            return format!("{}{}", plural_of(&words[..at]), &words[at..]);
        }
    }
    let stem = |cut: usize, ending: &str| format!("{}{ending}", &words[..words.len() - cut]);
    match words {
        _ if words.ends_with("woman") => stem(5, "women"),
        _ if words.ends_with("man") && !words.ends_with("human") => stem(3, "men"),
        _ if words.ends_with("child") => stem(0, "ren"),
        _ if words.ends_with("person") => stem(6, "people"),
        _ if words.ends_with("thief") => stem(1, "ves"),
        _ if words.ends_with(['s', 'x', 'z']) || words.ends_with("ch") || words.ends_with("sh") => stem(0, "es"),
        _ if words.ends_with('y') && !["ay", "ey", "oy"].iter().any(|ending| words.ends_with(ending)) => stem(1, "ies"),
        _ => stem(0, "s"),
    }
}
