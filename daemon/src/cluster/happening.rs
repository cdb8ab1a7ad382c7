//! What an interaction record says about the happening that it speaks of.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::days::Days;

/// One interaction, as far as it tells happenings apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// What must be equal.
    pub kind: Kind,
    /// When; `None` when the text does not say.
    pub days: Option<Days>,
    /// When its article appeared; `None` when that is not known.
    pub published: Option<Days>,
    /// Where, as finely as the text says.
    pub place: Place,
    /// The names of the persons in it, in small letters, each as the set of its words.
    pub persons: BTreeSet<String>,
    /// They spoke by phone: whoever met at a place did not.
    pub by_phone: bool,
}

/// What is equal in all members of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind {
    /// The family of the event type, named by its first type.
    pub family: &'static str,
    /// How it is told.
    pub told: Told,
    /// Whether it is denied.
    pub negated: bool,
    /// The countries of all actors and recipients.
    pub countries: BTreeSet<String>,
}

/// Whether something happened, is to come or is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// It happened, happens, or goes on.
    Fact,
    /// It is planned, promised, offered or hoped for.
    Future,
    /// It is demanded.
    Wish,
}

/// A place: a country, or a town in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Code of the country.
    pub country: Option<String>,
    /// Name of the town or region, in small letters.
    pub town: Option<String>,
}

/// Types that are told for one happening by different articles; each other type is a family of its own.
const FAMILIES: &[&[&str]] = &[&["SANCTION", "COERCE"], &["COOPERATE", "AID"], &["ACCUSE", "REJECT"]];
const TYPES: &[&str] = &[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// The fields of an interaction record that matter here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interaction {
    /// PLOVER type.
    pub event_type: String,
    /// How it is reported.
    pub status: String,
    mode: Option<String>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    actors: Vec<Party>,
    #[serde(default)]
    recipients: Vec<Party>,
    date: Option<Date>,
    location: Option<Location>,
}

#[derive(Deserialize)]
struct Party {
    name: Option<String>,
    text: Option<String>,
    country: Option<String>,
}

#[derive(Deserialize)]
struct Date {
    value: Option<String>,
    end: Option<String>,
}

#[derive(Deserialize)]
struct Location {
    name: Option<String>,
    country: Option<String>,
}

impl Happening {
    /// Takes what matters out of a record. `None` for what cannot be compared across articles: it names no country, or
    /// is mere opinion or prediction. `is_person` tells whether a name is one of the article's persons.
    pub fn of(record: &Interaction, published: Option<Days>, is_person: impl Fn(&str) -> bool) -> Option<Happening> {
        let parties = || record.actors.iter().chain(&record.recipients);
        let countries: BTreeSet<String> = parties().filter_map(|party| party.country.clone()).collect();
        if countries.is_empty() {
            return None;
        }
        let names = parties().filter_map(|party| party.name.as_ref().or(party.text.as_ref()));
        Some(Happening {
            kind: Kind {
                family: family(&record.event_type)?,
                told: Told::of(&record.status)?,
                negated: record.negated,
                countries,
            },
            days: record.date.as_ref().and_then(|date| Days::read(date.value.as_deref()?, date.end.as_deref())),
            published,
            place: record.location.as_ref().map(Location::place).unwrap_or_default(),
            persons: names.filter(|name| is_person(name)).map(|name| name.to_lowercase()).collect(),
            by_phone: record.mode.as_deref() == Some("phone"),
        })
    }
}

/// The family of an event type; `None` for what is none.
pub(super) fn family(event_type: &str) -> Option<&'static str> {
    let known = TYPES.iter().find(|known| **known == event_type)?;
    Some(FAMILIES.iter().find(|family| family.contains(known)).map_or(known, |family| family[0]))
}

impl Told {
    /// The family of a status; `None` for what nobody claims to be so.
    fn of(status: &str) -> Option<Told> {
        match status {
            "past" | "ongoing" | "recurring" | "state" | "historical" => Some(Told::Fact),
            "plan" | "promise" | "offer" | "hope" => Some(Told::Future),
            "demand" => Some(Told::Wish),
            _ => None,
        }
    }
}

impl Location {
    fn place(&self) -> Place {
        Place { country: self.country.clone(), town: self.name.as_ref().map(|name| name.to_lowercase()) }
    }
}

