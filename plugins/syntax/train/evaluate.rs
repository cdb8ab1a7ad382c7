//! How good weights are on sentences they were not made from: with the tokens of the treebank, and from the text on.

use std::collections::BTreeMap;
use std::ops::Range;

use extractor_api::layer::{Relation, Tag};
use syntax::analysis::Analyst;
use syntax::model::weights::Weights;
use syntax::text::{sentences::sentences, tokens::tokens};

use crate::treebank::Sentence;

/// The relations whose figures are printed one by one.
const RELATIONS: [Relation; 12] = [
    Relation::Nsubj,
    Relation::NsubjPass,
    Relation::Obj,
    Relation::Obl,
    Relation::Conj,
    Relation::Ccomp,
    Relation::Xcomp,
    Relation::Nmod,
    Relation::Advcl,
    Relation::AclRelcl,
    Relation::Appos,
    Relation::Parataxis,
];

/// Counts of what was found, what is there and what is right.
#[derive(Clone, Copy, Default)]
struct Share {
    found: u32,
    there: u32,
    right: u32,
}

impl Share {
    fn f1(self) -> f64 {
        2.0 * f64::from(self.right) / f64::from((self.found + self.there).max(1))
    }
}

/// A word with its place in the text, and its head's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Placed {
    start: usize,
    end: usize,
    head: (usize, usize),
    tag: Tag,
    relation: Relation,
}

/// Prints the figures.
pub(crate) fn print(all: &[Sentence], weights: &Weights<'_>) {
    let mut sources: Vec<&str> = all.iter().map(|sentence| sentence.source.as_str()).collect();
    sources.dedup();
    println!("{:22} {:>6} {:>6} {:>6} {:>6} {:>6}  F1 of", "", "sent", "word", "UPOS", "UAS", "LAS");
    let mut analyst = Analyst::new(*weights);
    for source in sources.into_iter().chain(["all"]) {
        let chosen: Vec<&Sentence> =
            all.iter().filter(|sentence| source == "all" || sentence.source == source).collect();
        let paragraphs = paragraphs(&chosen);
        print_row(&format!("{source}, gold tokens"), &paragraphs, |paragraph| {
            with_gold_tokens(paragraph, &mut analyst)
        });
        print_row(&format!("{source}, from text"), &paragraphs, |paragraph| from_text(paragraph, &mut analyst));
    }
    print_speed(&paragraphs(&all.iter().collect::<Vec<_>>()), weights);
}

/// A paragraph's text and its words; where sentences end.
struct Paragraph {
    text: String,
    /// For each sentence its words, each with whether it is glued to the one before.
    words: Vec<Vec<(Range<usize>, bool)>>,
    placed: Vec<Vec<Placed>>,
}

fn paragraphs(sentences: &[&Sentence]) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for sentence in sentences {
        if sentence.opens || paragraphs.is_empty() {
            paragraphs.push(Paragraph { text: String::new(), words: Vec::new(), placed: Vec::new() });
        }
        let Some(paragraph) = paragraphs.last_mut() else { continue };
        let mut places = Vec::new();
        for word in &sentence.words {
            if !word.glued && !paragraph.text.is_empty() {
                paragraph.text.push(' ');
            }
            let start = paragraph.text.len();
            paragraph.text.push_str(&word.text);
            places.push((start, paragraph.text.len()));
        }
        let placed = sentence.words.iter().enumerate().map(|(index, word)| Placed {
            start: places[index].0,
            end: places[index].1,
            head: places[if word.head == 0 { index } else { word.head - 1 }],
            tag: word.tag,
            relation: word.relation,
        });
        paragraph.placed.push(placed.collect());
        let words = places.iter().zip(&sentence.words);
        paragraph.words.push(words.map(|(&(start, end), word)| (start..end, word.glued)).collect());
    }
    paragraphs
}

/// The sentences of a paragraph as the extractor finds them with the treebank's sentences and tokens.
fn with_gold_tokens(paragraph: &Paragraph, analyst: &mut Analyst<'_>) -> Vec<Vec<Placed>> {
    let both = paragraph.words.iter().zip(&paragraph.placed);
    both.map(|(words, placed)| {
        analyst.analyse(&paragraph.text, words, true);
        let places: Vec<(usize, usize)> = placed.iter().map(|word| (word.start, word.end)).collect();
        placed_as_found(&places, analyst)
    })
    .collect()
}

