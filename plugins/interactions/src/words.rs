//! The words of a text as the lexicon knows them.

use extractor_api::layer::{Sentence, Token};

use crate::lexicon::{self, Form, FormNumber, Search};

/// For each token its form in the lexicon.
pub(crate) struct Words {
    forms: Vec<FormNumber>,
    /// The classes of the forms: they are asked for again and again, and lie near each other here.
    classes: Vec<u128>,
}

impl Words {
    /// Looks up the words of the sentences in which acts are told; all others are known of nothing.
    pub(crate) fn read(text: &str, tokens: &[Token], told: &[Sentence]) -> Words {
        let mut forms = vec![0; tokens.len()];
        let mut searches = Vec::new();
        for sentence in told {
            let first = (sentence.first_token as usize).min(tokens.len());
            let end = first.saturating_add(sentence.tokens as usize).min(tokens.len());
            let ranges = tokens[first..end].iter().map(|token| token.start as usize..token.end as usize);
            searches.extend(ranges.map(|range| Search::begin(text, range)));
            searches.iter_mut().for_each(Search::look);
            for (form, search) in forms[first..end].iter_mut().zip(searches.drain(..)) {
                *form = search.end();
            }
        }
        let classes = forms.iter().map(|&form| lexicon::form(form).classes).collect();
        Words { forms, classes }
    }

    /// What the lexicon knows of a token.
    pub(crate) fn form(&self, token: usize) -> &'static Form {
        lexicon::form(self.forms[token])
    }

    /// Whether a token may name an act.
    pub(crate) fn is_trigger(&self, token: usize) -> bool {
        lexicon::is_trigger(self.forms[token])
    }

    /// Whether a token is in one of these classes.
    pub(crate) fn in_class(&self, token: usize, classes: u128) -> bool {
        self.classes[token] & classes != 0
    }
}
