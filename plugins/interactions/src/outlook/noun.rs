//! How real the act of a noun is: by the words before it and what it hangs on.

use extractor_api::layer::Relation as R;

use super::{Outlook, auxiliaries};
use crate::article::Article;
use crate::clause::is_passive;
use crate::code::Status;
use crate::lexicon::table as class;

/// What the noun above an infinitive makes of it: "plan to", "effort to".
pub(super) fn of_infinitive(article: &Article<'_>, noun: usize, outlook: &mut Outlook) {
    let is = |classes: u128| article.in_class(noun, classes);
    let has_no = || article.dependents(noun).any(|dependent| article.parsed.is(dependent, "no"));
    if is(class::READINESS) {
        outlook.status = Some(Status::Promise);
        outlook.willed = true;
        outlook.negated ^= has_no();
    } else if is(class::POSSIBILITY) {
        outlook.status = Some(Status::Hypothetical);
    } else if is(class::NEED) {
        outlook.obliged = true;
        outlook.status = Some(Status::Demand);
    } else if is(class::EFFORT) {
        outlook.tried = true;
    } else if is(class::WISH_NOUN) {
        outlook.status = Some(Status::Plan);
        outlook.willed = true;
        outlook.negated ^= has_no();
    } else {
        outlook.purpose = true;
    }
}

/// What the noun makes of a clause that tells its content: "a rumour that they left", "the fear that"; not "a report that
/// warned".
pub(super) fn of_clause(article: &Article<'_>, noun: usize, verb: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    let subjects = article.dependents(verb).filter(|&word| parsed.relation(word) == R::Nsubj).count();
    // Beside a subject, "that" is none, whatever the parser says.
    let tells = |word: usize| parsed.is(word, "that") && (parsed.relation(word) != R::Nsubj || subjects > 1);
    if !article.dependents(verb).any(tells) {
        return;
    }
    outlook.hearsay |= article.in_class(noun, class::RUMOUR);
    // "denied a report by a newspaper that they left"
    let told = parsed.heads(noun).skip(1).take(2).find(|&above| article.is_verbal(above));
    outlook.negated ^= told.is_some_and(|above| above < noun && article.in_class(above, class::DENYING));
    if article.in_class(noun, class::POSSIBILITY) {
        outlook.status = Some(Status::Hypothetical);
    }
}

/// Words before a noun: "planned", "possible", "alleged".
pub(super) fn modifiers(article: &Article<'_>, noun: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    for dependent in article.dependents(noun) {
        if !matches!(parsed.relation(dependent), R::Amod | R::Compound | R::Det) {
            continue;
        }
        if article.in_class(dependent, class::DOUBTFUL) {
            outlook.status = Some(Status::Hypothetical);
            outlook.hearsay |= parsed.is(dependent, "alleged");
        } else if article.in_class(dependent, class::UPCOMING) {
            outlook.status = Some(Status::Plan);
        } else if article.negates(dependent) || parsed.is(dependent, "no") {
            outlook.negated = true;
        }
    }
}

/// What stands above a noun that no light verb carries: "hopes for talks", "the possibility of talks".
pub(super) fn governor(article: &Article<'_>, noun: usize, outlook: &mut Outlook) {
    let parsed = &article.parsed;
    let mut at = noun;
    for _ in 0..4 {
        let Some(above) = parsed.head(at) else { return };
        match parsed.relation(at) {
            R::Nmod | R::Conj | R::Obj | R::Obl | R::Xcomp => {}
            R::Nsubj | R::NsubjPass => {
                // "Talks would take place", "a meeting is planned".
                let happens = ["take", "begin", "start", "open", "resume", "continue", "happen", "occur", "be"]
                    .iter()
                    .any(|word| article.is_form_of(above, word));
                if happens || is_passive(article, above) {
                    let mut outer = Outlook::default();
                    auxiliaries(article, above, &mut outer, true);
                    outlook.status = outlook.status.or(outer.status);
                    outlook.negated |= outer.negated;
                    if article.in_class(above, class::PLANNING | class::READY) {
                        outlook.status = Some(Status::Plan);
                    }
                }
                return;
            }
            _ => return,
        }
        let preposition = article.preposition(at);
        let about = parsed.relation(at) != R::Nmod
            || preposition == "for"
            || preposition == "of" && !article.in_class(above, class::NEED);
        if about && article.in_class(above, class::POSSIBILITY | class::EFFORT | class::NEED)
            || article.in_class(above, class::HOPING) && article.is_verbal(above)
        {
            outlook.status = Some(match () {
                () if article.in_class(above, class::NEED) => Status::Demand,
                () if article.in_class(above, class::POSSIBILITY) => Status::Hypothetical,
                () => Status::Hope,
            });
            return;
        }
        if article.is_verbal(above) {
            if article.in_class(above, class::PLANNING) {
                outlook.status = Some(Status::Plan);
            }
            return;
        }
        at = above;
    }
}
