//! Which cluster an interaction belongs to.

use std::collections::{BTreeSet, HashMap};

use super::days::Days;
use super::happening::{Happening, Kind, Place, share_person};

/// All clusters of a log, and how to find those that a new member may belong to.
#[derive(Default)]
pub struct Clusters {
    clusters: Vec<Cluster>,
    /// By what is equal in all members; oldest first.
    by_kind: HashMap<Kind, Vec<usize>>,
    by_id: HashMap<String, usize>,
}

/// What is known of one happening, from all of its members.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// `c` and what the id of its first event has behind its letter: the same log gives the same ids.
    pub id: String,
    /// How many events.
    pub members: u64,
    /// The articles, by the first bits of their hashes.
    pub documents: BTreeSet<u64>,
    /// The most exact of its members' dates and places, all of their persons.
    pub known: Happening,
}

/// How many clusters of one kind are looked at, newest first.
const LOOKED_AT_MAX: usize = 2_000;
/// How many names of persons a cluster keeps.
const PERSONS_MAX: usize = 8;
/// Articles about one happening, whose date none of them tells exactly, appear within so many days.
const NEWS_DAYS: i64 = 10;

impl Clusters {
    /// Takes an event in; the cluster that it belongs to now, itself included.
    pub fn add(&mut self, event: &str, document: u64, happening: Happening) -> &Cluster {
        let place = self.find(&happening).unwrap_or_else(|| self.begin(event, &happening));
        let cluster = &mut self.clusters[place];
        cluster.members += 1;
        cluster.documents.insert(document);
        cluster.learn(happening);
        cluster
    }

    /// Takes in what a record of the cluster log says, when its folder is opened again.
    pub fn remember(&mut self, id: &str, document: u64, known: Happening) {
        let place = match self.by_id.get(id) {
            Some(&place) => place,
            None => self.insert(id.to_owned(), &known),
        };
        let cluster = &mut self.clusters[place];
        cluster.members += 1;
        cluster.documents.insert(document);
        cluster.learn(known);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.clusters.len()
    }

    /// The cluster that fits best; of equals, the newest.
    fn find(&self, happening: &Happening) -> Option<usize> {
        let places = self.by_kind.get(&happening.kind)?;
        let fits = places.iter().rev().take(LOOKED_AT_MAX).filter_map(|&place| {
            let strength = self.clusters[place].known.fit(happening)?;
            Some((strength, place))
        });
        fits.max_by_key(|&(strength, place)| (strength, place)).map(|(_, place)| place)
    }

    fn begin(&mut self, event: &str, happening: &Happening) -> usize {
        self.insert(format!("c{}", event.get(1..).unwrap_or_default()), happening)
    }

    fn insert(&mut self, id: String, known: &Happening) -> usize {
        let place = self.clusters.len();
        self.by_kind.entry(known.kind.clone()).or_default().push(place);
        self.by_id.insert(id.clone(), place);
        self.clusters.push(Cluster { id, members: 0, documents: BTreeSet::new(), known: known.clone() });
        place
    }
}

impl Cluster {
    fn learn(&mut self, more: Happening) {
        let known = &mut self.known;
        known.days = finer(known.days, more.days, Days::finer);
        known.published = finer(known.published, more.published, Days::finer);
        known.place = std::mem::take(&mut known.place).finer(more.place);
        known.by_phone |= more.by_phone;
        let room = PERSONS_MAX.saturating_sub(known.persons.len());
        known.persons.extend(more.persons.into_iter().take(room));
    }
}

fn finer<T: Copy>(known: Option<T>, more: Option<T>, choose: impl Fn(T, T) -> T) -> Option<T> {
    match (known, more) {
        (Some(known), Some(more)) => Some(choose(known, more)),
        (known, more) => known.or(more),
    }
}

impl Happening {
    /// How well two happenings of one kind agree, in points; `None` when they cannot be one.
    fn fit(&self, other: &Happening) -> Option<u32> {
        let (same_day, exact) = match (self.days, other.days) {
            (Some(left), Some(right)) if !left.agree(right) => return None,
            (Some(left), Some(right)) => (true, !left.is_coarse() && !right.is_coarse()),
            _ => (false, false),
        };
        if !self.place.agrees(&other.place) || self.is_call_beside(other) || other.is_call_beside(self) {
            return None;
        }
        let told_persons = !self.persons.is_empty() && !other.persons.is_empty();
        let same_person = told_persons && share_person(&self.persons, &other.persons);
        if told_persons && !same_person {
            return None;
        }
        let same_town = Place::is_same_town(&self.place, &other.place);
        let same_news = self.published.zip(other.published).is_some_and(|(one, two)| one.distance(two) <= NEWS_DAYS);
        let apart = self.published.zip(other.published).is_some_and(|(one, two)| one.distance(two) > 366);
        let supported = exact || same_news || (same_person || same_town) && (same_day || !apart);
        supported.then(|| {
            8 * u32::from(exact) + 4 * u32::from(same_person) + 2 * u32::from(same_town) + u32::from(same_news)
        })
    }

