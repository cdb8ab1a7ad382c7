//! Copies of the seeds with other countries and names: no rule may know an article.

use std::fs;
use std::ops::Range;

use crate::Data;
use crate::gold::{Actor, Seed};
use crate::interactions::score_all;
use crate::report::Report;

/// What is exchanged for what.
struct Exchange {
    name: &'static str,
    /// Words of the texts, where they stand as words; of several that begin at one place the longest.
    words: &'static [(&'static str, &'static str)],
    countries: &'static [(&'static str, &'static str)],
}

const EXCHANGES: [Exchange; 2] = [
    Exchange {
        name: "north",
        words: &[
            ("Japan", "Norway"),
            ("Japanese", "Norwegian"),
            ("Tokyo", "Oslo"),
            ("China", "India"),
            ("Chinese", "Indian"),
            ("Sino", "Indo"),
            ("Beijing", "New Delhi"),
            ("India", "Brazil"),
            ("South China Sea", "Arabian Sea"),
            ("East China Sea", "Barents Sea"),
            ("Senkaku Islands", "Lofoten Islands"),
            ("Fukushima", "Halden"),
            ("Yomiuri Shimbun", "Bergen Tidende"),
            ("Keio University", "Bergen University"),
            ("Xi Jinping", "Rohan Desai"),
            ("Xi", "Desai"),
            ("Wang Yi", "Arun Mehta"),
            ("Wang", "Mehta"),
            ("Xiang Haoyu", "Vikram Nair"),
            ("Xia Haoyu", "Vikra Nair"),
            ("Yoko Kamikawa", "Ingrid Halvorsen"),
            ("Fumio Kishida", "Lars Haugen"),
            ("Kishida", "Haugen"),
            ("Toshimitsu Motegi", "Henrik Dahl"),
            ("Motegi", "Dahl"),
            ("Yoshihide Suga", "Magnus Lien"),
            ("Kiyoyuki Seguchi", "Torbjorn Aasen"),
            ("Kamo Tomoki", "Erik Nilsen"),
        ],
        countries: &[("JPN", "NOR"), ("CHN", "IND"), ("IND", "BRA")],
    },
    Exchange {
        name: "south",
        words: &[
            ("Japan", "Egypt"),
            ("Japanese", "Egyptian"),
            ("a Japanese", "an Egyptian"),
            ("Tokyo", "Cairo"),
            ("China", "Brazil"),
            ("Chinese", "Brazilian"),
            ("Sino", "Brazilian"),
            ("Beijing", "Brasilia"),
            ("the United States of America (USA)", "France"),
            ("the United States", "France"),
            ("The United States", "France"),
            ("American", "French"),
            ("the US", "France"),
            ("The U.S.", "France"),
            ("U.S.", "French"),
            ("US", "France"),
            ("San Francisco", "Lyon"),
            ("South China Sea", "Red Sea"),
            ("East China Sea", "Black Sea"),
            ("Senkaku Islands", "Tiran Islands"),
            ("Fukushima", "Dabaa"),
            ("Yomiuri Shimbun", "Nile Courier"),
            ("Keio University", "Minya University"),
            ("Xi Jinping", "Paulo Teixeira"),
            ("Xi", "Teixeira"),
            ("Wang Yi", "Renato Barros"),
            ("Wang", "Barros"),
            ("Xiang Haoyu", "Tiago Pereira"),
            ("Xia Haoyu", "Tiao Pereira"),
            ("Yoko Kamikawa", "Amal Farouk"),
            ("Fumio Kishida", "Hany Mansour"),
            ("Kishida", "Mansour"),
            ("Toshimitsu Motegi", "Samir Haddad"),
            ("Motegi", "Haddad"),
            ("Yoshihide Suga", "Karim Nassar"),
            ("Kiyoyuki Seguchi", "Adel Shukri"),
            ("Kamo Tomoki", "Nabil Aziz"),
            ("Antony Blinken", "Luc Marchand"),
            ("Joe Biden", "Pierre Laurent"),
        ],
        countries: &[("JPN", "EGY"), ("CHN", "BRA"), ("USA", "FRA")],
    },
];

/// Fills the table of the copies: how many events of the seeds themselves are not found in them.
pub(crate) fn seeds_exchanged(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let (_, found) = score_all(false, &seeds, &data.chain.read(&files(&seeds)));
    let mut most = 0;
    for exchange in &EXCHANGES {
        let folder = tempfile::tempdir().expect("a folder for the copies");
        let copies: Vec<Seed> = Seed::all(&data.seeds).into_iter().map(|seed| exchange.copy(seed)).collect();
        let copies: Vec<Seed> = copies
            .into_iter()
            .map(|copy| Seed { file: folder.path().join(copy.file.file_name().unwrap_or_default()), ..copy })
            .collect();
        for copy in &copies {
            fs::write(&copy.file, &copy.text).expect("a copy");
        }
        let (sums, still) = score_all(data.detail, &copies, &data.chain.read(&files(&copies)));
        let lost: Vec<_> = found.difference(&still).cloned().collect();
        println!("  {}: lost {}", exchange.name, if lost.is_empty() { "none".to_owned() } else { lost.join(" ") });
        report.measured(&format!("precision, {}", exchange.name), sums.precision());
        let (actors, found) = sums.actors();
        report.share(&format!("actors right, {}", exchange.name), actors, found);
        most = most.max(lost.len());
    }
    #[expect(clippy::cast_precision_loss, reason = "some dozen events")]
    report.measured("events lost", most as f64);
}

