//! Roles, and agents without a name.

use std::fmt::Write as _;

use crate::key::{self, Key};
use crate::phrases::Sense;
use crate::{Tables, columns, list, sectors_of};

/// Heads of agents that are bodies, though they end as words for persons do.
const BODIES: &[&str] = &[
    "commission",
    "council",
    "department",
    "delegation",
    "coalition",
    "federation",
    "association",
    "organization",
    "organisation",
    "parliament",
    "senate",
    "tribunal",
    "hospital",
    "corporation",
    "regiment",
    "battalion",
    "syndicate",
    "institution",
    "conglomerate",
    "consulate",
    "cartel",
    "faction",
    "garrison",
    "administration",
    "procuratorate",
    "detachment",
    "chamber",
];

impl Tables {
    pub(crate) fn roles(&mut self, lines: &[(String, String)]) {
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
    pub(crate) fn agents(&mut self, lines: &[(String, String)]) {
        for (place, line) in lines {
            let (sectors, words) = line.split_once('\t').unwrap_or_else(|| panic!("{place}: no tab"));
            let (sector, other) = sectors_of(place, &sectors.replace(' ', ";"));
            let head = words.rsplit(' ').next().unwrap_or_default();
            let head = words.split(" of ").next().and_then(|start| start.rsplit(' ').next()).unwrap_or(head);
            let body = self.bodies.iter().any(|known| known == head || known == words)
                || BODIES.contains(&head)
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
}

/// The plural of a role.
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
