//! The course of learning: lexicon, tagger, parser, labeller.
//!
//! Each stage learns from what the stage before it says of sentences that it has not seen (a fold is analysed by
//! models that learned from the others): so it meets mistakes as often as it will in other texts.

use std::array;

use extractor_api::layer::Relation;
use syntax::analysis::heads;
use syntax::model::class::{self, CLASSES, Class, LABELLER_WIDTH, LABELS, PARSER_WIDTH, TAGGER_WIDTH};
use syntax::model::labeller::{self, Tree};
use syntax::model::parser::{self, Node, State};
use syntax::model::table::Scores;
use syntax::model::tagger::{self, MARGIN};
use syntax::model::weights::{Lexicon, MAGIC};
use syntax::model::word::{self, Word};

use crate::lexicon::lexicon;
use crate::oracle;
use crate::perceptron::{Perceptron, table};
use crate::shuffle::Chance;
use crate::treebank::Sentence;

const FOLDS: usize = 4;
const TAGGER_ROUNDS: usize = 6;
const PARSER_ROUNDS: usize = 12;
const LABELLER_ROUNDS: usize = 6;
/// More than the rounds that any model learns.
const ROUNDS_MAX: usize = 100;
/// How many models are learned, each in another order, and put together in the end.
const MODELS: usize = 5;
/// How many rounds the models for the folds learn.
const FOLD_ROUNDS: usize = 4;

/// By how much a right answer must win at least: one that wins narrowly is learned from like a wrong one.
const CLEARLY: i32 = 12;

/// What a weight is multiplied with before it becomes a byte.
const SCALE: f64 = 4.0;
/// How many features have rows in the end; they are chosen by a first learning with all features.
const TAGGER_FEATURES: usize = 30_000;
const PARSER_FEATURES: usize = 450_000;
const LABELLER_FEATURES: usize = 30_000;

/// A sentence ready to be learned from.
pub(crate) struct Example {
    /// With margins.
    pub(crate) words: Vec<Word>,
    /// The right classes.
    pub(crate) classes: Vec<Class>,
    /// The classes that a tagger gives that has not seen the sentence, with margins.
    guessed: Vec<Class>,
    /// Right heads: numbers of words from 1, the root's behind the last; 0 for the place before the first.
    heads: Vec<Node>,
    relations: Vec<Relation>,
    /// The heads by index that a parser gives that has not seen the sentence.
    parsed: Vec<u32>,
}

impl Example {
    fn new(sentence: &Sentence, lexicon: &Lexicon<'_>, change: fn(&str) -> String) -> Example {
        let texts: Vec<String> = sentence.words.iter().map(|word| change(&word.text)).collect();
        let manner = word::manner(texts.iter().map(String::as_str));
        let mut words = Vec::new();
        let looked = sentence.words.iter().zip(&texts).map(|(given, text)| {
            let mut word = Word::new(text, manner, given.glued);
            lexicon.look_up(&mut word);
            word
        });
        tagger::with_margin(looked, &mut words);
        let root = sentence.words.len() as Node + 1;
        let head = |head: usize| if head == 0 { root } else { head as Node };
        Example {
            words,
            classes: sentence.words.iter().map(|word| word.class).collect(),
            guessed: Vec::new(),
            heads: std::iter::once(0).chain(sentence.words.iter().map(|word| head(word.head))).collect(),
            relations: sentence.words.iter().map(|word| word.relation).collect(),
            parsed: Vec::new(),
        }
    }

    fn inner(&self) -> &[Word] {
        &self.words[MARGIN..self.words.len() - MARGIN]
    }

    fn guessed(&self) -> &[Class] {
        &self.guessed[MARGIN..self.guessed.len() - MARGIN]
    }
}

/// Learns from sentences; returns the file of weights.
pub(crate) fn learn(sentences: &[Sentence]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    let known = lexicon(sentences);
    file.extend(&known);
    let (words, _) = Lexicon::read(&known).expect("a lexicon that was just made");
    let mut examples: Vec<Example> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        examples.push(Example::new(sentence, &words, str::to_owned));
        // Headlines are rare in treebanks, and frequent in news.
        if index % 25 == 7 {
            examples.push(Example::new(sentence, &words, capitalised));
        }
        if index % 100 == 13 {
            examples.push(Example::new(sentence, &words, str::to_uppercase));
        }
    }
    println!("{} sentences, {} examples", sentences.len(), examples.len());

    for fold in 0..FOLDS {
        let model = learn_tagger(&examples, |index| index % FOLDS != fold, FOLD_ROUNDS, 0, Perceptron::new());
        for example in examples.iter_mut().skip(fold).step_by(FOLDS) {
            tagger::tag(&model, &example.words, &mut example.guessed);
        }
    }
    let (all, everyone) = (Perceptron::new(), |_| true);
    let foremost = learn_tagger(&examples, everyone, TAGGER_ROUNDS, 0, all).foremost(TAGGER_FEATURES);
    let learned: [_; MODELS] =
        array::from_fn(|seed| learn_tagger(&examples, everyone, TAGGER_ROUNDS, seed, Perceptron::of(&foremost)));
    file.extend(table(&learned, SCALE));

    let mut state = State::default();
    for fold in 0..FOLDS {
        let model = learn_parser(&examples, |index| index % FOLDS != fold, FOLD_ROUNDS, 0, Perceptron::new());
        for example in examples.iter_mut().skip(fold).step_by(FOLDS) {
            state.begin(&example.words[MARGIN..example.words.len() - MARGIN], example.guessed());
            parser::parse(&model, &mut state);
            example.parsed = heads(&state).collect();
        }
    }
    let foremost = learn_parser(&examples, everyone, PARSER_ROUNDS, 0, Perceptron::new()).foremost(PARSER_FEATURES);
    let learned: [_; MODELS] =
        array::from_fn(|seed| learn_parser(&examples, everyone, PARSER_ROUNDS, seed, Perceptron::of(&foremost)));
    file.extend(table(&learned, SCALE));

    let foremost = learn_labeller(&examples, 0, Perceptron::new()).foremost(LABELLER_FEATURES);
    let learned: [_; MODELS] = array::from_fn(|seed| learn_labeller(&examples, seed, Perceptron::of(&foremost)));
    file.extend(table(&learned, SCALE));
    file
}

