//! What stands for a name: pronouns, "the two countries", "their foreign ministers". Only what is determined exactly by
//! two sentences becomes a mention.

use std::cmp::Reverse;
use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Relation, Resolution, Tag};

use crate::finder::{Draft, Owned};
use crate::key::Key;
use crate::memory::{Code, Map, Memory, NONE, family};
use crate::reading::Reading;

/// How many sentences back a pronoun can look.
const SENTENCES_MAX: usize = 2;
/// How many sentences back "the two countries" can look.
const PAIR_SENTENCES_MAX: usize = 4;
/// So many owners can a role have: "their ministers".
const OWNERS_MAX: usize = 8;
/// So many mentions are looked at, at most, before one is chosen.
const LOOKED_AT_MAX: usize = 60;

/// Finds what pronouns and phrases like them mean. The drafts are in the order of their sentences.
pub(crate) fn resolve(reading: &Reading<'_>, memory: &mut Memory, drafts: &mut Vec<Draft>, owned: &[Owned]) {
    let mut resolver = Resolver::new(reading, memory, std::mem::take(drafts));
    for sentence in 0..reading.parsed.sentences.len() {
        resolver.sentence(sentence);
    }
    resolver.possessed(owned);
    *drafts = resolver.finish();
}

struct Resolver<'r, 'a, 'm> {
    reading: &'r Reading<'a>,
    memory: &'m mut Memory,
    drafts: Vec<Draft>,
    /// Where each sentence starts in `drafts`, and the end of the last.
    starts: Vec<usize>,
    /// The mentions by the token on which they hang; those of pronouns too.
    at_token: Map<Vec<Meant>>,
    found: Vec<Draft>,
    /// Drafts that a phrase replaced.
    replaced: Vec<usize>,
    /// The two countries of which the article speaks most, when there are two.
    pair: Option<[u32; 2]>,
}

/// What a token means: the entity, its kind, and whether it is one of several.
#[derive(Clone, Copy, Debug)]
struct Meant {
    entity: u32,
    kind: MentionKind,
    flags: u16,
}

