//! Regions and cities.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::key::{self, Key};
use crate::phrases::Sense;
use crate::{Tables, columns, list, sectors_of};

impl Tables {
    pub(crate) fn regions(&mut self, lines: &[(String, String)]) {
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

    pub(crate) fn cities(&mut self, lines: &[(String, String)], spellings: &[(String, String)]) {
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
}
