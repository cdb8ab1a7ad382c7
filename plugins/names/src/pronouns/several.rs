//! "they", "both sides", "the two leaders": several at once.

use std::cmp::Reverse;
use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Tag};

use super::{LOOKED_AT_MAX, Resolver, Subject};
use crate::finder::Draft;
use crate::memory::Memory;

/// "the two countries": what is counted.
struct Counted {
    /// The first byte.
    start: usize,
    sentence: usize,
    count: usize,
    /// Countries or persons.
    kind: MentionKind,
    /// Who acts on them, and is none of them.
    actor: Option<u32>,
}

/// So many steps lead from a noun to the verb of its clause, at most.
const STEPS_MAX: usize = 4;
/// How many sentences back "the two countries" can look.
const PAIR_SENTENCES_MAX: usize = 4;

impl Resolver<'_, '_, '_> {
    /// "they", "their": those who act together, or a group.
    pub(super) fn many(&mut self, token: usize, sentence: usize) {
        // "telephoned both leaders and warned them"
        let told = self.last_pair.filter(|(told, _)| *told == sentence).map(|(_, pair)| pair);
        for Subject { token: subject, back } in self.subjects(token, sentence) {
            if back > 0 && told.is_some() {
                break;
            }
            if self.clash(token, subject) {
                continue;
            }
            let members = self.members(subject);
            if members.is_empty() {
                // Things that are no mention can be meant: "the talks ... they".
                let noun = matches!(self.reading.parsed.tokens[subject].tag, Tag::Noun) && self.is_plural(subject);
                if noun && self.meanings.of(subject).next().is_none() {
                    return;
                }
                continue;
            }
            let flags = if members.len() > 1 { Mention::MEMBER } else { 0 };
            let confidence = if back == 0 { 750 } else { 700 };
            for entity in members {
                self.note(token..token + 1, sentence, entity, flags, confidence);
            }
            return;
        }
        for entity in told.into_iter().flatten() {
            self.note(token..token + 1, sentence, entity, Mention::MEMBER, 700);
        }
    }

    /// The entities of a plural subject: of all that are coordinated, of a group, of a pronoun for several.
    fn members(&self, subject: usize) -> Vec<u32> {
        let parsed = self.reading.parsed;
        let mut members: Vec<u32> = Vec::new();
        let others = parsed.dependents(subject).take(24).filter(|&other| parsed.relation(other) == Relation::Conj);
        let mut several = false;
        for token in [subject].into_iter().chain(others) {
            for meant in self.meanings.of(token) {
                let actor = matches!(
                    meant.kind,
                    MentionKind::Country | MentionKind::Organization | MentionKind::Person | MentionKind::Group
                );
                several |= meant.flags & Mention::MEMBER != 0 || meant.kind == MentionKind::Group;
                if actor && !members.contains(&meant.entity) {
                    members.push(meant.entity);
                }
            }
        }
        if members.len() > 1 || several { members } else { Vec::new() }
    }

    /// "both sides", "the two countries", "the two leaders".
    pub(super) fn phrase(&mut self, token: usize, sentence: usize, count: usize, end: usize) {
        let parsed = self.reading.parsed;
        let mut noun = token + 1;
        while noun < end.min(token + 4)
            && matches!(parsed.tokens[noun].tag, Tag::Adj | Tag::Noun | Tag::Propn | Tag::Det)
            && kind_of(parsed.word(noun)).is_none()
        {
            noun += 1;
        }
        if noun >= end.min(token + 4) {
            return;
        }
        let Some(kind) = kind_of(parsed.word(noun)) else { return };
        // "the three countries Japan, Korea and China" are told right behind.
        let behind = parsed.range(noun).end + 1;
        let here = &self.drafts[self.starts[sentence]..self.starts[sentence + 1]];
        if here.iter().take(LOOKED_AT_MAX).any(|draft| draft.kind == kind && draft.range.start == behind) {
            return;
        }
        // "the three Baltic states" are those of a region.
        if (token + 1..noun).any(|word| parsed.word(word).starts_with(char::is_uppercase)) {
            return;
        }
        if parsed.is(token, "both") && noun > token + 1 && !parsed.is(token + 1, "the") && kind != MentionKind::Person {
            return;
        }
        let first =
            if token > parsed.tokens_of(sentence).start && parsed.is(token - 1, "the") { token - 1 } else { token };
        let start = parsed.range(first).start;
        let counted = Counted { start, sentence, count, kind, actor: self.actor(noun) };
        let Some(members) = self.distinct(&counted) else { return };
        if let [first, second] = members[..]
            && self.memory.get(first).kind == MentionKind::Country
        {
            self.last_pair = Some((sentence, [first, second]));
        }
        let tokens = token..noun + 1;
        self.replace(parsed.range_of(tokens.clone()), sentence);
        for entity in members {
            self.note(tokens.clone(), sentence, entity, Mention::MEMBER, 750);
            if let Some(draft) = self.found.last_mut() {
                draft.lead = start;
            }
        }
    }

    /// A role inside of the phrase is no mention of its own.
    fn replace(&mut self, range: Range<usize>, sentence: usize) {
        let first = self.starts[sentence];
        let drafts = &self.drafts[first..self.starts[sentence + 1]];
        let inside = drafts.partition_point(|draft| draft.range.start < range.start);
        for (at, draft) in drafts.iter().enumerate().skip(inside).take(LOOKED_AT_MAX) {
            if draft.range.end <= range.end && draft.flags & Mention::ROLE_ALONE != 0 {
                self.replaced.push(first + at);
            }
        }
    }

    /// The different countries, or persons, of which a phrase before it speaks: those of its sentence, else those of the last
    /// such phrase, else the two of which the article speaks most, else the last ones.
    fn distinct(&self, counted: &Counted) -> Option<Vec<u32>> {
        let fits = |pair: &[u32; 2]| {
            let is_pair = counted.count == 2 && counted.kind == MentionKind::Country;
            is_pair && counted.actor.is_none_or(|actor| !pair.contains(&actor))
        };
        let told =
            self.last_pair.filter(|(told, _)| counted.sentence - told <= PAIR_SENTENCES_MAX).map(|(_, pair)| pair);
        if let Some(here) = self.last_of(counted, 0) {
            return Some(here);
        }
        // "both leaders" are those of "both countries".
        if let Some(told) = told.filter(|told| fits(told) || counted.count == 2 && counted.kind == MentionKind::Person)
        {
            return Some(told.to_vec());
        }
        let pair = self.pair.filter(fits).map(|pair| pair.to_vec());
        pair.or_else(|| self.last_of(counted, PAIR_SENTENCES_MAX))
    }

    /// Exactly so many different countries, or persons, before a phrase: in its sentence and in so many before it.
    fn last_of(&self, counted: &Counted, back_max: usize) -> Option<Vec<u32>> {
        let Counted { start, sentence, count, kind, actor } = *counted;
        let mut members: Vec<u32> = Vec::new();
        for back in 0..=back_max.min(sentence) {
            let at = sentence - back;
            let mut here: Vec<u32> = Vec::new();
            let all = &self.drafts[self.starts[at]..self.starts[at + 1]];
            let near = &all[..all.partition_point(|draft| draft.range.start < start)];
            let near = &near[near.len().saturating_sub(LOOKED_AT_MAX)..];
            let drafts = near.iter().chain(self.recent_found(at));
            for draft in drafts.filter(|draft| draft.range.end <= start) {
                let entity = match kind {
                    MentionKind::Person => (draft.kind == MentionKind::Person && self.memory.get(draft.entity).named)
                        .then_some(draft.entity),
                    _ => self.country_of(draft),
                };
                if let Some(entity) = entity.filter(|&entity| !here.contains(&entity) && actor != Some(entity)) {
                    here.push(entity);
                }
            }
            let before = members.len();
            here.iter().for_each(|entity| {
                if !members.contains(entity) {
                    members.push(*entity)
                }
            });
            if members.len() == count {
                return Some(members);
            }
            if members.len() > count {
                if here.len() == count && before == 0 {
                    return Some(here);
                }
                break;
            }
        }
        None
    }

    /// "Ruritania accused both governments": the country that acts on a noun, which is none of those that the noun means.
    fn actor(&self, noun: usize) -> Option<u32> {
        let parsed = self.reading.parsed;
        let mut above = parsed.heads(noun).skip(1).take(STEPS_MAX);
        let verb = above.find(|&above| parsed.tokens[above].tag == Tag::Verb)?;
        let subject = parsed.dependent(verb, Relation::Nsubj)?;
        // "Kovar, who mediated between the two sides"
        let is_relative = parsed.relation(verb) == Relation::AclRelcl && parsed.tokens[subject].tag == Tag::Pron;
        let subject = if is_relative { parsed.head(verb)? } else { subject };
        if !is_relative && parsed.heads(noun).take(STEPS_MAX).any(|above| above == subject) {
            return None;
        }
        self.meanings.of(subject).find_map(|meant| match meant.kind {
            MentionKind::Country => Some(meant.entity),
            _ => self.memory.known_country(self.memory.get(meant.entity).country),
        })
    }

    /// What pronouns of a sentence mean, as far as it is read.
    fn recent_found(&self, sentence: usize) -> impl Iterator<Item = &Draft> {
        self.found.iter().rev().take(LOOKED_AT_MAX).filter(move |draft| draft.sentence as usize == sentence)
    }

    /// The country that a mention is, or that its person represents.
    fn country_of(&self, draft: &Draft) -> Option<u32> {
        match draft.kind {
            MentionKind::Country => Some(draft.entity),
            MentionKind::Person => {
                let country = self.memory.get(draft.entity).country;
                self.memory.known_country(country)
            }
            _ => None,
        }
    }
}