    /// Whether one is a phone call and the other happened at a place: these are two happenings.
    fn is_call_beside(&self, other: &Happening) -> bool {
        self.by_phone && !other.by_phone && other.place != Place::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::happening::Told;

    /// `date | published | country/town | persons`, each may be empty.
    fn talks(text: &str) -> Happening {
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let (country, town) = parts[2].split_once('/').unwrap_or((parts[2], ""));
        let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Happening {
            kind: Kind {
                family: "CONSULT",
                told: Told::Fact,
                negated: false,
                countries: ["KEN", "SVN"].map(str::to_owned).into(),
            },
            days: Days::read(parts[0], None),
            published: Days::read(parts[1], None),
            place: Place { country: told(country), town: told(town) },
            persons: parts[3].split(',').filter(|name| !name.is_empty()).map(|name| name.trim().to_owned()).collect(),
            by_phone: false,
        }
    }

    fn is_one(left: &str, right: &str) -> bool {
        let mut clusters = Clusters::default();
        let first = clusters.add("e1", 1, talks(left)).id.clone();
        clusters.add("e2", 2, talks(right)).id == first
    }

    #[test]
    fn articles_about_one_happening_meet_and_others_do_not() {
        for (left, right, one) in [
            // The day differs by a time zone, or is missing and the articles are of the same days.
            ("2023-11-16||USA/san francisco|", "2023-11-17|||", true),
            ("|2023-11-20||", "2023-11-16|2023-11-18||", true),
            // A coarse date needs a person or a town.
            ("2023-11|||", "2023-11-16|||", false),
            ("2023-11|||anna kovar", "2023-11-16|||kovar anna", true),
            ("2023-11||KEN/nairobi|", "2023-11-16||KEN/nairobi|", true),
            // Nothing but the countries agrees.
            ("|||", "|||", false),
            ("|2023-01-05||", "|2023-11-20||", false),
            ("|2021-01-05||anna kovar", "|2023-11-20||anna kovar", false),
            // The same day with other persons, in another town, in another year.
            ("2023-11-16|||anna kovar", "2023-11-16|||jomo obura", false),
            ("2023-11-16||KEN/nairobi|", "2023-11-16||SVN/koper|", false),
            ("2023-11-16||KEN/nairobi|", "2023-11-16||KEN/mombasa|", false),
            ("2021-11-16||KEN/nairobi|anna kovar", "2023-11-16||KEN/nairobi|anna kovar", false),
        ] {
            assert_eq!((is_one(left, right), is_one(right, left)), (one, one), "{left} and {right}");
        }
    }

    #[test]
    fn what_must_be_equal_is() {
        let first = talks("2023-11-16|||");
        let change: [fn(&mut Kind); 4] = [
            |kind| kind.family = "SANCTION",
            |kind| kind.told = Told::Future,
            |kind| kind.negated = true,
            |kind| kind.countries.extend(["UGA".to_owned()]),
        ];
        for change in change {
            let mut clusters = Clusters::default();
            clusters.add("e1", 1, first.clone());
            let mut other = first.clone();
            change(&mut other.kind);
            assert_eq!(clusters.add("e2", 2, other).members, 1);
        }
    }

    #[test]
    fn a_phone_call_is_no_meeting_at_a_place() {
        let call = Happening { by_phone: true, ..talks("|||anna kovar") };
        for (other, members) in [("2023-11-16||KEN/nairobi|anna kovar", 1), ("2023-11-16|||anna kovar", 2)] {
            for (first, second) in [(call.clone(), talks(other)), (talks(other), call.clone())] {
                let mut clusters = Clusters::default();
                clusters.add("e1", 1, first);
                assert_eq!(clusters.add("e2", 2, second).members, members, "{other}");
            }
        }
    }

    #[test]
    fn a_cluster_knows_what_its_members_told() {
        let mut clusters = Clusters::default();
        clusters.add("eaaa", 1, talks("2023-11-16||KEN|"));
        let cluster = clusters.add("ebbb", 1, talks("2023-11-16||KEN/nairobi|anna kovar"));
        assert_eq!((cluster.id.as_str(), cluster.members, cluster.documents.len()), ("caaa", 2, 1));
        assert_eq!(cluster.known, talks("2023-11-16||KEN/nairobi|anna kovar"));
        // A third that contradicts what only the second told is another happening.
        assert_eq!(clusters.add("eccc", 3, talks("2023-11-16|||jomo obura")).id, "cccc");
        assert_eq!(clusters.count(), 2);
    }

    #[test]
    fn what_was_written_is_remembered() {
        let mut clusters = Clusters::default();
        clusters.remember("caaa", 1, talks("2023-11-16|||"));
        clusters.remember("caaa", 2, talks("2023-11-16||KEN/nairobi|"));
        let cluster = clusters.add("eccc", 3, talks("2023-11-17|||"));
        assert_eq!((cluster.id.as_str(), cluster.members, cluster.documents.len()), ("caaa", 3, 3));
    }
}
