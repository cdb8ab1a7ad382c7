//! What stands for a name: pronouns, "the two countries", "their foreign ministers". Only what is determined exactly by
//! two sentences becomes a mention.
//!
//! `meanings` says what a word means so far; then one file for each kind of phrase: `person` ("he"), `thing` ("its"),
//! `several` ("they", "both sides"), `owned` ("their ministers"); `blamed` tells whose it is what others answer to.

mod blamed;
mod meanings;
mod owned;
mod person;
mod several;
mod thing;

use std::ops::Range;

use eight::Words;
use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag};

use crate::finder::{Draft, Owned};
use crate::memory::Memory;
use crate::reading::Reading;
use meanings::{Meanings, Meant};

/// How many sentences back a pronoun can look.
const SENTENCES_MAX: usize = 2;
/// So many mentions are looked at, at most, before one is chosen.
const LOOKED_AT_MAX: usize = 60;
/// So many steps lead from a pronoun to the root of its sentence, at most.
const PATH_MAX: usize = 16;
/// So many subjects of an earlier sentence can be meant.
const ABOUT_MAX: usize = 3;

/// What a word stands for.
#[derive(Clone, Copy)]
enum Stands {
    /// A person of this gender.
    Person(u8),
    /// A country or an organization.
    Thing,
    /// Several at once.
    Many,
    /// So many, with a noun behind it.
    Counted(usize),
}

/// The words that stand for names.
const WORDS: [(&str, Stands); 19] = [
    ("he", Stands::Person(b'm')),
    ("him", Stands::Person(b'm')),
    ("his", Stands::Person(b'm')),
    ("himself", Stands::Person(b'm')),
    ("she", Stands::Person(b'f')),
    ("her", Stands::Person(b'f')),
    ("hers", Stands::Person(b'f')),
    ("herself", Stands::Person(b'f')),
    ("it", Stands::Thing),
    ("its", Stands::Thing),
    ("itself", Stands::Thing),
    ("they", Stands::Many),
    ("them", Stands::Many),
    ("their", Stands::Many),
    ("themselves", Stands::Many),
    ("two", Stands::Counted(2)),
    ("both", Stands::Counted(2)),
    ("three", Stands::Counted(3)),
    ("four", Stands::Counted(4)),
];

/// The same words, to be asked.
static STANDING: Words<{ WORDS.len() }, 128> = Words::of(&WORDS);

/// Finds what pronouns and phrases like them mean. The drafts are in the order of their sentences.
pub(crate) fn resolve<'a>(reading: &Reading<'a>, memory: &mut Memory<'a>, drafts: &mut Vec<Draft>, owned: &[Owned]) {
    let mut resolver = Resolver::new(reading, memory, std::mem::take(drafts));
    for sentence in 0..reading.parsed.sentences.len() {
        resolver.sentence(sentence);
    }
    resolver.possessed(owned);
    *drafts = resolver.finish();
}

struct Resolver<'r, 'a, 'm> {
    reading: &'r Reading<'a>,
    memory: &'m mut Memory<'a>,
    drafts: Vec<Draft>,
    /// Where each sentence starts in `drafts`, and the end of the last.
    starts: Vec<usize>,
    /// What the tokens mean, those of pronouns too.
    meanings: Meanings,
    /// What each sentence is about, as far as somebody asked: its main subjects.
    about: Vec<Option<Vec<usize>>>,
    found: Vec<Draft>,
    /// Drafts that a phrase replaced.
    replaced: Vec<usize>,
    /// The two countries of which the article speaks most, when there are two.
    pair: Option<[u32; 2]>,
    /// The sentence of the last phrase like "the two countries", and which these were.
    last_pair: Option<(usize, [u32; 2])>,
}

/// A subject before a pronoun.
#[derive(Clone, Copy, Debug)]
struct Subject {
    token: usize,
    /// How many sentences before that of the pronoun.
    back: usize,
}

impl<'r, 'a, 'm> Resolver<'r, 'a, 'm> {
    fn new(reading: &'r Reading<'a>, memory: &'m mut Memory<'a>, drafts: Vec<Draft>) -> Self {
        let sentences = reading.parsed.sentences.len();
        let mut starts = vec![drafts.len(); sentences + 1];
        for (at, draft) in drafts.iter().enumerate().rev() {
            starts[draft.sentence as usize] = at;
        }
        for at in (0..sentences).rev() {
            starts[at] = starts[at].min(starts[at + 1]);
        }
        let mut meanings = Meanings::new(reading.parsed.tokens.len());
        for draft in drafts.iter().filter(|draft| draft.flags & Mention::ADJECTIVE == 0) {
            if let Some(head) = draft.head {
                meanings.add(head as usize, Meant::by(draft));
            }
        }
        let pair = several::pair(&drafts, memory);
        let about = vec![None; sentences];
        Resolver {
            reading,
            memory,
            drafts,
            starts,
            meanings,
            about,
            found: Vec::new(),
            replaced: Vec::new(),
            pair,
            last_pair: None,
        }
    }

