//! Sentences written down by hand with their parse, for tests of extractors that read `tokens/1` and `sentences/1`.
//!
//! A token is a line: word, part of speech, number of its head in the sentence (0 for the root), relation and, where it
//! matters, the form; all by the names that [`Tag`], [`Relation`] and [`Form`] have in treebanks. A word with `~` before it
//! follows without a space. An empty line ends the sentence; `[title]` starts a new line of the text and another zone.
//!
//! ```
//! let fixture = parsed::fixture::Fixture::read("
//!     [body]
//!     Kovar   PROPN  2  nsubj  singular
//!     left    VERB   0  root   past
//!     ~.      PUNCT  2  punct
//! ");
//! assert_eq!(fixture.text, "Kovar left.");
//! assert_eq!(fixture.parsed().word(1), "left");
//! ```

use extractor_api::Exported;
use extractor_api::layer::{Form, Pool, Relation, Sentence, Tag, Token, Zone, ZoneKind};
use extractor_api::testing::Harness;

use crate::Parsed;

/// A text with its layers.
#[derive(Clone, Debug, Default)]
pub struct Fixture {
    /// The text that the tokens make.
    pub text: String,
    /// `tokens/1`.
    pub tokens: Vec<Token>,
    /// `sentences/1`.
    pub sentences: Vec<Sentence>,
    /// `zones/1`.
    pub zones: Vec<Zone>,
}

impl Fixture {
    /// Reads the notation.
    ///
    /// # Panics
    /// On a line that is not in the notation, with the line.
    pub fn read(notation: &str) -> Fixture {
        let mut fixture = Fixture::default();
        let mut zone = ZoneKind::Body;
        let mut new_line = false;
        let mut sentence: Vec<&str> = Vec::new();
        for line in notation.lines().map(str::trim).chain([""]) {
            if line.is_empty() {
                if !sentence.is_empty() {
                    fixture.add(&sentence, zone, new_line);
                    (sentence, new_line) = (Vec::new(), false);
                }
            } else if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                let named = ZoneKind::ALL.iter().find(|kind| kind.name() == name);
                zone = *named.unwrap_or_else(|| panic!("no zone: {line}"));
                new_line = true;
            } else {
                sentence.push(line);
            }
        }
        fixture
    }

    /// The text with its tokens and sentences.
    pub fn parsed(&self) -> Parsed<'_> {
        Parsed::new(&self.text, self.tokens.clone(), self.sentences.clone())
    }

    /// Puts the layers before an extractor under test.
    pub fn before<E: Exported>(&self, harness: Harness<E>) -> Harness<E> {
        harness
            .with_layer(self.zones.clone(), Pool::new())
            .with_layer(self.sentences.clone(), Pool::new())
            .with_layer(self.tokens.clone(), Pool::new())
    }

    fn add(&mut self, lines: &[&str], zone: ZoneKind, new_line: bool) {
        if !self.text.is_empty() {
            self.text.push(if new_line { '\n' } else { ' ' });
        }
        let (start, first) = (self.text.len(), self.tokens.len());
        for line in lines {
            let token = self.token(line, first);
            self.tokens.push(token);
        }
        let end = self.text.len() as u64;
        self.sentences.push(Sentence {
            start: start as u64,
            end,
            first_token: first as u32,
            tokens: lines.len() as u32,
            zone,
            flags: Sentence::PARSED,
        });
        match self.zones.last_mut().filter(|last| last.kind == zone && !new_line) {
            Some(last) => last.end = end,
            None => self.zones.push(Zone { start: start as u64, end, kind: zone, confidence: 1000 }),
        }
    }

    fn token(&mut self, line: &str, first: usize) -> Token {
        let mut words = line.split_whitespace();
        let read = (|| {
            let word = words.next()?;
            let tag = Tag::from_name(words.next()?)?;
            let head = words.next()?.parse::<usize>().ok()?;
            let relation = Relation::from_name(words.next()?)?;
            let form = words.next().map_or(Some(Form::Other), Form::from_name)?;
            Some((word, tag, head, relation, form))
        })();
        let (word, tag, head, relation, form) = read.unwrap_or_else(|| panic!("no token: {line}"));
        let glued = word.strip_prefix('~').filter(|rest| !rest.is_empty());
        if glued.is_none() && self.tokens.len() > first {
            self.text.push(' ');
        }
        let start = self.text.len() as u64;
        self.text.push_str(glued.unwrap_or(word));
        let head = head.checked_sub(1).map_or(self.tokens.len(), |head| first + head) as u32;
        Token { start, end: self.text.len() as u64, head, tag, relation, form, flags: 0 }
    }
}
