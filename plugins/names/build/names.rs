//! Names of countries, organizations and persons, and words that stand in names.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::key::Key;
use crate::phrases::Sense;
use crate::spelling::{groups, irregular, surname, term};
use crate::{Tables, columns, list, sectors_of, word};

impl Tables {
    pub(crate) fn countries(&mut self, lines: &[(String, String)]) {
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

    pub(crate) fn organizations(&mut self, lines: &[(String, String)]) {
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

    pub(crate) fn people(&mut self, lines: &[(String, String)]) {
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
            // "Kovar Anna": at home the family name stands first.
            let turned = |name: &str| name.split_once(' ').map(|(given, family)| format!("{family} {given}"));
            let family_first = matches!(code_text.as_str(), "JPN" | "HUN");
            for turned in list(names).filter(|_| family_first).filter_map(turned) {
                self.names.add(place, Key::NAME, &turned, Sense::Person, self.people_count);
            }
            // "Zelenskyy" as well as "Zelensky".
            let surnames = list(names).filter(|name| name.contains(' ')).map(|name| surname(name, &code_text));
            let bare = |surname: &String| surname.trim_start_matches("al-").trim_start_matches("el-").to_owned();
            let surnames: BTreeSet<String> = surnames.flat_map(|surname| [bare(&surname), surname]).collect();
            for surname in surnames.iter().filter(|surname| !matches!(surname.as_str(), "King" | "Queen" | "Pope")) {
                let sense = if famous { Sense::Surname } else { Sense::Holder };
                self.names.add(place, Key::NAME, surname, sense, self.people_count);
            }
            self.people_count += 1;
        }
    }

    pub(crate) fn given(&mut self, lines: &[(String, String)]) {
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

    pub(crate) fn topics(&mut self, lines: &[(String, String)]) {
        let words = lines.iter().flat_map(|(_, line)| word::words(line, 0));
        self.topics.extend(words.map(|word| word.small.0));
    }

    pub(crate) fn words(&mut self, lines: &[(String, String)]) {
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
}
