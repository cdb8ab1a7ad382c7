//! What plugins are given to read: invented articles, and everything that no editor would send.

use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};

/// A document.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) media_type: &'static str,
    /// `None` when the reader could not decode it.
    pub(super) text: Option<String>,
    pub(super) raw: Vec<u8>,
    pub(super) meta_json: String,
}

/// A document with the events that its author expects.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    name: String,
    content: Vec<u8>,
    /// JSON Lines: `type`, `data` and, where it matters, `key`.
    pub(super) expected: String,
}

impl Sample {
    pub(super) fn of_text(name: &str, text: impl Into<String>) -> Sample {
        let text = text.into();
        Sample { raw: text.clone().into_bytes(), text: Some(text), ..Sample::of_bytes(name, b"") }
    }

    /// Bytes as the reader would have decoded them, were it to do nothing else.
    pub(super) fn of_bytes(name: &str, bytes: &[u8]) -> Sample {
        Sample {
            name: format!("{name}.txt"),
            media_type: "text/plain",
            text: std::str::from_utf8(bytes).ok().map(str::to_owned),
            raw: bytes.to_vec(),
            meta_json: "{}".to_owned(),
        }
    }
}

impl Example {
    /// Reads `NAME.in` or `NAME.txt` with `NAME.expected.jsonl` beside it, for every such pair of a folder.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub fn read_all(folder: &Path) -> io::Result<Vec<Example>> {
        let mut examples = Vec::new();
        let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths {
            let expected = path.with_extension("expected.jsonl");
            if path.extension().is_some_and(|kind| kind == "in" || kind == "txt") && expected.exists() {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                examples.push(Example { name, content: fs::read(&path)?, expected: fs::read_to_string(expected)? });
            }
        }
        Ok(examples)
    }

    pub(super) fn sample(&self) -> Sample {
        Sample::of_bytes(&self.name, &self.content)
    }
}

/// Articles that differ in length, language, layout and metadata.
pub(super) fn articles() -> Vec<Sample> {
    let mut articles: Vec<Sample> = ARTICLES.iter().map(|(name, text)| Sample::of_text(name, *text)).collect();
    "{\"title\":\"Lighthouse to be repainted\",\"byline\":[\"Ada Field\"],\"published\":\"2031-05-03\"}"
        .clone_into(&mut articles[1].meta_json);
    articles
}

const ARTICLES: &[(&str, &str)] = &[
    (
        "ferry",
        "Ferry leaves on time\n\nPORT ELLERY, 3 May - The harbour office of Port Ellery said on Monday that the morning \
         ferry left its berth without delay for the hundredth day in a row.\n\n\"We are proud of the crew,\" said \
         harbour master Ida Quill.\n",
    ),
    (
        "lighthouse",
        "Lighthouse to be repainted\nBy Ada Field\n\nThe town council of Dunmere voted 7 to 2 on Tuesday to have the old \
         lighthouse repainted in red and white.\n\nThe work begins on 12 June 2031 and costs 48,000 crowns.\n\n\
         #dunmere #lighthouse\n",
    ),
    (
        "marché",
        "Le marché de Valbrume rouvre samedi\n\nVALBRUME - Après deux ans de travaux, le marché couvert de Valbrume \
         rouvrira ses portes samedi, a annoncé la mairie.\n\n« C'est une grande joie », a déclaré l'adjointe Élise \
         Fontbel. 🎉\n",
    ),
    ("note", "The tide table for June is out."),
    (
        "strike",
        "Tram drivers end strike\n\nThe drivers' union of Lower Hallow and the tram company signed an agreement late on \
         Thursday; trams run again from Friday morning.\n\nThe company had offered three per cent; the union had asked \
         for five. They met at four.\n\nRelated: Bus drivers talk\n",
    ),
];

/// A text of about this many bytes, in paragraphs of articles.
pub(super) fn long_text(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        ARTICLES.iter().for_each(|(_, article)| text.push_str(article));
    }
    text
}

/// A series of numbers that a seed fixes.
///
/// # Source
/// splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Bytes of any value.
    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    /// Characters of every plane; one in three is ASCII.
    pub(super) fn text(&mut self, count: usize) -> String {
        let character = |number: u64| match number % 3 {
            0 => char::from((number >> 8) as u8 & 0x7f),
            _ => char::from_u32((number >> 8) as u32 % 0x11_0000).unwrap_or('\u{fffd}'),
        };
        (0..count).map(|_| character(self.next())).collect()
    }
}

/// Beginnings of a text, cut between characters at about this many places.
pub(super) fn truncations(text: &str, places: usize) -> impl Iterator<Item = &str> {
    let step = (text.len() / places).max(1);
    (0..text.len()).step_by(step).filter_map(|end| text.get(..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_fixes_the_series() {
        assert_eq!((Random(7).bytes(9), Random(7).text(9)), (Random(7).bytes(9), Random(7).text(9)));
        assert_ne!(Random(7).bytes(9), Random(8).bytes(9));
    }

    #[test]
    fn truncations_are_cut_between_characters() {
        let cuts: Vec<&str> = truncations("aéb", 4).collect();
        assert_eq!(cuts, ["", "a", "aé"]);
    }

    #[test]
    fn only_pairs_are_examples() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "b.expected.jsonl", "a.in", "a.expected.jsonl", "alone.txt", "readme.md"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let examples = Example::read_all(folder.path()).unwrap();
        let names: Vec<&str> = examples.iter().map(|example| example.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert!(Example::read_all(&folder.path().join("absent")).is_err());
    }
}
