//! What an act is about: the words of its sentence, counted by context.

use crate::article::Article;
use crate::code::{Context, EventType};
use crate::finding::Finding;

/// Contexts a record has at most.
const CONTEXTS_MAX: usize = 4;
/// Tokens of a sentence that are read on each side of the trigger.
const WINDOW: usize = 60;

/// The contexts of an act in the order of the manual, at most [`CONTEXTS_MAX`].
pub(crate) fn of(article: &Article<'_>, finding: &Finding<'_>) -> Vec<Context> {
    let sentence = article.parsed.tokens_of(finding.sentence);
    let near = sentence.start.max(finding.head.saturating_sub(WINDOW))..sentence.end.min(finding.head + WINDOW);
    let mut counts = [0u32; Context::ALL.len()];
    for token in near {
        let contexts = article.form(token).contexts;
        if contexts != 0 {
            for (count, context) in counts.iter_mut().zip(Context::ALL) {
                *count += u32::from(contexts & context.bit() != 0);
            }
        }
    }
    for (count, context) in counts.iter_mut().zip(Context::ALL) {
        *count += 2 * u32::from(finding.contexts & context.bit() != 0);
    }
    if finding.event == EventType::Consult {
        counts[Context::Diplomatic as usize] += 1;
    }
    let mut found: Vec<(u32, Context)> = counts
        .iter()
        .zip(Context::ALL)
        .filter(|(count, _)| **count > 0)
        .map(|(&count, &context)| (count, context))
        .collect();
    found.sort_by_key(|&(count, context)| (u32::MAX - count, context));
    found.truncate(CONTEXTS_MAX);
    let mut contexts: Vec<Context> = found.into_iter().map(|(_, context)| context).collect();
    contexts.sort_unstable();
    contexts
}
