//! The records of the cluster log, as they are written and read again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::clusters::Cluster;
use super::days::Days;
use super::happening::{Happening, Kind, Place, Told, family};

/// One event found its cluster: what is known of the happening, this event included.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The cluster.
    pub cluster: String,
    /// The id of the interaction in the event log.
    pub event: String,
    event_type: String,
    told: Told,
    #[serde(default, skip_serializing_if = "is_false")]
    negated: bool,
    countries: BTreeSet<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    persons: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    by_phone: bool,
    /// How many events the cluster has.
    pub members: u64,
    /// In how many articles.
    pub documents: u64,
}

/// The first and the last day.
#[derive(Serialize, Deserialize)]
struct Range {
    first: Date,
    last: Date,
}

#[derive(Serialize, Deserialize)]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
}

/// The last line of a document in the cluster log: its own record, and up to where the event log was read.
#[derive(Serialize)]
pub struct Read<'a> {
    pub(super) outcome: &'static str,
    pub(super) file: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reader: Option<&'a RawValue>,
    pub(super) events: BTreeMap<String, u64>,
    pub(super) arrival: u64,
    pub(super) attempts: u32,
    pub(super) generation: &'a str,
    pub(super) fingerprint: &'a str,
    pub(super) bytes: u64,
    pub(super) hash: String,
    pub(super) read: Position<'a>,
}

/// A place in the event log.
#[derive(Serialize, Deserialize)]
pub struct Position<'a> {
    /// Its `source`.
    #[serde(borrow)]
    pub source: std::borrow::Cow<'a, str>,
    /// The sequence number of the document's last line there.
    pub sequence: u64,
}

impl Member {
    /// What is written of an event that joined this cluster.
    pub fn of(event: &str, cluster: &Cluster) -> Member {
        let Happening { kind, days, published, place, persons, by_phone } = cluster.known.clone();
        Member {
            cluster: cluster.id.clone(),
            event: event.to_owned(),
            event_type: kind.family.to_owned(),
            told: kind.told,
            negated: kind.negated,
            countries: kind.countries,
            date: days.map(Range::from),
            published: published.map(Range::from),
            location: Location::of(place),
            persons,
            by_phone,
            members: cluster.members,
            documents: cluster.documents.len() as u64,
        }
    }

    /// What was known of the happening; `None` for a type that is not known here.
    pub fn known(self) -> Option<Happening> {
        let kind = Kind {
            family: family(&self.event_type)?,
            told: self.told,
            negated: self.negated,
            countries: self.countries,
        };
        let place =
            self.location.map_or_else(Place::default, |place| Place { country: place.country, town: place.name });
        let days = |range: Range| Days::new(range.first, range.last);
        Some(Happening {
            kind,
            days: self.date.and_then(days),
            published: self.published.and_then(days),
            place,
            persons: self.persons,
            by_phone: self.by_phone,
        })
    }
}

impl From<Days> for Range {
    fn from(days: Days) -> Range {
        let (first, last) = days.ends();
        Range { first, last }
    }
}

impl Location {
    fn of(place: Place) -> Option<Location> {
        (place.country.is_some() || place.town.is_some())
            .then_some(Location { name: place.town, country: place.country })
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(value: &bool) -> bool {
    !value
}
