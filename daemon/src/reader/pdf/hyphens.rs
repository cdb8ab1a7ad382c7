//! Lines put together to a paragraph: where a word was broken at the end of a line, and where its hyphen is its own.

use std::collections::HashSet;

use super::letters;
use super::lines::Line;

/// Words remembered to decide by; a whole newspaper has fewer.
const WORDS_MAX: usize = 200_000;
/// The least share of lines that end in a hyphen where a document breaks words at all: one in thirty.
const BROKEN_SHARE_MIN: f64 = 0.03;
/// The least share of line ends between Korean letters where a particle stands behind, if a document breaks words there.
const PARTICLE_SHARE_MIN: f64 = 0.03;
/// Particles of Korean that are no words: a line that begins with one goes on with the word before it.
const PARTICLES: [&str; 12] = [
    "\u{b294}", "\u{b97c}", "\u{c744}", "\u{c740}", "\u{c758}", "\u{c5d0}", "\u{b85c}", "\u{c640}", "\u{acfc}",
    "\u{ace0}", "\u{b3c4}", "\u{c11c}",
];
/// Words that follow a hyphen which stands for the rest of a word: "pre- and post-war".
const AND: [&str; 14] = ["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "och", "en", "of"];

/// What a document shows about its hyphens.
#[derive(Debug, Default)]
pub(super) struct Hyphens {
    /// Its words that are whole on a line, in lower case.
    words: HashSet<String>,
    /// Those of them that have a hyphen within.
    compounds: HashSet<String>,
    /// Whether it breaks words.
    breaks_words: bool,
    /// Whether it ends lines within Korean words, which have no hyphens.
    breaks_korean: bool,
}

impl Hyphens {
    /// Learns from all lines of a document.
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Hyphens {
        let mut found = Hyphens::default();
        let (mut line_count, mut broken, mut words, mut compounds) = (0_u32, 0_u32, 0_u32, 0_u32);
        let (mut korean, mut particles, mut before_korean) = (0_u32, 0_u32, false);
        let mut is_rest = false;
        for line in lines {
            line_count += 1;
            let text = line.text.as_str();
            let ends_broken = broken_word(text).is_some();
            let last = text.split(' ').count() - 1;
            if before_korean && text.starts_with(is_korean) {
                korean += 1;
                particles += u32::from(PARTICLES.contains(&text.split(' ').next().unwrap_or_default()));
            }
            before_korean = text.ends_with(is_korean);
            for (at, word) in text.split(' ').enumerate() {
                words += 1;
                let is_part = word.contains(is_korean) && (at == 0 || at == last);
                if is_part || (at == 0 && is_rest) || (at == last && ends_broken) {
                    continue;
                }
                compounds += u32::from(found.learn(word));
            }
            broken += u32::from(ends_broken);
            is_rest = ends_broken;
        }
        // A hyphen within a word is as often at the end of a line as any other place in the text. More of them than
        // that, by far, are those of broken words.
        let own = f64::from(compounds) * f64::from(line_count) / f64::from(words.max(1));
        found.breaks_korean = f64::from(particles) > PARTICLE_SHARE_MIN * f64::from(korean);
        found.breaks_words =
            f64::from(broken) > 2.0 * own + 0.5 && f64::from(broken) > BROKEN_SHARE_MIN * f64::from(line_count);
        found
    }

    /// Learns a word, and says whether it has a hyphen within.
    fn learn(&mut self, word: &str) -> bool {
        let word = word.trim_matches(|one: char| !one.is_alphanumeric()).to_lowercase();
        let is_compound = word.contains(is_hyphen) && word.starts_with(char::is_alphabetic);
        if self.words.len() + self.compounds.len() < WORDS_MAX && !word.is_empty() {
            if is_compound {
                self.compounds.insert(word.replace('\u{2010}', "-"));
            } else {
                self.words.insert(word);
            }
        }
        is_compound
    }

    /// Adds the next line of a paragraph.
    pub(super) fn join(&self, paragraph: &mut String, line: &str) {
        let (Some(before), Some(after)) = (paragraph.chars().next_back(), line.chars().next()) else {
            paragraph.push_str(line);
            return;
        };
        if let Some((head, hyphen)) = broken_word(paragraph) {
            let tail: String = line.chars().take_while(|one| one.is_alphanumeric()).collect();
            if AND.contains(&tail.as_str()) {
                paragraph.push(' ');
            } else if self.is_broken(&head.to_lowercase(), hyphen, &tail.to_lowercase(), after) {
                paragraph.pop();
            }
        } else if before == '\u{ad}' {
            paragraph.pop();
        } else if is_tied(paragraph, before, after) || self.is_korean_word(paragraph, line) {
            // Nothing stands between them.
        } else {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }

    /// Whether a line ends within a Korean word.
    fn is_korean_word(&self, paragraph: &str, line: &str) -> bool {
        if !self.breaks_korean || !paragraph.ends_with(is_korean) || !line.starts_with(is_korean) {
            return false;
        }
        let head = paragraph.rsplit(' ').next().unwrap_or_default();
        let tail = line.split(|one| !is_korean(one)).next().unwrap_or_default();
        // Three of four places in a line are within a word: so it is, unless both parts are words.
        PARTICLES.contains(&tail)
            || self.words.contains(&format!("{head}{tail}"))
            || !(self.words.contains(head) || self.words.contains(tail))
    }

    /// Whether a hyphen at the end of a line is there only because the line ends.
    fn is_broken(&self, head: &str, hyphen: char, tail: &str, after: char) -> bool {
        if !after.is_lowercase() && !letters_have_no_case(after) {
            return false;
        }
        // Of `vice-presi-`, the last part is the broken one.
        let last = head.rsplit(is_hyphen).next().unwrap_or(head);
        if self.compounds.contains(&format!("{}-{tail}", head.replace('\u{2010}', "-"))) {
            return false;
        }
        if self.words.contains(&format!("{last}{tail}")) {
            return true;
        }
        let is_long = |word: &str| word.chars().count() >= 4 && self.words.contains(word);
        if is_long(last) && is_long(tail) {
            return false;
        }
        // This one is hardly ever typed: programs that break words draw it.
        hyphen == '\u{2010}' || self.breaks_words
    }
}

fn is_korean(one: char) -> bool {
    matches!(one, '\u{ac00}'..='\u{d7a3}')
}

fn is_hyphen(one: char) -> bool {
    matches!(one, '-' | '\u{2010}')
}

/// Letters without upper and lower case, where the rest of a word cannot be told by it.
fn letters_have_no_case(one: char) -> bool {
    one.is_alphabetic() && !one.is_uppercase() && !letters::is_unspaced(one)
}

/// The word that ends with a hyphen at the end of a text, and the hyphen; none after a digit or a space.
fn broken_word(text: &str) -> Option<(&str, char)> {
    let hyphen = text.chars().next_back().filter(|one| is_hyphen(*one))?;
    let rest = &text[..text.len() - hyphen.len_utf8()];
    let word = rest.rsplit(' ').next().unwrap_or(rest);
    let word = word.trim_start_matches(|one: char| !one.is_alphabetic());
    word.chars().next_back().is_some_and(char::is_alphabetic).then_some((word, hyphen))
}

/// Whether no space belongs between the end of a line and the next: in scripts without spaces, after a dash that has none
/// before it, after a hyphen behind a number.
fn is_tied(paragraph: &str, before: char, after: char) -> bool {
    if letters::is_unspaced(before) && letters::is_unspaced(after) {
        return true;
    }
    let is_dash = is_hyphen(before) || matches!(before, '\u{2011}' | '\u{2013}' | '\u{2014}');
    let stands_alone = paragraph.chars().rev().nth(1).is_none_or(char::is_whitespace);
    is_dash && !stands_alone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&str]) -> String {
        let lines: Vec<Line> = lines.iter().map(|text| Line { text: (*text).to_owned(), ..Line::default() }).collect();
        let hyphens = Hyphens::of(lines.iter());
        let mut paragraph = String::new();
        for line in &lines {
            hyphens.join(&mut paragraph, &line.text);
        }
        paragraph
    }

    #[test]
    fn broken_words_are_put_together_and_hyphens_of_their_own_stay() {
        for (lines, expected) in [
            (&["the inter-", "national court"][..], "the international court"),
            // A document that writes the word with its hyphen elsewhere.
            (&["the co-operation of both, co-", "operation of all"], "the co-operation of both, co-operation of all"),
            // Numbers and names keep theirs.
            (&["in 2019-", "20 and the Anglo-", "Saxon way"], "in 2019-20 and the Anglo-Saxon way"),
            (&["pre-", "and post-war"], "pre- and post-war"),
            (&["a soft\u{ad}", "ened tone"], "a softened tone"),
            (&["waited -", "and left"], "waited - and left"),
            (&["waited\u{2014}", "and left"], "waited\u{2014}and left"),
            (&["\u{5317}\u{4eac}", "\u{5e02}"], "\u{5317}\u{4eac}\u{5e02}"),
            (&["two", "words"], "two words"),
        ] {
            assert_eq!(joined(lines), expected);
        }
    }

    #[test]
    fn a_document_that_breaks_no_words_keeps_the_hyphens_at_its_line_ends() {
        let mut lines = vec!["a well-known and much-read book by a so-called friend of the house"; 20];
        lines.extend(["it is a long-", "term view"]);
        assert!(joined(&lines).ends_with("it is a long-term view"));
        let mut lines = ["the next line breaks a word as many of these lines do, as in docu-", "ment or so"].repeat(10);
        lines.extend(["it is an encyclo-", "pedia"]);
        assert!(joined(&lines).ends_with("it is an encyclopedia"));
    }
}
