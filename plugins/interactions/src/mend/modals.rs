//! What stands right behind a modal is the verb, whatever it was read as.

use extractor_api::layer::{Form, Relation as R, Tag};

use super::Draft;

impl Draft<'_> {
    /// "would levy duties" with "levy" as an adjective of the duties: what stands right behind a modal is the verb.
    pub(super) fn modal_of_noun(&mut self, modal: usize) {
        let (verb, noun) = (modal + 1, self.head(modal));
        let fits = self.tokens[modal].form == Form::Modal
            && verb < noun
            && self.tag(noun) == Tag::Noun
            && self.head(verb) == noun
            && matches!(self.relation(verb), R::Amod | R::Compound)
            && self.is_bare_form(verb);
        if !fits {
            return;
        }
        for token in self.around(noun).filter(|&token| token < verb) {
            if self.head(token) == noun {
                self.tokens[token].head = verb as u32;
            }
        }
        self.replace(noun, verb, self.relation(noun));
        self.hang(noun, verb, R::Obj);
        self.make_verb(verb, Form::Base);
    }

    /// "would free the hostages" with "free" as an adjective: what stands right behind a modal and has an object is the verb.
    pub(super) fn adjective_behind_modal(&mut self, modal: usize) {
        let verb = self.head(modal);
        let fits = self.tokens[modal].form == Form::Modal
            && verb == modal + 1
            && self.tag(verb) == Tag::Adj
            && self.is_bare_form(verb)
            && self.has_object(verb);
        if fits {
            self.make_verb(verb, Form::Base);
        }
    }
}