/// The two countries that are mentioned more often than any other, half as often again at least.
pub(super) fn pair(drafts: &[Draft], memory: &Memory<'_>) -> Option<[u32; 2]> {
    let mut counts: Vec<u32> = vec![0; memory.entities.len()];
    drafts
        .iter()
        .filter(|draft| draft.kind == MentionKind::Country)
        .for_each(|draft| counts[draft.entity as usize] += 1);
    let mut order: Vec<u32> = (0..counts.len() as u32).filter(|&id| counts[id as usize] > 0).collect();
    order.sort_by_key(|&id| (Reverse(counts[id as usize]), id));
    let count = |place: usize| order.get(place).map_or(0, |&id| counts[id as usize]);
    (count(1) >= 3 && count(2) * 3 <= count(1) * 2).then(|| [order[0], order[1]])
}

/// What "two ..." counts: countries or persons.
fn kind_of(word: &str) -> Option<MentionKind> {
    const COUNTRIES: &[&str] = &[
        "countries",
        "nations",
        "sides",
        "states",
        "governments",
        "parties",
        "neighbors",
        "neighbours",
        "powers",
        "economies",
        "capitals",
        "superpowers",
        "rivals",
        "allies",
        "militaries",
        "peoples",
    ];
    const PERSONS: &[&str] =
        &["leaders", "ministers", "presidents", "men", "diplomats", "statesmen", "politicians", "women", "premiers"];
    let is = |known: &&str| known.eq_ignore_ascii_case(word);
    match () {
        () if COUNTRIES.iter().any(is) => Some(MentionKind::Country),
        () if PERSONS.iter().any(is) => Some(MentionKind::Person),
        () => None,
    }
}
