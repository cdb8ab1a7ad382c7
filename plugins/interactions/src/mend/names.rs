//! Names that the parser took for common nouns, and roles that it took for the last part of a name.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;
use crate::lexicon;

impl Draft<'_> {
    /// "ties with Sylvania" with the name as a common noun: inside of a sentence a capital letter tells a name, unless
    /// the lexicon knows the word.
    pub(super) fn name_as_noun(&mut self, token: usize) {
        if token > self.range.start && self.tag(token) == Tag::Noun && self.is_strange(token) {
            self.tokens[token].tag = Tag::Propn;
        }
    }

    /// "Sylvania cleric left" with the role as a part of the name: the role is who leaves.
    pub(super) fn role_as_name(&mut self, role: usize) {
        let name = self.head(role);
        let is_role = self.relation(role) == R::Flat
            && name + 1 == role
            && self.word(role).starts_with(char::is_lowercase)
            && lexicon::form(self.forms[role]).readings.iter().any(|&reading| !lexicon::lemma(reading).sector.is_empty());
        if !is_role || !self.is_strange(name) {
            return;
        }
        for token in self.range.clone() {
            if self.head(token) == name && token != name {
                self.tokens[token].head = role as u32;
            }
        }
        self.replace(name, role, self.relation(name));
        self.hang(name, role, R::Compound);
        (self.tokens[role].tag, self.tokens[name].tag) = (Tag::Noun, Tag::Propn);
    }

    /// Whether a word in the singular is written like a name and is none of the lexicon.
    fn is_strange(&self, token: usize) -> bool {
        self.tokens[token].form == Form::Singular
            && self.word(token).starts_with(char::is_uppercase)
            && lexicon::form(self.forms[token]).readings.is_empty()
    }
}