/// The sentences of a paragraph as the extractor finds them in its text.
fn from_text(paragraph: &Paragraph, analyst: &mut Analyst<'_>) -> Vec<Vec<Placed>> {
    let mut found = Vec::new();
    sentences(&paragraph.text, 0..paragraph.text.len(), |sentence| {
        let mut places: Vec<(usize, usize)> = Vec::new();
        tokens(&paragraph.text, sentence, |token| places.push((token.start, token.end)));
        let is_glued = |index: usize, start: usize| index > 0 && places[index - 1].1 == start;
        let words = places.iter().enumerate().map(|(index, &(start, end))| (start..end, is_glued(index, start)));
        analyst.analyse(&paragraph.text, &words.collect::<Vec<_>>(), true);
        found.push(placed_as_found(&places, analyst));
    });
    found
}

fn placed_as_found(places: &[(usize, usize)], analyst: &Analyst<'_>) -> Vec<Placed> {
    let words = places.iter().zip(&analyst.found);
    words
        .map(|(&(start, end), found)| {
            let head = places[found.head as usize];
            Placed { start, end, head, tag: found.tag, relation: found.relation }
        })
        .collect()
}

fn print_row(name: &str, paragraphs: &[Paragraph], mut analyse: impl FnMut(&Paragraph) -> Vec<Vec<Placed>>) {
    let mut sentences = Share::default();
    let [mut words, mut tags, mut heads, mut both] = [Share::default(); 4];
    let mut relations: BTreeMap<Relation, Share> = BTreeMap::new();
    for paragraph in paragraphs {
        let found = analyse(paragraph);
        let ends = |list: &[Vec<Placed>]| -> Vec<(usize, usize)> {
            list.iter().filter_map(|words| Some((words.first()?.start, words.last()?.end))).collect()
        };
        let (found_ends, there_ends) = (ends(&found), ends(&paragraph.placed));
        sentences.found += found_ends.len() as u32;
        sentences.there += there_ends.len() as u32;
        sentences.right += found_ends.iter().filter(|ends| there_ends.contains(ends)).count() as u32;
        let there: BTreeMap<(usize, usize), Placed> =
            paragraph.placed.iter().flatten().map(|word| ((word.start, word.end), *word)).collect();
        for word in paragraph.placed.iter().flatten() {
            relations.entry(word.relation).or_default().there += 1;
        }
        for word in found.iter().flatten() {
            let relation = relations.entry(word.relation).or_default();
            relation.found += 1;
            words.found += 1;
            let Some(gold) = there.get(&(word.start, word.end)) else { continue };
            let head = gold.head == word.head;
            words.right += 1;
            tags.right += u32::from(gold.tag == word.tag);
            heads.right += u32::from(head);
            both.right += u32::from(head && gold.relation == word.relation);
            relation.right += u32::from(head && gold.relation == word.relation);
        }
        words.there += there.len() as u32;
    }
    for share in [&mut tags, &mut heads, &mut both] {
        (share.found, share.there) = (words.found, words.there);
    }
    print!("{name:22}");
    for share in [sentences, words, tags, heads, both] {
        print!(" {:6.4}", share.f1());
    }
    print!(" ");
    for relation in RELATIONS {
        print!(" {} {:.3}", relation.name(), relations.get(&relation).copied().unwrap_or_default().f1());
    }
    println!();
}

/// Prints how many words a second go through all stages on one core.
fn print_speed(paragraphs: &[Paragraph], weights: &Weights<'_>) {
    let began = busy_nanoseconds();
    let mut analyst = Analyst::new(*weights);
    let mut words = 0;
    while busy_nanoseconds() - began < 1_500_000_000 {
        for paragraph in paragraphs {
            words += from_text(paragraph, &mut analyst).iter().map(Vec::len).sum::<usize>();
        }
    }
    let seconds = (busy_nanoseconds() - began) as f64 / 1e9;
    println!("{:.0} words a second of processor time, all stages", words as f64 / seconds);
}

/// How long this thread has been at work, so that a busy machine does not count.
fn busy_nanoseconds() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(u64::MAX)
}
