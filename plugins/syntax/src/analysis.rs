//! One sentence through tagger, parser and labeller.

use std::ops::Range;

use extractor_api::layer::{Form, Relation, Tag};
use multiversion::multiversion;

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

    /// Analyses the words of a sentence of a text, each with whether it follows the one before without a space; with heads
    /// and relations if `parse`.
    pub fn analyse(&mut self, text: &str, tokens: &[(Range<usize>, bool)], parse: bool) {
        self.look_up(text, tokens);
        let parse = parse && self.words.len() > 2 * MARGIN;
        decide(&self.weights, &self.words, &mut self.classes, parse.then_some((&mut self.state, &mut self.tree)));
        self.found.clear();
        for (index, &class) in self.classes[MARGIN..self.words.len() - MARGIN].iter().enumerate() {
            let (tag, form) = (class::tag(class), class::form(class));
            self.found.push(Analysed { tag, form, head: index as u32, relation: Relation::Dep });
        }
        if parse {
            for ((found, head), &label) in self.found.iter_mut().zip(heads(&self.state)).zip(&self.tree.labels) {
                found.head = head;
                found.relation = if label == NO_LABEL { Relation::Root } else { class::relation_of(label) };
            }
        }
    }

    fn look_up(&mut self, text: &str, tokens: &[(Range<usize>, bool)]) {
        let manner = word::manner(tokens.iter().map(|(token, _)| &text[token.clone()]));
        let words = tokens.iter().map(|(token, glued)| Word::new(text, token.clone(), manner, *glued));
        tagger::with_margin(words, &mut self.words);
        let end = self.words.len() - MARGIN;
        // In a go of its own, so that no search waits for the memory that the one before it waits for.
        for word in &mut self.words[MARGIN..end] {
            self.weights.lexicon.look_up(word);
        }
    }
}

/// Takes the decisions on a sentence: classes, and heads and relations where a tree is wanted.
fn decide(weights: &Weights<'_>, words: &[Word], classes: &mut Vec<Class>, parse: Option<(&mut State, &mut Tree)>) {
    tag(weights, words, classes);
    if let Some((state, tree)) = parse {
        let inner = MARGIN..words.len() - MARGIN;
        let (words, classes) = (&words[inner.clone()], &classes[inner]);
        state.begin(words, classes);
        find_heads(weights, state);
        tree.begin(words, classes, heads(state));
        label(weights, tree);
    }
}

// Adding up rows is most of the work, so it is compiled for processors with AVX2, too: a row of 64 numbers takes 8 steps
// with it, and 24 without. With AVX-512 it would be 4, but all of it then took a twentieth longer on a processor that has
// it; so it did in one function instead of three.

#[multiversion(targets("x86_64+avx2+bmi1"))]
fn tag(weights: &Weights<'_>, words: &[Word], classes: &mut Vec<Class>) {
    tagger::tag(&weights.tagger, words, classes);
}

#[multiversion(targets("x86_64+avx2+bmi1"))]
fn find_heads(weights: &Weights<'_>, state: &mut State) {
    parser::parse(&weights.parser, Some(&weights.glance), state);
}

#[multiversion(targets("x86_64+avx2+bmi1"))]
fn label(weights: &Weights<'_>, tree: &mut Tree) {
    labeller::label(&weights.labeller, weights.possible, tree);
}

/// For each word the index of its head, the root's its own.
pub fn heads(state: &State) -> impl Iterator<Item = u32> + '_ {
    (1..state.root()).map(|node| {
        let head = state.head(node);
        if head == state.root() { node - 1 } else { head - 1 }
    })
}
