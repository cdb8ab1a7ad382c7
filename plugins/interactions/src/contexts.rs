//! What an act is about: the words of its sentence, counted by context.

use crate::article::Article;
use crate::code::{Context, EventType};
use crate::finding::Finding;

/// Contexts a record has at most.
const CONTEXTS_MAX: usize = 4;
/// Tokens of a sentence that are read on each side of the trigger.
const WINDOW: usize = 60;

/// The contexts of an act in the order of the manual: those of which most is told, at most [`CONTEXTS_MAX`].
pub(crate) fn of(article: &Article<'_>, finding: &Finding<'_>) -> impl Iterator<Item = Context> + use<> {
    let mut counts = counts(article, finding);
    let mut found = 0;
    for _ in 0..CONTEXTS_MAX {
        // Of several the first: the last that `max_by_key` finds from behind.
        let most = Context::ALL.iter().rev().max_by_key(|&&context| counts[context as usize]);
        let Some(&most) = most.filter(|&&context| counts[context as usize] > 0) else { break };
        counts[most as usize] = 0;
        found |= most.bit();
    }
    Context::ALL.iter().copied().filter(move |context| found & context.bit() != 0)
}

/// How much is told of each context.
fn counts(article: &Article<'_>, finding: &Finding<'_>) -> [u32; Context::ALL.len()] {
    let mut counts = [0; Context::ALL.len()];
    let mut add = |mut contexts: u64, much: u32| {
        while contexts != 0 {
            counts[contexts.trailing_zeros() as usize] += much;
            contexts &= contexts - 1;
        }
    };
    let sentence = article.parsed.tokens_of(finding.sentence);
    let near = sentence.start.max(finding.head.saturating_sub(WINDOW))..sentence.end.min(finding.head + WINDOW);
    near.for_each(|token| add(article.form(token).contexts, 1));
    add(finding.contexts, 2);
    if finding.event == EventType::Consult {
        add(Context::Diplomatic.bit(), 1);
    }
    counts
}