impl Place {
    /// Whether both may be the place of one happening.
    pub fn agrees(&self, other: &Place) -> bool {
        let equal = |left: &Option<String>, right: &Option<String>| match (left, right) {
            (Some(left), Some(right)) => left == right,
            _ => true,
        };
        equal(&self.country, &other.country) && (equal(&self.town, &other.town) || self.is_wide() || other.is_wide())
    }

    /// Whether both name the same town.
    pub fn is_same_town(&self, other: &Place) -> bool {
        self.agrees(other) && self.town.is_some() && self.town == other.town && self.country == other.country
    }

    /// Whether it is no more than a country: its name says nothing that the code does not.
    fn is_wide(&self) -> bool {
        self.town.is_none()
    }

    /// The one of two that tells more.
    pub fn finer(self, other: Place) -> Place {
        if self.town.is_none() && (other.town.is_some() || self.country.is_none()) { other } else { self }
    }
}

/// Whether two sets of persons share one: a name is the same when a word of it is.
pub fn share_person(left: &BTreeSet<String>, right: &BTreeSet<String>) -> bool {
    let words = |names: &BTreeSet<String>| {
        names
            .iter()
            .flat_map(|name| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect::<BTreeSet<_>>()
    };
    !words(left).is_disjoint(&words(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(record: &str) -> Option<Happening> {
        let record: Interaction = serde_json::from_str(record).unwrap();
        Happening::of(&record, None, |name| name.contains(' '))
    }

    #[test]
    fn what_nobody_claims_or_no_country_does_is_left_out() {
        let told = |status: &str, country: &str| {
            of(&format!(r#"{{"eventType":"CONSULT","status":"{status}","actors":[{{"text":"x"{country}}}]}}"#))
                .is_some()
        };
        for (status, counts) in
            [("past", true), ("plan", true), ("demand", true), ("opinion", false), ("prediction", false)]
        {
            assert_eq!(told(status, r#","country":"KEN""#), counts, "{status}");
        }
        assert!(!told("past", ""));
        assert_eq!(of(r#"{"eventType":"MAKE","status":"past","actors":[{"country":"KEN"}]}"#), None);
    }

    #[test]
    fn countries_of_all_sides_and_names_of_persons_are_gathered() {
        let found = of(r#"{"eventType":"COERCE","status":"past","actors":[{"name":"Anna Kovar","country":"SVN"}],
                "recipients":[{"name":"Kenya","country":"KEN"}],"date":{"value":"2024-03-15"},
                "location":{"name":"Nairobi","country":"KEN"}}"#)
        .unwrap();
        assert_eq!(found.kind.family, "SANCTION");
        assert_eq!(found.kind.countries.iter().collect::<Vec<_>>(), ["KEN", "SVN"]);
        assert_eq!(found.persons.iter().collect::<Vec<_>>(), ["anna kovar"]);
        assert_eq!(found.place, Place { country: Some("KEN".to_owned()), town: Some("nairobi".to_owned()) });
        assert_eq!(found.days, Days::read("2024-03-15", None));
    }

    #[test]
    fn places_agree_where_one_tells_less() {
        let place = |country: &str, town: &str| Place {
            country: (!country.is_empty()).then(|| country.to_owned()),
            town: (!town.is_empty()).then(|| town.to_owned()),
        };
        for (left, right, agrees) in [
            (place("KEN", "nairobi"), place("KEN", ""), true),
            (place("KEN", "nairobi"), place("", ""), true),
            (place("KEN", "nairobi"), place("KEN", "mombasa"), false),
            (place("KEN", ""), place("UGA", ""), false),
        ] {
            assert_eq!((left.agrees(&right), right.agrees(&left)), (agrees, agrees), "{left:?} {right:?}");
        }
        assert_eq!(place("KEN", "").finer(place("KEN", "nairobi")), place("KEN", "nairobi"));
    }

    #[test]
    fn a_name_in_either_order_is_the_same_person() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        assert!(share_person(&names(&["anna kovar"]), &names(&["kovar anna", "x y"])));
        assert!(!share_person(&names(&["anna kovar"]), &names(&["li wen"])));
    }
}