    fn finish(self) -> Vec<Draft> {
        let (mut drafts, mut replaced) = (self.drafts, self.replaced);
        if !replaced.is_empty() {
            replaced.sort_unstable();
            let mut at = 0..;
            drafts.retain(|_| at.next().is_some_and(|at| replaced.binary_search(&at).is_err()));
        }
        drafts.extend(self.found);
        drafts
    }

    fn sentence(&mut self, sentence: usize) {
        let parsed = self.reading.parsed;
        let tokens = parsed.tokens_of(sentence);
        let tags = parsed.tokens[tokens.clone()].iter().map(|token| token.tag);
        for (token, tag) in tokens.clone().zip(tags) {
            if !matches!(tag, Tag::Pron | Tag::Det | Tag::Num | Tag::X | Tag::Cconj) {
                continue;
            }
            let Some(number) = STANDING.find(parsed.text, parsed.range(token)) else { continue };
            match WORDS[number].1 {
                Stands::Person(gender) => self.person(token, sentence, gender),
                Stands::Thing => self.thing(token, sentence),
                Stands::Many => self.many(token, sentence),
                Stands::Counted(count) => self.phrase(token, sentence, count, tokens.end),
            }
        }
    }

    /// Notes what some tokens mean; the last of them is the one that is looked for later.
    fn note(&mut self, tokens: Range<usize>, sentence: usize, entity: u32, flags: u16, confidence: u32) {
        let parsed = self.reading.parsed;
        let range = parsed.range_of(tokens.clone());
        let known = self.memory.get(entity);
        let sector = if known.kind == MentionKind::Country { *b"GOV\0" } else { known.sector };
        let draft = Draft {
            lead: range.start,
            head: parsed.top(tokens.clone()).map(|token| token as u32),
            range,
            entity,
            kind: known.kind,
            how: Resolution::Pronoun,
            flags: flags | Mention::PRONOUN,
            confidence,
            country: known.country,
            sector,
            role: 0..0,
            sentence: sentence as u32,
        };
        self.meanings.add(tokens.end - 1, Meant { flags, ..Meant::by(&draft) });
        self.found.push(draft);
    }

    /// The subjects before a token: of its own sentence, the nearest first, then those of the sentences before.
    fn subjects(&mut self, token: usize, sentence: usize) -> Vec<Subject> {
        let parsed = self.reading.parsed;
        let own = parsed.tokens_of(sentence).start..token;
        let own = own.rev().take(LOOKED_AT_MAX).filter(|&token| self.is_subject(token));
        let mut subjects: Vec<Subject> = own.map(|token| Subject { token, back: 0 }).take(4).collect();
        for back in 1..=SENTENCES_MAX.min(sentence) {
            subjects.extend(self.about(sentence - back).iter().map(|&token| Subject { token, back }));
        }
        subjects
    }

    /// What a sentence is about: its subjects, the nearest to the root first.
    fn about(&mut self, sentence: usize) -> &[usize] {
        if self.about[sentence].is_none() {
            let parsed = self.reading.parsed;
            let tokens = parsed.tokens_of(sentence).take(LOOKED_AT_MAX * 2);
            let mut subjects: Vec<usize> = tokens.filter(|&token| self.is_subject(token)).take(8).collect();
            subjects.sort_by_cached_key(|&token| parsed.heads(token).take(12).count());
            subjects.truncate(ABOUT_MAX);
            self.about[sentence] = Some(subjects);
        }
        self.about[sentence].as_deref().unwrap_or_default()
    }

    fn is_subject(&self, token: usize) -> bool {
        let parsed = self.reading.parsed;
        // Who is the root itself is the subject of a verb that the parser took for something else.
        matches!(
            parsed.relation(token),
            Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter | Relation::OblAgent
        ) || parsed.head(token).is_none() && parsed.tokens[token].tag == Tag::Propn
    }

    /// Whether the pronoun is the subject of the same verb: "he told him".
    fn clash(&self, token: usize, other: usize) -> bool {
        let parsed = self.reading.parsed;
        parsed.head(token) == parsed.head(other)
            && parsed.head(token).is_some()
            && !matches!(parsed.relation(token), Relation::NmodPoss)
    }

    /// The subject of the main clause, when the pronoun stands before it in a clause that depends on it: "Saying that she
    /// agreed, Kovar left."
    fn later_subject(&self, token: usize, sentence: usize) -> Option<usize> {
        let parsed = self.reading.parsed;
        let main = parsed.heads(token).take(PATH_MAX).last().filter(|&last| parsed.head(last).is_none())?;
        if parsed.sentence_of(main) != sentence || main < token {
            return None;
        }
        let subject = parsed
            .dependents(main)
            .take(32)
            .find(|&other| matches!(parsed.relation(other), Relation::Nsubj | Relation::NsubjPass))?;
        (subject > token && !parsed.heads(token).take(PATH_MAX).any(|head| head == subject)).then_some(subject)
    }
}