fn token_key(token: usize) -> Key {
    Key((token as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

impl<'r, 'a, 'm> Resolver<'r, 'a, 'm> {
    fn new(reading: &'r Reading<'a>, memory: &'m mut Memory, drafts: Vec<Draft>) -> Self {
        let mut starts = vec![drafts.len(); reading.parsed.sentences.len() + 1];
        for (at, draft) in drafts.iter().enumerate().rev() {
            starts[draft.sentence as usize] = at;
        }
        for at in (0..starts.len() - 1).rev() {
            starts[at] = starts[at].min(starts[at + 1]);
        }
        let mut at_token: Map<Vec<Meant>> = Map::default();
        for draft in drafts.iter().filter(|draft| draft.flags & Mention::ADJECTIVE == 0) {
            if let Some(head) = reading.parsed.top(reading.parsed.tokens_in(draft.range.clone())) {
                at_token.entry(token_key(head)).or_default().push(Meant {
                    entity: draft.entity,
                    kind: draft.kind,
                    flags: draft.flags,
                });
            }
        }
        let pair = pair(&drafts, memory);
        Resolver { reading, memory, drafts, starts, at_token, found: Vec::new(), replaced: Vec::new(), pair }
    }

    fn finish(self) -> Vec<Draft> {
        let mut replaced = self.replaced;
        replaced.sort_unstable();
        let kept = self.drafts.into_iter().enumerate().filter(|(at, _)| replaced.binary_search(at).is_err());
        kept.map(|(_, draft)| draft).chain(self.found).collect()
    }

    fn sentence(&mut self, sentence: usize) {
        let parsed = self.reading.parsed;
        let tokens = parsed.tokens_of(sentence);
        for token in tokens.clone() {
            if matches!(parsed.tokens[token].tag, Tag::Pron | Tag::Det | Tag::Num | Tag::X | Tag::Cconj) {
                let word = parsed.word(token);
                if word.len() > 10 {
                    continue;
                }
                match word.to_ascii_lowercase().as_str() {
                    "he" | "him" | "his" | "himself" => self.person(token, sentence, b'm'),
                    "she" | "her" | "hers" | "herself" => self.person(token, sentence, b'f'),
                    "it" | "its" | "itself" => self.thing(token, sentence),
                    "they" | "them" | "their" | "themselves" => self.many(token, sentence),
                    "two" | "both" => self.phrase(token, sentence, 2, tokens.end),
                    "three" => self.phrase(token, sentence, 3, tokens.end),
                    "four" => self.phrase(token, sentence, 4, tokens.end),
                    _ => {}
                }
            }
        }
    }

    fn note(&mut self, range: Range<usize>, token: usize, sentence: usize, entity: u32, flags: u16, confidence: u32) {
        let known = self.memory.get(entity);
        let sector = if known.kind == MentionKind::Country { *b"GOV\0" } else { known.sector };
        let (kind, country) = (known.kind, known.country);
        self.found.push(Draft {
            lead: range.start,
            range,
            entity,
            kind,
            how: Resolution::Pronoun,
            flags: flags | Mention::PRONOUN,
            confidence,
            country,
            sector,
            role: 0..0,
            sentence: sentence as u32,
        });
        self.at_token.entry(token_key(token)).or_default().push(Meant { entity, kind, flags });
    }

    fn meant(&self, token: usize) -> &[Meant] {
        self.at_token.get(&token_key(token)).map_or(&[], Vec::as_slice)
    }

    /// The subjects before a token: of its own sentence, the nearest first, then those of the sentences before.
    fn subjects(&self, token: usize, sentence: usize) -> Vec<(usize, usize)> {
        let parsed = self.reading.parsed;
        let is_subject = |token: &usize| {
            matches!(
                parsed.relation(*token),
                Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter | Relation::OblAgent
            )
        };
        let own = parsed.tokens_of(sentence).start..token;
        let own = own.rev().take(LOOKED_AT_MAX).filter(is_subject).map(|token| (token, 0));
        let mut subjects: Vec<(usize, usize)> = own.take(4).collect();
        for back in 1..=SENTENCES_MAX.min(sentence) {
            let tokens = parsed.tokens_of(sentence - back);
            // Nearest to the root first: what the sentence is about.
            let mut before: Vec<usize> = tokens.take(LOOKED_AT_MAX * 2).filter(is_subject).take(8).collect();
            before.sort_by_key(|&token| parsed.heads(token).take(12).count());
            subjects.extend(before.into_iter().take(3).map(|token| (token, back)));
        }
        subjects
    }

    /// Whether the pronoun is the subject of the same verb: "he told him".
    fn clash(&self, token: usize, other: usize) -> bool {
        let parsed = self.reading.parsed;
        parsed.head(token) == parsed.head(other)
            && parsed.head(token).is_some()
            && !matches!(parsed.relation(token), Relation::NmodPoss)
    }

    fn person(&mut self, token: usize, sentence: usize, gender: u8) {
        let chosen = [true, false].into_iter().find_map(|named| self.person_meant(token, sentence, gender, named));
        let Some((entity, confidence)) = chosen else { return };
        if self.memory.get(entity).gender == b'u' {
            self.memory.entity(entity).gender = gender;
        }
        self.note(self.reading.parsed.range(token), token, sentence, entity, 0, confidence);
    }

    /// Whom "he" or "she" means: the subject of the sentence, or of the clause that comes yet, or somebody else in it; else
    /// the same of the sentences before.
    fn person_meant(&self, token: usize, sentence: usize, gender: u8, named: bool) -> Option<(u32, u32)> {
        let fits = |resolver: &Self, meant: &Meant| {
            let known = resolver.memory.get(meant.entity);
            meant.kind == MentionKind::Person
                && meant.flags & Mention::MEMBER == 0
                && known.named == named
                && (known.gender == gender || known.gender == b'u')
        };
        let subjects = self.subjects(token, sentence);
        let of_subject = |own: bool| {
            let free = subjects.iter().filter(|(subject, back)| (*back == 0) == own && !self.clash(token, *subject));
            free.flat_map(|(subject, _)| self.meant(*subject)).find(|meant| fits(self, meant)).map(|meant| meant.entity)
        };
        if let Some(entity) = of_subject(true) {
            return Some((entity, 850));
        }
        if let Some(meant) = self
            .later_subject(token, sentence)
            .and_then(|subject| self.meant(subject).iter().find(|meant| fits(self, meant)))
        {
            return Some((meant.entity, 750));
        }
        let own = self.nearest(token, sentence, sentence, &fits).map(|entity| (entity, 700));
        own.or_else(|| of_subject(false).map(|entity| (entity, 750))).or_else(|| {
            self.nearest(token, sentence, sentence.saturating_sub(SENTENCES_MAX), &fits).map(|entity| (entity, 600))
        })
    }

    /// The subject of the main clause, when the pronoun stands before it in a clause that depends on it: "Saying that she
    /// agreed, Kovar left."
    fn later_subject(&self, token: usize, sentence: usize) -> Option<usize> {
        let parsed = self.reading.parsed;
        let path: Vec<usize> = parsed.heads(token).take(16).collect();
        let main = *path.last().filter(|&&last| parsed.head(last).is_none())?;
        if parsed.sentence_of(main) != sentence || main < token {
            return None;
        }
        let subject = parsed
            .dependents(main)
            .take(32)
            .find(|&other| matches!(parsed.relation(other), Relation::Nsubj | Relation::NsubjPass))?;
        (subject > token && !path.contains(&subject)).then_some(subject)
    }

    /// The last mention before a token that fits.
    fn nearest(&self, token: usize, sentence: usize, from: usize, fits: &dyn Fn(&Self, &Meant) -> bool) -> Option<u32> {
        let before = self.reading.parsed.range(token).start;
        let first = self.starts[from];
        // Within a sentence the drafts are in order: those behind the token are left out at once.
        let (own, end) = (self.starts[sentence], self.starts[sentence + 1]);
        let end = own + self.drafts[own..end].partition_point(|draft| draft.range.start < before);
        let drafts = self.drafts[first..end].iter().rev().filter(|draft| draft.range.end <= before).take(LOOKED_AT_MAX);
        let mut fitting =
            drafts.filter(|draft| fits(self, &Meant { entity: draft.entity, kind: draft.kind, flags: draft.flags }));
        fitting.next().map(|draft| draft.entity)
    }

    /// "it", "its": the country or organization that is the subject.
    fn thing(&mut self, token: usize, sentence: usize) {
        let parsed = self.reading.parsed;
        let possessive = parsed.is(token, "its");
        let subject = matches!(parsed.relation(token), Relation::Nsubj | Relation::NsubjPass);
        if !possessive && (!subject || self.is_empty_it(token)) {
            return;
        }
        let mut own = true;
        for (subject, back) in self.subjects(token, sentence) {
            if back > 0 && own {
                own = false;
                if let Some(entity) = possessive.then(|| self.topic(token, sentence)).flatten() {
                    return self.note(parsed.range(token), token, sentence, entity, 0, 700);
                }
            }
            if self.clash(token, subject) {
                continue;
            }
            if let Some(entity) = self.thing_meant(subject) {
                let confidence = if back == 0 { 800 } else { 650 };
                return self.note(parsed.range(token), token, sentence, entity, 0, confidence);
            }
            // A subject that is a place, or no mention at all, takes the pronoun: "the plan ... it". Persons do not.
            let meant = self.meant(subject);
            let plural = self.is_plural(subject) || meant.len() > 1;
            let person = meant.iter().all(|meant| meant.kind == MentionKind::Person) && !meant.is_empty();
            if !plural && !person && matches!(parsed.tokens[subject].tag, Tag::Noun | Tag::Propn) {
                return;
            }
        }
    }

    /// The country or the organization that a token means alone.
    fn thing_meant(&self, token: usize) -> Option<u32> {
        let [meant] = self.meant(token) else { return None };
        let fits = matches!(meant.kind, MentionKind::Country | MentionKind::Organization)
            && meant.flags & Mention::MEMBER == 0;
        (fits && !self.is_coordinated(token)).then_some(meant.entity)
    }

    /// What a sentence is about where no subject stands before the pronoun: the subject that comes yet ("In its letter, Peru
    /// agreed"), or the first words ("For Peru, its ports matter").
    fn topic(&self, token: usize, sentence: usize) -> Option<u32> {
        let later = self.later_subject(token, sentence).and_then(|subject| self.thing_meant(subject));
        let start = self.reading.parsed.tokens_of(sentence).start;
        later.or_else(|| (start..token.min(start + 4)).find_map(|token| self.thing_meant(token)))
    }

    fn is_plural(&self, token: usize) -> bool {
        let parsed = self.reading.parsed;
        parsed.tokens[token].form == extractor_api::layer::Form::Plural || self.is_coordinated(token)
    }

    fn is_coordinated(&self, token: usize) -> bool {
        self.reading
            .parsed
            .dependents(token)
            .take(24)
            .any(|other| self.reading.parsed.relation(other) == Relation::Conj)
    }

    /// "it is expected that": no pronoun for anything.
    fn is_empty_it(&self, token: usize) -> bool {
        let parsed = self.reading.parsed;
        if parsed.relation(token) == Relation::Expl {
            return true;
        }
        if !parsed.is(token, "it") {
            return false;
        }
        let end = parsed.tokens_of(parsed.sentence_of(token)).end;
        let next = |at: usize| (at < end).then(|| parsed.tokens[at].tag);
        let copula = next(token + 1) == Some(Tag::Aux)
            || token + 1 < end
                && ["seems", "appears", "remains", "takes", "became", "becomes"]
                    .iter()
                    .any(|word| parsed.is(token + 1, word));
        let clause = (token + 2..end.min(token + 10))
            .any(|at| ["that", "to", "whether", "if", "who"].iter().any(|word| parsed.is(at, word)));
        // "It is ready to talk" has a subject; "It is hard to talk" has none.
        let personal = [
            "ready",
            "willing",
            "able",
            "set",
            "due",
            "prepared",
            "determined",
            "keen",
            "committed",
            "going",
            "planning",
            "trying",
            "seeking",
            "unable",
            "reluctant",
            "eager",
            "about",
            "likely",
            "supposed",
            "moving",
            "working",
            "forced",
            "opposed",
        ];
        let willing = (token + 2..end.min(token + 5)).any(|at| personal.iter().any(|word| parsed.is(at, word)));
        copula && clause && !willing
    }

    /// "they", "their": those who act together, or a group.
    fn many(&mut self, token: usize, sentence: usize) {
        for (subject, back) in self.subjects(token, sentence) {
            if self.clash(token, subject) {
                continue;
            }
            let members = self.members(subject);
            if members.is_empty() {
                // Things that are no mention can be meant: "the talks ... they".
                let noun = matches!(self.reading.parsed.tokens[subject].tag, Tag::Noun) && self.is_plural(subject);
                if noun && self.meant(subject).is_empty() {
                    return;
                }
                continue;
            }
            let flags = if members.len() > 1 { Mention::MEMBER } else { 0 };
            let confidence = if back == 0 { 750 } else { 700 };
            for entity in members {
                self.note(self.reading.parsed.range(token), token, sentence, entity, flags, confidence);
            }
            return;
        }
    }

    /// The entities of a plural subject: of all that are coordinated, of a group, of a pronoun for several.
    fn members(&self, subject: usize) -> Vec<u32> {
        let parsed = self.reading.parsed;
        let mut members: Vec<u32> = Vec::new();
        let others = parsed.dependents(subject).take(24).filter(|&other| parsed.relation(other) == Relation::Conj);
        let mut several = false;
        for token in [subject].into_iter().chain(others) {
            for meant in self.meant(token) {
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
    fn phrase(&mut self, token: usize, sentence: usize, count: usize, end: usize) {
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
        if parsed.is(token, "both") && noun > token + 1 && !parsed.is(token + 1, "the") && kind != MentionKind::Person {
            return;
        }
        let first =
            if token > parsed.tokens_of(sentence).start && parsed.is(token - 1, "the") { token - 1 } else { token };
        let start = parsed.range(first).start;
        let members = self.distinct(start, sentence, count, kind);
        let Some(members) = members else { return };
        let range = parsed.range(token).start..parsed.range(noun).end;
        self.replace(range.clone(), sentence);
        for entity in members {
            self.note(range.clone(), noun, sentence, entity, Mention::MEMBER, 750);
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

    /// Exactly so many different countries, or persons, in this sentence before `start` and in those before it; else
    /// the two of which the article speaks most.
    fn distinct(&self, start: usize, sentence: usize, count: usize, kind: MentionKind) -> Option<Vec<u32>> {
        let mut members: Vec<u32> = Vec::new();
        for back in 0..=PAIR_SENTENCES_MAX.min(sentence) {
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
                if let Some(entity) = entity.filter(|entity| !here.contains(entity)) {
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
        self.pair.filter(|_| count == 2 && kind == MentionKind::Country).map(|pair| pair.to_vec())
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

    /// Roles of those whom a pronoun means: "their foreign ministers", "its army".
    fn possessed(&mut self, owned: &[Owned]) {
        let role_key = |start: usize, entity: u32| token_key(start).word(Key(u64::from(entity)));
        let mut pronouns: Map<Vec<usize>> = owned.iter().map(|role| (token_key(role.pronoun), Vec::new())).collect();
        for (at, draft) in self.found.iter().enumerate() {
            if let Some(owners) = pronouns.get_mut(&token_key(draft.range.start)) {
                owners.push(at);
            }
        }
        let roles = self.drafts.iter().enumerate().map(|(at, draft)| (role_key(draft.range.start, draft.entity), at));
        let roles: Map<usize> = if owned.is_empty() { Map::default() } else { roles.collect() };
        for Owned { range, entity, pronoun } in owned {
            let owners = pronouns.get(&token_key(*pronoun)).into_iter().flatten().take(OWNERS_MAX);
            let owners: Vec<Draft> = owners.map(|&at| self.found[at].clone()).collect();
            let Some(&at) = roles.get(&role_key(range.start, *entity)) else { continue };
            let many = owners.len() > 1;
            for (number, owner) in owners.iter().enumerate() {
                let country = self.memory.get(owner.entity).country;
                if country == NONE {
                    continue;
                }
                let person = self.holder(country, &range.clone(), self.drafts[at].kind, many);
                let mut draft = self.drafts[at].clone();
                draft.country = country;
                draft.how = Resolution::Pronoun;
                draft.flags |= if many { Mention::MEMBER } else { 0 };
                if let Some(person) = person {
                    let known = self.memory.get(person);
                    (draft.entity, draft.kind, draft.sector) = (person, MentionKind::Person, known.sector);
                }
                if number == 0 { self.drafts[at] = draft } else { self.found.push(draft) }
            }
        }
    }

    /// The person of a country with the role that the words tell.
    fn holder(&self, country: Code, range: &Range<usize>, kind: MentionKind, many: bool) -> Option<u32> {
        if !(kind == MentionKind::Person || kind == MentionKind::Group && many) {
            return None;
        }
        let words = self.reading.parsed.text[range.clone()].trim_end_matches('s');
        let kin = family(words);
        let recent = self.memory.recent.iter().rev().map(|&id| self.memory.resolve(id));
        recent.into_iter().find(|&id| {
            let known = self.memory.get(id);
            known.country == country
                && known.role_heads.iter().any(|(_, known)| *known == kin && kin != crate::memory::Family::None)
        })
    }
}

/// The two countries that are mentioned far more often than any other.
fn pair(drafts: &[Draft], memory: &Memory) -> Option<[u32; 2]> {
    let mut counts: Vec<u32> = vec![0; memory.entities.len()];
    drafts
        .iter()
        .filter(|draft| draft.kind == MentionKind::Country)
        .for_each(|draft| counts[draft.entity as usize] += 1);
    let mut order: Vec<u32> = (0..counts.len() as u32).filter(|&id| counts[id as usize] > 0).collect();
    order.sort_by_key(|&id| (Reverse(counts[id as usize]), id));
    let count = |place: usize| order.get(place).map_or(0, |&id| counts[id as usize]);
    (count(1) >= 3 && count(2) * 2 < count(1)).then(|| [order[0], order[1]])
}

/// What "two ..." counts: countries or persons.
fn kind_of(word: &str) -> Option<MentionKind> {
    if word.len() < 3 || word.len() > 12 {
        return None;
    }
    match word.to_ascii_lowercase().as_str() {
        "countries" | "nations" | "sides" | "states" | "governments" | "parties" | "neighbors" | "neighbours"
        | "powers" | "economies" | "capitals" | "superpowers" | "rivals" | "allies" | "militaries" | "peoples" => {
            Some(MentionKind::Country)
        }
        "leaders" | "ministers" | "presidents" | "men" | "diplomats" | "statesmen" | "politicians" | "women"
        | "premiers" => Some(MentionKind::Person),
        _ => None,
    }
}
