//! One sentence through tagger, parser and labeller.

use extractor_api::layer::{Form, Relation, Tag};

use crate::model::class::{self, Class};
use crate::model::labeller::{self, NO_LABEL, Tree};
use crate::model::parser;
use crate::model::state::State;
use crate::model::tagger::{self, MARGIN};
use crate::model::weights::Weights;
use crate::model::word::{self, Word};

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Analysed {
    /// Part of speech.
    pub tag: Tag,
    /// Inflected form.
    pub form: Form,
    /// Index of the head in the sentence; the word's own at the root, and where nothing was parsed.
    pub head: u32,
    /// Relation to it.
    pub relation: Relation,
}

/// Analyses one sentence after the other; keeps its memory between them.
pub struct Analyst<'a> {
    weights: Weights<'a>,
    words: Vec<Word>,
    classes: Vec<Class>,
    state: State,
    tree: Tree,
    /// The words of the last sentence.
    pub found: Vec<Analysed>,
}

impl<'a> Analyst<'a> {
    /// Makes one with these weights.
    pub fn new(weights: Weights<'a>) -> Analyst<'a> {
        Analyst {
            weights,
            words: Vec::new(),
            classes: Vec::new(),
            state: State::default(),
            tree: Tree::default(),
            found: Vec::new(),
        }
    }

    /// Analyses the words of a sentence, each with whether it follows the one before without a space; with heads and
    /// relations if `parse`.
    pub fn analyse<'t>(&mut self, tokens: impl Iterator<Item = (&'t str, bool)> + Clone, parse: bool) {
        self.found.clear();
        self.tag(tokens);
        for (index, &class) in self.classes[MARGIN..self.words.len() - MARGIN].iter().enumerate() {
            let (tag, form) = (class::tag(class), class::form(class));
            self.found.push(Analysed { tag, form, head: index as u32, relation: Relation::Dep });
        }
        if parse && !self.found.is_empty() {
            self.parse();
        }
    }

    fn tag<'t>(&mut self, tokens: impl Iterator<Item = (&'t str, bool)> + Clone) {
        let manner = word::manner(tokens.clone().map(|(text, _)| text));
        let lexicon = self.weights.lexicon;
        let words = tokens.map(|(text, glued)| {
            let mut word = Word::new(text, manner, glued);
            lexicon.look_up(&mut word);
            word
        });
        tagger::with_margin(words, &mut self.words);
        tagger::tag(&self.weights.tagger, &self.words, &mut self.classes);
    }

    fn parse(&mut self) {
        let inner = MARGIN..self.words.len() - MARGIN;
        let (words, classes) = (&self.words[inner.clone()], &self.classes[inner]);
        self.state.begin(words, classes);
        parser::parse(&self.weights.parser, &mut self.state);
        self.tree.begin(words, classes, heads(&self.state));
        labeller::label(&self.weights.labeller, self.weights.possible, &mut self.tree);
        for ((found, head), &label) in self.found.iter_mut().zip(heads(&self.state)).zip(&self.tree.labels) {
            found.head = head;
            found.relation = if label == NO_LABEL { Relation::Root } else { class::relation_of(label) };
        }
    }
}

/// For each word the index of its head, the root's its own.
pub fn heads(state: &State) -> impl Iterator<Item = u32> + '_ {
    (1..state.root()).map(|node| {
        let head = state.head(node);
        if head == state.root() { node - 1 } else { head - 1 }
    })
}
