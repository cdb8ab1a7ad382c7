//! The words of a text as the lexicon knows them.

use std::ops::Range;

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
            for at in first..end {
                let known = joined(text, &tokens[first..=at]).map_or(0, |range| lexicon::number(text, range));
                if known != 0 {
                    forms[at] = known;
                }
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

/// The bytes of a word that hyphens cut into tokens, at the last of them: "test-fired".
fn joined(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let [.., first, hyphen, last] = tokens else { return None };
    let is_one = first.end == hyphen.start && hyphen.end == last.start && hyphen.end - hyphen.start == 1;
    let is_hyphen = || text.as_bytes().get(hyphen.start as usize) == Some(&b'-');
    (is_one && is_hyphen()).then_some(first.start as usize..last.end as usize)
}