fn files(seeds: &[Seed]) -> Vec<std::path::PathBuf> {
    seeds.iter().map(|seed| seed.file.clone()).collect()
}

impl Exchange {
    /// The seed with other words; its gold moves with them.
    fn copy(&self, mut seed: Seed) -> Seed {
        let (text, moves) = self.exchanged(&seed.text);
        let moved = |range: &Range<usize>| moves.to_new(range.start)..moves.to_new(range.end);
        seed.sentences = seed.sentences.iter().map(moved).collect();
        seed.traps = seed.traps.iter().map(moved).collect();
        for event in &mut seed.events {
            (event.trigger.start, event.trigger.end) =
                (moves.to_new(event.trigger.start), moves.to_new(event.trigger.end));
            for actor in event.actors.iter_mut().chain(&mut event.recipients) {
                *actor = Actor { country: self.country(&actor.country), ..std::mem::take(actor) };
            }
            event.place_country = self.country(&event.place_country);
        }
        seed.text = text;
        seed
    }

    fn country(&self, code: &str) -> String {
        self.countries.iter().find(|(old, _)| *old == code).map_or(code, |(_, new)| new).to_owned()
    }

    fn exchanged(&self, text: &str) -> (String, Moves) {
        let (mut new, mut moves) = (String::with_capacity(text.len()), Moves::default());
        let (mut at, mut old_place, mut new_place) = (0, 0, 0);
        let mut is_in_word = false;
        while let Some(character) = text[at..].chars().next() {
            let exchange = if is_in_word { None } else { self.at(&text[at..]) };
            if let Some((old, word)) = exchange {
                new.push_str(word);
                at += old.len();
                old_place += old.chars().count();
                new_place += word.chars().count();
                moves.ends.push((old_place, new_place));
                is_in_word = old.ends_with(char::is_alphanumeric);
            } else {
                new.push(character);
                at += character.len_utf8();
                old_place += 1;
                new_place += 1;
                is_in_word = character.is_alphanumeric();
            }
        }
        (new, moves)
    }

    /// The longest word that begins the text and ends there as a word.
    fn at(&self, text: &str) -> Option<(&'static str, &'static str)> {
        let ends = |old: &str| {
            text.strip_prefix(old)
                .is_some_and(|rest| !old.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric))
        };
        self.words.iter().copied().filter(|(old, _)| ends(old)).max_by_key(|(old, _)| old.len())
    }
}

/// Where places of the old text lie in the new one.
#[derive(Debug, Default)]
struct Moves {
    /// The ends of the exchanged words, in the old and in the new text.
    ends: Vec<(usize, usize)>,
}

impl Moves {
    fn to_new(&self, place: usize) -> usize {
        let before = self.ends.partition_point(|(old, _)| *old <= place);
        match before.checked_sub(1).map(|last| self.ends[last]) {
            Some((old, new)) => place - old + new,
            None => place,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const TINY: Exchange = Exchange {
        name: "tiny",
        words: &[("Peru", "Norway"), ("Peru Bay", "Oslo"), ("U.S.", "French"), ("Li", "Olsen")],
        countries: &[("PER", "NOR")],
    };

    #[test]
    fn words_are_exchanged_as_words() {
        for (old, new) in [
            ("Peru and Peruvians", "Norway and Peruvians"),
            ("in Peru Bay, Peru’s", "in Oslo, Norway’s"),
            ("the U.S.-Peru pact", "the French-Norway pact"),
            ("Lima, Li, Eli", "Lima, Olsen, Eli"),
        ] {
            assert_eq!(TINY.exchanged(old).0, new);
        }
    }

    #[test]
    fn places_move_with_the_words() {
        let (new, moves) = TINY.exchanged("é Li met Peru.");
        assert_eq!(new, "é Olsen met Norway.");
        assert_eq!([0, 2, 4, 5, 9, 13, 14].map(|old| moves.to_new(old)), [0, 2, 7, 8, 12, 18, 19]);
    }

    #[test]
    fn each_word_is_exchanged_once() {
        for exchange in &EXCHANGES {
            let olds: BTreeSet<_> = exchange.words.iter().map(|(old, _)| *old).collect();
            assert_eq!(olds.len(), exchange.words.len(), "{}", exchange.name);
        }
    }
}
