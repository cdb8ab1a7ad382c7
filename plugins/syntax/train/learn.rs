//! The course of learning: lexicon, tagger, parser, labeller.
//!
//! Each stage learns from what the stage before it says of sentences that it has not seen (a fold is analysed by
//! models that learned from the others): so it meets mistakes as often as it will in other texts.

use std::thread;

use extractor_api::layer::Relation;
use syntax::analysis::heads;
use syntax::model::class::{self, CLASSES, Class, LABELS};
use syntax::model::glance::look;
use syntax::model::labeller::{self, PAIR, PAIRS, Tree};
use syntax::model::lexicon::Lexicon;
use syntax::model::network::Network;
use syntax::model::parser::{self, Parser};
use syntax::model::state::{Node, State, Step};
use syntax::model::tagger::{self, MARGIN, Tagger};
use syntax::model::weights::MAGIC;
use syntax::model::word::{self, Word};

use crate::glance::{self, Decision};
use crate::lexicon::Entries;
use crate::network::{Learner, parts, slopes};
use crate::oracle;
use crate::shuffle::Chance;
use crate::treebank::Sentence;

const FOLDS: usize = 4;
/// How often each example is learned from; by the models for the folds, and by those that are kept.
const FOLD_ROUNDS: usize = 5;
const TAGGER_ROUNDS: usize = 8;
const PARSER_ROUNDS: usize = 20;
const LABELLER_ROUNDS: usize = 8;
/// How many sentences a batch has.
const BATCH: usize = 24;
/// How far a step goes at first; it shrinks evenly to a fifth.
const RATE: f32 = 0.003;
/// After how many batches of the second half of the course the weights are noted; their mean is kept.
const BETWEEN_NOTES: usize = 50;
/// How often a word must have been seen to be blurred in every second place, see `blurred`.
const HALF_BLURRED: f32 = 2.0;
/// A label that a pair of a word and its head has less than once in so many times is not possible.
const RARE_LABEL: u32 = 1000;
/// How often a pair must have been seen to tell its labels.
const PAIR_COUNT_MIN: u32 = 60;
/// Of so many hundredths of the mistakes the parser sees what comes of them.
const FOLLOWED: usize = 90;

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
            let mut word = Word::new(text, 0..text.len(), manner, given.glued);
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

    /// The words without margins.
    fn inner_words(&self) -> &[Word] {
        &self.words[MARGIN..self.words.len() - MARGIN]
    }

    fn guessed(&self) -> &[Class] {
        &self.guessed[MARGIN..self.guessed.len() - MARGIN]
    }
}

