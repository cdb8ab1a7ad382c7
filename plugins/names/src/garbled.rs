//! Names that a machine translation misspelt, merged with the right ones.

use extractor_api::layer::{Mention, MentionKind};

use crate::finder::{Draft, family_first};
use crate::key::base;
use crate::memory::{Entity, Memory, NONE};
use crate::tables::{self, Sense};
use crate::word::words;

/// Above so many persons with full names the text is a list, and likeness tells nothing.
const PERSONS_MAX: usize = 200;

/// Merges a full name that stands once with the one other that it garbles.
pub(crate) fn merge(memory: &mut Memory<'_>, drafts: &mut [Draft]) {
    let full: Vec<u32> = (0..memory.entities.len() as u32)
        .filter(|&id| {
            let entity = memory.get(id);
            entity.kind == MentionKind::Person && entity.named && entity.same.is_none() && entity.parts.len() > 1
        })
        .collect();
    if full.len() > PERSONS_MAX {
        return;
    }
    let mut count = vec![0_u32; memory.entities.len()];
    drafts.iter().for_each(|draft| count[draft.entity as usize] += 1);
    for &rare in &full {
        if memory.get(rare).full != 1 || memory.get(rare).row.is_some() {
            continue;
        }
        let candidates: Vec<u32> =
            full.iter().copied().filter(|&id| id != rare && memory.get(id).same.is_none()).collect();
        let fits = |id: &u32| {
            count[*id as usize] > count[rare as usize]
                && memory.get(*id).full > 1.min(count[*id as usize] - 1)
                && garbles(memory.get(rare), memory.get(*id))
        };
        let fitting: Vec<u32> = candidates.into_iter().filter(fits).collect();
        if let [right] = fitting[..] {
            join(memory, drafts, rare, right);
        }
    }
}

fn join(memory: &mut Memory<'_>, drafts: &mut [Draft], rare: u32, right: u32) {
    memory.entity(rare).same = Some(right);
    for draft in drafts.iter_mut().filter(|draft| draft.entity == rare) {
        draft.entity = right;
        draft.flags |= Mention::CORRUPTED;
        draft.confidence = draft.confidence.min(700);
        let range = draft.range.clone();
        memory.entity(right).corrupted.push(range);
    }
    let lost = memory.get(rare).clone();
    let kept = memory.entity(right);
    if kept.country == NONE {
        (kept.country, kept.how) = (lost.country, lost.how);
    }
    if kept.sector == NONE {
        (kept.sector, kept.other) = (lost.sector, lost.other);
    }
    for role in lost.roles {
        if kept.roles.len() < 8 && !kept.roles.contains(&role) {
            kept.roles.push(role);
        }
    }
}

/// Whether one name is the other with a mistake in one of its words.
fn garbles(rare: &Entity<'_>, right: &Entity<'_>) -> bool {
    let shared = rare.parts.iter().filter(|part| right.parts.contains(part)).count();
    if rare.parts.len() != right.parts.len() || shared + 1 != rare.parts.len() {
        return false;
    }
    let contradict = rare.country != NONE && right.country != NONE && rare.country != right.country
        || rare.gender != b'u' && right.gender != b'u' && rare.gender != right.gender;
    if contradict {
        return false;
    }
    let (rare_words, right_words) = (parts(rare.name), parts(right.name));
    if rare_words.len() != right_words.len() {
        return false;
    }
    let differ: Vec<usize> = (0..rare_words.len()).filter(|&at| rare_words[at] != right_words[at]).collect();
    let [at] = differ[..] else { return false };
    let (a, b) = (&rare_words[at], &right_words[at]);
    let longest = a.chars().count().max(b.chars().count());
    let distance = strsim::levenshtein(a, b);
    let same_role = rare.country != NONE
        && rare.country == right.country
        && rare.role_heads.iter().any(|(head, _)| right.role_heads.iter().any(|(known, _)| known == head));
    let family = if family_first(right.country) && !is_given(&right_words[0]) { 0 } else { rare_words.len() - 1 };
    let same_end = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    // Given names that are known are real ones: "Michelle" is no misspelt "Michael". The same given name with a family
    // name that is nearly the same is rather one person.
    let real = [a, b].iter().all(|word| tables::name(crate::key::name(&capital(word))).is_known());
    match () {
        () if distance <= 3 && distance * 2 <= longest + 1 && longest > 3 => at == family || !real || same_role,
        () if same_role && same_end >= 3 => true,
        // A family name of which half was misread: its end is the same, and nothing is told of its bearer.
        () => {
            at == family
                && same_end >= 4
                && same_end * 2 >= longest
                && rare.roles.is_empty()
                && rare.country == NONE
                && right.full > 2
        }
    }
}

/// Whether a word is known as a given name, and not as a family name that stands first.
fn is_given(word: &str) -> bool {
    let mut senses = tables::name(crate::key::name(&capital(word))).senses();
    senses.any(|sense| matches!(sense, Sense::Given(b'm' | b'f' | b'u')))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of a name, without accents, in small letters.
fn parts(name: &str) -> Vec<String> {
    let bare = |word: &str| word.chars().map(base).collect::<String>().to_lowercase();
    words(name, 0).filter(|word| word.letters > 1).map(|word| bare(&name[word.start..word.end])).collect()
}