/// Writes A Word With a Capital.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if text.len() > 3 => first.to_uppercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

/// The order of the examples in a round.
fn order(count: usize, chosen: impl Fn(usize) -> bool, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).filter(|&index| chosen(index)).collect();
    Chance::new(round as u64 + 1).shuffle(&mut order);
    order
}

fn learn_tagger(
    examples: &[Example],
    chosen: impl Fn(usize) -> bool,
    rounds: usize,
    seed: usize,
    mut model: Perceptron<TAGGER_WIDTH>,
) -> Perceptron<TAGGER_WIDTH> {
    let mut classes: Vec<Class> = Vec::new();
    for round in 0..rounds {
        let (mut wrong, mut all) = (0, 0);
        for index in order(examples.len(), &chosen, seed * ROUNDS_MAX + round) {
            let example = &examples[index];
            classes.clear();
            classes.resize(example.words.len(), tagger::OUTSIDE);
            for (at, &right) in example.classes.iter().enumerate() {
                let place = at + MARGIN;
                let word = &example.words[place];
                if word.safe {
                    classes[place] = word.usual;
                    continue;
                }
                let features = tagger::features(&example.words, &classes, place);
                let scores = model.score(&features);
                let guess = tagger::best(&scores);
                model.step();
                all += 1;
                wrong += u32::from(guess != right);
                if let Some(rival) = rival(&scores[..CLASSES.len()], usize::from(right)) {
                    model.correct(&features, usize::from(right), rival);
                }
                classes[place] = guess;
            }
        }
        println!("tagger, round {}: {wrong} of {all} wrong", round + 1);
    }
    model
}

fn learn_parser(
    examples: &[Example],
    chosen: impl Fn(usize) -> bool,
    rounds: usize,
    seed: usize,
    mut model: Perceptron<PARSER_WIDTH>,
) -> Perceptron<PARSER_WIDTH> {
    let mut state = State::default();
    let mut chance = Chance::new(77 + seed as u64);
    for round in 0..rounds {
        let (mut wrong, mut all) = (0, 0);
        for index in order(examples.len(), &chosen, seed * ROUNDS_MAX + round) {
            let example = &examples[index];
            state.begin(example.inner(), example.guessed());
            while !state.is_done() {
                let can = state.can();
                let features = state.features();
                let scores = model.score(&features);
                let guess = parser::best(&scores, can);
                let right = right_steps(&state, example, can);
                let best = parser::best(&scores, right);
                model.step();
                all += 1;
                let is_right = right[guess as usize];
                wrong += u32::from(!is_right);
                let near = (0..3).filter(|&step| can[step] && !right[step]).max_by_key(|&step| scores[step]);
                if let Some(rival) = near.filter(|&step| scores[best as usize] - scores[step] <= CLEARLY) {
                    model.correct(&features, best as usize, rival);
                }
                // Mistakes are followed, so that the parser learns to go on from them.
                let follow = is_right || round > 0 && chance.below(10) < 9;
                state.take(if follow { guess } else { best });
            }
        }
        println!("parser, round {}: {wrong} of {all} wrong", round + 1);
    }
    model
}

/// Which of the steps that can be taken lose nothing, or as little as can be.
fn right_steps(state: &State, example: &Example, can: [bool; 3]) -> [bool; 3] {
    let costs = oracle::costs(state, &example.heads);
    let least = costs.iter().zip(can).filter(|(_, can)| *can).map(|(cost, _)| *cost).min().unwrap_or(0);
    std::array::from_fn(|step| can[step] && costs[step] == least)
}

/// The best of the wrong classes, when the right one does not win over it by more than [`CLEARLY`].
fn rival(scores: &[i32], right: usize) -> Option<usize> {
    let rival = (0..scores.len()).filter(|&class| class != right).max_by_key(|&class| scores[class])?;
    (scores[right] - scores[rival] <= CLEARLY).then_some(rival)
}

fn learn_labeller(
    examples: &[Example],
    seed: usize,
    mut model: Perceptron<LABELLER_WIDTH>,
) -> Perceptron<LABELLER_WIDTH> {
    let mut tree = Tree::default();
    for round in 0..LABELLER_ROUNDS {
        let (mut wrong, mut all) = (0, 0);
        for index in order(examples.len(), |_| true, seed * ROUNDS_MAX + round) {
            let example = &examples[index];
            tree.begin(example.inner(), example.guessed(), example.parsed.iter().copied());
            for at in 0..tree.words() {
                if tree.is_root(at) {
                    continue;
                }
                if let Some(label) = tree.evident(at) {
                    tree.labels[at] = label;
                    continue;
                }
                let features = tree.features(at);
                let scores = model.score(&features);
                let guess = labeller::best(&scores);
                tree.labels[at] = guess;
                // With a wrong head no relation is right.
                if example.heads[at + 1] != example.parsed[at] + 1 {
                    continue;
                }
                let right = class::label(example.relations[at]);
                model.step();
                all += 1;
                wrong += u32::from(guess != right);
                if let Some(rival) = rival(&scores[..LABELS], usize::from(right)) {
                    model.correct(&features, usize::from(right), rival);
                }
            }
        }
        println!("labeller, round {}: {wrong} of {all} wrong", round + 1);
    }
    model
}