/// Learns from sentences of treebanks, which tell what words there are, and from others; returns the file of weights.
pub(crate) fn learn(sentences: &[Sentence], others: &[Sentence]) -> Vec<u8> {
    let entries = Entries::new(sentences);
    let lexicon = entries.bytes();
    let (words, _) = Lexicon::read(&lexicon).expect("a lexicon that was just made");
    let mut examples: Vec<Example> = Vec::new();
    for (index, sentence) in sentences.iter().chain(others).enumerate() {
        examples.push(Example::new(sentence, &words, str::to_owned));
        // Headlines are rare in treebanks, and frequent in news.
        if index % 25 == 7 {
            examples.push(Example::new(sentence, &words, capitalised));
        }
        if index % 100 == 13 {
            examples.push(Example::new(sentence, &words, str::to_uppercase));
        }
    }
    println!(
        "{} sentences and {} others, {} examples, {} entries",
        sentences.len(),
        others.len(),
        examples.len(),
        entries.len()
    );
    let course = Course { entries: &entries, words };

    let models = folds(&|fold| course.tagger(&examples, Part::Without(fold), FOLD_ROUNDS));
    for (fold, bytes) in models.iter().enumerate() {
        let (model, _): (Tagger<'_>, _) = Network::read(bytes).expect("a network that was just made");
        for example in examples.iter_mut().skip(fold).step_by(FOLDS) {
            tagger::tag(&model, &example.words, &mut example.guessed);
        }
    }
    let models = folds(&|fold| course.parser(&examples, Part::Without(fold), FOLD_ROUNDS));
    let mut state = State::default();
    for (fold, bytes) in models.iter().enumerate() {
        let (model, _): (Parser<'_>, _) = Network::read(bytes).expect("a network that was just made");
        for example in examples.iter_mut().skip(fold).step_by(FOLDS) {
            state.begin(example.inner_words(), example.guessed());
            parser::parse(&model, None, &mut state);
            example.parsed = heads(&state).collect();
        }
    }
    let [tagger, parser, labeller] = thread::scope(|scope| {
        let parser = scope.spawn(|| course.parser(&examples, Part::All, PARSER_ROUNDS));
        let tagger = course.tagger(&examples, Part::All, TAGGER_ROUNDS);
        let labeller = course.labeller(&examples, LABELLER_ROUNDS);
        [tagger, parser.join().expect("a parser"), labeller]
    });
    let glance = glance::learn(&decisions(&parser, &examples));
    parts([MAGIC.to_vec(), lexicon, tagger, parser, glance, possible_labels(&examples), labeller])
}

/// What a parser decides on some examples where more than one step can be taken.
fn decisions(parser: &[u8], examples: &[Example]) -> Vec<Decision> {
    let (model, _): (Parser<'_>, _) = Network::read(parser).expect("a network that was just made");
    let mut decisions = Vec::new();
    let mut state = State::default();
    for example in examples {
        state.begin(example.inner_words(), example.guessed());
        while !state.is_done() {
            let can = state.can();
            let mut sums = model.start();
            model.add(&model.rows(0, &parser::ahead(&state)), &mut sums);
            model.add(&model.rows(parser::AHEAD.len(), &parser::around(&state)), &mut sums);
            let step = Step::ALL[model.best_of_few(&sums, can)];
            if can.iter().filter(|can| **can).count() > 1 {
                decisions.push(Decision { seen: look(&state), can, step });
            }
            state.take(step);
        }
    }
    decisions
}

/// A model for each fold, two at a time.
fn folds(learn: &(dyn Fn(usize) -> Vec<u8> + Sync)) -> Vec<Vec<u8>> {
    let mut models = Vec::new();
    for first in (0..FOLDS).step_by(2) {
        let [one, other] = thread::scope(|scope| {
            let other = scope.spawn(|| learn(first + 1));
            [learn(first), other.join().expect("a model")]
        });
        models.extend([one, other]);
    }
    models
}

/// Which examples are learned from.
#[derive(Clone, Copy)]
enum Part {
    All,
    /// Those that are not in this fold.
    Without(usize),
}

impl Part {
    fn has(self, index: usize) -> bool {
        match self {
            Part::All => true,
            Part::Without(fold) => index % FOLDS != fold,
        }
    }
}

/// What all stages learn with.
struct Course<'e> {
    entries: &'e Entries,
    words: Lexicon<'e>,
}

impl Course<'_> {
    /// Lets a network learn from batches of examples.
    fn rounds<const WIDTH: usize>(
        &self,
        name: &str,
        (examples, part, rounds): (&[Example], Part, usize),
        model: &mut Learner<'_, WIDTH>,
        mut learn: impl FnMut(&mut Learner<'_, WIDTH>, usize, &Example, &[Word]) -> [usize; 2],
    ) {
        let mut chance = Chance::new(77);
        let mut order: Vec<usize> = (0..examples.len()).filter(|&index| part.has(index)).collect();
        let batches = order.len().div_ceil(BATCH);
        for round in 0..rounds {
            chance.shuffle(&mut order);
            let [mut wrong, mut all] = [0, 0];
            for (number, batch) in order.chunks(BATCH).enumerate() {
                for &index in batch {
                    let words = self.blurred(&examples[index].words, &mut chance);
                    let [more_wrong, more] = learn(model, round, &examples[index], &words);
                    (wrong, all) = (wrong + more_wrong, all + more);
                }
                let done = (round * batches + number) as f32 / (rounds * batches) as f32;
                model.update(RATE * (1.0 - 0.8 * done));
                if done > 0.5 && number % BETWEEN_NOTES == 0 {
                    model.note();
                }
            }
            println!("{name}, round {}: {wrong} of {all} wrong", round + 1);
        }
        model.note();
        model.settle();
    }

    /// Words of which some, the rare more often, are known only by what they are like, as words are that no treebank has.
    fn blurred(&self, words: &[Word], chance: &mut Chance) -> Vec<Word> {
        let blur = |word: &Word| {
            let count = self.entries.count(word.known.entry);
            let blurs = count > 0 && chance.share() < 1.0 / (1.0 + count as f32 / HALF_BLURRED);
            let known = if blurs { self.words.known(self.entries.like(word.known.entry)) } else { word.known };
            Word { known, ..*word }
        };
        words.iter().map(blur).collect()
    }

    fn tagger(&self, examples: &[Example], part: Part, rounds: usize) -> Vec<u8> {
        let mut model = Learner::<{ tagger::WIDTH }>::new(&tagger::INPUTS, CLASSES.len(), self.entries, 1);
        let mut classes: Vec<Class> = Vec::new();
        self.rounds("tagger", (examples, part, rounds), &mut model, |model, _, example, words| {
            classes.clear();
            classes.resize(words.len(), tagger::OUTSIDE);
            let [mut wrong, mut all] = [0, 0];
            for (at, &right) in example.classes.iter().enumerate() {
                let place = at + MARGIN;
                let possible = tagger::possible(&words[place]);
                if possible.is_power_of_two() {
                    classes[place] = possible.trailing_zeros() as Class;
                    continue;
                }
                let inputs = &tagger::inputs(words, &classes, place)[..tagger::seen(&words[place])];
                let decision = model.decide(inputs, true);
                model.learn(
                    inputs,
                    &decision,
                    &slopes(&decision.scores, |_| true, |class| class == usize::from(right)),
                );
                classes[place] = best(&decision.scores, |class| possible >> class & 1 == 1) as Class;
                wrong += usize::from(classes[place] != right);
                all += 1;
            }
            [wrong, all]
        });
        model.bytes()
    }

    fn parser(&self, examples: &[Example], part: Part, rounds: usize) -> Vec<u8> {
        let inputs: Vec<_> = parser::AHEAD.into_iter().chain(parser::AROUND).collect();
        let mut model = Learner::<{ parser::WIDTH }>::new(&inputs, Step::ALL.len(), self.entries, 2);
        let mut state = State::default();
        let mut chance = Chance::new(78);
        self.rounds("parser", (examples, part, rounds), &mut model, |model, round, example, words| {
            state.begin(&words[MARGIN..words.len() - MARGIN], example.guessed());
            let [mut wrong, mut all] = [0, 0];
            while !state.is_done() {
                let can = state.can();
                let right = right_steps(&state, example, can);
                if can.iter().filter(|can| **can).count() == 1 {
                    state.take(Step::ALL[can.iter().position(|can| *can).unwrap_or(0)]);
                    continue;
                }
                let inputs = [&parser::ahead(&state)[..], &parser::around(&state)[..]].concat();
                let decision = model.decide(&inputs, true);
                model.learn(&inputs, &decision, &slopes(&decision.scores, |step| can[step], |step| right[step]));
                let guess = best(&decision.scores, |step| can[step]);
                wrong += usize::from(!right[guess]);
                all += 1;
                // Mistakes are followed, so that the parser learns to go on from them.
                let follow = right[guess] || round > 0 && chance.below(100) < FOLLOWED;
                state.take(Step::ALL[if follow { guess } else { best(&decision.scores, |step| right[step]) }]);
            }
            [wrong, all]
        });
        model.bytes()
    }

    fn labeller(&self, examples: &[Example], rounds: usize) -> Vec<u8> {
        let mut model = Learner::<{ labeller::WIDTH }>::new(&labeller::INPUTS, LABELS, self.entries, 3);
        let mut tree = Tree::default();
        self.rounds("labeller", (examples, Part::All, rounds), &mut model, |model, _, example, words| {
            tree.begin(&words[MARGIN..words.len() - MARGIN], example.guessed(), example.parsed.iter().copied());
            let [mut wrong, mut all] = [0, 0];
            for at in (0..tree.words()).filter(|&at| example.parsed[at] as usize != at) {
                if let Some(label) = tree.evident(at) {
                    tree.labels[at] = label;
                    continue;
                }
                let inputs = tree.inputs(at);
                let decision = model.decide(&inputs, true);
                let guess = best(&decision.scores, |_| true);
                tree.labels[at] = guess as u8;
                // With a wrong head no relation is right.
                if example.heads[at + 1] == example.parsed[at] + 1 {
                    let right = usize::from(class::label(example.relations[at]));
                    model.learn(&inputs, &decision, &slopes(&decision.scores, |_| true, |label| label == right));
                    (wrong, all) = (wrong + usize::from(guess != right), all + 1);
                }
            }
            [wrong, all]
        });
        model.bytes()
    }
}

/// The possible answer with the highest score; the first of equals.
fn best(scores: &[f32], possible: impl Fn(usize) -> bool) -> usize {
    let better = |best: usize, next: usize| if scores[next] > scores[best] { next } else { best };
    (0..scores.len()).filter(|&answer| possible(answer)).reduce(better).unwrap_or(0)
}

/// For each pair of a word and its head the labels that it had, without the rarest: 8 bytes each. Of pairs that were
/// rarely seen those of all words of the class.
fn possible_labels(examples: &[Example]) -> Vec<u8> {
    let mut counts = vec![[0u32; 64]; PAIRS];
    let mut tree = Tree::default();
    for example in examples {
        let head =
            |at: usize| if example.relations[at] == Relation::Root { at } else { example.heads[at + 1] as usize - 1 };
        let heads = (0..example.relations.len()).map(|at| head(at) as u32);
        tree.begin(example.inner_words(), example.guessed(), heads);
        for (at, &relation) in example.relations.iter().enumerate().filter(|(at, _)| !tree.is_root(*at)) {
            counts[usize::from(tree.inputs(at)[PAIR])][usize::from(class::label(relation))] += 1;
        }
    }
    let sum = |all: [u32; 64], counts: &[u32; 64]| std::array::from_fn(|label| all[label] + counts[label]);
    let labels_of = |counts: &[u32; 64]| {
        let all: u32 = counts.iter().sum();
        (0..LABELS).filter(|&label| counts[label] * RARE_LABEL > all).fold(0u64, |bits, label| bits | 1 << label)
    };
    let class_of = |pair: usize| pair / 32 % 64;
    let mut classes = [[0; 64]; 64];
    for (pair, counts) in counts.iter().enumerate() {
        classes[class_of(pair)] = sum(classes[class_of(pair)], counts);
    }
    let mut bytes = Vec::new();
    for (pair, counts) in counts.iter().enumerate() {
        let seen = counts.iter().sum::<u32>() >= PAIR_COUNT_MIN;
        let bits = labels_of(if seen { counts } else { &classes[class_of(pair)] });
        bytes.extend(if bits == 0 { (1u64 << LABELS) - 1 } else { bits }.to_le_bytes());
    }
    bytes
}

/// Writes A Word With a Capital.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if text.len() > 3 => first.to_uppercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

/// Which of the steps that can be taken lose nothing, or as little as can be.
fn right_steps(state: &State, example: &Example, can: [bool; 3]) -> [bool; 3] {
    let costs = oracle::costs(state, &example.heads);
    let least = costs.iter().zip(can).filter(|(_, can)| *can).map(|(cost, _)| *cost).min().unwrap_or(0);
    std::array::from_fn(|step| can[step] && costs[step] == least)
}
